"""Meetings that come back, with a second opinion: recurring-ical-events, which expands calendars by other code."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from recurring_ical_events import of

from pnm_vault.exchange.incoming.calendars.components import Calendar as CutCalendar
from pnm_vault.exchange.incoming.calendars.components import Part, calendars_of
from pnm_vault.exchange.incoming.calendars.icalendar import read
from pnm_vault.exchange.incoming.calendars.rules import RuleError, times_of
from pnm_vault.exchange.incoming.calendars.times import Moment, Zones
from pnm_vault.model.incoming import Owner
from pnm_vault.vault.zones import find_zone
from tests.examples import examples

UNTIL = date(2026, 11, 23)
NOWHERE = Zones(CutCalendar(Part("VCALENDAR", 1, ()), ()), find_zone)


def calendar(*events: str) -> bytes:
    parts = "".join(
        f"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Tea with Ann\r\n{event}\r\nEND:VEVENT\r\n"
        for event in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{parts}END:VCALENDAR\r\n".encode()


def our_days(content: bytes) -> list[date]:
    told = read(content, "x.ics", Owner(), until=UNTIL, zone_of=find_zone)
    assert told.problems == ()
    return sorted({one.day for one in told.interactions})


def their_days(content: bytes) -> list[date]:
    found = of(Calendar.from_ical(content)).between(date(2000, 1, 1), UNTIL + timedelta(days=1))
    starts = [event["DTSTART"].dt for event in found]
    return sorted({start.date() if isinstance(start, datetime) else start for start in starts})


ROME = "DTSTART;TZID=Europe/Rome:"


@pytest.mark.parametrize(
    "lines",
    [
        [ROME + "20240102T090000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20240301T225959Z"],
        [ROME + "20240102T000000\r\nRRULE:FREQ=DAILY;UNTIL=20240331T220000Z"],
        [ROME + "20240131T090000\r\nRRULE:FREQ=MONTHLY"],
        [ROME + "20240131T090000\r\nRRULE:FREQ=MONTHLY;UNTIL=20240130T000000Z\r\nRDATE:20240105,20240106"],
        [ROME + "20200229T090000\r\nRRULE:FREQ=YEARLY"],
        [ROME + "20240104T090000\r\nRRULE:FREQ=MONTHLY;BYDAY=1TH"],
        [ROME + "20240126T090000\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=9"],
        [ROME + "20240131T090000\r\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"],
        [ROME + "20240101T090000\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU"],
        ["DTSTART:20240105T233000Z\r\nRRULE:FREQ=WEEKLY;COUNT=20"],
        ["DTSTART;VALUE=DATE:20240105\r\nRRULE:FREQ=DAILY;INTERVAL=10;UNTIL=20240401"],
        [ROME + "20240102T090000\r\nRDATE;TZID=Europe/Rome:20240110T090000,20240111T100000"],
        [ROME + "20240102T090000\r\nRDATE;VALUE=PERIOD;TZID=Europe/Rome:20240110T090000/PT1H"],
        [ROME + "20240102T090000\r\nRRULE:FREQ=DAILY;COUNT=9\r\nEXDATE:20240103T080000Z,20240104T080000Z"],
        [
            ROME + "20240102T090000\r\nRRULE:FREQ=DAILY;COUNT=9",
            ROME + "20240320T090000\r\nRECURRENCE-ID;TZID=Europe/Rome:20240105T090000",
            ROME + "20240106T110000\r\nRECURRENCE-ID:20240106T080000Z",
        ],
    ],
)
def test_calendars_as_they_are_written(lines: list[str]) -> None:
    content = calendar(*lines)
    assert our_days(content) == their_days(content)
    assert len(our_days(content)) > 1


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.builds(
    datetime.combine,
    st.dates(date(2023, 1, 1), date(2026, 11, 1)),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
)


@st.composite
def rules(draw: st.DrawFn, start: datetime) -> str:
    """Draw a rule that holds on its own first day, as programs write them: what else it means nobody agrees on."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 3))}"]
    weekday = WEEKDAYS[start.weekday()]
    days = sorted({weekday, *draw(st.lists(st.sampled_from(WEEKDAYS), max_size=2))})
    months = sorted({start.month, *draw(st.lists(st.integers(1, 12), max_size=2))})
    extra = {
        "DAILY": [f"BYMONTH={','.join(map(str, months))}", f"BYDAY={','.join(days)}"],
        "WEEKLY": [f"BYDAY={','.join(days)}", f"BYDAY={','.join(days)};WKST=SU"],
        "MONTHLY": [f"BYDAY={(start.day - 1) // 7 + 1}{weekday}", f"BYMONTHDAY={start.day}", f"BYDAY={','.join(days)}"],
        "YEARLY": [f"BYMONTH={','.join(map(str, months))}", f"BYMONTH={start.month};BYDAY={','.join(days)}"],
    }[frequency]
    parts += draw(st.sampled_from([[], [extra[0]], [extra[-1]], [extra[-2]]]))
    last = draw(st.sampled_from(["", "COUNT", "UNTIL"]))
    if last == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    elif last == "UNTIL":
        parts.append(f"UNTIL={start + timedelta(days=draw(st.integers(0, 500)), hours=1):%Y%m%dT%H%M%S}Z")
    return ";".join(parts)


