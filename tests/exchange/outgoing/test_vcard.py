"""Our vCards, as the formats say and as another reader reads them."""

from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.exchange.outgoing.content_line import content_line, escape
from pnm_vault.exchange.outgoing.exported import file_name, one_line, uid_of, without_controls
from pnm_vault.exchange.outgoing.vcard import VERSIONS, card_of
from pnm_vault.model.contact import ImportantDate
from tests.exchange.outgoing.made_contacts import RELATED, UNHURRIED, awkward, contacts, exported, texts

FULL = replace(
    exported(
        "Ann van der Lee",
        aliases=("Annie", "A; L"),
        category="friend",
        circles=("choir", "book, club"),
        tags=("friend",),
        organisations=("Acme; Sons",),
        role="Engineer",
        place="Lisbon, Portugal",
        time_zone="Europe/Lisbon",
        emails=("ann@example.org",),
        phones=("+351 555 0100",),
        urls=("https://example.org/a,b",),
        dates=(
            ImportantDate("birthday", 2, 29, None, 1),
            ImportantDate("anniversary", 6, 12, 2010, 2),
            ImportantDate("name day", 1, 3, None, 3),
        ),
    ),
    knows=RELATED,
)


def lines_of(card: bytes) -> list[str]:
    return card.replace(b"\r\n ", b"").decode().split("\r\n")


def test_version_3_is_what_phones_read() -> None:
    assert lines_of(card_of(FULL, "3.0")) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//pnm-vault//pnm export//EN",
        f"UID:{FULL.uid}",
        "FN:Ann van der Lee",
        "N:van der Lee;Ann;;;",
        "NICKNAME:Annie",
        "NICKNAME:A\\; L",
        "ORG:Acme\\; Sons",
        "TITLE:Engineer",
        "EMAIL:ann@example.org",
        "TEL:+351 555 0100",
        "URL:https://example.org/a\\,b",
        "ADR:;;;Lisbon\\, Portugal;;;",
        "TZ;VALUE=text:Europe/Lisbon",
        "CATEGORIES:friend,choir,book\\, club",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29",
        "X-ANNIVERSARY:2010-06-12",
        "item1.X-ABDATE:2010-06-12",
        "item1.X-ABLabel:_$!<Anniversary>!$_",
        "item2.X-ABDATE;X-APPLE-OMIT-YEAR=1604:1604-01-03",
        "item2.X-ABLabel:name day",
        "item3.X-ABRELATEDNAMES:Bo\\; Chen",
        "item3.X-ABLabel:knows",
        "item4.X-ABRELATEDNAMES:Cy\\, Dee",
        "item4.X-ABLabel:knows",
        "item5.X-ABRELATEDNAMES:Eve",
        "item5.X-ABLabel:knows",
        "END:VCARD",
        "",
    ]


def test_version_4_has_days_without_years_and_related_contacts() -> None:
    found = lines_of(card_of(FULL, "4.0"))
    assert found[1:6] == ["VERSION:4.0", found[2], f"UID:{FULL.uid}", "KIND:individual", "FN:Ann van der Lee"]
    assert [line for line in found if line.startswith(("BDAY", "ANNIVERSARY", "RELATED", "TZ", "item"))] == [
        "TZ:Europe/Lisbon",
        "BDAY:--0229",
        "ANNIVERSARY:20100612",
        "item1.X-ABDATE:--0103",
        "item1.X-ABLabel:name day",
        f"RELATED;TYPE=acquaintance:{uid_of('contact', 'Bo.md')}",
        "RELATED;TYPE=acquaintance;VALUE=text:Cy\\, Dee",
        "RELATED;TYPE=acquaintance;VALUE=text:Eve",
    ]


@pytest.mark.parametrize(
    ("name", "last_name", "structured"),
    [
        ("Ann Lee", None, "Lee;Ann;;;"),
        ("Ann", None, ";Ann;;;"),
        ("Ann Mary Lee", None, "Lee;Ann Mary;;;"),
        ("Ann Mary Lee", "Mary Lee", "Mary Lee;Ann;;;"),
        ("Ann Lee", "Smith", "Lee;Ann;;;"),
        ("Ann Lee", "Ann Lee", "Lee;Ann;;;"),
        ("Lee Ann", "Lee", "Lee;Ann;;;"),
        ("Lee Ann Lee", "Lee", "Lee;Lee Ann;;;"),
        ("ann de la cruz", None, "de la cruz;ann;;;"),
        ("山田太郎", None, ";山田太郎;;;"),
    ],
)
def test_the_parts_of_a_name(name: str, last_name: str | None, structured: str) -> None:
    assert f"N:{structured}" in lines_of(card_of(exported(name, last_name=last_name), "3.0"))


