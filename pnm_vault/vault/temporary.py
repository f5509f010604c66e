"""The files that lie beside a note while it is written, and what becomes of them.

Their names tell who made them and what they may hold, for the run after one that is killed.
"""

import os
import stat
import sys
from contextlib import suppress

from pnm_vault.model.plan import Replace
from pnm_vault.vault import clock
from pnm_vault.vault.folder import Folder
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.swap import sync_file, write_all

_PLATFORM: str = sys.platform
TEMPORARY = ".pnm-"
_OLD_SECONDS = 3600
KEPT_MARK = " (kept by pnm "  # in the name of a text whose place was taken


def mark_ready(folder: Folder, temporary: str, step: Replace) -> str:
    """Say in a temporary file's name which two texts it may hold from now on, for the run after one that is killed."""
    ready = f"{temporary.removesuffix('.tmp')}-{_mark_of(step.content)}-{_mark_of(step.expected)}.tmp"
    try:
        folder.rename(temporary, ready)
    except OSError:
        folder.forget(temporary)
        raise
    return ready


def _mark_of(content: bytes) -> str:
    return digest_of(content).hex()[:16]


def let_go(folder: Folder, temporary: str, name: str, known: tuple[bytes, ...]) -> None:
    """Take a temporary file away if it holds one of these contents; else it is somebody's text, and is kept."""
    with suppress(OSError):
        if folder.read(temporary) in known:
            folder.forget(temporary)
        else:
            keep_visible(folder, temporary, name)


def keep_visible(folder: Folder, temporary: str, name: str) -> str:
    """Give bytes that are not ours, and whose place is taken, a name that their owner sees."""
    stem, dot, suffix = name.rpartition(".")
    visible = f"{stem or name}{KEPT_MARK}{os.urandom(3).hex()}){dot}{suffix if stem else ''}"
    try:
        folder.rename(temporary, visible)
    except OSError:
        return temporary
    return visible


def temporary_name() -> str:
    """Give a name for a file of this process that is to become another; nobody else has one like it."""
    return f"{TEMPORARY}{os.getpid()}-{os.urandom(4).hex()}.tmp"


def write_beside(folder: Folder, content: bytes, like: os.stat_result | None, name: str = "", model: str = "") -> str:
    """Write a temporary file and sync it; it has the mode and owner of the file that it will replace.

    `name` is what to call it; `model` names the file whose extended attributes, access lists among them, it gets too.
    """
    name = name or temporary_name()
    handle = folder.make(name, 0o666 if like is None else 0o600)
    try:
        try:
            write_all(handle, content)
            if like is not None:
                _make_like(handle, like)
            if model:
                folder.copy_attributes(model, handle)
            sync_file(handle)
        finally:
            os.close(handle)
    except BaseException:
        folder.forget(name)  # after a failed fsync the pages count as clean: the file is void, not to be synced again
        raise
    return name


def _make_like(handle: int, state: os.stat_result) -> None:
    if hasattr(os, "fchown") and (state.st_uid, state.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):
            os.fchown(handle, state.st_uid, state.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(state.st_mode))


def sweep(folder: Folder) -> None:
    """Take away what runs that were killed left in the folder."""
    with suppress(OSError):
        for name in folder.names():
            if name.startswith(TEMPORARY) and name.endswith(".tmp") and is_abandoned(folder, name, TEMPORARY):
                # Killed right after the exchange, it may hold what somebody saved at that moment.
                marks = name.removesuffix(".tmp").split("-")[3:]
                if marks and _mark_of(folder.read(name)) not in marks:
                    keep_visible(folder, name, "review note.md")
                else:
                    folder.forget(name)


def is_abandoned(folder: Folder, name: str, start: str) -> bool:
    """Tell whether a temporary file is nobody's any more. `start` stands in its name before the process's number."""
    owner = name[len(start) :].split("-")[0]
    if not owner.isdecimal() or int(owner) == os.getpid():
        return False
    age = clock.now_ns() / 1e9 - folder.look(name).st_mtime
    return age > _OLD_SECONDS or not is_running(int(owner))


def is_running(process: int) -> bool:
    """Tell whether there is a process of this number; True where that cannot be asked."""
    if _PLATFORM == "win32":  # pragma: no cover - where asking by signal 0 would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
