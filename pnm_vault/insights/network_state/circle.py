"""One circle or organisation: who is in it, when there was contact last, what they offer, whom they know outside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pnm_vault.insights.looking_back.attention import circles_of
from pnm_vault.insights.network_state.standing import YEAR, Named
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie


class GroupKind(StrEnum):
    """What a group is."""

    CIRCLE = "circle"
    ORGANISATION = "organisation"


class Group(Row, frozen=True):
    """A circle or an organisation as it is usually written, with the contacts (paths, sorted) in it."""

    kind: GroupKind
    name: str
    members: tuple[str, ...]


class Member(Row, frozen=True):
    """A contact in a group. `standing` is 0.2 to 1 (`network.strength`), `days` the days of contact in the year."""

    contact: Named
    standing: float
    days: int
    last: date | None = None
    proof: Source | None = None
    private: bool = False


class Wish(Row, frozen=True):
    """What a member looks for or offers, and the line that says so."""

    contact: Named
    source: Source


class WayOut(Row, frozen=True):
    """A member who knows somebody outside, and the circles of whoever that is."""

    contact: Named
    other: Named
    circles: tuple[str, ...]


class GroupView(Record, frozen=True):
    """A group on a day. Members come with those first who mean most to the owner.

    `ties` of them know each other by what is recorded. `ways_out` are by member, then by whom they know.
    """

    group: Group
    members: tuple[Member, ...]
    ties: tuple[tuple[Named, Named], ...] = ()
    asks: tuple[Wish, ...] = ()
    offers: tuple[Wish, ...] = ()
    ways_out: tuple[WayOut, ...] = ()


def groups_among(
    ties: Iterable[Tie], organisations: Mapping[str, Sequence[str]], wanted: frozenset[str]
) -> list[Group]:
    """Return all circles, then all organisations (by contact path), each by name; of contacts who are active.

    `wanted` are categories that are circles too, case-folded.
    """
    found: dict[tuple[GroupKind, str], tuple[str, list[str]]] = {}
    for tie in ties:
        if tie.status is not Status.ACTIVE:
            continue
        circles = [(GroupKind.CIRCLE, key, name) for key, name in circles_of(tie, wanted).items()]
        firms = [(GroupKind.ORGANISATION, name.casefold(), name) for name in organisations.get(tie.path, ())]
        for kind, key, name in dict.fromkeys([*circles, *firms]):
            paths = found.setdefault((kind, key), (name, []))[1]
            if tie.path not in paths[-1:]:
                paths.append(tie.path)
    order = {kind: place for place, kind in enumerate(GroupKind)}
    keys = sorted(found, key=lambda one: (order[one[0]], one[1]))
    return [Group(key[0], found[key][0], tuple(sorted(found[key][1]))) for key in keys]


def groups_called(query: str, groups: Iterable[Group]) -> list[Group]:
    """Return the groups that a name fits best: as it is, else as a beginning, else anywhere in it; a circle first."""
    wanted, known = query.strip().removeprefix("#").casefold(), list(groups)
    exact = [group for group in known if group.name.casefold() == wanted]
    if exact:
        return exact[:1]
    begun = [group for group in known if group.name.casefold().startswith(wanted)]
    found = begun or [group for group in known if wanted in group.name.casefold()]
    return found[:1] if len({group.name.casefold() for group in found}) == 1 else found


def view_group(
    group: Group,
    ties: Mapping[str, Tie],
    standing: Mapping[str, float],
    days: Mapping[str, Sequence[int]],
    known: Mapping[str, Sequence[str]],
    profiles: Mapping[str, Profile],
    today: date,
) -> GroupView:
    """Look at one group. All mappings are by contact path; days of contact are sorted ordinals, plans included."""
    last = today.toordinal()
    members = [
        Member(
            _named(ties[path]),
            round(standing.get(path, 0.0), 4),
            len([day for day in days.get(path, ()) if last - YEAR < day <= last]),
            ties[path].last,
            ties[path].proof,
            ties[path].private,
        )
        for path in group.members
    ]
    members.sort(key=lambda one: (-one.standing, one.contact.name.casefold(), one.contact.path))
    paths = [one.contact.path for one in members]
    inside = frozenset(paths)
    place = {path: at for at, path in enumerate(paths)}
    # Going by who knows whom, and not by pairs: a circle may have thousands of these.
    told = [(place[one], place[other]) for one in paths for other in known.get(one, ()) if other in inside]
    pairs = sorted({(min(pair), max(pair)) for pair in told if pair[0] != pair[1]})
    tied = [(_named(ties[paths[one]]), _named(ties[paths[other]])) for one, other in pairs]
    out = [(path, other) for path in paths for other in known.get(path, ()) if other in ties and other not in inside]
    out += [
        (path, other) for other, theirs in known.items() if other in ties and other not in inside for path in theirs
    ]
    ways = sorted({way for way in out if way[0] in place}, key=lambda way: (place[way[0]], ties[way[1]].name, way[1]))
    return GroupView(
        group,
        tuple(members),
        tuple(tied),
        tuple(_wishes(paths, {path: one.asks for path, one in profiles.items() if path in inside}, ties)),
        tuple(_wishes(paths, {path: one.offers for path, one in profiles.items() if path in inside}, ties)),
        tuple([WayOut(_named(ties[path]), _named(ties[other]), ties[other].circles) for path, other in ways]),
    )


def _wishes(paths: Sequence[str], said: Mapping[str, Sequence[Statement]], ties: Mapping[str, Tie]) -> Iterable[Wish]:
    for path in paths:
        for one in said.get(path, ()):
            yield Wish(_named(ties[path]), Source(path, one.line, one.text))


def _named(tie: Tie) -> Named:
    return Named(tie.path, tie.name)
