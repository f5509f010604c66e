"""A note in which a merge left its markers: the versions between them, and these merged anew.

Source: git, Documentation/git-merge.txt, How conflicts are presented; gitattributes, conflict-marker-size.
"""

from __future__ import annotations

from collections.abc import Sequence

from pnm_vault.model.record import Row
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.inert import blank_inert
from pnm_vault.notes.text.merge_marks import merge_problems
from pnm_vault.patterns import pattern_of
from pnm_vault.sync.merge.merged import Conflict, Merged
from pnm_vault.sync.merge.note import merge_note
from pnm_vault.sync.merge.text import BOM, normal

_BEGIN = pattern_of(r"(<{7,200})(?: .*)?\Z")
_MARKER = pattern_of(r"([<|=>])\1{6,199}(?: .*)?\Z")
# Conflicts in conflicts in conflicts, or more versions of one place than that, are for the owner to look at.
_DEEPEST, _MOST_VERSIONS, _MOST_ROUNDS = 4, 8, 10

Lines = tuple[str, ...]


class Marked(Row, frozen=True):
    """What stands between the markers of a text: whole texts, two or more, none where markers do not go together.

    `base` is None where not every conflict shows it.
    """

    versions: tuple[str, ...]
    base: str | None


class _Hunk(Row, frozen=True):
    """One conflict: each version of its lines, and the base; None where it is not shown, or is in conflict itself."""

    versions: tuple[Lines, ...]
    base: Lines | None


class _UnclosedError(Exception):
    """The markers do not go together."""


def may_be_marked(text: str | bytes) -> bool:
    """Tell quickly whether `read_marked` could find anything."""
    if isinstance(text, str):
        return "<<<<<<<" in text and ">>>>>>>" in text
    return b"<<<<<<<" in text and b">>>>>>>" in text


def read_marked(text: str) -> Marked | None:
    r"""Read the versions of a text whose lines end in `\n`; None where no conflict begins outside code and comments.

    Markers have any length from seven on, the same for all of one conflict. A conflict within a side of another one
    gives one version more. Markers in code or comments are an example, and stay.
    """
    lines = text.split("\n")
    try:
        parts, hunks = _cut(lines, _open_lines(text, lines))
    except _UnclosedError:
        return Marked((), None)
    if not hunks:
        return None
    count = max(len(hunk.versions) for hunk in hunks)
    versions = [_filled(parts, [hunk.versions[: at + 1][-1] for hunk in hunks]) for at in range(count)]
    bases = [hunk.base for hunk in hunks if hunk.base is not None]
    base = _filled(parts, bases) if len(bases) == len(hunks) else None
    return Marked(tuple(versions), base)


def merge_marked(text: str) -> Merged | None:
    """Merge the versions between the markers of a note; None where there are none, or they do not go together.

    What stands outside them stays. Without a base nothing counts as taken out: each version comes whole.
    """
    if not may_be_marked(text):
        return None
    merged = _merge_once(text)
    # What one side did to a block of code may have hidden other conflicts below it.
    for _ in range(_MOST_ROUNDS):
        more = _merge_once(merged.text) if merged is not None and may_be_marked(merged.text) else None
        if merged is None or more is None:
            return merged
        merged = Merged(more.text, _all_conflicts(more.text), merged.remake or more.remake)
    return None


def _merge_once(text: str) -> Merged | None:
    found = read_marked(normal(text))
    if found is None or not found.versions:
        return None
    mark = BOM if text.startswith(BOM) else ""
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    versions = [mark + version.replace("\n", end) for version in found.versions]
    merged = Merged(versions[0])
    for version in versions[1:]:
        step = merge_note(found.base, merged.text, version)
        merged = Merged(step.text, step.conflicts, merged.remake or step.remake)
    return merged if len(versions) == 2 else Merged(merged.text, _all_conflicts(merged.text), merged.remake)


def _open_lines(text: str, lines: Sequence[str]) -> list[bool]:
    """Tell of each line whether a conflict may begin there."""
    offset = read_frontmatter("", text).body_offset
    above = text[:offset].count("\n")
    # The generated part of a review note counts here, though nobody reads it as a note's text.
    seen = blank_inert(text[offset:].replace("<!-- pnm:begin", "<!-- pnm.begin")).split("\n")
    return [at < above or bool(seen[at - above].strip()) for at in range(len(lines))]


def _cut(lines: Sequence[str], is_open: Sequence[bool]) -> tuple[list[Lines], list[_Hunk]]:
    """Cut lines at their conflicts: what stands before, between and behind them, and the conflicts."""
    parts: list[Lines] = []
    hunks: list[_Hunk] = []
    at = begin = 0
    while at < len(lines):
        found = _BEGIN.match(lines[at]) if is_open[at] else None
        if found is None:
            at += 1
            continue
        parts.append(tuple(lines[begin:at]))
        hunk, at = _read_hunk(lines, at + 1, len(found[1]), _DEEPEST)
        hunks.append(hunk)
        begin = at
    return [*parts, tuple(lines[begin:])], hunks


def _read_hunk(lines: Sequence[str], at: int, size: int, deeper: int) -> tuple[_Hunk, int]:
    """Read a conflict from the line behind its first marker; gives also the line behind its last one."""
    sides: dict[str, list[Lines]] = {"<": [()], "|": [], "=": []}
    side = "<"
    while at < len(lines):
        line = lines[at]
        sign = line[0] if _MARKER.match(line) and len(line.split(" ", 1)[0]) == size else ""
        at += 1
        if sign == "<":
            if not deeper:
                raise _UnclosedError
            inner, at = _read_hunk(lines, at, size, deeper - 1)
            sides[side] = [(*one, *more) for one in sides[side] for more in inner.versions]
            if len(sides[side]) > _MOST_VERSIONS:
                raise _UnclosedError
        elif sign == ">" and side == "=":
            return _Hunk((*sides["<"], *sides["="]), _base_of(sides["|"])), at
        elif sign == "=" and side == "=" and " " not in line:
            raise _UnclosedError  # one of the two is the line below a title
        elif (sign == "|" and side == "<") or (sign == "=" and side != "=" and " " not in line):
            side = sign
            sides[side] = [()]
        else:
            sides[side] = [(*one, line) for one in sides[side]]
    raise _UnclosedError


def _base_of(sides: Sequence[Lines]) -> Lines | None:
    """Give the base between two sides; None where it is not shown, or is in conflict itself."""
    if len(sides) != 1 or any(_MARKER.match(line) for line in sides[0]):
        return None
    return sides[0]


def _filled(parts: Sequence[Lines], chosen: Sequence[Lines]) -> str:
    lines = [*parts[0]]
    for one, part in zip(chosen, parts[1:], strict=True):
        lines += [*one, *part]
    return "\n".join(lines)


def _all_conflicts(text: str) -> tuple[Conflict, ...]:
    """List what is in conflict anywhere in a note, after more than one merge."""
    plain = normal(text)
    block = read_frontmatter("", plain)
    return tuple([Conflict(one.line, one.message) for one in merge_problems("", block, plain[block.body_offset :])])
