import pytest

from pnm_vault.vault.folder import Refused, parts_of


@pytest.mark.parametrize("path", [".gitattributes", ".gitignore"])
def test_what_git_reads_in_the_vault_may_be_written(path: str) -> None:
    assert parts_of(path) == (path,)


@pytest.mark.parametrize(
    "path",
    [".git", ".git/config", ".gitignore/a.md", "a/.gitignore", ".gitmodules", "../.gitignore", "./.gitignore", ".x.md"],
)
def test_nothing_else_that_is_hidden(path: str) -> None:
    with pytest.raises(Refused):
        parts_of(path)
