"""Where a new line of a log goes, and in which form: beside the others, in the order that they have."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from pnm_vault.notes.edit.edited import EditRefusedError
from pnm_vault.notes.edit.log_style import (
    DATE_COLUMNS,
    TYPE_COLUMNS,
    WORDS_COLUMNS,
    Dated,
    LineForm,
    LogPlace,
    LogStyle,
    find_logs,
    is_newest_first,
    is_year,
    read_form,
)
from pnm_vault.notes.edit.text_lines import bare
from pnm_vault.notes.text.channels import read_channel
from pnm_vault.notes.text.headings import LOG, title_key
from pnm_vault.notes.text.lines import Scan, Section, is_item
from pnm_vault.notes.text.merge_marks import place_outside
from pnm_vault.notes.text.tables import Table, cells_of
from pnm_vault.patterns import pattern_of

_BAR = pattern_of(r"(?<!\\)(\\*+)\|")


class NewLines(NamedTuple):
    """Lines to put before the line with index `at`."""

    at: int
    lines: list[str]


class LogNote(NamedTuple):
    """A note by its lines and by what was found in them, and the day and words that are to go into its log."""

    lines: list[str]
    found: Scan
    style: LogStyle
    day: date
    words: str


def outside_boxes(lines: list[str], new: NewLines) -> NewLines:
    """Keep a new entry out of the two versions that a merge left, one of which is to be deleted."""
    at, behind = place_outside(lines, new.at)
    if at == new.at:
        return new
    entry = [line for line in new.lines if line]
    return NewLines(at, ["", *entry] if behind else [*entry, ""])


def places_for(path: str, note: LogNote) -> list[NewLines]:
    """Give the place that fits best; where the note's log has no heading, a new log as a second way."""
    places = find_logs(path, note.found)
    if not places:
        return [_new_log(note)]
    place = best_log(places, note)
    if place.section.role != LOG:
        return [place_among(note, place), _new_log(note)]
    if is_year(place.section) and place.section.title != str(note.day.year):
        return [_in_other_year(note, place, places)]
    return [place_among(note, place) if place.entries else _in_empty(note, place)]


def best_log(places: Sequence[LogPlace], note: LogNote) -> LogPlace:
    """Choose the log with the newest entry; among empty ones the one with the vault's usual heading, else the first."""
    kept = [place for place in places if place.entries]
    if kept:
        return max(kept, key=lambda place: max([entry.day for entry in place.entries]))
    usual = title_key(note.style.heading)
    return next((place for place in places if title_key(place.section.title) == usual), places[0])


def is_newest_first_in(note: LogNote, place: LogPlace) -> bool:
    """Tell whether the entries of a log go from the newest to the oldest; where they do not tell, as the vault's do."""
    order = is_newest_first(place.entries)
    return note.style.newest_first if order is None else order


def place_among(note: LogNote, place: LogPlace) -> NewLines:
    """Put the entry where the order of the others has it, beside one of them and in its form."""
    newest_first = is_newest_first_in(note, place)
    older = [entry for entry in place.entries if entry.day <= note.day]
    if newest_first:
        beside, before = (older[0], True) if older else (place.entries[-1], False)
    else:
        beside, before = (older[-1], False) if older else (place.entries[0], True)
    if place.table is not None:
        return NewLines(beside.line - 1 if before else beside.line, [_row(note, place.table, beside)])
    form = _form(note, place, beside)
    line = form.line(note.day, note.words)
    gap = _gaps(note, place)
    if before:
        return NewLines(beside.line - 1, [line, ""] if gap else [line])
    return NewLines(_end_of(note, place, beside), ["", line] if gap else [line])


