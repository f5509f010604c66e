"""One look at all that a watch minds, for where the system reports no changes."""

import contextlib
import os
from collections.abc import Callable

from pnm_vault.vault.hints import is_note, shapes_everything

Snapshot = dict[str, tuple[int, int, int]]


def take_snapshot(root: str, stop: Callable[[], bool]) -> Snapshot | None:
    """Look at every note, template and `pnm.toml` under a folder: modification time in ns, size and inode, by path.

    Symbolic links are not followed. None when `stop()` became true on the way. Raises: OSError when the root itself
    cannot be read; a folder below it that cannot be read is left out.
    """
    snapshot: Snapshot = {}
    folders = [""]
    while folders:
        if stop():
            return None
        inside = folders.pop()
        try:
            with os.scandir(os.path.join(root, inside)) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    path = f"{inside}/{entry.name}" if inside else entry.name
                    with contextlib.suppress(OSError):
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(path)
                        elif is_note(path) or shapes_everything(path, folder=False):
                            seen = entry.stat(follow_symlinks=False)
                            snapshot[path] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        except OSError:
            if not inside:
                raise
    return snapshot
