"""Whether somebody has a note in hand at this moment."""

import os
from contextlib import suppress

from pnm_vault.vault import clock

BEING_EDITED = "being edited right now"

# An editor's lock or swap file this old was left behind by a crash, or lies beside a note that is only being looked at.
_FRESH_LOCK = 3600.0
_LOCKS = (".{}.swp", ".{}.swo", ".#{}", ".~lock.{}#", ".{}.kate-swp")

# What this process wrote last under a path: its own writes are no sign of an editor.
_own: dict[str, tuple[int, int, int]] = {}


def edited_recently(root: str, path: str, seconds: float) -> bool:
    """Tell whether a note was saved by another program in the last `seconds`, or an editor's lock lies beside it.

    A time stamp in the future by more than that is a wrong clock somewhere, not an edit.
    """
    return has_lock_beside(root, path) or saved_recently(root, path, seconds)


def has_lock_beside(root: str, path: str) -> bool:
    """Tell whether an editor's lock or swap file lies beside a note."""
    folder, name = os.path.split(f"{root}/{path}")
    for lock in _LOCKS:
        age = _age(os.path.join(folder, lock.format(name)))
        if age is not None and age < _FRESH_LOCK:
            return True
    return False


def saved_recently(root: str, path: str, seconds: float) -> bool:
    """Tell whether a note was saved in the last `seconds`, by anybody but this process."""
    full = f"{root}/{path}"
    age = _age(full)
    return age is not None and abs(age) < seconds and _own.get(full) != _stamp(full)


def remember_own(root: str, path: str) -> None:
    """Remember that what lies at `path` now was written by this process."""
    full = f"{root}/{path}"
    stamp = _stamp(full)
    if stamp is not None:
        _own[full] = stamp


def _age(full: str) -> float | None:
    with suppress(OSError, ValueError):
        return (clock.now_ns() - os.lstat(full).st_mtime_ns) / 1e9
    return None


def _stamp(full: str) -> tuple[int, int, int] | None:
    with suppress(OSError, ValueError):
        state = os.stat(full)
        return (state.st_mtime_ns, state.st_size, state.st_ino)
    return None
