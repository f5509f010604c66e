"""Every call to the system made to fail, or to be the last one, in turn, while notes of the user are changed.

Afterwards each note is whole, old or new; the journal can be read; what is said is true; and the next run works.
"""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import swap, user_file
from pnm_vault.vault.journal import DONE, INTENDED, Journal
from pnm_vault.vault.write_user import apply_user, finish_interrupted
from tests.parts import run_in_two
from tests.vault.striking import ERRORS, strike, write_short
from tests.vaults import FIGURE, REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the calls are those of POSIX")

TORTURE = os.environ.get("PNM_TORTURE") == "1"
CALM = 1_000_000
CALLS = (
    *("open", "write", "read", "fsync", "replace", "link", "unlink", "mkdir", "stat", "lstat", "access", "close"),
    *("fchmod", "listdir", "listxattr", "lseek", "ftruncate", "rmdir", "scandir"),
)
CHANGING = ("write", "fsync", "replace", "link", "unlink", "mkdir", "fchmod", "ftruncate", "rmdir")
MODES = ("exchange, once", "exchange, for ever", "rename, once", *(["rename, for ever"] if TORTURE else []))

BEFORE = {"P/b.md": b"old b" * 900, "P/c.md": b"old c", "P/hard.md": b"old hard text", "Q/d.md": b"old d"}
STEPS = (
    Create("P/sub/a.md", b"new a" * 900),
    Replace("P/b.md", b"new b", BEFORE["P/b.md"]),
    Replace("P/hard.md", b"NEW HARD TEXT, LONGER", b"old hard text"),
    Remove("P/c.md", b"old c"),
    Replace("Q/d.md", b"new d", b"old d"),
)
PATHS = tuple(step.path for step in STEPS)
AFTER: dict[str, bytes] = {step.path: step.content for step in STEPS if not isinstance(step, Remove)}
SECOND = "P/second.md"


def make_vault(top: Path) -> Path:
    """Make a vault in which one note has two names; it lies beside the state folder."""
    root = top / "v"
    for path, content in BEFORE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        os.utime(root / path, (CALM, CALM))
    os.link(root / "P/hard.md", root / SECOND)
    os.environ["PNM_STATE"] = str(top / "state")
    return Path(os.path.realpath(root))


def tree(root: Path) -> dict[str, bytes]:
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found.pop(SECOND) == found.get("P/hard.md")
    return found


def plan_for(found: dict[str, bytes]) -> Plan:
    """Give the steps that are still to be done, as the command would plan them anew."""
    return Plan(tuple(step for step in STEPS if found.get(step.path) != AFTER.get(step.path)))


def check_whole(found: dict[str, bytes], torn: bool, where: object) -> None:
    for path in PATHS:
        if path == "P/hard.md" and torn:
            assert user_file.is_torn(found[path], BEFORE[path], AFTER[path]), where
        else:
            assert found.get(path) in (BEFORE.get(path), AFTER.get(path)), (where, path)
    strange = [path for path in found if path not in PATHS and "/.pnm-note-" not in path]
    assert strange == [], where


