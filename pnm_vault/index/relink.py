"""What the links of a vault have to say once a note has another name or place, so that each leads where it led.

Source: Obsidian, which rewrites links when a note is renamed: in the form that they have, with the longer path where
the name alone would lead elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pnm_vault.index.names import fold, note_key, resolve
from pnm_vault.model.record import Record
from pnm_vault.notes.edit.links import relative_target, renamed_target
from pnm_vault.notes.text.links import clean_target

_Names = Mapping[str, tuple[str, ...]]


class Renaming(Record, frozen=True):
    """A note that goes from `old` to `new`; `before` and `after` map file-name keys to the paths of all notes."""

    old: str
    new: str
    before: _Names
    after: _Names

    @property
    def moves(self) -> bool:
        """Tell whether the note goes to another folder."""
        return self.old.rpartition("/")[0] != self.new.rpartition("/")[0]

    def may_concern(self, text: str) -> bool:
        """Tell quickly whether a note of this text, other than the one renamed, may hold a link that has to change."""
        if "%" in text and "](" in text:
            return True
        folded = fold(text.replace("\xa0", " ").replace("''", "'"))
        return note_key(self.old) in folded or note_key(self.new) in folded

    def rewritten(self, source: str, target: str) -> str:
        """Write a link of the note `source` (its path before) as it has to be; as it is, where that is right still."""
        here = self.new if source == self.old else source
        led_to = _led_to(target, source, self.before)
        if led_to is None:
            return _same_place(source, here, target) if self.moves and here != source else target
        leads_to = self.new if led_to == self.old else led_to
        written = target
        if led_to == self.old:
            written = renamed_target(here, target, self.old, self.new)
        elif here != source and _is_relative(target):
            written = _same_place(source, here, target)
        if _led_to(written, here, self.after) == leads_to:
            return written
        extension = target[-3:] if target[-3:].lower() == ".md" else ""
        return leads_to[: -len(".md")] + extension


def plan_renaming(paths: Iterable[str], old: str, new: str) -> Renaming:
    """Say what changes when the note `old` becomes `new`; `paths` are all notes of the vault, `old` among them."""
    before: dict[str, list[str]] = {}
    for path in sorted(paths):
        before.setdefault(note_key(path), []).append(path)
    names = {key: tuple(found) for key, found in before.items()}
    after = dict(names)
    after[note_key(old)] = tuple([path for path in names[note_key(old)] if path != old])
    after[note_key(new)] = tuple(sorted([*after.get(note_key(new), ()), new]))
    return Renaming(old, new, names, after)


def plan_merging(paths: Iterable[str], gone: str, kept: str) -> Renaming:
    """Say what changes when the note `gone` becomes a part of the note `kept`; `paths` are all notes of the vault."""
    before: dict[str, list[str]] = {}
    for path in sorted(paths):
        before.setdefault(note_key(path), []).append(path)
    names = {key: tuple(found) for key, found in before.items()}
    after = {**names, note_key(gone): tuple([path for path in names[note_key(gone)] if path != gone])}
    return Renaming(gone, kept, names, after)


def _led_to(target: str, source: str, names: _Names) -> str | None:
    clean = clean_target(target)
    return resolve(clean, source, names, {}).path if clean else None


def _is_relative(target: str) -> bool:
    return target.replace("\\", "/").startswith(("./", "../"))


def _same_place(source: str, here: str, target: str) -> str:
    """Write a relative path (to a picture, say) from another folder."""
    if not _is_relative(target):
        return target
    parts = source.split("/")[:-1]
    for part in target.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return target
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return relative_target(here, "/".join(parts), target.startswith("./")) if parts else target
