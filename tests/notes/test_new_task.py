"""A new task stands beside the others, and nothing else of the note changes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.notes.edit import LogStyle, TaskForm
from pnm_vault.notes.new_task import append_task
from tests.examples import examples

PATH = "People/Ann Lee.md"
DUE = date(2026, 12, 7)
NEW = "- [ ] send slides 📅 2026-12-07"


def added(text: str, words: str = "send slides", form: TaskForm = TaskForm.EMOJI) -> str:
    edited = append_task(PATH, text, words, DUE, form, LogStyle())
    assert edited.text is not None, edited.problem
    return edited.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"## Follow-ups\n{NEW}\n"),
        ("# Ann", f"# Ann\n\n## Follow-ups\n{NEW}"),
        ("# Ann\r\n", f"# Ann\r\n\r\n## Follow-ups\r\n{NEW}\r\n"),
        (
            "- [ ] one\n  - [ ] below\n  more\n\n## Log\n- 2026-01-01: tea\n",
            f"- [ ] one\n  - [ ] below\n  more\n{NEW}\n\n## Log\n- 2026-01-01: tea\n",
        ),
        ("* [x] one ✅ 2026-01-01\n", f"* [x] one ✅ 2026-01-01\n*{NEW[1:]}\n"),
        ("## Next steps\n\n## Log\n", f"## Next steps\n{NEW}\n\n## Log\n"),
        ("## To-do\nsome words\n\n## Log\n", f"## To-do\nsome words\n\n{NEW}\n\n## Log\n"),
        ("## Tasks\n- a plain point\n", f"## Tasks\n- a plain point\n{NEW}\n"),
    ],
)
def test_where_it_stands(before: str, after: str) -> None:
    assert added(before) == after


def test_the_due_day_is_written_as_in_the_vault() -> None:
    assert added("", form=TaskForm.DATAVIEW).endswith("- [ ] send slides [due:: 2026-12-07]\n")
    edited = append_task(PATH, "", "send slides", None, TaskForm.EMOJI, LogStyle(level=3, blank=True))
    assert edited.text == "### Follow-ups\n\n- [ ] send slides\n"


@pytest.mark.parametrize("words", ["", " \n ", "x" * 3000])
def test_words_that_are_no_task_are_refused(words: str) -> None:
    edited = append_task(PATH, "", words, DUE, TaskForm.EMOJI, LogStyle())
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code == "edit-words"


def test_nothing_is_added_within_code() -> None:
    edited = append_task(PATH, "```\n- [ ] one", "send slides", DUE, TaskForm.EMOJI, LogStyle())
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code == "edit-unproved"


PIECES = [
    "# Ann",
    "## Log",
    "- 2026-01-01: tea",
    "- [ ] one",
    "  - [x] two",
    "",
    "```",
    "%%",
    "> [ ] q",
    "| a |",
    "<!--",
    "---",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(deadline=None, max_examples=examples(100))
def test_all_other_bytes_stay(pieces: list[str], end: str, closed: bool) -> None:
    before = end.join(pieces) + (end if closed else "")
    edited = append_task(PATH, before, "send slides", DUE, TaskForm.EMOJI, LogStyle())
    if edited.text is not None:
        more = len(edited.text) - len(before)
        assert any(edited.text[:at] + edited.text[at + more :] == before for at in range(len(before) + 1))
