"""The three versions of a note as git hands them to a merge driver, and the result that it takes back.

Source: git, gitattributes: Defining a custom merge driver. An exit code from 1 to 128 is a conflict; a greater one
stops git's whole merge.
"""

from __future__ import annotations

from typing import NamedTuple

from pnm_vault.sync.merge import Conflict, merge_note

# More is no note that somebody wrote, and git's own merging is good enough for it.
MOST_BYTES = 2_000_000
_MOST_CODE = 127


class Driven(NamedTuple):
    """How merging went: git's exit code, and the places to look at. `by_lines`: git merged the lines itself."""

    code: int
    conflicts: tuple[Conflict, ...] = ()
    by_lines: bool = False


def merge_files(base: str, ours: str, theirs: str, marker_size: int) -> Driven:
    """Merge three files; the result replaces that of `ours`. An empty `base` is what git gives where there is none.

    What is no text in UTF-8, or too long, is merged as git does by itself.

    Raises:
        OSError: a file cannot be read or written.
    """
    versions = [_read(path) for path in (base, ours, theirs)]
    texts = [_decoded(version) for version in versions]
    before, mine, other = texts
    if before is None or mine is None or other is None:
        return _merge_as_git(base, ours, theirs, marker_size)
    try:
        merged = merge_note(before or None, mine, other)
        result = merged.text.encode()
    except Exception:
        # Whatever is wrong with us, the user is not to be worse off than without us.
        return _merge_as_git(base, ours, theirs, marker_size)
    if result != versions[1]:
        with open(ours, "wb") as file:
            file.write(result)
    return Driven(int(bool(merged.conflicts)), merged.conflicts)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _decoded(version: bytes) -> str | None:
    if len(version) > MOST_BYTES or b"\0" in version:
        return None
    try:
        return version.decode()
    except UnicodeDecodeError:
        return None


def _merge_as_git(base: str, ours: str, theirs: str, marker_size: int) -> Driven:
    """Merge the lines as git does without a driver; a file that is no text stays ours, and is a conflict."""
    # Rare, and git waits for every note.
    import subprocess

    labels = [word for name in ("ours", "base", "theirs") for word in ("-L", name)]
    command = ["git", "merge-file", *labels, f"--marker-size={marker_size}", "--", ours, base, theirs]
    done = subprocess.run(command, capture_output=True, check=False)
    return Driven(done.returncode if 0 <= done.returncode <= _MOST_CODE else 1, (), True)
