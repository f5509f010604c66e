"""`pnm init` and the review notes: a few to begin with, and none that is there is taken away."""

import json
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.model.review_notes import CHOSEN, FEW_NOTES
from pnm_vault.vault.config import read_settings
from tests.vaults import regenerate, reviews, write

ANN = "---\ntype: person\ncadence: 30\n---\n- 2026-05-04: coffee\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    write(root, {"People/Ann Lee.md": ANN})
    return root


def asked(root: Path) -> tuple[str, ...]:
    return read_settings(str(root)).review.notes


def test_a_few_to_begin_with_and_where_the_others_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["init", str(folder)]) == 0
    assert "It asks for 6 review notes; under `notes` it names 11 more to choose from." in capsys.readouterr().err
    assert asked(folder) == ("few",)
    assert all(name in (folder / "pnm.toml").read_text("utf-8") for name in CHOSEN)
    regenerate(folder)
    assert len(reviews(folder)) == len(FEW_NOTES)
    assert program.run(["--vault", str(folder), "doctor"]) == 0
    assert "review notes: 6 of 17 (`notes` in pnm.toml)\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        (["--notes", "all"], ("all",)),
        (["--notes", "few", "--notes", "Social capital"], ("few", "capital")),
        (["--notes", "few,network,-dates"], ("few", "network", "-dates")),
    ],
)
def test_others_on_request(
    folder: Path, said: list[str], notes: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.run(["--json", "init", str(folder), *said]) == 0
    assert asked(folder) == notes
    assert json.loads(capsys.readouterr().out)["review_notes"] == list(notes)


def test_a_word_that_names_no_note_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["init", str(folder), "--notes", "netwrk"]) == 2
    assert "did you mean network?" in capsys.readouterr().err
    assert not (folder / "pnm.toml").exists()


def test_where_other_review_notes_lie_already_all_are_asked_for(folder: Path) -> None:
    (folder / ".obsidian").mkdir()
    regenerate(folder)
    before = reviews(folder)
    assert len(before) == len(CHOSEN)
    assert program.run(["--quiet", "init", str(folder), "--no-obsidian"]) == 0
    assert asked(folder) == ("all",)
    assert regenerate(folder).report.removed == ()
    assert reviews(folder) == before


def test_a_note_of_the_owners_own_is_no_review_note(folder: Path) -> None:
    write(folder, {"Reviews/Network.md": "# Mine\n"})
    assert program.run(["--quiet", "init", str(folder)]) == 0
    assert asked(folder) == ("few",)
