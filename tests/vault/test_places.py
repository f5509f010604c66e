"""Folders outside the vault."""

import os
import sys
from datetime import date
from hashlib import blake2b
from pathlib import Path

import platformdirs
import pytest

from pnm_vault.vault import clock
from pnm_vault.vault.places import cache_folder, digest_of, is_private, state_folder, vault_id


def test_own_variables_win(tmp_path: Path) -> None:
    environ = {"PNM_CACHE": str(tmp_path / "c"), "PNM_STATE": str(tmp_path / "s"), "XDG_CACHE_HOME": "/elsewhere"}
    assert cache_folder(environ) == str(tmp_path / "c")
    assert state_folder(environ) == str(tmp_path / "s")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the short cut is for Linux")
@pytest.mark.parametrize("base", [None, "/x/y", "", "relative/path"])
def test_linux_answers_as_platformdirs_does(monkeypatch: pytest.MonkeyPatch, base: str | None) -> None:
    for name in ("PNM_CACHE", "PNM_STATE", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    if base is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", base)
        monkeypatch.setenv("XDG_STATE_HOME", base)
    if base == "relative/path":  # the specification calls it invalid; platformdirs takes it
        assert cache_folder() == os.path.expanduser("~/.cache/pnm")
        assert state_folder() == os.path.expanduser("~/.local/state/pnm")
    else:
        assert cache_folder() == platformdirs.user_cache_dir("pnm", appauthor=False)
        assert state_folder() == platformdirs.user_state_dir("pnm", appauthor=False)


def test_other_systems_ask_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pnm_vault.vault.places._PLATFORM", "darwin")
    assert cache_folder({}) == platformdirs.user_cache_dir("pnm", appauthor=False)
    assert state_folder({}) == platformdirs.user_state_dir("pnm", appauthor=False)


def test_digest_is_blake2b_of_16_bytes() -> None:
    assert digest_of(b"note") == blake2b(b"note", digest_size=16).digest()


def test_vault_id_follows_links(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert vault_id(str(tmp_path / "a")) == vault_id(str(tmp_path / "b"))
    assert vault_id(str(tmp_path / "a")) != vault_id(str(tmp_path))


def test_the_clock_agrees_with_the_files(tmp_path: Path) -> None:
    before = clock.now_ns()
    (tmp_path / "a").touch()
    assert abs((tmp_path / "a").stat().st_mtime_ns - before) < 5_000_000_000
    start = clock.monotonic()
    clock.sleep(0.01)
    assert clock.monotonic() - start >= 0.009
    assert clock.today().isoformat() == date.today().isoformat()


@pytest.mark.skipif(sys.platform == "win32", reason="owners and modes as Unix has them")
def test_private_is_where_nobody_else_may_write(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "cache"
    folder.mkdir(parents=True)
    file = folder / "file"
    assert not is_private(str(file)), "it is not there"
    file.touch(mode=0o600)
    assert is_private(str(file))
    for place, mode, private in (
        (file, 0o620, False),
        (file, 0o602, False),
        (file, 0o644, True),
        (folder, 0o770, False),
        (folder, 0o1777, True),
        (folder.parent, 0o777, False),
        (folder.parent, 0o755, True),
    ):
        place.chmod(mode)
        assert is_private(str(file)) is private, (place, oct(mode))
    link = tmp_path / "link"
    link.symlink_to(file)
    file.chmod(0o666)
    assert not is_private(str(link))
    if os.getuid() == 0:
        file.chmod(0o600)
        os.chown(file, 12345, -1)
        assert not is_private(str(file))
