"""Something that was said in passing written down as a task: done, called off, or to be done by a day."""

from __future__ import annotations

from datetime import date

from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.logline import plain_words
from pnm_vault.notes.new_task import append_closed_task, append_task
from pnm_vault.notes.text.tasks import read_called_off, read_tasks
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.pipeline.writing.house_style import HouseStyle

CLOSED = frozenset("xX✓✔-")
# What stands behind the words of a task, if anything does: its dates.
_DATES = pattern_of(r"\s*(?:\Z|[📅⏳🛫➕🔁✅❌^]|\[[a-z]+::)")


class SpokenTask(Record, frozen=True):
    """The words of what was said on a day. A note that has a task for it since, open or closed, stays as it is."""

    text: str
    said_on: date

    def open_edit(self, style: HouseStyle, due: date) -> Edit:
        """Write it down as something to do."""

        def edit(path: str, text: str) -> Edited:
            if self._stands(path, text):
                return Edited(text)
            return append_task(path, text, self.text, due, style.tasks, style.log)

        return edit

    def closed_edit(self, style: HouseStyle, on: date, *, called_off: bool = False) -> Edit:
        """Write it down as done on a day, or as called off then."""

        def edit(path: str, text: str) -> Edited:
            if self._stands(path, text):
                return Edited(text)
            return append_closed_task(path, text, self.text, on, style.tasks, style.log, called_off=called_off)

        return edit

    def _stands(self, path: str, text: str) -> bool:
        """Tell whether there is a task of these words: an open one, or one that was closed since it was said."""
        found = scan_note(path, text)
        words = plain_words(self.text)
        days = {entry.line: entry.day for entry in read_tasks(path, found, True, None, [])[1]}
        days |= {one.line: one.day for one in read_called_off(found)}
        for number, status, begin, quoted in found.tasks:
            line = found.line(number)
            line = (line.lstrip("> \t") if quoted else line)[begin:].strip()
            is_open = status not in CLOSED or days.get(number, date.min) >= self.said_on
            if is_open and line.startswith(words) and _DATES.match(line[len(words) :]):
                return True
        return False
