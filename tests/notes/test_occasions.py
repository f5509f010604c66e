"""What the notes of events and communities say, and that a list of people alone is no contact."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.note import NoteKind, ParsedNote
from pnm_vault.model.occasion import Occasion, Standing, Visit
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.values.rhythm import parse_rhythm

EVENT = """---
type: conference
tags: [events, gait, open-data]
start: 2026-12-10
end: 2026-12-12
loc: "[[Places/Graz|Graz]]"
attendees: ["[[Ann]]"]
expected:
  - "[[Bo]]"
  - Cy Dee
to_meet: somebody who has measured stairs
organiser: "[[Gait Circle]]"
url: https://gait.example.org
---
# Gait Days

## Who will be there
- [[Dan]]
- Eve Fox

## Whom to meet
- [[Bo]]: the stairs
- [ ] a task is none
"""


def event(text: str = EVENT) -> ParsedNote:
    return parse_note("Events/Gait Days.md", text, Rules())


def test_an_event_says_where_about_what_and_who_will_be_there() -> None:
    note = event()
    assert note.kind is NoteKind.EVENT
    assert note.occasion == Occasion(
        place="Graz",
        topics=("gait", "open-data"),
        url="https://gait.example.org",
        expected=(Link("Bo", 9), Link("Cy Dee", 10, True), Link("Dan", 18), Link("Eve Fox", 19, True)),
        wanted=(Statement("somebody who has measured stairs", 11), Statement("[[Bo]]: the stairs", 22)),
        communities=(Link("Gait Circle", 12),),
    )


def test_only_attendees_are_contact() -> None:
    assert [entry.targets for entry in event().entries] == [("Ann",)]
    assert [link.target for link in event().attendees] == ["Ann"]


def test_who_is_expected_does_not_stand_in_for_attendees() -> None:
    text = "---\ntype: event\ndate: 2026-12-10\n---\n## Expected\n- [[Dan]]\n\n## To meet\n- [[Bo]]\n\n[[Ann]] sang\n"
    assert [link.target for link in event(text).attendees] == []
    text = text.replace("[[Ann]] sang", "## After\n[[Ann]] sang")
    assert [link.target for link in event(text).attendees] == ["Ann"]


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("status: cancelled", Standing.OFF),
        ("status: Done", Standing.DONE),
        ("status: confirmed", None),
        ("cancelled: true", Standing.OFF),
        ("cancelled: false", None),
        ("going: no", Standing.OFF),
        ("going: yes", None),
        ("followed_up: yes", Standing.DONE),
    ],
)
def test_where_an_event_stands(said: str, standing: Standing | None) -> None:
    note = event(f"---\ntype: event\ndate: 2026-12-10\n{said}\n---\n")
    assert (note.occasion.standing if note.occasion else None) == standing


def test_an_event_that_says_nothing_else_keeps_nothing() -> None:
    assert event("---\ntype: event\ndate: 2026-12-10\n---\nFine.\n").occasion is None


COMMUNITY = """---
type: community
members:
  - "[[Ann]]"
  - Bo Chen
rhythm: every second Tuesday
last_visit: 2026-10-06
snooze: 2026-12-01
---
# Gait Circle

## Members
- 2024-01-02: [[Cy]] joined
- [[Dan]], the treasurer

## Log
- 2026-11-03: talk on stairs
- 2026-11-17: long talk with [[Ann]]

- [ ] Ask [[Dan]] for the key 📅 2026-12-05
"""


def community(text: str = COMMUNITY) -> ParsedNote:
    return parse_note("Communities/Gait Circle.md", text, Rules())


def test_a_community_has_members_a_rhythm_and_visits() -> None:
    note = community()
    assert note.kind is NoteKind.COMMUNITY
    assert note.community is not None
    assert [link.target for link in note.community.members] == ["Ann", "Bo Chen", "Cy", "Dan"]
    assert (note.community.rhythm, note.community.days) == ("every second Tuesday", 14)
    assert note.community.last_visit == Visit(date(2026, 10, 6), 7, "last_visit: 2026-10-06")
    assert note.community.next_visit == date(2026, 12, 1)


def test_a_list_of_members_is_no_contact_a_dated_line_with_a_link_is() -> None:
    told = sorted((entry.day, entry.targets) for entry in community().entries)
    assert told == [(date(2026, 11, 3), ()), (date(2026, 11, 17), ("Ann",))]


def test_a_task_in_a_community_still_concerns_whom_it_links() -> None:
    assert [(task.text, task.targets) for task in community().tasks] == [("Ask [[Dan]] for the key", ("Dan",))]


def test_a_day_that_cannot_be_read_is_told() -> None:
    note = community("---\ntype: community\nlast_visit: soon\n---\n")
    assert [problem.code for problem in note.problems] == ["bad-date"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("weekly", 7),
        ("every 2 weeks", 14),
        ("Tuesdays", 7),
        ("Tuesdays at seven", 7),
        ("every Tuesday", 7),
        ("Tue, Thu", 4),
        ("every other Wednesday", 14),
        ("every second Tuesday", 14),
        ("second Tuesday", 30),
        ("every second Tuesday of the month", 30),
        ("first Thursday of the month", 30),
        ("1st and 3rd Monday", 15),
        ("monthly, at the library", 30),
        ("monthly on the last Friday", 30),
        ("none", 0),
        ("whenever the moon is full", None),
        ("", None),
    ],
)
def test_a_rhythm(text: str, days: int | None) -> None:
    assert parse_rhythm(text) == days


@given(st.text(max_size=60))
def test_no_rhythm_raises(text: str) -> None:
    assert parse_rhythm(text) is None or parse_rhythm(text) >= 0  # type: ignore[operator]


_PIECES = (
    *("type: community", "type: event", "members:", "rhythm: [weekly]", "last_visit: [[x]]", "expected: {a: b}"),
    *("## Members", "## To meet", "- [[Ann]]", "- 2026-01-02: [[Ann]]", "| a |", "---", "date: 2026-01-02", "status:"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_no_text_raises(lines: list[str]) -> None:
    parse_note("Communities/x.md", "---\n" + "\n".join(lines) + "\n", Rules())
    parse_note("Events/x.md", "\n".join(["---", *lines]), Rules())
