"""Days of tables: what is sure is read, what may be two days is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.exchange.incoming.tables.day_cells import DAY_FIRST, MONTH_FIRST, day_order, read_day, read_partial


@pytest.mark.parametrize(
    ("text", "order", "wanted"),
    [
        ("1980-04-15", "", (4, 15, 1980)),
        ("1980/4/5", "", (4, 5, 1980)),
        (" --04-15", "", (4, 15, None)),
        ("1604-04-15", "", (4, 15, None)),
        ("15.4.1980", MONTH_FIRST, (4, 15, 1980)),
        ("3.4.80", "", (4, 3, 1980)),
        ("4/15/1980", "", (4, 15, 1980)),
        ("15/4/1980", "", (4, 15, 1980)),
        ("4/4/1980", "", (4, 4, 1980)),
        ("3/4/1980", "", None),
        ("3/4/1980", DAY_FIRST, (4, 3, 1980)),
        ("3/4/1980", MONTH_FIRST, (3, 4, 1980)),
        ("15/4/1980", MONTH_FIRST, None),
        ("4/15/1980 12:00:00 AM", "", (4, 15, 1980)),
        ("12/31/25, 11:52\u202fPM", MONTH_FIRST, (12, 31, 2025)),
        ("2026-01-02 03:04:05 UTC", "", (1, 2, 2026)),
        ("01 Jan 2024", "", (1, 1, 2024)),
        ("7-Feb-22", "", (2, 7, 2022)),
        ("15-Dec-31", "", (12, 15, 1931)),
        ("29/2/2023", DAY_FIRST, None),
        ("0/0/00", "", None),
        ("00.00.0000", "", None),
        ("", "", None),
        ("soon", "", None),
        ("9" * 5_000, "", None),
    ],
)
def test_a_cell(text: str, order: str, wanted: tuple[int, int, int | None] | None) -> None:
    assert read_partial(text, order) == wanted


def test_the_column_tells_the_order() -> None:
    assert day_order(["3/4/1980", "13/4/1980", "0/0/00", ""]) == DAY_FIRST
    assert day_order(["3/4/1980", "4/13/80 1:00 PM"]) == MONTH_FIRST
    assert day_order(["3/4/1980"]) == ""
    assert day_order(["3/4/1980"], MONTH_FIRST) == MONTH_FIRST
    assert day_order(["13/4/1980", "4/13/1980"], MONTH_FIRST) == ""
    assert day_order(["31.12.1980"], MONTH_FIRST) == MONTH_FIRST


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_read_as_it_was_or_not_at_all(day: date) -> None:
    assert read_day(f"{day.day}/{day.month}/{day.year}", DAY_FIRST) == day
    assert read_day(f"{day.month}-{day.day}-{day.year}", MONTH_FIRST) == day
    assert read_day(f"{day.day}/{day.month}/{day.year}", "") in (day, None)
    assert read_day(f"{day.month}/{day.day}/{day.year}", "") in (day, None)


@given(st.text(max_size=70))
def test_no_text_stops_it(text: str) -> None:
    read_day(text, DAY_FIRST)
    day_order([text])
