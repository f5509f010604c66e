"""Renamed links: every form stays the form it is, and nothing that is no link is touched."""

import pytest

from pnm_vault.notes.edit import Edited, link_targets, renamed_target, rewrite_links
from pnm_vault.notes.edit.canvas import rename_in_canvas
from pnm_vault.notes.text.links import clean_target

OLD, NEW = "People/Ann Lee", "People/Ann Moss"


def _leads(target: str) -> bool:
    return clean_target(target).rpartition("/")[2].casefold() in ("ann lee", "o'brien")


def _rename(text: str, new: str = NEW, path: str = "Notes/x.md", old: str = OLD) -> Edited:
    def rewrite(target: str) -> str:
        return renamed_target(path, target, f"{old}.md", f"{new}.md") if _leads(target) else target

    return rewrite_links(path, text, rewrite)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Ann Lee]]", "[[Ann Moss]]"),
        ("[[ann lee|A]] [[Ann Lee#H1#H2|A]] [[Ann Lee#^id]]", "[[Ann Moss|A]] [[Ann Moss#H1#H2|A]] [[Ann Moss#^id]]"),
        ("![[Ann Lee]] ![[Ann Lee#^id]]", "![[Ann Moss]] ![[Ann Moss#^id]]"),
        ("[[Ann Lee.md]] [[ Ann Lee |A]]", "[[Ann Moss.md]] [[ Ann Moss |A]]"),
        ("[[People/Ann Lee]] [[/People/Ann Lee]]", "[[People/Ann Moss]] [[/People/Ann Moss]]"),
        ("[[../People/Ann Lee]]", "[[../People/Ann Moss]]"),
        ("[A](Ann%20Lee.md) [A](<Ann Lee.md#x y>)", "[A](Ann%20Moss.md) [A](<Ann Moss.md#x y>)"),
        ('![A](../People/Ann%20Lee.md#x "T")', '![A](../People/Ann%20Moss.md#x "T")'),
        ("| [[Ann Lee\\|A]] | b |\n|---|---|", "| [[Ann Moss\\|A]] | b |\n|---|---|"),
        ("> [[Ann Lee]]\n\n# [[Ann Lee]]\n- [ ] [[Ann Lee]]", "> [[Ann Moss]]\n\n# [[Ann Moss]]\n- [ ] [[Ann Moss]]"),
        ("- a\n    [[Ann Lee]]", "- a\n    [[Ann Moss]]"),
    ],
)
def test_every_form_stays_as_it_is(text: str, expected: str) -> None:
    assert _rename(text) == Edited(expected)
    crlf = "\ufeff" + text.replace("\n", "\r\n") + "\r"
    assert _rename(crlf) == Edited("\ufeff" + expected.replace("\n", "\r\n") + "\r")


@pytest.mark.parametrize(
    "text",
    [
        "`[[Ann Lee]]`", "```\n[[Ann Lee]]\n```", "%%[[Ann Lee]]%%", "<!-- [[Ann Lee]] -->", "text\n\n    [[Ann Lee]]",
        "\\[[Ann Lee]]", "[[Ann Leeds]]", "[[#Ann Lee]]", "[A](https://example.org/Ann%20Lee)", "Ann Lee", "[Ann Lee]",
        "---\nx: 1 # [[Ann Lee]]\n# [[Ann Lee]]\n---\n", "[[Bob|Ann Lee]]", "",
    ],
)  # fmt: skip
def test_what_is_no_link_to_it_stays(text: str) -> None:
    assert _rename(text) == Edited(text)


def test_properties_stay_readable() -> None:
    text = (
        "---\nfriend: \"[[Ann Lee]]\" # [[Ann Lee]]\nspouse: '[[Ann Lee|it''s]]'\nx: [[Ann Lee]]\n"
        "flow: ['[[Ann Lee]]', \"b\"]\n"
        'list:\n  - "[[People/Ann Lee.md#H|x]]"\n---\n[[Ann Lee]]\n'
    )
    expected = (
        "---\nfriend: \"[[Ann O'Moss]]\" # [[Ann Lee]]\nspouse: '[[Ann O''Moss|it''s]]'\nx: [[Ann O'Moss]]\n"
        "flow: ['[[Ann O''Moss]]', \"b\"]\nlist:\n  - \"[[People/Ann O'Moss.md#H|x]]\"\n---\n[[Ann O'Moss]]\n"
    )
    assert _rename(text, "People/Ann O'Moss") == Edited(expected)
    back = _rename("---\nfriend: '[[O''Brien]]'\n---\n", NEW, old="People/O'Brien")
    assert back == Edited("---\nfriend: '[[Ann Moss]]'\n---\n")


