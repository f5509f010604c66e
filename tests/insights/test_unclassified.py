"""Who waits to be classified, and in which order."""

from pnm_vault.insights.unclassified import find_unclassified
from pnm_vault.model.contact import Cadence, Status
from tests.insights.test_stale import make_tie


def test_who_waits_and_who_comes_first() -> None:
    waiting = (
        make_tie("Long.md", 900),
        make_tie("zoe.md"),
        make_tie("Ada.md"),
        make_tie("Now.md", 1, cadence=Cadence(30), suggest=False, private=True, priority=1, tags=("x",)),
    )
    others = (
        make_tie("Friend.md", 2, category="friend"),
        make_tie("Choir.md", 2, circles=("choir",)),
        make_tie("Never.md", 2, cadence=Cadence(None)),
        make_tie("Old.md", 2, status=Status.ARCHIVED),
        make_tie("Gone.md", 2, status=Status.DECEASED),
    )
    assert [tie.path for tie in find_unclassified((*others, *waiting))] == ["Now.md", "Long.md", "Ada.md", "zoe.md"]
    assert find_unclassified(others) == ()
