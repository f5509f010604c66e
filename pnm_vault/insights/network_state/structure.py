"""How contacts are tied to each other, as far as it is written down: cohesion, bridges, circles, and who depends."""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import combinations
from math import fsum

from pnm_vault.insights.looking_back.attention import circles_of
from pnm_vault.insights.network_state.standing import MOST_NAMED, Named, usual_spelling
from pnm_vault.model.record import Row
from pnm_vault.model.tie import Tie
from pnm_vault.network.bridges import components, cuts
from pnm_vault.network.brokerage import Mixing, Role, brokered, crossings, mixing_of, most_brokered
from pnm_vault.network.coverage import ENOUGH_CONTACTS
from pnm_vault.network.ego import (
    OpenPairs,
    Tied,
    constraint,
    density,
    effective_size,
    ego_betweenness,
    hierarchy,
    open_pairs,
    tie_count,
    transitivity,
)

MOST_LINES = 3
# Circles with fewer contacts of whom anything is recorded have nothing to be apart with.
LEAST_IN_CIRCLE = 3
MOST_CIRCLES = 12


class Dependence(Row, frozen=True):
    """A contact by whom much of the owner's network goes: `share` of the constraint, `contact_share` of all contact.

    `knows` counts the contacts whom they know. Shares are 0 to 1.
    """

    contact: Named
    share: float
    contact_share: float
    knows: int


class Bridge(Row, frozen=True):
    """A contact without whom nobody would tie a few contacts to the others, and who these are.

    `size` is how many they are in all, `circles` those that two of them or more are in.
    """

    contact: Named
    cut_off: tuple[Named, ...]
    size: int
    circles: tuple[str, ...] = ()


class Broker(Row, frozen=True):
    """A contact who stands between others that do not know each other, by how the circles of the three lie.

    `pairs` is their sum, each pair counted 1 / how many know both.
    """

    contact: Named
    pairs: float
    roles: tuple[tuple[Role, float], ...]


class CirclePair(Row, frozen=True):
    """Two circles, how many contacts of each, and how many ties between them are recorded."""

    first: str
    second: str
    sizes: tuple[int, int]
    ties: int


