"""The note of resources: lines, parts, and lines that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.note import NoteKind
from pnm_vault.model.resource import Resource
from pnm_vault.model.settings import MatchingSettings, Settings
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules, build_rules
from pnm_vault.notes.text.resources import read_resource

NOTE = """---
type: resources
---
# What I may need

- a bed in Graz: guest room; spare bed

## Hands

- **lend a van**: van, "moving house", van
> a quote: is mine
%% a comment: is mine too %%

## Fields of work
* climate: energy, glaciers
"""


def test_a_line_is_a_resource_of_the_part_above_it() -> None:
    note = parse_note("Resources.md", NOTE, Rules())
    assert note.kind is NoteKind.RESOURCES
    assert note.problems == ()
    assert note.resources == (
        Resource("a bed in Graz", ("guest room", "spare bed"), 6),
        Resource("lend a van", ("van", "moving house"), 10, "Hands"),
        Resource("climate", ("energy", "glaciers"), 15, "Fields of work"),
    )


def test_a_note_of_that_name_is_one_only_if_it_says_so() -> None:
    """Many a vault has a `Resources.md` of quite another sort; its tasks and links have to count as ever."""
    plain = NOTE.replace("type: resources", "type: area")
    assert parse_note("Resources.md", plain, Rules()).kind is NoteKind.OTHER
    assert parse_note("Elsewhere/Resources.md", NOTE, Rules()).kind is NoteKind.OTHER
    rules = build_rules(Settings(matching=MatchingSettings(resources="Lists/Needs.md")))
    assert parse_note("lists/needs.md", NOTE, rules).kind is NoteKind.RESOURCES


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("plain prose", "it has no colon"),
        (": van", "nothing stands before its colon"),
        ("lend a van:", "no word stands behind its colon"),
        ("lend a van: , ;", "no word stands behind its colon"),
        (f"lend a van: {'very ' * 30}long", "one of its words is as long as a sentence"),
    ],
)
def test_a_faulty_line_is_a_problem_with_its_place_and_remedy(line: str, fault: str) -> None:
    assert read_resource(line, 1) == fault
    note = parse_note("Resources.md", f"---\ntype: resources\n---\n{line}\nbed: spare bed\n", Rules())
    [problem] = note.problems
    assert (problem.line, problem.code) == (4, "bad-resource")
    assert fault in problem.message and "write `advise on law: lawyer, legal aid`" in problem.message
    assert [one.text for one in note.resources] == ["bed"]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    note = parse_note("Resources.md", f"---\ntype: resources\n---\n{text}", Rules())
    assert all(one.text and one.words for one in note.resources)
