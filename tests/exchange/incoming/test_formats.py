"""What each format makes of its oddities, and that no bytes whatever stop any of them."""

import importlib
import json
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.exchange.incoming.reading import MAX_PROBLEMS, profile
from pnm_vault.exchange.incoming.tables import any_csv, google_csv, linkedin, outlook_csv
from pnm_vault.exchange.incoming.trackers import contact_notes, friends, monica
from pnm_vault.model.incoming import Incoming, IncomingContact, Owner, Participant
from pnm_vault.model.note import Channel, Direction, NoteKind
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules
from tests.exchange.outgoing.made_contacts import NASTY
from tests.vaults import REPOSITORY

TABLES = REPOSITORY / "tests" / "exchange" / "incoming" / "tables"
READERS = (google_csv, outlook_csv, linkedin, any_csv, monica, friends, contact_notes)
NOBODY = Owner()
GOOGLE = "First Name,Last Name,Labels,Phonetic First Name,Birthday,E-mail 1 - Label,E-mail 1 - Value\n"
OUTLOOK = "First Name,Last Name,Birthday,E-mail Address,Business Phone,Initials,Company\n"
MESSAGES = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,FOLDER\n"


def names(incoming: Incoming) -> list[str]:
    return [one.name for one in incoming.contacts]


def one_of(incoming: Incoming) -> IncomingContact:
    [contact] = incoming.contacts
    return contact


def codes(incoming: Incoming) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in incoming.problems]


# Any bytes


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__.rpartition(".")[2])
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from(NASTY + "{}[]#-*@"), max_size=100).map(lambda text: text.encode(errors="replace"))
)
def test_no_bytes_stop_a_reader(reader: ModuleType, content: bytes) -> None:
    assert isinstance(reader.recognises("x.md", content), bool)
    for start in (
        b"",
        GOOGLE.encode(),
        OUTLOOK.encode(),
        MESSAGES.encode(),
        b"### Friends:\n- ",
        b'{"account": {"data": [',
        b"---\n",
    ):
        found: Incoming = reader.read(start + content, "x.md", NOBODY)
        assert all(one.path == "x.md" for one in found.problems)


@pytest.mark.parametrize("file", sorted(path.name for path in TABLES.iterdir() if path.is_file()))
def test_a_file_that_is_cut_off_anywhere_stops_nothing(file: str) -> None:
    content = (TABLES / file).read_bytes()
    for reader in READERS:
        for at in range(0, len(content), 1 + len(content) // 25):
            reader.read(content[:at], file, NOBODY)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__.rpartition(".")[2])
@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, b"PK\x03\x04" + b"\x00" * 900])
def test_what_is_no_text_gives_one_error(reader: ModuleType, content: bytes) -> None:
    found: Incoming = reader.read(content, "x", NOBODY)
    assert not found.contacts
    assert not found.interactions
    assert not reader.recognises("x.md", content)
    assert codes(found) == [(0, "bad-import-file")] or reader is friends


OTHERS = {
    "book.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Ann, Lee; name, email\nEND:VCARD\n",
    "days.ics": "BEGIN:VCALENDAR\nVERSION:2.0\nSUMMARY:Name, email\nEND:VCALENDAR\n",
    "mail.mbox": "From a@example.org Thu Jan  1 00:00:00 2026\nFrom: Ann <a@example.org>\nTo: a, b\n\nName, email\n",
    "mail.eml": "From: Ann Lee <a@example.org>\nTo: Bo <b@example.org>, Cy <c@example.org>\nSubject: name; email\n\n",
    "notes.md": "# Names\n\nName, email and phone are below.\n",
    "daily.md": "---\ntype: daily\n---\n- tea with [[Ann]]\n",
    "company.md": "---\ntype: company\nemail: a@example.org\nphone: 1\n---\n",
    "bank.csv": "Date,Name,Amount\n2026-01-02,Shop,3\n",
    "prose.txt": "Dear Ann,\nname, first name\n",
    "data.json": '{"contacts": []}',
    "dump.sql": "INSERT INTO x VALUES (1);",
}


