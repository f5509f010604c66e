"""What was logged as lines of daily notes: one line for each capture, with links to those who took part."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.names import fold, resolve
from pnm_vault.model.record import Record
from pnm_vault.notes.capture import Capture, Wish
from pnm_vault.notes.edit import Edited
from pnm_vault.notes.edit.daily_line import DailyStyle, append_daily_line
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.links import clean_target, find_links, link_spans
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.pipeline.writing.daily_note import DailyNotes
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

TaskEdit = Callable[[Wish, str, HouseStyle, str], Edit]


class DailyEdits(Record, frozen=True):
    """The edits by path, the texts of daily notes to be made, and what the user should know of these."""

    edits: Mapping[str, Sequence[Edit]]
    new: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def daily_edits(
    session: Session, captures: Sequence[Capture], style: HouseStyle, newcomers: Collection[str], task_edit: TaskEdit
) -> DailyEdits:
    """Give the edits that write captures into daily notes. `newcomers` are the paths of contacts still to be made.

    Raises:
        PnmError: a daily note cannot be made, or no link leads to one of the contacts and to nobody else.
    """
    dailies = DailyNotes(session, style.rules)
    form = dailies.style()
    edits: dict[str, list[Edit]] = {}
    new: dict[str, str] = {}
    remarks: list[str] = []
    for day in dict.fromkeys(capture.day for capture in captures):
        note = dailies.of(day)
        if note.text is not None:
            new[note.path] = note.text
        remarks += [note.remark] if note.remark else []
        for capture in captures:
            if capture.day == day:
                words = _line(session, capture, note.path, newcomers)
                mine = edits.setdefault(note.path, [])
                mine.append(_line_edit(words, day, form, style.rules))
                company = f" (with {', '.join([link_to(session, path) for path in capture.contacts])})"
                mine += [task_edit(wish, company, style, words) for wish in capture.wishes]
    return DailyEdits(edits, new, tuple(dict.fromkeys(remarks)))


def _line_edit(words: str, day: date, form: DailyStyle, rules: Rules) -> Edit:
    def edit(path: str, text: str) -> Edited:
        return append_daily_line(path, text, words, day, form, rules)

    return edit


def _line(session: Session, capture: Capture, daily: str, newcomers: Collection[str]) -> str:
    """Write the words with a link for each contact: in the place of the name, else in front."""
    pieces: list[str] = []
    linked: set[str] = set()
    at = 0
    for mention in capture.mentions:
        if mention.path in linked:
            continue
        linked.add(mention.path)
        between, name = capture.words[at : mention.start], capture.words[mention.start : mention.stop]
        pieces += [_unlinked(session, between, capture, daily), link_to(session, mention.path, _shown(name))]
        at = mention.stop
    pieces.append(_unlinked(session, capture.words[at:], capture, daily))
    others = [link_to(session, path) for path in dict.fromkeys(capture.contacts) if path not in linked]
    words = f"{', '.join(others)}: {''.join(pieces)}" if others else "".join(pieces)
    _require_links(session, words, capture, daily, newcomers)
    return words


def _shown(name: str) -> str:
    """Give what a name shows as, where it was typed as a link."""
    if not name.startswith("[["):
        return name
    inner = name[2:-2]
    return inner.rpartition("|")[2] if "|" in inner else clean_target(inner).rpartition("/")[2]


def _unlinked(session: Session, text: str, capture: Capture, daily: str) -> str:
    """Take the brackets from links to other contacts, since every contact that a daily note links was met that day."""
    index = session.index()
    pieces: list[str] = []
    at = 0
    for target, start, stop in link_spans(text):
        path = resolve(target, daily, index.names, index.aliases).path
        if path in index.contacts and path not in capture.contacts:
            link = text[start:stop]
            pieces += [text[at:start], _shown(link) if link.startswith("[[") else link[1:].partition("](")[0]]
            at = stop
    return "".join([*pieces, text[at:]])


def _require_links(session: Session, words: str, capture: Capture, daily: str, newcomers: Collection[str]) -> None:
    """Follow the links as the index will: they must lead to the contacts of the capture and to no other."""
    index = session.index()
    made = {fold(name): path for path in newcomers for name in (path[:-3], path[:-3].rpartition("/")[2])}
    found: set[str] = set()
    for target in find_links(words):
        path = made.get(fold(target)) or resolve(target, daily, index.names, index.aliases).path
        if path is not None and (path in index.contacts or path in newcomers):
            found.add(path)
    if found != set(capture.contacts):
        missing = sorted(set(capture.contacts) - found) or sorted(found - set(capture.contacts))
        raise PnmError(f"No link in a daily note leads to {missing[0]}.", "Give --into contacts, or rename that note.")
