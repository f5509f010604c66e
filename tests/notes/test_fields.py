from datetime import date

import pytest

from pnm_vault.model.contact import Apart, Cadence, Contact, ImportantDate, Link, Statement, Status
from pnm_vault.model.favour import Favour
from pnm_vault.model.note import Entry, Origin, Task
from pnm_vault.model.settings import FIELDS, Settings
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules, build_rules
from pnm_vault.notes.values.field_names import CANONICAL_FIELDS, MEETING_FIELDS, SPELLINGS, canonical_field, normal_key
from pnm_vault.notes.values.fields import BodyField, MeetingFields, read_contact, read_me, read_meeting_fields

_RULES = Rules()


def read(
    block: str, title: str = "Ann Lee", rules: Rules = _RULES
) -> tuple[Contact, tuple[Entry, ...], tuple[Task, ...], list[tuple[int, str]]]:
    parsed = read_frontmatter("p.md", f"---\n{block}\n---\n")
    contact, entries, tasks, problems = read_contact("p.md", title, parsed, rules)
    return contact, entries, tasks, [(problem.line, problem.code) for problem in problems]


def contact_of(block: str, title: str = "Ann Lee") -> Contact:
    contact, _, _, problems = read(block, title)
    assert problems == []
    return contact


# Spellings in public vaults and plugins, with the field that each means.
_SEEN = {
    "name": "name full_name person-name FN s_name Name",
    "first_name": "first_name person-first N.GN",
    "last_name": "last_name person-last N.FN",
    "aliases": "aliases alias nickname NICKNAME ALIAS",
    "last_contact": "last_contact last-contact lastContact last_contacted prm-last-contacted last_chat last_chatted "
    "LastChatted date_last_spoken last_contacted_at last_connection lastInteraction",
    "next_contact": "next-contact nextContact next_checkin next_nudge_due",
    "snooze": "snooze prm-snooze-until",
    "follow_up": "follow_up next_follow_up followUpDate nextAction",
    "cadence": "contact-frequency contact_frequency cadence prm-cadence stay_in_touch_frequency KeepInTouch "
    "recommended_contact_freq_days",
    "category": "relationship category person_type relation prm-relationship Bucket",
    "categories": "CATEGORIES categories navigate-up",
    "closeness": "relationship_strength closeness",
    "priority": "importance priority",
    "circles": "circle circles",
    "organisation": "company org organization organizations ORG person-company",
    "role": "role ROLE",
    "job_title": "title job_title TITLE person-title",
    "place": "location based-in prm-location loc",
    "city": "city ADR[HOME].LOCALITY",
    "region": "state province",
    "country": "country",
    "hometown": "hometown",
    "time_zone": "timezone time-zone-shift",
    "email": "email emails email_2 EMAIL[HOME] EMAIL[1:WORK]",
    "phone": "phone phones mobile telephone TEL[CELL] phone2",
    "uid": "UID vcard-uid",
    "birthday": "birthday BDAY birth-date Birthday bday prm-birthday BIRTHDAY",
    "anniversary": "anniversary",
    "important_dates": "important_dates",
    "met_on": "met_date start-date met",
    "how_met": "met_context how_met how_we_met",
    "introduced_by": "introduced_by introducedBy",
    "knows": "friends people person spouse kids Mother Father related_names",
    "interests": "interests topics",
    "offers": "can_help_with offering skills",
    "asks": "lookingFor you_can_help_with challenges",
    "goals": "goal current_goals",
    "interactions": "interactions",
    "status": "status",
    "archived": "archived prm-paused",
    "private": "scope visibility CLASS private",
}


@pytest.mark.parametrize("name", _SEEN)
def test_the_spellings_of_a_field(name: str) -> None:
    assert {spelling: canonical_field(spelling, SPELLINGS) for spelling in _SEEN[name].split()} == dict.fromkeys(
        _SEEN[name].split(), name
    )


def test_what_is_no_field_of_ours() -> None:
    for key in (
        "created",
        "Created",
        "date-created",
        "ctime",
        "publish",
        "prm-tier",
        "cssclasses",
        "",
        "5",
        "s_",
    ):
        assert canonical_field(key, SPELLINGS) is None, key


def test_the_settings_know_the_same_fields() -> None:
    assert tuple(CANONICAL_FIELDS) == FIELDS


