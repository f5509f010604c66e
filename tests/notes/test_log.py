"""Dated lines, headings, tables and embeds as contact; daily notes; logs of other notes."""

from datetime import date

import pytest
from msgspec.structs import replace

from pnm_vault.model.note import Channel, Direction, Entry, Origin
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.text.channels import read_how
from pnm_vault.notes.text.headings import assign_roles
from pnm_vault.notes.text.lines import Scan, scan
from pnm_vault.notes.text.log import leading_day, read_daily, read_other_log, read_own_log
from pnm_vault.notes.values.field_names import SPELLINGS

DAY = date(2026, 8, 14)


def _scan(body: str) -> Scan:
    found = scan(body, 1)
    assign_roles(found.sections, SPELLINGS)
    return found


def _own(body: str) -> list[Entry]:
    problems: list[Problem] = []
    entries = read_own_log("a.md", _scan(body), problems)
    assert problems == []
    return _told(entries)


def _told(entries: list[Entry]) -> list[Entry]:
    """Ask of each entry what its words tell."""
    told = [(entry, *read_how(entry)) for entry in entries]
    return [replace(entry, channel=channel, direction=direction, words=0) for entry, channel, direction in told]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("- 2026-08-14: text", ": text"),
        ("* 2026-08-14 (call): text", " (call): text"),
        ("- 2026-8-14 — text", " — text"),
        ("2026/08/14 text", " text"),
        ("2026.08.14 text", " text"),
        ("- [[2026-08-14]] — text", " — text"),
        ("- [[Daily/2026/2026-08-14]] text", " text"),
        ("- [[Note|2026-08-14]] — text", " — text"),
        (r"- [[Note\|2026-08-14]] — text", " — text"),
        ("- [[2026-08-14|yesterday]] text", " text"),
        ("- [2026-08-14](2026-08-14.md) text", " text"),
        ("- [2026-08-14] text", " text"),
        ("- **2026-08-14** text", " text"),
        ("- **[[2026-08-14]]** text", " text"),
        ("__2026-08-14__ text", " text"),
        ("- 2026-08-14 10:30 text", " text"),
        ("- 2026-08-14T10:30 text", " text"),
        ("2026-08-14 = text", " = text"),
        ("2026-08-14", ""),
        ("- [[August 14th, 2026]] text", " text"),
        ("August 14, 2026: text", ": text"),
        ("14 Aug 2026: text", ": text"),
        ("14.8.2026 text", " text"),
        ("- Fri 2026-08-14: text", ": text"),
        ("- Friday, 2026-08-14 text", " text"),
        ("- **Fri. 2026-08-14** text", " text"),
        ("* fri [[2026-08-14]] — text", " — text"),
        ("Friday, August 14th, 2026 text", " text"),
        ("- Fri, 14 Aug 2026: text", ": text"),
        ("- (2026-08-14) text", " text"),
        ("- (2026/08/14): text", ": text"),
        ("- ([[2026-08-14]]) text", " text"),
        ("- Thurs (2026-08-14) text", " text"),
        ("- (14.8.2026) text", " text"),
    ],
)
def test_leading_day(text: str, rest: str) -> None:
    found = leading_day(text)
    assert found is not None
    assert found[0] == DAY
    assert text[found[1] :].strip() == rest.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- text",
        "- 12 people in 2024",
        "in 2026-08-14",
        "- 2026-08",
        "- 2026-08-141",
        "Room 12, 2026",
        "10/11/2026 x",
        "- x 2026-08-14",
        "- Friday",
        "- Frida 2026-08-14",
        "- Fri2026-08-14",
        "- (2026-08-14 text",
        "- (2026-08-14, Graz) text",
        "- (text) 2026-08-14",
        "20260814 text",
    ],
)
def test_no_leading_day(text: str) -> None:
    assert leading_day(text) is None


@pytest.mark.parametrize("text", ["- 2026-02-30: x", "0000-01-01", "[[2026-13-01]]"])
def test_leading_date_that_is_no_day(text: str) -> None:
    found = leading_day(text)
    assert found is not None
    assert found[0] is None


