"""Which important dates lie ahead."""

from collections.abc import Iterable
from datetime import date

from pnm_vault.model.picture import ContactDates
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source


class DateAhead(Row, frozen=True):
    """One important date as it comes up next. `turns` is the number of years it completes (None: year unknown)."""

    day: date
    label: str
    path: str
    name: str
    turns: int | None
    private: bool
    source: Source


def dates_ahead(dates: Iterable[ContactDates], today: date, days: int) -> tuple[DateAhead, ...]:
    """Stand-in."""
    raise NotImplementedError
