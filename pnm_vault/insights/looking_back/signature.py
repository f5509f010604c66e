"""How attention is shared out among ranks, and whether it is so as it was before: the social signature."""

from collections.abc import Mapping, Sequence
from math import fsum, log2

from pnm_vault.model.record import Row

ENOUGH_CONTACTS = 20
ENOUGH_DAYS = 100
# Below this two signatures are one and the same to a reader: a few days moved from one rank to another.
SAME = 0.05
INNER = 5


class Signature(Row, frozen=True):
    """Two periods compared, each the days of contact by rank.

    `distance` is 0 (the same) to 1 (nothing in common); `top` and `top_before` are the shares of the first five ranks.
    `ranks` are the contacts (paths) on the first five ranks, `ranks_before` those of the period before.
    """

    distance: float
    top: float
    top_before: float
    ranks: tuple[str, ...]
    ranks_before: tuple[str, ...]


def signature_of(now: Mapping[str, int], before: Mapping[str, int]) -> Signature | None:
    """Compare the contact days of each contact in two periods (all above 0); None below the evidence.

    Both need 20 contacts and 100 contact days. Equal counts are ranked by path.

    Source: Saramaki et al. 2014 (Persistence of social signatures in human communication, PNAS 111:942-947): how
    attention falls off with rank stays the same for a person, though the contacts on the ranks change.
    """
    for counts in (now, before):
        if len(counts) < ENOUGH_CONTACTS or sum(counts.values()) < ENOUGH_DAYS:
            return None
    ranked, ranked_before = _ranked(now), _ranked(before)
    shares, shares_before = _shares(now), _shares(before)
    return Signature(
        round(divergence(shares, shares_before), 4),
        round(fsum(shares[:INNER]), 4),
        round(fsum(shares_before[:INNER]), 4),
        ranked[:INNER],
        ranked_before[:INNER],
    )


def divergence(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the Jensen-Shannon divergence of two distributions in bits, 0 to 1; the shorter one is filled with 0.

    H((p + q) / 2) - (H(p) + H(q)) / 2, with H the entropy to base 2.
    """
    length = max(len(one), len(other))
    first = [*one, *[0.0] * (length - len(one))]
    second = [*other, *[0.0] * (length - len(other))]
    middle = [(left + right) / 2 for left, right in zip(first, second, strict=True)]
    return max(0.0, _entropy(middle) - (_entropy(first) + _entropy(second)) / 2)


def _entropy(shares: Sequence[float]) -> float:
    return -fsum([share * log2(share) for share in shares if share > 0])


def _ranked(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda path: (-counts[path], path)))


def _shares(counts: Mapping[str, int]) -> list[float]:
    total = sum(counts.values())
    return sorted([count / total for count in counts.values()], reverse=True)
