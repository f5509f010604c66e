"""Outlook's contacts as a table, of the desktop program and of the web, in English, German and French."""

from collections.abc import Sequence

from pnm_vault.exchange.incoming.names import joined_name, place_of, tell_address
from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.exchange.incoming.tables.csv_rows import TableRow, has_header, plain, read_table
from pnm_vault.exchange.incoming.tables.day_cells import DAY_FIRST, day_order, state_date
from pnm_vault.exchange.incoming.tables.outlook_columns import ENGLISH, NAMES, PHONES, WORDS
from pnm_vault.model.incoming import Incoming, Owner

NAME = "outlook"

# What a header must have besides a first and a last name, as names that hardly any other program uses.
_BEGINNINGS = ("business ", "e-mail ", "assistant's", "company main phone", "web page", "mobile phone", "home phone")
_SIGNS = frozenset(name for name in NAMES if name.startswith(_BEGINNINGS))
_ADDRESSES = ("home", "other", "business")
_LABELS = {"business": "work"}
_STREET = ("po box", "street", "street 2", "street 3")
_RELATIONS = {"spouse": "spouse", "manager's name": "manager", "assistant's name": "assistant", "children": "child"}
_SAYS_NOTHING_TEXT = (
    "0 | false | falsch | faux | no | nein | non | aus | normal | unspecified | unbekannt | none | keine "
    "| keine angabe | non spécifié | smtp"
)
_SAYS_NOTHING = frozenset(_SAYS_NOTHING_TEXT.split(" | "))
_TRUE_TEXT = "true wahr vrai yes ja oui ein on 1 -1"
_TRUE = frozenset(_TRUE_TEXT.split())
_PRIVATE_TEXT = "private privat privé confidential vertraulich confidentiel personal persönlich personnel"
_PRIVATE = frozenset(_PRIVATE_TEXT.split())
_PRIORITIES = {"high": "1", "hoch": "1", "haute": "1", "low": "3", "niedrig": "3", "basse": "3", "faible": "3"}
_TITLE, _SECOND_TITLE = "titre", "titre (2)"


