"""One note that the user wrote, changed on the disk: compared, exchanged, looked at again, and never unlinked unseen.

Whoever calls has put the old bytes into the journal first. What a change displaces stays under a hidden name until
`look_again` has seen that nobody wrote into it: an editor that had the old file open writes there, and not into the new
one.
"""

import os
from collections.abc import Collection
from contextlib import suppress

from pnm_vault.model.plan import Create, Remove, Replace
from pnm_vault.model.record import Record
from pnm_vault.vault import clock
from pnm_vault.vault.editing import remember_own
from pnm_vault.vault.folder import Folder, Refused, close, open_folder, read_whole
from pnm_vault.vault.swap import exchange, is_being_written, patiently, sync_file, write_all
from pnm_vault.vault.temporary import keep_visible, let_go, write_beside
from pnm_vault.vault.user_check import locate, names_in, refuse_twin, sane
from pnm_vault.vault.write import (
    CHANGED,
    Kept,
    give_new_name,
    put_back_if_other,
    why_of,
)

# Other runs of pnm tell these from the temporary files of generated notes, which they may take away unread.
TEMPORARY = ".pnm-note-"

# How long a file is looked after once it was displaced: when nobody can say whether it is open, and when it is.
_KEEP_SECONDS = 0.25
_OPEN_SECONDS = 2.0
_SOON_SECONDS = 0.02


class Torn(OSError):  # noqa: N818 - it is what became of the file
    """A note with several names could be neither written whole nor put back; the journal has both texts."""


class Placed(Record, frozen=True):
    """A change that was made. `aside` is the hidden name of what it displaced, empty when there was nothing.

    `folder` is the real folder below the vault as path parts, `places` the real paths of the folders that changed.
    """

    step: Create | Replace | Remove
    folder: tuple[str, ...]
    name: str
    aside: str
    places: tuple[str, ...]
    at: float


def place(root: str, step: Create | Replace | Remove, leaving: Collection[str] = (), mode: int = 0) -> Placed:
    """Carry out one step.

    Raises:
        Refused: it is not as expected any more; nothing changed.
        Torn: see there.
        OSError: nothing changed.
    """
    parts, name = locate(root, step.path)
    with open_folder(root, parts, make=isinstance(step, Create)) as folder:
        temporary = temporary_name(name)
        if isinstance(step, Create):
            _create(folder, name, step.content, temporary, names_in(parts, leaving), mode)
            aside = ""
        elif isinstance(step, Replace):
            aside = _replace(folder, name, step, temporary)
        else:
            aside = _remove(folder, name, step.expected, temporary)
        for path in {step.path, "/".join((*parts, name))}:
            remember_own(root, path)
        return Placed(step, parts, name, aside, (folder.path, *folder.grown), clock.monotonic())


def temporary_name(name: str) -> str:
    """Give a hidden name for what is about to be, or was, the note `name`."""
    return f"{TEMPORARY}{os.getpid()}-{key_of(name)}-{os.urandom(4).hex()}.tmp"


def key_of(name: str) -> str:
    """Give the part of a temporary file's name that says which note it belongs to."""
    from pnm_vault.vault.places import digest_of

    return digest_of(os.fsencode(name)).hex()[:12]


def _create(folder: Folder, name: str, content: bytes, temporary: str, leaving: Collection[str], mode: int) -> None:
    refuse_twin(folder, name, leaving)
    write_beside(folder, content, None, temporary)
    try:
        if mode and hasattr(os, "chmod"):
            os.chmod(folder.at(temporary), mode, dir_fd=folder.handle)
        give_new_name(folder, temporary, name)
    finally:
        folder.forget(temporary)


def _replace(folder: Folder, name: str, step: Replace, temporary: str) -> str:
    state = sane(folder, name)
    present = folder.read(name)
    if present == step.content:
        return ""
    if present != step.expected:
        raise Refused(CHANGED)
    if state.st_nlink > 1:
        _write_in_place(folder, name, step)
        return ""
    write_beside(folder, step.content, state, temporary, name)
    traded = False
    try:
        if folder.read(name) != step.expected:
            raise Refused(CHANGED)
        traded = exchange(folder.at(temporary), folder.at(name), folder.handle)
        if traded:
            put_back_if_other(folder, temporary, name, step)
            return temporary
        return _replace_by_rename(folder, temporary, name, step, f"{temporary[:-4]}b.tmp")
    except Kept:
        raise
    except Exception:
        if traded:  # it was under the note's name for a moment, so somebody may have opened it
            _discard(folder, temporary, name, step)
        else:
            folder.forget(temporary)
        raise
    except BaseException:  # an interrupt may fall between the exchange and the look at what it displaced
        let_go(folder, temporary, name, (step.content, step.expected))
        raise


def _discard(folder: Folder, temporary: str, name: str, step: Replace) -> None:
    with suppress(OSError):
        if _is_let_go(folder, temporary, clock.monotonic()):
            let_go(folder, temporary, name, (step.content, step.expected))