@pytest.mark.parametrize("file", OTHERS)
def test_other_files_are_none_of_these(file: str) -> None:
    assert not [one.__name__ for one in READERS if one.recognises(file, OTHERS[file].encode())]


# Of all


def test_the_owner_is_no_contact_but_whoever_shares_an_address_is() -> None:
    owner = Owner(names=("Nora Bassani",), emails=("home@bassani.example",))
    text = (
        GOOGLE
        + "Nora,Bassani,,,,,Home@Bassani.example\nPiero,Bassani,,,,,home@bassani.example\n"
        + "Nora,Bassani,,,,,n@x.example\n"
    )
    found = google_csv.read(text.encode(), "x.csv", owner)
    assert names(found) == ["Piero Bassani", "Nora Bassani"]
    assert found.skipped == (("your own card", 1),)


def test_whoever_has_the_page_of_the_owner_s_firm_is_somebody_else() -> None:
    text = b"Name,Website\nBo,https://www.firm.example/\nNora Bassani,https://firm.example\n"
    assert names(any_csv.read(text, "x", Owner(urls=("https://firm.example",)))) == ["Bo", "Nora Bassani"]
    assert names(any_csv.read(text, "x", Owner(("Nora Bassani",), (), ("https://firm.example",)))) == ["Bo"]


def test_of_very_many_faults_the_first_ones_are_told() -> None:
    text = "Name,Birthday\n" + "".join([f"Ann {number},3/4/1980\n" for number in range(90)])
    found = any_csv.read(text.encode(), "x.csv", NOBODY)
    assert len(found.contacts) == 90
    assert len(found.problems) == MAX_PROBLEMS + 1
    assert found.problems[-1].message.startswith("40 more entries")


def test_a_value_that_is_too_long_for_a_field_is_kept_as_words() -> None:
    found = one_of(any_csv.read(f"Name,Email\nAnn,{'x' * 5_000}\n".encode(), "x.csv", NOBODY))
    assert found.stated == ()
    assert found.words == "email: " + "x" * 5_000


@pytest.mark.parametrize(
    "url",
    ["https://www.linkedin.com/in/Ann-Lee/", "http://linkedin.com/in/ann-lee", "LinkedIn.com/in/ann-lee?trk=x#top"],
)
def test_a_profile_is_the_same_however_it_is_written(url: str) -> None:
    assert profile(url) == "linkedin.com/in/ann-lee"


# Google


def test_labels_of_google_are_no_circles() -> None:
    text = GOOGLE + "Ann,Lee,* myContacts ::: * starred ::: * coworkers ::: Choir ::: * Choir,,,,\n"
    found = one_of(google_csv.read(text.encode(), "x.csv", NOBODY))
    assert [(one.field, one.text) for one in found.stated] == [
        ("priority", "1"),
        ("category", "colleague"),
        ("circles", "Choir"),
    ]


def test_a_file_of_columns_that_google_took_away_is_still_known() -> None:
    found = google_csv.read(
        b"First Name,Last Name,Phone 1 - Label,Phone 1 - Value\nAnn,Lee,Home Fax,1 ::: 2\n", "x", NOBODY
    )
    assert one_of(found).words == "Home fax: 1 ::: 2".replace(" ::: 2", "\nHome fax: 2")


# Outlook


def test_initials_that_outlook_made_of_the_name_are_left_out() -> None:
    found = one_of(outlook_csv.read(f"{OUTLOOK}Ann,Lee,0/0/00,,,A.L.,\n".encode(), "x", NOBODY))
    assert (found.stated, found.words) == ((), "")


