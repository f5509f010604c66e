"""Ways to somebody: by hand, against all ways there are, and against Dijkstra's."""

from collections.abc import Mapping
from itertools import permutations
from math import exp, log

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.network.paths import MOST_WAYS, Way, best_ways, likelihood, overlap, reach_of

Steps = dict[str, dict[str, float]]


def both_ways(*pairs: tuple[str, str, float]) -> Steps:
    steps: Steps = {}
    for one, other, likely in pairs:
        steps.setdefault(one, {})[other] = likely
        steps.setdefault(other, {})[one] = likely
    return steps


def test_a_tie_of_the_owner() -> None:
    assert [reach_of(standing) for standing in (0.0, 0.2, 0.5, 1.0)] == pytest.approx([0.2, 0.36, 0.6, 1.0])


def test_the_overlap_of_two_is_the_share_of_their_acquaintances_in_common() -> None:
    """A knows B, C, D and E; B knows A, C, D and F: two in common of C, D, E and F."""
    known = {"a": ("b", "c", "d", "e"), "b": ("a", "c", "d", "f")}
    assert overlap("a", "b", known) == overlap("b", "a", known) == 2 / ((4 - 1) + (4 - 1) - 2)
    assert likelihood("a", "b", known, structure=True) == pytest.approx(0.35 + 0.5 * 0.5)
    assert likelihood("a", "b", known, structure=False) == 0.5
    assert overlap("a", "b", {"a": ("b",), "b": ("a",)}) == overlap("a", "b", {}) == 0.0
    assert likelihood("a", "b", {}, structure=True) == 0.35


def test_ways_by_hand() -> None:
    """By a 0.9 x 0.5 = 0.45; by b, whom c leads to, 1.0 x 0.8 x 0.4 = 0.32, where b alone has 0.36 x 0.4 = 0.144."""
    reach = {"a": 0.9, "b": 0.36, "c": 1.0}
    ways = best_ways(reach, both_ways(("b", "c", 0.8)), {"y": {"a": 0.5, "b": 0.4}})
    assert ways == (Way(("a",), "y", (0.9, 0.5)), Way(("c", "b"), "y", (1.0, 0.8, 0.4)))
    assert [way.likelihood for way in ways] == pytest.approx([0.45, 0.32])
    assert [way.weakest for way in ways] == [1, 2]


def test_the_weakest_link_of_equals_is_the_furthest() -> None:
    assert Way(("a", "b"), "y", (0.5, 0.5, 0.5)).weakest == 2
    assert Way(("a", "b"), "y", (0.3, 0.4, 0.5)).weakest == 0


def test_never_more_than_two_in_between() -> None:
    chain = both_ways(("a", "b", 0.9), ("b", "c", 0.9))
    reach = {"a": 1.0, "b": 0.01, "c": 0.01}
    assert best_ways(reach, chain, {"y": {"c": 0.9}})[0].between == ("c",)
    assert [way.between for way in best_ways(reach | {"b": 0.5}, chain, {"y": {"c": 0.9}})] == [("b", "c")]


def test_nobody_is_in_between_who_may_not_be_asked_and_no_end_leads_to_itself() -> None:
    links = both_ways(("a", "b", 0.8), ("y", "b", 0.9))
    assert best_ways({"b": 0.4}, links, {"y": {"a": 0.9, "b": 0.3}}) == (Way(("b",), "y", (0.4, 0.3)),)
    found = best_ways({"b": 0.4, "y": 1.0}, links, {"y": {"b": 0.3, "y": 0.9}})
    assert found == (Way(("b",), "y", (0.4, 0.3)),)


def test_of_equals_fewer_in_between_then_the_nearer_one_then_by_path() -> None:
    into = {"y": {"b": 0.5, "a": 0.5}, "x": {"a": 0.5, "c": 0.25}}
    ways = best_ways({"a": 0.5, "b": 0.5, "c": 1.0}, {}, into)
    assert [(way.between, way.end) for way in ways] == [(("c",), "x"), (("a",), "x"), (("b",), "y")]
    direct = best_ways({"a": 1.0, "b": 0.5}, both_ways(("a", "b", 0.5)), {"y": {"b": 0.5}})
    assert direct[0].between == ("b",)


Drawn = tuple[dict[str, float], Steps, Steps]
NAMES = ("a", "b", "c", "d", "e", "f", "g")
LIKELY = st.integers(1, 99).map(lambda percent: percent / 100)