def _form(note: LogNote, place: LogPlace, beside: Dated) -> LineForm:
    """Return the form of the entry beside, else that of another one, else the vault's with the marker used here."""
    for entry in (beside, *place.entries):
        form = read_form(bare(note.lines[entry.line - 1]))
        if form is not None:
            return form
    line = bare(note.lines[beside.line - 1])
    mark = line[: len(line) - len(line.lstrip(" \t#-*+•"))]
    return LineForm(mark, note.style.form.after if not note.style.columns else ": ")


def _gaps(note: LogNote, place: LogPlace) -> bool:
    """Tell whether empty lines part the entries; of a single one, whether an empty line precedes a heading."""
    later = place.entries[1:]
    if not later:
        return bool(place.headed) and _is_blank(note, place.entries[0].line - 2)
    return 2 * sum([_is_blank(note, entry.line - 2) for entry in later]) > len(later)


def _is_blank(note: LogNote, at: int) -> bool:
    return 0 <= at < len(note.lines) and not bare(note.lines[at]).strip()


def _end_of(note: LogNote, place: LogPlace, entry: Dated) -> int:
    """Return the index of the line behind an entry: behind what is indented below it, or behind its section."""
    if place.headed:
        own = next(section for section in place.headed if section.line == entry.line)
        stop = _section_end(note, own, own.level)
        while stop > own.end and _is_blank(note, stop - 1):
            stop -= 1
        return stop
    limit = min([other.line - 1 for other in place.entries if other.line > entry.line], default=len(note.lines))
    limit = min(limit, _section_end(note, place.section, 6))
    stop = at = entry.line
    while at < limit:
        line = bare(note.lines[at])
        if line.strip():
            indented = line[0] in " \t"
            lazy = at == stop and not is_item(line) and line[0] not in "#|>`~<%$!-=*_"
            if not (indented or lazy):
                break
            stop = at + 1
        at += 1
    return stop


def _section_end(note: LogNote, section: Section, level: int) -> int:
    """Return the index of the line where the next section of at most this level begins."""
    later = [one.line - 1 for one in note.found.sections if one.line > section.line and one.level <= level]
    return min(later, default=len(note.lines))


def _row(note: LogNote, table: Table, beside: Dated | None) -> str:
    """Write a row of a table: the day, how it was, the words; other columns stay empty."""
    columns = [name.casefold() for name in table.header]
    at = next(index for index, name in enumerate(columns) if name in DATE_COLUMNS)
    others = [index for index in range(len(columns)) if index != at]
    how = next((index for index in others if columns[index] in TYPE_COLUMNS), None)
    free = [index for index in others if index != how]
    told = next((index for index in free if columns[index] in WORDS_COLUMNS), free[0] if free else None)
    if told is None:
        raise EditRefusedError("edit-words", "The table of this log has no column for words: add one named Notes.")
    cells = [""] * len(columns)
    cells[at] = _day_cell(note, at, beside)
    cells[told] = cell_text(note.words)
    channel = read_channel(note.words)[0].value
    if how is not None and channel != "note":
        cells[how] = channel.capitalize()
    # What an empty cell holds is one space, as in `| a |  | b |`.
    row = "| " + " | ".join(cells) + " |"
    if beside is None:
        return row
    line = bare(note.lines[beside.line - 1])
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return indent + (row if line.rstrip().endswith("|") else row.removesuffix("|").rstrip())


def _day_cell(note: LogNote, at: int, beside: Dated | None) -> str:
    if beside is None:
        return note.day.isoformat()
    cells = cells_of(bare(note.lines[beside.line - 1]))
    form = read_form(cells[at]) if at < len(cells) else None
    if form is None:
        return note.day.isoformat()
    return replace(form, after=form.after.rstrip(" \t:")).line(note.day, "")


def cell_text(words: str) -> str:
    r"""Write `|` as `\|`, unless it is written so already."""
    return _BAR.sub(lambda bar: bar[0] if len(bar[1]) % 2 else bar[1] + "\\|", words)


