"""When a task comes back: each day was counted by hand on a calendar, after what the Tasks plugin documents."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pnm_vault.notes.values.recurrence import next_day, read_recurrence
from tests.examples import examples

DONE_ON = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("rule", "last", "coming"),
    [
        ("every day", "2026-11-30", "2026-12-01"),
        ("every 3 days", "2026-12-30", "2027-01-02"),
        ("every weekday", "2026-11-26", "2026-11-27"),
        ("every weekday", "2026-11-27", "2026-11-30"),
        ("every weekday", "2026-11-28", "2026-11-30"),
        ("every week", "2026-12-28", "2027-01-04"),
        ("every 2 weeks", "2021-10-30", "2021-11-13"),
        ("every week on Monday", "2026-11-23", "2026-11-30"),
        ("every week on Monday", "2026-11-25", "2026-11-30"),
        ("every week on Tuesday, Friday", "2026-11-24", "2026-11-27"),
        ("every week on Tuesday and Friday", "2026-11-27", "2026-12-01"),
        ("every 3 weeks on Friday", "2026-11-27", "2026-12-18"),
        ("every 2 weeks on Monday", "2026-11-25", "2026-12-07"),
        ("every Sunday", "2021-04-25", "2021-05-02"),
        ("every Monday, Thursday", "2026-11-23", "2026-11-26"),
        ("every month", "2026-11-15", "2026-12-15"),
        ("every month", "2022-01-31", "2022-02-28"),
        ("every month", "2024-01-31", "2024-02-29"),
        ("every month", "2021-10-31", "2021-11-30"),
        ("every month", "2022-01-30", "2022-02-28"),
        ("every month", "2022-02-28", "2022-03-28"),
        ("every 3 months", "2022-01-31", "2022-04-30"),
        ("every 2 months", "2021-12-31", "2022-02-28"),
        ("every 6 months", "2022-08-31", "2023-02-28"),
        ("every month on the 1st", "2026-11-01", "2026-12-01"),
        ("every month on the 1st", "2026-11-15", "2026-12-01"),
        ("every month on the 1st and 24th", "2026-11-01", "2026-11-24"),
        ("every month on the 31st", "2022-01-31", "2022-03-31"),
        ("every month on the last", "2022-01-31", "2022-02-28"),
        ("every month on the last", "2024-02-29", "2024-03-31"),
        ("every month on the 2nd last", "2026-11-29", "2026-12-30"),
        ("every month on the last Friday", "2026-11-27", "2026-12-25"),
        ("every month on the 1st Friday", "2026-11-06", "2026-12-04"),
        ("every month on the 2nd last Friday", "2026-11-20", "2026-12-18"),
        ("every month on the first Monday", "2026-11-02", "2026-12-07"),
        ("every 6 months on the 2nd Wednesday", "2026-01-14", "2026-07-08"),
        ("every year", "2026-12-09", "2027-12-09"),
        ("every year", "2024-02-29", "2025-02-28"),
        ("every 4 years", "2024-02-29", "2028-02-29"),
        ("every 2 years", "2024-02-29", "2026-02-28"),
        ("every January on the 15th", "2026-01-15", "2027-01-15"),
        ("every January on the 15th", "2026-11-23", "2027-01-15"),
        ("every February on the last", "2023-02-28", "2024-02-29"),
        ("every February on the 29th", "2024-02-29", "2028-02-29"),
        ("every April and December on the 1st and 24th", "2026-12-01", "2026-12-24"),
        ("every April and December on the 1st and 24th", "2026-12-24", "2027-04-01"),
        ("every November on the 4th Thursday", "2026-11-26", "2027-11-25"),
        ("every January", "2026-01-15", "2027-01-15"),
        ("Every  MONTH On The LAST friday", "2026-11-27", "2026-12-25"),
        ("every week when done", "2021-02-06", "2026-11-30"),
        ("every 10 days when done", "2027-01-01", "2026-12-03"),
        ("every month when done", "2026-01-31", "2026-12-23"),
        ("every week on Monday when done", "2026-01-05", "2026-11-30"),
        ("every weekday when done", "2026-01-05", "2026-11-24"),
        ("every January on the 15th when done", "2020-01-15", "2027-01-15"),
        ("every February on the 30th", "2026-02-01", None),
        ("every 99 years", "2026-02-01", None),
        ("every day", "9999-12-31", None),
    ],
)
def test_the_day_on_which_it_comes_back(rule: str, last: str, coming: str | None) -> None:
    read = read_recurrence(rule)
    assert read is not None
    found = next_day(read, date.fromisoformat(last), DONE_ON)
    assert found == (None if coming is None else date.fromisoformat(coming))


def test_done_at_the_end_of_a_month() -> None:
    read = read_recurrence("every month when done")
    assert read is not None
    assert next_day(read, date(2026, 1, 5), date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "rule",
    [
        "", "weekly", "every", "every 0 days", "every day on Monday", "every 2 weekdays", "every other week",
        "every week on the 1st", "every month on Friday", "every month on the 1st and last Friday",
        "every month on the 32nd", "every month on the 6th Friday", "every year on the 15th", "every 2 Mondays",
        "every month on the 1", "every hour", "every day for 3 times", "every week until 2027-01-01", "every mon",
        "every week!", "every 1000 days", "every Jan on the 15th", "every month on the last last", "when done",
        "every week when done please",
        "every month on the 1st" + " and 1st" * 30, "every Monday and January", "every month on the 0th",
        "every week on",
    ],
)  # fmt: skip
def test_a_rule_that_is_not_known_is_never_guessed(rule: str) -> None:
    assert read_recurrence(rule) is None


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.integers(1, 36), st.booleans())
@example(date(2000, 2, 29), 11, False)
@settings(deadline=None, max_examples=examples(300))
def test_a_month_or_year_later_is_that_day_or_the_last_one_before(last: date, count: int, when_done: bool) -> None:
    """Counted in another way: the month by division, the day cut to its length."""
    done = " when done" if when_done else ""
    base = DONE_ON if when_done else last
    for rule, months in ((f"every {count} months{done}", count), (f"every {count} years{done}", 12 * count)):
        year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
        expected = date(year, month + 1, min(base.day, monthrange(year, month + 1)[1]))
        read = read_recurrence(rule)
        assert read is not None
        assert next_day(read, last, DONE_ON) == expected


@given(
    st.dates(date(1970, 1, 1), date(2100, 1, 1)),
    st.sampled_from(
        ["every weekday", "every Tuesday, Sunday", "every month on the last Friday", "every month on the 30th"]
    ),
)
@settings(deadline=None, max_examples=examples(200))
def test_no_day_that_fits_is_passed_over(last: date, rule: str) -> None:
    known: dict[str, Callable[[date], bool]] = {
        "every weekday": lambda day: day.weekday() < 5,
        "every Tuesday, Sunday": lambda day: day.weekday() in (1, 6),
        "every month on the last Friday": lambda day: day.weekday() == 4 and (day + timedelta(7)).month != day.month,
        "every month on the 30th": lambda day: day.day == 30,
    }
    fits = known[rule]
    day = last + timedelta(1)
    while not fits(day):
        day += timedelta(1)
    read = read_recurrence(rule)
    assert read is not None
    assert next_day(read, last, DONE_ON) == day
