"""Task lines: what is to be done and by when, and what a ticked one tells about contact.

Source: Obsidian Tasks, Reference: Task Formats (emoji and Dataview form); Dataview, Adding Metadata; TaskPaper.
"""

import re
from datetime import date

from pnm_vault.model.contact import CalledOff
from pnm_vault.model.note import Entry, Origin, Task
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.text.channels import read_channel
from pnm_vault.notes.text.lines import MAX_TEXT, Scan
from pnm_vault.notes.text.links import is_day_name
from pnm_vault.notes.text.togetherness import company
from pnm_vault.notes.values.dates import is_blank, parse_day
from pnm_vault.patterns import pattern_of

_DONE = frozenset("xX✓✔")
_CANCELLED = frozenset("->")  # `>`: forwarded, it goes on elsewhere

_KEY_OF = {"📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start"}
_KEY_OF |= {"➕": "created", "✅": "done", "❌": "cancelled"}
_FIELD_OF = {"due": "due", "scheduled": "scheduled", "start": "start", "completion": "done", "done": "done"}
_FIELD_OF |= {"completed": "done", "repeat": "repeat", "recurrence": "repeat", "deadline": "due"}
_FIELD_OF |= {"cancelled": "cancelled"}

_DAY = r"(?:\[\[)?([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])(?:T?[ ]?[0-9]{1,2}:[0-9]{2})?(?:\]\])?"
_EMOJI = pattern_of(rf"([📅📆🗓⏳⌛🛫➕✅❌])\ufe0f?[\s\u00a0]*+(?:{_DAY}|([^\s📅📆🗓⏳⌛🛫➕✅❌🔁\[(#]*+))")
_RECURRENCE = pattern_of(r"🔁\ufe0f?[\s\u00a0]*+([A-Za-z0-9 ,]*+)")
_PRIORITY = pattern_of(r"[🔺⏫🔼🔽⏬]\ufe0f?|(?:🆔|⛔|🏁)\ufe0f?[\s\u00a0]*+[\w,-]*+")
_FIELD = pattern_of(r"[\[(]([A-Za-z][A-Za-z-]{1,19})::[ \t]*+((?:\[\[[^\[\]]*+\]\]|[^\[\]()])*)[\])]")
_BARE_FIELD = pattern_of(
    rf"(?<![\w\[(])(due|scheduled|start|completion|deadline)::?[ \t]*+<?{_DAY}(?:[^>\n]{{0,9}}>)?", re.I
)
_PLAIN = pattern_of(
    rf"\(?@(?:due)?\(?{_DAY}\)?\)?|\((?:(?:due|by):? )?{_DAY}\)|(?<!\w)(?:due|by|until|before|bis) {_DAY}", re.I
)
_BLOCK_ID = pattern_of(r"\s\^[A-Za-z0-9-]+\Z")
_SPACES = pattern_of(r"[\s\u00a0]{2,}")
_LEADING_DAY = pattern_of(rf"{_DAY}[ \t]*+[:—–=-]?[ \t]*+")

_Dates = dict[str, str]  # due, scheduled, start, done, repeat -> text


def read_tasks(
    path: str, scan: Scan, own: bool, note_day: date | None, problems: list[Problem]
) -> tuple[list[Task], list[Entry]]:
    """Read the task lines of a note: open ones as tasks, ticked ones as contact on the day they were done.

    `own`: the note is a contact's own, so that a task without links counts. `note_day` (a daily note's) stands in for
    the done day. Cancelled and forwarded tasks give nothing. A date that is none costs the date (`bad-task-date`).
    """
    tasks: list[Task] = []
    entries: list[Entry] = []
    for number, status, begin, quoted in scan.tasks:
        if status in _CANCELLED:
            continue
        targets = tuple([target for target in scan.present(number) if not is_day_name(target)])
        if not own and not targets:
            continue
        seen = scan.seen(number)[begin:].rstrip()
        if not seen:
            continue
        if status in _DONE:
            entry = _read_done(scan, number, begin, seen, own, targets, note_day)
            if entry is not None:
                entries.append(entry)
            continue
        line = scan.line(number)
        if quoted:
            line = line.lstrip("> \t")
        source = line[begin:].strip()[:MAX_TEXT].rstrip()
        text = seen
        if line != seen:
            words = scan.words(number, line)
            text = (words.lstrip("> \t") if quoted else words)[begin:].strip()
        dates: _Dates = {}
        text = _take_dates(text, dates)
        due = _day(path, number, dates, "due", problems)
        scheduled = _day(path, number, dates, "scheduled", problems)
        start = _day(path, number, dates, "start", problems)
        repeat = dates.get("repeat", "")
        tasks.append(Task(number, text or source, source, due or scheduled, start, repeat, own, targets))
    return tasks, entries


