"""Keeping the review notes up to date while their owner writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import GitUnderWayError, PnmError, VaultLooksEmptyError
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record
from pnm_vault.pipeline.answering import ANSWER_QUIET
from pnm_vault.pipeline.beside_git import git_under_way
from pnm_vault.pipeline.changes import Changes
from pnm_vault.pipeline.regenerate import Regenerated
from pnm_vault.pipeline.session import Session
from pnm_vault.vault import clock
from pnm_vault.vault.config import settings_stamp
from pnm_vault.vault.editing import BEING_EDITED, edited_recently
from pnm_vault.vault.hints import SETTLE, HeldDeletions, Hints
from pnm_vault.vault.walk import RACY_NS, Stamp, stamp_of
from pnm_vault.vault.watch import Watcher

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.answers import Answered

# What failed is tried again after so many seconds, then after twice as many, and so on up to this.
LONGEST_PAUSE = 60.0
# So often it is seen whether git has ended a merge or the like.
GIT_PAUSE = 1.0
# For so long it is remembered which notes were counted.
COUNTED_NS = 60_000_000_000


class WatchRun(Record, frozen=True):
    """What one run of the watch has to tell: only what was not told before.

    `changed` and `removed` count the user's notes, `written` are paths of review notes. `skipped` pairs a review note
    that was not written with the reason. `faults` are review notes left alone and templates not used. `error` says why
    the run could not do its work (a line for each fault; empty when it could), `trace` is a traceback where that is a
    fault of our own, and `settled` tells that the error told last is over. `answered` is what became of marks on review
    notes, `moved` counts by path lines of the owner's that stand at the end of their review note now. `taken_away` are
    paths of review notes that are wanted no more, `ended` of those that stay for what is in them.
    """

    changed: int = 0
    removed: int = 0
    written: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    faults: tuple[Problem, ...] = ()
    error: str = ""
    trace: str = ""
    settled: bool = False
    answered: Answered | None = None
    moved: Mapping[str, int] = {}
    taken_away: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


class Stopped(BaseException):
    """Breaks off what is being worked out, because the watch was asked to stop."""


class StopRequest:
    """Whether the watch was asked to stop. Signal handlers may call `ask`."""

    def __init__(self) -> None:
        self._asked = False
        self._working = False

    def __call__(self) -> bool:
        """Tell whether somebody asked."""
        return self._asked

    def ask(self, *, break_off: bool) -> None:
        """Ask to stop. `break_off` False lets the run under way come to its end.

        Raises:
            Stopped: a run is under way and is to be broken off here.
        """
        self._asked = True
        if self._working and break_off:
            self._working = False
            raise Stopped

    @contextmanager
    def breaking_off(self) -> Iterator[None]:
        """Let what is done in this block be broken off by `ask`."""
        self._working = True
        try:
            if self._asked:
                raise Stopped
            yield
        finally:
            self._working = False


def watch(
    open_vault: Callable[[], Session],
    on_run: Callable[[WatchRun], None],
    say: Callable[[str], None],
    stop: StopRequest,
    *,
    follow_clock: bool,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Regenerate at every change until somebody asks to `stop`. `on_run` hears of every run that has something to tell.

    `open_vault` is called at the start, and again whenever the settings have changed. `follow_clock`: the day is the
    clock's, also after midnight. An error of one run is told once, and the watch goes on. `on_ready` is called when all
    is loaded that a save needs, which stays as long as the vault is open.

    Raises:
        PnmError: the vault could not be opened in the first place.
    """
    with suppress(Stopped):
        _Watch(open_vault, on_run, say, stop, follow_clock, on_ready).run()


class _Pause:
    """How long to wait before something that failed is tried again: longer each time."""

    def __init__(self) -> None:
        self._next = SETTLE

    def longer(self) -> float:
        now, self._next = self._next, min(2 * self._next, LONGEST_PAUSE)
        return now

    def reset(self) -> None:
        self._next = SETTLE


