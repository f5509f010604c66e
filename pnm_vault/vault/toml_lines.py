"""On which line of a TOML text each key stands, which the standard library's parser does not tell."""

import re
from collections.abc import Mapping

from pnm_vault.patterns import pattern_of

_GAP = pattern_of(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = pattern_of(r"[ \t]*")
_BARE = pattern_of(r"[^\s.=\[\]#\"']+")
# What an array or inline table is made of: whole strings (three quotes before one), brackets, comments, all else.
_PIECE = pattern_of(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|[\[{]|[\]}]|#[^\n]*|\n|[^\"'\[\]{}#\n]+",
    re.DOTALL,
)
_ESCAPE = pattern_of(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}

Key = tuple[str, ...]


def key_lines(text: str) -> Mapping[Key, int]:
    """Give the line (from 1) on which each key is first named, by its full path: tables, dotted keys and values.

    `text` must be valid TOML. Keys inside an inline table are not listed: they stand on the line of their table.
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    at = _skip(_GAP, text, 0)
    line, counted = 1, 0
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        if text[at] == "[":
            table, end = _read_key(text, _skip(_SPACE, text, at + (2 if text.startswith("[[", at) else 1)))
            path = table
        else:
            key, end = _read_key(text, at)
            path = table + key
        for depth in range(1, len(path) + 1):
            lines.setdefault(path[:depth], line)
        at = _skip(_GAP, text, _skip_statement(text, max(end, at + 1)))
    return lines


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _read_key(text: str, at: int) -> tuple[Key, int]:
    """Read a dotted key, quoted parts and white space around the dots included."""
    parts: list[str] = []
    while True:
        quoted = _PIECE.match(text, at) if text[at : at + 1] in ("'", '"') else None
        found = quoted or _BARE.match(text, at)
        if found is None:
            return tuple(parts), at
        parts.append(_unquote(found.group()) if quoted else found.group())
        at = _skip(_SPACE, text, found.end())
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at = _skip(_SPACE, text, at + 1)


def _unquote(quoted: str) -> str:
    if quoted[0] == "'":
        return quoted[1:-1]
    return _ESCAPE.sub(_unescape, quoted[1:-1])


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(found[3], found[3])


def _skip_statement(text: str, at: int) -> int:
    """Go to the end of the line on which the statement ends, over strings and arrays of several lines."""
    depth = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        piece = found.group() if found else text[at]
        at += len(piece)
        if piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        elif piece == "\n" and depth <= 0:
            break
    return at
