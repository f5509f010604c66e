"""Keeping out of git's way: what is written while git is merging would be one more thing to merge."""

from __future__ import annotations

import os
from collections.abc import Collection

from pnm_vault.errors import GitUnderWayError
from pnm_vault.sync.git.place import Repository, find_repository
from pnm_vault.sync.git.under_way import UnderWay, find_under_way, is_writing
from pnm_vault.vault import clock

# How long to wait for a git that is at work. A lock older than the second one was left by a crash, or belongs to a
# commit whose message is being written; neither touches the notes.
PATIENCE = 2.0
_OLD_LOCK = 60.0
_RETRY_SECONDS = 0.05


def refuse_amid_git(root: str, ending: Collection[str] = ()) -> None:
    """Let a moment of git's work pass; stop when it is in the middle of more. `ending`: see `find_under_way`.

    Raises:
        GitUnderWayError: a merge, rebase, cherry-pick, revert or bisection has begun and is not over.
    """
    repository = find_repository(root)
    if repository is None:
        return
    _await_index(repository)
    found = find_under_way(repository, ending)
    if found is not None:
        remedy = f"{found.remedy} Or make the review notes all the same with `pnm regenerate --force`."
        raise GitUnderWayError(
            f"Git is in the middle of {found.what}, so the review notes were left as they are.", remedy
        )


def git_under_way(root: str) -> UnderWay | None:
    """Say what git is in the middle of; None for nothing, or where there is no git."""
    repository = find_repository(root)
    return None if repository is None else find_under_way(repository)


def _await_index(repository: Repository) -> None:
    until = clock.monotonic() + PATIENCE
    while is_writing(repository) and _is_fresh(repository) and clock.monotonic() < until:
        clock.sleep(_RETRY_SECONDS)


def _is_fresh(repository: Repository) -> bool:
    try:
        changed = os.lstat(os.path.join(repository.git_dir, "index.lock")).st_mtime_ns
    except OSError:
        return False
    return clock.now_ns() - changed < _OLD_LOCK * 1e9
