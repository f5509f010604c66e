"""Conflict copies of sync services, merged back into the notes that they are versions of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.model.record import Row
from pnm_vault.notes.conflict_copies import base_paths, may_be_copy
from pnm_vault.notes.kinds import is_conflict_copy
from pnm_vault.pipeline.copies import base_of_copy
from pnm_vault.pipeline.writing.mending import (
    Agree,
    Left,
    Mending,
    Mendings,
    Source,
    as_text,
    merge_safely,
    unseen_places,
)
from pnm_vault.sync.git.objects import committed_versions, read_unmerged
from pnm_vault.sync.git.place import find_repository
from pnm_vault.sync.git.program import Git
from pnm_vault.sync.merge.markers import read_marked
from pnm_vault.sync.merge.text import BOM, normal
from pnm_vault.vault.inventory import take_inventory
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.walk import walk

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# Versions of a note to look through for the one that both come from.
_MOST_VERSIONS = 60
_NO_TEXT = "is not UTF-8 text, or cannot be read: look at it by hand"


class Copy(Row, frozen=True):
    """A conflict copy and the note that it is another version of; `is_there`: that note is there still."""

    path: str
    base: str
    is_there: bool


def merge_copies(session: Session, paths: Sequence[str], agree: Agree) -> Mendings:
    """Merge the conflict copies of a vault, or those at `paths`, and ask for each whether that is to be.

    Copies of one note go into it one after the other, and a copy of a copy into that one first.

    Raises:
        PnmError: one of `paths` is no conflict copy, or git cannot be asked.
    """
    copies, left = _find_copies(session)
    if paths:
        known = {one.path for one in copies} | {one.path for one in left}
        unknown = [path for path in paths if path not in known]
        if unknown:
            raise PnmError(f"{unknown[0]} is no conflict copy.", "`pnm resolve --dry-run` lists those that there are.")
        copies = [one for one in copies if one.path in paths]
        left = [one for one in left if one.path in paths]
    return _Merging(session.root).go(copies, left, agree)


def _find_copies(session: Session) -> tuple[list[Copy], list[Left]]:
    """Find conflict copies; one of which others are copies comes behind those."""
    listing = walk(session.root, session.settings.vault.ignore)
    notes = listing.notes
    copies: list[Copy] = []
    for path in notes:
        bases = base_paths(path)
        if not bases:
            continue
        if not may_be_copy(path):
            copies.append(Copy(path, bases[0], bases[0] in notes))
        else:
            text = as_text(read_bytes(session.root, path) or b"")
            base = base_of_copy(session.root, path, text.removeprefix(BOM)) if text is not None else None
            if base is not None:
                copies.append(Copy(path, base, True))
    others = [
        Left(path, "is a conflict copy of a file that is no note: bring together by hand what you want of both")
        for path in take_inventory(session.root, session.settings.vault.ignore).files
        if is_conflict_copy(path.rpartition("/")[2]) and path not in notes
    ]
    return sorted(copies, key=lambda one: (-len(one.path), one.path)), [*others, *unseen_places(listing.unseen)]


class _Merging:
    """The copies of a vault being merged: what each note holds so far."""

    def __init__(self, root: str) -> None:
        self.root = root
        repository = find_repository(root)
        self.git = None if repository is None else Git(repository)
        self.texts: dict[str, bytes | None] = {}
        self.versions: dict[str, tuple[bytes, ...]] = {}

    def go(self, copies: Sequence[Copy], left: Sequence[Left], agree: Agree) -> Mendings:
        agreed: list[Mending] = []
        declined: list[Mending] = []
        stays = list(left)
        unmerged = self._unmerged() if copies else frozenset()
        for copy in copies:
            if copy.base in unmerged:
                stays.append(Left(copy.path, f"waits, as git has {copy.base} in conflict: run `pnm git resolve` first"))
                continue
            found = self._mending(copy)
            if isinstance(found, Left):
                stays.append(found)
            elif agree(found):
                agreed.append(found)
                self.texts[copy.base] = found.after
            else:
                declined.append(found)
        return Mendings(tuple(agreed), tuple(declined), tuple(stays))

    def _unmerged(self) -> frozenset[str]:
        if self.git is None:
            return frozenset()
        start = f"{self.git.repository.vault}/" if self.git.repository.vault else ""
        return frozenset(one.path.removeprefix(start) for one in read_unmerged(self.git))

    def _content(self, path: str) -> bytes | None:
        if path not in self.texts:
            self.texts[path] = read_bytes(self.root, path)
        return self.texts[path]

    def _mending(self, copy: Copy) -> Mending | Left:
        """Say what becomes of a copy and its note."""
        # What the copy holds on the disk is what goes; what went into it before comes along.
        on_disk, content = read_bytes(self.root, copy.path), self._content(copy.path)
        other = as_text(content) if content is not None else None
        if on_disk is None or content is None or other is None:
            return Left(copy.path, _NO_TEXT)
        before = self._content(copy.base)
        if before is None:
            if copy.is_there:
                return Left(copy.path, f"stays, as {copy.base} cannot be read")
            return Mending(copy.base, None, content, Source.ALONE, copy=copy.path, removed=on_disk)
        text = as_text(before)
        if text is None:
            return Left(copy.path, f"stays, as {copy.base} is not UTF-8 text")
        for path, version in ((copy.base, text), (copy.path, other)):
            if read_marked(normal(version)) is not None:
                return Left(copy.path, f"stays, as a merge left markers in {path}: run `pnm git resolve` first")
        merged = merge_safely(self._common(copy.base, text, other), text, other)
        if merged is None:
            return Left(copy.path, "could not be merged: look at it by hand")
        return Mending(
            copy.base,
            before,
            merged.text.encode(),
            Source.COPY,
            merged.conflicts,
            merged.remake,
            copy.path,
            on_disk,
        )

    def _common(self, path: str, text: str, other: str) -> str | None:
        """Give the committed version that a note and its copy both come from; None: none is known."""
        if self.git is None:
            return None
        if path not in self.versions:
            vault = self.git.repository.vault
            name = f"{vault}/{path}" if vault else path
            self.versions[path] = committed_versions(self.git, name, _MOST_VERSIONS)
        known = [version for content in self.versions[path] if (version := as_text(content)) is not None]
        return common_version(known, text, other)


def common_version(versions: Sequence[str], text: str, other: str) -> str | None:
    """Give the version that two texts both come from: the older one of those that each of them is nearest to.

    `versions` are the newest first. Of versions equally near the oldest counts: with an older base less counts as taken
    out. None where hardly anything of it is left in one of the two, so that they may come from something else.
    """
    lines = [_lines(version) for version in versions]
    sides = (_lines(text), _lines(other))
    if not lines:
        return None
    at = max(max(range(len(lines)), key=lambda number: (-_distance(lines[number], side), number)) for side in sides)
    if any(2 * (lines[at] & side).total() < lines[at].total() for side in sides):
        return None
    return versions[at]


def _lines(text: str) -> Counter[str]:
    return Counter(_stripped(text))


def _stripped(text: str) -> Iterator[str]:
    return (stripped for line in normal(text).split("\n") if (stripped := line.strip()))


def _distance(one: Counter[str], other: Counter[str]) -> int:
    return (one - other).total() + (other - one).total()
