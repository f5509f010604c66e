"""Changes to the user's notes: what is refused, what stays as it was, and that everything can be taken back."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.errors import VaultBusyError
from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import clock, lock, swap, user_check, user_file, write, write_user
from pnm_vault.vault.folder import Folder
from pnm_vault.vault.journal import DONE, PARTIAL, Journal
from pnm_vault.vault.lock import vault_lock
from pnm_vault.vault.user_file import TEMPORARY, is_torn, temporary_name
from pnm_vault.vault.write_user import UserReport, apply_user, finish_interrupted

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and modes are POSIX matters")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the exchange of names is tried on Linux")

CALM = 1_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    return Path(os.path.realpath(root))


def put(root: Path, path: str, content: bytes, moment: float | None = CALM) -> Path:
    """Write a note, by default one that was saved long ago."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if moment is not None:
        os.utime(file, (moment, moment))
    return file


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def do(
    root: Path, *steps: Create | Replace | Remove, at_once: tuple[str, ...] = (), together: bool = True
) -> UserReport:
    return apply_user(str(root), Plan(steps), ("log", "x"), at_once=at_once, together=together)


def reasons(done: UserReport) -> dict[str, str]:
    return dict(done.report.skipped)


def why(done: UserReport) -> str:
    """Give the one reason for which nothing was changed, and which left no trace in the journal."""
    report = done.report
    assert (report.created, report.replaced, report.removed, done.operation) == ((), (), (), 0)
    ((_, reason),) = report.skipped
    return reason


def states(root: Path) -> list[str]:
    return [operation.state for operation in Journal(str(root)).operations()]


def test_an_empty_plan_leaves_no_trace(root: Path) -> None:
    assert do(root) == UserReport()
    assert states(root) == []


def test_notes_are_changed_and_the_journal_has_both_texts(root: Path) -> None:
    put(root, "P/b.md", b"old b")
    put(root, "P/c.md", b"old c")
    done = do(root, Create("New/er/a.md", b"a"), Replace("P/b.md", b"new b", b"old b"), Remove("P/c.md", b"old c"))
    assert done == UserReport(WriteReport(("New/er/a.md",), ("P/b.md",), ("P/c.md",)), 1)
    assert tree(root) == {"New/er/a.md": b"a", "P/b.md": b"new b"}
    (operation,) = Journal(str(root)).operations()
    assert (operation.state, operation.words) == (DONE, ("log", "x"))
    assert [(change.kind, change.path) for change in operation.changes] == [
        ("create", "New/er/a.md"),
        ("replace", "P/b.md"),
        ("remove", "P/c.md"),
    ]
    assert Journal(str(root)).content(operation.changes[1].before) == b"old b"


def test_a_plan_that_changes_a_note_twice_is_a_mistake_of_ours(root: Path) -> None:
    with pytest.raises(ValueError, match="once"):
        do(root, Create("a.md", b""), Remove("a.md", b""))


@pytest.mark.parametrize("path", ["../x.md", "/x.md", ".obsidian/x.md", "a/.git/x.md", ".x.md", "x\0.md", "a//x.md"])
def test_paths_out_of_the_vault_or_hidden_are_refused(root: Path, path: str) -> None:
    for step in (Create(path, b"mine"), Replace(path, b"mine", b"old"), Remove(path, b"old")):
        assert "its path" in why(do(root, step))
    assert list(root.iterdir()) == []


@posix
def test_links(root: Path) -> None:
    outside = root.parent / "outside"
    put(outside, "a.md", b"old")
    put(root, "Real/a.md", b"old").chmod(0o640)
    (root / "out.md").symlink_to(outside / "a.md")
    (root / "Out").symlink_to(outside)
    (root / ".git").mkdir()
    put(root, ".git/config", b"old")
    (root / "hidden.md").symlink_to(".git/config")
    (root / "link.md").symlink_to("Real/a.md")
    for path in ("out.md", "Out/a.md"):
        assert why(do(root, Replace(path, b"new", b"old"))) == "it leads out of the vault"
    assert "hidden" in why(do(root, Replace("hidden.md", b"new", b"old")))
    assert why(do(root, Remove("link.md", b"old"))) == "it is a symbolic link"
    assert do(root, Replace("link.md", b"new", b"old")).report.replaced == ("link.md",)
    assert (root / "link.md").is_symlink()
    assert (root / "Real/a.md").read_bytes() == b"new"
    assert stat.S_IMODE((root / "Real/a.md").stat().st_mode) == 0o640
    undo(str(root))
    assert (root / "link.md").is_symlink()
    assert (root / "Real/a.md").read_bytes() == b"old"
    assert tree(outside) == {"a.md": b"old"}