def test_a_birthday_is_read_by_what_the_other_rows_say() -> None:
    rows = "Ann,Lee,3/4/1980,,,,\nBo,Lee,{},,,,\n"
    first = outlook_csv.read((OUTLOOK + rows.format("12/31/1979")).encode(), "x", NOBODY).contacts[0]
    assert first.texts("birthday") == ("1980-03-04",)
    first = outlook_csv.read((OUTLOOK + rows.format("31/12/1979")).encode(), "x", NOBODY).contacts[0]
    assert first.texts("birthday") == ("1980-04-03",)
    found = outlook_csv.read((OUTLOOK + rows.format("1/2/1979")).encode(), "x", NOBODY)
    assert codes(found) == [(2, "bad-import-entry"), (3, "bad-import-entry")]
    assert found.contacts[0].words == "Birthday: 3/4/1980"


# LinkedIn


def test_connections_without_profiles_of_old_archives() -> None:
    found = one_of(
        linkedin.read(b"First Name,Last Name,Email Address,Connected On\nAnn,Lee,,02 May 2011\n", "x", NOBODY)
    )
    assert (found.key, found.texts("met_on"), found.texts("how_met")) == ("", ("2011-05-02",), ("LinkedIn",))


def messages(*rows: str, owner: Owner = NOBODY) -> Incoming:
    return linkedin.read((MESSAGES + "\n".join(rows)).encode(), "messages.csv", owner)


def test_who_is_in_every_conversation_is_the_owner() -> None:
    found = messages(
        "1,Nora,u/nora,Ann,u/ann,2026-01-02 03:04:05 UTC,INBOX",
        "2,Bo,u/bo,Nora,u/nora,2026-01-03 03:04:05 UTC,INBOX",
        '3,Nora,u/nora,"Bo, Cy","u/bo,u/cy",2026-01-03 03:04:05 UTC,ARCHIVE',
    )
    assert [(one.day, one.direction, one.participants) for one in found.interactions] == [
        (date(2026, 1, 2), Direction.FROM_ME, (Participant("Ann", url="u/ann"),)),
        (date(2026, 1, 3), Direction.FROM_THEM, (Participant("Bo", url="u/bo"),)),
        (date(2026, 1, 3), Direction.FROM_ME, (Participant("Bo", url="u/bo"), Participant("Cy", url="u/cy"))),
    ]
    assert {one.channel for one in found.interactions} == {Channel.MESSAGE}


def test_with_one_partner_alone_the_archive_does_not_tell_who_the_owner_is() -> None:
    row = "1,Nora,https://www.linkedin.com/in/nora,Ann,u/ann,2026-01-02 03:04:05 UTC,INBOX"
    found = messages(row)
    assert codes(found) == [(0, "bad-import-entry")]  # the connections beside it are taken all the same
    assert "Me.md" in found.problems[0].message
    assert not found.interactions
    for owner in (Owner(names=("Nora",)), Owner(urls=("linkedin.com/in/nora",))):
        assert [one.direction for one in messages(row, owner=owner).interactions] == [Direction.FROM_ME]


def test_a_namesake_of_the_owner_is_somebody_else() -> None:
    rows = (
        "1,Nora,https://www.linkedin.com/in/nora2,Nora,https://www.linkedin.com/in/nora,2026-01-02 03:04:05 UTC,INBOX",
        "2,Bo,https://www.linkedin.com/in/bo,Nora,https://www.linkedin.com/in/nora,2026-01-02 03:04:05 UTC,INBOX",
    )
    owner = Owner(names=("Nora",), urls=("https://nora.example",))
    assert [(one.direction, one.participants[0].name) for one in messages(*rows, owner=owner).interactions] == [
        (Direction.FROM_THEM, "Nora"),
        (Direction.FROM_THEM, "Bo"),
    ]


def test_talks_with_assistants_are_no_messages() -> None:
    assert linkedin.recognises("messages.csv", MESSAGES.encode())
    assert not linkedin.recognises("learning_role_play_messages.csv", MESSAGES.encode())


def test_old_archives_call_the_owner_you() -> None:
    head = "CONVERSATION ID,FROM,TO,DATE,SUBJECT,CONTENT\n"
    found = linkedin.read(f"{head}1,You,Ann,2026-01-02 03:04:05,,hi\n1,Ann,You,2026-01-02,,ho\n".encode(), "x", NOBODY)
    assert [(one.direction, one.participants[0].name) for one in found.interactions] == [
        (Direction.FROM_ME, "Ann"),
        (Direction.FROM_THEM, "Ann"),
    ]


