"""Which note a link means: resolution as Obsidian does it, and by alias as our own extension."""

import unicodedata
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

from pnm_vault.model.record import Row


class Certainty(IntEnum):
    """How a link was resolved."""

    UNRESOLVED = 0
    EXACT = 1
    ALIAS = 2
    AMBIGUOUS = 3


class Resolution(Row, frozen=True):
    """What a link leads to. `path` is None when it is unresolved, or ambiguous by alias.

    `candidates` are all notes it could mean, sorted, when there is more than one.
    """

    path: str | None
    certainty: Certainty
    candidates: tuple[str, ...] = ()


UNRESOLVED = Resolution(None, Certainty.UNRESOLVED)


def fold(text: str) -> str:
    """Fold a name for comparison: NFC and lower case, as Obsidian compares names."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.lower())


def note_key(path: str) -> str:
    """Give the key under which a note's file name is found."""
    return fold(path.rpartition("/")[2]).removesuffix(".md")


@lru_cache(maxsize=65536)
def link_key(target: str) -> str:
    """Give the key by which a link as written looks for its note."""
    folded = fold(target)
    if "/" in folded:
        folded = folded.rpartition("/")[2]
    return folded.removesuffix(".md")


def resolve(
    target: str,
    source: str,
    names: Mapping[str, tuple[str, ...]],
    aliases: Mapping[str, tuple[str, ...]],
) -> Resolution:
    """Find the note that `target`, written in the note `source`, leads to.

    `names` maps file-name keys to note paths, `aliases` other names to contact paths.
    Source: Obsidian's `getFirstLinkpathDest`, after open re-implementations: a path from the root wins, then notes in
    the folder of the source, then the shortest path.
    """
    key = link_key(target)
    candidates = names.get(key, ())
    if "/" not in target:
        if len(candidates) == 1:
            return Resolution(candidates[0], Certainty.EXACT)
        if not candidates:
            return _by_alias(key, aliases)
    return _by_path(fold(target).removesuffix(".md"), source, candidates)


def _by_alias(key: str, aliases: Mapping[str, tuple[str, ...]]) -> Resolution:
    candidates = aliases.get(key, ())
    if not candidates:
        return UNRESOLVED
    if len(candidates) == 1:
        return Resolution(candidates[0], Certainty.ALIAS)
    return Resolution(None, Certainty.AMBIGUOUS, candidates)


def _by_path(wanted: str, source: str, candidates: tuple[str, ...]) -> Resolution:
    folder = source.rpartition("/")[0]
    if wanted.startswith(("./", "../")):
        exact = _normalise(f"{fold(folder)}/{wanted}" if folder else wanted)
        return _first(tuple(path for path in candidates if _bare(path) == exact))
    if wanted.startswith("/"):
        return _first(tuple(path for path in candidates if _bare(path) == wanted[1:]))
    fitting = tuple(path for path in candidates if f"/{_bare(path)}".endswith(f"/{wanted}"))
    rooted = tuple(path for path in fitting if _bare(path) == wanted)
    if rooted:
        chosen = rooted[0]
    elif fitting:
        chosen = min(fitting, key=lambda path: (path.rpartition("/")[0] != folder, len(path), path))
    else:
        return UNRESOLVED
    if len(fitting) == 1:
        return Resolution(chosen, Certainty.EXACT)
    return Resolution(chosen, Certainty.AMBIGUOUS, tuple(sorted(fitting)))


def _first(paths: tuple[str, ...]) -> Resolution:
    return Resolution(paths[0], Certainty.EXACT) if paths else UNRESOLVED


def _bare(path: str) -> str:
    return fold(path).removesuffix(".md")


def _normalise(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
