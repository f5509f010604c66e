"""Structure around the owner: by hand, by networkx as a second opinion, and whatever the order of names."""

from itertools import combinations
from math import inf, isclose

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.network.bridges import Cut, components, cuts
from pnm_vault.network.brokerage import Role, brokered, crossings, mixing_of, most_brokered
from pnm_vault.network.ego import (
    Tied,
    constraint,
    density,
    effective_size,
    ego_betweenness,
    hierarchy,
    open_pairs,
    tie_count,
    tied_among,
    transitivity,
)


@st.composite
def networks(draw: st.DrawFn) -> tuple[frozenset[int], ...]:
    count = draw(st.integers(2, 14))
    pairs = list(combinations(range(count), 2))
    return tied_among(count, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40)))


def graph_of(tied: Tied) -> "nx.Graph[int]":
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(tied)))
    graph.add_edges_from((one, other) for one, known in enumerate(tied) for other in known)
    return graph


def with_owner(tied: Tied, weights: list[float] | None = None) -> "nx.Graph[int]":
    graph = graph_of(tied)
    nx.set_edge_attributes(graph, 1.0, "weight")
    for place in range(len(tied)):
        graph.add_edge(-1, place, weight=1.0 if weights is None else weights[place])
    return graph


LEAVES = tied_among(5, ())
TWO = tied_among(2, [(0, 1)])
THREE = tied_among(3, [(0, 1), (0, 2), (1, 2)])
FOUR_ONE_TIE = tied_among(4, [(2, 3)])


@pytest.mark.parametrize(
    ("tied", "total", "size"),
    [(LEAVES, 0.2, 5), (TWO, 1.125, 1), (THREE, 0.9259, 1), (FOUR_ONE_TIE, 0.40625, 3.5)],
    ids=["a star of five", "a triangle", "four who all know each other", "four with one tie"],
)
def test_oracles(tied: Tied, total: float, size: float) -> None:
    found = constraint(tied, [1.0] * len(tied))
    assert round(found.total, 5) == pytest.approx(total, abs=5e-5)
    assert effective_size(tied) == size
    assert isclose(sum(found.shares), found.total)


def test_nobody_and_one() -> None:
    for tied in (tied_among(0, ()), tied_among(1, [(0, 0)])):
        assert (density(tied), transitivity(tied), components(tied)) == (0.0, None, ((0,),) if tied else ())
        assert hierarchy(constraint(tied, [1.0] * len(tied))) is None
        assert cuts(tied) == ()
        assert mixing_of(crossings(tied, [None] * len(tied)), [None] * len(tied)) is None
    assert constraint(tied_among(1, ()), [0.0]).total == 1.0


def test_hierarchy_is_nought_when_even_and_one_when_all_is_on_one() -> None:
    assert hierarchy(constraint(LEAVES, [2.0] * 5)) == pytest.approx(0.0, abs=1e-12)
    assert hierarchy(constraint(LEAVES, [1.0, 0, 0, 0, 0])) == pytest.approx(1.0)


def test_whom_only_the_owner_connects() -> None:
    assert ego_betweenness(LEAVES, open_pairs(LEAVES) or ()) == 10
    assert ego_betweenness(THREE, open_pairs(THREE) or ()) == 0
    path = tied_among(3, [(0, 1), (1, 2)])
    assert ego_betweenness(path, open_pairs(path) or ()) == 0.5  # the one in the middle knows both too


def test_too_many_ways_are_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pnm_vault.network.ego.MOST_WAYS", 2)
    assert open_pairs(tied_among(3, [(0, 1), (0, 2)])) == [{}, {2: 1}, {}]
    assert open_pairs(tied_among(4, [(0, 1), (0, 2), (0, 3)])) is None


@given(networks(), st.data())
def test_networkx_says_the_same(tied: tuple[frozenset[int], ...], data: st.DataObject) -> None:
    graph = graph_of(tied)
    assert density(tied) == pytest.approx(nx.density(graph))
    assert (transitivity(tied) or 0.0) == pytest.approx(nx.transitivity(graph))
    assert transitivity(tied, open_pairs(tied)) == transitivity(tied)
    assert effective_size(tied) == pytest.approx(nx.effective_size(with_owner(tied), nodes=[-1])[-1])
    strengths = data.draw(st.lists(st.floats(0.01, 9), min_size=len(tied), max_size=len(tied)))
    scaled = [strength * len(tied) / sum(strengths) for strength in strengths]
    found = constraint(tied, strengths)
    assert found.total == pytest.approx(nx.constraint(with_owner(tied, scaled), nodes=[-1], weight="weight")[-1])
    betweenness = nx.betweenness_centrality(with_owner(tied), normalized=False)[-1]
    assert ego_betweenness(tied, open_pairs(tied) or ()) == pytest.approx(betweenness)