def test_spellings_are_compared_bare_and_belong_to_one_field() -> None:
    assert {normal_key(key) for key in ("last_contact", "Last-Contact", "last contact", "LASTCONTACT\u200b")} == {
        "lastcontact"
    }
    for fields in (CANONICAL_FIELDS, MEETING_FIELDS):
        spellings = [spelling for one in fields.values() for spelling in one.spellings]
        spellings += [name.replace("_", "") for name in fields]
        assert len(spellings) == len(set(spellings))
        assert all(spelling == normal_key(spelling) for spelling in spellings)


def test_a_whole_contact() -> None:
    contact, entries, tasks, problems = read(
        "type: person\naliases: [Annie, A. Lee]\nrelationship: friend\ncircles: choir, book club\n"
        "tags: [person, climbing]\npriority: high\ncadence: monthly\nlast_contact: 2026-08-14\n"
        'next_contact: 2026-12-01\nsnooze: 2026-12-24\ncompany: "[[orgs/Acme]]"\nrole: Engineer\ncity: Lisbon\n'
        'country: Portugal\ntimezone: Europe/Lisbon\nemail: ann@example.org\nphone: "+351 555 0100"\nurl: https://example.org\n'
        'birthday: 02-29\nmet_date: 2020-01-01\nhow_met: At the choir\nwhere_met: Porto\nintroduced_by: "[[Bob]]"\n'
        'friends: "[[Bob]] [[Sue|S]]"\n'
        "interests:\n  - chess\nlooking_for: a flat, near the sea\n"
    )
    assert problems == []
    assert contact == Contact(
        path="p.md",
        name="Ann Lee",
        aliases=("Annie", "A. Lee"),
        category="friend",
        circles=("choir", "book club"),
        tags=("person", "climbing"),
        priority=1,
        cadence=Cadence(30, 8),
        next_contact=date(2026, 12, 24),
        next_contact_line=11,
        organisations=("Acme",),
        role="Engineer",
        place="Lisbon, Portugal",
        time_zone="Europe/Lisbon",
        emails=("ann@example.org",),
        phones=("+351 555 0100",),
        urls=("https://example.org",),
        dates=(ImportantDate("birthday", 2, 29, None, 20, "birthday: 02-29"),),
        met_on=date(2020, 1, 1),
        how_met=Statement("At the choir", 22),
        where_met=Statement("Porto", 23),
        introduced_by=(Link("Bob", 24),),
        knows=(Link("Bob", 25), Link("Sue", 25)),
        interests=(Statement("chess", 27),),
        asks=(Statement("a flat, near the sea", 28),),
    )
    assert entries == (
        Entry(date(2026, 8, 14), 9, "last_contact: 2026-08-14", Origin.FIELD, own=True),
        Entry(date(2020, 1, 1), 21, "met_date: 2020-01-01", Origin.FIELD, own=True),
    )
    assert tasks == ()


@pytest.mark.parametrize(
    ("block", "title", "name", "role"),
    [
        ("", "Ann Lee", "Ann Lee", None),
        ("", "@Ann Lee", "Ann Lee", None),
        ("", "person-ann-lee", "Ann Lee", None),
        ("name: Anna Lee", "Ann", "Anna Lee", None),
        ("name: {first: Ann, last: Lee}", "x", "Ann Lee", None),
        ("Name:\n  First: Ann\n  Last: Lee", "x", "Ann Lee", None),
        ("first_name: Ann\nlast_name: Lee", "x", "Ann Lee", None),
        ("N.FN: Lee\nN.GN: Ann", "x", "Ann Lee", None),
        ("FN: Ann Lee\nN.FN: Lee", "x", "Ann Lee", None),
        ("last: 2026-01-01", "Ann Lee", "Ann Lee", None),
        ("title: Ann Lee", "ann-lee", "Ann Lee", None),
        ("title: Engineer", "Ann Lee", "Ann Lee", "Engineer"),
        ("title: Ann Lee\nname: Ann Lee\nrole: CEO", "x", "Ann Lee", "CEO"),
        ("title: Engineer\nrole: CEO", "Ann Lee", "Ann Lee", "CEO"),
        ("name:", "Ann Lee", "Ann Lee", None),
        ("name: Null", "x", "Null", None),
        ("name: 'null'", "x", "null", None),
        ("name: null", "Ann Lee", "Ann Lee", None),
        ("name: ~", "Ann Lee", "Ann Lee", None),
        ("name: -", "Ann Lee", "Ann Lee", None),
        ("name: |\n  Ann\n  Lee", "x", "Ann Lee", None),
    ],
)
def test_the_name_and_the_job(block: str, title: str, name: str, role: str | None) -> None:
    contact = contact_of(block, title)
    assert (contact.name, contact.role) == (name, role)