def test_a_move_changes_links_with_folders() -> None:
    text = "[[Ann Lee]] [[People/Ann Lee]] [[../People/Ann Lee]] [[./Ann Lee]] [[/People/Ann Lee]]"
    assert _rename(text, "Work/Team/Ann Lee", "People/x.md").text == (
        "[[Ann Lee]] [[Work/Team/Ann Lee]] [[../Work/Team/Ann Lee]] [[../Work/Team/Ann Lee]] [[/Work/Team/Ann Lee]]"
    )
    assert (
        _rename("[[./Ann Lee]] [[../Ann Lee]]", "People/Ann Moss", "People/x.md").text
        == "[[./Ann Moss]] [[../Ann Moss]]"
    )
    deep = _rename("[[Team/Ann Lee]]", "Work/Team/Ann Moss", "x.md", "Work/Team/Ann Lee")
    assert deep.text == "[[Team/Ann Moss]]"


def test_names_in_addresses_are_encoded() -> None:
    assert _rename("[A](Ann%20Lee.md)", "People/Ann (50%) Moss").text == "[A](Ann%20%2850%25%29%20Moss.md)"
    assert _rename("[A](<Ann Lee.md>)", "People/Ann 50% Moss").text == "[A](<Ann 50%25 Moss.md>)"
    assert _rename("[A](Ann%20Lee.md)", "People/Zoë").text == "[A](Zoë.md)"


@pytest.mark.parametrize("new", ["People/Ann|Moss", "People/Ann#1", "People/a]b", "People/ "])
def test_a_name_that_no_link_can_hold_is_refused(new: str) -> None:
    edited = _rename("[[Ann Lee]]", new)
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code == "edit-name"


def test_a_note_in_conflict_is_left_alone() -> None:
    edited = _rename("<<<<<<< HEAD\n[[Ann Lee]]\n")
    assert edited.problem is not None
    assert edited.problem.code == "edit-conflict"


def test_the_targets_of_a_note_are_those_that_can_be_rewritten() -> None:
    text = "---\na: '[[O''Brien]]' # [[no]]\n---\n[[A|x]] ![[b.png]] [c](../C%20c.md#h) `[[no]]` [[#h]] [x](https://example.org)"
    assert link_targets("x.md", text) == ("O'Brien", "A", "b.png", "../C c.md")


def test_a_very_long_line_holds_links_too() -> None:
    text = "word " * 3000 + "[[Ann Lee]] " * 3000
    assert _rename(text) == Edited(text.replace("Ann Lee", "Ann Moss"))


CANVAS = """{
\t"nodes":[
\t\t{"id":"1","type":"file","file":"People/Ann Lee.md","subpath":"#Log","x":0,"y":-10.50,"width":4E2,"height":9},
\t\t{"id":"2","type":"text","text":"[[Ann Lee]] \\"file\\": \\"People/Ann Lee.md\\" \\u00e9"},
\t\t{"id":"3", "file" : "People\\/Ann Lee.md", "type":"file"},
\t\t{"id":"4","type":"file","file":"Work/Ann Lee.md"}
\t],
\t"edges":[]
}"""


def _rename_cards(text: str, old: str, new: str) -> Edited:
    def rewrite(target: str) -> str:
        leads = clean_target(target).rpartition("/")[2] == old.rpartition("/")[2]
        return renamed_target("x.canvas", target, f"{old}.md", f"{new}.md") if leads else target

    return rename_in_canvas("x.canvas", text, f"{old}.md", f"{new}.md", rewrite)


def test_cards_of_a_canvas_follow_a_note() -> None:
    edited = _rename_cards(CANVAS, OLD, "People/Zoë Moss")
    assert edited.text is not None
    followed = CANVAS.replace('"file":"People/Ann Lee.md"', '"file":"People/Zoë Moss.md"')
    # What is written with escapes stays so.
    followed = followed.replace("[[Ann Lee]]", "[[Zo\\u00eb Moss]]").replace("People\\/Ann Lee", "People\\/Zoë Moss")
    assert edited.text == followed
    assert _rename_cards(edited.text, "People/Zoë Moss", OLD) == Edited(CANVAS)
    assert _rename_cards(CANVAS, "People/Bob", OLD) == Edited(CANVAS)


@pytest.mark.parametrize(
    "text",
    [
        '{"file":"People/Ann Lee.md"',
        '{"file":"People/Ann Lee.md"}',
        '[{"file":"People/Ann Lee.md"}]',
        '{"nodes":[{"text":"[[Ann Lee]] \\u0041"}]}',
        '{"nodes":[{"text":"<<<<<<< a\\n[[Ann Lee]]"}]}',
        '{"nodes":[],"edges":[{"text":"[[Ann Lee]]"}]}',
    ],
)
def test_what_is_no_canvas_is_left_alone(text: str) -> None:
    edited = _rename_cards(text, OLD, NEW)
    assert edited.problem is not None
    assert edited.problem.code == "edit-unproved"
