"""A whole note: what each kind states."""

from datetime import date

import pytest

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.favour import Favour
from pnm_vault.model.note import Channel, Direction, Entry, NoteKind, Origin, ParsedNote, Task
from pnm_vault.model.problem import Severity
from pnm_vault.model.settings import Settings, VaultSettings
from pnm_vault.notes.parse import MAX_LINES, MAX_PROBLEMS, parse_note
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.text.channels import read_how

RULES = build_rules(Settings())
DAY = date(2026, 8, 14)


def _note(path: str, text: str) -> ParsedNote:
    return parse_note(path, text, RULES)


def _days(note: ParsedNote) -> list[tuple[date, int, Origin]]:
    return [(entry.day, entry.line, entry.origin) for entry in note.entries]


CONTACT = """---
type: person
aliases: [Annie]
last_contact: 2026-08-01
asks:
  - a boat
knows: "[[Bob]]"
how_met: On a pier
---
# Ann Lee

**Last Contact:** [[2026-08-02]]
Birthday:: 1980-04-05

## Looking For
- A boat
- a mooring near [[Port]]

## How We Met
- Date: 2010-02-03
- Context: over a boiler

## People
- [[Bob]]
- [[Cleo]] - sister

## Favours
- 2026-07-01 given: a lift

## Log
- 2026-08-14: she called, with [[Dee]]

## Tasks
- [ ] Send the plans 📅 2026-09-01
- [x] Call ✅ 2026-08-10
"""


def test_a_contact() -> None:
    note = _note("People/Ann Lee.md", CONTACT)
    assert (note.path, note.kind, note.title, note.aliases) == (
        "People/Ann Lee.md",
        NoteKind.CONTACT,
        "Ann Lee",
        ("Annie",),
    )
    contact = note.contact
    assert contact is not None
    assert note.me is None
    assert contact.asks == (Statement("a boat", 6), Statement("a mooring near [[Port]]", 17))
    assert contact.knows == (Link("Bob", 7), Link("Cleo", 25))
    assert contact.how_met == Statement("On a pier", 8)
    assert contact.met_on == date(2010, 2, 3)
    assert [(one.label, one.month, one.day, one.year, one.line) for one in contact.dates] == [
        ("birthday", 4, 5, 1980, 13)
    ]
    assert contact.favours == (Favour("a lift", True, date(2026, 7, 1), 28),)
    assert _days(note) == [
        (date(2026, 8, 1), 4, Origin.FIELD),
        (date(2026, 8, 2), 12, Origin.FIELD),
        (date(2010, 2, 3), 20, Origin.FIELD),
        (DAY, 31, Origin.LOG),
        (date(2026, 8, 10), 35, Origin.TASK),
    ]
    assert all(entry.own for entry in note.entries)
    assert note.entries[3] == Entry(
        DAY, 31, "2026-08-14: she called, with [[Dee]]", Origin.LOG, None, None, True, ("Dee",), words=12
    )
    assert read_how(note.entries[3]) == (Channel.CALL, Direction.FROM_THEM)
    assert note.tasks == (Task(34, "Send the plans", "Send the plans 📅 2026-09-01", date(2026, 9, 1), own=True),)
    assert note.links == (Link("2026-08-02", 12), Link("Port", 17), Link("Bob", 24), Link("Cleo", 25), Link("Dee", 31))
    assert note.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "**Last Contact:** [[2026-08-14]]",
        "last_contact:: 2026-08-14",
        "- Last contact: 2026-08-14",
        "| Last chat | 2026-08-14 |",
    ],
)
def test_the_last_contact_in_the_text(line: str) -> None:
    note = _note("People/Ann.md", f"# Ann\n{line}\n")
    assert [(entry.day, entry.line, entry.origin, entry.own) for entry in note.entries] == [
        (DAY, 2, Origin.FIELD, True)
    ]
    assert note.entries[0].text in line


def test_a_conflict_copy_states_that_it_is_one() -> None:
    note = _note("People/Ann.sync-conflict-20260814-101010-ABCDEFG.md", "- 2026-08-14: call")
    assert (note.kind, note.contact, note.entries) == (NoteKind.CONFLICT_COPY, None, ())
    assert [problem.code for problem in note.problems] == ["conflict-copy"]


@pytest.mark.parametrize("text", ["---\nprivate: true\n---\n", "---\r\nprivate: yes\r\n---\r\n"])
def test_of_the_copy_of_a_private_contact_nothing_is_told(text: str) -> None:
    assert _note("People/Ann.sync-conflict-20260814-101010-ABCDEFG.md", text).problems == ()


