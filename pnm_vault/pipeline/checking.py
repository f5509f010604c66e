"""Whether everything is in order: what pnm keeps, what it wrote, and what lies about in the vault. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.notes.conflict_copies import base_paths
from pnm_vault.notes.kinds import is_conflict_copy
from pnm_vault.notes.parse import COPY
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.index_proof import IndexProof, prove_index
from pnm_vault.pipeline.page_proof import PageProof, prove_pages
from pnm_vault.vault.cache import Cache, cache_path
from pnm_vault.vault.inventory import Inventory, take_inventory
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.journal_audit import Audit, audit_journal
from pnm_vault.vault.lock import holder
from pnm_vault.vault.temporary import KEPT_MARK, is_running

if TYPE_CHECKING:
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.pipeline.session import Session
    from pnm_vault.vault.journal import Operation

# Of the problems that `doctor` tells, those of files and not of what stands in them.
_OF_FILES = frozenset(
    {
        "unreadable",
        "nul-bytes",
        "not-a-file",
        "symlink-outside",
        "symlink-broken",
        "name-not-utf8",
        "name-clash",
        "evicted",
        "conflict-markers",
        "merge-conflict",
        "conflict-copy",
    }
)

# Whoever finds the index wrong in more notes than this learns nothing from the rest of the list.
_MOST_DIFFERENCES = 20


class IndexState(StrEnum):
    """What is kept between runs: the same as a first look gives, something else, not there, or not to be read."""

    EQUAL = "equal"
    DIFFERENT = "different"
    NONE = "none"
    UNREADABLE = "unreadable"


class Checked(Record, frozen=True):
    """What was looked at, and every fault that was found, by path and line.

    `pages` counts the review notes, None when they were not compared, as the index is wrong. `operations` are those of
    the undo journal, `journal_size` the bytes of the texts that they name. `writer` is the process that holds the
    vault's lock just now: None for nobody, 0 for one without a number.
    """

    root: str
    today: date
    notes: int
    contacts: int
    index: IndexState
    pages: int | None
    operations: int
    journal_size: int
    writer: int | None
    problems: tuple[Problem, ...] = ()


def check_vault(vault: str | None, today: date | None, progress: Progress | None = None) -> Checked:
    """Look at everything; see `open_session` for the arguments.

    Raises:
        PnmError: there is no vault, its settings have faults, or it looks empty.
    """
    try:
        with open_session(vault, today, progress=progress, cache=Cache.copied) as session:
            return _check(session, session.cache.trouble)
    except msgspec.DecodeError:
        # Every checksum is right, and yet a table is no table.
        with open_session(vault, today, progress=progress, cache=Cache.empty) as session:
            return _check(session, "", IndexProof(whole=frozenset({"unreadable"})))


def _check(session: Session, trouble: str, proof: IndexProof | None = None) -> Checked:
    was_kept = bool(session.cache.state("stamps"))
    session.refresh()
    looks: list[PageProof] = []
    if was_kept:
        proof = prove_index(session, lambda: looks.append(prove_pages(session)))
    elif proof is None:
        proof = IndexProof()
        looks.append(prove_pages(session))
    pages = looks[-1] if proof.holds else None
    inventory, audit = take_inventory(session.root, session.settings.vault.ignore), audit_journal(session.root)
    writer = holder(session.root)
    problems = [
        *_index_problems(session.root, proof, trouble),
        *proof.closed,
        *(pages or PageProof()).problems,
        *(told := [found for found in session.picture().problems if found.code in _OF_FILES]),
        *_inventory_problems(session.root, inventory, writer is not None, {found.path for found in told}),
        *_journal_problems(session.root, audit, writer is not None),
    ]
    kept = IndexState.EQUAL if was_kept else IndexState.UNREADABLE if trouble else IndexState.NONE
    return Checked(
        root=session.root,
        today=session.today,
        notes=len(session.cache.facts(None)),
        contacts=len(session.index().contacts),
        index=kept if proof.holds else IndexState.DIFFERENT,
        pages=pages.pages if pages is not None else None,
        operations=len(audit.operations),
        journal_size=audit.size,
        writer=writer,
        problems=tuple(sorted(set(problems), key=_order)),
    )


def _order(found: Problem) -> tuple[str, int, str, str]:
    return (found.path, found.line, found.code, found.message)


def _index_problems(root: str, proof: IndexProof, trouble: str) -> list[Problem]:
    cache = cache_path(root)
    problems: list[Problem] = []
    if trouble:
        message = f"What is kept of this vault cannot be read ({trouble}): the next command makes it anew."
        problems.append(Problem(cache, 0, Severity.INFO, "index-unreadable", message))
    wrong = list(proof.notes.items())[:_MOST_DIFFERENCES]
    more = len(proof.notes) - len(wrong)
    if proof.whole or more:
        wrong.append((cache, proof.whole | {f"{more} more notes"} if more else proof.whole))
    for path, tables in wrong:
        message = (
            f"What is kept between runs is not what a first look gives ({', '.join(sorted(tables))}): "
            f"delete {cache}, and the next command makes it anew."
        )
        problems.append(Problem(path, 0, Severity.ERROR, "index-differs", message))
    return problems


def _inventory_problems(root: str, inventory: Inventory, busy: bool, told: Collection[str]) -> list[Problem]:
    problems: list[Problem] = []
    for path in inventory.temporary:
        if _is_left(root, path, busy):
            message = (
                "A command that was killed left this temporary file. The next one that writes a note in this folder "
                "takes it away, or gives a text that is nowhere else a name that you see."
            )
            problems.append(Problem(path, 0, Severity.WARNING, "left-over", message))
    for path in inventory.files:
        name = path.rpartition("/")[2]
        if KEPT_MARK in name:
            message = (
                "This is a text whose place was taken while pnm wrote: bring what you want of it into the note, "
                "then delete it."
            )
            problems.append(Problem(path, 0, Severity.WARNING, "kept-text", message))
        elif is_conflict_copy(name) and path not in told:
            by_hand = "This is a sync service's conflict copy: bring what you want of it into the file, then delete it."
            message = COPY if base_paths(path) else by_hand
            problems.append(Problem(path, 0, Severity.WARNING, "conflict-copy", message))
    for path in inventory.linked:
        message = "This note has several names (hard links), which sync services part: keep one of them."
        problems.append(Problem(path, 0, Severity.INFO, "several-names", message))
    for path in inventory.unportable:
        message = "Windows cannot have a file or folder of this name, so it is not synced there: rename it."
        problems.append(Problem(path, 0, Severity.INFO, "name-not-portable", message))
    return [msgspec.structs.replace(found, path=_shown(found.path)) for found in problems]


def _is_left(root: str, path: str, busy: bool) -> bool:
    """Tell whether nobody needs a temporary file any more. Without a writer it is left, if it is still there."""
    numbers = [part for part in path.rpartition("/")[2].split("-") if part.isdecimal()]
    if busy and numbers and is_running(int(numbers[0])):
        return False
    return os.path.lexists(os.path.join(root, path))


def _journal_problems(root: str, audit: Audit, busy: bool) -> list[Problem]:
    problems: list[Problem] = []
    # Looked at again since the lock was: what is still begun without a writer is not going to be finished.
    still = {one.number for one in Journal(root).pending()} if audit.unfinished else set()
    for operation in audit.unfinished:
        if operation.number not in still or (busy and is_running(operation.process)):
            continue
        for path in dict.fromkeys(change.path for change in operation.changes):
            message = f"N{_called(operation)[1:]}, was interrupted at this note: pnm regenerate finishes it."
            problems.append(Problem(path, 0, Severity.WARNING, "unfinished-change", message))
    for operation, change in audit.lost:
        message = f"The undo journal has lost a text of this note, so {_called(operation)}, cannot be taken back here."
        problems.append(Problem(change.path, 0, Severity.WARNING, "journal-damaged", message))
    for path in audit.unreadable:
        message = "This file of the undo journal cannot be read, so what it stands for cannot be taken back: delete it."
        problems.append(Problem(path, 0, Severity.WARNING, "journal-damaged", message))
    return problems


def _called(operation: Operation) -> str:
    return f"number {operation.number}, `{' '.join(('pnm', *operation.words))}`"


def _shown(path: str) -> str:
    return path.encode(errors="backslashreplace").decode()
