"""What is peculiar to the system's file events and to watchdog, which hands them on."""

import contextlib
import errno
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from pnm_vault.vault.hints import file_system_type

if TYPE_CHECKING:
    from logging import Logger

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

# How long an observer's threads are waited for when they are to end, in seconds.
STOP_WITHIN = 1.8

_LIMITS = {
    errno.EMFILE: ("instances", "fs.inotify.max_user_instances=512"),
    errno.ENOSPC: ("watches", "fs.inotify.max_user_watches=524288"),
}
_EVENT_LOGS = ("watchdog.observers.inotify_c", "watchdog.observers.inotify")


def file_system_of(folder: str) -> str:
    """Give the kind of file system that a folder lies on, as Linux names it; empty where that is not known."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            return file_system_type(file.read(), folder)
    except OSError:
        return ""


def schedule(observer: "BaseObserver", folder: str, hear: "Callable[[FileSystemEvent], None]") -> None:
    """Let `hear` be told of everything in a folder that may concern us; it is called in a thread of watchdog's."""
    from watchdog import events

    class Handler(events.FileSystemEventHandler):
        def dispatch(self, event: events.FileSystemEvent) -> None:
            hear(event)

    # Without opened and closed: those come from our own reading too, and they fill the kernel's queue.
    wanted: list[type[events.FileSystemEvent]] = [
        events.FileCreatedEvent,
        events.FileModifiedEvent,
        events.FileMovedEvent,
        events.FileDeletedEvent,
        events.DirCreatedEvent,
        events.DirMovedEvent,
        events.DirDeletedEvent,
    ]
    observer.schedule(Handler(), folder, recursive=True, event_filter=wanted)


def ask_for_one_more_watch(observer: "BaseObserver") -> None:
    """Find out whether inotify's limit is reached: watchdog leaves out folders that it cannot watch without a word.

    Raises: OSError when there is no room for one more folder.
    """
    if not sys.platform.startswith("linux"):
        return
    from watchdog import events

    watch = observer.schedule(events.FileSystemEventHandler(), "/", event_filter=[events.DirDeletedEvent])
    observer.unschedule(watch)


def each_event_log(do: "Callable[[Logger], None]") -> None:
    """Do something with each log in which watchdog tells what it tells in no other way."""
    import logging

    for name in _EVENT_LOGS:
        do(logging.getLogger(name))


def why_not(error: Exception) -> str:
    """Say why the system cannot report changes, as half a sentence, with what may be done about it."""
    code = error.errno if isinstance(error, OSError) else None
    if code in _LIMITS:
        what, setting = _LIMITS[code]
        name = setting.partition("=")[0]
        return (
            f"This system's limit on inotify {what} ({name}) is reached; `sudo sysctl {setting}` raises it until the "
            "next start, and the same setting in /etc/sysctl.d/ for good"
        )
    return f"The system cannot report changes to the vault ({error or type(error).__name__})"


def is_alive(observer: "BaseObserver") -> bool:
    """Tell whether all threads that report changes are still at work."""
    reader = getattr(observer, "_inotify_fd", None)
    threads: list[threading.Thread] = [observer, *observer.emitters]
    if isinstance(reader, threading.Thread):
        threads.append(reader)
    return len(threads) > 1 and all(thread.is_alive() for thread in threads)


def end_observer(observer: "BaseObserver") -> None:
    """End the threads that report changes; may hang where the system does."""
    with contextlib.suppress(Exception):
        observer.stop()
        if observer.is_alive():
            observer.join(STOP_WITHIN)
