"""Where each property stands in the lines of a note, and what of its lines is value, comment or list."""

import re
from typing import NamedTuple

from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.edit.text_lines import bare, normal, refuse_conflicts, split_lines
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.properties.frontmatter import Block, read_frontmatter
from pnm_vault.patterns import pattern_of

_FENCE = pattern_of(r"---[ \t]*+\Z")
_KEY = pattern_of(
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#\-:\"'\[{][^:]*+(?::[^\s:][^:]*+)*|-[^\s:][^:]*+):(?=\s|\Z)"
)
_ITEM = pattern_of(r"([ \t]*+)-([ \t]++|\Z)")
_COMMENT = pattern_of(r"[ \t]*+(?:#.*+)?\Z")
_AFTER = pattern_of(r"(?:[ \t]++#.*+|[ \t]*+)\Z")
_DOUBLE = pattern_of(r"\"((?:[^\"\\]|\\.)*)\"")
_SINGLE = pattern_of(r"'((?:[^']|'')*)'")
_LINKS = pattern_of(r"\[\[[^\[\]]*+\]\](?:[ ,;]*+\[\[[^\[\]]*+\]\])*")
_FLOW_ITEM = pattern_of(r"[ \t]*+(\"[^\"\\]*+\"|'(?:[^']|'')*'|[^\s,\[\]{}\"'][^,\[\]{}\"']*+)?[ \t]*+(,|\])")
_PLAIN_END = pattern_of(r"(?<=[ \t])#")


class Value(NamedTuple):
    """A value on one line: from `start` to `stop` (indexes of the line); `kind` is empty, plain, quoted, flow or link.

    `items` are those of a flow list.
    """

    start: int
    stop: int
    text: str
    kind: str
    items: "tuple[Value, ...]" = ()


class Item(NamedTuple):
    """An item of a list below its key: the index of its line among all lines, and its value."""

    at: int
    value: Value


class Entry(NamedTuple):
    """A property: lines `first` to `stop` (exclusive) of the note. `value` None: its kind is not edited.

    `colon` is the index after the colon in its first line. `indent` is that of its list items.
    """

    key: str
    first: int
    stop: int
    colon: int
    value: Value | None
    items: tuple[Item, ...]
    why: str = ""


class BlockLines(NamedTuple):
    """The lines of a note with its properties. `close` is the index of the closing line; 0: the note has no block."""

    lines: list[str]
    close: int
    entries: list[Entry]
    read: Block


def open_block(path: str, text: str) -> BlockLines:
    """Find the properties of a note.

    Raises:
        EditRefusedError: the note holds merge conflicts, or its block is none that can be edited.
    """
    lines = split_lines(text)
    refuse_conflicts(lines)
    read = read_frontmatter(path, normal(text))
    for problem in read.problems:
        if problem.code in ("frontmatter-unclosed", "frontmatter-too-long"):
            raise EditRefusedError("edit-block", problem.message, problem.line)
    close = _closing_line(lines)
    if not close:
        return BlockLines(lines, 0, [], read)
    entries = _entries(lines, close)
    _refuse_other_forms(lines, close, entries, read)
    return BlockLines(lines, close, entries, read)


def _closing_line(lines: list[str]) -> int:
    if not lines or not _FENCE.match(bare(lines[0]).removeprefix("\ufeff")) or not lines[0].endswith(("\n", "\r")):
        return 0
    return next((at for at, line in enumerate(lines) if at and _FENCE.match(bare(line))), 0)


def _refuse_other_forms(lines: list[str], close: int, entries: list[Entry], read: Block) -> None:
    inside = [line for line in lines[1:close] if not _COMMENT.match(bare(line))]
    if inside and inside[0].lstrip()[:1] == "{":
        raise EditRefusedError(
            "edit-block", "The properties are written as JSON: write them as key: value lines first.", 2
        )
    if inside and not entries:
        raise EditRefusedError(
            "edit-block", "What stands between the --- lines are no properties: put key: value lines there.", 2
        )
    keys = {entry.key for entry in entries}
    for key, node in read.values.items():
        if key not in keys:
            raise EditRefusedError(
                "edit-block", f"The property {key[:60]} is written in a form that is not edited.", node.line
            )


def _entries(lines: list[str], close: int) -> list[Entry]:
    starts: list[tuple[int, re.Match[str]]] = []
    for at in range(1, close):
        match = _KEY.match(bare(lines[at]))
        if match is not None:
            starts.append((at, match))
    entries: list[Entry] = []
    for (at, match), (following, _) in zip(starts, [*starts, (close, None)][1:], strict=False):
        entries.append(_entry(lines, at, following, match))
    return entries


