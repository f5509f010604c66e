"""Log lines: each note's own form, order and place, and words that cannot break out of their line."""

from datetime import date

import pytest

from pnm_vault.notes.edit import EDIT_CODES, LineForm, LogStyle, append_log_line, detect_style
from pnm_vault.notes.edit.log_style import read_form
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules

PATH = "People/Ann Lee.md"
DAY = date(2026, 11, 23)
STYLE = LogStyle()


def _log(note: str, words: str = "coffee", day: date = DAY, style: LogStyle = STYLE) -> str:
    edited = append_log_line(PATH, note, day, words, style)
    assert edited.problem is None, edited.problem
    assert edited.text is not None
    # What was written is read as contact on that day.
    assert [entry.day for entry in parse_note(PATH, edited.text, Rules()).entries].count(day) == 1 + [
        entry.day for entry in parse_note(PATH, note, Rules()).entries
    ].count(day)
    return edited.text


@pytest.mark.parametrize(
    ("note", "line", "at"),
    [
        ("## Log\n- 2026-08-14: x\n- 2026-07-01: y\n", "- 2026-11-23: coffee", 1),
        ("## Log\n- 2026-07-01: y\n- 2026-08-14: x\n", "- 2026-11-23: coffee", 3),
        ("## Log\n- 2026-07-01: y\n- 2026-08-14: x\n  more\n\n  still\n- other\n", "- 2026-11-23: coffee", 6),
        ("# A\n\n## Interactions\n\n* [[2026-08-14]] — x\n* [[2026-07-01]] — y\n", "* [[2026-11-23]] — coffee", 4),
        ("## Log\n- [[Daily/2026-08-14]]: x\n- [[Daily/2026-07-01]]: y\n", "- [[Daily/2026-11-23]]: coffee", 1),
        ("## Log\n- **2026-08-14** x\n- **2026-07-01** y\n", "- **2026-11-23** coffee", 1),
        ("## Log\n- **2026-08-14:** x\n- **2026-07-01:** y\n", "- **2026-11-23:** coffee", 1),
        ("## Log\n- __2026-08-14__ - x\n- __2026-07-01__ - y\n", "- __2026-11-23__ - coffee", 1),
        ("## Log\n+ 2026/08/14 x\n+ 2026/07/01 y\n", "+ 2026/11/23 coffee", 1),
        ("## Log\n  - 2026-08-14 – x\n  - 2026-07-01 – y\n", "  - 2026-11-23 – coffee", 1),
        ("## Log\n- all\n\t- 2026-08-14: x\n\t- 2026-07-01: y", "\t- 2026-11-23: coffee", 2),
        ("## Log\n2026-08-14 = x\n2026-07-01 = y\n", "2026-11-23 = coffee", 1),
        ("## Log\n- Fri 2026-08-14: x\n- Wed 2026-07-01: y\n", "- Mon 2026-11-23: coffee", 1),
        ("## Log\n- Wednesday, 2026-07-01 y\n- Friday, 2026-08-14 x\n", "- Monday, 2026-11-23 coffee", 3),
        (
            "## Log\n* **Fri. [[2026-08-14]]** — x\n* **Wed. [[2026-07-01]]** — y\n",
            "* **Mon. [[2026-11-23]]** — coffee",
            1,
        ),
        ("## Log\nFri (2026-08-14) x\nWed (2026-07-01) y\n", "Mon (2026-11-23) coffee", 1),
        ("## Log\n- fri 2026-08-14: x\n- wed 2026-07-01: y\n", "- 2026-11-23: coffee", 1),
        ("## Log\n- Fri 14 Aug 2026: x\n- Wed 1 July 2026: y\n", "- 2026-11-23: coffee", 1),
        ("## Log\n- (2026-08-14) x\n- (2026-07-01) y\n", "- (2026-11-23) coffee", 1),
        ("## Log\n- ([[2026-08-14]]): x\n- ([[2026-07-01]]): y\n", "- ([[2026-11-23]]): coffee", 1),
        ("## Log\n### Friday, 2026-08-14\nx\n### Wednesday, 2026-07-01\n", "### Monday, 2026-11-23 coffee", 1),
        ("## Log\n- 20260814 x\n- 20260701 y\n", "- 20261123 coffee", 1),
        ("## Log\n* [[20260701]]: y\n* [[20260814]]: x\n", "* [[20261123]]: coffee", 3),
        ("# Ann\n- 20260814 x\n- 20260701 y\n- 2026-05-01: z\n", "- 2026-11-23: coffee", 3),
        ("Log\n---\n- 2026-08-14: x\n- 2026-07-01: y\n", "- 2026-11-23: coffee", 2),
        ("Log\n===\n\n## Next\n", "- 2026-11-23: coffee", 2),
        ("# Ann\n\nLog\n---\n", "- 2026-11-23: coffee", 4),
        ("Log\n===\n\nNext\n====\n", "- 2026-11-23: coffee", 2),
        ("Log\n===\n- 2026-07-01: y\n- 2026-08-14: x\n\nNext\n----\n", "- 2026-11-23: coffee", 4),
        ("## Log\n- 2026-07-01: y\n- 2026-08-14: x\n---\n", "- 2026-11-23: coffee", 3),
        ("## Log\n- 2026-07-01: y\n- 2026-08-14: ~~x~~\n", "- 2026-11-23: coffee", 3),
        ("## Log\n- 14 August 2026: x\n- 1 July 2026: y\n", "- 2026-11-23: coffee", 1),
        ("## Log\n### 2026-08-14 — Topic\ntext\n### 2026-07-01 — Topic\n", "### 2026-11-23 — coffee", 1),
        ("## Log\n### 2026-07-14 — Topic\ntext\n### 2026-08-01 — Topic\nmore\n\n## B\n", "### 2026-11-23 — coffee", 5),
        (
            "## Log\n\n| Date | Type | What |\n|---|---|---|\n| 2026-08-14 | | x |\n",
            "| 2026-11-23 | Meeting | coffee |",
            4,
        ),
        ("## Log\n\n| Date | Notes |\n|---|---|\n", "| 2026-11-23 | coffee |", 4),
        ("## Log\n\n| Date | Type |\n|---|---|\n| [[2026-01-01]] | x |\n| [[2026-02-01]] | y |\n", None, 0),
        ("## Log\n| Who | When | What |\n|-|-|-|\n| a | **2026-01-01** | x |\n", "|  | **2026-11-23** | coffee |", 3),
        ("## Log\n\n## Next\n", "- 2026-11-23: coffee", 1),
        ("## Log\n- \n\n## Next\n", "- 2026-11-23: coffee", 2),
        ("- 2026-08-14: x\n- 2026-07-01: y\n", "- 2026-11-23: coffee", 0),
        ("# Ann\n2026-08-14: x\n", "2026-11-23: coffee", 1),
        ("## Log\n### 2026\n- 2026-08-14: x\n### 2025\n- 2025-07-01: y\n", "- 2026-11-23: coffee", 2),
    ],
)
def test_the_note_decides_form_and_place(note: str, line: str | None, at: int) -> None:
    for end in ("\n", "\r\n", "\r"):
        text = note.replace("\n", end)
        if line is None:
            edited = append_log_line(PATH, text, DAY, "coffee", STYLE)
            assert edited.problem is not None
            assert edited.problem.code == "edit-words"
            continue
        lines = note.split("\n")
        assert _log(text) == end.join([*lines[:at], line, *lines[at:]])