def _replace_by_rename(folder: Folder, temporary: str, name: str, step: Replace, second: str) -> str:
    """Replace where names cannot trade files: the old file first gets a second name, so that it can be looked at."""
    try:
        folder.link(name, second)
    except OSError:
        second = ""
    try:
        if folder.read(second or name) != step.expected:
            raise Refused(CHANGED)
        patiently(lambda: folder.rename(temporary, name))
    except BaseException:
        if second:
            folder.forget(second)
        raise
    return second


def _write_in_place(folder: Folder, name: str, step: Replace) -> None:
    """Write into the file itself, as it has other names, which must not be left with the old text."""
    handle = folder.open(name, os.O_RDWR)
    try:
        if read_whole(handle) != step.expected:
            raise Refused(CHANGED)
        try:
            _overwrite(handle, step.content)
        except OSError as error:
            try:
                _overwrite(handle, step.expected)
            except OSError:
                raise Torn(error.errno, error.strerror) from error
            raise
    finally:
        close(handle)


def _overwrite(handle: int, content: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    write_all(handle, content)
    os.ftruncate(handle, len(content))
    sync_file(handle)


def is_torn(present: bytes, before: bytes, after: bytes) -> bool:
    """Tell whether a file is what a write into it leaves that was cut short: each byte is of one text or the other."""
    shorter, longer = sorted((before, after), key=len)
    if not len(shorter) <= len(present) <= len(longer):
        return False
    mixed = zip(present, shorter, longer, strict=False)
    return present[len(shorter) :] == longer[len(shorter) : len(present)] and all(
        byte in (one, other) for byte, one, other in mixed
    )


def mend(root: str, step: Replace, torn: bytes) -> None:
    """Give a torn file, which held `torn` a moment ago, its new text. Raises Refused, OSError."""
    parts, name = locate(root, step.path)
    with open_folder(root, parts, make=False) as folder:
        _write_in_place(folder, name, Replace(step.path, step.content, torn))
        remember_own(root, step.path)


def _remove(folder: Folder, name: str, expected: bytes, aside: str) -> str:
    sane(folder, name)
    if folder.read(name) != expected:
        raise Refused(CHANGED)
    patiently(lambda: folder.rename(name, aside))
    why = CHANGED
    try:
        if folder.read(aside) == expected:
            return aside
    except OSError as error:
        why = why_of(error)
    _bring_back(folder, aside, name)
    raise Refused(why)


def _bring_back(folder: Folder, aside: str, name: str) -> None:
    try:
        give_new_name(folder, aside, name)
        folder.forget(aside)
    except OSError as error:
        kept = keep_visible(folder, aside, name)
        raise Kept(f"somebody saved it at the same moment; their text is in {kept!r} ({why_of(error)})") from error


def look_again(root: str, placed: Placed) -> str:
    """Take away what a change displaced, unless somebody wrote into it; gives what happened then, else nothing.

    Somebody's save goes back under the note's name, and our change is taken back: it has to be planned anew. A file
    that stays open for writing is left where it is, for the next run to look at.
    """
    if not placed.aside:
        return ""
    try:
        with open_folder(root, placed.folder, make=False) as folder:
            if not _is_let_go(folder, placed.aside, placed.at):
                return ""
            step = placed.step
            expected = b"" if isinstance(step, Create) else step.expected
            if folder.read(placed.aside) == expected:
                folder.forget(placed.aside)
                return ""
            return restore(folder, placed.aside, placed.name, b"" if isinstance(step, Remove) else step.content)
    except OSError:
        return ""  # it stays where it is, for the next run to look at


def _is_let_go(folder: Folder, aside: str, since: float) -> bool:
    """Wait until nobody has a displaced file open for writing; False when somebody keeps it open."""
    _wait_until(since + _SOON_SECONDS)
    handle = folder.open(aside, os.O_RDONLY)
    try:
        while (written := is_being_written(handle)) is True:
            if clock.monotonic() > since + _OPEN_SECONDS:
                return False
            clock.sleep(_SOON_SECONDS)
    finally:
        close(handle)
    if written is None:
        _wait_until(since + _KEEP_SECONDS)
    return True


def _wait_until(moment: float) -> None:
    rest = moment - clock.monotonic()
    if rest > 0:
        clock.sleep(rest)


def restore(folder: Folder, aside: str, name: str, ours: bytes) -> str:
    """Give somebody's text, which a change displaced, its place again; gives what was done as a reason.

    When the note no longer holds `ours`, it was saved once more since: then the text gets a name of its own.
    """
    try:
        present = folder.read(name)
    except FileNotFoundError:
        _bring_back(folder, aside, name)
        return CHANGED
    if present == ours and _trade(folder, aside, name):
        # What is aside now was under the note's name until this moment, so it may be open too.
        if not _is_let_go(folder, aside, clock.monotonic()):
            return CHANGED
        if _holds(folder, aside, ours):
            folder.forget(aside)
            return CHANGED
        _trade(folder, aside, name)
    kept = keep_visible(folder, aside, name)
    return f"somebody saved it at the same moment; their text is in {kept!r}"


def _trade(folder: Folder, first: str, second: str) -> bool:
    try:
        return exchange(folder.at(first), folder.at(second), folder.handle)
    except OSError:
        return False


def _holds(folder: Folder, name: str, content: bytes) -> bool:
    try:
        return folder.read(name) == content
    except OSError:
        return False
