from array import array
from datetime import date, timedelta
from typing import Any

from pnm_vault.insights.looking_back.day_log import DayLog
from pnm_vault.insights.pictures import WEEKS, PictureEvidence, Pictures, build_pictures, last_sunday
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.tie import Tie
from pnm_vault.network.silences import tie_before
from tests.insights.test_attention import tie

SUNDAY = date(2026, 11, 22)


def log(*days: date) -> DayLog:
    ordinals = array("I", [day.toordinal() for day in sorted(days)])
    return DayLog(ordinals.tobytes(), array("I", [0] * len(days)).tobytes(), 0, False, 0)


def seen(tie: Tie, *days: date) -> tuple[Tie, DayLog]:
    """A tie with its contact days."""
    return (tie_before(tie, sorted(days), 90.0) if days else tie), log(*days)


def build(*told: tuple[Tie, DayLog], **more: Any) -> Pictures:
    evidence = PictureEvidence(
        tuple(one for one, _ in told), {one.path: own for one, own in told}, {}, more.pop("me", None), 90.0
    )
    return build_pictures(evidence, SUNDAY, **more)


def test_the_last_whole_week_ended_on_a_sunday() -> None:
    for days in range(1, 8):
        assert last_sunday(SUNDAY + timedelta(days=days)) == SUNDAY
    assert last_sunday(SUNDAY) == SUNDAY - timedelta(days=7)
    assert last_sunday(date(1, 1, 1)) == date(1, 1, 1)


def test_days_after_the_sunday_change_nothing() -> None:
    days = [SUNDAY - timedelta(days=10 * back) for back in range(9)]
    before = build(seen(tie("Ann", "choir"), *days), seen(tie("Bo", "choir"), *days[3:]))
    after = build(
        seen(tie("Ann", "choir"), *days, SUNDAY + timedelta(days=1)),
        seen(tie("Bo", "choir"), *days[3:], SUNDAY + timedelta(days=2)),
    )
    assert before == after


def test_weeks_begin_on_mondays_and_end_with_the_sunday() -> None:
    first = SUNDAY - timedelta(days=7 * WEEKS - 1)
    made = build(
        seen(tie("Ann", "choir", "family"), first - timedelta(days=1), first, SUNDAY),
        seen(tie("Bo", "choir"), SUNDAY - timedelta(days=6), SUNDAY - timedelta(days=7)),
        seen(tie("Cy", "family"), SUNDAY),
        seen(tie("Di"), SUNDAY),
    )
    weeks = made.weeks
    assert weeks.first == first and weeks.first.isoweekday() == 1
    assert (weeks.all[0], weeks.all[-2:], sum(weeks.all)) == (1, (1, 4), 6)
    rows = {row.name: row.days for row in weeks.rows}
    assert {name: (days[0], days[-2:]) for name, days in rows.items()} == {
        "choir": (1, (1, 2)),
        "family": (1, (0, 2)),
        "": (0, (0, 1)),
    }


def test_those_who_died_or_were_archived_are_in_the_days_and_nowhere_else() -> None:
    days = [SUNDAY - timedelta(days=7 * back) for back in range(6)]
    made = build(
        seen(tie("Gone", "choir", status=Status.DECEASED, closeness=5), *days),
        seen(tie("Old", "choir", status=Status.ARCHIVED), *days),
        seen(tie("Ann", "choir"), *days),
    )
    assert sum(made.weeks.all) == 18
    assert [one.name for one in made.map.contacts] == ["Ann"]
    assert sum(row.contacts for row in made.layers) + made.unplaced == 1
    assert "Gone" not in str(made.layers)


def test_layers_by_word_or_by_rhythm() -> None:
    weekly = [SUNDAY - timedelta(days=6 * back) for back in range(12)]
    yearly = [SUNDAY - timedelta(days=360 * back) for back in range(5)]
    made = build(
        seen(tie("Word", closeness=5)),
        seen(tie("Week"), *weekly),
        seen(tie("Year"), *yearly),
        seen(tie("Once"), SUNDAY),
    )
    assert made.unplaced == 1
    placed = {name: row.layer for row in made.layers for name in row.names}
    assert placed["Word"] == 1 and placed["Week"] in (1, 2)
    assert placed["Year"] > placed["Week"]
    assert sum(row.contacts for row in made.layers) == 3


def test_the_circles_that_matter_order_the_map_and_the_weeks() -> None:
    days = [SUNDAY - timedelta(days=7 * back) for back in range(6)]
    told = [seen(tie(f"W{at}", "work"), *days) for at in range(4)] + [
        seen(tie(f"F{at}", "family"), *days) for at in (1, 2)
    ]
    made = build(*told, me=Contact("Me.md", "Me", circles=("family",)))
    assert [one.name for one in made.map.circles] == ["family", "work"]
    assert [row.name for row in made.weeks.rows] == ["family", "work"]
    assert made.attention.matters == ("family",)
