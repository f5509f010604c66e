"""The proof of an edit: read both texts and accept no other difference than the one that was meant.

The proof trusts nothing that the edit worked out: it reads the notes by the readers that everything else uses.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from pnm_vault.model.note import ParsedNote, Task
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Row
from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.edit.text_lines import bare, normal, split_lines
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.block import Block, Node
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.headings import assign_roles
from pnm_vault.notes.text.lines import Scan, scan
from pnm_vault.notes.text.log import read_own_log
from pnm_vault.notes.text.tasks import read_tasks

_RULES = Rules()
# What the core schema of YAML 1.2 takes for null, true, false, a whole number or another number (10.3.2).
_CORE = re.compile(
    r"(?:null|Null|NULL|~||true|True|TRUE|false|False|FALSE|[-+]?[0-9]++|0o[0-7]++|0x[0-9a-fA-F]++"
    r"|[-+]?(?:\.[0-9]++|[0-9]++(?:\.[0-9]*+)?)(?:[eE][-+]?[0-9]++)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
)
_BOX = re.compile(r"\[[^\]\n]\]|\{\{(?:\[\[)?(?:TODO|DONE)(?:\]\])?\}\}")


class PropertyChange(Row, frozen=True):
    """The property `key` now holds `wanted` (text or texts, as read), or is gone (None).

    With `as_text`, every reader of YAML must see texts in what is new; else a number, a day or a yes was meant.
    """

    key: str
    wanted: str | tuple[str, ...] | None
    as_text: bool = True


class LogLine(Row, frozen=True):
    """`count` new lines from line `line` (from 1) on, which hold one log entry of `day` with `words`."""

    line: int
    count: int
    day: date
    words: str


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


class LinksRenamed(Row, frozen=True):
    """These links, each (line from 1, text before, text after), in order; nothing else."""

    links: tuple[tuple[int, str, str], ...]


Intended = PropertyChange | LogLine | TaskMark | TaskRepeated | LinksRenamed


def prove(path: str, before: str, after: str, intended: Intended) -> Problem | None:
    """Compare what both texts state and how they are written; a problem says that the edit is not what was meant."""
    try:
        if isinstance(intended, PropertyChange):
            _prove_property(path, before, after, intended)
        elif isinstance(intended, LogLine):
            _prove_log_line(path, before, after, intended)
        elif isinstance(intended, TaskMark):
            _prove_task(path, before, after, intended)
        elif isinstance(intended, TaskRepeated):
            _prove_repeated(path, before, after, intended)
        else:
            _prove_links(path, before, after, intended)
    except EditRefusedError as refusal:
        return refusal.at(path)
    return None


def _require(holds: bool, what: str, line: int = 0) -> None:
    if not holds:
        raise EditRefusedError("edit-unproved", f"Nothing was changed, as {what}: make this change by hand.", line)


# --- properties ---------------------------------------------------------------------------------------------------


def _prove_property(path: str, before: str, after: str, intended: PropertyChange) -> None:
    _require(before.startswith("\ufeff") == after.startswith("\ufeff"), "the byte order mark would change")
    old, new = read_frontmatter(path, normal(before)), read_frontmatter(path, normal(after))
    key, wanted = intended.key, intended.wanted
    _require(
        normal(before)[old.body_offset :] == normal(after)[new.body_offset :],
        "the text below the properties would change",
    )
    expected = {name: _shape(node) for name, node in old.values.items()}
    found = {name: _shape(node) for name, node in new.values.items()}
    kept = found.pop(key, None)
    expected.pop(key, None)
    _require(list(found.items()) == list(expected.items()), "another property would be read differently")
    if wanted is None:
        _require(kept is None, f"{key[:60]} would not be gone")
    else:
        _require(
            kept is not None and _texts(new.values[key]) == wanted, f"{key[:60]} would not be read as it was meant"
        )
    order = [name for name in old.values if name in new.values]
    _require([name for name in new.values if name in old.values] == order, "properties would change places")
    codes = Counter([problem.code for problem in new.problems])
    codes.subtract([problem.code for problem in old.problems])
    _require(max(codes.values(), default=0) <= 0, "the properties would have a fault that they did not have")
    _prove_place(before, after, old, new, key)
    if wanted is not None and intended.as_text:
        had = _texts(old.values[key]) if key in old.values else ()
        known = frozenset(had) if isinstance(had, tuple) else frozenset([had])
        _prove_text(after, new, key, frozenset([wanted] if isinstance(wanted, str) else wanted) - known)


def _prove_text(after: str, read: Block, key: str, new: frozenset[object]) -> None:
    """Each new text must be text to YAML 1.1 and to the core schema of YAML 1.2."""
    if not new or new == {""}:
        return
    # Kept out of the import of this module: it loads the YAML library.
    import yaml

    first = read.values[key].line
    last = min([node.line for node in read.values.values() if node.line > first], default=read.body_line - 1)
    chunk = normal(after).removeprefix("\ufeff").split("\n")[first - 1 : last - 1]
    resolver: Any = yaml.resolver.Resolver()
    found: set[object] = set()
    try:
        scalars = [event for event in yaml.parse("\n".join(chunk)) if isinstance(event, yaml.ScalarEvent)]
    except (yaml.YAMLError, ValueError, RecursionError):
        raise EditRefusedError(
            "edit-unproved", f"Nothing was changed: {key[:60]} would not be valid YAML.", first
        ) from None
    for event in scalars[1:]:
        found.add(event.value)
        if event.style is None and event.value in new:
            tag = resolver.resolve(yaml.ScalarNode, event.value, (True, False))
            text = tag == "tag:yaml.org,2002:str" and _CORE.match(event.value) is None
            _require(text, f"{key[:60]} would not be read as text everywhere", first)
    _require(new <= found, f"{key[:60]} would be read differently by another reader of YAML", first)


def _prove_place(before: str, after: str, old: Block, new: Block, key: str) -> None:
    """Only lines of the property itself may change, or a place between two others."""
    first, gone = _changed_lines(before, after)
    if not gone:
        return
    if new.body_line == 1:
        _require(first + gone <= old.body_line, "other lines would change", first)
        return
    node = old.values.get(key)
    _require(node is not None, "lines of other properties would change", first)
    starts = sorted([other.line for name, other in old.values.items() if name != key])
    assert node is not None
    last = next((line for line in starts if line > node.line), old.body_line)
    head = max([line for line in starts if line < node.line], default=1)
    _require(head < first and first + gone <= last + (last == old.body_line), "other lines would change", first)


def _changed_lines(before: str, after: str) -> tuple[int, int]:
    """Return the first line (from 1) that differs, and how many lines of `before` are no longer there from it on."""
    # Properties may come between a byte order mark and the first line.
    old, new = split_lines(before.removeprefix("\ufeff")), split_lines(after.removeprefix("\ufeff"))
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head + 1, len(old) - head - tail


def _shape(node: Node) -> object:
    value = node.value
    if isinstance(value, str):
        return value, node.quoted
    if isinstance(value, tuple):
        return tuple([_shape(one) for one in value])
    return tuple([(name, _shape(one)) for name, one in value.items()])


def _texts(node: Node) -> object:
    value = node.value
    if isinstance(value, tuple):
        return tuple([one.value if isinstance(one.value, str) else None for one in value])
    return value if isinstance(value, str) else None


# --- text below the properties ------------------------------------------------------------------------------------


def _prove_log_line(path: str, before: str, after: str, intended: LogLine) -> None:
    first, stop = intended.line, intended.line + intended.count
    old, new = split_lines(before), split_lines(after)
    _require(len(new) == len(old) + intended.count, "the number of lines would not be right")
    _require(
        "".join(old) == before
        and [bare(line) for line in new[: first - 1] + new[stop - 1 :]] == [bare(line) for line in old],
        "other lines would change",
    )
    inserted = len(after) - len(before)
    at = next((at for at in range(len(before)) if before[at] != after[at]), len(before))
    # The run of equal characters may reach into what was inserted: look for a place where it fits.
    fits = any(after[:one] + after[one + inserted :] == before for one in range(max(0, at - inserted), at + 1))
    _require(inserted > 0 and fits, "more than one place would change")
    was, now = _body(path, before), _body(path, after)
    entries = read_own_log(path, now, [])
    mine = [entry for entry in entries if first <= entry.line < stop]
    _require(len(mine) == 1 and mine[0].day == intended.day, "the line would not be read as contact on that day")
    told = mine[0].text if mine else ""
    _require(intended.words[:60].strip() in told or len(told) >= 200, "its words would be read differently")
    others = [_shifted(entry, stop, -intended.count) for entry in entries if not first <= entry.line < stop]
    _require(
        others == [_shifted(entry, first, 0) for entry in read_own_log(path, was, [])], "another entry would change"
    )
    _require(len(now.tasks) == len(was.tasks), "a task would come or go")
    links = {
        line - (intended.count if line >= stop else 0): to for line, to in now.links.items() if not first <= line < stop
    }
    _require(links == was.links, "another link would come or go")
    _compare_notes(path, before, after, first, intended.count)


def _prove_task(path: str, before: str, after: str, intended: TaskMark) -> None:
    old, new = split_lines(before), split_lines(after)
    at = intended.line - 1
    _require(len(old) == len(new) and at < len(old), "the number of lines would change")
    _require(old[:at] == new[:at] and old[at + 1 :] == new[at + 1 :], "other lines would change")
    was, now = _body(path, before), _body(path, after)
    mark = intended.status
    _require(
        [task for task in was.tasks if task[0] != intended.line]
        == [task for task in now.tasks if task[0] != intended.line],
        "another task would change",
        intended.line,
    )
    # Of the tasks in quotes only the open ones are read.
    read = {task[1] for task in now.tasks if task[0] == intended.line}
    gone = not read and mark != " " and any(task[0] == intended.line and task[3] for task in was.tasks)
    _require(read == {mark} or gone, "the task would not be read as it was meant", intended.line)
    plain = _BOX.sub("[]", bare(old[at]), count=1), _BOX.sub("[]", bare(new[at]), count=1)
    shorter, longer = sorted(plain, key=len)
    _require(was.links == now.links, "a link would come or go")
    _require(_is_inserted(shorter, longer), "the words of the task would change")
    _compare_notes(path, before, after, intended.line, 0)


def _prove_repeated(path: str, before: str, after: str, intended: TaskRepeated) -> None:
    line = intended.line
    ticked, new = split_lines(intended.ticked), split_lines(after)
    _require(new[: line - 1] + new[line:] == ticked, "other lines would change", line)
    was, now = _open_tasks(path, before, line), _open_tasks(path, after, line)
    _require(len(was) == len(now) == 1, "the next task would not be read as one", line)
    told = [(task.text, task.recurrence, task.targets) for task in (*was, *now)]
    _require(told[0] == told[-1], "the next task would say something else", line)
    _require(now[0].recurrence == intended.rule, "how it comes back would be read differently", line)
    days = [(task.due, task.start) for task in now]
    _require(days == [(intended.due, intended.start)], "the days of the next task would be read differently", line)
    left = [_shifted(task, line, 1) for task in _open_tasks(path, intended.ticked)]
    right = [_shifted(task, 0, 0) for task in _open_tasks(path, after) if task.line != line]
    _require(left == right, "another task would change", line)
    _compare_notes(path, intended.ticked, after, line, 1)


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
    _require(len(old) == len(new), "the number of lines would change")
    by_line: dict[int, list[tuple[str, str]]] = {}
    for line, was, now in intended.links:
        by_line.setdefault(line, []).append((was, now))
    for number, (left, right) in enumerate(zip(old, new, strict=True), 1):
        expected = _replace_in_turn(left, by_line.get(number, []))
        _require(expected == right, "other text would change", number)
    one, two = read_frontmatter(path, normal(before)), read_frontmatter(path, normal(after))
    _require(list(one.values) == list(two.values), "properties would come or go")
    pairs = [(was, now) for line, was, now in intended.links if line < one.body_line]
    for key, node in one.values.items():
        _require(_same_but(node, two.values[key], pairs), f"{key[:60]} would be read differently", node.line)
    _require(
        [problem.code for problem in one.problems] == [problem.code for problem in two.problems],
        "a new fault would come",
    )
    was_body, now_body = _body(path, before), _body(path, after)
    _require(was_body.tasks == now_body.tasks, "a task would come or go")
    _require(
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
        _require(
            left[name] == right[name], f"what the note says elsewhere would change ({name.replace('_', ' ')})", first
        )


def _stated(note: ParsedNote, first: int, stop: int, shift_from: int, by: int) -> dict[str, object]:
    """Return the fields of a note without what stands on lines `first` to `stop`; later lines moved by `by`."""
    fields: dict[str, object] = {name: getattr(note, name) for name in note.__struct_fields__}
    fields["entries"] = tuple([entry for entry in note.entries if not first <= entry.line < stop])
    fields["tasks"] = tuple([task for task in note.tasks if not first <= task.line < stop])
    fields["links"] = ()  # compared line by line; a new line may be the first that holds a link
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
