"""The merge driver in git itself: two machines, and every way in which git merges."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pnm_vault.sync.git import merge_files as driver

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NOTE = """---
type: person
role: nurse
last_contact: 2026-11-01
tags:
  - friend
---
# Ann Lee

We met at school.

- [ ] ring her

## Log

- 2026-11-01: tea
"""
HERE = NOTE.replace("2026-11-01\n", "2026-11-23\n").replace("- 2026", "- 2026-11-23: lunch\n- 2026")
THERE = (
    NOTE.replace("2026-11-01\n", "2026-11-23\n")
    .replace("- 2026", "- 2026-11-23: a long call\n- 2026")
    .replace("- [ ] ring her", "- [x] ring her ✅ 2026-11-23")
    .replace("  - friend", "  - friend\n  - choir")
)
BOTH = (
    "---\ntype: person\nrole: nurse\nlast_contact: 2026-11-23\ntags:\n  - friend\n  - choir\n---\n# Ann Lee\n\n"
    "We met at school.\n\n- [x] ring her ✅ 2026-11-23\n\n## Log\n\n"
    "- 2026-11-23: a long call\n- 2026-11-23: lunch\n- 2026-11-01: tea\n"
)
COMMAND = f'"{sys.executable}" -m pnm_vault git merge-driver %O %A %B %L %P'.replace(os.sep, "/")
NAMES = ("Ann Lee.md", "People/Ann 'the \"Bee\" $x' Lée.md", "-x.md")
if sys.platform == "win32":
    NAMES = ("Ann Lee.md", "People/Ann 'x' Lée.md", "-x.md")


class Clone:
    """A clone of a vault with the driver installed."""

    def __init__(self, folder: Path, origin: "Clone | None" = None) -> None:
        self.folder = folder
        if origin is None:
            folder.mkdir()
            self.git("init", "--quiet", "--initial-branch=main")
        else:
            origin.git("clone", "--quiet", ".", str(folder))
        self.git("config", "merge.pnm.driver", COMMAND)

    def git(self, *words: str, fine: bool = True, cwd: str = ".") -> subprocess.CompletedProcess[str]:
        env = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
        for role in ("AUTHOR", "COMMITTER"):
            env |= {f"GIT_{role}_NAME": "Nora", f"GIT_{role}_EMAIL": "nora@example.org"}
        done = subprocess.run(
            ["git", *words], cwd=self.folder / cwd, env=env, capture_output=True, text=True, encoding="utf-8"
        )
        assert not fine or done.returncode == 0, done.stderr + done.stdout
        return done

    def write(self, text: str, *names: str) -> None:
        for name in names:
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "notes")

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def unmerged(self) -> list[str]:
        return self.git("diff", "-z", "--name-only", "--diff-filter=U").stdout.split("\0")[:-1]


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Clone, Clone]:
    here = Clone(tmp_path / "here")
    (here.folder / ".gitattributes").write_text("*.md merge=pnm\n")
    here.write(NOTE, *NAMES)
    return here, Clone(tmp_path / "there", here)


def test_two_machines_log_on_the_same_day(clones: tuple[Clone, Clone]) -> None:
    here, there = clones
    here.write(HERE, *NAMES)
    there.write(THERE, *NAMES)
    there.git("pull", "--quiet", "--no-rebase")
    here.git("pull", "--quiet", "--no-rebase", str(there.folder), "main")
    for clone in clones:
        for name in NAMES:
            assert clone.read(name) == BOTH
        assert not clone.git("status", "--porcelain").stdout


def test_both_merge_at_once_and_then_each_other(clones: tuple[Clone, Clone]) -> None:
    here, there = clones
    here.write(HERE, NAMES[0])
    there.write(THERE, NAMES[0])
    here.git("fetch", "--quiet", str(there.folder), "main")
    there.git("fetch", "--quiet", "origin")
    here.git("merge", "--quiet", "--no-edit", "FETCH_HEAD")
    there.git("merge", "--quiet", "--no-edit", "origin/main")
    assert here.read(NAMES[0]) == there.read(NAMES[0]) == BOTH
    there.git("pull", "--quiet", "--no-rebase")
    assert there.read(NAMES[0]) == BOTH


@pytest.mark.parametrize("way", ["rebase", "cherry-pick", "stash"])
def test_other_ways_of_merging(clones: tuple[Clone, Clone], way: str) -> None:
    here, there = clones
    here.write(HERE, *NAMES)
    if way == "stash":
        for name in NAMES:
            (there.folder / name).write_bytes(THERE.encode())
        there.git("stash", "--quiet")
        there.git("pull", "--quiet")
        there.git("stash", "pop", "--quiet")
    else:
        there.write(THERE, *NAMES)
        there.git("fetch", "--quiet")
        words = ["rebase", "origin/main"] if way == "rebase" else ["cherry-pick", "origin/main"]
        there.git(*words, cwd="People")
    for name in NAMES:
        assert there.read(name) == BOTH


def test_in_a_second_working_tree(clones: tuple[Clone, Clone]) -> None:
    here, _ = clones
    here.git("worktree", "add", "--quiet", "-b", "phone", "../phone")
    here.write(HERE, *NAMES)
    phone = Clone.__new__(Clone)
    phone.folder = here.folder.parent / "phone"
    phone.write(THERE, *NAMES)
    phone.git("merge", "--quiet", "--no-edit", "main", cwd="People")
    assert [phone.read(name) for name in NAMES] == [BOTH] * len(NAMES)


def test_what_is_to_be_looked_at_stays_unmerged(clones: tuple[Clone, Clone]) -> None:
    here, there = clones
    here.write(NOTE.replace("nurse", "midwife"), *NAMES)
    there.write(NOTE.replace("nurse", "sister"), *NAMES)
    done = there.git("pull", "--no-rebase", fine=False)
    assert done.returncode == 1
    assert f"{NAMES[1]}:4: A merge kept two versions of role" in done.stderr
    assert sorted(there.unmerged()) == sorted(NAMES)
    for name in NAMES:
        assert there.read(name) == NOTE.replace("role: nurse\n", "role: midwife\nrole_conflict: sister\n")


def test_both_made_the_note(clones: tuple[Clone, Clone]) -> None:
    here, there = clones
    here.write(HERE, "New.md")
    there.write(THERE, "New.md")
    there.git("pull", "--quiet", "--no-rebase")
    assert there.read("New.md") == BOTH


def test_one_renames_the_note_and_the_other_writes_into_it(clones: tuple[Clone, Clone]) -> None:
    here, there = clones
    here.git("mv", NAMES[0], "Ann Bell.md")
    here.write(HERE, "Ann Bell.md")
    there.write(THERE, NAMES[0])
    there.git("pull", "--quiet", "--no-rebase")
    assert there.read("Ann Bell.md") == BOTH
    assert not (there.folder / NAMES[0]).exists()


def test_one_deletes_the_note_and_the_other_writes_into_it(clones: tuple[Clone, Clone]) -> None:
    """Git asks no driver then: it keeps the note that is there, and lists the path."""
    here, there = clones
    here.git("rm", "--quiet", "--", NAMES[0])
    here.git("commit", "--quiet", "-m", "gone")
    there.write(THERE, NAMES[0])
    assert there.git("pull", "--no-rebase", fine=False).returncode == 1
    assert there.read(NAMES[0]) == THERE
    assert there.unmerged() == [NAMES[0]]


def files(folder: Path, base: bytes, ours: bytes, theirs: bytes) -> tuple[str, str, str]:
    for name, version in (("base", base), ("ours", ours), ("theirs", theirs)):
        (folder / name).write_bytes(version)
    return str(folder / "base"), str(folder / "ours"), str(folder / "theirs")


def test_what_is_no_text_is_merged_as_git_does(tmp_path: Path) -> None:
    paths = files(tmp_path, b"a\n\xff\nb\nc\nd\n", b"A\n\xff\nb\nc\nd\n", b"a\n\xff\nb\nc\nD\n")
    assert driver.merge_files(*paths, 7) == (0, (), True)
    assert (tmp_path / "ours").read_bytes() == b"A\n\xff\nb\nc\nD\n"
    paths = files(tmp_path, b"\xff\n", b"a\xff\n", b"b\xff\n")
    assert driver.merge_files(*paths, 9) == (1, (), True)
    assert (tmp_path / "ours").read_bytes().startswith(b"<<<<<<<<< ours\na\xff\n=========\n")
    paths = files(tmp_path, b"\0", b"\0a", b"\0b")
    assert driver.merge_files(*paths, 7) == (1, (), True)
    assert (tmp_path / "ours").read_bytes() == b"\0a"


def test_a_fault_of_ours_is_no_worse_than_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(driver, "merge_note", fail)
    paths = files(tmp_path, b"a\nb\nc\n", b"A\nb\nc\n", b"a\nb\nC\n")
    assert driver.merge_files(*paths, 7) == (0, (), True)
    assert (tmp_path / "ours").read_bytes() == b"A\nb\nC\n"


def test_line_ends_stay_those_of_ours(tmp_path: Path) -> None:
    paths = files(tmp_path, NOTE.encode(), HERE.replace("\n", "\r\n").encode(), THERE.encode())
    assert driver.merge_files(*paths, 7) == (0, (), False)
    assert (tmp_path / "ours").read_bytes() == BOTH.replace("\n", "\r\n").encode()