def _in_empty(note: LogNote, place: LogPlace) -> NewLines:
    """Put the first entry below a heading; what else stands there stays before it."""
    section = place.section
    if place.table is not None:
        return _first_row(note, place)
    stop = _section_end(note, section, 6)
    last = stop
    while last > section.end and _is_blank(note, last - 1):
        last -= 1
    first = _first_lines(note, section.level)
    if last == section.end:
        blank = note.style.blank or first[0].startswith(("#", "|"))
        return NewLines(last, ["", *first] if blank else first)
    # A template often leaves a marker without words.
    joined = is_item(bare(note.lines[last - 1]).strip() + " ") and is_item(first[0])
    return NewLines(last, first if joined else ["", *first])


def _first_row(note: LogNote, place: LogPlace) -> NewLines:
    table = place.table
    assert table is not None
    if table.rows:
        return NewLines(table.rows[0][0] - 1, [_row(note, table, None)])
    numbers = [number for number, text, _ in place.section.lines if text[0] == "|"]
    header = next(
        number for number, text, _ in place.section.lines if text[0] == "|" and tuple(cells_of(text)) == table.header
    )
    assert header + 1 in numbers
    return NewLines(header + 1, [_row(note, table, None)])


def _first_lines(note: LogNote, level: int) -> list[str]:
    """Write the first entry of a log in the vault's usual form."""
    style = note.style
    if style.columns and any(name.casefold() in DATE_COLUMNS for name in style.columns):
        head = "| " + " | ".join([cell_text(name) for name in style.columns]) + " |"
        rule = "| " + " | ".join(["---"] * len(style.columns)) + " |"
        return [head, rule, _row(note, Table(style.columns, ()), None)]
    form = style.form
    if form.before.startswith("#"):
        form = replace(form, before="#" * min(level + 1, 6) + form.before.lstrip("#"))
    return [form.line(note.day, note.words)]


def _new_log(note: LogNote) -> NewLines:
    """Write a log with its heading at the end of the note, empty lines as the note has them."""
    style = note.style
    headings = [section for section in note.found.sections if section.level]
    above = [_is_blank(note, section.line - 2) for section in headings if section.line > note.found.first_line]
    below = [_is_blank(note, section.end) for section in headings if section.lines]
    first = _first_lines(note, style.level)
    blank = 2 * sum(below) > len(below) if below else style.blank
    blank = blank or first[0].startswith(("#", "|"))
    new = ["#" * style.level + " " + style.heading, *([""] if blank else []), *first]
    end = len(note.lines)
    if end and not _is_blank(note, end - 1) and (not above or any(above)):
        new.insert(0, "")
    return NewLines(end, new)


def _in_other_year(note: LogNote, place: LogPlace, places: Sequence[LogPlace]) -> NewLines:
    """Put the entry below the heading of its year; make that where it is missing."""
    year = str(note.day.year)
    years = [one for one in note.found.sections if is_year(one) and one.parent is place.section.parent]
    own = next((one for one in places if one.section in years and one.section.title == year), None)
    if own is not None:
        return place_among(note, own) if own.entries else _in_empty(note, own)
    titles = [one.title for one in years]
    newest_first = titles == sorted(titles, reverse=True) if len(years) > 1 else note.style.newest_first
    first = _form(note, place, place.entries[0]).line(note.day, note.words)
    blank = _is_blank(note, place.section.end)
    entry = ["#" * place.section.level + " " + year, *([""] if blank else []), first]
    gap = _is_blank(note, years[-1].line - 2)
    earlier = [one for one in years if one.title < year]
    if newest_first and earlier:
        return NewLines(earlier[0].line - 1, [*entry, ""] if gap else entry)
    if not newest_first and not earlier:
        return NewLines(years[0].line - 1, [*entry, ""] if gap else entry)
    beside = years[-1] if newest_first else earlier[-1]
    stop = _section_end(note, beside, beside.level)
    while stop > beside.end and _is_blank(note, stop - 1):
        stop -= 1
    return NewLines(stop, ["", *entry] if gap else entry)
