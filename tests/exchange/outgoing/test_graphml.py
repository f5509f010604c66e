"""The network as networkx reads it."""

from typing import Any

import networkx
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.exchange.outgoing.exported import Related, one_line
from pnm_vault.exchange.outgoing.graphml import ME, graph_of
from tests.exchange.outgoing.made_contacts import UNHURRIED, contacts, exported

ANN = exported("Ann", category="friend", circles=("choir", "book club"))
BO = exported("Bo")
KNOWS = (
    replace(ANN, strength=0.25, knows=(Related("Bo", BO.uid), Related("Eve"))),
    replace(BO, knows=(Related("Ann", ANN.uid),)),
)


def test_contacts_are_nodes_and_acquaintances_edges() -> None:
    graph = networkx.parse_graphml(graph_of(KNOWS, "Nora").decode())
    assert dict(graph.nodes(data=True)) == {
        ME: {"label": "Nora"},
        "n0": {"label": "Ann", "category": "friend", "circles": "choir; book club", "strength": 0.25, "path": "Ann.md"},
        "n1": {"label": "Bo", "path": "Bo.md"},
    }
    assert sorted(graph.edges(data=True)) == [
        (ME, "n0", {"kind": "tie", "weight": 0.25}),
        ("n0", "n1", {"kind": "knows", "weight": 1.0}),
    ]


@UNHURRIED
@given(st.lists(contacts, max_size=3, unique_by=lambda one: one.uid))
def test_whatever_a_note_says_it_is_xml(found: list[Any]) -> None:
    graph = networkx.parse_graphml(graph_of(found, "Me").decode())
    assert [graph.nodes[f"n{number}"]["label"] for number in range(len(found))] == [
        one_line(one.contact.name) for one in found
    ]
