"""The proof of an edit: read both texts and accept no other difference than the one that was meant.

The proof trusts nothing that the edit worked out: it reads the notes by the readers that everything else uses.
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from pnm_vault.model.contact import Link
from pnm_vault.model.note import ParsedNote, Task
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Row
from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.edit.prove_properties import PropertyChange, prove_property, require
from pnm_vault.notes.edit.text_lines import bare, normal, split_lines
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.headings import assign_roles
from pnm_vault.notes.text.lines import Scan, scan
from pnm_vault.notes.text.log import read_own_log
from pnm_vault.notes.text.tasks import read_tasks
from pnm_vault.patterns import pattern_of

_RULES = Rules()
_BOX = pattern_of(r"\[[^\]\n]\]|\{\{(?:\[\[)?(?:TODO|DONE)(?:\]\])?\}\}")


class LogLines(Row, frozen=True):
    """`count` new lines from line `line` (from 1) on, which hold these log entries, each a day with its words."""

    line: int
    count: int
    told: tuple[tuple[date, str], ...]


class TaskMark(Row, frozen=True):
    """The task on `line` now has the status character `status`."""

    line: int
    status: str


class TaskRepeated(Row, frozen=True):
    """Above the task on `line`, which `ticked` (proved before) has as done, it stands once more with these days.

    `rule` is how it comes back, `due` the due day, else the scheduled one.
    """

    line: int
    ticked: str
    rule: str
    due: date | None
    start: date | None


class TaskDue(Row, frozen=True):
    """The task on `line` is now due on `due`."""

    line: int
    due: date


class LinksRenamed(Row, frozen=True):
    """These links, each (line from 1, text before, text after), in order; nothing else."""

    links: tuple[tuple[int, str, str], ...]


class ToldLines(Row, frozen=True):
    """`count` new lines from line `line` (from 1) on, which state nothing: all else is read as before."""

    line: int
    count: int


Intended = PropertyChange | LogLines | ToldLines | TaskMark | TaskRepeated | TaskDue | LinksRenamed


def prove(path: str, before: str, after: str, intended: Intended) -> Problem | None:
    """Compare what both texts state and how they are written; a problem says that the edit is not what was meant."""
    try:
        if isinstance(intended, PropertyChange):
            prove_property(path, before, after, intended)
        elif isinstance(intended, LogLines):
            _prove_log_lines(path, before, after, intended)
        elif isinstance(intended, ToldLines):
            _prove_told(path, before, after, intended)
        elif isinstance(intended, TaskMark):
            _prove_task(path, before, after, intended)
        elif isinstance(intended, TaskRepeated):
            _prove_repeated(path, before, after, intended)
        elif isinstance(intended, TaskDue):
            _prove_due(path, before, after, intended)
        else:
            _prove_links(path, before, after, intended)
    except EditRefusedError as refusal:
        return refusal.at(path)
    return None


def _prove_log_lines(path: str, before: str, after: str, intended: LogLines) -> None:
    first, stop = intended.line, intended.line + intended.count
    old, new = split_lines(before), split_lines(after)
    require(len(new) == len(old) + intended.count, "the number of lines would not be right")
    require(
        "".join(old) == before
        and [bare(line) for line in new[: first - 1] + new[stop - 1 :]] == [bare(line) for line in old],
        "other lines would change",
    )
    inserted = len(after) - len(before)
    at = next((at for at in range(len(before)) if before[at] != after[at]), len(before))
    # The run of equal characters may reach into what was inserted: look for a place where it fits.
    fits = any(after[:one] + after[one + inserted :] == before for one in range(at, max(0, at - inserted) - 1, -1))
    require(inserted > 0 and fits, "more than one place would change")
    was, now = _body(path, before), _body(path, after)
    entries = read_own_log(path, now, [])
    mine = [entry for entry in entries if first <= entry.line < stop]
    days = [day for day, _ in intended.told]
    require([entry.day for entry in mine] == days, "the line would not be read as contact on that day")
    for entry, (_, words) in zip(mine, intended.told, strict=True):
        required = words[:60].strip() in entry.text or len(entry.text) >= 200
        require(required, "its words would be read differently")
    others = [_shifted(entry, stop, -intended.count) for entry in entries if not first <= entry.line < stop]
    require(
        others == [_shifted(entry, first, 0) for entry in read_own_log(path, was, [])], "another entry would change"
    )
    require(len(now.tasks) == len(was.tasks), "a task would come or go")
    links = {
        line - (intended.count if line >= stop else 0): to for line, to in now.links.items() if not first <= line < stop
    }
    require(links == was.links, "another link would come or go")
    _compare_notes(path, before, after, first, intended.count)


def _prove_told(path: str, before: str, after: str, intended: ToldLines) -> None:
    first, stop = intended.line, intended.line + intended.count
    old, new = split_lines(before), split_lines(after)
    rest = [bare(line) for line in new[: first - 1] + new[stop - 1 :]]
    require(
        len(new) == len(old) + intended.count and rest == [bare(line) for line in old],
        "other lines would change",
        first,
    )
    was, now = _body(path, before), _body(path, after)
    require(len(now.tasks) == len(was.tasks), "a task would come or go", first)
    require(len(now.sections) == len(was.sections), "a heading would come or go", first)
    require(len(now.links) == len(was.links), "a link would come or go", first)
    had, has = read_own_log(path, was, []), read_own_log(path, now, [])
    require(
        [_shifted(one, stop, -intended.count) for one in has] == [_shifted(one, first, 0) for one in had],
        "an entry of the log would come or go",
        first,
    )
    _compare_notes(path, before, after, first, intended.count)
    favours = [
        len(one.contact.favours) for one in (parse_note(path, text, _RULES) for text in (before, after)) if one.contact
    ]
    require(len(set(favours)) <= 1, "a favour would come or go", first)


def _prove_task(path: str, before: str, after: str, intended: TaskMark) -> None:
    old, new = split_lines(before), split_lines(after)
    at = intended.line - 1
    require(len(old) == len(new) and at < len(old), "the number of lines would change")
    require(old[:at] == new[:at] and old[at + 1 :] == new[at + 1 :], "other lines would change")
    was, now = _body(path, before), _body(path, after)
    mark = intended.status
    require(
        [task for task in was.tasks if task[0] != intended.line]
        == [task for task in now.tasks if task[0] != intended.line],
        "another task would change",
        intended.line,
    )
    # Of the tasks in quotes only the open ones are read.
    read = {task[1] for task in now.tasks if task[0] == intended.line}
    gone = not read and mark != " " and any(task[0] == intended.line and task[3] for task in was.tasks)
    require(read == {mark} or gone, "the task would not be read as it was meant", intended.line)
    plain = _BOX.sub("[]", bare(old[at]), count=1), _BOX.sub("[]", bare(new[at]), count=1)
    shorter, longer = sorted(plain, key=len)
    require(was.links == now.links, "a link would come or go")
    require(_is_inserted(shorter, longer), "the words of the task would change")
    _compare_notes(path, before, after, intended.line, 0)


def _prove_repeated(path: str, before: str, after: str, intended: TaskRepeated) -> None:
    line = intended.line
    ticked, new = split_lines(intended.ticked), split_lines(after)
    require(new[: line - 1] + new[line:] == ticked, "other lines would change", line)
    was, now = _open_tasks(path, before, line), _open_tasks(path, after, line)
    require(len(was) == len(now) == 1, "the next task would not be read as one", line)
    told = [(task.text, task.recurrence, task.targets) for task in (*was, *now)]
    require(told[0] == told[-1], "the next task would say something else", line)
    require(now[0].recurrence == intended.rule, "how it comes back would be read differently", line)
    days = [(task.due, task.start) for task in now]
    require(days == [(intended.due, intended.start)], "the days of the next task would be read differently", line)
    left = [_shifted(task, line, 1) for task in _open_tasks(path, intended.ticked)]
    right = [_shifted(task, 0, 0) for task in _open_tasks(path, after) if task.line != line]
    require(left == right, "another task would change", line)
    _compare_notes(path, intended.ticked, after, line, 1)


def _prove_due(path: str, before: str, after: str, intended: TaskDue) -> None:
    line = intended.line
    old, new = split_lines(before), split_lines(after)
    require(
        len(old) == len(new) and old[: line - 1] + old[line:] == new[: line - 1] + new[line:],
        "other lines would change",
        line,
    )
    was, now = _open_tasks(path, before, line), _open_tasks(path, after, line)
    require(len(was) == len(now) == 1, "the task would not be read as one", line)
    told = [(task.text, task.start, task.recurrence, task.targets) for task in (*was, *now)]
    require(told[0] == told[-1], "the task would say something else", line)
    require(now[0].due == intended.due, "its day would be read differently", line)
    _compare_notes(path, before, after, line, 0)


def _open_tasks(path: str, text: str, line: int = 0) -> list[Task]:
    tasks, _ = read_tasks(path, _body(path, text), True, None, [])
    return [task for task in tasks if line in (0, task.line)]


def _is_inserted(shorter: str, longer: str) -> bool:
    """Tell whether `longer` is `shorter` with one run of characters put in."""
    head = 0
    while head < len(shorter) and shorter[head] == longer[head]:
        head += 1
    return longer.endswith(shorter[head:])


def _prove_links(path: str, before: str, after: str, intended: LinksRenamed) -> None:
    old, new = split_lines(before), split_lines(after)
    require(len(old) == len(new), "the number of lines would change")
    by_line: dict[int, list[tuple[str, str]]] = {}
    for line, was, now in intended.links:
        by_line.setdefault(line, []).append((was, now))
    for number, (left, right) in enumerate(zip(old, new, strict=True), 1):
        expected = _replace_in_turn(left, by_line.get(number, []))
        require(expected == right, "other text would change", number)
    one, two = read_frontmatter(path, normal(before)), read_frontmatter(path, normal(after))
    require(list(one.values) == list(two.values), "properties would come or go")
    pairs = [(was, now) for line, was, now in intended.links if line < one.body_line]
    for key, node in one.values.items():
        require(_same_but(node, two.values[key], pairs), f"{key[:60]} would be read differently", node.line)
    require(
        [problem.code for problem in one.problems] == [problem.code for problem in two.problems],
        "a new fault would come",
    )
    was_body, now_body = _body(path, before), _body(path, after)
    require(was_body.tasks == now_body.tasks, "a task would come or go")
    require(
        {line: len(targets) for line, targets in was_body.links.items() if line not in by_line}
        == {line: len(targets) for line, targets in now_body.links.items() if line not in by_line},
        "another link would change",
    )


def _replace_in_turn(line: str, pairs: list[tuple[str, str]]) -> str:
    pieces: list[str] = []
    for was, now in pairs:
        at = line.find(was)
        if at < 0:
            return ""
        pieces += [line[:at], now]
        line = line[at + len(was) :]
    return "".join(pieces) + line


def _same_but(one: Node, two: Node, pairs: list[tuple[str, str]]) -> bool:
    if isinstance(one.value, str) and isinstance(two.value, str):
        text = one.value
        for was, now in pairs:
            if two.value == text:
                break
            text = text.replace(was.replace("''", "'"), now.replace("''", "'"))
        return two.value == text and one.quoted == two.quoted and one.line == two.line
    if isinstance(one.value, tuple) and isinstance(two.value, tuple):
        left, right = one.value, two.value
    elif isinstance(one.value, dict) and isinstance(two.value, dict) and list(one.value) == list(two.value):
        left, right = tuple(one.value.values()), tuple(two.value.values())
    else:
        return False
    return len(left) == len(right) and all(_same_but(a, b, pairs) for a, b in zip(left, right, strict=True))


def _body(path: str, text: str) -> Scan:
    text = normal(text)
    block = read_frontmatter(path, text)
    found = scan(text[block.body_offset :], block.body_line)
    assign_roles(found.sections, _RULES.spellings)
    return found


def _compare_notes(path: str, before: str, after: str, first: int, count: int) -> None:
    """Read both notes whole and compare what they state apart from the lines `first` to `first + count`."""
    old, new = parse_note(path, before, _RULES), parse_note(path, after, _RULES)
    stop = first + max(count, 1)
    left = _stated(old, first, first if count else stop, stop, 0)
    right = _stated(new, first, stop, stop, -count)
    for name in left:
        require(
            left[name] == right[name], f"what the note says elsewhere would change ({name.replace('_', ' ')})", first
        )
    for name in ("knows", "introduced_by"):
        had, has = _links_of(old, name), _links_of(new, name)
        told = {target for target, line in has.items() if first <= line < stop}
        require(had.keys() <= has.keys() and has.keys() - had.keys() <= told, "another link would count", first)


def _links_of(note: ParsedNote, name: str) -> dict[str, int]:
    links: tuple[Link, ...] = getattr(note.contact, name) if note.contact is not None else ()
    return {link.target: link.line for link in links}


def _stated(note: ParsedNote, first: int, stop: int, shift_from: int, by: int) -> dict[str, object]:
    """Return the fields of a note without what stands on lines `first` to `stop`; later lines moved by `by`."""
    fields: dict[str, object] = {name: getattr(note, name) for name in note.__struct_fields__}
    fields["entries"] = tuple([entry for entry in note.entries if not first <= entry.line < stop])
    fields["tasks"] = tuple([task for task in note.tasks if not first <= task.line < stop])
    fields["gist"] = ()  # the text itself, which is compared as such
    fields["links"] = ()  # compared line by line; a new line may be the first that holds a link
    if note.contact is not None:
        # A line may tell of a favour or an introduction; whom an introduction makes known is compared apart.
        favours = tuple([favour for favour in note.contact.favours if not first <= favour.line < stop])
        off = tuple([one for one in note.contact.called_off if not first <= one.line < stop])
        fields["contact"] = msgspec.structs.replace(
            note.contact, favours=favours, called_off=off, knows=(), introduced_by=()
        )
    return {name: _shifted(value, shift_from, by) for name, value in fields.items()}


def _shifted(value: object, line: int, by: int) -> object:
    """Return a record as nested tuples, line numbers from `line` on moved by `by`."""
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        fields = [(name, getattr(value, name)) for name in names]
        return tuple([one + by if name == "line" and one >= line else _shifted(one, line, by) for name, one in fields])
    if isinstance(value, tuple):
        return tuple([_shifted(one, line, by) for one in value])
    if isinstance(value, Mapping):
        return tuple([(name, _shifted(one, line, by)) for name, one in value.items()])
    return value
