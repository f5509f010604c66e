"""The owner's synonyms in a whole vault: read like a note, followed like a note."""

from collections.abc import Callable
from pathlib import Path

from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.checking import IndexState, check_vault
from tests.vaults import EXAMPLE_DAY

MakeVault = Callable[[dict[str, str | bytes]], Path]

NOTES: dict[str, str | bytes] = {
    "People/Ann.md": "## Looking For\n- caulking before the summer\n",
    "People/Bob.md": "## Can Help With\n- boat repair\n",
}


def pairs(root: Path) -> list[tuple[str, str]]:
    with open_session(str(root), EXAMPLE_DAY) as session:
        return [(pair.first_name, pair.second_name) for pair in session.introductions(5)]


def test_a_change_of_the_note_changes_the_pairs_and_taking_it_away_too(make_vault: MakeVault) -> None:
    root = make_vault(NOTES)
    assert pairs(root) == []
    (root / "Synonyms.md").write_text("caulking = boat repair\n", "utf-8")
    assert pairs(root) == [("Ann", "Bob")]
    (root / "Synonyms.md").write_text("caulking = tarring a hull\n", "utf-8")
    assert pairs(root) == []
    (root / "Synonyms.md").write_text("caulking = boat repair\n", "utf-8")
    assert pairs(root) == [("Ann", "Bob")]
    assert check_vault(str(root), EXAMPLE_DAY).index is IndexState.EQUAL
    (root / "Synonyms.md").unlink()
    assert pairs(root) == []


def test_an_open_session_follows_the_note(make_vault: MakeVault) -> None:
    root = make_vault(NOTES)
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert session.introductions(5) == ()
        assert check_vault(str(root), EXAMPLE_DAY).index is IndexState.EQUAL
        (root / "Synonyms.md").write_text("caulking = boat repair\n", "utf-8")
        session.refresh()
        assert len(session.introductions(5)) == 1


def test_the_settings_name_another_note(make_vault: MakeVault) -> None:
    root = make_vault({**NOTES, "Words.md": "caulking = boat repair\n"})
    assert pairs(root) == []
    (root / "pnm.toml").write_text('[matching]\nsynonyms = "Words"\n', "utf-8")
    assert pairs(root) == [("Ann", "Bob")]


def test_a_faulty_line_is_told_with_its_line(make_vault: MakeVault) -> None:
    root = make_vault({**NOTES, "Synonyms.md": "# Mine\n\nno group at all\n"})
    with open_session(str(root), EXAMPLE_DAY) as session:
        [problem] = session.picture().problems
    assert (problem.path, problem.line, problem.code) == ("Synonyms.md", 3, "bad-synonyms")
