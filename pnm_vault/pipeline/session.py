"""One vault on one day, brought up to date on demand and asked any number of questions."""

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial, wraps
from types import TracebackType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

import msgspec

from pnm_vault import __version__
from pnm_vault.errors import VaultLooksEmptyError
from pnm_vault.index.build import Index, IndexedNote, IndexUpdate, update_index
from pnm_vault.index.lookup import find_contacts, suggest_names
from pnm_vault.index.records import gather_records
from pnm_vault.insights.introductions import Introduction, suggest_introductions
from pnm_vault.insights.matching import Candidate, candidate_pairs
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.picture import Picture
from pnm_vault.model.problem import Problem
from pnm_vault.model.settings import Settings
from pnm_vault.network.build import Rows, out_of_date, picture, update_rows
from pnm_vault.pipeline.census import Census, take_census
from pnm_vault.pipeline.intake import Changes, Progress, compare, parsed, read_notes, restore, store
from pnm_vault.review.pages import PAGES, page_path
from pnm_vault.vault import clock
from pnm_vault.vault.cache import NOTES, Cache, CacheLostError
from pnm_vault.vault.hints import HeldDeletions
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.walk import Listing, Stamp, stamp_of, unsettled, walk

if TYPE_CHECKING:
    from pnm_vault.pipeline.regenerate import Regenerated
    from pnm_vault.review.render import Renderer
    from pnm_vault.vault.templates import TemplateSet

Form = TypeVar("Form")
Answer = TypeVar("Answer")
Given = ParamSpec("Given")
_encode = msgspec.msgpack.Encoder().encode

# Raised whenever what is stored changes its form; anything stored by another number is made again.
STORED_FORM = 1

# A vault that loses so many of its contacts at once is taken to be unmounted, evicted or half checked out.
SUDDEN_LOSS = 5
SUDDEN_SHARE = 0.5


