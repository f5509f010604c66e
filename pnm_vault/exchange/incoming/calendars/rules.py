"""On which days a meeting that comes back was.

dateutil works the rules out, kept within bounds: it never ends a rule that gives no day any more before the year 9999.
So everything is moved by whole cycles of 400 years, after which the calendar is the same again with its weekdays, to
where that year is near.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain

from pnm_vault.exchange.incoming.calendars.times import Moment, Zones, read_moment

_CYCLE = 400
_LONGEST = 500  # characters of a rule
_MOST_APART = 1_000  # of whatever the rule counts: days, weeks, months, years
_FREQUENCIES = frozenset(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
_READ = "FREQ INTERVAL COUNT WKST BYMONTH BYMONTHDAY BYDAY BYYEARDAY BYWEEKNO BYSETPOS"
_KEPT = frozenset(_READ.split())
_CLOCK = frozenset(["BYHOUR", "BYMINUTE", "BYSECOND"])

BARREN = 10_000
"""What a rule without another day costs, counted in days that are found: it takes as long as finding so many."""


class RuleError(Exception):
    """A rule that cannot be worked out; its text is the end of a sentence that begins with "its rule"."""


def times_of(rule: str, start: Moment, end: datetime, zones: Zones) -> Iterator[datetime | None]:
    """Give the times of a rule from its start to `end`, both by the clocks of the start; None where it had to search.

    The start comes first, whether or not it fits the rule or lies before `end`; but a rule that ends before its start,
    which is what is left of a meeting that was taken out altogether, gives nothing.

    Raises:
        RuleError: the rule is not one, or comes back more often than by the day.
    """
    from dateutil.rrule import rrulestr

    parts = _parts(rule)
    stated_end = _stated_end(parts, start, zones)
    cycles = (9998 - max(end.year, start.at.year)) // _CYCLE * _CYCLE
    kept = ";".join(f"{name}={value}" for name, value in parts.items() if name in _KEPT)
    try:
        known = rrulestr(kept, dtstart=start.at.replace(year=start.at.year + cycles))
    except (ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError) as error:
        raise RuleError("cannot be read") from error
    if start.at > stated_end:
        return iter(())
    return chain([start.at], _moved_back(iter(known), cycles, min(end, stated_end), "COUNT" in parts))


def _stated_end(parts: dict[str, str], start: Moment, zones: Zones) -> datetime:
    if "UNTIL" not in parts:
        return datetime.combine(date.max, time.max)
    stated = read_moment(parts["UNTIL"])
    if stated is None:
        raise RuleError("ends on a day that is none")
    until = zones.turned(stated, start.zone)
    # A mere day is meant with all its hours.
    return datetime.combine(until, time.max) if stated.whole_day else until


def _parts(rule: str) -> dict[str, str]:
    if len(rule) > _LONGEST:
        raise RuleError("is too long")
    parts = {}
    for part in rule.upper().replace(" ", "").strip(";").split(";"):
        name, _, value = part.partition("=")
        parts[name] = value
    if parts.get("FREQ") not in _FREQUENCIES:
        raise RuleError("comes back more often than every day, or not at all")
    if any("," in parts.get(name, "") for name in _CLOCK):
        raise RuleError("comes back several times a day")
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise RuleError("is of another calendar")
    every, count = parts.get("INTERVAL", "1"), parts.get("COUNT", "1")
    # int() of a long row of digits takes its time, and of other digits than these it makes sense to nobody.
    if not (_is_number(every) and 1 <= int(every) <= _MOST_APART and _is_number(count) and int(count)):
        raise RuleError("counts by a number that makes no sense")
    return parts


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _moved_back(times: Iterator[datetime], cycles: int, last: datetime, counted: bool) -> Iterator[datetime | None]:
    try:
        for at in times:
            then = at.replace(year=at.year - cycles)
            if then > last:
                return
            yield then
    except (ValueError, IndexError, OverflowError) as error:  # found out only on the way
        raise RuleError("cannot be worked out") from error
    if not counted:
        yield None
