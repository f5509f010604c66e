"""The note of synonyms: groups, cuts, and lines that are neither."""

import pytest

from pnm_vault.model.note import NoteKind
from pnm_vault.model.settings import MatchingSettings, Settings
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules, build_rules
from pnm_vault.notes.text.synonyms import read_group

NOTE = """---
tags: [words]
---
# My words

- front-end engineer = React developer, **frontend developer**; UI developer
caulking = boat repair %% not the other kind %%
> whatever stands in a quote is mine
%% so is = a comment %%
- !restaurant, walnut
"""


def test_a_line_is_a_group() -> None:
    note = parse_note("Synonyms.md", NOTE, Rules())
    assert note.kind is NoteKind.SYNONYMS
    assert note.problems == ()
    assert note.synonyms == (
        SynonymGroup(("front-end engineer", "React developer", "frontend developer", "UI developer"), 6),
        SynonymGroup(("caulking", "boat repair"), 7),
        SynonymGroup(("restaurant", "walnut"), 10, True),
    )


def test_the_settings_say_which_note_it_is() -> None:
    rules = build_rules(Settings(matching=MatchingSettings("Words/Mine.md")))
    assert parse_note("words/mine.md", NOTE, rules).kind is NoteKind.SYNONYMS
    assert parse_note("Synonyms.md", NOTE, rules).kind is NoteKind.OTHER


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("plain prose", "it has no `=`"),
        ("= plumber", "nothing stands before its `=`"),
        ("plumber =", "it names only one word"),
        ("plumber = Plumber", "it names only one word"),
        ("a = b = c", "it has a second `=`"),
        ("!", "nothing stands behind its `!`"),
        (f"plumber = {'very ' * 30}long", "one of its words is as long as a sentence"),
    ],
)
def test_a_faulty_line_is_a_problem_with_its_place_and_remedy(line: str, fault: str) -> None:
    assert read_group(line, 1) == fault
    note = parse_note("Synonyms.md", f"# Mine\n\n{line}\nplumber = pipe fitter\n", Rules())
    [problem] = note.problems
    assert (problem.line, problem.code) == (3, "bad-synonyms")
    assert fault in problem.message
    assert "write `word = word, word`" in problem.message
    assert note.synonyms == (SynonymGroup(("plumber", "pipe fitter"), 4),)
