"""What Python's `os` lacks for putting a file in its place: exchanging two names, syncing for good, patience."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from pnm_vault.vault import clock

_PLATFORM: str = sys.platform
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_RENAME_SWAP = 2  # macOS, renameatx_np(2)
_AT_FDCWD = {"linux": -100, "darwin": -2}
_SHARING = frozenset({5, 32, 33})  # Windows: access denied, sharing violation, lock violation
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 0.95)


def exchange(first: str, second: str, folder: int | None) -> bool:
    """Let two names of one folder trade files, at one instant. False where the system or its disk cannot.

    The names are relative to the open `folder`; whole paths when it is None.
    """
    import ctypes

    if _PLATFORM not in _AT_FDCWD:
        return False
    rename, flag = ("renameat2", _RENAME_EXCHANGE) if _PLATFORM == "linux" else ("renameatx_np", _RENAME_SWAP)
    at = _AT_FDCWD[_PLATFORM] if folder is None else folder
    arguments = (at, os.fsencode(first), at, os.fsencode(second), flag)
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), rename)
    except (OSError, AttributeError):
        return False
    ctypes.set_errno(0)
    if call(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), first)


def sync_file(handle: int) -> None:
    """Wait until a file's content is on the disk itself."""
    if _PLATFORM == "darwin":  # pragma: no cover
        # "fsync() ... may not physically write the data to the platters for quite some time" (macOS, fsync(2)).
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(handle, 51)  # F_FULLFSYNC
            return
    os.fsync(handle)


def sync_folder(path: str) -> None:
    """Wait until a folder's names are on the disk, where the system can do that for folders."""
    if _PLATFORM == "win32":  # pragma: no cover
        return
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        with suppress(OSError):
            os.close(handle)


def write_all(handle: int, content: bytes) -> None:
    """Write every byte, however few the system takes at a time."""
    rest = memoryview(content)
    while rest:
        written = os.write(handle, rest)
        if written == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]


def is_being_written(handle: int) -> bool | None:
    """Tell whether any other process has this file, open here for reading, open for writing; None: nobody knows.

    Source: fcntl(2), "Leases": a read lease is granted only on a file that nobody has open for writing.
    """
    if _PLATFORM != "linux":
        return None
    import fcntl
    import signal

    try:
        # Should the lease be broken while it is held, the signal is one that does nothing.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return True if error.errno == errno.EAGAIN else None
    return False


def patiently(act: Callable[[], None]) -> None:
    """Do something that Windows refuses as long as a scanner, an indexer or an editor has the file open."""
    for pause in _PAUSES:
        try:
            act()
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _SHARING:
                raise
        clock.sleep(pause)
    act()
