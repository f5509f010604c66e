"""Events ahead, events just been and communities, answered together since they are about the same people."""

from collections.abc import Mapping
from datetime import date

from pnm_vault.insights.gathering.communities import CommunityStanding, community_standings
from pnm_vault.insights.gathering.events import (
    Circle,
    EventAhead,
    EventBeen,
    choose_ahead,
    choose_been,
    look_ahead,
    look_back,
    names_hidden,
)
from pnm_vault.model.gathering import CommunityNote, EventNote, Visits
from pnm_vault.model.record import Record


class Gatherings(Record, frozen=True):
    """The events ahead, the first to come first; those just been, the last one first; the communities, due ones first.

    An event just been without anybody who waits for a word is in it too, since names may still be added to it.
    """

    ahead: tuple[EventAhead, ...] = ()
    been: tuple[EventBeen, ...] = ()
    communities: tuple[CommunityStanding, ...] = ()


class GatheringNotes(Record, frozen=True):
    """The notes concerned, each table by the path of the note."""

    events: Mapping[str, EventNote]
    communities: Mapping[str, CommunityNote]
    visits: Mapping[str, Visits]


def people_concerned(notes: GatheringNotes, today: date, days: int) -> frozenset[str]:
    """Name the contacts (paths) whose asks, offers and acquaintances are asked about."""
    found: set[str] = set()
    for event in choose_ahead(notes.events.values(), today, days):
        found.update(event.attendees, event.expected)
    for community in notes.communities.values():
        found.update(community.members)
    return frozenset(found)


def build_gatherings(notes: GatheringNotes, circle: Circle, today: date, days: int) -> Gatherings:
    """Answer what is ahead within so many days, what was just now, and how the communities stand."""
    ahead = [
        look_ahead(event, circle, today)
        for event in choose_ahead(notes.events.values(), today, days)
        if not names_hidden(event.title, (*event.attendees, *event.expected), circle)
    ]
    been = [
        look_back(event, circle, today)
        for event in choose_been(notes.events.values(), today)
        if not names_hidden(event.title, (*event.attendees, *event.expected), circle)
    ]
    shown = [one for one in notes.communities.values() if not names_hidden(one.title, one.members, circle)]
    standings = community_standings(
        shown, notes.visits, circle.ties, circle.profiles, today, circle.hidden, circle.unnamed
    )
    return Gatherings(tuple(ahead), tuple(been), standings)
