"""Keeping the review notes up to date while their owner writes."""

from collections.abc import Callable

from pnm_vault.errors import PnmError
from pnm_vault.model.record import Row
from pnm_vault.pipeline.session import Session
from pnm_vault.vault import clock
from pnm_vault.vault.config import settings_stamp
from pnm_vault.vault.hints import SETTLE, HeldDeletions
from pnm_vault.vault.watch import Watcher


class WatchRun(Row, frozen=True):
    """One run of the watch: the review notes that it wrote, or why it could not.

    `changed` and `removed` count the user's notes. `fault` is empty when all went well; `trace` holds a traceback only
    for a fault of our own.
    """

    changed: int
    removed: int
    written: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    fault: str = ""
    trace: str = ""


def watch(
    open_vault: Callable[[], Session],
    on_run: Callable[[WatchRun], None],
    say: Callable[[str], None],
    stop: Callable[[], bool],
) -> None:
    """Regenerate at every change until `stop()` is true. `on_run` hears of every run that did something.

    `open_vault` is called at the start, and again whenever the settings have changed. An error of one run is reported
    and the watch goes on.
    """
    _Watch(open_vault, on_run, say).run(stop)


class _Watch:
    def __init__(
        self, open_vault: Callable[[], Session], on_run: Callable[[WatchRun], None], say: Callable[[str], None]
    ) -> None:
        self.open_vault = open_vault
        self.on_run = on_run
        self.session = open_vault()
        self.follows_clock = self.session.today == clock.today()
        self.settings_stamp = settings_stamp(self.session.root)
        self.watcher = Watcher(self.session.root, self.session.settings.watch, say)
        self.held = HeldDeletions()

    def run(self, stop: Callable[[], bool]) -> None:
        self.watcher.start()
        try:
            while (hints := self.watcher.wait(stop)) is not None:
                if hints.paths and not hints.rescan:
                    self._once(hints.paths)
                self._once(None)
        finally:
            self.watcher.stop()
            self.session.__exit__(None, None, None)

    def _once(self, paths: tuple[str, ...] | None) -> None:
        try:
            self._reopen()
            self._regenerate(paths)
        except PnmError as error:
            self.on_run(WatchRun(0, 0, (), (), f"{error.message} {error.remedy}".strip()))
            self.watcher.look_again((), SETTLE)
        except Exception as error:
            # A fault of ours in one run must not end the watch; the next change is a new chance.
            import traceback

            self.session.start_over()
            self.on_run(WatchRun(0, 0, (), (), f"{type(error).__name__}: {error}", traceback.format_exc()))

    def _regenerate(self, paths: tuple[str, ...] | None) -> None:
        session = self.session
        if self.follows_clock:
            session.today = clock.today()
        changes = session.refresh(paths, self.held)
        done = session.regenerate(look=False, settle=True)
        report = done.report
        written = (*report.created, *report.replaced)
        waiting = (*changes.waiting, *(path for path, _ in report.skipped))
        if waiting:
            self.watcher.look_again(waiting, SETTLE)
        if written or report.skipped or changes.changed or changes.removed:
            self.on_run(WatchRun(len(changes.changed), len(changes.removed), written, report.skipped))

    def _reopen(self) -> None:
        """Take up changed settings; faulty ones are reported and the old ones stay in force."""
        now = settings_stamp(self.session.root)
        if now == self.settings_stamp:
            return
        self.settings_stamp = now
        fresh = self.open_vault()
        self.session.__exit__(None, None, None)
        self.session = fresh
