"""Let the cards of a canvas follow a note that is renamed; every other byte stays.

Source: JSON Canvas 1.0 (a node of type `file` names the path of its file, one of type `text` holds Markdown).
"""

import json
from collections.abc import Callable
from unicodedata import normalize

from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.links import link_targets, rewrite_links
from pnm_vault.notes.edit.text_lines import Splice, apply_splices
from pnm_vault.patterns import pattern_of

_STRING = pattern_of(r'"(file|text)"\s*:\s*("(?:[^"\\]|\\.)*")')

Rewrite = Callable[[str], str]


def rename_in_canvas(path: str, text: str, old: str, new: str, rewrite: Rewrite) -> Edited:
    """Give the cards of the note `old` the path `new`, and the links in text cards the targets that `rewrite` makes."""
    splices: list[Splice] = []
    try:
        for match in _STRING.finditer(text):
            value = _decoded(match[2])
            after = _changed(path, match[1], value, (old, new), rewrite)
            if after != value:
                splices.append((*match.span(2), _encoded(match[2], value, after)))
        if not splices:
            return Edited(text)
        after = apply_splices(text, splices)
        if _followed(path, _decoded(text), (old, new), rewrite) != _decoded(after):
            raise _refusal()
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    return Edited(after)


def count_in_canvas(path: str, text: str, old: str, rewrite: Rewrite) -> int:
    """Count the cards and links that `rename_in_canvas` would change."""
    count = 0
    for match in _STRING.finditer(text):
        value = _decoded(match[2])
        if match[1] == "file":
            count += _is(value, old)
        elif isinstance(value, str):
            count += sum(target != rewrite(target) for target in link_targets(path, value))
    return count


def _changed(path: str, key: str, value: object, names: tuple[str, str], rewrite: Rewrite) -> object:
    if key == "file":
        return names[1] if _is(value, names[0]) else value
    if not isinstance(value, str):
        return value
    edited = rewrite_links(path, value, rewrite)
    if edited.text is None:
        raise _refusal()
    return edited.text


def _encoded(raw: str, before: object, after: object) -> str:
    """Write a string in the way in which the one before is written."""
    for ascii_only in (False, True):
        for slash in ("/", "\\/"):
            if json.dumps(before, ensure_ascii=ascii_only).replace("/", slash) == raw:
                return json.dumps(after, ensure_ascii=ascii_only).replace("/", slash)
    raise _refusal()


def _decoded(text: str) -> object:
    """Read JSON; None for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is(value: object, path: str) -> bool:
    return isinstance(value, str) and normalize("NFC", value) == normalize("NFC", path)


def _followed(path: str, canvas: object, names: tuple[str, str], rewrite: Rewrite) -> object:
    """Give a canvas as it is meant to be read. Raises EditRefusedError for what is no canvas."""
    nodes = canvas.get("nodes") if isinstance(canvas, dict) else None
    if not isinstance(canvas, dict) or not isinstance(nodes, list):
        raise _refusal()
    followed = [
        {
            key: _changed(path, key, value, names, rewrite) if key in ("file", "text") else value
            for key, value in node.items()
        }
        if isinstance(node, dict)
        else node
        for node in nodes
    ]
    return {**canvas, "nodes": followed}


def _refusal() -> EditRefusedError:
    message = "Nothing was changed, as the canvas would be read differently: change it in Obsidian."
    return EditRefusedError("edit-unproved", message)
