"""A Markdown note about a contact, of another vault or of a plugin, whatever its keys are called there."""

from collections.abc import Iterator, Mapping

from pnm_vault.exchange.family_name import ending_of
from pnm_vault.exchange.incoming.encodings import HEAD, decode
from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.exchange.incoming.tables.day_cells import written
from pnm_vault.exchange.outgoing.csv_table import cadence_text
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Entry, NoteKind, Origin, Sign
from pnm_vault.notes.kinds import classify, contact_sign, contact_tags
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import Block, read_frontmatter, texts_of
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.channels import read_how
from pnm_vault.notes.text.log import leading_day
from pnm_vault.notes.values.dates import is_blank
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field, normal_key
from pnm_vault.notes.values.fields import read_contact
from pnm_vault.patterns import pattern_of

NAME = "notes"
MAX_BYTES = 2_000_000

_ENDINGS = (".md", ".markdown")
_FOLDER = "Contacts/"  # in which a note counts as a contact's where nothing else is said
_RULES = Rules()
# By one of these and two more fields a note is known as a contact's that has neither type nor tag.
_PERSONAL = frozenset({"email", "phone", "birthday", "last_contact", "next_contact", "cadence", "met_on"})
_OF_ANY_NOTE = frozenset({"tags", "status", "category", "categories"})
_SURE = frozenset({Sign.TYPE, Sign.TAG, Sign.NAME})
_OF_THE_NOTE = frozenset({"type", "fileclass", "kind", "notetype", "doctype", "cssclass", "cssclasses"})
_ITEM = pattern_of(r"\A[-*+] +")
_TEXTS = {
    "aliases": "aliases",
    "circles": "circles",
    "organisation": "organisations",
    "email": "emails",
    "phone": "phones",
    "url": "urls",
}
_STATEMENTS = ("interests", "offers", "goals", "they_know", "learning", "gift_ideas")
_SINGLE = ("category", "role", "place", "time_zone", "priority", "closeness", "next_contact", "met_on")


