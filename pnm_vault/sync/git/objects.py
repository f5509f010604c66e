"""Contents out of git's store: by what the index has of a path in conflict, and by what history has."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pnm_vault.model.record import Row
from pnm_vault.sync.git.program import Git

_MISSING = b" missing"
_FILE_MODES = frozenset({b"100644", b"100755"})


class Unmerged(Row, frozen=True):
    """A path in conflict, as seen from the top, and its versions as git's index has them; None: not there.

    `plain`: each of them is an ordinary file, not a link or a submodule.
    """

    path: str
    base: bytes | None
    ours: bytes | None
    theirs: bytes | None
    plain: bool = True


def contents(git: Git, names: Collection[bytes]) -> Mapping[bytes, bytes]:
    """Read several contents at once, by the names of objects (`COMMIT:PATH` too); those not there are left out."""
    asked = [name for name in names if b"\n" not in name]
    if not asked:
        return {}
    said = git.run("cat-file", "--batch", given=b"".join(name + b"\n" for name in asked))
    found: dict[bytes, bytes] = {}
    at = 0
    for name in asked:
        end = said.index(b"\n", at)
        header = said[at:end]
        at = end + 1
        if header.endswith((_MISSING, b" ambiguous")):
            continue
        size = int(header.rsplit(b" ", 1)[1])
        found[name] = said[at : at + size]
        at += size + 1
    return found


def read_unmerged(git: Git) -> tuple[Unmerged, ...]:
    """Give the paths in conflict at or below the vault, sorted."""
    stages: dict[str, dict[bytes, tuple[bytes, bytes]]] = {}
    said = git.run("--literal-pathspecs", "ls-files", "-u", "-z", "--", git.repository.vault or ".")
    for entry in said.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if name:
            mode, blob, stage = about.split(b" ")
            stages.setdefault(name.decode(errors="surrogateescape"), {})[stage] = (mode, blob)
    blobs = {blob for found in stages.values() for mode, blob in found.values() if mode in _FILE_MODES}
    texts = contents(git, sorted(blobs))
    return tuple([_unmerged(path, stages[path], texts) for path in sorted(stages)])


def _unmerged(path: str, found: Mapping[bytes, tuple[bytes, bytes]], texts: Mapping[bytes, bytes]) -> Unmerged:
    base, ours, theirs = (texts.get(found[stage][1]) if stage in found else None for stage in (b"1", b"2", b"3"))
    return Unmerged(path, base, ours, theirs, all(mode in _FILE_MODES for mode, _ in found.values()))


def committed_versions(git: Git, path: str, most: int) -> tuple[bytes, ...]:
    """Give the last versions of a file (a path as seen from the top) that were committed, the newest first."""
    words = ("log", "-m", "--format=", "--raw", "-z", "--no-abbrev", "--no-renames", f"--max-count={most}", "HEAD")
    said = git.run("--literal-pathspecs", *words, "--", path, fine=(0, 128)).split(b"\0")
    blobs = [part.split(b" ")[3] for part in said if part.lstrip(b"\n").startswith(b":")]
    texts = contents(git, tuple(dict.fromkeys(blobs)))
    return tuple([texts[blob] for blob in dict.fromkeys(blobs) if blob in texts])


class Step(Row, frozen=True):
    """A commit that changed a file: its version there and in each parent that it has, None: it was not there.

    `parents` are commits, as git names them.
    """

    version: bytes | None
    parents: tuple[bytes, ...]
    before: tuple[bytes | None, ...]


def last_step(git: Git, path: str) -> Step | None:
    """Give the last commit that changed a file (a path as seen from the top), be it a merge; None: there is none."""
    words = ("rev-list", "--parents", "--max-count=1", "HEAD")
    said = git.run("--literal-pathspecs", *words, "--", path, fine=(0, 128)).split()
    if not said:
        return None
    names = [commit + b":" + path.encode(errors="surrogateescape") for commit in said]
    texts = contents(git, names)
    return Step(texts.get(names[0]), tuple(said[1:]), tuple([texts.get(name) for name in names[1:]]))


def common_ancestor(git: Git, path: str, commits: Sequence[bytes]) -> bytes | None:
    """Give the version of a file that two commits have in common; None where there is none."""
    said = git.run("merge-base", *[commit.decode() for commit in commits], fine=(0, 1)).split()
    if not said:
        return None
    name = said[0] + b":" + path.encode(errors="surrogateescape")
    return contents(git, (name,)).get(name)
