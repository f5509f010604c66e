"""One line into a daily note: where it goes, that it is read as contact, and that no other byte changes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.settings import Settings, VaultSettings
from pnm_vault.notes.edit.daily_line import DailyStyle, append_daily_line, detect_daily_style
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from tests.examples import examples

DAY = date(2026, 11, 22)
PATH = "Daily/2026-11-22.md"
RULES = build_rules(Settings(vault=VaultSettings(daily_folder="Daily")))
WORDS = "tea with [[Ann Lee]]"
LOOSE = DailyStyle()
PEOPLE = DailyStyle("People", 2, "* ", False)


def added(text: str, style: DailyStyle = LOOSE) -> str:
    edited = append_daily_line(PATH, text, WORDS, DAY, style, RULES)
    assert edited.text is not None, edited.problem
    return edited.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- tea with [[Ann Lee]]\n"),
        ("\n", "- tea with [[Ann Lee]]\n\n"),
        ("- rain\n", "- rain\n- tea with [[Ann Lee]]\n"),
        ("- rain", "- rain\n- tea with [[Ann Lee]]"),
        ("- rain\r\n", "- rain\r\n- tea with [[Ann Lee]]\r\n"),
        ("- rain\n  all day\n\n\n", "- rain\n  all day\n- tea with [[Ann Lee]]\n\n\n"),
        ("Rain.\n", "Rain.\n\n- tea with [[Ann Lee]]\n"),
        ("# Sunday\n\n", "# Sunday\n\n- tea with [[Ann Lee]]\n"),
        ("# Sunday\n", "# Sunday\n\n- tea with [[Ann Lee]]\n"),
        ("- rain\n- \n", "- rain\n- tea with [[Ann Lee]]\n- \n"),
        ("---\ntags: [daily]\n---\n", "---\ntags: [daily]\n---\n\n- tea with [[Ann Lee]]\n"),
    ],
)
def test_at_the_end(before: str, after: str) -> None:
    assert added(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "# Sunday\n\n## people\n* rang\n\n## Food\n* rice\n",
            "# Sunday\n\n## people\n* rang\n* tea with [[Ann Lee]]\n\n## Food\n* rice\n",
        ),
        ("## People\n\n## Food\n", "## People\n* tea with [[Ann Lee]]\n\n## Food\n"),
        ("## Food\n* rice\n", "## Food\n* rice\n\n## People\n* tea with [[Ann Lee]]\n"),
        ("", "## People\n* tea with [[Ann Lee]]\n"),
    ],
)
def test_below_the_usual_heading(before: str, after: str) -> None:
    assert added(before, PEOPLE) == after


def test_an_empty_line_below_the_heading_where_that_is_usual() -> None:
    style = DailyStyle("People", 3, "- ", True)
    assert added("", style) == "### People\n\n- tea with [[Ann Lee]]\n"
    assert added("### People\n\n### Food\n", style) == "### People\n\n- tea with [[Ann Lee]]\n\n### Food\n"


def test_given_twice_it_stands_there_once() -> None:
    once = added("- rain\n")
    assert added(once) == once
    assert added(once.replace("- tea", "* tea")) == once.replace("- tea", "* tea")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("```\ncode\n", WORDS),
        ("%% remark\n", WORDS),
        ("- rain\n<<<<<<< ours\n", WORDS),
        ("---\ntype: person\n---\n", WORDS),
        ("", "2026-11-20 tea with [[Ann Lee]]"),
        ("", "[x] tea with [[Ann Lee]]"),
        ("", "tea with `[[Ann Lee]]`"),
        ("", "tea with nobody, [[2026-11-20]]"),
        ("", ""),
    ],
)
def test_what_would_not_be_read_as_meant_is_refused(text: str, words: str) -> None:
    edited = append_daily_line(PATH, text, words, DAY, DailyStyle(), RULES)
    assert edited.text is None
    assert edited.problem is not None


def test_the_note_must_be_that_of_the_day() -> None:
    assert append_daily_line("Daily/2026-11-21.md", "", WORDS, DAY, DailyStyle(), RULES).text is None
    assert append_daily_line("Notes/Rain.md", "", WORDS, DAY, DailyStyle(), RULES).text is None


def test_the_style_is_that_of_most_lines() -> None:
    below = "# Day\n## People\n\n* tea with [[Ann]]\n* rang [[Bob]]\n## Food\n- rice\n"
    loose = "# Day\n- tea with [[Ann]]\n"
    assert detect_daily_style([(PATH, below, frozenset([4, 5]))]) == DailyStyle("People", 2, "* ", True)
    assert detect_daily_style([(PATH, below, frozenset([4, 5])), (PATH, loose, frozenset([2]))]).heading == "People"
    assert detect_daily_style([(PATH, below, frozenset([4]))]).heading == ""
    assert detect_daily_style([(PATH, loose, frozenset([2]))] * 3) == DailyStyle()
    title = "# Sunday\n- tea with [[Ann]]\n- rang [[Bob]]\n"
    assert detect_daily_style([(PATH, title, frozenset([2, 3]))]) == DailyStyle()
    same = [(f"Daily/2026-11-2{at}.md", "# People\n- tea with [[Ann]]\n# Food\n", frozenset([2])) for at in (1, 2)]
    assert detect_daily_style(same) == DailyStyle("People", 1)
    assert detect_daily_style([]) == DailyStyle()


LINES = st.lists(
    st.sampled_from(
        [
            "# Day",
            "## People",
            "- rain",
            "- ",
            "- [ ] do",
            "- met [[Bob]]",
            "",
            "  more",
            "text",
            "```",
            "| a |",
            "> q",
            "%%",
        ]
    ),
    max_size=8,
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from([DailyStyle(), PEOPLE]), st.booleans())
@settings(max_examples=examples(200), deadline=None)
def test_no_other_byte_changes_and_it_is_read_back(lines: list[str], end: str, style: DailyStyle, closed: bool) -> None:
    text = end.join(lines) + (end if closed else "")
    edited = append_daily_line(PATH, text, WORDS, DAY, style, RULES)
    if edited.text is None:
        return
    rest = iter(edited.text.splitlines())
    assert all(line in rest for line in text.splitlines())
    before, after = parse_note(PATH, text, RULES), parse_note(PATH, edited.text, RULES)
    assert len(after.entries) == len(before.entries) + 1
    assert ("Ann Lee",) in [entry.targets for entry in after.entries]
