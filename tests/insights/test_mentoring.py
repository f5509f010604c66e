"""Mentoring pairs: who is one, which days are sessions, and what belongs to them."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.mentoring import MentoringGroup, MentoringPair, Part, mentoring_groups, mentoring_row
from pnm_vault.insights.remembering.promises import Promise, promises_of
from pnm_vault.model.contact import Cadence, Contact, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.event import Event
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Direction, NoteKind, Origin
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.model.source import Source
from tests.network.made_logs import TODAY, days_of, network_of, record_of

ANN = "People/Ann.md"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def line(day: date, text: str, number: int = 9, **known: Any) -> Interaction:
    return Interaction(day, Source(ANN, number, f"{day}: {text}"), **{"origin": Origin.LOG, **known})


def ann(*lines: Interaction, events: tuple[Event, ...] = (), **known: Any) -> ContactRecord:
    contact = Contact(ANN, "Ann Lee", **{"category": "mentee", **known})
    return ContactRecord(contact, tuple(sorted(lines, key=lambda one: one.day)), events=events)


def groups(*records: ContactRecord, **given: Any) -> tuple[MentoringGroup, ...]:
    rows = {record.contact.path: row for record in records if (row := mentoring_row(record)) is not None}
    promises = {record.contact.path: promises_of(record) or () for record in records}
    options = {
        "promises": promises,
        "follow_ups": (),
        "is_clear": lambda _: True,
        "settings": Settings(),
        "today": TODAY,
        **given,
    }
    return mentoring_groups(rows, network_of(*records, today=options["today"]), **options)


def pairs(*records: ContactRecord, **given: Any) -> tuple[MentoringPair, ...]:
    return tuple([pair for group in groups(*records, **given) for pair in group.pairs])


def pair(record: ContactRecord, **given: Any) -> MentoringPair:
    [found] = pairs(record, **given)
    return found


def texts(sources: tuple[Source, ...]) -> list[str]:
    return [source.text for source in sources]


@pytest.mark.parametrize(
    ("known", "side"),
    [
        ({}, Part.MENTEE),
        ({"category": "mentor"}, Part.MENTOR),
        ({"category": None, "circles": ("Mentoring",)}, Part.BOTH),
        ({"category": "mentor", "circles": ("mentoring",)}, Part.MENTOR),
        ({"category": "friend"}, None),
        ({"category": None}, None),
        ({"status": Status.ARCHIVED}, None),
        ({"status": Status.DECEASED}, None),
        ({"private": True}, None),
        ({"cadence": Cadence(None)}, None),
        ({"suggest": False}, None),
        ({"suggest": False, "cadence": Cadence(30)}, Part.MENTEE),
    ],
)
def test_who_is_a_pair(known: dict[str, Any], side: Part | None) -> None:
    row = mentoring_row(ann(**known))
    assert (None if row is None else row.side) is side


def test_sessions_are_met_or_spoken() -> None:
    record = ann(
        line(ago(50), "our hour"),
        line(ago(40), "call", 10, channel=Channel.CALL),
        line(ago(30), "mail", channel=Channel.EMAIL, direction=Direction.FROM_THEM),
        line(ago(20), "wrote to her", direction=Direction.FROM_ME),
        line(ago(15), "conference", channel=Channel.EVENT),
        line(ago(10), "x", origin=Origin.TASK),
        line(ago(5), "x", origin=Origin.FIELD),
        line(TODAY + timedelta(days=9), "our hour"),
    )
    row = mentoring_row(record)
    assert row is not None
    assert row.sessions == (ago(50), ago(40), TODAY + timedelta(days=9))
    found = pair(record)
    assert (found.last, found.since, found.planned) == (ago(40), ago(5), TODAY + timedelta(days=9))
    assert texts(found.told) == ["call"]
    assert found.proof == Source(ANN, 10, "call")


def test_the_rhythm_is_that_of_the_sessions() -> None:
    hours = [line(day, "our hour", number) for number, day in enumerate(days_of([35, 35, 35], 10), 9)]
    mails = [line(ago(day), "mail", channel=Channel.EMAIL) for day in range(12, 100, 3)]
    crowd = [record_of(f"c{n}", days_of([35] * 9, 1)) for n in range(30)]  # the owner's own pace is the same
    [found] = pairs(ann(*hours, *mails), *crowd)
    assert found.rhythm is not None
    assert 30 <= found.rhythm <= 35
    assert (found.low or 0) < found.rhythm < (found.high or 0)
    few = pair(ann(*hours[1:]))
    assert (few.rhythm, few.low, few.high) == (None, None, None)
    assert pair(ann()).last is None


def test_a_small_meeting_tells_its_text() -> None:
    day = ago(9)
    met = Interaction(day, Source("Meetings/M.md", 3, "people: [Ann]"), Origin.MEETING, Channel.MEETING)
    gist = (Statement("She cut the letter by half", 7), Statement("I'll send her the book", 8))
    small = Event("Meetings/M.md", "M", NoteKind.MEETING, day, day, (ANN,), gist)
    found = pair(ann(met, events=(small,)))
    assert found.told == (
        Source("Meetings/M.md", 7, "She cut the letter by half"),
        Source("Meetings/M.md", 8, "I'll send her the book"),
    )
    assert found.yours == (Source("Meetings/M.md", 8, "I'll send her the book"),)
    crowd = Event("Meetings/M.md", "M", NoteKind.MEETING, day, day, tuple([f"P{n}.md" for n in range(9)]), gist)
    assert pair(ann(met, events=(crowd,))).told == ()


def test_promises_on_both_sides_until_they_are_kept() -> None:
    said = line(ago(60), "our hour. She will send me the outline. I'll ask Bo about the internship.", 8)
    assert texts(pair(ann(said)).theirs) == ["She will send me the outline"]
    assert texts(pair(ann(said)).yours) == ["I'll ask Bo about the internship"]
    kept = line(ago(20), "message: the outline is here", 9)
    assert pair(ann(said, kept)).theirs == ()
    task = FollowUp(Source(ANN, 30, "x"), "ask Bo about the internship", None, None, "", (ANN,))
    found = pair(replace(ann(said), follow_ups=(task,)), follow_ups=(task,))
    assert (texts(found.yours), texts(found.bring)) == ([], ["ask Bo about the internship"])


def test_promises_may_come_from_elsewhere() -> None:
    given = {ANN: (Promise(True, Line(ago(5), "D.md", 4, "I'll bring bread")),)}
    assert pair(ann(), promises=given).yours == (Source("D.md", 4, "I'll bring bread"),)


def test_nothing_of_tomorrow_is_told_today() -> None:
    later = line(TODAY + timedelta(days=3), "I'll learn that she will come", 12)
    found = pair(ann(line(ago(9), "our hour"), later))
    assert (found.yours, found.theirs, found.lessons) == ((), (), ())


def test_goals_lessons_and_what_to_bring() -> None:
    goal, ask = Statement("a first talk", 5), Statement("a desk", 6)
    tasks = (
        FollowUp(Source(ANN, 30, "x"), "later", None, None, "", (ANN,)),
        FollowUp(Source("D.md", 3, "x"), "soon", date(2026, 12, 1), None, "", (ANN,)),
        FollowUp(Source(ANN, 4, "x"), "Follow up", date(2026, 11, 25), None, "", (ANN,)),
        FollowUp(Source("D.md", 5, "x"), "somebody else's", None, None, "", ("People/Bo.md",)),
    )
    logged = line(ago(9), "I learned to wait", 20)
    record = ann(logged, goals=(goal,), asks=(goal, ask), learning=(Statement("to say I", 8),))
    found = pair(record, follow_ups=tasks)
    assert texts(found.goals) == ["a first talk"]
    assert texts(found.bring) == ["soon", "later", "a desk"]
    assert texts(found.lessons) == ["I learned to wait", "to say I"]


def test_lines_that_name_somebody_private_are_left_out() -> None:
    record = ann(line(ago(9), "our hour with Nadia Furian"), goals=(Statement("to meet Nadia Furian", 5),))
    found = pair(record, is_clear=lambda source: "Nadia" not in source.text)
    assert (found.told, found.goals, found.proof) == ((), (), None)
    assert found.last == ago(9)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({}, (None, ago(9) + timedelta(days=30))),
        ({"next_contact": date(2026, 12, 1)}, (date(2026, 12, 1), None)),
        ({"next_contact": ago(20)}, (None, ago(9) + timedelta(days=30))),  # it has done its work
        ({"cadence": Cadence(3_000_000)}, (None, None)),
    ],
)
def test_what_comes_next(known: dict[str, Any], told: tuple[date | None, date | None]) -> None:
    found = pair(ann(line(ago(9), "our hour"), **known))
    assert (found.asked, found.due) == told


def test_each_side_the_nearest_first() -> None:
    records = (
        record_of("Ann", [ago(1)], category="mentee"),
        record_of("Bo", [ago(20)], category="mentor"),
        record_of("Cy", [], category="mentee"),
        record_of("Di", [ago(9), TODAY + timedelta(days=1)], category="mentee"),
    )
    found = groups(*records)
    assert [(group.side, [pair.name for pair in group.pairs], group.more) for group in found] == [
        (Part.MENTEE, ["Di", "Ann", "Cy"], 0),
        (Part.MENTOR, ["Bo"], 0),
    ]
    few = groups(*records, settings=Settings(review=ReviewSettings(lines=1)))
    assert [([pair.name for pair in group.pairs], group.more) for group in few] == [(["Di"], 2), (["Bo"], 0)]


def test_nothing_changes_from_day_to_day() -> None:
    record = ann(*[line(day, "our hour") for day in days_of([30, 40, 35, 30], 10)])
    assert pair(record) == pair(record, today=TODAY + timedelta(days=5))


def test_a_line_that_was_cut_ends_at_a_word() -> None:
    long = Interaction(ago(3), Source(ANN, 9, f"{ago(3)}: " + "word " * 37 + "wor"), Origin.LOG)
    assert len(long.source.text) >= 200
    assert pair(ann(long)).told[0].text.endswith("word…")
