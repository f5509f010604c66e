"""The texts of two notes about one contact in one: headings united, logs sorted into each other, all else kept."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from msgspec.structs import replace

from pnm_vault.notes.text.headings import LOG, assign_roles
from pnm_vault.notes.text.lines import scan
from pnm_vault.notes.values.field_names import SPELLINGS
from pnm_vault.notes.values.names import squash
from pnm_vault.sync.merge.body import is_parted
from pnm_vault.sync.merge.joining import newest_first_of
from pnm_vault.sync.merge.units import LISTED, Kind, Unit, cut_units

Key = tuple[str, ...]


class _Section:
    """A heading with what stands right below it, up to the next heading.

    `key` is what it is called, those above it first; the note's own title is none of them. `log`: it begins a log.
    """

    def __init__(self, heading: Unit | None, level: int, key: Key, log: bool) -> None:
        self.heading = heading
        self.level = level
        self.key = key
        self.log = log
        self.units: list[Unit] = []

    @property
    def all_units(self) -> list[Unit]:
        return self.units if self.heading is None else [self.heading, *self.units]


def unite_bodies(kept: Sequence[str], other: Sequence[str], names: Collection[str]) -> tuple[list[str], frozenset[str]]:
    """Put the text of another note about the same contact into that of the kept one (lines without their ends).

    Nothing of the kept text moves. A section of the other one whose heading the kept one has as well goes there: its
    log entries by day, in the order of the kept log, the rest behind; other sections go to the end. What both say in
    the same section comes once. Also gives the lines of headings that are gone, since the kept note has its own:
    of the title, where it is one of `names`, and of the log.
    """
    own, theirs = cut_units(kept), cut_units(other)
    uniter = _Uniter(_sections(own, kept, names), newest_first_of(own, theirs))
    for section in _sections(theirs, other, names):
        uniter.take(section)
    return _laid_out(uniter.sections, (own, theirs)), frozenset(uniter.gone)


def _sections(units: Sequence[Unit], lines: Sequence[str], names: Collection[str]) -> list[_Section]:
    found = scan("\n".join(lines), 0)
    assign_roles(found.sections, SPELLINGS)
    scanned = {section.line: section for section in found.sections if section.level}
    titles = [section.line for section in scanned.values() if section.level == 1]
    wanted = [_words(name) for name in names]
    sections = [_Section(None, 0, (), False)]
    above: list[tuple[int, str]] = []
    at = 0
    for unit in units:
        here = scanned.get(at) if unit.kind is Kind.HEADING else None
        if here is None:
            sections[-1].units.append(unit)
        else:
            above = [one for one in above if one[0] < here.level]
            is_title = here.level == 1 and len(titles) == 1
            words = _words(here.title)
            named = is_title and bool(words) and any(words <= name for name in wanted)
            key = () if named else (*[title for _, title in above], squash(here.title))
            parent = here.parent
            log = here.role == LOG and (parent is None or parent.role != LOG)
            sections.append(_Section(unit, here.level, key, log))
            # What stands below the only title of a note stands below the note.
            if not is_title:
                above.append((here.level, squash(here.title)))
        at += len(unit.lines) + len(unit.gap)
    return sections


def _words(title: str) -> frozenset[str]:
    return frozenset(title.casefold().replace("-", " ").split())


class _Uniter:
    """The sections of the kept note, to which those of the other one come one after the other."""

    def __init__(self, sections: list[_Section], newest_first: bool) -> None:
        self.sections = sections
        self.newest_first = newest_first
        self.gone: set[str] = set()

    def take(self, section: _Section) -> None:
        """Take in one section of the other note."""
        target = self._target(section)
        if target is None:
            self._append(section)
            return
        if section.heading is not None:
            self.gone.update([line.strip() for line in section.heading.lines])
        for group in _groups([unit for unit in section.units if unit.kind is not Kind.TOP]):
            if any(unit.lines == group[0].lines for unit in target.units) and len(group) == 1:
                continue
            self._insert(target, group)

    def _target(self, section: _Section) -> _Section | None:
        if not section.key:
            # Below the kept note's own title, where there is one.
            return next((one for one in reversed(self.sections) if not one.key), self.sections[0])
        same = next((one for one in self.sections if one.key == section.key), None)
        if same is None and section.log:
            logs = [one for one in self.sections if one.log]
            same = logs[0] if len(logs) == 1 else None
        if same is not None and _has_shallow_days(section, same.level):
            return None
        return same

    def _append(self, section: _Section) -> None:
        """Put a section behind those below the same heading; else at the end, but below no heading but its own."""
        shallow = [place for place, one in enumerate(self.sections) if one.key and one.level < section.level]
        at = shallow[0] if shallow else len(self.sections)
        for depth in range(len(section.key) - 1, 0, -1):
            above = section.key[:depth]
            inside = [place for place, one in enumerate(self.sections) if one.key[:depth] == above]
            if inside:
                at = inside[-1] + 1
                break
        new = _Section(section.heading, section.level, section.key, section.log)
        new.units = list(section.units)
        last = next((one.all_units for one in reversed(self.sections[:at]) if one.all_units), [])
        if last and last[-1].lines and not last[-1].gap:
            _set_gap(self.sections[:at], ("",))
        self.sections.insert(at, new)
        if at + 1 < len(self.sections) and new.all_units and not new.all_units[-1].gap:
            _set_gap([new], ("",))

    def _insert(self, target: _Section, group: Sequence[Unit]) -> None:
        """Put what belongs together into a section: an entry by its day, anything else at the end."""
        units = target.units
        first = group[0]
        headed = [at for at, unit in enumerate(units) if _is_headed(unit)]
        if first.kind is Kind.ROW:
            if not _join_table(units, group, self.newest_first):
                self._put(target, headed[0] if headed else len(units), group)
            return
        # Days that are headings stand behind everything else, which would else seem to be of such a day.
        border = headed[0] if headed else len(units)
        start, stop = (border, len(units)) if _is_headed(first) else (0, border)
        entries = [at for at in range(start, stop) if units[at].kind is Kind.ENTRY and units[at].day is not None]
        place = stop
        if first.kind is Kind.ENTRY and first.day is not None and entries:
            later = [at for at in entries if self._comes_after(units[at], first)]
            place = later[0] if later else _end_of_group(units, entries[-1], stop)
        self._put(target, place, group)

    def _comes_after(self, unit: Unit, entry: Unit) -> bool:
        assert unit.day is not None
        assert entry.day is not None
        return unit.day < entry.day if self.newest_first else unit.day > entry.day

    def _put(self, target: _Section, place: int, group: Sequence[Unit]) -> None:
        units, new = target.units, list(group)
        before = units[place - 1] if place else target.heading
        if place < len(units):
            close = _are_close(new[-1], units[place])
            had = before.gap if before is not None and before.kind in LISTED else ()
            new[-1] = replace(new[-1], gap=had if close else ("",))
        elif before is not None and before.kind not in (Kind.TOP, Kind.HEADING):
            # It takes over what parts the section from the next one.
            new[-1] = replace(new[-1], gap=before.gap)
            units[place - 1] = replace(before, gap=_usual_gap(units) if _are_close(before, new[0]) else ("",))
        units[place:place] = new


def _are_close(one: Unit, other: Unit) -> bool:
    """Tell whether two units are items of one list."""
    return one.kind in LISTED and other.kind in LISTED and not _is_headed(one) and not _is_headed(other)


def _groups(units: Sequence[Unit]) -> list[list[Unit]]:
    """Put together what belongs together: a dated entry with the paragraphs below it, the rows of a table."""
    groups: list[list[Unit]] = []
    for unit in units:
        last = groups[-1] if groups else []
        goes_on = last and (
            (unit.kind is Kind.ROW and last[-1].kind is Kind.ROW and not last[-1].gap)
            or (unit.kind is Kind.PLAIN and last[0].kind is Kind.ENTRY)
        )
        if goes_on:
            last.append(unit)
        else:
            groups.append([unit])
    return groups


def _is_headed(unit: Unit) -> bool:
    return unit.kind is Kind.ENTRY and unit.lines[0][:1] == "#"


def _has_shallow_days(section: _Section, level: int) -> bool:
    """Tell whether a log's days are headings that would end the section of this level."""
    days = [unit.lines[0] for unit in section.units if _is_headed(unit)]
    return any(len(line) - len(line.lstrip("#")) <= level for line in days)


