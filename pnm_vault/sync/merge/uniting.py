"""Two notes about one contact made one: nothing that either says is lost, and nothing of the kept one moves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from pnm_vault.model.record import Record
from pnm_vault.notes.edit.edited import Edited, EditRefusedError
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.lines import Scan, scan
from pnm_vault.notes.text.merge_marks import conflicting_key
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field
from pnm_vault.patterns import pattern_of
from pnm_vault.sync.merge.text import cut_note, normal, put_together, with_ends
from pnm_vault.sync.merge.united_block import unite_blocks
from pnm_vault.sync.merge.united_body import unite_bodies

_FOOTNOTE = pattern_of(r"^[ ]{0,3}\[\^([^\]\s]{1,60})\]:", re.MULTILINE)
_BLOCK_ID = pattern_of(r"(?:^|[ \t])\^([A-Za-z0-9-]{1,80})[ \t]*$", re.MULTILINE)
_DAY = pattern_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Joining(Record, frozen=True):
    """What is known of the note that goes, beside its text.

    `names` are what the contact is called in either note, and all that the united note has as a name or alias.
    `stated` are fields given once that the note that stays states anywhere. `private`: the note that goes is private,
    the one that stays is not.
    """

    names: tuple[str, ...]
    stated: tuple[str, ...] = ()
    private: bool = False


def unite_notes(path: str, text: str, other: str, joining: Joining) -> Edited:
    """Put the note `other` about the same contact into `text`, that of the note at `path`.

    The result has the line ends of `text`. It is refused where it cannot be proved that all of both is in it.
    """
    try:
        return Edited(_united(path, text, other, joining))
    except EditRefusedError as refusal:
        return Edited(None, refusal.at(path))


def clashing_ids(text: str, other: str) -> dict[str, str]:
    """Map the block ids of `other` that `text` has too to what they become, so that links can be told."""
    return _new_ids(_BLOCK_ID, normal(text), normal(other))


def _united(path: str, text: str, other: str, joining: Joining) -> str:
    mine, theirs = normal(text), _with_own_marks(normal(text), normal(other))
    kept, comes = cut_note(mine), cut_note(theirs)
    if kept.odd or comes.odd:
        raise EditRefusedError("edit-block", "The properties of one of the two notes are never closed: close them.")
    days = frozenset(_DAY.findall("\n".join((*kept.body, *comes.body))))
    block = unite_blocks(kept.block, comes.block, joining.names, days, joining.stated, private=joining.private)
    body, gone = unite_bodies(kept.body, comes.body, joining.names)
    fences = kept.fences or (("---", "---") if block else None)
    lines = list(body) if fences is None else [fences[0], *block, fences[1], *body]
    united = put_together(lines, kept.final or comes.final or body != list(kept.body))
    _prove(path, (mine, theirs, united), gone, joining.names)
    return with_ends(united, text, other)


def _with_own_marks(text: str, other: str) -> str:
    """Rename footnotes and block ids of a note that the kept one has as well, for other words."""
    note = cut_note(other)
    shift = len(note.lines) - len(note.body)
    found = scan("\n".join(note.body), 0)
    footnotes, ids = _new_ids(_FOOTNOTE, text, other), _new_ids(_BLOCK_ID, text, other)
    if not footnotes and not ids:
        return other
    lines = list(note.lines)
    for number in range(len(note.body)):
        if not found.seen(number):
            continue
        line = lines[shift + number]
        for had, new in footnotes.items():
            line = line.replace(f"[^{had}]", f"[^{new}]")
        for had, new in ids.items():
            line = re.sub(rf"(\A|[ \t])\^{re.escape(had)}([ \t]*)\Z", rf"\1^{new}\2", line)
            line = re.sub(rf"(\[\[#\^){re.escape(had)}(?=[\]|])", rf"\g<1>{new}", line)
        lines[shift + number] = line
    return put_together(lines, note.final)


def _new_ids(pattern: re.Pattern[str], text: str, other: str) -> dict[str, str]:
    mine, theirs = (set(pattern.findall(one)) for one in (text, other))
    new: dict[str, str] = {}
    for had in sorted(mine & theirs):
        number = 2
        while (name := f"{had}-{number}") in mine | theirs | set(new.values()):
            number += 1
        new[had] = name
    return new


def _prove(path: str, texts: tuple[str, str, str], gone: frozenset[str], names: Collection[str]) -> None:
    """Make sure, by the readers that all else uses, that what either note says is in the united one.

    Raises:
        EditRefusedError: it is not; the message says what.
    """
    (mine, mine_seen), (theirs, theirs_seen), (now, now_seen) = map(_lines_of, texts)
    lost = next((line for line in mine if now[line] < mine[line]), None)
    lost = lost or next((line for line in theirs if line not in now and line not in gone), None)
    lost = lost or next((line for line in (*mine_seen, *theirs_seen) if line not in now_seen | gone), None)
    lost = lost or _lost_value(*texts, names)
    one, another, both = (_told_of(path, text) for text in texts)
    lost = lost or next(iter(sorted((one | another) - both)), None)
    if lost is not None:
        why = f"“{lost[:60]}” would be lost or hidden"
        message = f"The two notes cannot be put together: {why} (is a block of code or a comment never closed?)."
        raise EditRefusedError("edit-unproved", message)


def _told_of(path: str, text: str) -> frozenset[str]:
    """Give what a note's text tells to the reader of notes: days of contact with their words, and tasks."""
    note = parse_note(path, text, Rules())
    first = len(cut_note(text).lines) - len(cut_note(text).body)
    entries = [f"{entry.day}: {entry.text}" for entry in note.entries if entry.line > first]
    return frozenset([*entries, *[task.text for task in note.tasks if task.line > first]])


def _lines_of(text: str) -> tuple[Counter[str], frozenset[str]]:
    """Give the lines of a note's text, and those of them that are neither code nor comment."""
    body = "\n".join(cut_note(text).body)
    found: Scan = scan(body, 0)
    lines = [line.strip() for line in body.split("\n")]
    seen = [line for number, line in enumerate(lines) if line and found.seen(number)]
    return Counter([line for line in lines if line]), frozenset(seen)


def _lost_value(kept: str, other: str, united: str, names: Collection[str]) -> str | None:
    """Name a property whose words are nowhere in the united properties."""
    now = read_frontmatter("", united)
    faults = {problem.code for problem in now.problems}
    for text in (kept, other):
        block = read_frontmatter("", text)
        faults -= {problem.code for problem in block.problems}
    if faults:
        return f"the properties ({sorted(faults)[0]})"
    told = now.raw.casefold()
    known = " ".join(names).casefold()
    for text in (kept, other):
        for key, node in read_frontmatter("", text).values.items():
            if canonical_field(key, SPELLINGS) == "private":
                continue  # of two words on it the one that keeps it to the owner stands
            if conflicting_key(key, now.values) is None and any(
                word not in told and word not in known for word in _words(node.value) if not _DAY.match(word)
            ):
                return key
    return None


def _words(value: object) -> list[str]:
    if isinstance(value, dict):
        return [word for node in value.values() for word in _words(node.value)]
    if isinstance(value, tuple):
        return [word for node in value for word in _words(node.value)]
    return str(value).casefold().split()
