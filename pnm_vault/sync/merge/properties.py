"""The properties of a note, merged key by key."""

from collections.abc import Sequence

from pnm_vault.model.record import Row
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.merge_marks import conflict_key, told_twice
from pnm_vault.sync.merge.block_parts import Name, Part, cut_block, plain, renamed
from pnm_vault.sync.merge.lines import merge_lines
from pnm_vault.sync.merge.merged import Conflict
from pnm_vault.sync.merge.order import merge_set
from pnm_vault.sync.merge.values import merge_value

Lines = Sequence[str]


class MergedBlock(Row, frozen=True):
    """The lines of merged properties, with the conflicts in them (lines counted from 0).

    `aside` are the properties of the second side where the two could not be joined; they belong into the text.
    """

    lines: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()
    aside: tuple[str, ...] | None = None


def merge_block(base: Lines | None, first: Lines, second: Lines) -> MergedBlock:
    """Merge the lines between the `---`; of a side without properties they are none. `base` None: no shared history."""
    if first == second or second == base:
        return MergedBlock(tuple(first))
    if first == base:
        return MergedBlock(tuple(second))
    cut = [cut_block(side) for side in (base or (), first, second)]
    if any(parts is None for parts in cut):
        return _merge_whole(base or (), first, second)
    had, left, right = ({part.name: part for part in parts or ()} for parts in cut)
    lines: list[str] = []
    conflicts: list[Conflict] = []
    taken = {name[1] for name in (*had, *left, *right) if name[0] == "key"}
    kept = _kept(had, left, right)
    order = merge_set([name for name in had if name not in kept], list(left), list(right))
    for name in order:
        _add(name, had.get(name), left.get(name), right.get(name), taken, lines, conflicts)
    return MergedBlock(tuple(lines), tuple(conflicts))


def _kept(had: dict[Name, Part], left: dict[Name, Part], right: dict[Name, Part]) -> set[Name]:
    """Find the properties that one side deleted and the other changed."""
    return {
        name
        for name, part in had.items()
        for side, other in ((left, right), (right, left))
        if name in side and name not in other and side[name].lines != part.lines
    }


def _add(
    name: Name,
    had: Part | None,
    first: Part | None,
    second: Part | None,
    taken: set[str],
    lines: list[str],
    conflicts: list[Conflict],
) -> None:
    """Add a property, or two where both sides gave it different values."""
    key = name[1]
    if first is None or second is None:
        only = first or second
        assert only is not None
        if had is not None:
            message = f"One side deleted {key[:80]} and the other changed it, so it was kept: delete it if it is to go."
            conflicts.append(Conflict(len(lines), message))
        lines += only.lines
        return
    merged = first.lines if name[0] == "loose" else merge_value(had, first, second)
    if merged is not None:
        lines += merged
        return
    other = conflict_key(key, taken)
    taken.add(other)
    lines += first.lines
    conflicts.append(Conflict(len(lines), told_twice(key, other)))
    lines += renamed(second.lines, other)


def _merge_whole(base: Lines, first: Lines, second: Lines) -> MergedBlock:
    """Merge a block that is not to be taken apart, line by line; it must read as both sides' properties do."""
    merged = merge_lines(base, first, second)
    if merged is not None and _reads_as(merged, base, first, second):
        return MergedBlock(tuple(merged))
    stays, other = first, second
    if not second or (cut_block(first) is None and cut_block(second) is not None):
        stays, other = second, first
    if not other:
        return MergedBlock(tuple(stays))
    return MergedBlock(tuple(stays), (), tuple(other))


def _reads_as(merged: Lines, base: Lines, first: Lines, second: Lines) -> bool:
    """Tell whether every property has the value of a side, and no fault came that neither side had."""
    (values, faults), *others = (_read(lines) for lines in (merged, base, first, second))
    had, left, right = (one[0] for one in others)
    if not faults <= others[1][1] | others[2][1]:
        return False
    for key in {*left, *right}:
        wanted = left.get(key) if right.get(key) == had.get(key) else right.get(key)
        if left.get(key) != had.get(key) and wanted != left.get(key):
            return False
        if values.get(key) != wanted:
            return False
    return values.keys() <= left.keys() | right.keys()


def _read(lines: Lines) -> tuple[dict[str, object], set[str]]:
    block = read_frontmatter("", "\n".join(["---", *lines, "---", ""]))
    return {key: plain(node) for key, node in block.values.items()}, {problem.code for problem in block.problems}
