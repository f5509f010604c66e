"""Most contacts are gone at once: commands that answer answer, commands that write stop, and nothing is forgotten."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from tests.vaults import reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]

VAULT: dict[str, str | bytes] = {
    "Notes/Bread.md": "# Bread\n",
    **{f"People/Friend {letter}.md": "---\nlast_contact: 2026-01-01\n---\n" for letter in "ABCDEFGH"},
}
READING = (
    ["today"],
    ["stale"],
    ["introductions"],
    ["acquainted"],
    ["duplicates"],
    ["network"],
    ["follow-ups"],
    ["dates"],
    ["doctor"],
    ["show", "friend", "h"],
)
WRITING = (
    ["log", "Friend H: tea"],
    ["set", "friend h", "city", "Graz"],
    ["snooze", "friend h", "2 weeks"],
    ["done", "tea"],
    ["new", "Friend A"],
    ["regenerate"],
    ["regenerate", "--check"],
    ["regenerate", "--dry-run"],
)
LOSS = "7 of 8 contacts are gone at once, as if the vault were unmounted, not downloaded or half checked out"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    """Give a vault whose review notes were made when all was there, and which has lost all contacts but one since."""
    root = make_vault(VAULT)
    assert on(root, "regenerate", "-q") == 0
    shutil.copytree(root / "People", root.parent / "away")
    for letter in "ABCDEFG":
        (root / f"People/Friend {letter}.md").unlink()
    return root


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", "2026-11-23", *words])


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("words", READING, ids=lambda words: str(words[0]))
def test_a_reading_command_answers_from_what_is_there_and_the_next_regenerate_still_stops(
    vault: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    before = everything(vault)
    for more in ([], ["-q"], ["--json"]):
        capsys.readouterr()
        assert on(vault, *words, *more) == 0
        said = capsys.readouterr()
        assert [line for line in said.err.splitlines() if "gone" in line] == [f"pnm: {LOSS}; this is what is there."]
        assert "Friend A" not in said.out
        if words[0] in ("stale", "show", "today"):
            assert "Friend H" in said.out
    assert on(vault, "regenerate") == 5
    assert f"pnm: {LOSS}; nothing was changed." in capsys.readouterr().err
    assert everything(vault) == before


def test_regenerate_stops_first_and_a_reading_command_answers_after_it(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert on(vault, "regenerate") == 5
        capsys.readouterr()
        assert on(vault, "stale") == 0
        said = capsys.readouterr()
        assert "Friend H" in said.out
        assert LOSS in said.err


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_writing_command_stops_and_writes_nothing(
    vault: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    before = everything(vault)
    assert on(vault, "today") == 0
    assert on(vault, *words) == 5
    assert LOSS in capsys.readouterr().err
    assert everything(vault) == before


def test_all_is_well_once_the_contacts_are_back(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = reviews(vault)
    assert on(vault, "stale") == 0
    shutil.copytree(vault.parent / "away", vault / "People", dirs_exist_ok=True)
    capsys.readouterr()
    assert on(vault, "stale") == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "Friend A" in said.out
    assert on(vault, "regenerate", "-q") == 0
    assert reviews(vault) == made


def test_a_removal_that_was_meant_is_said_once(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert on(vault, "doctor", "-v") == 0
    assert "nothing is kept until they are back" in capsys.readouterr().out
    assert on(vault, "regenerate", "--force") == 0
    capsys.readouterr()
    assert on(vault, "stale") == 0
    assert capsys.readouterr().err == ""
    assert on(vault, "regenerate") == 0
    assert b"Friend A" not in reviews(vault)["Reconnect.md"]


def test_further_losses_while_in_doubt_are_measured_against_what_was_kept(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert on(vault, "today") == 0
    (vault / "People/Friend H.md").unlink()
    (vault / "Notes/Soup.md").write_text("# Soup\n")
    assert on(vault, "today") == 0
    capsys.readouterr()
    assert on(vault, "regenerate") == 5
    assert "8 of 8 contacts are gone" in capsys.readouterr().err


@pytest.mark.parametrize("others", [True, False])
def test_review_notes_that_tell_of_contacts_stop_a_first_look_also_after_an_answer(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], others: bool
) -> None:
    """Without a cache only the review notes know; other notes that are there must not make it look as usual."""
    monkeypatch.setenv("PNM_CACHE", os.environ["PNM_CACHE"] + "-lost")
    (vault / "People/Friend H.md").unlink()
    if not others:
        (vault / "Notes/Bread.md").unlink()
    before = everything(vault)
    capsys.readouterr()
    for _ in range(2):
        assert on(vault, "stale") == 0
        assert "No contact is here, but the review notes tell of some" in capsys.readouterr().err
        assert on(vault, "regenerate") == 5
        assert "nothing was changed" in capsys.readouterr().err
    assert everything(vault) == before