@given(networks())
def test_networkx_finds_the_same_bridging_contacts(tied: tuple[frozenset[int], ...]) -> None:
    graph = graph_of(tied)
    assert sorted(map(tuple, map(sorted, nx.connected_components(graph)))) == sorted(components(tied))
    found = {cut.contact: cut.parts for cut in cuts(tied, least=1)}
    assert set(found) == set(nx.articulation_points(graph))
    for place, parts in found.items():
        own = next(part for part in components(tied) if place in part)
        rest = graph.subgraph(own).copy()
        rest.remove_node(place)
        pieces = sorted(map(tuple, map(sorted, nx.connected_components(rest))))
        pieces.remove(min(pieces, key=lambda piece: (-len(piece), piece)))
        assert list(parts) == pieces


@given(networks(), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(tied: tuple[frozenset[int], ...], random: object) -> None:
    count = len(tied)
    moved = list(range(count))
    random.shuffle(moved)  # type: ignore[attr-defined]
    other = tied_among(count, [(moved[one], moved[two]) for one, known in enumerate(tied) for two in known])
    strengths = [float(place + 1) for place in range(count)]
    moved_strengths = [0.0] * count
    for place in range(count):
        moved_strengths[moved[place]] = strengths[place]
    assert constraint(tied, strengths).total == pytest.approx(constraint(other, moved_strengths).total)
    assert density(tied) == density(other)
    assert transitivity(tied) == transitivity(other)
    assert len(components(tied)) == len(components(other))
    assert {moved[cut.contact] for cut in cuts(tied, 1)} == {cut.contact for cut in cuts(other, 1)}


def test_two_groups_held_together_by_one() -> None:
    # 0-1-2 and 4-5-6, with 3 in the middle, and a leaf 7 that is too small to be told of.
    tied = tied_among(8, [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6), (6, 7)])
    assert cuts(tied) == (Cut(2, ((0, 1),)), Cut(3, ((0, 1, 2),)), Cut(4, ((5, 6, 7),)))


def test_a_long_chain_takes_no_recursion_and_names_no_half_of_it() -> None:
    chain = tied_among(3000, [(one, one + 1) for one in range(2999)])
    found = cuts(chain)
    assert max(len(part) for cut in found for part in cut.parts) == 40
    assert components(chain) == (tuple(range(3000)),)


GROUPS = ("choir", "choir", "lab", "lab", None)


def test_within_and_across_against_chance() -> None:
    tied = tied_among(5, [(0, 1), (0, 2), (2, 3), (3, 4)])
    found = mixing_of(crossings(tied, GROUPS), GROUPS)
    assert found is not None
    assert (found.within, found.across) == (2, 1)
    assert found.by_chance == pytest.approx(2 / 6)
    assert found.index == pytest.approx(-1 / 3)
    assert found.index_by_chance == pytest.approx((4 - 2) / 6)
    assert crossings(tied, GROUPS) == {("choir", "choir"): 1, ("choir", "lab"): 1, ("lab", "lab"): 1}
    assert mixing_of(crossings(tied, ["choir"] * 5), ["choir"] * 5) is None


def test_four_ways_to_stand_between() -> None:
    def role(groups: tuple[str | None, ...]) -> Role | None:
        path = tied_among(3, [(0, 1), (1, 2)])
        found = brokered(1, path, open_pairs(path) or (), groups)
        assert sum(found.values()) <= most_brokered(1, path, groups)
        return next(iter(found), None)

    assert role(("a", "a", "a")) is Role.COORDINATOR
    assert role(("a", "b", "a")) is Role.CONSULTANT
    assert role(("a", "a", "b")) is role(("b", "a", "a")) is Role.GATEKEEPER
    assert role(("a", "b", "c")) is Role.LIAISON
    assert role(("a", None, "c")) is role((None, "b", "c")) is None


@given(networks(), st.lists(st.sampled_from(["a", "b", "c"]), min_size=14, max_size=14))
def test_each_pair_counts_once_in_all(tied: tuple[frozenset[int], ...], groups: list[str]) -> None:
    between = open_pairs(tied)
    assert between is not None
    told = [brokered(place, tied, between, groups) for place in range(len(tied))]
    counts = [count for roles in told for count in roles.values()]
    assert sum(counts) == pytest.approx(sum(map(len, between)))
    for place, roles in enumerate(told):
        assert sum(roles.values()) <= most_brokered(place, tied, groups) + 1e-9
    assert sum(crossings(tied, groups).values()) == tie_count(tied)
    assert inf not in counts
