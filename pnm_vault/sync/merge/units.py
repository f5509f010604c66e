"""The text of a note cut into what somebody writes or changes in one go: a log entry, a task, an item, a paragraph."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import islice

from pnm_vault.model.record import Row
from pnm_vault.notes.text.headings import LOG, assign_roles
from pnm_vault.notes.text.lines import Scan, Section, is_item, scan
from pnm_vault.notes.text.log import leading_day, log_day
from pnm_vault.notes.text.merge_marks import END, begins_versions
from pnm_vault.notes.text.tables import cells_of
from pnm_vault.notes.values.field_names import SPELLINGS

_NO_LAZY = "#|>`~<%$!-=*_+"


class Kind(StrEnum):
    """What a unit is; `TOP` is the empty one that stands before all others and holds the empty lines there."""

    TOP = "top"
    HEADING = "heading"
    PLAIN = "plain"
    ITEM = "item"
    ENTRY = "entry"
    TASK = "task"
    ROW = "row"


LISTED = frozenset([Kind.ITEM, Kind.ENTRY, Kind.TASK])


class Unit(Row, frozen=True):
    """Lines that belong together, verbatim, and the empty lines behind them. `day` is that of a dated entry or row."""

    kind: Kind
    lines: tuple[str, ...]
    gap: tuple[str, ...] = ()
    day: date | None = None


def cut_units(lines: Sequence[str]) -> list[Unit]:
    """Cut lines (without their ends) into units; joined again, with their gaps, they are the lines.

    An item takes along what is indented below it, and a dated heading of a log all that stands below it. Code, comments
    and the like stay in one piece.
    """
    return _Cutter(list(lines)).cut()


def join_units(units: Sequence[Unit]) -> list[str]:
    """Return the lines of units with their gaps."""
    return [line for unit in units for line in (*unit.lines, *unit.gap)]


class _Cutter:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        found = scan("\n".join(lines), 0)
        assign_roles(found.sections, SPELLINGS)
        self.found = found
        self.tasks = {number for number, _, _, quoted in found.tasks if not quoted}
        self.headings = {section.line: section for section in found.sections if section.level}
        self.places = {section.line: at for at, section in enumerate(found.sections) if section.level}
        self.days = _days_of(found)

    def cut(self) -> list[Unit]:
        units = [Unit(Kind.TOP, (), tuple(self._gap(0)))]
        at = len(units[0].gap)
        while at < len(self.lines):
            kind, stop = self._one(at)
            gap = tuple(self._gap(stop))
            units.append(Unit(kind, tuple(self.lines[at:stop]), gap, self._day(kind, at)))
            at = stop + len(gap)
        return units

    def _gap(self, at: int) -> list[str]:
        stop = at
        while stop < len(self.lines) and not self.lines[stop].strip():
            stop += 1
        return self.lines[at:stop]

    def _day(self, kind: Kind, at: int) -> date | None:
        if kind is Kind.ROW:
            days = [leading_day(cell) for cell in cells_of(self.lines[at])]
            return next((day[0] for day in days if day is not None and day[0] is not None), None)
        return self.days.get(at) if kind is not Kind.PLAIN else None

    def _one(self, at: int) -> tuple[Kind, int]:
        """Tell what begins on a line that is not empty, and where it stops."""
        boxed = self._end_of_boxes(at)
        if boxed:
            return Kind.PLAIN, boxed
        section = self.headings.get(at)
        if section is not None:
            return self._heading(section)
        if self._is_inert(at):
            return Kind.PLAIN, self._end_of_inert(at)
        if self._is_row(at):
            return Kind.ROW, at + 1
        if at in self.tasks or is_item(self.lines[at].strip() + " "):
            kind = Kind.TASK if at in self.tasks else Kind.ENTRY if at in self.days else Kind.ITEM
            return kind, self._end_of_item(at)
        return (Kind.ENTRY if at in self.days else Kind.PLAIN), self._end_of_plain(at)

    def _end_of_boxes(self, at: int) -> int:
        """Return where two versions that an earlier merge left stop, 0 where none begin.

        They are one unit: where each side keeps another of the two, none of them is to be lost.
        """
        if not begins_versions(self.lines[at]):
            return 0
        later = range(at + 1, len(self.lines))
        stop = next((one for one in later if self.lines[one] == END or begins_versions(self.lines[one])), 0)
        return stop + 1 if stop and self.lines[stop] == END else 0

    def _heading(self, section: Section) -> tuple[Kind, int]:
        if section.line not in self.days:
            return Kind.HEADING, section.end + 1
        later = islice(self.found.sections, self.places[section.line] + 1, None)
        stop = next((one.line for one in later if one.level <= section.level), len(self.lines))
        while not self.lines[stop - 1].strip():
            stop -= 1
        return Kind.ENTRY, stop

    def _is_inert(self, at: int) -> bool:
        return bool(self.lines[at].strip()) and not self.found.seen(at)

    def _end_of_inert(self, at: int) -> int:
        """Return where a run of code or comments stops, empty lines in between included."""
        stop = at + 1
        while stop < len(self.lines):
            after = stop + len(self._gap(stop))
            if after >= len(self.lines) or after in self.headings or not self._is_inert(after):
                break
            stop = after + 1
        return stop

    def _is_row(self, at: int) -> bool:
        return self.lines[at].lstrip()[:1] == "|"

    def _end_of_item(self, at: int) -> int:
        indent = _indent(self.lines[at])
        stop = at + 1
        for one in range(at + 1, len(self.lines)):
            line = self.lines[one]
            if not line.strip():
                continue
            if _indent(line) <= indent and not (one == stop and self._is_lazy(one)):
                break
            stop = one + 1
        return stop

    def _is_lazy(self, at: int) -> bool:
        """Tell whether a line right below an item goes on with it though it is not indented."""
        line = self.lines[at].strip()
        return at not in self.headings and at not in self.days and line[0] not in _NO_LAZY and not is_item(line + " ")

    def _end_of_plain(self, at: int) -> int:
        stop = at + 1
        while stop < len(self.lines) and self.lines[stop].strip():
            own = (
                begins_versions(self.lines[stop])
                or stop in self.headings
                or stop in self.tasks
                or stop in self.days
                or self._is_row(stop)
            )
            if own or self._is_inert(stop) or is_item(self.lines[stop].strip() + " "):
                break
            stop += 1
        return stop


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _days_of(found: Scan) -> dict[int, date]:
    """Map the lines that begin with a day to it: items anywhere, other lines and headings in a log alone."""
    days: dict[int, date] = {}
    for section in found.sections:
        in_log = section.role == LOG
        parted = leading_day(section.title) if in_log and section.level else None
        if parted is not None and parted[0] is not None:
            days[section.line] = parted[0]
        for number, text, _ in section.lines:
            if text[0] == "|" or not (in_log or is_item(text)):
                continue
            day = log_day(text) if in_log else leading_day(text)
            if day is not None and day[0] is not None:
                days[number] = day[0]
    return days
