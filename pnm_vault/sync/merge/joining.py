"""What both sides put into the same place: one after the other where each stands on its own, else two versions."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from pnm_vault.model.record import Row
from pnm_vault.sync.merge.align import align
from pnm_vault.sync.merge.tasks import identity_of, merge_task, repeated_identity
from pnm_vault.sync.merge.units import LISTED, Kind, Unit

Units = Sequence[Unit]


class Versions(Row, frozen=True):
    """Two versions of the same place, both to be kept."""

    first: tuple[Unit, ...]
    second: tuple[Unit, ...]


Piece = Unit | Versions


class Place(Row, frozen=True):
    """Where units are joined: those before and behind, how logs of this note go, and tasks that both sides ticked.

    `ticked` holds the identities of tasks that come back and that both sides have done: the next one is to come once.
    """

    before: Unit
    behind: Unit | None
    newest_first: bool
    ticked: frozenset[str]


def newest_first_of(*sides: Units) -> bool:
    """Tell the order of the log from the first side that shows one; newest first where none does."""
    for units in sides:
        days = [unit.day for unit in units if unit.kind is Kind.ENTRY and unit.day is not None]
        balance = sum([(one < other) - (one > other) for one, other in pairwise(days)])
        if balance:
            return balance < 0
    return True


def join_added(first: Units, second: Units, place: Place) -> list[Piece]:
    """Join what both sides added (or changed beyond recognition) in one place; what both added alike comes once."""
    matches = align([_key_of(unit) for unit in first], [_key_of(unit) for unit in second])
    joined: list[Piece] = []
    at = left = 0
    for one, other in [*matches, (len(first), len(second))]:
        joined += _join(first[at:one], second[left:other], place)
        if one < len(first):
            joined.append(_same(first[one], second[other]))
        at, left = one + 1, other + 1
    return joined


def _key_of(unit: Unit) -> tuple[str, ...]:
    return ("task", identity_of(unit.lines[0])) if unit.kind is Kind.TASK else unit.lines


def _same(first: Unit, second: Unit) -> Piece:
    gap = max(first.gap, second.gap, key=len)
    if first.lines == second.lines:
        return replace(first, gap=gap)
    merged = merge_task((), first.lines, second.lines)
    return Versions((first,), (second,)) if merged is None else replace(first, lines=merged, gap=gap)


def _join(first: Units, second: Units, place: Place) -> list[Piece]:
    if not first or not second:
        return [*first, *second]
    lead, sections = _part(first)
    other_lead, other_sections = _part(second)
    if sections or other_sections:
        return [*_join(lead, other_lead, place), *sections, *other_sections]
    listed = all(unit.kind in LISTED for unit in (*first, *second))
    if listed or all(unit.kind is Kind.ROW for unit in (*first, *second)):
        return [*_as_set(first, second, place)]
    return [Versions(tuple(first), tuple(second))]


def _part(units: Units) -> tuple[Units, Units]:
    """Part what belongs below the heading above from sections with a heading of their own."""
    at = next((at for at, unit in enumerate(units) if unit.kind is Kind.HEADING), len(units))
    return units[:at], units[at:]


def _as_set(first: Units, second: Units, place: Place) -> list[Unit]:
    first, second = _next_once(first, second, place.ticked)
    if not first or not second:
        return [*first, *second]
    units = [*_by_day(first, second, place.newest_first)]
    usual = _usual_gap(first, second, place)
    ends = (first[-1], second[-1])
    last = max((end.gap for end in ends), key=len)
    inner = [replace(unit, gap=usual) if any(unit is end for end in ends) else unit for unit in units[:-1]]
    return [*inner, replace(units[-1], gap=last)]


def _next_once(first: Units, second: Units, ticked: frozenset[str]) -> tuple[Units, Units]:
    """Keep one next occurrence of a task that both sides ticked: the one that comes first."""
    if not ticked:
        return first, second
    following, others = _repeated(first, ticked), _repeated(second, ticked)
    later = [max(following[words].lines, others[words].lines) for words in following.keys() & others.keys()]
    same = [following[words].lines for words in following.keys() & others.keys() if following[words] == others[words]]
    gone = frozenset(later) - frozenset(same)
    return [unit for unit in first if unit.lines not in gone], [unit for unit in second if unit.lines not in gone]


def _repeated(units: Units, ticked: frozenset[str]) -> dict[str, Unit]:
    found = {repeated_identity(unit.lines[0]): unit for unit in units if unit.kind is Kind.TASK}
    return {words: unit for words, unit in found.items() if words in ticked}


def _by_day(first: Units, second: Units, newest_first: bool) -> Iterator[Unit]:
    """Sort dated units of two runs into each other; each run keeps its own order."""
    left, right = list(first), list(second)
    while left and right:
        one, other = left[0].day, right[0].day
        earlier = one is not None and other is not None and (other > one if newest_first else other < one)
        yield (right if earlier else left).pop(0)
    yield from left
    yield from right


def _usual_gap(first: Units, second: Units, place: Place) -> tuple[str, ...]:
    """Return the empty lines between two entries here."""
    for run in (first, second):
        for unit, _ in pairwise(run):
            return unit.gap
    if place.before.kind in LISTED or place.before.kind is Kind.ROW:
        return place.before.gap
    if place.behind is not None and place.behind.kind is first[0].kind:
        return min(first[-1].gap, second[-1].gap, key=len)
    return ()
