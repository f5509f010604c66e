"""Calendars as they come in: what is contact, on which day and with whom, and what is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.exchange.incoming.calendars.icalendar import read, recognises
from pnm_vault.exchange.incoming.calendars.meetings import MOST_TOGETHER
from pnm_vault.exchange.incoming.cards.cutting import MAX_PROBLEMS
from pnm_vault.model.incoming import Incoming, Owner, Participant, Stated
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Severity
from pnm_vault.vault.zones import find_zone
from tests.examples import examples

TODAY = date(2026, 11, 23)
NORA = Owner(("Nora Bassani",), ("nora@example.org", "n.bassani@example.net"))
ANN = Participant("Ann Lee", "ann@example.com")
ORGANISED = "ORGANIZER;CN=Nora Bassani:mailto:nora@example.org"
WITH_ANN = "ATTENDEE;CN=Ann Lee;PARTSTAT=ACCEPTED:mailto:ann@example.com"


def calendar(
    *events: str, head: str = "", owner: Owner = NORA, exclude: tuple[str, ...] = (), **more: date
) -> Incoming:
    parts = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{parts}END:VCALENDAR\n"
    return read(
        text.encode(), "work.ics", owner, until=TODAY, since=more.get("since"), exclude=exclude, zone_of=find_zone
    )


def event(*lines: str, start: str = "DTSTART;TZID=Europe/Rome:20261012T090000", uid: str = "1") -> str:
    return "\n".join([f"UID:{uid}", start, *lines])


def days(told: Incoming) -> list[str]:
    return [one.day.isoformat() for one in told.interactions]


def who(told: Incoming) -> list[str]:
    return [one.email or one.name for interaction in told.interactions for one in interaction.participants]


def test_a_meeting_is_contact_with_those_who_were_invited_and_did_not_decline() -> None:
    told = calendar(
        event(
            "SUMMARY:Budget\\, at last",
            ORGANISED,
            "ATTENDEE;PARTSTAT=ACCEPTED;CN=Nora:mailto:nora@example.org",
            'ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN="Lee, Ann":MAILTO:Ann@Example.com',
            "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=bruno@example.com:mailto:bruno@example.com",
            "ATTENDEE;PARTSTAT=DECLINED;CN=Carla:mailto:carla@example.com",
            "ATTENDEE;PARTSTAT=DELEGATED;CN=Dario:mailto:dario@example.com",
            "ATTENDEE;ROLE=NON-PARTICIPANT;CN=Elio:mailto:elio@example.com",
            "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room4@example.com",
            "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:mailto:beamer@example.com",
            "ATTENDEE;CUTYPE=GROUP;CN=All:mailto:all@example.com",
        )
    )
    [one] = told.interactions
    assert one.participants == (ANN, Participant("", "bruno@example.com"))
    assert (one.day, one.channel, one.direction) == (date(2026, 10, 12), Channel.MEETING, Direction.FROM_ME)
    assert (one.format, one.file, one.line, one.subject, one.key) == (
        "icalendar",
        "work.ics",
        3,
        "Budget, at last",
        "1",
    )
    assert (told.problems, told.skipped, told.contacts) == ((), (), ())


def test_who_invites_takes_part_though_not_among_the_invited() -> None:
    told = calendar(
        event("ORGANIZER;CN=Ann Lee:mailto:ann@example.com", "ATTENDEE:mailto:n.bassani@example.net", "SUMMARY:x")
    )
    assert told.interactions[0].participants == (ANN,)
    assert told.interactions[0].direction is Direction.FROM_THEM


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["STATUS:CANCELLED", ORGANISED, WITH_ANN], "cancelled"),
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:nora@example.org", WITH_ANN], "declined by you"),
        (
            ["ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:nora@example.org", WITH_ANN, "TRANSP:TRANSPARENT"],
            "shown as free time",
        ),
        (["ORGANIZER:mailto:boss@example.com", WITH_ANN], "between others, without you"),
        (["SUMMARY:Dentist"], "with nobody else in them"),
        ([ORGANISED, "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com"], "with nobody else in them"),
        (
            [ORGANISED, "ATTENDEE;PARTSTAT=DECLINED:mailto:ann@example.com", "SUMMARY:With Ann"],
            "with nobody else in them",
        ),
        (["ATTENDEE:mailto:ann@lists.example"], "excluded"),
        (["ORGANIZER:mailto:boring@example.com", WITH_ANN, "ATTENDEE:mailto:nora@example.org"], "excluded"),
    ],
)
def test_what_is_no_contact_is_counted(lines: list[str], reason: str) -> None:
    told = calendar(event(*lines), exclude=("*@lists.example", "Boring@Example.com"))
    assert (told.interactions, told.skipped) == ((), ((reason, 1),))


@pytest.mark.parametrize(
    ("answer", "counts"), [("ACCEPTED", 1), ("TENTATIVE", 1), ("NEEDS-ACTION", 1), ("DECLINED", 0)]
)
def test_an_invitation_that_nobody_answered_was_not_declined(answer: str, counts: int) -> None:
    told = calendar(event(f"ATTENDEE;PARTSTAT={answer}:mailto:nora@example.org", WITH_ANN))
    assert len(told.interactions) == counts


def test_a_crowd_is_no_contact_with_each() -> None:
    guests = [f"ATTENDEE:mailto:guest{number}@example.com" for number in range(MOST_TOGETHER)]
    assert len(who(calendar(event(ORGANISED, *guests)))) == MOST_TOGETHER
    told = calendar(event(ORGANISED, *guests, WITH_ANN))
    assert (told.interactions, told.skipped) == ((), (("with more than 25 others", 1),))


def test_a_whole_day_is_contact_where_it_is_not_shown_as_free() -> None:
    start = "DTSTART;VALUE=DATE:20261012"
    assert days(calendar(event(ORGANISED, WITH_ANN, start=start))) == ["2026-10-12"]
    assert days(calendar(event(ORGANISED, WITH_ANN, "TRANSP:TRANSPARENT", start=start))) == []


@pytest.mark.parametrize(
    ("start", "head", "day"),
    [
        ("DTSTART:20261012T233000Z", "X-WR-TIMEZONE:Europe/Rome\n", "2026-10-13"),
        ("DTSTART:20261012T033000Z", "X-WR-TIMEZONE:America/New_York\n", "2026-10-11"),
        ("DTSTART:20261012T233000Z", "", "2026-10-12"),
        ("DTSTART:20261012T233000Z", "X-WR-TIMEZONE:Nowhere/At all\n", "2026-10-12"),
        ("DTSTART;TZID=America/New_York:20261012T233000", "X-WR-TIMEZONE:Europe/Rome\n", "2026-10-12"),
        ("DTSTART:20261012T233000", "X-WR-TIMEZONE:Europe/Rome\n", "2026-10-12"),
        ("DTSTART;TZID=UTC:20261012T233000", "X-WR-TIMEZONE:Europe/Rome\n", "2026-10-13"),
        ("DTSTART:2026-10-12T23:30:00.000Z", "X-WR-TIMEZONE:W. Europe Standard Time\n", "2026-10-13"),
        (
            "DTSTART:20261012T233000Z",
            "BEGIN:VTIMEZONE\nTZID:Here\nX-LIC-LOCATION:Europe/Rome\nEND:VTIMEZONE\n",
            "2026-10-13",
        ),
        (
            "DTSTART:20261012T233000Z",
            "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n",
            "2026-10-13",
        ),
        (
            "DTSTART:20261012T233000Z",
            "X-WR-TIMEZONE:/freeassociation.sourceforge.net/Tzfile/Europe/Rome\n",
            "2026-10-13",
        ),
    ],
)
def test_a_day_is_that_of_the_clocks_where_the_meeting_was(start: str, head: str, day: str) -> None:
    assert days(calendar(event(ORGANISED, WITH_ANN, start=start), head=head)) == [day]


def test_what_lies_ahead_and_what_was_before_is_counted() -> None:
    told = calendar(
        event(ORGANISED, WITH_ANN, uid="1", start="DTSTART;VALUE=DATE:20261123"),
        event(ORGANISED, WITH_ANN, uid="2", start="DTSTART;VALUE=DATE:20261124"),
        event(ORGANISED, WITH_ANN, uid="3", start="DTSTART;VALUE=DATE:20260101"),
        since=date(2026, 1, 2),
    )
    assert days(told) == ["2026-11-23"]
    assert told.skipped == (("before the day asked for", 1), ("still to come", 1))


def test_a_meeting_comes_back_but_for_what_was_moved_cancelled_or_taken_out() -> None:
    rome = "TZID=Europe/Rome"
    told = calendar(
        event(
            ORGANISED,
            WITH_ANN,
            "RRULE:FREQ=WEEKLY;BYDAY=MO",
            f"EXDATE;{rome}:20261019T090000",
            f"RDATE;{rome}:20261014T110000",
        ),
        event(ORGANISED, WITH_ANN, f"RECURRENCE-ID;{rome}:20261026T090000", start=f"DTSTART;{rome}:20261027T100000"),
        event(ORGANISED, WITH_ANN, "RECURRENCE-ID:20261102T080000Z", "STATUS:CANCELLED"),
        event(
            "ATTENDEE;PARTSTAT=DECLINED:mailto:nora@example.org",
            WITH_ANN,
            f"RECURRENCE-ID;{rome}:20261109T090000",
            start=f"DTSTART;{rome}:20261109T090000",
        ),
    )
    assert days(told) == ["2026-10-12", "2026-10-14", "2026-11-16", "2026-11-23", "2026-10-27"]
    assert told.interactions[-1].key == "1/2026-10-26"
    assert told.skipped == (("cancelled", 1), ("declined by you", 1))


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261026T225959Z", "2026-10-26"),
        ("20261026T080000Z", "2026-10-26"),
        ("20261026T075959Z", "2026-10-19"),
        ("20261026", "2026-10-26"),
        ("20261025T225959Z", "2026-10-19"),
    ],
)
def test_the_end_of_a_rule_is_by_the_clocks_of_the_meeting(until: str, last: str) -> None:
    told = calendar(event(ORGANISED, WITH_ANN, f"RRULE:FREQ=WEEKLY;UNTIL={until}"))
    assert days(told)[-1] == last


def test_the_latest_version_of_a_meeting_counts() -> None:
    told = calendar(
        event(ORGANISED, WITH_ANN, "SEQUENCE:2", start="DTSTART:20261102T090000"),
        event(ORGANISED, WITH_ANN, "SEQUENCE:1"),
    )
    assert days(told) == ["2026-11-02"]


def test_names_in_the_words_count_where_nobody_was_invited() -> None:
    told = calendar(
        event("SUMMARY:Lunch with Ann Lee and Bruno", uid="1"),
        event("SUMMARY:Ann Lee <> Nora", uid="2"),
        event("SUMMARY:Nora / Bruno Kos", uid="3"),
        event("SUMMARY:Lunch / Dinner", uid="4"),
    )
    assert who(told) == ["Ann Lee", "Bruno", "Ann Lee", "Bruno Kos"]


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        (["SUMMARY:Call with Ann"], Channel.CALL),
        (["SUMMARY:With Ann", "LOCATION:https://zoom.us/j/123"], Channel.VIDEO),
        (["SUMMARY:With Ann", "X-GOOGLE-CONFERENCE:https://meet.google.com/abc"], Channel.VIDEO),
        (["SUMMARY:With Ann", "X-GOOGLE-CONFERENCE:https://meet.google.com/abc", "LOCATION:Room 4"], Channel.MEETING),
    ],
)
def test_how_they_met(lines: list[str], channel: Channel) -> None:
    assert [one.channel for one in calendar(event(*lines)).interactions] == [channel]


@pytest.mark.parametrize(
    ("summary", "start", "more", "name", "birthday"),
    [
        ("Ann Lee's birthday", "19830415", "RRULE:FREQ=YEARLY", "Ann Lee", "1983-04-15"),
        ("Ann Lee’s Birthday", "16040415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("Ann Lee's Birthday", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("🎂 Ann Lee (1983)", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "1983-04-15"),
        ("🎂 Ann Lee", "20260415", "", "Ann Lee", "--04-15"),
        ("Birthday: Ann Lee", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("Geburtstag von Ann Lee", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("Ann Lee hat Geburtstag", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("Compleanno di Ann Lee", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("Anniversaire d'Ann Lee", "20200415", "RRULE:FREQ=YEARLY", "Ann Lee", "--04-15"),
        ("James' 40th birthday", "20200229", "RRULE:FREQ=YEARLY", "James", "--02-29"),
        (
            "🎂 Ann Lee (1983)",
            "19830415",
            "RRULE:FREQ=YEARLY\nX-NEXTCLOUD-BC-FIELD-TYPE:BDAY\nX-NEXTCLOUD-BC-YEAR:1983",
            "Ann Lee",
            "1983-04-15",
        ),
    ],
)
def test_birthdays_come_as_birthdays(summary: str, start: str, more: str, name: str, birthday: str) -> None:
    told = calendar(event(f"SUMMARY:{summary}", more, start=f"DTSTART;VALUE=DATE:{start}"))
    [contact] = told.contacts
    assert (contact.name, contact.key, contact.stated) == (name, "1", (Stated("birthday", birthday, "", 3),))
    assert told.interactions == ()


@pytest.mark.parametrize(
    ("summary", "start"),
    [
        ("My birthday", "DTSTART;VALUE=DATE:20200415"),
        ("Nora Bassani's birthday", "DTSTART;VALUE=DATE:20200415"),
        ("Ann's birthday party", "DTSTART;VALUE=DATE:20200415"),
        ("Ann's birthday", "DTSTART:20200415T190000"),
    ],
)
def test_a_party_is_no_birthday_and_the_owner_no_contact(summary: str, start: str) -> None:
    assert calendar(event(f"SUMMARY:{summary}", "RRULE:FREQ=YEARLY", start=start)).contacts == ()


def test_an_anniversary_where_the_program_says_that_it_is_one() -> None:
    told = calendar(
        event(
            "SUMMARY:💍 Ann Lee (2010)",
            "RRULE:FREQ=YEARLY",
            "X-NEXTCLOUD-BC-FIELD-TYPE:ANNIVERSARY",
            "X-NEXTCLOUD-BC-YEAR:2010",
            start="DTSTART;VALUE=DATE:20100612",
        )
    )
    assert [(one.name, one.stated[0].field, one.stated[0].text) for one in told.contacts] == [
        ("Ann Lee", "anniversary", "2010-06-12")
    ]


def test_a_calendar_is_left_out_by_its_name() -> None:
    inside = event(ORGANISED, WITH_ANN)
    for exclude, head in ((("holidays in *",), "X-WR-CALNAME:Holidays in Italy\n"), (("WORK",), "")):
        told = calendar(inside, head=head, exclude=exclude)
        assert (told.interactions, told.skipped) == ((), (("in an excluded calendar", 1),))


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("METHOD:CANCEL\n", "cancelled"),
        ("METHOD:REPLY\n", "answers to invitations"),
        ("PRODID:-//pnm-vault//pnm export//EN\n", "exported by pnm"),
    ],
)
def test_messages_about_meetings_and_our_own_calendar_are_no_contact(head: str, reason: str) -> None:
    assert calendar(event(ORGANISED, WITH_ANN), head=head).skipped == ((reason, 1),)


def test_of_a_private_meeting_the_words_stay_out() -> None:
    [one] = calendar(event("SUMMARY:Doctor", "CLASS:PRIVATE", ORGANISED, WITH_ANN)).interactions
    assert (one.subject, one.participants) == ("", (ANN,))


def test_without_an_owner_the_calendar_s_own_address_is_the_owner_s() -> None:
    told = calendar(event(ORGANISED, WITH_ANN), head="X-WR-CALNAME:nora@example.org\n", owner=Owner())
    assert who(told) == ["ann@example.com"]


def test_without_an_owner_it_is_who_is_at_every_meeting() -> None:
    meetings = [event(ORGANISED, f"ATTENDEE:mailto:guest{number}@example.com", uid=str(number)) for number in range(3)]
    told = calendar(*meetings, owner=Owner())
    assert who(told) == ["guest0@example.com", "guest1@example.com", "guest2@example.com"]
    assert [(one.code, one.severity) for one in told.problems] == [("owner-address", Severity.INFO)]
    told = calendar(*meetings[:2], owner=Owner())
    assert who(told) == ["nora@example.org", "guest0@example.com", "nora@example.org", "guest1@example.com"]
    assert [(one.code, one.severity) for one in told.problems] == [("owner-address", Severity.WARNING)]
    assert calendar(event("SUMMARY:Tea with Ann"), owner=Owner()).problems == ()
    told = calendar(*meetings[:2], owner=Owner(("Nora Bassani",)))
    assert who(told) == ["guest0@example.com", "guest1@example.com"]


def test_one_bad_event_costs_one_event() -> None:
    good = event(ORGANISED, WITH_ANN)
    told = calendar(
        "SUMMARY:no day", good, "DTSTART:2026-13-45", event(ORGANISED, WITH_ANN, "RRULE:FREQ=OFTEN", uid="2")
    )
    assert days(told) == ["2026-10-12", "2026-10-12"]
    assert [(one.line, one.message) for one in told.problems] == [
        (3, "This event is left out: it has no day."),
        (12, "This event is left out: its day cannot be read."),
        (20, "Only the first day of this event is read: its rule comes back more often than every day, or not at all."),
    ]
    assert {(one.code, one.severity) for one in told.problems} == {("bad-import-entry", Severity.WARNING)}


def test_a_broken_file_names_its_first_faults_and_counts_the_others() -> None:
    told = calendar(*["SUMMARY:no day"] * (MAX_PROBLEMS + 5))
    assert (len(told.problems), told.skipped) == (MAX_PROBLEMS, (("faults beyond those that are named", 5),))


def test_several_calendars_junk_and_folds_within_a_character() -> None:
    one = f"BEGIN:VCALENDAR\r\njunk\r\nBEGIN:VEVENT\r\n{event(ORGANISED, WITH_ANN)}\r\nSUMMARY:Caff".replace(
        "\n", "\r\n"
    )
    folded = one.encode() + b"\xc3\r\n \xa8\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    told = read(
        b"\xef\xbb\xbf" + folded + folded.replace(b"UID:1", b"UID:2"), "x.ics", NORA, until=TODAY, zone_of=find_zone
    )
    assert [(one.subject, one.key) for one in told.interactions] == [("Caffè", "1"), ("Caffè", "2")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 0),
        (b"\x00\x01\xff" * 1000, 0),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", 2),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261012\nSUMMARY:With Ann\nEND:VEVENT\n", 1),
    ],
)
def test_of_a_file_that_is_none_or_was_cut_off_nothing_is_read(content: bytes, line: int) -> None:
    told = read(content, "x.ics", NORA, until=TODAY, zone_of=find_zone)
    assert (told.contacts, told.interactions) == ((), ())
    assert [(one.code, one.severity, one.line) for one in told.problems] == [("bad-import-file", Severity.ERROR, line)]


def test_an_event_without_an_end_costs_itself() -> None:
    one = f"BEGIN:VEVENT\n{event(ORGANISED, WITH_ANN)}\n"
    text = f"BEGIN:VCALENDAR\n{one}{one}END:VEVENT\nEND:VCALENDAR\n"
    told = read(text.encode(), "x.ics", NORA, until=TODAY, zone_of=find_zone)
    assert (len(told.interactions), [one.message for one in told.problems]) == (
        1,
        ["This event is left out: it has no end."],
    )


def test_a_calendar_is_known_by_its_first_line() -> None:
    assert recognises("any", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n")
    assert recognises("any", "BEGIN:VCALENDAR\n".encode("utf-16"))
    assert recognises("work.ICS", b"junk\nbegin:vcalendar\n")
    assert not recognises("work.ics", b"BEGIN:VCARD\n")
    assert not recognises("mail.eml", b"From: ann@example.com\n\nBEGIN:VCALENDAR\n")


PIECES = [
    b"BEGIN:VCALENDAR\n",
    b"END:VCALENDAR\n",
    b"BEGIN:VEVENT\n",
    b"END:VEVENT\n",
    b"BEGIN:VALARM\n",
    b"BEGIN:VTIMEZONE\nTZID:x\n",
    b"DTSTART:20260105\n",
    b"DTSTART;TZID=x:20260105T090000Z\n",
    b"RRULE:FREQ=WEEKLY;COUNT=3\n",
    b"RRULE:FREQ=",
    b"EXDATE:20260112,",
    b"RECURRENCE-ID:20260112\n",
    b"UID:1\n",
    b'ATTENDEE;CN="a:mailto:b@example.com\n',
    b"ATTENDEE:mailto:ann@example.com\n",
    b"ORGANIZER;CN=x",
    b"SUMMARY:Tea with Ann\xc3\n",
    b"SUMMARY:\xf0\x9f\x8e\x82 Ann\n",
    b"X-WR-TIMEZONE:Europe/Rome\n",
    b"\\",
    b"\r",
    b" ",
    b";",
    b":",
    b"\n",
]


@settings(deadline=None, max_examples=examples(300))
@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)))
def test_any_bytes_are_read_without_a_fault(content: bytes) -> None:
    for whole in (content, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + content + b"\nEND:VEVENT\nEND:VCALENDAR\n"):
        for told in (read(whole, "x.ics", one, until=TODAY, zone_of=find_zone) for one in (NORA, Owner())):
            assert all(0 <= problem.line <= whole.count(b"\n") + whole.count(b"\r") + 1 for problem in told.problems)
            assert all(one.participants and one.day <= TODAY for one in told.interactions)
    recognises("x.ics", content)


HOSTILE = {
    "nested parts": b"BEGIN:VALARM\n" * 200_000,
    "nested events": b"BEGIN:VEVENT\n" * 50_000,
    "an endless line": b"SUMMARY:" + b"x" * 5_000_000,
    "endless folding": b"SUMMARY:x\n" + b" \n" * 1_000_000,
    "a million lines": b"X-Y:z\n" * 1_000_000,
    "a dangling backslash": b"SUMMARY:x\\",
    "many invited": b"ATTENDEE:mailto:ann@example.com\n" * 100_000,
    "open quotes": b'ATTENDEE;CN="' + b'";CN="' * 60_000,
    "many moments": b"EXDATE:" + b"20260105," * 100_000,
    "every second": b"DTSTART:20000101T000000\nSUMMARY:Tea with Ann\nRRULE:FREQ=SECONDLY\n",
    "carets": b"ORGANIZER;CN=" + b"^n^'^^" * 20_000 + b":x",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_calendars_cost_themselves(hostile: str) -> None:
    good = f"BEGIN:VEVENT\n{event(ORGANISED, WITH_ANN)}\nEND:VEVENT\n".encode()
    bad = b"BEGIN:VEVENT\n" + HOSTILE[hostile] + b"\nEND:VEVENT\n"
    told = read(b"BEGIN:VCALENDAR\n" + bad + good + b"END:VCALENDAR\n", "x.ics", NORA, until=TODAY, zone_of=find_zone)
    assert told.interactions[-1].participants == (ANN,)
    assert told.problems
