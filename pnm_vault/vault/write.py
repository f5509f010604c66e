"""A plan carried out on the disk: each file is whole at every instant, and replaced only if it is what was read.

The order is: write beside it, sync, compare, exchange, look at what was displaced, take it back if it is not what was
expected. Comparing and then replacing alone loses about 3 % of an editor's saves that fall in between (measured, eight
notes being hammered); exchanging and looking loses none.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.vault.editing import BEING_EDITED, edited_recently, remember_own
from pnm_vault.vault.folder import Folder, Refused, open_folder, parts_of
from pnm_vault.vault.read import real_path_inside, reason
from pnm_vault.vault.swap import exchange, patiently, sync_folder
from pnm_vault.vault.temporary import keep_visible, let_go, mark_ready, sweep, temporary_name, write_beside
from pnm_vault.vault.walk import is_evicted

SETTLE_SECONDS = 2.0

_PLATFORM: str = sys.platform
THERE = "a file of this name is there already"
CHANGED = "it was changed since it was read"
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EINVAL})
_WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENAMETOOLONG: "the name is too long for this disk",
    errno.ENOTDIR: "a file is in the way of its folder",
    errno.ELOOP: "a symbolic link is in its path",
    errno.ENOENT: "it is no longer there",
    errno.EEXIST: THERE,
}


class Kept(Refused):
    """A step is not carried out, and somebody's text that lost its place is in a file of its own."""


def apply(root: str, plan: Plan, *, settle: bool = False) -> WriteReport:
    """Carry out a plan, step by step; a step that cannot be done is skipped with the reason, and the rest goes on.

    `root` is the vault's real path. With `settle`, notes that somebody seems to be editing are left alone.
    """
    done: dict[str, list[str]] = {"create": [], "replace": [], "remove": []}
    skipped: list[tuple[str, str]] = []
    folders: dict[str, list[str]] = {}
    swept: set[str] = set()
    for step in plan.steps:
        try:
            places = _carry_out(root, step, settle, swept)
        except Refused as refusal:
            skipped.append((step.path, str(refusal)))
        except OSError as error:
            skipped.append((step.path, why_of(error)))
        else:
            done[str(step.__struct_config__.tag)].append(step.path)
            for place in places:
                folders.setdefault(place, []).append(step.path)
    for path, why in sync_places(folders).items():
        for paths in done.values():
            paths[:] = [other for other in paths if other != path]
        skipped.append((path, why))
    return WriteReport(tuple(done["create"]), tuple(done["replace"]), tuple(done["remove"]), tuple(skipped))


def clear_away(root: str, paths: Iterable[str]) -> None:
    """Take away what runs that were killed left in the folders of these notes."""
    for folder in {tuple(parts_of(path)[:-1]) for path in paths}:
        with suppress(OSError, Refused), open_folder(root, folder, make=False) as place:
            sweep(place)


