"""Put a task off to another day, or call it off, where it stands.

Source: Obsidian Tasks, Reference: Task Formats, Statuses (`[-]`, with a day behind a cross, is a cancelled task).
"""

import re
from collections.abc import Callable
from datetime import date

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.prove import Intended, TaskDue, TaskMark, prove
from pnm_vault.notes.edit.tasks import TaskForm, end_of_words, find_task, form_of
from pnm_vault.notes.edit.text_lines import Splice, apply_splices, offsets_of, refuse_conflicts, split_lines
from pnm_vault.patterns import pattern_of

_DUE = pattern_of(
    r"(?:[📅📆🗓]\ufe0f?[\s\u00a0]*+(?:\[\[)?|[\[(](?:due|deadline)::[ \t]*+(?:\[\[)?)([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
)
_ANY_DAY = pattern_of(r"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")
_CLOSED = frozenset("xX✓✔-")


def move_task(
    path: str, text: str, line: int, expected: str, due: date, was: date | None, form: TaskForm = TaskForm.EMOJI
) -> Edited:
    """Give the open task on line `line` (from 1) another due day; see `tick_task` for `expected` and `form`.

    `was` is the day that was read from it, which is replaced where it stands; None: it has none, and gets one behind
    its words.
    """

    def change(box: re.Match[str]) -> list[Splice]:
        source = box.string
        found = _DUE.search(source, box.end())
        if found is not None:
            return [(*found.span(1), due.isoformat())]
        if was is None:
            end = end_of_words(source, box.end())
            new = f" [due:: {due}]" if form_of(source, form) is TaskForm.DATAVIEW else f" 📅 {due}"
            return [(end, end, new)]
        days = [day for day in _ANY_DAY.finditer(source, box.end()) if day[0] == was.isoformat()]
        if len(days) != 1:
            message = "Which day on this line is its due day cannot be told: change it by hand."
            raise EditRefusedError("edit-task", message, line)
        return [(*days[0].span(), due.isoformat())]

    return _edit(path, text, line, expected, change, TaskDue(line, due))


def cancel_task(path: str, text: str, line: int, expected: str, on: date, form: TaskForm = TaskForm.EMOJI) -> Edited:
    """Call the open task on line `line` (from 1) off and write the day; see `tick_task` for `expected` and `form`."""

    def change(box: re.Match[str]) -> list[Splice]:
        if box[4]:
            message = "A task in this form has no sign for being called off: change it by hand."
            raise EditRefusedError("edit-task", message, line)
        end = end_of_words(box.string, box.end())
        dataview = form_of(box.string, form) is TaskForm.DATAVIEW
        return [(*box.span(2), "-"), (end, end, f" [cancelled:: {on}]" if dataview else f" ❌ {on}")]

    return _edit(path, text, line, expected, change, TaskMark(line, "-"))


def _edit(
    path: str,
    text: str,
    line: int,
    expected: str,
    change: Callable[[re.Match[str]], list[Splice]],
    intended: Intended,
) -> Edited:
    try:
        lines = split_lines(text)
        refuse_conflicts(lines)
        box = find_task(lines, line, expected)
        if (box[2] or "") in _CLOSED or box[4] == "DONE":
            raise EditRefusedError("edit-task", "This task is not open any more.", line)
        if all(task[0] != line for task in scan_note(path, text).tasks):
            raise EditRefusedError("edit-task", "This line is no task: it stands in code, a comment or a quote.", line)
        start = offsets_of(lines)[line - 1]
        after = apply_splices(text, [(start + at, start + stop, new) for at, stop, new in change(box)])
        problem = prove(path, text, after, intended)
    except EditRefusedError as error:
        return Edited(None, error.at(path))
    return Edited(None, problem) if problem is not None else Edited(after)
