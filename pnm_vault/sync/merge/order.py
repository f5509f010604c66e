"""Sets that have an order: what came and went on either side, in the order that the user gave it."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

_T = TypeVar("_T", bound=Hashable)


def merge_set(base: Sequence[_T], first: Sequence[_T], second: Sequence[_T]) -> list[_T]:
    """Merge three sequences of distinct things: one that either side took out is gone, one that either added is there.

    The order is that of the side which changed it, else of the first; what the other added stands behind what it stands
    behind there.
    """
    if _is_moved(base, second) and not _is_moved(base, first):
        first, second = second, first
    had, left, right = frozenset(base), frozenset(first), frozenset(second)
    merged = [one for one in first if one in right or one not in had]
    at = 0
    for one in second:
        if one in left:
            at = merged.index(one) + 1 if one in merged else at
        elif one not in had:
            while at < len(merged) and merged[at] not in right:
                at += 1
            merged.insert(at, one)
            at += 1
    return merged


def _is_moved(base: Sequence[_T], side: Sequence[_T]) -> bool:
    common = frozenset(base) & frozenset(side)
    return [one for one in base if one in common] != [one for one in side if one in common]
