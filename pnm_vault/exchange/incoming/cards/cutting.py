"""A file of vCards cut into its cards, before anything in them is understood.

Source: RFC 6350, section 3.2 (folding); vCard 2.1, section 2.4.2 (AGENT, a card within a card).
"""

import re
from typing import Literal

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record, Row

# Ten thousand contacts with photos as phones make them (10 to 20 kB each); all of it is held in memory.
MAX_FILE = 200_000_000
# A photo straight from a camera has up to 10 MB, a third more as text. Its lines have 75 bytes.
MAX_CARD = 16_000_000
MAX_CARD_LINES = 400_000
MAX_DEPTH = 4
# A broken file is broken in every line: what comes after so many problems helps nobody.
MAX_PROBLEMS = 1000
MORE_PROBLEMS = "From here on problems are not listed: there are too many."

_BOM = b"\xef\xbb\xbf"
_WIDE: tuple[tuple[bytes, Literal["utf-16-le", "utf-16-be"]], ...] = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"B\0E\0G\0", "utf-16-le"),
    (b"\0B\0E\0G", "utf-16-be"),
)
_MARK = re.compile(rb"^(?:(BEGIN)|END)[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
# Files that were put together without a line end between them; looked for apart, since it takes five times as long.
_GLUED_MARK = re.compile(
    rb"(?:^|(?<=END:VCARD))(?:(BEGIN)|END)[ \t]*:[ \t]*VCARD[ \t]*(?:$|(?=BEGIN:VCARD))", re.IGNORECASE | re.MULTILINE
)
_AGENT = re.compile(rb"(?:[\w-]{1,99}\.)?AGENT[^:]{0,99}:[ \t]*", re.IGNORECASE)


class RawCard(Row, frozen=True):
    """One card: the bytes from behind its BEGIN up to its END, lines ended by line feeds, and the line of its BEGIN."""

    line: int
    content: bytes


class Cut(Record, frozen=True):
    """The cards of a file in its order, and what could not be read. `problems` have the file as their path."""

    cards: tuple[RawCard, ...] = ()
    problems: tuple[Problem, ...] = ()


def narrowed(content: bytes) -> bytes:
    """Give a text as bytes of which letters are ASCII: without a byte order mark, UTF-16 as UTF-8."""
    for start, encoding in _WIDE:
        if content.startswith(start):
            return content.decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return content.removeprefix(_BOM)


def entry_problem(file: str, line: int, message: str) -> Problem:
    """Say that an entry of a file from elsewhere, or a value of it, was left out."""
    return Problem(file, line, Severity.WARNING, "bad-import-entry", message)


def file_problem(file: str, line: int, message: str) -> Problem:
    """Say that nothing of a file from elsewhere could be read."""
    return Problem(file, line, Severity.ERROR, "bad-import-file", message)


def cut_cards(content: bytes, file: str) -> Cut:
    """Cut a file into its cards. A file that ends within a card was cut off itself: nothing of it is taken.

    Takes time by the size of the file alone, whatever is in it.
    """
    if len(content) > MAX_FILE:
        return _nothing(file, 0, f"This file is larger than {MAX_FILE // 1_000_000} MB: divide it into several.")
    text = narrowed(content)
    if b"\r" in text:
        text = text.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text = text.replace(b"\n" + _BOM, b"\n")  # files that were put together, each with its mark
    return _Cutting(text, file).cut()


def _nothing(file: str, line: int, message: str) -> Cut:
    return Cut(problems=(file_problem(file, line, message),))


class _Cutting:
    """A pass through the lines that begin and end cards; `counted` and `line` remember how far lines are counted."""

    def __init__(self, text: bytes, file: str) -> None:
        self._text = text
        self._file = file
        self._counted = 0
        self._line = 1
        self._cards: list[RawCard] = []
        self._problems: list[Problem] = []

    def cut(self) -> Cut:
        opened = -1  # where the content of the open card begins
        line = depth = after = 0
        marks = _GLUED_MARK if b"VCARDBEGIN" in self._text.upper() else _MARK
        for mark in marks.finditer(self._text):
            if mark[1] is None:
                if opened < 0:
                    continue  # it ends nothing: reported with what else lies between cards
                if depth:
                    depth -= 1
                else:
                    self._take(opened, mark.start(), line)
                    opened, after = -1, mark.end()
                continue
            if opened >= 0:
                if depth < MAX_DEPTH and self._is_agent(opened, mark.start()):
                    depth += 1
                    continue
                self._complain(line, "This card has no END:VCARD: it was read up to where the next one begins.")
                self._take(opened, mark.start(), line)
            else:
                self._report_between(after, mark.start())
            opened, depth, line = mark.end(), 0, self._line_at(mark.start())
        if opened >= 0:
            message = "The file ends within the card that begins here, so it was cut off: get it anew. Nothing is read."
            return _nothing(self._file, line, message)
        if not self._cards and not self._problems:
            return _nothing(self._file, 0, "No vCard begins in this file. Nothing is read.")
        self._report_between(after, len(self._text))
        return Cut(tuple(self._cards), tuple(self._problems))

    def _line_at(self, place: int) -> int:
        self._line += self._text.count(b"\n", self._counted, place)
        self._counted = place
        return self._line

    def _is_agent(self, opened: int, place: int) -> bool:
        above = self._text[max(opened, place - 300) : place].rstrip().rpartition(b"\n")[2]
        return _AGENT.fullmatch(above) is not None

    def _take(self, start: int, end: int, line: int) -> None:
        if end - start > MAX_CARD or self._text.count(b"\n", start, end) > MAX_CARD_LINES:
            self._complain(
                line, f"This card is larger than {MAX_CARD // 1_000_000} MB or {MAX_CARD_LINES} lines: it is left out."
            )
        else:
            self._cards.append(RawCard(line, self._text[start:end]))

    def _report_between(self, start: int, end: int) -> None:
        stray = self._text[start:end].strip()
        if stray:
            line = self._line_at(self._text.index(stray[:1], start))
            self._complain(line, "The text that begins here belongs to no card: it is left out.")

    def _complain(self, line: int, message: str) -> None:
        if len(self._problems) <= MAX_PROBLEMS:
            told = message if len(self._problems) < MAX_PROBLEMS else MORE_PROBLEMS
            self._problems.append(entry_problem(self._file, line, told))
