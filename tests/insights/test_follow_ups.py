"""Follow-ups by when they are due."""

from datetime import date, timedelta

from pnm_vault.insights.remembering.follow_ups import FollowUps, sort_follow_ups
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.source import Source

TODAY = date(2026, 11, 23)


def make(text: str, due: int | None, start: int | None = None, path: str = "Ann.md", line: int = 3) -> FollowUp:
    """Make a follow-up due and starting so many days from today."""
    return FollowUp(
        source=Source(path, line, text),
        text=text,
        due=None if due is None else TODAY + timedelta(days=due),
        start=None if start is None else TODAY + timedelta(days=start),
        recurrence="",
        contacts=("Ann.md",),
    )


def sort(*items: FollowUp) -> FollowUps:
    return sort_follow_ups(items, TODAY)


def test_the_edges_of_the_week() -> None:
    yesterday, today, sixth, seventh = make("a", -1), make("b", 0), make("c", 6), make("d", 7)
    found = sort(seventh, sixth, today, yesterday)
    assert found == FollowUps(overdue=(yesterday,), this_week=(today, sixth), later=(seventh,), undated=())


def test_without_a_date() -> None:
    assert sort(make("a", None), make("b", None, start=0)).undated == (make("a", None), make("b", None, start=0))


def test_what_may_not_start_yet_is_later() -> None:
    early, open_start = make("a", 2, start=1), make("b", None, start=3)
    found = sort(make("c", 9), open_start, early)
    assert found.later == (early, open_start, make("c", 9))
    assert found.this_week == found.undated == ()
    assert sort(make("d", 2, start=0)).this_week == (make("d", 2, start=0),)


def test_order_within_a_group() -> None:
    wanted = (make("d", -9, path="b.md"), make("c", -2, path="a.md", line=2), make("b", -2, path="a.md", line=10))
    assert sort(*reversed(wanted)).overdue == wanted


def test_nothing() -> None:
    assert sort() == FollowUps((), (), (), ())
