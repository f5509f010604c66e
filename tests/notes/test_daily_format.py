"""Names of daily notes: a day written as the format has it is read back as that day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.notes.values.daily_format import compile_daily_format, write_day


@pytest.mark.parametrize(
    ("moment_format", "name"),
    [
        ("YYYY-MM-DD", "2026-11-22"),
        ("YYYY/MM/YYYY-MM-DD dddd", "2026/11/2026-11-22 Sunday"),
        ("[Day] D. MMMM YYYY", "Day 22. November 2026"),
        ("ddd, MMM Do YY", "Sun, Nov 22nd 26"),
        ("GGGG-[W]WW/YYYY-MM-DD", "2026-W47/2026-11-22"),
        ("gggg-[w]ww-e YYYYMMDD", "2026-w48-0 20261122"),
        ("[Q]Q Qo DDDD DDD M d E w dd", "Q4 4th 326 326 11 0 7 48 Su"),
        ("", ""),
    ],
)
def test_a_day_in_a_format(moment_format: str, name: str) -> None:
    assert write_day(moment_format, date(2026, 11, 22)) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2027-01-01", "2027 01 1st"),
        ("2026-12-26", "2026 52 26th"),
        ("2026-12-27", "2027 01 27th"),
        ("2026-01-13", "2026 03 13th"),
    ],
)
def test_weeks_from_sunday(day: str, name: str) -> None:
    assert write_day("gggg ww Do", date.fromisoformat(day)) == name


@pytest.mark.parametrize("moment_format", ["YYYY-MM-DD HHmm", "ss"])
def test_a_time_of_day_is_not_made_up(moment_format: str) -> None:
    assert write_day(moment_format, date(2026, 11, 22)) is None


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["YYYY-MM-DD", "YYYY/MMMM/Do dddd", "MMM D YYYY", "[x] DD.MM.YYYY ww E", "YYYYMMDD"]),
)
def test_what_is_written_is_read_back(day: date, moment_format: str) -> None:
    name = write_day(moment_format, day)
    assert name is not None
    assert compile_daily_format(moment_format).day_of(name) == day