@pytest.mark.parametrize(
    ("block", "category"),
    [
        ("relationship: Friends", "friend"),
        ("relationship: close friend", "friend"),
        ("relationship: sister", "family"),
        ("relation: peer", "colleague"),
        ("relation: other", None),
        ("category: co-worker", "colleague"),
        ("category: neighbour", "neighbour"),
        ("category: [mentor, friend]", "mentor"),
        ("category: work/friend", "colleague"),
        ('categories: ["[[People]]"]', None),
        ('categories: ["[[People]]", "[[Family]]"]', "family"),
        ("CATEGORIES: tennis,friend", "friend"),
        ("tags: [person, mentor]", "mentor"),
        ("tags: person/work", "colleague"),
        ("tags: x\nrelationship: uncle", "family"),
        ("tags: person", None),
    ],
)
def test_the_category(block: str, category: str | None) -> None:
    assert contact_of(block).category == category


def test_own_words_for_a_category() -> None:
    rules = build_rules(Settings(categories={"Kumpel": "friend"}, fields={"category": ("Art",)}))
    assert read("Art: kumpel", rules=rules)[0].category == "friend"


@pytest.mark.parametrize(
    ("block", "closeness"),
    [
        ("closeness: 4", 4),
        ("relationship_strength: close", 4),
        ("relationship_strength: acquaintance", 1),
        ("relationship_strength: professional", 2),
        ("circle: inner", 5),
        ("circle: dormant", 1),
        ("circles: inner", None),
        ("tags: [alist]", 5),
        ("tags: [very-strong]", 5),
        ("tags: [elist]\ncloseness: 3", 3),
    ],
)
def test_the_closeness(block: str, closeness: int | None) -> None:
    assert contact_of(block).closeness == closeness


def test_a_tag_that_says_avoid() -> None:
    contact = contact_of("tags: [person, flist]")
    assert (contact.closeness, contact.suggest) == (1, False)


@pytest.mark.parametrize(
    ("block", "cadence"),
    [
        ("cadence: 14", Cadence(14, 2)),
        ('contact-frequency: "2 weeks"', Cadence(14, 2)),
        ("stay_in_touch_frequency: never", Cadence(None, 2)),
        ("cadence: monthly..quarterly", Cadence(30, 2, 91)),
        ("cadence: 30..90", Cadence(30, 2, 90)),
        ("cadence: none", Cadence(None, 2)),
        ("cadence: 0", Cadence(None, 2)),
        ("KeepInTouch: true", Cadence(30, 2)),
        ("cadence:\ncontact_frequency: 10", Cadence(10, 3)),
        ("cadence: null", None),
        ("cadence:", None),
    ],
)
def test_the_cadence(block: str, cadence: Cadence | None) -> None:
    assert contact_of(block).cadence == cadence


def test_a_limit_shorter_than_the_wish_is_no_cadence() -> None:
    contact, _, _, problems = read("cadence: quarterly..monthly", "Ann Lee")
    assert (contact.cadence, problems) == (None, [(2, "bad-cadence")])


@pytest.mark.parametrize(
    ("block", "status"),
    [
        ("status: active", Status.ACTIVE),
        ("status: inactive", Status.ARCHIVED),
        ("status: Archive", Status.ARCHIVED),
        ("status: single", Status.ACTIVE),
        ("prm-paused: true", Status.ARCHIVED),
        ("archived: false", Status.ACTIVE),
        ("archived: 2026-01-01", Status.ARCHIVED),
        ("tags: [ex]", Status.ARCHIVED),
        ("tags: ['#deceased']", Status.DECEASED),
        ("deceased: true", Status.DECEASED),
        ("deceased: false", Status.ACTIVE),
        ("died: 2019-03-01\nstatus: archived", Status.DECEASED),
        ("died:", Status.ACTIVE),
    ],
)
def test_the_status(block: str, status: Status) -> None:
    assert contact_of(block).status is status


