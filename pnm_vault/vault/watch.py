"""Waiting for a vault to change: the system's file events where there are any, our own look-round elsewhere.

Events only say where to look (see `hints`). Everything that could have been missed ends in a hint to look at the whole
vault: the start, a queue that overflowed, a computer that slept, a folder that moved, and the clock every few minutes.
"""

import contextlib
import os
import threading
import time
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from pnm_vault.model.settings import WatchSettings
from pnm_vault.vault.hints import NETWORK_FILE_SYSTEMS, Hints, Pending, is_note, shapes_everything
from pnm_vault.vault.observer import (
    STOP_WITHIN,
    ask_for_one_more_watch,
    each_event_log,
    end_observer,
    file_system_of,
    is_alive,
    schedule,
    why_not,
)
from pnm_vault.vault.snapshot import Snapshot, take_snapshot

if TYPE_CHECKING:
    from logging import LogRecord

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

# How long a stop request may go unseen, and how often the vault folder and the watching threads are looked after.
STOP_TICK = 0.1
CARE_TICK = 0.5
# Seconds between two looks when the settings do not say; a slow disk is given ten times what a look costs.
DEFAULT_POLL = 2.0
# A clock that disagrees by more than this has slept or was set.
SLEPT = 30.0
# Far fewer than the 16,384 that fit the kernel's queue; older watchdogs drop the rest without a word.
MANY_EVENTS = 4000


