"""Whether the undo journal still holds what it promises: every content that an operation names, whole."""

import os

from pnm_vault.model.record import Record
from pnm_vault.vault.journal import Change, Journal, Operation


class Audit(Record, frozen=True):
    """What the journal holds: `size` are the bytes of the contents that its operations name.

    `unfinished` are the operations that a killed run left behind, or that another process is at. `lost` pairs an
    operation with a change of it of which a content is gone or damaged. `unreadable` are files that should hold an
    operation and do not.
    """

    operations: tuple[Operation, ...] = ()
    size: int = 0
    unfinished: tuple[Operation, ...] = ()
    lost: tuple[tuple[Operation, Change], ...] = ()
    unreadable: tuple[str, ...] = ()


def audit_journal(root: str) -> Audit:
    """Read the whole journal of a vault, and compare every content with its digest."""
    journal = Journal(root)
    files = set(journal.files())
    operations = journal.operations()
    named = {digest for one in operations for change in one.changes for digest in (change.before, change.after)}
    sizes: dict[str, int] = {}
    for digest in named - {""}:
        content = journal.content(digest)
        if content is not None:
            sizes[digest] = len(content)
    lost = [
        (one, change)
        for one in operations
        for change in one.changes
        if any(digest and digest not in sizes for digest in (change.before, change.after))
    ]
    # Looked at again, since another process may have begun, settled or forgotten one meanwhile.
    if lost:
        there = {one.number for one in journal.operations()}
        lost = [(one, change) for one, change in lost if one.number in there]
    read = {one.number for one in operations}
    unreadable = [path for path, number in sorted(files) if number not in read and os.path.exists(path)]
    return Audit(operations, sum(sizes.values()), journal.pending(), tuple(lost), tuple(unreadable))
