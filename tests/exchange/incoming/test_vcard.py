"""vCards as they come in: what each line means."""

import base64
from datetime import date

import pytest

from pnm_vault.exchange.incoming.cards.vcard import read, read_cards, recognises
from pnm_vault.model.incoming import Incoming, IncomingContact, Owner, Photo, Stated

NOBODY = Owner()
JPEG = b"\xff\xd8\xff\xe0 a picture"


def cards(*bodies: str, version: str = "3.0", owner: Owner = NOBODY) -> Incoming:
    text = "".join([f"BEGIN:VCARD\nVERSION:{version}\n{body}\nEND:VCARD\n" for body in bodies])
    return read(text.encode(), "book.vcf", owner)


def card(*lines: str, version: str = "3.0") -> IncomingContact:
    """Read one card of Ann Lee that nothing is wrong with."""
    found = cards("\n".join(["FN:Ann Lee", *lines]), version=version)
    assert found.problems == ()
    [contact] = found.contacts
    return contact


def pairs(contact: IncomingContact) -> list[tuple[str, str, str]]:
    return [(one.field, one.text, one.label) for one in contact.stated]


def test_a_file_is_known_by_its_first_line() -> None:
    assert recognises("any.txt", b"\xef\xbb\xbf\r\nbegin:vcard\r\nVERSION:3.0\r\n")
    assert recognises("any", "BEGIN:VCARD\r\n".encode("utf-16"))
    assert recognises("old.mac", b"BEGIN:VCARD\rVERSION:2.1\r")
    assert recognises("book.VCF", b"junk")  # so that it is said to hold no card
    assert not recognises("book.vcf", b"BEGIN:VCALENDAR\r\n")
    assert not recognises("mail.eml", b"From: a@example.org\n\nBEGIN:VCARD\n")
    assert not recognises("note.md", b"")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("BDAY:1980-04-15", "1980-04-15"),
        ("BDAY:19800415", "1980-04-15"),
        ("BDAY;VALUE=DATE-TIME:1980-04-15T00:00:00Z", "1980-04-15"),
        ("BDAY:--0415", "--04-15"),
        ("BDAY:--04-15", "--04-15"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15", "--04-15"),
        ("BDAY;VALUE=date;X-APPLE-OMIT-YEAR=1604:1604-02-29", "--02-29"),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-04-15", "--04-15"),
        ("BDAY:16040415", "--04-15"),
        ("BDAY:0000-04-15", "--04-15"),
        ("item1.BDAY:1980-04-15", "1980-04-15"),
        ("bday: 1980-04-15 ", "1980-04-15"),
    ],
)
def test_birthdays_in_every_spelling(line: str, day: str) -> None:
    assert card(line).texts("birthday") == (day,)


@pytest.mark.parametrize("value", ["1980-02-30", "15.04.1980", "1980", "---15", "12"])
def test_a_day_that_is_none_is_kept_as_words_and_told(value: str) -> None:
    found = cards(f"FN:Ann Lee\nBDAY:{value}")
    [contact] = found.contacts
    assert (contact.texts("birthday"), contact.words) == ((), f"Birthday: {value}")
    [problem] = found.problems
    assert (problem.path, problem.line, problem.code) == ("book.vcf", 4, "bad-import-entry")


def test_a_birthday_in_words_stays_words() -> None:
    assert card("BDAY;VALUE=text:circa 1950", version="4.0").words == "Birthday: circa 1950"


@pytest.mark.parametrize(
    ("lines", "name", "others"),
    [
        ("FN:Ann Lee\nN:Lee;Ann;;;", "Ann Lee", []),
        ("N:Lee;Ann;Mary;;", "Ann Mary Lee", []),
        ("FN:\nN:Lee;Ann;;;", "Ann Lee", []),
        ("FN:Lee, Ann\nN:Lee;Ann;;;", "Ann Lee", []),
        ("FN:Annie\nN:Lee;Ann;;;", "Annie", [("aliases", "Ann Lee")]),
        (
            "FN:Dr. Ann Lee\\, PhD\nN:Lee;Ann;;Dr.;PhD",
            "Dr. Ann Lee, PhD",
            [("last_name", "Lee"), ("aliases", "Ann Lee")],
        ),
        ("FN:Lee Ann\nN:Lee;Ann;;;", "Lee Ann", [("last_name", "Lee")]),
        ("FN:Ann García Márquez\nN:García Márquez;Ann;;;", "Ann García Márquez", [("last_name", "García Márquez")]),
        ("FN:Ann van der Lee\nN:van der Lee;Ann;;;", "Ann van der Lee", []),
        ("FN:Ann Lee\nN:Lee;Ann;Mary,Jo;;", "Ann Lee", [("aliases", "Ann Mary Jo Lee")]),
        ("FN:Ann\nFN;LANGUAGE=ja:アン", "Ann", [("aliases", "アン")]),
        ("FN:Ann\nFN;PREF=1:Ann Lee", "Ann Lee", [("aliases", "Ann")]),
        ("N:;;;;\nNICKNAME:Annie", "Annie", [("aliases", "Annie")]),
        ("EMAIL:ann@example.org", "ann@example.org", [("email", "ann@example.org")]),
        ("FN:Ann\\nLee", "Ann Lee", []),
    ],
)
def test_names(lines: str, name: str, others: list[tuple[str, str]]) -> None:
    [contact] = cards(lines).contacts
    assert (contact.name, [(one.field, one.text) for one in contact.stated]) == (name, others)