def test_an_earlier_day_goes_where_it_belongs() -> None:
    note = "## Log\n- 2026-08-14: x\n- 2026-07-01: y\n- 2026-05-01: z\n"
    assert _log(note, day=date(2026, 7, 15)) == note.replace("- 2026-07-01", "- 2026-07-15: coffee\n- 2026-07-01")
    assert _log(note, day=date(2026, 1, 1)) == note + "- 2026-01-01: coffee\n"
    rising = "## Log\n- 2026-05-01: z\n- 2026-07-01: y\n- 2026-08-14: x"
    assert _log(rising, day=date(2026, 7, 15)) == rising.replace("- 2026-08-14", "- 2026-07-15: coffee\n- 2026-08-14")
    assert _log(rising, day=date(2026, 1, 1)) == rising.replace("- 2026-05-01", "- 2026-01-01: coffee\n- 2026-05-01")
    assert _log(rising) == rising + "\n- 2026-11-23: coffee"
    headed = "## Log\n\n### 2026-08-14 — x\n\ntext\n\n### 2026-05-01 — y\n\n## Next\n"
    expected = headed.replace("### 2026-05-01", "### 2026-07-01 — coffee\n\n### 2026-05-01")
    assert _log(headed, day=date(2026, 7, 1)) == expected
    assert _log(headed, day=date(2026, 1, 1)) == headed.replace("— y\n", "— y\n\n### 2026-01-01 — coffee\n")


