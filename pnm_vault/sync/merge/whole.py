"""The last resorts: all lines of a note merged as git does, else both notes kept whole, one below the other."""

from pnm_vault.notes.text.merge_marks import END, NOTE
from pnm_vault.patterns import pattern_of
from pnm_vault.sync.merge.lines import merge_lines
from pnm_vault.sync.merge.merged import Conflict
from pnm_vault.sync.merge.text import Note, put_together

_TICKS = pattern_of(r"`+")


def merge_whole(base: Note | None, first: Note, second: Note) -> str | None:
    """Merge all lines; None where both sides changed the same place."""
    lines = merge_lines(base.lines, first.lines, second.lines) if base is not None else None
    return put_together(lines, first.final or second.final) if lines else None


def keep_both(first: Note, second: Note) -> tuple[str, Conflict]:
    """Keep the first note as it is, and the second one below it; its properties as they stand, in a block of code."""
    lines = list(first.lines)
    if lines and lines[-1].strip():
        lines.append("")
    at = len(lines) + 1
    lines += [NOTE, "", *(fenced(second.block) if second.fences is not None else ()), *second.body, "", END]
    return put_together(lines, True), Conflict(at, "Two versions of this note could not be joined: both stand here.")


def fenced(block: tuple[str, ...]) -> list[str]:
    """Show properties in a block of code, with an empty line behind it."""
    longest = max([len(run) for line in block for run in _TICKS.findall(line)], default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}yaml", *block, fence, ""]
