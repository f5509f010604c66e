"""Full-text search in one note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.helping.finding import SHOWN, find_in, fold_text, read_query

NOTE = "---\nrole: joiner\n---\n# Darko Vuletić\r\nOne plank of WALNUT, because\rthe other plank was lonely.\n"


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Grey ROPE", ("grey", "rope")),
        ('"grey  rope" Tomaž', ("grey rope", "tomaz")),
        ("“grey rope” rope rope", ("grey rope", "rope")),
        ('an "open phrase', ("an", "open phrase")),
        ('"" " "', ()),
        ("Straße Ærø", ("strasse", "aero")),
    ],
)
def test_a_query(query: str, terms: tuple[str, ...]) -> None:
    assert read_query(query) == terms


def lines(query: str, text: str = NOTE, name: str = "Darko Vuletić") -> list[tuple[int, str]] | None:
    found = find_in(name, text, read_query(query))
    return None if found is None else [(line.line, line.text) for line in found.lines]


def test_all_words_are_needed_and_lines_with_the_most_come_first() -> None:
    assert lines("plank lonely") == [(6, "the other plank was lonely."), (5, "One plank of WALNUT, because")]
    assert lines("plank oak") is None
    assert lines("vuletic walnut") == [(4, "# Darko Vuletić"), (5, "One plank of WALNUT, because")]


def test_a_phrase_stands_in_one_line() -> None:
    assert lines('"plank of walnut"') == [(5, "One plank of WALNUT, because")]
    assert lines('"because the"') is None


def test_the_name_of_the_note_counts() -> None:
    assert lines("anna joiner", name="Anna") == [(2, "role: joiner")]
    found = find_in("Anna", "", ("anna",))
    assert found is not None
    assert (found.lines, found.named) == ((), 1)


def test_a_long_line_is_shown_around_the_word() -> None:
    text = "word " * 200 + "gräßlich needle " + "more " * 200
    [(number, shown)] = lines("needle", text) or []
    assert number == 1
    assert shown in text
    assert "needle" in shown
    assert len(shown) <= SHOWN


@given(st.text(max_size=300), st.text(min_size=1, max_size=8))
def test_what_is_shown_stands_in_the_note(text: str, term: str) -> None:
    terms = read_query(term)
    found = find_in("", text, terms) if terms else None
    if found is not None:
        whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert found.lines
        assert all(line.text in whole[line.line - 1] for line in found.lines)


def test_folding_keeps_lines() -> None:
    assert fold_text("É\nÉ\n").count("\n") == 2
