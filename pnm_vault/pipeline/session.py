"""One vault on one day, brought up to date on demand and asked any number of questions."""

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import TracebackType
from typing import TypeVar

import msgspec

from pnm_vault import __version__
from pnm_vault.errors import VaultLooksEmptyError
from pnm_vault.index.build import Index, IndexedNote, IndexUpdate, update_index
from pnm_vault.index.records import gather_records
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.picture import Picture
from pnm_vault.model.problem import Problem
from pnm_vault.model.settings import Settings
from pnm_vault.network.build import Rows, out_of_date, picture, update_rows
from pnm_vault.pipeline.intake import Changes, Progress, compare, parsed, read_notes, restore, store
from pnm_vault.vault import clock
from pnm_vault.vault.cache import Cache
from pnm_vault.vault.walk import Listing, Stamp, unsettled, walk

Form = TypeVar("Form")

# Raised whenever what is stored changes its form; anything stored by another number is made again.
STORED_FORM = 1

# A vault that loses so many of its contacts at once is taken to be unmounted, evicted or half checked out.
SUDDEN_LOSS = 5
SUDDEN_SHARE = 0.5


class Session:
    """A vault being worked with. Use it as a context manager; `open_session` makes one.

    Nothing is read before the first question. `refresh` looks at the vault again; the questions answer as of the last
    look.
    """

    def __init__(
        self, root: str, settings: Settings, today: date, *, progress: Progress | None = None, force: bool = False
    ) -> None:
        self.root = root
        self.settings = settings
        self.today = today
        self.force = force
        self.cache = Cache.open(root, _version(settings))
        self.listing: Listing | None = None
        self._progress = progress
        self._stamps: Mapping[str, Stamp] | None = None
        self._index: Index | None = None
        self._rows: Rows | None = None
        self._picture: Picture | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cache.close()

    def refresh(self) -> Changes:
        """Look at every file and take in what changed since last time.

        Raises:
            VaultLooksEmptyError: most contacts are gone at once; nothing was taken in.
        """
        listing = walk(self.root, self.settings.vault.ignore)
        looked_at = clock.now_ns()
        before = self._stamps if self._stamps is not None else self.cache.notes()
        changes = compare(before, listing.notes, listing.unseen, looked_at)
        self.listing = listing
        if changes.changed or changes.removed:
            kept = {path: before[path] for path in before if path not in listing.notes}
            for path in changes.removed:
                del kept[path]
            stamps = unsettled({**listing.notes, **kept}, looked_at)
            self._take_in(changes, stamps)
        else:
            self._stamps = before
        return changes

    def rows(self) -> Rows:
        """Give the rows of today, from memory, else from the cache."""
        if self.listing is None:
            self.refresh()
        if self._rows is None:
            self._rows = self._stored_rows()
        if self._rows.today != self.today:
            self._redate(self._rows)
        return self._rows

    def picture(self) -> Picture:
        """Give everything that the insights need."""
        rows = self.rows()
        if self._picture is None:
            self._picture = picture(rows)
        return self._picture

    def index(self) -> Index:
        """Give the tables by which links are resolved."""
        if self.listing is None:
            self.refresh()
        if self._index is None:
            self._index = self._stored(Index, "index") or Index()
        return self._index

    def record(self, path: str) -> ContactRecord:
        """Give everything that the vault says about the contact at `path`.

        Raises:
            KeyError: there is no contact at that path.
        """
        return self._records({path})[path]

    def notes(self, paths: Iterable[str]) -> Mapping[str, IndexedNote]:
        """Give indexed notes by path; those not known are left out."""
        return {path: restore(stored) for path, stored in self.cache.facts(tuple(paths)).items()}

    def _take_in(self, changes: Changes, stamps: Mapping[str, Stamp]) -> None:
        """Read what changed, bring index and rows up to date, and keep both."""
        index = self._index or self._stored(Index, "index") or Index()
        changed: dict[str, ParsedNote] = {}
        stored: dict[str, bytes] = {}
        reads: dict[str, tuple[Problem, ...]] = {}
        for read in read_notes(self.root, changes.changed, self.settings, self._progress):
            changed[read.path] = parsed(read)
            stored[read.path] = read.note
            if read.reads:
                reads[read.path] = read.reads
        update = update_index(index, changed, changes.removed, self.notes)
        self._guard(index, update.index)
        self._index = update.index
        rows = self._rows or self._stored_rows()
        touched = update.touched
        if rows.today != self.today:
            touched |= out_of_date(rows, self.today)
            rows = msgspec.structs.replace(rows, today=self.today)
        self._rows = self._updated(rows, msgspec.structs.replace(update, touched=touched), reads)
        self._picture = None
        facts: dict[str, bytes | None] = dict.fromkeys(changes.removed)
        for path, indexed in update.notes.items():
            facts[path] = store(indexed, reads.get(path, ()), stored.get(path))
        self._stamps = stamps
        self._keep(facts, stamps)

    def _redate(self, rows: Rows) -> None:
        touched = out_of_date(rows, self.today)
        update = IndexUpdate(self.index(), {}, frozenset(), touched)
        self._rows = self._updated(msgspec.structs.replace(rows, today=self.today), update, {})
        self._picture = None
        self._keep({}, None)

    def _updated(self, rows: Rows, update: IndexUpdate, reads: Mapping[str, tuple[Problem, ...]]) -> Rows:
        records = self._records(update.touched, update.notes)
        return update_rows(rows, update, records, reads, lambda: self._records(update.index.contacts, update.notes))

    def _records(
        self, paths: Iterable[str], fresh: Mapping[str, IndexedNote] | None = None
    ) -> Mapping[str, ContactRecord]:
        """Build the records of contacts from `fresh` notes, else from the cache."""
        index = self.index()
        wanted = [path for path in paths if path in index.contacts]
        telling = {teller for path in wanted for teller in index.told_by.get(path, ())}
        telling.update(wanted)
        have = fresh or {}
        found = {path: have[path] for path in telling if path in have}
        missing = [path for path in telling if path not in have]
        return gather_records(wanted, {**found, **self.notes(missing)})

    def _guard(self, before: Index, after: Index) -> None:
        """Stop when most contacts are gone at once."""
        lost = len(before.contacts) - len(after.contacts)
        if self.force or lost < SUDDEN_LOSS or lost <= SUDDEN_SHARE * len(before.contacts):
            return
        message = (
            f"{lost} of {len(before.contacts)} contacts are gone at once, as if the vault were unmounted, "
            "not downloaded or half checked out; nothing was changed."
        )
        raise VaultLooksEmptyError(message, "If you did remove them, run `pnm regenerate --force` once.")

    def _stored_rows(self) -> Rows:
        return self._stored(Rows, "rows") or Rows(self.today)

    def _stored(self, form: type[Form], key: str) -> Form | None:
        content = self.cache.state(key)
        if content is None:
            return None
        return msgspec.msgpack.decode(content, type=form)

    def _keep(self, facts: Mapping[str, bytes | None], stamps: Mapping[str, Stamp] | None) -> None:
        states = {"rows": msgspec.msgpack.encode(self._rows)}
        if stamps is not None:
            states["index"] = msgspec.msgpack.encode(self._index)
        self.cache.commit(facts, states, stamps)


def _version(settings: Settings) -> str:
    from pnm_vault.vault.places import digest_of

    said = msgspec.msgpack.encode((settings.vault, settings.fields, settings.categories))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{__version__}/{STORED_FORM}/{python}/{digest_of(said).hex()}"
