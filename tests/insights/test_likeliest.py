"""Whom a shared name most likely means."""

from pnm_vault.insights.likeliest import rank_likeliest
from pnm_vault.model.picture import Network
from tests.insights.test_stale import make_tie


def test_closeness_then_strength_then_the_latest_contact_then_path() -> None:
    ties = (
        make_tie("Close.md", 900, closeness=5),
        make_tie("Never.md"),
        make_tie("Often.md", 10, decayed=6.0),
        make_tie("Once.md", 10),
        make_tie("Past.md", 400),
    )
    found = rank_likeliest(["Past.md", "Stranger.md", "Never.md", "Once.md", "Close.md", "Often.md"], Network(ties))
    assert found == ("Close.md", "Often.md", "Once.md", "Past.md", "Never.md", "Stranger.md")
    assert rank_likeliest([], Network(ties)) == ()
