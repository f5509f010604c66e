"""Changes to notes that the user wrote, carried out so that no byte is ever lost: checked, kept, changed, looked at.

Under the vault's lock: first everything is checked, then the journal takes what is there and what is intended, and only
then the first note changes. A failure in the middle stops the rest; `pnm undo` takes back what was done. A run that is
killed leaves what it intended in the journal, and the next one finishes it (see `recover`).
"""

from collections.abc import Collection, Mapping, Sequence

from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.model.record import Record
from pnm_vault.vault.folder import Refused
from pnm_vault.vault.journal import DONE, PARTIAL, Journal, Operation
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.recover import Recovery, recover, sweep
from pnm_vault.vault.user_check import check, locate
from pnm_vault.vault.user_file import Placed, Torn, look_again, place
from pnm_vault.vault.write import sync_places, why_of

NOT_STARTED = "not started, because {} could not be changed"

Step = Create | Replace | Remove


class UserReport(Record, frozen=True):
    """What became of changes to the user's notes.

    `operation` is the number under which `pnm undo` knows them, 0 when nothing changed. `recovered` is what was made of
    earlier runs that had been killed.
    """

    report: WriteReport = WriteReport()
    operation: int = 0
    recovered: tuple[Recovery, ...] = ()


def apply_user(
    root: str,
    plan: Plan,
    words: Sequence[str],
    *,
    at_once: Collection[str] = (),
    together: bool = True,
    undoes: int = 0,
    modes: Mapping[str, int] | None = None,
    locked: bool = False,
) -> UserReport:
    """Carry out changes to the user's notes, in plan order; each path at most once.

    `root` is the vault's real path; `words` the command line, for `pnm undo --list`. Notes in `at_once` are changed
    although they were saved just now: the command was given for those very notes. With `together`, a step that cannot
    be done keeps all others from being done; without, the others go on, as long as the disk does not fail. `modes` are
    permissions for new notes. `locked`: the caller holds the vault's lock. A step that is skipped because the note
    changed can be planned anew and tried again.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    if len({step.path for step in plan.steps}) < len(plan.steps):
        raise ValueError("a plan changes each note at most once")
    if locked:
        return _Run(root, plan, together, True).go(words, at_once, undoes, modes or {})
    with vault_lock(root, LOCK_WAIT) as held:
        return _Run(root, plan, together, held).go(words, at_once, undoes, modes or {})


def finish_interrupted(root: str, *, locked: bool = False) -> tuple[Recovery, ...]:
    """Finish what a killed run had begun; costs one look into a folder when there is nothing.

    Raises:
        VaultBusyError: there is something, and another process is writing to this vault.
    """
    journal = Journal(root)
    if not journal.pending():
        return ()
    if locked:
        return recover(root, journal, alone=True)
    with vault_lock(root, LOCK_WAIT) as held:
        return recover(root, journal, alone=held)


class _Run:
    """One plan being carried out."""

    def __init__(self, root: str, plan: Plan, together: bool, alone: bool) -> None:
        self.root = root
        self.plan = plan
        self.together = together
        self.alone = alone
        self.journal = Journal(root)
        self.leaving = frozenset(step.path for step in plan.steps if isinstance(step, Remove))
        self.skipped: dict[str, str] = {}
        self.placed: list[Placed] = []

    def go(self, words: Sequence[str], at_once: Collection[str], undoes: int, modes: Mapping[str, int]) -> UserReport:
        recovered = recover(self.root, self.journal, alone=self.alone)
        if not self.plan.steps:
            return UserReport(recovered=recovered)
        found_modes = self._check(at_once, modes)
        steps = self._left()
        if not steps:
            return UserReport(self._report(), recovered=recovered)
        try:
            operation = self.journal.begin(Plan(steps), words, undoes=undoes, modes=found_modes)
        except OSError as error:
            self._skip_rest(f"nothing was changed, as the undo journal cannot be written: {why_of(error)}")
            return UserReport(self._report(), recovered=recovered)
        number = self._carry_out(operation, steps)
        return UserReport(self._report(), number, recovered)

    def _left(self) -> tuple[Step, ...]:
        return tuple(step for step in self.plan.steps if step.path not in self.skipped)

    def _skip_rest(self, why: str) -> None:
        done = {placed.step.path for placed in self.placed}
        for step in self.plan.steps:
            if step.path not in done:
                self.skipped.setdefault(step.path, why)

    def _check(self, at_once: Collection[str], asked: Mapping[str, int]) -> list[tuple[str, int]]:
        modes = []
        swept: set[tuple[str, ...]] = set()
        for step in self.plan.steps:
            try:
                parts = locate(self.root, step.path)[0]
                if parts not in swept:
                    swept.add(parts)
                    sweep(self.root, parts, self.journal, self.alone)
                mode = check(
                    self.root, step, at_once=step.path in at_once, own=self.journal.wrote, leaving=self.leaving
                )
                modes.append((step.path, asked.get(step.path, mode)))
            except Refused as refusal:
                self.skipped[step.path] = str(refusal)
            except OSError as error:
                self.skipped[step.path] = why_of(error)
        if self.together and self.skipped:
            self._skip_rest(NOT_STARTED.format(next(iter(self.skipped))))
        return modes

    def _carry_out(self, operation: Operation, steps: tuple[Step, ...]) -> int:
        """Do every step that can be done; gives the operation's number, or 0 when nothing changed."""
        torn = False
        for step, change in zip(steps, operation.changes, strict=True):
            try:
                self.placed.append(place(self.root, step, self.leaving, change.mode))
                continue
            except Refused as refusal:
                self.skipped[step.path] = str(refusal)
                goes_on = not self.together
            except Torn as error:
                self.skipped[step.path] = f"half written; the next run of pnm mends it: {why_of(error)}"
                torn, goes_on = True, False
            except OSError as error:
                self.skipped[step.path] = why_of(error)
                goes_on = False
            if not goes_on:
                self._skip_rest(NOT_STARTED.format(step.path))
                break
        lost = self._look_again()
        if not torn:
            self._settle(operation, steps, lost)
        return operation.number if self.placed or torn else 0

    def _look_again(self) -> int:
        """Sync the folders, then see whether anybody wrote into what was displaced; counts the changes lost to that."""
        folders: dict[str, list[str]] = {}
        for placed in self.placed:
            for place_ in placed.places:
                folders.setdefault(place_, []).append(placed.step.path)
        self.skipped.update(sync_places(folders))
        lost = 0
        for placed in self.placed:
            why = look_again(self.root, placed)
            if why:
                self.skipped[placed.step.path] = why
                lost += 1
        return lost

    def _settle(self, operation: Operation, steps: tuple[Step, ...], lost: int) -> None:
        done = len(self.placed) - lost
        if done == len(steps):
            self.journal.settle(operation, DONE)
        elif done:
            self.journal.settle(operation, PARTIAL)
        else:
            self.journal.drop(operation)

    def _report(self) -> WriteReport:
        done: dict[str, list[str]] = {"create": [], "replace": [], "remove": []}
        for placed in self.placed:
            if placed.step.path not in self.skipped:
                done[str(placed.step.__struct_config__.tag)].append(placed.step.path)
        order = [step.path for step in self.plan.steps]
        skipped = tuple((path, self.skipped[path]) for path in order if path in self.skipped)
        return WriteReport(tuple(done["create"]), tuple(done["replace"]), tuple(done["remove"]), skipped)
