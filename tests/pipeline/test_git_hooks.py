"""The hooks as git calls them: real repositories, the real program."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.model.settings import Settings
from pnm_vault.pipeline.git_hooks import calls_for_notes, faults_to_commit
from pnm_vault.pipeline.writing.git_setup import carry_out_setup, plan_setup
from pnm_vault.sync.git.hooks import hook_text
from tests.gits import begin, git, keep, needs_git
from tests.vaults import reviews, write

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

MakeVault = Callable[[dict[str, str | bytes]], Path]
NOTE = "---\ntype: contact\ncadence: 30\nrole: {}\nlast_contact: 2026-09-01\n---\n\n{}\n"
CONFLICT = "---\ntype: contact\n---\n\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> phone\n"


@pytest.fixture
def hooked(make_vault: MakeVault) -> Path:
    """A vault with our hooks and two branches whose notes do not conflict."""
    root = make_vault({"pnm.toml": "", ".gitignore": "Reviews/\n", "People/Ann.md": NOTE.format("baker", "")})
    begin(root)
    git(root, "checkout", "--quiet", "-b", "other")
    write(root, {"People/Ben.md": NOTE.format("cook", "")})
    keep(root, "Ben")
    git(root, "checkout", "--quiet", "main")
    write(root, {"People/Cy.md": NOTE.format("smith", "")})
    keep(root, "Cy")
    real = os.path.realpath(root)
    carry_out_setup(real, plan_setup(real, "Reviews", lambda _: False, hooks=True), ("git", "setup", "--hooks"))
    keep(root, "set up")
    assert not reviews(root)
    return root


def named(root: Path) -> set[str]:
    page = reviews(root).get("Reconnect.md", b"").decode()
    return {name for name in ("Ann", "Ben", "Cy") if f"|{name}]]" in page or f"[[{name}" in page}


def test_after_a_merge_the_review_notes_are_new(hooked: Path) -> None:
    said = git(hooked, "merge", "--no-edit", "other")
    assert named(hooked) == {"Ann", "Ben", "Cy"}
    assert "pnm" not in said
    assert git(hooked, "status", "--porcelain") == ""


def test_after_a_checkout_of_a_branch_but_not_of_a_file(hooked: Path) -> None:
    git(hooked, "checkout", "--quiet", "HEAD", "--", "People/Ann.md")
    assert not reviews(hooked)
    git(hooked, "checkout", "--quiet", "other")
    assert named(hooked) == {"Ann", "Ben"}


def test_after_a_rebase(hooked: Path) -> None:
    git(hooked, "rebase", "--quiet", "other")
    assert named(hooked) == {"Ann", "Ben", "Cy"}


def test_a_merge_that_stops_leaves_the_review_notes(hooked: Path) -> None:
    git(hooked, "config", "--unset-all", "merge.pnm.driver")
    git(hooked, "checkout", "--quiet", "other")
    before = reviews(hooked)
    write(hooked, {"People/Cy.md": NOTE.format("painter", "")})
    keep(hooked, "Cy too")
    git(hooked, "merge", "main", fails=True)
    assert reviews(hooked) == before
    git(hooked, "checkout", "--ours", "People/Cy.md")
    keep(hooked, "merged")


def test_changes_that_git_put_aside_come_back_first(hooked: Path) -> None:
    write(hooked, {"People/Ann.md": NOTE.format("baker", "being written")})
    git(hooked, "merge", "--autostash", "--no-edit", "other")
    assert "being written" in (hooked / "People" / "Ann.md").read_text()
    assert not reviews(hooked)


def test_a_commit_of_sound_notes_passes(hooked: Path) -> None:
    write(hooked, {"People/Dee.md": NOTE.format("x", "- [ ] call [[Ann]]"), "a.txt": CONFLICT})
    keep(hooked, "Dee")


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("People/Dée.md", CONFLICT, "conflict-markers"),
        ("People/Dee.md", "---\nrole: x\n\nno end\n", "frontmatter-unclosed"),
        ("Daily/a\nb.md", "<<<<<<< HEAD\n=======\n>>>>>>> x\n", "conflict-markers"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a name with a line end")
def test_a_commit_of_a_fault_is_stopped(hooked: Path, path: str, text: str, code: str) -> None:
    write(hooked, {path: text})
    git(hooked, "add", "--all")
    said = git(hooked, "commit", "-m", "x", fails=True)
    assert f"[{code}]" in said
    assert "1 error in what is about to be committed" in said
    git(hooked, "commit", "--quiet", "--no-verify", "-m", "x")


def test_only_what_is_staged_counts(hooked: Path) -> None:
    write(hooked, {"People/Dee.md": CONFLICT, "People/Eve.md": NOTE.format("x", "")})
    git(hooked, "add", "People/Eve.md")
    git(hooked, "commit", "--quiet", "-m", "Eve")
    git(hooked, "add", "People/Dee.md")
    write(hooked, {"People/Dee.md": NOTE.format("mended", "")})
    git(hooked, "commit", "-m", "Dee", fails=True)
    git(hooked, "commit", "-m", "Dee", "People/Dee.md")


def test_a_review_note_in_conflict_is_a_fault(hooked: Path) -> None:
    page = "<!-- pnm:begin agenda format=1 -->\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> z\n<!-- pnm:end agenda -->\n"
    write(hooked, {"Old/Agenda.md": page})
    git(hooked, "add", "--all")
    [fault] = faults_to_commit(os.path.realpath(hooked), Settings())
    assert (fault.path, fault.line, fault.code) == ("Old/Agenda.md", 2, "conflict-markers")


def test_notes_left_out_by_the_settings_are_not_read(hooked: Path) -> None:
    write(hooked, {"pnm.toml": '[vault]\nignore = ["Old"]\n', "Old/Dee.md": CONFLICT, ".trash/x.md": CONFLICT})
    git(hooked, "add", "--all", "--force")
    git(hooked, "commit", "--quiet", "-m", "x")


def test_the_first_commit_of_all(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, {"a.md": CONFLICT})
    git(tmp_path, "add", "--all")
    assert [one.path for one in faults_to_commit(os.path.realpath(tmp_path), Settings())] == ["a.md"]


def test_a_vault_in_a_folder_hears_of_its_own_notes(tmp_path: Path) -> None:
    write(tmp_path, {"Vault/a.md": CONFLICT, "b.md": CONFLICT, "Vault.md": CONFLICT})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    assert [one.path for one in faults_to_commit(os.path.realpath(tmp_path / "Vault"), Settings())] == ["a.md"]


def test_nothing_that_lies_in_the_vault_is_run(hooked: Path) -> None:
    """Git runs hooks in the top folder, and what lies there came from wherever the vault is synced with."""
    for name in ("pnm_vault.py", "click.py", "msgspec.py", "sitecustomize.py"):
        write(hooked, {name: f"open({str(hooked / 'was run')!r}, 'w')\n"})
    git(hooked, "checkout", "--quiet", "other")
    assert named(hooked) == {"Ann", "Ben"}
    assert not (hooked / "was run").exists()


@pytest.mark.parametrize("hook", ["post-merge", "pre-commit"])
def test_a_hook_without_pnm_lets_git_go_on(hook: str, tmp_path: Path) -> None:
    for python in ("/nowhere/python", "/bin/false"):
        path = tmp_path / "hook"
        path.write_bytes(hook_text(hook, python, ""))
        assert subprocess.run(["sh", str(path)], cwd=tmp_path, capture_output=True).returncode == 0


def test_a_hook_says_in_one_line_why_it_could_not(hooked: Path) -> None:
    write(hooked, {"pnm.toml": "[nonsense\n"})
    keep_said = git(hooked, "commit", "--quiet", "--no-verify", "-am", "broken settings")
    assert keep_said == ""
    said = git(hooked, "merge", "--no-edit", "other")
    assert [line for line in said.splitlines() if line.startswith("pnm: the review notes were not made anew: ")]


@pytest.mark.parametrize(
    ("hook", "words", "asked"),
    [
        ("post-merge", ["0"], True),
        ("post-merge", ["1"], False),
        ("post-checkout", ["a1", "b2", "1"], True),
        ("post-checkout", ["a1", "b2", "0"], False),
        ("post-checkout", ["0" * 40, "b2", "1"], False),
        ("post-rewrite", ["rebase"], True),
        ("post-rewrite", ["amend"], False),
    ],
)
def test_when_the_review_notes_are_made(hook: str, words: list[str], asked: bool, tmp_path: Path) -> None:
    root = os.path.realpath(begin(tmp_path))
    assert calls_for_notes(root, hook, words) == asked
    for sign in ("BISECT_LOG", "CHERRY_PICK_HEAD"):
        (tmp_path / ".git" / sign).touch()
        assert not calls_for_notes(root, hook, words)
        (tmp_path / ".git" / sign).unlink()
