"""The class by which the CSS snippet reaches the review notes: given to those that are there, and taken from them.

It stands among the properties, above the region that `regenerate` writes, which therefore leaves it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Plan, Replace
from pnm_vault.notes.edit import Edited, add_to_property, remove_from_property, remove_property
from pnm_vault.notes.obsidian.snippet import CLASSES, CSS_CLASS
from pnm_vault.notes.properties.block import texts_of
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.pipeline.writing.carry_out import edit_content
from pnm_vault.review.region import is_ours
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.write import apply

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


def plan_class(session: Session, *, give: bool) -> tuple[Plan, tuple[str, ...]]:
    """Plan to give the review notes the class of the snippet, or to take it from them; says which cannot be edited."""
    edit = add_to_property if give else remove_from_property
    steps: list[Replace] = []
    doubts: list[str] = []
    for path in _review_notes(session):
        before = read_bytes(session.root, path)
        if before is None or not is_ours(before.decode(errors="replace")):
            continue
        try:
            after = edit_content(path, before, [lambda path, text: edit(path, text, CLASSES, [CSS_CLASS])])
            if not give and after != before:
                after = edit_content(path, after, [_without_empty])
        except PnmError:
            doubts.append(f"The class of {path} stays as it is, as its properties cannot be edited safely.")
            continue
        if after != before:
            steps.append(Replace(path, after, before))
    return Plan(tuple(steps)), tuple(doubts)


def write_class(session: Session, plan: Plan) -> tuple[str, ...]:
    """Carry out what `plan_class` planned; says which review notes could not be written.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    if not plan.steps:
        return ()
    with vault_lock(session.root, LOCK_WAIT):
        report = apply(session.root, plan)
    session.refresh()
    return tuple([f"{path} was not changed: {why}." for path, why in report.skipped])


def _without_empty(path: str, text: str) -> Edited:
    """Take away the property of classes where nothing is left in it."""
    node = read_frontmatter(path, text).values.get(CLASSES)
    return remove_property(path, text, CLASSES) if node is not None and not texts_of(node) else Edited(text)


def _review_notes(session: Session) -> list[str]:
    inside = f"{session.settings.review.folder.strip('/')}/"
    others = [path for path in session.note_paths() if path.startswith(inside)]
    return sorted({*session.page_paths, *others})