@pytest.mark.parametrize(
    "line",
    [
        "- 2026-08-14: Lunch with **Ann** at _Da Gino_ @food",
        "- [[2026-08-14]] — lunch",
        "- [[Walks|2026-08-14]] — lunch",
        "- 2026-08-14 — lunch",
        "- 2026-08-14 – lunch",
        "- 2026-08-14 - lunch",
        "- **2026-08-14** lunch",
        "* 2026-08-14 (lunch): long",
        "2026-08-14 = lunch",
        "- [[August 14th, 2026]] lunch",
        "  - 2026-08-14 lunch",
        "- Fri 2026-08-14: lunch",
        "- Friday, [[2026-08-14]] lunch",
        "- (2026-08-14) lunch",
        "* **(2026-08-14)** lunch",
    ],
)
@pytest.mark.parametrize("before", ["## Log\n", "", "# Ann\ntext\n", "### Activities:\n"])
def test_forms_of_a_line(before: str, line: str) -> None:
    body = f"{before}- first\n{line}"
    (entry,) = _own(body)
    assert entry.day == DAY
    assert entry.line == body.count("\n") + 1
    assert entry.text == line.strip().removeprefix("- ").removeprefix("* ")
    assert (entry.origin, entry.channel, entry.own, entry.targets) == (Origin.LOG, Channel.MEETING, True, ())


@pytest.mark.parametrize("before", ["", "# Ann\n", "text\n\n", "2026-08-13 called her\n"])
def test_a_paragraph_that_begins_with_a_day_is_contact_when_its_words_say_so(before: str) -> None:
    """People write so on a phone; a sentence that runs on over a day at the start of a line is none."""
    found = _own(f"{before}2026-08-14 lunch, her knee is better")
    assert (found[-1].day, found[-1].channel) == (DAY, Channel.MEETING)
    assert DAY not in [one.day for one in _own(f"{before}2026-08-14 was a day")]
    assert DAY not in [one.day for one in _own(f"{before}We had thought of\n2026-08-14 for lunch")]


@pytest.mark.parametrize(
    "line",
    ["- 20260814 lunch", "20260814: lunch", "* [[20260814]] — lunch", "1. **20260814** lunch", "- 20260814 - lunch"],
)
def test_a_day_in_eight_digits_counts_in_a_log_only(line: str) -> None:
    for heading in ("## Log\n", "## Log\n### 2026\n"):
        (entry,) = _own(f"{heading}{line}")
        assert (entry.day, entry.channel) == (DAY, Channel.MEETING)
    for heading in ("", "# Ann\n", "## Notes\n", "## Milestones\n"):
        assert _own(f"{heading}{line}") == []


@pytest.mark.parametrize(
    "line",
    [
        "- 20260230 lunch",
        "- 20261314 lunch",
        "- 99990101 lunch",
        "- 202608140 lunch",
        "- 20260814x lunch",
        "- 20260814-1234",
        "- 20260814.png",
        "- call 20260814",
        "- 12345678 is the number",
    ],
)
def test_eight_digits_that_are_no_day_are_no_contact_and_no_problem(line: str) -> None:
    assert _own(f"## Log\n{line}") == []


def test_a_weekday_or_brackets_make_no_contact_of_another_date() -> None:
    assert _own("# Ann\n- Fri 1980-04-05: born\n- (1980-04-05) birthday\n- (2026-08-14)\n(2026-08-14) was a day") == []
    assert _own("## Goals\n- Fri 2026-08-14: lunch\n- (2026-08-14) lunch") == []


@pytest.mark.parametrize(
    "heading", ["### Friday, 2026-08-14 — Boats", "## (2026-08-14) Boats", "## Fri [[2026-08-14]]"]
)
def test_dated_headings_with_a_weekday_or_in_brackets(heading: str) -> None:
    assert [(one.day, one.text) for one in _own(f"{heading}\nwords")] == [(DAY, heading)]


