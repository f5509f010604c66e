"""Which git repository a folder lies in, found by looking at names: every regenerate asks, so no program is run."""

import os
from collections.abc import Mapping

from pnm_vault.model.record import Record

_MOST = 4096  # characters of a `.git` file; the path in it is no longer than a path can be


class Repository(Record, frozen=True):
    """A repository with a working tree in which a vault lies. All paths are real and absolute.

    `vault` is the vault's folder as seen from `top`, with `/`, empty where it is `top` itself. `git_dir` belongs to
    this working tree alone, `common_dir` to all working trees of the repository; in most clones they are the same.
    """

    top: str
    vault: str
    git_dir: str
    common_dir: str


def find_repository(folder: str, environ: Mapping[str, str] | None = None) -> Repository | None:
    """Give the repository that a folder (a real path) lies in; None where there is none, or none with files.

    The nearest `.git` from the folder upwards decides, be it a folder or, in a worktree or a submodule, a file that
    names one. `GIT_DIR` and `GIT_WORK_TREE` count only where nothing is found and the folder lies in that working tree:
    a hook of another repository has them set too.
    """
    top = folder
    while True:
        git_dir = _git_dir_in(top)
        if git_dir:
            return _repository(top, folder, git_dir)
        above = os.path.dirname(top)
        if above == top:
            return _named_by(os.environ if environ is None else environ, folder)
        top = above


def _git_dir_in(top: str) -> str:
    """Give the git folder of a working tree; empty where `top` is none."""
    place = os.path.join(top, ".git")
    try:
        with open(place, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(_MOST)
    except FileNotFoundError:
        return ""
    except OSError:  # it is a folder, as nearly always (Windows says that it may not be opened)
        return place if _is_git_dir(place) else ""
    kind, _, named = text.partition(":")
    found = os.path.realpath(os.path.join(top, named.strip()))
    return found if kind == "gitdir" and named.strip() and _is_git_dir(found) else ""


def _is_git_dir(place: str) -> bool:
    return os.path.lexists(os.path.join(place, "HEAD"))


def _repository(top: str, folder: str, git_dir: str) -> Repository:
    inner = os.path.relpath(folder, top)
    vault = "" if inner == os.curdir else inner.replace(os.sep, "/")
    return Repository(top, vault, git_dir, _common_dir(git_dir))


def _common_dir(git_dir: str) -> str:
    try:
        with open(os.path.join(git_dir, "commondir"), encoding="utf-8", errors="surrogateescape") as file:
            named = file.read(_MOST).strip()
    except OSError:
        return git_dir
    return os.path.realpath(os.path.join(git_dir, named))


def _named_by(environ: Mapping[str, str], folder: str) -> Repository | None:
    named = environ.get("GIT_DIR")
    if not named:
        return None
    git_dir = os.path.realpath(named)
    top = os.path.realpath(environ.get("GIT_WORK_TREE") or os.curdir)
    inside = folder == top or folder.startswith(top.rstrip(os.sep) + os.sep)
    return _repository(top, folder, git_dir) if inside and _is_git_dir(git_dir) else None