def test_a_card_without_any_name_costs_itself() -> None:
    found = cards("FN:Ann", "TEL:123", "FN:Bo")
    assert [one.name for one in found.contacts] == ["Ann", "Bo"]
    [problem] = found.problems
    assert (problem.line, problem.severity, problem.code) == (5, "warning", "bad-import-entry")


def test_labels() -> None:
    assert pairs(
        card(
            "TEL;TYPE=WORK,FAX:1",
            "TEL;CELL;PREF:2",
            'TEL;TYPE="home,voice";VALUE=uri:tel:+3;ext=4',
            "a.TEL;TYPE=x-hut:5",
            "a.X-ABLabel:_$!<Other>!$_",
            "b.EMAIL:mailto:ann@example.org",
            "b.X-ABLabel:At the boat",
            "EMAIL;TYPE=INTERNET:",
        )
    ) == [
        ("phone", "2", "cell"),
        ("phone", "1", "work fax"),
        ("phone", "+3 ext. 4", "home"),
        ("phone", "5", "other"),
        ("email", "ann@example.org", "At the boat"),
    ]


def test_names_and_labels_that_no_standard_knows() -> None:
    one = card(
        "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=48=C3=BCtte):1",
        "TEL;X-hut:2",
        "X-messaging/xmpp-All:ann@example.org",
        "ADR;HOME:;;;;;;",
        version="2.1",
    )
    assert (pairs(one), one.words) == ([("phone", "1", "hütte"), ("phone", "2", "hut")], "")
    assert one.kept == ("X-MESSAGING/XMPP-ALL:ann@example.org",)


def test_a_value_is_stated_once_by_its_first_label() -> None:
    assert pairs(card("TEL;TYPE=HOME:1", "TEL;TYPE=WORK:1")) == [("phone", "1", "home")]
    two = card("a.X-ABDATE:2001-02-03", "a.X-ABLabel:moved", "b.X-ABDATE:2001-02-03", "b.X-ABLabel:met Bo")
    assert pairs(two) == [("important_dates", "2001-02-03", "moved"), ("important_dates", "2001-02-03", "met Bo")]


def test_commas_and_semicolons_cut_nothing_off() -> None:
    one = card("URL:https://example.org/a,b;c", "NOTE:tall, loud; kind\\nand\\, so on\\", "NICKNAME:Annie,A\\,L")
    assert (one.texts("url"), one.words) == (("https://example.org/a,b;c",), "tall, loud; kind\nand, so on\\")
    assert one.texts("aliases") == ("Annie", "A,L")


def test_where_they_live_and_where_they_work() -> None:
    one = card("ADR;TYPE=WORK:;;Quay 1;Trieste;;34121;Italy", "ADR;TYPE=HOME:;;;Muggia;;;Italy")
    assert (one.texts("place"), one.words) == (("Muggia, Italy",), "Address (work): Quay 1, 34121 Trieste, Italy")
    assert card("ADR:;;;Lisbon\\, Portugal;;;").stated == (Stated("place", "Lisbon, Portugal", "", 4),)
    assert card("ADR:;;Rua 1;;;;").words == "Address: Rua 1"
    assert card('ADR;LABEL="Rua 1^nLisbon":;;;;;;', version="4.0").words == "Address: Rua 1 Lisbon"


def test_groups_that_programs_make_are_none() -> None:
    one = card("CATEGORIES:myContacts,* starred,Friends,Family,choir,System Group: My Contacts")
    assert pairs(one) == [
        ("priority", "1", ""),
        ("category", "friend", ""),
        ("circles", "Family", ""),
        ("circles", "choir", ""),
    ]


