"""Let the cards of a canvas that show a note follow it; every other byte stays.

Source: JSON Canvas 1.0 (a node of type `file` names the path of its file).
"""

import json
import re
from unicodedata import normalize

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.text_lines import Splice, apply_splices

_FILE = re.compile(r'"file"\s*:\s*("(?:[^"\\]|\\.)*")')


def rename_in_canvas(path: str, text: str, old: str, new: str) -> Edited:
    """Give the cards of the note `old` the path `new`. Links in text cards stay as they are, as in Obsidian."""
    splices: list[Splice] = []
    for match in _FILE.finditer(text):
        if _is(_decoded(match[1]), old):
            splices.append((*match.span(1), json.dumps(new, ensure_ascii=False)))
    if not splices:
        return Edited(text)
    after = apply_splices(text, splices)
    wanted, found = _decoded(text), _decoded(after)
    if wanted is None or _followed(wanted, old, new) != found:
        message = "Nothing was changed, as the canvas would be read differently: change it in Obsidian."
        return Edited(None, EditRefusedError("edit-unproved", message).at(path))
    return Edited(after)


def _decoded(text: str) -> object:
    """Read JSON; None for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is(value: object, path: str) -> bool:
    return isinstance(value, str) and normalize("NFC", value) == normalize("NFC", path)


def _followed(canvas: object, old: str, new: str) -> object:
    """Give a canvas as it is meant: the nodes that name the note name its new path."""
    nodes = canvas.get("nodes") if isinstance(canvas, dict) else None
    if not isinstance(canvas, dict) or not isinstance(nodes, list):
        return None
    followed = [
        {**node, "file": new} if isinstance(node, dict) and _is(node.get("file"), old) else node for node in nodes
    ]
    return {**canvas, "nodes": followed}
