"""Ticks: only the very task that was read, in the form of its dates, and back again."""

from datetime import date
from time import process_time

import pytest

from pnm_vault.model.note import Origin
from pnm_vault.notes.edit import EDIT_CODES, Edited, TaskForm, detect_task_form, tick_task, untick_task
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules

PATH = "People/Ann Lee.md"
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("line", "ticked"),
    [
        ("- [ ] write", "- [x] write ✅ 2026-11-23"),
        ("* [ ] write 📅 2026-12-01", "* [x] write 📅 2026-12-01 ✅ 2026-11-23"),
        ("1. [ ] write ^id-1", "1. [x] write ✅ 2026-11-23 ^id-1"),
        ("\t- [ ] write  ", "\t- [x] write ✅ 2026-11-23  "),
        ("- [ ] write [due:: 2026-12-01]", "- [x] write [due:: 2026-12-01] [completion:: 2026-11-23]"),
        ("- [ ] write (due:: 2026-12-01) ^a", "- [x] write (due:: 2026-12-01) [completion:: 2026-11-23] ^a"),
        ("> - [ ] write", "> - [x] write ✅ 2026-11-23"),
        ("- [/] write", "- [x] write ✅ 2026-11-23"),
        ("- [ ] write ✅ 2026-01-01", "- [x] write ✅ 2026-01-01"),
        ("- {{[[TODO]]}} write", "- {{[[DONE]]}} write ✅ 2026-11-23"),
    ],
)
def test_the_box_and_the_day(line: str, ticked: str) -> None:
    for note in (f"# Ann\n- [ ] other\n{line}\nmore\n", f"\ufeff# Ann\r\n- [ ] other\r\n{line}"):
        edited = tick_task(PATH, note, 3, line, DAY)
        assert edited == Edited(note.replace(line, ticked))
        # The words behind the box, which a follow-up keeps, do as well; and once more changes nothing.
        words = line[line.index("write") :].strip()
        assert tick_task(PATH, note, 3, words, DAY) == edited
        assert edited.text is not None
        assert tick_task(PATH, edited.text, 3, words, DAY) == edited
        assert tick_task(PATH, edited.text, 3, ticked, DAY) == edited
        back = line.replace("[/]", "[ ]").replace(" ✅ 2026-01-01", "")
        assert untick_task(PATH, edited.text, 3, ticked) == Edited(note.replace(line, back))


def test_what_a_ticked_task_says_is_read() -> None:
    note = "- [ ] call Ann"
    edited = tick_task(PATH, note, 1, "call Ann", DAY, TaskForm.DATAVIEW)
    assert edited.text == "- [x] call Ann [completion:: 2026-11-23]"
    entries = parse_note(PATH, edited.text, Rules()).entries
    assert [(entry.day, entry.origin) for entry in entries] == [(DAY, Origin.TASK)]


