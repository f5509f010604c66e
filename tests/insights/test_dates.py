"""Which dates lie ahead, and when they come up next."""

from datetime import date

import pytest
from msgspec.structs import replace

from pnm_vault.insights.remembering.dates import DateAhead, dates_ahead
from pnm_vault.model.contact import ImportantDate
from pnm_vault.model.picture import ContactDates
from pnm_vault.model.source import Source

TODAY = date(2026, 11, 23)


def born(month: int, day: int, year: int | None = None, name: str = "Ann", label: str = "birthday") -> ContactDates:
    which = ImportantDate(label, month, day, year, 4, f"birthday: {month}-{day}")
    return ContactDates(f"{name}.md", name, False, (which,))


def days(contact: ContactDates, today: date, ahead: int = 366) -> list[date]:
    return [found.day for found in dates_ahead((contact,), today, ahead)]


def test_one_date_with_all_that_is_known() -> None:
    assert dates_ahead((born(12, 1, 1986),), TODAY, 30) == (
        DateAhead(date(2026, 12, 1), "birthday", "Ann.md", "Ann", 40, False, Source("Ann.md", 4, "birthday: 12-1")),
    )


def test_without_a_year_nobody_turns_anything() -> None:
    assert dates_ahead((born(12, 1),), TODAY, 30)[0].turns is None


def test_both_ends_of_the_window_are_in_it() -> None:
    assert days(born(11, 23), TODAY, 0) == [TODAY]
    assert days(born(12, 23), TODAY, 30) == [date(2026, 12, 23)]
    assert days(born(12, 24), TODAY, 30) == []
    assert days(born(11, 22), TODAY, 30) == []


def test_over_the_turn_of_the_year() -> None:
    (found,) = dates_ahead((born(1, 2, 2000),), date(2026, 12, 20), 30)
    assert (found.day, found.turns) == (date(2027, 1, 2), 27)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2029, 2, 28)),
        (date(2100, 2, 1), date(2100, 2, 28)),
    ],
)
def test_the_29th_of_february(today: date, day: date) -> None:
    assert days(born(2, 29, 1992), today) == [day]


def test_a_day_that_is_still_to_happen_for_the_first_time() -> None:
    assert dates_ahead((born(12, 1, 2026, label="wedding"),), TODAY, 30)[0].turns == 0
    assert dates_ahead((born(12, 1, 2027, label="wedding"),), TODAY, 30) == ()


def test_order_is_day_then_label_then_name() -> None:
    contacts = (
        born(12, 2, name="Abe"),
        born(12, 1, name="Zoe", label="birthday"),
        born(12, 1, name="abe", label="Birthday"),
        born(12, 1, name="Bo", label="anniversary"),
    )
    found = dates_ahead(contacts, TODAY, 30)
    assert [(item.day.day, item.name) for item in found] == [(1, "Bo"), (1, "abe"), (1, "Zoe"), (2, "Abe")]
    assert found == dates_ahead(tuple(reversed(contacts)), TODAY, 30)


def test_private_dates_are_marked() -> None:
    contact = ContactDates("Ann.md", "Ann", True, (ImportantDate("birthday", 12, 1, None, 4),))
    assert dates_ahead((contact,), TODAY, 30)[0].private


def test_the_end_of_the_calendar() -> None:
    assert days(born(1, 1), date.max) == []
    assert days(born(12, 31), date.max) == [date.max]
    assert days(born(2, 29), date.max) == []


def test_a_date_that_was_seen_to_is_left_out_until_next_year() -> None:
    seen = replace(born(12, 1), kept=(("birthday", date(2026, 11, 23)),))
    assert days(seen, TODAY, 30) == []
    assert days(seen, date(2027, 11, 23), 30) == [date(2027, 12, 1)]
    assert days(replace(seen, kept=(("name day", date(2026, 11, 23)),)), TODAY, 30) == [date(2026, 12, 1)]


def test_a_note_long_before_or_after_the_day_is_of_another_year() -> None:
    assert days(replace(born(12, 1), kept=(("birthday", date(2026, 10, 31)),)), TODAY, 30) == [date(2026, 12, 1)]
    assert days(replace(born(12, 1), kept=(("birthday", date(2026, 11, 1)),)), TODAY, 30) == []
    assert days(replace(born(12, 1), kept=(("birthday", date(2025, 12, 2)),)), TODAY, 365) == [date(2026, 12, 1)]
