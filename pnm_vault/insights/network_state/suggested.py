"""Circles that nobody wrote down: groups of contacts who know each other more than others, shown only where stable."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import comb

from pnm_vault.insights.network_state.standing import Named, is_counted
from pnm_vault.model.record import Record, Row
from pnm_vault.model.tie import Tie
from pnm_vault.network.belongings import Belongings
from pnm_vault.network.coverage import Coverage
from pnm_vault.network.ego import Tied, tied_among

SEEDS = 10
# Groups that come out otherwise with another seed are in the method, not in the notes.
STABLE = 0.8
LEAST_MEMBERS, MOST_MEMBERS = 3, 40
# Where so many of a group are in one circle already, the owner has named it.
NAMED_SHARE = 0.5

Split = Callable[[Tied, int], Sequence[int]]
"""Splits a network into groups with a seed: gives the number of its group for each contact, by position."""


class SuggestedCircle(Row, frozen=True):
    """Contacts who might be one circle; `name` is what most of them share, empty where there is nothing."""

    name: str
    members: tuple[Named, ...]


class Suggested(Record, frozen=True):
    """Suggested circles, the largest first, then by member. `agreement` is that of ten splits, None: none was made.

    Below 0.8 no circle is suggested. Of `contacts` there are `recorded` of whom a tie to another is known.
    """

    contacts: int = 0
    recorded: int = 0
    agreement: float | None = None
    circles: tuple[SuggestedCircle, ...] = ()


def suggested_circles(
    ties: Sequence[Tie], known: Mapping[str, Sequence[str]], belongings: Mapping[str, Belongings], split: Split
) -> Suggested:
    """Split the contacts of whom ties are recorded (the owner left out) ten times, and keep what is stable.

    Source: Blondel, Guillaume, Lambiotte & Lefebvre 2008 (Fast unfolding of communities in large networks, Journal of
    Statistical Mechanics P10008) for the usual `split`; Hubert & Arabie 1985 (Comparing partitions, Journal of
    Classification 2:193-218) for the agreement; the bound of 0.8 is our own. Communities overlap (McAuley & Leskovec
    2012, Learning to discover social circles in ego networks, NIPS), so what the owner named wins.
    """
    counted = sorted([tie for tie in ties if is_counted(tie)], key=lambda tie: tie.path)
    paths = {tie.path for tie in counted}
    pairs = [(path, other) for path in sorted(paths) for other in known.get(path, ()) if other in paths]
    recorded = {path for pair in pairs if pair[0] != pair[1] for path in pair}
    if not Coverage(len(counted), len(recorded)).is_enough:
        return Suggested(len(counted), len(recorded))
    inside = [tie for tie in counted if tie.path in recorded]
    places = {tie.path: place for place, tie in enumerate(inside)}
    tied = tied_among(len(inside), [(places[one], places[other]) for one, other in pairs])
    splits = [split(tied, seed) for seed in range(SEEDS)]
    scores = [adjusted_rand(one, other) for one, other in combinations(splits, 2)]
    agreement = round(sum(scores) / len(scores), 4)
    circles = _circles(inside, splits[0], belongings) if agreement >= STABLE else []
    return Suggested(len(counted), len(recorded), agreement, tuple(circles))


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how far two splits agree beyond chance: 1 when they are the same, about 0 by chance."""
    both = sum([comb(count, 2) for count in Counter(zip(one, other, strict=True)).values()])
    first = sum([comb(count, 2) for count in Counter(one).values()])
    second = sum([comb(count, 2) for count in Counter(other).values()])
    pairs = comb(len(one), 2)
    by_chance = first * second / pairs if pairs else 0.0
    most = (first + second) / 2
    return 1.0 if most == by_chance else (both - by_chance) / (most - by_chance)


def _circles(ties: Sequence[Tie], split: Sequence[int], belongings: Mapping[str, Belongings]) -> list[SuggestedCircle]:
    groups: dict[int, list[Tie]] = {}
    for tie, group in zip(ties, split, strict=True):
        groups.setdefault(group, []).append(tie)
    found: list[SuggestedCircle] = []
    for members in groups.values():
        if not LEAST_MEMBERS <= len(members) <= MOST_MEMBERS:
            continue
        circles = Counter([circle.casefold() for tie in members for circle in tie.circles])
        if circles and max(circles.values()) >= NAMED_SHARE * len(members):
            continue
        members.sort(key=lambda tie: (tie.name.casefold(), tie.path))
        found.append(SuggestedCircle(_name(members, belongings), tuple([Named(tie.path, tie.name) for tie in members])))
    return sorted(found, key=lambda one: (-len(one.members), one.members[0].name.casefold(), one.members[0].path))


def _name(members: Sequence[Tie], belongings: Mapping[str, Belongings]) -> str:
    """Return what half of them or more share: an organisation, where they were met, a place."""
    rows = [belongings[tie.path] for tie in members if tie.path in belongings]
    for shared in (
        [name for row in rows for name in dict.fromkeys(row.organisations)],
        [row.where_met for row in rows if row.where_met],
        [row.place for row in rows if row.place],
    ):
        counts = Counter(shared)
        if counts:
            name = min(counts, key=lambda one: (-counts[one], one))
            if counts[name] > 1 and counts[name] >= NAMED_SHARE * len(members):
                return name
    return ""
