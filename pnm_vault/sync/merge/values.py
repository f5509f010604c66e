"""One property that both sides changed: the newest of two days, the union of two lists, or two versions."""

import re
from collections import Counter
from collections.abc import Sequence

from pnm_vault.notes.values.dates import parse_day
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field, normal_key
from pnm_vault.sync.merge.block_parts import ListLines, Part, cut_list, plain, remarks_of
from pnm_vault.sync.merge.order import merge_set

# Stamps that editors and plugins keep by themselves; normal keys.
_STAMP_TEXT = (
    "updated modified lastmodified datemodified modifieddate dateupdated updatedat modifiedat lastupdated lastmod "
    "mtime lastedited editedat"
)
_STAMPS = frozenset(_STAMP_TEXT.split())
_WORD_LISTS = {"tags": re.compile(r"[,\s]+"), "tag": re.compile(r"[,\s]+"), "aliases": re.compile(r"\s*,\s*")}

Lines = tuple[str, ...]


def takes_newest(key: str) -> bool:
    """Tell whether of two days under this key the newer one is true: of the last contact, and of stamps of a change."""
    return canonical_field(key, SPELLINGS) == "last_contact" or normal_key(key) in _STAMPS


def merge_value(base: Part | None, first: Part, second: Part) -> Lines | None:
    """Return the lines of a property that both sides wrote; None when they say two different things.

    The lines of one side are taken as they stand wherever that is possible. A comment that the other side wrote is
    added below.
    """
    if first.lines == second.lines or (base is not None and second.lines == base.lines):
        return first.lines
    if base is not None and first.lines == base.lines:
        return second.lines
    taken = _taken(base, first, second)
    if taken is None:
        return None
    known = {*remarks_of(taken), *(remarks_of(base.lines) if base is not None else ())}
    more = [one for part in (first, second) for one in remarks_of(part.lines) if one not in known]
    return (*taken, *dict.fromkeys(more))


def _taken(base: Part | None, first: Part, second: Part) -> Lines | None:
    assert first.node is not None
    assert second.node is not None
    was = plain(base.node) if base is not None and base.node is not None else ""
    one, other = plain(first.node), plain(second.node)
    if one == other or other == was:
        return first.lines
    if one == was:
        return second.lines
    if takes_newest(first.key) and isinstance(one, str) and isinstance(other, str):
        return _newest(one, other, first.lines, second.lines)
    if isinstance(one, list) or isinstance(other, list):
        return _merge_lists(base, first, second)
    return _merge_words(was, one, other, first)


def _newest(one: str, other: str, first: Lines, second: Lines) -> Lines | None:
    day, other_day = parse_day(one), parse_day(other)
    if day is None or other_day is None:
        return None
    return first if (day, one) >= (other_day, other) else second


def _merge_lists(base: Part | None, first: Part, second: Part) -> Lines | None:
    left, right = cut_list(first), cut_list(second)
    items = [_items_of(part) for part in (base, first, second)]
    if any(one is None for one in items):
        return None
    had, ours, theirs = ([] if one is None else one for one in items)
    if left is not None and right is not None:
        known = cut_list(base) if base is not None else None
        return _merge_item_lines(_names(known) if known else _numbered(list(map(repr, had))), left, right)
    texts = [text for one in (had, ours, theirs) for text in one]
    if not all(isinstance(text, str) for text in texts):
        return None
    wanted = [str(text) for text in merge_set(_distinct(had), _distinct(ours), _distinct(theirs))]
    target = second if left is None and (right is not None or not isinstance(plain_of(first), list)) else first
    present = [str(text) for text in (theirs if target is second else ours)]
    return edited_list(
        target, [one for one in present if one not in wanted], [one for one in wanted if one not in present]
    )


def plain_of(part: Part) -> object:
    """Return what a property says, empty text for none."""
    return plain(part.node) if part.node is not None else ""


def _items_of(part: Part | None) -> list[object] | None:
    """Return what a property lists: a single text is a list of one; None for a mapping."""
    value = plain_of(part) if part is not None else ""
    if isinstance(value, list):
        return value
    return None if isinstance(value, tuple) else [value] if value else []


def _distinct(items: Sequence[object]) -> list[str]:
    return list(dict.fromkeys(map(str, items)))


def edited_list(part: Part, gone: Sequence[str], more: Sequence[str]) -> Lines | None:
    """Take items out of a list and add others in its own form; None when it is in none that is edited."""
    # Imported where it is needed: git starts the program anew for every note.
    from pnm_vault.notes.edit.properties import add_to_property, remove_from_property

    lines = part.lines
    for texts, change in ((gone, remove_from_property), (more, add_to_property)):
        if texts:
            after = change("", _note_of(lines), part.key, texts).text
            if after is None:
                return None
            lines = _lines_of(after)
    return lines


def _note_of(lines: Lines) -> str:
    return "\n".join(["---", *lines, "---", ""])


def _lines_of(note: str) -> Lines:
    return tuple(note.split("\n")[1:-2])


def _merge_item_lines(had: Sequence[tuple[str, int]], first: ListLines, second: ListLines) -> Lines:
    left, right = _names(first), _names(second)
    lines = dict(zip(right, [_indented(item, second.indent, first.indent) for _, item in second.items], strict=True))
    lines |= dict(zip(left, [item for _, item in first.items], strict=True))
    return (first.head, *[line for name in merge_set(had, left, right) for line in lines[name]])


def _names(items: ListLines) -> list[tuple[str, int]]:
    return _numbered([name for name, _ in items.items])


def _numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        numbered.append((name, seen[name]))
        seen[name] += 1
    return numbered


def _indented(lines: Lines, indent: str, wanted: str) -> Lines:
    return tuple([wanted + line.removeprefix(indent) if line.strip() else line for line in lines])


def _merge_words(was: object, one: object, other: object, first: Part) -> Lines | None:
    """Merge words written into one text: `tags: friend, climbing`."""
    parting = _WORD_LISTS.get(first.key.casefold())
    if parting is None or not (isinstance(was, str) and isinstance(one, str) and isinstance(other, str)):
        return None
    had, ours, theirs = ([word for word in parting.split(text) if word] for text in (was, one, other))
    wanted = merge_set(_distinct(had), _distinct(ours), _distinct(theirs))
    sign = ", " if "," in one + other or first.key.casefold() == "aliases" else " "
    from pnm_vault.notes.edit.properties import set_property

    after = set_property("", _note_of(first.lines), first.key, sign.join(wanted)).text
    return _lines_of(after) if after is not None else None