def check_next_run(root: Path, where: object) -> None:
    """The next run finishes or repeats what was meant, leaves nothing lying about, and all of it can be taken back."""
    for path in PATHS:
        if (root / path).exists():
            os.utime(root / path, (CALM, CALM))
    recovered = finish_interrupted(str(root))
    assert [one.left for one in recovered if one.left] == [], where
    found = tree(root)
    check_whole(found, False, where)
    done = apply_user(str(root), plan_for(found), ("again",), at_once=PATHS)
    assert done.report.skipped == (), where
    for folder in ("P", "P/sub", "Q"):
        (root / folder / "next.md").unlink(missing_ok=True)
        assert apply_user(str(root), Plan((Create(f"{folder}/next.md", b"n"),)), ("n",)).report.skipped == (), where
    found = tree(root)
    assert {path: content for path, content in found.items() if not path.endswith("next.md")} == AFTER, where
    assert Journal(str(root)).pending() == ()
    try:
        while True:
            undone = undo(str(root))
            assert (undone.refused, undone.report.skipped) == ((), ()), where
    except PnmError as end:
        assert "nothing to take back" in str(end)
    assert tree(root) == BEFORE, where


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Wait for nothing and sync nothing: this is about order and outcome."""
    monkeypatch.setattr(user_file, "_SOON_SECONDS", 0.0)
    monkeypatch.setattr(user_file, "_KEEP_SECONDS", 0.0)
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    before = os.environ.get("PNM_STATE", "")
    yield
    os.environ["PNM_STATE"] = before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", CALLS)
def test_each_call_fails_in_turn(tmp_path: Path, name: str, mode: str) -> None:
    exchanging, sticky = "exchange" in mode, "for ever" in mode
    if not hasattr(os, name):
        pytest.skip("this system has no such call")
    number = faults = 0
    # By default every seventh failure of calls that are made very often; all of them under torture.
    stride = 1 if TORTURE or name in CHANGING else 7
    while True:
        number += stride
        top = tmp_path / f"{number}"
        root = make_vault(top)
        code = ERRORS[number % len(ERRORS)]
        with pytest.MonkeyPatch.context() as patch:
            if not exchanging:
                patch.setattr(user_file, "exchange", lambda *_: False)
            struck = strike(patch, name, number, code, sticky)
            done = apply_user(str(root), Plan(STEPS), ("log", "x"))
        where = (name, number, sticky)
        report = done.report
        found = tree(root)
        torn = any("half written" in reason for _, reason in report.skipped)
        check_whole(found, torn, where)
        told = [*report.created, *report.replaced, *report.removed]
        assert sorted([*told, *(path for path, _ in report.skipped)]) == sorted(PATHS), where
        assert all(reason for _, reason in report.skipped)
        changed = {path for path in PATHS if found.get(path) != BEFORE.get(path)}
        unsure = {path for path, reason in report.skipped if "it was written" in reason or "half written" in reason}
        assert set(told) <= changed, where
        assert changed <= set(told) | unsure, where
        assert (done.operation == 0) == (not changed and not torn), where
        for operation in Journal(str(root)).operations():
            assert operation.state in (DONE, INTENDED, "partial")
            for change in operation.changes:
                for digest in (change.before, change.after):
                    assert not digest or Journal(str(root)).content(digest) is not None, where
        if changed:
            assert Journal(str(root)).operations(), where
        check_next_run(root, where)
        shutil.rmtree(top)
        faults += len(struck)
        if not struck:
            break
    print(f"{FIGURE}{name}, {mode}: {faults} faults injected")


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("together", [True, False])
def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: bool) -> None:
    root = make_vault(tmp_path)
    with monkeypatch.context() as patch:
        write_short(patch)
        assert apply_user(str(root), Plan(STEPS), ("log",), together=together).report.skipped == ()
    assert tree(root) == AFTER


@pytest.mark.usefixtures("quick")
def test_the_journal_lasts_before_the_first_note_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power cut would keep: contents, then the intention, then each note's text before its name."""
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("which file is synced is seen on Linux")
    root = make_vault(tmp_path)
    log: list[str] = []
    fsync, link, replace, exchange = os.fsync, os.link, os.replace, swap.exchange
    state = str(tmp_path / "state")

    def note_fsync(handle: int) -> None:
        path = os.readlink(f"/proc/self/fd/{handle}")
        where = "journal" if path.startswith(state) else "vault"
        log.append(f"sync {where} {'folder' if os.path.isdir(path) else 'file'}")
        fsync(handle)

    def note_link(*given: str, src_dir_fd: int, dst_dir_fd: int) -> None:
        log.append("name note")
        link(*given, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def note_replace(old: str, new: str, **named: int) -> None:
        log.append(f"name {os.path.splitext(new)[1] or '.content'}")
        replace(old, new, **named)

    def note_exchange(first: str, second: str, folder: int | None) -> bool:
        log.append("name note")
        return exchange(first, second, folder)

    Journal(str(root)).begin(Plan(()), ("make the folders",))
    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "link", note_link)
    monkeypatch.setattr(os, "replace", note_replace)
    monkeypatch.setattr(user_file, "exchange", note_exchange)
    done = apply_user(str(root), Plan((STEPS[0], STEPS[4])), ("log",))
    assert done.report.skipped == ()
    contents = ["sync journal file"] * 3 + ["name .content"] * 3 + ["sync journal folder"]
    intention = ["sync journal file", "name .intended", "sync journal folder"]
    notes = ["sync vault file", "name note"] * 2 + ["sync vault folder"] * 3
    assert log == [*contents, *intention, *notes, "name .done", "sync journal folder"]


