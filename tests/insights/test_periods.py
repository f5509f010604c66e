from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.looking_back.periods import (
    PeriodKind,
    last_complete,
    parse_period,
    period_around,
    period_before,
)


@pytest.mark.parametrize(
    ("text", "first", "last", "title"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "October 2026"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "February 2026"),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "December 2026"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        ("2024-q1", date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "December 9999"),
    ],
)
def test_a_period_knows_its_days_and_names(text: str, first: date, last: date, title: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.first, period.last, period.title) == (first, last, title)
    assert parse_period(period.key) == period
    assert period.key == text.upper()


@pytest.mark.parametrize(
    "text", ["", "26-10", "2026-13", "2026-00", "2026-Q5", "2026-1", "2026-10-01", "0000", "last", "٢٠٢٦"]
)
def test_anything_else_is_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_the_last_that_is_over() -> None:
    day = date(2026, 1, 1)
    keys = [getattr(last_complete(kind, day), "key", "") for kind in PeriodKind]
    assert keys == ["2025-12", "2025-Q4", "2025"]
    assert getattr(last_complete(PeriodKind.MONTH, date(2025, 12, 31)), "key", "") == "2025-11"
    assert last_complete(PeriodKind.YEAR, date(1, 5, 1)) is None


@given(st.sampled_from(PeriodKind), st.dates())
def test_periods_follow_each_other_without_a_gap(kind: PeriodKind, day: date) -> None:
    period = period_around(kind, day)
    assert period.first <= day <= period.last
    before = period_before(period)
    assert (before is None) == (period.first == date.min)
    assert before is None or before.last + timedelta(days=1) == period.first
    assert parse_period(period.key) == period