def read_called_off(scan: Scan) -> tuple[CalledOff, ...]:
    """Read the cancelled tasks of a contact's own note that say on which day they were called off."""
    found: list[CalledOff] = []
    for number, status, begin, _ in scan.tasks:
        if status == "-":
            dates: _Dates = {}
            text = _take_dates(scan.seen(number)[begin:].rstrip(), dates)
            day = parse_day(dates.get("cancelled", ""))
            if day is not None:
                found.append(CalledOff(text[:MAX_TEXT].rstrip(), day, number))
    return tuple(found)


def task_words(text: str) -> str:
    """Return the words of a task line without box, dates and markers, whether it is ticked or not."""
    leading = _LEADING_DAY.match(text)
    return _take_dates(text[leading.end() :] if leading else text, {})


def _take_dates(text: str, dates: _Dates) -> str:
    """Collect the dates of a task and return its text without them; the first of each kind counts."""

    def take_emoji(match: re.Match[str]) -> str:
        key = _KEY_OF[match[1]]
        dates.setdefault(key, match[2] or match[3])
        return " "

    def take_field(match: re.Match[str]) -> str:
        key = match[1].lower()
        if key in _FIELD_OF:
            dates.setdefault(_FIELD_OF[key], match[2].strip())
        return " "

    def take_bare(match: re.Match[str]) -> str:
        dates.setdefault(_FIELD_OF[match[1].lower()], match[2])
        return " "

    def take_plain(match: re.Match[str]) -> str:
        if "due" in dates:
            return match[0]
        dates["due"] = match[1] or match[2] or match[3]
        return " "

    if not text.isascii():
        text = _EMOJI.sub(take_emoji, text)
        repeat = _RECURRENCE.search(text)
        if repeat:
            dates["repeat"] = repeat[1].strip()
            text = text[: repeat.start()] + " " + text[repeat.end() :]
        text = _PRIORITY.sub(" ", text)
    if "::" in text:
        text = _FIELD.sub(take_field, text)
    if "-" in text:
        text = _BARE_FIELD.sub(take_bare, text)
        text = _PLAIN.sub(take_plain, text)
    if "^" in text:
        text = _BLOCK_ID.sub("", text)
    text = _SPACES.sub(" ", text).strip()
    # The filter tag of the Tasks plugin says nothing to a reader.
    return text.removeprefix("#task ").removesuffix(" #task")


def _day(path: str, line: int, dates: _Dates, key: str, problems: list[Problem]) -> date | None:
    text = dates.get(key)
    if text is None:
        return None
    day = parse_day(text)
    if day is None and not is_blank(text):
        message = (
            f"The {key} date of this task is not a day of the calendar: write it as 2026-12-01, it says {text[:40]}."
        )
        problems.append(Problem(path, line, Severity.WARNING, "bad-task-date", message))
    return day


def _read_done(
    scan: Scan, number: int, begin: int, seen: str, own: bool, targets: tuple[str, ...], note_day: date | None
) -> Entry | None:
    dates: _Dates = {}
    plain = _take_dates(seen, dates)
    leading = _LEADING_DAY.match(seen)
    day = parse_day(dates.get("done", "")) or (parse_day(leading[1]) if leading else None) or note_day
    if day is None:
        return None
    if own:
        targets = company(seen) if targets else ()
    channel, direction = read_channel(plain)
    text = scan.line(number)[begin:].strip()[:MAX_TEXT].rstrip()
    return Entry(day, number, text, Origin.TASK, channel, direction, own, targets)
