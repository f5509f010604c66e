"""Real ways in which programs save, against the real watcher: each change is hinted, whatever road it takes."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pnm_vault.vault.hints import Hints, is_note
from tests.vault.listening import deadline, hear_out, silent, wait_for, watching


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / "People" / "Ann.md").write_text("old\n", encoding="utf-8")
    return root


NOTE = "People/Ann.md"


def write(path: Path, text: str = "new\n") -> None:
    path.write_text(text, encoding="utf-8")


def in_place(folder: Path) -> None:
    with open(folder / "Ann.md", "r+", encoding="utf-8") as file:
        file.write("NEW")


def appended(folder: Path) -> None:
    with open(folder / "Ann.md", "a", encoding="utf-8") as file:
        file.write("- 2026-11-23: tea\n")


def truncated_then_written(folder: Path) -> None:
    handle = os.open(folder / "Ann.md", os.O_WRONLY | os.O_TRUNC)
    os.write(handle, b"new\n")
    os.close(handle)


def renamed_over(folder: Path) -> None:
    write(folder / ".Ann.md.tmp")
    os.replace(folder / ".Ann.md.tmp", folder / "Ann.md")


def renamed_over_from_outside(folder: Path) -> None:
    write(folder.parent.parent / "elsewhere")
    os.replace(folder.parent.parent / "elsewhere", folder / "Ann.md")


def as_vim_saves(folder: Path) -> None:
    write(folder / ".Ann.md.swp")
    write(folder / "4913", "")
    os.unlink(folder / "4913")
    os.rename(folder / "Ann.md", folder / "Ann.md~")
    write(folder / "Ann.md")
    os.unlink(folder / "Ann.md~")
    os.unlink(folder / ".Ann.md.swp")


def as_emacs_saves(folder: Path) -> None:
    os.symlink("mia@host.1:2", folder / ".#Ann.md")
    write(folder / "#Ann.md#")
    os.rename(folder / "Ann.md", folder / "Ann.md~")
    write(folder / "Ann.md")
    os.unlink(folder / "#Ann.md#")
    os.unlink(folder / ".#Ann.md")


def as_sed_saves(folder: Path) -> None:
    subprocess.run(["sed", "-i", "s/old/new/", str(folder / "Ann.md")], check=True)


def written_with_the_same_bytes(folder: Path) -> None:
    write(folder / "Ann.md", "old\n")


def removed(folder: Path) -> None:
    os.unlink(folder / "Ann.md")


def moved_out_of_the_vault(folder: Path) -> None:
    os.rename(folder / "Ann.md", folder.parent.parent / "Ann.md")


WAYS = [
    *(
        in_place,
        appended,
        truncated_then_written,
        renamed_over,
        renamed_over_from_outside,
        as_vim_saves,
        as_emacs_saves,
    ),
    *(as_sed_saves, written_with_the_same_bytes, removed, moved_out_of_the_vault),
]


@pytest.mark.parametrize("save", WAYS, ids=lambda save: str(save.__name__))
def test_every_way_of_saving_is_hinted(save: object, vault: Path) -> None:
    assert callable(save)
    with watching(vault) as (watcher, _):
        save(vault / "People")
        hints = wait_for(watcher, NOTE)
        assert hints == Hints((NOTE,), False)


def test_a_renamed_note_is_hinted_under_both_names(vault: Path) -> None:
    with watching(vault) as (watcher, _):
        os.rename(vault / NOTE, vault / "Ann Lee.md")
        assert wait_for(watcher, "Ann Lee.md", NOTE) == Hints(("Ann Lee.md", NOTE), False)


def test_touching_a_note_harms_nothing(vault: Path) -> None:
    with watching(vault) as (watcher, _):
        os.utime(vault / NOTE)
        os.chmod(vault / NOTE, 0o600)
        hints = watcher.wait(deadline(0.3))
        assert hints in (None, Hints((NOTE,), False))
        appended(vault / "People")
        assert wait_for(watcher, NOTE).paths == (NOTE,)


def test_housekeeping_is_not_heard(vault: Path) -> None:
    for folder in (".git", ".obsidian", ".trash"):
        (vault / folder).mkdir()
    with watching(vault) as (watcher, _):
        write(vault / ".git" / "index")
        write(vault / ".git" / "note.md")
        (vault / ".git" / "objects").mkdir()
        write(vault / ".obsidian" / "workspace.json")
        write(vault / ".trash" / "Bo.md")
        write(vault / "People" / "photo.png")
        write(vault / "People" / ".Ann.md.swp")
        assert silent(watcher)


def test_a_folder_made_and_filled_at_once_is_looked_at(vault: Path) -> None:
    with watching(vault) as (watcher, _):
        (vault / "New" / "Deep").mkdir(parents=True)
        write(vault / "New" / "Deep" / "Bo.md")
        assert wait_for(watcher, "New/Deep/Bo.md").rescan
        # The new folder is watched from now on.
        hear_out(watcher, vault)
        write(vault / "New" / "Deep" / "Bo.md", "again")
        assert not wait_for(watcher, "New/Deep/Bo.md").rescan


def test_a_renamed_folder_is_looked_at_and_still_watched(vault: Path) -> None:
    with watching(vault) as (watcher, _):
        os.rename(vault / "People", vault / "Contacts")
        assert wait_for(watcher, "Contacts/Ann.md").rescan
        hear_out(watcher, vault)
        appended(vault / "Contacts")
        assert not wait_for(watcher, "Contacts/Ann.md").rescan


def test_a_removed_folder_is_looked_at(vault: Path) -> None:
    with watching(vault) as (watcher, _):
        shutil.rmtree(vault / "People")
        assert wait_for(watcher, "no such note").rescan


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
@pytest.mark.parametrize("copy", ["auto", "yes", "no"])
def test_vim(copy: str, vault: Path) -> None:
    # An empty backupskip: Vim makes no backups under the system's temporary folder otherwise.
    script = f"set swapfile directory=. backup writebackup backupcopy={copy} backupskip= | %s/old/new/ | wq"
    with watching(vault) as (watcher, _):
        subprocess.run(["vim", "-u", "NONE", "-N", "-es", "-c", script, str(vault / NOTE)], check=True, timeout=10)
        assert (vault / NOTE).read_text(encoding="utf-8") == "new\n"
        assert wait_for(watcher, NOTE) == Hints((NOTE,), False)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_checkout_of_two_thousand_notes(vault: Path) -> None:
    def git(*words: str) -> None:
        identity = ["-c", "user.name=Mia", "-c", "user.email=mia@example.org", "-c", "gc.auto=0"]
        subprocess.run(["git", *identity, *words], cwd=vault, check=True, capture_output=True, timeout=60)

    def write_all(text: str) -> None:
        for number in range(2000):
            write(vault / f"Notes {number % 20}" / f"{number}.md", text)

    for number in range(20):
        (vault / f"Notes {number}").mkdir()
    git("init", "-q", "-b", "one")
    write_all("one\n")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "two")
    write_all("two, longer\n")
    git("rm", "-q", NOTE)
    git("commit", "-q", "-a", "-m", "two")

    with watching(vault) as (watcher, _):
        git("checkout", "-q", "one")
        heard: set[str] = set()
        everything = False
        late = deadline()
        while not everything or len(heard) <= 500:
            hints = watcher.wait(late)
            assert hints is not None, (everything, len(heard))
            heard.update(hints.paths)
            everything |= hints.rescan
        assert all(is_note(path) for path in heard)
