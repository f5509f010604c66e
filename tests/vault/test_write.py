"""Plans carried out: what is written, and everything that is refused."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.vault import clock, swap, write
from pnm_vault.vault import folder as folder_module
from pnm_vault.vault.editing import edited_recently
from pnm_vault.vault.folder import Refused, open_folder, parts_of
from pnm_vault.vault.read import real_path_inside
from pnm_vault.vault.write import apply

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and modes are POSIX matters")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    return Path(os.path.realpath(root))


def put(root: Path, path: str, content: bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def do(root: Path, *steps: Create | Replace | Remove, settle: bool = False) -> WriteReport:
    return apply(str(root), Plan(steps), settle=settle)


def why(report: WriteReport) -> str:
    assert (report.created, report.replaced, report.removed) == ((), (), ())
    ((_, reason),) = report.skipped
    return reason


def test_an_empty_plan_does_nothing(root: Path) -> None:
    assert do(root) == WriteReport()
    assert tree(root) == {}


def test_a_plan_is_carried_out_in_order(root: Path) -> None:
    put(root, "Reviews/b.md", b"old b")
    put(root, "Reviews/c.md", b"old c")
    report = do(
        root,
        Create("Reviews/deep/er/a.md", b"new a"),
        Replace("Reviews/b.md", b"new b", b"old b"),
        Remove("Reviews/c.md", b"old c"),
        Create("Reviews/c.md", b"again"),
    )
    assert report == WriteReport(("Reviews/deep/er/a.md", "Reviews/c.md"), ("Reviews/b.md",), ("Reviews/c.md",))
    assert tree(root) == {"Reviews/deep/er/a.md": b"new a", "Reviews/b.md": b"new b", "Reviews/c.md": b"again"}


def test_a_note_that_has_the_new_text_already_is_not_touched(root: Path) -> None:
    file = put(root, "a.md", b"new")
    before = file.stat()
    assert do(root, Replace("a.md", b"new", b"old")).replaced == ("a.md",)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("step", [Replace("a.md", b"new", b"old"), Remove("a.md", b"old")])
def test_a_note_that_changed_is_left_alone(root: Path, step: Replace | Remove) -> None:
    put(root, "a.md", b"edited")
    assert why(do(root, step)) == "it was changed since it was read"
    assert tree(root) == {"a.md": b"edited"}


@pytest.mark.parametrize("step", [Replace("x/a.md", b"new", b"old"), Remove("x/a.md", b"old")])
def test_a_note_that_is_gone_stays_gone(root: Path, step: Replace | Remove) -> None:
    assert why(do(root, step)) == "it is no longer there"
    (root / "x").mkdir()
    assert why(do(root, step)) == "it is no longer there"
    assert tree(root) == {}


@pytest.mark.parametrize("there", ["A.md", "a.MD", "a.md"])
def test_a_new_note_takes_no_name_that_is_taken(root: Path, there: str) -> None:
    put(root, there, b"theirs")
    assert "is there already" in why(do(root, Create("a.md", b"mine")))
    assert tree(root) == {there: b"theirs"}


@posix
def test_a_new_note_takes_no_name_that_other_systems_cannot_tell(root: Path) -> None:
    put(root, "Jose\u0301.md", b"theirs")
    put(root, ".Ann.md.icloud", b"stub")
    (root / "dangling.md").symlink_to("nowhere")
    assert "cannot tell" in why(do(root, Create("José.md", b"mine")))
    assert ".icloud" in why(do(root, Create("Ann.md", b"mine")))
    assert "is there already" in why(do(root, Create("dangling.md", b"mine")))
    assert set(tree(root)) == {"Jose\u0301.md", ".Ann.md.icloud"}


@pytest.mark.parametrize(
    "path",
    [
        "../x.md",
        "/x.md",
        "a/../../x.md",
        "a//x.md",
        "",
        "a/",
        "x\0.md",
        ".obsidian/x.md",
        "a/.git/x.md",
        ".x.md",
        "./x.md",
    ],
)
def test_paths_out_of_the_vault_or_hidden_are_refused(root: Path, path: str) -> None:
    for step in (Create(path, b"mine"), Replace(path, b"mine", b"old"), Remove(path, b"old")):
        assert "its path" in why(do(root, step))
    assert list(root.parent.iterdir()) == [root]
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("name", ["CON.md", "a:b.md", "a?.md", "a .", "lpt1", "nul .md", "tab\t.md", "a\\b"])
def test_names_that_windows_cannot_have(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert parts_of(f"x/{name}") == ("x", name)
    monkeypatch.setattr(folder_module, "_PLATFORM", "win32")
    with pytest.raises(Refused, match="Windows cannot have"):
        parts_of(f"x/{name}")
    assert parts_of("Reviews/Console.md") == ("Reviews", "Console.md")


@posix
def test_links_that_leave_the_vault_are_refused(root: Path) -> None:
    outside = root.parent / "outside"
    put(outside, "a.md", b"old")
    (root / "Reviews").symlink_to(outside)
    (root / "a.md").symlink_to(outside / "a.md")
    for step in (
        Create("Reviews/new.md", b"mine"),
        Replace("Reviews/a.md", b"new", b"old"),
        Replace("a.md", b"new", b"old"),
        Remove("a.md", b"old"),
    ):
        assert why(do(root, step)) == "it leads out of the vault"
    assert tree(outside) == {"a.md": b"old"}


@posix
def test_links_inside_the_vault_are_followed(root: Path) -> None:
    put(root, "Real/a.md", b"old")
    (root / "Reviews").symlink_to("Real")
    (root / "link.md").symlink_to("Real/a.md")
    (root / "hidden").symlink_to(".git")
    (root / ".git").mkdir()
    assert do(root, Replace("link.md", b"new", b"old"), Create("Reviews/b.md", b"b")).skipped == ()
    assert (root / "link.md").is_symlink()
    assert (root / "Reviews").is_symlink()
    assert (root / "Real" / "a.md").read_bytes() == b"new"
    assert (root / "Real" / "b.md").read_bytes() == b"b"
    assert "hidden" in why(do(root, Create("hidden/config", b"mine")))


@posix
def test_a_folder_swapped_for_a_link_is_not_walked_through(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the path and the opening of the folder, somebody puts a link in its place."""
    outside = root.parent / "outside"
    put(outside, "a.md", b"old")
    put(root, "Reviews/a.md", b"old")
    real = real_path_inside

    def look_and_swap(root_path: str, path: str) -> str | None:
        found = real(root_path, path)
        os.rename(root / "Reviews", root / "Moved")
        (root / "Reviews").symlink_to(outside)
        return found

    monkeypatch.setattr(write, "real_path_inside", look_and_swap)
    assert why(do(root, Replace("Reviews/a.md", b"new", b"old"))) in (
        "a symbolic link is in its path",
        "a file is in the way of its folder",
    )
    assert tree(outside) == {"a.md": b"old"}


