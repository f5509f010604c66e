"""The properties of a note cut into parts: a property with all its lines, a comment, an empty line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pnm_vault.model.record import Row
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.patterns import pattern_of

# A block with such a problem may mean something else to another reader: it is not taken apart.
_UNSAFE = frozenset(
    ["yaml-error", "yaml-refused", "duplicate-key", "conflict-markers", "frontmatter-unclosed", "frontmatter-too-long"]
)
_KEY = pattern_of(r"\A(\"[^\"\\]+\"|'[^']+'|[^\s#\-:\"'\[{&*!|>%@`?,][^:#]*+(?::[^\s:#][^:#]*+)*):(?=\s|\Z)")
_LOOSE = pattern_of(r"[ \t]*+(?:#.*)?\Z")
_ITEM = pattern_of(r"\A([ \t]*+)-(?=[ \t]|\Z)")
_REMARK = pattern_of(r"(?:\A|[ \t])(#.*)\Z")

Name = tuple[str, str, int]  # "key" or "loose", its text, how often it stood there before


class Part(Row, frozen=True):
    """A property or a loose line, verbatim. `node` is what the reader makes of the property, None for a loose line."""

    name: Name
    lines: tuple[str, ...]
    node: Node | None = None

    @property
    def key(self) -> str:
        """Return the key, or the text of a loose line."""
        return self.name[1]


def cut_block(lines: Sequence[str]) -> list[Part] | None:
    """Cut the lines between the `---` into parts; None for a block that is not to be taken apart."""
    block = read_frontmatter("", "\n".join(["---", *lines, "---", ""]))
    if any(problem.code in _UNSAFE for problem in block.problems):
        return None
    parts: list[Part] = []
    seen: Counter[str] = Counter()
    at = 0
    while at < len(lines):
        found = _KEY.match(lines[at])
        if found is None:
            if not _LOOSE.match(lines[at]):
                return None
            parts.append(Part(("loose", lines[at], seen[lines[at]]), (lines[at],)))
            seen[lines[at]] += 1
            at += 1
            continue
        stop = _end_of(lines, at)
        key = _bare_key(found[1])
        if key not in block.values:
            return None
        parts.append(Part(("key", key, 0), tuple(lines[at:stop]), block.values[key]))
        at = stop
    keys = [part.key for part in parts if part.node is not None]
    return parts if sorted(keys) == sorted(block.values) else None


def _end_of(lines: Sequence[str], first: int) -> int:
    """Return where a property ends: comments at its end belong to what follows, unless they are indented."""
    stop = at = first + 1
    while at < len(lines) and not _KEY.match(lines[at]):
        if not _LOOSE.match(lines[at]) or (lines[at][:1] in (" ", "\t") and lines[at].strip()):
            stop = at + 1
        at += 1
    return stop


def _bare_key(source: str) -> str:
    if source[0] == '"':
        return source[1:-1]
    return source[1:-1].replace("''", "'") if source[0] == "'" else source.rstrip()


def renamed(lines: Sequence[str], key: str) -> tuple[str, ...]:
    """Return the lines of a property under another key, its quotes kept."""
    found = _KEY.match(lines[0])
    assert found is not None
    source = found[1]
    mark = source[0] if source[0] in "\"'" else ""
    text = key.replace("'", "''") if mark == "'" else key
    return (f"{mark}{text}{mark}{lines[0][found.end(1) :]}", *lines[1:])


def plain(node: Node) -> object:
    """Return what a value says, without its lines and quotes."""
    if isinstance(node.value, dict):
        return tuple([(key, plain(child)) for key, child in sorted(node.value.items())])
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return node.value


class ListLines(Row, frozen=True):
    """A list below its key: the line of the key, then each item or comment with its lines, and what it says."""

    head: str
    items: tuple[tuple[str, tuple[str, ...]], ...]
    indent: str


def cut_list(part: Part) -> ListLines | None:
    """Cut a list with one item a line, or more lines an item; None for a value of another form."""
    if part.node is None or not isinstance(part.node.value, tuple) or len(part.lines) < 2:
        return None
    starts: list[int] = []
    indent: str | None = None
    for at, line in enumerate(part.lines[1:], 1):
        item = _ITEM.match(line)
        if item is not None and (indent is None or item[1] == indent):
            indent = item[1]
            starts.append(at)
        elif indent is None or _LOOSE.match(line):
            if not _LOOSE.match(line):
                return None
            starts.append(at)
        elif len(line) - len(line.lstrip(" \t")) <= len(indent):
            return None
    parts = [part.lines[start:stop] for start, stop in zip(starts, [*starts, len(part.lines)][1:], strict=False)]
    items = [lines for lines in parts if not _LOOSE.match(lines[0])]
    if len(items) != len(part.node.value) or (len(items) < len(parts) and any(len(lines) > 1 for lines in parts)):
        return None
    nodes = iter(part.node.value)
    named = [(lines[0].strip() if _LOOSE.match(lines[0]) else repr(plain(next(nodes))), lines) for lines in parts]
    return ListLines(part.lines[0], tuple(named), indent or "")


def remarks_of(lines: Sequence[str]) -> list[str]:
    """Return the comments of a property, as far as they surely are some."""
    return [found[1].rstrip() for line in lines if (found := _REMARK.search(line)) and '"' not in found[1]]