class Watcher:
    """Tells when and where a vault changed. Use from one thread: `start`, then `wait` again and again, then `stop`.

    `say` is given one sentence for the user when something about the watching changes. `clock` is monotonic, `wall`
    the time of day; both in seconds.
    """

    def __init__(
        self,
        root: str,
        settings: WatchSettings,
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._root = os.path.abspath(root)
        self._settings = settings
        self._say = say
        self._clock = clock
        self._wall = wall
        self._interval = settings.poll or DEFAULT_POLL
        self._pending = Pending(settings.quiet, settings.max_wait)
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._heard: dict[tuple[str, bool], float] = {}
        self._events = 0
        self._lost = False
        self._broken = False
        self._new_folders = False
        self._observer: BaseObserver | None = None
        self._snapshot: Snapshot | None = None
        self._real = self._root
        self._identity: tuple[int, int] | None = None
        self._gone = False
        self._next_sweep = self._next_care = self._next_rescan = 0.0
        self._offset = self._last_turn = 0.0

    @property
    def polling(self) -> bool:
        """Tell whether changes are found by looking round instead of by the system's events."""
        return self._snapshot is not None

    def start(self) -> None:
        """Begin to watch; falls back to polling, with a message, wherever the system's events cannot be had."""
        self._offset = self._wall() - self._clock()
        self._next_rescan = self._clock()
        self._begin()

    def wait(self, stop: Callable[[], bool]) -> Hints | None:
        """Wait until there is somewhere to look, and say where; None as soon as `stop()` is true.

        The first call returns at once with a look at everything.
        """
        self._last_turn = self._clock()
        while not stop():
            # Cleared before collecting: what comes in between sets it again and shortens the next sleep.
            self._woken.clear()
            self._collect()
            now = self._clock()
            self._notice_sleep(now)
            if now >= self._next_care:
                self._next_care = now + CARE_TICK
                self._look_after()
            if self.polling and not self._gone and now >= self._next_sweep:
                self._sweep_for_changes(stop)
            hints = self._ripe()
            if hints is not None:
                return hints
            self._sleep()
        return None

    def look_again(self, paths: tuple[str, ...], after: float) -> None:
        """Ask for a hint about these paths after so many seconds: notes that seem gone, files that look unfinished.

        No paths: ask for a look at everything.
        """
        self._pending.add_later(paths or ("",), self._clock() + after)

    def stop(self) -> None:
        """Stop watching, within two seconds whatever the system does."""
        observer, self._observer = self._observer, None
        if observer is None:
            return
        each_event_log(lambda log: log.removeFilter(self._read_log))
        # watchdog joins its threads without a time limit, so that is left to a thread that may be left behind.
        ending = threading.Thread(target=end_observer, args=(observer,), daemon=True)
        ending.start()
        ending.join(STOP_WITHIN)

    # --- beginning -----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._snapshot = None
        self._lost = self._broken = False
        # Links are resolved: inotify would watch a linked folder's link, and FSEvents reports resolved paths.
        self._real = os.path.realpath(self._root)
        self._identity = _identity(self._root)
        kind = file_system_of(self._real)
        if self._settings.poll > 0:
            self._poll("")
        elif kind in NETWORK_FILE_SYSTEMS:
            self._poll(f"The vault lies on a network or shared disk ({kind}), which does not report changes")
        else:
            self._observe()

    def _observe(self) -> None:
        observer = None
        try:
            # Imported here: no other command needs it, and it costs more than a whole run.
            from watchdog.observers import Observer

            # A folder made inside a new folder may be met twice; watchdog 7 warns of it at length, and goes on.
            warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
            observer = Observer()
            schedule(observer, self._real, self._hear)
            each_event_log(lambda log: log.addFilter(self._read_log))
            observer.start()
            ask_for_one_more_watch(observer)
        except Exception as error:  # whatever it is, polling works without it
            self._observer = observer
            self.stop()
            self._poll(why_not(error))
        else:
            self._observer = observer

    def _poll(self, why: str) -> None:
        if why:
            self._say(f"{why}; looking for changes every {self._interval:g} seconds instead.")
        self._snapshot = {}
        with contextlib.suppress(OSError):
            self._snapshot = take_snapshot(self._real, _never) or {}
        self._next_sweep = self._clock() + self._interval

    # --- called by watchdog's threads: record and return, or a checkout of thousands of files is kept waiting --------

    def _hear(self, event: "FileSystemEvent") -> None:
        now = self._clock()
        source, target, folder = event.src_path, event.dest_path, event.is_directory
        with self._lock:
            self._events += 1
            if source:
                self._heard[os.fsdecode(source), folder] = now
            if target:
                self._heard[os.fsdecode(target), folder] = now
        self._woken.set()

    def _read_log(self, record: "LogRecord") -> bool:
        """Learn from watchdog's log what it tells in no other way; a filter, so False keeps the line to ourselves."""
        message = record.getMessage().lower()
        if "overflow" in message:
            self._lost = True
        elif "unable to rebuild" in message:
            self._broken = True
        else:
            return True
        self._woken.set()
        return False

    # --- one turn of the wait ---------------------------------------------------------------------------------------

    def _collect(self) -> None:
        with self._lock:
            if not self._heard and not self._lost:
                return
            heard, self._heard = self._heard, {}
            many = self._events > MANY_EVENTS
        lost, self._lost = self._lost, False
        for (path, folder), at in heard.items():
            inside = self._inside(path)
            if inside is None:
                continue
            # Windows does not tell whether what was deleted was a folder.
            is_folder = folder or (os.name == "nt" and "." not in inside.rpartition("/")[2])
            if shapes_everything(inside, is_folder):
                self._new_folders |= is_folder
                self._pending.add_everything(at)
            elif is_note(inside):
                self._pending.add(inside, at)
        if lost or many:
            self._pending.add_everything(self._clock())

    def _inside(self, path: str) -> str | None:
        """Give the vault-relative path; empty for the vault folder itself, None outside it."""
        if path == self._real:
            return ""
        prefix = self._real.rstrip(os.sep) + os.sep
        if not path.startswith(prefix):
            return None
        return path[len(prefix) :].replace(os.sep, "/")

    def _notice_sleep(self, now: float) -> None:
        # The monotonic clock of Linux and macOS stands still while the computer sleeps, and the wall clock goes on;
        # that of Windows goes on as well, and there the gap since the last turn tells.
        offset = self._wall() - now
        if abs(offset - self._offset) > SLEPT or now - self._last_turn > SLEPT:
            self._pending.add_everything(now)
        self._last_turn = now
        self._offset = offset

    def _look_after(self) -> None:
        identity = _identity(self._root)
        if identity is None:
            if not self._gone:
                self._gone = True
                self._say("The vault folder is gone; waiting for it to come back.")
                self.stop()
        elif self._gone or identity != self._identity:
            self._say(
                "The vault folder is back." if self._gone else "The vault folder was replaced; watching the new one."
            )
            self._gone = False
            self.stop()
            self._begin()
            self._pending.add_everything(self._clock())
        elif self._observer is not None:
            self._look_after_observer(self._observer)

    def _look_after_observer(self, observer: "BaseObserver") -> None:
        if self._broken or not is_alive(observer):
            why = "The system no longer reports changes to the vault"
        elif self._new_folders:
            self._new_folders = False
            try:
                ask_for_one_more_watch(observer)
            except Exception as error:  # whatever it is, polling works without it
                why = why_not(error)
            else:
                return
        else:
            return
        self.stop()
        self._poll(why)
        self._pending.add_everything(self._clock())

    def _sweep_for_changes(self, stop: Callable[[], bool]) -> None:
        began = self._clock()
        try:
            found = take_snapshot(self._real, stop)
        except OSError:
            found = None  # the vault folder cannot be read just now; `_look_after` sees whether it is gone
        ended = self._clock()
        self._next_sweep = ended + max(self._interval, 10 * (ended - began))
        if found is None:
            return
        before, self._snapshot = self._snapshot or {}, found
        if found == before:
            return
        for path, _ in found.items() ^ before.items():
            if is_note(path):
                self._pending.add(path, ended)
            else:
                self._pending.add_everything(ended)

    def _ripe(self) -> Hints | None:
        now = self._clock()
        if self._gone:
            return None
        if now >= self._next_rescan:
            self._pending.add_everything(now - self._settings.max_wait)
        due = self._pending.due()
        if due is None or now < due:
            return None
        if _identity(self._root) is None:
            # Whoever looks now would see an empty vault.
            self._next_care = now
            return None
        hints = self._pending.take(now)
        with self._lock:
            self._events = 0
        if hints.rescan:
            self._next_rescan = now + self._settings.rescan
        return hints

    def _sleep(self) -> None:
        now = self._clock()
        due = self._pending.due()
        if due is None or self._gone:
            self._woken.wait(STOP_TICK)
        else:
            # Within a burst the events come by themselves: waking for each would only slow down who delivers them.
            time.sleep(min(STOP_TICK, max(0.001, due - now)))


def _never() -> bool:
    return False


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        seen = os.stat(folder)
    except OSError:
        return None
    return seen.st_dev, seen.st_ino