@pytest.mark.parametrize("rule", ["---", "===", "--------", "=====  "])
@pytest.mark.parametrize("title", ["Log", "Contact Log:", "Interactions", "**Log**"])
def test_a_log_below_an_underlined_heading(title: str, rule: str) -> None:
    for before in ("", "# Ann\n\n", "text\n\n"):
        assert [entry.day for entry in _own(f"{before}{title}\n{rule}\n- 2026-08-14\n- 20260814: quiet")] == [DAY, DAY]


def test_an_underlined_heading_ends_the_log() -> None:
    assert _own("Log\n===\n- x\n\nGift ideas\n----------\n- 2026-08-14") == []
    assert _own("## Log\n\nMilestones\n---\n- 2026-08-14: call") == []
    assert len(_own("Log\n===\n\n2026\n----\n- 2026-08-14")) == 1


def test_a_rule_ends_no_log() -> None:
    line = "- 2026-08-14\n"
    body = f"## Log\n{line}---\n{line}\n---\n\nNice time\n---\n{line}2026-08-14 = a\n---\n{line}"
    assert [entry.line for entry in _own(body)] == [2, 4, 10, 11, 13]


def test_what_is_struck_through_is_no_contact() -> None:
    body = (
        "## Log\n- 2026-08-14: ~~lunch with [[Bob]]~~\n- 2026-08-14: lunch with ~~[[Bob]] and~~ [[Cleo]]\n"
        "- ~~2026-08-14: lunch~~\n- 2026-08-14: ~~tea~~ lunch ~ about 2 ~~ 3"
    )
    assert [(one.line, one.targets) for one in _own(body)] == [(3, ("Cleo",)), (5, ())]
    assert _own("## Log\n### 2026-08-14 with ~~[[Bob]]~~\nwith [[Dee]], with ~~[[Cleo]]~~")[0].targets == ("Dee",)
    daily = "- lunch with [[Ann]] ~~and [[Bob]]~~\n- ~~call [[Cleo]]~~\n- ~~[[Dee]]~~ no, [[Dee]]"
    assert [(one.line, one.targets) for one in read_daily(_scan(daily), DAY)] == [(1, ("Ann",)), (3, ("Dee",))]
    other = (
        "- 2026-08-14: ~~[[Ann]]~~\n- 2026-08-14: [[Bob]], ~~[[Ann]]~~\n\n| Date | Who |\n|---|---|\n"
        "| 2026-08-14 | ~~[[Ann]]~~ [[Cleo]] |"
    )
    assert [one.targets for one in read_other_log(_scan(other))] == [("Bob",), ("Cleo",)]
    # They are links all the same, as Obsidian has them.
    assert _scan(daily).links == {1: ("Ann", "Bob"), 2: ("Cleo",), 3: ("Dee",)}


@pytest.mark.parametrize(
    "heading",
    [
        "Log", "📞 Log", "Log:", "Interactions", "Interaction Log", "Communications", "Contact Log", "Contact History",
        "History", "Meetings", "Conversations", "Timeline", "Activities", "Call log", "Log 2026", "**Log**",
    ],
)  # fmt: skip
def test_headings_of_a_log(heading: str) -> None:
    assert [entry.day for entry in _own(f"## {heading}\n- 2026-08-14: quiet\n- 2026-08-14")] == [DAY, DAY]


@pytest.mark.parametrize(
    "heading",
    [
        "Life Events",
        "Important dates",
        "Facts",
        "Milestones",
        "Goals",
        "Looking For",
        "Introductions",
        "Favours",
        "Career",
    ],
)
def test_headings_of_facts(heading: str) -> None:
    assert _own(f"## {heading}\n- 2026-08-14: called her\n### 2026-08-15\n- x") == []


def test_other_headings_need_words_of_contact() -> None:
    body = "## Notes\n- 2026-08-14: likes tea\n- 2026-08-15: called, likes tea\n- 2026-08-16"
    assert [entry.line for entry in _own(body)] == [3]


@pytest.mark.parametrize(
    "line",
    [
        "- 1980-04-05: born",
        "- 2026-08-14: moved to Graz",
        "- 2026-08-14",
        "2026-08-14",
        "2026-08-14 was a day",
        "- 2026-08-14.png x",
    ],
)
def test_lines_outside_a_log_that_are_no_contact(line: str) -> None:
    assert _own(f"# Ann\n{line}") == []