def test_relations_are_theirs() -> None:
    one = card(
        "X-SPOUSE:Bo Chen",
        "X-EVOLUTION-MANAGER:Cy Dee",
        "RELATED;TYPE=child;VALUE=text:Eve Lee",
        "RELATED;TYPE=contact:Fay Orr",
        "a.X-ABRELATEDNAMES:Gil Ray",
        "a.X-ABLabel:_$!<Father>!$_",
    )
    assert [(one.text, one.label) for one in one.stated] == [
        ("Bo Chen", "spouse"),
        ("Cy Dee", "manager"),
        ("Eve Lee", "child"),
        ("Fay Orr", ""),
        ("Gil Ray", "father"),
    ]


def test_what_is_about_the_card_as_a_whole() -> None:
    one = card("UID:urn:uuid:1-2", "REV:20260304T050607Z", "CLASS:PRIVATE", "TZ:Europe/Rome", "DEATHDATE:20240229")
    assert (one.key, one.revised, one.private) == ("urn:uuid:1-2", date(2026, 3, 4), True)
    assert pairs(one) == [("time_zone", "Europe/Rome", ""), ("deceased", "2024-02-29", "")]
    assert card("DEATHDATE:").stated == ()
    assert card("X-DEATHDATE;VALUE=text:one spring", version="4.0").words == "Died: one spring"


def test_the_title_is_the_role_wherever_it_stands() -> None:
    one = card("ROLE:Gardener", "TITLE:Head", "ORG:Green;Bees;Queens")
    assert (one.texts("role"), one.texts("organisation")) == (("Head",), ("Green",))
    assert one.words == "Department: Bees, Queens\nRole: Gardener"
    assert card("ROLE:Gardener").texts("role") == ("Gardener",)


def picture(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("line", "version"),
    [
        (f"PHOTO;ENCODING=b;TYPE=PNG:{picture(JPEG)}", "3.0"),  # the bytes know better
        (f"PHOTO;JPEG;ENCODING=BASE64:\n {picture(JPEG)[:9]}\n {picture(JPEG)[9:]}\n", "2.1"),
        (f"PHOTO;ENCODING=BASE64;JPEG:{picture(JPEG)[:9]}\n{picture(JPEG)[9:]}\n\nTEL:1", "2.1"),
        (f"PHOTO;BASE64:{picture(JPEG)}", "2.1"),
        (f"PHOTO:data:image/jpeg;base64,{picture(JPEG)}", "4.0"),
        (f"PHOTO:data:image/jpeg;base64\\,{picture(JPEG)}", "4.0"),
        (f"PHOTO;VALUE=uri:data:image/jpeg;base64,{picture(JPEG)}", "4.0"),
    ],
)
def test_pictures(line: str, version: str) -> None:
    assert card(line, version=version).photo == Photo("jpg", JPEG)


