"""Which notes a vault has."""

import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from pnm_vault.errors import VaultNotFoundError
from pnm_vault.model.problem import Severity
from pnm_vault.vault import walk as module
from pnm_vault.vault.patterns import compile_pattern
from pnm_vault.vault.walk import Listing, stamp_of, unsettled, walk

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and raw names are POSIX matters")


def plant(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)


def codes(listing: Listing) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in listing.problems]


def test_notes_in_order_with_stamps(tmp_path: Path) -> None:
    plant(tmp_path, "b.md", "a b/x.md", "a/x.md", "A.MD", "c.txt", "a/deep/er/n.Md", "note.md.bak", "md")
    listing = walk(str(tmp_path))
    assert list(listing.notes) == ["A.MD", "a b/x.md", "a/deep/er/n.Md", "a/x.md", "b.md"]
    state = (tmp_path / "b.md").stat()
    assert listing.notes["b.md"] == (state.st_mtime_ns, state.st_size, state.st_ino)
    assert (listing.problems, listing.unseen, listing.ignored) == ((), (), ())


def test_an_empty_vault_has_no_notes(tmp_path: Path) -> None:
    assert walk(str(tmp_path)) == Listing({})


def test_what_is_not_a_note_of_the_user(tmp_path: Path) -> None:
    plant(
        tmp_path,
        ".obsidian/x.md",
        ".trash/Ann.md",
        "People/.hidden.md",
        "People/.#Ann.md",
        "~$Ann.md",
        "~syncthing~Ann.md",
        "___jb_tmp___.md",
        "node_modules/lib/readme.md",
        "conflict-files-obsidian-git.md",
        "People/.syncthing.Ann.md.tmp",
        "People/Ann.md~",
        "People/#Ann.md#",
    )
    plant(tmp_path, "~tilde.md", "_index.md", "People/conflict-files-obsidian-git.md")
    assert list(walk(str(tmp_path)).notes) == ["People/conflict-files-obsidian-git.md", "_index.md", "~tilde.md"]


def test_a_folder_may_end_in_md(tmp_path: Path) -> None:
    plant(tmp_path, "notes.md/inside.md")
    assert list(walk(str(tmp_path)).notes) == ["notes.md/inside.md"]


def test_ignore_takes_folders_notes_and_patterns(tmp_path: Path) -> None:
    plant(
        tmp_path, "Archive/a.md", "People/Archive/b.md", "x/Draw.excalidraw.md", "Old/2019/a.md", "Old/b.md", "One.md"
    )
    listing = walk(str(tmp_path), ("Archive/", "*.excalidraw.md", "Old/*/*.md", "One.md"))
    assert list(listing.notes) == ["Old/b.md", "People/Archive/b.md"]
    assert listing.ignored == (
        ("Archive", "Archive/"),
        ("Old/2019/a.md", "Old/*/*.md"),
        ("One.md", "One.md"),
        ("x/Draw.excalidraw.md", "*.excalidraw.md"),
    )


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("People", ["People"], ["people", "People/x", "x/People"]),
        ("*.tmp.md", ["a.tmp.md", "x/y/a.tmp.md"], ["a.tmp.md/x", "atmp.md"]),
        ("a/*.md", ["a/x.md"], ["a/b/x.md", "x/a/y.md"]),
        ("a/**/*.md", ["a/x.md", "a/b/c/x.md"], ["b/a/x.md"]),
        ("a/**", ["a/x.md", "a/b/c.md"], ["a", "ab/c"]),
        ("n?te.md", ["note.md", "x/nste.md"], ["n/te.md", "nte.md"]),
        ("[ab]*.md", ["axe.md", "b.md"], ["c.md"]),
        ("[!ab]*.md", ["c.md"], ["a.md", "b.md"]),
        ("[]^]x.md", ["]x.md", "^x.md"], ["ax.md"]),
        ("a.b+c*", ["a.b+c", "a.b+cd"], ["axb+c", "a.bbc"]),
        ("[open*", ["[open", "[opened"], ["open"]),
        ("line\nbreak*", ["line\nbreak.md"], ["line"]),
    ],
)
def test_patterns(pattern: str, yes: list[str], no: list[str]) -> None:
    matches = compile_pattern(pattern)
    assert [path for path in yes if not matches(path)] == []
    assert [path for path in no if matches(path)] == []