@pytest.mark.parametrize(
    ("note", "line", "expected", "code"),
    [
        ("- [ ] write", 1, "- [ ] call", "edit-task"),
        ("- [ ] write more", 1, "write", "edit-task"),
        ("- [ ] write", 1, "", "edit-task"),
        ("- [ ] write", 2, "write", "edit-task"),
        ("- [ ] write", 0, "write", "edit-task"),
        ("- write", 1, "- write", "edit-task"),
        ("- [link](x.md)", 1, "- [link](x.md)", "edit-task"),
        ("```\n- [ ] write\n```", 2, "write", "edit-task"),
        ("%%\n- [ ] write\n%%", 2, "write", "edit-task"),
        ("---\na: b\n- [ ] write\n---\n", 3, "write", "edit-task"),
        ("- [ ] write 🔁 every week", 1, "write 🔁 every week", "edit-recurring"),
        ("- [ ] write [repeat:: every week]", 1, "write [repeat:: every week]", "edit-recurring"),
        ("- [ ] a 🔁 when I like 📅 2026-12-01", 1, "a 🔁 when I like 📅 2026-12-01", "edit-recurring"),
        ("- [ ] a 🔁 every moon 📅 2026-12-01", 1, "a 🔁 every moon 📅 2026-12-01", "edit-recurring"),
        ("- [ ] a 🔁 every day 📅 2026-02-30", 1, "a 🔁 every day 📅 2026-02-30", "edit-recurring"),
        ("- [ ] a 🔁 every day 📅 9999-12-31", 1, "a 🔁 every day 📅 9999-12-31", "edit-recurring"),
        (
            "- [ ] 🔁 every day 📅 2026-12-01 📅 2026-12-02",
            1,
            "🔁 every day 📅 2026-12-01 📅 2026-12-02",
            "edit-recurring",
        ),
        (
            "- [ ] 🔁 every day 🔁 every week 📅 2026-12-01",
            1,
            "🔁 every day 🔁 every week 📅 2026-12-01",
            "edit-recurring",
        ),
        ("- [ ] a 🔁 every day 🏁 delete 📅 2026-12-01", 1, "a 🔁 every day 🏁 delete 📅 2026-12-01", "edit-recurring"),
        ("- [ ] a 🔁 every day due 2026-12-01", 1, "a 🔁 every day due 2026-12-01", "edit-recurring"),
        ("- [ ] `📅 2026-12-01` 🔁 every day", 1, "`📅 2026-12-01` 🔁 every day", "edit-unproved"),
        (
            "- [ ] a 🔁 every day 🛫 2026-11-01 due 2026-12-01",
            1,
            "a 🔁 every day 🛫 2026-11-01 due 2026-12-01",
            "edit-unproved",
        ),
        ("<<<<<<< HEAD\n- [ ] write", 2, "write", "edit-conflict"),
    ],
)
def test_another_line_than_the_one_read_is_refused(note: str, line: int, expected: str, code: str) -> None:
    edited = tick_task(PATH, note, line, expected, DAY)
    assert edited.text is None
    assert edited.problem is not None
    assert edited.problem.code == code
    assert code in EDIT_CODES


def test_a_long_task_is_known_by_its_beginning() -> None:
    note = "- [ ] " + "word " * 80
    edited = tick_task(PATH, note, 1, note[6:206].rstrip(), DAY)
    assert edited.text == note.rstrip().replace("[ ]", "[x]") + " ✅ 2026-11-23 "


def test_the_form_is_that_of_most_tasks() -> None:
    assert detect_task_form([]) is TaskForm.EMOJI
    assert detect_task_form(["- [ ] a [due:: 2026-01-01]\n- [ ] b", "text 📅"]) is TaskForm.DATAVIEW
    assert (
        detect_task_form(["- [ ] a [due:: 2026-01-01]\n- [ ] b 📅 2026-01-01\n- [x] c ⏳ 2026-01-01"]) is TaskForm.EMOJI
    )


# Tasks that come back


