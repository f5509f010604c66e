"""`pnm circle` and `pnm circles`: names, completion, and what is said without the extra."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault import pipeline
from pnm_vault.cli import main as program

MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN = "---\ntype: person\ncircles: [choir]\ncompany: Acme Lab\n---\n# Ann Lee\n- 2026-11-02: coffee\n"
BO = "---\ntype: person\ncircles: [choir, run club]\nprivate: true\n---\n# Bo Chen\n"


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", "2026-11-23", *words])


def test_a_circle_and_an_organisation(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({"People/Ann Lee.md": ANN, "People/Bo Chen.md": BO})
    assert on(root, "circle", "choir") == 0
    told = capsys.readouterr().out
    assert "Ann Lee" in told
    assert "private" in told
    assert on(root, "circle", "acme") == 0
    assert "organisation, 1 contact" in capsys.readouterr().out
    assert on(root, "circle", "opera") == 7
    assert "choir" in capsys.readouterr().err


def test_its_note_and_why_there_is_none(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    cy = "---\ntype: person\ncircles: ['a/b', 'a:b']\n---\n# Cy\n"
    root = make_vault({"People/Ann Lee.md": ANN, "People/Bo Chen.md": BO, "People/Cy.md": cy})
    assert on(root, "--json", "circle", "choir", "--write") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["note"] == {"path": "Reviews/Circles/choir (circle).md", "written": True, "problems": []}
    assert [one["name"] for one in document["members"]] == ["Ann Lee", "Bo Chen"]
    assert on(root, "circle", "run club", "--write") == 0
    assert "Nobody in run club is shown on a review note" in capsys.readouterr().err
    assert on(root, "circle", "a/b", "--write") == 0
    assert on(root, "circle", "a:b", "--write") == 1
    assert "is the note about a/b: rename one of the two" in capsys.readouterr().err
    (root / "Reviews/Circles/Acme Lab (organisation).md").write_text("mine\n", encoding="utf-8")
    assert on(root, "circle", "acme", "--write") == 1
    assert "was not made by pnm" in capsys.readouterr().err


def test_all_of_them_with_and_without_the_extra(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"People/Ann Lee.md": ANN, "People/Bo Chen.md": BO})
    assert on(root, "circles") == 0
    told = capsys.readouterr()
    assert [line.split("  ")[1] for line in told.out.splitlines()] == ["choir", "run club", "Acme Lab"]
    assert "recorded for 0 of 1 contact" in told.err
    monkeypatch.setattr("pnm_vault.pipeline.questions.suggested_circles.PACKAGE", "no_such_package")
    assert on(root, "circles") == 0
    assert "pnm-vault[graphs]" in capsys.readouterr().err


def test_circles_are_completed_as_of_the_last_run(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann Lee.md": ANN, "People/Bo Chen.md": BO})
    assert on(root, "regenerate", "--quiet") == 0
    assert pipeline.circle_names(str(root)) == ("choir", "run club")
    assert pipeline.circle_names(str(root / "nowhere")) == ()
