"""The note of a new contact: from the built-in template or a trusted one, with properties that no value can break."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.errors import PnmError
from pnm_vault.model.note import NoteKind
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.signature import read_signature
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.contact_note import fill_contact, write_contact
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.vault import trust
from tests.cli.test_capture import everything, on
from tests.examples import examples

MakeVault = Callable[[dict[str, str | bytes]], Path]
PLACE = "Templates/pnm/notes/contact.md.j2"
PATH = "People/Cy Ode.md"
FIELDS: dict[str, str | tuple[str, ...]] = {"category": "friend", "circles": ("choir",), "email": "cy@example.org"}
OWN = """---
tags: [person]
Circle: [quay]
e-mail:
---
# {{ title }}
{% if role %}

{{ role }}{{ ", " ~ organisation if organisation }}
{% endif %}

## Log
"""


def made(root: Path, fields: dict[str, str | tuple[str, ...]], name: str = "Cy Ode") -> tuple[str, tuple[str, ...]]:
    with open_session(str(root), date(2026, 11, 23)) as session:
        return write_contact(session, f"People/{name}.md", name, fields)


def trusting(root: Path, template: str) -> Path:
    path = root / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(template.encode())
    trust.trust(str(root), PLACE, template.encode())
    return root


def test_the_built_in_template_is_the_name_as_heading(make_vault: MakeVault) -> None:
    root = make_vault({})
    assert made(root, {}) == ("# Cy Ode\n", ())
    assert made(root, FIELDS)[0] == (
        "---\ncategory: friend\ncircles:\n  - choir\nemail: cy@example.org\n---\n# Cy Ode\n"
    )


def test_a_template_of_ones_own(make_vault: MakeVault) -> None:
    """Keys that it has are filled, whatever their spelling; lists are added to; values in the text are escaped."""
    root = trusting(make_vault({}), OWN)
    text, remarks = made(root, {**FIELDS, "role": "Nurse [[x]]", "organisation": "A & B"})
    assert remarks == ()
    assert text == (
        "---\ntags: [person]\nCircle: [quay, choir]\ne-mail: cy@example.org\ncategory: friend\n"
        'role: "Nurse [[x]]"\norganisation: A & B\n---\n# Cy Ode\n\nNurse \\[\\[x\\]\\], A & B\n\n## Log\n'
    )
    contact = parse_note(PATH, text, Rules()).contact
    assert contact is not None
    assert (contact.category, contact.circles, contact.emails) == ("friend", ("quay", "choir"), ("cy@example.org",))


def test_both_commands_use_it_and_undo_takes_it_back(make_vault: MakeVault) -> None:
    root = trusting(make_vault({"People/Ann.md": ""}), "# {{ title }}\n\n## Log\n\n## Gifts\n")
    before = everything(root)
    assert on(root, "new", "Cy", "Ode", "--category", "mentor") == 0
    assert (root / PATH).read_text("utf-8") == "---\ncategory: mentor\n---\n# Cy Ode\n\n## Log\n\n## Gifts\n"
    assert on(root, "log", "tea with Dee Fox", "--create") == 0
    text = "# Dee Fox\n\n## Log\n- 2026-11-23: tea with Dee Fox\n\n## Gifts\n"
    assert (root / "People/Dee Fox.md").read_text("utf-8") == text
    assert on(root, "undo") == on(root, "undo") == 0
    assert everything(root) == before


def test_one_that_is_not_trusted_is_not_used_and_that_is_said(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({PLACE: "# {{ title }}!\n"})
    for words in (["new", "Cy Ode"], ["log", "tea with Dee Fox", "--create"]):
        assert on(root, *words) == 0
        assert f"{PLACE}: This template is not used because its content is not trusted." in capsys.readouterr().err
    assert (root / PATH).read_text("utf-8") == "# Cy Ode\n"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("# {{ titel }}\n", f"{PLACE}:1: 'titel' is undefined"),
        ("{% for x in range(99999999) %}{{ x }}{% endfor %}", PLACE),
        ("---\na: [\n---\n# {{ title }}\n", "makes properties that cannot be read"),
        ("---\ntype: book\n---\n", "is no contact's note"),
        ("<!-- pnm:begin x -->\n", "is no contact's note"),
        ("---\nname: <% tp.file.title %>\n---\n", "is no contact's note"),
    ],
)
def test_a_wrong_one_makes_nothing(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], template: str, said: str
) -> None:
    root = trusting(make_vault({}), template)
    before = everything(root)
    assert on(root, "new", "Cy Ode") == 1
    assert said in capsys.readouterr().err
    assert everything(root) == before


def test_review_notes_are_made_in_this_process_all_the_same(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = trusting(make_vault({"People/Ann.md": ""}), "# {{ title }}\n")
    monkeypatch.setattr("pnm_vault.review.render.render_limited", None)
    assert on(root, "regenerate") == 0


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "---",
                "\n",
                "\r",
                "\u2028",
                "private: true",
                "'",
                '"',
                ": ",
                "#",
                "[[x]]",
                "{{ x }}",
                "<% x %>",
                "- ",
                "&a",
                "*a",
                "!t",
                "%",
                "\\",
                "|",
                "a",
            ]
        ),
        max_size=8,
    ).map("".join),
)


@given(HOSTILE, HOSTILE)
@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_breaks_out_of_its_property(tmp_path: Path, role: str, organisation: str) -> None:
    (tmp_path / ".obsidian").mkdir(exist_ok=True)
    fields = {name: value for name, value in (("role", role), ("organisation", organisation)) if value.strip()}
    with open_session(str(tmp_path), date(2026, 11, 23)) as session:
        style = HouseStyle(session, PATH)
        try:
            text = fill_contact(style, PATH, "---\ntags: [person]\nrole:\n---\n# Cy\n", fields)
        except (PnmError, BadValueError):
            return
    block = read_frontmatter(PATH, text)
    assert set(block.values) == {"tags", "role", *fields}
    assert block.problems == ()
    assert text.endswith("\n---\n# Cy\n")
    assert parse_note(PATH, text, Rules()).kind is NoteKind.CONTACT


@pytest.mark.parametrize(
    "line",
    [
        "Engineer\u2028---\u2028private: true at Mill Ltd",
        'Engineer"\\nprivate: true at Mill Ltd',
        "Engineer: {{ x }} at [[Mill]] Ltd",
        "Engineer <% tp.x %> at Mill %% Ltd",
        "Engineer # no comment at - Mill Ltd",
    ],
)
def test_a_hostile_signature_says_no_more_than_its_own(make_vault: MakeVault, line: str) -> None:
    root = trusting(make_vault({}), "# {{ title }}\n{{ role }}, {{ organisation }}, {{ email | join(' ') }}\n")
    said = read_signature(f"Cy Ode\n{line}\ncy@example.org\n---\nprivate: true\n")
    fields = {"role": said.role, "organisation": said.organisation, "email": said.emails[0]}
    text, _ = made(root, {name: value for name, value in fields.items() if value})
    assert set(read_frontmatter(PATH, text).values) <= {"role", "organisation", "email"}
    note = parse_note(PATH, text, Rules())
    assert note.contact is not None
    assert not note.contact.private
    assert note.links == ()
    assert "<%" not in text.partition("\n# ")[2]
