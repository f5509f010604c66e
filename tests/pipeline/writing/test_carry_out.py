"""From an intention to changed notes: all of it or nothing, planned anew when a note changed, seen by what follows."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError, UnknownContactError
from pnm_vault.model.plan import Create, Plan, Replace
from pnm_vault.notes.edit import Edited, set_property
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.carry_out import TRIES, BadValueError, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.field_setting import How, set_field, snooze
from pnm_vault.pipeline.writing.log_capture import log_captures
from pnm_vault.pipeline.writing.new_contact import create_contact
from pnm_vault.pipeline.writing.task_done import choose_follow_up, tick_follow_up
from pnm_vault.pipeline.writing.undo import undo

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ANN = "People/Ann Lee.md"
BOB = "People/Bob Ray.md"
VAULT: dict[str, str | bytes] = {
    ANN: "---\ncadence: 30\n---\n# Ann\n\n## Log\n- 2026-10-01: tea\n",
    BOB: "---\naliases: [Bobby]\n---\n# Bob\n",
}


def add(path: str, text: str) -> Edited:
    return Edited(text + "more\n")


def refuse(path: str, text: str) -> Edited:
    return set_property(path, text, "a\nb", "x")


def text_of(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode()


def log(root: Path, *lines: str, dry_run: bool = False, create: bool = False, given: tuple[str, ...] = ()) -> Written:
    with open_session(str(root), DAY) as session:
        return log_captures(session, lines, ("log",), dry_run=dry_run, create=create, given=given).written


# Plans


def test_edits_of_one_note_come_one_after_the_other(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "a\n"})
    assert plan_edits(str(root), {"a.md": [add, add]}) == Plan((Replace("a.md", b"a\nmore\nmore\n", b"a\n"),))


def test_a_byte_order_mark_and_line_ends_stay(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": b"\xef\xbb\xbfa\r\n", "new.md": b""})
    [step] = plan_edits(str(root), {"a.md": [add]}).steps
    assert isinstance(step, Replace)
    assert step.content == b"\xef\xbb\xbfa\r\nmore\n"


def test_what_stays_the_same_is_in_no_plan(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "a\n"})
    assert plan_edits(str(root), {"a.md": [lambda path, text: Edited(text)]}) == Plan()


def test_a_new_note_is_edited_before_it_is_made(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "a\n"})
    assert plan_edits(str(root), {"b.md": [add]}, {"b.md": "b\n"}) == Plan((Create("b.md", b"b\nmore\n"),))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b"])
def test_a_note_that_is_no_plain_text_is_left_alone(make_vault: MakeVault, content: bytes) -> None:
    root = make_vault({"a.md": content})
    with pytest.raises(PnmError, match=r"a\.md .* left alone"):
        plan_edits(str(root), {"a.md": [add]})


def test_one_refused_edit_keeps_all_from_being_done(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "a\n", "b.md": "b\n"})
    with pytest.raises(PnmError, match=r"^b\.md stays as it is\. "):
        plan_edits(str(root), {"a.md": [add], "b.md": [refuse]})
    with pytest.raises(PnmError, match="cannot be read any more"):
        plan_edits(str(root), {"a.md": [add], "gone.md": [add]})


# Carrying out


def test_a_note_that_changed_meanwhile_is_edited_anew(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    saves = iter(["saved by an editor\n"] * (TRIES - 1))
    with open_session(str(root), DAY) as session:

        def build() -> Plan:
            plan = plan_edits(str(root), {ANN: [add]})
            with (root / ANN).open("a") as note:
                note.write(next(saves, ""))
            return plan

        done = carry_out(session, build, ("test",))
    assert done.operation > 0
    assert text_of(root, ANN).endswith("saved by an editor\n" * (TRIES - 1) + "more\n")


def test_a_note_that_never_rests_is_left_alone(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    before = text_of(root, BOB)
    with open_session(str(root), DAY) as session:

        def build() -> Plan:
            plan = plan_edits(str(root), {BOB: [add], ANN: [add]})
            with (root / ANN).open("a") as note:
                note.write("x")
            return plan

        with pytest.raises(PnmError, match=r"People/Ann Lee\.md was not changed: it was changed since it was read"):
            carry_out(session, build, ("test",))
    assert text_of(root, ANN).endswith("x" * TRIES)
    assert text_of(root, BOB) == before


def test_what_was_written_is_seen_at_once(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    with open_session(str(root), DAY) as session:
        assert session.regenerate().report.created
        log_captures(session, ["coffee with Ann"], ("log",))
        assert session.record(ANN).interactions[-1].day == DAY
        done = session.regenerate(look=False)
    assert "Reviews/Reconnect.md" in done.report.replaced


def test_a_dry_run_writes_nothing(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    before = text_of(root, ANN)
    done = log(root, "coffee with Ann", dry_run=True)
    assert done.changed == (ANN,)
    assert done.operation == 0
    assert text_of(root, ANN) == before


# Log


def test_each_contact_gets_the_line_in_the_form_of_the_note(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    done = log(root, "yesterday: coffee with Ann and @bobby +send slides by friday")
    assert done.report.replaced == (ANN, BOB)
    assert text_of(root, ANN) == (
        "---\ncadence: 30\n---\n# Ann\n\n## Log\n- 2026-11-22: coffee with Ann and bobby\n- 2026-10-01: tea\n"
        "\n## Follow-ups\n- [ ] send slides (with [[Bob Ray]]) 📅 2026-11-27\n"
    )
    assert (
        text_of(root, BOB) == "---\naliases: [Bobby]\n---\n# Bob\n\n## Log\n- 2026-11-22: coffee with Ann and bobby\n"
    )


def test_the_same_command_twice_gives_one_line(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    line = "coffee with Ann +send slides by friday"
    log(root, line)
    after = text_of(root, ANN)
    assert log(root, line).plan == Plan()
    assert text_of(root, ANN) == after


@pytest.mark.parametrize(
    ("log_of_the_day", "there"),
    [
        ("- 2026-11-23: tea with Ann", True),
        ("- **2026-11-23** — tea with Ann", True),
        ("### [[2026-11-23]] tea with Ann", True),
        ("| Date | Notes |\n| --- | --- |\n| 2026-11-23 | tea with Ann |", True),
        ("- 2026-11-23: coffee, then tea with Ann", False),
        ("- 2026-11-23: tea with Ann, and cake", False),
        ("- 2026-11-22: tea with Ann", False),
    ],
)
def test_the_same_words_of_the_same_day_are_there_already(
    make_vault: MakeVault, log_of_the_day: str, there: bool
) -> None:
    root = make_vault({ANN: f"## Log\n{log_of_the_day}\n"})
    assert (log(root, "tea with Ann").plan == Plan()) == there


def test_many_lines_are_one_change(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    log(root, "yesterday: coffee with Ann", "", "14 nov: Ann: rang", "called Bob")
    text = text_of(root, ANN)
    assert text.index("2026-11-22") < text.index("2026-11-14") < text.index("2026-10-01")
    with open_session(str(root), DAY) as session, pytest.raises(UnknownContactError):
        log_captures(session, ["tea with Ann", "tea with Xavier"], ("log",))
    assert text_of(root, ANN) == text


def test_somebody_new_gets_a_note_when_asked_for(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    done = log(root, "coffee with Ann and Xavier Poe", create=True)
    assert done.report.created == ("People/Xavier Poe.md",)
    assert text_of(root, "People/Xavier Poe.md") == (
        "# Xavier Poe\n\n## Log\n- 2026-11-23: coffee with Ann and Xavier Poe\n"
    )
    assert "coffee with Ann and Xavier Poe" in text_of(root, ANN)


def test_every_fault_is_told_at_once(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, "Work/Ann Ode.md": "---\ntype: person\n---\n"})
    with open_session(str(root), DAY) as session, pytest.raises(UnknownContactError) as told:
        log_captures(session, ["coffee with Ann and Bob Rey"], ("log",))
    assert told.value.message.splitlines() == [
        "More than one contact is called “Ann”: give a full name, or the path with --with.",
        "There is no contact called “Bob Rey”.",
    ]
    assert told.value.remedy.splitlines() == [
        "Ann Lee  (People/Ann Lee.md)",
        "Ann Ode  (Work/Ann Ode.md)",
        "Did you mean Bob Ray? --create makes a note for somebody new.",
    ]


def test_a_day_that_cannot_be_read_is_a_bad_value(make_vault: MakeVault) -> None:
    with open_session(str(make_vault(VAULT)), DAY) as session, pytest.raises(BadValueError, match="10/11"):
        log_captures(session, ["10/11: tea with Ann"], ("log",))


# Fields


def field(root: Path, name: str, value: str, how: How = How.SET, path: str = ANN) -> str:
    with open_session(str(root), DAY) as session:
        done = set_field(session, path, name, value, ("set",), how=how)
        assert done.written.plan.steps
    return text_of(root, path)


@pytest.mark.parametrize(
    ("note", "name", "value", "after"),
    [
        ("---\nfrequency: 30\n---\n", "cadence", "6 weeks", "---\nfrequency: 6 weeks\n---\n"),
        ("---\nCadence: 30 # mine\n---\n", "keep in touch", "14", "---\nCadence: 14 # mine\n---\n"),
        ("---\nlast chat: 2026-01-01\n---\n", "last_contact", "yesterday", "---\nlast chat: 2026-11-22\n---\n"),
        ("---\nspouse: Bob\n---\n", "knows", "Bob Ray", '---\nspouse: Bob\nknows:\n  - "[[Bob Ray]]"\n---\n'),
        ("---\nlinkedin: x\n---\n", "linkedin", "y.example", "---\nlinkedin: y.example\n---\n"),
        ("---\na: b\n---\n", "birthday", "12 May", '---\na: b\nbirthday: "05-12"\n---\n'),
        ("---\na: b\n---\n", "birthday", "12 May 1990", "---\na: b\nbirthday: 1990-05-12\n---\n"),
        ("---\na: b\n---\n", "private", "yes", "---\na: b\nprivate: true\n---\n"),
        ("---\na: b\n---\n", "suggest", "no", "---\na: b\nsuggest: never\n---\n"),
        ("---\na: b\n---\n", "phone", "+49 555 0123", '---\na: b\nphone: "+49 555 0123"\n---\n'),
        ("---\na: b\n---\n", "offers", "tea, and time", "---\na: b\noffers: tea, and time\n---\n"),
        ("---\ncircles: [a]\n---\n", "circle", "b, c", "---\ncircles: [b, c]\n---\n"),
    ],
)
def test_a_field_goes_where_the_note_has_it(
    make_vault: MakeVault, note: str, name: str, value: str, after: str
) -> None:
    root = make_vault({**VAULT, ANN: note})
    assert field(root, name, value) == after


def test_a_new_field_is_spelled_as_in_the_other_notes(make_vault: MakeVault) -> None:
    others = {f"People/{name}.md": "---\nLast-Contacted: 2026-01-01\n---\n" for name in "CDE"}
    root = make_vault({**VAULT, **others})
    assert field(root, "last_contact", "2026-11-20").startswith("---\ncadence: 30\nLast-Contacted: 2026-11-20\n---\n")


def test_lists_grow_shrink_and_go(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, ANN: "---\ncircles: [a]\n---\n"})
    assert field(root, "circles", "b, c", How.ADD) == "---\ncircles: [a, b, c]\n---\n"
    assert field(root, "circles", "a", How.REMOVE) == "---\ncircles: [b, c]\n---\n"
    assert field(root, "circles", "", How.CLEAR) == ""


@pytest.mark.parametrize(
    ("name", "value", "how", "said"),
    [
        ("cadence", "often", How.SET, "cadence: often is no cadence: write days"),
        ("birthday", "someday", How.SET, "is no date"),
        ("last_contact", "10/11", How.SET, "is no day that can be read"),
        ("next_contact", "2026-01-01x", How.SET, "is no day that can be read"),
        ("priority", "9", How.SET, "is no priority"),
        ("closeness", "warmish", How.SET, "is no closeness"),
        ("status", "gone fishing", How.SET, "is no status"),
        ("email", "ann", How.SET, "is no e-mail address"),
        ("phone", "no", How.SET, "is no telephone number"),
        ("private", "maybe", How.SET, "neither yes nor no"),
        ("cadance", "30", How.SET, "no field called cadance"),
        ("cadence", "30", How.ADD, "holds one value"),
    ],
)
def test_a_value_that_no_reader_takes_is_refused(
    make_vault: MakeVault, name: str, value: str, how: How, said: str
) -> None:
    root = make_vault(VAULT)
    with open_session(str(root), DAY) as session, pytest.raises(BadValueError, match=said):
        set_field(session, ANN, name, value, ("set",), how=how)
    assert text_of(root, ANN) == VAULT[ANN]


@pytest.mark.parametrize(
    ("note", "after"),
    [
        ("---\na: b\n---\n", "---\na: b\nnext_contact: 2026-12-07\n---\n"),
        ("---\nsnooze: 2026-12-01\n---\n", "---\nsnooze: 2026-12-07\n---\n"),
        ("---\nnext-contact: 2027-12-01\n---\n", "---\nnext-contact: 2026-12-07\n---\n"),
    ],
)
def test_snoozing_moves_the_reminder(make_vault: MakeVault, note: str, after: str) -> None:
    root = make_vault({ANN: note})
    with open_session(str(root), DAY) as session:
        assert snooze(session, ANN, "2 weeks", ("snooze",)).value == date(2026, 12, 7)
        assert session.record(ANN).contact.next_contact == date(2026, 12, 7)
    assert text_of(root, ANN) == after


def test_a_later_snooze_elsewhere_in_the_note_is_not_hidden(make_vault: MakeVault) -> None:
    root = make_vault({ANN: "---\nnext_contact: 2026-12-01\nsnooze: 2027-06-01\n---\n"})
    with open_session(str(root), DAY) as session, pytest.raises(PnmError, match="asks to wait until 2027-06-01"):
        snooze(session, ANN, "2 weeks", ("snooze",))


@pytest.mark.parametrize("when", ["soon", "yesterday", "2026-11-22", ""])
def test_a_snooze_ends_ahead(make_vault: MakeVault, when: str) -> None:
    with open_session(str(make_vault(VAULT)), DAY) as session, pytest.raises(BadValueError):
        snooze(session, ANN, when, ("snooze",))


# Follow-ups

TASKS: dict[str, str | bytes] = {
    ANN: "---\nfollow_up: [send card, 2026-12-01 ring]\n---\n"
    "- [ ] lend her the map 📅 2026-12-01\n- [ ] lend her a tent\n",
    BOB: "---\nnext step: send card to Bob\n---\n- [ ] water plants 🔁 every week 📅 2026-12-01\n",
    "Daily/2026-11-20.md": "- [ ] ask [[Bob Ray]] about the flat\n",
}


@pytest.mark.parametrize(
    ("query", "path", "line", "after"),
    [
        ("lend map", ANN, 4, "- [x] lend her the map 📅 2026-12-01 ✅ 2026-11-23"),
        ("People/Ann Lee.md:5", ANN, 5, "- [x] lend her a tent ✅ 2026-11-23"),
        ("People/Ann Lee:5", ANN, 5, "- [x] lend her a tent ✅ 2026-11-23"),
        ("FLAT", "Daily/2026-11-20.md", 1, "- [x] ask [[Bob Ray]] about the flat ✅ 2026-11-23"),
        ("send card to bob", BOB, 2, "next step:"),
        ("ring", ANN, 2, "follow_up: [send card]"),
    ],
)
def test_a_follow_up_is_ticked_where_it_stands(
    make_vault: MakeVault, query: str, path: str, line: int, after: str
) -> None:
    root = make_vault(TASKS)
    with open_session(str(root), DAY) as session:
        ticked = tick_follow_up(session, query, ("done",))
        assert (ticked.follow_up.source.path, ticked.follow_up.source.line) == (path, line)
        assert all(one.text != ticked.follow_up.text for one in session.picture().follow_ups)
    assert text_of(root, path).splitlines()[line - 1] == after


def test_several_follow_ups_are_listed_with_their_places(make_vault: MakeVault) -> None:
    with open_session(str(make_vault(TASKS)), DAY) as session:
        with pytest.raises(UnknownContactError) as told:
            choose_follow_up(session, "lend her")
        assert told.value.remedy.splitlines() == [
            "People/Ann Lee.md:4  lend her the map",
            "People/Ann Lee.md:5  lend her a tent",
        ]
        with pytest.raises(UnknownContactError, match="no open follow-up like “sing”"):
            choose_follow_up(session, "sing")


def test_a_task_that_comes_back_is_written_once_more(make_vault: MakeVault) -> None:
    root = make_vault(TASKS)
    before = text_of(root, BOB)
    for dry_run in (True, False):
        with open_session(str(root), DAY) as session:
            ticked = tick_follow_up(session, "water plants", ("done",), dry_run=dry_run)
            assert ticked.next_day == date(2026, 12, 8)
    assert text_of(root, BOB) == before.replace(
        "- [ ] water plants 🔁 every week 📅 2026-12-01\n",
        "- [ ] water plants 🔁 every week 📅 2026-12-08\n"
        "- [x] water plants 🔁 every week 📅 2026-12-01 ✅ 2026-11-23\n",
    )
    undo(str(root))
    assert text_of(root, BOB) == before


def test_a_task_that_comes_back_by_a_rule_that_is_not_known_stays_open(make_vault: MakeVault) -> None:
    root = make_vault({**TASKS, BOB: "- [ ] [[Ann Lee]] tea 🔁 every full moon 📅 2026-12-01\n"})
    with open_session(str(root), DAY) as session, pytest.raises(PnmError, match="every full moon"):
        tick_follow_up(session, "tea", ("done",))


# New contacts


def new(root: Path, name: str, *, force: bool = False, folder: str | None = None) -> str:
    with open_session(str(root), DAY) as session:
        made = create_contact(
            session, name, ("new",), category="mentor", circles=("choir", "lab"), folder=folder, force=force
        )
        assert made.newcomer.path in session.index().contacts
        return made.newcomer.path


def test_a_new_contact_lies_with_the_others_and_is_spelled_as_they_are(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, "People/C.md": "---\nrelationship: friend\ncircles: [a]\n---\n"})
    path = new(root, "Zoë Ünal")
    assert path == "People/Zoë Ünal.md"
    assert text_of(root, path) == "---\nrelationship: mentor\ncircles:\n  - choir\n  - lab\n---\n# Zoë Ünal\n"


def test_a_note_that_would_be_no_contact_says_that_it_is_one(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    assert "type: person\n" in text_of(root, new(root, "Zoë Ünal", folder="Misc"))


def test_folders_with_a_letter_each(make_vault: MakeVault) -> None:
    names = ["Ann Lee", "Bob Lund", "Cy Lo"]
    root = make_vault({f"People/L/{name}.md": "" for name in names})
    assert new(root, "Ida Ünal") == "People/U/Ida Ünal.md"


def test_into_an_empty_vault(make_vault: MakeVault) -> None:
    assert new(make_vault({}), "Ann Lee") == "People/Ann Lee.md"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Ann Lee", "There is a note at People/Ann Lee.md already"),
        ("ANN LEE", "There is a note at People/Ann Lee.md already"),
        ("Lee Ann", "Ann Lee may be the same: People/Ann Lee.md"),
        ("Bobby", "Bob Ray is a contact already: People/Bob Ray.md"),
        ("Bob Rayy", "Bob Ray may be the same: People/Bob Ray.md"),
    ],
)
def test_somebody_who_is_there_is_not_made_twice(make_vault: MakeVault, name: str, said: str) -> None:
    root = make_vault(VAULT)
    with pytest.raises(PnmError, match=said):
        new(root, name)
    if "note at" not in said:
        new(root, name, force=True)


def test_a_known_address_tells_who_it_is(make_vault: MakeVault) -> None:
    from pnm_vault.notes.signature import read_signature

    root = make_vault({**VAULT, BOB: "---\nemail: Bob@example.org\n---\n"})
    signature = read_signature("Robert Ray\nbob@example.org")
    with open_session(str(root), DAY) as session, pytest.raises(PnmError, match="Bob Ray has the address"):
        create_contact(session, "Robert Ray", ("new",), signature=signature)


@pytest.mark.parametrize("name", ["a/b", "con", "", ".hidden", "x" * 300])
def test_a_name_that_no_file_can_have_is_refused(make_vault: MakeVault, name: str) -> None:
    with pytest.raises(BadValueError):
        new(make_vault(VAULT), name)
