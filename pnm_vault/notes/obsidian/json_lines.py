"""Obsidian's own settings files, added to: new members only, every other byte as it was, proved by reading both.

Obsidian writes these files with two spaces, but they are kept in git and edited by hand as well.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

_TOKEN = pattern_of(r'"[^"\\]*+(?:\\.[^"\\]*+)*"|[{}\[\],:]|[^\s{}\[\],:"]++')
_INDENT = "  "


class _Container(Row, frozen=True):
    """An object or list in a JSON text: from its opening bracket to its closing one, and where its last value ends.

    `last` equals `start + 1` when it is empty.
    """

    start: int
    last: int
    end: int


def members_at(text: str, key: str) -> tuple[str, ...]:
    """Name the members of the object at `key` of a JSON object; none where there is no such object."""
    whole = _decode(text)
    found = whole.get(key) if isinstance(whole, dict) else None
    return tuple(found) if isinstance(found, dict) else ()


def add_members(text: str, key: str, members: Mapping[str, str]) -> str | None:
    """Add members to the object at `key` of a JSON object, which is made where there is none; those there are stay.

    None: it is no JSON text that can be added to, or what came out does not read as it should.
    """
    before = _decode(text)
    if not isinstance(before, dict) or not isinstance(before.get(key, {}), dict):
        return None
    new = {name: value for name, value in members.items() if name not in before.get(key, {})}
    if not new:
        return text
    if key in before:
        after = _insert(text, _find(text, key), [f"{_quoted(name)}: {_quoted(one)}" for name, one in new.items()])
    else:
        after = _add_key(text, key, "{}")
        after = None if after is None else add_members(after, key, new)
    return _proved(after, before | {key: before.get(key, {}) | new})


def add_item(text: str, key: str, item: str) -> str | None:
    """Add a text to the list at `key` of a JSON object, which is made where there is none; once is enough.

    None: as for `add_members`.
    """
    before = _decode(text)
    if not isinstance(before, dict) or not isinstance(before.get(key, []), list):
        return None
    if item in before.get(key, []):
        return text
    if key in before:
        after = _insert(text, _find(text, key), [_quoted(item)])
    else:
        after = _add_key(text, key, "[]")
        after = None if after is None else add_item(after, key, item)
    return _proved(after, before | {key: [*before.get(key, []), item]})


def _add_key(text: str, key: str, value: str) -> str | None:
    return _insert(text, _find(text, None), [f"{_quoted(key)}: {value}"])


def _decode(text: str) -> Any:
    try:
        return msgspec.json.decode(text.encode())
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


def _proved(after: str | None, wanted: object) -> str | None:
    """Give the new text if it says what it should, in the same order."""
    return after if after is not None and _in_order(_decode(after)) == _in_order(wanted) else None


def _in_order(value: object) -> bytes:
    return msgspec.json.encode(value)


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()


def _find(text: str, key: str | None) -> _Container | None:
    """Find the object or list at `key` of the outermost object, or that object itself; of two keys the last counts."""
    found: _Container | None = None
    opened: list[tuple[int, str]] = []  # where, and at which key
    ends: list[int] = [0]  # where the last value of each of these ends
    scalar = label = ""
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign in "{[":
            opened.append((match.start(), label))
            ends.append(match.end())
            label = ""
        elif sign in "}]":
            start, name = opened.pop()
            last = ends.pop()
            if not opened if key is None else len(opened) == 1 and name == key:
                found = _Container(start, last, match.start())
            ends[-1] = match.end()
        elif sign == ":":
            label = str(_decode(scalar))
        elif sign == ",":
            label = ""
        else:
            ends[-1] = match.end()
            scalar = sign
    return found


def _insert(text: str, place: _Container | None, lines: Sequence[str]) -> str | None:
    if place is None:
        return None
    inside = text[place.start + 1 : place.end]
    is_empty = place.last == place.start + 1
    if "\n" not in inside and ("\n" not in text or not is_empty):
        joined = ", ".join(lines)
        return text[: place.last] + ("" if is_empty else ", ") + joined + text[place.last :]
    end = "\r\n" if "\r\n" in text else "\n"
    line_start = text.rfind("\n", 0, place.start) + 1
    outer = _white(text, line_start)
    inner = outer + _unit(text) if is_empty else _white(text, text.rfind("\n", 0, place.last) + 1)
    if is_empty:
        joined = f",{end}{inner}".join(lines)
        return f"{text[: place.start + 1]}{end}{inner}{joined}{end}{outer}{text[place.end :]}"
    joined = "".join([f",{end}{inner}{line}" for line in lines])
    return text[: place.last] + joined + text[place.last :]


def _white(text: str, start: int) -> str:
    stop = start
    while stop < len(text) and text[stop] in " \t":
        stop += 1
    return text[start:stop]


def _unit(text: str) -> str:
    """Give the first indentation that the text has."""
    for line in text.split("\n")[1:]:
        if line.strip() and line[0] in " \t":
            return line[: len(line) - len(line.lstrip(" \t"))]
    return _INDENT
