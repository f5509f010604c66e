"""`pnm done`: tick a follow-up where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError, UnknownContactError
from pnm_vault.index.lookup import loosen
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.plan import Replace
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited, remove_from_property, set_property, tick_task
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.tasks import read_tasks
from pnm_vault.pipeline.writing.carry_out import Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.house_style import HouseStyle

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_SHOWN = 10


class Ticked(Record, frozen=True):
    """Which follow-up was ticked, and what was done. `next_day` is when it comes back; None: it does not."""

    follow_up: FollowUp
    written: Written
    next_day: date | None = None


def tick_follow_up(session: Session, query: str, words: Sequence[str], *, dry_run: bool = False) -> Ticked:
    """Tick the one follow-up that `query` means; see `carry_out`.

    Raises:
        UnknownContactError: none is meant, or several are.
    """
    follow_up = choose_follow_up(session, query)
    edit = _tick(session, follow_up)
    path = follow_up.source.path
    written = carry_out(session, lambda: plan_edits(session.root, {path: [edit]}), words, dry_run=dry_run)
    return Ticked(follow_up, written, _next_day(written, follow_up) if follow_up.recurrence else None)


def _next_day(written: Written, follow_up: FollowUp) -> date | None:
    """Read when a follow-up comes back from where it stood, which is where its next occurrence stands now."""
    path, line = follow_up.source.path, follow_up.source.line
    for step in written.plan.steps:
        if step.path == path and isinstance(step, Replace):
            tasks, _ = read_tasks(path, scan_note(path, step.content.decode().removeprefix("\ufeff")), True, None, [])
            return next((task.due or task.start for task in tasks if task.line == line), None)
    return None


def choose_follow_up(session: Session, query: str) -> FollowUp:
    """Find a follow-up by `path:line`, by its text, or by words of it and of its contacts' names."""
    follow_ups = session.picture().follow_ups
    path, _, line = query.strip().removeprefix("./").rpartition(":")
    if path and line.isdecimal():
        at = [one for one in follow_ups if one.source.line == int(line) and one.source.path in (path, f"{path}.md")]
        if at:
            return at[0]
    wanted = loosen(query)
    found = [one for one in follow_ups if loosen(one.text) == wanted]
    if not found and wanted:
        found = [one for one in follow_ups if wanted in loosen(one.text)]
    if not found and wanted:
        sought = set(wanted.split())
        found = [one for one in follow_ups if sought <= _words(session, one)]
    if len(found) == 1:
        return found[0]
    if not found:
        remedy = "pnm follow-ups lists them, each with the path:line that names it for sure."
        raise UnknownContactError(f"There is no open follow-up like “{query}”.", remedy)
    rows = [f"{one.source.path}:{one.source.line}  {one.text}" for one in found[:_SHOWN]]
    rows += [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    raise UnknownContactError(f"More than one follow-up fits “{query}”: give its path:line.", "\n".join(rows))


def _words(session: Session, follow_up: FollowUp) -> set[str]:
    names = " ".join([session.name_of(path) for path in follow_up.contacts])
    return {word.strip(".,;:!?()") for word in f"{loosen(follow_up.text)} {loosen(names)}".split()}


def _tick(session: Session, follow_up: FollowUp) -> Edit:
    source = follow_up.source

    def edit(path: str, text: str) -> Edited:
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        if source.line < block.body_line:
            return _clear(path, text, block, follow_up)
        form = HouseStyle(session, path).tasks
        return tick_task(path, text, source.line, source.text, session.today, form)

    return edit


def _clear(path: str, text: str, block: Block, follow_up: FollowUp) -> Edited:
    """Take a follow-up out of the property that holds it; the property stays, empty."""
    line = follow_up.source.line
    for key, node in block.values.items():
        if isinstance(node.value, str):
            if node.line == line:
                return set_property(path, text, key, None)
        elif (item := _item_at(node, line, follow_up.text)) is not None:
            return remove_from_property(path, text, key, (item,))
    raise PnmError(f"{path}:{line} says something else by now.", "pnm follow-ups lists what is open.")


def _item_at(node: Node, line: int, words: str) -> str | None:
    """Give the item of a list that stands on a line; of several there, the one that says the words."""
    texts = [text.value for text in texts_of(node) if text.line == line and isinstance(text.value, str)]
    said = [text for text in texts if words in text] if len(texts) > 1 else texts
    return said[0] if len(said) == 1 and isinstance(node.value, tuple) else None
