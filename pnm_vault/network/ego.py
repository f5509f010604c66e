"""The owner's network: how closely contacts are tied to each other, and how far the owner depends on few of them.

Contacts are positions, and `tied` says for each whom they know; ties go both ways. The owner is not among them: the
formulas about the owner (effective size, constraint, betweenness) put them in, tied to everybody.

What nobody wrote down looks like no tie. So density is a lower bound, effective size and betweenness are upper ones.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from math import fsum, log

from pnm_vault.model.record import Row

Tied = Sequence[frozenset[int]]
Pair = tuple[int, int]
# By position of one contact and of a later one who is not tied to them: how many acquaintances they have in common.
OpenPairs = Sequence[Mapping[int, int]]

# With so many ways over one acquaintance the question who stands between whom is left open: it would take too long.
MOST_WAYS = 400_000


class Constraint(Row, frozen=True):
    """Burt's constraint on the owner: `total`, and what each contact adds to it, by position."""

    total: float
    shares: tuple[float, ...]


def tied_among(count: int, ties: Iterable[Pair]) -> tuple[frozenset[int], ...]:
    """Return whom each of so many contacts knows; a tie to oneself is none."""
    known: list[set[int]] = [set() for _ in range(count)]
    for first, second in ties:
        if first != second:
            known[first].add(second)
            known[second].add(first)
    return tuple([frozenset(one) for one in known])


def tie_count(tied: Tied) -> int:
    """Return how many ties there are."""
    return sum(map(len, tied)) // 2


def density(tied: Tied) -> float:
    """Return the share of all pairs that are tied: 2t / (n (n - 1)); 0 for fewer than two contacts."""
    count = len(tied)
    return 2 * tie_count(tied) / (count * (count - 1)) if count > 1 else 0.0


def transitivity(tied: Tied, between: OpenPairs | None = None) -> float | None:
    """Return the share of pairs with an acquaintance in common who know each other; None where there is no such pair.

    It is 3 * triangles / connected triples. `between` are the `open_pairs` where these are at hand: all triples that
    are not open are closed.

    Source: Watts & Strogatz 1998 (Collective dynamics of small-world networks, Nature 393:440-442), for clustering;
    this is the form that counts triples, of all contacts together.
    """
    triples = sum([len(known) * (len(known) - 1) for known in tied]) // 2
    if between is not None:
        closed = triples - sum([sum(brokers.values()) for brokers in between])
    else:
        closed = sum([len(tied[one] & tied[other]) for one, known in enumerate(tied) for other in known if other > one])
    return closed / triples if triples else None


def effective_size(tied: Tied) -> float:
    """Return how many contacts would be left if those who know each other counted less: n - 2t / n; 0 for none.

    Source: Burt 1992 (Structural Holes), in the form of Borgatti 1997 (Structural holes: unpacking Burt's redundancy
    measures, Connections 20:35-38).
    """
    count = len(tied)
    return count - 2 * tie_count(tied) / count if count else 0.0


def constraint(tied: Tied, strengths: Sequence[float]) -> Constraint:
    """Return the constraint on the owner, whose ties have these strengths (0 or more; all 0: all equal).

    A tie between two contacts, of whose strength nothing is known, weighs as much as the owner's ties do on average.
    Above 1 in very small networks.

    Source: Burt 1992 (Structural Holes): c_j = (p_j + sum over q of p_q p_qj)^2 with p the shares of what one invests;
    Everett & Borgatti 2020 (Unpacking Burt's constraint measure, Social Networks 62:50-57): odd for small networks.
    """
    count, total = len(tied), fsum(strengths)
    weights = [strength * count / total for strength in strengths] if total > 0 else [1.0] * count
    shares = [weight / count for weight in weights]
    # What each contact passes on to everyone whom they know, of the owner's investment in them.
    passed = [
        share / (weight + len(known)) if known else 0.0
        for share, weight, known in zip(shares, weights, tied, strict=True)
    ]
    found = [(share + fsum([passed[other] for other in known])) ** 2 for share, known in zip(shares, tied, strict=True)]
    return Constraint(fsum(found), tuple(found))


def hierarchy(found: Constraint) -> float | None:
    """Return how unevenly constraint is spread over contacts: 0 evenly, 1 all on one; None for fewer than two.

    Source: Burt 1992 (Structural Holes): the Coleman-Theil disorder of what each contact adds.
    """
    count = len(found.shares)
    if count < 2 or found.total <= 0:
        return None
    parts = [share * count / found.total for share in found.shares]
    return fsum([part * log(part) for part in parts if part > 0]) / (count * log(count))


def open_pairs(tied: Tied) -> OpenPairs | None:
    """Return the pairs not tied who have acquaintances in common, with how many; None: too many to go by."""
    if sum([len(known) * (len(known) - 1) for known in tied]) > 2 * MOST_WAYS:
        return None
    later: list[list[int]] = [[] for _ in tied]
    for known in tied:
        ordered = sorted(known)
        for at, first in enumerate(ordered, 1):
            later[first] += ordered[at:]
    between: list[Counter[int]] = []
    for known, seconds in zip(tied, later, strict=True):
        brokers = Counter(seconds)
        for second in brokers.keys() & known:
            del brokers[second]
        between.append(brokers)
    return between


def ego_betweenness(tied: Tied, between: OpenPairs) -> float:
    """Return over how many pairs of contacts the owner stands, each counted 1 / (1 + how many others know both).

    `between` are the `open_pairs`.

    Source: Everett & Borgatti 2005 (Ego network betweenness, Social Networks 27:31-38).
    """
    count = len(tied)
    not_tied = count * (count - 1) // 2 - tie_count(tied)
    pairs = Counter(chain.from_iterable([brokers.values() for brokers in between]))
    return not_tied - fsum(
        chain.from_iterable([repeat(1 - 1 / (1 + brokers), times) for brokers, times in pairs.items()])
    )
