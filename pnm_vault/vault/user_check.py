"""Before a note that the user wrote is changed: where it really lies, and whether it may be changed now."""

import os
import stat
from collections.abc import Callable, Collection, Iterable
from unicodedata import normalize

from pnm_vault.model.plan import Create, Remove, Replace
from pnm_vault.vault.editing import BEING_EDITED, has_lock_beside, saved_recently
from pnm_vault.vault.folder import Folder, Refused, open_folder, parts_of
from pnm_vault.vault.read import MAX_BYTES, read_bytes, real_path_inside
from pnm_vault.vault.walk import is_evicted
from pnm_vault.vault.write import CHANGED, SETTLE_SECONDS, THERE


def locate(root: str, path: str) -> tuple[tuple[str, ...], str]:
    """Give the real folder, as parts below the vault, and the real name of a note. Raises Refused."""
    parts_of(path)
    real = real_path_inside(root, path)
    if real is None:
        raise Refused("it leads out of the vault")
    parts = parts_of(os.path.relpath(real, root).replace(os.sep, "/"))
    return parts[:-1], parts[-1]


def check(
    root: str,
    step: Create | Replace | Remove,
    *,
    at_once: bool,
    own: Callable[[str, bytes], bool],
    leaving: Collection[str],
) -> int:
    """Find out whether a step can be done as the vault is now; gives the mode of the file, 0 when there is none.

    `own` says whether a content at a path is what pnm itself left there; `leaving` are the paths that the same plan
    removes, whose names do not count as taken.

    Raises:
        Refused: it cannot be done, or not now.
        OSError: likewise.
    """
    parts, name = locate(root, step.path)
    if isinstance(step, Create):
        return _check_new(root, step, parts, name, leaving)
    if isinstance(step, Remove) and os.path.islink(os.path.join(root, step.path)):
        raise Refused("it is a symbolic link")
    with open_folder(root, parts, make=False) as folder:
        state = sane(folder, name)
        present = folder.read(name)
        if isinstance(step, Replace) and present == step.content:
            return state.st_mode
        if not at_once:
            _refuse_when_edited(root, step.path, "/".join((*parts, name)), lambda: own(step.path, present))
        if present != step.expected:
            raise Refused(CHANGED)
        return stat.S_IMODE(state.st_mode)


def _check_new(root: str, step: Create, parts: tuple[str, ...], name: str, leaving: Collection[str]) -> int:
    if is_there(root, step.path):
        raise Refused(THERE)
    if os.path.isdir(os.path.join(root, *parts)):
        with open_folder(root, parts, make=False) as folder:
            refuse_twin(folder, name, names_in(parts, leaving))
    return 0


def is_there(root: str, path: str) -> bool:
    """Tell whether something lies at a path, under the very name: not under one that the system only takes for it.

    Where case does not matter, `ann.md` opens `Ann.md`; a note that gets a name of other case must be told from itself.
    """
    full = os.path.join(root, path)
    if not os.path.lexists(full):
        return False
    try:
        names = os.listdir(os.path.dirname(full))
    except OSError:
        return True
    name = os.path.basename(full)
    return name in names or normalize("NFC", name) in {normalize("NFC", other) for other in names}


def mode_of(root: str, path: str) -> int:
    """Give the permissions of a file; 0: there is none."""
    try:
        return stat.S_IMODE(os.stat(os.path.join(root, path)).st_mode)
    except OSError:
        return 0


def twins_among(paths: Iterable[str]) -> frozenset[str]:
    """Name the paths that some systems cannot tell from another one of them."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(normalize("NFC", path).casefold(), []).append(path)
    return frozenset(path for group in groups.values() if len(group) > 1 for path in group)


def read_among(root: str, path: str, twins: Collection[str]) -> bytes | None:
    """Give the content of a note; of one that has a twin, only if it lies there under the very name."""
    content = read_bytes(root, path)
    return None if content is None or (path in twins and not is_there(root, path)) else content


def names_in(parts: tuple[str, ...], paths: Collection[str]) -> set[str]:
    """Give the names of those of the `paths` that lie in a folder, given as its parts."""
    start = "".join(f"{part}/" for part in parts)
    return {path[len(start) :] for path in paths if path.startswith(start)}


def refuse_twin(folder: Folder, name: str, leaving: Collection[str]) -> None:
    """Raise Refused when a name, other than those in `leaving`, is there that some systems take for the same."""
    twin = folder.twin_of(name)
    if twin is not None and twin not in leaving:
        raise Refused(f"{twin!r} is there already, which some systems cannot tell from it")


def sane(folder: Folder, name: str) -> os.stat_result:
    """Give the state of an ordinary file that may be written to. Raises Refused, OSError."""
    state = folder.look(name)
    if not stat.S_ISREG(state.st_mode):
        raise Refused("it is not an ordinary file")
    if is_evicted(state):
        raise Refused("it is in the cloud only")
    if state.st_size > MAX_BYTES:
        raise Refused("it is larger than 2 MB")
    if not state.st_mode & 0o222 or not _may_write(folder, name):
        raise Refused("it is read-only")
    return state


def _may_write(folder: Folder, name: str) -> bool:
    return os.access(folder.at(name), os.W_OK, dir_fd=folder.handle)


def _refuse_when_edited(root: str, path: str, real: str, own: Callable[[], bool]) -> None:
    """Raise Refused when somebody seems to be editing a note; `own` says whether its text is what pnm left there."""
    if has_lock_beside(root, path) or (real != path and has_lock_beside(root, real)):
        raise Refused(BEING_EDITED)
    if saved_recently(root, real, SETTLE_SECONDS) and not own():
        raise Refused(BEING_EDITED)
