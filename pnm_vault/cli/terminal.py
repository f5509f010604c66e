"""What goes to the terminal: names made harmless, columns that line up, colour only where wanted, a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

import click

from pnm_vault.patterns import pattern_of

_HEX_ESCAPED = (
    *range(0x80, 0xA0),  # C1 controls: 0x9B begins a terminal sequence as ESC [ does
    0x061C,
    0x200E,
    0x200F,
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),  # embeddings and overrides of writing direction
    *range(0x2066, 0x206A),  # isolates
    0xFEFF,
)

_HARMLESS: dict[int, str] = {
    **{code: "^" + chr(code + 0x40) for code in range(0x20)},
    0x7F: "^?",
    **{code: f"\\u{code:04x}" for code in _HEX_ESCAPED},
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# A pattern, since translate() looks at each letter of a document of many megabytes.
_IN_JSON = pattern_of(f"[{''.join(map(chr, (0x7F, *_HEX_ESCAPED)))}]")

_LEAST_COLUMNS = 20  # text in less is no easier to read than text that runs on

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def plain(text: str) -> str:
    r"""Make text from a vault safe to print on one line.

    Control characters become `^[`, direction controls `\u202e`, halves of surrogate pairs U+FFFD; all else stays.
    """
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_HARMLESS)


def escape_json(text: str) -> str:
    """Escape what JSON allows and a terminal may act upon, in a finished JSON text: it still means the same."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def width(text: str) -> int:
    """Count the columns that a text takes: wide East Asian characters two, marks and joiners none.

    Source: Unicode Standard Annex #11, East Asian Width.
    """
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    columns = 0
    for character in text:
        if character.isascii():
            columns += 1
        elif category(character) in ("Mn", "Me", "Cf"):
            continue
        else:
            columns += 2 if east_asian_width(character) in "WF" else 1
    return columns


def shorten(text: str, columns: int) -> str:
    """Cut a text to so many columns, with an ellipsis where it was cut."""
    if width(text) <= columns:
        return text
    kept = ""
    taken = 1
    for character in text:
        taken += width(character)
        if taken > columns:
            break
        kept += character
    return kept.rstrip() + "…"


def wants_color(stream: TextIO, asked: bool | None, environ: Mapping[str, str]) -> bool:
    """Decide on colour: `--no-color`, then NO_COLOR, FORCE_COLOR, TERM=dumb, and whether the stream is a terminal.

    Source: no-color.org; Command Line Interface Guidelines, "Output".
    """
    if asked is not None:
        return asked
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


class Cell:
    """One cell of a table: its text, already harmless, and a style or an empty string."""

    __slots__ = ("style", "text")

    def __init__(self, text: str, style: str = "") -> None:
        self.text = plain(text)
        self.style = style


