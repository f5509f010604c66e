"""Real repositories to try things on, with a git that knows nothing of whoever runs the tests."""

import shutil
import subprocess
from pathlib import Path

import pytest

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")

OWN_GIT = {
    "GIT_AUTHOR_NAME": "Nora Bassani",
    "GIT_AUTHOR_EMAIL": "nora@example.org",
    "GIT_COMMITTER_NAME": "Nora Bassani",
    "GIT_COMMITTER_EMAIL": "nora@example.org",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_EDITOR": "true",
}


def git(folder: Path, *words: str, fails: bool = False) -> str:
    """Run git in a folder and give what it says; it has to succeed, or with `fails` not to."""
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, timeout=60)
    assert (done.returncode != 0) == fails, f"git {words}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def begin(folder: Path) -> Path:
    """Make a folder a repository with everything in it committed."""
    git(folder, "init", "--quiet")
    keep(folder, "as it was")
    return folder


def keep(folder: Path, message: str) -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", message)


def part(root: Path, path: str, base: str, ours: str, theirs: str) -> None:
    """Commit three versions of a file: `base`, then `ours` on the branch `main` and `theirs` on the branch `other`."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    for branch, text in (("", base), ("other", theirs), ("main", ours)):
        if branch == "other":
            git(root, "checkout", "--quiet", "-b", "other")
        elif branch:
            git(root, "checkout", "--quiet", branch)
        (root / path).write_bytes(text.encode())
        keep(root, branch or "base")
