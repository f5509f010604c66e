"""The search for groups among people given by their positions: grown from the best pairs, then bettered by exchange."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from pnm_vault.model.record import Record

# So many pairs to begin with, so many whom anybody could bring along: enough for a list, cheap in a large city.
MOST_SEEDS = 24
MOST_NEXT = 10


class Pool(Record, frozen=True):
    """People by position. `values` and `apart` are keyed by pairs, the lower position first.

    `circles` are those of each, `knows` whom each knows of the pool, `outgoing` whether it is recorded that each knows
    anybody at all. `values` are of pairs who do not know each other, above 0. `seeds` are pairs to begin with, best
    first. `apart` are not to meet.
    """

    circles: tuple[frozenset[str], ...]
    knows: tuple[frozenset[int], ...]
    outgoing: tuple[bool, ...]
    values: Mapping[tuple[int, int], float]
    seeds: tuple[tuple[int, int], ...]
    apart: frozenset[tuple[int, int]] = frozenset()


def find_groups(pool: Pool, sizes: Sequence[int]) -> Iterator[tuple[tuple[int, ...], float]]:
    """Give groups that hold to all rules, each with its score; of each seed the first of the sizes that can be had.

    A group may come more than once. Positions are sorted.
    """
    near = _neighbours(pool)
    for seed in pool.seeds[:MOST_SEEDS]:
        for size in sizes:
            members = _grown(pool, seed, size, near)
            if len(members) == size and is_sound(pool, members):
                yield tuple(sorted(members)), score_of(pool, members)
                break


def is_sound(pool: Pool, members: Sequence[int]) -> bool:
    """Tell whether a group holds to all rules: nobody apart or alone, two circles, strangers with a reason to meet."""
    return not any(_faults(pool, members)) and _is_joined(pool, members)


def score_of(pool: Pool, members: Sequence[int]) -> float:
    """Return the mean over all pairs of what they have for each other."""
    pairs = list(combinations(sorted(members), 2))
    return round(sum([pool.values.get(pair, 0.0) for pair in pairs]) / len(pairs), 6)


def _faults(pool: Pool, members: Sequence[int]) -> tuple[int, int, int, int]:
    """Count what is wrong: pairs apart, lonely guests, too few reasons to meet, circles that do not cross."""
    pairs = list(combinations(sorted(members), 2))
    among = set(members)
    apart = sum([pair in pool.apart for pair in pairs])
    lonely = sum([pool.outgoing[one] and pool.knows[one].isdisjoint(among) for one in members])
    reasons = sum([pair in pool.values for pair in pairs])
    crossing = any(
        pool.circles[one] and pool.circles[two] and pool.circles[one].isdisjoint(pool.circles[two])
        for one, two in pairs
    )
    return apart, lonely, max(0, len(members) // 2 - reasons), int(not crossing)


def _is_joined(pool: Pool, members: Sequence[int]) -> bool:
    """Tell whether all hang together by acquaintance or by a reason to meet."""
    among = set(members)
    reached = {members[0]}
    waiting = [members[0]]
    while waiting:
        here = waiting.pop()
        met = [one for one in among - reached if one in pool.knows[here] or _pair(here, one) in pool.values]
        reached.update(met)
        waiting += met
    return reached == among


def _pair(one: int, two: int) -> tuple[int, int]:
    return (one, two) if one < two else (two, one)


def _neighbours(pool: Pool) -> dict[int, list[int]]:
    """Give for each those with whom they have most to do: who have something for them first, then acquaintances."""
    worth: dict[int, dict[int, float]] = {}
    for (one, two), value in pool.values.items():
        worth.setdefault(one, {})[two] = value
        worth.setdefault(two, {})[one] = value
    found: dict[int, list[int]] = {}
    for here, knows in enumerate(pool.knows):
        others = worth.get(here, {})
        best = sorted(others, key=lambda one: (-others[one], one))[:MOST_NEXT]
        found[here] = best + sorted(knows)[:MOST_NEXT]
    return found


def _grown(pool: Pool, seed: Iterable[int], size: int, near: Mapping[int, Sequence[int]]) -> list[int]:
    members = list(seed)
    while len(members) < size:
        coming = sorted({one for member in members for one in near[member]}.difference(members))
        rest = size - len(members) - 1
        ranked = [(_rank(pool, [*members, one], rest), one) for one in coming]
        if not ranked:
            return members
        members.append(min(ranked)[1])
    return _bettered(pool, members, near)


def _rank(pool: Pool, members: Sequence[int], rest: int) -> tuple[int, int, float]:
    """Rank a group to which `rest` may still come: what these can put right is not wrong yet."""
    apart, lonely, reasons, circles = _faults(pool, members)
    return apart, max(0, lonely - rest) + max(0, reasons - rest) + max(0, circles - rest), -score_of(pool, members)


def _bettered(pool: Pool, members: list[int], near: Mapping[int, Sequence[int]]) -> list[int]:
    """Exchange each in turn for whoever makes the group better, if anybody does."""
    best = _rank(pool, members, 0)
    for place in range(len(members)):
        others = members[:place] + members[place + 1 :]
        coming = sorted({one for other in others for one in near[other]}.difference(members))
        for one in coming:
            tried = [*others[:place], one, *others[place:]]
            rank = _rank(pool, tried, 0)
            if rank < best:
                members, best = tried, rank
    return members
