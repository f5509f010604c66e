"""Properties edited by hand-made examples: what stands there after, to the byte, and what is refused."""

import subprocess
from datetime import date

import pytest
import yaml

from pnm_vault.notes.edit import (
    EDIT_CODES,
    Edited,
    add_to_property,
    remove_from_property,
    remove_property,
    set_property,
)
from pnm_vault.notes.edit.quote import is_plain, write_key, write_scalar
from pnm_vault.notes.properties.frontmatter import read_frontmatter

NOTE = """---
name: Ann Lee  # as she signs
tags:
    - friend # first
    # a remark
    - 'choir'
aliases: [Annie,  "A. Lee"] # two
phone: '+1 555'
company:
note: \nlast_contact: 2026-01-02
---
Body
"""


def _set(note: str, key: str, value: "str | int | date | list[str] | None") -> str:
    edited = set_property("a.md", note, key, value)
    assert edited.problem is None, edited.problem
    assert edited.text is not None
    return edited.text


def _code(edited: Edited) -> str:
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code in EDIT_CODES
    assert edited.problem.path == "a.md"
    return edited.problem.code


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("name", "Ann Moss", "name: Ann Lee  # as", "name: Ann Moss  # as"),
        ("name", "no", "name: Ann Lee  # as", 'name: "no"  # as'),
        ("phone", "555", "'+1 555'", "'555'"),
        ("phone", "it's", "'+1 555'", "'it''s'"),
        ("company", "Acme", "company:\n", "company: Acme\n"),
        ("company", True, "company:\n", "company: true\n"),
        ("company", 14, "company:\n", "company: 14\n"),
        ("company", ["a", "b"], "company:\n", "company:\n    - a\n    - b\n"),
        ("note", "x", "note: \n", "note: x\n"),
        ("last_contact", date(2026, 11, 23), "2026-01-02", "2026-11-23"),
        ("last_contact", "2026-11-23", "2026-01-02", '"2026-11-23"'),
        ("last_contact", None, "last_contact: 2026-01-02", "last_contact:"),
        ("aliases", ["Annie", "Bo"], '[Annie,  "A. Lee"]', "[Annie,  Bo]"),
        ("aliases", ["A. Lee"], '[Annie,  "A. Lee"]', '["A. Lee"]'),
        ("aliases", [], '[Annie,  "A. Lee"]', "[]"),
        ("aliases", "Annie", '[Annie,  "A. Lee"]', "Annie"),
        ("tags", ["friend", "choir", "x: y"], "    - 'choir'\n", "    - 'choir'\n    - \"x: y\"\n"),
        ("tags", ["choir"], "    - friend # first\n", ""),
        ("tags", ["new", "friend", "choir"], "tags:\n", "tags:\n    - new\n"),
        ("City", "Graz", "01-02\n---", "01-02\nCity: Graz\n---"),
        ("circles", ["a"], "01-02\n---", "01-02\ncircles:\n    - a\n---"),
        ("circles", [], "01-02\n---", "01-02\ncircles: []\n---"),
    ],
)
def test_only_the_line_meant_changes(key: str, value: str, old: str, new: str) -> None:
    assert NOTE.count(old) == 1
    assert _set(NOTE, key, value) == NOTE.replace(old, new)
    crlf = NOTE.replace("\n", "\r\n")
    assert _set(crlf, key, value) == crlf.replace(old.replace("\n", "\r\n"), new.replace("\n", "\r\n"))


def test_the_same_value_again_changes_nothing() -> None:
    for key, value in (("name", "Ann Lee"), ("phone", "+1 555"), ("aliases", ["Annie", "A. Lee"]), ("note", None)):
        assert _set(NOTE, key, value) == NOTE


def test_a_note_without_properties_gets_a_block_and_loses_it_again() -> None:
    for body in ("", "Hi", "Hi\n", "\ufeffHi\r\nyou\r\n", "\ufeff", "a\rb\r", "\n\nHi\n", "--- x\n"):
        edited = _set(body, "last_contact", date(2026, 11, 23))
        end = "\r\n" if "\r\n" in body else "\r" if "\r" in body else "\n"
        mark = "\ufeff" if body.startswith("\ufeff") else ""
        assert edited == f"{mark}---{end}last_contact: 2026-11-23{end}---{end}{body.removeprefix(mark)}"
        assert remove_property("a.md", edited, "last_contact").text == body


