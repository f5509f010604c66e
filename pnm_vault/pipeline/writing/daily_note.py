"""The daily note of a day: the one that is there, or the one that is to be made; and how the others are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.names import fold
from pnm_vault.model.note import NoteKind, Origin
from pnm_vault.model.record import Record
from pnm_vault.notes.daily_template import fill_daily_template
from pnm_vault.notes.edit.daily_line import DailyStyle, detect_daily_style
from pnm_vault.notes.kinds import daily_day
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.values.daily_format import write_day
from pnm_vault.vault import clock
from pnm_vault.vault.obsidian import read_obsidian
from pnm_vault.vault.read import read_bytes, read_note
from pnm_vault.vault.setting_values import folder_inside

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# So many of the latest daily notes settle how they are written.
SAMPLE = 60
_REMEDY = "Make that note yourself first, or give --into contacts."


class DailyNote(Record, frozen=True):
    """The daily note of a day. `text` is that of a note to be made, None for one that is there.

    `remark` is a sentence for the user, or empty.
    """

    path: str
    text: str | None = None
    remark: str = ""


class DailyNotes:
    """The daily notes of a vault, looked through once."""

    def __init__(self, session: Session, rules: Rules) -> None:
        self._session = session
        self._rules = rules
        paths = (path for paths in session.index().names.values() for path in paths)
        days = {path: day for path in paths if (day := daily_day(path, rules)) is not None}
        # The latest first, by path among those of one day.
        self._days = dict(sorted(sorted(days.items()), key=lambda item: item[1], reverse=True))

    def of(self, day: date) -> DailyNote:
        """Give the daily note of a day, wherever it lies; else the one to be made where the settings say.

        Raises:
            PnmError: it cannot be said where that would be, or another note is there.
        """
        same = [path for path, one in self._days.items() if one == day]
        notes = self._session.notes(same)
        found = [path for path in same if path in notes and notes[path].note.kind is NoteKind.DAILY]
        own = self._own_path(day)
        if found:
            return DailyNote(own if own in found else found[0])
        if not own:
            shown = self._session.settings.vault.daily_format
            raise PnmError(f"The daily note of {day} cannot be named by {shown}.", _REMEDY)
        if any(fold(path) == fold(own) for path in same):
            raise PnmError(f"{own} is no daily note to pnm, so nothing is written there.", _REMEDY)
        self._require_own_language(own)
        text, remark = self._filled(own, day)
        return DailyNote(own, text, remark)

    def style(self) -> DailyStyle:
        """Say how contact is written into the latest daily notes."""
        return detect_daily_style(self._samples())

    def _samples(self) -> Iterator[tuple[str, str, frozenset[int]]]:
        for path, indexed in self._session.notes(tuple(self._days)[:SAMPLE]).items():
            told = [one for _, one in indexed.contribution.interactions if one.origin is Origin.DAILY]
            read = read_note(self._session.root, path) if told else None
            if read is not None and read.text:
                yield path, read.text, frozenset(one.source.line for one in told)

    def _own_path(self, day: date) -> str:
        """Give the path where the settings have the note of a day; empty where they name no day or no place."""
        settings = self._session.settings.vault
        name = write_day(settings.daily_format, day)
        if not name or self._rules.daily_format.day_of(name) != day:
            return ""
        try:
            return folder_inside(f"{settings.daily_folder}/{name}.md".lstrip("/"))
        except ValueError:
            return ""

    def _require_own_language(self, own: str) -> None:
        """Refuse to make a note `2026-11-22 Sunday` among others that are called `2026-11-21 Samstag`."""
        folder = self._rules.daily_folder
        below = {path: path[len(folder) :] for path in self._days if path.casefold().startswith(folder)}
        likewise = [path for path, name in below.items() if self._rules.daily_format.day_of(name.removesuffix(".md"))]
        if likewise and not any(fold(path) == fold(self._own_path(self._days[path])) for path in likewise):
            raise PnmError(f"{own} would have a name unlike your other daily notes, such as {likewise[0]}.", _REMEDY)

    def _filled(self, path: str, day: date) -> tuple[str, str]:
        """Make the text of a new note from Obsidian's template for daily notes, where that can be done."""
        template = read_obsidian(self._session.root).daily_template
        if not template:
            return "", ""
        content = read_bytes(self._session.root, template)
        if content is None:
            return "", f"The template {template} cannot be read, so the daily note was made without it."
        title = path.rpartition("/")[2].removesuffix(".md")
        text = content.decode(errors="replace").removeprefix("\ufeff")
        filled = fill_daily_template(text, title, day, clock.time_of_day(), "YYYY-MM-DD")
        if filled is None:
            why = f"{template} asks for more than date, time and title"
            return "", f"{why}, which only Obsidian can fill in: the daily note was made without it."
        return _without_last_empty_item(filled), ""


def _without_last_empty_item(text: str) -> str:
    """Take away the empty list item that many templates end with: the new line stands in its place."""
    bare = text.rstrip()
    last = bare.rpartition("\n")[2]
    if last in ("-", "*", "+"):
        return bare[: len(bare) - len(last)]
    return text if text.endswith("\n") or not text else text + "\n"
