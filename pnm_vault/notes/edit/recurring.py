"""The next occurrence of a task that comes back: its line once more, with its dates moved on.

Source: Obsidian Tasks, Getting Started: Recurring Tasks. Of due, scheduled and start day the first one that is there is
the reference; the others keep their distance to it. Block id, id and dependencies stay with the task that was done.
"""

import re
from datetime import date

from pnm_vault.model.record import Row
from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.edit.text_lines import Splice, apply_splices
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.notes.values.recurrence import next_day, read_recurrence
from pnm_vault.patterns import pattern_of

_RULE = pattern_of(r"🔁\ufe0f?[\s\u00a0]*+([A-Za-z0-9 ,!]*)|[\[(](?:repeat|recurrence)::([^\[\]()]*+)[\])]")
_DAY = r"[ \t\u00a0]*+(?:\[\[)?([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])"
_DATE = pattern_of(
    rf"([📅📆🗓⏳⌛🛫➕])\ufe0f?{_DAY}|[\[(](due|deadline|scheduled|start|created)::{_DAY}", re.IGNORECASE
)
_KEYS = {"📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start", "➕": "created"}
_MOVED = ("due", "scheduled", "start")
_STAYS = pattern_of(
    r"(?<![ \t])[ \t]*+(?:[✅❌]\ufe0f?[ \t]*+[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[🆔⛔]\ufe0f?[ \t]*+[\w,-]++"
    r"|[\[(](?:id|dependsOn|completion|cancelled)::[^\[\]()]*+[\])]|(?<=[ \t])\^[A-Za-z0-9-]++(?=[ \t]*\Z))"
)
_DELETES = pattern_of(r"🏁\ufe0f?[ \t]*+delete|[\[(]onCompletion::[ \t]*+delete", re.IGNORECASE)


class NextTask(Row, frozen=True):
    """The line of the next occurrence, the rule by which it comes, and the days that it has."""

    line: str
    rule: str
    due: date | None
    scheduled: date | None
    start: date | None


def comes_back(told: str) -> bool:
    """Tell whether the words of a task say that it comes back."""
    return _RULE.search(told) is not None


def next_task(source: str, begin: int, done_on: date, line: int) -> NextTask:
    """Write the next occurrence of the task `source`, a line without its end whose words begin at `begin`.

    Raises:
        EditRefusedError: the rule is none that is known, or there is no day to count from.
    """
    rules = [(match[1] or match[2] or "").strip() for match in _RULE.finditer(source, begin)]
    rule = read_recurrence(rules[0]) if len(rules) == 1 else None
    if rule is None:
        raise _refusal(f"when it comes back (“{' '.join(rules)[:60]}”) is none of the rules that are known", line)
    if _DELETES.search(source, begin):
        raise _refusal("it asks for being deleted once it is done", line)
    days, splices = _read_days(source, begin, done_on, line)
    last = next((days[key] for key in _MOVED if key in days), None)
    if last is None:
        raise _refusal("it has no day to count from, such as 📅 2026-12-01 or [due:: 2026-12-01]", line)
    coming = next_day(rule, last, done_on)
    try:
        moved = {key: coming + (day - last) for key, day in days.items()} if coming is not None else {}
    except OverflowError:
        moved = {}
    if not moved:
        raise _refusal("no such day comes", line)
    splices = [(start, stop, moved[text].isoformat() if text in moved else text) for start, stop, text in splices]
    splices += [(match.start(), match.end(), "") for match in _STAYS.finditer(source, begin)]
    after = apply_splices(source, splices)
    return NextTask(after, rules[0], moved.get("due"), moved.get("scheduled"), moved.get("start"))


def _read_days(source: str, begin: int, done_on: date, line: int) -> tuple[dict[str, date], list[Splice]]:
    """Read the days that move on; gives also a splice for each, with its key, and one that renews a created day."""
    days: dict[str, date] = {}
    splices: list[Splice] = []
    for match in _DATE.finditer(source, begin):
        key = _KEYS.get(match[1] or "", (match[3] or "").lower()).replace("deadline", "due")
        start, stop = match.span(2 if match[1] else 4)
        if key == "created":
            splices.append((start, stop, done_on.isoformat()))
            continue
        day = parse_day(source[start:stop])
        if day is None or key in days:
            raise _refusal(f"its {key} day is written twice or is none of the calendar", line)
        days[key] = day
        splices.append((start, stop, key))
    return days, splices


def _refusal(why: str, line: int) -> EditRefusedError:
    message = f"This task comes back, and {why}: tick it in Obsidian, where the Tasks plugin writes the next one."
    return EditRefusedError("edit-recurring", message, line)
