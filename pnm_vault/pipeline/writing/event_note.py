"""The note of an event or community: which one a name means, how a new one begins, and who is added to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.lookup import find_titled, loosen
from pnm_vault.index.names import resolve
from pnm_vault.model.note import NoteKind, Origin, ParsedNote
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.notes.edit import Edited, add_to_property, safe_stem
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.values.field_names import MEETING_SPELLINGS, canonical_field, normal_key
from pnm_vault.notes.values.fields import read_meeting_fields
from pnm_vault.pipeline.writing.carry_out import BadValueError, Edit
from pnm_vault.pipeline.writing.house_style import link_to
from pnm_vault.pipeline.writing.new_contact import taken_by

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

FOLDER = "Events"
KEY = "attendees"
_KINDS = frozenset([NoteKind.EVENT, NoteKind.MEETING, NoteKind.CALL, NoteKind.COMMUNITY])
# Those who hold an event are attendees too, but nobody is added to them.
_NOT_FOR_ALL = frozenset(["speaker", "speakers", "host", "hosts", "contact", "contacts", "person", "members"])


class Occasioned(Row, frozen=True):
    """A note of an event, meeting, call or community. `day` and `end` are None where it says nothing of them.

    `text` is that of a note still to be made, empty for one that is there.
    """

    path: str
    title: str
    kind: NoteKind
    day: date | None = None
    end: date | None = None
    text: str = ""


def find_occasions(session: Session, query: str) -> tuple[Occasioned, ...]:
    """Give the notes of events, meetings, calls and communities that a name fits best, sorted by path."""
    index = session.index()
    paths = [path for found in index.names.values() for path in found if path not in index.contacts]
    for group in find_titled(query, paths):
        notes = [indexed.note for indexed in session.notes(group).values() if indexed.note.kind in _KINDS]
        if notes:
            return tuple(sorted(map(_occasioned, notes), key=lambda one: one.path))
    return ()


def suggest_occasions(session: Session, query: str) -> tuple[str, ...]:
    """Give the names of events and communities close to one that none has."""
    from difflib import get_close_matches

    titles = [one.title for name in ("events", "gathered") for one in session.table(name).values()]
    by_name = {loosen(title): title for title in sorted(titles)}
    return tuple(by_name[name] for name in get_close_matches(loosen(query), by_name, n=3, cutoff=0.5))


def _occasioned(note: ParsedNote) -> Occasioned:
    return Occasioned(note.path, note.title, note.kind, note.day, note.end or note.day)


def draft_event(session: Session, title: str, day: date) -> Occasioned:
    """Say which note would be made for an event that has none: where most of the others lie, else in `Events`.

    Raises:
        PnmError: a note lies at that path already.
        BadValueError: the name cannot be that of a file.
    """
    stem = safe_stem(title)
    if not isinstance(stem, str):
        raise BadValueError(stem.message)
    folders = Counter(path.rpartition("/")[0] for path in session.table("events"))
    folder = min(folders, key=lambda one: (-folders[one], one)) if folders else FOLDER
    path = f"{folder}/{stem}.md" if folder else f"{stem}.md"
    taken = taken_by(session, path)
    if taken:
        raise PnmError(f"There is a note at {taken} already, and it is no event's.", "Give another name.")
    text = f"---\ntype: event\ndate: {day.isoformat()}\n---\n# {stem}\n"
    return Occasioned(path, stem, NoteKind.EVENT, day, day, text)


def attend(session: Session, rules: Rules, links: Sequence[tuple[str, str]]) -> Edit:
    """Add contacts (paths, each with the link to write) to those who attended an event, beside those it names.

    A note that names them in its text gets a property with all of them: it would be read instead of the text.
    """
    index = session.index()

    def path_of(target: str, source: str) -> str | None:
        return resolve(target, source, index.names, index.aliases).path

    def edit(path: str, text: str) -> Edited:
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        said = read_meeting_fields(path, block).attendees
        there = {path_of(link.target, path) for link in said}
        values = [] if said else _told_in_text(parse_note(path, text, rules))
        there |= {path_of(target, path) for target in values}
        values = [
            link_to(session, found) for one in values if (found := path_of(one, path)) in index.contacts and found
        ]
        values += [link for contact, link in links if contact not in there]
        if not any(contact not in there for contact, _ in links):
            return Edited(text)
        edited = add_to_property(path, text, _key(block), values)
        if edited.text is None or _all_there(path, text, edited.text, rules):
            return edited
        message = "Nothing was changed, as somebody who attended would be lost: add them to the note by hand."
        return Edited(None, Problem(path, 0, Severity.WARNING, "edit-unproved", message))

    return edit


def _told_in_text(note: ParsedNote) -> list[str]:
    """Give the targets by which a note without a property for attendees says who was there."""
    told = [target for entry in note.entries if entry.origin is Origin.MEETING for target in entry.targets]
    return list(dict.fromkeys([*[link.target for link in note.attendees], *told]))


def _key(block: Block) -> str:
    keys = [key for key in block.values if canonical_field(key, MEETING_SPELLINGS) == "attendees"]
    keys = [key for key in keys if normal_key(key) not in _NOT_FOR_ALL]
    return next((key for key in keys if block.values[key].value), keys[0] if keys else KEY)


def _all_there(path: str, before: str, after: str, rules: Rules) -> bool:
    """Prove that whom the properties named is still read."""
    was, now = (
        {link.target for link in read_meeting_fields(path, read_frontmatter(path, _plain(text))).attendees}
        for text in (before, after)
    )
    kinds = parse_note(path, before, rules).kind, parse_note(path, after, rules).kind
    return was <= now and kinds[0] is kinds[1]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
