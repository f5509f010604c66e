"""How a task comes back, and on which day next, as the Tasks plugin of Obsidian has it.

Source: Obsidian Tasks, Getting Started: Recurring Tasks. The days are those of RFC 5545, 3.3.10, apart from the ends of
months: a month or year later where there is no such day, it is the last day before.
"""

from collections.abc import Sequence
from datetime import MAXYEAR, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

# A task that does not come back within so many years never does (`every February on the 30th`).
HORIZON_YEARS = 40
# From the 31st to the 28th.
_LONGEST_STEP = 3

MAX_RULE = 200

_RULE = pattern_of(r"every (?:([1-9][0-9]{0,2}) )?(.+?)(?: on(?: the)? (.+?))?( when done)?\Z")
_PLACE = pattern_of(
    r"(?:(?:(?P<nth>[0-9]{1,2})(?:st|nd|rd|th)|(?P<word>first|second|third)|(?P<last>last))(?P<back> last)?)?"
    r"(?: ?(?P<weekday>[a-z]+))?\Z"
)
_PARTING = pattern_of(r"(?: ?,(?: (?:and|the))*| and(?: the)?) ")
_ORDINALS = {"first": 1, "second": 2, "third": 3}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class Unit(StrEnum):
    """What a rule counts in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Place(Row, frozen=True):
    """A day within the unit: `weekday` (Monday 0; None: a day of the month) and which one of the month.

    `nth` counts from 1, from the end when negative; 0: each.
    """

    nth: int
    weekday: int | None = None


class Recurrence(Row, frozen=True):
    """A rule. `places` empty: the day of the last time. `when_done`: counted from the day on which it was done."""

    unit: Unit
    interval: int = 1
    places: tuple[Place, ...] = ()
    months: tuple[int, ...] = ()
    when_done: bool = False


def read_recurrence(text: str) -> Recurrence | None:
    """Read a rule of the Tasks plugin (`every 2 weeks on Monday, Thursday when done`); None: not one that is known.

    Read are days, weekdays, weeks, months and years with a number, days of the week or month, and months by name.
    """
    # No rule is so long, and lazy patterns want short texts.
    match = _RULE.match(" ".join(text.casefold().replace(",", " , ").split())) if len(text) <= MAX_RULE else None
    if match is None:
        return None
    interval, what, done = int(match[1] or 1), match[2], match[4] is not None
    places = _places(match[3]) if match[3] else ()
    if places is None:
        return None
    if what in ("weekday", "weekdays"):
        places, what = (tuple([Place(0, day) for day in range(5)]) if not match[1] and not places else None), "week"
    elif not match[1] and (named := _indexes(what, _WEEKDAYS)):
        places, what = (tuple([Place(0, day) for day in named]) if not places else None), "week"
    elif not match[1] and (named := _indexes(what, _MONTHS)):
        rule = Recurrence(Unit.YEAR, 1, places, tuple([month + 1 for month in named]), done)
        return rule if _is_of_months(places) else None
    unit = next((unit for unit in Unit if what in (unit.value, f"{unit.value}s")), None)
    if unit is None or places is None or not _fits(unit, places):
        return None
    return Recurrence(unit, interval, places, (), done)


def next_day(rule: Recurrence, last: date, done_on: date) -> date | None:
    """Give the day after `last` (or, `when_done`, after `done_on`) on which a task comes back; None: never."""
    base = start = done_on if rule.when_done else last
    found = _day_after(rule, start)
    if rule.places or rule.months:
        return found
    for _ in range(_LONGEST_STEP):
        if not _is_too_far(rule, base, found):
            break
        # There is no such day in the month meant: the last one before it is taken.
        start -= timedelta(days=1)
        found = _day_after(rule, start)
    return found


def _is_too_far(rule: Recurrence, base: date, found: date | None) -> bool:
    if found is None:
        # 29 February every 11 years is there again after 44 years only.
        return rule.unit in (Unit.MONTH, Unit.YEAR)
    years = found.year - base.year
    if rule.unit is Unit.MONTH:
        return years * 12 + found.month - base.month > rule.interval
    return rule.unit is Unit.YEAR and years > rule.interval


def _day_after(rule: Recurrence, start: date) -> date | None:
    """Count from `start` as RFC 5545 does, and give the first day beyond it."""
    # Kept out of the import of this module: few runs tick a task that comes back.
    from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

    frequencies: dict[Unit, Literal[0, 1, 2, 3]]
    frequencies = {Unit.DAY: DAILY, Unit.WEEK: WEEKLY, Unit.MONTH: MONTHLY, Unit.YEAR: YEARLY}
    first = datetime.combine(start, time())
    days = [weekday(place.weekday, place.nth or None) for place in rule.places if place.weekday is not None]
    counted = rrule(
        frequencies[rule.unit],
        dtstart=first,
        interval=rule.interval,
        bymonth=rule.months or None,
        bymonthday=[place.nth for place in rule.places if place.weekday is None] or None,
        byweekday=days or None,
        until=datetime.combine(date(min(start.year + HORIZON_YEARS, MAXYEAR), 12, 31), time()),
    )
    found = counted.after(first)
    return None if found is None else found.date()


def _places(text: str) -> tuple[Place, ...] | None:
    found = [_place(part) for part in _PARTING.split(text)]
    known = tuple([place for place in found if place is not None])
    return known if len(known) == len(found) else None


def _place(text: str) -> Place | None:
    match = _PLACE.match(text)
    if match is None or not text:
        return None
    weekday = match["weekday"]
    if weekday is not None and weekday not in _WEEKDAYS:
        return None
    counted = int(match["nth"] or _ORDINALS.get(match["word"] or "", 0))
    backwards = match["last"] or match["back"]
    if match["last"]:
        counted = 1
    named = match["nth"] or match["word"] or match["last"]
    if (match["last"] and match["back"]) or (named and not 1 <= counted <= (31 if weekday is None else 5)):
        return None
    return Place(-counted if backwards else counted, None if weekday is None else _WEEKDAYS.index(weekday))


def _indexes(text: str, words: Sequence[str]) -> tuple[int, ...]:
    parts = _PARTING.split(text)
    return tuple([words.index(part) for part in parts]) if all(part in words for part in parts) else ()


def _fits(unit: Unit, places: tuple[Place, ...]) -> bool:
    if unit is Unit.WEEK:
        return all(place.weekday is not None and not place.nth for place in places)
    return _is_of_months(places) if unit is Unit.MONTH else not places


def _is_of_months(places: tuple[Place, ...]) -> bool:
    """Tell whether all are days of a month, or all weekdays by their number: of a mixture nobody knows the meaning."""
    kinds = {place.weekday is None for place in places}
    return len(kinds) < 2 and all(place.nth for place in places)
