"""What a note about one circle or organisation tells: nobody private, and each line with what proves it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.needs import MeetNeed
from pnm_vault.insights.network_state.circle import Group, GroupKind, Wish, view_group
from pnm_vault.insights.network_state.standing import YEAR, Named
from pnm_vault.insights.network_state.state import month_end
from pnm_vault.model.contact import Status
from pnm_vault.model.gathering import CommunityNote, EventNote
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.strength import CLOSE

# Two of a circle at the same table are what makes an event or a community one of the circle.
TOGETHER = 2
MOST_EVENTS = 6


class GroupMember(Row, frozen=True):
    """A contact in a group. `days` are the days of contact in the year up to the end of the last month.

    `close` tells whether the owner called the tie close; `last` is as of now, `proof` the line that says so.
    """

    contact: Named
    days: int
    last: date | None = None
    proof: Source | None = None
    close: bool = False


class Bridge(Row, frozen=True):
    """A member and those whom they know in another circle; `circle` is empty where these have none.

    `belongs` tells whether the member is in that circle too.
    """

    circle: str
    contact: Named
    others: tuple[Named, ...] = ()
    belongs: bool = False


class Occasion(Row, frozen=True):
    """An event (with its day) or a community (without) that belongs to a group, and who of the group is in it."""

    note: Named
    members: tuple[Named, ...]
    day: date | None = None


class GroupReview(Record, frozen=True):
    """A group on a day, without private contacts. Members come with those first who were met most.

    `until` is the day up to which days are counted, None before the first month is over. `recorded` counts members of
    whom it is written down that they know another contact, `apart` are those of whom no tie to another member is, where
    there is any. `meets` are what members look for that another one offers whom they do not know yet, as `needs` finds
    them. `events` are those of the last year and ahead, the last one first.
    """

    group: Group
    until: date | None = None
    members: tuple[GroupMember, ...] = ()
    ties: tuple[tuple[Named, Named], ...] = ()
    recorded: int = 0
    apart: tuple[Named, ...] = ()
    asks: tuple[Wish, ...] = ()
    offers: tuple[Wish, ...] = ()
    meets: tuple[MeetNeed, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    events: tuple[Occasion, ...] = ()
    communities: tuple[Occasion, ...] = ()


class GroupGround(Record, frozen=True):
    """What a group is looked at by. Mappings are by contact path, `days` sorted ordinals with plans in them."""

    ties: Mapping[str, Tie]
    days: Mapping[str, Sequence[int]]
    known: Mapping[str, Sequence[str]]
    profiles: Mapping[str, Profile]
    events: Iterable[EventNote] = ()
    communities: Iterable[CommunityNote] = ()
    unnamed: PrivateNames = NOBODY


def without_private_members(group: Group, ties: Mapping[str, Tie]) -> Group:
    """Leave out of a group whoever appears on no note."""
    return replace(group, members=tuple([path for path in group.members if not ties[path].private]))


def review_group(group: Group, ground: GroupGround, meets: Sequence[MeetNeed], today: date) -> GroupReview:
    """Say what a note about a group tells; `meets` are those among its members.

    Whoever is private is neither named nor counted, and no words that name them are told. Outside, whoever is not
    active or has `suggest: never` is nobody's bridge.
    """
    group = without_private_members(group, ground.ties)
    inside = frozenset(group.members)
    shown = {
        path: tie
        for path, tie in ground.ties.items()
        if not tie.private and (path in inside or (tie.suggest and tie.status is Status.ACTIVE))
    }
    view = view_group(group, shown, {}, {}, ground.known, ground.profiles, today)
    until = month_end(today)
    members = [_member(shown[path], ground.days.get(path, ()), until) for path in group.members]
    members.sort(key=lambda one: (-one.days, -_ordinal(one.last), one.contact.name.casefold(), one.contact.path))
    tied = {one.path for pair in view.ties for one in pair}
    bridging = [(way.contact, way.other, _circles(way.circles, ground.unnamed)) for way in view.ways_out]
    recorded = tied | {contact.path for contact, _, _ in bridging}
    return GroupReview(
        group,
        until,
        tuple(members),
        view.ties,
        len(recorded),
        tuple([one.contact for one in members if one.contact.path not in tied]) if tied else (),
        _told(view.asks, ground.unnamed),
        _told(view.offers, ground.unnamed),
        tuple([one for one in meets if not ground.unnamed.are_in(one.need.text + "\n" + one.offer)]),
        _bridges([shown[one.contact.path] for one in members], bridging, group, ground.unnamed),
        _events(ground, shown, inside, today),
        _communities(ground, shown, group),
    )


def _member(tie: Tie, days: Sequence[int], until: date | None) -> GroupMember:
    last = 0 if until is None else until.toordinal()
    counted = len([day for day in days if last - YEAR < day <= last])
    return GroupMember(Named(tie.path, tie.name), counted, tie.last, tie.proof, (tie.closeness or 0) >= CLOSE)


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _circles(circles: Sequence[str], unnamed: PrivateNames) -> list[str]:
    return [circle.removeprefix("#") for circle in circles if not unnamed.are_in(circle)]


def _told(wishes: Iterable[Wish], unnamed: PrivateNames) -> tuple[Wish, ...]:
    return tuple([one for one in wishes if not unnamed.are_in(one.source.text)])


def _bridges(
    members: Iterable[Tie], ways: Iterable[tuple[Named, Named, Sequence[str]]], group: Group, unnamed: PrivateNames
) -> tuple[Bridge, ...]:
    """Gather the ways out by circle, in the order of the alphabet, those to contacts without a circle last.

    Within one, those come first who are in it themselves.
    """
    own = group.name.casefold() if group.kind is GroupKind.CIRCLE else ""
    belongs: dict[tuple[str, str], tuple[str, Named]] = {}
    others: dict[tuple[str, str], list[Named]] = {}
    for tie in members:
        for circle in _circles(tie.circles, unnamed):
            if circle.casefold() != own:
                belongs[circle.casefold(), tie.path] = (circle, Named(tie.path, tie.name))
    found = dict(belongs)
    for contact, other, circles in ways:
        for circle in circles or [""]:
            key = (circle.casefold(), contact.path)
            found.setdefault(key, (circle, contact))
            others.setdefault(key, []).append(other)
    keys = sorted(found, key=lambda key: (not key[0], key[0]))
    return tuple([Bridge(*found[key], tuple(others.get(key, ())), key in belongs) for key in keys])


def _events(ground: GroupGround, ties: Mapping[str, Tie], inside: frozenset[str], today: date) -> tuple[Occasion, ...]:
    since = today - timedelta(days=YEAR)
    found: list[Occasion] = []
    for event in ground.events:
        there = inside.intersection((*event.attendees, *event.expected)) if event.day >= since else frozenset()
        if len(there) >= TOGETHER and not ground.unnamed.are_in(f"{event.title}\n{event.path}"):
            found.append(Occasion(Named(event.path, event.title), _named(there, ties), event.day))
    found.sort(key=lambda one: (-_ordinal(one.day), one.note.path))
    return tuple(found[:MOST_EVENTS])


def _communities(ground: GroupGround, ties: Mapping[str, Tie], group: Group) -> tuple[Occasion, ...]:
    """Name the communities that are called as the group is, or of which two of the group or more are members."""
    found: list[Occasion] = []
    for one in ground.communities:
        there = frozenset(one.members).intersection(group.members)
        called = group.kind is GroupKind.CIRCLE and one.title.casefold() == group.name.casefold()
        if (called or len(there) >= TOGETHER) and not ground.unnamed.are_in(f"{one.title}\n{one.path}"):
            found.append(Occasion(Named(one.path, one.title), _named(there, ties)))
    return tuple(sorted(found, key=lambda one: (one.note.name.casefold(), one.note.path)))


def _named(paths: Iterable[str], ties: Mapping[str, Tie]) -> tuple[Named, ...]:
    ordered = sorted([ties[path] for path in paths], key=lambda tie: (tie.name.casefold(), tie.path))
    return tuple([Named(tie.path, tie.name) for tie in ordered])