def sync_places(folders: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Make the new names last; gives, for every path below a folder where that failed, the reason."""
    unsure: dict[str, str] = {}
    for place, paths in folders.items():
        try:
            sync_folder(place)
        except OSError as error:
            why = f"it was written, but the system could not make sure that it is on the disk: {why_of(error)}"
            unsure.update(dict.fromkeys(paths, why))
    return unsure


def _carry_out(root: str, step: Create | Replace | Remove, settle: bool, swept: set[str]) -> tuple[str, ...]:
    """Do one step; gives the real paths of the folders it changed. When it raises, nothing changed."""
    parts_of(step.path)
    path = step.path
    if isinstance(step, Create):
        if os.path.lexists(os.path.join(root, path)):
            raise Refused(THERE)
    else:
        if settle and edited_recently(root, path, SETTLE_SECONDS):
            raise Refused(BEING_EDITED)
    real = real_path_inside(root, path)
    if real is None:
        raise Refused("it leads out of the vault")
    parts = parts_of(os.path.relpath(real, root).replace(os.sep, "/"))
    with open_folder(root, parts[:-1], make=isinstance(step, Create)) as folder:
        if folder.path not in swept:
            swept.add(folder.path)
            sweep(folder)
        if isinstance(step, Create):
            _create(folder, parts[-1], step.content)
        elif isinstance(step, Replace):
            replace_file(folder, parts[-1], step)
        else:
            remove_file(folder, parts[-1], step.expected)
        remember_own(root, path)
        return (folder.path, *folder.grown)


def _create(folder: Folder, name: str, content: bytes) -> None:
    twin = folder.twin_of(name)
    if twin is not None:
        raise Refused(f"{twin!r} is there already, which some systems cannot tell from it")
    temporary = write_beside(folder, content, None)
    try:
        give_new_name(folder, temporary, name)
    finally:
        folder.forget(temporary)


def give_new_name(folder: Folder, temporary: str, name: str) -> None:
    """Put a file under a name that must be free. Raises FileExistsError."""
    if _PLATFORM == "win32":  # pragma: no cover - here a plain rename refuses a name that is taken
        patiently(lambda: os.rename(folder.at(temporary), folder.at(name)))
        return
    try:
        folder.link(temporary, name)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A disk without hard links (FAT, many shares): take the name with an empty file, then put ours over it.
        os.close(folder.make(name, 0o600))
        try:
            folder.rename(temporary, name)
        except OSError:
            folder.forget(name)
            raise


def replace_file(folder: Folder, name: str, step: Replace) -> None:
    """Put a file in the place of one that must hold what is expected. Raises Refused, OSError; then nothing changed."""
    state = _ordinary(folder, name)
    present = folder.read(name)
    if present == step.content:
        return
    if present != step.expected:
        raise Refused(CHANGED)
    temporary = mark_ready(folder, write_beside(folder, step.content, state), step)
    try:
        if folder.read(name) != step.expected:
            raise Refused(CHANGED)
        if exchange(folder.at(temporary), folder.at(name), folder.handle):
            put_back_if_other(folder, temporary, name, step)
        else:
            patiently(lambda: folder.rename(temporary, name))
    except Kept:
        raise
    except Exception:
        folder.forget(temporary)
        raise
    except BaseException:  # an interrupt may fall between the exchange and the look at what it displaced
        let_go(folder, temporary, name, (step.content, step.expected))
        raise
    folder.forget(temporary)


def _ordinary(folder: Folder, name: str) -> os.stat_result:
    state = folder.look(name)
    if not stat.S_ISREG(state.st_mode):
        raise Refused("it is not an ordinary file")
    if state.st_nlink > 1:
        raise Refused("it has a second name (a hard link), which would keep the old text")
    if is_evicted(state):
        raise Refused("it is in the cloud only")
    return state


def put_back_if_other(folder: Folder, displaced: str, name: str, step: Replace) -> None:
    """Take the exchange back when what it displaced is not what was expected: somebody saved in between."""
    try:
        as_expected = folder.read(displaced) == step.expected
    except OSError:
        as_expected = False
    if as_expected:
        return
    try:
        exchange(folder.at(displaced), folder.at(name), folder.handle)
        if _holds_other(folder, displaced, step.content):
            # Saved once more, over our text: that save is the latest and belongs under the name.
            exchange(folder.at(displaced), folder.at(name), folder.handle)
    except OSError as error:
        kept = keep_visible(folder, displaced, name)
        raise Kept(f"somebody saved it at the same moment; their text is in {kept!r} ({why_of(error)})") from error
    raise Refused(CHANGED)


def _holds_other(folder: Folder, name: str, content: bytes) -> bool:
    try:
        return folder.read(name) != content
    except OSError:  # nothing can be read any more; what is there was ours a moment ago
        return False


def remove_file(folder: Folder, name: str, expected: bytes) -> None:
    """Remove a file that must hold what is expected. Raises Refused, OSError; then it is still there."""
    _ordinary(folder, name)
    if folder.read(name) != expected:
        raise Refused(CHANGED)
    aside = temporary_name()
    patiently(lambda: folder.rename(name, aside))
    why = CHANGED
    try:
        if folder.read(aside) == expected:
            folder.unlink(aside)
            return
    except OSError as error:
        why = why_of(error)
    try:
        give_new_name(folder, aside, name)
        folder.forget(aside)
    except OSError as error:
        kept = keep_visible(folder, aside, name)
        raise Kept(f"somebody saved it at the same moment; their text is in {kept!r} ({why_of(error)})") from error
    raise Refused(why)


def why_of(error: OSError) -> str:
    """Say in plain words why the system refused to write."""
    return _WHY.get(error.errno or 0) or reason(error)