def test_a_birthday_call_is_contact() -> None:
    assert [entry.channel for entry in _own("# Ann\n- 2026-08-14: birthday call")] == [Channel.CALL]


def test_deeper_headings_take_the_role_of_those_above() -> None:
    assert [entry.day.year for entry in _own("## Log\n### 2025\n- 2025-08-14: a\n### 2024\n- 2024-08-14: b")] == [
        2025,
        2024,
    ]
    assert _own("## Goals\n### This year\n- 2026-08-14: call") == []


def test_own_spellings_of_a_list_field_are_no_log() -> None:
    found = scan("## Sucht\n- 2026-08-14: called", 1)
    assign_roles(found.sections, {**SPELLINGS, "sucht": "asks"})
    assert read_own_log("a.md", found, []) == []


@pytest.mark.parametrize(
    ("body", "channel"),
    [
        ("### 2026-08-14 — Boats\n**Medium**: phone\n**Key points:** many", Channel.CALL),
        ("### 2026-08-14 — Boats\n- **Where:** Zoom", Channel.VIDEO),
        ("### 2026-08-14\nCoffee at the port", Channel.MEETING),
        ("### 2026-08-14 — Call\n**Medium**: e-mail", Channel.CALL),
        ("## [[2026-08-14]]\nwords", Channel.NOTE),
        ("## [[August 14th, 2026]]", Channel.NOTE),
        ("## Communications\n### 2026-08-14\nwords", Channel.NOTE),
        ("## Communications\n\n### 14 Aug 2026\nwords", Channel.NOTE),
    ],
)
def test_dated_headings(body: str, channel: Channel) -> None:
    (entry,) = _own(body)
    assert (entry.day, entry.channel, entry.own, entry.origin) == (DAY, channel, True, Origin.LOG)
    assert entry.text == body.split("\n")[entry.line - 1]
    assert entry.text.startswith("#")


def test_a_dated_heading_names_who_came_along() -> None:
    (entry,) = _own("## Log\n### 2026-08-14 with [[Bob]]\nDinner with [[Cleo]], about [[Boats]]")
    assert entry.targets == ("Bob", "Cleo")


def test_a_dated_heading_of_another_date() -> None:
    assert _own("## 2026-08-14 moved") == []


def test_tables() -> None:
    body = (
        "## Contact Log\n| Date | Type | Notes |\n|------|:----:|-------|\n| 2026-08-14 | Email | sent plans |\n"
        "| [[2026-08-15]] | coffee | with [[Bob\\|B]] |\n| soon | call | |\n|  | call | |\n\n"
        "| 2026-08-16 | call | no table |"
    )
    assert [(one.line, one.day.day, one.channel, one.direction, one.targets) for one in _own(body)] == [
        (4, 14, Channel.EMAIL, Direction.UNKNOWN, ()),
        (5, 15, Channel.MEETING, Direction.UNKNOWN, ("Bob",)),
    ]
    assert _own(body)[0].text == "| 2026-08-14 | Email | sent plans |"


def test_tables_below_other_headings() -> None:
    table = "| When | What |\n|---|---|\n| 2026-08-14 | {} |"
    assert len(_own("## Stuff\n" + table.format("called"))) == 1
    assert _own("## Stuff\n" + table.format("paid")) == []
    assert len(_own("# Ann\n" + table.format("paid"))) == 1
    assert _own("## Milestones\n" + table.format("called")) == []
    assert _own("## Log\n| What | Which |\n|---|---|\n| 2026-08-14 | b |") == []


def test_embedded_notes_of_a_day() -> None:
    body = "## Communications\n![[ann-lee/2026-08-14.md]]\n- ![[2026-08-15]]\n![[photo.png]]"
    assert [(one.day.day, one.line, one.text) for one in _own(body)] == [
        (14, 2, "![[ann-lee/2026-08-14.md]]"),
        (15, 3, "![[2026-08-15]]"),
    ]
    assert _own("## Notes\n![[ann-lee/2026-08-14.md]]") == []


