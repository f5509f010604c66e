"""`pnm new` where there is likely such a contact already: refuse, ask, or add what the note lacks."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.cli.test_capture import everything, on
from tests.cli.test_json import check

MakeVault = Callable[[dict[str, str | bytes]], Path]
ADA = "People/Ada Lovelace.md"
VAULT: dict[str, str | bytes] = {
    ADA: "---\ncompany: Mill Ltd\nemail: Ada@example.org\n---\n# Ada\n",
    "People/Bo Lund.md": "# Bo\n",
}
CARD = "Ada Lovelace\nEngineer at Engine GmbH\n+49 555 012345\nada@example.org\nada@mill.example\n"


def test_in_a_terminal_three_ways_are_offered(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    words = ["new", "Ada Lovelase", "--category", "mentor", "--circle", "choir"]
    assert typed(root, "\r", *words) == 1
    said = capsys.readouterr().err
    assert "There is likely a note already. Add to the one of:\n  1  Ada Lovelace  Mill Ltd" in said
    assert "  n  make a new note for Ada Lovelase all the same\n" in said
    assert said.endswith("pnm: No note was chosen.\n  Nothing was done.\n")
    assert everything(root) == before
    assert typed(root, "1", *words) == 0
    assert capsys.readouterr().err.endswith(
        "Added to the note of Ada Lovelace.\n  " + ADA + "\nTo take it back: pnm undo\n"
    )
    assert (root / ADA).read_text("utf-8") == (
        "---\ncompany: Mill Ltd\nemail: Ada@example.org\ncategory: mentor\ncircles:\n  - choir\n"
        "aliases:\n  - Ada Lovelase\n---\n# Ada\n"
    )
    assert on(root, "undo") == 0
    assert everything(root) == before
    assert typed(root, "n", *words) == 0
    assert (root / "People/Ada Lovelase.md").exists()


def test_no_second_note_at_the_same_place(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    assert typed(root, "nq", "new", "Ada Lovelace") == 1
    assert "all the same" not in capsys.readouterr().err
    assert typed(root, "1", "new", "ada lovelace") == 0
    assert capsys.readouterr().err.endswith("That is written there already; nothing was changed.\n")


def test_nothing_is_asked_about_somebody_new_or_with_force(make_vault: MakeVault, typed: Type) -> None:
    root = make_vault(VAULT)
    assert typed(root, "", "new", "Cy Ode") == 0
    assert typed(root, "", "new", "Ada Lovelase", "--force") == 0


def test_a_card_adds_only_what_the_note_lacks(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    for more in (["--dry-run"], []):
        monkeypatch.setattr("sys.stdin", io.StringIO(CARD))
        assert on(root, "new", "-", "--add", "--json", *more) == 0
        document = json.loads(capsys.readouterr().out)
        check("new", document)
        assert (document["path"], document["added"], document["written"]) == (ADA, True, not more)
    text = (
        '---\ncompany: Mill Ltd\nemail: ["Ada@example.org", "ada@mill.example"]\nrole: Engineer\n'
        'phone: "+49 555 012345"\n---\n# Ada\n'
    )
    assert (root / ADA).read_text("utf-8") == document["text"] == text
    monkeypatch.setattr("sys.stdin", io.StringIO(CARD))
    assert on(root, "new", "-", "--add") == 0
    said = capsys.readouterr().err
    assert said.startswith("The note says something else for organisation: that stays.\n")
    assert said.endswith("nothing was changed.\n")


def test_adding_needs_one_contact_or_makes_a_note(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({**VAULT, "Old/Ada Lovelace.md": "---\ntype: person\n---\n"})
    before = everything(root)
    assert on(root, "new", "Ada Lovelace", "--add") == 7
    assert f"Old/Ada Lovelace.md\n  {ADA}\n" in capsys.readouterr().err
    assert everything(root) == before
    assert on(root, "new", "Cy Ode", "--add") == 0
    assert (root / "People/Cy Ode.md").exists()


def test_without_a_terminal_it_is_refused(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert on(root, "new", "Ada Lovelase") == 1
    assert "Ada Lovelace may be the same" in capsys.readouterr().err
    assert everything(root) == before