@posix
def test_what_is_no_ordinary_file_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    put(root, "big.md", b"x" * (2 * 1024 * 1024 + 1))
    put(root, "fixed.md", b"old").chmod(0o444)
    put(root, "file", b"")
    for path, reason in (
        ("pipe.md", "it is not an ordinary file"),
        ("folder.md", "it is not an ordinary file"),
        ("big.md", "it is larger than 2 MB"),
        ("fixed.md", "it is read-only"),
        ("gone.md", "it is no longer there"),
        ("gone/a.md", "it is no longer there"),
        ("file/a.md", "a file is in the way of its folder"),
    ):
        assert why(do(root, Replace(path, b"new", b"old"))) == reason, path
        assert why(do(root, Remove(path, b"old"))) == reason, path
    assert "file" in why(do(root, Create("file/a.md", b"new")))
    put(root, "cloud.md", b"old")
    monkeypatch.setattr(user_check, "is_evicted", lambda state: True)
    assert why(do(root, Replace("cloud.md", b"new", b"old"))) == "it is in the cloud only"
    assert states(root) == []


@posix
def test_a_vault_that_may_not_be_written(root: Path) -> None:
    """As another user, since nothing is forbidden to root."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    put(root, "P/a.md", b"old")
    put(root, "P/b.md", b"old b")
    script = (
        "import ctypes, fcntl, json, os, signal, sys\n"
        "from pnm_vault.vault.write_user import apply_user\n"
        "from pnm_vault.model.plan import *\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "plan = Plan((Replace('P/a.md', b'new', b'old'), Create('P/n.md', b'n'), Remove('P/b.md', b'old b')))\n"
        "for path, why in apply_user(sys.argv[1], plan, ('log',), together=False).report.skipped: print(path, why)\n"
    )
    with_state = {**os.environ, "PNM_STATE": str(root.parent / "free"), "PYTHONPATH": str(Path(__file__).parents[2])}
    (root.parent / "free").mkdir()
    (root.parent / "free").chmod(0o777)
    for folder in (root, *root.parents[:5]):
        if folder.name and folder.parent.name:  # not the system's own folders
            folder.chmod(folder.stat().st_mode | 0o055)
    done = subprocess.run([sys.executable, "-c", script, str(root)], env=with_state, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "P/a.md it is read-only",
        "P/n.md permission denied",
        "P/b.md it is read-only",
    ], done.stderr
    assert tree(root) == {"P/a.md": b"old", "P/b.md": b"old b"}


@pytest.mark.parametrize("there", ["A.md", "a.MD", "a.md", ".a.md.icloud"])
def test_a_new_note_takes_no_name_that_is_taken(root: Path, there: str) -> None:
    put(root, there, b"theirs")
    assert "is there already" in why(do(root, Create("a.md", b"mine")))
    assert tree(root) == {there: b"theirs"}


@posix
def test_a_name_that_the_same_plan_frees_is_not_taken(root: Path) -> None:
    put(root, "ann.md", b"ann")
    if (root / "ANN.md").exists():
        pytest.skip("this disk does not tell the two names apart")
    assert do(root, Create("Ann.md", b"ann"), Remove("ann.md", b"ann")).report.skipped == ()
    assert tree(root) == {"Ann.md": b"ann"}
    undo(str(root))
    assert tree(root) == {"ann.md": b"ann"}


def test_a_note_that_has_the_new_text_already_is_not_touched(root: Path) -> None:
    file = put(root, "a.md", b"new")
    before = file.stat()
    assert do(root, Replace("a.md", b"new", b"old")).report.replaced == ("a.md",)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_together_or_not(root: Path) -> None:
    put(root, "a.md", b"edited")
    put(root, "b.md", b"old")
    steps = (Replace("a.md", b"new", b"old"), Replace("b.md", b"new", b"old"), Create("c.md", b"c"))
    done = do(root, *steps)
    assert done.operation == 0
    assert reasons(done) == {
        "a.md": "it was changed since it was read",
        "b.md": "not started, because a.md could not be changed",
        "c.md": "not started, because a.md could not be changed",
    }
    assert tree(root) == {"a.md": b"edited", "b.md": b"old"}
    done = do(root, *steps, together=False)
    assert reasons(done) == {"a.md": "it was changed since it was read"}
    assert tree(root) == {"a.md": b"edited", "b.md": b"new", "c.md": b"c"}
    assert states(root) == [DONE]


def test_a_failure_in_the_middle_stops_the_rest_and_can_be_taken_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        put(root, f"{name}.md", b"old")
    real = swap.exchange
    left = [1]

    def exchange(first: str, second: str, folder: int | None) -> bool:
        if not left:
            raise OSError(28, "No space left on device")
        left.pop()
        return real(first, second, folder)

    monkeypatch.setattr(user_file, "exchange", exchange)
    done = do(root, *(Replace(f"{name}.md", b"new", b"old") for name in "abc"), together=False)
    assert done.report.replaced == ("a.md",)
    assert reasons(done) == {"b.md": "the disk is full", "c.md": "not started, because b.md could not be changed"}
    assert states(root) == [PARTIAL]
    monkeypatch.setattr(user_file, "exchange", real)
    assert finish_interrupted(str(root)) == ()
    assert tree(root) == {"a.md": b"new", "b.md": b"old", "c.md": b"old"}
    assert undo(str(root)).report.replaced == ("a.md",)
    assert tree(root) == {f"{name}.md": b"old" for name in "abc"}


def test_nothing_changes_when_the_journal_cannot_be_written(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put(root, "a.md", b"old")
    (tmp_path / "state").write_bytes(b"a file in the way")
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "state"))
    said = why(do(root, Replace("a.md", b"new", b"old")))
    assert said == "nothing was changed, as the undo journal cannot be written: a file is in the way of its folder"
    assert tree(root) == {"a.md": b"old"}


def test_notes_in_hand_are_left_alone(root: Path) -> None:
    put(root, "fresh.md", b"old", None)
    put(root, "vim.md", b"old")
    put(root, ".vim.md.swp", b"", None)
    put(root, "calm.md", b"old")
    steps = [Replace(f"{name}.md", b"new", b"old") for name in ("fresh", "vim", "calm")]
    done = do(root, *steps, together=False)
    assert done.report.replaced == ("calm.md",)
    assert reasons(done) == {"fresh.md": "being edited right now", "vim.md": "being edited right now"}
    done = do(root, *steps, at_once=("fresh.md", "vim.md"), together=False)
    assert done.report.skipped == ()


def test_what_pnm_wrote_just_now_is_not_in_anybodys_hands(root: Path) -> None:
    """Not even for another process than the one that wrote it."""
    put(root, "a.md", b"old")
    do(root, Replace("a.md", b"new", b"old"))
    os.utime(root / "a.md")
    assert do(root, Replace("a.md", b"newer", b"new")).report.replaced == ("a.md",)
    put(root, "a.md", b"theirs", None)
    assert why(do(root, Replace("a.md", b"ours", b"theirs"))) == "being edited right now"


@posix
def test_a_linked_note_in_hand_is_left_alone(root: Path) -> None:
    put(root, "Real/a.md", b"old", None)
    (root / "link.md").symlink_to("Real/a.md")
    assert why(do(root, Replace("link.md", b"new", b"old"))) == "being edited right now"
    put(root, "Real/a.md", b"old")
    put(root, "Real/.a.md.swp", b"", None)
    assert why(do(root, Replace("link.md", b"new", b"old"))) == "being edited right now"


@posix
def test_mode_and_attributes_stay(root: Path) -> None:
    file = put(root, "a.md", b"old")
    file.chmod(0o664)
    gone = put(root, "b.md", b"gone")
    gone.chmod(0o600)
    tagged = hasattr(os, "setxattr")
    if tagged:
        try:
            os.setxattr(file, "user.tag", b"friend")
        except OSError:
            tagged = False
    do(root, Replace("a.md", b"new", b"old"), Remove("b.md", b"gone"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    undo(str(root))
    assert stat.S_IMODE(file.stat().st_mode) == 0o664
    assert stat.S_IMODE(gone.stat().st_mode) == 0o600
    if tagged:
        assert os.getxattr(file, "user.tag") == b"friend"


@posix
def test_a_hard_linked_note_is_written_in_place(root: Path) -> None:
    file = put(root, "a.md", b"a longer old text")
    os.link(file, root / "b.md")
    inode = file.stat().st_ino
    assert do(root, Replace("a.md", b"new", b"a longer old text")).report.replaced == ("a.md",)
    assert tree(root) == {"a.md": b"new", "b.md": b"new"}
    assert file.stat().st_ino == inode
    undo(str(root))
    assert tree(root) == {"a.md": b"a longer old text", "b.md": b"a longer old text"}
    assert do(root, Remove("a.md", b"a longer old text")).report.removed == ("a.md",)
    assert tree(root) == {"b.md": b"a longer old text"}


@pytest.mark.parametrize(
    ("present", "torn"),
    [
        (b"new text", True),
        (b"old", True),
        (b"", False),
        (b"newest", False),
        (b"ne", False),
        (b"nld", True),
        (b"new", True),
        (b"new t", True),
        (b"xld", False),
        (b"olx", False),
    ],
)
def test_a_torn_file_is_recognised(present: bytes, torn: bool) -> None:
    assert is_torn(present, b"old", b"new text") is torn


@given(st.binary(max_size=12), st.binary(max_size=12), st.integers(0, 12))
def test_every_cut_off_write_is_recognised(before: bytes, after: bytes, cut: int) -> None:
    """Whatever the system had taken of a text being written over another."""
    cut = min(cut, len(after))
    assert is_torn(after[:cut] + before[cut:], before, after)


@posix
def test_a_torn_file_is_mended_by_the_next_run(root: Path) -> None:
    file = put(root, "a.md", b"the old text")
    os.link(file, root / "b.md")
    journal = Journal(str(root))
    journal.begin(Plan((Replace("a.md", b"some new text, which is longer", b"the old text"),)), ("log",))
    file.write_bytes(b"some new" + b"text")
    (recovery,) = finish_interrupted(str(root))
    assert (recovery.finished, recovery.left, recovery.words) == (("a.md",), (), ("log",))
    assert tree(root)["b.md"] == b"some new text, which is longer"
    assert states(root) == [DONE]
    undo(str(root))
    assert tree(root) == {"a.md": b"the old text", "b.md": b"the old text"}


@posix
def test_a_disk_that_takes_only_half_in_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(root, "a.md", b"the old text")
    os.link(file, root / "b.md")
    real = swap.write_all
    left = [2, 5]

    def write_all(handle: int, content: bytes) -> None:
        if left:
            real(handle, content[: left.pop()])
            raise OSError(28, "No space left on device")
        real(handle, content)

    monkeypatch.setattr(user_file, "write_all", write_all)
    done = do(root, Replace("a.md", b"SOME NEW TEXT", b"the old text"))
    assert reasons(done) == {"a.md": "half written; the next run of pnm mends it: the disk is full"}
    assert done.operation == 1
    (recovery,) = finish_interrupted(str(root))
    assert recovery.finished == ("a.md",)
    assert tree(root) == {"a.md": b"SOME NEW TEXT", "b.md": b"SOME NEW TEXT"}
    left[:] = [1]
    assert why(do(root, Replace("a.md", b"third", b"SOME NEW TEXT"), at_once=("a.md",))) == "the disk is full"
    assert tree(root)["b.md"] == b"SOME NEW TEXT"


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], *, before: bool = False) -> None:
    """Have somebody act once, right before or after names are exchanged."""
    real = swap.exchange
    acts = [act]

    def exchange(first: str, second: str, folder: int | None) -> bool:
        if before and acts:
            acts.pop()()
        done = real(first, second, folder)
        if not before and acts:
            acts.pop()()
        return done

    monkeypatch.setattr(user_file, "exchange", exchange)


@linux
def test_a_save_by_rename_at_the_same_moment_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md", b"old")
    put(root, "editor.tmp", b"save")
    meanwhile(monkeypatch, lambda: os.replace(root / "editor.tmp", root / "a.md"), before=True)
    assert why(do(root, Replace("a.md", b"new", b"old"))) == "it was changed since it was read"
    assert tree(root) == {"a.md": b"save"}


@linux
@pytest.mark.parametrize("patience", ["leases", "none"])
def test_a_save_into_the_displaced_file_comes_back(root: Path, monkeypatch: pytest.MonkeyPatch, patience: str) -> None:
    """The editor opened the note before it was replaced and writes after: into the old file, which pnm still has."""
    file = put(root, "a.md", b"old")
    editor = os.open(file, os.O_RDWR)
    real_sleep = clock.sleep

    def sleep(seconds: float) -> None:
        if os.fstat(editor).st_size == 3:
            os.write(editor, b"edited at length")
            if patience == "leases":
                os.set_inheritable(editor, False)
        real_sleep(seconds)
        if patience == "leases" and os.path.exists(f"/proc/self/fd/{editor}") and os.fstat(editor).st_size > 3:
            os.dup2(os.open(os.devnull, os.O_RDONLY), editor)

    monkeypatch.setattr(clock, "sleep", sleep)
    if patience == "none":
        monkeypatch.setattr(user_file, "is_being_written", lambda handle: None)
    done = do(root, Replace("a.md", b"new", b"old"))
    os.close(editor)
    assert reasons(done) == {"a.md": "it was changed since it was read"}
    assert tree(root) == {"a.md": b"edited at length"}
    assert states(root) == []


@linux
def test_both_saves_are_kept_when_there_are_two(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(root, "a.md", b"old")
    editor = os.open(file, os.O_RDWR)

    def act() -> None:
        os.write(editor, b"one edit")
        os.close(editor)
        put(root, "editor.tmp", b"another edit")
        os.replace(root / "editor.tmp", file)

    real = write.sync_places

    def sync_places(folders: dict[str, list[str]]) -> object:
        act()
        return real(folders)

    monkeypatch.setattr(write_user, "sync_places", sync_places)
    done = do(root, Replace("a.md", b"new", b"old"))
    found = tree(root)
    assert found.pop("a.md") == b"another edit"
    ((kept, content),) = found.items()
    assert content == b"one edit"
    assert kept.startswith("a (kept by pnm ")
    assert repr(kept) in reasons(done)["a.md"]


@linux
def test_a_save_into_our_text_while_it_is_taken_back_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One save went into the displaced file, which comes back; another editor has our text open at that moment."""
    file = put(root, "a.md", b"old")
    first = os.open(file, os.O_RDWR)
    second: list[int] = []
    real_exchange, real_sync, real_sleep = swap.exchange, write.sync_places, clock.sleep

    def sync_places(folders: dict[str, list[str]]) -> object:
        os.write(first, b"one edit")
        os.close(first)
        return real_sync(folders)

    calls: list[int] = []

    def exchange(one: str, other: str, folder: int | None) -> bool:
        calls.append(1)
        if len(calls) == 2:
            second.append(os.open(file, os.O_RDWR))
        return real_exchange(one, other, folder)

    def sleep(seconds: float) -> None:
        if second:
            editor = second.pop()
            os.write(editor, b"another edit")
            os.close(editor)
        real_sleep(seconds)

    monkeypatch.setattr(write_user, "sync_places", sync_places)
    monkeypatch.setattr(user_file, "exchange", exchange)
    monkeypatch.setattr(clock, "sleep", sleep)
    done = do(root, Replace("a.md", b"new", b"old"))
    found = tree(root)
    assert found.pop("a.md") == b"another edit"
    ((kept, content),) = found.items()
    assert content == b"one edit"
    assert repr(kept) in reasons(done)["a.md"]


