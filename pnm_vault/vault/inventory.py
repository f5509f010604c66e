"""What lies in the folders of a vault beside the notes that `walk` lists: names only, no file opened."""

import os
from collections.abc import Sequence

from pnm_vault.model.record import Row
from pnm_vault.vault.folder import is_windows_name
from pnm_vault.vault.patterns import Ignored
from pnm_vault.vault.temporary import KEPT_MARK, TEMPORARY


class Inventory(Row, frozen=True):
    """What was found, by path in sorted order. Hidden folders are not looked into, as pnm writes into none.

    `files` are all files but hidden ones; `linked` of these the notes with several names (hard links); `unportable`
    notes and folders whose name Windows cannot have. `temporary` are files that pnm wrote or put aside on its way. Of
    what the settings ignore only the last is listed, and texts that got a name of their own.
    """

    files: tuple[str, ...] = ()
    temporary: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    unportable: tuple[str, ...] = ()


def take_inventory(root: str, ignore: Sequence[str] = ()) -> Inventory:
    """Look through all folders of a vault; one that cannot be listed is passed over, since `walk` tells of it."""
    files: list[str] = []
    temporary: list[str] = []
    linked: list[str] = []
    unportable: list[str] = []
    left_out = Ignored(ignore)
    pending = [("", bool(left_out), False)]
    while pending:
        prefix, selective, ignored = pending.pop()
        for name, entry in _entries(f"{root}/{prefix}"):
            path = prefix + name
            if name[0] == ".":
                if name.startswith(TEMPORARY) and name.endswith(".tmp"):
                    temporary.append(path)
                continue
            passed_over = ignored or (selective and path in left_out)
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder:
                pending.append((f"{path}/", selective, passed_over))
            elif not passed_over or KEPT_MARK in name:
                files.append(path)
            if passed_over or not (is_folder or name[-3:].lower() == ".md"):
                continue
            if not is_windows_name(name):
                unportable.append(path)
            if not is_folder and _has_several_names(entry):
                linked.append(path)
    return Inventory(*(tuple(sorted(found)) for found in (files, temporary, linked, unportable)))


def _entries(folder: str) -> list[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(folder) as entries:
            return [(entry.name, entry) for entry in entries]
    except OSError:
        return []


def _has_several_names(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_nlink > 1
    except OSError:
        return False