def test_lists_grow_and_shrink_where_they_stand() -> None:
    grown = add_to_property("a.md", NOTE, "aliases", ["Annie", "Bo, of Graz"]).text
    assert grown == NOTE.replace('"A. Lee"]', '"A. Lee", "Bo, of Graz"]')
    assert remove_from_property("a.md", grown or "", "aliases", ["Annie"]).text == NOTE.replace(
        'Annie,  "A. Lee"', '"A. Lee", "Bo, of Graz"'
    )
    assert add_to_property("a.md", NOTE, "tags", ["gym"]).text == NOTE.replace("'choir'\n", "'choir'\n    - gym\n")
    assert remove_from_property("a.md", NOTE, "tags", ["friend", "choir", "other"]).text == NOTE.replace(
        "    - friend # first\n", ""
    ).replace("    - 'choir'\n", "")
    assert add_to_property("a.md", NOTE, "name", ["Bo"]).text == NOTE.replace("Ann Lee  #", "[Ann Lee, Bo]  #")
    assert add_to_property("a.md", NOTE, "fresh", ["x"]).text == NOTE.replace("02\n---", "02\nfresh:\n    - x\n---")
    assert remove_from_property("a.md", NOTE, "phone", ["+1 555"]).text == NOTE.replace("phone: '+1 555'", "phone:")
    assert remove_from_property("a.md", NOTE, "fresh", ["x"]).text == NOTE
    assert add_to_property("a.md", "---\na: [x, y]\n---\n", "b", ["z"]).text == "---\na: [x, y]\nb: [z]\n---\n"
    assert (
        add_to_property("a.md", "---\na: [[Ann]]\n---\n", "a", ["[[Bo]]"]).text
        == '---\na: ["[[Ann]]", "[[Bo]]"]\n---\n'
    )
    assert remove_property("a.md", NOTE, "tags").text == NOTE[: NOTE.index("tags")] + NOTE[NOTE.index("aliases") :]
    assert remove_property("a.md", NOTE, "fresh").text == NOTE


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ('{"k": "x"}', "edit-block"),
        ("just text", "edit-block"),
        ("<<<<<<< HEAD\nk: 1\n=======\nk: 2\n>>>>>>> other", "edit-conflict"),
        ("k: 1\nk: 2", "edit-duplicate"),
        ("k:\n  a: b", "edit-kind"),
        ("k: {a: b}", "edit-kind"),
        ("k: |\n  one", "edit-kind"),
        ("k: >-\n  one", "edit-kind"),
        ("k: &a x", "edit-kind"),
        ("k: !t x", "edit-kind"),
        ('k: "one\n  two"', "edit-kind"),
        ("k: one\n  two", "edit-kind"),
        ("k: [a,\n  b]", "edit-kind"),
        ("k: [[a], b]", "edit-kind"),
        ("k:\n- a: b", "edit-kind"),
        ("k:\n- - a", "edit-kind"),
        ("k: 'a' b", "edit-kind"),
        ("tags: #friend\nk: 1\nk: 2", "edit-duplicate"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused(block: str, code: str) -> None:
    note = f"---\n{block}\n---\nBody\n"
    for edited in (
        set_property("a.md", note, "k", "v"),
        add_to_property("a.md", note, "k", ["v"]),
        remove_property("a.md", note, "k"),
    ):
        assert _code(edited) == code


def test_other_refusals_say_why() -> None:
    assert _code(set_property("a.md", "---\nk: v\nBody\n", "k", "v")) == "edit-block"
    assert _code(set_property("a.md", "---\ntags: #friend\n---\n", "tags", "x")) == "edit-kind"
    assert _code(set_property("a.md", "", "k", "bell \x07")) == "edit-value"
    assert _code(set_property("a.md", "", "k", 2**60)) == "edit-value"
    assert _code(set_property("a.md", "", "k", "x" * 6000)) == "edit-value"
    assert _code(set_property("a.md", "", "", "x")) == "edit-key"
    assert _code(set_property("a.md", "", "a\nb", "x")) == "edit-key"
    assert _code(add_to_property("a.md", "---\nk: a, b\n---\n", "k", ["c"])) == "edit-kind"
    assert _code(set_property("a.md", NOTE, "tags", "one")) == "edit-kind"
    assert _code(set_property("a.md", "x\n<<<<<<< HEAD\ny\n", "k", "v")) == "edit-conflict"


def test_a_fault_elsewhere_in_the_block_is_left_alone() -> None:
    note = "---\nrole: CEO: Acme\ntitle: {{title}}\nx:\ty\nlast: 2026-01-01\n---\n"
    assert _set(note, "last", date(2026, 11, 23)) == note.replace("2026-01-01", "2026-11-23")
    assert _set(note, "role", "CEO: Acme") == note.replace("role: CEO: Acme", 'role: "CEO: Acme"')
    assert _set(note, "x", "z") == note.replace("x:\ty", "x: z")


def test_several_lines_become_one() -> None:
    assert _set("", "k", "one\r\n  two\u2028three\n") == "---\nk: one two three\n---\n"


# Read as something else, or not at all, by PyYAML 6.0.3, YAML 1.2 core or npm yaml 2.7.0 where it stands bare.
_QUOTED_TEXT = (
    "no;Yes;off;ON;y;N;true;False;null;NULL;~;10:30;10:30:00;190:20:30;0123;+1555;-1;12;0o17;0x1F;0b1;1e3;1_000;1.5;.5;"
    ".inf;.NaN;2026-03-05;2026-3-5;--03-05;=;<<;"
    "#x;x # y;[[X]];[a];{a};{{date}};@x;`x`;%;%x;key: value;a:;- x;-;---;...;"
    "? x;?;*x;&x;!x;|;>;'x';\"x\"; x;x ;,;:;: x;]"
)
_PLAIN_TEXT = (
    "Ann Lee;O'Brien;ann@example.org;https://example.org/a?b#c;São Paulo;2 weeks;x#y;a:b;Acme & Co (Graz);Nora"
)


@pytest.mark.parametrize(
    "text", [*_QUOTED_TEXT.split(";"), "", "a\tb", "a\u00a0b", "\u200bx", "a\\b: c", 'it\'s "so": ']
)
def test_what_somebody_would_misread_is_quoted(text: str) -> None:
    written = write_scalar(text)
    assert written[0] in "\"'"
    assert not is_plain(text)
    for line in (f"k: {written}", f"k: [{write_scalar(text, flow=True)}]", f"k:\n  - {written}"):
        loaded = yaml.safe_load(line)["k"]
        assert loaded == text or loaded == [text]
        read = read_frontmatter("a.md", f"---\n{line}\n---\n")
        assert read.problems == ()
        value = read.values["k"].value
        assert (value if isinstance(value, str) else value[0].value) == text  # type: ignore[index]


@pytest.mark.parametrize("text", _PLAIN_TEXT.split(";"))
def test_what_everybody_reads_alike_stays_plain(text: str) -> None:
    assert write_scalar(text) == text
    assert yaml.safe_load(f"k: {text}") == {"k": text}


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("last_contact", "last_contact"),
        ("Last Contact", "Last Contact"),
        ("yes", '"yes"'),
        ("2024", '"2024"'),
        ("a: b", '"a: b"'),
        ("TEL[CELL]", '"TEL[CELL]"'),
        ('say "x"', "'say \"x\"'"),
        ("é-1", "é-1"),
    ],
)
def test_keys_are_quoted_where_needed(key: str, written: str) -> None:
    assert write_key(key) == written
    assert set_property("a.md", "", key, "v").text == f"---\n{written}: v\n---\n"
    assert yaml.safe_load(f"{written}: v") == {key: "v"}


def test_nothing_heavy_is_loaded_with_the_editor() -> None:
    import sys

    code = "import sys, pnm_vault.notes.edit; print(sorted({'yaml', 'frontmatter', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