def test_a_later_archive_has_the_same_keys() -> None:
    early = [
        "1,Nora,u/nora,Ann,u/ann,2026-01-02 03:04:05 UTC,INBOX",
        "2,Bo,u/bo,Nora,u/nora,2026-01-03 01:00:00 UTC,INBOX",
    ]
    late = ["2,Nora,u/nora,Bo,u/bo,2026-03-01 00:00:00 UTC,INBOX", *reversed(early)]
    assert {one.key for one in messages(*early).interactions} < {one.key for one in messages(*late).interactions}


def test_what_was_sent_to_many_and_no_text_is_told() -> None:
    many = ",".join(f"u/{number}" for number in range(12))
    found = messages(f'1,Nora,u/nora,"a","{many}",2026-01-02 03:04:05 UTC,INBOX', owner=Owner(names=("Nora",)))
    assert (found.interactions, found.skipped) == ((), (("sent to many", 1),))


# Any table


def test_a_mapping_wins_over_what_names_say() -> None:
    text = b"Who,Name,Mail me,Colour,Joined\nAnn Lee,x9,ann@lee.example,red,3.4.2020\n"
    mapping = (("who", "name"), ("Name", ""), ("Mail me", "E-Mail"), ("joined", "met_on"))
    found = one_of(any_csv.read_mapped(text, "x.csv", NOBODY, mapping))
    assert (found.name, found.words) == ("Ann Lee", "Colour: red")
    assert [(one.field, one.text) for one in found.stated] == [("email", "ann@lee.example"), ("met_on", "2020-04-03")]


@pytest.mark.parametrize("mapping", [(("Who", "name"), ("Nothing", "email")), (("Who", "shoe size"),)])
def test_a_mapping_that_cannot_be_meant_reads_nothing(mapping: tuple[tuple[str, str], ...]) -> None:
    found = any_csv.read_mapped(b"Who,Mail\nAnn,a@x.example\n", "x.csv", NOBODY, mapping)
    assert (found.contacts, codes(found)) == ((), [(0, "bad-import-file")])


def test_how_somebody_is_addressed_is_no_job() -> None:
    assert one_of(any_csv.read(b"Name,Title\nAnn,Dr.\n", "x", NOBODY)).words == "Title: Dr."
    assert one_of(any_csv.read(b"Name,Title\nAnn,Editor\n", "x", NOBODY)).texts("role") == ("Editor",)


def test_french_and_german_names_are_put_together() -> None:
    assert names(any_csv.read("Nom,Prénom,Ville\nBrun,Zoé,Lyon\n".encode(), "x", NOBODY)) == ["Zoé Brun"]
    assert names(any_csv.read("Nachname;Vorname;Handy\nÖz;Ali;1\n".encode("cp1252"), "x", NOBODY)) == ["Ali Öz"]


def test_thunderbird_has_columns_of_its_own() -> None:
    head = "First Name,Last Name,Display Name,Primary Email,Secondary Email,Home Phone,Mobile Number,Home City,"
    text = head + "Home Country,Organization,Web Page 1,Birth Year,Birth Month,Birth Day,Notes\n"
    text += "Ann,Lee,Ann Lee,a@x.example,b@x.example,1,2,Lewes,UK,Fernhill,https://x.example,1980,4,5,Hm.\n"
    found = one_of(any_csv.read(text.encode(), "x.csv", NOBODY))
    assert any_csv.recognises("x.csv", text.encode())
    assert not outlook_csv.recognises("x.csv", text.encode())
    assert (found.name, found.words, found.texts("birthday")) == ("Ann Lee", "Hm.", ("1980-04-05",))
    assert [found.texts(one) for one in ("email", "phone", "place", "organisation", "url")] == [
        ("a@x.example", "b@x.example"),
        ("1", "2"),
        ("Lewes, UK",),
        ("Fernhill",),
        ("https://x.example",),
    ]


