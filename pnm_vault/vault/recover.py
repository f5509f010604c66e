"""After a run that was killed: what it had begun is finished, and what it left lying about is taken away or kept.

An operation of which something was done is finished, so that notes that belong together change together. One of which
nothing was done is forgotten: whoever gave that command saw it fail, and gives it again.
"""

import os
from collections.abc import Collection, Mapping

from pnm_vault.model.plan import Create, Remove, Replace
from pnm_vault.model.record import Record
from pnm_vault.vault.editing import BEING_EDITED
from pnm_vault.vault.folder import Folder, Refused, close, open_folder, read_whole
from pnm_vault.vault.journal import DONE, PARTIAL, Change, Journal, Operation
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.swap import is_being_written
from pnm_vault.vault.temporary import is_abandoned, is_running, keep_visible
from pnm_vault.vault.user_check import check, is_there, locate, read_among, twins_among
from pnm_vault.vault.user_file import TEMPORARY, is_torn, key_of, look_again, mend, place, restore
from pnm_vault.vault.write import sync_places, why_of

GONE = "its old text is no longer in the undo journal"


class Recovery(Record, frozen=True):
    """What was made of an operation that a killed run had begun.

    `finished` are the notes that were changed now, `left` pairs those that could not be with the reason. `words` is
    empty for files that belong to no operation. `kept` are texts of others that got a name of their own.
    """

    number: int = 0
    words: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()


def recover(root: str, journal: Journal, *, alone: bool) -> tuple[Recovery, ...]:
    """Finish what killed runs had begun, the oldest first. `alone`: the vault's lock is held.

    Never raises: what cannot be done now is left for the next run.
    """
    told = []
    for operation in journal.pending():
        if alone or not is_running(operation.process):
            told.append(_finish(root, journal, operation, alone))
    return tuple(one for one in told if one.finished or one.left or one.kept)


def _finish(root: str, journal: Journal, operation: Operation, alone: bool) -> Recovery:
    afters = {change.after for change in operation.changes}
    folders = {parts for change in operation.changes if (parts := _folder_of(root, change.path)) is not None}
    names = tuple(os.path.basename(change.path) for change in operation.changes)
    kept = tuple(text for parts in sorted(folders) for text in sweep(root, parts, journal, alone, names, afters))
    twins = twins_among(change.path for change in operation.changes)
    states = {change.path: _state(root, journal, change, twins) for change in operation.changes}
    if not {"new", "torn"} & set(states.values()):
        if "other" in states.values():  # it may have been done, and edited since
            journal.settle(operation, PARTIAL)
        else:
            journal.drop(operation)
        return Recovery(operation.number, operation.words, kept=kept)
    finished: list[str] = []
    left: list[tuple[str, str]] = []
    places: dict[str, list[str]] = {}
    leaving = {change.path for change in operation.changes if change.kind == "remove"}
    for change in operation.changes:
        if states[change.path] == "new":
            continue
        try:
            for folder in _redo(root, journal, change, states[change.path], leaving):
                places.setdefault(folder, []).append(change.path)
        except Refused as refusal:
            left.append((change.path, str(refusal)))
        except OSError as error:
            left.append((change.path, why_of(error)))
        else:
            finished.append(change.path)
    sync_places(places)
    # A note in somebody's hands is for the next run; of a disk that refuses, nobody knows.
    if not any(why == BEING_EDITED or states[path] == "torn" for path, why in left):
        journal.settle(operation, PARTIAL if left else DONE)
    return Recovery(operation.number, operation.words, tuple(finished), tuple(left), kept)


def _folder_of(root: str, path: str) -> tuple[str, ...] | None:
    try:
        return locate(root, path)[0]
    except (Refused, OSError):
        return None


def _state(root: str, journal: Journal, change: Change, twins: Collection[str]) -> str:
    """Tell what a note is now: `old`, `new`, `torn` (a write into a file with several names was cut short), `other`."""
    present = read_among(root, change.path, twins)
    if present is None:
        there = is_there(root, change.path)
        digest = "?" if there else ""
    else:
        digest = digest_of(present).hex()
    if digest == change.after:
        return "new"
    if digest == change.before:
        return "old"
    if present is not None and change.kind == "replace" and _has_names(root, change.path):
        before, after = journal.content(change.before), journal.content(change.after)
        if before is not None and after is not None and is_torn(present, before, after):
            return "torn"
    return "other"


def _has_names(root: str, path: str) -> bool:
    try:
        return os.stat(os.path.join(root, path)).st_nlink > 1
    except OSError:
        return False


def step_of(journal: Journal, change: Change) -> Create | Replace | Remove:
    """Make the step anew that a change was. Raises Refused when a content is gone."""
    before = journal.content(change.before) if change.before else b""
    after = journal.content(change.after) if change.after else b""
    if before is None or after is None:
        raise Refused(GONE)
    if change.kind == "create":
        return Create(change.path, after)
    return Remove(change.path, before) if change.kind == "remove" else Replace(change.path, after, before)


def _redo(root: str, journal: Journal, change: Change, state: str, leaving: Collection[str]) -> tuple[str, ...]:
    step = step_of(journal, change)
    if state == "torn" and isinstance(step, Replace):
        mend(root, step, read_bytes(root, step.path) or b"")
        return ()
    check(root, step, at_once=False, own=journal.wrote, leaving=leaving)
    placed = place(root, step, leaving, change.mode)
    why = look_again(root, placed)
    if why:
        raise Refused(why)
    return placed.places


def sweep(
    root: str,
    parts: tuple[str, ...],
    journal: Journal,
    alone: bool,
    names: Collection[str] = (),
    afters: Collection[str] = (),
) -> tuple[str, ...]:
    """Take away what killed runs left in a folder; gives the words for every text of others that was found there.

    `names` are notes that may be missing from the folder; `afters` are the digests of what a killed run put in place.
    """
    told: list[str] = []
    try:
        with open_folder(root, parts, make=False) as folder:
            present = folder.names()
            notes = {key_of(name): name for name in (*present, *names) if not name.startswith(TEMPORARY)}
            for name in present:
                ours = name.startswith(TEMPORARY) and name.endswith(".tmp")
                if ours and (alone or is_abandoned(folder, name, TEMPORARY)):
                    told += _judge(folder, name, notes, journal, afters)
    except (OSError, Refused):
        pass
    return tuple(told)


def _judge(
    folder: Folder, temporary: str, notes: Mapping[str, str], journal: Journal, afters: Collection[str]
) -> list[str]:
    """Forget a text that the journal has; give any other its place again, or a name of its own."""
    handle = folder.open(temporary, os.O_RDONLY)
    try:
        if is_being_written(handle):
            return []
        content = read_whole(handle)
    finally:
        close(handle)
    if journal.knows(content):
        folder.forget(temporary)
        return []
    name = notes.get((temporary.split("-") + [""] * 4)[3])
    if name is None:
        return [f"a text that was saved while pnm was killed is in {keep_visible(folder, temporary, 'note.md')!r}"]
    try:
        present = folder.read(name)
    except OSError:
        present = b""
    ours = present if digest_of(present).hex() in afters else content
    return [f"{name}: {restore(folder, temporary, name, ours)}"]
