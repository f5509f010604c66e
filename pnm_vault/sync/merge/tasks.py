"""Tasks: what is done is done, on whichever machine it was ticked.

What edits tasks is imported where it is needed: git starts the program anew for every note.
"""

from collections import Counter
from datetime import date

from pnm_vault.model.record import Row
from pnm_vault.notes.text.tasks import task_words
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.patterns import pattern_of
from pnm_vault.sync.merge.lines import merge_lines

_TASK = pattern_of(r"\A([ \t]*+(?:[-*+•]|[0-9]{1,9}[.)])[ \t]++\[)([^\]\n])\](?=\s|\Z)(.*)\Z")
_STAMP = pattern_of(
    r"(?:(?<![ \t])[ \t]++)?(?:[✅❌]\ufe0f?[ \t]*+|[\[(](?:completion|cancelled)::[ \t]*+)"
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[\])]?"
)
_DONE = frozenset("xX✓✔")
_CLOSED = frozenset("->")


class TaskLine(Row, frozen=True):
    """A task taken apart: up to its box, the sign in it, what is told, without the day on which it was closed.

    `stamp` is that day as it is written; `closed` the day.
    """

    before: str
    sign: str
    told: str
    stamp: str
    closed: date | None

    @property
    def is_done(self) -> bool:
        """Tell whether it is ticked."""
        return self.sign in _DONE

    @property
    def is_open(self) -> bool:
        """Tell whether it is neither ticked, cancelled nor forwarded."""
        return self.sign not in _DONE and self.sign not in _CLOSED


def read_task(line: str) -> TaskLine | None:
    """Take a task apart; None for a line that is none, or whose box is written in another way."""
    found = _TASK.match(line)
    if found is None:
        return None
    stamps = list(_STAMP.finditer(found[3]))
    stamp = stamps[-1][0] if stamps else ""
    told = _STAMP.sub("", found[3]).rstrip()
    return TaskLine(found[1], found[2], told, stamp, parse_day(stamps[-1][1]) if stamps else None)


def identity_of(line: str) -> str:
    """Return what tells a task from others whatever became of it: its words and days, white space set aside."""
    task = read_task(line)
    return " ".join((task.told if task is not None else line).split())


def repeated_identity(line: str) -> str | None:
    """Return the words of a task that comes back, without its days; None for others."""
    if "🔁" not in line and "repeat" not in line and "recurrence" not in line:
        return None
    from pnm_vault.notes.edit.recurring import comes_back

    task = read_task(line)
    return task_words(task.told.strip()) if task is not None and comes_back(task.told) else None


def merge_task(base: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...] | None:
    """Merge a task, a line and what is indented below it; None when its two versions cannot be one.

    Done wins over open, a task done on both sides was done on the earlier day. `base` is empty where there is none.
    """
    one, other = read_task(first[0]), read_task(second[0])
    if one is None or other is None:
        return None
    was = read_task(base[0]) if base else None
    head = _merge_head(was, one, other, first[0], second[0])
    below = merge_lines(base[1:], first[1:], second[1:])
    return (head, *below) if head is not None and below is not None else None


def _merge_head(was: TaskLine | None, one: TaskLine, other: TaskLine, first: str, second: str) -> str | None:
    words = _choose(was.told if was is not None else None, one.told, other.told)
    closing = _choose_status(was, one, other)
    if words is None or closing is None:
        return None
    telling = one if words == one.told else other
    if was is not None and not (_is_same_task(was, one) and _is_same_task(was, other)):
        return None
    if (telling.sign, telling.stamp) == (closing.sign, closing.stamp):
        return first if telling is one else second
    if (closing.told, closing.before) == (telling.told, telling.before):
        return first if closing is one else second
    from pnm_vault.notes.edit.tasks import end_of_words

    end = end_of_words(telling.told, 0)
    return f"{telling.before}{closing.sign}]{telling.told[:end]}{closing.stamp}{telling.told[end:]}"


def _is_same_task(was: TaskLine, now: TaskLine) -> bool:
    """Tell whether a task was only told at more or less length, or moved to another day.

    `ring Bo` that became `ring Cy` may be a new task, which nobody has done yet.
    """
    before, after = Counter(task_words(was.told).split()), Counter(task_words(now.told).split())
    return before <= after or after <= before


def _choose(base: str | None, first: str, second: str) -> str | None:
    if first == second or second == base:
        return first
    return second if first == base else None


def _choose_status(was: TaskLine | None, one: TaskLine, other: TaskLine) -> TaskLine | None:
    """Return the side whose box counts; None when both closed it in different ways."""
    if was is not None and (was.sign, was.stamp) in ((one.sign, one.stamp), (other.sign, other.stamp)) and was.is_done:
        return other if (one.sign, one.stamp) == (was.sign, was.stamp) else one
    if one.is_done and other.is_done:
        if one.closed is None or other.closed is None:
            return other if one.closed is None else one
        return one if one.closed <= other.closed else other
    if one.sign == other.sign:
        return one if one.stamp else other
    if one.is_open != other.is_open:
        if was is not None and not was.is_open:
            # One side opened it again.
            return one if other.sign == was.sign else other
        return other if one.is_open else one
    if was is not None and was.sign in (one.sign, other.sign):
        return other if one.sign == was.sign else one
    return None
