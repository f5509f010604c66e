"""Which lines prove what two contacts have in common."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pnm_vault.index.build import Index, IndexedNote
from pnm_vault.index.names import resolve
from pnm_vault.insights.comparing.shared_values import Common, Term, word_key
from pnm_vault.insights.comparing.words import phrase_of, words_of
from pnm_vault.insights.introducing.acquainted import Acquaintance
from pnm_vault.model.contact import Link
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.notes.properties.block import source_line, texts_of
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.field_names import canonical_field

# In which fields the words of a term may stand.
_FIELDS: Mapping[Common, frozenset[str]] = {
    Common.ORGANISATION: frozenset(("organisation", "circles")),
    Common.CIRCLE: frozenset(("circles", "organisation")),
    Common.EVENT: frozenset(("where_met", "met_on")),
    Common.MET_AT: frozenset(("where_met", "met_on")),
    Common.PLACE: frozenset(("place", "city", "region", "country", "hometown")),
}


class Notes(Row, frozen=True):
    """What proofs are looked for in: notes as indexed, and texts (LF line ends), by path; the vault's own spellings.

    A note that is missing proves nothing.
    """

    index: Index
    indexed: Mapping[str, IndexedNote]
    texts: Mapping[str, str]
    spellings: Mapping[str, str]


def notes_asked(pair: Acquaintance) -> set[str]:
    """Name the notes in which the proofs of a pair's terms most likely stand."""
    return {pair.first, pair.second, *[term.path for term in pair.terms if term.path]}


def notes_telling(pair: Acquaintance, notes: Notes) -> set[str]:
    """Name the notes that may tell of a tie that stands in neither one's own note: a meeting, an introduction."""
    told_by = notes.index.told_by
    telling: set[str] = set()
    for term in pair.terms:
        if term.kind is Common.ACQUAINTANCE:
            for path in (pair.first, pair.second):
                if not (_link(path, term.path, notes) or _link(term.path, path, notes)):
                    telling.update(set(told_by.get(path, ())) & set(told_by.get(term.path, ())))
    return telling


def prove(pair: Acquaintance, notes: Notes) -> tuple[tuple[Source, ...], ...]:
    """Return the proofs of each term, those of the first contact first; where no line is found, the note as a whole."""
    return tuple([tuple(dict.fromkeys(_proofs(pair, term, notes))) for term in pair.terms])


def _proofs(pair: Acquaintance, term: Term, notes: Notes) -> Iterable[Source]:
    for path in (pair.first, pair.second):
        if term.kind is Common.ACQUAINTANCE:
            yield tie_proof(path, term.path, notes)
        elif term.kind is Common.INTRODUCED_BY:
            yield _link(path, term.path, notes) or Source(path)
        elif term.kind is Common.INTEREST:
            yield _interest(path, term.text, notes)
        elif term.kind is Common.EVENT and path in _attendees(term.path, notes):
            yield Source(term.path)
        else:
            yield property_proof(path, term, notes)


def _attendees(path: str, notes: Notes) -> tuple[str, ...]:
    event = notes.indexed[path].contribution.event if path in notes.indexed else None
    return event.attendees if event is not None else ()


def tie_proof(path: str, other: str, notes: Notes) -> Source:
    """Find what says that two know each other: a link in either one's note, else the note that tells of them.

    The latter must be among the indexed `notes`.
    """
    linked = _link(path, other, notes) or _link(other, path, notes)
    if linked is not None:
        return linked
    pair = (min(path, other), max(path, other))
    telling = [where for where, note in notes.indexed.items() if pair in note.contribution.knows]
    return Source(min(telling, default=path))


def _link(path: str, other: str, notes: Notes) -> Source | None:
    """Find the line of a contact's note by which they know another one."""
    indexed = notes.indexed.get(path)
    contact = indexed.note.contact if indexed is not None else None
    if contact is None:
        return None
    index = notes.index

    def leads(link: Link) -> bool:
        return resolve(link.target, path, index.names, index.aliases).path == other

    lines = [link.line for link in (*contact.introduced_by, *contact.knows) if leads(link)]
    return _line(path, lines[0], notes) if lines else None


def _interest(path: str, text: str, notes: Notes) -> Source:
    indexed = notes.indexed.get(path)
    contact = indexed.note.contact if indexed is not None else None
    wanted = phrase_of(words_of(text))
    for interest in contact.interests if contact is not None else ():
        if phrase_of(words_of(interest.text)) == wanted:
            return _line(path, interest.line, notes)
    return Source(path)


def property_proof(path: str, term: Term, notes: Notes) -> Source:
    """Find the line that holds the words of a term: in a property of that kind, else in one like `Key:: value`.

    Where there is none it is the note as a whole.
    """
    wanted, fields, text = word_key(term.text), _FIELDS[term.kind], notes.texts.get(path, "")
    block = read_frontmatter(path, text)
    for key, node in block.values.items():
        if canonical_field(key, notes.spellings) in fields:
            for value in texts_of(node):
                if isinstance(value.value, str) and wanted in word_key(value.value):
                    return _line(path, value.line, notes)
    for number, line in enumerate(_lines(text), 1):
        if number >= block.body_line and wanted in word_key(line) and (":" in line or "|" in line):
            return _line(path, number, notes)
    return Source(path)


def _line(path: str, line: int, notes: Notes) -> Source:
    said = source_line(_lines(notes.texts.get(path, "")), line - 1)
    return Source(path, line, said) if said else Source(path)


@lru_cache(maxsize=64)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))
