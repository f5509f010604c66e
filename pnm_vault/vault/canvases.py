"""Which canvases there are: files that are no notes, but name some."""

import os
import stat
from contextlib import suppress

from pnm_vault.vault.walk import is_evicted


def find_canvases(root: str) -> tuple[str, ...]:
    """Give the canvases of a vault by path, sorted. Hidden folders and links are left out."""
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
        above = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if above == "." else f"{above}/"
        for name in names:
            if name.endswith(".canvas") and not name.startswith(".") and _is_ordinary(os.path.join(folder, name)):
                found.append(prefix + name)
    return tuple(sorted(found))


def _is_ordinary(full: str) -> bool:
    with suppress(OSError, UnicodeEncodeError):
        full.encode()
        state = os.lstat(full)
        return stat.S_ISREG(state.st_mode) and not is_evicted(state)
    return False
