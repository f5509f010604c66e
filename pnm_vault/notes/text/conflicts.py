"""What a merge left between its markers, read so that nothing counts twice."""

from collections.abc import Sequence

from pnm_vault.patterns import pattern_of

_ENDS = ("<<<<<<< ", ">>>>>>> ")
_BOX = pattern_of(r"(?:[-*+•]|[0-9]{1,9}[.)])\s++\[([^\]\n])\]\s++(.*)\Z")
_ENDED = pattern_of(r"[✅❌]\ufe0f?\s*+[0-9]{4}-[0-9]{2}-[0-9]{2}")


def may_hold_conflict(body: str) -> bool:
    """Tell quickly whether `lines_left_out` could find anything."""
    return "<<<<<<< " in body or ">>>>>>> " in body


def lines_left_out(lines: Sequence[str]) -> tuple[int, frozenset[int]]:
    """Give the first line with a marker (counted from 0, -1 for none) and the lines not to be read.

    Both sides are read, the base between them is not. A line that stands on both sides is read once, and of a task that
    is open on one side and ended on the other the ended one. Where the conflict begins above the first line, in the
    properties, the second side is not read: it begins with properties.

    Source: git, Documentation/git-merge.txt, How conflicts are presented.
    """
    marked = next((at for at, line in enumerate(lines) if line.startswith(_ENDS)), -1)
    if marked < 0:
        return -1, frozenset()
    left_out: set[int] = set()
    first: dict[str, int] = {}
    part = "first" if lines[marked].startswith(_ENDS[1]) else ""
    orphan = bool(part)
    for at, line in enumerate(lines):
        if line.startswith(_ENDS[0]) and not part:
            part, first = "first", {}
            left_out.add(at)
        elif part and line.startswith("|||||||"):
            part = "base"
            left_out.add(at)
        elif part in ("first", "base") and line.rstrip() == "=======":
            part = "second"
            left_out.add(at)
        elif line.startswith(_ENDS[1]):
            part, orphan = "", False
            left_out.add(at)
        elif part == "base" or (part == "second" and orphan):
            left_out.add(at)
        elif part == "first":
            first[_what(line)] = at
        elif part == "second" and line.strip() and (twin := first.get(_what(line))) is not None:
            left_out.add(twin if _is_open(lines[twin]) and not _is_open(line) else at)
    return marked, frozenset(left_out)


def _what(line: str) -> str:
    """Give what a line says, whether it is ticked or not."""
    box = _BOX.match(line.strip())
    return line.strip() if box is None else f"[ ] {' '.join(_ENDED.sub('', box[2]).split())}"


def _is_open(line: str) -> bool:
    box = _BOX.match(line.strip())
    return box is not None and box[1] == " "
