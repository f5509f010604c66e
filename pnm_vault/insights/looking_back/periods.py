"""Months, quarters and years of the calendar: what each is called, where it begins and ends."""

from datetime import date, timedelta
from enum import StrEnum

from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

# In English on every machine.
_MONTH_NAMES = "January February March April May June July August September October November December"
_NAMES = tuple(_MONTH_NAMES.split(" "))
_FORMS = pattern_of(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|[Qq]([1-4])))?")


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


class Period(Row, frozen=True):
    """A month, quarter or year, `first` to `last` day, both inclusive."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def key(self) -> str:
        """Give what it is called on the command line and by its note: `2026-10`, `2026-Q3`, `2026`."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.first.year:04}-{self.first.month:02}"
        if self.kind is PeriodKind.QUARTER:
            return f"{self.first.year:04}-Q{self.last.month // 3}"
        return f"{self.first.year:04}"

    @property
    def title(self) -> str:
        """Give what people call it: `October 2026`, `July to September 2026`, `2026`."""
        first, last = _NAMES[self.first.month - 1], _NAMES[self.last.month - 1]
        if self.kind is PeriodKind.MONTH:
            return f"{first} {self.first.year}"
        return f"{first} to {last} {self.first.year}" if self.kind is PeriodKind.QUARTER else f"{self.first.year}"


def period_around(kind: PeriodKind, day: date) -> Period:
    """Return the period of a kind that a day lies in."""
    length = _LENGTHS[kind]
    month = (day.month - 1) // length * length + 1
    after = month + length
    # The last December of the calendar has no month behind it.
    last = date(day.year, 12, 31) if after > 12 else date(day.year, after, 1) - timedelta(days=1)
    return Period(kind, date(day.year, month, 1), last)


def period_before(period: Period) -> Period | None:
    """Return the period of the same kind just before; None where the calendar begins."""
    if period.first == date.min:
        return None
    return period_around(period.kind, period.first - timedelta(days=1))


def last_complete(kind: PeriodKind, today: date) -> Period | None:
    """Return the last period of a kind that is over on a day; None where the calendar begins."""
    return period_before(period_around(kind, today))


def parse_period(text: str) -> Period | None:
    """Read `2026-10`, `2026-Q3` or `2026`; None for anything else."""
    found = _FORMS.fullmatch(text.strip())
    if found is None or found[1] == "0000":
        return None
    if found[2]:
        return period_around(PeriodKind.MONTH, date(int(found[1]), int(found[2]), 1))
    if found[3]:
        return period_around(PeriodKind.QUARTER, date(int(found[1]), 3 * int(found[3]), 1))
    return period_around(PeriodKind.YEAR, date(int(found[1]), 1, 1))
