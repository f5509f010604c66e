"""`pnm undo` as it is typed: what it says, its exit codes, and its JSON."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.cli import main as program
from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.write_user import apply_user
from tests.cli.test_json import check

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = "2026-11-23"
FILES: dict[str, str | bytes] = {"People/Ada.md": "# Ada\n", "People/Bo.md": "# Bo\n"}
STEPS = (
    Replace("People/Ada.md", b"# Ada\n- tea\n", b"# Ada\n"),
    Create("People/Cy.md", b"# Cy\n"),
    Remove("People/Bo.md", b"# Bo\n"),
)


@pytest.fixture
def changed(make_vault: MakeVault) -> Path:
    """Make a vault in which one command changed, made and removed a note."""
    root = Path(os.path.realpath(make_vault(FILES)))
    change(root, *STEPS)
    return root


def change(root: Path, *steps: Create | Replace | Remove) -> None:
    words = ("log", "tea with Ada")
    assert apply_user(str(root), Plan(steps), words, at_once=[step.path for step in steps]).report.skipped == ()


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", DAY, "undo", *words])


def notes(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "People").iterdir()}


OLD = {"Ada.md": b"# Ada\n", "Bo.md": b"# Bo\n"}
NEW = {"Ada.md": b"# Ada\n- tea\n", "Cy.md": b"# Cy\n"}


def test_dry_run_shows_the_way_back_and_writes_nothing(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert on(changed, "--dry-run", "--no-color") == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out == (
        "--- /dev/null\n+++ b/People/Bo.md\n@@ -0,0 +1 @@\n+# Bo\n"
        "--- a/People/Cy.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-# Cy\n"
        "--- a/People/Ada.md\n+++ b/People/Ada.md\n@@ -1,2 +1 @@\n # Ada\n-- tea\n"
    )
    assert notes(changed) == NEW


def test_undo_and_undo_of_undo(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert on(changed) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "Took back number 1, `pnm log tea with Ada`: 1 restored, 1 brought back, 1 removed. "
        "`pnm undo 2` does it again.\n"
    )
    assert notes(changed) == OLD
    assert on(changed) == 1
    assert capsys.readouterr().err.startswith("pnm: There is nothing to take back.\n")
    assert on(changed, "2", "-q") == 0
    assert capsys.readouterr() == ("", "")
    assert notes(changed) == NEW


def test_the_list(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(changed, Replace("People/Ada.md", b"# Ada\n\x1b\n", b"# Ada\n- tea\n"))
    assert on(changed, "-q") == 0
    capsys.readouterr()
    assert on(changed, "--list") == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [(line[0], " ".join(line[3:])) for line in lines] == [
        ("3", "pnm undo People/Ada.md took back number 2"),
        ("2", "pnm log tea with Ada People/Ada.md taken back"),
        ("1", "pnm log tea with Ada 3 notes"),
    ]


def test_changed_notes_are_named_and_the_exit_code_is_1(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (changed / "People/Cy.md").write_bytes(b"# Cy\nmine\n")
    before = notes(changed)
    for words in ([], ["--dry-run"]):
        assert on(changed, *words) == 1
        assert "not taken back: People/Cy.md: it was changed since\n" in capsys.readouterr().err
        assert notes(changed) == before
    assert on(changed) == 1
    assert capsys.readouterr().err.endswith(
        "Nothing was taken back of number 1, `pnm log tea with Ada`; --partial takes back the other notes.\n"
    )
    assert on(changed, "--partial") == 1
    assert "1 restored, 1 brought back. `pnm undo 2`" in capsys.readouterr().err
    assert notes(changed) == {**OLD, "Cy.md": b"# Cy\nmine\n"}


def test_what_is_as_it_was_already(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (changed / "People/Cy.md").unlink()
    for name, content in OLD.items():
        (changed / "People" / name).write_bytes(content)
    assert on(changed) == 0
    assert capsys.readouterr().err == "Every note is already as it was before number 1, `pnm log tea with Ada`.\n"


def test_an_interrupted_command_is_finished_and_said(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = Plan((Create("People/D.md", b"d"), Create("People/E.md", b"e")))
    Journal(str(changed)).begin(plan, ("rename", "x"))
    (changed / "People/D.md").write_bytes(b"d")
    assert on(changed) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "finished what `pnm rename x` had begun when it was interrupted: People/E.md"
    assert said[1].startswith("Took back number 2, `pnm rename x`: 2 removed.")
    assert notes(changed) == NEW


def test_json(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ask(*words: str, code: int = 0) -> dict[str, Any]:
        assert on(changed, "--json", *words) == code
        document = json.loads(capsys.readouterr().out)
        assert isinstance(document, dict)
        assert (document["format"], document["command"], document["today"]) == (1, "undo", DAY)
        return document

    seen = ask("--dry-run")
    assert (seen["written"], seen["number"], seen["restored"]) == (False, None, [])
    assert seen["changed"] == ["People/Bo.md", "People/Cy.md", "People/Ada.md"]
    assert seen["operation"]["command"] == ["log", "tea with Ada"]
    (changed / "People/Cy.md").write_bytes(b"# Cy\nmine\n")
    refused = ask(code=1)
    assert refused["skipped"] == [{"path": "People/Cy.md", "reason": "it was changed since"}]
    (changed / "People/Cy.md").write_bytes(b"# Cy\n")
    done = ask()
    assert (done["written"], done["number"]) == (True, 2)
    assert (done["restored"], done["brought_back"]) == (["People/Ada.md"], ["People/Bo.md"])
    assert done["removed"] == ["People/Cy.md"]
    listed = ask("--list")
    assert [(one["number"], one["state"], one["undoes"]) for one in listed["operations"]] == [
        (2, "done", 1),
        (1, "undone", None),
    ]
    assert listed["operations"][1]["notes"] == [
        {"path": "People/Ada.md", "change": "changed"},
        {"path": "People/Cy.md", "change": "created"},
        {"path": "People/Bo.md", "change": "removed"},
    ]
    assert listed["operations"][0]["time"][10] == "T"
    check("undo", {**listed, **refused})


@pytest.mark.parametrize("words", [["0"], ["x"], ["1", "2"]])
def test_a_number_is_a_number(changed: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert on(changed, *words) == 2
    assert notes(changed) == NEW
    assert "Traceback" not in capsys.readouterr().err
