"""Notes that are another version of the note beside them: which are, and when that has to be asked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pnm_vault.notes.conflict_copies import base_paths, is_copy_of
from pnm_vault.pipeline.changes import Changes
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.vault.walk import Stamp

_FEW = 20


def base_of_copy(root: str, path: str, text: str) -> str | None:
    """Give the path of the note of which a note with a doubtful name is a conflict copy; None: it is none."""
    for base in base_paths(path):
        source = read_note(root, base)
        if source is not None and not source.problems and is_copy_of(path, text, source.text):
            return base
    return None


def with_copies(changes: Changes, there: Mapping[str, Stamp]) -> Changes:
    """Add the notes that may have become a copy, or none, as the note changed that they may be a copy of."""
    moved = {*changes.changed, *changes.removed}
    stems = tuple([path[:-3] for path in moved])
    # Every note is looked at at every change, so the few that may be copies are told apart by how they begin.
    likely = [path for path in there if path.startswith(stems)] if len(stems) <= _FEW else there
    more = [path for path in likely if path not in moved and not moved.isdisjoint(base_paths(path))]
    return Changes((*changes.changed, *more), changes.removed, changes.waiting) if more else changes
