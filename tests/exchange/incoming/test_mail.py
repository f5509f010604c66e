"""Mail as it comes in: who wrote to whom on which day, and what is no contact."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.exchange.incoming.mail.headers import read_header
from pnm_vault.exchange.incoming.mail.mbox import LONGEST_HEADER, header_blocks
from pnm_vault.exchange.incoming.mail.messages import MOST_TOGETHER, read, read_messages, recognises
from pnm_vault.model.incoming import Incoming, Owner, Participant
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Severity
from tests.examples import examples

TODAY = date(2026, 11, 23)
NORA = Owner(("Nora Bassani",), ("nora@example.org", "n.bassani@example.net"))
FROM_ANN = "From: Ann Lee <Ann@Example.com>"
TO_NORA = "To: Nora <nora@example.org>"
ON_MONDAY = "Date: Mon, 5 Oct 2026 23:30:00 -0800"


def header(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def mails(*headers: bytes, owner: Owner = NORA, file: str = "All.mbox", exclude: tuple[str, ...] = ()) -> Incoming:
    numbered = [(number, one) for number, one in enumerate(headers, 1)]
    return read_messages(numbered, file, owner, until=TODAY, exclude=exclude)


def test_what_somebody_wrote_to_the_owner() -> None:
    told = mails(header(FROM_ANN, TO_NORA, ON_MONDAY, "Subject: Re: =?utf-8?q?Caff=C3=A8?=", "Message-ID: <1@x>"))
    [one] = told.interactions
    assert one.participants == (Participant("Ann Lee", "ann@example.com"),)
    assert (one.day, one.channel, one.direction) == (date(2026, 10, 5), Channel.EMAIL, Direction.FROM_THEM)
    assert (one.format, one.file, one.line, one.subject) == ("mail", "All.mbox", 1, "Re: Caffè")
    assert one.key == "mail 2026-10-05 email from-them ann@example.com"
    assert (told.contacts, told.problems, told.skipped) == ((), (), ())


def test_what_the_owner_wrote_is_to_those_in_to_and_else_to_those_in_copy() -> None:
    mine = "From: nora+shop@example.org"
    both = "To: bruno@example.com, Ann <ann@example.com>"
    told = mails(
        header(mine, both, "Cc: carla@example.com", ON_MONDAY),
        header(mine, "Bcc: Carla <carla@example.com>", "To: undisclosed-recipients:;", ON_MONDAY),
        header(mine, "To: Friends: dario@example.com, elio@example.com;, nora@example.org", ON_MONDAY),
    )
    assert [[one.email for one in interaction.participants] for interaction in told.interactions] == [
        ["ann@example.com", "bruno@example.com"],
        ["carla@example.com"],
        ["dario@example.com", "elio@example.com"],
    ]
    assert {one.direction for one in told.interactions} == {Direction.FROM_ME}


def test_a_day_is_one_interaction_and_both_ways_are_two() -> None:
    mine = header("From: nora@example.org", "To: ann@example.com", ON_MONDAY, "Subject: second")
    told = mails(
        header("From: ann@example.com", TO_NORA, ON_MONDAY, "Subject: first"),
        mine,
        header(FROM_ANN, TO_NORA, "Date: 5 Oct 26 08:00 +0200"),
        mine,
        header(FROM_ANN, TO_NORA, "Date: Tue, 6 Oct 2026 08:00:00 +0200"),
    )
    assert [(one.line, one.day.day, one.direction) for one in told.interactions] == [
        (1, 5, Direction.FROM_THEM),
        (2, 5, Direction.FROM_ME),
        (5, 6, Direction.FROM_THEM),
    ]
    # The fullest name of an address is the one of them all.
    assert {one.participants for one in told.interactions} == {(Participant("Ann Lee", "ann@example.com"),)}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([FROM_ANN, TO_NORA, ON_MONDAY, "List-Id: <choir.lists.example>"], "newsletters and lists"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "List-Unsubscribe: <mailto:x@example.com>"], "newsletters and lists"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "Precedence: bulk"], "newsletters and lists"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "Auto-Submitted: auto-replied"], "written by machines"),
        (["From: no-reply@example.com", TO_NORA, ON_MONDAY], "written by machines"),
        (["From: bounces+12@example.com", TO_NORA, ON_MONDAY], "written by machines"),
        (["From: MAILER-DAEMON@example.com", TO_NORA, ON_MONDAY], "written by machines"),
        (["From: nobody at all", TO_NORA, ON_MONDAY], "written by machines"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "X-Gmail-Labels: Inbox,Spam"], "spam"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "X-Spam-Flag: YES"], "spam"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "X-GM-LABELS: Trash"], "in the trash"),
        ([FROM_ANN, TO_NORA, ON_MONDAY, "X-Mozilla-Status: 0009"], "in the trash"),
        (
            ["From: nora@example.org", "To: ann@example.com", ON_MONDAY, "X-Gmail-Labels: =?utf-8?q?Entw=C3=BCrfe?="],
            "drafts",
        ),
        ([FROM_ANN, TO_NORA], "without a day that can be"),
        ([FROM_ANN, TO_NORA, "Date: yesterday"], "without a day that can be"),
        ([FROM_ANN, TO_NORA, "Date: Thu, 1 Jan 1970 00:00:00 +0000"], "without a day that can be"),
        ([FROM_ANN, TO_NORA, "Date: Mon, 31 Feb 2025 00:00:00 +0000"], "without a day that can be"),
        ([FROM_ANN, TO_NORA, "Date: Tue, 24 Nov 2026 00:00:00 +0000"], "dated later than today"),
        ([FROM_ANN, "To: bruno@example.com", "Cc: nora@example.org", ON_MONDAY], "to you in copy only"),
        ([FROM_ANN, "To: bruno@example.com", ON_MONDAY], "to none of your addresses"),
        (["From: nora@example.org", "To: n.bassani@example.net", ON_MONDAY], "to yourself"),
        (["From: nora@example.org", ON_MONDAY], "to nobody who is named"),
        (["From: nora@example.org", "To: x@lists.example", ON_MONDAY], "excluded"),
        (["From: ann+x@boring.example", TO_NORA, ON_MONDAY], "excluded"),
        (["Dear Nora", "this is the middle of a letter"], "no messages"),
    ],
)
def test_what_is_no_contact_is_counted(lines: list[str], reason: str) -> None:
    told = mails(
        header(FROM_ANN, TO_NORA, ON_MONDAY), header(*lines), exclude=("*@lists.example", "ann@boring.example")
    )
    assert (len(told.interactions), told.skipped) == (1, ((reason, 1),))


def test_who_has_the_owner_s_whole_name_is_the_owner_at_an_address_that_was_forgotten() -> None:
    told = mails(
        header("From: Nora Bassani <nora@old.example>", "To: ann@example.com", ON_MONDAY),
        header("From: Nora <nora@other.example>", TO_NORA, ON_MONDAY),
        header(FROM_ANN, "To: nora bassani <nora@old.example>", ON_MONDAY),
    )
    assert [(one.direction, one.participants[0].email) for one in told.interactions] == [
        (Direction.FROM_ME, "ann@example.com"),
        (Direction.FROM_THEM, "nora@other.example"),
        (Direction.FROM_THEM, "ann@example.com"),
    ]


def test_what_arrived_at_an_address_of_the_owner_was_for_the_owner() -> None:
    assert mails(header(FROM_ANN, "To: friends of Nora:;", "Delivered-To: nora+x@example.org", ON_MONDAY)).interactions


def test_a_mail_to_a_crowd_is_no_contact_with_each() -> None:
    some = ", ".join(f"guest{number}@example.com" for number in range(MOST_TOGETHER))
    mine = "From: nora@example.org"
    assert len(mails(header(mine, f"To: {some}", ON_MONDAY)).interactions[0].participants) == MOST_TOGETHER
    told = mails(header(mine, f"To: {some}", "Cc: ann@example.com", ON_MONDAY))
    assert (told.interactions, told.skipped) == ((), (("to more than 10", 1),))


def test_chats_that_gmail_hands_out_as_mail_are_messages() -> None:
    [one] = mails(header(FROM_ANN, TO_NORA, ON_MONDAY, "X-Gmail-Labels: Chat")).interactions
    assert one.channel is Channel.MESSAGE


@pytest.mark.parametrize(
    ("stated", "name", "email"),
    [
        ('"Lee, Ann" <ann@example.com>', "Ann Lee", "ann@example.com"),
        ("Lee, Ann <ann@example.com>", "Ann", "ann@example.com"),
        ("ann@example.com", "", "ann@example.com"),
        ("ann@example.com (Ann Lee)", "Ann Lee", "ann@example.com"),
        ("<ann@example.com>", "", "ann@example.com"),
        ("'ann@example.com' <ann@example.com>", "", "ann@example.com"),
        ("=?iso-8859-1?Q?Ann_L=E9e?= <ann@example.com>", "Ann Lée", "ann@example.com"),
        ("=?utf-8?b?QW5uIEzDqWU=?= <ann@example.com>", "Ann Lée", "ann@example.com"),
        ("=?utf-8?q?Ann_L=C3?= =?utf-8?q?=A9e?= <ann@example.com>", "Ann Lée", "ann@example.com"),
        ("=?x-unknown?q?Ann?= <ann@example.com>", "Ann", "ann@example.com"),
        ("=?utf-8?b?A?= <ann@example.com>", "=?utf-8?b?A?=", "ann@example.com"),
        ("Ann Lée <ann@example.com>", "Ann Lée", "ann@example.com"),
        ("Ann\n\tLee\n <ann@example.com>", "Ann Lee", "ann@example.com"),
        ('"Ann \\"Nan\\" Lee" <ann@example.com>', 'Ann "Nan" Lee', "ann@example.com"),
    ],
)
def test_addresses_as_they_are_written(stated: str, name: str, email: str) -> None:
    assert read_header(header(f"From: {stated}")).senders == (Participant(name, email),)


def test_bytes_that_are_no_utf_8_are_read_as_they_were_meant() -> None:
    assert read_header("From: Ann Lée <ann@example.com>\n".encode("latin-1")).senders[0].name == "Ann Lée"


@pytest.mark.parametrize(
    "zone", ["+0200", "GMT", "EST", "-0000", "+9999", "(CEST)", "", "Mitteleuropäische Zeit", "+02:00"]
)
def test_a_day_is_that_of_the_sender_s_clock_whatever_its_zone(zone: str) -> None:
    assert read_header(header(f"Date: Mon, 5 Oct 2026 23:30:00 {zone}")).day == date(2026, 10, 5)


def test_without_an_owner_the_mailbox_itself_tells_whose_it_is() -> None:
    arrived = "Delivered-To: nora@example.org"
    by_arrival = mails(*[header(FROM_ANN, TO_NORA, arrived, ON_MONDAY)] * 3, owner=Owner())
    by_name = mails(
        header("From: Nora Bassani <nora@example.org>", "To: bruno@example.com", "Date: Mon, 5 Oct 2026 8:00:00 +0200"),
        header(FROM_ANN, "To: nora@example.org", ON_MONDAY),
        owner=Owner(("Nora Bassani",)),
    )
    assert [one.direction for one in by_name.interactions] == [Direction.FROM_ME, Direction.FROM_THEM]
    by_folder = mails(
        header("From: nora@example.org", "To: ann@example.com", ON_MONDAY), owner=Owner(), file="x/Sent.mbox"
    )
    for told in (by_arrival, by_folder):
        assert len(told.interactions) == 1
        [problem] = told.problems
        assert (problem.code, problem.severity) == ("owner-address", Severity.INFO)
        assert "nora@example.org counts as yours" in problem.message


def test_where_it_cannot_be_told_nothing_is_read() -> None:
    told = mails(header(FROM_ANN, TO_NORA, ON_MONDAY), owner=Owner())
    assert told.interactions == ()
    assert [(one.code, one.severity) for one in told.problems] == [("owner-address", Severity.ERROR)]


MBOX = b"""From ann@example.com Mon Oct  5 10:00:00 2026
From: Ann Lee <ann@example.com>
To: nora@example.org
Date: Mon, 5 Oct 2026 10:00:00 +0200

