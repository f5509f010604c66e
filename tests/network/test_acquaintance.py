"""The formulas by which two contacts may know each other, against sums done by hand and walks taken one by one."""

from itertools import combinations
from math import log
from random import Random

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.network import acquaintance
from pnm_vault.network.acquaintance import CommonNetwork, Value, average_ranks


def test_an_acquaintance_and_a_value_in_common() -> None:
    """Contact 2 knows 0, 1 and 3; 0 and 1 alone share a value, and 0, 1 and 3 one that counts half."""
    network = CommonNetwork(4, [(0, 2), (1, 2), (2, 3)], [Value((0, 1)), Value((0, 1, 3), share=0.5)])
    assert network.adamic_adar(0, 1) == pytest.approx(1 / log(3) + 1 / log(2) + 0.5 / log(3), abs=1e-8)
    assert network.adamic_adar(0, 3) == pytest.approx(1 / log(3) + 0.5 / log(3), abs=1e-8)
    assert [node for _, node in sorted(network.common(0, 3))] == [5, 2]


@pytest.mark.parametrize(
    ("holders", "counts"), [((), False), ((1,), False), ((0, 1, 2, 3), True), ((0, 1, 2, 3, 4), False)]
)
def test_values_of_one_and_of_nearly_all_drop_out(holders: tuple[int, ...], counts: bool) -> None:
    """Four of five hold it: 80 % and not more."""
    network = CommonNetwork(5, [], [Value(holders)])
    assert bool(network.adamic_adar(1, 2)) is counts
    assert bool(network.candidates(range(5))) is counts


def test_walks_along_a_chain() -> None:
    """0 - 2 - 1: two steps lead from 0 to 1 with 1/2, and so do four."""
    network = CommonNetwork(3, [(0, 2), (1, 2)], [])
    one_way = 0.15 * (0.85**2 / 2 + 0.85**4 / 2)
    assert network.pagerank([(0, 1)]) == {(0, 1): pytest.approx(2 * one_way, abs=1e-9)}


def test_walks_between_unequal_ends() -> None:
    """0 - 2 - 1 - 3: from 0 to 1 in two steps 1/2, in four 1/2 x 1/2 + 1/2 x 3/4; from 1 to 0 half as often."""
    network = CommonNetwork(4, [(0, 2), (1, 2), (1, 3)], [])
    there = 0.15 * (0.85**2 * 0.5 + 0.85**4 * 0.625)
    assert network.pagerank([(0, 1)]) == {(0, 1): pytest.approx(1.5 * there, abs=1e-9)}


def test_walks_take_each_edge_by_its_weight() -> None:
    """A tie weighs 1, a value of two 1 / ln 2; by it 0 comes to 1, by the tie to 2, who knows nobody else."""
    network = CommonNetwork(3, [(0, 2)], [Value((0, 1))])
    by_value = (1 / log(2)) / (1 + 1 / log(2))
    back = by_value / 2 + (1 - by_value)  # from 0 to 0 in two steps
    there = 0.15 * (0.85**2 * by_value / 2 + 0.85**4 * (by_value / 2) * (back + 0.5))
    # From 1 it is all the same but for the first step, which always goes to the value.
    back_again = there / by_value
    assert network.pagerank([(0, 1)]) == {(0, 1): pytest.approx(there + back_again, abs=1e-8)}


def test_equal_values_share_a_rank() -> None:
    assert average_ranks([3.0, 1.0, 3.0, 7.0]) == {1.0: 1, 3.0: 2.5, 7.0: 4}


def test_the_score_is_the_mean_of_two_ranks() -> None:
    """0 and 1 have most in common by either measure, 0 and 3 as much as 1 and 3; 2 is tied to all of them."""
    network = CommonNetwork(5, [(0, 2), (1, 2), (2, 3)], [Value((0, 1))])
    best, found = network.rank(range(5), 10)
    assert found == 3
    assert [(one.first, one.second) for one in best] == [(0, 1), (0, 3), (1, 3)]
    assert [one.score for one in best] == [1.0, 0.5, 0.5]


