from datetime import date

import pytest

from pnm_vault.model.note import NoteKind
from pnm_vault.model.settings import Settings, VaultSettings
from pnm_vault.notes.kinds import classify, contact_sign, daily_day
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules, build_rules

_RULES = Rules()


def kind(path: str, block: str = "", body: str = "", rules: Rules = _RULES) -> str:
    text = f"---\n{block}\n---\n{body}" if block else body
    return classify(path, read_frontmatter(path, text), text, rules).value


@pytest.mark.parametrize(
    "block",
    [
        "type: person",
        "type: Contact",
        "type: contact-profile",
        "type: contact-notes",
        'type: "[[Person]]"',
        "fileClass: person",
        'categories: ["[[People]]"]',
        'categories:\n  - "[[People]]"',
        "navigate-up: [[People]]",
        "tags: people",
        "tags: [contact, x]",
        "tags: x, person/work",
        "tags: #friend",
        "tag: '#person'",
        "tags: 👤",
    ],
)
def test_a_contact_by_what_it_says(block: str) -> None:
    assert kind("Notes/Ann Lee.md", block) == "contact"


@pytest.mark.parametrize(
    "path",
    [
        "People/Ann.md",
        "contacts/Ann.md",
        "04_PEOPLE/Ann.md",
        "Extras/People/Ann.md",
        "Friends/a/Ann.md",
        "x/@Ann.md",
        "FriendTracker/Ann.md",
        "Cadence/Contacts/Ann.md",
        "People/ann-lee/ann-lee.md",
        "People/Jan_Moc.md",
        "Notes/person-ann-lee.md",
        "person-renée-o-lee.md",
    ],
)
def test_a_contact_by_its_place(path: str) -> None:
    expected = "contact" if "Moc" not in path else "index"
    assert kind(path) == expected
    assert kind(path, "type: person") == "contact"


@pytest.mark.parametrize(
    "block",
    [
        "type: client\nlast_contact: 2026-03-25",
        "type: [x, Friend]\ncadence: monthly",
        "kind: '[[Mentor]]'\nbirthday: 05-12",
        "type: customer\nnext-contact: 2026-12-01",
        "type: client\ntags: [moc]\nlast_contact: 2026-03-25",
    ],
)
def test_a_type_that_is_a_relation_makes_a_contact_of_whom_one_is_in_touch_with(block: str) -> None:
    assert kind("Clients/Acme.md", block) == "contact"
    assert contact_sign("Clients/Acme.md", read_frontmatter("x", f"---\n{block}\n---\n"), _RULES) == "type"


@pytest.mark.parametrize(
    ("path", "block"),
    [
        ("Clients/Acme.md", "type: client\nemail: info@example.org"),
        ("Clients/Acme.md", "type: client\nlast_contact:"),
        ("Clients/Acme.md", "type: company\nlast_contact: 2026-03-25"),
        ("Clients/Acme.md", "type: [client, project]\nlast_contact: 2026-03-25"),
        ("Notes/Acme.md", "client: Ann\nlast_contact: 2026-03-25"),
        ("Notes/person-note.md", ""),
        ("Notes/person-2026-01.md", ""),
        ("Notes/personal-ann-lee.md", ""),
    ],
)
def test_what_is_not_quite_a_contact(path: str, block: str) -> None:
    assert kind(path, block) == "other"


def test_words_of_the_owners_own_are_relations_too() -> None:
    rules = build_rules(Settings(categories={"chum": "friend"}, fields={"last_contact": ("zuletzt",)}))
    assert kind("x/Ann.md", "type: chum\nzuletzt: 2026-01-02", rules=rules) == "contact"
    assert kind("x/Ann.md", "type: chum\nzuletzt: 2026-01-02") == "other"


@pytest.mark.parametrize(
    ("path", "block", "sign"),
    [
        ("People/@Ann.md", "type: person\ntags: friend", "type"),
        ("People/@Ann.md", "type: acme\ncategories: [x, '[[People]]']", "type"),
        ("People/@Ann.md", "type: acme\ntags: [x, person/work]", "tag"),
        ("Notes/Ann.md", "tags: [meeting, friend]", "tag"),
        ("People/@Ann.md", "tags: [work]", "name"),
        ("Notes/person-ann-lee.md", "", "name"),
        ("People/Ann.md", "", "folder"),
        ("Extras/People/x/Ann.md", "city: Graz", "folder"),
        ("Notes/Ann.md", "", "link"),
    ],
)
def test_a_contact_is_known_by_the_first_sign_that_holds(path: str, block: str, sign: str) -> None:
    assert kind(path, block, "[[People MOC]]\n") == "contact"
    assert contact_sign(path, read_frontmatter(path, f"---\n{block}\n---\n"), _RULES).value == sign


