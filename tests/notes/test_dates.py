from datetime import date

import pytest

from pnm_vault.model.settings import DAILY_TOKENS
from pnm_vault.notes.values import daily_format
from pnm_vault.notes.values.cadence import parse_cadence
from pnm_vault.notes.values.daily_format import compile_daily_format
from pnm_vault.notes.values.dates import find_day_in_name, is_blank, is_template_text, parse_day, parse_partial_date

_SECOND = date(2026, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02",
        "2026/01/02",
        "2026-1-2",
        "2026.01.02",
        "2026-01-02T10:00",
        "2026-01-02 10:00:00",
        "2026-01-02T10:00:00.000Z",
        "20260102",
        "2.1.2026",
        "02.01.2026",
        "[[2026-01-02]]",
        "[[Daily/2026-01-02|that day]]",
        '"2026-01-02"',
        " 2026-01-02 ",
        "January 2nd, 2026",
        "[[January 2nd, 2026]]",
        "Jan 2 2026",
        "2 Jan 2026",
        "2nd of January 2026",
        "Friday, 2 January 2026",
    ],
)
def test_a_day_in_the_forms_people_write(text: str) -> None:
    assert parse_day(text) == _SECOND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10/11/2024",
        "2024-02-30",
        "2023-02-29",
        "0000-01-01",
        "2026-13-01",
        "2026-W01-1",
        "2026-01",
        "2026",
        "soon",
        "YYYY-MM-DD",
        "{{date}}",
        "2026-01/02",
        "٢٠٢٦-٠١-٠٢",
        "2026-01-02 or so",
        "Foo 2, 2026",
        "2026-01-022026-01-02",
    ],
)
def test_what_is_no_day_or_two(text: str) -> None:
    assert parse_day(text) is None


def test_the_bounds_of_the_calendar() -> None:
    assert parse_day("0001-01-01") == date.min
    assert parse_day("9999-12-31") == date.max
    assert parse_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1990-05-12", (5, 12, 1990)),
        ("05-12", (5, 12, None)),
        ("5-12", (5, 12, None)),
        ("--05-12", (5, 12, None)),
        ("--0512", (5, 12, None)),
        ("????-05-12", (5, 12, None)),
        ("XXXX-05-12", (5, 12, None)),
        ("0000-05-12", (5, 12, None)),
        ("1604-02-29", (2, 29, None)),
        ("19900512", (5, 12, 1990)),
        ("12 May", (5, 12, None)),
        ("May 12th", (5, 12, None)),
        ("May 12, 1990", (5, 12, 1990)),
        ("[[1990-05-12]]", (5, 12, 1990)),
        ("02-29", (2, 29, None)),
        ("1992-02-29", (2, 29, 1992)),
        ("1990-02-29", None),
        ("02-30", None),
        ("13-01", None),
        ("05/12", None),
        ("1990", None),
        ("1990-05", None),
        ("", None),
    ],
)
def test_a_date_that_comes_back(text: str, found: tuple[int, int, int | None] | None) -> None:
    assert parse_partial_date(text) == found


def test_values_that_say_nothing() -> None:
    for text in ("", " ", "null", "~", "-", "—", "n/a", "?", "tbd", "YYYY-MM-DD", "{{date}}", "<% tp.date.now() %>"):
        assert is_blank(text), text
    for text in ("2026-01-02", "Ann", "Nanna", "0", "x-y"):
        assert not is_blank(text), text
    assert is_template_text("[[YYYY-MM-DD]]")
    assert is_template_text("MM-DD")
    assert not is_template_text("null")


def test_a_day_in_a_file_name() -> None:
    assert find_day_in_name("2026-01-02 Meeting with Steph") == _SECOND
    assert find_day_in_name("Steph 2026-01-02") == _SECOND
    assert find_day_in_name("2026-02-30 x") is None
    assert find_day_in_name("12026-01-023") is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14", 14),
        ("14.0", 14),
        ("daily", 1),
        ("weekly", 7),
        ("biweekly", 14),
        ("bi-weekly", 14),
        ("Fortnightly", 14),
        ("monthly", 30),
        ("quarterly", 91),
        ("half-yearly", 182),
        ("yearly", 365),
        ("annually", 365),
        ("every 6 weeks", 42),
        ("every other week", 14),
        ("every six weeks", 42),
        ("two months", 61),
        ("every-2-weeks", 14),
        ("every month", 30),
        ("once a week", 7),
        ("2 weeks", 14),
        ("1 month, 2 weeks", 44),
        ("10d", 10),
        ("3m", 91),
        ("6 months", 182),
        ("1 year", 365),
        ("12 months", 365),
        ("P2W", 14),
        ("P1M", 30),
        ("P1Y", 365),
        ("true", 30),
        ("never", 0),
        ("None", 0),
        ("off", 0),
        ("no", 0),
        ("false", 0),
        ("0", 0),
    ],
)
def test_a_cadence(text: str, days: int) -> None:
    assert parse_cadence(text) == days


@pytest.mark.parametrize(
    "text", ["", "soon", "-5", "1e3", "99999", "P", "P0D", "2 hours", "weekly-ish maybe", "1.05", "x" * 100]
)
def test_what_is_no_cadence(text: str) -> None:
    assert parse_cadence(text) is None


@pytest.mark.parametrize(
    ("moment_format", "name"),
    [
        ("YYYY-MM-DD", "2026-01-02"),
        ("YYYY/MM/YYYY-MM-DD", "2026/01/2026-01-02"),
        ("YYYY-MM-DD ddd", "2026-01-02 Fri"),
        ("YYYY-MM-DD dddd", "2026-01-02 vendredi"),
        ("dddd, MMMM Do YYYY", "Friday, January 2nd 2026"),
        ("YYYY/MMMM/YYYY-MMM-DD", "2026/January/2026-Jan-02"),
        ("YYYY/MM-MMMM/DD", "2026/01-janvier/02"),
        ("[Day] YY.M.D", "Day 26.1.2"),
        ("gggg-[W]ww/YYYYMMDD", "2026-W01/20260102"),
    ],
)
def test_a_daily_name(moment_format: str, name: str) -> None:
    assert compile_daily_format(moment_format).day_of(name) == _SECOND


def test_names_that_are_no_daily_notes() -> None:
    assert compile_daily_format("YYYY-MM-DD").day_of("2026-02-30") is None
    assert compile_daily_format("YYYY-MM-DD").day_of("2026-01-02 Ann") is None
    assert compile_daily_format("YYYY/YYYY-MM-DD").day_of("2025/2026-01-02") is None
    assert compile_daily_format("YYYY-MM").day_of("2026-01") is None
    assert compile_daily_format("YYYY.MM.DD").day_of("2026-01-02") is None
    assert compile_daily_format("[").day_of("[") is None


def test_the_settings_take_those_tokens_that_are_read() -> None:
    assert {token for token, _, _ in daily_format._TOKENS} == DAILY_TOKENS