def test_who_is_tied_or_left_out_is_no_pair() -> None:
    network = CommonNetwork(6, [(0, 1)], [Value((0, 1, 2, 3))])
    pairs = {(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
    assert set(network.candidates(range(6))) == pairs
    assert set(network.candidates([0, 2, 3])) == {(0, 2), (0, 3), (2, 3)}
    assert set(network.candidates(range(6), {(1, 2)})) == pairs - {(1, 2)}
    assert [(one.first, one.second) for one in network.rank(range(6), 2)[0]] == [(0, 2), (0, 3)]


def test_what_does_not_tell_brings_nobody_up() -> None:
    network = CommonNetwork(5, [], [Value((0, 1), 0.5, telling=False), Value((1, 2)), Value((1, 2, 3), 0.5, False)])
    assert network.candidates(range(5)) == [(1, 2)]
    assert network.adamic_adar(1, 2) == pytest.approx(1 / log(2) + 0.5 / log(3), abs=1e-8)


def test_no_contacts() -> None:
    assert CommonNetwork(0, [], []).rank([], 10) == ([], 0)


def test_of_too_many_pairs_walks_are_made_for_the_foremost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others rank below, by what they have in common, and equal ones are walked all or not at all."""
    network = CommonNetwork(9, [], [Value((0, 1)), Value((0, 1, 2)), Value((3, 4, 5)), Value((5, 6, 7, 8))])
    everything, found = network.rank(range(9), 50)
    monkeypatch.setattr(acquaintance, "MOST_WALKS", 4)
    some, found_again = network.rank(range(9), 50)
    assert found == found_again == 12
    assert [(one.first, one.second) for one in some[:1]] == [(0, 1)]
    assert [one.pagerank is not None for one in some] == [True] + [False] * 11
    assert all(one.pagerank is not None for one in everything)
    in_common = [one.adamic_adar for one in some]
    assert in_common == sorted(in_common, reverse=True)
    assert some[0].score == 1.0 > some[1].score


def test_large_groups_bring_nobody_up_and_no_walk_takes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acquaintance, "MOST_TOGETHER", 3)
    network = CommonNetwork(9, [], [Value((0, 1, 2, 3, 4)), Value((0, 1, 5))])
    assert set(network.candidates(range(9))) == {(0, 1), (0, 5), (1, 5)}
    assert network.adamic_adar(0, 1) == pytest.approx(1 / log(5) + 1 / log(3), abs=1e-8)
    small = CommonNetwork(9, [], [Value((0, 1, 5))])
    assert network.pagerank([(0, 1)]) == small.pagerank([(0, 1)])


def test_the_smallest_groups_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acquaintance, "MOST_PAIRS", 2)
    network = CommonNetwork(12, [], [Value((0, 1, 2)), Value((3, 4)), Value((5, 6)), Value((7, 8, 9))])
    assert set(network.candidates(range(12))) == {(3, 4), (5, 6)}
    monkeypatch.setattr(acquaintance, "MOST_PAIRS", 7)
    assert set(network.candidates(range(12))) == {(3, 4), (5, 6)}
    monkeypatch.setattr(acquaintance, "MOST_PAIRS", 8)
    assert len(network.candidates(range(12))) == 8


@pytest.mark.parametrize("name", ["karate_club", "les_miserables", "florentine_families", "davis_southern_women"])
def test_neighbours_are_weighed_as_others_weigh_them(name: str) -> None:
    """networkx is the oracle, on networks that ship with it."""
    graph = getattr(networkx, f"{name}_graph")()
    nodes = sorted(graph, key=str)
    places = {node: place for place, node in enumerate(nodes)}
    network = CommonNetwork(len(nodes), [(places[one], places[other]) for one, other in graph.edges()], [])
    strangers = [pair for pair in combinations(nodes, 2) if not graph.has_edge(*pair)]
    for one, other, expected in networkx.adamic_adar_index(graph, strangers):
        assert network.adamic_adar(places[one], places[other]) == pytest.approx(expected, abs=1e-7)


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[Value]]:
    count = draw(st.integers(2, 8))
    people = st.integers(0, count - 1)
    ties = draw(st.lists(st.tuples(people, people), max_size=12))
    holders = draw(st.lists(st.sets(people, max_size=5), max_size=4))
    shares = draw(st.lists(st.sampled_from((0.5, 1.0)), min_size=len(holders), max_size=len(holders)))
    return count, ties, [Value(tuple(sorted(who)), share) for who, share in zip(holders, shares, strict=True)]


def walked(network: CommonNetwork, count: int, values: list[Value]) -> list[list[float]]:
    """Walk step by step: how often a walk from each contact ends at each."""
    weights: list[dict[int, float]] = [dict.fromkeys(network.tied[place], 1.0) for place in range(count)]
    for node, value in enumerate(values, count):
        weights.append({})
        if 2 <= len(value.holders) <= 0.8 * count:
            for place in value.holders:
                weights[place][node] = weights[node][place] = value.share / log(len(value.holders))
    ends = []
    for start in range(count):
        here, total = {start: 1.0}, [0.0] * count
        for step in range(1, 5):
            there: dict[int, float] = {}
            for node, likely in here.items():
                for other, weight in weights[node].items():
                    there[other] = there.get(other, 0.0) + likely * weight / sum(weights[node].values())
            here = there
            for place in range(count):
                total[place] += 0.15 * 0.85**step * here.get(place, 0.0)
        ends.append(total)
    return ends


@given(networks())
def test_walks_that_meet_in_the_middle_are_walks(drawn: tuple[int, list[tuple[int, int]], list[Value]]) -> None:
    count, ties, values = drawn
    network = CommonNetwork(count, ties, values)
    ends = walked(network, count, values)
    for first, second in combinations(range(count), 2):
        if second not in network.tied[first]:
            expected = ends[first][second] + ends[second][first]
            assert network.pagerank([(first, second)])[first, second] == pytest.approx(expected, abs=1e-7)


@given(networks(), st.integers(0, 999))
def test_the_order_of_the_contacts_changes_no_score(
    drawn: tuple[int, list[tuple[int, int]], list[Value]], seed: int
) -> None:
    count, ties, values = drawn
    places = list(range(count))
    Random(seed).shuffle(places)
    moved = CommonNetwork(
        count,
        [(places[first], places[second]) for first, second in ties],
        [Value(tuple(sorted(places[one] for one in value.holders)), value.share) for value in values],
    )
    plain = {(one.first, one.second): one for one in CommonNetwork(count, ties, values).rank(range(count), 99)[0]}
    other = {(one.first, one.second): one for one in moved.rank(range(count), 99)[0]}
    for (first, second), one in plain.items():
        twin = other[min(places[first], places[second]), max(places[first], places[second])]
        assert (one.score, one.adamic_adar, one.pagerank) == (twin.score, twin.adamic_adar, twin.pagerank)
