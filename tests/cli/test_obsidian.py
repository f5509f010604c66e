"""`pnm obsidian` and the question of `pnm init`, as typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from tests.cli.conftest import Type
from tests.cli.test_capture import DAY, everything

MakeVault = Callable[[dict[str, str | bytes]], Path]
VAULT: dict[str, str | bytes] = {"People/Ann.md": "---\ntype: person\n---\n# Ann\n"}
FILES = {"Contacts.base", ".obsidian/types.json", ".obsidian/snippets/pnm.css"} | {
    f"Templates/{name}.md" for name in ("Contact", "Event", "Introduction")
}


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", DAY, *words])


def plain(root: Path) -> Path:
    """Make a vault of it that Obsidian has never opened."""
    (root / ".obsidian").rmdir()
    (root / "pnm.toml").write_text("")
    return root


def test_without_obsidian_nothing_is_written_but_with_yes(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = plain(make_vault(VAULT))
    before = everything(root)
    assert on(root, "obsidian") == 1
    said = capsys.readouterr().err
    assert "has no .obsidian folder: Obsidian has not opened it yet.\nWith --yes these would be written" in said
    assert "  .obsidian/types.json\n" in said
    assert on(root, "obsidian", "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["written"], set(document["changed"])) == (False, FILES)
    assert on(root, "obsidian", "--dry-run") == 0
    assert everything(root) == before
    assert on(root, "obsidian", "--yes") == 0
    assert everything(root).keys() - before.keys() == FILES


@pytest.mark.parametrize("parts", ["", ",", "base,cloud", "bases"])
def test_a_part_that_is_none_is_refused(make_vault: MakeVault, parts: str) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert on(root, "obsidian", "--only", parts) == 2
    assert everything(root) == before


def test_parts_may_be_written_in_any_way(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert on(root, "obsidian", "--only", " Types, base,base") == 0
    assert everything(root).keys() - before.keys() == {"Contacts.base", ".obsidian/types.json"}


def test_undo_takes_back_the_last_time_whatever_came_after(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    assert on(root, "obsidian", "--only", "base") == 0
    assert on(root, "set", "Ann", "category", "friend") == 0
    after_set = (root / "People/Ann.md").read_bytes()
    assert on(root, "obsidian", "--undo", "--dry-run") == 0
    assert (root / "Contacts.base").exists()
    assert on(root, "obsidian", "--undo") == 0
    assert not (root / "Contacts.base").exists()
    assert (root / "People/Ann.md").read_bytes() == after_set
    assert on(root, "obsidian", "--undo") == 1


def test_undo_of_a_class_alone_says_so(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(
        {**VAULT, "Reviews/Agenda.md": "---\ncssclasses: pnm-review\n---\n<!-- pnm:begin agenda format=1 -->"}
    )
    assert on(root, "obsidian", "--undo", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["command"], document["written"], document["changed"]) == ("obsidian", False, [])
    assert document["review_notes"] == ["Reviews/Agenda.md"]
    assert (root / "Reviews/Agenda.md").read_text("utf-8") == "<!-- pnm:begin agenda format=1 -->"


def test_a_base_that_was_changed_since_is_not_taken_back(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    assert on(root, "obsidian", "--only", "base") == 0
    (root / "Contacts.base").write_text("views: []\n")
    assert on(root, "obsidian", "--undo") == 1
    assert (root / "Contacts.base").read_text() == "views: []\n"


def test_undo_takes_the_class_from_review_notes_that_were_made_anew(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    assert on(root, "regenerate") == 0
    assert on(root, "obsidian") == 0
    assert " review notes got the class of the snippet.\n" in capsys.readouterr().err
    assert program.run(["--vault", str(root), "--today", "2026-12-07", "regenerate"]) == 0
    agenda = root / "Reviews/Agenda.md"
    assert agenda.read_text("utf-8").startswith("---\ncssclasses:")
    assert on(root, "obsidian", "--undo", "--dry-run") == 0
    assert agenda.read_text("utf-8").startswith("---\ncssclasses:")
    assert on(root, "obsidian", "--undo") == 0
    assert agenda.read_text("utf-8").startswith("<!-- pnm:begin")
    assert not (root / "Contacts.base").exists()


@pytest.mark.parametrize(
    ("key", "written"), [("y", FILES), ("\r", FILES), ("\n", FILES), ("Y", FILES), ("n", set()), ("\x1b", set())]
)
def test_init_asks_once_where_obsidian_is_in_use(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str], key: str, written: set[str]
) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert typed(root, key, "init") == 0
    assert everything(root).keys() - before.keys() == {"pnm.toml"} | written
    said = capsys.readouterr().err
    assert said.count("(Y/n)") == 1
    assert said.splitlines()[-1].startswith("Next: pnm regenerate")


def test_init_does_not_ask_without_obsidian_or_when_it_was_said(make_vault: MakeVault, typed: Type) -> None:
    root = make_vault(VAULT)
    assert typed(root, "", "init", "--no-obsidian") == 0
    assert not (root / "Contacts.base").exists()
    (root / "pnm.toml").unlink()
    assert typed(root, "", "init", "--dry-run", "--obsidian") == 0
    assert not (root / "Contacts.base").exists()
    (root / ".obsidian").rmdir()
    assert typed(root, "", "init") == 0
    assert not (root / "Contacts.base").exists()


def test_init_with_obsidian_asks_nothing_and_says_what_it_wrote(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    assert on(root, "init", "--obsidian", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document["obsidian"]) == FILES
    assert on(root, "stale") == 0
