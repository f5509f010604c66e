"""Links after a rename: each leads where it led, in the form that it had, and nothing that need not change does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.index.names import note_key, resolve
from pnm_vault.index.relink import Renaming, plan_renaming
from pnm_vault.notes.text.links import clean_target
from tests.examples import examples

OLD, NEW = "People/Ann Lee.md", "People/Ann Moss.md"
NOTES = (OLD, "People/Bob.md", "Work/Ann Lee.md", "Work/Team/Cy.md", "Daily/2026-01-01.md")


def renaming(new: str = NEW, notes: tuple[str, ...] = NOTES, old: str = OLD) -> Renaming:
    return plan_renaming(notes, old, new)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        # To the note itself.
        ("People/Bob.md", "Ann Lee", "Ann Moss"),
        ("People/Bob.md", "ann lee.md", "Ann Moss.md"),
        ("Daily/2026-01-01.md", "People/Ann Lee", "People/Ann Moss"),
        ("Daily/2026-01-01.md", "/People/Ann Lee.md", "/People/Ann Moss.md"),
        ("Daily/2026-01-01.md", "../People/Ann Lee.md", "../People/Ann Moss.md"),
        ("People/Bob.md", "./Ann Lee", "./Ann Moss"),
        (OLD, "Ann Lee", "Ann Moss"),
        # To another note of that name: the nearest, or the shortest path.
        ("Work/Team/Cy.md", "Work/Ann Lee", "Work/Ann Lee"),
        ("Work/x.md", "Ann Lee", "Ann Lee"),
        ("Work/x.md", "../Work/Ann Lee.md", "../Work/Ann Lee.md"),
        ("Daily/2026-01-01.md", "Ann Lee", "Ann Lee"),  # Work/Ann Lee is the shorter path
        # To nothing, or to something else.
        ("People/Bob.md", "Ann Moss", "Ann Moss"),
        ("People/Bob.md", "Ann Lee.png", "Ann Lee.png"),
        ("People/Bob.md", "Bob", "Bob"),
        ("People/Bob.md", "../../Ann Lee", "../../Ann Lee"),
    ],
)
def test_a_new_name(source: str, target: str, expected: str) -> None:
    assert renaming().rewritten(source, target) == expected


def test_a_name_that_another_note_has_needs_the_longer_path() -> None:
    notes = (*NOTES, "Work/Ann Moss.md", "Z/Team/x.md")
    given_name = renaming(notes=notes)
    # The renamed note: where its name alone would lead to the other one.
    assert given_name.rewritten("Work/x.md", "People/Ann Lee") == "People/Ann Moss"
    assert given_name.rewritten("People/Bob.md", "Ann Lee") == "Ann Moss"
    assert given_name.rewritten("Z/Team/x.md", "People/Ann Lee.md") == "People/Ann Moss.md"
    # The other note: where its name alone would lead to the renamed one.
    assert given_name.rewritten("People/Bob.md", "Ann Moss") == "Work/Ann Moss"
    assert given_name.rewritten("People/Bob.md", "Ann Moss.md") == "Work/Ann Moss.md"
    assert given_name.rewritten("Work/x.md", "Ann Moss") == "Ann Moss"
    assert renaming("A/Ann Moss.md", (OLD, "Work/Ann Moss.md", "x.md")).rewritten("x.md", "Ann Moss") == "Work/Ann Moss"
    assert renaming("Zz/Ann Moss.md", (OLD, "Work/Ann Moss.md", "Work/x.md")).rewritten("Work/x.md", "Ann Lee") == (
        "Zz/Ann Moss"
    )


def test_a_note_at_the_root() -> None:
    moved = renaming("Ann Moss.md", (OLD, "Work/Ann Moss.md", "x.md"))
    assert moved.rewritten("x.md", "Ann Lee") == "Ann Moss"
    assert moved.rewritten("x.md", "Ann Moss") == "Work/Ann Moss"


def test_a_note_that_moves_takes_its_relative_links_along() -> None:
    moved = renaming("Work/Team/Ann Lee.md")
    assert moved.rewritten(OLD, "./Bob") == "../../People/Bob"
    assert moved.rewritten(OLD, "../Work/Team/Cy.md") == "Cy.md"
    assert moved.rewritten(OLD, "../img/a b.png") == "../../img/a b.png"
    assert moved.rewritten(OLD, "./a.pdf") == "../../People/a.pdf"
    assert moved.rewritten(OLD, "../../outside.png") == "../../outside.png"
    assert moved.rewritten(OLD, "../Work/Ann Lee") == "../Ann Lee"
    assert moved.rewritten(OLD, "img/a.png") == "img/a.png"
    assert moved.rewritten(OLD, "Ann Lee") == "Ann Lee"
    # Next to it lies another note of a name that it links to.
    near = renaming("Work/Ann Lee.md", (OLD, "People/Cy.md", "Work/Cy.md"))
    assert near.rewritten(OLD, "Cy") == "People/Cy"


_FOLDERS = ("", "A/", "B/", "A/C/", "Bb/")
_NAMES = ("x", "y", "Z", "w")
_PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", st.sampled_from(_FOLDERS), st.sampled_from(_NAMES))


@st.composite
def _targets(draw: st.DrawFn) -> str:
    start = draw(st.sampled_from(["", "", "./", "../", "/", "../../"]))
    folder = draw(st.sampled_from(["", "", "A/", "B/", "C/", "A/C/", "a/"]))
    return start + folder + draw(st.sampled_from([*_NAMES, "z", "W"])) + draw(st.sampled_from(["", ".md"]))


def _led_to(target: str, source: str, notes: list[str]) -> str | None:
    names: dict[str, tuple[str, ...]] = {}
    for path in sorted(notes):
        names[note_key(path)] = (*names.get(note_key(path), ()), path)
    return resolve(clean_target(target), source, names, {}).path


@settings(deadline=None, max_examples=examples(1500))
@given(st.sets(_PATHS, min_size=1, max_size=8), _PATHS, st.data())
def test_every_link_leads_where_it_led(paths: set[str], new: str, data: st.DataObject) -> None:
    notes = sorted(paths)
    old = data.draw(st.sampled_from(notes))
    if new in notes:
        return
    change = plan_renaming(notes, old, new)
    renamed = [new if path == old else path for path in notes]
    source = data.draw(st.sampled_from(notes))
    here = new if source == old else source
    target = data.draw(_targets())
    led_to = _led_to(target, source, notes)
    written = change.rewritten(source, target)
    if source != old and written != target:
        assert change.may_concern(f"a [[{target}]] b")
    if led_to is None:
        assert source == old or written == target
        return
    leads_to = new if led_to == old else led_to
    assert _led_to(written, here, renamed) == leads_to
    # What leads to the right note as it stands is not touched, unless it is relative in a note that moves.
    if led_to != old and here == source and _led_to(target, here, renamed) == leads_to:
        assert written == target
