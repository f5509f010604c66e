"""Tick a task where it stands, and take the tick back.

Source: Obsidian Tasks, Reference: Task Formats (the done date stands at the end of the line, before a block id).
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.prove import TaskMark, TaskRepeated, prove
from pnm_vault.notes.edit.recurring import NextTask, comes_back, next_task
from pnm_vault.notes.edit.text_lines import (
    apply_splices,
    bare,
    insertion,
    offsets_of,
    refuse_conflicts,
    split_lines,
)
from pnm_vault.notes.text.lines import MAX_TEXT
from pnm_vault.patterns import pattern_of

_BOX = pattern_of(
    r"([> \t]*+(?:(?:[-*+•]|[0-9]{1,9}[.)])[ \t]++)?)(?:\[([^\]\n])\](?=\s|\Z)|(\{\{(?:\[\[)?)(TODO|DONE))"
)
_BLOCK_ID = pattern_of(r"(?<![ \t])[ \t]++\^[A-Za-z0-9-]++[ \t]*+\Z")
_EMOJI = pattern_of(r"[📅📆🗓⏳⌛🛫➕🔺⏫🔼🔽⏬]")
_FIELD = pattern_of(r"[\[(](?:due|scheduled|start|created|priority)::")
_DONE_MARK = pattern_of(r" (?:✅ [0-9]{4}-[0-9]{2}-[0-9]{2}|\[completion:: [0-9]{4}-[0-9]{2}-[0-9]{2}\])")
_DONE = frozenset("xX✓✔")


class TaskForm(StrEnum):
    """How a vault writes the dates of its tasks."""

    EMOJI = "emoji"
    DATAVIEW = "dataview"


def detect_task_form(texts: Iterable[str]) -> TaskForm:
    """Tell how most task lines with a date are written; emoji where none has one."""
    balance = 0
    for text in texts:
        for line in text.splitlines():
            if "[" in line and _BOX.match(line[:200]):
                balance += bool(_FIELD.search(line)) - bool(_EMOJI.search(line))
    return TaskForm.DATAVIEW if balance > 0 else TaskForm.EMOJI


def tick_task(path: str, text: str, line: int, expected: str, done_on: date, form: TaskForm = TaskForm.EMOJI) -> Edited:
    """Tick the task on line `line` (from 1) and write the day; a task that has that tick already stays as it is.

    `expected` is that line, or the text behind its box (the first 200 characters of it do), white space around it cut.
    A line that writes its own dates in one form gets that form, others get `form`. Above a task that comes back, its
    next occurrence is written, so that the ticked one is on line `line + 1` after; the rules that are not known, and
    tasks without a day to count from, are refused (`edit-recurring`).
    """
    return _edit(path, text, line, expected, "x", done_on, form)


def untick_task(path: str, text: str, line: int, expected: str) -> Edited:
    """Take a tick back, with the day that `tick_task` wrote.

    `expected` is the line or its text, with that day or without.
    """
    return _edit(path, text, line, expected, " ", None, TaskForm.EMOJI)


def _edit(path: str, text: str, line: int, expected: str, status: str, done_on: date | None, form: TaskForm) -> Edited:
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        after = _changed(lines, line, expected, done_on, form)
        if after == text:
            return Edited(text)
        # Ticked tasks in quotes are read by nobody, so the text with the box open is looked at as well.
        if all(task[0] != line for one in (text, after) for task in scan_note(path, one).tasks):
            raise EditRefusedError("edit-task", "This line is no task: it stands in code, a comment or a quote.", line)
        coming = _coming(lines, line, done_on) if done_on is not None else None
        problem = prove(path, text, after, TaskMark(line, status))
        if problem is None and coming is not None:
            return _repeated(path, text, after, line, coming)
    except EditRefusedError as error:
        return Edited(None, error.at(path))
    return Edited(None, problem) if problem is not None else Edited(after)


def find_task(lines: list[str], line: int, expected: str) -> re.Match[str]:
    """Find the box of the task on line `line` (from 1) that says what was expected; group 2 is its sign.

    Raises:
        EditRefusedError: there is no task there, or it says something else.
    """
    if not 0 < line <= len(lines):
        raise EditRefusedError("edit-task", "The note has no such line any more: read it again.", line)
    source = bare(lines[line - 1])
    box = _BOX.match(source)
    if box is None:
        raise EditRefusedError("edit-task", "There is no task on this line any more: read the note again.", line)
    if not _is_expected(source, _told(box), expected):
        raise EditRefusedError("edit-task", "The task was changed since it was read: read the note again.", line)
    return box


def _told(box: re.Match[str]) -> str:
    return box.string[box.end() :].lstrip("]}" if box[4] else "")


def _changed(lines: list[str], line: int, expected: str, done_on: date | None, form: TaskForm) -> str:
    box = find_task(lines, line, expected)
    source, told = box.string, _told(box)
    done = box[4] == "DONE" if box[4] else box[2] in _DONE
    text = "".join(lines)
    if done == (done_on is not None):
        return text
    if done_on is None and comes_back(told):
        message = "This task comes back, and its next occurrence is written already: pnm undo takes back such a tick."
        raise EditRefusedError("edit-recurring", message, line)
    start = offsets_of(lines)[line - 1]
    at, stop = box.span(4) if box[4] else (box.start(2), box.end(2))
    mark = ("DONE" if done_on else "TODO") if box[4] else ("x" if done_on else " ")
    splices = [(start + at, start + stop, mark)]
    if done_on is None:
        marks = list(_DONE_MARK.finditer(source, box.end()))
        splices += [(start + marks[-1].start(), start + marks[-1].end(), "")] if marks else []
    elif not _DONE_MARK.search(source, box.end()):
        end = end_of_words(source, box.end())
        splices.append((start + end, start + end, _written(source, done_on, form)))
    return apply_splices(text, splices)


def _coming(lines: list[str], line: int, done_on: date) -> NextTask | None:
    """Write the next occurrence of a task that comes back; None for others."""
    source = bare(lines[line - 1])
    box = _BOX.match(source)
    if box is None or not comes_back(source[box.end() :]):
        return None
    opened = source if box[4] else source[: box.start(2)] + " " + source[box.end(2) :]
    return next_task(opened, box.end(), done_on, line)


def _repeated(path: str, before: str, ticked: str, line: int, coming: NextTask) -> Edited:
    """Put the next occurrence above the task that was ticked."""
    after = apply_splices(ticked, [insertion(split_lines(ticked), line - 1, [coming.line])])
    problem = prove(
        path, before, after, TaskRepeated(line, ticked, coming.rule, coming.due or coming.scheduled, coming.start)
    )
    return Edited(None, problem) if problem is not None else Edited(after)


def _is_expected(source: str, told: str, expected: str) -> bool:
    """Tell whether a line is the one that was read; the done day, which only a tick adds, does not matter."""
    wanted = expected.strip()
    if not wanted:
        return False
    for line in (source, told):
        for text in (line, _DONE_MARK.sub("", line)):
            bare_text = text.strip()
            if wanted in (bare_text, bare_text[:MAX_TEXT].rstrip()):
                return True
    # The whole line as it was before the tick.
    unboxed = _unboxed(wanted)
    return unboxed is not None and unboxed == _unboxed(_DONE_MARK.sub("", source).strip())


def _unboxed(line: str) -> str | None:
    box = _BOX.match(line)
    if box is None:
        return None
    start, stop = box.span(4) if box[4] else box.span(2)
    return line[:start] + line[stop:]


def end_of_words(source: str, begin: int) -> int:
    """Return the index behind the last word of a task: before a block id and white space at the end."""
    block_id = _BLOCK_ID.search(source, begin)
    return len(source[: block_id.start() if block_id else len(source)].rstrip())


def form_of(source: str, form: TaskForm) -> TaskForm:
    """Tell how a line writes its dates; `form` where it has none."""
    if _FIELD.search(source):
        return TaskForm.DATAVIEW
    return TaskForm.EMOJI if _EMOJI.search(source) else form


def _written(source: str, done_on: date, form: TaskForm) -> str:
    day = done_on.isoformat()
    return f" [completion:: {day}]" if form_of(source, form) is TaskForm.DATAVIEW else f" ✅ {day}"
