"""Set, add to, take from or remove one property; every other byte of the note stays."""

from collections.abc import Callable, Sequence
from datetime import date

from pnm_vault.notes.edit.block_lines import (
    BlockLines,
    Entry,
    open_block,
    texts_of_entry,
    texts_of_node,
)
from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.edit.list_lines import (
    flow_source,
    item_lines,
    lists_are_flow,
    set_items,
    usual_dash,
    without_flow_items,
)
from pnm_vault.notes.edit.prove import prove
from pnm_vault.notes.edit.prove_properties import PropertyChange
from pnm_vault.notes.edit.quote import is_plain, one_line, write_key, write_scalar
from pnm_vault.notes.edit.text_lines import Splice, apply_splices, bare, insertion, line_end, offsets_of, usual_end

__all__ = ["add_to_property", "remove_from_property", "remove_property", "set_property"]

PropertyValue = str | int | date | Sequence[str] | None
_Texts = tuple[str, ...]


def set_property(path: str, text: str, key: str, value: PropertyValue) -> Edited:
    """Give a property a value: text, number, yes or no, a day, several texts, or None for no value.

    `key` is written as in the note; one that is not there yet is put behind the others. A note without properties gets
    a block. A list keeps its form and the lines of the items that stay; a comment on the line stays.
    """
    return _edit(path, text, lambda block: _set(block, key, value))


def add_to_property(path: str, text: str, key: str, values: Sequence[str]) -> Edited:
    """Add texts to a list, each once, empty ones never; a single text becomes the first item of a list."""
    return _edit(path, text, lambda block: _add(block, key, tuple([text for text in _folded(values) if text])))


def remove_from_property(path: str, text: str, key: str, values: Sequence[str]) -> Edited:
    """Take texts out of a list; the key stays when nothing is left. What is not there is not missed."""
    return _edit(path, text, lambda block: _take(block, key, frozenset(_folded(values))))


def remove_property(path: str, text: str, key: str) -> Edited:
    """Remove a property with its lines; with the last one goes the block."""
    return _edit(path, text, lambda block: _remove(block, key))


_Done = tuple[list[Splice], PropertyChange]


def _edit(path: str, text: str, change: Callable[[BlockLines], _Done]) -> Edited:
    try:
        block = open_block(path, text)
        splices, intended = change(block)
        after = apply_splices(text, splices)
        problem = prove(path, text, after, intended) if after != text else None
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))
    return Edited(None, problem) if problem is not None else Edited(after)


def _folded(values: Sequence[str]) -> _Texts:
    return tuple(dict.fromkeys([one_line(value) for value in ([values] if isinstance(values, str) else values)]))


def _find(block: BlockLines, key: str) -> Entry | None:
    """Find the property and make sure that it is one that can be edited.

    Raises:
        EditRefusedError: it is written twice, holds something that is not edited, or another reader sees another value.
    """
    found = [entry for entry in block.entries if entry.key == key]
    if not found:
        return None
    entry = found[-1]
    line = entry.first + 1
    if len(found) > 1:
        message = f"{key[:60]} is written twice (also on line {found[0].first + 1}): keep one of them, then try again."
        raise EditRefusedError("edit-duplicate", message, line)
    if entry.value is None:
        raise EditRefusedError("edit-kind", f"{key[:60]} is changed by hand only: {entry.why}.", line)
    node = block.read.values.get(key)
    ours = texts_of_entry(entry)
    if node is None or (ours is not None and texts_of_node(node) != ours):
        message = f"YAML and people read {key[:60]} differently: put quotes around its value, then try again."
        raise EditRefusedError("edit-kind", message, line)
    return entry


def _set(block: BlockLines, key: str, value: PropertyValue) -> _Done:
    texts: _Texts | None = None
    if not isinstance(value, str | int | date) and value is not None:
        texts = tuple([one_line(text) for text in value])
    entry = _find(block, key)
    if entry is None:
        new = _new_lines(block, key, value, texts)
        return _append(block, new), _meant(key, value, texts)
    if texts is not None:
        return _set_list(block, entry, texts), PropertyChange(key, texts)
    return _set_scalar(block, entry, value), _meant(key, value, None)


