"""What `review.notes` may say, and what it asks for."""

from pathlib import Path

import pytest

from pnm_vault.errors import SettingsError
from pnm_vault.model.review_notes import CHOSEN, FEW_NOTES, NOT_CHOSEN, PAGES, wanted_notes
from pnm_vault.vault.config import read_settings, render_settings
from pnm_vault.vault.setting_values import note_words


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["all"], CHOSEN),
        (["few"], FEW_NOTES),
        (["few", "network"], (*FEW_NOTES, "network")),
        (["agenda", "reconnect"], ("agenda", "reconnect")),
        (["-mentoring"], [name for name in CHOSEN if name != "mentoring"]),
        (["all", "-mentoring", "-help"], [name for name in CHOSEN if name not in ("mentoring", "help")]),
        (["-dates", "few"], [name for name in FEW_NOTES if name != "dates"]),
        (["network", "-network"], ()),
        ([], ()),
    ],
)
def test_what_is_asked_for(words: list[str], wanted: tuple[str, ...]) -> None:
    assert wanted_notes(words) == set(wanted)


def test_the_few_are_among_those_that_can_be_chosen() -> None:
    assert set(FEW_NOTES) < set(CHOSEN) and set(CHOSEN) | set(NOT_CHOSEN) == set(PAGES)


def test_notes_are_named_by_their_short_names_or_their_titles_in_any_spelling() -> None:
    typed = ["Follow-ups", "followups", "Dates ahead", "WHAT I CAN DO FOR WHOM", "- Social capital", "few", "All"]
    assert note_words(typed) == ("follow-ups", "dates", "needs", "-capital", "few", "all")
    assert note_words("few") == ("few",)


def test_every_word_that_names_no_note_is_told_with_what_was_meant(tmp_path: Path) -> None:
    said = '[review]\n\nnotes = ["mentorin", "agenda", "months", "-all", 3, "pictures", "reconect", ""]\n'
    (tmp_path / "pnm.toml").write_text(said, "utf-8")
    with pytest.raises(SettingsError) as error:
        read_settings(str(tmp_path))
    assert str(error.value).splitlines() == [
        "pnm.toml:3: review.notes must name review notes, all or few, not 'mentorin' (did you mean mentoring?); "
        "has no say in the note month: it is made as review.periods says; "
        "must name review notes, all or few, not '-all' (did you mean all?); "
        "must be text in quotes, not 3; "
        "has no say in the note pictures: it is made by `pnm map`; "
        "must name review notes, all or few, not 'reconect' (did you mean reconnect?); "
        "must name review notes, all or few, not ''"
    ]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "pnm.toml").write_text('[review]\nnotes = ["Few", "-Dates ahead"]\n', "utf-8")
    settings = read_settings(str(tmp_path))
    assert settings.review.notes == ("few", "-dates")
    (tmp_path / "pnm.toml").write_text(render_settings(settings), "utf-8")
    assert read_settings(str(tmp_path)) == settings
