"""From an intention to changed notes: edits planned on what is there, carried out through the undo journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Create, Plan, Replace, WriteReport
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited
from pnm_vault.vault.editing import BEING_EDITED
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.recover import Recovery
from pnm_vault.vault.write import CHANGED
from pnm_vault.vault.write_user import apply_user

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# How often a note that was changed in between is read and edited anew.
TRIES = 4

Edit = Callable[[str, str], Edited]


class BadValueError(PnmError):
    """What was typed is no value of its field, or no day."""

    exit_code = 2


class Written(Record, frozen=True):
    """What a writing command did, or with `dry_run` would do. An empty plan: everything is there already.

    `operation` is the number under which `pnm undo` knows it, 0 for none. `recovered` is what was made of earlier runs
    that had been killed.
    """

    plan: Plan = Plan()
    report: WriteReport = WriteReport()
    operation: int = 0
    dry_run: bool = False
    recovered: tuple[Recovery, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Name the notes of the plan."""
        return tuple(step.path for step in self.plan.steps)


def carry_out(
    session: Session,
    build: Callable[[], Plan],
    words: Sequence[str],
    *,
    dry_run: bool = False,
    modes: Mapping[str, int] | None = None,
    patient: bool = False,
) -> Written:
    """Build a plan and carry it out, all of it or nothing; build it anew when a note was changed meanwhile.

    `words` are the command line, for the list of what can be undone; `modes` are permissions for new notes. `patient`
    leaves everything alone where a note was saved just now, as it was not named on a command line. The session has
    looked at the vault again after.

    Raises:
        PnmError: an edit was refused, or a note cannot be written; the message names it and says why.
        VaultBusyError: another process is writing to this vault.
    """
    recovered: tuple[Recovery, ...] = ()
    for tries_left in range(TRIES - 1, -1, -1):
        plan = build()
        if dry_run or not plan.steps:
            return Written(plan, dry_run=dry_run)
        at_once = () if patient else {step.path for step in plan.steps}
        done = apply_user(session.root, plan, words, at_once=at_once, modes=modes)
        if not done.report.skipped:
            session.refresh()
            return Written(plan, done.report, done.operation, recovered=(*recovered, *done.recovered))
        nothing_done = not (done.report.created or done.report.replaced or done.report.removed)
        if not (tries_left and nothing_done and any(why == CHANGED for _, why in done.report.skipped)):
            break
        recovered += done.recovered
    session.refresh()
    raise _failure(done.report)


def plan_edits(root: str, edits: Mapping[str, Sequence[Edit]], new: Mapping[str, str] | None = None) -> Plan:
    """Edit notes as they are now; `new` are the texts of notes to be made, which are edited likewise.

    Raises:
        PnmError: a note is gone or no plain text, or an edit was refused; nothing is planned then.
    """
    steps: list[Create | Replace] = []
    for path, text in (new or {}).items():
        steps.append(Create(path, _edited(path, text, edits.get(path, ())).encode()))
    for path, changes in edits.items():
        if new and path in new:
            continue
        before = read_bytes(root, path)
        if before is None:
            raise PnmError(f"{path} cannot be read any more.", "Look whether it was moved or renamed, then try again.")
        content = edit_content(path, before, changes)
        if content != before:
            steps.append(Replace(path, content, before))
    return Plan(tuple(steps))


def edit_content(path: str, before: bytes, changes: Sequence[Edit]) -> bytes:
    """Edit the bytes of a note, one edit after the other.

    Raises:
        PnmError: it is no plain text, or an edit was refused.
    """
    after = _edited(path, _text_of(path, before), changes)
    # A byte order mark is no part of the text that edits see; it stays where it was.
    return before[: len(before) - len(before.removeprefix(b"\xef\xbb\xbf"))] + after.encode()


def _text_of(path: str, content: bytes) -> str:
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise PnmError(f"{path} is not UTF-8 text, so it is left alone.", "Save it as UTF-8, then try again.") from None
    if "\0" in text:
        raise PnmError(f"{path} holds NUL bytes, so it is left alone.", "Restore it from a backup, or remove them.")
    return text


def _edited(path: str, text: str, changes: Sequence[Edit]) -> str:
    for change in changes:
        edited = change(path, text)
        if edited.text is None:
            problem = edited.problem
            assert problem is not None
            place = f"{path}:{problem.line}" if problem.line else path
            raise PnmError(f"{place} stays as it is. {problem.message}")
        text = edited.text
    return text


def _failure(report: WriteReport) -> PnmError:
    lines = [f"{path} was not changed: {why}." for path, why in report.skipped]
    done = (*report.created, *report.replaced, *report.removed)
    passing = any(why in (CHANGED, BEING_EDITED) for _, why in report.skipped)
    remedy = "Nothing was changed; try again in a moment." if passing else "Nothing was changed."
    if done:
        remedy = f"Changed all the same: {', '.join(done)}. `pnm undo` takes that back."
    return PnmError("\n".join(lines), remedy)
