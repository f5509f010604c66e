"""What a brief is made of, read from the notes that tell of one contact, on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.index.contribution import SMALL_MEETING, tells_of_introduction
from pnm_vault.index.names import resolve
from pnm_vault.insights.briefing.brief import Common, Evidence
from pnm_vault.insights.briefing.telling import Line, Telling
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.model.note import NoteKind, Origin
from pnm_vault.model.source import Source
from pnm_vault.notes.text.channels import read_how
from pnm_vault.notes.text.links import find_links
from pnm_vault.notes.text.passage import MOST_LINES, Passages
from pnm_vault.pipeline.questions.names import names_of
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pnm_vault.index.build import IndexedNote
    from pnm_vault.model.contact import Statement
    from pnm_vault.model.contact_record import ContactRecord
    from pnm_vault.model.event import Event
    from pnm_vault.model.interaction import Interaction
    from pnm_vault.pipeline.session import Session
    from pnm_vault.vault.walk import Stamp

# Of a tie of many years the newest lines say what there is to have in mind.
MOST_INTERACTIONS = 400
# Of a long silence the newest days of the journal are what one would tell; so are they where there was no contact yet.
MOST_DAYS = 400
MOST_COMMON = 40


def gather_evidence(session: Session, path: str, shelf: Notes | None = None) -> Evidence:
    """Read what `insights.briefing.brief` needs to know about the contact at `path`.

    Give the same `shelf` for several contacts, and each note is read once.

    Raises:
        KeyError: there is no contact at that path.
    """
    record = session.record(path)
    shelf = Notes(session) if shelf is None else shelf
    past = [entry for entry in record.interactions if entry.day <= session.today]
    last = past[-1].day if past else None
    events = {event.path: event for event in record.events}
    favours = [shelf.source(one.path or path, one.line, one.text) for one in favours_of(record)]
    return Evidence(
        record=record,
        tellings=tuple([_telling(shelf, record, entry, events) for entry in past[-MOST_INTERACTIONS:]]),
        journal=_journal(shelf, last),
        common=_common(session, shelf, record),
        dates=tuple([one for one in session.picture().dates if one.path == path]),
        favours=tuple(favours),
    )


def private_names(session: Session, path: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the names and the paths of all private contacts but the one at `path`."""
    private = frozenset(session.picture().network.private).difference((path,))
    return names_of(session, private), private


class Notes:
    """The notes concerned, each read once; of daily notes those up to a day, today where nothing is said."""

    def __init__(self, session: Session, until: date | None = None) -> None:
        self._session = session
        self._until = session.today if until is None else until
        self._read: dict[str, Passages] = {}
        self._days: list[tuple[date, str]] | None = None
        self._journal: dict[str, tuple[Statement, ...]] = {}

    def of(self, path: str) -> Passages:
        """Give the passages of a note; of one that is gone meanwhile, none."""
        if path not in self._read:
            note = read_note(self._session.root, path)
            self._read[path] = Passages(path, note.text if note is not None else "")
        return self._read[path]

    def source(self, path: str, line: int, said: str = "") -> Source:
        """Give a line as proof: `said` where it stands there, else the whole line."""
        found = self.of(path).line(line)
        if found is None:
            return Source(path)
        return Source(path, line, said if said and said in found.text else found.text)

    def days_since(self, since: date | None) -> list[tuple[date, str]]:
        """Give the newest daily notes after a day with their days, the oldest first."""
        if self._days is None:
            days = self._session.daily_days().items()
            self._days = sorted([(day, path) for path, day in days if day <= self._until])
        return [one for one in self._days if since is None or one[0] > since][-MOST_DAYS:]

    def journal(self, paths: Sequence[str]) -> Mapping[str, tuple[Statement, ...]]:
        """Give the running text of those that are daily notes, line by line; of others none."""
        session = self._session
        before: dict[str, tuple[Stamp, tuple[Statement, ...]]] = session.memory.setdefault("journal", {})
        stamps = {path: session.stamp_of(path) for path in paths if path not in self._journal}
        for path, stamp in stamps.items():
            if path in before and before[path][0] == stamp:
                self._journal[path] = before[path][1]
        missing = [path for path in stamps if path not in self._journal]
        known = session.notes(missing)
        if len(before) > 2 * MOST_DAYS:
            before.clear()
        for path in missing:
            daily = path in known and known[path].note.kind is NoteKind.DAILY
            self._journal[path] = self.of(path).plain_lines() if daily else ()
            if (stamp := stamps[path]) is not None:
                before[path] = (stamp, self._journal[path])
        return self._journal

    def resolved(self, target: str, path: str) -> str | None:
        """Give the note that a link in the note at `path` leads to."""
        index = self._session.index()
        return resolve(target, path, index.names, index.aliases).path