def test_what_a_contact_of_another_plugin_says() -> None:
    rows = "| key | value |\n|---|---|\n| Last chat | 2026-08-14 |\n| Friends | [[Bob]] [[Sue]] |\n"
    note = _note("People/Ann.md", f"/---contact---/\n{rows}/---contact---/\n")
    assert note.contact is not None
    assert [link.target for link in note.contact.knows] == ["Bob", "Sue"]
    assert _days(note) == [(DAY, 4, Origin.FIELD)]


def test_a_contact_with_a_folder_of_dated_notes() -> None:
    note = _note("People/ann/ann.md", "## Communications\n### 2026-08-14\nCall.\n![[ann/2026-08-15.md]]\n")
    assert _days(note) == [(DAY, 2, Origin.LOG), (date(2026, 8, 15), 4, Origin.LOG)]


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("Templates/Person.md", "---\ntype: person\n---\n- 2026-08-14: call\n- [ ] a [[B]]", NoteKind.TEMPLATE),
        ("People/People MOC.md", "- 2026-08-14: call [[B]]", NoteKind.INDEX),
        ("Reviews/Agenda.md", "<!-- pnm:begin agenda format=1 -->\n- [ ] [[B]]\n", NoteKind.GENERATED),
        ("conflict-files-obsidian-git.md", "- 2026-08-14: call", NoteKind.CONFLICT_COPY),
    ],
)
def test_notes_that_state_nothing(path: str, text: str, kind: NoteKind) -> None:
    note = _note(path, text)
    assert note.kind is kind
    assert (note.contact, note.entries, note.tasks, note.links, note.problems) == (None, (), (), (), ())


def test_a_daily_note() -> None:
    text = "---\ntags: [daily]\n---\n[[Ann]] called.\n- [ ] write to [[Bob]] due 2026-09-01\n- [x] met [[Cleo]]\n"
    note = _note("Daily/2026-08-14.md", text)
    assert (note.kind, note.day, note.contact) == (NoteKind.DAILY, DAY, None)
    assert [(entry.day, entry.line, entry.origin, entry.targets) for entry in note.entries] == [
        (DAY, 4, Origin.DAILY, ("Ann",)),
        (DAY, 6, Origin.TASK, ("Cleo",)),
    ]
    assert [(task.line, task.due, task.own, task.targets) for task in note.tasks] == [
        (5, date(2026, 9, 1), False, ("Bob",))
    ]
    assert [link.target for link in note.links] == ["Ann", "Bob", "Cleo"]


def test_a_daily_note_known_by_its_type() -> None:
    note = _note("Journal/Friday.md", "---\ntype: daily\ndate: 2026-08-14\n---\nSaw [[Ann]].")
    assert (note.kind, note.day, len(note.entries)) == (NoteKind.DAILY, DAY, 1)
    assert _note("Journal/Friday.md", "---\ntype: daily\n---\nSaw [[Ann]].").entries == ()


def test_a_meeting_with_attendees_in_its_properties() -> None:
    text = (
        '---\ntype: meeting\ndate: 2026-08-14\nattendees:\n  - "[[Ann]]"\n  - "[[Bob]]"\n---\n'
        "About [[Cleo]].\n- [ ] write to [[Dee]]\n- [x] call [[Eve]] ✅ 2026-08-15\n"
    )
    note = _note("Meetings/Boats.md", text)
    assert (note.kind, note.day, note.end) == (NoteKind.MEETING, DAY, None)
    assert note.attendees == (Link("Ann", 5), Link("Bob", 6))
    assert note.entries[:2] == (
        Entry(DAY, 5, '- "[[Ann]]"', Origin.MEETING, Channel.MEETING, targets=("Ann",)),
        Entry(DAY, 6, '- "[[Bob]]"', Origin.MEETING, Channel.MEETING, targets=("Bob",)),
    )
    assert [(entry.day, entry.origin, entry.targets) for entry in note.entries[2:]] == [
        (date(2026, 8, 15), Origin.TASK, ("Eve",))
    ]
    assert [task.targets for task in note.tasks] == [("Dee",)]
    assert [link.target for link in note.links] == ["Cleo", "Dee", "Eve"]


def test_attendees_on_one_line_are_one_entry() -> None:
    note = _note("Meetings/2026-08-14 Boats.md", '---\nattendees: "[[Ann]], Bob Lee"\n---\n')
    assert [(entry.line, entry.targets) for entry in note.entries] == [(2, ("Ann", "Bob Lee"))]