@settings(deadline=None, max_examples=examples(150))
@given(st.data())
def test_any_rule_gives_the_days_that_others_find(data: st.DataObject) -> None:
    start = data.draw(STARTS)
    rule = data.draw(rules(start))
    zone = data.draw(st.sampled_from(["Europe/Rome", "America/New_York", "UTC"]))
    at = f"DTSTART:{start:%Y%m%dT%H%M%S}Z" if zone == "UTC" else f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}"
    content = calendar(f"{at}\r\nRRULE:{rule}")
    found = their_days(content)
    assert our_days(content) == found
    assume(found)
    gone = data.draw(st.lists(st.sampled_from(found), max_size=3, unique=True))
    kind = f"EXDATE;TZID={zone}:" if zone != "UTC" else "EXDATE:"
    end = "Z" if zone == "UTC" else ""
    lines = "".join(f"\r\n{kind}{day:%Y%m%d}T{start:%H%M%S}{end}" for day in gone)
    content = calendar(f"{at}\r\nRRULE:{rule}{lines}")
    assert our_days(content) == their_days(content)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("FREQ=SECONDLY", "more often than every day"),
        ("FREQ=HOURLY;INTERVAL=24", "more often than every day"),
        ("", "not at all"),
        ("FREQ=DAILY;INTERVAL=0", "no sense"),
        ("FREQ=DAILY;INTERVAL=100000000000", "no sense"),
        ("FREQ=DAILY;COUNT=0", "no sense"),
        ("FREQ=DAILY;COUNT=٣", "no sense"),
        ("FREQ=DAILY;BYHOUR=9,12", "several times a day"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "another calendar"),
        ("FREQ=DAILY;UNTIL=tomorrow", "a day that is none"),
        ("FREQ=MONTHLY;BYDAY=XX", "cannot be read"),
        ("FREQ=MONTHLY;BYMONTHDAY=x", "cannot be read"),
        ("FREQ=DAILY;BYMONTH=" + "1," * 300, "too long"),
    ],
)
def test_a_rule_that_makes_no_sense_says_why(rule: str, fault: str) -> None:
    with pytest.raises(RuleError, match=fault):
        list(times_of(rule, Moment(datetime(2024, 1, 2, 9)), datetime(2026, 11, 23), NOWHERE))


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"])
def test_a_rule_without_another_day_ends_and_says_that_it_searched(rule: str) -> None:
    start = datetime(2024, 1, 2, 9)
    assert list(times_of(rule, Moment(start), datetime(2026, 11, 23), NOWHERE)) == [start, None]


def test_a_file_that_repeats_without_end_is_bounded() -> None:
    events = [
        f"UID:{number}\r\nDTSTART:20240102T090000\r\nRRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30" for number in range(80)
    ]
    told = read(calendar(*events).replace(b"UID:1\r\n", b"", 80), "x.ics", Owner(), until=UNTIL, zone_of=find_zone)
    assert len(told.interactions) == 80
    assert len(told.problems) == 60
    assert "this file repeats too much" in told.problems[0].message


@pytest.mark.parametrize("start", ["00010101T000000", "99991231T235959Z", "16000229"])
@pytest.mark.parametrize("rule", ["FREQ=YEARLY", "FREQ=DAILY;COUNT=3", "FREQ=MONTHLY;UNTIL=99991231T235959Z"])
def test_the_ends_of_the_calendar_hurt_nobody(start: str, rule: str) -> None:
    content = calendar(f"DTSTART:{start}\r\nRRULE:{rule}\r\nEXDATE:{start}\r\nRDATE:{start}")
    for until in (UNTIL, date.min, date.max if "YEARLY" in rule else UNTIL):
        read(content, "x.ics", Owner(), until=until, zone_of=find_zone)


def test_cutting_knows_the_lines() -> None:
    [one] = calendars_of(
        b"BEGIN:VCALENDAR\r\n\r\nBEGIN:VEVENT\r\nA:1\r\n 2\r\n\r\nB:3\r\nEND:VEVENT\r\nEND:VCALENDAR"
    ).calendars
    assert one.parts == (Part("VEVENT", 3, ((4, b"A:12"), (7, b"B:3"))),)