class _Watch:
    """The watch and what it has told. Mutable, and gone when the watch is over."""

    def __init__(
        self,
        open_vault: Callable[[], Session],
        on_run: Callable[[WatchRun], None],
        say: Callable[[str], None],
        stop: StopRequest,
        follow_clock: bool,
        on_ready: Callable[[], None],
    ) -> None:
        self.open_vault = open_vault
        self.on_run = on_run
        self.say = say
        self.stop = stop
        self.follow_clock = follow_clock
        self.on_ready = on_ready
        self.session = open_vault()
        self.settings_stamp = settings_stamp(self.session.root)
        self.settings_in_doubt: float | None = None
        self.settings_error = ""
        self.watcher = self._make_watcher()
        self.held = HeldDeletions()
        self.waits_for_git = False
        self.error = ""
        self.pause_after_error = _Pause()
        self.pause_after_skip = _Pause()
        self.skipped: frozenset[tuple[str, str]] = frozenset()
        self.faults: frozenset[tuple[str, int, str]] = frozenset()
        self.refused: frozenset[tuple[str, str]] = frozenset()
        self.counted: dict[str, Stamp] = {}
        self.ready: Session | None = None
        self.written: tuple[str, ...] = ()

    def _make_watcher(self) -> Watcher:
        return Watcher(self.session.root, self.session.settings.watch, self.say)

    def run(self) -> None:
        self.watcher.start()
        try:
            self.say(f"Watching {self.session.root}; Ctrl-C stops.")
            while not self.stop():
                hints = self.watcher.wait(lambda: self.stop() or self._is_new_day())
                with self.stop.breaking_off():
                    self._follow_beside_git(hints)
                    self._make_ready()
        finally:
            self.watcher.stop()
            self.session.__exit__(None, None, None)

    def _make_ready(self) -> None:
        """Use the time until somebody saves a note; what goes wrong here is told when it goes wrong in a run."""
        written, self.written = self.written, ()
        if self.error or self.waits_for_git:
            return
        from pnm_vault.pipeline.readiness import make_ready, read_pages

        with suppress(Exception):
            if self.ready is not self.session:
                self.ready = self.session
                make_ready(self.session)
                self.on_ready()
            elif written:
                read_pages(self.session, written)

    def _is_new_day(self) -> bool:
        return self.follow_clock and not self.waits_for_git and clock.today() != self.session.today

    def _follow_beside_git(self, hints: Hints | None) -> None:
        """Do what hints ask for, or look at everything later when git is in the middle of a merge or the like."""
        self.waits_for_git = git_under_way(self.session.root) is not None
        if self.waits_for_git:
            self.watcher.look_again((), GIT_PAUSE)
        else:
            self._follow(hints)

    def _follow(self, hints: Hints | None) -> None:
        """Do what hints ask for; None: the day has changed."""
        reopened = self._reopen()
        pages = {unicodedata.normalize("NFC", path): path for path in self.session.page_paths}
        if hints is None or hints.rescan or reopened:
            self._attempt(None)
        elif all(path in pages for path in hints.paths):
            self._look_at_pages(tuple(pages[path] for path in hints.paths))
        elif (changed := self._attempt(hints.paths)) is not None:
            if changed.issuperset(path for path in hints.paths if path not in pages):
                # All of them are notes known before: the look at everything has time until they have settled.
                self.watcher.look_again((), SETTLE)
            elif not self.stop():
                self._attempt(None)

    def _attempt(self, paths: tuple[str, ...] | None) -> frozenset[str] | None:
        """Bring up to date everything, or what concerns the notes in `paths`; gives what changed, None on an error."""
        try:
            if self.follow_clock:
                self.session.today = clock.today()
            changes = self.session.refresh(paths, self.held)
            done = self.session.regenerate(look=False, settle=True)
        except GitUnderWayError:  # it began this very moment
            self.watcher.look_again((), GIT_PAUSE)
            return None
        except Exception as error:
            self._fail(error)
            return None
        if changes.waiting:
            self.watcher.look_again(changes.waiting, SETTLE)
        # A look at everything that leaves nothing in the balance is the proof that an error is over.
        settled = bool(self.error) and paths is None and not changes.waiting
        if settled:
            self.error = ""
            self.pause_after_error.reset()
        self._tell(changes, done, settled)
        return frozenset(changes.changed)

    def _look_at_pages(self, paths: tuple[str, ...]) -> None:
        """See to review notes that were touched; costs next to nothing when they are as they were left."""
        session = self.session
        if self.error:
            return  # a look at everything is due anyway
        if all(edited_recently(session.root, path, SETTLE) for path in paths) and self._are_unwritten(paths):
            self.watcher.look_again(paths, SETTLE)
            return
        stamps = dict(session.page_stamps)
        for path in paths:
            stamp = stamp_of(session.root, path)
            if stamp is None:
                stamps.pop(path, None)
            else:
                stamps[path] = stamp
        session.page_stamps = stamps
        try:
            done = session.regenerate(look=False, settle=True)
        except GitUnderWayError:
            self.watcher.look_again((), GIT_PAUSE)
        except Exception as error:
            self._fail(error)
        else:
            self._tell(Changes((), ()), done, False)

    def _are_unwritten(self, paths: tuple[str, ...]) -> bool:
        return {path for path, _ in self.skipped}.issuperset(paths)

    def _fail(self, error: Exception) -> None:
        """Tell an error, unless it is the one that was told last, and try again later."""
        trace = ""
        if isinstance(error, PnmError):
            said = _said(error)
        else:
            # A fault of ours, or of the machine, in one run must not end the watch.
            import traceback

            said = f"{type(error).__name__}: {error}"
            trace = "".join(traceback.format_exception(error))
        if not isinstance(error, PnmError) or isinstance(error, VaultLooksEmptyError):
            # What is held in memory may be half done; or `pnm regenerate --force` may have said in the cache that so
            # many contacts are gone for good.
            self.session.start_over()
        self.watcher.look_again((), self.pause_after_error.longer())
        if said != self.error:
            self.error = said
            self.on_run(WatchRun(error=said, trace=trace))

    def _tell(self, changes: Changes, done: Regenerated, settled: bool) -> None:
        """Tell what is new, and ask for another look where a review note could not be written."""
        report = done.report
        if done.unsettled:
            self.watcher.look_again(done.unsettled, ANSWER_QUIET)
        waiting = tuple(dict.fromkeys([one.page for one in done.outcomes if one.waits]))
        if waiting:
            self.watcher.look_again(waiting, SETTLE)
        edited = tuple(path for path, reason in report.skipped if reason == BEING_EDITED)
        if edited:
            self.watcher.look_again(edited, SETTLE)
        if len(edited) < len(report.skipped):
            others = tuple(path for path, reason in report.skipped if reason != BEING_EDITED)
            self.watcher.look_again(others, self.pause_after_skip.longer())
        else:
            self.pause_after_skip.reset()
        run = WatchRun(
            changed=self._count(changes.changed),
            removed=len(changes.removed),
            written=(*report.created, *report.replaced),
            skipped=tuple(skip for skip in report.skipped if skip not in self.skipped),
            faults=tuple(fault for fault in done.faults if _key(fault) not in self.faults),
            settled=settled,
            answered=self._news(done.answered),
            moved=done.moved,
            taken_away=report.removed,
            ended=done.ended,
        )
        self.written = run.written
        self.skipped = frozenset(report.skipped)
        self.faults = frozenset(_key(fault) for fault in done.faults)
        if run != WatchRun():
            self.on_run(run)

    def _news(self, answered: Answered | None) -> Answered | None:
        """Leave out what was told before: marks that still cannot be carried out, or were already."""
        if answered is None:
            self.refused = frozenset()
            return None
        refused = frozenset([(one.page, one.reason) for one in answered.outcomes if one.reason])
        news = [
            one for one in answered.outcomes if one.news or (one.reason and (one.page, one.reason) not in self.refused)
        ]
        self.refused = refused
        return replace(answered, outcomes=tuple(news)) if news else None

    def _count(self, changed: tuple[str, ...]) -> int:
        """Count the changed notes; one that was only read again since its time stamp was fresh was counted before."""
        now = clock.now_ns()
        before = {path: stamp for path, stamp in self.counted.items() if stamp[0] > now - COUNTED_NS}
        seen = {path: stamp for path in changed if (stamp := stamp_of(self.session.root, path)) is not None}
        self.counted = {**before, **seen}
        if any(0 <= now - stamp[0] < RACY_NS for stamp in seen.values()):
            # These are read once more, when their time stamps tell every further change.
            self.watcher.look_again((), RACY_NS / 1e9)
        return sum(path not in before or before[path] != seen.get(path) for path in changed)

    def _reopen(self) -> bool:
        """Take up changed settings; True when there are any. Faulty ones are told, and the old stay in force."""
        stamp = settings_stamp(self.session.root)
        if stamp == self.settings_stamp:
            self.settings_in_doubt = None
            return False
        if self._may_be_a_save(stamp[0]):
            return False
        self.settings_stamp = stamp
        try:
            fresh = self.open_vault()
        except PnmError as error:
            if _said(error) != self.settings_error:
                self.settings_error = _said(error)
                self.on_run(WatchRun(error=f"{self.settings_error}\nThe settings as they were before stay in force."))
            return False
        old, self.session = self.session, fresh
        old.__exit__(None, None, None)
        if self.settings_error:
            self.settings_error = ""
            self.on_run(WatchRun(settled=True))
        if fresh.settings != old.settings:
            self.say("The settings were read again.")
        if (fresh.root, fresh.settings.watch) != (old.root, old.settings.watch):
            self.watcher.stop()
            self.watcher = self._make_watcher()
            self.watcher.start()
        return True

    def _may_be_a_save(self, settings_file: Stamp) -> bool:
        """Tell whether `pnm.toml` has only just become empty or gone: then somebody is saving it, most likely."""
        if settings_file[1] > 0 or self.settings_stamp[0][1] == 0:
            return False
        now = clock.monotonic()
        if self.settings_in_doubt is None:
            self.settings_in_doubt = now
        if now - self.settings_in_doubt >= SETTLE:
            self.settings_in_doubt = None
            return False
        self.watcher.look_again((), SETTLE)
        return True


def _said(error: PnmError) -> str:
    return f"{error.message}\n{error.remedy}".strip()


def _key(fault: Problem) -> tuple[str, int, str]:
    return fault.path, fault.line, fault.message
