"""One writer at a time: a lock that the system lets go of when its process ends, however it ends."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pnm_vault.errors import VaultBusyError
from pnm_vault.vault import clock
from pnm_vault.vault.places import state_folder, vault_id

# How long to wait for another process that is writing to the same vault, in seconds.
LOCK_WAIT = 10.0
_RETRY_SECONDS = 0.05
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})
_PLATFORM: str = sys.platform


@contextmanager
def vault_lock(root: str, wait: float, purpose: str = "") -> Iterator[bool]:
    """Hold the lock of a vault, waiting for it up to `wait` seconds. Not re-entrant, not even by the same process.

    Who writes holds the one without a `purpose`; another keeps apart those alone who do the same (`sync`).

    Gives False where nothing can be locked (a state folder that cannot be written, some network homes). Writing then
    goes on without: every write compares before it replaces.

    Raises:
        VaultBusyError: another process still holds it.
    """
    handle = _open(_path(root, purpose))
    if handle is None:
        yield False
        return
    try:
        locked = _wait(handle, wait)
        if locked:
            _sign(handle)
        yield locked
    finally:
        with suppress(OSError):  # the handle is gone all the same, and the lock with it
            os.close(handle)


def holder(root: str) -> int | None:
    """Give the process that holds the lock of a vault at this moment: None for nobody, 0 for one without a number.

    Nothing is written. For an instant the lock is shared, which keeps a writer waiting no longer than its next try.
    """
    try:
        handle = os.open(_path(root), os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    try:
        _try_lock(handle, shared=True)
    except OSError as error:
        return _signed(handle) if error.errno in _HELD else None
    else:
        return None
    finally:
        with suppress(OSError):
            os.close(handle)


def _path(root: str, purpose: str = "") -> str:
    name = f"{vault_id(root)}-{purpose}" if purpose else vault_id(root)
    return os.path.join(state_folder(), "locks", f"{name}.lock")


def _sign(handle: int) -> None:
    """Write down whose lock it is, for the message that others show."""
    with suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())


def _open(path: str) -> int | None:
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError:
        return None


def _wait(handle: int, wait: float) -> bool:
    until = clock.monotonic() + wait
    while True:
        try:
            _try_lock(handle)
            return True
        except OSError as error:
            if error.errno not in _HELD:
                return False
        if clock.monotonic() >= until:
            raise VaultBusyError(
                f"Another pnm{_holder(handle)} is writing to this vault.",
                "Try again when it is done, or end it (a `pnm watch` writes only for moments at a time).",
            )
        clock.sleep(_RETRY_SECONDS)


def _try_lock(handle: int, shared: bool = False) -> None:
    if _PLATFORM == "win32":  # pragma: no cover
        _try_lock_windows(handle)
    else:
        import fcntl

        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _try_lock_windows(handle: int) -> None:  # pragma: no cover
    import msvcrt

    # A lock on Windows keeps others from reading what is locked, so it is set far behind the number of the process.
    os.lseek(handle, 1 << 20, os.SEEK_SET)
    msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]


def _holder(handle: int) -> str:
    number = _signed(handle)
    return f" (process {number})" if number else ""


def _signed(handle: int) -> int:
    with suppress(OSError, ValueError):
        os.lseek(handle, 0, os.SEEK_SET)
        return int(os.read(handle, 20))
    return 0
