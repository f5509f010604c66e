"""Hooks put where git looks for them, over nobody else's."""

import os
from contextlib import suppress


def read_hook(path: str) -> bytes | None:
    """Give what lies at a path; None for nothing. Raises OSError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b"" if os.path.lexists(path) else None  # a link to nothing is somebody's too


def place_hook(path: str, before: bytes | None, after: bytes | None) -> bool:
    """Write a hook, or with `after` None take it away; False when what lies there is not `before` any more.

    Raises:
        OSError: it cannot be done; nothing changed.
    """
    if read_hook(path) != before:
        return False
    if after is None:
        os.unlink(path)
        return True
    os.makedirs(os.path.dirname(path), exist_ok=True)
    beside = f"{path}.pnm-{os.getpid()}"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o777)
    try:
        with open(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        return _give_name(beside, path, new=before is None)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


def _give_name(beside: str, path: str, *, new: bool) -> bool:
    if not new:
        os.replace(beside, path)
        return True
    try:
        os.link(beside, path)  # unlike a rename, it fails where somebody was faster
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        os.replace(beside, path)
    return True
