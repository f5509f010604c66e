"""Days as people say them: `yesterday`, `2 days ago`, `last friday`; `in 2 weeks`, `by friday`, `march`.

What lies behind and what lies ahead are read by two functions, since `friday` and `14 nov` mean another day in each.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from pnm_vault.notes.values.dates import MONTHS
from pnm_vault.patterns import pattern_of

MAX_AHEAD = 36_500

_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS: Mapping[str, int] = {
    **{name: at for at, name in enumerate(_WEEKDAY_NAMES)},
    **{name[:3]: at for at, name in enumerate(_WEEKDAY_NAMES)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBERS |= {"nine": 9, "ten": 10, "a couple of": 2, "couple of": 2, "a few": 3}
_PAST_WORDS = {
    "today": 0, "tonight": 0, "just now": 0, "now": 0, "earlier today": 0, "this morning": 0, "this afternoon": 0,
    "this evening": 0, "yesterday": 1, "yesterday morning": 1, "yesterday afternoon": 1, "yesterday evening": 1,
    "last night": 1, "day before yesterday": 2, "the day before yesterday": 2, "last week": 7, "a week ago": 7,
    "heute": 0, "gestern": 1, "vorgestern": 2, "hoy": 0, "ayer": 1, "oggi": 0, "ieri": 1, "tomorrow": -1,
    "yest": 1, "yday": 1, "tmrw": -1, "tmr": -1,
}  # fmt: skip

_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_COUNT = r"\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_DATE = (
    rf"(?:(?:{_WEEKDAY}),?\s+)?(?:(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name2>{_MONTH})\.?(?:,?\s+(?P<year2>\d{{4}}))?"
    rf"|(?P<name3>{_MONTH})\.?\s+(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year3>\d{{4}}))?"
    r"|(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.(?:\s?(?P<year4>\d{4}))?"
    r"|(?P<slashes>\d{1,2}/\d{1,2}(?:/\d{2,4})?))"
)
_PAST = pattern_of(
    r"\A(?:on\s+)?(?:"
    rf"(?P<word>{'|'.join(sorted(_PAST_WORDS, key=len, reverse=True))}|last month|last year)"
    rf"|(?P<count>{_COUNT})\s+(?P<unit>day|week|month|year)s?\s+ago"
    rf"|{_DATE}"
    rf"|(?P<which>(?:last|past|this|next)\s+)?(?P<weekday>{_WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?"
    r")(?![\w/'’-])",
    re.IGNORECASE,
)
_DATED = pattern_of(r"\A" + _DATE + r"\Z", re.IGNORECASE)
_LENGTH = pattern_of(rf"(?P<count>{_COUNT})\s*(?P<unit>days?|weeks?|months?|years?|d|w|m|y)\Z", re.IGNORECASE)
_PREPOSITION = pattern_of(r"(?:in|by|on|before|until|till|from|due(?:\s+(?:on|by))?|for)\s+", re.IGNORECASE)
_MONTH_OF_YEAR = pattern_of(r"(\d{4})-(\d{2})\Z")
_BARE_DUE = pattern_of(r"(?:today|tonight|tomorrow|tmrw?|next\s+\w+|this\s+\w+|\d{4}-\d{2}-\d{2})\Z", re.IGNORECASE)
_WORD_START = pattern_of(r"(?:(?<=\s)|\A)(?=\S)")
_DUE_WORDS = 6  # a due day takes no more words than that


def leading_past_day(text: str, today: date) -> tuple[date | None, int] | None:
    """Read the day with which a text begins: (the day, where the text goes on); None when it begins with none.

    The day is None for one that is not in the calendar or has two meanings (`10/11`, but not `14/11`). A weekday is the
    latest one before today, a date without its year the latest one up to today. `tomorrow`, `next friday` and a full
    date may lie ahead. A short weekday needs `on`, `last` or a colon: `sat with Ann` is no day.
    """
    match = _PAST.match(text)
    if match is None:
        return None
    weekday = (match["weekday"] or "").lower()
    alone = weekday and not match["which"] and not match[0].lower().startswith("on")
    if alone and len(weekday) < 6 and text[match.end() : match.end() + 1] != ":":
        return None
    return _past(match, today), match.end()


def past_day(text: str, today: date) -> date | None:
    """Return the day that a text names, as `leading_past_day` reads it."""
    found = leading_past_day(f"{text.strip()}:", today)
    return found[0] if found is not None and found[1] == len(text.strip()) else None


def coming_day(text: str, today: date) -> date | None:
    """Return the day ahead that a text names, or None; never one before today.

    Read: `2 weeks`, `in 10 days`, `3m`, `tomorrow`, `friday` (the next one after today), `next friday` (that of next
    week), `next week` (its Monday), `next month`, `march` (its first day), `14 jan`, `2027-03`, `2027-01-14`, all also
    after `by`, `on`, `until`, `in`.
    """
    words = " ".join(text.strip().rstrip(".!").lower().split())
    preposition = _PREPOSITION.match(words)
    if preposition is not None:
        words = words[preposition.end() :]
    try:
        day = _coming(words, today)
    except (ValueError, OverflowError):
        return None
    return day if day is not None and 0 <= (day - today).days <= MAX_AHEAD else None


def split_due(text: str, today: date) -> tuple[str, date | None]:
    """Part what is to be done from the day at its end: `ask about the flat by friday`; None when it names no day."""
    text = text.strip()
    starts = [match.start() for match in _WORD_START.finditer(text)][-_DUE_WORDS:]
    for start in starts:
        tail = text[start:].rstrip(".!")
        if _PREPOSITION.match(tail) or _BARE_DUE.match(tail):
            day = coming_day(tail, today)
            if day is not None:
                return text[:start].rstrip(" ,;:-"), day
    return text, None


def add_months(day: date, months: int) -> date:
    """Move by calendar months; the 31st becomes the last day of a shorter month."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _past(match: re.Match[str], today: date) -> date | None:
    try:
        if match["word"]:
            word = " ".join(match["word"].lower().split())
            if word in ("last month", "last year"):
                return add_months(today, -1 if word == "last month" else -12)
            return today - timedelta(_PAST_WORDS[word])
        if match["count"]:
            return _moved(today, -_number(match["count"]), match["unit"][0].lower())
        if match["weekday"]:
            return _past_weekday(_WEEKDAYS[match["weekday"].lower()], (match["which"] or "").strip().lower(), today)
        return _dated(match, today, ahead=False)
    except (ValueError, OverflowError):
        return None


