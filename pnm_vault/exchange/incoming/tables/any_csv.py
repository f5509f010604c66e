"""Any table of contacts: what its columns mean is said by the user, or guessed from their names."""

from collections.abc import Iterable, Mapping, Sequence

from pnm_vault.exchange.incoming.names import joined_name, place_of
from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.exchange.incoming.tables import google_csv, linkedin, our_csv, outlook_csv
from pnm_vault.exchange.incoming.tables.csv_rows import Table, TableRow, has_header, plain, read_table
from pnm_vault.exchange.incoming.tables.day_cells import day_order, read_day, state_date, state_day
from pnm_vault.exchange.incoming.tables.outlook_columns import ENGLISH
from pnm_vault.exchange.outgoing.csv_table import unguarded
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Channel
from pnm_vault.notes.values.field_names import CANONICAL_FIELDS, SPELLINGS, canonical_field

NAME = "csv"
WORDS = "words"
NOTHING = ""

_MAPPED_WITHIN = 20  # rows: whoever says what columns mean may have a title above them

_OTHERS = (our_csv.is_header, linkedin.is_header, google_csv.is_header, outlook_csv.is_header)
_NAMES = frozenset({"name", "first_name", "last_name"})
_DATES = frozenset({"birthday", "anniversary", "important_dates"})
_DAYS = frozenset({"met_on", "next_contact", "snooze", "last_contact"})
_PLACES = ("city", "region", "country")
_BIRTH = ("birth_year", "birth_month", "birth_day")
_PARTS = frozenset({*_NAMES, "middle_name", *_PLACES, *_BIRTH})
_WITH_COMMAS = frozenset({"aliases", "circles", "tags", "interests"})
_LISTS_TEXT = (
    "aliases circles tags organisation email phone url knows introduced_by interests offers asks goals gift_ideas "
    "categories"
)
_LISTS = frozenset(_LISTS_TEXT.split())
_SAME_AS = {"categories": "circles", "job_title": "role", "hometown": "place", "archived": WORDS, "deceased": WORDS}
# In a table these are something else than in a note, or cannot be said in one cell.
_WORDS_TEXT = "address interactions confirmed no_introduction no_acquaintance suggest"
_WORDS = frozenset(_WORDS_TEXT.split())
_NOTES = frozenset({WORDS, "note", "notes", "comment", "comments"})
_TRUE = frozenset({"true", "yes", "1", "x", "private", "confidential"})
_ADDRESSING_TEXT = "mr mrs ms miss mx dr prof sir madam"
_ADDRESSING = frozenset(_ADDRESSING_TEXT.split())
_FROM_OUTLOOK = {
    "first name": "first_name", "last name": "last_name", "nickname": "aliases", "company": "organisation",
    "job title": "role", "home city": "city", "home country/region": "country", "mobile phone": "phone",
    "home phone": "phone", "business phone": "phone", "primary phone": "phone", "e-mail address": "email",
    "e-mail 2 address": "email", "e-mail 3 address": "email", "anniversary": "anniversary", "birthday": "birthday",
    "categories": "circles", "web page": "url", "notes": WORDS,
}  # fmt: skip
_MORE_TEXT: Mapping[str, str] = {
    "name": "full name | contact | vollständiger name | nom complet",
    "first_name": "nome | nombre",
    "middle_name": "middle name",
    "last_name": "surname | cognome | apellido | apellidos",
    "email": "e-mail | e-mails | primary email | secondary email | courriel | correo electrónico",
    "phone": "mobile number | telefon | handy | téléphone | portable | telefono | teléfono | cellulare",
    "url": "web page 1 | web page 2",
    "city": "home city | stadt | ort | ville | città | ciudad",
    "country": "home country | land | pays | paese | país",
    "birth_year": "birth year",
    "birth_month": "birth month",
    "birth_day": "birth day",
    "birthday": "geburtsdatum | date de naissance | data di nascita | compleanno | cumpleaños",
    "organisation": "unternehmen | entreprise | azienda | empresa",
    "circles": "gruppe | gruppen | groupe | groupes | gruppo | grupo",
    "last_contact": "letzter kontakt | dernier contact",
    "address": "adresse | indirizzo | dirección",
    WORDS: "note | notes | comment | comments | description | bemerkungen | remarques",
}
_MORE = {one: field for field, names in _MORE_TEXT.items() for one in names.split(" | ")}
"""What columns are called that are neither fields of a note nor columns of Outlook."""

Meaning = dict[int, str]


