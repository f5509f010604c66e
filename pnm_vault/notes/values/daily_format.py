"""Daily-note names: from a Moment format to the day that a path names."""

import re
from datetime import date

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
        parts: dict[str, int] = {}
        for meaning, text in zip(self.meanings, match.groups(), strict=True):
            value = _value(meaning, text)
            kind = {"s": "y", "n": "m"}.get(meaning, meaning)
            if value is None:
                continue  # a month name in another language; the number stands elsewhere, or the day stays unknown
            if parts.setdefault(kind, value) != value:
                return None
        try:
            return date(parts["y"], parts["m"], parts["d"])
        except (KeyError, ValueError):
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