@pytest.mark.parametrize(
    ("block", "private"),
    [
        ("private: true", True),
        ("visibility: private", True),
        ("scope: private", True),
        ("CLASS: CONFIDENTIAL", True),
        ("CLASS: PUBLIC", False),
        ("private: false", False),
        ("publish: false", False),
        ("visibility: true", False),
    ],
)
def test_privacy(block: str, private: bool) -> None:
    assert contact_of(block).private is private


@pytest.mark.parametrize(
    ("value", "suggest"), [("never", False), ("no", False), ("false", False), ("true", True), ("", True)]
)
def test_introductions_may_be_ruled_out(value: str, suggest: bool) -> None:
    assert contact_of(f"suggest: {value}").suggest is suggest


@pytest.mark.parametrize("field", ["no_acquaintance", "noIntroduction"])
def test_with_whom_they_are_not_to_be_suggested(field: str) -> None:
    """Each of the two in a place of its own, so that who is not asked about may be introduced."""
    contact = contact_of(f'{field}: ["[[Bob Ray]]", "[[Cy]] until 2027-01-14", Dee, Eve until 2027-02-01]')
    wishes = (Apart("Bob Ray"), Apart("Cy", date(2027, 1, 14)), Apart("Dee"), Apart("Eve", date(2027, 2, 1)))
    assert (contact.strangers, contact.apart) == ((wishes, ()) if field == "no_acquaintance" else ((), wishes))


def test_who_is_somebody_else() -> None:
    contact = contact_of('not_same_as: ["[[Ann Lee]]", "[[Ann Lea]] until 2027-01-14"]')
    assert contact.not_same_as == (Apart("Ann Lee"), Apart("Ann Lea", date(2027, 1, 14)))


def test_mail_and_telephone_in_all_their_forms() -> None:
    contact = contact_of(
        'email: [a@example.org, "Ann <b@example.org>"]\nEMAIL[HOME]: mailto:c@example.org, A@example.org\n'
        "mobile: 0612345678\nphones:\n  - phone_label: home\n    phone_number: 0123 456\nTEL[CELL]: tel:+1-555-0100"
    )
    assert contact.emails == ("a@example.org", "b@example.org", "c@example.org")
    assert contact.phones == ("0612345678", "0123 456", "+1-555-0100")


def test_dates_that_come_back() -> None:
    contact = contact_of(
        'bday: "????-05-12"\nanniversary: 2010-06-01\nimportant_dates:\n  - date: 2015-09-01\n    label: First day\n'
        "  - 12-24 \ndates:\n  Name day: 07-26"
    )
    assert contact.dates == (
        ImportantDate("birthday", 5, 12, None, 2, 'bday: "????-05-12"'),
        ImportantDate("anniversary", 6, 1, 2010, 3, "anniversary: 2010-06-01"),
        ImportantDate("first day", 9, 1, 2015, 5, "- date: 2015-09-01"),
        ImportantDate("date", 12, 24, None, 7, "- 12-24"),
        ImportantDate("name day", 7, 26, None, 9, "Name day: 07-26"),
    )


def test_days_of_contact_in_every_field() -> None:
    _, entries, _, problems = read(
        "last_chat: [[2026-01-02]]\nlastContact: 2026-02-03 (call)\nlast_connection:\nlast_seen: null\n"
        "interactions:\n  - date: 2026-04-17\n    text: lunch\n  - 2026-03-01: walked\n  - 2026-03-02 sang"
    )
    assert problems == []
    assert [(entry.day, entry.line, entry.text) for entry in entries] == [
        (date(2026, 1, 2), 2, "last_chat: [[2026-01-02]]"),
        (date(2026, 2, 3), 3, "lastContact: 2026-02-03 (call)"),
        (date(2026, 4, 17), 8, "lunch"),
        (date(2026, 3, 1), 9, "walked"),
        (date(2026, 3, 2), 10, "- 2026-03-02 sang"),
    ]
    # With words of their own they are lines of a log: what was talked about is told before the next talk.
    assert [entry.origin for entry in entries] == [Origin.FIELD, Origin.FIELD, Origin.LOG, Origin.LOG, Origin.FIELD]


