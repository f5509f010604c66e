"""A table as programs write it: bytes to rows with their lines, whatever the encoding, the delimiter and the mistakes.

Source: RFC 4180; what Outlook, Google, LinkedIn, spreadsheets and office programs of other countries write.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Literal

from pnm_vault.exchange.incoming.encodings import HEAD, MAX_BYTES, decode
from pnm_vault.exchange.incoming.reading import EMPTY, TWICE, Reading
from pnm_vault.model.incoming import Incoming
from pnm_vault.model.record import Record, Row

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
# The csv module's own limit, which is the whole process's: it is relied on and never set.
MAX_CELL = 131_072
MAX_AGAIN = 100  # times that reading begins again behind a quotation mark that is never closed

DELIMITERS = (",", ";", "\t")

_LOOK_AT = 50  # rows by which the delimiter is found
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

IsHeader = Callable[[Sequence[str]], bool]
Fault = Literal["bad", "cut off"]
Cells = list[str] | Fault


class TableRow(Row, frozen=True):
    """One row below the header: its cells, as many as the header has, and the line on which it begins (from 1)."""

    line: int
    cells: tuple[str, ...]


class Table(Record, frozen=True):
    """A table that was read: its header as written, white space at the ends cut, and the rows that say something."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]


def plain(name: str) -> str:
    """Give the name of a column in the form that is compared: lower case, white space as single spaces."""
    return " ".join(name.replace("\ufeff", "").casefold().split())


def has_header(head: bytes, is_header: IsHeader, within: int = 1) -> bool:
    """Tell whether a file that begins like this has a header as wanted among its first `within` rows.

    `is_header` is asked with plain names.
    """
    text = decode(head[:HEAD], cut=True)
    return text is not None and _find_header(text, is_header, within) is not None


def read_table(content: bytes, reading: Reading, is_header: IsHeader, what: str, within: int = 1) -> Table | Incoming:
    """Read a table; what is wrong with single rows goes to `reading`. An Incoming says why nothing can be read at all.

    `is_header` is asked with the plain names of the first `within` rows; `what` names the format to the user.
    Rows that are empty or the same as one before are counted; missing cells at the end of a row are empty. Of a file
    that was cut off nothing is read.
    """
    if len(content) > MAX_BYTES:
        return reading.fail(f"The file is larger than {MAX_BYTES // 1_000_000} MB: divide it.")
    if content.startswith(_WORKBOOKS):
        return reading.fail("This is a workbook or an archive, no table in text: save it as CSV (UTF-8), or unpack it.")
    text = decode(content)
    if text is None:
        return reading.fail("This is no text: export it as CSV (UTF-8) once more.")
    text = _without_strays(text, reading)
    found = _find_header(text[:HEAD], is_header, within)
    if found is None:
        return reading.fail(f"No line with the column names of {what} was found.")
    delimiter, line = found
    rows = _cells(_lines(text), delimiter, line)
    header = next(rows)[1]
    if len(header) > MAX_COLUMNS:
        return reading.fail(f"The table has more than {MAX_COLUMNS} columns.", line)
    checked = _Rows(len(header), reading)
    taken = tuple(checked.of(rows))
    if checked.cut_off or checked.ends_short(text):
        message = "The file ends within the row that begins here, so it was cut off: get it anew. Nothing is read."
        return reading.fail(message, checked.last)
    checked.tell_short()
    return Table(tuple([" ".join(cell.replace("\ufeff", "").split()) for cell in header]), taken)


def _without_strays(text: str, reading: Reading) -> str:
    if "\x00" in text:
        reading.warn(0, f"{text.count(chr(0))} NUL characters were left out: the file may be damaged.")
        text = text.replace("\x00", "")
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        reading.warn(line, "Some characters are in no encoding that is known here: save the file as UTF-8.")
    return text