From the mountains: it rained.
From here on it snowed.

From what I heard
it snows there too.
>From quoted
From - Mon Oct  5 11:00:00 2026
X-Mozilla-Status: 0001
From: nora@example.org
To: ann@example.com
Date: Mon, 5 Oct 2026 11:00:00 +0200

ok

From\x20
From: Ann Lee <ann@example.com>
To: nora@example.org
Date: Tue, 6 Oct 2026 10:00:00 +0200
"""


@pytest.mark.parametrize("length", [1, 2, 3, 7, 64, 100_000])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_mailbox_is_cut_where_a_header_begins(length: int, end: bytes) -> None:
    content = MBOX.replace(b"\n", end)
    blocks = list(header_blocks([content[at : at + length] for at in range(0, len(content), length)]))
    assert [line for line, _ in blocks] == [1, 12, 20]
    assert [block.split(end)[0] for _, block in blocks] == [
        b"From: Ann Lee <ann@example.com>",
        b"X-Mozilla-Status: 0001",
        b"From: Ann Lee <ann@example.com>",
    ]
    assert b"mountains" not in b"".join(block for _, block in blocks)


def test_a_mailbox_and_a_single_message_are_read_whole() -> None:
    assert [one.day.day for one in read(MBOX, "All.mbox", NORA, until=TODAY).interactions] == [5, 5, 6]
    single = MBOX.partition(b"\n")[2]
    assert [one.day.day for one in read(single, "draft.eml", NORA, until=TODAY).interactions] == [5]


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 500, b"nothing of the kind\n\nFrom: x\nDate: y\n"])
def test_a_file_without_a_message_is_an_error(content: bytes) -> None:
    for owner in (NORA, Owner()):
        told = read(content, "x.mbox", owner, until=TODAY)
        assert (told.contacts, told.interactions) == ((), ())
        assert [(one.code, one.severity) for one in told.problems] == [("bad-import-file", Severity.ERROR)]


def test_mail_is_known_by_its_first_lines() -> None:
    assert recognises("any", MBOX)
    assert recognises("any", MBOX.partition(b"\n")[2])
    assert recognises("any", header("Received: x", "FROM: ann@example.com", "Date: x"))
    assert not recognises("x.eml", b"Dear Ann\n\nFrom: x\nTo: y\n")
    assert not recognises("x.md", b"---\nFrom: x\nTo: y\n---\n")
    assert not recognises("x.ics", b"BEGIN:VCALENDAR\nFrom: x\n")


HOSTILE = [
    b"From: " + b"(" * 100_000,
    b"From: " + b'"' * 100_000,
    b"From: " + b"<" * 100_000 + b"@",
    b"To: " + b"a@b," * 60_000,
    b"To: " + b":;" * 60_000 + b"@",
    b"From: " + b"=?utf-8?q?" * 20_000 + b"?=",
    b"From: =?\xff?\0?= <a@b>",
    b"From: =?idna?q?a?= =?punycode?q?" + b"a-" * 900 + b"?= =?undefined?q?x?= <a@b>",
    b"From: a@b\n " + b" \n " * 60_000,
    b"From: a" + b" " * 200_000 + b"b",
    b'From: "a"' + b" " * 200_000 + b"b",
    b"Date: " + b"1 " * 60_000,
    b"Date: " + b"9" * 5_000,
    b"Date: Mon, 5 Oct 99999999999999999999 10:00:00 +0200",
    b"X-Mozilla-Status: " + b"f" * 60_000,
    b"X-Mozilla-Status: zz",
    b"From: " + b"(" * 9_000 + b"a@b" + b")" * 9_000,
    b"Delivered-To: a@b\n" * 20_000,
    b"From: [" + b"\\" * 60_000,
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_headers_are_read_in_no_time(hostile: bytes) -> None:
    for one in (hostile, hostile + b"\nFrom: ann@example.com\nDate: x", b"From: ann@example.com\n" + hostile):
        told = mails(one)
        assert told.interactions == ()


def test_an_endless_header_is_cut() -> None:
    endless = b"From x\nFrom: ann@example.com\n" + b"X-Filler: " + b"x" * (2 * LONGEST_HEADER)
    [(line, block)] = header_blocks([endless[at : at + 65536] for at in range(0, len(endless), 65536)])
    assert line == 1 and len(block) <= LONGEST_HEADER + 1


@settings(deadline=None, max_examples=examples(200))
@given(
    st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from(
                [
                    b"From ",
                    b"\n",
                    b"From:",
                    b"Date:",
                    b" ",
                    b"\xe9",
                    b"@",
                    b"=?utf-8?q?",
                    b"?=",
                    b"<",
                    b">",
                    b"a",
                    b"5 Oct 2026",
                    b",",
                    b"(",
                    b'"',
                ]
            )
        ).map(b"".join),
    )
)
def test_any_bytes_are_read_without_a_fault(content: bytes) -> None:
    for owner in (NORA, Owner()):
        read(content, "x.mbox", owner, until=TODAY)
        read(b"From x\n" + content, "x.mbox", owner, until=TODAY)
    recognises("x", content)
    whole = list(header_blocks([content]))
    assert whole == list(header_blocks([content[at : at + 3] for at in range(0, len(content), 3)]))