class Screen:
    """Standard output as a command sees it. `columns` is None where nobody looks at a screen: nothing is cut then."""

    def __init__(self, color: bool, columns: int | None) -> None:
        self.color = color
        self.columns = columns

    def style(self, text: str, style: str) -> str:
        """Give harmless text in a style, or as it is where no colour is wanted."""
        text = plain(text)
        if not self.color or not style or not text:
            return text
        codes = ";".join(_STYLES[name] for name in style.split())
        return f"\x1b[{codes}m{text}\x1b[0m"

    def heading(self, text: str) -> str:
        """Give a heading."""
        return self.style(text, "bold")

    def table(self, rows: Sequence[Sequence[Cell]], indent: str = "  ") -> list[str]:
        """Line up rows in columns; where the screen ends, places (dim) go below and other last columns are cut."""
        if not rows:
            return []
        widths = [max(width(row[column].text) for row in rows) for column in range(len(rows[0]))]
        whole = len(indent) + sum(widths) + 2 * len(widths) - 2
        has_places = len(widths) > 1 and all(row[-1].style == "dim" for row in rows)
        if self.columns is not None and whole > self.columns and has_places:
            return [line for row in rows for line in self._stacked(row, widths, indent, self.columns)]
        lines = []
        for row in rows:
            line = indent
            left = len(indent)
            for column, cell in enumerate(row):
                last = column == len(row) - 1
                text = cell.text
                if last and self.columns is not None:
                    text = shorten(text, max(self.columns - left, 12))
                pad = "" if last else " " * (widths[column] - width(text) + 2)
                line += self.style(text, cell.style) + pad
                left += widths[column] + 2
            lines.append(line.rstrip())
        return lines

    def wrapped(self, text: str, indent: str) -> list[str]:
        """Break running text between words where the screen ends."""
        text = plain(text)
        if self.columns is None:
            return [indent + text]
        return [indent + piece for piece in _pieces(text, self.columns - len(indent))]

    def _stacked(self, row: Sequence[Cell], widths: Sequence[int], indent: str, columns: int) -> list[str]:
        """Lay out a row with its place on a line of its own, and the text before it broken between words."""
        *cells, text, place = row
        line = indent
        for cell, taken in zip(cells, widths, strict=False):
            line += self.style(cell.text, cell.style) + " " * (taken - width(cell.text) + 2)
        left = len(indent) + sum(widths[: len(cells)]) + 2 * len(cells)
        pieces = _pieces(text.text, columns - left) if columns - left >= _LEAST_COLUMNS else [text.text]
        lines = [line + self.style(pieces[0], text.style)]
        lines += [" " * left + self.style(piece, text.style) for piece in pieces[1:]]
        if place.text:
            lines.append(f"{indent}    {self.style(place.text, place.style)}")
        return [one.rstrip() for one in lines]


def _pieces(text: str, columns: int) -> list[str]:
    """Break harmless text between words into lines of so many columns; a longer word stays whole."""
    pieces = [""]
    for word in text.split(" "):
        longer = f"{pieces[-1]} {word}" if pieces[-1] else word
        if pieces[-1] and width(longer) > columns:
            pieces.append(word)
        else:
            pieces[-1] = longer
    return pieces


def open_screen(asked: bool | None, stream: TextIO | None = None) -> Screen:
    """Give the screen that standard output is, or another stream."""
    stream = stream or sys.stdout
    columns: int | None = None
    if stream.isatty():
        try:
            columns = int(os.environ.get("COLUMNS", "")) or None
        except ValueError:
            columns = None
        if columns is None:
            try:
                columns = os.get_terminal_size(stream.fileno()).columns or None
            except OSError:
                columns = 80
    return Screen(wants_color(stream, asked, os.environ), columns)


def print_lines(lines: Iterable[str], screen: Screen) -> None:
    """Print finished lines to standard output at once."""
    text = "\n".join(lines)
    if text:
        click.echo(text, color=screen.color)


class Progress:
    """A progress bar on standard error that shows itself only after a second, and only to a person.

    Call it with how many notes are read and how many there are. Use as a context manager: the bar is wiped at the end.
    """

    DELAY = 1.0
    STEP = 0.1

    def __init__(self, stream: TextIO, shown: bool, doing: str = "Reading the vault", unit: str = "notes") -> None:
        from time import monotonic

        self._clock = monotonic
        self._stream = stream
        self._shown = shown and stream.isatty()
        self._next = monotonic() + self.DELAY
        self._drawn = False
        self._doing = doing
        self._unit = unit

    def __call__(self, done: int, total: int) -> None:
        """Draw the bar when it is time to."""
        if not self._shown or total <= 0:
            return
        now = self._clock()
        if done >= total:
            self._wipe()
        if done >= total or now < self._next:
            return
        self._next = now + self.STEP
        self._drawn = True
        share = min(done / total, 1.0)
        filled = int(share * 24)
        bar = "#" * filled + "." * (24 - filled)
        self._stream.write(f"\r{self._doing} [{bar}] {done}/{total} {self._unit}")
        self._stream.flush()

    def __enter__(self) -> Progress:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wipe the bar."""
        self._wipe()

    def _wipe(self) -> None:
        if self._drawn:
            self._drawn = False
            self._stream.write("\r\x1b[K")
            self._stream.flush()
