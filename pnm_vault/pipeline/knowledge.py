"""All that is known of one vault on one day: its index and its rows, kept between runs and brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from functools import cache
from itertools import islice
from typing import Any, TypeVar

import msgspec

from pnm_vault.index.build import Index, IndexedNote, IndexUpdate, update_index
from pnm_vault.index.records import gather_records
from pnm_vault.model.contact import Contact
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.picture import Profile
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row
from pnm_vault.network.build import Rows, exchanged, out_of_date, update_rows
from pnm_vault.pipeline.shelf import Shelf, Table, moved_between, settled
from pnm_vault.pipeline.side_by_side import Errand
from pnm_vault.pipeline.tables import CONTACT_TABLES, NOTE_TABLES, TABLES
from pnm_vault.vault.read import read_bytes

INDEX_TABLES = ("names", "aliases", "mentions", "contacts", "told_by", "communities")
CHECKED_TABLES = ("names", "aliases", "contacts")  # those that `index.checks` looks at
ROW_TABLES = ("ties", "dates", "profiles", "known", "follow_ups", "problems")

# A vault that loses so many of its contacts at once is taken to be unmounted, evicted or half checked out.
SUDDEN_LOSS = 5
SUDDEN_SHARE = 0.5
# Of so many contacts and notes the rows as they were are made again; see `Knowledge._tables_after`.
FEW = 250
# At a first look at so many contacts another process makes their tables meanwhile: of fewer that takes less than a
# tenth of a second.
WORTH_A_CHILD = 1500
# The rows of this part of the contacts are left to this process: so the child is done, and its memory free, before this
# one waits for it (measured).
SHARE_MADE_HERE = 2

Tables = Mapping[str, Mapping[str, Any]]
Load = Callable[[Iterable[str]], Mapping[str, IndexedNote]]
Known = TypeVar("Known")


class _Rest(Record, frozen=True):
    """What of the rows is no table."""

    today: date
    index_problems: tuple[Problem, ...] = ()
    me: Contact | None = None
    half_life: float = 90.0
    mean_log_gap: float = 3.4


class Knowledge:
    """An index with its rows and further tables by name.

    Never changed: an update gives a new one that shares what stayed the same.
    """

    def __init__(self, shelf: Shelf, index: Index, rows: Rows, tables: Tables, load: Load) -> None:
        self._shelf = shelf
        self._load = load
        self.index = index
        self.rows = rows
        self.tables = tables

    @classmethod
    def stored(cls, shelf: Shelf, today: date, load: Load) -> Knowledge:
        """Give what was kept last time; nothing at first. `load` gives indexed notes by path."""
        kept = shelf.value("rest", _Rest)
        index = Index(**_tables(shelf, INDEX_TABLES))
        rest = msgspec.structs.asdict(kept if kept is not None else _Rest(today))
        return cls(shelf, index, Rows(**rest, **_tables(shelf, ROW_TABLES)), _tables(shelf, TABLES), load)

    def updated(
        self,
        notes: Mapping[str, ParsedNote],
        removed: Iterable[str],
        today: date,
        errands: ExitStack | None = None,
    ) -> tuple[Knowledge, Mapping[str, IndexedNote]]:
        """Take in changed notes; also gives all notes that mean something else now.

        With `errands`, to whose end it must be kept (`changes_since`), another process may work out a part of it.
        """
        update = update_index(self.index, notes, removed, self._load)
        rows = self.rows
        if rows.today != today:
            update = msgspec.structs.replace(update, touched=update.touched | out_of_date(rows, today))
            rows = msgspec.structs.replace(rows, today=today)
        return self._followed(update, rows, errands), update.notes

    def on(self, today: date) -> Knowledge:
        """Give the same as of another day."""
        update = IndexUpdate(self.index, touched=out_of_date(self.rows, today))
        return self._followed(update, msgspec.structs.replace(self.rows, today=today), None)

    def settled(self) -> Knowledge:
        """Give the same after a first look, with tables that tell what moves in them; see `shelf.settled`."""
        return Knowledge(
            self._shelf,
            msgspec.structs.replace(self.index, **{name: settled(getattr(self.index, name)) for name in INDEX_TABLES}),
            msgspec.structs.replace(self.rows, **{name: settled(getattr(self.rows, name)) for name in ROW_TABLES}),
            {name: settled(table) for name, table in self.tables.items()},
            self._load,
        )

    def records(self, paths: Iterable[str], fresh: Mapping[str, IndexedNote] | None = None) -> dict[str, ContactRecord]:
        """Build the records of those contacts in `paths` that exist, from `fresh` notes, else from those kept."""
        return _records(self.index, paths, fresh or {}, self._load)

    def changes_since(self, before: Knowledge) -> dict[str, bytes]:
        """Give what has to be kept beyond `before`."""
        states: dict[str, bytes] = {}
        for name in INDEX_TABLES:
            states |= self._shelf.states(name, getattr(before.index, name), getattr(self.index, name))
        for name in ROW_TABLES:
            states |= self._shelf.states(name, getattr(before.rows, name), getattr(self.rows, name))
        for name in TABLES:
            states |= self._shelf.states(name, before.tables[name], self.tables[name])
        if _rest_of(self.rows) != _rest_of(before.rows) or before.index.names is not self.index.names:
            states["rest"] = msgspec.msgpack.encode(_rest_of(self.rows))
        return states

    def says_the_same_as(self, before: Knowledge) -> bool:
        """Tell whether an update changed nothing that anybody is shown."""
        rows, old = self.rows, before.rows
        same = all(getattr(rows, name) is getattr(old, name) for name in ROW_TABLES)
        same = same and all(self.tables[name] is before.tables[name] for name in TABLES)
        return same and _rest_of(rows) == _rest_of(old)

    def pairs_moved(self, before: Knowledge) -> bool:
        """Tell whether anything changed that the choice of pairs to introduce rests on."""
        rows, old = self.rows, before.rows
        same = rows.profiles is old.profiles and rows.known is old.known
        return not same or self.tables["synonyms"] is not before.tables["synonyms"]

    def acquaintances_moved(self, before: Knowledge) -> bool:
        """Tell whether anything changed that the guess at who knows whom rests on."""
        known = self.rows.known is not before.rows.known
        belongings = self.tables["belongings"] is not before.tables["belongings"]
        return known or belongings or interests_moved(self.rows.profiles, before.rows.profiles)

    def _followed(self, update: IndexUpdate, rows: Rows, errands: ExitStack | None) -> Knowledge:
        def records(paths: Iterable[str]) -> dict[str, ContactRecord]:
            return _records(update.index, paths, update.notes, self._load)

        # In the order of their notes, so that two processes that go through them touch each other's memory little.
        told = records(sorted(update.touched))
        begun = self._begin_tables(update, told, errands) if not self.index.names else None
        stands = all(getattr(update.index, name) is getattr(self.index, name) for name in CHECKED_TABLES)
        rows = update_rows(rows, update, told, lambda: records(update.index.contacts), names_stand=stands)
        tables = begun if begun is not None else self._tables_after(update, told)
        return Knowledge(self._shelf, update.index, rows, tables, self._load)

    def _begin_tables(
        self, update: IndexUpdate, records: Mapping[str, ContactRecord], errands: ExitStack | None
    ) -> Tables:
        """Give the tables of a first look, where nothing is there to be exchanged; of many: still being made."""
        notes = {name: _rows_of(table.row, update.notes) for name, table in NOTE_TABLES.items()}
        if errands is None or len(records) < WORTH_A_CHILD:
            return {**_contact_tables(records), **notes}
        here = len(records) // SHARE_MADE_HERE
        errand = errands.enter_context(Errand(lambda: _encode(_stored_rows(islice(records.items(), here, None)))))
        share = _stored_rows(islice(records.items(), here))

        @cache
        def whole() -> Mapping[str, bytes]:
            return {name: _joined(share[name], rows) for name, rows in _decode_stored(errand.result()).items()}

        def made(name: str) -> Table[Any]:
            return self._shelf.made(name, lambda: whole()[name])

        return {**{name: made(name) for name in CONTACT_TABLES}, **notes}

    def _tables_after(self, update: IndexUpdate, records: Mapping[str, ContactRecord]) -> Tables:
        """Bring the tables up to date with an index update; one in which nothing changes stays the same object.

        Of a few contacts and notes the rows as they were are made again, of what was known of them, so that a table in
        which nothing moved is not even read; of many that would cost more than reading does.
        """
        notes = (*update.removed, *update.notes)
        few = len(update.touched) + len(notes) <= FEW
        known = self.records(update.touched) if few else {}
        noted = self._load(notes) if few else {}
        followed = dict(self.tables)
        for name, by_contact in CONTACT_TABLES.items():
            rows = {path: _row(by_contact.row, records.get(path)) for path in update.touched}
            if few:
                rows = _moved(followed[name], rows, {path: _row(by_contact.row, known.get(path)) for path in rows})
            followed[name] = exchanged(followed[name], rows)
        for name, by_note in NOTE_TABLES.items():
            rows = {path: _row(by_note.row, update.notes.get(path)) for path in notes}
            if few:
                rows = _moved(followed[name], rows, {path: _row(by_note.row, noted.get(path)) for path in rows})
            followed[name] = exchanged(followed[name], rows)
        return followed


class _StoredRows(Row, frozen=True):
    """So many rows of one table in their stored form, keys and values one after the other."""

    count: int
    content: bytearray


_encode = msgspec.msgpack.Encoder().encode
_decode_stored = msgspec.msgpack.Decoder(dict[str, _StoredRows]).decode


def _contact_tables(records: Mapping[str, ContactRecord]) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {name: {} for name in CONTACT_TABLES}
    for name, path, row in _contact_rows(records.items()):
        tables[name][path] = row
    return tables


def _stored_rows(records: Iterable[tuple[str, ContactRecord]]) -> dict[str, _StoredRows]:
    """Give the rows of all tables in their stored form; none is held in memory for longer than it takes to store it."""
    contents = {name: bytearray() for name in CONTACT_TABLES}
    counts = dict.fromkeys(contents, 0)
    put = msgspec.msgpack.Encoder().encode_into
    for name, path, row in _contact_rows(records):
        content = contents[name]
        put(path, content, -1)
        put(row, content, -1)
        counts[name] += 1
    return {name: _StoredRows(counts[name], content) for name, content in contents.items()}


def _contact_rows(records: Iterable[tuple[str, ContactRecord]]) -> Iterator[tuple[str, str, Any]]:
    """Make the rows of one contact after the other, since several of them need the same of it first."""
    makers = [(name, table.row) for name, table in CONTACT_TABLES.items()]
    for path, record in records:
        for name, make in makers:
            row = make(record)
            if row is not None:
                yield name, path, row


def _joined(one: _StoredRows, other: _StoredRows) -> bytes:
    """Give the stored form of a table of both: a map in the form of MessagePack (map 32), its size in front."""
    return b"".join((b"\xdf", (one.count + other.count).to_bytes(4, "big"), one.content, other.content))


def _rows_of(made_of: Callable[[Known], Any], known: Mapping[str, Known]) -> dict[str, Any]:
    return {path: row for path, one in known.items() if (row := made_of(one)) is not None}


def _row(made_of: Callable[[Known], Any], known: Known | None) -> Any:
    return None if known is None else made_of(known)


def _moved(table: Mapping[str, Any], rows: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Give the rows that are others than `before`; the table they are for need not read these to be changed."""
    if isinstance(table, Table):
        table.foresee(before)
    return {path: row for path, row in rows.items() if row != before[path]}