def _entry(lines: list[str], first: int, following: int, match: re.Match[str]) -> Entry:
    stop = following
    while stop > first + 1 and _COMMENT.match(bare(lines[stop - 1])):
        stop -= 1
    key = match[1]
    if key[0] == '"':
        key = key[1:-1]
    elif key[0] == "'":
        key = key[1:-1].replace("''", "'")
    else:
        key = key.rstrip()
    line = bare(lines[first])
    value, why = read_value(line, match.end())
    if match[1][0] == '"' and "\\" in key:
        value, why = None, "its name holds escapes"
    items: tuple[Item, ...] = ()
    if value is not None and stop > first + 1:
        if value.kind != "empty":
            value, why = None, "it goes on over several lines"
        else:
            found = _items(lines, first + 1, stop)
            if found is None:
                value, why = None, "it holds more than a plain list"
            else:
                items = found
    return Entry(key, first, stop, match.end(), value, items, why)


def _items(lines: list[str], first: int, stop: int) -> tuple[Item, ...] | None:
    """Read the lines below a key as a list of plain or quoted texts; None when they are something else."""
    items: list[Item] = []
    indent = ""
    for at in range(first, stop):
        line = bare(lines[at])
        if _COMMENT.match(line):
            continue
        match = _ITEM.match(line)
        if match is None or (items and match[1] != indent):
            return None
        indent = match[1]
        value, _ = read_value(line, match.end())
        if value is None or value.kind == "flow" or (value.kind == "plain" and _is_nested(value.text)):
            return None
        items.append(Item(at, value))
    return tuple(items)


def _is_nested(text: str) -> bool:
    return ": " in text or text.endswith(":") or text.startswith(("- ", "? ")) or text == "-"


def read_value(line: str, start: int) -> tuple[Value | None, str]:
    """Read the value that begins at index `start` of a line, or say why it is not one that can be edited."""
    at = start + len(line[start:]) - len(line[start:].lstrip(" \t"))
    rest = line[at:]
    if not rest or (rest[0] == "#" and at > start):
        return Value(start, start, "", "empty"), ""
    first = rest[0]
    if first in "\"'":
        return _read_quoted(line, at, _DOUBLE if first == '"' else _SINGLE)
    if first == "[":
        return _read_brackets(line, at)
    if first in "|>":
        return None, "it is a text over several lines"
    if first in "&*!" and rest[1:2].strip():
        return None, "it holds an anchor, an alias or a type"
    if first == "{" and not rest.startswith("{{"):
        return None, "it is a nested mapping"
    cut = _PLAIN_END.search(rest)
    text = (rest[: cut.start()] if cut else rest).rstrip(" \t")
    return Value(at, at + len(text), text, "plain"), ""


def _read_quoted(line: str, at: int, pattern: re.Pattern[str]) -> tuple[Value | None, str]:
    match = pattern.match(line, at)
    if match is None:
        return None, "its quotes are not closed on the same line"
    if not _AFTER.match(line, match.end()):
        return None, "text follows after its quotes"
    text = match[1].replace("''", "'") if line[at] == "'" else match[1]
    if line[at] == '"' and "\\" in text:
        # Which character an escape means is left to the reader; the value can be replaced, its text is compared there.
        return Value(at, match.end(), text, "escaped"), ""
    return Value(at, match.end(), text, "quoted"), ""


def _read_brackets(line: str, at: int) -> tuple[Value | None, str]:
    links = _LINKS.match(line, at)
    if links is not None and _AFTER.match(line, links.end()):
        return Value(at, links.end(), links[0], "link"), ""
    items: list[Value] = []
    place = at + 1
    while True:
        match = _FLOW_ITEM.match(line, place)
        if match is None:
            return None, "it is a list that is nested or goes on over several lines"
        if match[1]:
            items.append(_flow_value(match))
        elif match[2] == ",":
            return None, "an item of its list is empty"
        place = match.end()
        if match[2] == "]":
            break
    if not _AFTER.match(line, place):
        return None, "text follows after its list"
    return Value(at, place, line[at:place], "flow", tuple(items)), ""


def _flow_value(match: re.Match[str]) -> Value:
    source = match[1].rstrip(" \t")
    start = match.start(1)
    if source[0] == '"':
        return Value(start, start + len(source), source[1:-1], "quoted")
    if source[0] == "'":
        return Value(start, start + len(source), source[1:-1].replace("''", "'"), "quoted")
    return Value(start, start + len(source), source, "plain")


def texts_of_entry(entry: Entry) -> "str | tuple[str, ...] | None":
    """Return what these lines hold as we read them; None for a value with escapes."""
    value = entry.value
    assert value is not None
    if value.kind == "flow":
        return tuple([item.text for item in value.items])
    if entry.items:
        if any(item.value.kind == "escaped" for item in entry.items):
            return None
        return tuple([item.value.text for item in entry.items])
    return None if value.kind == "escaped" else value.text


def texts_of_node(node: Node) -> "str | tuple[str, ...] | None":
    """Return a node as text or texts; None for anything nested."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, tuple):
        texts = [item.value for item in node.value]
        return (
            tuple([text for text in texts if isinstance(text, str)]) if all(isinstance(t, str) for t in texts) else None
        )
    return None
