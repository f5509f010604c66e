"""The table that `pnm export csv` writes, read back: the same fields, without what was only there for spreadsheets."""

from collections.abc import Sequence

from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.exchange.incoming.tables.csv_rows import TableRow, has_header, plain, read_table
from pnm_vault.exchange.incoming.tables.day_cells import day_order, read_day, state_date, state_day
from pnm_vault.exchange.outgoing.csv_table import COLUMNS, unguarded
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Channel

NAME = "pnm"

_HEADER = frozenset({"name", "cadence", "last_contact", "introduced_by", "gift_ideas", "uid", "path"})
_LISTS_TEXT = (
    "aliases circles tags organisation email phone url important_dates introduced_by knows interests offers asks goals "
    "gift_ideas"
)
_LISTS = frozenset(_LISTS_TEXT.split())
_DATES = frozenset({"birthday", "anniversary"})
_DAYS = frozenset({"met_on", "next_contact"})
_TRUE = frozenset({"true", "wahr", "vrai", "vero", "verdadero"})  # as spreadsheets write it
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
    if isinstance(table, Incoming):
        return table
    names = [plain(name) for name in table.header]
    dated = [at for at, name in enumerate(names) if name in _DATES | _DAYS | {"last_contact"}]
    order = day_order(row.cells[at] for row in table.rows for at in dated)
    for row in table.rows:
        _read_row(row, names, table.header, order, reading)
    return reading.incoming()


def _read_row(row: TableRow, names: list[str], header: tuple[str, ...], order: str, reading: Reading) -> None:
    draft = Draft(row.line)
    cells = dict(zip(names, row.cells, strict=True))
    draft.key = unguarded(cells.get("uid", ""))
    draft.private = cells.get("private", "").strip().casefold() in _TRUE
    goals = set(_parts("goals", cells.get("goals", "")))
    for at, (field, cell) in enumerate(zip(names, row.cells, strict=True)):
        if field not in COLUMNS:
            draft.tell(header[at], unguarded(cell))
        elif field not in _NOT_STATED and not (field == "status" and cell == "active"):
            for text in _parts(field, cell):
                if field != "asks" or text not in goals:  # a goal counts among the asks by itself
                    _state(draft, field, text, order, reading)
    name = unguarded(cells["name"])
    last = unguarded(cells["last_contact"])
    reading.take(draft, name)
    if last and name:
        _read_last(draft, last, name, order, reading)


def _parts(field: str, cell: str) -> list[str]:
    return [unguarded(text) for text in (cell.split("; ") if field in _LISTS else (cell,))]


def _state(draft: Draft, field: str, text: str, order: str, reading: Reading) -> None:
    """State a value. Whoever looked at the table with a spreadsheet may have dates as their country writes them."""
    if field == "important_dates":
        label, _, day = text.rpartition(" ")
        state_date(draft, reading, field, day, order, label)
    elif field in _DATES:
        state_date(draft, reading, field, text, order)
    elif field in _DAYS:
        state_day(draft, reading, field, text, order)
    else:
        draft.state(field, text)


def _read_last(draft: Draft, text: str, name: str, order: str, reading: Reading) -> None:
    day = read_day(text, order)
    if day is None:
        reading.warn(draft.line, f"last_contact: {text[:40]} is no day that is known here, or may be two.")
        return
    who = Participant(name, next(iter(draft.texts("email")), "").casefold())
    reading.meet(draft.line, day, Channel.NOTE, (who,), subject="Last contact", key=f"{draft.key or name} {day}")
