"""Google's contacts as a table, with the column names of today and those of before 2024.

Source: files as Google writes them. Several values in a cell are joined by ` ::: `; labels with `* ` in front are
Google's own or, of an address, the one that is preferred.
"""

from collections.abc import Iterator, Sequence

from pnm_vault.exchange.incoming.names import joined_name, place_of, tell_address
from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.exchange.incoming.tables.csv_rows import Table, TableRow, has_header, plain, read_table
from pnm_vault.exchange.incoming.tables.day_cells import day_order, state_date
from pnm_vault.model.incoming import Incoming, Owner
from pnm_vault.patterns import pattern_of

NAME = "google"

_NUMBERED = pattern_of(
    r"(e-mail|phone|im|address|organization|relation|website|event|custom field|external id|jot) ([0-9]{1,4}) - "
    r"(.{1,40})\Z"
)
_OLD = frozenset({"given name", "family name", "group membership"})
_NEW = frozenset({"first name", "last name", "phonetic first name", "labels"})
_JOINT = ":::"
_SYSTEM_CATEGORIES = {"friends": "friend", "family": "family", "coworkers": "colleague"}
_PRIVATE = frozenset({"private", "confidential"})

# Columns of one value, in words where a note has no field for it.
_SINGLE = {
    "nickname": "aliases",
    "short name": "aliases",
    "maiden name": "aliases",
    "organization name": "organisation",
    "organization title": "role",
    "location": "place",
    "hobby": "interests",
}
_READ_TEXT = (
    "name,given name,additional name,family name,first name,middle name,last name,name prefix,name suffix,file as,"
    "birthday,notes,photo,labels,group membership,sensitivity,organization department"
)
_READ = frozenset(_READ_TEXT.split(","))


def recognises(name: str, head: bytes) -> bool:
    """Tell by the column names whether this is a table of Google's contacts."""
    return has_header(head, is_header)


