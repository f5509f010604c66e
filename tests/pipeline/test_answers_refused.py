"""Marks on review notes in vaults that cannot be written as they should be: nothing is lost, and all of it is said."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pnm_vault.review.answers import Mark
from pnm_vault.review.plan import answers_on
from tests.pipeline import test_answers_killed as scene

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="permissions as Unix has them")

TORTURE = os.environ.get("PNM_TORTURE") == "1"
COUNT = 3


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scene, "COUNT", COUNT)
    return scene.make_vault(tmp_path)


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def regenerate(root: Path, *, bound: bool = False) -> "subprocess.CompletedProcess[str]":
    """Run the real command. `bound` by permissions: root obeys them without the right to pass over them."""
    command = [sys.executable, "-m", "pnm_vault", "--vault", str(root), "--today", "2026-11-23", "regenerate"]
    if bound and os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root obeys no permissions here")
        command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *command]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "Traceback" not in done.stderr and "went wrong" not in done.stderr, done.stderr
    return done


def all_to(root: Path, folders: int, files: int) -> None:
    for path in (root, *root.rglob("*")):
        path.chmod(folders if path.is_dir() else files)


def marks_left(root: Path) -> int:
    left = 0
    for page, name in (("Reconnect", "reconnect"), ("Follow-ups", "follow-ups")):
        answers = answers_on((root / f"Reviews/{page}.md").read_bytes(), name).answers
        left += sum(one.mark is not Mark.NONE for one in answers)
    return left


def check_next_run(root: Path) -> None:
    all_to(root, 0o755, 0o644)
    scene.settle(root)
    done = regenerate(root, bound=True)
    assert done.returncode == 0, done.stderr
    scene.check_done(root, "next run")


@pytest.mark.parametrize(
    ("folders", "files", "why"), [(0o555, 0o444, "it is read-only"), (0o555, 0o644, "permission denied")]
)
def test_a_vault_that_may_not_be_written(root: Path, folders: int, files: int, why: str) -> None:
    before = tree(root)
    all_to(root, folders, files)
    done = regenerate(root, bound=True)
    assert done.returncode == 1
    assert f"People/C0.md: {why}" in done.stderr
    assert "Carried out" not in done.stderr
    assert tree(root) == before
    check_next_run(root)


def test_a_folder_of_contacts_that_may_not_be_written(root: Path) -> None:
    """The page can be made anew, and on it the marks stay with the reason."""
    notes = {path: content for path, content in tree(root).items() if path.startswith("People/")}
    all_to(root, 0o755, 0o644)
    (root / "People").chmod(0o555)
    done = regenerate(root, bound=True)
    assert done.returncode == 1
    assert "permission denied" in done.stderr
    assert {path: content for path, content in tree(root).items() if path in notes} == notes
    assert marks_left(root) == 2 * COUNT
    assert "Not carried out: People/C0.md: permission denied" in (root / "Reviews/Reconnect.md").read_text("utf-8")
    check_next_run(root)


def test_a_folder_of_review_notes_that_may_not_be_written(root: Path) -> None:
    """The marks are carried out, which is said; they are still on the page and are not carried out again."""
    all_to(root, 0o755, 0o644)
    (root / "Reviews").chmod(0o555)
    done = regenerate(root, bound=True)
    assert done.returncode == 1
    assert "not written: Reviews/Reconnect.md: permission denied" in done.stderr
    for number in range(COUNT):
        assert (root / f"People/C{number}.md").read_bytes().decode() == scene.wanted(number)
    check_next_run(root)


def test_one_note_is_read_only(root: Path) -> None:
    all_to(root, 0o755, 0o644)
    (root / "People/C1.md").chmod(0o444)
    done = regenerate(root, bound=True)
    assert done.returncode == 1
    assert done.stderr.count("People/C1.md: it is read-only") == 2
    for number in range(COUNT):
        expected = scene.note(number) if number == 1 else scene.wanted(number)
        assert (root / f"People/C{number}.md").read_bytes().decode() == expected
    assert marks_left(root) == 2
    check_next_run(root)


@pytest.mark.parametrize("what", ["folder", "gone", *(["link out of the vault", "pipe"] if TORTURE else [])])
def test_a_note_that_is_none_any_more(root: Path, tmp_path: Path, what: str) -> None:
    note = root / "People/C1.md"
    aside = tmp_path / "aside.md"
    note.rename(aside)
    if what == "folder":
        note.mkdir()
    elif what == "link out of the vault":
        note.symlink_to(aside)
    elif what == "pipe":
        os.mkfifo(note)
    done = regenerate(root)
    assert done.returncode == 1
    assert done.stderr.count("[mark-refused]") == 2, done.stderr
    assert aside.read_bytes().decode() == scene.note(1)
    for number in (0, 2):
        assert (root / f"People/C{number}.md").read_bytes().decode() == scene.wanted(number)
    assert marks_left(root) == 2
    if what == "folder":
        note.rmdir()
    elif what != "gone":
        note.unlink()
    aside.rename(note)
    scene.settle(root)
    regenerate(root)
    scene.settle(root)
    done = regenerate(root)
    assert done.returncode == 0, done.stderr
    scene.check_done(root, what)


@pytest.mark.parametrize("which", ["v", "state"])
def test_a_disk_that_is_really_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    small = tmp_path / which
    small.mkdir()
    options = ["-t", "tmpfs", "-o", "size=512k", "tmpfs", str(small)]
    if shutil.which("mount") is None or subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("no small file system can be made here")
    try:
        monkeypatch.setattr(scene, "COUNT", COUNT)
        monkeypatch.setenv("PNM_STATE", str(tmp_path / "state"))
        root = scene.make_vault(tmp_path)
        before = tree(root)
        filler = small / "filler.bin"
        room = os.statvfs(small)
        filler.write_bytes(b"x" * (room.f_bavail * room.f_bsize))
        done = regenerate(root)
        assert done.returncode == 1
        assert "the disk is full" in done.stderr
        filler.unlink()
        found = tree(root)
        assert {path for path in found if path.startswith("People/") and found[path] != before[path]} == set()
        assert marks_left(root) == 2 * COUNT
        scene.settle(root)
        done = regenerate(root)
        assert done.returncode == 0, done.stderr
        scene.check_done(root, which)
    finally:
        subprocess.run(["umount", str(small)], check=True)
