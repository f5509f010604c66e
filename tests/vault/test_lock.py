"""One writer at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pnm_vault.errors import VaultBusyError
from pnm_vault.vault import clock
from pnm_vault.vault import lock as module
from pnm_vault.vault.lock import vault_lock

HOLDER = """
import sys
from pnm_vault.vault.lock import vault_lock
with vault_lock(sys.argv[1], 0):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_it_is_held_and_let_go(tmp_path: Path) -> None:
    root = str(tmp_path)
    with vault_lock(root, 0) as held:
        assert held
        with pytest.raises(VaultBusyError) as caught, vault_lock(root, 0):
            pass
        assert f"(process {os.getpid()})" in caught.value.message
        assert caught.value.exit_code == 6
    with vault_lock(root, 0) as held:
        assert held
    assert os.listdir(tmp_path) == []


def test_the_holder_is_told_without_a_trace(tmp_path: Path) -> None:
    root = str(tmp_path)
    assert module.holder(root) is None
    assert not os.path.exists(os.environ["PNM_STATE"])
    with vault_lock(root, 0):
        assert module.holder(root) == os.getpid()
        assert module.holder(str(tmp_path / "other")) is None
    assert module.holder(root) is None
    with vault_lock(root, 0) as held:
        assert held


def test_an_error_lets_go_of_it(tmp_path: Path) -> None:
    with pytest.raises(KeyError), vault_lock(str(tmp_path), 0):
        raise KeyError
    with vault_lock(str(tmp_path), 0) as held:
        assert held


def test_two_vaults_do_not_wait_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with vault_lock(str(tmp_path), 0), vault_lock(str(tmp_path / "a"), 0) as held:
        assert held


def test_a_killed_process_lets_go_of_it(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(VaultBusyError, match=f"process {holder.pid}"), vault_lock(str(tmp_path), 0.1):
        pass
    holder.kill()
    with vault_lock(str(tmp_path), 10) as held:
        assert held
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()


def test_it_waits_as_long_as_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    monkeypatch.setattr(clock, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    with vault_lock(str(tmp_path), 0):
        with pytest.raises(VaultBusyError), vault_lock(str(tmp_path), 3):
            pass
        assert 103 <= now[0] < 103.2


def test_where_nothing_can_be_locked_writing_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "file"))
    with vault_lock(str(tmp_path), 0) as held:
        assert not held


def test_a_disk_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(module, "_try_lock", fail)
    with vault_lock(str(tmp_path), 0) as held:
        assert not held
