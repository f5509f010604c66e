"""Circles that nobody wrote down, found by the extra `[graphs]`; review notes do not use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.network_state.suggested import Split, Suggested, suggested_circles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.network.ego import Tied
    from pnm_vault.pipeline.session import Session

PACKAGE = "networkx"


def suggest_circles(session: Session) -> Suggested | None:
    """Suggest circles; None where the extra is not installed."""
    split = _splitter()
    if split is None:
        return None
    known, belongings = dict(session.known().items()), dict(session.table("belongings").items())
    return suggested_circles(session.picture().network.ties, known, belongings, split)


def _splitter() -> Split | None:
    from importlib.util import find_spec

    return _by_modularity if find_spec(PACKAGE) is not None else None


def _by_modularity(tied: Tied, seed: int) -> Sequence[int]:
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(len(tied)))
    graph.add_edges_from((one, other) for one, known in enumerate(tied) for other in sorted(known) if other > one)
    split = [0] * len(tied)
    for group, members in enumerate(networkx.community.louvain_communities(graph, seed=seed)):
        for place in members:
            split[place] = group
    return split
