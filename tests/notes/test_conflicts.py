"""A note that a merge left in conflict counts as far as it can be read, and nothing in it twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.note import ParsedNote
from pnm_vault.model.settings import Settings
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.text.conflicts import lines_left_out

RULES = build_rules(Settings())
HEAD = "---\ntype: contact\n---\n\n## Log\n\n"


def read(body: str, head: str = HEAD) -> ParsedNote:
    return parse_note("People/Ann.md", head + body, RULES)


def days(note: ParsedNote) -> list[str]:
    return sorted(entry.day.isoformat() for entry in note.entries if entry.day is not None)


@pytest.mark.parametrize(
    "body",
    [
        "<<<<<<< HEAD\n- 2026-11-20 Coffee\n- 2026-11-21 Call\n=======\n- 2026-11-22 Walk\n>>>>>>> phone\n",
        "<<<<<<< HEAD\n- 2026-11-21 Call\n- 2026-11-20 Coffee\n=======\n- 2026-11-22 Walk\n- 2026-11-20 Coffee\n"
        ">>>>>>> phone\n",
        "<<<<<<< HEAD\n- 2026-11-22 Walk\n||||||| base\n- 2026-11-19 Mail\n=======\n- 2026-11-20 Coffee\n"
        "- 2026-11-21 Call\n>>>>>>> phone\n",
    ],
)
def test_log_lines_of_both_sides_count_once(body: str) -> None:
    note = read(body)
    assert days(note) == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert [problem.code for problem in note.problems] == ["conflict-markers"]
    assert note.problems[0].line == 7


def test_a_line_after_the_conflict_keeps_its_number() -> None:
    note = read("<<<<<<< HEAD\n- 2026-11-21 Call\n=======\n- 2026-11-21 Call\n>>>>>>> phone\n- 2026-11-01 Walk\n")
    assert [(entry.day.day, entry.line) for entry in note.entries if entry.day] == [(21, 8), (1, 12)]


@pytest.mark.parametrize("turn", [1, -1])
def test_of_a_task_that_is_open_and_done_the_done_one_counts(turn: int) -> None:
    sides = ["- [ ] Send [[Ben]] the slides 📅 2026-11-25", "- [x] Send [[Ben]] the slides 📅 2026-11-25 ✅ 2026-11-20"]
    one, other = sides[::turn]
    note = read(f"<<<<<<< HEAD\n{one}\n=======\n{other}\n>>>>>>> phone\n")
    assert not note.tasks


def test_the_line_between_the_sides_makes_no_heading() -> None:
    note = read("- 2026-11-20 Coffee\n\n<<<<<<< HEAD\n\nAsks\n=======\n>>>>>>> phone\n- 2026-11-21 Call\n")
    assert days(note) == ["2026-11-20", "2026-11-21"]


def test_a_conflict_that_begins_in_the_properties_gives_the_first_side() -> None:
    note = parse_note(
        "People/Ann.md",
        "---\ntype: contact\n<<<<<<< HEAD\nrole: baker\n---\n\n## Log\n\n- 2026-11-20 Coffee\n=======\n"
        "role: cook\n---\n\n## Asks\n\n- bread\n>>>>>>> phone\n- 2026-11-21 Call\n",
        RULES,
    )
    assert note.contact is not None
    assert (note.contact.role, note.contact.asks) == ("baker", ())
    assert days(note) == ["2026-11-20", "2026-11-21"]
    assert {problem.code for problem in note.problems} == {"conflict-markers"}


def test_markers_in_code_are_no_conflict() -> None:
    note = read("```diff\n<<<<<<< HEAD\n=======\n>>>>>>> phone\n```\n- 2026-11-21 Call\n")
    assert days(note) == ["2026-11-21"]
    assert not note.problems


@given(
    st.lists(
        st.sampled_from(["<<<<<<< a", "||||||| b", "=======", ">>>>>>> c", "- x", "- [ ] y", "- [x] y ✅ 2026-01-01"])
    )
)
def test_any_markers_in_any_order(lines: list[str]) -> None:
    marked, left_out = lines_left_out(lines)
    assert (marked < 0) == (not any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in lines))
    assert all(0 <= at < len(lines) for at in left_out)
    assert parse_note("a.md", "\n".join(lines), RULES) is not None


@given(st.lists(st.sampled_from(["- 2026-11-20 a", "- 2026-11-21 b", "- 2026-11-22 c"])), st.data())
def test_what_stands_on_a_side_is_read(first: list[str], data: st.DataObject) -> None:
    second = data.draw(st.lists(st.sampled_from([*first, "- 2026-11-23 d"])))
    lines = ["<<<<<<< a", *first, "=======", *second, ">>>>>>> c"]
    _, left_out = lines_left_out(lines)
    assert {line for at, line in enumerate(lines) if at not in left_out} == {*first, *second}
