import os
from pathlib import Path

import pytest

from pnm_vault.sync.git.place import find_repository
from pnm_vault.sync.git.under_way import find_under_way, holds_autostash, is_writing
from tests.gits import begin, git, keep, needs_git, part

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    begin(tmp_path)
    part(tmp_path, "note.md", "one\n", "two\n", "three\n")
    return tmp_path


def at(root: Path, *besides: str) -> str:
    repository = find_repository(os.path.realpath(root))
    assert repository is not None
    found = find_under_way(repository, besides)
    return found.what if found is not None else ""


def test_nothing(root: Path) -> None:
    assert at(root) == ""


@pytest.mark.parametrize(
    ("words", "what", "end"),
    [
        (("merge", "other"), "a merge", ("merge", "--abort")),
        (("rebase", "other"), "a rebase", ("rebase", "--abort")),
        (("rebase", "--apply", "other"), "a rebase", ("rebase", "--abort")),
        (("cherry-pick", "other"), "a cherry-pick", ("cherry-pick", "--abort")),
        (("revert", "--no-edit", "other"), "a revert", ("revert", "--abort")),
    ],
)
def test_a_conflict_that_waits(root: Path, words: tuple[str, ...], what: str, end: tuple[str, ...]) -> None:
    git(root, *words, fails=True)
    assert at(root) == what
    git(root, *end)
    assert at(root) == ""


def test_a_rebase_that_stops_to_edit_has_no_conflict(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SEQUENCE_EDITOR", "sed -i.bak s/^pick/edit/")
    git(root, "rebase", "-i", "HEAD~1")
    assert at(root) == "a rebase"
    assert at(root, "rebase-merge") == ""


def test_patches_and_a_bisection(root: Path) -> None:
    git(root, "format-patch", "-1", "other", "-o", "../patches")
    git(root, "am", *[str(path) for path in (root.parent / "patches").iterdir()], fails=True)
    assert at(root) == "applying patches"
    git(root, "am", "--abort")
    git(root, "bisect", "start", "HEAD", "HEAD~1")
    assert at(root) == "a bisection"
    git(root, "bisect", "reset")
    assert at(root) == ""


def test_a_working_tree_of_its_own_merges_on_its_own(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    side = tmp_path_factory.mktemp("trees") / "side"
    git(root, "worktree", "add", "--quiet", str(side), "-b", "side")
    git(root, "merge", "other", fails=True)
    assert (at(root), at(side)) == ("a merge", "")


def test_changes_put_aside(root: Path) -> None:
    (root / "more.md").write_text("one\n")
    keep(root, "more")
    (root / "more.md").write_text("two\n")
    repository = find_repository(os.path.realpath(root))
    assert repository is not None
    assert not holds_autostash(repository)
    git(root, "rebase", "--autostash", "other", fails=True)
    assert holds_autostash(repository)


def test_the_index_being_written(root: Path) -> None:
    repository = find_repository(os.path.realpath(root))
    assert repository is not None
    assert not is_writing(repository)
    (root / ".git" / "index.lock").touch()
    assert is_writing(repository)