def _past_weekday(wanted: int, which: str, today: date) -> date:
    monday = today - timedelta(today.weekday())
    if which == "next":
        return monday + timedelta(7 + wanted)
    if which == "this":
        return monday + timedelta(wanted)
    return today - timedelta((today.weekday() - wanted - 1) % 7 + 1)


def _coming(words: str, today: date) -> date | None:
    monday = today - timedelta(today.weekday())
    fixed = {
        "today": today, "tonight": today, "tomorrow": today + timedelta(1),
        "tmrw": today + timedelta(1), "tmr": today + timedelta(1),
        "the day after tomorrow": today + timedelta(2), "day after tomorrow": today + timedelta(2),
        "next week": monday + timedelta(7), "next month": add_months(today.replace(day=1), 1),
        "next year": date(today.year + 1, 1, 1), "the weekend": monday + timedelta(5),
        "this weekend": monday + timedelta(5), "next weekend": monday + timedelta(12),
        "the end of the month": add_months(today.replace(day=1), 1) - timedelta(1),
        "end of month": add_months(today.replace(day=1), 1) - timedelta(1),
    }  # fmt: skip
    if words in fixed:
        return fixed[words]
    length = _LENGTH.match(words)
    if length is not None:
        return _moved(today, _number(length["count"]), length["unit"][0])
    which, _, rest = words.rpartition(" ")
    if rest in _WEEKDAYS and which in ("", "this", "next", "the"):
        wanted = _WEEKDAYS[rest]
        if which == "next":
            return monday + timedelta(7 + wanted)
        return today + timedelta((wanted - today.weekday() - 1) % 7 + 1)
    if rest in MONTHS and which in ("", "next", "early"):
        first = date(today.year, MONTHS[rest], 1)
        return first if first > today else date(today.year + 1, MONTHS[rest], 1)
    month = _MONTH_OF_YEAR.match(words)
    if month is not None:
        return date(int(month[1]), int(month[2]), 1)
    dated = _DATED.match(words)
    return _dated(dated, today, ahead=True) if dated is not None else None


def _dated(match: re.Match[str], today: date, *, ahead: bool) -> date | None:
    if match["slashes"]:
        return _slashed(match["slashes"], today, ahead)
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    name = match["name2"] or match["name3"]
    month = MONTHS[name.lower()] if name else int(match["month"] or match["month4"])
    day = int(match["day"] or match["day2"] or match["day3"] or match["day4"])
    if year:
        return date(int(year), month, day)
    return _nearest(today, month, day, 1 if ahead else -1)


def _slashed(text: str, today: date, ahead: bool) -> date | None:
    """Read `14/11` and `11/14/2026`, where only one number can be the month; two digits of a year say too little."""
    first, second, *year = text.split("/")
    day, month = int(first), int(second)
    if (day <= 12 and month <= 12 and day != month) or (year and len(year[0]) != 4):
        return None
    day, month = max(day, month), min(day, month)
    return date(int(year[0]), month, day) if year else _nearest(today, month, day, 1 if ahead else -1)


def _nearest(today: date, month: int, day: int, step: int) -> date | None:
    """Find the nearest such day from today on (step 1) or up to today (-1); 29 February may be years away."""
    for years in range(9):
        try:
            found = date(today.year + step * years, month, day)
        except ValueError:
            continue
        if (found - today).days * step >= 0:
            return found
    return None


def _moved(day: date, number: int, unit: str) -> date:
    if unit == "m":
        return add_months(day, number)
    if unit == "y":
        return add_months(day, 12 * number)
    return day + timedelta(number * (7 if unit == "w" else 1))


def _number(text: str) -> int:
    word = " ".join(text.lower().split())
    return _NUMBERS.get(word) or int(word)
