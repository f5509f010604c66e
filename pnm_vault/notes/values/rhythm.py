"""How often a community meets, in the words that people write: a cadence, or days of the week."""

import re
from functools import lru_cache

from pnm_vault.notes.values.cadence import parse_cadence
from pnm_vault.patterns import pattern_of

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_COUNT = r"(?:other|second|2nd|third|3rd|fourth|4th|first|1st|last)"
_DAY_OF_WEEK = pattern_of(
    rf"\A(?:(?P<every>every|each|on)\s+)?(?:the\s+)?(?P<counts>{_COUNT}(?:\s*(?:and|&|,|\+)\s*{_COUNT})*)?\s*"
    rf"(?P<days>{_WEEKDAY}(?:\s*(?:and|&|,|\+)\s*{_WEEKDAY})*)\b(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
_OF_A_MONTH = pattern_of(r"\b(?:month|monthly)\b", re.IGNORECASE)
_WEEKS = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_MONTH = 30


@lru_cache(maxsize=256)
def parse_rhythm(text: str) -> int | None:
    """Return the days from one meeting to the next, 0 for never, or None when `text` says nothing that can be read.

    What `parse_cadence` reads; `Tuesdays` (7), `every second Tuesday` (14), `first Tuesday of the month` (30); words
    behind a day of the week (`Tuesdays at seven`) are left out. `second Tuesday` alone is one of each month.
    """
    text = " ".join(text[:200].split())
    days = parse_cadence(text)
    if days is not None:
        return days
    found = _DAY_OF_WEEK.match(text)
    if found is None:
        head = re.split(r"[,;(]|\s(?:on|at|in)\s", text, maxsplit=1)[0]
        return parse_cadence(head) if head != text else None
    counts = re.findall(_COUNT, (found["counts"] or "").lower())
    weekly = len(re.findall(_WEEKDAY, found["days"].lower()))
    if not counts:
        return _MONTH if _OF_A_MONTH.search(found["rest"]) else max(1, round(7 / weekly))
    every = (found["every"] or "").lower() in ("every", "each")
    if every and counts[0] in _WEEKS and len(counts) == 1 and not _OF_A_MONTH.search(found["rest"]):
        return 7 * _WEEKS[counts[0]]
    return max(1, round(_MONTH / len(counts)))