def test_a_contact_without_a_name_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="no name"):
        card_of(exported("\x07 \n"), "3.0")


def test_lines_that_came_in_go_out_behind_ours_but_for_those_that_would_break_the_card() -> None:
    kept = ('X-COLOUR;A="b:c":blue\\, red', "kept1.X-SIGN:" + "é" * 50, "kept1.X-ABLABEL:sign")
    bad = (
        "END:VCARD",
        "end:vcard",
        "a.BEGIN:VCARD",
        "VERSION:2.1",
        "FN:Eve",
        "X-A:b\nEND:VCARD",
        "X-A:\r",
        "no",
        "X;A",
    )
    card = card_of(replace(exported("Ann Lee"), kept=(*kept, *bad)), "3.0")
    assert lines_of(card)[-5:] == [*kept, "END:VCARD", ""]
    assert all(len(line) <= 75 for line in card.split(b"\r\n"))


@UNHURRIED
@given(contacts, st.sampled_from(VERSIONS))
def test_whatever_a_note_says_it_is_a_well_formed_card(one: Any, version: str) -> None:
    card = card_of(one, version)
    assert card == card_of(one, version)
    assert card.endswith(b"\r\nEND:VCARD\r\n")
    assert b"\r" not in card.replace(b"\r\n", b"")
    assert b"\n" not in card.replace(b"\r\n", b"")
    for line in card.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no fold within a character
    assert lines_of(card).count("BEGIN:VCARD") == 1


@UNHURRIED
@given(contacts, st.sampled_from(VERSIONS))
def test_vobject_reads_back_what_was_written(one: Any, version: str) -> None:
    [card] = list(vobject.readComponents(card_of(one, version).decode()))
    contact = one.contact

    def values(name: str) -> list[Any]:
        return [line.value for line in card.contents.get(name, [])]

    def written(*texts: str) -> list[str]:
        return [text for each in texts if (text := without_controls(each).strip())]

    assert values("fn") == [one_line(contact.name)]
    assert values("uid") == [one.uid]
    assert values("email") == written(*contact.emails)
    assert values("tel") == written(*contact.phones)
    assert values("url") == written(*contact.urls)
    assert values("nickname") == written(*contact.aliases)
    assert values("title") == written(contact.role or "")
    assert [text for [text] in values("org")] == written(*contact.organisations)
    groups = dict.fromkeys(filter(None, map(one_line, (contact.category or "", *contact.circles))))
    assert [group for each in values("categories") for group in each] == list(groups)


@UNHURRIED
@given(awkward)
def test_a_line_is_folded_and_unfolded_without_loss(text: str) -> None:
    line = content_line("NOTE", escape(text))
    assert line.replace(b"\r\n ", b"") == f"NOTE:{escape(text)}\r\n".encode()


@UNHURRIED
@given(texts)
def test_no_control_is_left(text: str) -> None:
    kept = without_controls(text)
    assert not any(ord(mark) < 32 and mark not in "\t\n" for mark in kept)
    kept.encode()
    assert without_controls(kept) == kept


def test_a_file_has_a_harmless_name_whatever_the_uid() -> None:
    own = uid_of("contact", "Ann.md")
    assert file_name(own) == f"{own[9:]}.vcf"
    for uid in ("../../etc/passwd", "urn:uuid:" + "../" * 12, "a", "A", "urn:uuid:" + "A" * 36):
        assert len(file_name(uid)) == 40
        assert "/" not in file_name(uid)
    assert file_name("a") != file_name("A")


def test_identifiers_never_change() -> None:
    """Address books keep them: these stand for all that were ever given."""
    assert uid_of("contact", "Contacts/Ann Lee.md") == "urn:uuid:2d5bcc81-01a9-5720-893e-b38328cb2016"
    uid_of("contact", "caf\udce9.md")
