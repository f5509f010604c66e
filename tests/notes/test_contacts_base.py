"""`Contacts.base`: held against the published grammar, and worked out on notes."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.settings import CadenceSettings, Settings, VaultSettings
from pnm_vault.notes.obsidian.base_formulas import Surroundings, reference
from pnm_vault.notes.obsidian.contacts_base import write_base
from pnm_vault.notes.obsidian.habits import survey_habits
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import build_rules
from tests.bases import BadExpressionError, Base, check_base, parse
from tests.vaults import write

TODAY = date(2026, 11, 23)
NOTHING = Surroundings()
VIEWS = ["Time to catch up", "By circle", "Birthdays", "Asks and offers", "All contacts"]


def base_of(
    notes: dict[str, str], contacts: list[str] | None = None, around: Surroundings = NOTHING, folder: str = ""
) -> str:
    rules = build_rules(Settings(vault=VaultSettings(contacts=(folder,) if folder else ())))
    blocks = [(path, read_frontmatter(path, text)) for path, text in sorted(notes.items())]
    return write_base(survey_habits(blocks, frozenset(notes if contacts is None else contacts), rules), around)


def shown(root: Path, notes: dict[str, str], view: str, around: Surroundings = NOTHING) -> list[str]:
    """Give who is on a view, by the names of their notes."""
    text = base_of(notes, around=around)
    assert check_base(text) == []
    write(root, dict(notes))
    return [file.path.rpartition("/")[2].removesuffix(".md") for file in Base(text, root, TODAY).view(view)]


def note(**fields: object) -> str:
    return "---\n" + "".join([f"{key.replace('__', '-')}: {value}\n" for key, value in fields.items()]) + "---\n"


def test_a_vault_without_contacts_gets_a_base_for_those_to_come() -> None:
    text = base_of({})
    assert check_base(text) == []
    assert "'list(note.type).contains(\"person\")'" in text


def test_each_contact_is_found_by_the_sign_that_it_has() -> None:
    notes = {
        "People/Ann.md": "",
        "People/Team/Bo.md": note(type="person"),
        "Work/Cy.md": note(type="person"),
        "Work/Dee.md": note(categories='["[[People]]"]'),
        "Work/Eve.md": note(tags="[friend/close]"),
        "Inbox/@Fay.md": "",
        "Notes/Gil.md": "[[People MOC]]",
    }
    text = base_of(notes)
    conditions = [
        line.strip()[3:-1] for line in text.partition("    - or:\n")[2].partition("    - not:")[0].splitlines()
    ]
    assert conditions == [
        'file.inFolder("People")',
        'list(note.categories).contains(link("People"))',
        'list(note.type).contains("person")',
        'file.hasTag("friend")',
        'file.name.startsWith("@")',
        'file.hasLink("People MOC")',
    ]


def test_the_folder_is_the_one_that_the_settings_name_in_the_letters_of_the_disk() -> None:
    assert 'file.inFolder("Areas/Folk")' in base_of({"Areas/Folk/A/Ann.md": ""}, folder="areas/folk")


def test_all_contacts_are_shown_but_private_ones_templates_and_copies(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": "",
        "People/Bo.md": note(private="true"),
        "People/Cy.md": note(visibility="confidential"),
        "People/Ann.sync-conflict-20261018-093012-K7Q2ABC.md": "",
        "People/Forms/Contact.md": "",
        "People/Index.md": "",
    }
    around = Surroundings(folders=("People/Forms",), notes=("People/Index.md",))
    assert shown(tmp_path, notes, "All contacts", around) == ["Ann"]


def test_who_is_due_by_their_own_wish_else_by_their_category(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": note(category="friend", last_contact="2026-09-24"),  # 60 days
        "People/Bo.md": note(category="friend", last_contact="2026-09-25"),
        "People/Cy.md": note(category="friend", last_contact="2026-10-01", cadence="every 6 weeks"),
        "People/Dee.md": note(category="friend", last_contact="2026-11-01", cadence="20"),
        "People/Eve.md": note(category="friend", last_contact="2024-01-01", cadence="never"),
        "People/Fay.md": note(category="friend", last_contact="2024-01-01", snooze="2026-12-01"),
        "People/Gil.md": note(category="friend", last_contact="2024-01-01", status="archived"),
        "People/Hal.md": note(category="friend", last_contact="2024-01-01", suggest="never"),
        "People/Ida.md": note(category="friend", last_contact="2024-01-01", deceased="2025-03-01"),
        "People/Jo.md": note(category="neighbour", last_contact="2026-05-28"),  # 180 days are over on the 24th
        "People/Kim.md": note(category="friend"),
        "People/Lu.md": note(category="friend", last_contact="soon"),
    }
    assert shown(tmp_path, notes, "Time to catch up") == ["Cy", "Dee", "Ann"]


def test_the_settings_say_what_is_wished_for(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": note(category="neighbour", last_contact="2026-10-20"),
        "People/Bo.md": note(category="Pal", last_contact="2026-10-20"),
        "People/Cy.md": note(last_contact="2026-10-20"),
    }
    cadence = CadenceSettings(default=0, by={"neighbour": 30, "friend": 30})
    around = Surroundings(cadence=cadence, categories={"pal": "friend"})
    assert shown(tmp_path, notes, "Time to catch up", around) == ["Ann", "Bo"]
    assert shown(tmp_path, notes, "Time to catch up", Surroundings(cadence=CadenceSettings(default=30))) == [
        *("Ann", "Bo", "Cy")
    ]


def test_of_several_categories_any_counts(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": note(category="[friend, tuba]", last_contact="2026-09-24"),
        "People/Bo.md": note(category='["[[Family]]"]', last_contact="2026-10-24"),
        "People/Cy.md": note(category="[tuba]", last_contact="2026-09-24"),
    }
    assert shown(tmp_path, notes, "Time to catch up") == ["Ann", "Bo"]


def test_birthdays_come_in_the_order_in_which_they_come(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": note(birthday="1990-11-23"),
        "People/Bo.md": note(birthday="1990-11-22"),
        "People/Cy.md": note(birthday="02-29"),
        "People/Dee.md": note(birthday='"--12-24"'),
        "People/Eve.md": note(birthday='"????-12-31"'),
        "People/Fay.md": note(birthday="in spring"),
        "People/Gil.md": note(birthday=""),
    }
    assert shown(tmp_path, notes, "Birthdays") == ["Ann", "Dee", "Eve", "Cy", "Bo"]
    base = Base(base_of(notes), tmp_path, TODAY)
    days = {file.path: base.ask("formula.next_birthday", file) for file in base.files}
    assert days["People/Ann.md"] == TODAY
    assert days["People/Cy.md"] == date(2027, 2, 28)
    assert days["People/Bo.md"] == date(2027, 11, 22)


def test_whichever_spelling_a_note_has_is_taken(tmp_path: Path) -> None:
    notes = {
        "People/Ann.md": note(relationship="friend", lastContact="2026-08-01"),
        "People/Bo.md": note(category="friend", last__contact="2026-08-02", looking_for="a van"),
        "People/Cy.md": note(category="friend", last__contact="2026-08-03", keep_in_touch="90 days"),
    }
    assert shown(tmp_path, notes, "Time to catch up") == ["Ann", "Bo", "Cy"]
    assert shown(tmp_path, notes, "Asks and offers") == ["Bo"]
    # A property that is spelled in one way is shown itself, so that it can be edited in the view.
    assert "'note.looking_for'" in base_of(notes)


def test_what_few_notes_have_does_not_open_first() -> None:
    names = [line for line in base_of({"People/Ann.md": ""}).splitlines() if line.startswith("    name: ")]
    assert [name[11:-1] for name in names] == ["All contacts", *VIEWS[1:-1], VIEWS[0]]
    text = base_of({"People/Ann.md": note(last_contact="2026-11-01")})
    assert [line[11:-1] for line in text.splitlines() if line.startswith("    name: ")] == VIEWS


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("role", "note.role"),
        ("last-contact", 'note["last-contact"]'),
        ('a"b', "note['a\"b']"),
        ("Rôle", 'note["Rôle"]'),
    ],
)
def test_how_a_property_is_written(key: str, written: str) -> None:
    assert reference(key) == written
    parse(written)


NAME = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="/"), min_size=1, max_size=9
)


@given(folder=NAME, tag=NAME, category=NAME, cadence=NAME)
def test_whatever_the_names_the_base_keeps_to_the_grammar(folder: str, tag: str, category: str, cadence: str) -> None:
    properties = "".join([f"{key}: {_yaml(text)}\n" for key, text in (("category", category), ("cadence", cadence))])
    notes = {
        f"{folder}/People/Ann.md": f"---\n{properties}---\n",
        "Work/Bo.md": f"---\ntype: {_yaml(tag)}\nlast_contact: 2026-01-01\n---\n",
    }
    assert check_base(base_of(notes, around=Surroundings(folders=(folder,), notes=(f"{folder}/People/x.md",)))) == []


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.mark.parametrize("text", ["", "a +", "(a", "a)", "f(,)", "a b", '"a', "a = b", "a..b", "date(x) ++"])
def test_the_grammar_refuses_what_is_not_whole(text: str) -> None:
    with pytest.raises(BadExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "fault",
    [
        "filters: {and: [], or: []}",
        "filters: {and: ['unknown(1)']}",
        "filters: {and: ['file.inFolder()']}",
        "filters: {and: ['file.nose']}",
        "filters: {and: ['note.a.nose()']}",
        "filters: {and: ['formula.a']}",
        "filters: {and: [3]}",
    ],
)
def test_the_grammar_refuses_what_is_not_published(fault: str) -> None:
    assert check_base(f"{fault}\nviews: []\n")