@pytest.mark.parametrize(
    ("body", "attendees"),
    [
        ("## Attendees\n- [[Ann]]\n- Bob Lee\n## Notes\nabout [[Cleo]]", [("Ann", 2, False), ("Bob Lee", 3, True)]),
        ("## Participants\n[[Ann]], [[Bob]]", [("Ann", 2, False), ("Bob", 2, False)]),
        ("Attendees: [[Ann]], Bob\n\nabout [[Cleo]]", [("Ann", 1, False), ("Bob", 1, True)]),
        ("- **Participants:** [[Ann]]", [("Ann", 1, False)]),
        ("With [[Ann]] about [[Bob]]\n> [[Cleo]]\n- [ ] ask [[Dee]]", [("Ann", 1, False), ("Bob", 1, False)]),
        ("[[Ann]]\n[[2026-08-14]] and [[Ann]]", [("Ann", 1, False)]),
    ],
)
def test_attendees_in_the_text(body: str, attendees: list[tuple[str, int, bool]]) -> None:
    note = _note("Meetings/2026-08-14 Boats.md", body)
    assert [(link.target, link.line, link.plain) for link in note.attendees] == attendees
    assert [target for entry in note.entries for target in entry.targets] == [name for name, _, _ in attendees]
    lines = body.split("\n")
    assert all(entry.text and entry.text in lines[entry.line - 1] for entry in note.entries)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("2026-08-14 Meeting with Steph", ("Steph",)),
        ("2026-08-14 Coffee with Ann Lee and Bob", ("Ann Lee", "Bob")),
        ("2026-08-14 Call with Ann, Bob & Cleo about boats", ("Ann", "Bob", "Cleo")),
        ("2026-08-14 Jane Doe", ("Jane Doe",)),
        ("2026-08-14 - Jane Doe - boats", ("Jane Doe",)),
        ("2026-08-14", ()),
    ],
)
def test_names_in_the_name_of_a_meeting(title: str, names: tuple[str, ...]) -> None:
    note = _note(f"Meetings/{title}.md", "---\ntype: meeting\n---\nNo link.")
    assert note.attendees == ()
    assert [(entry.day, entry.line, entry.text, entry.targets) for entry in note.entries] == (
        [(DAY, 0, "", names)] if names else []
    )


@pytest.mark.parametrize(
    ("kind", "title", "service", "channel"),
    [
        ("meeting", "Boats", "", Channel.MEETING),
        ("meeting", "Boats", "Zoom", Channel.VIDEO),
        ("meeting", "Call about boats", "", Channel.CALL),
        ("call", "Boats", "", Channel.CALL),
        ("call", "Boats", "Signal", Channel.CALL),
        ("call", "Boats", "FaceTime", Channel.VIDEO),
        ("event", "Boats", "", Channel.EVENT),
        ("event", "Dinner", "", Channel.MEETING),
    ],
)
def test_channel_of_a_gathering(kind: str, title: str, service: str, channel: Channel) -> None:
    text = f'---\ntype: {kind}\ndate: 2026-08-14\nservice: {service}\npeople: "[[Ann]]"\n---\n'
    assert [entry.channel for entry in _note(f"x/{title}.md", text).entries] == [channel]


def test_an_event_of_several_days() -> None:
    text = '---\ntype: event\nstart: 2026-08-14\nend: 2026-08-16\npeople: ["[[Ann]]"]\n---\n'
    note = _note("Events/Fair.md", text)
    assert (note.kind, note.day, note.end) == (NoteKind.EVENT, DAY, date(2026, 8, 16))
    assert [entry.day for entry in note.entries] == [DAY]


def test_a_daily_note_with_people_in_its_properties() -> None:
    note = _note(
        "Daily/2026-08-14.md", '---\npeople: ["[[Ann]]", bob-ray]\n---\n- lunch with [[Cleo]]\n- [ ] call [[Dee]]\n'
    )
    assert note.kind is NoteKind.DAILY
    assert [(entry.day, entry.line, entry.targets, entry.text) for entry in note.entries] == [
        (DAY, 4, ("Cleo",), "lunch with [[Cleo]]"),
        (DAY, 2, ("Ann", "bob-ray", "bob ray"), 'people: ["[[Ann]]", bob-ray]'),
    ]


def test_an_end_before_the_start() -> None:
    note = _note("Events/Fair.md", "---\ntype: event\nstart: 2026-08-14\nend: 2026-08-01\n---\n")
    assert (note.day, note.end) == (DAY, None)
    assert [(one.line, one.code) for one in note.problems] == [(1, "end-before-start")]


def test_the_day_of_a_meeting_in_a_heading() -> None:
    assert _note("x/Boats.md", "---\ntype: meeting\n---\n# 2026-08-14 Boats\n[[Ann]]").day == DAY


def test_a_meeting_without_a_day() -> None:
    note = _note("x/Boats.md", "---\ntype: meeting\n---\n[[Ann]]")
    assert (note.day, note.entries) == (None, ())
    assert note.attendees == (Link("Ann", 4),)
    assert [(one.line, one.severity, one.code) for one in note.problems] == [(0, Severity.INFO, "meeting-without-date")]


