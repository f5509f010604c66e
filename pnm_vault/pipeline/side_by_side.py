"""Work that a child process does while this one goes on: a function in, bytes out.

It pays where the work takes some tenths of a second and all it needs lies in memory already: a forked child sees that
without anything being handed over. Where no child can be had the work is done here, so that nothing but time hangs on
it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import TracebackType

_ASKS = 1 << 20  # bytes at a time
_BREAKING_OFF = (signal.SIGINT, signal.SIGTERM)


class Errand:
    """Work begun by a child process. Use it as a context manager, so that no child outlives what goes wrong here.

    `work` must not touch what the two would share: no database, no file that is open, no terminal, nothing kept for
    later; only what it returns comes back. It may be done twice: a child that brings nothing (it was killed, or the
    work failed) has it done here, and so an error of the work is raised here.
    """

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._work = work
        self._child, self._pipe = 0, -1
        self._result: bytes | None = None
        if can_fork() and processors() > 1:
            self._begin()

    def __enter__(self) -> Errand:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def result(self) -> bytes:
        """Give what the work gives, waiting for the child where it is not done yet; the same bytes each time."""
        if self._result is None:
            brought = self._brought() if self._child else None
            self._result = self._work() if brought is None else brought
        return self._result

    def _begin(self) -> None:
        # A signal between the two returns of `fork` would be raised in the child as well, which would then do as if it
        # were this process; and one before its number is kept would leave it to itself.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _BREAKING_OFF)
        try:
            self._child, self._pipe = _fork(self._work)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        except BaseException:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            self._end()
            raise

    def _brought(self) -> bytes | None:
        """Give all that the child wrote; None unless it ended well, for then a part may be missing."""
        parts: list[bytes] = []
        while part := os.read(self._pipe, _ASKS):
            parts.append(part)
        child, self._child = self._child, 0
        os.close(self._pipe)
        _, status = os.waitpid(child, 0)
        return b"".join(parts) if status == 0 else None

    def _end(self) -> None:
        """End a child that nobody waits for any more."""
        if self._child:
            child, self._child = self._child, 0
            os.close(self._pipe)
            os.kill(child, signal.SIGKILL)  # it has nothing to put in order
            os.waitpid(child, 0)


def can_fork() -> bool:
    """Tell whether a child may share what is loaded here.

    Only Linux forks safely (macOS frameworks do not, Windows cannot), and a process with threads, such as a watch,
    nowhere.
    """
    return sys.platform.startswith("linux") and threading.active_count() == 1


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _fork(work: Callable[[], bytes]) -> tuple[int, int]:
    """Give the number of a child that does the work and the pipe on which it answers; 0 and -1 where there is none."""
    try:
        ours, theirs = os.pipe()
    except OSError:  # too many open files
        return 0, -1
    try:
        child = os.fork()
        if not child:
            _be_the_child(work, ours, theirs)
    except OSError:  # too many processes, too little memory
        os.close(ours)
        return 0, -1
    finally:
        os.close(theirs)
    return child, ours


def _be_the_child(work: Callable[[], bytes], ours: int, theirs: int) -> NoReturn:
    """Do the work, write what it gives and end, without any of the things that a program does at its end."""
    code = 1
    with suppress(BaseException):
        for number in _BREAKING_OFF:
            if callable(signal.getsignal(number)):  # one that is left unheeded stays so
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _BREAKING_OFF)
        os.close(ours)
        rest = memoryview(work())
        while rest:
            rest = rest[os.write(theirs, rest) :]
        code = 0
    os._exit(code)