def _find_header(text: str, is_header: IsHeader, within: int) -> tuple[str, int] | None:
    """Find the header among the first rows: the delimiter that fits the rows best, and the line of the header.

    Rows with nothing in them are not counted. A first line `sep=;`, as spreadsheets write it, says the delimiter.
    """
    first, _, _ = text.partition("\n")
    said = first.strip().strip('"').casefold()
    known = said[4:] if said.startswith("sep=") and len(said) == 5 else "\t" if said == "sep=" else ""
    delimiters = [known] if known else sorted(DELIMITERS, key=lambda one: _fit(text, one), reverse=True)
    for delimiter in delimiters:
        rows = ((line, cells) for line, cells in _cells(_lines(text), delimiter) if any(cells))
        for line, cells in islice(rows, within + bool(known)):
            if not isinstance(cells, str) and is_header([plain(cell) for cell in cells]):
                return delimiter, line
    return None


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """Tell how well a delimiter fits: how many of the first rows have the width that most have, and that width."""
    widths = [
        len(cells) for _, cells in islice(_cells(_lines(text), delimiter), _LOOK_AT) if not isinstance(cells, str)
    ]
    return max([(widths.count(width), width) for width in set(widths) if width > 1], default=(0, 0))


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def _cells(lines: list[str], delimiter: str, first: int = 1) -> Iterator[tuple[int, Cells]]:
    """Give each row with its first line, from line `first` on, or what is wrong with it.

    A quotation mark that is never closed takes all that follows into one cell. Such a row costs its first line, and
    reading goes on behind it, a bounded number of times. Where the lines behind it are no rows of this table, the row
    is the last one: the file ends in the middle of it (`cut off`).
    """
    again = width = 0
    while first <= len(lines):
        reader = csv.reader(islice(lines, first - 1, None), delimiter=delimiter)
        begins = first
        try:
            for cells in reader:
                ends = first + reader.line_num
                if ends > len(lines) and _is_open(lines[begins - 1 :], delimiter):
                    if not _are_rows(lines[begins:], delimiter, width):
                        yield begins, "cut off"
                        return
                    break
                yield begins, cells
                begins, width = ends, len(cells) or width
            else:
                return
        except csv.Error:
            pass
        yield begins, "bad"
        again += 1
        if again > MAX_AGAIN:
            return
        first = begins + 1


def _are_rows(lines: list[str], delimiter: str, width: int) -> bool:
    """Tell whether at least half of these lines are rows of a table so wide."""
    widths = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines if line.strip()]
    return len(widths) > 0 and 2 * widths.count(width) >= len(widths)


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Tell whether the row that these lines hold ends within quotes: it swallows one more line end then."""
    ended = [*lines[:-1], lines[-1].rstrip("\r\n") + "\n", "\n"]
    return len(list(csv.reader(ended, delimiter=delimiter))) == 1


class _Rows:
    """The rows below the header on their way into the table, and what is odd about them."""

    def __init__(self, width: int, reading: Reading) -> None:
        self.width = width
        self.reading = reading
        self.short: list[int] = []
        self.last = 0
        self.cut_off = False
        self.full = 0

    def of(self, rows: Iterator[tuple[int, Cells]]) -> Iterator[TableRow]:
        """Give the rows that say something, each as wide as the header."""
        seen: set[tuple[str, ...]] = set()
        for number, (line, cells) in enumerate(rows, 1):
            self.last = line
            self.cut_off = cells == "cut off"
            if number > MAX_ROWS:
                self.reading.warn(line, f"Only the first {MAX_ROWS} rows were read: divide the file.")
                self.cut_off = False
                return
            if isinstance(cells, str):
                self.reading.warn(
                    line, "This row was left out: a quotation mark in it is never closed, or it is endless."
                )
            elif not any(cell.strip() for cell in cells):
                if len(cells) > 1:
                    self.reading.skip(EMPTY)
            elif (fitted := self._fitted(line, cells)) is not None:
                if fitted in seen:
                    self.reading.skip(TWICE)
                    continue
                seen.add(fitted)
                yield TableRow(line, fitted)

    def _fitted(self, line: int, cells: list[str]) -> tuple[str, ...] | None:
        """Give the cells of a row as many as there are columns, None for a row whose values may stand in wrong ones."""
        width = self.width
        if any(cell.strip() for cell in cells[width:]):
            message = (
                f"This row was left out: it has {len(cells)} cells under {width} column names, so that values would "
                f"stand in wrong fields. Put the one that holds the delimiter into quotes."
            )
            self.reading.warn(line, message)
            return None
        if len(cells) < width:
            self.short.append(line)
        else:
            self.full += 1
        return (*cells[:width], *[""] * (width - len(cells)))

    def ends_short(self, text: str) -> bool:
        """Tell whether the last row alone has cells missing, and the end of its line too."""
        return self.short == [self.last] and self.full > 0 and not text.endswith(("\n", "\r"))

    def tell_short(self) -> None:
        """Say that rows had fewer cells than there are columns."""
        if self.short:
            number = len(self.short)
            message = (
                f"{number} row{'s have' if number > 1 else ' has'} fewer cells than there are column names: what is "
                "missing is taken as empty."
            )
            self.reading.warn(self.short[0], message)
