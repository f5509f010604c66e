"""The table that `pnm export csv` writes, read back: the same fields, without what was only there for spreadsheets."""

from collections.abc import Sequence
from datetime import date

from pnm_vault.exchange.incoming.csv_rows import TableRow, has_header, plain, read_table
from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.exchange.outgoing.csv_table import COLUMNS, unguarded
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Channel
from pnm_vault.notes.values.dates import parse_partial_date

NAME = "pnm"

_HEADER = frozenset({"name", "cadence", "last_contact", "introduced_by", "gift_ideas", "uid", "path"})
_LISTS_TEXT = (
    "aliases circles tags organisation email phone url important_dates introduced_by knows interests offers asks goals "
    "gift_ideas"
)
_LISTS = frozenset(_LISTS_TEXT.split())
_DATES = frozenset({"birthday", "anniversary"})
_NOT_STATED = frozenset({"name", "uid", "path", "last_contact", "private"})


def recognises(name: str, head: bytes) -> bool:
    """Tell by the column names whether this is a table of ours."""
    return has_header(head, is_header)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these are our column names; some of them may have been taken away."""
    return set(names) >= _HEADER


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read all contacts. The day of the last contact comes as an occasion: it was gathered from the whole vault."""
    reading = Reading(NAME, file, owner)
    table = read_table(content, reading, is_header, "an export of ours")
    if isinstance(table, str):
        return reading.fail(table)
    names = [plain(name) for name in table.header]
    for row in table.rows:
        _read_row(row, names, table.header, reading)
    return reading.incoming()


def _read_row(row: TableRow, names: list[str], header: tuple[str, ...], reading: Reading) -> None:
    draft = Draft(row.line)
    cells = dict(zip(names, row.cells, strict=True))
    draft.key = unguarded(cells.get("uid", ""))
    draft.private = cells.get("private", "").casefold() == "true"
    for at, (field, cell) in enumerate(zip(names, row.cells, strict=True)):
        if field not in COLUMNS:
            draft.tell(header[at], unguarded(cell))
        elif field not in _NOT_STATED and not (field == "status" and cell == "active"):
            for text in cell.split("; ") if field in _LISTS else (cell,):
                _state(draft, field, unguarded(text))
    name = unguarded(cells["name"])
    last = unguarded(cells["last_contact"])
    reading.take(draft, name)
    if last:
        _read_last(row.line, last, name, cells, draft.key, reading)


def _state(draft: Draft, field: str, text: str) -> None:
    if field == "important_dates":
        label, _, day = text.rpartition(" ")
        found = parse_partial_date(day)
        if found is None:
            draft.tell("Date", text)
        else:
            draft.state(field, _as_in_notes(day), label)
    elif field in _DATES:
        draft.state(field, _as_in_notes(text))
    else:
        draft.state(field, text)


def _as_in_notes(day: str) -> str:
    """Give a date as a note has it: a year that is not known is two hyphens."""
    return f"--{day}" if len(day) == 5 else day


def _read_last(line: int, text: str, name: str, cells: dict[str, str], uid: str, reading: Reading) -> None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        reading.warn(line, f"last_contact: {text[:40]} is no day.")
        return
    email = unguarded(cells.get("email", "").partition("; ")[0])
    if name:
        who = Participant(name, email.casefold())
        reading.meet(line, day, Channel.NOTE, (who,), subject="Last contact", key=f"{uid or name} {text}")