def recognises(name: str, head: bytes) -> bool:
    """Tell by the column names whether this is a table of Outlook's contacts."""
    return has_header(head, is_header)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these are Outlook's column names in one of the three languages."""
    known = {ENGLISH.get(name, "") for name in names}
    return {"first name", "last name"} <= known and len(known & _SIGNS) >= 2


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read all contacts.

    Days follow the country of the computer that wrote them: the names of the columns tell it, else all the days
    together; what may be two days is left in the words.
    """
    reading = Reading(NAME, file, owner)
    table = read_table(content, reading, is_header, "Outlook's contacts")
    if isinstance(table, Incoming):
        return table
    columns = _english(table.header)
    places = [columns[name] for name in ("birthday", "anniversary") if name in columns]
    days = [row.cells[at] for at in places for row in table.rows]
    order = day_order(days, "" if "first name" in map(plain, table.header) else DAY_FIRST)
    for row in table.rows:
        _read_row(row, columns, table.header, order, reading)
    return reading.incoming()


def _english(header: tuple[str, ...]) -> dict[str, int]:
    """Give the place of each column by its English name, by its own where it is not known.

    The French Outlook has two columns `Titre`: how to address somebody, and their job.
    """
    places: dict[str, int] = {}
    for at, written in enumerate(header):
        name = plain(written)
        if name == _TITLE and ENGLISH[name] in places:
            name = _SECOND_TITLE
        name = ENGLISH.get(name, name)
        places.setdefault(name if name not in places else f"{name} ({at})", at)
    return places


def _read_row(row: TableRow, columns: dict[str, int], header: tuple[str, ...], order: str, reading: Reading) -> None:
    draft = Draft(row.line)
    cells = {name: text for name, at in columns.items() if (text := row.cells[at].strip())}
    name = joined_name(
        draft, *[cells.pop(one, "") for one in ("first name", "middle name", "last name", "suffix", "title")]
    )
    shown = _read_emails(draft, cells, name)
    _read_single(draft, cells)
    for column, label in PHONES.items():
        draft.state("phone", cells.pop(column, ""), label)
    for kind in _ADDRESSES:
        _read_address(draft, cells, kind)
    for field in ("birthday", "anniversary"):
        state_date(draft, reading, field, cells.pop(field, ""), order)
    for column, label in WORDS.items():
        draft.tell(label, cells.pop(column, ""))
    notes = cells.pop("notes", "")
    for column, text in cells.items():
        if text.casefold() not in _SAYS_NOTHING and not _is_no_day(text):
            draft.tell(header[columns[column]], text)
    draft.tell("", notes)
    company = draft.texts("organisation")
    others = (shown, *draft.texts("aliases"), *([] if company else draft.texts("email")))
    reading.take(draft, name or next((one for one in others if one and one not in company), ""))


def _read_emails(draft: Draft, cells: dict[str, str], name: str) -> str:
    """State the addresses; give the name that is shown with the first one, for a contact without any other.

    An address of Exchange's own (`/o=...`) is no e-mail address and stays in the words.
    """
    first = ""
    for at in ("", "2 ", "3 "):
        address = cells.pop(f"e-mail {at}address", "")
        shown = cells.pop(f"e-mail {at}display name", "")
        cells.pop(f"e-mail {at}type", "")
        if "@" in address:
            draft.state("email", address)
        else:
            draft.tell("E-mail", address)
        bare = shown.replace(f"({address})", "").strip(" '\"")
        if bare and bare != address and not set(bare.casefold().split()) <= set(name.casefold().split()):
            first = first or bare
            if name:
                draft.tell("Shown in e-mails as", bare)
    return first


def _read_single(draft: Draft, cells: dict[str, str]) -> None:
    """State what stands in a column of its own and is neither an address nor a day."""
    for column, field in (("company", "organisation"), ("job title", "role"), ("nickname", "aliases")):
        draft.state(field, cells.pop(column, ""))
    if not draft.texts("role"):
        draft.state("role", cells.pop("profession", ""))
    for column in ("web page", "personal web page"):
        draft.state("url", cells.pop(column, ""))
    for column, field in (("categories", "circles"), ("keywords", "tags"), ("hobby", "interests")):
        for text in cells.pop(column, "").replace(",", ";").split(";"):
            draft.state(field, text)
    for column, label in _RELATIONS.items():
        for text in cells.pop(column, "").replace(",", ";").split(";"):
            draft.state("knows", text, label)
    draft.state("introduced_by", cells.pop("referred by", ""))
    draft.state("priority", _PRIORITIES.get(cells.pop("priority", "").casefold(), ""))
    draft.private = cells.pop("private", "").casefold() in _TRUE
    draft.private |= cells.pop("sensitivity", "").casefold() in _PRIVATE
    initials = cells.pop("initials", "")
    if initials.replace(".", "").replace(" ", "").isupper() and len(initials) <= 12:
        return  # Outlook makes them of the name
    draft.tell("Initials", initials)


def _read_address(draft: Draft, cells: dict[str, str], kind: str) -> None:
    """Tell an address; where somebody lives is the place of the first one: the office's comes last."""
    columns = (*_STREET, "postal code", "city", "state", "country/region")
    parts = {one: cells.pop(f"{kind} {one}", "") for one in columns}
    town = " ".join(part for part in (parts["postal code"], parts["city"]) if part)
    streets = [line for one in _STREET for line in parts[one].splitlines()]
    tell_address(draft, _LABELS.get(kind, kind), (*streets, town, parts["state"], parts["country/region"]))
    if not draft.texts("place"):
        place = place_of(parts["city"], parts["state"], parts["country/region"])
        draft.state("place", place or (cells.pop("location", "") if kind == "home" else ""))


def _is_no_day(text: str) -> bool:
    """Tell whether a text is what Outlook writes for no day (`0/0/00`)."""
    return not text.strip("0/.- ")