@pytest.mark.parametrize(
    "value",
    [
        '"[[Coffee|2026-01-02]]"',
        '"[[2026-01-02 Fri]]"',
        '"[[Daily/2026/2026-01-02 Fri|last week]]"',
        '"[2026-01-02](Daily/2026-01-02.md)"',
        "2026-01-02, by phone",
    ],
)
def test_a_day_of_contact_as_a_link(value: str) -> None:
    _, entries, _, problems = read(f"last_contact: {value}")
    assert problems == []
    assert [entry.day for entry in entries] == [date(2026, 1, 2)]


@pytest.mark.parametrize(
    ("block", "task"),
    [
        ("follow_up: 2026-12-01", Task(2, "Follow up", "follow_up: 2026-12-01", date(2026, 12, 1), own=True)),
        ("nextAction: send the score", Task(2, "send the score", "nextAction: send the score", own=True)),
        (
            "follow_up: 2026-12-01 ask about the boat",
            Task(2, "ask about the boat", "follow_up: 2026-12-01 ask about the boat", date(2026, 12, 1), own=True),
        ),
        (
            "next_follow_up: call [[Bob]] (2026-12-01)",
            Task(
                2,
                "call [[Bob]]",
                "next_follow_up: call [[Bob]] (2026-12-01)",
                date(2026, 12, 1),
                own=True,
                targets=("Bob",),
            ),
        ),
        (
            "nextAction: ask for the score by 2026-12-01",
            Task(
                2,
                "ask for the score",
                "nextAction: ask for the score by 2026-12-01",
                date(2026, 12, 1),
                own=True,
            ),
        ),
        (
            "follow_up: due 2026-12-01: call",
            Task(2, "call", "follow_up: due 2026-12-01: call", date(2026, 12, 1), own=True),
        ),
        ("follow_up: true", Task(2, "Follow up", "follow_up: true", own=True)),
    ],
)
def test_follow_ups(block: str, task: Task) -> None:
    assert read(block)[2] == (task,)


def test_no_follow_up() -> None:
    for value in ("", "false", "null", "none", "-"):
        assert read(f"follow_up: {value}")[2] == (), value


def test_favours() -> None:
    contact = contact_of("favours_given:\n  - 2026-01-02: fixed her bike\nfavors_received: a lift to Graz")
    assert contact.favours == (
        Favour("fixed her bike", True, date(2026, 1, 2), 3),
        Favour("a lift to Graz", False, None, 4),
    )


def test_how_we_met_where_a_day_is_expected() -> None:
    assert contact_of("met: at the harbour").how_met == Statement("at the harbour", 2)
    assert contact_of("met: 2019").how_met is None
    assert read("met_date: someday")[3] == [(2, "bad-date")]


def test_statements_are_verbatim_parts_of_their_lines() -> None:
    block = 'asks: |\n  a flat\n\n  a bike\ninterests: "[[Chess]], go"\noffers: "say \\"yes\\""\nskills: Python, SQL'
    contact = contact_of(block)
    assert contact.asks == (Statement("a flat", 3), Statement("a bike", 5))
    assert contact.interests == (Statement("Chess", 6), Statement("go", 6))
    assert contact.offers == (Statement('offers: "say \\"yes\\""', 7), Statement("Python", 8), Statement("SQL", 8))
    lines = ["---", *block.split("\n")]
    for one in (*contact.asks, *contact.interests, *contact.offers):
        assert one.text in lines[one.line - 1]


