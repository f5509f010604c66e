from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.catching_up.expectation import Expectations
from pnm_vault.insights.looking_back.comings import (
    Arrival,
    Silence,
    Then,
    arrivals,
    came_back,
    gone_quiet,
    log_began,
    silences_ended,
    tie_then,
)
from pnm_vault.insights.looking_back.day_log import DayLog, day_log, days_of, first_difference
from pnm_vault.model.contact import Cadence, Contact, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.settings import CadenceSettings
from pnm_vault.model.source import Source
from tests.insights.test_attention import tie

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
BEGAN = date(2026, 1, 1)
EXPECTED = Expectations(CadenceSettings(), 3.4)


def record(*days: str, origin: Origin = Origin.LOG, text: str = "coffee", **changes: Any) -> ContactRecord:
    contact = Contact("Ann.md", "Ann", **changes)
    told = [Interaction(date.fromisoformat(day), Source("Ann.md", 9, f"{day}: {text}"), origin) for day in sorted(days)]
    return ContactRecord(contact, tuple(told))


def then(*days: str, origin: Origin = Origin.LOG, met: str = "", how: str = "", **changes: Any) -> Then:
    facts: dict[str, Any] = {key: changes[key] for key in ("closeness", "category") if key in changes}
    if met:
        facts["met_on"] = date.fromisoformat(met)
    if how:
        facts["how_met"] = Statement(how, 4)
    log = day_log(record(*days, origin=origin, **facts))
    assert log is not None
    return tie_then(tie("Ann", **changes), log, FIRST, LAST)


@pytest.mark.parametrize(
    ("days", "changes", "came"),
    [
        (["2026-10-01"], {}, "2026-10-01"),
        (["2026-10-31", "2026-11-02"], {}, "2026-10-31"),
        (["2026-09-30", "2026-10-05"], {}, ""),
        (["2026-11-01"], {}, ""),
        (["2026-10-05"], {"closeness": 3}, ""),
        (["2026-10-05"], {"category": "friend"}, ""),
        (["2026-10-05"], {"category": "colleague"}, "2026-10-05"),
        (["2026-10-05"], {"origin": Origin.FIELD}, ""),
        (["2026-10-05"], {"how": "in Graz, 2021"}, ""),
        (["2026-10-05"], {"how": "at the fair of 2026"}, "2026-10-05"),
        (["2026-10-09"], {"met": "2026-10-02"}, "2026-10-02"),
        (["2026-10-09"], {"met": "2019-05-01"}, ""),
        ([], {"met": "2026-10-02", "category": "friend"}, "2026-10-02"),
    ],
)
def test_who_came_in(days: list[str], changes: dict[str, Any], came: str) -> None:
    found = arrivals([then(*days, **changes)], FIRST, LAST, BEGAN)
    assert found == ((Arrival("Ann.md", "Ann", date.fromisoformat(came)),) if came else ())


def test_nobody_is_new_in_a_new_log() -> None:
    one = then("2026-10-05")
    assert arrivals([one], FIRST, LAST, date(2026, 7, 7)) != ()
    assert arrivals([one], FIRST, LAST, date(2026, 7, 8)) == ()
    assert arrivals([one], FIRST, LAST, None) == ()
    assert arrivals([then(met="2026-10-05")], FIRST, LAST, None) != ()


def test_a_log_begins_where_it_is_kept() -> None:
    day = date(2026, 1, 1).toordinal()
    assert log_began({}) is None
    assert log_began({day: 9}) is None
    assert log_began({day: 10}) == date(2026, 1, 1)
    assert log_began({day - 5000: 1, day: 4, day + 89: 6}) == date(2026, 1, 1)
    assert log_began({day: 4, day + 90: 6, day + 91: 4}) == date(2026, 1, 1) + timedelta(90)


