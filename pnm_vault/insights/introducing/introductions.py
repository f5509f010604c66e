"""Which two contacts would gain from meeting each other."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import sqrt

from msgspec.structs import replace

from pnm_vault.index.contribution import tells_of_introduction
from pnm_vault.insights.introducing.matching import Candidate, Gain, Reason, candidate_pairs
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Row
from pnm_vault.network.ranks import FLOOR
from pnm_vault.network.strength import standing_by_path

__all__ = [
    "Candidate",
    "Gain",
    "Introduction",
    "Reason",
    "candidate_pairs",
    "introductions_under_way",
    "reasons_without",
    "suggest_introductions",
]

# How much the score counts against the variety of the list.
VARIETY = 0.7
SAME_CONTACT = 1.0
SAME_TOPIC = 0.5
MOST_EACH = 2


class Introduction(Row, frozen=True):
    """A suggested introduction between two contacts (paths and names in path order), best first by `score` (0 to 1)."""

    first: str
    first_name: str
    second: str
    second_name: str
    score: float
    gain: Gain
    reasons: tuple[Reason, ...]


def suggest_introductions(
    network: Network,
    candidates: Sequence[Candidate],
    limit: int,
    today: date,
    under_way: Collection[tuple[str, str]] = (),
    readiness: Mapping[str, float] | None = None,
) -> tuple[Introduction, ...]:
    """Suggest at most `limit` of the `candidates`, best first, then by path; nobody is in more than two.

    Left out are pairs put off to a day after `today`, and those `under_way` (see `introductions_under_way`).

    The score of each is its benefit times the owner's standing with both, sqrt(p q): the owner must be able to vouch;
    times the `readiness` of both (see `introductions_under_way.readiness`), where there is one.
    Which ones make the list is decided one by one, with a loss for a contact or a topic that is on it already.

    Source: Carbonell & Goldstein 1998 (The use of MMR, diversity-based reranking, SIGIR).
    """
    standing = standing_by_path(network)
    factors = readiness or {}
    scored: list[Introduction] = []
    for pair in candidates:
        if (pair.until is not None and pair.until > today) or (pair.first, pair.second) in under_way:
            continue
        vouch = sqrt(standing.get(pair.first, FLOOR) * standing.get(pair.second, FLOOR))
        ready = factors.get(pair.first, 1.0) * factors.get(pair.second, 1.0)
        score = round(min(1.0, pair.benefit * vouch * ready), 4)
        scored.append(
            Introduction(pair.first, pair.first_name, pair.second, pair.second_name, score, pair.gain, pair.reasons)
        )
    scored.sort(key=_best_first)
    return tuple(sorted(_varied(scored, limit), key=_best_first))


def introductions_under_way(follow_ups: Iterable[FollowUp]) -> frozenset[tuple[str, str]]:
    """Give the pairs (in path order) that the owner means to introduce: an open follow-up on both of them says so."""
    found: set[tuple[str, str]] = set()
    for follow_up in follow_ups:
        if len(follow_up.contacts) > 1 and tells_of_introduction(follow_up.text):
            found.update(combinations(sorted(follow_up.contacts), 2))
    return frozenset(found)


def without_private(pairs: Sequence[Introduction], private: frozenset[str]) -> tuple[Introduction, ...]:
    """Leave out reasons in which one of the names in `private` is said, and pairs that have no other reason."""
    kept: list[Introduction] = []
    for pair in pairs:
        reasons = reasons_without(pair.reasons, private)
        if reasons or not pair.reasons:
            kept.append(replace(pair, reasons=reasons))
    return tuple(kept)


def reasons_without(reasons: Sequence[Reason], private: frozenset[str]) -> tuple[Reason, ...]:
    """Leave out reasons in which one of the names in `private` is said."""
    return tuple([reason for reason in reasons if not _says_any(reason, private)])


def _says_any(reason: Reason, names: frozenset[str]) -> bool:
    said = "\n".join((reason.text, *(proof.text for proof in reason.proofs)))
    return any(name in said for name in names)


def _best_first(pair: Introduction) -> tuple[float, str, str]:
    return -pair.score, pair.first, pair.second


def _varied(scored: Sequence[Introduction], limit: int) -> list[Introduction]:
    """Choose from pairs sorted best first: always the one with the best score after its loss for likeness.

    Losses only grow, so a pair whose value on the heap still holds when it comes up is the best of all.
    """
    best = scored[0].score if scored and scored[0].score > 0 else 1.0
    waiting = [(-VARIETY * pair.score / best, place) for place, pair in enumerate(scored)]
    heapify(waiting)
    chosen: list[Introduction] = []
    taken: dict[str, int] = {}
    topics: set[tuple[str, ...]] = set()
    while waiting and len(chosen) < limit:
        value, place = heappop(waiting)
        pair = scored[place]
        times = max(taken.get(pair.first, 0), taken.get(pair.second, 0))
        if times >= MOST_EACH:
            continue
        topic = _topic(pair)
        loss = SAME_CONTACT if times else SAME_TOPIC if topic in topics else 0.0
        now = -VARIETY * pair.score / best + (1 - VARIETY) * loss
        if now > value:
            heappush(waiting, (now, place))
            continue
        chosen.append(pair)
        topics.add(topic)
        taken[pair.first] = taken.get(pair.first, 0) + 1
        taken[pair.second] = taken.get(pair.second, 0) + 1
    return chosen


def _topic(pair: Introduction) -> tuple[str, ...]:
    """Return what the pair's first reason is about; two asks in the same words are the same topic."""
    return tuple(sorted(pair.reasons[0].terms)) if pair.reasons else ()
