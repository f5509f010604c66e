"""A review note that git left in conflict: its sides joined where our marker lines are in question.

What is in our part is made anew in any case; marks and words of the owner's on either side must be found, and for that
the part needs one beginning and one end.
"""

import re
from collections.abc import Sequence

from pnm_vault.patterns import pattern_of

_OURS = pattern_of(r"<!-- pnm:(begin|end) (\S+)")
_SUMS = pattern_of(r"(?<= )[0-9a-z]{5}(?:\.[0-9a-z]{5})*+(?= -->)")


def join_sides(text: str) -> str:
    """Join the two sides of each conflict that holds lines of our markers; everything else stays as it is.

    Lines of both sides are kept, the same line once, and the base between them is not. The line that closes our part
    gets the sums of both, so that lines that either side's run has made are known for ours.
    """
    if "<<<<<<< " not in text or ">>>>>>> " not in text:
        return text
    out: list[str] = []
    hunk: list[str] = []
    for line in text.splitlines(keepends=True):
        if hunk or line.startswith("<<<<<<< "):
            hunk.append(line)
            if line.startswith(">>>>>>> "):
                out += _joined(hunk)
                hunk = []
        else:
            out.append(line)
    return "".join([*out, *hunk])


def _joined(hunk: list[str]) -> list[str]:
    """Join one conflict; as it is where it holds no marker of ours, or where the sides have different ones."""
    first, second = _sides(hunk)
    one, other = _parts(first), _parts(second)
    if not one[1] or [_what(line) for line in one[1]] != [_what(line) for line in other[1]]:
        return hunk
    out: list[str] = []
    for at, (lines, more) in enumerate(zip(one[0], other[0], strict=True)):
        known = set(lines)
        out += [*lines, *[line for line in more if line not in known]]
        if at < len(one[1]):
            out.append(_marker(one[1][at], other[1][at]))
    return out


def _sides(hunk: Sequence[str]) -> tuple[list[str], list[str]]:
    sides: tuple[list[str], list[str], list[str]] = ([], [], [])
    side = 0
    for line in hunk[1:-1]:
        if line.startswith("|||||||") and side == 0:
            side = 2
        elif line.rstrip("\r\n") == "=======" and side != 1:
            side = 1
        else:
            sides[side].append(line)
    return sides[0], sides[1]


def _parts(lines: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Part lines at our markers: what stands before, between and behind them, and the markers."""
    parts: list[list[str]] = [[]]
    markers: list[str] = []
    for line in lines:
        if _OURS.match(line):
            markers.append(line)
            parts.append([])
        else:
            parts[-1].append(line)
    return parts, markers


def _what(marker: str) -> tuple[str, ...]:
    """Give what a marker line has to have in common with that of the other side: its kind, its name, its format."""
    found = _OURS.match(marker)
    return (*(found.groups() if found else ()), *re.findall(r" format=\d+", marker))


def _marker(first: str, second: str) -> str:
    sums, more = _SUMS.search(first), _SUMS.search(second)
    if sums is None or more is None:
        return second if sums is None else first  # what the other side made stays below our part rather than go
    both = dict.fromkeys([*sums[0].split("."), *more[0].split(".")])
    return first[: sums.start()] + ".".join(both) + first[sums.end() :]
