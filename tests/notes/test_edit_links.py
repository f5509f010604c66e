"""Renamed links: every form stays the form it is, and nothing that is no link is touched."""

import pytest

from pnm_vault.notes.edit import Edited, rename_links

OLD, NEW = "People/Ann Lee", "People/Ann Moss"


def _leads(target: str) -> bool:
    return target.rpartition("/")[2].casefold() in ("ann lee", "o'brien")


def _rename(text: str, new: str = NEW, path: str = "Notes/x.md", old: str = OLD) -> Edited:
    return rename_links(path, text, old + ".md", new + ".md", _leads)


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
        _rename("[[./Ann Lee]] [[../Ann Lee]]", "People/Ann Moss", "People/x.md").text == "[[./Ann Moss]] [[Ann Moss]]"
    )
    deep = rename_links("x.md", "[[Team/Ann Lee]]", "Work/Team/Ann Lee", "Work/Team/Ann Moss", _leads)
    assert deep.text == "[[Team/Ann Moss]]"
    other = rename_links("x.md", "[[Ann Lee]]", OLD, NEW, _leads, bare_name="People/Ann Moss")
    assert other.text == "[[People/Ann Moss]]"


def test_names_in_addresses_are_encoded() -> None:
    assert _rename("[A](Ann%20Lee.md)", "People/Ann (50%) Moss").text == "[A](Ann%20%2850%25%29%20Moss.md)"
    assert _rename("[A](<Ann Lee.md>)", "People/Ann 50% Moss").text == "[A](<Ann 50%25 Moss.md>)"
    assert _rename("[A](Ann%20Lee.md)", "People/Zoë").text == "[A](Zoë.md)"


@pytest.mark.parametrize("new", ["People/Ann|Moss", "People/Ann#1", "People/a]b", "People/con", "", "../Ann", "a//b"])
def test_a_name_that_no_link_can_hold_is_refused(new: str) -> None:
    edited = _rename("[[Ann Lee]]", new)
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code == "edit-name"


def test_a_note_in_conflict_is_left_alone() -> None:
    edited = _rename("<<<<<<< HEAD\n[[Ann Lee]]\n")
    assert edited.problem is not None
    assert edited.problem.code == "edit-conflict"
