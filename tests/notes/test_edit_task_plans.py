"""Tasks put off and called off: the day where it stands, the sign and its day, and not a byte more."""

from datetime import date

import pytest

from pnm_vault.notes.edit import Edited, TaskForm, cancel_task, move_task
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules

PATH = "People/Ann Lee.md"
DAY = date(2026, 11, 23)
DUE = date(2027, 1, 14)


@pytest.mark.parametrize(
    ("line", "was", "moved"),
    [
        ("- [ ] write", None, "- [ ] write 📅 2027-01-14"),
        ("- [ ] write ^id-1", None, "- [ ] write 📅 2027-01-14 ^id-1"),
        ("* [/] write 📅 2026-12-01 🔺", date(2026, 12, 1), "* [/] write 📅 2027-01-14 🔺"),
        ("- [ ] write 🗓️ [[2026-12-01]]", date(2026, 12, 1), "- [ ] write 🗓️ [[2027-01-14]]"),
        ("- [ ] write ⏳ 2026-12-01", date(2026, 12, 1), "- [ ] write ⏳ 2027-01-14"),
        ("- [ ] write [due:: 2026-12-01] ^a", date(2026, 12, 1), "- [ ] write [due:: 2027-01-14] ^a"),
        ("- [ ] write (due:: 2026-12-01)", date(2026, 12, 1), "- [ ] write (due:: 2027-01-14)"),
        ("- [ ] write [created:: 2026-01-01]", None, "- [ ] write [created:: 2026-01-01] [due:: 2027-01-14]"),
        ("- [ ] write (2026-12-01) please", date(2026, 12, 1), "- [ ] write (2027-01-14) please"),
        ("- [ ] write by 2026-12-01", date(2026, 12, 1), "- [ ] write by 2027-01-14"),
        ("- [ ] write 📅 2026-12-01 ➕ 2026-12-01", date(2026, 12, 1), "- [ ] write 📅 2027-01-14 ➕ 2026-12-01"),
        ("> - [ ] write", None, "> - [ ] write 📅 2027-01-14"),
        ("- [ ] write 🔁 every week 📅 2026-12-01", date(2026, 12, 1), "- [ ] write 🔁 every week 📅 2027-01-14"),
        ("- {{[[TODO]]}} write", None, "- {{[[TODO]]}} write 📅 2027-01-14"),
    ],
)
def test_another_day(line: str, was: date | None, moved: str) -> None:
    for note in (f"# Ann\n- [ ] other\n{line}\nmore\n", f"\ufeff# Ann\r\n- [ ] other\r\n{line}"):
        edited = move_task(PATH, note, 3, line, DUE, was)
        assert edited == Edited(note.replace(line, moved))
        assert edited.text is not None
        assert move_task(PATH, edited.text, 3, moved, DUE, DUE) == edited


def test_the_form_of_the_vault() -> None:
    assert move_task(PATH, "- [ ] write", 1, "write", DUE, None, TaskForm.DATAVIEW).text == (
        "- [ ] write [due:: 2027-01-14]"
    )
    assert cancel_task(PATH, "- [ ] write", 1, "write", DAY, TaskForm.DATAVIEW).text == (
        "- [-] write [cancelled:: 2026-11-23]"
    )


@pytest.mark.parametrize(
    ("line", "called_off"),
    [
        ("- [ ] write", "- [-] write ❌ 2026-11-23"),
        ("* [/] write 📅 2026-12-01 ^a", "* [-] write 📅 2026-12-01 ❌ 2026-11-23 ^a"),
        ("> - [ ] write", "> - [-] write ❌ 2026-11-23"),
        ("- [ ] write 🔁 every week 📅 2026-12-01", "- [-] write 🔁 every week 📅 2026-12-01 ❌ 2026-11-23"),
    ],
)
def test_called_off(line: str, called_off: str) -> None:
    note = f"# Ann\r\n- [ ] other\r\n{line}"
    edited = cancel_task(PATH, note, 3, line, DAY)
    assert edited == Edited(note.replace(line, called_off))
    assert edited.text is not None
    assert [task.text for task in parse_note(PATH, edited.text, Rules()).tasks] == ["other"]


@pytest.mark.parametrize(
    ("note", "expected", "was", "code"),
    [
        ("- [ ] write", "call", None, "edit-task"),
        ("- [x] write", "write", None, "edit-task"),
        ("- [-] write", "write", None, "edit-task"),
        ("```\n- [ ] write\n```", "- [ ] write", None, "edit-task"),
        (
            "- [ ] write @2026-12-01 and by 2026-12-01",
            "write @2026-12-01 and by 2026-12-01",
            date(2026, 12, 1),
            "edit-task",
        ),
        ("- [ ] write in December", "write in December", date(2026, 12, 1), "edit-task"),
        ("<<<<<<< a\n- [ ] write\n=======\n>>>>>>> b", "- [ ] write", None, "edit-conflict"),
    ],
)
def test_refused(note: str, expected: str, was: date | None, code: str) -> None:
    line = note.split("\n").index(next(one for one in note.split("\n") if "write" in one)) + 1
    refused = [move_task(PATH, note, line, expected, DUE, was)]
    if was is None:
        refused.append(cancel_task(PATH, note, line, expected, DAY))
    assert [(one.text, one.problem.code if one.problem else "") for one in refused] == [(None, code)] * len(refused)


def test_a_task_in_roams_form_has_no_sign_for_being_called_off() -> None:
    problem = cancel_task(PATH, "- {{[[TODO]]}} write", 1, "- {{[[TODO]]}} write", DAY).problem
    assert problem is not None and problem.code == "edit-task"