def recognises(name: str, head: bytes) -> bool:
    """Tell whether this is a table whose first line has a column with names or e-mail addresses, of no other format."""
    return has_header(head, is_header)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these are column names of contacts in no other format that is known."""
    fields = {guess(name) for name in names}
    if fields.isdisjoint((*_NAMES, "email")) or len(names) < 2 or any(len(name) > 60 for name in names):
        return False
    known = sum(guess(name) != WORDS for name in names)
    return known >= 2 and not any(other(names) for other in _OTHERS)


def guess(column: str) -> str:
    """Give the field that a column's plain name means; `words` where it is none that is known."""
    if column in _MORE:
        return _MORE[column]
    english = ENGLISH.get(column, "")
    found = _FROM_OUTLOOK.get(english) or canonical_field(column, SPELLINGS)
    if found is None or found in _WORDS:
        return WORDS
    return _SAME_AS.get(found, found)


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read all contacts, each column as its name says; what no field holds is told in words."""
    return _read(content, file, owner, None)


def read_mapped(content: bytes, file: str, owner: Owner, mapping: tuple[tuple[str, str], ...]) -> Incoming:
    """Read all contacts, the columns of `mapping` as it says: (column, field), as the user typed them.

    Field names may be any spelling that a note may have, `words`, or empty for a column that is to be left out. Other
    columns are guessed. A column that is not there, or a field that is none, is an error: nothing is read then.
    """
    return _read(content, file, owner, mapping)


def _read(content: bytes, file: str, owner: Owner, mapping: tuple[tuple[str, str], ...] | None) -> Incoming:
    reading = Reading(NAME, file, owner)
    wanted = {plain(column) for column, _ in mapping or ()}
    if mapping is None:
        table = read_table(content, reading, is_header, "contacts")
    else:
        table = read_table(content, reading, lambda names: wanted <= set(names), _listed(wanted), _MAPPED_WITHIN)
    if isinstance(table, Incoming):
        return table
    meaning = {at: guess(plain(name)) for at, name in enumerate(table.header)}
    for column, field in mapping or ():
        known = _field_of(field)
        if known is None:
            return reading.fail(f"{field} is no field of a note: see docs/note-format.md.")
        meaning |= {at: known for at, name in enumerate(table.header) if plain(name) == plain(column)}
    _tell_addressing(table, meaning)
    order = day_order(row.cells[at] for row in table.rows for at, one in meaning.items() if one in _DATES | _DAYS)
    for row in table.rows:
        _read_row(row, table, meaning, order, reading)
    return reading.incoming()


def _tell_addressing(table: Table, meaning: Meaning) -> None:
    """Take a column `Title` whose cells only say how to address somebody for words: elsewhere it is the job."""
    for at, name in enumerate(table.header):
        if plain(name) == "title" and meaning[at] == "role":
            said = {row.cells[at].strip(" .").casefold() for row in table.rows} - {""}
            if said <= _ADDRESSING:
                meaning[at] = WORDS


def _field_of(text: str) -> str | None:
    """Give the field that the user means, None for none."""
    bare = text.strip()
    if bare.casefold() in (NOTHING, WORDS, "middle_name", "middle name"):
        return bare.casefold().replace(" ", "_")
    found = bare if bare in CANONICAL_FIELDS else canonical_field(bare, SPELLINGS)
    return None if found is None else _SAME_AS.get(found, found)


def _listed(names: Iterable[str]) -> str:
    return "the mapping (" + ", ".join(sorted(names)) + ")"


def _read_row(row: TableRow, table: Table, meaning: Meaning, order: str, reading: Reading) -> None:
    draft = Draft(row.line)
    parts: dict[str, str] = {}
    for at, field in meaning.items():
        text = unguarded(row.cells[at].strip())
        if text and (field in _PARTS or field == "last_contact"):
            parts[field] = parts.get(field) or text
        elif text and field != NOTHING:
            _read_cell(draft, field, text, table.header[at], order, reading)
    name = _read_parts(draft, parts, order, reading)
    reading.take(draft, name)
    if "last_contact" in parts and name:
        _read_last(draft, name, parts["last_contact"], order, reading)


def _read_cell(draft: Draft, field: str, text: str, column: str, order: str, reading: Reading) -> None:
    if field == "uid":
        draft.key = draft.key or text
    elif field in _DATES:
        state_date(draft, reading, field, text, order, column if field == "important_dates" else "")
    elif field in _DAYS:
        state_day(draft, reading, field, text, order)
    elif field == "private":
        draft.private = text.casefold() in _TRUE
    elif field in (WORDS, "address"):
        draft.tell("" if plain(column) in _NOTES else column, text)
    else:
        for part in _parts(field, text) if field in _LISTS else (text,):
            draft.state(field, part)


def _read_parts(draft: Draft, parts: dict[str, str], order: str, reading: Reading) -> str:
    """Put together what stands in several columns: a birthday, a place, and the name, which is given."""
    year, month, day = [parts.get(one, "") for one in _BIRTH]
    if month and day:
        state_date(draft, reading, "birthday", f"{year or '-'}-{month:0>2}-{day:0>2}", order)
    else:
        draft.tell("Born in", year)
    if not draft.texts("place"):
        draft.state("place", place_of(*[parts.get(one, "") for one in _PLACES]))
    names = [parts.get(one, "") for one in ("first_name", "middle_name", "last_name")]
    name = parts.get("name") or joined_name(draft, *names)
    if name or draft.texts("organisation"):
        return name
    return next(iter(draft.texts("email")), "")


def _parts(field: str, text: str) -> list[str]:
    """Divide a cell with several values by `;` or by lines, and by commas where a note has them between values."""
    if field in _WITH_COMMAS:
        text = text.replace(",", ";")
    return [part for line in text.splitlines() for part in line.split(";")]


def _read_last(draft: Draft, name: str, text: str, order: str, reading: Reading) -> None:
    day = read_day(text, order)
    if day is None:
        reading.warn(draft.line, f"Last contact: {text[:40]} is no day that is known here, or may be two.")
        return
    email = next(iter(draft.texts("email")), "").casefold()
    who = Participant(name, email, next(iter(draft.texts("url")), "").lower())
    reading.meet(draft.line, day, Channel.NOTE, (who,), subject="Last contact", key=f"{draft.key or name} {day}")
