"""Contacts as a table for spreadsheets, in which no text is taken for a formula. Source: RFC 4180; CWE-1236."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pnm_vault.exchange.outgoing.exported import Exported, one_line, without_controls
from pnm_vault.model.contact import Cadence, ImportantDate, Statement

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ONE_EACH = ("birthday", "anniversary")


def guard(text: str) -> str:
    """Give a text as a cell that no spreadsheet takes for a formula: an apostrophe before what would begin one.

    A text that begins with an apostrophe gets one more, so that taking one away always gives back the text.
    """
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def unguarded(text: str) -> str:
    """Give the text of a cell, or of a part of one, as it was before `guard`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def table_of(contacts: Iterable[Exported]) -> bytes:
    """Give the table as UTF-8 with a line of field names, CRLF at line ends; several values are joined with `; `."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in contacts:
        writer.writerow([_cell(column(one)) for column in COLUMNS.values()])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    values = value if isinstance(value, tuple) else (value,)
    return "; ".join([guard(text) for each in values if (text := _text(each))])


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Statement):
        return one_line(value.text)
    return without_controls(str(value)).strip()


def cadence_text(cadence: Cadence | None) -> str | None:
    """Give a cadence as a note may have it."""
    if cadence is None:
        return None
    if cadence.days is None:
        return "never"
    return str(cadence.days) if cadence.latest is None else f"{cadence.days}..{cadence.latest}"


def _day(one: ImportantDate) -> str:
    return f"{'' if one.year is None else f'{one.year:04d}-'}{one.month:02d}-{one.day:02d}"


def _date_of(label: str) -> Callable[[Exported], str | None]:
    return lambda one: next((_day(day) for day in one.contact.dates if day.label == label), None)


def _other_dates(one: Exported) -> tuple[str, ...]:
    """Give the dates that have no column: other labels, and a second one of a label that has."""
    seen: set[str] = set()
    others = []
    for day in one.contact.dates:
        if day.label not in _ONE_EACH or day.label in seen:
            others.append(f"{day.label} {_day(day)}")
        seen.add(day.label)
    return tuple(others)


def _of_contact(field: str) -> Callable[[Exported], object]:
    return lambda one: getattr(one.contact, field)


COLUMNS: Mapping[str, Callable[[Exported], object]] = {
    **{name: _of_contact(name) for name in ("name", "aliases", "category", "circles", "tags")},
    "organisation": _of_contact("organisations"),
    **{name: _of_contact(name) for name in ("role", "place", "time_zone")},
    "email": _of_contact("emails"),
    "phone": _of_contact("phones"),
    "url": _of_contact("urls"),
    "birthday": _date_of("birthday"),
    "anniversary": _date_of("anniversary"),
    "important_dates": _other_dates,
    "cadence": lambda one: cadence_text(one.contact.cadence),
    "last_contact": lambda one: one.last_contact,
    **{name: _of_contact(name) for name in ("next_contact", "priority", "closeness", "met_on", "how_met", "where_met")},
    "introduced_by": lambda one: tuple([each.name for each in one.introduced_by]),
    "knows": lambda one: tuple([each.name for each in one.knows]),
    **{name: _of_contact(name) for name in ("interests", "offers", "asks", "goals", "gift_ideas")},
    "status": lambda one: one.contact.status.value,
    "private": lambda one: "true" if one.contact.private else "",
    "uid": lambda one: one.uid,
    "path": _of_contact("path"),
}
"""Each column is named after the field of a note that holds it (docs/note-format.md); the path is the note's."""