def recognises(name: str, head: bytes) -> bool:
    """Tell whether a Markdown file is a contact's note: by its type, tags or name, or by three or more fields."""
    if not name.lower().endswith(_ENDINGS):
        return False
    text = decode(head[:HEAD], cut=True)
    if text is None:
        return False
    path, text = _FOLDER + name, text.replace("\r\n", "\n")
    block = read_frontmatter(path, text)
    if classify(path, block, text, _RULES) is not NoteKind.CONTACT:
        return False
    fields = {canonical_field(key, SPELLINGS) for key, node in block.values.items() if node.value} - {None}
    if contact_sign(path, block, _RULES) in _SURE:
        return True
    return not fields.isdisjoint(_PERSONAL) and len(fields - _OF_ANY_NOTE) > 2


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read the note: its properties as fields, its dated lines as occasions, and all other text as words.

    What headings of the text announce (interests, asks) stays there: the text is read again where it is written to.
    """
    reading = Reading(NAME, file, owner)
    text = decode(content) if len(content) <= MAX_BYTES else None
    if text is None or not text.strip():
        return reading.fail("This is no text of the size of a note.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    path = _FOLDER + (file.replace("\\", "/").rpartition("/")[2] or "note.md")
    note = parse_note(path, text, _RULES)
    if note.contact is None:
        return reading.fail(f"This is a note of another kind ({note.kind.value}), not a contact's.")
    block = read_frontmatter(path, text)
    contact, _, _, faults = read_contact(path, note.title, block, _RULES)
    draft = Draft(1)
    for problem in (*block.problems, *faults):
        reading.warn(problem.line, problem.message)
        draft.tell("", block.source_text(problem.line))
    draft.key, draft.private = contact.uid or "", note.contact.private
    _state_fields(draft, contact, block)
    for key, node in block.values.items():
        if canonical_field(key, SPELLINGS) is None and normal_key(key) not in _OF_THE_NOTE:
            said = [str(one.value) for one in texts_of(node)]
            draft.tell(key, ", ".join(one for one in said if not is_blank(one)))
    entries = [entry for entry in note.entries if entry.own and _field_of(entry) != "met_on"]
    draft.tell("", _other_lines(text, block, entries, contact.name))
    reading.take(draft, contact.name)
    for entry in entries:
        _read_entry(entry, contact, reading)
    return reading.incoming()


def _state_fields(draft: Draft, contact: Contact, block: Block) -> None:
    """State what the properties say, each value with the line of its key."""
    lines: Mapping[str, int] = {canonical_field(key, SPELLINGS) or "": node.line for key, node in block.values.items()}
    for field, text, label in _values(contact, block):
        draft.line = lines.get(field, 0)
        draft.state(field, text, label)
    draft.line = 1


def _values(contact: Contact, block: Block) -> Iterator[tuple[str, str, str]]:
    """Give field, text and label of all that a contact's properties say."""
    for field, own in _TEXTS.items():
        for text in getattr(contact, own):
            yield field, text, ""
    kinds = set(contact_tags(block))
    for tag in contact.tags:
        if tag not in kinds:
            yield "tags", tag, ""
    for field in _SINGLE:
        value = getattr(contact, field)
        yield field, "" if value is None else str(value), ""
    last = contact.last_name or ""
    yield "last_name", "" if last == ending_of(contact.name) else last, ""
    yield "cadence", cadence_text(contact.cadence) or "", ""
    for day in contact.dates:
        text = written(day.month, day.day, day.year)
        yield (
            (day.label, text, "") if day.label in ("birthday", "anniversary") else ("important_dates", text, day.label)
        )
    for field in _STATEMENTS:
        for said in getattr(contact, field):
            yield field, said.text, ""
    goals = {said.text for said in contact.goals}
    for said in contact.asks:
        if said.text not in goals:
            yield "asks", said.text, ""
    for field, one in (("how_met", contact.how_met), ("where_met", contact.where_met)):
        yield field, "" if one is None else one.text, ""
    for field, links in (("introduced_by", contact.introduced_by), ("knows", contact.knows)):
        for link in links:
            yield field, _name_of(link.target), ""
    yield "status", "" if contact.status is Status.ACTIVE else contact.status.value, ""
    yield "suggest", "" if contact.suggest else "never", ""


def _name_of(target: str) -> str:
    return target.rpartition("/")[2].removesuffix(".md").removeprefix("@")


def _other_lines(text: str, block: Block, entries: list[Entry], name: str) -> str:
    """Give the text below the properties without the list items that come in as occasions and have nothing below them.

    A heading with the contact's name says nothing either.
    """
    lines = text[block.body_offset :].split("\n")
    for entry in entries:
        at = entry.line - block.body_line
        item = _ITEM.match(lines[at].strip()) if 0 <= at < len(lines) else None
        if item is not None and item.string[item.end() :] == entry.text:
            below = lines[at + 1] if at + 1 < len(lines) else ""
            if not below.startswith((" ", "\t")):
                lines[at] = "\0"
    left = "\n".join(line for line in lines if line != "\0").strip()
    first, _, rest = left.partition("\n")
    return rest.strip() if first.lstrip("# ") == name and first.startswith("#") else left


def _field_of(entry: Entry) -> str:
    """Give the field in which a day of contact stands, empty for a line of the text."""
    if entry.origin is not Origin.FIELD:
        return ""
    return canonical_field(entry.text.partition(":")[0], SPELLINGS) or ""


def _read_entry(entry: Entry, contact: Contact, reading: Reading) -> None:
    channel, direction = read_how(entry)
    who = [Participant(contact.name, next(iter(contact.emails), "").casefold())]
    who += [Participant(_name_of(target)) for target in entry.targets]
    text = entry.text.lstrip("# ")
    found = leading_day(text)
    subject = text[found[1] :].lstrip(" \t:—–=-|*_,") if found is not None else text
    if _field_of(entry) == "last_contact":
        subject = "Last contact"
    key = f"{contact.name} {entry.day.isoformat()} {subject}"
    reading.meet(entry.line, entry.day, channel, tuple(who), direction, subject, key)