@st.composite
def networks(draw: st.DrawFn) -> Drawn:
    reach = {name: draw(LIKELY) for name in NAMES if draw(st.integers(0, 9))}
    pairs = [(one, other) for place, one in enumerate(NAMES) for other in NAMES[place + 1 :]]
    links = both_ways(*[(*pair, draw(LIKELY)) for pair in pairs if draw(st.booleans())])
    into: Steps = {end: {name: draw(LIKELY) for name in NAMES if draw(st.booleans())} for end in ("y", "a")}
    return reach, links, into


def every_way(reach: Mapping[str, float], links: Steps, into: Steps) -> list[Way]:
    ways: list[Way] = []
    for end, steps in into.items():
        for first in reach:
            if first != end and first in steps:
                ways.append(Way((first,), end, (reach[first], steps[first])))
        for first, last in permutations(reach, 2):
            if end not in (first, last) and last in steps and first in links.get(last, {}):
                ways.append(Way((first, last), end, (reach[first], links[last][first], steps[last])))
    return ways


@given(networks(), st.integers(1, 4))
def test_they_are_the_best_of_all_ways_that_share_nobody(drawn: Drawn, most: int) -> None:
    found = best_ways(*drawn, most)
    left = every_way(*drawn)
    for way in found:
        assert way in left
        assert way.likelihood == max([other.likelihood for other in left])
        left = [other for other in left if set(way.between).isdisjoint(other.between)]
    assert len(found) == most or not left
    assert sorted(found, key=lambda way: -way.likelihood) == list(found)


@given(networks())
def test_the_first_is_the_one_that_dijkstra_finds(drawn: Drawn) -> None:
    """A layer for each place on a way, so that there are two in between at most."""
    reach, links, into = drawn
    graph = networkx.DiGraph()
    graph.add_node("owner")
    graph.add_node("end")
    steps = into["y"]
    for name, likely in reach.items():
        graph.add_edge("owner", (1, name), weight=-log(likely))
        for other, step in links.get(name, {}).items():
            if other in reach:
                graph.add_edge((1, other), (2, name), weight=-log(step))
        if name in steps:
            graph.add_edge((1, name), "end", weight=-log(steps[name]))
            graph.add_edge((2, name), "end", weight=-log(steps[name]))
    found = best_ways(reach, links, {"y": steps}, 1)
    if networkx.has_path(graph, "owner", "end"):
        length = networkx.dijkstra_path_length(graph, "owner", "end")
        assert found[0].likelihood == pytest.approx(exp(-length))
    else:
        assert found == ()


@given(networks(), st.permutations(NAMES))
def test_other_names_change_no_likelihood(drawn: Drawn, others: list[str]) -> None:
    reach, links, into = drawn
    called = dict(zip(NAMES, others, strict=True)) | {"y": "z"}

    def renamed(steps: Steps) -> Steps:
        return {called[one]: {called[other]: q for other, q in theirs.items()} for one, theirs in steps.items()}

    before = best_ways(reach, links, into, 1)
    after = best_ways({called[name]: q for name, q in reach.items()}, renamed(links), renamed(into), 1)
    assert [way.likelihood for way in before] == [way.likelihood for way in after]


@given(networks())
def test_the_order_in_which_they_are_given_changes_nothing(drawn: Drawn) -> None:
    def turned(steps: Steps) -> Steps:
        return {one: dict(reversed(theirs.items())) for one, theirs in reversed(steps.items())}

    reach, links, into = drawn
    assert best_ways(dict(reversed(reach.items())), turned(links), turned(into)) == best_ways(*drawn, MOST_WAYS)


@given(networks(), st.sampled_from(NAMES), st.sampled_from(NAMES), LIKELY)
def test_a_further_tie_never_makes_the_best_way_less_likely(drawn: Drawn, one: str, other: str, likely: float) -> None:
    reach, links, into = drawn
    best = max([way.likelihood for way in best_ways(*drawn)], default=0.0)
    more = {name: dict(theirs) for name, theirs in links.items()}
    for here, there in ((one, other), (other, one)):
        more.setdefault(here, {}).setdefault(there, likely)
    known = {end: {**theirs, one: max(theirs.get(one, 0.0), likely)} for end, theirs in into.items()}
    for found in (best_ways(reach, more, into), best_ways(reach, links, known)):
        assert max([way.likelihood for way in found], default=0.0) >= best