@pytest.mark.parametrize(
    ("line", "coming", "ticked"),
    [
        (
            "- [ ] call 🔁 every week 📅 2026-11-20",
            "- [ ] call 🔁 every week 📅 2026-11-27",
            "- [x] call 🔁 every week 📅 2026-11-20 ✅ 2026-11-23",
        ),
        (
            "* [/] mow 🔁 every 2 weeks ⏳ 2021-10-28 📅 2021-10-30 ^mow",
            "* [ ] mow 🔁 every 2 weeks ⏳ 2021-11-11 📅 2021-11-13",
            "* [x] mow 🔁 every 2 weeks ⏳ 2021-10-28 📅 2021-10-30 ✅ 2026-11-23 ^mow",
        ),
        (
            "- [ ] sweep 🔁 every week when done ⏳ 2021-02-06 🛫 2021-02-01",
            "- [ ] sweep 🔁 every week when done ⏳ 2026-11-30 🛫 2026-11-25",
            "- [x] sweep 🔁 every week when done ⏳ 2021-02-06 🛫 2021-02-01 ✅ 2026-11-23",
        ),
        (
            "  - [ ] rent [due:: 2026-01-31] [repeat:: every month] [[Ann]]  ",
            "  - [ ] rent [due:: 2026-02-28] [repeat:: every month] [[Ann]]  ",
            "  - [x] rent [due:: 2026-01-31] [repeat:: every month] [[Ann]] [completion:: 2026-11-23]  ",
        ),
        (
            "> - [ ] ring (start:: 2026-11-01) (repeat:: every month on the 1st)",
            "> - [ ] ring (start:: 2026-12-01) (repeat:: every month on the 1st)",
            "> - [x] ring (start:: 2026-11-01) (repeat:: every month on the 1st) [completion:: 2026-11-23]",
        ),
        (
            "- [ ] 🆔 abc card ⛔ x1,y2 ⏫ 🔁 every year ➕ 2025-12-01 📅\ufe0f 2026-12-09 #task",
            "- [ ] card ⏫ 🔁 every year ➕ 2026-11-23 📅\ufe0f 2027-12-09 #task",
            "- [x] 🆔 abc card ⛔ x1,y2 ⏫ 🔁 every year ➕ 2025-12-01 📅\ufe0f 2026-12-09 #task ✅ 2026-11-23",
        ),
        (
            "1. [ ] pay 📅 [[2026-11-30]] 🔁 every month on the last 🏁 keep",
            "1. [ ] pay 📅 [[2026-12-31]] 🔁 every month on the last 🏁 keep",
            "1. [x] pay 📅 [[2026-11-30]] 🔁 every month on the last 🏁 keep ✅ 2026-11-23",
        ),
        (
            "- {{[[TODO]]}} water 🔁 every day 📅 2026-11-01",
            "- {{[[TODO]]}} water 🔁 every day 📅 2026-11-02",
            "- {{[[DONE]]}} water 🔁 every day 📅 2026-11-01 ✅ 2026-11-23",
        ),
    ],
)
def test_the_next_occurrence_stands_above_the_one_that_was_done(line: str, coming: str, ticked: str) -> None:
    below = "    indented below it" if not line.startswith(">") else "> more"
    for end in ("\n", "\r\n", "\r"):
        note = end.join(["# Ann", "", "- [ ] other 📅 2026-12-01", line, below, "## Log", "- 2026-01-01: tea", ""])
        edited = tick_task(PATH, note, 4, line, DAY)
        assert edited == Edited(note.replace(line, coming + end + ticked))
        assert edited.text is not None
        # The line that was meant is no longer there, and the tick is not taken back by half.
        for again in (tick_task(PATH, edited.text, 4, line, DAY), untick_task(PATH, edited.text, 5, ticked)):
            assert again.problem is not None
            assert again.problem.code in ("edit-task", "edit-recurring")
        assert tick_task(PATH, edited.text, 5, ticked, DAY) == Edited(edited.text)


def test_a_task_that_comes_back_alone_in_its_note() -> None:
    line = "- [ ] call 🔁 every week 📅 2026-11-20"
    coming, ticked = "- [ ] call 🔁 every week 📅 2026-11-27", "- [x] call 🔁 every week 📅 2026-11-20 ✅ 2026-11-23"
    assert tick_task(PATH, line, 1, line, DAY) == Edited(f"{coming}\n{ticked}")
    assert tick_task(PATH, f"# A\r\n{line}", 2, line, DAY) == Edited(f"# A\r\n{coming}\r\n{ticked}")


def test_a_very_long_line_takes_no_long_time() -> None:
    for middle in (" " * 100_000, "🔁 every " + "a on " * 20_000, "📅 " * 20_000, "[id:: " * 20_000, "⛔ a," * 20_000):
        line = f"- [ ] call {middle} 🔁 every week 📅 2026-11-20"
        begun = process_time()
        tick_task(PATH, line, 1, line, DAY)
        assert process_time() - begun < 3
