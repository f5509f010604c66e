"""The proof of a merge: what either side says is in the result, unless the other side took it away.

It reads the result by the readers that everything else uses and trusts nothing that the merge worked out.
"""

from pnm_vault.model.record import Row
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.lines import scan
from pnm_vault.notes.text.merge_marks import MARKS, PROPERTIES, conflicting_key
from pnm_vault.sync.merge.block_parts import plain
from pnm_vault.sync.merge.tasks import read_task, repeated_identity
from pnm_vault.sync.merge.text import Note, cut_note
from pnm_vault.sync.merge.values import takes_newest


class Told(Row, frozen=True):
    """What a note says: its properties, the faults in them, the lines of its text, and its tasks.

    `seen` are the lines that are neither code nor comment.
    """

    values: dict[str, object]
    faults: frozenset[str]
    lines: frozenset[str]
    seen: frozenset[str]
    tasks: frozenset[str]


_NOTHING = Told({}, frozenset(), frozenset(), frozenset(), frozenset())


def is_proved(base: Note | None, first: Note, second: Note, merged: str) -> bool:
    r"""Tell whether a merged text (lines that end in `\n`) holds all that both sides say and nothing else."""
    had = _told(base) if base is not None else _NOTHING
    one, other, now = _told(first), _told(second), _told(cut_note(merged))
    if not now.faults <= one.faults | other.faults:
        return False
    if not now.lines <= one.lines | other.lines | _composed(now, one, other) | MARKS | _set_aside(first, second):
        return False
    return all(_holds(had, side, rest, now) for side, rest in ((one, other), (other, one)))


def _told(note: Note) -> Told:
    text = "\n".join(note.lines)
    block = read_frontmatter("", text)
    body = text[block.body_offset :]
    found = scan(body, block.body_line)
    numbered = list(enumerate(body.split("\n"), block.body_line))
    return Told(
        {key: plain(node) for key, node in block.values.items()},
        frozenset(problem.code for problem in block.problems),
        frozenset(line.strip() for _, line in numbered if line.strip()),
        frozenset(line.strip() for number, line in numbered if line.strip() and found.seen(number)),
        frozenset(found.line(number) for number, *_ in found.tasks),
    )


def _holds(had: Told, side: Told, other: Told, now: Told) -> bool:
    """Tell whether everything of one side is there that the other one did not take away."""
    for mine, theirs, before, after in (
        (side.seen, other.seen, had.seen, now.seen),
        (side.tasks, other.tasks, had.tasks, now.tasks),
        (side.lines, other.lines, had.lines, now.lines),
    ):
        missing = {one for one in mine - after if one not in before or one in theirs}
        if any(one in theirs or not _is_told_otherwise(one, now, had, other) for one in missing):
            return False
    return all(_holds_value(key, had, side, other, now) for key in side.values)


def _is_told_otherwise(line: str, now: Told, had: Told, other: Told) -> bool:
    """Tell whether a task is there in another state, or comes back by the line that the other side wrote."""
    task = read_task(line)
    if task is None:
        return False
    words = repeated_identity(line)
    if words is not None and any(repeated_identity(one) == words for one in now.tasks & other.tasks):
        return True
    told = _words(task.told)
    states = [one for text in now.tasks if (one := read_task(text)) is not None and _words(one.told) == told]
    reworded = line in had.tasks or any(_words(was.told) == told for was in map(read_task, had.tasks) if was)
    reopened = any((was.sign, was.closed) == (task.sign, task.closed) for was in map(read_task, had.tasks) if was)
    if states:
        return reopened or any(not one.is_open or one.sign == task.sign for one in states)
    # Other words took its place: then its tick must have gone there too.
    return reworded and (task.is_open or any(not one.is_open for one in map(read_task, now.tasks) if one))


def _words(told: str) -> str:
    return " ".join(told.split())


def _composed(now: Told, one: Told, other: Told) -> frozenset[str]:
    """Return the task lines that have the words of one side and the tick of the other."""
    told = {_words(task.told) for task in map(read_task, one.tasks | other.tasks) if task is not None}
    states = {(task.sign, task.closed) for task in map(read_task, one.tasks | other.tasks) if task is not None}
    found: set[str] = set()
    for line in now.tasks:
        task = read_task(line)
        if task is not None and _words(task.told) in told and (task.sign, task.closed) in states:
            found.add(line)
    return frozenset(found)


def _set_aside(first: Note, second: Note) -> frozenset[str]:
    """Return the lines that may stand in a block of code: the properties of a side, and its fences."""
    block = [line.strip() for line in (*first.block, *second.block)]
    longest = max([len(line) for line in block], default=0)
    fences = ["`" * length for length in range(3, min(longest, 200) + 4)] if block else []
    return frozenset([*block, *fences, *[f"{fence}yaml" for fence in fences]])


def _holds_value(key: str, had: Told, side: Told, other: Told, now: Told) -> bool:
    value, there = side.values[key], now.values.get(key)
    if value == there or value in ("", []):
        return True
    if key in had.values and had.values[key] == value and other.values.get(key) != value:
        return True  # the other side changed it or took it away
    second = [one for name, one in now.values.items() if conflicting_key(name, now.values) == key]
    if value in second:
        return True
    if takes_newest(key) and isinstance(value, str) and isinstance(there, str):
        return other.values.get(key) == there
    if PROPERTIES in now.lines and _is_aside(key, now):
        return True
    before, theirs = had.values.get(key), other.values.get(key)
    if isinstance(value, str) and isinstance(there, str):
        return all(
            one in _words_in(there) or (one in _words_in(before) and one not in _words_in(theirs))
            for one in _words_in(value)
        )
    return all(one in _items(there) or (one in _items(before) and one not in _items(theirs)) for one in _items(value))


def _is_aside(key: str, now: Told) -> bool:
    return any(line.startswith((f"{key}:", f'"{key}"', f"'{key}'")) for line in now.lines)


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _words_in(value: object) -> frozenset[str]:
    return frozenset(value.replace(",", " ").split()) if isinstance(value, str) else frozenset()
