"""How many ties are alive, and how many came and went: what one owner can keep up is bounded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pnm_vault.insights.looking_back.periods import PeriodKind, last_complete, period_before
from pnm_vault.model.record import Row

ALIVE_DAYS = 90
QUARTERS = 4


class Alive(Row, frozen=True):
    """How many ties were alive on the day `until`: those with a contact day among its last 90 days (it included).

    `came` and `went` count those alive then but not on the day before `since`, and the reverse, so that
    `alive` is what it was plus `came` minus `went`. All three are None where the log is too young to say.
    """

    until: date
    alive: int
    since: date | None = None
    came: int | None = None
    went: int | None = None


class Capacity(Row, frozen=True):
    """The ties alive at the end of a period, with those of up to so many whole quarters up to it, the oldest first.

    `came` and `went` are the contacts (paths, sorted) that `now` counts.
    """

    now: Alive
    quarters: tuple[Alive, ...]
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


def capacity_of(
    days: Mapping[str, Sequence[int]], first: date, last: date, start: date | None, most: int = QUARTERS
) -> Capacity | None:
    """Return the capacity as of the day `last` of a period that begins with `first`; None below the evidence.

    `days` are the contact days of each contact (sorted ordinals). Nothing is said of a day that is not the ninetieth or
    a later one of the log, which begins with `start` (None: it has not begun). `most` quarters are looked at.

    Source: Miritello, Lara, Cebrian & Moro 2013 (Limited communication capacity unveils strategies for human
    interaction, Scientific Reports 3:1950): people keep a bounded number of active ties, and balance those that begin
    with those that end. The 90 days are our own convention.
    """
    if start is None or (last - start).days < ALIVE_DAYS - 1:
        return None
    counted = _Counted(days, start.toordinal() + ALIVE_DAYS - 1)
    quarters: list[Alive] = []
    quarter = last_complete(PeriodKind.QUARTER, last + timedelta(days=1)) if last < date.max else None
    while quarter is not None and len(quarters) < most and counted.can_say(quarter.last.toordinal()):
        quarters.append(counted.change(quarter.first, quarter.last)[0])
        quarter = period_before(quarter)
    now, came, went = counted.change(first, last)
    return Capacity(now, tuple(quarters[::-1]), came, went)


def by_day(days: Mapping[str, Sequence[int]]) -> dict[int, list[str]]:
    """Name by contact day (an ordinal) the contacts with whom it was one."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for path, own in days.items():
        for day in own:
            found[day].append(path)
    return found


def alive_on(contacts: Mapping[int, Sequence[str]], ordinal: int) -> frozenset[str]:
    """Name the contacts with a contact day among the 90 days up to `ordinal`; `contacts` are those `by_day`."""
    window = range(ordinal - ALIVE_DAYS + 1, ordinal + 1)
    return frozenset().union(*[contacts[day] for day in window if day in contacts])


class _Counted:
    """Who was alive on which day, each day counted once: one period begins where the one before ends."""

    def __init__(self, days: Mapping[str, Sequence[int]], earliest: int) -> None:
        self._contacts = by_day(days)
        self._earliest = earliest
        self._known: dict[int, frozenset[str]] = {}

    def can_say(self, ordinal: int) -> bool:
        """Tell whether the log was old enough."""
        return ordinal >= self._earliest

    def change(self, first: date, last: date) -> tuple[Alive, tuple[str, ...], tuple[str, ...]]:
        """Compare the last day of a period with the day before it; also names who came and who went."""
        now = self._on(last.toordinal())
        before = first.toordinal() - 1
        if not self.can_say(before):
            return Alive(last, len(now)), (), ()
        then = self._on(before)
        came, went = tuple(sorted(now - then)), tuple(sorted(then - now))
        return Alive(last, len(now), first, len(came), len(went)), came, went

    def _on(self, ordinal: int) -> frozenset[str]:
        if ordinal not in self._known:
            self._known[ordinal] = alive_on(self._contacts, ordinal)
        return self._known[ordinal]
