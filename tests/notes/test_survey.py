"""What `pnm init` finds in a folder that it has never seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.settings import ObsidianSettings, Settings
from pnm_vault.notes.daily_shape import daily_shape
from pnm_vault.notes.survey import FolderCount, Survey, survey_notes
from pnm_vault.notes.survey_words import describe, setting_remarks

PERSON = "---\ntype: person\nlast-contact: 2026-01-02\nfavourite_tea: oolong\n---\n"
CARD = "---\nemail: someone@example.org\n---\n"
PLAIN = "Nothing in particular.\n"


def notes(*groups: tuple[str, int, str]) -> list[tuple[str, str]]:
    return [(pattern.format(number), text) for pattern, count, text in groups for number in range(count)]


def test_an_empty_folder_is_said_to_be_empty() -> None:
    survey = survey_notes([])
    assert survey == Survey(suggested=Settings())
    assert describe(survey)[0] == "0 notes, 0 contacts among them."
    assert "type: person" in describe(survey)[1]


def test_a_folder_of_contacts_is_found_with_its_sub_folders() -> None:
    survey = survey_notes(
        notes(("People/Ada {}.md", 3, PERSON), ("People/Work/Bo {}.md", 2, PERSON), ("x {}.md", 4, PLAIN))
    )
    assert survey.contacts == 5
    assert survey.contact_folders == (FolderCount("People", 5, 5),)
    assert survey.suggested.vault.contacts == ("People",)
    assert survey.scattered == 0


def test_contacts_among_other_notes_do_not_make_their_folder_a_contact_folder() -> None:
    survey = survey_notes(notes(("Notes/Ada {}.md", 3, PERSON), ("Notes/tea {}.md", 6, PLAIN)))
    assert survey.contact_folders == ()
    assert survey.scattered == 3
    assert survey.suggested.vault.contacts == ()


def test_the_settings_suggested_lose_no_contact() -> None:
    """A folder of a usual name counts without settings, so it must not drop out when another is named."""
    found = notes(("Contacts/Ada {}.md", 1, PLAIN), ("Friends/Bo {}.md", 1, PLAIN), ("x/People/y/Cy {}.md", 1, PLAIN))
    others = notes(("Friends/Café {}.md", 3, "---\ntype: company\n---\n"))
    survey = survey_notes([*found, *others])
    assert survey.contacts == 3
    assert survey.suggested.vault.contacts == ("Contacts", "Friends", "x/People")
    assert survey.scattered == 0


def test_a_few_contacts_in_an_inbox_say_nothing_about_the_inbox() -> None:
    assert survey_notes(notes(("Inbox/Ada {}.md", 4, PERSON))).suggested.vault.contacts == ()
    assert survey_notes(notes(("Inbox/Ada {}.md", 5, PERSON))).suggested.vault.contacts == ("Inbox",)


def test_notes_that_look_like_contacts_by_their_fields_are_suggested() -> None:
    survey = survey_notes(notes(("Network/Ada {}.md", 3, CARD), ("Network/tea.md", 1, PLAIN)))
    assert survey.contacts == 0
    assert survey.likely == (FolderCount("Network", 3, 4),)
    assert survey.suggested.vault.contacts == ("Network",)
    assert any(sentence.startswith("Network/ looks like contacts too") for sentence in describe(survey))


def test_fields_are_counted_by_spelling_with_their_canonical_name() -> None:
    survey = survey_notes(notes(("People/Ada {}.md", 3, PERSON)))
    uses = {use.spelling: (use.canonical, use.notes) for use in survey.fields}
    assert uses["last-contact"] == ("last_contact", 3)
    assert uses["favourite_tea"] == ("", 3)
    assert "type" not in uses
    said = describe(survey)
    assert any("last-contact (read as last_contact)" in sentence for sentence in said)
    assert any(sentence.startswith("Fields left alone") and "favourite_tea" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("2026-03-30.md", ("", "YYYY-MM-DD")),
        ("Daily/2026-03-30.md", ("Daily", "YYYY-MM-DD")),
        ("Daily/2026/2026-03-30.md", ("Daily", "YYYY/YYYY-MM-DD")),
        ("A/Journal/2026/03/2026-03-30.md", ("A/Journal", "YYYY/MM/YYYY-MM-DD")),
        ("Daily Notes/2026/2026-03/2026-03-30.md", ("Daily Notes", "YYYY/YYYY-MM/YYYY-MM-DD")),
        ("Daily/2026/März/2026-03-30.md", ("Daily", "YYYY/MMMM/YYYY-MM-DD")),
        ("Daily/2025/2026-03-30.md", ("Daily/2025", "YYYY-MM-DD")),
        ("Log/20260330.md", ("Log", "YYYYMMDD")),
        ("Log/2026-03-30 Monday.md", ("Log", "YYYY-MM-DD dddd")),
        ("Roam/January 1st, 2025.md", ("Roam", "MMMM Do, YYYY")),
        ("Log/2026-02-30.md", None),
        ("Meetings/2026-03-30 Kick-off with Ada.md", None),
        ("Ada.md", None),
    ],
)
def test_the_shape_of_a_daily_note_is_read_from_its_path(path: str, shape: tuple[str, str] | None) -> None:
    found = daily_shape(path)
    if shape is not None and shape[1] == "YYYY-MM-DD dddd":
        assert found in ((shape[0], "YYYY-MM-DD ddd"), shape)
    else:
        assert found == shape


def test_daily_notes_are_guessed_from_their_names() -> None:
    files = [(f"Log/2026/2026-03-{day:02}.md", PLAIN) for day in range(1, 6)]
    survey = survey_notes([*files, ("Old/20200101.md", PLAIN)])
    vault = survey.suggested.vault
    assert (vault.daily_folder, vault.daily_format, survey.daily_notes) == ("Log", "YYYY/YYYY-MM-DD", 5)
    assert not survey.daily_by_obsidian


def test_two_dated_names_are_daily_notes_only_in_a_folder_called_so() -> None:
    pair = ("2026-03-01.md", "2026-03-02.md")
    assert survey_notes([(f"Sketches/{name}", PLAIN) for name in pair]).daily_notes == 0
    assert survey_notes([(f"Daily Notes/{name}", PLAIN) for name in pair]).daily_notes == 2


def test_obsidians_own_settings_win() -> None:
    obsidian = ObsidianSettings(True, "Journal", "YYYY-MM-DD", ("Extras/Forms",))
    files = [(f"Log/2026-03-{day:02}.md", PLAIN) for day in range(1, 9)]
    form = ("Extras/Forms/New.md", PERSON)
    survey = survey_notes([*files, ("Journal/2026-03-01.md", PLAIN), form], obsidian)
    vault = survey.suggested.vault
    assert (vault.daily_folder, vault.daily_format, survey.daily_notes) == ("Journal", "YYYY-MM-DD", 1)
    assert vault.templates == ("Extras/Forms",)
    assert survey.contacts == 0
    assert survey.daily_by_obsidian
    assert any("as Obsidian's own settings say" in sentence for sentence in describe(survey))


def test_a_folder_in_use_is_not_suggested_for_review_notes() -> None:
    """Settings that `init` writes have to be taken by the next command, which wants that folder apart from others."""
    survey = survey_notes([], ObsidianSettings(templates=("reviews/Forms",)))
    assert survey.suggested.review.folder == "pnm"
    assert setting_remarks(survey)["review.folder"] == "Reviews/ holds notes of yours."
    assert "review.folder" not in setting_remarks(survey_notes([]))


def test_templates_meetings_and_the_owners_note_are_found() -> None:
    files = [
        ("Templates/Person.md", "---\ntype: person\nname: '{{title}}'\n---\n"),
        ("Meetings/2026-01-02 Ada.md", "---\ntype: meeting\nattendees: ['[[Ada]]']\n---\n"),
        ("Me.md", "---\ntype: me\n---\n"),
        ("People/Ada.md", PERSON),
    ]
    survey = survey_notes(files)
    assert survey.contacts == 1
    assert survey.suggested.vault.templates == ("Templates",)
    assert survey.suggested.vault.meetings == ("Meetings",)
    assert survey.me == "Me.md"
    assert "Me.md is your own note." in describe(survey)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a.md", "People/b.md", "People/x/c.md", "Daily/2026-01-01.md", "@D.md"]),
            st.text(max_size=40),
        ),
        max_size=5,
        unique_by=lambda file: file[0],
    ),
)
@settings(deadline=None, max_examples=60)
def test_any_text_is_surveyed_and_order_does_not_matter(files: list[tuple[str, str]]) -> None:
    survey = survey_notes(files)
    assert survey_notes(reversed(files)) == survey
    assert all(sentence.endswith(".") for sentence in describe(survey))


def test_the_fields_that_tell_a_contact_are_canonical() -> None:
    from pnm_vault.notes import survey
    from pnm_vault.notes.values.field_names import CANONICAL_FIELDS

    assert set(CANONICAL_FIELDS) >= survey._TELLING_FIELDS
