"""The links of a vault follow a note to another path, in notes and on canvases."""

from __future__ import annotations

from functools import partial

from pnm_vault.index.relink import Renaming
from pnm_vault.model.plan import Replace
from pnm_vault.notes.edit import Edited, link_targets, rewrite_links
from pnm_vault.notes.edit.canvas import count_in_canvas, rename_in_canvas
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.vault.canvases import find_canvases
from pnm_vault.vault.read import read_bytes


def count_links(root: str, renaming: Renaming, path: str, remarks: list[str]) -> int:
    """Count the links of a note that have to be rewritten; a note that cannot be read gets a remark."""
    content = read_bytes(root, path)
    if content is None:
        remarks.append(f"{path} could not be looked into: links there stay as they are.")
        return 0
    if b"[[" not in content and b"](" not in content:
        return 0
    text = content.decode(errors="replace").removeprefix("\ufeff")
    if path != renaming.old and not renaming.may_concern(text):
        return 0
    return sum(target != renaming.rewritten(path, target) for target in link_targets(path, text))


def relink(renaming: Renaming) -> Edit:
    """Give the edit by which the links of a note follow."""

    def edit(path: str, text: str) -> Edited:
        return rewrite_links(path, text, partial(renaming.rewritten, path))

    return edit


def relink_canvases(root: str, renaming: Renaming, remarks: list[str]) -> list[Replace]:
    """Plan by which the cards of canvases follow; one that cannot be read as a canvas gets a remark."""
    steps = []
    for path in find_canvases(root):
        content = read_bytes(root, path)
        try:
            text = (content or b"").decode()
        except UnicodeDecodeError:
            text = ""
        edited = rename_in_canvas(path, text, renaming.old, renaming.new, partial(renaming.rewritten, path))
        if edited.text is None or content is None:
            remarks.append(f"{path} could not be read as a canvas: cards there stay as they are.")
        elif edited.text != text:
            steps.append(Replace(path, edited.text.encode(), content))
    return steps


def count_cards(renaming: Renaming, step: Replace) -> int:
    """Count what follows on a canvas: cards of the note, and links in the text of others."""
    return count_in_canvas(step.path, step.expected.decode(), renaming.old, partial(renaming.rewritten, step.path))