KILL = """
import os, sys
from pathlib import Path
sys.path[:0] = [sys.argv[2]]
from tests.vault import test_write_user_faults as faults
from pnm_vault.vault import user_file
from pnm_vault.vault.write_user import apply_user

user_file._SOON_SECONDS = user_file._KEEP_SECONDS = 0.0
os.fsync = lambda handle: None  # a kill does not lose what the system has taken
top = Path(sys.argv[1])
points = 0
# Between two calls that change something, all moments are alike; under torture each of them is tried all the same.
names = ["exchange", *(faults.CALLS if faults.TORTURE else [*faults.CHANGING, "open"])]
for name in names[int(sys.argv[3]) :: int(sys.argv[4])]:
    for when in ("before", "after") if name in ("exchange", "replace", "link", "unlink", "write") else ("before",):
        number = 0
        while True:
            number += 1
            here = top / f"{name}{when}{number}"
            root = faults.make_vault(here)
            child = os.fork()
            if child == 0:
                place = user_file if name == "exchange" else os
                real, calls = getattr(place, name), [0]
                def last(*given, **named):
                    calls[0] += 1
                    if calls[0] != number:
                        return real(*given, **named)
                    if name == "write":
                        real(given[0], bytes(given[1])[: 3 if when == "before" else None])
                    elif when == "after":
                        real(*given, **named)
                    os._exit(9)
                setattr(place, name, last)
                apply_user(str(root), faults.Plan(faults.STEPS), ("log", "x"))
                os._exit(0)
            killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
            where = (name, when, number)
            faults.check_whole(faults.tree(root), True, where)
            faults.check_next_run(root, where)
            faults.shutil.rmtree(here)
            points += killed
            if not killed:
                break
print(points)
"""


def test_killed_at_each_call(tmp_path: Path) -> None:
    """Every note old or new; the next run finishes what was begun or forgets what was not, and undo works."""
    if not hasattr(os, "fork"):
        pytest.skip("there is no fork")
    points = run_in_two(["-c", KILL], tmp_path, str(REPOSITORY))
    print(f"{FIGURE}kills survived by changes to notes: {points}")
    assert points >= 100


@pytest.mark.usefixtures("quick")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """Vault and journal on file systems with hardly any room: nothing is lost, and the reason is given."""
    for which in ("v", "state"):
        top = tmp_path / which
        small = top / which
        small.mkdir(parents=True)
        options = ["-t", "tmpfs", "-o", "size=512k", "tmpfs", str(small)]
        if shutil.which("mount") is None or subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("no small file system can be made here")
        try:
            root = make_vault(top)
            filler = small / "filler.bin"
            room = os.statvfs(small)
            filler.write_bytes(b"x" * (room.f_bavail * room.f_bsize))
            done = apply_user(str(root), Plan(STEPS), ("log",))
            assert "the disk is full" in " ".join(reason for _, reason in done.report.skipped)
            filler.unlink()
            found = tree(root)
            check_whole(found, True, which)
            check_next_run(root, which)
        finally:
            subprocess.run(["umount", str(small)], check=True)


@pytest.mark.usefixtures("quick")
def test_a_disk_that_is_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(tmp_path)
    real = os.open

    def refuse(path: str, flags: int, *given: int, **named: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and "state" not in str(path):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *given, **named)

    monkeypatch.setattr(os, "open", refuse)
    done = apply_user(str(root), Plan(STEPS), ("log",))
    monkeypatch.setattr(os, "open", real)
    assert dict(done.report.skipped)["P/sub/a.md"] == "the disk is read-only"
    assert len(done.report.skipped) == len(STEPS)
    assert tree(root) == BEFORE
    assert Journal(str(root)).operations() == ()
