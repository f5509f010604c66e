"""The laws of uniting two notes: every line and every word of both is there, and no text makes it fail."""

from collections import Counter

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.lines import scan
from pnm_vault.sync.merge.text import cut_note, normal
from pnm_vault.sync.merge.uniting import Joining, unite_notes
from tests.properties.test_edit import _notes

PATH = "People/Ann Lee.md"
NAMES = Joining(("Ann Lee", "Anna Lee"))


def body_lines(text: str) -> Counter[str]:
    body = cut_note(normal(text)).body
    return Counter([line.strip() for line in body if line.strip()])


def days_told(text: str) -> set[tuple[str, str]]:
    """Give the days of contact that the text below the properties tells of."""
    note, cut = parse_note(PATH, normal(text), Rules()), cut_note(normal(text))
    first = len(cut.lines) - len(cut.body)
    return {(one.day.isoformat(), one.text) for one in note.entries if one.line > first}


@given(_notes(), _notes())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_of_both_is_in_the_united_note(kept: str, other: str) -> None:
    kept, other = kept.removeprefix("\ufeff"), other.removeprefix("\ufeff")
    united = unite_notes(PATH, kept, other, NAMES)
    if united.text is None:
        assert united.problem is not None
        assert united.problem.code in ("edit-block", "edit-unproved", "edit-kind")
        return
    now = body_lines(united.text)
    assert body_lines(kept) <= now
    headings = {"# Ann Lee", "## Log", "## Interactions", "Log", "---"}
    assert set(body_lines(other)) - headings <= set(now)
    told = normal(united.text).casefold()
    for text in (kept, other):
        for key, node in read_frontmatter(PATH, normal(text)).values.items():
            if isinstance(node.value, str) and not node.value.startswith("2026-"):
                assert all(word in told for word in node.value.casefold().split()), key
    assert days_told(kept) | days_told(other) <= days_told(united.text)


@given(st.text(max_size=80), st.one_of(st.text(max_size=80), _notes()))
@example("---\n", "---\na: b\n---\n")
@example("```\n", "text")
@example("", "")
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_makes_it_fail(kept: str, other: str) -> None:
    united = unite_notes(PATH, kept, other, NAMES)
    assert (united.text is None) != (united.problem is None)
    if united.text is not None:
        assert scan(united.text, 0) is not None
