"""Task lines: what is to be done, and what a ticked one tells."""

from datetime import date

import pytest

from pnm_vault.model.note import Channel, Direction, Entry, Origin, Task
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.text.lines import scan
from pnm_vault.notes.text.tasks import read_tasks

DAY = date(2026, 12, 1)


def _read(body: str, own: bool = True, note_day: date | None = None) -> tuple[list[Task], list[Entry], list[Problem]]:
    problems: list[Problem] = []
    tasks, entries = read_tasks("a.md", scan(body, 1), own, note_day, problems)
    return tasks, entries, problems


def _task(body: str) -> Task:
    tasks, entries, problems = _read(body)
    assert entries == []
    assert problems == []
    (task,) = tasks
    return task


@pytest.mark.parametrize(
    "text",
    [
        "📅 2026-12-01",
        "📅2026-12-01",
        "📅\ufe0f 2026-12-01",
        "📅\u00a02026-12-01",
        "📅 [[2026-12-01]]",
        "📆 2026-12-01",
        "🗓 2026-12-01",
        "🗓\ufe0f2026-12-01",
        "⏳ 2026-12-01",
        "⌛ 2026-12-01",
        "📅 2026-12-01 ⏳ 2026-11-01",
        "⏫ 📅 2026-12-01",
        "🔼 🆔 abc123 ⛔ d1,e2 🏁 delete 📅 2026-12-01",
        "➕ 2026-01-01 📅 2026-12-01",
        "[due:: 2026-12-01]",
        "(due:: 2026-12-01)",
        "[due::2026-12-01]",
        "[due:: [[2026-12-01]]]",
        "[scheduled:: 2026-12-01]",
        "[priority:: high] [due:: 2026-12-01] [created:: 2026-01-01]",
        "due:: 2026-12-01",
        "due: 2026-12-01",
        "DEADLINE: <2026-12-01 Tue>",
        "(2026-12-01)",
        "(due 2026-12-01)",
        "due 2026-12-01",
        "by 2026-12-01",
        "until 2026-12-01",
        "@2026-12-01",
        "@due(2026-12-01)",
        "(@2026-12-01 10:00)",
        "(2026-12-01) ^block-1",
        "#task 📅 2026-12-01",
    ],
)
def test_due(text: str) -> None:
    task = _task(f"- [ ] Call Ann {text}")
    assert (task.due, task.text) == (DAY, "Call Ann")
    assert task.source_text == f"Call Ann {text}"
    assert (task.line, task.own, task.targets) == (1, True, ())


@pytest.mark.parametrize("text", ["🛫 2026-12-01", "[start:: 2026-12-01]", "🛫 2026-12-01 ➕ 2026-01-01"])
def test_start(text: str) -> None:
    task = _task(f"- [ ] Call Ann {text}")
    assert (task.start, task.due, task.text) == (DAY, None, "Call Ann")


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("🔁 every 6 weeks 📅 2026-12-01", "every 6 weeks"),
        ("📅 2026-12-01 🔁 every year", "every year"),
        ("[repeat:: every month] [due:: 2026-12-01]", "every month"),
        ("🔁\ufe0f every 2 days, at most 📅 2026-12-01", "every 2 days, at most"),
    ],
)
def test_recurrence(text: str, recurrence: str) -> None:
    task = _task(f"- [ ] Reach out {text}")
    assert (task.recurrence, task.due, task.text) == (recurrence, DAY, "Reach out")


@pytest.mark.parametrize("text", ["about 2026-12-01", "since 2026-12-01", "[[2026-12-01]]", "no date", "(2026)", "1-2"])
def test_no_due_date(text: str) -> None:
    task = _task(f"- [ ] Talk {text}")
    assert task.due is None
    assert task.text == f"Talk {text}"


def test_the_first_date_of_a_kind_counts() -> None:
    task = _task("- [ ] Call 📅 2026-12-01 📅 2026-12-05 (2026-12-09)")
    assert task.due == DAY
    assert task.text == "Call (2026-12-09)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("📅 2026-02-30", "2026-02-30"),
        ("📅 tomorrow", "tomorrow"),
        ("[due:: soon]", "soon"),
        ("(2026-13-01)", "2026-13-01"),
    ],
)
def test_a_date_that_is_none_is_a_problem(text: str, shown: str) -> None:
    tasks, _, problems = _read(f"x\n- [ ] Call Ann {text}")
    assert [(task.text, task.due) for task in tasks] == [("Call Ann", None)]
    assert [(one.path, one.line, one.severity, one.code) for one in problems] == [
        ("a.md", 2, Severity.WARNING, "bad-task-date")
    ]
    assert shown in problems[0].message


