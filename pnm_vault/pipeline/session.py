"""One vault on one day, brought up to date on demand and asked any number of questions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import msgspec

from pnm_vault import __version__
from pnm_vault.errors import VaultLooksEmptyError
from pnm_vault.review.page_names import circle_notes, page_places
from pnm_vault.vault import clock
from pnm_vault.vault.cache import Cache, CacheLostError, cache_path
from pnm_vault.vault.places import digest_of, program_stamp
from pnm_vault.vault.walk import Listing, look_around, put_in_order, seal_of, stamp_of, unsettled, walk

# A run that finds nothing changed needs none of what the rooms below load; so they are imported where they are used.
if TYPE_CHECKING:
    from datetime import date
    from types import TracebackType

    from pnm_vault.index.build import Index, IndexedNote
    from pnm_vault.insights.briefing.brief import Brief
    from pnm_vault.insights.introducing.acquainted import AcquaintedAnswer
    from pnm_vault.insights.introducing.introductions import Introduction
    from pnm_vault.insights.introducing.introductions_under_way import UnderWay
    from pnm_vault.insights.introducing.matching import Candidate
    from pnm_vault.model.contact_record import ContactRecord
    from pnm_vault.model.picture import Picture, Profile
    from pnm_vault.model.problem import Problem
    from pnm_vault.model.settings import Settings
    from pnm_vault.model.synonym import SynonymGroup
    from pnm_vault.network.build import Rows
    from pnm_vault.network.coverage import Coverage
    from pnm_vault.network.layout import Layout
    from pnm_vault.pipeline.census import Census
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.questions.meaning import Model
    from pnm_vault.pipeline.regenerate import Regenerated
    from pnm_vault.review.render import Renderer
    from pnm_vault.vault.hints import HeldDeletions
    from pnm_vault.vault.templates import TemplateSet
    from pnm_vault.vault.walk import Stamp

from pnm_vault.pipeline.changes import Changes, compare, hold
from pnm_vault.pipeline.shelf import Shelf, Table, moved_between, settled

Form = TypeVar("Form")
Answer = TypeVar("Answer")
Given = ParamSpec("Given")

# Under this name the cache keeps compiled templates.
COMPILED = "templates"

# Raised whenever what is stored changes its form; anything stored by another number is made again.
STORED_FORM = 8


# The name of what is kept of the last look; see `vault.walk.seal_of`.
_SEAL = "seal"
_DIGITS = frozenset("0123456789")


def _survives_loss(
    question: Callable[Concatenate[Session, Given], Answer],
) -> Callable[Concatenate[Session, Given], Answer]:
    """Ask again, from nothing, when the cache turns out to be damaged in the middle of a question."""

    @wraps(question)
    def ask(session: Session, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return question(session, *args, **kwargs)
        except (CacheLostError, msgspec.DecodeError):
            session.start_over()
            return question(session, *args, **kwargs)

    return cast("Callable[Concatenate[Session, Given], Answer]", ask)


class Session:
    """A vault being worked with. Use it as a context manager; `open_session` makes one.

    Nothing is read before the first question. `refresh` looks at the vault again; the questions answer as of the last
    look.
    """

    def __init__(
        self,
        root: str,
        settings: Settings,
        today: date,
        *,
        progress: Progress | None = None,
        force: bool = False,
        on_loss: Callable[[str], None] | None = None,
        cache: Callable[[str, str], Cache] = Cache.open,
    ) -> None:
        self.root = root
        self.settings = settings
        self.today = today
        self.force = force
        self.on_loss = on_loss
        self.progress = progress
        self._open_cache = partial(cache, root, _version(settings))
        self.page_stamps: Mapping[str, Stamp] = {}
        self._renderer: tuple[bytes, Renderer] | None = None
        self._start()

    def _start(self) -> None:
        self.cache = self._open_cache()
        self.shelf = Shelf(self.cache)
        self._listing: Listing | None = None
        self._stamps: Mapping[str, Stamp] = cast("Mapping[str, Stamp]", self.shelf.table("stamps"))
        self._seal: bytes | None = None
        self._knowledge: Knowledge | None = None
        self._picture: Picture | None = None
        self._laid_out: tuple[Rows, Layout] | None = None
        self.supposing = False
        self._supposed: Mapping[str, IndexedNote] = {}
        self._answers: dict[str, tuple[bytes, Any]] = {}
        self._days: dict[str, date | None] = {}
        # What questions remember while the session lasts, each under a name of its own.
        self.memory: dict[str, Any] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cache.close()

    @property
    def circle_paths(self) -> frozenset[str]:
        """Give the paths of the notes about circles and organisations that the last look found."""
        return circle_notes(self.settings, self.page_stamps)

    @property
    def page_paths(self) -> frozenset[str]:
        """Give the paths of the review notes of this day, with those about circles that the last look found."""
        return self.circle_paths.union([place.path for place in page_places(self.settings, self.today).values()])

    def start_over(self) -> None:
        """Drop what is held in memory and open the cache again; the next question looks at the vault anew."""
        self.cache.close()
        self._start()

    @_survives_loss
    def refresh(
        self, paths: tuple[str, ...] | None = None, held: HeldDeletions | None = None, made: tuple[str, ...] = ()
    ) -> Changes:
        """Look at the vault, or only at the notes in `paths`, and take in what changed since last time.

        With `held`, a note that is gone counts as gone only after it has been for a while. `made` are those of `paths`
        that are new by our own hand.

        Raises:
            VaultLooksEmptyError: most contacts are gone at once, and nobody wants to hear of it; nothing was taken in.
        """
        if paths is not None and self._listing is not None:
            return self._glance(paths, made)
        look = look_around(self.root, self.settings.vault.ignore)
        looked_at = clock.now_ns()
        notes = dict(look.notes)
        pages = {path: notes.pop(path) for path in self._pages_among(notes)}
        seal = seal_of(notes, pages)
        if seal and seal == self._last_seal():
            self._see(look, pages)
            return Changes((), ()) if held is None else hold(Changes((), ()), held, clock.monotonic(), look.notes)
        listing = put_in_order(look)
        notes = {path: stamp for path, stamp in listing.notes.items() if path in notes}
        before = self._stamps.whole() if isinstance(self._stamps, Table) else dict(self._stamps)
        changes = compare(before, notes, listing.unseen, looked_at)
        if held is not None:
            changes = hold(changes, held, clock.monotonic(), listing.notes)
        self._see(listing, pages)
        if changes.waiting or listing.unseen or listing.problems != look.problems:
            seal = b""  # not all that is there is known, or names clash
        if changes.changed or changes.removed or not before:
            self._take_in(changes, self._stamps_after(changes, notes, looked_at), seal)
        elif seal:
            self._seal = seal
            self.cache.commit({}, {_SEAL: seal})
        return changes

    def _pages_among(self, paths: Collection[str]) -> list[str]:
        """Pick the review notes out of the paths of all notes."""
        return [path for path in circle_notes(self.settings, paths).union(self.page_paths) if path in paths]

    def _last_seal(self) -> bytes:
        """Give the seal of the look after which all that was there was known; empty where none is kept."""
        if self._seal is None:
            self._seal = self.cache.state(_SEAL) or b""
        return self._seal

    def _see(self, listing: Listing, pages: Mapping[str, Stamp]) -> None:
        """Take a look for the last one."""
        if self._listing is not None and listing.problems != self._listing.problems:
            self._picture = None
        self._listing = listing
        self.page_stamps = {path: stamp for path, stamp in pages.items() if path in listing.notes}

    def _glance(self, paths: tuple[str, ...], made: tuple[str, ...]) -> Changes:
        """Look at a few notes that were there before, or were just `made`, and take everything else to be as it was."""
        before = self._stamps
        seen = {path: stamp for path in paths if (stamp := stamp_of(self.root, path)) is not None}
        looked_at = clock.now_ns()
        page_paths = self.page_paths
        self.page_stamps = {**self.page_stamps, **{path: seen.pop(path) for path in page_paths if path in seen}}
        known = {path: stamp for path, stamp in seen.items() if path in before or path in made}
        changes = compare({path: before[path] for path in known if path in before}, known, (), looked_at)
        if changes.changed:
            self._take_in(changes, self._stamps_after(changes, known, looked_at))
        return changes

    def _stamps_after(self, changes: Changes, seen: Mapping[str, Stamp], looked_at: int) -> Mapping[str, Stamp]:
        """Give the stamps to keep: those seen of notes that changed; of all others that are not gone those kept so far.

        Only what changed is exchanged, so that no more is written than that.
        """
        from pnm_vault.network.build import exchanged

        fresh = unsettled({path: seen[path] for path in changes.changed}, looked_at)
        return exchanged(self._stamps, {**fresh, **dict.fromkeys(changes.removed)})

    @_survives_loss
    def picture(self) -> Picture:
        """Give everything that the insights need."""
        from pnm_vault.network.layout import Layout

        rows = self._rows()
        if self._picture is None:
            before, layout = self._laid_out if self._laid_out is not None else (None, Layout())
            moved = None if before is None else moved_between(before.ties, rows.ties)
            self._picture = layout.lay_out(rows, self.seen_problems(), moved)
            self._laid_out = (rows, layout)
        return self._picture

    @_survives_loss
    def table(self, name: str) -> Mapping[str, Any]:
        """Give one of the tables that `pipeline.tables` lists: rows by the path of the note that they come from."""
        self._look_once()
        return self._known().tables[name]

    def answer_kept(self, name: str, form: type[Form]) -> Form | None:
        """Give an answer that the cache keeps under a name, None where there is none.

        A watch asks again and again: as long as the very same bytes are kept they are not decoded again.
        """
        stored = self.cache.state(name)
        if not stored:
            return None
        if name not in self._answers or self._answers[name][0] != stored:
            self._answers[name] = (stored, msgspec.msgpack.decode(stored, type=form))
        return cast("Form", self._answers[name][1])

    def asked_again(self, name: str, rests_on: tuple[object, ...], answer: Callable[[], Answer]) -> Answer:
        """Give an answer that only a watch asks for again and again: the last one, where all that it rests on is equal.

        It is kept in memory alone. `name` is its own; `rests_on` is all that `answer` reads. Tables are taken for equal
        when they are the same object, which costs nothing to see.
        """
        before = self.memory.get(name)
        if before is not None and all(_is_equal(*pair) for pair in zip(before[0], rests_on, strict=True)):
            return cast("Answer", before[1])
        found = answer()
        self.memory[name] = (rests_on, found)
        return found

    @_survives_loss
    def index(self) -> Index:
        """Give the tables by which links are resolved."""
        self._look_once()
        return self._known().index

    def cache_place(self) -> str:
        """Say where the cache lies and, when it could not be used as it should, why; deleting it costs time only."""
        place = cache_path(self.root)
        return f"{place} ({self.cache.trouble})" if self.cache.trouble else place

    def serial(self) -> bytes:
        """Give what is another one whenever anything was taken in since."""
        return self.cache.state("serial") or b""

    def seen_problems(self) -> tuple[Problem, ...]:
        """Give the problems that the last look met: files that are none, names that clash."""
        return () if self._listing is None else self._listing.problems

    @_survives_loss
    def record(self, path: str) -> ContactRecord:
        """Give everything that the vault says about the contact at `path`.

        Raises:
            KeyError: there is no contact at that path.
        """
        self._look_once()
        return self._known().records({path})[path]

    @_survives_loss
    def records(self, paths: Iterable[str]) -> Mapping[str, ContactRecord]:
        """Give the records of several contacts; those that are none are left out."""
        self._look_once()
        return self._known().records(paths)

    def notes(self, paths: Iterable[str]) -> Mapping[str, IndexedNote]:
        """Give indexed notes by path; those not known are left out."""
        from pnm_vault.pipeline.intake import restore

        wanted = tuple(paths)
        found = {path: restore(stored) for path, stored in self.cache.facts(wanted).items()}
        return found | {path: self._supposed[path] for path in wanted if path in self._supposed}

    @_survives_loss
    def brief(self, path: str) -> Brief:
        """Say what to have in mind before a talk with the contact at `path`; see `pipeline.questions.briefing`.

        Raises:
            KeyError: there is no contact at that path.
        """
        from pnm_vault.insights.briefing.brief import build_brief
        from pnm_vault.pipeline.questions.briefing import gather_evidence

        return build_brief(gather_evidence(self, path), self.today, self.settings.review.dates_ahead)

    def note_paths(self) -> tuple[str, ...]:
        """Give the paths of all notes as of the last look, sorted, review notes left out."""
        self._look_once()
        return tuple(sorted(self._stamps))

    def stamp_of(self, path: str) -> Stamp | None:
        """Give the stamp of a note as of the last look; None where it does not tell every further change."""
        stamp = self._stamps.get(path)
        return None if stamp is None or stamp[0] < 0 else stamp

    def daily_days(self) -> Mapping[str, date]:
        """Give the days of the daily notes by path, as their names tell."""
        from pnm_vault.notes.kinds import daily_day
        from pnm_vault.notes.rules import build_rules

        self._look_once()
        days, paths = self._days, tuple(self._stamps)
        # A name tells the same day for ever, and asking each of thousands takes its time.
        if missing := [path for path in paths if path not in days]:
            rules = build_rules(self.settings)
            # Most notes bear no day in their name.
            days.update({path: None if _DIGITS.isdisjoint(path) else daily_day(path, rules) for path in missing})
        return {path: day for path in paths if (day := days[path]) is not None}

    @_survives_loss
    def introductions(self, limit: int, model: Model | None = None) -> tuple[Introduction, ...]:
        """Suggest introductions, best first; see `pipeline.questions.introducing`."""
        from pnm_vault.pipeline.questions.introducing import suggest

        return suggest(self, limit, model)

    @_survives_loss
    def introductions_under_way(self) -> tuple[UnderWay, ...]:
        """Give the introductions under way, those first for which it is time first."""
        from pnm_vault.pipeline.questions.introducing import under_way

        return under_way(self)

    @_survives_loss
    def candidates(self) -> tuple[Candidate, ...]:
        """Give the pairs that are kept to choose introductions from, best first."""
        from pnm_vault.pipeline.questions.introducing import pairs_to_choose_from

        return pairs_to_choose_from(self)

    def candidate(self, first: str, second: str) -> Candidate | None:
        """Give what two contacts (paths) have for each other; None where nothing was found."""
        pair = (first, second) if first < second else (second, first)
        return next((one for one in self.candidates() if (one.first, one.second) == pair), None)

    @_survives_loss
    def profiles(self) -> Mapping[str, Profile]:
        """Give, by contact path, what contacts ask for, offer and care about; of those who may be suggested."""
        return self._rows().profiles

    def known(self) -> Mapping[str, tuple[str, ...]]:
        """Give, by contact path, the paths of the contacts whom they know."""
        return self._rows().known

    def coverage(self) -> Coverage:
        """Say of how many contacts it is written down whom they know."""
        from pnm_vault.network.coverage import Coverage

        rows = self._rows()
        return Coverage(len(rows.ties), len(rows.known))

    def own_synonyms(self) -> tuple[SynonymGroup, ...]:
        """Give the synonyms that the owner wrote down."""
        return tuple([group for _, groups in sorted(self.table("synonyms").items()) for group in groups])

    @_survives_loss
    def acquainted(self, limit: int, *, for_page: bool = False) -> AcquaintedAnswer:
        """Say who probably know each other already, with proofs; see `pipeline.questions.acquaintances`."""
        from pnm_vault.pipeline.questions.acquaintances import answer_acquainted

        return answer_acquainted(self, limit, for_page=for_page)

    @_survives_loss
    def regenerate(
        self, *, write: bool = True, look: bool = True, settle: bool = False, ending: Collection[str] = ()
    ) -> Regenerated:
        """Bring the review notes up to date; see `pipeline.regenerate.regenerate`."""
        from pnm_vault.pipeline.regenerate import regenerate

        return regenerate(self, write=write, look=look, settle=settle, ending=ending)

    def suppose(self, contents: Mapping[str, bytes]) -> None:
        """Answer from now on as if these notes held other contents; nothing of that is kept. For dry runs."""
        from pnm_vault.notes.parse import parse_note
        from pnm_vault.notes.rules import build_rules
        from pnm_vault.pipeline.zone_check import with_zone_checked

        rules = build_rules(self.settings)
        texts = {path: content.decode(errors="replace").removeprefix("\ufeff") for path, content in contents.items()}
        notes = {path: with_zone_checked(parse_note(path, text, rules), text) for path, text in texts.items()}
        self._knowledge, supposed = self._known().updated(notes, (), self.today)
        self._supposed = {**self._supposed, **supposed}
        self._picture = None
        self.supposing = True

    def render(self, name: str, context: Mapping[str, object], templates: TemplateSet) -> str:
        """Render a page or a new note; with a template from the vault in a bounded process of its own."""
        from pnm_vault.review.render import Renderer, render_limited

        texts = {file: template.text for file, template in templates.templates.items()}
        # A template for new notes has no say in the review notes.
        if any(name.startswith("notes/") or not file.startswith("notes/") for file in templates.overridden):
            return render_limited(name, context, texts)
        if self._renderer is None or self._renderer[0] != templates.digest:
            self._renderer = (templates.digest, Renderer(texts, self._compiled_templates))
        return self._renderer[1].render(name, context)

    def _compiled_templates(self) -> bytes | None:
        """Give the compiled templates of an earlier run; None where others might have put something in their place."""
        return (self.cache.state(COMPILED) or b"") if self.cache.is_ours_alone() else None

    def states_of_templates(self) -> dict[str, bytes]:
        """Give what has to be kept of templates that were compiled since the last time."""
        compiled = self._renderer[1].to_keep() if self._renderer is not None else b""
        return {COMPILED: compiled} if compiled else {}

    def find_contacts(self, query: str) -> tuple[str, ...]:
        """Give the paths of the contacts that a name fits best; several when it fits several equally well."""
        from pnm_vault.index.lookup import find_contacts

        return find_contacts(query, self.index())

    def suggest_names(self, query: str) -> tuple[str, ...]:
        """Give names close to one that fits nobody."""
        from pnm_vault.index.lookup import suggest_names

        return suggest_names(query, self.index())

    def likeliest(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Sort contacts of one name: the one most likely meant first."""
        from pnm_vault.insights.likeliest import rank_likeliest

        return rank_likeliest(paths, self.picture().network)

    def name_of(self, path: str) -> str:
        """Give a contact's name; the path itself for a path that is no contact's."""
        return self.index().contacts.get(path, path)

    @_survives_loss
    def remembered_names(self) -> tuple[str, ...]:
        """Give the names of all contacts as of the last run, without a look at the vault."""
        return tuple(sorted(set(cast("Mapping[str, str]", self.shelf.table("contacts")).values())))

    @_survives_loss
    def remembered_events(self) -> tuple[str, ...]:
        """Give the names of all events and communities as of the last run, without a look at the vault."""
        tables = [self.shelf.table(name).values() for name in ("events", "gathered")]
        return tuple(sorted({note.title for table in tables for note in table}))

    @_survives_loss
    def remembered_circles(self) -> tuple[str, ...]:
        """Give the names of all circles as of the last run, without a look at the vault."""
        ties = self.shelf.table("ties").values()
        return tuple(sorted({circle.removeprefix("#") for tie in ties for circle in tie.circles}))

    @_survives_loss
    def census(self) -> Census:
        """Count what was understood and what was left out."""
        from pnm_vault.pipeline.census import take_census

        return take_census(self.index(), self._listing or walk(self.root), self.cache.facts(None))

    def _look_once(self) -> None:
        if self._listing is None:
            self.refresh()

    def _known(self) -> Knowledge:
        if self._knowledge is None:
            from pnm_vault.pipeline.knowledge import Knowledge

            self._knowledge = Knowledge.stored(self.shelf, self.today, self.notes)
        return self._knowledge

    def _rows(self) -> Rows:
        self._look_once()
        known = self._known()
        if known.rows.today != self.today:
            self._knowledge = known.on(self.today)
            self._picture = None
            self.cache.commit({}, self._knowledge.changes_since(known))
        return self._known().rows

    def _take_in(self, changes: Changes, stamps: Mapping[str, Stamp], seal: bytes = b"") -> None:
        """Read what changed, bring index and rows up to date, and keep both. `seal` is that of a look at all notes."""
        with ExitStack() as errands:
            self._take_in_beside(changes, stamps, seal, errands)

    def _take_in_beside(self, changes: Changes, stamps: Mapping[str, Stamp], seal: bytes, errands: ExitStack) -> None:
        from pnm_vault.pipeline.intake import StoredNotes, parsed, read_notes, still_known
        from pnm_vault.pipeline.knowledge import sudden_loss
        from pnm_vault.pipeline.questions.standing import OF_NOTES, answers_after

        known = self._known()
        reads = {read.path: read for read in read_notes(self.root, changes.changed, self.settings, self.progress)}
        notes = {path: parsed(read) for path, read in reads.items()}
        # Of a note that cannot be opened just now, what was known of it is still the best there is.
        closed = [path for path, read in reads.items() if read.closed]
        kept = self.notes(closed)
        notes |= {path: still_known(reads[path], kept[path].note) for path in kept}
        if closed:
            stamps = {**stamps, **{path: (-1, *stamps[path][1:]) for path in closed}}
        updated, indexed = known.updated(notes, changes.removed, self.today, errands)
        if not self.force and (loss := sudden_loss(known.index, updated.index, self.root, self.page_stamps)):
            self._bear(loss)
        facts = StoredNotes(
            indexed, {path: read.note for path, read in reads.items() if path not in kept}, changes.removed
        )

        def states() -> dict[str, bytes]:
            """Say what is kept besides, which an errand may still be out for."""
            states = {**updated.changes_since(known), **self.shelf.states("stamps", self._stamps, stamps)}
            moved = frozenset([*indexed, *changes.removed])
            states |= answers_after(self, self.cache.state, known, updated, moved)
            if differs or not OF_NOTES.isdisjoint(states):
                states["serial"] = b"%d" % (int(self.serial() or 0) + 1)
            return {**states, _SEAL: seal}

        differs = not updated.says_the_same_as(known)
        # The seal of a look is only kept with the stamps of that look, none of them spoilt.
        if closed or any(stamps[path][0] < 0 for path in changes.changed):
            seal = b""
        self.cache.commit(facts, states)
        if differs:
            self._picture = None
        first = not known.index.names
        self._knowledge = updated.settled() if first else updated
        self._stamps = settled(stamps) if first else stamps
        self._seal = seal

    def rehearse(self, path: str) -> None:
        """Do what a change of one note takes, with the note as it is, and keep nothing of it."""
        from pnm_vault.pipeline.intake import parsed, read_notes
        from pnm_vault.pipeline.questions.standing import answers_after

        known = self._known()
        notes = {read.path: parsed(read) for read in read_notes(self.root, (path,), self.settings, None)}
        updated, indexed = known.updated(notes, (), self.today)
        answers_after(self, self.cache.state, known, updated, frozenset(indexed))

    def _bear(self, loss: str) -> None:
        """Stop, or go on with what is there and keep nothing of it: what is kept must not forget what is only away."""
        if self.on_loss is None:
            remedy = "If you did remove them, run `pnm regenerate --force` once."
            raise VaultLooksEmptyError(f"{loss}; nothing was changed.", remedy)
        self.on_loss(loss)
        self.cache.keep_no_more("most contacts are gone at once, so nothing is kept until they are back")


def _is_equal(one: object, other: object) -> bool:
    return one is other or (not isinstance(one, Mapping) and one == other)


def _version(settings: Settings) -> str:
    said = msgspec.msgpack.encode((settings.vault, settings.matching, settings.fields, settings.categories))
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{__version__}/{STORED_FORM}/{python}/{digest_of(said + program_stamp()).hex()}"
