"""Days as a calendar to subscribe to. Source: RFC 5545."""

from collections.abc import Iterable
from datetime import date

from pnm_vault.exchange.outgoing.content_line import content_line, escape
from pnm_vault.exchange.outgoing.exported import PRODUCT
from pnm_vault.model.record import Row

_LEAP_YEAR = 2000  # in which a day without a year first stands, so that 29 February is one


class Occasion(Row, frozen=True):
    """One whole day in the calendar. `uid` is the same whenever it is about the same thing, so that it moves there."""

    uid: str
    day: date
    summary: str
    note: str = ""
    yearly: bool = False


def first_day(month: int, day: int, year: int | None) -> date:
    """Give the day on which a date that comes back every year stands first.

    Raises:
        ValueError: there is no such day.
    """
    return date(_LEAP_YEAR if year is None else year, month, day)


def calendar_of(occasions: Iterable[Occasion], today: date, name: str) -> bytes:
    """Give the whole calendar, in the order given.

    What is stamped is the day, so that the same vault on the same day gives the same bytes. Nothing has an alarm, and
    nothing makes the owner busy.
    """
    head = [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]
    lines = [content_line(*one) for one in (*head, ("X-WR-CALNAME", escape(name)))]
    stamp = f"{_digits(today)}T000000Z"
    for occasion in occasions:
        lines += [b"BEGIN:VEVENT\r\n", *_event_lines(occasion, stamp), b"END:VEVENT\r\n"]
    return b"".join([b"BEGIN:VCALENDAR\r\n", *lines, b"END:VCALENDAR\r\n"])


def _event_lines(occasion: Occasion, stamp: str) -> list[bytes]:
    day = occasion.day
    fields = [("UID", occasion.uid), ("DTSTAMP", stamp), ("DTSTART;VALUE=DATE", _digits(day))]
    if occasion.yearly:
        # 29 February is kept on the 28th in years without it: both are the last day of their month.
        leap = ";BYMONTH=2;BYMONTHDAY=-1" if (day.month, day.day) == (2, 29) else ""
        fields.append(("RRULE", f"FREQ=YEARLY{leap}"))
    fields.append(("SUMMARY", escape(occasion.summary)))
    if occasion.note:
        fields.append(("DESCRIPTION", escape(occasion.note)))
    fields.append(("TRANSP", "TRANSPARENT"))
    return [content_line(*field) for field in fields]


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")
