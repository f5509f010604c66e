"""What is kept of the notes of events and communities, and of the notes that tell of a visit."""

from pnm_vault.index.build import IndexedNote
from pnm_vault.model.gathering import CommunityNote, EventNote, Visits
from pnm_vault.model.note import NoteKind
from pnm_vault.model.occasion import Occasion, Visit

MOST_VISITS = 50
_NOTHING = Occasion()


def event_note(indexed: IndexedNote) -> EventNote | None:
    """Give what is kept of an event; None for another note, and for an event without a day."""
    note, found = indexed.note, indexed.contribution
    event = found.event
    if event is None or event.kind is not NoteKind.EVENT:
        return None
    said = note.occasion or _NOTHING
    return EventNote(
        path=note.path,
        title=note.title,
        day=event.day,
        end=event.end,
        attendees=event.attendees,
        expected=tuple([path for path in found.expected if path not in event.attendees]),
        wanted=said.wanted,
        sought=found.sought,
        place=said.place,
        topics=said.topics,
        url=said.url,
        standing=said.standing,
    )


def community_note(indexed: IndexedNote) -> CommunityNote | None:
    """Give what is kept of a community; None for another note."""
    note = indexed.note
    said = note.community
    if said is None:
        return None
    visits = [Visit(entry.day, entry.line, entry.text) for entry in note.entries]
    if said.last_visit is not None:
        visits.append(said.last_visit)
    visits.sort(key=lambda visit: (-visit.day.toordinal(), visit.line))
    return CommunityNote(
        path=note.path,
        title=note.title,
        members=indexed.contribution.members,
        listed=len(said.members),
        rhythm=said.rhythm,
        days=said.days,
        visits=tuple(visits[:MOST_VISITS]),
        next_visit=said.next_visit,
        place=said.place,
        topics=said.topics,
        url=said.url,
    )


def visits_told(indexed: IndexedNote) -> Visits | None:
    """Give the visits that a daily, meeting, call or event note tells of; None for nearly all notes."""
    visited = indexed.contribution.visited
    if not visited or indexed.note.day is None:
        return None
    return Visits(indexed.note.day, visited)
