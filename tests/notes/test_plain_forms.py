"""What is read without a pattern, because most lines are plain, is read as the pattern would read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.notes.text import channels, log

PIECES = (
    "- ", "* ", "1. ", "**", "__", "_", "*", "2026-08-14", "2026-02-30", "2026-8-14", "20260814", "0000-01-01",
    "9999-12-31", "2026-W01-1", "14 Aug 2026", "Mon ", "(", ")", "[[", "]]", "]", "|", ": ", " — ", "tea", " 10:30",
    "T10:30", "1", " ", "[Ann](x)", "²", "٣", "-",
)  # fmt: skip
lines = st.lists(st.sampled_from(PIECES), max_size=7).map("".join).map(str.strip)


@given(lines)
def test_the_day_of_a_plain_line_is_that_of_the_pattern(text: str) -> None:
    found = log.leading_day(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "_plain_day", lambda _: None)
        assert log.leading_day(text) == found


@given(st.text(max_size=60) | st.text(st.characters(max_codepoint=127), max_size=60))
def test_the_words_of_plain_text_are_those_of_the_pattern(text: str) -> None:
    assert channels._words_of(text) == channels._WORDS.findall(text.lower())