def is_header(names: Sequence[str]) -> bool:
    """Tell whether these are Google's column names."""
    known = set(names)
    if known >= _OLD or known >= _NEW:
        return True
    numbered = any(_NUMBERED.match(name) for name in names)
    return numbered and not known.isdisjoint(("name", "first name", "given name"))


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read all contacts. Pictures are only named there, by addresses that are not asked for: they are counted."""
    reading = Reading(NAME, file, owner)
    table = read_table(content, reading, is_header, "Google's contacts")
    if isinstance(table, Incoming):
        return table
    columns = _Columns(table)
    order = day_order([cell for row in table.rows for cell in columns.days(row)])
    for row in table.rows:
        _read_row(row, columns, order, reading)
    return reading.incoming()


class _Columns:
    """Where what stands: single columns by plain name, and groups (`E-mail 1`) with their columns, in order."""

    def __init__(self, table: Table) -> None:
        self.header = table.header
        self.single: dict[str, int] = {}
        self.groups: dict[tuple[str, int], dict[str, int]] = {}
        for at, name in enumerate(map(plain, table.header)):
            found = _NUMBERED.match(name)
            if found is None:
                self.single.setdefault(name, at)
            else:
                self.groups.setdefault((found[1], int(found[2])), {}).setdefault(found[3], at)

    def cell(self, row: TableRow, name: str) -> str:
        at = self.single.get(name)
        return "" if at is None else row.cells[at].strip()

    def days(self, row: TableRow) -> Iterator[str]:
        yield self.cell(row, "birthday")
        for (kind, _), columns in self.groups.items():
            if kind == "event" and "value" in columns:
                yield row.cells[columns["value"]]

    def of_row(self, row: TableRow) -> Iterator[tuple[str, dict[str, str]]]:
        """Give the groups of a row that say something: their kind and their cells by plain name."""
        for (kind, _), columns in self.groups.items():
            cells = {name: row.cells[at].strip() for name, at in columns.items() if row.cells[at].strip()}
            if cells:
                yield kind, cells


def _read_row(row: TableRow, columns: _Columns, order: str, reading: Reading) -> None:
    draft = Draft(row.line)
    name = _name(draft, row, columns)
    for column, field in _SINGLE.items():
        for text in _parts(columns.cell(row, column)):
            draft.state(field, text)
    draft.tell("Department", columns.cell(row, "organization department"))
    state_date(draft, reading, "birthday", columns.cell(row, "birthday"), order)
    _read_labels(draft, columns.cell(row, "labels") or columns.cell(row, "group membership"))
    draft.private = columns.cell(row, "sensitivity").casefold() in _PRIVATE
    for kind, cells in sorted(columns.of_row(row), key=_rank):
        _GROUPS[kind](draft, reading, cells, order)
    for column, at in columns.single.items():
        if column not in _READ and column not in _SINGLE:
            draft.tell(columns.header[at], row.cells[at])
    draft.tell("", columns.cell(row, "notes"))
    if columns.cell(row, "photo"):
        reading.skip("addresses of pictures")
    reading.take(draft, name)


def _rank(group: tuple[str, dict[str, str]]) -> tuple[int, bool]:
    """Order the groups of a row: the preferred one of a kind first, an address at home before one at work."""
    kind, cells = group
    label, preferred = _label(cells)
    return (0 if kind != "address" or "home" in label else 2 if "work" in label else 1), not preferred


def _name(draft: Draft, row: TableRow, columns: _Columns) -> str:
    """Give the name, of its parts where there are any, else what stands for it.

    What an organisation is filed as is nobody's name.
    """
    first = columns.cell(row, "first name") or columns.cell(row, "given name")
    middle = columns.cell(row, "middle name") or columns.cell(row, "additional name")
    last = columns.cell(row, "last name") or columns.cell(row, "family name")
    suffix, prefix = columns.cell(row, "name suffix"), columns.cell(row, "name prefix")
    name = joined_name(draft, first, middle, last, suffix, prefix)
    if name:
        return name
    firms = [cells.get("name", "") for kind, cells in columns.of_row(row) if kind == "organization"]
    firms.append(columns.cell(row, "organization name"))
    others = [columns.cell(row, one) for one in ("name", "file as", "nickname")]
    emails = [] if any(firms) else [cells.get("value", "") for kind, cells in columns.of_row(row) if kind == "e-mail"]
    return next((one for one in (*others, *emails) if one and one not in firms), "")


def _parts(text: str) -> list[str]:
    return [part for each in text.split(_JOINT) if (part := each.strip())] if text else []


def _label(cells: dict[str, str]) -> tuple[str, bool]:
    """Give the label of a group in lower case, and whether its value is the preferred one of its kind."""
    text = cells.get("label") or cells.get("type") or ""
    return text.removeprefix("*").strip().lower(), text.startswith("*")


def _read_labels(draft: Draft, text: str) -> None:
    for label in _parts(text):
        own = label.removeprefix("* ")
        if own == label:
            draft.state("circles", label)
        elif own.casefold().replace(" ", "") == "mycontacts":
            continue
        elif own.casefold() == "starred":
            draft.state("priority", "1")
        elif own.casefold() in _SYSTEM_CATEGORIES:
            draft.state("category", _SYSTEM_CATEGORIES[own.casefold()])
        else:
            draft.state("circles", own)


def _read_email(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    for text in _parts(cells.get("value", "")):
        draft.state("email", text, _label(cells)[0])


def _read_phone(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    label = _label(cells)[0]
    for text in _parts(cells.get("value", "")):
        if "fax" in label or label == "pager":
            draft.tell(label.capitalize(), text)
        else:
            draft.state("phone", text, label)


def _read_website(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    for text in _parts(cells.get("value", "")):
        draft.state("url", text, _label(cells)[0])


def _read_relation(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    for text in _parts(cells.get("value", "")):
        draft.state("knows", text, _label(cells)[0])


def _read_event(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    label = cells.get("label") or cells.get("type") or ""
    label = label.removeprefix("*").strip()
    for text in _parts(cells.get("value", "")):
        if label.casefold() in ("anniversary", "birthday"):
            state_date(draft, reading, label.casefold(), text, order)
        else:
            state_date(draft, reading, "important_dates", text, order, label or "day")


def _read_address(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    """Tell an address and state its place. In the cells of several addresses the first one's place counts."""
    label = _label(cells)[0]
    whole = _parts(cells.get("formatted", ""))
    if not whole:
        names = ("extended address", "street", "po box", "postal code", "city", "region", "country")
        whole = [", ".join(cells[name] for name in names if name in cells)]
    for text in whole:
        tell_address(draft, label, text.splitlines())
    if not draft.texts("place"):
        city, region, country = [next(iter(_parts(cells.get(one, ""))), "") for one in ("city", "region", "country")]
        draft.state("place", place_of(city, region, country))


def _read_organisation(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    for field, column in (("organisation", "name"), ("role", "title")):
        for text in _parts(cells.get(column, "")):
            draft.state(field, text)
    for column in ("department", "job description", "symbol", "location", "yomi name"):
        draft.tell(column.capitalize(), cells.get(column, ""))


def _read_message_name(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    draft.tell(cells.get("service") or "Instant messages", cells.get("value", ""))


def _read_custom(draft: Draft, reading: Reading, cells: dict[str, str], order: str) -> None:
    label = cells.get("label") or cells.get("type") or "More"
    draft.tell(label.removeprefix("*").strip(), cells.get("value", ""))


_GROUPS = {
    "e-mail": _read_email,
    "phone": _read_phone,
    "im": _read_message_name,
    "address": _read_address,
    "organization": _read_organisation,
    "relation": _read_relation,
    "website": _read_website,
    "event": _read_event,
    "custom field": _read_custom,
    "external id": _read_custom,
    "jot": _read_custom,
}
