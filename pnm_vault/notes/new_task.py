"""Add a task to a note, open or closed, beside those it has; every other byte stays."""

from collections import Counter
from datetime import date

from msgspec.structs import replace

from pnm_vault.model.note import Origin
from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_style import LogStyle, scan_note
from pnm_vault.notes.edit.logline import plain_words
from pnm_vault.notes.edit.tasks import TaskForm
from pnm_vault.notes.edit.text_lines import apply_splices, bare, insertion, refuse_conflicts, split_lines
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.headings import title_key
from pnm_vault.notes.text.lines import Scan, Section
from pnm_vault.notes.text.tasks import read_called_off, read_tasks

HEADING = "Follow-ups"

_TASK_TITLES = "followups followup tasks todo todos nextsteps actions actionitems reminders"
_TITLES = frozenset(_TASK_TITLES.split())


def append_task(
    path: str, text: str, words: str, due: date | None, form: TaskForm, style: LogStyle, beside: str = ""
) -> Edited:
    """Add the task `words` behind the last task of a note, else below its heading for tasks, else below a new one.

    `form` is how its due day is written; a new heading has the level that `style` gives to that of a log. With
    `beside`, it stands below the list item of these words rather than below a new heading.
    """
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        line = _task_line(words, due, form)
        beside = plain_words(beside) if beside else ""
        at, new = _place(lines, scan_note(path, text), line, style, beside)
        after = apply_splices(text, [insertion(lines, at, new)])
        _prove(path, text, after, plain_words(words), due)
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    return Edited(after)


def append_closed_task(
    path: str, text: str, words: str, on: date, form: TaskForm, style: LogStyle, *, called_off: bool = False
) -> Edited:
    """Add a task that was done on a day, or that was called off then; see `append_task`."""
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        told = plain_words(words)
        key, sign = ("cancelled", "❌") if called_off else ("completion", "✅")
        stamp = f"{sign} {on}" if form is TaskForm.EMOJI else f"[{key}:: {on}]"
        line = f"- [{'-' if called_off else 'x'}] {told} {stamp}"
        at, new = _place(lines, scan_note(path, text), line, style, "")
        after = apply_splices(text, [insertion(lines, at, new)])
        _prove_closed(path, text, after, told, on, called_off=called_off)
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    return Edited(after)


def _task_line(words: str, due: date | None, form: TaskForm) -> str:
    day = "" if due is None else f" 📅 {due.isoformat()}" if form is TaskForm.EMOJI else f" [due:: {due.isoformat()}]"
    return f"- [ ] {plain_words(words)}{day}"


def _place(lines: list[str], found: Scan, line: str, style: LogStyle, beside: str) -> tuple[int, list[str]]:
    """Return the index of the line before which the new lines stand, and these."""
    own = [number for number, _, _, quoted in found.tasks if not quoted and not bare(lines[number - 1])[:1].isspace()]
    if own:
        at = own[-1]
        while at < len(lines) and bare(lines[at])[:1].isspace() and bare(lines[at]).strip():
            at += 1  # what is indented below the task belongs to it
        marker = bare(lines[own[-1] - 1])[:1]
        return at, [marker + line[1:] if marker in "-*+" else line]
    for section in found.sections:
        if section.level and title_key(section.title) in _TITLES:
            return _below(lines, found, section, line)
    items = [at for at, one in enumerate(lines, 1) if beside and bare(one).lstrip("-*+ ") == beside]
    if items:
        return items[0], [bare(lines[items[0] - 1])[:1] + line[1:]]
    end = len(lines)
    gap = [""] if end and bare(lines[-1]).strip() else []
    return end, [*gap, "#" * style.level + " " + HEADING, *([""] if style.blank else []), line]


def _below(lines: list[str], found: Scan, section: Section, line: str) -> tuple[int, list[str]]:
    following = [one.line for one in found.sections if one.line > section.line]
    stop = following[0] - 1 if following else len(lines)
    while stop > section.end and not bare(lines[stop - 1]).strip():
        stop -= 1
    if stop == section.end:
        return stop, [line]
    return stop, [line] if bare(lines[stop - 1]).lstrip()[:1] in "-*+" else ["", line]


def _prove_closed(path: str, before: str, after: str, words: str, on: date, *, called_off: bool) -> None:
    """Read both texts: one closed task more, of that day and with those words, and nothing else that either states."""
    was, now = scan_note(path, before), scan_note(path, after)
    ticked, off = Counter(_ticked(path, now)), Counter(_called_off(now))
    ticked.subtract(_ticked(path, was))
    off.subtract(_called_off(was))
    new, others = (off, ticked) if called_off else (ticked, off)
    more = [(day, told, count) for (day, told), count in new.items() if count]
    right = not any(others.values()) and len(more) == 1 and more[0][0] == on and more[0][2] == 1
    right = right and words[:60] in more[0][1] and len(now.tasks) == len(was.tasks) + 1
    right = right and _tasks(path, before) == _tasks(path, after)
    one, two = parse_note(path, before, Rules()), parse_note(path, after, Rules())
    logs = [[entry.text for entry in note.entries if entry.origin is not Origin.TASK] for note in (one, two)]
    facts = [_facts(replace(note.contact, called_off=()) if note.contact else None) for note in (one, two)]
    if not right or logs[0] != logs[1] or facts[0] != facts[1] or one.kind is not two.kind:
        message = "Nothing was changed, as the new task would not be read as it was meant: write it by hand."
        raise EditRefusedError("edit-unproved", message)


def _ticked(path: str, found: Scan) -> list[tuple[date, str]]:
    return [(entry.day, entry.text) for entry in read_tasks(path, found, True, None, [])[1]]


def _called_off(found: Scan) -> list[tuple[date, str]]:
    return [(one.day, found.line(one.line)) for one in read_called_off(found)]


def _prove(path: str, before: str, after: str, words: str, due: date | None) -> None:
    """Read both texts: one task more, and nothing else that either states."""
    more = Counter(_tasks(path, after))
    more.subtract(_tasks(path, before))
    changed = [task for task, count in more.items() if count]
    was, now = parse_note(path, before, Rules()), parse_note(path, after, Rules())
    same = [(entry.day, entry.text) for entry in was.entries] == [(entry.day, entry.text) for entry in now.entries]
    same = same and _facts(was.contact) == _facts(now.contact) and was.kind is now.kind
    if (
        not same
        or len(changed) != 1
        or more[changed[0]] != 1
        or changed[0][1] != due
        or words[:60] not in changed[0][0]
    ):
        message = "Nothing was changed, as the new task would not be read as it was meant: write it by hand."
        raise EditRefusedError("edit-unproved", message)


def _tasks(path: str, text: str) -> list[tuple[str, date | None]]:
    tasks, _ = read_tasks(path, scan_note(path, text), True, None, [])
    return [(task.source_text, task.due) for task in tasks]


def _facts(record: object) -> object:
    """Return a record as nested tuples without its line numbers."""
    fields = getattr(record, "__struct_fields__", None)
    if fields is not None:
        return tuple([_facts(getattr(record, name)) for name in fields if not name.endswith("line")])
    return tuple(map(_facts, record)) if isinstance(record, tuple) else record
