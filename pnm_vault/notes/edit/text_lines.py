"""The lines of a note with their ends, so that text can be put between them and nothing else changes."""

from collections import Counter

from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.patterns import pattern_of

_LINE = pattern_of(r"[^\r\n]*+(?:\r\n|\n|\r)|[^\r\n]++\Z")
_CONFLICT = pattern_of(r"(?:<{7,}+|>{7,}+)(?: |\Z)")

Splice = tuple[int, int, str]  # from, to (indexes of the text before), what stands there after


def split_lines(text: str) -> list[str]:
    r"""Cut a text into lines that keep their ends: `\r\n`, `\n` or `\r`, mixed as they are."""
    return _LINE.findall(text)


def bare(line: str) -> str:
    """Return a line without its end."""
    return line.rstrip("\r\n")


def line_end(line: str) -> str:
    """Return the end of a line; empty for a last line without one."""
    return line[len(line.rstrip("\r\n")) :]


def usual_end(lines: list[str]) -> str:
    r"""Return the line end that most lines have, `\n` for a text of a single line."""
    ends = Counter([end for line in lines if (end := line_end(line))])
    return ends.most_common(1)[0][0] if ends else "\n"


def normal(text: str) -> str:
    r"""Return the text with `\n` at every line end, as the readers of notes take it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def apply_splices(text: str, splices: list[Splice]) -> str:
    """Carry out splices, which must not overlap."""
    pieces: list[str] = []
    done = 0
    for start, stop, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[done:start], new]
        done = stop
    return "".join([*pieces, text[done:]])


def insertion(lines: list[str], at: int, new: list[str]) -> Splice:
    """Put new lines (without ends) before line `at` (an index of `lines`, at most their number).

    They get the end of the line before them; behind a last line without an end, the last new one has none.
    """
    offset = sum(map(len, lines[:at]))
    before = lines[at - 1] if at else ""
    end = line_end(before) or (line_end(lines[at]) if at < len(lines) and not at else "") or usual_end(lines)
    if at and not line_end(before):
        return offset, offset, "".join([end + line for line in new])
    return offset, offset, "".join([line + end for line in new])


def offsets_of(lines: list[str]) -> list[int]:
    """Return where each line begins, and at last where the text ends."""
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    return offsets


def refuse_conflicts(lines: list[str]) -> None:
    """Leave a note alone in which a merge left its markers.

    Raises:
        EditRefusedError: there are such markers.
    """
    for number, line in enumerate(lines, 1):
        if line[:7] in ("<<<<<<<", ">>>>>>>") and _CONFLICT.match(bare(line)):
            message = "A merge left a conflict in this note: keep one side, remove the markers, then try again."
            raise EditRefusedError("edit-conflict", message, number)
