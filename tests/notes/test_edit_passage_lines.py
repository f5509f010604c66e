"""Lines of prose put into a note: they state nothing, or they are not written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.notes.edit.passage_lines import add_passage
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules

PATH = "People/Ann Lee.md"
LOG = "## Log\n- 2026-10-05: coffee\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "> plums\n"),
        ("# Ann Lee\n", "# Ann Lee\n\n> plums\n"),
        ("---\na: b\n---\n", "---\na: b\n---\n\n> plums\n"),
        ("---\na: b\n---\n# Ann\n\nOld friend.\n\n" + LOG, "---\na: b\n---\n# Ann\n\nOld friend.\n\n> plums\n\n" + LOG),
        ("# Ann\r\n" + LOG.replace("\n", "\r\n"), "# Ann\r\n\r\n> plums\r\n\r\n" + LOG.replace("\n", "\r\n")),
        ("Text.\n# Part\nmore", "Text.\n\n> plums\n\n# Part\nmore"),
        ("- 2026-10-05: call", "- 2026-10-05: call\n\n> plums"),
    ],
)
def test_where_they_stand(before: str, after: str) -> None:
    assert add_passage(PATH, before, ["> plums"]).text == after


def test_a_list_goes_on_where_it_is() -> None:
    text = "# Ann\n\n- 2026-01: role was Cook\n\nOld friend.\n\n" + LOG
    added = add_passage(PATH, text, ["- 2026-11: role was Painter"], beside=re.compile(r"- \d{4}-\d\d: role was "))
    assert added.text == text.replace("Cook\n", "Cook\n- 2026-11: role was Painter\n")


@pytest.mark.parametrize(
    "line",
    ["- [ ] call her", "- 2026-11-01: call", "## Asks", "[[Bo Chen]]", "%%", "```", "knows:: [[Bo]]", "<!--"],
)
def test_what_would_state_something_or_hide_what_follows_is_refused(line: str) -> None:
    assert add_passage(PATH, "# Ann\n\n## Asks\n- a tuner\n\n" + LOG, [line]).text is None


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=30), max_size=3), st.booleans()
)
def test_whatever_the_lines_the_note_states_what_it_stated(lines: list[str], quoted: bool) -> None:
    before = "---\nemail: ann@lee.example\n---\n# Ann\n\nOld friend.\n\n## Asks\n- a tuner\n\n" + LOG
    added = add_passage(PATH, before, [f"> {line}" for line in lines] if quoted else lines)
    if added.text is not None:
        was, now = parse_note(PATH, before, Rules()), parse_note(PATH, added.text, Rules())
        assert [(entry.day, entry.text) for entry in now.entries] == [(entry.day, entry.text) for entry in was.entries]
        assert now.tasks == was.tasks
        assert now.contact is not None
        assert was.contact is not None
        assert [one.text for one in now.contact.asks] == [one.text for one in was.contact.asks]
