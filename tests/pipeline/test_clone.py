"""What `pnm doctor` knows of a clone."""

import os
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.model.settings import Settings
from pnm_vault.pipeline.clone import Clone, clone_problems, look_at_clone
from pnm_vault.sync.git.driver import DRIVER_KEY, driver_line
from tests.gits import begin, git, needs_git, part
from tests.vaults import write

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]


def look(vault: Path) -> Clone:
    clone = look_at_clone(os.path.realpath(vault), Settings())
    assert clone is not None
    return clone


def codes(vault: Path) -> list[tuple[str, int]]:
    found = clone_problems(os.path.realpath(vault), look(vault))
    return [(problem.code, problem.line) for problem in found]


def test_no_clone(tmp_path: Path) -> None:
    assert look_at_clone(os.path.realpath(tmp_path), Settings()) is None
    assert clone_problems(str(tmp_path), None) == ()


@pytest.mark.parametrize(
    ("attributes", "driver", "merges"),
    [
        ("", None, "text"),
        ("*.md merge\n", None, "text"),
        ("*.md merge=union\n", None, "other"),
        ("*.md -merge\n", None, "other"),
        ("# x\n*.md merge=pnm\n", None, "no driver"),
        ("# x\n*.md text merge=pnm\n", driver_line("/gone/python"), "driver gone"),
        ("*.md merge=pnm\n", driver_line("/bin/sh"), "pnm"),
        ("*.md merge=pnm\n", "my own %O %A %B", "pnm"),
    ],
)
def test_how_notes_are_merged(attributes: str, driver: str | None, merges: str, tmp_path: Path) -> None:
    write(tmp_path, {".gitattributes": attributes})
    begin(tmp_path)
    if driver is not None:
        git(tmp_path, "config", DRIVER_KEY, driver)
    assert look(tmp_path).merges == merges
    wanted = {"no driver": [("git-driver-missing", 2)], "driver gone": [("git-driver-gone", 2)]}
    assert codes(tmp_path) == wanted.get(merges, [])


def test_the_attributes_may_stand_above_the_vault(tmp_path: Path) -> None:
    write(tmp_path, {".gitattributes": "*.md merge=pnm\n", "Vault/a.md": ""})
    begin(tmp_path)
    assert codes(tmp_path / "Vault") == [("git-driver-missing", 0)]


def test_review_notes_line_ends_and_what_is_under_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {"pnm.toml": "", ".gitignore": "Reviews/\n"})
    begin(tmp_path)
    git(tmp_path, "config", "core.autocrlf", "true")
    part(tmp_path, "a.md", "1\n", "2\n", "3\n")
    git(tmp_path, "merge", "other", fails=True)
    clone = look(tmp_path)
    assert (clone.ignored, clone.autocrlf, clone.under_way) == (True, "true", "a merge")
    assert program.run(["--vault", str(tmp_path), "doctor"]) == 0
    said = capsys.readouterr().out
    assert "  review notes are left out of version control\n" in said
    assert "  in the middle of a merge: review notes are not written until it is over\n" in said
    assert "core.autocrlf" in said


def test_without_the_program_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"pnm.toml": "", ".gitattributes": "*.md merge=pnm\n"})
    begin(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert clone_problems(os.path.realpath(tmp_path), look(tmp_path)) == ()
    assert program.run(["--vault", str(tmp_path), "doctor"]) == 0
    assert "There is no git on this machine" in capsys.readouterr().out


def test_no_review_note_tells_of_it(tmp_path: Path) -> None:
    """It is of this machine, and the review notes are the same on all."""
    write(
        tmp_path, {"pnm.toml": "", ".gitattributes": "*.md merge=pnm\n", "People/Ann.md": "---\ntype: contact\n---\n"}
    )
    begin(tmp_path)
    assert program.run(["--vault", str(tmp_path), "--today", "2026-11-23", "--quiet", "regenerate"]) == 0
    assert not [page for page in (tmp_path / "Reviews").rglob("*.md") if "driver" in page.read_text()]