def test_one_entry_leaves_the_order_to_the_vault() -> None:
    note = "## Log\n- 2026-08-14: x\n"
    assert _log(note, style=LogStyle(newest_first=True)).split("\n")[1] == "- 2026-11-23: coffee"
    assert _log(note, style=LogStyle(newest_first=False)).split("\n")[2] == "- 2026-11-23: coffee"


def test_empty_lines_between_entries_are_kept_up() -> None:
    note = "## Log\n\n- 2026-08-14: x\n\n- 2026-07-01: y\n"
    assert _log(note) == note.replace("- 2026-08-14", "- 2026-11-23: coffee\n\n- 2026-08-14")
    rising = "## Log\n\n- 2026-07-01: x\n\n- 2026-08-14: y\n\n## Next\n"
    assert _log(rising) == rising.replace(": y\n", ": y\n\n- 2026-11-23: coffee\n")


def test_a_new_year_gets_its_heading() -> None:
    falling = "## Log\n\n### 2025\n- 2025-07-01: y\n\n### 2024\n- 2024-07-01: y\n"
    assert _log(falling) == falling.replace("### 2025", "### 2026\n- 2026-11-23: coffee\n\n### 2025")
    assert _log(falling, day=date(2024, 8, 1)) == falling.replace("- 2024", "- 2024-08-01: coffee\n- 2024")
    rising = "## Log\n### 2024\n- 2024-07-01: y\n### 2025\n- 2025-07-01: y\n## Next\n"
    assert _log(rising) == rising.replace("## Next", "### 2026\n- 2026-11-23: coffee\n## Next")
    assert _log(rising, day=date(2023, 1, 1)) == rising.replace("### 2024", "### 2023\n- 2023-01-01: coffee\n### 2024")


def test_a_note_without_a_log_gets_one_at_its_end() -> None:
    plain = LogStyle("Interactions", 2, LineForm("* [[", "]] — "))
    assert _log("# Ann\n\ntext\n", style=plain) == "# Ann\n\ntext\n\n## Interactions\n\n* [[2026-11-23]] — coffee\n"
    assert _log("# Ann\r\n\r\ntext", style=plain).endswith(
        "text\r\n\r\n## Interactions\r\n\r\n* [[2026-11-23]] — coffee"
    )
    assert _log("", style=plain) == "## Interactions\n* [[2026-11-23]] — coffee\n"
    assert _log("---\na: b\n---\n", style=plain).startswith("---\na: b\n---\n\n## Interactions\n")
    assert _log("# A\n## B\nx\n", style=plain) == "# A\n## B\nx\n## Interactions\n* [[2026-11-23]] — coffee\n"
    assert _log("# A\n\n## B\n\nx\n\n", style=plain).endswith("x\n\n## Interactions\n\n* [[2026-11-23]] — coffee\n")
    headed = LogStyle("Log", 2, LineForm("### ", " — "))
    assert _log("x\n", style=headed) == "x\n\n## Log\n\n### 2026-11-23 — coffee\n"
    assert _log("# Log\n", style=headed) == "# Log\n\n## 2026-11-23 — coffee\n"
    table = LogStyle("Contact Log", 2, columns=("Date", "Type", "Notes"))
    rows = "| Date | Type | Notes |\n| --- | --- | --- |\n| 2026-11-23 | Call | called \\| wrote |\n"
    assert _log("x\n", "called | wrote", style=table) == f"x\n\n## Contact Log\n\n{rows}"


def test_the_log_in_use_is_taken_among_several() -> None:
    note = "## Meetings\n- 2025-01-01: a\n\n## Log\n- 2026-01-01: b\n\n## Calls\n"
    assert _log(note) == note.replace("- 2026-01-01", "- 2026-11-23: coffee\n- 2026-01-01")
    empty = "## Meetings\n\n## Interactions\n\n## Calls\n"
    usual = LogStyle("Interactions")
    assert _log(empty, style=usual) == empty.replace("## Interactions\n", "## Interactions\n- 2026-11-23: coffee\n")