def test_an_embed_within_a_log_line() -> None:
    assert [one.day for one in _own("## Log\n- 2026-08-14: dinner ![[photo.png]]")] == [DAY]


def test_who_came_along() -> None:
    body = "## Log\n- [[2026-08-14]]: lunch with [[Bob]] and [[Cleo]], about [[Boats]]\n- 2026-08-15: [[Dee]] joined"
    assert [one.targets for one in _own(body)] == [("Bob", "Cleo"), ("Dee",)]


def test_channel_and_direction_of_a_line() -> None:
    (entry,) = _own("## Log\n- 2026-08-14: she called about the boat")
    assert (entry.channel, entry.direction) == (Channel.CALL, Direction.FROM_THEM)


def test_planned_days_are_kept() -> None:
    assert [one.day.year for one in _own("## Log\n- 2099-01-01: lunch")] == [2099]


@pytest.mark.parametrize(
    "body",
    [
        "## Log\n- 2026-02-30: call",
        "# Ann\n- 2026-02-30: call",
        "## 2026-02-30",
        "## Log\n| Date | A |\n|---|---|\n| 2026-02-30 | call |",
    ],
)
def test_a_date_that_is_no_day_is_a_problem(body: str) -> None:
    problems: list[Problem] = []
    assert read_own_log("a.md", _scan(body), problems) == []
    assert [(one.path, one.line, one.severity, one.code) for one in problems] == [
        ("a.md", body.count("\n") + 1, Severity.WARNING, "bad-log-date")
    ]
    assert "2026-02-30" in problems[0].message


def test_what_is_inert_is_no_contact() -> None:
    assert (
        _own("## Log\n> - 2026-08-14: a\n\n```\n- 2026-08-14: b\n```\n%%\n- 2026-08-14: c\n%%\n- [ ] 2026-08-14: d")
        == []
    )


def test_daily_notes() -> None:
    body = (
        "<< [[2026-08-13]] | [[2026-08-15]] >>\n# With [[Ann]]\n- 10:30 — Call with [[Bob]] and [[Cleo|C]]\nno link\n"
        "- [ ] call [[Dee]]\n- [x] call [[Eve]]\n> [[Fay]] said\n- 2026-08-10: forgot to write: saw [[Gus]]\n![[Hal]]"
    )
    assert _told(read_daily(_scan(body), DAY)) == [
        Entry(DAY, 2, "# With [[Ann]]", Origin.DAILY, targets=("Ann",)),
        Entry(DAY, 3, "10:30 — Call with [[Bob]] and [[Cleo|C]]", Origin.DAILY, Channel.CALL, targets=("Bob", "Cleo")),
        Entry(date(2026, 8, 10), 8, "2026-08-10: forgot to write: saw [[Gus]]", Origin.DAILY, targets=("Gus",)),
    ]
    assert _told(read_daily(_scan("no links"), DAY)) == []


def test_logs_of_other_notes() -> None:
    body = (
        "## Log\n- 2026-08-14: call with [[Ann]]\n- 2026-08-15: nobody\n- later: [[Bob]]\n- [[2026-08-16]]: alone\n"
        "## Important dates\n- 2026-08-17: [[Cleo]]'s birthday\n- 2026-02-30: [[Dee]]"
    )
    assert _told(read_other_log(_scan(body))) == [
        Entry(DAY, 2, "2026-08-14: call with [[Ann]]", Origin.LOG, Channel.CALL, targets=("Ann",))
    ]


def test_tables_of_other_notes() -> None:
    table = (
        "| Date | {} | Notes |\n|---|---|---|\n| 2026-08-14 | [[Ann]] | about [[Bob]], by call |\n| x | [[Cleo]] | |"
    )
    (entry,) = read_other_log(_scan(table.format("Who")))
    assert (entry.day, entry.targets, entry.channel, entry.own) == (DAY, ("Ann",), Channel.CALL, False)
    assert _told(read_other_log(_scan(table.format("Topic")))) == []
