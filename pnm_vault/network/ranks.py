"""How much each tie means to the owner, with the order that it rests on: a change ranks again only what moved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log2

from pnm_vault.model.tie import Tie

# The weakest tie still counts for something: the owner keeps a note about it.
FLOOR = 0.2


class Ranks:
    """The standings of ties (see `network.strength.standings`), in their order. Never changed: a change gives new ones.

    `keys` tell how strong each tie is beside the others, on any day; None for one without contact, which has no rank.
    """

    __slots__ = ("_ordered", "keys", "standings")

    def __init__(self, keys: list[float | None], ordered: list[float], standings: tuple[float, ...]) -> None:
        self.keys = keys
        self._ordered = ordered
        self.standings = standings

    @classmethod
    def of(cls, ties: Sequence[Tie], half_life: float) -> Ranks:
        """Rank all."""
        keys = [_key(tie, half_life) for tie in ties]
        ordered = sorted([key for key in keys if key is not None])
        shares = _shares(ordered, 0, len(ordered))
        standings = [
            (FLOOR if key is None else shares[key]) if tie.closeness is None else tie.closeness / 5
            for tie, key in zip(ties, keys, strict=True)
        ]
        return cls(keys, ordered, tuple(standings))

    def exchanged(self, moved: Mapping[int, Tie], ties: Sequence[Tie], half_life: float) -> Ranks:
        """Give the ranks where those ties (by their places in `ties`) are others than before."""
        keys, ordered, standings = list(self.keys), list(self._ordered), list(self.standings)
        fresh = {place: _key(tie, half_life) for place, tie in moved.items()}
        if any((key is None) is not (keys[place] is None) for place, key in fresh.items()):
            return Ranks.of(ties, half_life)  # one more, or one less, and every share is another one
        ends: list[float] = []
        for place, key in fresh.items():
            before, keys[place] = keys[place], key
            if before is not None and key is not None and before != key:
                del ordered[bisect_left(ordered, before)]
                insort(ordered, key)
                ends += (before, key)
        between = set(moved)
        shares: dict[float, float] = {}
        if ends:
            least, most = min(ends), max(ends)
            between.update([place for place, key in enumerate(keys) if key is not None and least <= key <= most])
            shares = _shares(ordered, bisect_left(ordered, least), bisect_right(ordered, most))
        for place in between:
            tie, key = ties[place], keys[place]
            if tie.closeness is not None:
                standings[place] = tie.closeness / 5
            elif key is None:
                standings[place] = FLOOR
            else:
                standings[place] = shares[key] if key in shares else _share_of(ordered, key)
        return Ranks(keys, ordered, tuple(standings))


def _key(tie: Tie, half_life: float) -> float | None:
    # The order of log2 strengths is the same on every day and does not underflow, however long the silence.
    if tie.last is None or tie.decayed <= 0:
        return None
    return log2(tie.decayed) + tie.last.toordinal() / half_life


def _shares(ordered: Sequence[float], start: int, stop: int) -> dict[float, float]:
    """Give the share of each value in a part of the sorted values; equal ones are all in that part, or none.

    It is the midrank percentile, (how many are less + half of the equals) / n, and `FLOOR` at least.
    """
    count = 2 * len(ordered)
    part = ordered[start:stop]
    shares = {value: max(FLOOR, (2 * place + 1) / count) for place, value in enumerate(part, start)}
    if len(shares) < len(part):  # some are equal
        for value in {value for value, following in pairwise(part) if value == following}:
            shares[value] = _share_of(ordered, value)
    return shares


def _share_of(ordered: Sequence[float], value: float) -> float:
    return max(FLOOR, (bisect_left(ordered, value) + bisect_right(ordered, value)) / (2 * len(ordered)))
