"""A follow-up ticked, put off or called off in the note where it stands, whether that is a task or a property."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.notes.edit import (
    Edited,
    add_to_property,
    cancel_task,
    move_task,
    remove_from_property,
    set_property,
    tick_task,
)
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.lines import MAX_TEXT
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.writing.house_style import HouseStyle

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.carry_out import Edit

_DAY = pattern_of(r"(?<![0-9-])[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-])")


def tick_edit(session: Session, follow_up: FollowUp, done_on: date) -> Edit:
    """Tick it; one that a property holds is taken out of it."""

    def tick(path: str, text: str, line: int) -> Edited:
        form = HouseStyle(session, path).tasks
        return tick_task(path, text, line, follow_up.source.text, done_on, form)

    return _edit(follow_up, tick, lambda path, text, block: _clear(path, text, block, follow_up))


def cancel_edit(session: Session, follow_up: FollowUp) -> Edit:
    """Call it off; one that a property holds is taken out of it."""

    def cancel(path: str, text: str, line: int) -> Edited:
        form = HouseStyle(session, path).tasks
        return cancel_task(path, text, line, follow_up.source.text, session.today, form)

    return _edit(follow_up, cancel, lambda path, text, block: _clear(path, text, block, follow_up))


def move_edit(session: Session, follow_up: FollowUp, due: date) -> Edit:
    """Give it another due day."""

    def move(path: str, text: str, line: int) -> Edited:
        form = HouseStyle(session, path).tasks
        return move_task(path, text, line, follow_up.source.text, due, follow_up.due, form)

    return _edit(follow_up, move, lambda path, text, block: _move_in_property(path, text, block, follow_up, due))


def _edit(
    follow_up: FollowUp, on_task: Callable[[str, str, int], Edited], on_property: Callable[[str, str, Block], Edited]
) -> Edit:
    def edit(path: str, text: str) -> Edited:
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        if follow_up.source.line < block.body_line:
            return on_property(path, text, block)
        return on_task(path, text, line_now(path, text, follow_up))

    return edit


def line_now(path: str, text: str, follow_up: FollowUp) -> int:
    """Find the line of an open task in a text in which lines may have come before it; its own where it is nowhere."""
    source = follow_up.source
    found = scan_note(path, text)
    there = [
        number
        for number, status, begin, quoted in found.tasks
        if status not in "xX✓✔-" and words_of_task(found.line(number), begin, quoted) == source.text
    ]
    return min(there, key=lambda number: abs(number - source.line), default=source.line)


def words_of_task(line: str, begin: int, quoted: bool) -> str:
    """Give the words of a task line as a follow-up keeps them; `begin` is where they begin."""
    return (line.lstrip("> \t") if quoted else line)[begin:].strip()[:MAX_TEXT].rstrip()


def _clear(path: str, text: str, block: Block, follow_up: FollowUp) -> Edited:
    """Take a follow-up out of the property that holds it; the property stays, empty."""
    key, item = _find(path, block, follow_up)
    return set_property(path, text, key, None) if item is None else remove_from_property(path, text, key, (item,))


def _move_in_property(path: str, text: str, block: Block, follow_up: FollowUp, due: date) -> Edited:
    key, item = _find(path, block, follow_up)
    said = item if item is not None else str(block.values[key].value)
    if item is None and parse_day(said) is not None:
        return set_property(path, text, key, due)
    new, count = _DAY.subn(due.isoformat(), said)
    if count > 1:
        raise PnmError(f"{path}:{follow_up.source.line} names more than one day: change it by hand.")
    new = new if count else f"{due} {said}"
    if item is None:
        return set_property(path, text, key, new)
    removed = remove_from_property(path, text, key, (item,))
    return removed if removed.text is None else add_to_property(path, removed.text, key, (new,))


def _find(path: str, block: Block, follow_up: FollowUp) -> tuple[str, str | None]:
    """Give the property that holds a follow-up, and which item of its list it is; None: all of it."""
    line = follow_up.source.line
    for key, node in block.values.items():
        if isinstance(node.value, str):
            if node.line == line:
                return key, None
        elif (item := _item_at(node, line, follow_up.text)) is not None:
            return key, item
    raise PnmError(f"{path}:{line} says something else by now.", "pnm follow-ups lists what is open.")


def _item_at(node: Node, line: int, words: str) -> str | None:
    """Give the item of a list that stands on a line; of several there, the one that says the words."""
    texts = [text.value for text in texts_of(node) if text.line == line and isinstance(text.value, str)]
    said = [text for text in texts if words in text] if len(texts) > 1 else texts
    return said[0] if len(said) == 1 and isinstance(node.value, tuple) else None
