"""What a bound leaves out could not have been shown: short cuts beside everything worked out in full."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.introducing import matching
from pnm_vault.insights.network_state.structure import met_among, structure_of
from pnm_vault.model.contact import Statement
from pnm_vault.model.picture import Profile
from pnm_vault.network import acquaintance
from pnm_vault.network.acquaintance import CommonNetwork, Value, average_ranks
from tests.made_ties import bare_tie

NAMES = [f"{letter}.md" for letter in "abcdefghij"]
WORDS = ["bicycle repair", "violin lessons", "tax advice in Graz", "violin", "old bicycle", "beekeeping", "bees"]
paths = st.sampled_from(NAMES)
said = st.lists(st.sampled_from(WORDS), max_size=3, unique=True).map(
    lambda texts: tuple([Statement(text, line) for line, text in enumerate(texts, 5)])
)
groups = st.lists(st.sampled_from(["choir", "Lab", "lab"]), max_size=2).map(tuple)
profiles = st.lists(
    st.builds(Profile, paths, st.just("Ann"), groups, groups, said, said, said), unique_by=lambda one: one.path
)
known = st.dictionaries(paths, st.lists(paths, max_size=3).map(tuple), max_size=5)


def all_pairs(
    told: Sequence[Profile], known: dict[str, tuple[str, ...]], most: int, structure: bool
) -> list[tuple[str, str, float]]:
    """Weigh every pair in full, then take the best."""
    ordered = sorted(told, key=lambda one: one.path)
    asked = matching._Matching(ordered, known, build_synonyms(()), {}, structure=structure)
    pairs = asked.help.pairs(matching.MOST_OFFERS) | asked.ground.pairs(matching.MOST_BY_INTEREST)
    scored = sorted((-asked.benefit(*pair), *pair) for pair in pairs if not asked.acquainted(*pair))
    taken = dict.fromkeys(range(len(ordered)), 0)
    chosen: list[tuple[str, str, float]] = []
    for negative, first, second in scored:
        if len(chosen) < most and max(taken[first], taken[second]) < matching.MOST_EACH:
            taken[first] += 1
            taken[second] += 1
            chosen.append((ordered[first].path, ordered[second].path, -negative))
    return chosen


@given(profiles, known, st.integers(1, 6), st.booleans())
def test_pairs_to_introduce(told: list[Profile], known: dict[str, tuple[str, ...]], most: int, structure: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "MOST_EACH", 2)
        found = matching.candidate_pairs(told, known, most, structure=structure)
        assert [(one.first, one.second, one.benefit) for one in found] == all_pairs(told, known, most, structure)


PLACES = st.integers(0, 8)
holders = st.sets(PLACES, max_size=5).map(lambda found: tuple(sorted(found)))
values = st.lists(st.builds(Value, holders, st.sampled_from((0.5, 1.0)), st.booleans()), max_size=8)


@given(
    st.lists(st.tuples(PLACES, PLACES), max_size=12), values, st.integers(1, 5), st.integers(1, 30), st.integers(2, 30)
)
def test_who_has_most_in_common(
    ties: list[tuple[int, int]], values: list[Value], walks: int, most: int, pairs: int
) -> None:
    """The ranks are those among all pairs, and walks are made for those who have most in common."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(acquaintance, "MOST_WALKS", walks)
        patch.setattr(acquaintance, "MOST_PAIRS", pairs)
        network = CommonNetwork(9, ties, values)
        found, total = network.rank(range(9), most)
        every = {pair: network.adamic_adar(*pair) for pair in network.candidates(range(9))}
    assert total == len(every)
    assert len(found) == min(most, total)
    ordered = sorted(every.values(), reverse=True)
    least = ordered[walks] if len(ordered) > walks else -1.0
    walked = network.pagerank([pair for pair, value in every.items() if value > least])
    assert {pair for pair in every if pair in walked} == {pair for pair, value in every.items() if value > least}
    ranks, below = average_ranks(every.values()), total - len(walked)
    walk_ranks = {value: below + rank for value, rank in average_ranks(walked.values()).items()}
    scores = {
        pair: (ranks[value] + (walk_ranks[walked[pair]] if pair in walked else (1 + below) / 2)) / (2 * total)
        for pair, value in every.items()
    }
    best = sorted(every, key=lambda pair: (-scores[pair], pair))[:most]
    assert [((one.first, one.second), one.score, one.pagerank) for one in found] == [
        (pair, scores[pair], walked.get(pair)) for pair in best
    ]


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=8, max_size=40),
    st.lists(st.sampled_from([(), ("choir",), ("lab",), ("work", "choir")]), min_size=12, max_size=12),
)
def test_who_stands_between_circles(pairs: list[tuple[int, int]], circles: list[tuple[str, ...]]) -> None:
    """Those named are the first of all who stand between any."""
    ties = [bare_tie(f"{place:02}.md", f"{place:02}", circles=own) for place, own in enumerate(circles)]
    told: dict[str, list[str]] = {}
    for one, other in pairs:
        told.setdefault(f"{one:02}.md", []).append(f"{other:02}.md")
    met = met_among({tie.path for tie in ties}, told)
    few = structure_of(ties, met, {}, frozenset())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pnm_vault.insights.network_state.structure.MOST_LINES", 99)
        every = structure_of(ties, met, {}, frozenset())
    assert few.brokers == every.brokers[:3]
    assert few.bridges == every.bridges[:3]
    assert few.more_bridges == max(0, len(every.bridges) - 3)
    amounts = [one.pairs for one in every.brokers]
    assert amounts == sorted(amounts, reverse=True)
