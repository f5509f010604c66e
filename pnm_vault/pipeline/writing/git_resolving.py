"""What git's merging left in notes: a merge that it is in the middle of, and markers that somebody committed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pnm_vault.notes.kinds import CONFLICT_LIST
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
from pnm_vault.sync.git.objects import Unmerged, common_ancestor, last_step, read_unmerged
from pnm_vault.sync.git.place import Repository, find_repository
from pnm_vault.sync.git.program import Git
from pnm_vault.sync.merge import Merged
from pnm_vault.sync.merge.markers import Marked, may_be_marked, merge_marked, read_marked
from pnm_vault.sync.merge.text import normal, with_ends
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.walk import walk

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_NO_NOTE = "is in conflict and no note that pnm reads: merge it by hand, then `git add` it"
_NO_TEXT = "is in conflict and not UTF-8 text, or cannot be read: merge it by hand, then `git add` it"
_BOTH_GONE = "is gone on both sides, deleted or under another name: `git rm` agrees to that"
_ONE_GONE = (
    "was deleted on one side and changed on the other. What was changed stays: `git add` keeps it, `git rm` lets it go"
)
_RENAMED = "has this name on one side only, as both sides renamed a note: `git add` keeps it, `git rm` lets it go"
_BY_HAND = "has no markers any more: when it is right, `git add` it"
_ODD = "has markers that do not go together: put them right by hand"
_FAULT = "could not be merged: look at it by hand"

_Found = Mending | Left | None


def find_mendings(session: Session, agree: Agree) -> Mendings:
    """Merge what git left apart, and ask for each note whether that is to be.

    `staged` are notes of a merge under way that have nothing in conflict any more. What could not be merged stands
    twice, readable, and stays in conflict for git; so does all that is no matter of two texts.

    Raises:
        PnmError: git cannot be asked.
    """
    return _Resolving(session).go(agree)


def stage(root: str, found: Mendings) -> None:
    """Tell git that notes are merged.

    Raises:
        PnmError: git cannot do it.
    """
    repository = find_repository(root)
    if repository is not None and found.staged:
        paths = [_from_top(repository, path) for path in found.staged]
        Git(repository).run("--literal-pathspecs", "add", "--", *paths)


def _from_top(repository: Repository, path: str) -> str:
    return f"{repository.vault}/{path}" if repository.vault else path


class _Resolving:
    def __init__(self, session: Session) -> None:
        self.root = session.root
        listing = walk(session.root, session.settings.vault.ignore)
        self.notes, self.unseen = listing.notes, listing.unseen
        repository = find_repository(session.root)
        self.git = None if repository is None else Git(repository)

    def go(self, agree: Agree) -> Mendings:
        agreed: list[Mending] = []
        declined: list[Mending] = []
        left = unseen_places(self.unseen)
        staged: list[str] = []
        unmerged = self._unmerged()
        for path in sorted({*unmerged, *self.notes}):
            found = self._in_conflict(path, unmerged[path]) if path in unmerged else self._committed(path)
            if isinstance(found, Left):
                left.append(found)
            elif found is not None and agree(found):
                agreed.append(found)
                staged += [path] if path in unmerged and not found.conflicts else []
            elif found is not None:
                declined.append(found)
        return Mendings(tuple(agreed), tuple(declined), tuple(left), tuple(staged))

    def _unmerged(self) -> Mapping[str, Unmerged]:
        if self.git is None:
            return {}
        start = f"{self.git.repository.vault}/" if self.git.repository.vault else ""
        return {one.path.removeprefix(start): one for one in read_unmerged(self.git)}

    def _in_conflict(self, path: str, versions: Unmerged) -> _Found:
        if versions.ours is None and versions.theirs is None and versions.plain:
            return Left(path, _BOTH_GONE)
        if (versions.ours is None or versions.theirs is None) and versions.plain:
            return Left(path, _RENAMED if versions.base is None else _ONE_GONE)
        if not versions.plain or path[-3:].lower() != ".md" or path not in self.notes:
            return Left(path, _NO_NOTE)
        present = read_bytes(self.root, path)
        texts = [as_text(one) if one is not None else None for one in (versions.ours, versions.theirs, present)]
        base = as_text(versions.base) if versions.base is not None else None
        ours, theirs, there = texts
        if ours is None or theirs is None or there is None or present is None:
            return Left(path, _NO_TEXT)
        merged = merge_safely(base, ours, theirs)
        if merged is None:
            return Left(path, _FAULT)
        merged = _with_ends_of(there, ours, theirs, merged)
        if normal(there) == normal(merged.text):
            if merged.conflicts:
                return Left(path, f"holds two versions at line {merged.conflicts[0].line}: choose, then `git add` it")
            return _mending(path, present, merged, Source.INDEX)
        marked = read_marked(normal(there)) if may_be_marked(there) else None
        if marked is None or not marked.versions:
            return Left(path, _BY_HAND if marked is None else _ODD)
        if _is_as_git_left_it(marked, base, ours, theirs):
            return _mending(path, present, merged, Source.INDEX)
        return self._by_markers(path, present, there)

    def _committed(self, path: str) -> _Found:
        """Look for markers in a note that git is not in the middle of merging."""
        if path.rpartition("/")[2][:-3].casefold() == CONFLICT_LIST:
            return None
        present = read_bytes(self.root, path)
        if present is None or not may_be_marked(present):
            return None
        there = as_text(present)
        marked = read_marked(normal(there)) if there is not None else None
        if there is None or marked is None:
            return None
        if not marked.versions:
            return Left(path, _ODD)
        merged = self._by_history(path, there, marked)
        if merged is not None:
            return _mending(path, present, merged, Source.HISTORY)
        return self._by_markers(path, present, there)

    def _by_markers(self, path: str, present: bytes, there: str) -> _Found:
        try:
            merged = merge_marked(there)
        except Exception:  # a fault of ours must not keep the other notes from being merged
            merged = None
        return Left(path, _FAULT) if merged is None else _mending(path, present, merged, Source.MARKERS)

    def _by_history(self, path: str, there: str, marked: Marked) -> Merged | None:
        """Merge anew what the merge that brought the markers had before it; None where that is not to be known.

        Nobody may have changed the note since, nor in that merge: of what they wrote the sides know nothing.
        """
        if self.git is None:
            return None
        name = _from_top(self.git.repository, path)
        step = last_step(self.git, name)
        if step is None or step.version is None or normal(as_text(step.version) or "") != normal(there):
            return None
        ours, theirs = [as_text(one or b"") for one in (*step.before, b"", b"")[:2]]
        if len(step.parents) != 2 or not ours or not theirs:
            return None
        base = common_ancestor(self.git, name, step.parents)
        shared = as_text(base) if base is not None else None
        if not _is_as_git_left_it(marked, shared, ours, theirs):
            return None
        merged = merge_safely(shared, ours, theirs)
        return None if merged is None else _with_ends_of(there, ours, theirs, merged)


def _mending(path: str, present: bytes, merged: Merged, source: Source) -> Mending:
    return Mending(path, present, merged.text.encode(), source, merged.conflicts, merged.remake)


def _with_ends_of(there: str, ours: str, theirs: str, merged: Merged) -> Merged:
    """Give a merged text the line ends of the working tree, where git stores others than it checks out."""
    if "\r" in ours or "\r" in theirs or "\r\n" not in there:
        return merged
    return Merged(with_ends(normal(merged.text), there, there), merged.conflicts, merged.remake)


def _is_as_git_left_it(marked: Marked, base: str | None, ours: str, theirs: str) -> bool:
    """Tell whether nobody changed a note since git put its markers into it, but for the order of lines.

    Every line comes from one of the sides, and what either side brought is there.
    """
    had = _lines(base) if base is not None else frozenset()
    there = frozenset().union(*map(_lines, marked.versions))
    brought = _lines(ours) | _lines(theirs)
    return there <= brought and (brought - had) <= there


def _lines(text: str) -> frozenset[str]:
    return frozenset(normal(text).split("\n"))
