"""Every call to the system made to fail, or to be the last one, in turn: each note is whole, old or new."""

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.vault import swap, write
from pnm_vault.vault.write import apply
from tests.vault.striking import ERRORS, strike, write_short

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the calls are those of POSIX")

CALLS = ("open", "write", "fsync", "link", "replace", "unlink", "mkdir", "stat", "read", "fchmod", "listdir", "close")

BEFORE = {"Reviews/b.md": b"old b" * 900, "Reviews/c.md": b"old c", "Reviews/d.md": b"theirs"}
PLAN = Plan(
    (
        Create("Reviews/sub/a.md", b"new a" * 900),
        Replace("Reviews/b.md", b"new b", BEFORE["Reviews/b.md"]),
        Remove("Reviews/c.md", b"old c"),
        Replace("Reviews/d.md", b"mine", b"expected"),
    )
)
# What each note may be after any failure; None: it is not there.
WHOLE: dict[str, tuple[bytes | None, ...]] = {
    "Reviews/sub/a.md": (None, b"new a" * 900),
    "Reviews/b.md": (BEFORE["Reviews/b.md"], b"new b"),
    "Reviews/c.md": (b"old c", None),
    "Reviews/d.md": (b"theirs",),
}


def make_vault(root: Path) -> Path:
    (root / "Reviews").mkdir(parents=True)
    for path, content in BEFORE.items():
        (root / path).write_bytes(content)
    return Path(os.path.realpath(root))


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("exchanging", [True, False], ids=["exchange", "rename"])
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("name", CALLS)
def test_each_call_fails_in_turn(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    sticky: bool,
    exchanging: bool,
) -> None:
    number = 0
    while True:
        number += 1
        root = make_vault(tmp_path / f"{number}")
        if not exchanging:
            monkeypatch.setattr(write, "exchange", lambda *_: False)
        struck = strike(monkeypatch, name, number, ERRORS[number % len(ERRORS)], sticky)
        report = apply(str(root), PLAN)
        monkeypatch.undo()
        found = tree(root)
        for path, states in WHOLE.items():
            assert found.get(path) in states, (number, path)
        done = {*report.created, *report.replaced, *report.removed}
        assert done | {path for path, _ in report.skipped} == set(WHOLE)
        assert all(reason for _, reason in report.skipped)
        changed = {path for path in WHOLE if found.get(path) != BEFORE.get(path)}
        assert done <= changed
        unsure = {path for path, reason in report.skipped if reason.startswith("it was written")}
        left = [path for path in found if path not in WHOLE]
        if name != "unlink":
            assert changed <= done | unsure
            assert left == []
        assert all(path.startswith("Reviews/") and "/.pnm-" in path for path in left), left
        if not struck:
            break
    assert number > 1 or name in ("replace",)


def test_a_short_write_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(tmp_path / "v")
    write_short(monkeypatch)
    assert apply(str(root), PLAN).replaced == ("Reviews/b.md",)
    monkeypatch.undo()
    assert tree(root)["Reviews/sub/a.md"] == b"new a" * 900


def test_a_write_of_nothing_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(tmp_path / "v")
    monkeypatch.setattr(os, "write", lambda handle, content: 0)
    report = apply(str(root), PLAN)
    monkeypatch.undo()
    assert (report.created, report.replaced) == ((), ())
    assert set(tree(root)) == {"Reviews/b.md", "Reviews/d.md"}


def test_the_content_is_synced_before_its_name_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(tmp_path / "v")
    log: list[str] = []
    fsync, link, exchange = os.fsync, os.link, swap.exchange

    def note_fsync(handle: int) -> None:
        log.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note_fsync)

    def note_link(first: str, second: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        log.append("name")
        link(first, second, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def note_exchange(first: str, second: str, folder: int | None) -> bool:
        log.append("name")
        return exchange(first, second, folder)

    monkeypatch.setattr(os, "link", note_link)
    monkeypatch.setattr(write, "exchange", note_exchange)
    apply(str(root), Plan(PLAN.steps[:2]))
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("which file is synced is seen on Linux")
    assert log == ["file", "name", "file", "name", "folder", "folder"]


def test_reasons_are_in_plain_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(tmp_path / "v")
    strike(monkeypatch, "write", 1, errno.ENOSPC, True)
    reasons = dict(apply(str(root), PLAN).skipped)
    assert reasons["Reviews/sub/a.md"] == reasons["Reviews/b.md"] == "the disk is full"
    assert reasons["Reviews/d.md"] == "it was changed since it was read"


CRASH = """
import os, sys
from pathlib import Path
sys.path[:0] = [sys.argv[2]]
from tests.vault import test_write_faults as faults
from pnm_vault.vault import write

top = Path(sys.argv[1])
names = [*faults.CALLS, "exchange"]
points = 0
for name in names:
    number = 0
    while True:
        number += 1
        root = faults.make_vault(top / f"{name}{number}")
        child = os.fork()
        if child == 0:
            place = write if name == "exchange" else os
            real, calls = getattr(place, name), [0]
            def last(*given, **named):
                calls[0] += 1
                if calls[0] == number and name != "write":
                    os._exit(9)
                if calls[0] == number:
                    real(given[0], bytes(given[1])[:3])
                    os._exit(9)
                return real(*given, **named)
            setattr(place, name, last)
            write.apply(str(root), faults.PLAN)
            os._exit(0)
        crashed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        found = faults.tree(root)
        for path, states in faults.WHOLE.items():
            assert found.get(path) in states, (name, number, path, found)
        steps = (faults.Create("Reviews/next.md", b"n"), faults.Create("Reviews/sub/n.md", b"n"))
        write.apply(str(root), faults.Plan(steps))
        left = [path for path in faults.tree(root) if "/.pnm-" in path]
        assert left == [], (name, number, left)
        points += crashed
        if not crashed:
            break
print(points)
"""


def test_killed_at_each_call(tmp_path: Path) -> None:
    """After a kill at any call each note is whole, and the next run takes away what was left behind."""
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork")
    repository = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CRASH, str(tmp_path), repository], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 30


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the exchange of names is tried on Linux")
def test_no_save_of_a_racing_editor_is_lost(tmp_path: Path) -> None:
    """An editor saves by renaming over the note; whatever it saved last must be the note's text in the end."""
    root = Path(os.path.realpath(tmp_path))
    note = root / "a.md"
    note.write_bytes(b"0 user")
    stop = threading.Event()
    saved: list[bytes] = [b"0 user"]
    lost: list[bytes] = []

    def edit() -> None:
        number = 0
        while not stop.is_set():
            time.sleep(0.0005 * (1 + number % 40))  # long pauses too: some of our writes must come through
            number += 1
            text = b"%d user" % number
            (root / "editor.tmp").write_bytes(text)
            os.replace(root / "editor.tmp", note)
            saved.append(text)

    editor = threading.Thread(target=edit)
    editor.start()
    until = time.monotonic() + 1.5
    written = 0
    try:
        while time.monotonic() < until:
            try:
                present = note.read_bytes()
            except FileNotFoundError:
                continue
            report = apply(str(root), Plan((Replace("a.md", present.split(b" ")[0] + b" pnm", present),)))
            written += len(report.replaced)
    finally:
        stop.set()
        editor.join()
    # Every text of ours carries the number of the save that it was made from: the last save is in the note, as it was
    # or as the text made from it.
    final = note.read_bytes()
    if final.split(b" ")[0] != saved[-1].split(b" ")[0]:
        lost.append(saved[-1])
    assert lost == []
    assert written > 0
    assert [name for name in os.listdir(root) if name != "a.md"] == []
