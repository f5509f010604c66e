"""Ticks: only the very task that was read, in the form of its dates, and back again."""

from datetime import date

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