def _telling(shelf: Notes, record: ContactRecord, entry: Interaction, events: dict[str, Event]) -> Telling:
    source = entry.source
    note = shelf.of(source.path)
    gathering = events.get(source.path) if entry.origin is Origin.MEETING else None
    said: tuple[Statement, ...] = ()
    bare = entry.origin is Origin.FIELD
    title = ""
    if gathering is not None:
        title = gathering.title
        small = gathering.kind is not NoteKind.EVENT and len(gathering.attendees) <= SMALL_MEETING
        said = note.whole() if small else _about(shelf, record.contact.path, source.path, note)
        bare = not said
    elif source.line:
        said = note.around(source.line)
        if said and source.text[:40] not in said[0].text:
            said = ()  # the note was changed since the last look
        elif len(said) == 1 and said[0].text.rstrip("\"'").endswith(source.text):
            said = ()  # of a property the value tells, without its key
    lines = [Line(entry.day, source.path, one.line, one.text) for one in said[:MOST_LINES]]
    if not lines and source.line:
        lines = [Line(entry.day, source.path, source.line, source.text)]
    alone = not entry.company and (gathering is None or len(gathering.attendees) <= 1)
    ticked = entry.origin is Origin.TASK
    return Telling(entry.day, read_how(entry)[0], tuple(lines), alone, title, bare, len(said) > MOST_LINES, ticked)


def _about(shelf: Notes, contact: str, path: str, note: Passages) -> tuple[Statement, ...]:
    """Give the lines of a note that link a contact, with what hangs on them."""
    found: dict[int, Statement] = {}
    for line, targets in note.linked():
        if any(shelf.resolved(target, path) == contact for target in targets):
            found.update({one.line: one for one in note.around(line)})
    return tuple([found[line] for line in sorted(found)])


def _journal(shelf: Notes, since: date | None) -> tuple[Line, ...]:
    """Give the lines of the daily notes after a day, by day and line."""
    newest = shelf.days_since(since)
    lines = shelf.journal([path for _, path in newest])
    return tuple([Line(day, path, said.line, said.text) for day, path in newest for said in lines[path]])


def _common(session: Session, shelf: Notes, record: ContactRecord) -> tuple[Common, ...]:
    """Give those whom both know, each with the newest meeting of both or the line that says so."""
    own = record.contact.path
    others = list(dict.fromkeys([*record.knows, *record.introduced_by]))[:MOST_COMMON]
    notes = session.notes({own, *others, *session.index().told_by.get(own, ())} if others else ())
    return tuple([_known_to_both(session, shelf, record, other, notes) for other in others])


def _known_to_both(
    session: Session, shelf: Notes, record: ContactRecord, other: str, notes: Mapping[str, IndexedNote]
) -> Common:
    name = session.name_of(other)
    for event in record.events[::-1]:
        small = event.kind is not NoteKind.EVENT and len(event.attendees) <= SMALL_MEETING
        if small and other in event.attendees and event.day <= session.today:
            there = [one.source for one in record.interactions if one.source.path == event.path]
            # Where each has a line of their own, the one of the other is not at hand: any proves the meeting.
            return Common(other, name, event.day, there[0] if there else Source(event.path))
    own = record.contact
    theirs = notes[other].note.contact if other in notes else None
    for contact, wanted in ((own, other), (theirs, own.path)):
        if contact is not None:
            for link in (*contact.knows, *contact.introduced_by):
                if link.line and shelf.resolved(link.target, contact.path) == wanted:
                    return Common(other, name, None, shelf.source(contact.path, link.line))
    return Common(other, name, None, _introduction(shelf, own.path, other, notes))


def _introduction(shelf: Notes, own: str, other: str, notes: Mapping[str, IndexedNote]) -> Source:
    """Give the line of any note that tells that two were introduced."""
    pair = (own, other) if own < other else (other, own)
    telling = [path for path, indexed in sorted(notes.items()) if pair in indexed.contribution.knows]
    for path in telling:
        for entry in notes[path].note.entries:
            if tells_of_introduction(entry.text):
                named = {path, *[shelf.resolved(target, path) for target in find_links(entry.text)]}
                if named >= {own, other}:
                    return Source(path, entry.line, entry.text)
    return Source(telling[0] if telling else own)
