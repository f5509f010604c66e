"""What a note tells in one place in full: a dated line with all that hangs on it, a section, a whole meeting."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from pnm_vault.model.contact import Statement
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.lines import scan, without_marker

# What one passage may bring along, so that a page of minutes does not bury the other conversations.
MOST_LINES = 40
MOST_LETTERS = 2000


class Passages:
    """One note, asked about any number of passages. Code and comments are in none of them.

    Each line is given as a verbatim part of it: white space, list marker and heading signs cut. A passage has one line
    more than `MOST_LINES` where it was cut.
    """

    def __init__(self, path: str, text: str) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        block = read_frontmatter(path, text)
        body = text[block.body_offset :]
        self._first = block.body_line
        self._all = text.split("\n")
        self._body = body.split("\n")
        self._scan = scan(body, block.body_line)
        self._levels = {section.line: section.level for section in self._scan.sections if section.level}
        self._shown = [number for number in self._numbers() if self._scan.seen(number)]

    def _numbers(self) -> range:
        return range(self._first, self._first + len(self._body))

    def line(self, number: int) -> Statement | None:
        """Return one line of the note, one of its properties too; None for a blank one or none."""
        if not 0 < number <= len(self._all):
            return None
        text = self._all[number - 1].strip().lstrip("> \t")
        text = text.strip("#").strip() if number in self._levels else without_marker(text)
        return Statement(text[:MOST_LETTERS].rstrip(), number) if text else None

    def around(self, number: int) -> tuple[Statement, ...]:
        """Return a line with the lines indented below it; a heading with its section."""
        if number in self._levels:
            return self._said(self._section(number))
        found = [number]
        indent = self._indent(number)
        for below in self._below(number):
            if below in self._levels or self._indent(below) <= indent:
                break
            found.append(below)
        return self._said(found)

    def whole(self) -> tuple[Statement, ...]:
        """Return the text of the note without its title."""
        shown = self._shown
        return self._said(shown[1:] if shown and self._levels.get(shown[0]) == 1 else shown)

    def linked(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Return the lines that link something, task lines included, with the targets as written."""
        return tuple(self._scan.links.items())

    def plain_lines(self) -> tuple[Statement, ...]:
        """Return the lines of running text and lists; neither headings nor tasks nor quotes."""
        numbers = [number for section in self._scan.sections for number, _, _ in section.lines]
        return tuple([said for number in numbers if (said := self.line(number)) is not None])

    def _section(self, number: int) -> list[int]:
        level = self._levels[number]
        found = [number]
        for below in self._below(number):
            if self._levels.get(below, 7) <= level:
                break
            found.append(below)
        return found

    def _below(self, number: int) -> Iterator[int]:
        """Return the lines below one, up to as many as a passage may hold."""
        at = bisect_right(self._shown, number)
        return islice(self._shown, at, at + MOST_LINES + 1)

    def _indent(self, number: int) -> int:
        if number < self._first or number >= self._first + len(self._body):
            return 1_000
        line = self._body[number - self._first].expandtabs(4)
        return len(line) - len(line.lstrip())

    def _said(self, numbers: list[int]) -> tuple[Statement, ...]:
        said = [self.line(number) for number in numbers[: MOST_LINES + 1]]
        return tuple([one for one in said if one is not None])