class Structure(Row, frozen=True):
    """The contacts of whom a tie to another one is recorded: `contacts` of them with `ties` between them.

    `parts` are the sizes of the components, the largest first. `constraint` and `hierarchy` are None below ten
    contacts, `between` (pairs over which the owner stands) and `brokers` where there are too many ties to tell; `pairs`
    is how many pairs there are in all. `apart` are pairs of circles with no tie between them, `held` those with one.
    """

    contacts: int
    ties: int
    density: float
    transitivity: float | None
    parts: tuple[int, ...]
    effective_size: float
    pairs: int
    constraint: float | None = None
    hierarchy: float | None = None
    between: float | None = None
    depends: tuple[Dependence, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    more_bridges: int = 0
    brokers: tuple[Broker, ...] = ()
    mixing: Mixing | None = None
    apart: tuple[CirclePair, ...] = ()
    more_apart: int = 0
    held: tuple[CirclePair, ...] = ()


def structure_of(
    ties: Sequence[Tie], met: Mapping[str, set[str]], strengths: Mapping[str, float], wanted: frozenset[str]
) -> Structure:
    """Measure the network of those `ties` who know each other; `met` are those of `met_among`.

    `strengths` are those of the owner's ties by path. Of several circles the first one of a contact counts, for the
    formulas ask for one; `wanted` are categories that are circles too.
    """
    recorded = set(met).union(*met.values())
    inside = [tie for tie in ties if tie.path in recorded]
    places = {tie.path: place for place, tie in enumerate(inside)}
    near: list[set[int]] = [set() for _ in inside]
    for path, others in met.items():
        near[places[path]].update(map(places.__getitem__, others))
    for here, places_near in enumerate(near):
        for there in places_near:
            near[there].add(here)
    tied = tuple(map(frozenset, near))
    return _Measured(inside, tied, [strengths.get(tie.path, 0.0) for tie in inside], wanted).structure()


def met_among(paths: set[str], known: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return those of some contacts (paths) who know others of them, with these; by `known`, from either side."""
    found = {path: paths.intersection(others) - {path} for path, others in known.items() if path in paths}
    return {path: others for path, others in found.items() if others}


class _Measured:
    """The recorded network, measured once."""

    def __init__(self, ties: Sequence[Tie], tied: Tied, strengths: Sequence[float], wanted: frozenset[str]) -> None:
        self.ties, self.tied, self.strengths = ties, tied, strengths
        first = [next(iter(circles_of(tie, wanted).items()), None) for tie in ties]
        spelled: dict[str, Counter[str]] = {}
        for one in first:
            if one is not None:
                spelled.setdefault(one[0], Counter())[one[1]] += 1
        self.groups = [None if one is None else usual_spelling(spelled[one[0]]) for one in first]

    def structure(self) -> Structure:
        """Give all that is told of it."""
        tied, count = self.tied, len(self.ties)
        enough = count >= ENOUGH_CONTACTS
        found = constraint(tied, self.strengths)
        between = open_pairs(tied)
        order = hierarchy(found)
        clustering = transitivity(tied, between)
        crossing = crossings(tied, self.groups)
        bridges, more_bridges = self._bridges()
        apart, held = self._circles(crossing)
        return Structure(
            contacts=count,
            ties=tie_count(tied),
            density=round(density(tied), 4),
            transitivity=None if clustering is None else round(clustering, 4),
            parts=tuple([len(part) for part in components(tied)]),
            effective_size=round(effective_size(tied), 2),
            pairs=count * (count - 1) // 2,
            constraint=round(found.total, 4) if enough else None,
            hierarchy=round(order, 4) if enough and order is not None else None,
            between=None if between is None else round(ego_betweenness(tied, between), 2),
            depends=self._depends(found.shares, found.total) if enough else (),
            bridges=bridges,
            more_bridges=more_bridges,
            brokers=() if between is None else self._brokers(between),
            mixing=mixing_of(crossing, self.groups),
            apart=tuple(apart[:MOST_LINES]),
            more_apart=max(0, len(apart) - MOST_LINES),
            held=tuple(held[:MOST_LINES]),
        )

    def _named(self, place: int) -> Named:
        return Named(self.ties[place].path, self.ties[place].name)

    def _order(self, place: int) -> tuple[str, str]:
        return self.ties[place].name.casefold(), self.ties[place].path

    def _depends(self, shares: Sequence[float], total: float) -> tuple[Dependence, ...]:
        """Name those who add most; nobody where all add the same."""
        everything = fsum(self.strengths)
        if not everything or max(shares) - min(shares) < 1e-9:
            return ()
        rounded = [round(share, 9) for share in shares]
        least = min(nlargest(MOST_LINES, rounded))
        near = [place for place, share in enumerate(rounded) if share >= least]
        chosen = sorted(near, key=lambda place: (-rounded[place], *self._order(place)))
        return tuple(
            [
                Dependence(
                    self._named(place),
                    round(shares[place] / total, 4),
                    round(self.strengths[place] / everything, 4),
                    len(self.tied[place]),
                )
                for place in chosen[:MOST_LINES]
            ]
        )

    def _bridges(self) -> tuple[tuple[Bridge, ...], int]:
        """Give the first few bridges, those by whom most hang first, and count the others."""
        found = [(cut.contact, part) for cut in cuts(self.tied) for part in cut.parts]
        if not found:
            return (), 0
        least = min(nlargest(MOST_LINES, [len(part) for _, part in found]))
        told = [self._bridge(contact, part) for contact, part in found if len(part) >= least]
        told.sort(key=lambda one: (-one.size, one.contact.name.casefold(), one.contact.path, one.cut_off[0].path))
        return tuple(told[:MOST_LINES]), max(0, len(found) - MOST_LINES)

    def _bridge(self, contact: int, part: Sequence[int]) -> Bridge:
        circles = Counter([group for place in part if (group := self.groups[place]) is not None])
        shared = sorted([circle for circle, times in circles.items() if times > 1])
        named = [self._named(place) for place in sorted(part, key=self._order)]
        return Bridge(self._named(contact), tuple(named[:MOST_NAMED]), len(part), tuple(shared))

    def _brokers(self, between: OpenPairs) -> tuple[Broker, ...]:
        """Name those who stand between circles; whoever stands within one alone is no broker between any.

        Contacts are asked by how many pairs they can stand between at most, until nobody is left who could come before
        those found.
        """
        at_most = [most_brokered(place, self.tied, self.groups) for place in range(len(self.tied))]
        found: list[Broker] = []
        for place in sorted(range(len(at_most)), key=lambda place: -at_most[place]):
            if len(found) == MOST_LINES and at_most[place] < found[-1].pairs:
                break
            roles = brokered(place, self.tied, between, self.groups)
            if Role.GATEKEEPER in roles or Role.LIAISON in roles:
                told = tuple([(role, round(pairs, 2)) for role, pairs in roles.items()])
                found.append(Broker(self._named(place), round(fsum(roles.values()), 2), told))
                found.sort(key=lambda one: (-one.pairs, one.contact.name.casefold(), one.contact.path))
                del found[MOST_LINES:]
        return tuple(found)

    def _circles(self, crossing: Mapping[tuple[str, str], int]) -> tuple[list[CirclePair], list[CirclePair]]:
        """Give the pairs of circles with no tie between them, the largest first, and those that hang by one tie."""
        sizes = Counter([group for group in self.groups if group is not None])
        large = sorted(
            [name for name in sizes if sizes[name] >= LEAST_IN_CIRCLE], key=lambda name: (-sizes[name], name)
        )
        pairs = [
            CirclePair(one, other, (sizes[one], sizes[other]), crossing.get((min(one, other), max(one, other)), 0))
            for one, other in combinations(large[:MOST_CIRCLES], 2)
        ]
        pairs.sort(key=lambda pair: (-min(pair.sizes), -sum(pair.sizes), pair.first, pair.second))
        return [pair for pair in pairs if pair.ties == 0], [pair for pair in pairs if pair.ties == 1]