@linux
def test_a_file_that_stays_open_is_looked_at_by_the_next_run(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put(root, "a.md", b"old")
    monkeypatch.setattr(user_file, "_OPEN_SECONDS", 0.1)
    with open(file, "r+b") as editor:
        assert do(root, Replace("a.md", b"new", b"old")).report.replaced == ("a.md",)
        assert do(root, Replace("a.md", b"newer", b"new")).report.replaced == ("a.md",)
        (left,) = [name for name in os.listdir(root) if name.startswith(TEMPORARY)]
        editor.write(b"late edit")
    assert (root / left).read_bytes() == b"late edit"
    do(root, Create("b.md", b"b"))
    found = tree(root)
    assert (found.pop("a.md"), found.pop("b.md")) == (b"newer", b"b")
    ((kept, content),) = found.items()
    assert (content, kept[:8]) == (b"late edit", "a (kept ")


@linux
def test_a_save_while_a_note_is_removed_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md", b"old")
    real = Folder.rename

    def rename(self: Folder, old: str, new: str) -> None:
        put(root, "a.md", b"save")
        real(self, old, new)

    monkeypatch.setattr(Folder, "rename", rename)
    assert why(do(root, Remove("a.md", b"old"))) == "it was changed since it was read"
    assert tree(root) == {"a.md": b"save"}


def test_a_disk_without_exchange(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_file, "exchange", lambda *_: False)
    put(root, "a.md", b"old")
    assert do(root, Replace("a.md", b"new", b"old")).report.replaced == ("a.md",)
    assert tree(root) == {"a.md": b"new"}
    monkeypatch.setattr(Folder, "link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "no links")))
    assert undo(str(root)).report.replaced == ("a.md",)
    assert tree(root) == {"a.md": b"old"}


@linux
def test_a_late_save_without_exchange_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_file, "exchange", lambda *_: False)
    file = put(root, "a.md", b"old")
    editor = os.open(file, os.O_RDWR)
    real = write.sync_places

    def sync_places(folders: dict[str, list[str]]) -> object:
        os.write(editor, b"late")
        os.close(editor)
        return real(folders)

    monkeypatch.setattr(write_user, "sync_places", sync_places)
    done = do(root, Replace("a.md", b"new", b"old"))
    assert "their text is in" in reasons(done)["a.md"]
    assert set(tree(root).values()) == {b"new", b"late"}


def test_an_interrupted_operation_is_finished_when_part_of_it_was_done(root: Path) -> None:
    for name in "abc":
        put(root, f"{name}.md", b"old")
    steps = (
        Replace("a.md", b"new", b"old"),
        Create("n/d.md", b"d"),
        Remove("c.md", b"old"),
        Replace("b.md", b"n", b"old"),
    )
    Journal(str(root)).begin(Plan(steps), ("rename", "x"))
    put(root, "a.md", b"new")
    put(root, "b.md", b"edited since")
    (recovery,) = do(root).recovered
    assert recovery.words == ("rename", "x")
    assert recovery.finished == ("n/d.md", "c.md")
    assert recovery.left == (("b.md", "it was changed since it was read"),)
    assert states(root) == [PARTIAL]
    assert tree(root) == {"a.md": b"new", "b.md": b"edited since", "n/d.md": b"d"}
    assert do(root).recovered == ()


def test_an_interrupted_operation_that_did_nothing_is_forgotten(root: Path) -> None:
    """Its command is given again, and must not be carried out twice then."""
    put(root, "a.md", b"old")
    Journal(str(root)).begin(Plan((Replace("a.md", b"new", b"old"), Create("b.md", b"b"))), ("log",))
    assert do(root).recovered == ()
    assert tree(root) == {"a.md": b"old"}
    assert states(root) == []


def test_an_interrupted_operation_waits_for_a_note_in_hand(root: Path) -> None:
    put(root, "a.md", b"new")
    put(root, "b.md", b"old", None)
    Journal(str(root)).begin(Plan((Replace("a.md", b"new", b"old"), Replace("b.md", b"new", b"old"))), ("log",))
    (recovery,) = finish_interrupted(str(root))
    assert recovery.left == (("b.md", "being edited right now"),)
    os.utime(root / "b.md", (CALM, CALM))
    (recovery,) = finish_interrupted(str(root))
    assert recovery.finished == ("b.md",)
    assert finish_interrupted(str(root)) == ()
    assert tree(root) == {"a.md": b"new", "b.md": b"new"}


@linux
def test_killed_between_the_exchange_and_the_look(root: Path) -> None:
    """What an editor saved at the very moment lies under a hidden name, and only the next run can tell."""
    put(root, "a.md", b"new")
    put(root, temporary_name("a.md"), b"saved by the editor")
    put(root, temporary_name("a.md"), b"old")
    put(root, temporary_name("a.md"), b"ne")
    Journal(str(root)).begin(Plan((Replace("a.md", b"new", b"old"),)), ("log",))
    (recovery,) = finish_interrupted(str(root))
    assert recovery.kept == ("a.md: it was changed since it was read",)
    assert tree(root) == {"a.md": b"saved by the editor"}


def test_killed_while_removing(root: Path) -> None:
    put(root, temporary_name("a.md"), b"saved by the editor")
    put(root, temporary_name("b.md"), b"old b")
    Journal(str(root)).begin(Plan((Remove("a.md", b"old a"), Remove("b.md", b"old b"))), ("x",))
    (recovery,) = finish_interrupted(str(root))
    assert recovery.kept == ("a.md: it was changed since it was read",)
    assert tree(root) == {"a.md": b"saved by the editor"}


def test_what_nobody_knows_is_kept(root: Path) -> None:
    put(root, "P/a.md", b"a")
    put(root, f"P/{TEMPORARY}1-0123456789ab-aa.tmp", b"somebody's text")
    put(root, f"P/{temporary_name('a.md')}", b"another text")
    put(root, f"P/{TEMPORARY}strange.tmp", b"")
    do(root, Create("P/b.md", b"b"))
    found = tree(root)
    assert (found.pop("P/a.md"), found.pop("P/b.md")) == (b"a", b"b")
    assert sorted(found.values()) == [b"another text", b"somebody's text"]
    assert all("(kept by pnm " in path and path.endswith(").md") for path in found)


def test_one_writer_at_a_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md", b"old")
    monkeypatch.setattr(write_user, "LOCK_WAIT", 0.1)
    plan = Plan((Replace("a.md", b"new", b"old"),))
    with vault_lock(str(root), 1.0):
        with pytest.raises(VaultBusyError):
            apply_user(str(root), plan, ("log",))
        assert tree(root) == {"a.md": b"old"}
        assert finish_interrupted(str(root)) == ()
        assert apply_user(str(root), plan, ("log",), locked=True).report.replaced == ("a.md",)


def test_without_a_lock_a_living_process_keeps_what_it_is_about_to_do(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, "a.md", b"new")
    put(root, "b.md", b"old")
    Journal(str(root)).begin(Plan((Replace("a.md", b"new", b"old"), Replace("b.md", b"new", b"old"))), ("log",))
    monkeypatch.setattr(lock, "_open", lambda path: None)
    assert finish_interrupted(str(root)) == ()
    assert tree(root)["b.md"] == b"old"
    monkeypatch.setattr("pnm_vault.vault.recover.is_running", lambda process: False)
    assert [recovery.finished for recovery in finish_interrupted(str(root))] == [("b.md",)]


NAMES = ("a.md", "B b.md", "P/c.md", "P/deep/é.md", "d.txt")
TEXTS = st.one_of(
    st.binary(max_size=40), st.sampled_from([b"\xef\xbb\xbf---\r\nname: x\r\n---\r\n", b"\t- [ ] x\n", b"\0"])
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=5),
    st.lists(
        st.dictionaries(st.sampled_from(NAMES), st.none() | TEXTS, min_size=1, max_size=5), min_size=1, max_size=3
    ),
)
def test_every_change_can_be_taken_back(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, bytes],
    wanted: list[dict[str, bytes | None]],
) -> None:
    """Any notes, any changes: undoing gives the same bytes and modes, and undoing the undo the changed ones."""
    top = Path(os.path.realpath(tmp_path_factory.mktemp("property")))
    monkeypatch.setenv("PNM_STATE", str(top / "state"))
    monkeypatch.setattr(user_file, "_SOON_SECONDS", 0.0)
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    root = top / "v"
    root.mkdir()
    for number, (path, content) in enumerate(files.items()):
        put(root, path, content).chmod((0o600, 0o644, 0o640)[number % 3])

    def seen() -> dict[str, tuple[bytes, int]]:
        return {path: (content, (root / path).stat().st_mode) for path, content in tree(root).items()}

    history = [seen()]
    for change in wanted:
        present = tree(root)
        plan = Plan(tuple(step for path, text in change.items() if (step := step_to(path, present.get(path), text))))
        done = apply_user(str(root), plan, ("x",), at_once=NAMES)
        assert done.report.skipped == ()
        if done.operation:
            history.append(seen())
    changed = history.pop()
    number = 0
    for before in reversed(history):
        undone = undo(str(root))
        assert (undone.refused, undone.report.skipped) == ((), ())
        number = number or undone.number
        assert seen() == before
    if len(history) == 1:
        undo(str(root), number)
        assert {path: content for path, (content, _) in seen().items()} == {p: c for p, (c, _) in changed.items()}


def step_to(path: str, present: bytes | None, text: bytes | None) -> Create | Replace | Remove | None:
    if present == text:
        return None
    if present is None:
        return Create(path, text or b"")
    return Remove(path, present) if text is None else Replace(path, text, present)