def test_the_own_note() -> None:
    text = (
        "---\nname: Nora\nasks: [a tuner]\n---\n## Can Help With\n- forms\n## Interests\n- stones\n"
        "## Log\n- 2026-08-14: call with [[Ann]]\n- 2026-08-15: alone\n- [ ] write to [[Bob]]\n"
    )
    note = _note("Me.md", text)
    assert (note.kind, note.contact) == (NoteKind.ME, None)
    assert note.me is not None
    assert note.me.asks == (Statement("a tuner", 3),)
    assert note.me.offers == (Statement("forms", 6),)
    assert note.me.interests == (Statement("stones", 8),)
    assert [(entry.line, entry.own, entry.targets) for entry in note.entries] == [(10, False, ("Ann",))]
    assert [task.targets for task in note.tasks] == [("Bob",)]


def test_other_notes() -> None:
    text = "# Boats\n- 2026-08-14: call with [[Ann]]\n[[Bob]] has one.\n- [ ] ask [[Cleo]]\n- [x] ask [[Dee]]\n"
    note = _note("Projects/Boats.md", text)
    assert (note.kind, note.day, note.contact, note.me) == (NoteKind.OTHER, None, None, None)
    assert [(entry.line, entry.targets) for entry in note.entries] == [(2, ("Ann",))]
    assert [task.targets for task in note.tasks] == [("Cleo",)]
    assert [link.target for link in note.links] == ["Ann", "Bob", "Cleo", "Dee"]


def test_a_conflict_in_the_text_is_one_problem() -> None:
    conflict = "<<<<<<< HEAD\n- 2026-08-14: a\n=======\n- 2026-08-15: b\n>>>>>>> x\n"
    note = _note("People/Ann.md", f"# Ann\n{conflict}{conflict}")
    assert [(one.line, one.severity, one.code) for one in note.problems] == [(2, Severity.WARNING, "conflict-markers")]
    assert len(note.entries) == 4


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_lines_are_those_of_an_editor(newline: str, bom: str) -> None:
    text = "---\ntype: person\n---\n# Ann\u2028Lee\x0b\x85\n\n## Log\n- 2026-08-14: call\n".replace("\n", newline)
    note = _note("Ann.md", bom + text)
    assert note.kind is NoteKind.CONTACT
    assert [(entry.line, entry.text) for entry in note.entries] == [(7, "2026-08-14: call")]


def test_the_title_is_the_file_name() -> None:
    assert _note("a/b/Dr. Who.md", "").title == "Dr. Who"
    assert _note("Ann.MD", "").title == "Ann"


def test_own_headings_from_the_settings() -> None:
    settings = Settings(vault=VaultSettings(contacts=("Leute",)), fields={"asks": ("sucht",)})
    note = parse_note("Leute/Ann.md", "## Sucht\n- ein Boot", build_rules(settings))
    assert note.contact is not None
    assert note.contact.asks == (Statement("ein Boot", 2),)


def test_an_empty_note() -> None:
    note = _note("x.md", "")
    assert note == ParsedNote("x.md", NoteKind.OTHER, "x")


def test_only_so_many_lines_are_read() -> None:
    text = "---\ntype: person\n---\n" + "\n" * (MAX_LINES - 1) + "- 2026-08-14: call\n- 2026-08-15: call\n"
    note = _note("Ann.md", text)
    assert [(one.line, one.severity, one.code) for one in note.problems] == [
        (MAX_LINES + 4, Severity.WARNING, "note-too-large")
    ]
    assert [entry.day for entry in note.entries] == [DAY]
    assert _note("Ann.md", text.removesuffix("\n- 2026-08-15: call\n")).problems == ()


def test_only_so_many_problems_are_told() -> None:
    note = _note("People/Ann.md", "## Log\n" + "- 2026-02-30: call\n" * 1000)
    assert len(note.problems) == MAX_PROBLEMS
    assert note.problems[-1].message.startswith("951 more problems")
    assert {one.code for one in note.problems} == {"bad-log-date"}
    assert [one.line for one in note.problems] == list(range(2, MAX_PROBLEMS + 2))


def test_the_gist_of_a_meeting_is_what_its_text_tells() -> None:
    text = """---
people: ["[[Ann]]"]
---
# 2026-08-14 Coffee

Attendees: [[Ann]], [[Bo]]

## Attendees
- [[Ann]]

## Notes
- She wants to **write** the talk
    - in June %%perhaps%%
- [ ] Send [[Ann]] the slides
- ![[plan.png]]
> quoted

And a line of prose.
"""
    note = parse_note("Meetings/2026-08-14 Coffee.md", text, RULES)
    assert note.kind is NoteKind.MEETING
    assert [(one.text, one.line) for one in note.gist] == [
        ("She wants to **write** the talk", 12),
        ("in June", 13),
        ("And a line of prose.", 18),
    ]