def test_where_words_do_not_count_a_log_is_made() -> None:
    note = "- 2026-01-01: born to run, called\n"
    assert _log(note, "moved house") == note + "\n## Log\n- 2026-11-23: moved house\n"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("one\n\n## Two\r\n- [ ] three", "one ## Two - [ ] three"),
        ("a\u2028b\u2029c\x85d\x0be\x00f\u202eg", "a b c d e f g"),
        ("100%% sure %%%", "100%\\% sure %\\%\\%"),
        ("<!-- x $$y$$", "<\\!-- x $\\$y$\\$"),
        ("`code` and ```", "`code` and ```"),
        ("  [[Bob]] | *x*  ", "[[Bob]] | *x*"),
    ],
)
def test_words_cannot_break_out(words: str, written: str) -> None:
    note = "## Log\n- 2026-08-14: x\n\n%% hidden %%\n$$\ny\n$$\n```\ncode\n```\n"
    assert _log(note, words) == note.replace("- 2026-08-14", f"- 2026-11-23: {written}\n- 2026-08-14")


def test_a_bar_is_escaped_once_in_a_table() -> None:
    note = "## Log\n| Date | Notes |\n|---|---|\n| 2026-08-14 | x |\n"
    row = "| 2026-11-23 | [[Bob\\|b]] a \\| b |\n"
    assert _log(note, "[[Bob\\|b]] a | b") == note.replace("| 2026-08-14", row + "| 2026-08-14")


@pytest.mark.parametrize(
    ("note", "words", "code"),
    [
        ("## Log\n", " \n\t", "edit-words"),
        ("## Log\n", "x" * 3000, "edit-words"),
        ("## Log\n```\nnever closed\n", "coffee", "edit-unproved"),
        ("text\n%%\nnever closed\n", "coffee", "edit-unproved"),
        ("## Log\n<<<<<<< HEAD\n- 2026-01-01: x\n", "coffee", "edit-conflict"),
        ("# Ann\n- 2026-01-01: x\n", "call (birthday:: 05-12)", "edit-unproved"),
    ],
)
def test_what_cannot_be_logged_is_refused(note: str, words: str, code: str) -> None:
    edited = append_log_line(PATH, note, DAY, words, STYLE)
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code == code
    assert code in EDIT_CODES


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("- 2026-08-14: x", LineForm("- ", ": ")),
        ("- 2026-08-14", LineForm("- ", ": ")),
        ("* [[a/b/2026-08-14]] x", LineForm("* [[a/b/", "]] ")),
        ("1. *2026-08-14* -- x", LineForm("1. *", "* -- ")),
        ("## 2026.08.14", LineForm("## ", " ", ".")),
        ("- 2026-08-14 -5 degrees", LineForm("- ", " ")),
        ("- [[2026-08-14|14 Aug]] x", None),
        ("- **2026-08-14 Lunch** x", None),
        ("- 2026-08-14x", None),
        ("- 14.08.2026: x", None),
        ("- [2026-08-14](x.md) y", None),
    ],
)
def test_forms_of_a_line(line: str, form: LineForm | None) -> None:
    assert read_form(line) == form


def test_the_style_of_a_vault_is_that_of_most_notes() -> None:
    one = "## Interactions\n\n* [[2026-01-01]] — x\n* [[2026-02-01]] — y\n"
    two = "# Log\n- 2026-02-01: x\n- 2026-01-01: y\n"
    notes = [("a.md", two), ("b.md", one), ("c.md", one.replace("\n", "\r\n")), ("d.md", "no log")]
    assert detect_style(notes) == LogStyle("Interactions", 2, LineForm("* [[", "]] — "), False, (), True)
    assert detect_style([]) == LogStyle()
    years = "# Log\n## 2026\n- 2026-02-01: x\n- 2026-01-01: y\n"
    assert detect_style([("a.md", years)]) == LogStyle("Log", 1, LineForm("- ", ": "), True, (), False)
    table = "## Contact Log\n\n| Date | Type | Notes |\n|---|---|---|\n| 2026-08-14 | Call | x |\n"
    assert detect_style([("a.md", table)]).columns == ("Date", "Type", "Notes")
