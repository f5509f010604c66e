"""Templates and property types for Obsidian: read as templates by pnm, and as the notes that come of them."""

import re
from collections.abc import Mapping

import pytest

from pnm_vault.model.note import NoteKind
from pnm_vault.model.settings import Settings
from pnm_vault.notes.obsidian.habits import Habits, Shapes, survey_habits
from pnm_vault.notes.obsidian.note_templates import NAMES, kind_made_by, write_templates
from pnm_vault.notes.obsidian.property_types import missing_types, types_for
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import build_rules

RULES = build_rules(Settings())
KINDS = tuple(NAMES)


def habits_of(**notes: str) -> Habits:
    blocks = [(f"People/{name}.md", read_frontmatter(name, f"---\n{text}\n---\n")) for name, text in notes.items()]
    return survey_habits(blocks, frozenset(path for path, _ in blocks), RULES)


def filled(text: str, title: str) -> str:
    """Do what Obsidian's plugin Templates does."""
    return re.sub(r"\{\{date:YYYY-MM-DD\}\}", "2026-11-23", text.replace("{{title}}", title))


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_a_template_where_it_lies_and_its_note_of_its_kind_elsewhere(kind: NoteKind) -> None:
    text = write_templates(Habits(), {})[kind]
    assert parse_note(f"Templates/{NAMES[kind]}", text, RULES).kind is NoteKind.TEMPLATE
    note = parse_note("Notes/Ann and Bo.md", filled(text, "Ann and Bo"), RULES)
    assert note.kind is kind
    # Between whom is for the owner to say.
    assert {problem.code for problem in note.problems} <= {"introduction-between"}
    assert kind_made_by(text, RULES) is kind
    assert "{{" not in filled(text, "x")


def test_a_placeholder_among_the_properties_stands_in_quotes() -> None:
    for text in write_templates(Habits(), {}).values():
        for line in text.partition("\n---\n")[0].splitlines():
            assert "{{" not in line or re.fullmatch(r'\w+: "\{\{[^{}]+\}\}"', line), line


def test_the_note_of_a_contact_is_no_contact_day_and_knows_nobody() -> None:
    note = parse_note("People/Ann.md", filled(write_templates(Habits(), {})[NoteKind.CONTACT], "Ann"), RULES)
    assert note.contact is not None
    assert (note.contact.name, note.contact.circles, note.contact.asks, note.entries) == ("Ann", (), (), ())


def test_an_event_has_its_day_and_an_introduction_its_idea() -> None:
    texts = write_templates(Habits(), {"attendees": "people"})
    event = parse_note("Events/Fair.md", filled(texts[NoteKind.EVENT], "Fair"), RULES)
    assert str(event.day) == "2026-11-23"
    assert "\npeople: []\n" in texts[NoteKind.EVENT]
    made = parse_note("Introductions/A and B.md", filled(texts[NoteKind.INTRODUCTION], "A and B"), RULES).introduction
    assert made is not None
    assert [str(step.day) for step in made.steps] == ["2026-11-23"]


def test_a_contact_is_spelled_as_the_others() -> None:
    habits = habits_of(ann="relationship: friend\ncircle: choir\nbday: 1990-01-01", bo="relationship: friend")
    text = write_templates(habits, {})[NoteKind.CONTACT]
    assert text.startswith("---\ntype: person\nrelationship:\ncircle:\ncadence:\nbday:\nlast_contact:\n")


def test_a_spelling_of_the_settings_is_usual_until_a_note_has_another() -> None:
    own = {"last_contact": ("zuletzt",), "birthday": ("geburtstag",)}
    block = read_frontmatter("x", "---\nbday: 1990-01-01\n---\n")
    habits = survey_habits([("People/Ann.md", block)], frozenset(["People/Ann.md"]), RULES, own)
    assert (habits.key("last_contact"), habits.key("birthday"), habits.key("cadence")) == ("zuletzt", "bday", "cadence")


def test_a_contact_is_known_as_most_are_outside_of_the_folder() -> None:
    blocks = [("Work/Ann.md", read_frontmatter("x", '---\ncategories:\n  - "[[People]]"\n---\n'))]
    text = write_templates(survey_habits(blocks, frozenset(["Work/Ann.md"]), RULES), {})[NoteKind.CONTACT]
    assert text.startswith('---\ncategories:\n  - "[[People]]"\ncategory:\n')
    assert parse_note("Work/Bo.md", filled(text, "Bo"), RULES).kind is NoteKind.CONTACT


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('---\ntype: person\nname: "{{title}}"\n---\n', NoteKind.CONTACT),
        ("---\ntype: person\nname: <% tp.file.title %>\nmet: <% tp.date.now() %>\n---\n", NoteKind.CONTACT),
        ("---\ntype: meeting\ndate: {{date}}\n---\n", NoteKind.MEETING),
        ("# {{title}}\n", NoteKind.OTHER),
    ],
)
def test_what_comes_of_a_template_of_the_users_own(text: str, kind: NoteKind) -> None:
    assert kind_made_by(text, RULES) is kind


def types(**notes: str) -> Mapping[str, str]:
    return types_for(habits_of(**notes))


def test_types_by_the_spelling_of_the_vault() -> None:
    found = types(ann="LastChatted: 2026-01-02\nbirthday: 1990-01-02\ncircles: [choir]\nphone: +39 040", bo="snooze:")
    assert (found["LastChatted"], found["birthday"], found["circles"]) == ("date", "date", "multitext")
    assert (found["phone"], found["snooze"], found["between"]) == ("text", "date", "multitext")
    assert "last_contact" not in found


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("birthday", ("1990-01-02", "01-02")),
        ("birthday", ("2026-02-30",)),
        ("last_contact", ("[2026-01-02]",)),
        ("circles", ("[choir]", "choir")),
        ("private", ("true", "yes")),
        ("phone", ("040123",)),
    ],
)
def test_values_of_several_forms_get_no_type(key: str, values: tuple[str, ...]) -> None:
    assert key not in types(**{f"n{at}": f"{key}: {value}" for at, value in enumerate(values)})


def test_a_type_holds_for_the_whole_vault_so_every_note_is_asked() -> None:
    blocks = [("Projects/Roof.md", read_frontmatter("x", "---\ndate: next week\nasks: 3\n---\n"))]
    found = types_for(survey_habits(blocks, frozenset(), RULES))
    assert "date" not in found
    assert "asks" not in found
    assert found["offers"] == "multitext"


def test_a_type_that_is_there_stays_in_whatever_case() -> None:
    assert missing_types(["Birthday", "x"], {"birthday": "date", "snooze": "date"}) == {"snooze": "date"}


def test_forms_are_counted() -> None:
    shapes = habits_of(ann="x: 2026-01-02\ny: []", bo="x: '3'\ny: [a]", cy="x: 3\ny: true", dee="x: 2026-1-2").shapes
    assert shapes == {"x": Shapes(days=1, numbers=1, texts=2), "y": Shapes(lists=1, truths=1)}
