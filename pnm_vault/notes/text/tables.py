"""Markdown tables: their header and their rows."""

from collections.abc import Iterator
from typing import NamedTuple

from pnm_vault.notes.text.lines import Section
from pnm_vault.patterns import pattern_of

_LINK_BAR = pattern_of(r"\[\[([^\[\]|\\]*+)\\?\|([^\[\]]*+)\]\]")
_BAR = "\x00"


class Table(NamedTuple):
    """A table: its header cells, and its rows with their line numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, str], ...]


def cells_of(text: str) -> list[str]:
    """Split a row into its cells, white space cut; an escaped bar, and the bar of a wikilink, parts no cells."""
    if "[[" in text:
        text = _LINK_BAR.sub(rf"[[\1{_BAR}\2]]", text)
    text = text.replace("\\|", _BAR).strip()
    return [cell.strip().replace(_BAR, "|") for cell in text.removeprefix("|").removesuffix("|").split("|")]


def find_tables(section: Section) -> Iterator[Table]:
    """Give the tables of a section: a line of bars and dashes parts the header from the rows below it."""
    header: tuple[str, ...] = ()
    rows: list[tuple[int, str]] = []
    before = ""
    last = 0
    for number, text, _ in section.lines:
        if text[0] != "|" or number != last + 1:
            if header:
                yield Table(header, tuple(rows))
            header, rows, before = (), [], ""
        last = number
        if text[0] != "|":
            continue
        if before and not header and _is_rule(text):
            header = tuple(cells_of(before))
        elif header:
            rows.append((number, text))
        before = text
    if header:
        yield Table(header, tuple(rows))


def _is_rule(text: str) -> bool:
    return "-" in text and not text.strip("|-: \t")
