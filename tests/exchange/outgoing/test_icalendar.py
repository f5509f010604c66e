"""Our calendar, as other programs read it."""

from datetime import date
from typing import Any

import icalendar
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.exchange.outgoing.exported import uid_of, without_controls
from pnm_vault.exchange.outgoing.icalendar import Occasion, calendar_of, first_day
from tests.exchange.outgoing.made_contacts import awkward

TODAY = date(2026, 11, 23)


def read(*occasions: Occasion) -> Any:
    return icalendar.Calendar.from_ical(calendar_of(occasions, TODAY, "Contacts"))


def days_of(occasion: Occasion, *years: int) -> list[date]:
    query = recurring_ical_events.of(read(occasion))
    return [event["DTSTART"].dt for year in years for event in query.between(date(year, 1, 1), date(year + 1, 1, 1))]


def test_the_calendar_byte_for_byte() -> None:
    said = calendar_of([Occasion("urn:1", date(1985, 4, 12), "Ann; Lee: birthday", "Born.", True)], TODAY, "Contacts")
    assert said.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pnm-vault//pnm export//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Contacts",
        "BEGIN:VEVENT",
        "UID:urn:1",
        "DTSTAMP:20261123T000000Z",
        "DTSTART;VALUE=DATE:19850412",
        "RRULE:FREQ=YEARLY",
        "SUMMARY:Ann\\; Lee: birthday",
        "DESCRIPTION:Born.",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_birthday_comes_every_year() -> None:
    assert days_of(Occasion("a", date(1985, 4, 12), "", yearly=True), 2026, 2027) == [
        date(2026, 4, 12),
        date(2027, 4, 12),
    ]


def test_29_february_is_kept_on_the_28th_in_other_years() -> None:
    day = first_day(2, 29, None)
    assert days_of(Occasion("a", day, "", yearly=True), 2026, 2027, 2028) == [
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_28_february_stays_where_it_is() -> None:
    assert days_of(Occasion("a", date(1999, 2, 28), "", yearly=True), 2028) == [date(2028, 2, 28)]


@given(st.dates(date(1, 1, 1)), awkward, awkward, st.booleans())
def test_whatever_is_said_is_read_back(day: date, summary: str, note: str, yearly: bool) -> None:
    [event] = read(Occasion(uid_of(summary), day, summary, note, yearly)).walk("VEVENT")
    assert event["DTSTART"].dt == day
    assert event["SUMMARY"] == without_controls(summary)
    assert event.get("DESCRIPTION", "") == without_controls(note)
    assert event["UID"] == uid_of(summary)
    assert not event.errors