def test_a_folder_of_a_usual_name_is_no_sign_where_the_settings_name_others() -> None:
    rules = build_rules(Settings(vault=VaultSettings(contacts=("Folk",))))
    block = read_frontmatter("x", "")
    assert contact_sign("folk/Ann.md", block, rules) == "folder"
    assert contact_sign("People/Ann.md", block, rules) == "link"


def test_a_broken_block_does_not_cost_the_contact() -> None:
    assert kind("People/Ann.md", body="---\nname: Ann\nnever closed") == "contact"
    assert kind("People/Ann.md", "name: [Ann\nx: @y") == "contact"


@pytest.mark.parametrize(
    "block", ["type: company", "type: organization", "KIND: org", "type: place", "categories: [[Books]]"]
)
def test_other_things_among_the_contacts(block: str) -> None:
    assert kind("People/Acme.md", block) == "other"


@pytest.mark.parametrize(
    "path",
    [
        "People/Ann.sync-conflict-20261018-093012-K7Q2ABC.md",
        "People/Ann.sync-conflict-20261018-093012.md",
        "People/Ann (Conflicted copy Phone 202610181200).md",
        "People/Ann (Bob's conflicted copy 2026-10-18).md",
        "People/Ann (conflicted copy 2026-10-18 120000).md",
        "People/Ann_conflict-20261018.md",
        "conflict-files-obsidian-git.md",
    ],
)
def test_a_conflict_copy(path: str) -> None:
    assert kind(path, "type: person") == "conflict-copy"


@pytest.mark.parametrize(
    "path", ["People/Ann 2.md", "People/Ann (1).md", "People/Ann-LAPTOP.md", "People/Conflict Kitchen.md"]
)
def test_names_that_only_look_like_conflicts(path: str) -> None:
    assert kind(path) == "contact"


def test_templates() -> None:
    assert kind("Templates/Person.md", "type: person") == "template"
    assert kind("99_Templates/Person.md", "type: person") == "template"
    assert kind("People/_template.md", "type: person") == "template"
    assert kind("People/Person Template.md") == "template"
    assert kind("People/New.md", "name: {{title}}\ntype: person") == "template"
    assert kind("People/New.md", "created: <% tp.date.now() %>\nlast: '{{date}}'\ntype: person") == "template"
    assert (
        kind("Vorl/Person.md", "type: person", rules=build_rules(Settings(vault=VaultSettings(templates=("Vorl",)))))
        == "template"
    )


def test_one_value_never_filled_in_makes_no_template() -> None:
    assert kind("People/Ann.md", "name: Ann\nlast_contact: '{{date}}'") == "contact"
    assert kind("People/Tessa Templeton.md") == "contact"


@pytest.mark.parametrize(
    "path", ["People/People.md", "People/People MOC.md", "People/_index.md", "People/README.md", "Index.md"]
)
def test_index_notes(path: str) -> None:
    assert kind(path) == "index"


def test_index_notes_by_what_they_say() -> None:
    assert kind("People/All.md", "type: moc") == "index"
    assert kind("People/All.md", "tags: [moc, people]") == "index"


def test_generated_notes() -> None:
    assert kind("Reviews/Agenda.md", body="# Agenda\n<!-- pnm:begin agenda -->\n") == "generated"
    assert kind("People/Ann.md", body="text with <!-- pnm:begin in it") == "contact"


def test_the_owners_note() -> None:
    assert kind("Me.md", "type: person") == "me"
    assert kind("me.md") == "me"
    assert kind("People/Me.md", rules=build_rules(Settings(vault=VaultSettings(me="People/Me.md")))) == "me"


