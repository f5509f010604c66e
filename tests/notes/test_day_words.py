"""Days as people say them, seen from Monday, 23 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.notes.values.day_words import add_months, coming_day, leading_past_day, past_day, split_due
from tests.examples import examples

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("Yesterday evening", "2026-11-22"),
        ("the day before yesterday", "2026-11-21"),
        ("last night", "2026-11-22"),
        ("2 days ago", "2026-11-21"),
        ("two weeks ago", "2026-11-09"),
        ("a month ago", "2026-10-23"),
        ("a couple of days ago", "2026-11-21"),
        ("last week", "2026-11-16"),
        ("last month", "2026-10-23"),
        ("last friday", "2026-11-20"),
        ("on friday", "2026-11-20"),
        ("Sunday", "2026-11-22"),
        ("on monday", "2026-11-16"),
        ("this monday", "2026-11-23"),
        ("on sat", "2026-11-21"),
        ("next friday", "2026-12-04"),
        ("tomorrow", "2026-11-24"),
        ("2026-11-20", "2026-11-20"),
        ("2026-12-20", "2026-12-20"),
        ("14 nov", "2026-11-14"),
        ("on the 14 nov", None),
        ("14th of November", "2026-11-14"),
        ("nov 14", "2026-11-14"),
        ("14 dec", "2025-12-14"),
        ("14 dec 2026", "2026-12-14"),
        ("Fri, 20 Nov", "2026-11-20"),
        ("14.11.", "2026-11-14"),
        ("14.11.2025", "2025-11-14"),
        ("29 feb", "2024-02-29"),
        ("gestern", "2026-11-22"),
        ("10/11", None),
        ("14/11", "2026-11-14"),
        ("11/14/2026", "2026-11-14"),
        ("11/11", "2026-11-11"),
        ("31/02/2026", None),
        ("14/11/26", None),
        ("yest", "2026-11-22"),
        ("yday", "2026-11-22"),
        ("2026-02-30", None),
        ("someday", None),
        ("", None),
    ],
)
def test_days_behind(text: str, day: str | None) -> None:
    assert past_day(text, TODAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("yesterday: coffee", "2026-11-22", ": coffee"),
        ("2 days ago coffee", "2026-11-21", " coffee"),
        ("2026-11-20: call", "2026-11-20", ": call"),
        ("14 nov, lunch", "2026-11-14", ", lunch"),
        ("sat: lunch", "2026-11-21", ": lunch"),
        ("friday drinks", "2026-11-20", " drinks"),
        ("2026-02-30: call", None, ": call"),
        ("10/11: call", None, ": call"),
    ],
)
def test_days_at_the_beginning(text: str, day: str | None, rest: str) -> None:
    found = leading_past_day(text, TODAY)
    assert found is not None
    assert (found[0], text[found[1] :]) == (date.fromisoformat(day) if day else None, rest)


@pytest.mark.parametrize(
    "text", ["sat with Ann", "coffee yesterday", "mon ami", "2 coffees", "Sundays", "today's", "14"]
)
def test_no_day_at_the_beginning(text: str) -> None:
    assert leading_past_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 weeks", "2026-12-07"),
        ("in 2 weeks", "2026-12-07"),
        ("10d", "2026-12-03"),
        ("3m", "2027-02-23"),
        ("a month", "2026-12-23"),
        ("tomorrow", "2026-11-24"),
        ("today", "2026-11-23"),
        ("by friday", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("monday", "2026-11-30"),
        ("next friday", "2026-12-04"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("march", "2027-03-01"),
        ("until December", "2026-12-01"),
        ("november", "2027-11-01"),
        ("14 jan", "2027-01-14"),
        ("on 23 nov", "2026-11-23"),
        ("22 nov", "2027-11-22"),
        ("2027-03", "2027-03-01"),
        ("2027-01-14.", "2027-01-14"),
        ("2026-11-22", None),
        ("2027-02-30", None),
        ("9999 years", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_ahead(text: str, day: str | None) -> None:
    assert coming_day(text, TODAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("follow up in 2 weeks", "follow up", "2026-12-07"),
        ("ask about the flat by friday", "ask about the flat", "2026-11-27"),
        ("send slides, tomorrow", "send slides", "2026-11-24"),
        ("ring on 3 Dec.", "ring", "2026-12-03"),
        ("in 2 weeks", "", "2026-12-07"),
        ("ask about May", "ask about May", None),
        ("meet in May", "meet", "2027-05-01"),
        ("read the paper in English", "read the paper in English", None),
        ("send it by 2026-12-01", "send it", "2026-12-01"),
    ],
)
def test_what_to_do_and_by_when(text: str, words: str, day: str | None) -> None:
    assert split_due(text, TODAY) == (words, date.fromisoformat(day) if day else None)


def test_a_month_ends_where_it_ends() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 5), 1) == date(2027, 1, 5)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
@settings(deadline=None, max_examples=examples(100))
def test_a_weekday_is_the_nearest_on_its_side(today: date, wanted: int) -> None:
    name = (date(2026, 11, 23) + timedelta(wanted)).strftime("%A")
    behind, ahead = past_day(name, today), coming_day(name, today)
    assert behind is not None
    assert ahead is not None
    assert behind.weekday() == ahead.weekday() == wanted
    assert 1 <= (today - behind).days <= 7
    assert 1 <= (ahead - today).days <= 7


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=examples(100))
def test_any_text_is_taken(text: str) -> None:
    leading_past_day(text, TODAY)
    coming_day(text, TODAY)
    assert split_due(text, TODAY)[0] in text