def _end_of_group(units: Sequence[Unit], at: int, stop: int) -> int:
    """Return where what belongs to an entry ends: paragraphs below it go with it."""
    after = at + 1
    while after < stop and units[after].kind is Kind.PLAIN:
        after += 1
    return after


def _usual_gap(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return the empty lines between two entries of a section."""
    return next((one.gap for one, other in pairwise(units) if one.kind in LISTED and other.kind in LISTED), ())


def _join_table(units: list[Unit], rows: Sequence[Unit], newest_first: bool) -> bool:
    """Put the rows of a table into one with the same head; tells whether there is one."""
    head = [row.lines for row in rows[:2]]
    starts = [at for at in range(len(units) - 1) if [units[at].lines, units[at + 1].lines] == head]
    if len(rows) < 2 or not starts or units[starts[0] + 1].kind is not Kind.ROW:
        return False
    start = starts[0] + 2
    for row in rows[2:]:
        stop = start
        while stop < len(units) and units[stop].kind is Kind.ROW and (stop == start or not units[stop - 1].gap):
            stop += 1
        if any(unit.lines == row.lines for unit in units[start:stop]):
            continue
        dated = [at for at in range(start, stop) if row.day is not None and units[at].day is not None]
        later = [at for at in dated if (units[at].day < row.day if newest_first else units[at].day > row.day)]  # type: ignore[operator]
        place = later[0] if later else stop
        gap: tuple[str, ...] = ()
        if place == stop and stop > 0:
            gap = units[stop - 1].gap
            units[stop - 1] = replace(units[stop - 1], gap=())
        units.insert(place, replace(row, gap=gap))
    return True


def _set_gap(sections: Sequence[_Section], gap: tuple[str, ...]) -> None:
    """Give the last unit of sections another gap."""
    for section in reversed(sections):
        if section.units:
            section.units[-1] = replace(section.units[-1], gap=gap)
            return
        if section.heading is not None:
            section.heading = replace(section.heading, gap=gap)
            return


def _laid_out(sections: Sequence[_Section], sides: tuple[Sequence[Unit], ...]) -> list[str]:
    """Write the sections down, with an empty line between two units that would else run into each other."""
    beside = {(one.lines, other.lines) for side in sides for one, other in pairwise(side) if not one.gap}
    units = [unit for section in sections for unit in section.all_units if unit.lines or unit.gap]
    lines: list[str] = []
    for at, unit in enumerate(units):
        lines += [*unit.lines, *unit.gap]
        behind = units[at + 1] if at + 1 < len(units) else None
        if behind is None or unit.gap or not unit.lines or (unit.lines, behind.lines) in beside:
            continue
        if behind.kind is Kind.HEADING or is_parted(unit, behind) or _is_headed(behind):
            lines.append("")
    return lines