@pytest.mark.parametrize(
    ("path", "block", "expected"),
    [
        ("Meetings/2026-07-16 Ann.md", "", "meeting"),
        ("Notes/2026-07-16 Ann.md", "type: meeting", "meeting"),
        ("Notes/2023-09-12 Meeting.md", 'categories: ["[[Meetings]]"]\npeople: ["[[Ann]]"]', "meeting"),
        ("Notes/Talk.md", "date: 2026-07-16\nattendees: [[Ann]]", "meeting"),
        ("Notes/Talk.md", "tags: meeting", "meeting"),
        ("Calls/2026-08-21 Ann.md", "", "call"),
        ("Notes/x.md", "type: call", "call"),
        ("Notes/x.md", "type: chat", "call"),
        ("Notes/Conf.md", "type: conference\nstart: 2026-01-02", "event"),
        ("Notes/Conf.md", "tags: events", "event"),
        ("Meetings/About meetings.md", "", "other"),
        ("Notes/Plan.md", "date: 2026-07-16", "other"),
        ("People/ann/2026-08-14.md", "people: [[Ann]]", "meeting"),
        ("People/ann/2026-08-14.md", "", "daily"),
        ("People/2026-08-14 Ann.md", "", "other"),
        ("Daily/2026-08-14.md", "tags: [daily]", "daily"),
        ("Daily/2026-08-14.md", "tags: [friend]", "daily"),
        ("Daily/2026/08/2026-08-14.md", "people: [[Ann]]", "daily"),
        ("Notes/2026-08-14.md", "people: [[Ann]]", "meeting"),
        ("2026-08-14 Fri.md", "", "daily"),
        ("Notes/x.md", "tags: note/daily", "daily"),
        ("Notes/Anything.md", "", "other"),
    ],
)
def test_other_kinds(path: str, block: str, expected: str) -> None:
    assert kind(path, block) == expected


def test_named_folders_replace_the_usual_ones() -> None:
    rules = build_rules(Settings(vault=VaultSettings(contacts=("Folk",), meetings=("Talks",))))
    assert kind("Folk/Ann.md", rules=rules) == "contact"
    assert kind("FOLK/sub/Ann.md", rules=rules) == "contact"
    assert kind("People/Ann.md", rules=rules) == "other"
    assert kind("Folklore/Ann.md", rules=rules) == "other"
    assert kind("Talks/2026-01-02 Ann.md", rules=rules) == "meeting"


def test_the_day_of_a_daily_note() -> None:
    rules = build_rules(Settings(vault=VaultSettings(daily_folder="Log", daily_format="YYYY/DD.MM.YYYY")))
    assert daily_day("Log/2026/02.01.2026.md", rules) == date(2026, 1, 2)
    assert daily_day("log/2026/02.01.2026.md", rules) == date(2026, 1, 2)
    assert daily_day("Other/02.01.2026.md", rules) is None
    assert daily_day("Other/2026-01-02.md", rules) == date(2026, 1, 2)
    assert daily_day("2026-01-02 Meeting.md", rules) is None
    assert classify("Log/2026/02.01.2026.md", read_frontmatter("x", ""), "", rules) is NoteKind.DAILY
    with_people = read_frontmatter("x", "---\npeople: Ann\n---\n")
    assert classify("Log/2026/02.01.2026.md", with_people, "", rules) is NoteKind.DAILY


@pytest.mark.parametrize(
    ("path", "block"),
    [
        ("Notes/Openmove.md", "type: community"),
        ("Notes/Openmove.md", "type: group"),
        ("Notes/Openmove.md", "type: Meetup series"),
        ("Notes/Openmove.md", 'categories: ["[[Forums]]"]'),
        ("Notes/Openmove.md", "tags: [community]"),
        ("Notes/Openmove.md", "tags: '#community/online'"),
        ("Communities/Openmove.md", ""),
        ("3 Groups/Choir.md", ""),
        ("People/Choir.md", "type: club"),
    ],
)
def test_a_community(path: str, block: str) -> None:
    assert kind(path, block) == "community"


@pytest.mark.parametrize(
    ("path", "block", "expected"),
    [
        ("People/Ann Lee.md", "tags: [community]", "contact"),
        ("Notes/Ann Lee.md", "tags: [community, person]", "contact"),
        ("Communities/@Ann Lee.md", "", "contact"),
        ("Notes/Ann Lee.md", 'type: group\ncategories: ["[[People]]"]', "contact"),
        ("Communities/Communities.md", "", "other"),
        ("Communities/2026-01-02 Evening.md", "", "other"),
        ("Communities/2026-01-02 Evening.md", "attendees: [Ann]", "meeting"),
        ("Communities/Choir/Repertoire.md", "", "other"),
        ("Communities/Choir.md", "type: project", "other"),
        ("Communities/MOC.md", "", "index"),
        ("Notes/Reading.md", "tags: [community]\ndate: 2026-01-02", "other"),
        ("Reviews/Choir.md", "tags: [community]", "other"),
        ("Templates/Community.md", "type: community", "template"),
        ("Notes/Team.md", "type: team", "other"),
    ],
)
def test_what_looks_like_a_community_and_is_none(path: str, block: str, expected: str) -> None:
    assert kind(path, block) == expected