def interests_of(profile: Profile | None) -> tuple[str, ...]:
    """Give a contact's interests in their own words, wherever they stand in the note."""
    return () if profile is None else tuple([interest.text for interest in profile.interests])


def interests_moved(profiles: Mapping[str, Profile], before: Mapping[str, Profile]) -> bool:
    """Tell whether any contact has other interests than before."""
    if profiles is before:
        return False
    moved = moved_between(before, profiles)
    return any(interests_of(profile) != interests_of(before.get(path)) for path, profile in moved.items())


def _rest_of(rows: Rows) -> _Rest:
    return _Rest(**{name: getattr(rows, name) for name in _Rest.__struct_fields__})


def sudden_loss(before: Index, after: Index, root: str, pages: Iterable[str]) -> str:
    """Say what is lost, as half a sentence, when most contacts are gone at once; nothing when all is well.

    `pages` are the review notes that are there.
    """
    lost = len(before.contacts) - len(after.contacts)
    if not after.contacts and not before.names and _tell_of_contacts(root, pages):
        return "No contact is here, but the review notes tell of some"
    if lost >= SUDDEN_LOSS and lost > SUDDEN_SHARE * len(before.contacts):
        return (
            f"{lost} of {len(before.contacts)} contacts are gone at once, as if the vault were unmounted, "
            "not downloaded or half checked out"
        )
    return ""


def _tell_of_contacts(root: str, pages: Iterable[str]) -> bool:
    contents = (read_bytes(root, path) for path in pages)
    return any(b"\n- [ ] [[" in content for content in contents if content is not None)


def _tables(shelf: Shelf, names: Iterable[str]) -> dict[str, Any]:
    return {name: shelf.table(name) for name in names}


def _records(
    index: Index, paths: Iterable[str], fresh: Mapping[str, IndexedNote], load: Load
) -> dict[str, ContactRecord]:
    wanted = [path for path in paths if path in index.contacts]
    telling = {teller for path in wanted for teller in index.told_by.get(path, ())}
    telling.update(wanted)
    found = {path: fresh[path] for path in telling if path in fresh}
    missing = [path for path in telling if path not in found]
    return gather_records(wanted, {**found, **load(missing)} if missing else found)