def _meant(key: str, value: PropertyValue, texts: _Texts | None) -> PropertyChange:
    if texts is not None:
        return PropertyChange(key, texts)
    if isinstance(value, str):
        return PropertyChange(key, one_line(value))
    if value is None:
        return PropertyChange(key, "", as_text=False)
    assert isinstance(value, int | date)
    return PropertyChange(key, write_scalar(value), as_text=False)


def _new_lines(block: BlockLines, key: str, value: PropertyValue, texts: _Texts | None) -> list[str]:
    name = write_key(key)
    if texts is None:
        return [f"{name}:" if value is None else f"{name}: {_written(value)}"]
    if not texts:
        return [f"{name}: []"]
    if lists_are_flow(block):
        return [f"{name}: [{', '.join([write_scalar(text, flow=True) for text in texts])}]"]
    return [f"{name}:", *item_lines(usual_dash(block), texts)]


def _written(value: PropertyValue, mark: str = "") -> str:
    assert value is not None
    assert isinstance(value, str | int | date)
    return write_scalar(value, mark=mark if isinstance(value, str) else "")


def _append(block: BlockLines, new: list[str]) -> list[Splice]:
    """Put lines at the end of the block; make one where there is none."""
    lines = block.lines
    if block.close:
        return [insertion(lines, block.close, new)]
    end = line_end(lines[0]) if lines and line_end(lines[0]) else usual_end(lines)
    start = 1 if lines and lines[0].startswith("\ufeff") else 0
    return [(start, start, "".join([line + end for line in ["---", *new, "---"]]))]


def _remove(block: BlockLines, key: str) -> _Done:
    change = PropertyChange(key, None)
    entry = _find(block, key)
    if entry is None:
        return [], change
    offsets = offsets_of(block.lines)
    if entry.first == 1 and entry.stop == block.close:
        start = 1 if block.lines[0].startswith("\ufeff") else 0
        return [(start, offsets[block.close + 1], "")], change
    return [(offsets[entry.first], offsets[entry.stop], "")], change


def _set_scalar(block: BlockLines, entry: Entry, value: PropertyValue) -> list[Splice]:
    had = entry.value
    assert had is not None
    line = bare(block.lines[entry.first])
    # Who puts quotes where we put none, or others, wants them so.
    habit = had.kind == "quoted" and line[had.start : had.stop] != write_scalar(had.text)
    mark = line[had.start] if habit else ""
    splices = _without_items(block, entry)
    if value is None:
        return [*splices, *_emptied(block, entry)]
    return [*splices, _put_value(block, entry, _written(value, mark))]


def _put_value(block: BlockLines, entry: Entry, source: str) -> Splice:
    """Put a value on the line of its key; white space and a comment after it stay.

    A tab between key and value, which not every reader of YAML takes, becomes a space.
    """
    had = entry.value
    assert had is not None
    line = bare(block.lines[entry.first])
    start = offsets_of(block.lines)[entry.first]
    if had.kind != "empty":
        if "\t" in line[entry.colon : had.start]:
            return start + entry.colon, start + had.stop, " " + source
        return start + had.start, start + had.stop, source
    if line[entry.colon :] and not line[entry.colon :].strip(" "):
        return start + len(line), start + len(line), source
    return start + entry.colon, start + entry.colon, " " + source


def _emptied(block: BlockLines, entry: Entry) -> list[Splice]:
    had = entry.value
    assert had is not None
    if had.kind == "empty":
        return []
    start = offsets_of(block.lines)[entry.first]
    return [(start + entry.colon, start + had.stop, "")]


