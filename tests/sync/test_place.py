import os
from pathlib import Path

import pytest

from pnm_vault.sync.git.place import Repository, find_repository
from tests.gits import begin, git, needs_git

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]


def found(folder: Path, **environ: str) -> Repository | None:
    return find_repository(os.path.realpath(folder), environ)


def same(one: str, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def test_a_vault_that_is_a_clone(tmp_path: Path) -> None:
    repository = found(begin(tmp_path))
    assert repository is not None
    assert (repository.vault, repository.git_dir) == ("", repository.common_dir)
    assert same(repository.git_dir, tmp_path / ".git")


def test_a_vault_in_a_folder_of_a_clone(tmp_path: Path) -> None:
    vault = tmp_path / "My notes" / "Vault"
    vault.mkdir(parents=True)
    begin(tmp_path)
    repository = found(vault)
    assert repository is not None
    assert repository.vault == "My notes/Vault"
    assert same(repository.top, tmp_path)


def test_a_working_tree_has_a_git_folder_of_its_own(tmp_path: Path) -> None:
    main = tmp_path / "main"
    main.mkdir()
    begin(main)
    git(main, "worktree", "add", "--quiet", "../side", "-b", "side")
    repository = found(tmp_path / "side")
    assert repository is not None
    assert same(repository.common_dir, main / ".git")
    assert same(repository.git_dir, main / ".git" / "worktrees" / "side")


def test_a_submodule(tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner", tmp_path / "outer"
    for folder in (inner, outer):
        folder.mkdir()
        begin(folder)
    git(outer, "submodule", "--quiet", "add", str(inner), "vault")
    repository = found(outer / "vault")
    assert repository is not None
    assert repository.vault == ""
    assert same(repository.git_dir, outer / ".git" / "modules" / "vault")


def test_a_git_folder_elsewhere_counts_for_its_own_working_tree_only(tmp_path: Path) -> None:
    vault, other = tmp_path / "vault", tmp_path / "other"
    vault.mkdir()
    other.mkdir()
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "store.git"))
    named = {"GIT_DIR": str(tmp_path / "store.git"), "GIT_WORK_TREE": str(vault)}
    repository = found(vault, **named)
    assert repository is not None
    assert same(repository.git_dir, tmp_path / "store.git")
    assert found(other, **named) is None
    assert found(vault) is None


def test_what_the_environment_names_does_not_count_beside_a_clone(tmp_path: Path) -> None:
    """A hook of one repository may call pnm for a vault in another one."""
    vault, hooked = tmp_path / "vault", tmp_path / "hooked"
    for folder in (vault, hooked):
        folder.mkdir()
        begin(folder)
    repository = found(vault, GIT_DIR=str(hooked / ".git"), GIT_WORK_TREE=str(hooked))
    assert repository is not None
    assert same(repository.git_dir, vault / ".git")


@pytest.mark.parametrize("text", ["", "gitdir: ", "gitdir: nowhere", "something else", "\0\0"])
def test_a_git_file_that_names_nothing_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").write_text(text)
    repository = found(tmp_path)
    assert repository is None or not same(repository.top, tmp_path)


def test_a_folder_without_git_and_an_empty_git_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    repository = found(tmp_path)
    assert repository is None or not same(repository.top, tmp_path)


def test_git_agrees(tmp_path: Path) -> None:
    vault = tmp_path / "Notes"
    vault.mkdir()
    begin(tmp_path)
    repository = found(vault)
    assert repository is not None
    assert same(repository.top, Path(git(vault, "rev-parse", "--show-toplevel").strip()))
    assert same(repository.git_dir, Path(git(vault, "rev-parse", "--absolute-git-dir").strip()))
