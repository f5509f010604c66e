"""What the whole vault says about each contact, gathered from the notes that tell of them."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from pnm_vault.index.build import IndexedNote
from pnm_vault.index.contribution import Contribution, own_interactions
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.event import Event
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.introduction import IntroductionRow


class _Gathered:
    __slots__ = ("events", "follow_ups", "interactions", "introduced_by", "knows")

    def __init__(self) -> None:
        self.interactions: list[Interaction] = []
        self.follow_ups: list[FollowUp] = []
        self.knows: set[str] = set()
        self.introduced_by: set[str] = set()
        self.events: list[Event] = []


def gather_records(paths: Iterable[str], notes: Mapping[str, IndexedNote]) -> dict[str, ContactRecord]:
    """Build the record of each contact in `paths` from `notes`, which must hold every note that tells of them."""
    gathered = {path: _Gathered() for path in paths}
    for note in notes.values():
        _share_out(note.contribution, gathered)
    records: dict[str, ContactRecord] = {}
    for path, found in gathered.items():
        indexed = notes.get(path)
        if indexed is not None and indexed.note.contact is not None:
            found.interactions += own_interactions(indexed.note)
            records[path] = _record(indexed.note.contact, found)
    return records


def introduction_row(note: IndexedNote) -> IntroductionRow | None:
    """Give the introduction that a note is about; None for any other note, and where it is not between two contacts."""
    found = note.note.introduction
    if found is None or len(note.contribution.between) != 2:
        return None
    first, second = note.contribution.between
    return IntroductionRow(note.note.path, note.note.title, first, second, found)


def _share_out(contribution: Contribution, gathered: Mapping[str, _Gathered]) -> None:
    for path, interaction in contribution.interactions:
        if (found := gathered.get(path)) is not None:
            found.interactions.append(interaction)
    for follow_up in contribution.follow_ups:
        for path in follow_up.contacts:
            if (found := gathered.get(path)) is not None:
                found.follow_ups.append(follow_up)
    for first, second in contribution.knows:
        if (found := gathered.get(first)) is not None:
            found.knows.add(second)
        if (found := gathered.get(second)) is not None:
            found.knows.add(first)
    for path, by in contribution.introduced_by:
        if (found := gathered.get(path)) is not None:
            found.introduced_by.add(by)
    event = contribution.event
    if event is not None:
        for path in event.attendees:
            if (found := gathered.get(path)) is not None:
                found.events.append(event)


def _record(contact: Contact, found: _Gathered) -> ContactRecord:
    if len(found.interactions) > 1:
        # Days alone decide where no day has two lines, and comparing them is much cheaper.
        days = set(map(_day_of, found.interactions))
        found.interactions.sort(key=_day_of if len(days) == len(found.interactions) else _order)
    return ContactRecord(
        contact=contact,
        interactions=tuple(found.interactions),
        follow_ups=tuple(sorted(found.follow_ups, key=lambda item: (item.source.path, item.source.line))),
        knows=tuple(sorted(found.knows)),
        introduced_by=tuple(sorted(found.introduced_by)),
        events=tuple(sorted(found.events, key=lambda event: (event.day, event.path))),
    )


_day_of = attrgetter("day")


def _order(interaction: Interaction) -> tuple[object, str, int]:
    return (interaction.day, interaction.source.path, interaction.source.line)
