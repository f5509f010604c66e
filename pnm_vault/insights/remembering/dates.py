"""Which important dates lie ahead."""

from collections.abc import Iterable
from datetime import MAXYEAR, date, datetime, time, timedelta

from msgspec.structs import replace

from pnm_vault.model.contact import ImportantDate
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.picture import ContactDates
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source

# What is noted of a date so many days before it was for this year, however few days are looked ahead; and however many
# are, half a year before it was for the last.
SEEN_TO = 30
LONG_BEFORE = 182
# A difference of two hours makes nobody miss the day.
FAR = timedelta(hours=3)


class DateAhead(Row, frozen=True):
    """One important date as it comes up next. `turns` is the number of years it completes (None: year unknown).

    `begins` is when their day begins by the owner's clock, where that is hours away from the owner's own midnight.
    """

    day: date
    label: str
    path: str
    name: str
    turns: int | None
    private: bool
    source: Source
    begins: datetime | None = None


def dates_ahead(dates: Iterable[ContactDates], today: date, days: int) -> tuple[DateAhead, ...]:
    """Return the important dates from today to `days` days ahead, both inclusive, each as it comes up next.

    Sorted by day, label, name (both case-folded) and path. 29 February is kept on the 28th in common years. A date
    that lies in a later year has nothing to remember before it has happened: it is left out until then. So is one that
    was seen to already, at most `days` days (30 at least, 182 at most) before it.
    """
    found: list[DateAhead] = []
    last = today.toordinal() + days
    window = min(max(days, SEEN_TO), LONG_BEFORE)
    near = _days_of_years(today, days)
    for contact in dates:
        for which in contact.dates:
            if near is not None and (which.month, which.day) not in near:
                continue
            day = _next(which, today)
            if day is None or day.toordinal() > last:
                continue
            label = which.label.casefold()
            if any(kept == label and 0 <= (day - noted).days <= window for kept, noted in contact.kept):
                continue
            turns = None if which.year is None else day.year - which.year
            source = Source(contact.path, which.line, which.text)
            found.append(DateAhead(day, which.label, contact.path, contact.name, turns, contact.private, source))
    found.sort(key=lambda item: (item.day, item.label.casefold(), item.name.casefold(), item.path, item.source.line))
    return tuple(found)


def zone_of(record: ContactRecord) -> str | None:
    """Return the time zone of a contact with important dates, as it is written; None for all others."""
    return record.contact.time_zone if record.contact.dates else None


def by_the_owners_clock(ahead: DateAhead, begins: datetime | None) -> DateAhead:
    """Add when their day begins for the owner, unless that is about when the owner's own does."""
    if begins is None or abs(begins - datetime.combine(ahead.day, time())) < FAR:
        return ahead
    return replace(ahead, begins=begins)


def _days_of_years(today: date, days: int) -> frozenset[tuple[int, int]] | None:
    """Give month and day of all that may come up within so many days; None where that is any.

    Of ten thousand dates most lie elsewhere in the year, and working out when each comes back takes far longer.
    """
    if days >= 365:
        return None
    first = today.toordinal()
    ahead = map(date.fromordinal, range(first, min(first + days, date.max.toordinal()) + 1))
    found = {(day.month, day.day) for day in ahead}
    return frozenset(found | {(2, 29)} if (2, 28) in found else found)


def _next(which: ImportantDate, today: date) -> date | None:
    """Return the next day, today or later, on which a date comes back; None past the calendar or before its year."""
    year = today.year if (which.month, which.day) >= (today.month, today.day) else today.year + 1
    if which.month == 2 and which.day == 29 and (today.month, today.day) == (2, 28):
        year = today.year
    elif year > MAXYEAR:
        return None
    if which.year is not None and which.year > year:
        return None
    if which.month == 2 and which.day == 29 and not _is_leap(year):
        return date(year, 2, 28)
    return date(year, which.month, which.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
