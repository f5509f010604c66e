"""What was under way when it was noted, so long ago that it may have come out in the meantime."""

import re
from collections.abc import Sequence
from datetime import date

from pnm_vault.insights.briefing.telling import Line, Telling, stems_in, takes_up, unquoted
from pnm_vault.model.contact import Statement
from pnm_vault.patterns import pattern_of

AGED = 180
# What is older than this is no news to ask after.
FORGOTTEN = 3 * 365
MOST_AGED = 3

_DAY = pattern_of(r"(?<![0-9-])([0-9]{4})-([01][0-9])(?:-([0-3][0-9]))?(?![0-9-])")
_UNDER_WAY = pattern_of(
    r"\b(?:looking for|look(?:s|ing) (?:out )?for|search(?:es|ing)? for|job search|job hunt\w*|appl(?:ied|ies|ying)|"
    r"job interviews?|interviewing|waiting for|hop(?:es|ing) (?:to|for)|wants? to|plan(?:s|ning)? to|going to|about to|"
    r"moving|expecting|starts?|starting|thesis|exams?|training for|worri(?:es|ed)|worrying|will)\b",
    re.IGNORECASE,
)


def day_in(text: str, today: date) -> date | None:
    """Return the newest past day that a text names (`2025-09-12`; `2025-09` is its first day); None for none."""
    found: list[date] = []
    for year, month, day in _DAY.findall(text):
        try:
            found.append(date(int(year), int(month), int(day or 1)))
        except ValueError:
            continue
    return max([one for one in found if one <= today], default=None)


def noted_on(statement: Statement, tellings: Sequence[Telling], today: date) -> date | None:
    """Return the day on which something was noted last: its own, or that of the newest line that takes it up."""
    stems = stems_in(statement.text)
    days = [
        telling.day
        for telling in tellings
        if telling.day <= today and takes_up(stems, [stems_in(line.text) for line in telling.lines])
    ]
    own = day_in(statement.text, today)
    return max([*days, *([own] if own is not None else [])], default=None)


def aged_matters(path: str, asks: Sequence[Statement], tellings: Sequence[Telling], today: date) -> tuple[Line, ...]:
    """Return the asks that were noted half a year ago or longer, then old lines about what was under way.

    Asks keep the order of the note; of the lines the newest three count, the newest first, unless a later line takes
    one up, and none that is about one of the asks. An ask of which no day is known is left out.
    """
    found: list[Line] = []
    for ask in asks:
        day = noted_on(ask, tellings, today)
        if day is not None and (today - day).days >= AGED:
            found.append(Line(day, path, ask.line, ask.text))
    lines = [(line, stems_in(line.text)) for telling in tellings for line in telling.lines if telling.day <= today]
    asked = [stems_in(ask.text) for ask in asks]
    old: list[Line] = []
    for line, stems in lines:
        if not AGED <= (today - line.day).days <= FORGOTTEN or not stems or not _UNDER_WAY.search(unquoted(line.text)):
            continue
        later = [other for one, other in lines if one.day > line.day]
        if not takes_up(stems, later) and not any(takes_up(ask, [stems]) for ask in asked):
            old.append(line)
    old.sort(key=lambda line: (-line.day.toordinal(), line.path, line.line))
    return (*found, *old[:MOST_AGED])
