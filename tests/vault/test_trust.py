"""What the owner has vouched for."""

import os
import sys
from pathlib import Path

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
