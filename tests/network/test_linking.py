import networkx
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.network.linking import SoleLink, sole_links

CHOIR, WORK, SCHOOL = range(3)


def groups(*own: tuple[int, ...]) -> dict[int, frozenset[int]]:
    return {at: frozenset(one) for at, one in enumerate(own)}


def test_both_ends_of_the_only_tie_link_two_groups() -> None:
    own = groups((CHOIR,), (CHOIR,), (WORK,), (WORK,))
    assert sole_links(own, [(1, 2)]) == (SoleLink(1, CHOIR, WORK), SoleLink(2, CHOIR, WORK))


def test_a_second_tie_leaves_who_is_in_both() -> None:
    own = groups((CHOIR,), (CHOIR,), (WORK,), (WORK,))
    assert sole_links(own, [(1, 2), (1, 3)]) == (SoleLink(1, CHOIR, WORK),)
    assert sole_links(own, [(0, 2), (1, 3)]) == ()


def test_whoever_is_in_both_groups_links_them() -> None:
    own = groups((CHOIR, WORK), (CHOIR,), (WORK,))
    assert sole_links(own, []) == (SoleLink(0, CHOIR, WORK),)
    assert sole_links(own, [(1, 2)]) == ()
    assert sole_links(own, [(0, 2)]) == (SoleLink(0, CHOIR, WORK),)


def test_a_group_of_one_is_linked_to_nothing() -> None:
    assert sole_links(groups((CHOIR,), (CHOIR,), (WORK,)), [(1, 2)]) == ()


def test_ties_of_those_in_no_group_link_nothing() -> None:
    assert sole_links(groups((CHOIR,), (CHOIR,), (), (WORK,), (WORK,)), [(1, 2), (2, 3)]) == ()


@given(
    st.lists(st.sets(st.integers(0, 2), max_size=2), min_size=2, max_size=8),
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=8),
)
def test_without_them_no_direct_link_is_left(own: list[set[int]], drawn: set[tuple[int, int]]) -> None:
    """Asked of another implementation: contacts and their groups as a graph, one contact taken out."""
    ties = [(a, b) for a, b in drawn if a < b < len(own)]
    found = set(sole_links({at: frozenset(one) for at, one in enumerate(own)}, ties))
    sizes = [sum(group in one for one in own) for group in range(3)]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        if min(sizes[first], sizes[second]) < 2:
            assert not [one for one in found if (one.first, one.second) == (first, second)]
            continue
        graph = networkx.Graph(ties)
        graph.add_nodes_from(range(len(own)))

        def linked(left: networkx.Graph, first: int = first, second: int = second) -> bool:
            ends = {(a, b) for a, b in left.edges} | {(b, a) for a, b in left.edges} | {(a, a) for a in left.nodes}
            return any(first in own[a] and second in own[b] for a, b in ends)

        for contact in range(len(own)):
            left = graph.copy()
            left.remove_node(contact)
            assert (SoleLink(contact, first, second) in found) == (linked(graph) and not linked(left))
