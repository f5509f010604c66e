"""Ties within circles and across them: how many, against chance, and who stands between whom.

Every contact is in one group at most (`groups`, by position; None: in none), for the formulas ask for that.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import chain, combinations, repeat
from math import fsum

from pnm_vault.model.record import Row
from pnm_vault.network.ego import OpenPairs, Tied

Groups = Sequence[str | None]


class Role(StrEnum):
    """How a contact stands between two others: by the groups of the three."""

    COORDINATOR = "coordinator"
    """All three are in one group."""
    CONSULTANT = "consultant"
    """The two are in one group, and whoever stands between them in another."""
    GATEKEEPER = "gatekeeper"
    """One of the two shares the group of whoever stands between; this holds representatives too."""
    LIAISON = "liaison"
    """All three are in different groups."""


class Mixing(Row, frozen=True):
    """Ties `within` a group and `across` groups, and `by_chance`: the share within, were all pairs alike (0 to 1)."""

    within: int
    across: int
    by_chance: float

    @property
    def index(self) -> float:
        """Give the E-I index, -1 (all within) to 1 (all across)."""
        return (self.across - self.within) / (self.across + self.within)

    @property
    def index_by_chance(self) -> float:
        """Give the E-I index that chance would give."""
        return 1 - 2 * self.by_chance


def mixing_of(crossing: Mapping[tuple[str, str], int], groups: Groups) -> Mixing | None:
    """Count the ties within groups and across them, of those who are in one; None without ties or a second group.

    `crossing` are the `crossings`.

    Source: Krackhardt & Stern 1988 (Informal networks and organizational crises, Social Psychology Quarterly 51:
    123-140); what chance gives depends on the sizes of the groups.
    """
    sizes = Counter([group for group in groups if group is not None])
    within = sum([count for (one, other), count in crossing.items() if one == other])
    across = sum(crossing.values()) - within
    if within + across == 0 or len(sizes) < 2:
        return None
    grouped = sizes.total()
    pairs_within = sum([size * (size - 1) for size in sizes.values()])
    return Mixing(within, across, pairs_within / (grouped * (grouped - 1)))


def crossings(tied: Tied, groups: Groups) -> Mapping[tuple[str, str], int]:
    """Count ties by the groups of their ends, those in alphabetical order; both are one for ties within."""
    ones = chain.from_iterable([repeat(group, len(known)) for group, known in zip(groups, tied, strict=False)])
    ends = Counter(zip(ones, map(groups.__getitem__, chain.from_iterable(tied)), strict=True))
    # Every tie is met from both of its ends.
    return {
        (one, other): times // 2 if one == other else times
        for (one, other), times in ends.items()
        if one is not None and other is not None and one <= other
    }


def most_brokered(broker: int, tied: Tied, groups: Groups) -> int:
    """Return a bound on the pairs that a contact stands between, found at once: all pairs of those whom they know."""
    count = len([other for other in tied[broker] if groups[other] is not None]) if groups[broker] is not None else 0
    return count * (count - 1) // 2


def brokered(broker: int, tied: Tied, between: OpenPairs, groups: Groups) -> Mapping[Role, float]:
    """Count the pairs that a contact (by position) stands between, by role; each as 1 / how many stand there.

    `between` are the `network.ego.open_pairs`. Only threes count who are all in a group.

    Source: Gould & Fernandez 1989 (Structures of mediation, Sociological Methodology 19:89-126). `knows` has no
    direction, so that their gatekeepers and representatives are one.
    """
    own = groups[broker]
    if own is None:
        return {}
    found: dict[Role, list[float]] = {}
    told = [(place, group) for place in sorted(tied[broker]) if (group := groups[place]) is not None]
    for (first, one), (second, other) in combinations(told, 2):
        brokers = between[first].get(second)
        if brokers is not None:
            found.setdefault(_role(one, own, other), []).append(1 / brokers)
    return {role: fsum(found[role]) for role in Role if role in found}


def _role(one: str, between: str, other: str) -> Role:
    if one == other:
        return Role.COORDINATOR if between == one else Role.CONSULTANT
    return Role.GATEKEEPER if between in (one, other) else Role.LIAISON