def test_relations_are_links_or_names() -> None:
    contact = contact_of(
        'kids: Tom, Mia\nspouse: "[[People/Sam Lee|Sam]]"\npeople: ["[[Tom]]", "[Bo](People/Bo%20Ek.md)"]\nfamily: true'
    )
    assert contact.knows == (
        Link("Tom", 2, True),
        Link("Mia", 2, True),
        Link("People/Sam Lee", 3),
        Link("People/Bo Ek", 4),
    )


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("last_contact: 2024-02-30", "bad-date"),
        ("last_contact: 10/11/2024", "bad-date"),
        ("birthday: 2024-02-30", "bad-date"),
        ("birthday: 9999-11-24", "bad-date"),
        ("birthday: 05/12", "bad-date"),
        ("next_contact: soon", "bad-date"),
        ("follow_up: 2026-02-30", "bad-date"),
        ("cadence: sometimes", "bad-cadence"),
        ("cadence: {every: 6, unit: weeks}", "bad-cadence"),
        ("priority: 9", "bad-priority"),
        ("closeness: 9", "bad-closeness"),
        ("email: ann at example", "bad-email"),
        ("phone: none of 1", "bad-phone"),
        ("last_contact: YYYY-MM-DD", "template-leftover"),
        ("birthday: MM-DD", "template-leftover"),
        ("relationship: friend | family | colleague", "template-leftover"),
        ("cadence: '{{cadence}}'", "template-leftover"),
        ("name: '{{title}}'", "template-leftover"),
    ],
)
def test_a_bad_value_costs_its_field_alone(block: str, code: str) -> None:
    contact, entries, tasks, problems = read(f"{block}\ncity: Oslo")
    assert problems == [(2, code)]
    assert contact == Contact(path="p.md", name="Ann Lee", place="Oslo")
    assert (entries, tasks) == ((), ())


def test_values_are_cut_to_a_sane_length() -> None:
    contact, _, _, _ = read(f"role: {'x' * 1000}\ntags: [{', '.join(f't{at}' for at in range(2000))}]")
    assert contact.role == "x" * 300
    assert len(contact.tags) == 500


def test_fields_in_the_text_come_after_the_properties() -> None:
    block = read_frontmatter("p.md", "---\nrole: Engineer\n---\n")
    extra = [
        BodyField("Role", Node("Cook", 5), "Role:: Cook"),
        BodyField("Last Contact", Node("[[2026-01-02]]", 6), "**Last Contact:** [[2026-01-02]]"),
    ]
    contact, entries, _, problems = read_contact("p.md", "Ann", block, _RULES, extra)
    assert (contact.role, problems) == ("Engineer", ())
    assert entries == (Entry(date(2026, 1, 2), 6, "**Last Contact:** [[2026-01-02]]", Origin.FIELD, own=True),)


def test_the_owners_note() -> None:
    me, problems = read_me("Me.md", "Me", read_frontmatter("Me.md", "---\nasks: a job\noffers: [bread]\n---\n"), _RULES)
    assert (me.name, me.asks, me.offers, problems) == ("Me", (Statement("a job", 2),), (Statement("bread", 3),), ())


def test_a_meeting() -> None:
    block = read_frontmatter(
        "m.md",
        '---\ndate: "[[2026-01-02]]"\nattendees:\n  - "[[Ann]]"\n  - Bob\npeople: "[[Ann]], [[Cy]]"\n'
        "topic: Boats\nservice: Zoom\n---\n",
    )
    assert read_meeting_fields("m.md", block) == MeetingFields(
        date(2026, 1, 2), None, (Link("Ann", 4), Link("Bob", 5, True), Link("Cy", 6)), "Boats", "Zoom"
    )


def test_attendees_by_slug_may_be_notes_of_either_name() -> None:
    block = read_frontmatter("p.md", '---\npeople: [ann-lee, bob, "[[cleo-ray]]", Jean-Luc, x-1, 2026-08-14]\n---\n')
    assert [(one.target, one.plain) for one in read_meeting_fields("p.md", block).attendees] == [
        ("ann-lee", True),
        ("ann lee", True),
        ("bob", True),
        ("cleo-ray", False),
        ("Jean-Luc", True),
        ("x-1", True),
        ("2026-08-14", True),
    ]


def test_an_event_of_several_days() -> None:
    block = read_frontmatter("m.md", "---\nstart: 2026-01-02T09:00\nend: 2026-01-04\ndate: 2025-01-01\n---\n")
    found = read_meeting_fields("m.md", block)
    assert (found.day, found.end, found.attendees) == (date(2026, 1, 2), date(2026, 1, 4), ())


def test_a_meeting_with_a_bad_day_and_one_with_a_time() -> None:
    found = read_meeting_fields("m.md", read_frontmatter("m.md", "---\ndate: next week\nstart: 10:30\n---\n"))
    assert found.day is None
    assert [(problem.line, problem.code) for problem in found.problems] == [(2, "bad-date")]
