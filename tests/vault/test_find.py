"""Which vault a command is about."""

import os
from pathlib import Path

import pytest

from pnm_vault.errors import VaultNotFoundError
from pnm_vault.vault.find import find_vault


def test_option_wins_over_environment_and_folder(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    (tmp_path / "c" / "pnm.toml").touch()
    environ = {"PNM_VAULT": str(tmp_path / "b")}
    assert find_vault(str(tmp_path / "a"), environ, str(tmp_path / "c")) == os.path.realpath(tmp_path / "a")
    assert find_vault(None, environ, str(tmp_path / "c")) == os.path.realpath(tmp_path / "b")
    assert find_vault(None, {"PNM_VAULT": ""}, str(tmp_path / "c")) == os.path.realpath(tmp_path / "c")


def test_option_is_relative_to_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "here" / "vault").mkdir(parents=True)
    assert find_vault("vault", {}, str(tmp_path / "here")) == os.path.realpath(tmp_path / "here" / "vault")


@pytest.mark.parametrize("sign", ["pnm.toml", ".obsidian"])
def test_walks_up_to_the_nearest_vault(tmp_path: Path, sign: str) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "x" / "inner"
    deep = inner / "People" / "Work"
    deep.mkdir(parents=True)
    (outer / "pnm.toml").touch()
    (inner / sign).touch() if sign == "pnm.toml" else (inner / sign).mkdir()
    assert find_vault(None, {}, str(deep)) == os.path.realpath(inner)
    assert find_vault(None, {}, str(outer / "x")) == os.path.realpath(outer)


def test_a_file_named_obsidian_is_no_vault(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").touch()
    (tmp_path / "pnm.toml").mkdir()
    with pytest.raises(VaultNotFoundError) as caught:
        find_vault(None, {}, str(tmp_path))
    assert "pnm init" in caught.value.remedy
    assert "--vault" in caught.value.remedy
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("value", "fault"),
    [("nowhere", "does not exist"), ("file.md", "is a file, not a folder"), ("a\0b", "does not exist")],
)
def test_a_named_vault_must_be_a_folder(tmp_path: Path, value: str, fault: str) -> None:
    (tmp_path / "file.md").touch()
    with pytest.raises(VaultNotFoundError, match=fault):
        find_vault(value, {}, str(tmp_path))
    with pytest.raises(VaultNotFoundError, match="PNM_VAULT"):
        find_vault(None, {"PNM_VAULT": value}, str(tmp_path))


def test_a_linked_vault_gives_its_real_path(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert find_vault(str(tmp_path / "link"), {}, "/") == os.path.realpath(tmp_path / "real")
