"""Waiting for changes: what is heard, how long it waits, and what happens when the system stops telling."""

import errno
import logging
import os
import shutil
import sys
import threading
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.settings import WatchSettings
from pnm_vault.vault import watch
from pnm_vault.vault.hints import (
    MANY_PATHS,
    HeldDeletions,
    Hints,
    Pending,
    file_system_type,
    is_note,
    shapes_everything,
)
from pnm_vault.vault.snapshot import take_snapshot
from pnm_vault.vault.watch import Watcher
from tests.vault.listening import QUICK, deadline, hear_out, silent, wait_for, watching

POLLING = WatchSettings(quiet=0.02, max_wait=1.0, rescan=300.0, poll=0.05)


class Clock:
    """A clock that is told the time."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


# --- the quiet period -----------------------------------------------------------------------------------------------


def test_nothing_is_due_while_nothing_was_heard() -> None:
    assert Pending(0.5, 5.0).due() is None


def test_a_change_is_due_after_the_quiet_period_and_each_further_change_puts_it_off() -> None:
    pending = Pending(0.5, 5.0)
    pending.add("b.md", 10.0)
    assert pending.due() == 10.5
    pending.add("a.md", 10.4)
    assert pending.due() == 10.9
    assert pending.take(10.9) == Hints(("a.md", "b.md"), False)
    assert pending.due() is None


def test_constant_changes_wait_no_longer_than_the_longest_wait() -> None:
    pending = Pending(0.5, 5.0)
    for tenths in range(100):
        pending.add("a.md", 10.0 + tenths / 10)
    assert pending.due() == 15.0
    pending.take(15.0)
    pending.add("a.md", 20.0)
    assert pending.due() == 20.5


def test_events_that_arrive_out_of_order_never_shorten_the_quiet_period() -> None:
    pending = Pending(0.5, 5.0)
    pending.add("a.md", 10.2)
    pending.add("b.md", 10.0)
    assert pending.due() == 10.7


def test_taking_leaves_nothing_behind() -> None:
    pending = Pending(0.5, 5.0)
    pending.add("a.md", 1.0)
    pending.add_everything(1.0)
    assert pending.take(2.0) == Hints(("a.md",), True)
    assert pending.take(3.0) == Hints((), False)


@pytest.mark.parametrize(("count", "rescan"), [(MANY_PATHS, False), (MANY_PATHS + 1, True)])
def test_more_paths_than_are_worth_looking_at_singly_mean_everything(count: int, rescan: bool) -> None:
    pending = Pending(0.5, 5.0)
    for number in range(count):
        pending.add(f"{number}.md", 1.0)
    assert pending.take(2.0).rescan is rescan


def test_both_unicode_forms_of_a_name_are_one_path() -> None:
    pending = Pending(0.5, 5.0)
    pending.add(unicodedata.normalize("NFD", "Zoé.md"), 1.0)
    pending.add(unicodedata.normalize("NFC", "Zoé.md"), 1.0)
    assert pending.take(2.0).paths == (unicodedata.normalize("NFC", "Zoé.md"),)


def test_a_later_look_comes_when_it_is_due_and_not_before() -> None:
    pending = Pending(0.5, 5.0)
    pending.add_later(("gone.md",), 12.0)
    pending.add_later(("gone.md",), 13.0)
    pending.add_later(("other.md",), 14.0)
    assert pending.due() == 12.0
    pending.add("a.md", 11.0)
    assert pending.due() == 11.5
    assert pending.take(11.5) == Hints(("a.md",), False)
    assert pending.due() == 12.0
    assert pending.take(12.0) == Hints(("gone.md",), False)
    assert pending.due() == 14.0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 20), min_size=1, max_size=20))
def test_whatever_the_order_a_change_waits_at_most_the_longest_wait(times: list[float]) -> None:
    pending = Pending(0.5, 5.0)
    for number, at in enumerate(times):
        pending.add(f"{number}.md", at)
    due = pending.due()
    assert due is not None
    assert due <= times[0] + 5.0
    assert due == min(max(times) + 0.5, times[0] + 5.0)


# --- deletions held, files half written -----------------------------------------------------------------------------


def test_a_note_is_gone_only_when_it_stays_away() -> None:
    held = HeldDeletions(hold=2.0)
    held.add("b.md", 10.0)
    held.add("a.md", 10.5)
    held.add("b.md", 11.9)
    assert held.confirm(11.9, lambda path: False) == ()
    assert held.confirm(12.0, lambda path: False) == ("b.md",)
    assert held.confirm(13.0, lambda path: False) == ("a.md",)


def test_a_note_that_came_back_is_forgotten_and_its_time_starts_again() -> None:
    held = HeldDeletions(hold=2.0)
    held.add("a.md", 10.0)
    assert held.confirm(11.0, lambda path: True) == ()
    held.add("a.md", 11.5)
    assert held.confirm(13.0, lambda path: False) == ()
    assert held.confirm(13.5, lambda path: False) == ("a.md",)


def test_gone_notes_come_in_order() -> None:
    held = HeldDeletions(hold=2.0)
    for path in ("c.md", "a.md", "b.md"):
        held.add(path, 0.0)
    assert held.confirm(5.0, lambda path: path == "b.md") == ("a.md", "c.md")


# --- which paths matter ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["Ann.md", "People/Ann Lee.md", "a/b/c.MD", "#tag.md", "Ann.sync-conflict-1.md", "@Bo.md"]
)
def test_notes(path: str) -> None:
    assert is_note(path)


@pytest.mark.parametrize(
    "path",
    [
        *(".git/x.md", "People/.obsidian/x.md", ".trash/Ann.md", ".Ann.md.swp", ".syncthing.Ann.md.tmp", ".#Ann.md"),
        *(
            "#Ann.md#",
            "Ann.md~",
            "4913",
            "sedAbCdEf",
            "~$Ann.md",
            "~syncthing~Ann.md",
            "Ann.txt",
            "md",
            "",
            "Ann.md.part",
        ),
    ],
)
def test_no_notes(path: str) -> None:
    assert not is_note(path)


def test_folders_settings_and_templates_concern_everything() -> None:
    assert shapes_everything("People", folder=True)
    assert shapes_everything("", folder=True)
    assert shapes_everything("pnm.toml", folder=False)
    assert shapes_everything("Templates/pnm/agenda.md.j2", folder=False)
    assert not shapes_everything("People/pnm.toml", folder=False)
    assert not shapes_everything(".git/objects/ab", folder=True)
    assert not shapes_everything("People/.obsidian", folder=True)
    assert not shapes_everything("Ann.md", folder=False)


# --- which file system ----------------------------------------------------------------------------------------------

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /home/mia/share rw,relatime shared:5 - nfs4 server:/x rw
31 30 0:41 / /home/mia/share/My\\040Vault rw - fuse.sshfs mia@host: rw
32 22 0:42 / /mnt/c rw - 9p drvfs rw,aname=drvfs
33 22 0:43 / /mnt/c rw - tmpfs tmpfs rw
a line that is no mount
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/mia/Vault", "ext4"),
        ("/home/mia/share", "nfs4"),
        ("/home/mia/share/Vault", "nfs4"),
        ("/home/mia/shared", "ext4"),
        ("/home/mia/share/My Vault/People", "fuse.sshfs"),
        ("/mnt/c/Users", "tmpfs"),
        ("/", "ext4"),
    ],
)
def test_the_innermost_and_latest_mount_counts(path: str, kind: str) -> None:
    assert file_system_type(MOUNTS, path) == kind


def test_without_mounts_the_file_system_is_unknown() -> None:
    assert file_system_type("", "/home") == ""


# --- looking round --------------------------------------------------------------------------------------------------


def test_a_snapshot_holds_notes_settings_and_templates_only(tmp_path: Path) -> None:
    for path in ("a.md", "People/b.md", "x.txt", ".git/c.md", "pnm.toml", "Templates/pnm/agenda.md.j2", "~$a.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = take_snapshot(str(tmp_path), lambda: False)
    assert found is not None
    assert sorted(found) == ["People/b.md", "Templates/pnm/agenda.md.j2", "a.md", "pnm.toml"]
    seen = (tmp_path / "a.md").stat()
    assert found["a.md"] == (seen.st_mtime_ns, 1, seen.st_ino)


def test_a_snapshot_can_be_stopped_and_needs_a_root(tmp_path: Path) -> None:
    assert take_snapshot(str(tmp_path), lambda: True) is None
    with pytest.raises(FileNotFoundError):
        take_snapshot(str(tmp_path / "missing"), lambda: False)


def test_polling_finds_new_changed_renamed_and_removed_notes(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    with watching(tmp_path, POLLING) as (watcher, said):
        assert watcher.polling
        assert said == []
        note.write_text("one", encoding="utf-8")
        assert wait_for(watcher, "a.md") == Hints(("a.md",), False)
        note.write_text("two, longer", encoding="utf-8")
        assert wait_for(watcher, "a.md") == Hints(("a.md",), False)
        note.rename(tmp_path / "b.md")
        assert wait_for(watcher, "b.md") == Hints(("a.md", "b.md"), False)
        (tmp_path / "b.md").unlink()
        assert wait_for(watcher, "b.md") == Hints(("b.md",), False)
        (tmp_path / "pnm.toml").write_text("", encoding="utf-8")
        assert wait_for(watcher, "") == Hints((), True)
        assert silent(watcher)


@pytest.mark.parametrize(
    ("code", "setting"),
    [(errno.EMFILE, "fs.inotify.max_user_instances"), (errno.ENOSPC, "fs.inotify.max_user_watches")],
)
def test_inotify_refused_is_said_and_polling_goes_on(
    code: int, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers.api import BaseObserver

    def refuse(self: BaseObserver) -> None:
        raise OSError(code, "inotify limit reached")

    monkeypatch.setattr(BaseObserver, "start", refuse)
    monkeypatch.setattr(watch, "DEFAULT_POLL", 0.05)
    before = threading.active_count()
    with watching(tmp_path) as (watcher, said):
        assert watcher.polling
        assert len(said) == 1
        assert f"sudo sysctl {setting}=" in said[0]
        assert said[0].endswith("looking for changes every 0.05 seconds instead.")
        (tmp_path / "a.md").write_text("one", encoding="utf-8")
        assert wait_for(watcher, "a.md").paths == ("a.md",)
        assert threading.active_count() == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is Linux's")
@pytest.mark.parametrize("late", [False, True])
def test_inotify_that_takes_only_some_folders_is_noticed(
    late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers.inotify_c import InotifyFD

    room = 2
    add = InotifyFD.add_callback

    def add_while_there_is_room(self: InotifyFD, path: bytes, *others: Any) -> int:
        nonlocal room
        if not late or os.path.basename(path) != b"vault":
            room -= 1
        if room < 0:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        return add(self, path, *others)

    monkeypatch.setattr(InotifyFD, "add_callback", add_while_there_is_room)
    monkeypatch.setattr(watch, "DEFAULT_POLL", 0.05)
    root = tmp_path / "vault"
    folders = [root / name for name in ("a", "b", "c")]
    root.mkdir()
    if not late:
        for folder in folders:
            folder.mkdir()
    with watching(root) as (watcher, said):
        assert watcher.polling is not late
        for folder in folders:
            folder.mkdir(exist_ok=True)
        end = deadline()
        while not watcher.polling and not end():
            watcher.wait(deadline(0.1))
        assert len(said) == 1
        assert "fs.inotify.max_user_watches" in said[0]
        hear_out(watcher, root)
        (root / "c" / "x.md").write_text("x", encoding="utf-8")
        assert "c/x.md" in wait_for(watcher, "c/x.md").paths


def test_any_other_refusal_falls_back_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from watchdog.observers.api import BaseObserver

    def refuse(self: BaseObserver) -> None:
        raise RuntimeError("no such thing here")

    monkeypatch.setattr(BaseObserver, "start", refuse)
    with watching(tmp_path) as (watcher, said):
        assert watcher.polling
        assert said == [
            "The system cannot report changes to the vault (no such thing here); "
            "looking for changes every 2 seconds instead."
        ]


def test_a_network_disk_is_polled_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "file_system_of", lambda folder: "nfs4")
    with watching(tmp_path) as (watcher, said):
        assert watcher.polling
        assert len(said) == 1
        assert "(nfs4)" in said[0]


# --- the life of a watcher ------------------------------------------------------------------------------------------


def test_stop_ends_soon_and_leaves_no_thread(tmp_path: Path) -> None:
    before = threading.active_count()
    watcher = Watcher(str(tmp_path), QUICK, lambda text: None)
    watcher.start()
    assert threading.active_count() > before
    began = time.monotonic()
    watcher.stop()
    watcher.stop()
    assert time.monotonic() - began < 10.0  # two seconds are promised; a busy machine is no failure
    late = deadline()
    while threading.active_count() > before and not late():
        time.sleep(0.01)
    assert threading.active_count() == before


def test_stop_ends_even_when_the_system_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    watcher = Watcher(str(tmp_path), QUICK, lambda text: None)
    watcher.start()
    observer = watcher._observer
    assert observer is not None
    monkeypatch.setattr(watch, "end_observer", lambda observer: hanging.wait(60))
    began = time.monotonic()
    watcher.stop()
    assert time.monotonic() - began < 20.0
    hanging.set()
    observer.stop()


def test_a_wish_to_stop_is_heard_within_a_moment(tmp_path: Path) -> None:
    with watching(tmp_path) as (watcher, _):
        began = time.monotonic()
        assert watcher.wait(deadline(0.2)) is None
        assert time.monotonic() - began < 20.0


def test_everything_is_looked_at_at_intervals(tmp_path: Path) -> None:
    with watching(tmp_path, WatchSettings(quiet=0.05, max_wait=1.0, rescan=0.2)) as (watcher, _):
        assert watcher.wait(deadline()) == Hints((), True)
        assert watcher.wait(deadline()) == Hints((), True)


def test_after_a_sleep_of_the_computer_everything_is_looked_at(tmp_path: Path) -> None:
    wall = Clock()
    watcher = Watcher(str(tmp_path), QUICK, lambda text: None, wall=lambda: wall.now + time.monotonic())
    watcher.start()
    try:
        assert watcher.wait(deadline()) == Hints((), True)
        wall.now += 20
        assert silent(watcher)
        wall.now += 31
        assert watcher.wait(deadline()) == Hints((), True)
        assert silent(watcher)
    finally:
        watcher.stop()


def test_an_overflow_of_the_kernels_queue_means_everything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with watching(tmp_path) as (watcher, _):
        logging.getLogger("watchdog.observers.inotify_c").warning(
            "Inotify queue overflowed; filesystem events were lost"
        )
        assert watcher.wait(deadline()) == Hints((), True)
        assert caplog.records == []


def test_many_events_without_an_overflow_told_mean_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MANY_EVENTS", 50)
    with watching(tmp_path) as (watcher, _):
        for _ in range(100):
            (tmp_path / "a.md").write_text("x", encoding="utf-8")
            (tmp_path / "a.md").unlink()
        assert wait_for(watcher, "no such note").rescan


def test_threads_that_die_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "DEFAULT_POLL", 0.05)
    with watching(tmp_path) as (watcher, said):
        assert watcher._observer is not None
        for emitter in watcher._observer.emitters:
            emitter.stop()
        assert watcher.wait(deadline()) == Hints((), True)
        assert watcher.polling
        assert said == [
            "The system no longer reports changes to the vault; looking for changes every 0.05 seconds instead."
        ]
        (tmp_path / "a.md").write_text("x", encoding="utf-8")
        assert wait_for(watcher, "a.md").paths == ("a.md",)


@pytest.mark.parametrize("chosen", [QUICK, POLLING], ids=["events", "polling"])
def test_a_vault_that_goes_and_comes_back(chosen: WatchSettings, tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    with watching(root, chosen) as (watcher, said):
        shutil.rmtree(root)
        late = deadline()
        while not said:
            assert watcher.wait(deadline(0.2)) is None
            assert not late()
        assert said == ["The vault folder is gone; waiting for it to come back."]
        (root / "People").mkdir(parents=True)
        assert watcher.wait(deadline()) == Hints((), True)
        assert said[1:] == ["The vault folder is back."]
        (root / "People" / "a.md").write_text("x", encoding="utf-8")
        assert wait_for(watcher, "People/a.md").paths == ("People/a.md",)


def test_a_vault_folder_swapped_for_another_is_noticed(tmp_path: Path) -> None:
    root, other = tmp_path / "vault", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    with watching(root) as (watcher, said):
        root.rename(tmp_path / "old")
        other.rename(root)
        assert watcher.wait(deadline()) == Hints((), True)
        assert said == ["The vault folder was replaced; watching the new one."]
        (root / "a.md").write_text("x", encoding="utf-8")
        assert wait_for(watcher, "a.md").paths == ("a.md",)


def test_a_vault_behind_a_link_is_watched(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    (tmp_path / "link").symlink_to(root)
    with watching(tmp_path / "link") as (watcher, _):
        (root / "a.md").write_text("x", encoding="utf-8")
        assert wait_for(watcher, "a.md").paths == ("a.md",)


def test_look_again_hints_the_path_after_the_time(tmp_path: Path) -> None:
    with watching(tmp_path) as (watcher, _):
        began = time.monotonic()
        watcher.look_again(("gone.md",), 0.2)
        assert watcher.wait(deadline()) == Hints(("gone.md",), False)
        assert time.monotonic() - began >= 0.2
        assert silent(watcher)
        watcher.look_again((), 0.1)
        assert watcher.wait(deadline()) == Hints((), True)
        assert silent(watcher)


def test_our_own_reading_is_not_heard(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.md").write_text("x", encoding="utf-8")
    with watching(tmp_path) as (watcher, _):
        for number in range(50):
            (tmp_path / f"{number}.md").read_text(encoding="utf-8")
        os.listdir(tmp_path)
        assert silent(watcher)