def test_an_empty_date_is_no_problem() -> None:
    tasks, _, problems = _read("- [ ] Call 📅 \n- [ ] Write [due:: ]\n- [ ] Ask 📅 YYYY-MM-DD")
    assert [(task.text, task.due) for task in tasks] == [("Call", None), ("Write", None), ("Ask", None)]
    assert problems == []


@pytest.mark.parametrize("box", ["[ ]", "[/]", "[!]", "[?]"])
def test_open_signs(box: str) -> None:
    assert _task(f"- {box} Call").text == "Call"


@pytest.mark.parametrize("box", ["[-]", "[>]"])
def test_cancelled_and_forwarded_tasks_give_nothing(box: str) -> None:
    assert _read(f"- {box} Call [[Ann]] ✅ 2026-12-01") == ([], [], [])


def test_tasks_of_other_notes_need_a_link() -> None:
    body = "- [ ] buy bread\n- [ ] call [[Ann]] and [[Bob]] (2026-12-01)\n- [ ] see [[2026-12-01]]\n- [x] walk"
    tasks, entries, _ = _read(body, own=False, note_day=DAY)
    assert tasks == [
        Task(
            2, "call [[Ann]] and [[Bob]]", "call [[Ann]] and [[Bob]] (2026-12-01)", DAY, None, "", False, ("Ann", "Bob")
        )
    ]
    assert entries == []


def test_a_task_without_text_gives_nothing() -> None:
    assert _read("- [ ]\n- [ ] %%later%%") == ([], [], [])


def test_a_task_that_is_only_a_date_keeps_its_words() -> None:
    assert _task("- [ ] 📅 2026-12-01").text == "📅 2026-12-01"


def test_comments_and_code_in_a_task() -> None:
    task = _task("- [ ] Send `x[0]` to Ann %%not yet%% 📅 2026-12-01")
    assert task.text == "Send `x[0]` to Ann"
    assert task.source_text == "Send `x[0]` to Ann %%not yet%% 📅 2026-12-01"
    assert task.due == DAY


def test_a_task_in_a_callout() -> None:
    assert _read("> - [ ] Call [[Ann]] 📅 2026-12-01", own=False)[0] == [
        Task(1, "Call [[Ann]]", "Call [[Ann]] 📅 2026-12-01", DAY, None, "", False, ("Ann",))
    ]


def test_a_task_in_a_callout_of_a_note_with_code() -> None:
    tasks = _read("> [!todo]\n> - [ ] Send `x[0]` 📅 2026-12-01\n\n`code`")[0]
    assert [(one.text, one.source_text) for one in tasks] == [("Send `x[0]`", "Send `x[0]` 📅 2026-12-01")]


@pytest.mark.parametrize(
    "text",
    ["Call ✅ 2026-12-01", "Call [completion:: 2026-12-01]", "2026-12-01: Call", "Call 📅 2026-01-01 ✅ 2026-12-01"],
)
def test_a_ticked_task_is_contact_on_the_day_it_was_done(text: str) -> None:
    tasks, entries, _ = _read(f"- [x] {text}")
    assert tasks == []
    assert entries == [Entry(DAY, 1, text, Origin.TASK, Channel.CALL, Direction.UNKNOWN, True)]


def test_a_ticked_task_in_a_daily_note() -> None:
    _, entries, _ = _read("- [X] Wrote to [[Ann]]\n- [x] Met [[Bob]] ✅ 2026-11-30", own=False, note_day=DAY)
    assert [(one.day, one.targets, one.own, one.channel, one.direction) for one in entries] == [
        (DAY, ("Ann",), False, Channel.NOTE, Direction.FROM_ME),
        (date(2026, 11, 30), ("Bob",), False, Channel.MEETING, Direction.UNKNOWN),
    ]


@pytest.mark.parametrize("text", ["Call", "Call (2026-12-01)", "Call ✅ 2026-02-30", "Call 📅 2026-12-01"])
def test_a_ticked_task_without_a_day_is_no_contact(text: str) -> None:
    assert _read(f"- [x] {text}")[1] == []


def test_who_came_along_in_a_ticked_task() -> None:
    _, entries, _ = _read("- [x] Dinner with [[Bob]], see [[Menu]] ✅ 2026-12-01")
    assert [(one.own, one.targets) for one in entries] == [(True, ("Bob",))]


def test_roam_tasks() -> None:
    tasks, entries, _ = _read("- {{[[TODO]]}} Call [[Ann]]\n- {{[[DONE]]}} Call [[Bob]]", own=False, note_day=DAY)
    assert [(task.text, task.targets) for task in tasks] == [("Call [[Ann]]", ("Ann",))]
    assert [(one.text, one.targets) for one in entries] == [("Call [[Bob]]", ("Bob",))]


def test_long_tasks_are_cut() -> None:
    task = _task("- [ ] " + "a" * 400)
    assert task.source_text == "a" * 200