def test_what_notes_divide_by_commas_is_divided_here_too() -> None:
    found = one_of(any_csv.read(b'Name,Groups,Phone\nAnn,"choir, hiking","1, 2"\n', "x.csv", NOBODY))
    assert (found.texts("circles"), found.texts("phone")) == (("choir", "hiking"), ("1, 2",))


# Monica


def account(*contacts: Any, **more: Any) -> bytes:
    data = [{"count": len(contacts), "type": "contact", "values": contacts}]
    return json.dumps({"exported_by": "u", "export_date": "2026", "account": {"data": data, **more}}).encode()


def test_an_account_of_odd_things_loses_only_them() -> None:
    whole = {"uuid": "1", "properties": {"first_name": "Ann"}, "data": "none"}
    odd: list[Any] = [
        None,
        3,
        [],
        {},
        {"uuid": "2"},
        {"uuid": "3", "properties": []},
        {"uuid": 4, "properties": {"first_name": 5}},
    ]
    found = monica.read(account(*odd, whole), "x.json", NOBODY)
    assert names(found) == ["Ann"]
    assert monica.read(b'{"account": ' + b"[" * 100_000, "x", NOBODY).problems[0].code == "bad-import-file"
    assert monica.read(b'{"account": 3}', "x", NOBODY).problems[0].code == "bad-import-file"


# friends


def test_a_long_line_of_friends_is_left_out() -> None:
    text = "### Friends:\n- " + "(a.k.a. " * 4_000 + "\n- Ann\r\n"
    found = friends.read(text.encode(), "friends.md", NOBODY)
    assert names(found) == ["Ann"]
    assert codes(found) == [(2, "bad-import-entry")]


def test_a_file_that_begins_otherwise_is_none_of_friends() -> None:
    assert codes(friends.read(b"# Hello\n### Friends:\n- Ann\n", "x", NOBODY)) == [(0, "bad-import-file")]


# Notes


def contact_notes_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.md")) if not any(part.startswith(".") for part in path.parts)]


def test_the_example_vault_is_known_note_by_note() -> None:
    known = [
        path
        for path in contact_notes_of(REPOSITORY / "example_vault")
        if contact_notes.recognises(path.name, path.read_bytes()[:65_536])
    ]
    assert len(known) > 50
    for path in known:
        note = parse_note(f"Contacts/{path.name}", path.read_text(encoding="utf-8"), Rules())
        found = contact_notes.read(path.read_bytes(), str(path), NOBODY)
        assert note.contact is not None
        assert names(found) == [note.contact.name]
        assert {one.day for one in found.interactions} <= {entry.day for entry in note.entries}
        assert set(note.contact.emails) == set(found.contacts[0].texts("email"))


def test_no_line_of_a_note_is_lost() -> None:
    for path in contact_notes_of(REPOSITORY / "example_vault" / "Contacts"):
        text = path.read_text(encoding="utf-8")
        found = contact_notes.read(path.read_bytes(), path.name, NOBODY)
        if not found.contacts:
            continue
        contact = found.contacts[0]
        subjects = tuple(one.subject for one in found.interactions)
        body = text[read_frontmatter(path.name, text).body_offset :]
        for line in body.splitlines():
            bare = line.strip().lstrip("-*#+ ")
            assert bare in contact.words or bare == contact.name or bare.endswith(subjects), (path.name, line)


def test_a_note_of_another_kind_is_said_to_be_one() -> None:
    found = contact_notes.read(b"---\ntype: company\n---\n", "Fernhill.md", NOBODY)
    assert codes(found) == [(0, "bad-import-file")]
    assert NoteKind.OTHER.value in found.problems[0].message


def test_every_format_has_its_own_name() -> None:
    modules = [*READERS, importlib.import_module("pnm_vault.exchange.incoming.tables.our_csv")]
    assert len({module.NAME for module in modules}) == len(modules)
