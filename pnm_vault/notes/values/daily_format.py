"""Daily-note names: from a Moment format to the day that a path names, and from a day to its name.

Source: Moment.js, Display: Format; its week of the locale `en` begins on Sunday, and week 1 holds 1 January.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from pnm_vault.model.record import Row
from pnm_vault.notes.values.dates import MONTHS

# Moment's tokens, the longest first. Group letters: y year, s two-digit year, m month, n month name, d day.
_TOKENS: tuple[tuple[str, str, str], ...] = (
    ("YYYY", r"([0-9]{4})", "y"),
    ("GGGG", r"[0-9]{4}", ""),
    ("gggg", r"[0-9]{4}", ""),
    ("MMMM", r"([^\W\d_]{3,12})", "n"),
    ("dddd", r"[^\W\d_]{2,12}", ""),
    ("DDDD", r"[0-9]{3}", ""),
    ("MMM", r"([^\W\d_]{3,12})\.?", "n"),
    ("ddd", r"[^\W\d_]{1,12}\.?", ""),
    ("DDD", r"[0-9]{1,3}", ""),
    ("YY", r"([0-9]{2})", "s"),
    ("MM", r"([0-9]{2})", "m"),
    ("DD", r"([0-9]{2})", "d"),
    ("Do", r"([0-9]{1,2})(?:st|nd|rd|th|\.)", "d"),
    ("dd", r"[^\W\d_]{1,4}", ""),
    ("ww", r"[0-9]{2}", ""),
    ("WW", r"[0-9]{2}", ""),
    ("Qo", r"[1-4](?:st|nd|rd|th)", ""),
    ("HH", r"[0-9]{2}", ""),
    ("mm", r"[0-9]{2}", ""),
    ("ss", r"[0-9]{2}", ""),
    ("M", r"([0-9]{1,2})", "m"),
    ("D", r"([0-9]{1,2})", "d"),
    ("d", r"[0-6]", ""),
    ("E", r"[1-7]", ""),
    ("e", r"[0-6]", ""),
    ("Q", r"[1-4]", ""),
    ("w", r"[0-9]{1,2}", ""),
    ("W", r"[0-9]{1,2}", ""),
)


class DailyFormat(Row, frozen=True):
    """A compiled format: a pattern for the path below the daily folder, and what each of its groups means."""

    pattern: re.Pattern[str]
    meanings: str

    def day_of(self, name: str) -> date | None:
        """Return the day that `name` names (path below the daily folder, `/`, no `.md`), or None.

        A part that stands twice (`YYYY/YYYY-MM-DD`) must be the same both times.
        """
        match = self.pattern.match(name)
        if match is None:
            return None
        if self.meanings == "ymd":  # as nearly all are, and a vault has thousands of daily notes
            return _day(*map(int, match.groups()))
        parts: dict[str, int] = {}
        for meaning, text in zip(self.meanings, match.groups(), strict=True):
            value = _value(meaning, text)
            kind = {"s": "y", "n": "m"}.get(meaning, meaning)
            if value is None:
                continue  # a month name in another language; the number stands elsewhere, or the day stays unknown
            if parts.setdefault(kind, value) != value:
                return None
        if not {"y", "m", "d"} <= parts.keys():
            return None
        return _day(parts["y"], parts["m"], parts["d"])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _value(meaning: str, text: str) -> int | None:
    if meaning == "n":
        return MONTHS.get(text.lower())
    return int(text) + (2000 if meaning == "s" else 0)


def compile_daily_format(moment_format: str) -> DailyFormat:
    """Compile a Moment format such as `YYYY/MM/YYYY-MM-DD dddd`; text in [brackets] stands for itself.

    Month names are read in English; weekday names in any language. A format without year, month or day names no day.
    """
    pattern = meanings = ""
    at = 0
    while at < len(moment_format):
        if moment_format[at] == "[" and (end := moment_format.find("]", at)) > 0:
            pattern += re.escape(moment_format[at + 1 : end])
            at = end + 1
            continue
        for token, expression, meaning in _TOKENS:
            if moment_format.startswith(token, at):
                pattern += expression
                meanings += meaning
                at += len(token)
                break
        else:
            pattern += re.escape(moment_format[at])
            at += 1
    return DailyFormat(re.compile(pattern + r"\Z"), meanings)


def write_day(moment_format: str, day: date) -> str | None:
    """Write a day as a Moment format has it, with English names; None where the format asks for more than a day."""
    written = ""
    at = 0
    while at < len(moment_format):
        if moment_format[at] == "[" and (end := moment_format.find("]", at)) > 0:
            written += moment_format[at + 1 : end]
            at = end + 1
            continue
        token = next((token for token, _, _ in _TOKENS if moment_format.startswith(token, at)), "")
        if token:
            if token not in _WRITERS:
                return None
            written += _WRITERS[token](day)
        at += len(token) or 1
        written += "" if token else moment_format[at - 1]
    return written


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _week(day: date) -> tuple[int, int]:
    """Give the year and week of a day, weeks from Sunday to Saturday."""
    saturday = day + timedelta(days=6 - day.isoweekday() % 7)
    first = date(saturday.year, 1, 1)
    return saturday.year, (saturday - first).days // 7 + 1


_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAY_NAMES = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_WRITERS: Mapping[str, Callable[[date], str]] = {
    "YYYY": lambda day: f"{day.year:04}",
    "YY": lambda day: f"{day.year % 100:02}",
    "GGGG": lambda day: f"{day.isocalendar().year:04}",
    "gggg": lambda day: f"{_week(day)[0]:04}",
    "MMMM": lambda day: _MONTH_NAMES[day.month - 1],
    "MMM": lambda day: _MONTH_NAMES[day.month - 1][:3],
    "MM": lambda day: f"{day.month:02}",
    "M": lambda day: str(day.month),
    "DDDD": lambda day: f"{day.timetuple().tm_yday:03}",
    "DDD": lambda day: str(day.timetuple().tm_yday),
    "DD": lambda day: f"{day.day:02}",
    "Do": lambda day: _ordinal(day.day),
    "D": lambda day: str(day.day),
    "dddd": lambda day: _DAY_NAMES[day.isoweekday() % 7],
    "ddd": lambda day: _DAY_NAMES[day.isoweekday() % 7][:3],
    "dd": lambda day: _DAY_NAMES[day.isoweekday() % 7][:2],
    "d": lambda day: str(day.isoweekday() % 7),
    "e": lambda day: str(day.isoweekday() % 7),
    "E": lambda day: str(day.isoweekday()),
    "ww": lambda day: f"{_week(day)[1]:02}",
    "w": lambda day: str(_week(day)[1]),
    "WW": lambda day: f"{day.isocalendar().week:02}",
    "W": lambda day: str(day.isocalendar().week),
    "Qo": lambda day: _ordinal((day.month + 2) // 3),
    "Q": lambda day: str((day.month + 2) // 3),
}
