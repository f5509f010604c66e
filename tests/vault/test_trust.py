"""What the owner has vouched for."""

import os
import sys
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.vault.trust import distrust, is_trusted, trust


def test_trust_is_for_one_content_at_one_path_of_one_vault(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    root, other = str(tmp_path / "a"), str(tmp_path / "b")
    assert not is_trusted(root, "T/x.j2", b"one")
    trust(root, "T/x.j2", b"one")
    assert is_trusted(root, "T/x.j2", b"one")
    assert not is_trusted(root, "T/x.j2", b"two")
    assert not is_trusted(root, "T/y.j2", b"one")
    assert not is_trusted(other, "T/x.j2", b"one")
    assert os.listdir(root) == []


def test_new_trust_takes_the_place_of_the_old(tmp_path: Path) -> None:
    root = str(tmp_path)
    trust(root, "x", b"one")
    trust(root, "y", b"one")
    trust(root, "x", b"two")
    assert (is_trusted(root, "x", b"one"), is_trusted(root, "x", b"two"), is_trusted(root, "y", b"one")) == (
        False,
        True,
        True,
    )


def test_distrust(tmp_path: Path) -> None:
    root = str(tmp_path)
    distrust(root, "x")
    trust(root, "x", b"one")
    trust(root, "y", b"one")
    distrust(root, "x")
    assert not is_trusted(root, "x", b"one")
    assert is_trusted(root, "y", b"one")


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    trust(str(tmp_path), "x\udcff", b"one")
    folder = Path(os.environ["PNM_STATE"]) / "trust"
    if sys.platform != "win32":
        assert [path.stat().st_mode & 0o077 for path in folder.rglob("*")] == [0, 0]


def test_trust_that_cannot_be_kept_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "file"))
    distrust(str(tmp_path), "x")
    with pytest.raises(PnmError, match="cannot be remembered") as caught:
        trust(str(tmp_path), "x", b"one")
    assert str(tmp_path / "file") in caught.value.remedy
    assert not is_trusted(str(tmp_path), "x", b"one")
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "state"))
    trust(str(tmp_path), "x", b"one")

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(PnmError, match="cannot be taken back: permission denied"):
        distrust(str(tmp_path), "x")