def _without_items(block: BlockLines, entry: Entry) -> list[Splice]:
    """Remove the lines of a list's items; comments between them stay nowhere sensible, so they stop it.

    Raises:
        EditRefusedError: there are such comments.
    """
    if entry.items and len(entry.items) != entry.stop - entry.first - 1:
        message = f"The list of {entry.key[:60]} holds comments or empty lines: change it by hand."
        raise EditRefusedError("edit-kind", message, entry.first + 1)
    offsets = offsets_of(block.lines)
    return [(offsets[item.at], offsets[item.at + 1], "") for item in entry.items]


def _set_list(block: BlockLines, entry: Entry, texts: _Texts) -> list[Splice]:
    had = entry.value
    assert had is not None
    if entry.items and texts:
        return set_items(block, entry, texts)
    if entry.items:
        return [*_without_items(block, entry), _put_value(block, entry, "[]")]
    if had.kind == "empty" and texts:
        # Below the key also where other lists stand in brackets: taking the items away leaves the key as it was.
        return [insertion(block.lines, entry.first + 1, item_lines(usual_dash(block), texts))]
    if had.kind == "flow" and tuple([item.text for item in had.items]) == texts:
        return []
    return [_put_value(block, entry, flow_source(bare(block.lines[entry.first]), had, texts))]


def _add(block: BlockLines, key: str, values: _Texts) -> _Done:
    entry = _find(block, key)
    if entry is None:
        if not values:
            raise EditRefusedError("edit-value", "There is nothing to add.")
        return _append(block, _new_lines(block, key, values, values)), PropertyChange(key, values)
    had = _texts_before(block, entry)
    new = tuple([value for value in values if value not in had])
    wanted = PropertyChange(key, had + new)
    if not new:
        return [], wanted
    value = entry.value
    assert value is not None
    if value.kind == "flow" and value.items:
        last = offsets_of(block.lines)[entry.first] + value.items[-1].stop
        return [(last, last, "".join([", " + write_scalar(text, flow=True) for text in new]))], wanted
    if value.kind in ("plain", "quoted", "escaped", "link"):
        return _list_of_one(block, entry, new), wanted
    return _set_list(block, entry, had + new), wanted


def _texts_before(block: BlockLines, entry: Entry) -> _Texts:
    read = texts_of_node(block.read.values[entry.key])
    if read is None or read == "":
        return ()
    return (read,) if isinstance(read, str) else read


def _list_of_one(block: BlockLines, entry: Entry, new: _Texts) -> list[Splice]:
    """Turn `key: Ann` into `key: [Ann, Bob]`, Ann as it was written where that reads the same in a list.

    Raises:
        EditRefusedError: the text is several, parted by commas, of which nobody knows where one ends.
    """
    had = entry.value
    assert had is not None
    if had.kind in ("plain", "link") and ("," in had.text or ";" in had.text or had.text.count("[[") > 1):
        message = f"{entry.key[:60]} holds several values in one text: write them as a list first."
        raise EditRefusedError("edit-kind", message, entry.first + 1)
    source = bare(block.lines[entry.first])[had.start : had.stop]
    if had.kind in ("plain", "link") and not is_plain(had.text, flow=True):
        source = write_scalar(had.text, flow=True)
    written = ", ".join([source, *[write_scalar(text, flow=True) for text in new]])
    return [_put_value(block, entry, f"[{written}]")]


def _take(block: BlockLines, key: str, values: frozenset[str]) -> _Done:
    entry = _find(block, key)
    if entry is None:
        return [], PropertyChange(key, None)
    had = _texts_before(block, entry)
    kept = tuple([text for text in had if text not in values])
    value = entry.value
    assert value is not None
    if len(kept) == len(had):
        return [], PropertyChange(key, had)
    offsets = offsets_of(block.lines)
    if entry.items:
        gone = [item for item in entry.items if item.value.text in values]
        return [(offsets[item.at], offsets[item.at + 1], "") for item in gone], PropertyChange(key, kept or "")
    if value.kind != "flow":
        return _emptied(block, entry), PropertyChange(key, "")
    line = bare(block.lines[entry.first])
    return without_flow_items(line, offsets[entry.first], value, values), PropertyChange(key, kept)