@posix
def test_links_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    plant(root, "Ann.md", "People/Bob.md", "plain.txt")
    plant(tmp_path, "outside/secret.md")
    (root / "inside.md").symlink_to(root / "Ann.md")
    (root / "outside.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "dangling.md").symlink_to(tmp_path / "gone.md")
    (root / "loop.md").symlink_to(root / "loop.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "again").symlink_to(root / "People")
    (root / "up").symlink_to(root)
    (root / "text").symlink_to(root / "plain.txt")
    (tmp_path / "vault-twin").mkdir()
    (root / "twin").symlink_to(tmp_path / "vault-twin")
    listing = walk(str(root))
    assert list(listing.notes) == ["Ann.md", "People/Bob.md"]
    assert codes(listing) == [
        ("again", "symlink-skipped"),
        ("dangling.md", "symlink-outside"),
        ("folder", "symlink-outside"),
        ("inside.md", "symlink-skipped"),
        ("loop.md", "symlink-broken"),
        ("outside.md", "symlink-outside"),
        ("twin", "symlink-outside"),
        ("up", "symlink-outside"),
    ]
    assert {problem.severity for problem in listing.problems if problem.code == "symlink-outside"} == {Severity.WARNING}


@posix
def test_pipes_and_sockets_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    old = os.getcwd()
    os.chdir(tmp_path)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as held:
            held.bind("sock.md")
    finally:
        os.chdir(old)
    listing = walk(str(tmp_path))
    assert listing.notes == {}
    assert codes(listing) == [("pipe.md", "not-a-file"), ("sock.md", "not-a-file")]


@posix
def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    plant(tmp_path, "Ok.md", "Zoë.md")
    raw = os.fsencode(tmp_path)
    try:
        (Path(os.fsdecode(raw + b"/J\xf6rg.md"))).touch()
        os.makedirs(raw + b"/d\xffr")
    except OSError:
        pytest.skip("this disk takes UTF-8 only")
    (Path(os.fsdecode(raw + b"/d\xffr/in.md"))).touch()
    listing = walk(str(tmp_path))
    assert list(listing.notes) == ["Ok.md", "Zoë.md"]
    assert codes(listing) == [("J\\xf6rg.md", "name-not-utf8"), ("d\\xffr", "name-not-utf8")]
    assert all(path.encode() for path in listing.notes)


@posix
def test_names_that_some_systems_cannot_tell_apart(tmp_path: Path) -> None:
    plant(tmp_path, "José.md", "Jose\u0301.md", "ann.md", "Ann.md", "P/x.md", "Other.md", "Straße.md")
    if len(os.listdir(tmp_path)) < 7:
        pytest.skip("this disk cannot tell them apart")
    listing = walk(str(tmp_path))
    assert len(listing.notes) == 7
    assert codes(listing) == [(name, "name-clash") for name in ("Ann.md", "Jose\u0301.md", "José.md", "ann.md")]
    assert "ann.md" in listing.problems[0].message
    assert listing.problems[0].severity is Severity.INFO


@pytest.mark.parametrize("call", ["open", "scandir"])
def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """It is opened, and then listed by its number; on Windows it is listed by its name."""
    plant(tmp_path, "a/x.md", "b/y.md", "gone/z.md")
    real = getattr(os, call)

    def fail(path: str, *flags: int) -> object:
        if path.endswith("/b/"):
            raise PermissionError(13, "Permission denied", path)
        if path.endswith("/gone/"):
            raise FileNotFoundError(2, "No such file", path)
        return real(path, *flags)

    monkeypatch.setattr(module, "_BY_NUMBER", call == "open")
    monkeypatch.setattr(os, call, fail)
    listing = walk(str(tmp_path))
    assert list(listing.notes) == ["a/x.md"]
    assert codes(listing) == [("b", "unreadable")]
    assert listing.unseen == ("b/",)
    assert "permission denied" in listing.problems[0].message


@pytest.mark.skipif(not module._BY_NUMBER, reason="folders have no numbers here")
def test_a_walk_by_names_sees_the_same_and_one_by_numbers_leaves_no_folder_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "a/x.md", "b/c/y.md", "b/.git/z.md", "b/c/Ü.md")
    os.symlink(tmp_path / "a", tmp_path / "b/a")
    free = os.dup(0)
    os.close(free)
    seen = walk(str(tmp_path), ["b/c/y.md"])
    again = os.dup(0)
    os.close(again)
    assert again == free
    monkeypatch.setattr(module, "_BY_NUMBER", False)
    assert walk(str(tmp_path), ["b/c/y.md"]) == seen
    assert list(seen.notes) == ["a/x.md", "b/c/Ü.md"]


def test_a_vault_that_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(VaultNotFoundError, match="no such file"):
        walk(str(tmp_path / "gone"))


def fake_entry(name: str, state: os.stat_result | OSError) -> object:
    class Entry:
        def __init__(self) -> None:
            self.name = name

        def is_dir(self, *, follow_symlinks: bool = True) -> bool:
            return False

        def is_symlink(self) -> bool:
            return False

        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            if isinstance(state, OSError):
                raise state
            return state

    return Entry()


class Evicted:
    """What macOS says of a file whose content is in the cloud only."""

    st_mode = stat.S_IFREG | 0o644
    st_mtime_ns = 5
    st_size = 300
    st_ino = 7
    st_blocks = 8
    st_flags = 0x40000000


def scan(monkeypatch: pytest.MonkeyPatch, entries: list[object]) -> None:
    class Scan:
        def __enter__(self) -> object:
            return iter(entries)

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", lambda path: Scan())


def test_evicted_notes_are_counted_and_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PLATFORM", "darwin")
    monkeypatch.setattr(module, "_CLOUD_FLAGS", True)
    empty_blocks, windows = Evicted(), Evicted()
    empty_blocks.st_flags, empty_blocks.st_blocks = 0, 0
    windows.st_flags = 0
    windows.st_file_attributes = 0x00400000  # type: ignore[attr-defined]
    states = {"a.md": Evicted(), "b.md": empty_blocks, "c.md": windows}
    scan(monkeypatch, [fake_entry(name, state) for name, state in states.items()])  # type: ignore[arg-type]
    listing = walk(str(tmp_path))
    assert listing.notes == {}
    assert listing.unseen == ("a.md", "b.md", "c.md")
    assert codes(listing) == [("a.md", "evicted"), ("b.md", "evicted"), ("c.md", "evicted")]


def test_no_blocks_mean_nothing_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PLATFORM", "linux")
    state = Evicted()
    state.st_flags, state.st_blocks = 0, 0
    assert not module.is_evicted(state)  # type: ignore[arg-type]


def test_icloud_stubs_stand_for_their_notes(tmp_path: Path) -> None:
    plant(tmp_path, "People/.Ann Lee.md.icloud", "People/.photo.jpg.icloud", "People/Bob.md")
    listing = walk(str(tmp_path))
    assert list(listing.notes) == ["People/Bob.md"]
    assert listing.unseen == ("People/Ann Lee.md",)
    assert codes(listing) == [("People/Ann Lee.md", "evicted")]


def test_notes_that_vanish_or_refuse_while_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = fake_entry("gone.md", FileNotFoundError(2, "No such file or directory"))
    shut = fake_entry("shut.md", PermissionError(13, "Permission denied"))
    scan(monkeypatch, [gone, shut])
    listing = walk(str(tmp_path))
    assert listing.notes == {}
    assert listing.unseen == ("shut.md",)
    assert codes(listing) == [("shut.md", "unreadable")]


def test_equal_stamps_mean_nothing_was_touched(tmp_path: Path) -> None:
    plant(tmp_path, "a.md", "b/c.md")
    first = walk(str(tmp_path))
    assert first.notes == walk(str(tmp_path)).notes
    os.utime(tmp_path / "a.md", ns=(1, 1))
    assert first.notes != walk(str(tmp_path)).notes


def test_an_older_time_stamp_is_a_change_too(tmp_path: Path) -> None:
    plant(tmp_path, "a.md")
    first = walk(str(tmp_path))
    os.utime(tmp_path / "a.md", ns=(0, first.notes["a.md"][0] - 1))
    assert walk(str(tmp_path)).notes != first.notes


def test_notes_read_right_after_a_change_are_read_again() -> None:
    notes = {"old.md": (1_000, 5, 1), "racy.md": (7_000_000_000, 6, 2), "future.md": (90_000_000_000, 7, 3)}
    kept = unsettled(notes, 8_000_000_000)
    assert kept == {"old.md": (1_000, 5, 1), "racy.md": (-1, 6, 2), "future.md": (-1, 7, 3)}
    assert unsettled({"old.md": (1_000, 5, 1)}, 8_000_000_000) == {"old.md": (1_000, 5, 1)}


def test_stamp_of_one_note(tmp_path: Path) -> None:
    plant(tmp_path, "a.md", "d/x.md")
    assert stamp_of(str(tmp_path), "a.md") == walk(str(tmp_path)).notes["a.md"]
    assert stamp_of(str(tmp_path), "d") is None
    assert stamp_of(str(tmp_path), "gone.md") is None
    assert stamp_of(str(tmp_path), "a\0.md") is None
