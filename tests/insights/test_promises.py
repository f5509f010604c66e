"""What either side promised, over all contacts: by the same words as in a brief, and until something tells of it."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.remembering.promises import OpenPromise, Promise, promises_of, promises_of_all
from pnm_vault.model.contact import CalledOff, Contact, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.source import Source

TODAY = date(2026, 11, 23)
SAID = "I'll send the map"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def entry(text: str, days: int = 10, line: int = 7, origin: Origin = Origin.LOG, *others: str) -> Interaction:
    return Interaction(ago(days), Source("Ann.md", line, text), origin, company=others)


def record(*entries: Interaction, off: tuple[CalledOff, ...] = (), open_task: str = "", **changes: object) -> object:
    contact = Contact("Ann.md", "Ann Lee", called_off=off, **changes)  # type: ignore[arg-type]
    tasks = (FollowUp(Source("Ann.md", 3, open_task), open_task, None, None, "", ("Ann.md",)),) if open_task else ()
    return ContactRecord(contact, tuple(sorted(entries, key=lambda one: one.day)), tasks)


def open_ones(given: object, today: date = TODAY) -> list[str]:
    assert isinstance(given, ContactRecord)
    return [one.said.text for one in promises_of_all({"Ann.md": promises_of(given) or ()}, today)]


def test_a_line_that_promises_nothing_has_no_row() -> None:
    assert promises_of(record(entry("tea, goodwill, a pillow"))) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"status": Status.ARCHIVED}, {"status": Status.DECEASED}, {"suggest": False}])
def test_those_of_whom_nothing_is_to_be_said_have_no_row(changes: dict[str, object]) -> None:
    assert promises_of(record(entry(SAID), **changes)) is None  # type: ignore[arg-type]


def test_the_day_in_front_is_no_part_of_what_was_said() -> None:
    for text in (f"2026-11-13: {SAID}", f"[[2026-11-13]] — {SAID}", f"**2026-11-13** {SAID}"):
        assert open_ones(record(entry(text))) == [SAID]


def test_a_line_that_was_cut_loses_the_word_at_its_end() -> None:
    said = "I'll send " + "a map and " * 18 + "a compassrose"
    assert len(said) > 200
    [text] = open_ones(record(entry(said[:200])))
    assert text == said[:200].rpartition(" ")[0]


def test_a_line_of_a_later_day_ends_it_and_one_to_come_does_not_yet() -> None:
    later = record(entry(SAID), entry("the map has gone", 3, 8))
    assert open_ones(later) == []
    assert open_ones(later, ago(5)) == [SAID]
    assert open_ones(record(entry(SAID), entry("lunch, take the map", -4, 8))) == [SAID]


@pytest.mark.parametrize(("days", "still"), [(10, False), (3, False), (11, True)])
def test_a_ticked_task_of_that_day_or_later_ends_it(days: int, still: bool) -> None:
    ticked = entry(f"{SAID} ✅ {ago(days)}", days, 9, Origin.TASK)
    assert open_ones(record(entry(SAID), ticked)) == ([SAID] if still else [])


@pytest.mark.parametrize(("days", "still"), [(10, False), (3, False), (11, True)])
def test_a_cancelled_task_of_that_day_or_later_ends_it(days: int, still: bool) -> None:
    assert open_ones(record(entry(SAID), off=(CalledOff(SAID, ago(days), 9),))) == ([SAID] if still else [])


def test_a_ticked_task_promises_nothing_itself() -> None:
    assert open_ones(record(entry("I'll send the book ✅ 2026-11-13", 10, 9, Origin.TASK))) == []


def test_a_follow_up_stands_for_it() -> None:
    assert open_ones(record(entry(SAID), open_task="send Ann the map")) == []
    assert open_ones(record(entry(SAID), open_task="ring Ann")) == [SAID]


def test_among_several_she_is_nobody_and_a_name_is_somebody() -> None:
    assert open_ones(record(entry("she will send the map", 10, 7, Origin.LOG, "Bob.md"))) == []
    assert open_ones(record(entry("Ann will send the map", 10, 7, Origin.LOG, "Bob.md"))) == ["Ann will send the map"]


def test_what_one_line_says_to_several_is_one_promise_and_kept_with_one_it_is_kept() -> None:
    said = Line(ago(10), "Daily.md", 1, SAID)
    both = {"Bob.md": (Promise(True, said),), "Ann.md": (Promise(True, said),)}
    assert promises_of_all(both, TODAY) == (OpenPromise(True, said, ("Ann.md", "Bob.md")),)
    assert promises_of_all({**both, "Bob.md": (Promise(True, said, kept=replace(said, day=ago(3))),)}, TODAY) == ()


def test_the_newest_comes_first_and_a_year_is_enough() -> None:
    lines = [Line(ago(days), "Ann.md", 7, f"{SAID} {days}") for days in (366, 365, 2, 30, -1)]
    found = promises_of_all({"Ann.md": tuple([Promise(True, line) for line in lines])}, TODAY)
    assert [(TODAY - one.said.day).days for one in found] == [2, 30, 365]


def test_words_that_name_somebody_private() -> None:
    names = PrivateNames(["Cy Poe", ""])
    assert names.are_in("I'll ask cy poe")
    assert not names.are_in("I'll ask Cy")
    assert not PrivateNames([""]).are_in("")