def _survives_loss(
    question: Callable[Concatenate["Session", Given], Answer],
) -> Callable[Concatenate["Session", Given], Answer]:
    """Ask again, from nothing, when the cache turns out to be damaged in the middle of a question."""

    @wraps(question)
    def ask(session: "Session", *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return question(session, *args, **kwargs)
        except CacheLostError:
            session.start_over()
            return question(session, *args, **kwargs)

    return cast("Callable[Concatenate[Session, Given], Answer]", ask)


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
        self._open_cache = partial(Cache.open, root, _version(settings))
        self.cache = self._open_cache()
        self.page_paths = frozenset(page_path(name, settings) for name in PAGES)
        self.page_stamps: Mapping[str, Stamp] = {}
        self.unchanged = False
        self._listing: Listing | None = None
        self._progress = progress
        self._stamps: Mapping[str, Stamp] | None = None
        self._index: Index | None = None
        self._rows: Rows | None = None
        self._picture: Picture | None = None
        self._candidates: tuple[Candidate, ...] | None = None
        self._renderer: tuple[bytes, Renderer] | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cache.close()

    @_survives_loss
    def refresh(self, paths: tuple[str, ...] | None = None, held: HeldDeletions | None = None) -> Changes:
        """Look at the vault, or only at the notes in `paths`, and take in what changed since last time.

        With `held`, a note that is gone counts as gone only after it has been for a while.

        Raises:
            VaultLooksEmptyError: most contacts are gone at once; nothing was taken in.
        """
        before = self._stamps if self._stamps is not None else self.cache.notes()
        listing = self._look(paths, before)
        looked_at = clock.now_ns()
        notes = {path: stamp for path, stamp in listing.notes.items() if path not in self.page_paths}
        self.page_stamps = {path: listing.notes[path] for path in self.page_paths if path in listing.notes}
        changes = compare(before, notes, listing.unseen, looked_at)
        if held is not None:
            changes = _hold(changes, held, listing)
        if self._listing is not None and listing.problems != self._listing.problems:
            self._picture = None
        self._listing = listing
        self.unchanged = not (changes.changed or changes.removed)
        if self.unchanged and before:
            self._stamps = before
        else:
            gone = set(changes.removed)
            kept = {path: stamp for path, stamp in before.items() if path not in notes and path not in gone}
            stamps = {**unsettled(notes, looked_at), **kept}
            stamps.update((path, before[path]) for path in changes.waiting if path in before)
            self._take_in(changes, stamps)
        return changes

    def _look(self, paths: tuple[str, ...] | None, before: Mapping[str, Stamp]) -> Listing:
        """Look at everything, or at a few notes and take the rest to be as it was."""
        if paths is None or self._listing is None:
            return walk(self.root, self.settings.vault.ignore)
        notes = dict(self._listing.notes)
        for path in paths:
            if (stamp := stamp_of(self.root, path)) is not None and (path in before or path in notes):
                notes[path] = stamp
        return msgspec.structs.replace(self._listing, notes=notes)

    def start_over(self) -> None:
        """Drop what is held in memory and open the cache again; the next question looks at the vault anew."""
        self.cache.close()
        self.cache = self._open_cache()
        self._stamps = self._index = self._rows = self._picture = self._candidates = None
        self._listing = None

    @_survives_loss
    def rows(self) -> Rows:
        """Give the rows of today, from memory, else from the cache."""
        self._look_once()
        if self._rows is None:
            self._rows = self._stored_rows()
        if self._rows.today != self.today:
            self._redate(self._rows)
        return self._rows

    def picture(self) -> Picture:
        """Give everything that the insights need."""
        rows = self.rows()
        if self._picture is None:
            self._picture = picture(rows, self.seen_problems())
        return self._picture

    def seen_problems(self) -> tuple[Problem, ...]:
        """Give the problems that the last look met: files that are none, names that clash."""
        return () if self._listing is None else self._listing.problems

    @_survives_loss
    def introductions(self, limit: int) -> tuple[Introduction, ...]:
        """Suggest introductions, best first; the pairs in question are kept as long as nothing they rest on changes."""
        found = self.picture()
        if self._candidates is None:
            self._candidates = self._stored(tuple[Candidate, ...], "candidates")
        if self._candidates is None:
            self._candidates = candidate_pairs(found.profiles, found.known)
            self.cache.commit({}, {"candidates": msgspec.msgpack.encode(self._candidates)})
        return suggest_introductions(found, limit, self._candidates)

    @_survives_loss
    def regenerate(self, *, write: bool = True, look: bool = True, settle: bool = False) -> "Regenerated":
        """Bring the review notes up to date; see `pipeline.regenerate.regenerate`."""
        from pnm_vault.pipeline.regenerate import regenerate

        return regenerate(self, write=write, look=look, settle=settle)

    def render(self, name: str, context: Mapping[str, object], templates: "TemplateSet") -> str:
        """Render a page; with a template from the vault in a process of its own, with bounds on time and memory."""
        from pnm_vault.review.render import Renderer, render_limited

        texts = {file: template.text for file, template in templates.templates.items()}
        if templates.overridden:
            return render_limited(name, context, texts)
        if self._renderer is None or self._renderer[0] != templates.digest:
            self._renderer = (templates.digest, Renderer(texts))
        return self._renderer[1].render(name, context)

    def find_contacts(self, query: str) -> tuple[str, ...]:
        """Give the paths of the contacts that a name fits best; several when it fits several equally well."""
        return find_contacts(query, self.index())

    def suggest_names(self, query: str) -> tuple[str, ...]:
        """Give names close to one that fits nobody."""
        return suggest_names(query, self.index())

    def name_of(self, path: str) -> str:
        """Give a contact's name; the path itself for a path that is no contact's."""
        return self.index().contacts.get(path, path)

    @_survives_loss
    def remembered_names(self) -> tuple[str, ...]:
        """Give the names of all contacts as of the last run, without a look at the vault."""
        index = self._stored(Index, "index")
        return () if index is None else tuple(sorted(set(index.contacts.values())))

    @_survives_loss
    def census(self) -> Census:
        """Count what was understood and what was left out."""
        return take_census(self.index(), self._listing or walk(self.root), self.cache.facts(None))

    @_survives_loss
    def index(self) -> Index:
        """Give the tables by which links are resolved."""
        self._look_once()
        return self._known_index()

    @_survives_loss
    def record(self, path: str) -> ContactRecord:
        """Give everything that the vault says about the contact at `path`.

        Raises:
            KeyError: there is no contact at that path.
        """
        return self._records({path})[path]

    def notes(self, paths: Iterable[str]) -> Mapping[str, IndexedNote]:
        """Give indexed notes by path; those not known are left out."""
        return {path: restore(stored) for path, stored in self.cache.facts(tuple(paths)).items()}

    def _look_once(self) -> None:
        if self._listing is None:
            self.refresh()

    def _known_index(self) -> Index:
        if self._index is None:
            self._index = self._stored(Index, "index") or Index()
        return self._index

    def _take_in(self, changes: Changes, stamps: Mapping[str, Stamp]) -> None:
        """Read what changed, bring index and rows up to date, and keep both."""
        index = self._known_index()
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
        states = {NOTES: _encode(stamps), "rows": _encode(self._rows), "index": _encode(self._index)}
        if _pairs_moved(rows, self._rows, touched):
            self._candidates = None
            states["candidates"] = b""
        facts: dict[str, bytes | None] = dict.fromkeys(changes.removed)
        for path, indexed in update.notes.items():
            facts[path] = store(indexed, reads.get(path, ()), stored.get(path))
        self._stamps = stamps
        self.cache.commit(facts, states)

    def _redate(self, rows: Rows) -> None:
        touched = out_of_date(rows, self.today)
        update = IndexUpdate(self.index(), {}, frozenset(), touched)
        self._rows = self._updated(msgspec.structs.replace(rows, today=self.today), update, {})
        self._picture = None
        self.cache.commit({}, {"rows": _encode(self._rows)})

    def _updated(self, rows: Rows, update: IndexUpdate, reads: Mapping[str, tuple[Problem, ...]]) -> Rows:
        records = self._records(update.touched, update.notes)
        return update_rows(rows, update, records, reads, lambda: self._records(update.index.contacts, update.notes))

    def _records(
        self, paths: Iterable[str], fresh: Mapping[str, IndexedNote] | None = None
    ) -> Mapping[str, ContactRecord]:
        """Build the records of contacts from `fresh` notes, else from the cache."""
        index = self._known_index()
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
        if self.force:
            return
        if not before.names and not after.contacts and self._pages_tell_of_contacts():
            message = "No contact is here, but the review notes tell of some; nothing was changed."
        elif lost >= SUDDEN_LOSS and lost > SUDDEN_SHARE * len(before.contacts):
            message = (
                f"{lost} of {len(before.contacts)} contacts are gone at once, as if the vault were unmounted, "
                "not downloaded or half checked out; nothing was changed."
            )
        else:
            return
        raise VaultLooksEmptyError(message, "If you did remove them, run `pnm regenerate --force` once.")

    def _pages_tell_of_contacts(self) -> bool:
        pages = (read_bytes(self.root, path) for path in self.page_stamps)
        return any(b"\n- [ ] [[" in content.replace(b"\r", b"") for content in pages if content is not None)

    def _stored_rows(self) -> Rows:
        return self._stored(Rows, "rows") or Rows(self.today)

    def _stored(self, form: type[Form], key: str) -> Form | None:
        content = self.cache.state(key)
        if not content:
            return None
        try:
            return msgspec.msgpack.decode(content, type=form)
        except msgspec.MsgspecError:
            return None  # damaged: it is made again


def _hold(changes: Changes, held: HeldDeletions, listing: Listing) -> Changes:
    """Keep back those removals that are too fresh to be believed."""
    now = clock.monotonic()
    for path in changes.removed:
        held.add(path, now)
    gone = held.confirm(now, lambda path: path in listing.notes)
    held_back = tuple(path for path in changes.removed if path not in gone)
    return Changes(
        changes.changed, tuple(path for path in changes.removed if path in gone), (*changes.waiting, *held_back)
    )


def _pairs_moved(before: Rows, after: Rows, touched: frozenset[str]) -> bool:
    """Tell whether anything changed that the choice of pairs to introduce rests on."""
    return any(
        before.profiles.get(path) != after.profiles.get(path) or before.known.get(path) != after.known.get(path)
        for path in touched
    )


def _version(settings: Settings) -> str:
    from pnm_vault.vault.places import digest_of

    said = msgspec.msgpack.encode((settings.vault, settings.fields, settings.categories))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{__version__}/{STORED_FORM}/{python}/{digest_of(said).hex()}"
