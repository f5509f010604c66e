"""What a properties block holds: source text with its line, nothing typed yet."""

from collections.abc import Sequence

from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Row


class Node(Row, frozen=True):
    """A value in a properties block: text, a list or a mapping, with the line on which it stands (from 1).

    Text is the source text without quotes; an empty value is `""`. `quoted` is True for text that stood in quotes.
    """

    value: "str | tuple[Node, ...] | dict[str, Node]"
    line: int
    quoted: bool = False


class Frontmatter(Row, frozen=True):
    """Where the block stands in a note. `raw` is None when there is none.

    `raw` begins on line `line`. The body begins at index `body_offset` of the text, which is line `body_line`.
    """

    raw: str | None
    line: int
    body_offset: int
    body_line: int
    problems: tuple[Problem, ...] = ()


class Block(Row, frozen=True):
    """The properties of a note by their key as it was written, in order; of keys written twice the last with a value.

    `raw`, `line`, `body_offset` and `body_line` are those of `Frontmatter`.
    """

    values: dict[str, Node]
    body_offset: int
    body_line: int
    problems: tuple[Problem, ...] = ()
    raw: str = ""
    line: int = 2

    def source_text(self, line: int) -> str:
        """Return line `line` of the note verbatim, white space cut, at most 200 characters; empty outside the block."""
        return source_line(self.raw.split("\n"), line - self.line)


def source_line(lines: Sequence[str], at: int) -> str:
    """Return one of the lines of a block verbatim, white space cut, at most 200 characters; empty outside the block."""
    return lines[at].strip()[:200].rstrip() if 0 <= at < len(lines) else ""


def texts_of(node: Node) -> list[Node]:
    """Return every non-empty text in `node`, lists and mapping values flattened, in order.

    Blocks are at most 20 levels deep, so this may call itself.
    """
    value = node.value
    if isinstance(value, str):
        return [node] if value else []
    children = value.values() if isinstance(value, dict) else value
    return [text for child in children for text in texts_of(child)]
