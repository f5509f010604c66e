"""Ways to somebody whom the owner does not know, or no longer: whom to ask first, and who may bring one further.

Source: Kautz, Selman & Shah 1997 (Referral Web: combining social networks and collaborative filtering, Communications
of the ACM 40(3):63-65) for chains of referrals; Dodds, Muhamad & Watts 2003 (An experimental study of search in global
social networks, Science 301:827-829): chains die early, so that there are two in between at most, for whom somebody can
vouch.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import nsmallest
from math import prod

from pnm_vault.model.record import Row

# With a recorded tie and nothing else known of it, as many introductions come about as do not: a convention.
RECORDED = 0.5
# Where enough is recorded: ties grow stronger with the share of acquaintances that two have in common.
LEAST_LIKELY, BY_OVERLAP = 0.35, 0.5
# The weakest tie of the owner's still counts for something; the strongest is as good as certain.
LEAST_REACH, BY_STANDING = 0.2, 0.8
MOST_WAYS = 3


class Way(Row, frozen=True):
    """A way to `end` through one or two contacts, in the order of asking.

    `likelihoods` say of each step how likely it is to be taken, 0 to 1: the owner's to the first, and so on to the end.
    """

    between: tuple[str, ...]
    end: str
    likelihoods: tuple[float, ...]

    @property
    def likelihood(self) -> float:
        """How likely all steps are taken: their product."""
        return prod(self.likelihoods)

    @property
    def weakest(self) -> int:
        """Which step is the least likely one, from 0; of equals the last, which is the furthest from the owner."""
        least = min(self.likelihoods)
        return max([place for place, one in enumerate(self.likelihoods) if one == least])


def reach_of(standing: float) -> float:
    """Return how likely a contact does what the owner asks for, by what the tie means to the owner (0 to 1)."""
    return LEAST_REACH + BY_STANDING * standing


def overlap(first: str, second: str, known: Mapping[str, Collection[str]]) -> float:
    """Return which share of their other acquaintances two have in common, 0 to 1; 0 where they have none.

    n / ((k - 1) + (l - 1) - n) for two who know k and l, each other among them, and n of these both.

    Source: Onnela et al. 2007 (Structure and tie strengths in mobile communication networks, PNAS 104:7332-7336).
    """
    mine, yours = set(known.get(first, ())) - {second}, set(known.get(second, ())) - {first}
    return len(mine & yours) / len(mine | yours) if mine or yours else 0.0


def likelihood(first: str, second: str, known: Mapping[str, Collection[str]], *, structure: bool) -> float:
    """Return how likely one of two who know each other brings somebody to the other.

    0.35 + 0.5 x overlap; 0.5 for all where too few ties are recorded to tell overlaps (`structure` False).
    """
    return LEAST_LIKELY + BY_OVERLAP * overlap(first, second, known) if structure else RECORDED


def best_ways(
    reach: Mapping[str, float],
    links: Mapping[str, Mapping[str, float]],
    into: Mapping[str, Mapping[str, float]],
    most: int = MOST_WAYS,
) -> tuple[Way, ...]:
    """Find at most `most` ways, the likeliest first, no two of them through the same contact.

    `reach` says how likely each of those who may be asked does what the owner asks for; nobody else is in between.
    `links` are the steps between two of them, from the one who is brought further to those who may bring there, and
    `into` the last steps, from an end to those who may bring there. Several ways may lead to one end.

    They are taken one by one: each is the likeliest of those through contacts who are on none before. Of equals the one
    with fewer in between, then with the likelier first step, then by path.
    """
    found: list[Way] = []
    taken: set[str] = set()
    for way in sorted(_ways(reach, links, into, most), key=_likeliest_first):
        if len(found) == most:
            break
        if taken.isdisjoint(way.between):
            found.append(way)
            taken.update(way.between)
    return tuple(found)


def _ways(
    reach: Mapping[str, float],
    links: Mapping[str, Mapping[str, float]],
    into: Mapping[str, Mapping[str, float]],
    most: int,
) -> Iterator[Way]:
    """Give all ways that may be among the `most` best."""
    leading: dict[str, list[tuple[str, float]]] = {}
    for end, last_steps in into.items():
        for last, step in last_steps.items():
            if last == end or last not in reach:
                continue
            yield Way((last,), end, (reach[last], step))
            if last not in leading:
                leading[last] = _foremost(last, reach, links.get(last, {}).items(), 2 * most)
            for first, between in leading[last]:
                if first != end:
                    yield Way((first, last), end, (reach[first], between, step))


def _foremost(
    last: str, reach: Mapping[str, float], steps: Iterable[tuple[str, float]], most: int
) -> list[tuple[str, float]]:
    """Choose the likeliest to bring the owner to `last`: of so many at least one is on no better way, and not the end.

    Each way before takes two contacts at most.
    """
    open_ones = [(first, step) for first, step in steps if first in reach and first != last]
    return nsmallest(most, open_ones, key=lambda one: (-reach[one[0]] * one[1], -reach[one[0]], one[0]))


def _likeliest_first(way: Way) -> tuple[float, int, float, tuple[str, ...], str]:
    return -way.likelihood, len(way.between), -way.likelihoods[0], way.between, way.end