def test_pictures_that_are_elsewhere_or_none() -> None:
    assert card("PHOTO;VALUE=uri:https://example.org/a.jpg").kept == ("PHOTO;VALUE=uri:https://example.org/a.jpg",)
    for content in (b"<svg onload='x'/>", b"#!/bin/sh", b"MZ"):
        found = cards(f"FN:Ann\nPHOTO;ENCODING=b:{picture(content)}")
        assert (found.contacts[0].photo, found.problems[0].line) == (None, 4)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"NOTE;CHARSET=ISO-8859-1:Gl\xe4ser", "Gläser"),
        (b"NOTE;CHARSET=Shift_JIS:\x8eR\x93c", "山田"),
        (b"NOTE;CHARSET=ISO-2022-JP:\x1b$B;3ED\x1b(B", "山田"),
        (b"NOTE;CHARSET=windows-1252;ENCODING=QUOTED-PRINTABLE:Gl=E4ser", "Gläser"),
        (b"NOTE;ENCODING=QUOTED-PRINTABLE:Gl=C3=A4ser=0D=0A=\r\nund Schalen", "Gläser\nund Schalen"),
        (b"NOTE;quoted-printable:a=3Db=", "a=b"),
        (b"NOTE;CHARSET=idna;ENCODING=QUOTED-PRINTABLE:Gl=C3=A4ser", "Gläser"),
        ("NOTE:Gl\u00e4ser".encode(), "Gläser"),
        (b"NOTE:Gl\xc3\r\n \xa4ser", "Gläser"),
        (b"NOTE:a\0b\x07c", "abc"),
        (b"NOTE:C:\\new\\;old", "C:\\new;old"),
    ],
)
def test_encodings_of_old_phones(line: bytes, words: str) -> None:
    found = read(b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann\r\n" + line + b"\r\nEND:VCARD\r\n", "a.vcf", NOBODY)
    assert (found.problems, found.contacts[0].words) == ((), words)


def test_a_guessed_encoding_is_told_once() -> None:
    found = read(b"BEGIN:VCARD\nFN:J\xf6rg\nNOTE:f\xfcr\nEND:VCARD\n", "a.vcf", NOBODY)
    assert (found.contacts[0].name, found.contacts[0].words) == ("Jörg", "für")
    assert [(one.line, one.code) for one in found.problems] == [(2, "bad-import-entry")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_files_in_wide_letters(encoding: str) -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg\r\nEND:VCARD\r\n"
    assert [one.name for one in read(text.encode(encoding), "a.vcf", NOBODY).contacts] == ["Jörg"]


def test_what_is_not_understood_is_kept_with_its_label() -> None:
    one = card("item9.X-SIGN;bar=1:li\\,on", "item9.X-ABLabel:sign", 'GEO:geo:1,2;u="3"', 'X-NONE;a="c,d":\\n')
    assert one.kept == (
        "kept1.X-SIGN;BAR=1:li\\,on",
        'GEO:geo:1,2;u="3"',
        'X-NONE;A="c,d":\\n',
        "kept1.X-ABLABEL:sign",
    )
    assert card("X-A;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:a=0Ab", version="2.1").kept == ("X-A:a\\nb",)


def test_what_is_too_long_to_be_kept_is_counted() -> None:
    found = cards(f"FN:Ann\nLOGO;ENCODING=b:{'A' * 5000}\nKEY:https://example.org/key")
    assert found.contacts[0].kept == ("KEY:https://example.org/key",)
    assert found.skipped == (("lines too long to be kept (keys, sounds, logos)", 1),)


def test_organisations_and_the_owner_are_no_contacts() -> None:
    owner = Owner(("Nora Bassani",), ("nora@example.org",))
    found = cards(
        "FN:Acme\nORG:Acme\nN:;;;;",
        "FN:Acme\nX-ABShowAs:COMPANY",
        "KIND:location\nFN:The quay",
        "FN:N. B.\nEMAIL:Nora@Example.org",
        "FN:nora bassani",
        "FN:Nora Bassani\nEMAIL:another.nora@example.org",
        owner=owner,
    )
    assert [one.texts("email") for one in found.contacts] == [("another.nora@example.org",)]
    assert found.skipped == (("a place", 1), ("an organisation", 2), ("your own card", 2))


def test_groups_and_relations_reach_over_the_files_of_a_folder() -> None:
    files = {
        "1.vcf": "FN:Choir\nKIND:group\nMEMBER:urn:uuid:A-1\nMEMBER:mailto:Bo@example.org\nMEMBER:urn:uuid:Z",
        "2.vcf": "FN:Ann Lee\nUID:a-1\nRELATED;TYPE=sibling:urn:uuid:b-2\nRELATED;TYPE=kin:mailto:BO@example.org",
        "3.vcf": "FN:Bo Lee\nUID:urn:uuid:B-2\nEMAIL:bo@example.org\nCATEGORIES:Choir",
    }
    found = read_cards(
        [(name, f"BEGIN:VCARD\nVERSION:4.0\n{body}\nEND:VCARD\n".encode()) for name, body in files.items()], NOBODY
    )
    assert [(one.file, one.texts("circles"), one.texts("knows")) for one in found.contacts] == [
        ("2.vcf", ("Choir",), ("Bo Lee", "Bo Lee")),
        ("3.vcf", ("Choir",), ()),
    ]
    assert found.skipped == (("members of groups who are in none of the cards", 1),)


def test_a_card_within_a_card_is_whom_they_know() -> None:
    inner = "BEGIN:VCARD\nVERSION:2.1\nN:Wolf;Petra\nFN:Petra Wolf\nTEL;WORK:9\nBDAY:19800415\nEND:VCARD"
    one = card("AGENT:", inner, "TEL:1", version="2.1")
    assert pairs(one) == [("knows", "Petra Wolf", "agent"), ("phone", "1", "")]
    assert (one.words, one.kept) == ("Agent, telephone: 9", ())
