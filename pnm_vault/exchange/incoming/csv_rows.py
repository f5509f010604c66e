"""A table as programs write it: bytes to rows with their lines, whatever the encoding, the delimiter and the mistakes.

Source: RFC 4180; what Outlook, Google, LinkedIn, spreadsheets and office programs of other countries write.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from pnm_vault.exchange.incoming.encodings import HEAD, MAX_BYTES, decode
from pnm_vault.exchange.incoming.reading import EMPTY, TWICE, Reading
from pnm_vault.model.record import Record, Row

MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
# The csv module's own limit, which is the whole process's: it is relied on and never set.
MAX_CELL = 131_072
MAX_AGAIN = 100  # times that reading begins again behind a quotation mark that is never closed

DELIMITERS = (",", ";", "\t")

_LOOK_AT = 50  # rows by which the delimiter is found
_HEADER_WITHIN = 20  # rows before a header, as the explanation in LinkedIn's files
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

IsHeader = Callable[[Sequence[str]], bool]


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


def has_header(head: bytes, is_header: IsHeader) -> bool:
    """Tell whether a file that begins like this has a header as wanted; `is_header` is asked with plain names."""
    text = decode(head[:HEAD], cut=True)
    return text is not None and _find_header(text, is_header) is not None


def read_table(content: bytes, reading: Reading, is_header: IsHeader, what: str) -> Table | str:
    """Read a table; what is wrong with single rows goes to `reading`. A sentence says why nothing can be read at all.

    `is_header` is asked with plain names of the first rows; `what` names the format in that sentence. Rows that are
    empty or the same as one before are counted; missing cells at the end of a row are empty.
    """
    if len(content) > MAX_BYTES:
        return f"The file is larger than {MAX_BYTES // 1_000_000} MB: divide it."
    if content.startswith(_WORKBOOKS):
        return "This is a workbook or an archive, not a table in text: save it as CSV (UTF-8), or unpack it, first."
    text = decode(content)
    if text is None:
        return "This is no text: export it as CSV (UTF-8) once more."
    if "\x00" in text:
        reading.warn(0, f"{text.count(chr(0))} NUL characters were left out: the file may be damaged.")
        text = text.replace("\x00", "")
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        reading.warn(line, "Some characters are in no encoding that is known here: save the file as UTF-8.")
    found = _find_header(text[:HEAD], is_header)
    if found is None:
        return f"No line with the column names of {what} was found."
    delimiter, line = found
    rows = _rows(text, delimiter, line, reading)
    header = next(rows, None)
    if header is None or len(header.cells) > MAX_COLUMNS:
        return f"The table has more than {MAX_COLUMNS} columns."
    names = tuple([" ".join(cell.replace("\ufeff", "").split()) for cell in header.cells])
    return Table(names, tuple(_checked(rows, len(names), reading)))


def _find_header(text: str, is_header: IsHeader) -> tuple[str, int] | None:
    """Find the header among the first rows: the delimiter that fits the rows best, and the line of the header.

    A first line `sep=;`, as spreadsheets write it, says the delimiter.
    """
    first, _, _ = text.partition("\n")
    said = first.strip().strip('"').casefold()
    known = said[4:] if said.startswith("sep=") and len(said) == 5 else "\t" if said == "sep=" else ""
    delimiters = [known] if known else sorted(DELIMITERS, key=lambda one: _fit(text, one), reverse=True)
    for delimiter in delimiters:
        for line, cells in islice(_cells(_lines(text), delimiter), _HEADER_WITHIN):
            if cells is not None and is_header([plain(cell) for cell in cells]):
                return delimiter, line
    return None


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """Tell how well a delimiter fits: how many of the first rows have the width that most have, and that width."""
    widths = [len(cells) for _, cells in islice(_cells(_lines(text), delimiter), _LOOK_AT) if cells]
    return max([(widths.count(width), width) for width in set(widths) if width > 1], default=(0, 0))


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))


def _rows(text: str, delimiter: str, first: int, reading: Reading) -> Iterator[TableRow]:
    for line, cells in _cells(_lines(text), delimiter, first):
        if cells is not None:
            yield TableRow(line, tuple(cells))
        else:
            reading.warn(
                line, "This row was left out: a quotation mark in it is never closed, or a cell of it is endless."
            )


def _cells(lines: list[str], delimiter: str, first: int = 1) -> Iterator[tuple[int, list[str] | None]]:
    """Give each row with its first line, from line `first` on; None stands for a row that cannot be read.

    A quotation mark that is never closed takes all that follows into one cell. Such a row costs its first line, and
    reading goes on behind it, a bounded number of times.
    """
    again = 0
    while first <= len(lines):
        reader = csv.reader(islice(lines, first - 1, None), delimiter=delimiter)
        begins = first
        try:
            for cells in reader:
                ends = first + reader.line_num
                if ends > len(lines) and _is_open(lines[begins - 1 :], delimiter):
                    break
                yield begins, cells
                begins = ends
            else:
                return
        except csv.Error:
            pass
        yield begins, None
        again += 1
        if again > MAX_AGAIN:
            return
        first = begins + 1


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Tell whether the row that these lines hold ends within quotes: it swallows one more line end then."""
    ended = [*lines[:-1], lines[-1].rstrip("\r\n") + "\n", "\n"]
    return len(list(csv.reader(ended, delimiter=delimiter))) == 1


def _checked(rows: Iterator[TableRow], width: int, reading: Reading) -> Iterator[TableRow]:
    """Give the rows that say something, each as wide as the header."""
    seen: set[tuple[str, ...]] = set()
    short: list[int] = []
    number = 0
    for row in rows:
        cells = row.cells
        number += 1
        if number > MAX_ROWS:
            reading.warn(row.line, f"Only the first {MAX_ROWS} rows were read: divide the file.")
            break
        if not any(cell.strip() for cell in cells):
            if len(cells) > 1:
                reading.skip(EMPTY)
            continue
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                message = (
                    f"This row was left out: it has {len(cells)} cells under {width} column names, so that values "
                    f"would stand in wrong fields. Put the one that holds the delimiter into quotes."
                )
                reading.warn(row.line, message)
                continue
            cells = cells[:width]
        elif len(cells) < width:
            short.append(row.line)
            cells = (*cells, *[""] * (width - len(cells)))
        if cells in seen:
            reading.skip(TWICE)
            continue
        seen.add(cells)
        yield TableRow(row.line, cells)
    if short:
        message = (
            f"{len(short)} row{'s have' if len(short) > 1 else ' has'} fewer cells than there are column names: "
            "what is missing is taken as empty."
        )
        reading.warn(short[0], message)