@posix
def test_what_is_no_plain_file_is_refused(root: Path) -> None:
    put(root, "twice.md", b"old")
    os.link(root / "twice.md", root / "second.md")
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    assert "hard link" in why(do(root, Replace("twice.md", b"new", b"old")))
    for name in ("pipe.md", "folder.md"):
        assert why(do(root, Replace(name, b"new", b"old"))) == "it is not an ordinary file"
        assert why(do(root, Remove(name, b"old"))) == "it is not an ordinary file"
    put(root, "file", b"")
    assert "file" in why(do(root, Create("file/a.md", b"mine")))
    assert why(do(root, Create("n" * 300, b"mine"))) == "the name is too long for this disk"


def test_an_evicted_note_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md", b"old")
    monkeypatch.setattr(write, "is_evicted", lambda state: True)
    assert why(do(root, Replace("a.md", b"new", b"old"))) == "it is in the cloud only"


@posix
def test_modes_are_kept(root: Path) -> None:
    file = put(root, "a.md", b"old")
    file.chmod(0o640)
    before = os.umask(0o022)
    try:
        do(root, Replace("a.md", b"new", b"old"), Create("b.md", b"b"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert stat.S_IMODE((root / "b.md").stat().st_mode) == 0o644


@posix
def test_a_disk_without_hard_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    put(root, "there.md", b"theirs")
    assert do(root, Create("Reviews/a.md", b"mine")).created == ("Reviews/a.md",)
    assert tree(root) == {"there.md": b"theirs", "Reviews/a.md": b"mine"}


def test_a_disk_without_exchange(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "exchange", lambda *_: False)
    put(root, "a.md", b"old")
    assert do(root, Replace("a.md", b"new", b"old")).replaced == ("a.md",)
    assert tree(root) == {"a.md": b"new"}


def save_in_between(root: Path, monkeypatch: pytest.MonkeyPatch, saves: list[bytes]) -> None:
    """Have an editor save just before each exchange, by renaming over the note as most do."""
    real = swap.exchange

    def exchange(first: str, second: str, folder: int | None) -> bool:
        if saves:
            put(root, "editor.tmp", saves.pop(0))
            os.replace(root / "editor.tmp", root / "a.md")
        return real(first, second, folder)

    monkeypatch.setattr(write, "exchange", exchange)


@pytest.mark.parametrize("saves", [[b"one"], [b"one", b"two"]])
def test_a_save_at_the_same_moment_is_not_lost(root: Path, monkeypatch: pytest.MonkeyPatch, saves: list[bytes]) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the exchange of names is tried on Linux")
    put(root, "a.md", b"old")
    last = saves[-1]
    save_in_between(root, monkeypatch, list(saves))
    assert why(do(root, Replace("a.md", b"new", b"old"))) == "it was changed since it was read"
    assert tree(root) == {"a.md": last}


def test_what_was_displaced_is_kept_when_it_cannot_be_put_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md", b"old")
    real = swap.exchange
    calls: list[int] = []

    def exchange(first: str, second: str, folder: int | None) -> bool:
        calls.append(1)
        if len(calls) > 1:
            raise OSError(5, "Input/output error")
        put(root, "a.md", b"save")
        return real(first, second, folder)

    monkeypatch.setattr(write, "exchange", exchange)
    reason = why(do(root, Replace("a.md", b"new", b"old")))
    found = tree(root)
    assert found.pop("a.md") == b"new"
    ((kept, content),) = found.items()
    assert content == b"save"
    assert repr(kept) in reason
    assert kept.startswith("a (kept by pnm ")
    assert kept.endswith(").md")


def test_a_save_while_removing_is_not_lost(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "a.md", b"old")
    real = folder_module.Folder.rename

    def rename(self: folder_module.Folder, old: str, new: str) -> None:
        put(root, "a.md", b"save")
        real(self, old, new)

    monkeypatch.setattr(folder_module.Folder, "rename", rename)
    assert why(do(root, Remove("a.md", b"old"))) == "it was changed since it was read"
    assert tree(root) == {"a.md": b"save"}


def test_leftovers_of_dead_runs_are_taken_away(root: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (f".pnm-{gone.pid}-0a.tmp", ".pnm-1-old.tmp", ".pnm-1-new.tmp", ".pnm-x-1.tmp", ".pnm-1.md", "x.tmp"):
        put(root, f"Reviews/{name}", b"?")
    put(root, f"Reviews/.pnm-{os.getpid()}-0b.tmp", b"?")
    os.utime(root / "Reviews" / ".pnm-1-old.tmp", (1, 1))
    do(root, Create("Reviews/a.md", b"a"))
    left = {".pnm-1-new.tmp", ".pnm-x-1.tmp", ".pnm-1.md", "x.tmp", f".pnm-{os.getpid()}-0b.tmp", "a.md"}
    assert {path.name for path in (root / "Reviews").iterdir()} == left


def test_a_save_that_a_killed_run_displaced_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the exchange and the look, a run leaves what it displaced under a hidden name."""
    put(root, "Reviews/a.md", b"old")
    names: list[str] = []
    real = swap.exchange

    def note_exchange(first: str, second: str, folder: int | None) -> bool:
        names.append(first)
        return real(first, second, folder)

    monkeypatch.setattr(write, "exchange", note_exchange)
    do(root, Replace("Reviews/a.md", b"new", b"old"))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = f"Reviews/{names[0]}".replace(f"-{os.getpid()}-", f"-{gone.pid}-")
    for content in (b"old", b"new", b"saved by somebody"):
        put(root, left, content)
        do(root, Replace("Reviews/a.md", content, (root / "Reviews/a.md").read_bytes()))
    found = tree(root)
    assert found.pop("Reviews/a.md") == b"saved by somebody"
    ((kept, text),) = found.items()
    assert kept.startswith("Reviews/review note (kept by pnm ")
    assert text == b"saved by somebody"


def test_notes_in_hand_are_left_alone_when_asked(root: Path) -> None:
    for name in ("fresh.md", "calm.md", "vim.md", "crashed.md"):
        put(root, name, b"old")
        if name != "fresh.md":
            os.utime(root / name, (1_000_000, 1_000_000))
    put(root, ".vim.md.swp", b"")
    os.utime(put(root, ".crashed.md.swp", b""), (1_000_000, 1_000_000))
    steps = [Replace(name, b"new", b"old") for name in ("fresh.md", "calm.md", "vim.md", "crashed.md")]
    report = do(root, *steps, settle=True)
    assert report.replaced == ("calm.md", "crashed.md")
    assert report.skipped == (("fresh.md", "being edited right now"), ("vim.md", "being edited right now"))
    assert do(root, *steps).skipped == ()


@pytest.mark.parametrize("lock", [".a.md.swp", ".#a.md", ".~lock.a.md#", ".a.md.kate-swp"])
def test_locks_of_editors(root: Path, lock: str) -> None:
    os.utime(put(root, "a.md", b""), (1_000_000, 1_000_000))
    assert not edited_recently(str(root), "a.md", 2)
    if lock == ".#a.md" and sys.platform != "win32":
        (root / lock).symlink_to("ann@host.123:456")
    else:
        put(root, lock, b"")
    assert edited_recently(str(root), "a.md", 2)


def test_own_writes_are_no_edits(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    do(root, Create("a.md", b"one"))
    assert not edited_recently(str(root), "a.md", 2)
    assert do(root, Replace("a.md", b"two", b"one"), settle=True).replaced == ("a.md",)
    put(root, "a.md", b"edited")
    assert edited_recently(str(root), "a.md", 2)
    later = clock.now_ns() + 3_000_000_000
    monkeypatch.setattr(clock, "now_ns", lambda: later)
    assert not edited_recently(str(root), "a.md", 2)


def test_a_time_far_in_the_future_is_a_wrong_clock(root: Path) -> None:
    os.utime(put(root, "a.md", b""), (9_999_999_999, 9_999_999_999))
    assert not edited_recently(str(root), "a.md", 2)
    assert not edited_recently(str(root), "gone.md", 2)


def test_a_folder_made_for_nothing_is_taken_away(root: Path) -> None:
    with pytest.raises(KeyError), open_folder(str(root), ("a", "b"), make=True):
        raise KeyError
    assert list(root.iterdir()) == []
