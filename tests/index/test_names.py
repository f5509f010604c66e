"""Links resolve as Obsidian resolves them, and by alias."""

import pytest

from pnm_vault.index.names import Certainty, Resolution, fold, link_key, note_key, resolve

PATHS = ("Ann Lee.md", "People/Ann Lee.md", "People/Old/Ann Lee.md", "People/Bob.md", "People/José.md", "Work/@Cy.md")


def table(*paths: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        found[note_key(path)] = (*found.get(note_key(path), ()), path)
    return found


def test_a_bare_name_with_one_note_leads_to_it() -> None:
    assert resolve("bob", "Daily/x.md", table(*PATHS), {}) == Resolution("People/Bob.md", Certainty.EXACT)


def test_case_and_normal_form_do_not_matter() -> None:
    assert resolve("JOSE\u0301", "x.md", table(*PATHS), {}).path == "People/José.md"


def test_the_file_suffix_may_be_written() -> None:
    assert resolve("Bob.md", "x.md", table(*PATHS), {}).path == "People/Bob.md"
    assert link_key("People/Bob.MD") == "bob"


def test_of_several_notes_the_one_at_the_root_wins_even_from_inside_a_folder() -> None:
    found = resolve("Ann Lee", "People/Bob.md", table(*PATHS), {})
    assert found.path == "Ann Lee.md"
    assert found.certainty is Certainty.AMBIGUOUS
    assert found.candidates == ("Ann Lee.md", "People/Ann Lee.md", "People/Old/Ann Lee.md")


def test_without_one_at_the_root_the_source_folder_wins_then_the_shortest_path() -> None:
    names = table("People/Ann Lee.md", "People/Old/Ann Lee.md")
    assert resolve("Ann Lee", "People/Old/x.md", names, {}).path == "People/Old/Ann Lee.md"
    assert resolve("Ann Lee", "Daily/x.md", names, {}).path == "People/Ann Lee.md"


@pytest.mark.parametrize(
    ("target", "source", "path"),
    [
        ("People/Ann Lee", "x.md", "People/Ann Lee.md"),
        ("Old/Ann Lee", "x.md", "People/Old/Ann Lee.md"),
        ("/Ann Lee", "People/x.md", "Ann Lee.md"),
        ("/Old/Ann Lee", "People/x.md", None),
        ("./Ann Lee", "People/x.md", "People/Ann Lee.md"),
        ("../Ann Lee", "People/x.md", "Ann Lee.md"),
        ("../../Ann Lee", "People/x.md", None),
        ("./Bob", "x.md", None),
        ("eople/Bob", "x.md", None),
        ("Nobody", "x.md", None),
    ],
)
def test_paths(target: str, source: str, path: str | None) -> None:
    assert resolve(target, source, table(*PATHS), {}).path == path


def test_an_alias_leads_to_its_contact_only_where_no_note_has_that_name() -> None:
    aliases = {"cy": ("Work/@Cy.md",), "bob": ("Work/@Cy.md",), "sam": ("a.md", "b.md")}
    assert resolve("Cy", "x.md", table(*PATHS), aliases) == Resolution("Work/@Cy.md", Certainty.ALIAS)
    assert resolve("Bob", "x.md", table(*PATHS), aliases).path == "People/Bob.md"
    assert resolve("Sam", "x.md", table(*PATHS), aliases) == Resolution(None, Certainty.AMBIGUOUS, ("a.md", "b.md"))


def test_folding_keeps_sharp_s_apart_as_obsidian_does() -> None:
    assert fold("Weiß") != fold("Weiss")