# With a cadence of 10 days dormant begins on the 81st day of silence.
@pytest.mark.parametrize(
    ("last", "changes", "quiet"),
    [
        ("2026-07-12", {}, True),  # the 81st day is 1 October
        ("2026-07-11", {}, False),  # it was in September
        ("2026-08-11", {}, True),  # the 81st day is 31 October
        ("2026-08-12", {}, False),
        ("2026-07-12", {"category": "family"}, False),
        ("2026-07-12", {"status": Status.DECEASED}, False),
        ("2026-07-12", {"status": Status.ARCHIVED}, False),
        ("2026-07-12", {"next_contact": date(2026, 12, 1)}, False),
        ("2026-07-12", {"next_contact": date(2026, 1, 1)}, True),
        ("2026-07-12", {"suggest": False}, True),  # the cadence is a wish of their own
        ("2026-07-12", {"cadence": Cadence(None)}, False),
    ],
)
def test_who_has_gone_quiet(last: str, changes: dict[str, Any], quiet: bool) -> None:
    one = then(last, **{"cadence": Cadence(10), **changes})
    found = gone_quiet([one], FIRST, LAST, EXPECTED)
    assert found == ((Silence("Ann.md", "Ann", date.fromisoformat(last), None, 10),) if quiet else ())


def test_a_limit_of_the_owners_own_counts() -> None:
    one = then("2026-07-12", cadence=Cadence(10, 0, 60))
    assert gone_quiet([one], FIRST, LAST, EXPECTED) == ()


def test_later_contact_does_not_rewrite_what_was() -> None:
    one = then("2026-07-12", "2026-11-05", cadence=Cadence(10))
    assert [silence.name for silence in gone_quiet([one], FIRST, LAST, EXPECTED)] == ["Ann"]
    assert gone_quiet([then("2026-07-12", "2026-10-01", cadence=Cadence(10))], FIRST, LAST, EXPECTED) == ()


@pytest.mark.parametrize(
    ("days", "changes", "length", "back"),
    [
        (["2026-01-01", "2026-10-08"], {"cadence": Cadence(10)}, 280, True),
        (["2026-08-09", "2026-10-08"], {"cadence": Cadence(10)}, 60, False),
        (["2026-08-10", "2026-10-08"], {"cadence": Cadence(10)}, 0, False),
        (["2026-01-01", "2026-10-08"], {"category": "family", "cadence": Cadence(10)}, 280, False),
        (["2025-10-08", "2026-10-08"], {"category": "family"}, 365, True),
        (["2026-01-01", "2026-10-08", "2026-10-20"], {"cadence": Cadence(10)}, 280, True),
        (["2026-01-01", "2026-09-30", "2026-10-08"], {"cadence": Cadence(10)}, 0, False),
        (["2026-01-01", "2026-11-08"], {"cadence": Cadence(10)}, 0, False),
        (["2007-01-01", "2026-10-08"], {"met": "2007-01-01"}, 0, False),
    ],
)
def test_who_came_back(days: list[str], changes: dict[str, Any], length: int, back: bool) -> None:
    one = then(*days, **changes)
    ended = silences_ended([one])
    assert [silence.days for silence in ended] == ([length] if length else [])
    assert bool(came_back(ended, [one], EXPECTED)) == back


def test_a_tie_as_it_was_counts_only_its_days() -> None:
    one = then("2026-09-01", "2026-10-02", "2026-10-30", "2026-12-24")
    assert (one.tie.days, one.tie.first, one.tie.last) == (3, date(2026, 9, 1), date(2026, 10, 30))
    assert [date.fromordinal(day) for day in one.inside] == [date(2026, 10, 2), date(2026, 10, 30)]


days = st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(date.isoformat), unique=True, max_size=8)


def row(dates: list[str]) -> DayLog | None:
    return day_log(record(*dates))


@given(days, days)
def test_the_first_difference_is_the_first_day_told_differently(one: list[str], other: list[str]) -> None:
    found = first_difference(row(one), row(other))
    differing = set(one) ^ set(other)
    assert (None if found is None else date.fromordinal(found).isoformat()) == min(
        differing, default=None
    ) or found == 0


def test_a_day_told_in_other_words_differs() -> None:
    before = day_log(record("2026-10-01", "2026-10-05"))
    after = day_log(record("2026-10-01", "2026-10-05", text="a long walk"))
    assert first_difference(before, after) == date(2026, 10, 1).toordinal()
    assert first_difference(before, day_log(record("2026-10-01", "2026-10-05", aliases=("Annie",)))) == 0
    assert first_difference(None, before) == date(2026, 10, 1).toordinal()
    assert first_difference(before, before) is None


def test_only_a_private_contact_without_a_day_has_a_row() -> None:
    assert day_log(record()) is None
    log = day_log(record(private=True))
    assert log is not None
    assert list(days_of(log)) == []
