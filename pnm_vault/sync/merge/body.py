"""The text of a note below its properties, merged unit by unit."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from pnm_vault.model.record import Row
from pnm_vault.notes.text.merge_marks import END, FIRST, SECOND
from pnm_vault.sync.merge.align import align
from pnm_vault.sync.merge.joining import Piece, Place, Versions, join_added, newest_first_of
from pnm_vault.sync.merge.lines import merge_lines
from pnm_vault.sync.merge.merged import Conflict
from pnm_vault.sync.merge.pairing import pair
from pnm_vault.sync.merge.tasks import identity_of, merge_task, read_task, repeated_identity
from pnm_vault.sync.merge.units import LISTED, Kind, Unit, cut_units

Units = Sequence[Unit]

_KEPT = "One side deleted this and the other changed it, so it was kept: delete it if it is to go."
_WORDS = {
    Kind.TASK: "This task was changed on both sides: keep one of the two.",
    Kind.ENTRY: "This entry of the log was changed on both sides: keep one of the two.",
    Kind.ROW: "This row was changed on both sides, both stand one below the other: keep one of them.",
}
_USUAL = "This was changed on both sides: keep what is right and delete the boxes around it."


class Lines(Row, frozen=True):
    """Merged lines, with the conflicts in them (lines counted from 0)."""

    lines: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()


def merge_body(base: Sequence[str] | None, first: Sequence[str], second: Sequence[str]) -> Lines:
    """Merge the text of a note (lines without their ends); `base` None: the two share no history.

    Every unit of either side is in the result, unless the other side deleted it and this one left it as it was.
    """
    weaver = _Weaver(None if base is None else cut_units(base), cut_units(first), cut_units(second))
    return _lay_out(weaver)


class _Weaver:
    """Goes through what both sides have in common, in order, and joins what stands in between."""

    def __init__(self, base: list[Unit] | None, first: list[Unit], second: list[Unit]) -> None:
        if base is None:
            base = [first[at] for at, _ in align([unit.lines for unit in first], [unit.lines for unit in second])]
        self.base, self.first, self.second = base, first, second
        self.in_first, self.in_second = pair(base, first), pair(base, second)
        self.newest_first = newest_first_of(base, first, second)
        self.ticked = self._find_ticked()
        self.pieces: list[Piece] = []
        self.kept: set[tuple[str, ...]] = set()
        self.weave()

    def weave(self) -> None:
        anchors = [at for at in range(len(self.base)) if at in self.in_first and at in self.in_second]
        gaps = self._gaps(anchors)
        before = self.first[0]
        for number, (left, right) in enumerate(gaps):
            anchor = anchors[number] if number < len(anchors) else None
            merged = self._anchor(anchor) if anchor is not None else None
            behind = merged if isinstance(merged, Unit) else None
            added = join_added(left, right, Place(before, behind, self.newest_first, self.ticked))
            self.pieces += added
            if merged is not None:
                self.pieces.append(merged)
            before = behind or next((one for one in reversed(added) if isinstance(one, Unit)), before)

    def _gaps(self, anchors: list[int]) -> list[tuple[list[Unit], list[Unit]]]:
        """Give what each side has before every anchor, and behind the last one.

        What both sides added in different places comes once, where the first side has it.
        """
        lefts = _cut(self._own(self.first, self.in_first, self.in_second), [self.in_first[at] for at in anchors])
        rights = _cut(self._own(self.second, self.in_second, self.in_first), [self.in_second[at] for at in anchors])
        place = {
            unit.lines: number
            for number, units in enumerate(lefts)
            for unit in units
            if unit.kind in (Kind.ENTRY, Kind.TASK)
        }
        rights = [
            [unit for unit in units if place.get(unit.lines, number) == number] for number, units in enumerate(rights)
        ]
        return list(zip(lefts, rights, strict=True))

    def _own(self, side: Units, own: dict[int, int], other: dict[int, int]) -> list[Unit | None]:
        """Give the units of a side, None for those that the other side deleted."""
        came_from = {at: was for was, at in own.items()}
        units: list[Unit | None] = []
        for at, unit in enumerate(side):
            was = came_from.get(at)
            if was is None or was in other:
                units.append(unit)
            elif self.base[was].lines == unit.lines:
                units.append(None)
            else:
                self.kept.add(unit.lines)
                units.append(unit)
        return units

    def _anchor(self, at: int) -> Piece:
        base, first, second = self.base[at], self.first[self.in_first[at]], self.second[self.in_second[at]]
        gap = first.gap if second.gap == base.gap else second.gap
        if base.gap not in (first.gap, second.gap):
            gap = max(first.gap, second.gap, key=len)
        lines = _merge_unit(base, first, second)
        if lines is None:
            return Versions((replace(first, gap=gap),), (replace(second, gap=gap),))
        kind = first if lines == first.lines else second
        return Unit(kind.kind, lines, gap, kind.day)

    def _find_ticked(self) -> frozenset[str]:
        """Find the tasks that come back and that both sides have done since."""
        before = _done_of(self.base)
        both = _done_of(self.first).items() & _done_of(self.second).items()
        return frozenset([words for identity, words in both if identity not in before])


def _done_of(units: Units) -> dict[str, str]:
    """Map the identity of each task that comes back and is done to its words."""
    found: dict[str, str] = {}
    for unit in units:
        task = read_task(unit.lines[0]) if unit.kind is Kind.TASK else None
        words = repeated_identity(unit.lines[0]) if task is not None and task.is_done else None
        if words:
            found[identity_of(unit.lines[0])] = words
    return found


def _cut(units: Sequence[Unit | None], anchors: Sequence[int]) -> list[list[Unit]]:
    """Cut a side at its anchors, which are left out, as are the units that are None."""
    parts: list[list[Unit]] = []
    start = 0
    for stop in [*anchors, len(units)]:
        parts.append([unit for unit in units[start:stop] if unit is not None])
        start = stop + 1
    return parts


def _merge_unit(base: Unit, first: Unit, second: Unit) -> tuple[str, ...] | None:
    if first.lines == second.lines or second.lines == base.lines:
        return first.lines
    if first.lines == base.lines:
        return second.lines
    if base.kind is first.kind is second.kind is Kind.TASK:
        return merge_task(base.lines, first.lines, second.lines)
    if base.kind is Kind.ENTRY and base.lines[0][:1] == first.lines[0][:1] == second.lines[0][:1] == "#":
        return _merge_headed(base.lines, first.lines, second.lines)
    merged = merge_lines(base.lines, first.lines, second.lines)
    return tuple(merged) if merged else None


def _merge_headed(base: tuple[str, ...], first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...] | None:
    head = merge_lines(base[:1], first[:1], second[:1])
    below = merge_body(base[1:], first[1:], second[1:])
    return (*head, *below.lines) if head and not below.conflicts else None


def _lay_out(weaver: _Weaver) -> Lines:
    """Write the pieces down, with an empty line between two that would else run into each other."""
    beside = {(one.lines, other.lines) for side in (weaver.first, weaver.second) for one, other in _touching(side)}
    lines: list[str] = []
    conflicts: list[Conflict] = []
    last: Unit | None = None
    for piece in weaver.pieces:
        if isinstance(piece, Versions):
            conflicts.append(Conflict(len(lines), _words_for(piece)))
            last = _write_versions(piece, lines)
            continue
        if last is not None and not last.gap and (last.lines, piece.lines) not in beside and is_parted(last, piece):
            lines.append("")
        if piece.lines in weaver.kept:
            conflicts.append(Conflict(len(lines), _KEPT))
        lines += [*piece.lines, *piece.gap]
        last = piece
    return Lines(tuple(lines), tuple(conflicts))


def _touching(units: Units) -> list[tuple[Unit, Unit]]:
    return [(one, other) for one, other in pairwise(units) if not one.gap]


def is_parted(one: Unit, other: Unit) -> bool:
    """Tell whether an empty line is needed between two units."""
    if one.kind in (Kind.TOP, Kind.HEADING):
        return False
    return not ((one.kind in LISTED and other.kind in LISTED) or one.kind is other.kind is Kind.ROW)


def _words_for(piece: Versions) -> str:
    kinds = {unit.kind for unit in (*piece.first, *piece.second)}
    return _WORDS.get(kinds.pop(), _USUAL) if len(kinds) == 1 else _USUAL


def _write_versions(piece: Versions, lines: list[str]) -> Unit:
    """Write both versions, and give the last unit that was written."""
    units = (*piece.first, *piece.second)
    gap = max(piece.first[-1].gap, piece.second[-1].gap, key=len)
    if all(unit.kind is Kind.ROW for unit in units):
        # A box would end the table.
        lines += [line for unit in units for line in unit.lines]
        lines += gap
        return Unit(Kind.ROW, units[-1].lines, gap)
    if lines and lines[-1].strip():
        lines.append("")
    for mark, version in ((FIRST, piece.first), (SECOND, piece.second)):
        lines += [mark, ""]
        lines += [line for unit in version[:-1] for line in (*unit.lines, *unit.gap)]
        lines += [*version[-1].lines, ""]
    lines += [END, *gap]
    return Unit(Kind.PLAIN, (END,), gap)
