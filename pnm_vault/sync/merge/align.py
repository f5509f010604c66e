"""Which parts of an older sequence stand in a newer one, in order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

Match = tuple[int, int]

# Where nothing occurs just once, two sequences are compared part by part up to this much; beyond, nothing is the same.
_MOST_PAIRS = 250_000


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Match equal parts of two sequences, as (index in `old`, index in `new`), rising in both.

    Parts that occur once on both sides hold the rest in place, so that a common line never matches the wrong one.

    Source: Bram Cohen, patience diff (2008), with difflib's matching between its anchors.
    """
    found: list[Match] = []
    _align(old, new, 0, len(old), 0, len(new), found)
    return found


def _align(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, left: int, right: int, found: list[Match]
) -> None:
    while low < high and left < right and old[low] == new[left]:
        found.append((low, left))
        low, left = low + 1, left + 1
    tail = 0
    while low < high - tail and left < right - tail and old[high - tail - 1] == new[right - tail - 1]:
        tail += 1
    high, right = high - tail, right - tail
    if low < high and left < right:
        anchors = _unique(old, new, low, high, left, right)
        if anchors:
            for one, other in [*anchors, (high, right)]:
                _between(old, new, low, one, left, other, found)
                if one < high:
                    found.append((one, other))
                low, left = one + 1, other + 1
        else:
            _between(old, new, low, high, left, right, found)
    found += [(high + at, right + at) for at in range(tail)]


def _between(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, left: int, right: int, found: list[Match]
) -> None:
    if low >= high or left >= right or (high - low) * (right - left) > _MOST_PAIRS:
        return
    matcher = SequenceMatcher(None, old[low:high], new[left:right], autojunk=False)
    for block in matcher.get_matching_blocks():
        found += [(low + block.a + at, left + block.b + at) for at in range(block.size)]


def _unique(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, left: int, right: int
) -> list[Match]:
    """Give the longest rising run of parts that occur once on each side."""
    counted, others = Counter(old[low:high]), Counter(new[left:right])
    places = {new[at]: at for at in range(left, right) if others[new[at]] == 1}
    pairs = [(at, places[old[at]]) for at in range(low, high) if counted[old[at]] == 1 and old[at] in places]
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length:] = [place, *ends[length + 1 :]]
        last[length:] = [at, *last[length + 1 :]]
    run: list[Match] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]
