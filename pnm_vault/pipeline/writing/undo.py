"""Taking back what a command changed: each note gets the text that it had, if it still holds what the command left."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.model.record import Record
from pnm_vault.vault.journal import DONE, INTENDED, PARTIAL, UNDONE, Change, Journal, Operation
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.recover import GONE, Recovery, recover
from pnm_vault.vault.user_check import is_there, read_among, twins_among
from pnm_vault.vault.write_user import apply_user

_CHANGED_SINCE = "it was changed since"


class Undone(Record, frozen=True):
    """What was taken back, or would be.

    `plan` is what it takes, `refused` pairs each note that cannot be taken back with the reason. `report` is empty when
    nothing was written. `number` is the operation that the undo itself is, 0 when there is none.
    """

    operation: Operation
    plan: Plan
    refused: tuple[tuple[str, str], ...] = ()
    report: WriteReport = WriteReport()
    number: int = 0
    recovered: tuple[Recovery, ...] = ()


def undo(
    root: str,
    which: int | None = None,
    *,
    dry_run: bool = False,
    partial: bool = False,
    words: Sequence[str] = ("undo",),
) -> Undone:
    """Take back operation `which`, else the last one that is not undone and took nothing back itself.

    When a note no longer holds what the operation left in it, nothing is taken back; with `partial`, the other notes
    are. To take back an undo, name its number.

    Raises:
        PnmError: there is no such operation, or it is undone already.
        VaultBusyError: another process is writing to this vault.
    """
    journal = Journal(root)
    if dry_run:
        operation = _choose(journal, which)
        plan, refused, _ = _reverse(root, journal, operation)
        return Undone(operation, plan, refused)
    with vault_lock(root, LOCK_WAIT) as alone:
        recovered = recover(root, journal, alone=alone)
        operation = _choose(journal, which)
        plan, refused, modes = _reverse(root, journal, operation)
        if not plan.steps or (refused and not partial):
            return Undone(operation, plan, refused, recovered=recovered)
        paths = {step.path for step in plan.steps}
        done = apply_user(
            root,
            plan,
            words,
            at_once=paths,
            together=not partial,
            undoes=operation.number,
            modes=modes,
            locked=True,
        )
    return Undone(operation, plan, refused, done.report, done.operation, recovered)


def operations(root: str) -> tuple[Operation, ...]:
    """Give what can be looked back on, the newest first."""
    return tuple(reversed(Journal(root).operations()))


def _choose(journal: Journal, which: int | None) -> Operation:
    found = journal.operations()
    if which is None:
        open_ones = [one for one in found if one.state in (DONE, PARTIAL, INTENDED) and not one.undoes]
        if not open_ones:
            raise PnmError("There is nothing to take back.", "`pnm undo --list` shows what is remembered.")
        return open_ones[-1]
    for operation in found:
        if operation.number == which:
            if operation.state == UNDONE:
                raise PnmError(f"Number {which} is taken back already.", "`pnm undo --list` shows what is remembered.")
            return operation
    raise PnmError(f"Nothing of the number {which} is remembered.", "`pnm undo --list` shows what is.")


def _reverse(
    root: str, journal: Journal, operation: Operation
) -> tuple[Plan, tuple[tuple[str, str], ...], dict[str, int]]:
    """Plan the way back, last change first; gives also what stands in the way, and modes of notes that come back."""
    steps: list[Create | Replace | Remove] = []
    refused: list[tuple[str, str]] = []
    modes: dict[str, int] = {}
    twins = twins_among(change.path for change in operation.changes)
    for change in reversed(operation.changes):
        found = _back(root, journal, change, twins)
        if isinstance(found, str):
            refused.append((change.path, found))
        elif found is not None:
            steps.append(found)
            if change.mode and isinstance(found, Create):
                modes[change.path] = change.mode
    return Plan(tuple(steps)), tuple(refused), modes


def _back(
    root: str, journal: Journal, change: Change, twins: Collection[str]
) -> Create | Replace | Remove | str | None:
    """Plan the way back of one change: a step, None when there is nothing to do, or the reason why it cannot be."""
    present = read_among(root, change.path, twins)
    if present is None and is_there(root, change.path):
        return "it cannot be read"
    digest = "" if present is None else digest_of(present).hex()
    if digest == change.before:
        return None
    if digest != change.after:
        return "it is no longer there" if present is None else _CHANGED_SINCE
    if not change.before:
        return Remove(change.path, present or b"")
    before = journal.content(change.before)
    if before is None:
        return GONE
    return Create(change.path, before) if present is None else Replace(change.path, before, present)
