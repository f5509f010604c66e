"""Where pnm keeps what is not the vault's: the cache and the state folder, both outside every vault."""

import os
import stat
import sys
from collections.abc import Mapping
from functools import cache

from pnm_vault.blake import blake2b

_PLATFORM: str = sys.platform


def digest_of(content: bytes) -> bytes:
    """Give the fingerprint of a file's content: 16 bytes of BLAKE2b."""
    return blake2b(content, digest_size=16).digest()


def vault_id(root: str) -> str:
    """Give a short name for a vault that is safe in file names: a digest of its real path."""
    return digest_of(os.fsencode(os.path.realpath(root))).hex()


def cache_folder(environ: Mapping[str, str] | None = None) -> str:
    """Give the folder for everything that can be made again: `PNM_CACHE`, else the system's own cache folder."""
    return _folder("PNM_CACHE", "XDG_CACHE_HOME", ".cache", environ)


def state_folder(environ: Mapping[str, str] | None = None) -> str:
    """Give the folder for locks and for what the user trusts: `PNM_STATE`, else the system's own state folder."""
    return _folder("PNM_STATE", "XDG_STATE_HOME", ".local/state", environ)


@cache
def program_stamp(package: str = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) -> bytes:
    """Give what is another one when a file of the program itself has changed, as after an update of a checkout.

    Looked at once: what a process has loaded stays as it is.
    """
    # What was installed, with the templates among its files, is exchanged as a whole: its first file is written anew.
    if os.path.isdir(os.path.join(package, "templates")):
        state = os.stat(os.path.join(package, "__init__.py"))
        seen = [f"{package} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}"]
    else:
        seen = _stamps_below(package)
    return "\n".join(seen).encode(errors="surrogateescape")


def _stamps_below(package: str) -> list[str]:
    seen: list[str] = []
    pending = [package]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        state = entry.stat()
                        seen.append(f"{entry.path} {state.st_mtime_ns} {state.st_size}")
                    elif entry.name[0] not in "._" and entry.is_dir():
                        pending.append(entry.path)
        except OSError:  # not a folder on the disk: packed in an archive
            continue
    return sorted(seen)


def journal_folder(root: str) -> str:
    """Give the folder of a vault's undo journal; it need not be there."""
    return os.path.join(state_folder(), "journal", vault_id(root))


def is_private(path: str) -> bool:
    """Tell whether nobody but this user, and the system's own, can change a file or put another one in its place.

    Every folder above it counts. Always False where files have no owner and mode to tell it by (Windows).
    """
    if not hasattr(os, "getuid"):
        return False
    place, is_folder = os.path.realpath(path), False
    try:
        while True:
            state = os.stat(place)
            shared = state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
            # In a folder with the sticky bit, as /tmp is, others can add files but not exchange ours.
            if state.st_uid not in (0, os.getuid()) or (shared and not (is_folder and state.st_mode & stat.S_ISVTX)):
                return False
            above = os.path.dirname(place)
            if above == place:
                return True
            place, is_folder = above, True
    except OSError:
        return False


def was_interrupted(root: str) -> bool:
    """Tell whether a command that changes notes was killed in the middle; costs one look into a folder."""
    try:
        names = os.listdir(os.path.join(journal_folder(root), "operations"))
    except OSError:
        return False
    return any(name.endswith(".intended") for name in names)


def _folder(own: str, xdg: str, beneath_home: str, environ: Mapping[str, str] | None) -> str:
    values = os.environ if environ is None else environ
    if values.get(own):
        return os.path.abspath(os.path.expanduser(values[own]))
    if _PLATFORM.startswith("linux"):
        # What platformdirs answers on Linux, without its 7 ms of imports. A relative value is invalid and ignored.
        # Source: XDG Base Directory Specification 0.8.
        base = values.get(xdg, "").strip()
        if not os.path.isabs(base):
            base = os.path.join(os.path.expanduser("~"), beneath_home)
        return os.path.join(base, "pnm")
    import platformdirs

    if own == "PNM_CACHE":
        return platformdirs.user_cache_dir("pnm", appauthor=False)
    return platformdirs.user_state_dir("pnm", appauthor=False)
