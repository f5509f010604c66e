"""Days of contact from calendars and mail: a line each, read back as what they are, never written twice."""

from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from pnm_vault.model.note import Channel, Direction
from pnm_vault.notes.text.channels import read_channel, read_how
from pnm_vault.pipeline.importing.edits import day_words
from pnm_vault.pipeline.importing.items import DayOf
from pnm_vault.pipeline.importing.look import Options
from tests.pipeline.importing.made_imports import (
    TODAY,
    apply_note,
    contact,
    import_all,
    mark,
    met,
    proposed,
    reading,
    review,
    session_of,
)

Make = Callable[[dict[str, str | bytes]], Path]

ANN = "---\ntype: person\nemail: ann@lee.example\n---\n# Ann Lee\n\n## Log\n- 2026-10-01: coffee in the rain\n"
MAIL = "ann@lee.example"


@pytest.fixture
def root(make_vault: Make) -> Path:
    return make_vault({"People/Ann Lee.md": ANN, "pnm.toml": '[vault]\ncontacts = ["People"]\n'})


@pytest.mark.parametrize(
    ("channel", "direction", "subject"),
    [*product(Channel, Direction, ("", "Budget", "Call with Zoom about the letter", "[[x]] - [ ] *y* wrote to her"))],
)
def test_a_line_is_read_back_as_what_it_is(channel: Channel, direction: Direction, subject: str) -> None:
    words = day_words(channel, DayOf(TODAY, direction, subject, "mail"))
    read, who = read_channel(words)
    assert read is channel
    if channel in (Channel.EMAIL, Channel.MESSAGE):
        assert who is direction


def test_mail_is_one_item_a_contact_and_a_line_a_day(root: Path) -> None:
    mine = [met(MAIL, date(2026, 11, day), Channel.EMAIL, "Re", Direction.FROM_ME) for day in (1, 3, 3)]
    read = reading(*mine, met(MAIL, date(2026, 11, 3), Channel.EMAIL, "", Direction.FROM_THEM))
    [item] = proposed(root, read).days
    assert [(one.day.day, one.direction) for one in item.days] == [(1, Direction.FROM_ME), (3, Direction.UNKNOWN)]
    import_all(root, read)
    text = (root / "People/Ann Lee.md").read_text("utf-8")
    assert text == ANN.replace("## Log\n", "## Log\n- 2026-11-03: email (mail)\n- 2026-11-01: email, I wrote (mail)\n")
    with session_of(root) as session:
        told = [read_how(one) for one in session.record("People/Ann Lee.md").interactions]
    assert told.count((Channel.EMAIL, Direction.FROM_ME)) == 1


def test_what_is_in_a_log_already_is_not_written_again(root: Path) -> None:
    read = reading(met(MAIL, date(2026, 10, 1), Channel.MEETING, "Coffee"))
    assert proposed(root, read).days == ()
    call = reading(met(MAIL, date(2026, 10, 1), Channel.CALL))
    assert [(one.ticked, one.why) for one in proposed(root, call).days] == [(False, "your notes have that day already")]


def test_what_a_daily_note_tells_is_not_written_again(root: Path) -> None:
    (root / "2026-11-05.md").write_text("- lunch with [[Ann Lee]]\n", "utf-8")
    assert proposed(root, reading(met(MAIL, date(2026, 11, 5), Channel.MEETING, "Lunch"))).days == ()


def test_twice_is_once_and_what_was_taken_out_does_not_come_back(root: Path) -> None:
    read = reading(met(MAIL, date(2026, 11, 5), Channel.MEETING, "Budget"), met(MAIL, date(2026, 11, 6), Channel.EMAIL))
    import_all(root, read)
    assert proposed(root, read).days == ()
    (root / "People/Ann Lee.md").write_text(ANN, "utf-8")
    found = proposed(root, read)
    assert found.days == ()
    assert ("taken out of the log since", 2) in found.left


def test_a_day_that_is_not_wanted_is_remembered(root: Path) -> None:
    read = reading(met(MAIL, date(2026, 11, 5), Channel.MEETING, "Budget"))
    mark(review(root, read), "Budget", "-")
    apply_note(root)
    assert (root / "People/Ann Lee.md").read_text("utf-8") == ANN
    assert proposed(root, read).days == ()


def test_what_lies_ahead_or_before_the_day_that_was_asked_for_is_left_out(root: Path) -> None:
    days = (date(2026, 1, 1), date(2026, 11, 5), date(2027, 1, 1))
    read = reading(*[met(MAIL, day) for day in days], options=Options(since=date(2026, 6, 1)))
    found = proposed(root, read)
    assert [one.days[0].day for one in found.days] == [date(2026, 11, 5)]
    assert found.left == (("before 2026-06-01", 1), ("still to come", 1))


def test_strangers_are_counted_by_day_and_a_first_name_alone_means_nobody(root: Path) -> None:
    two = [met("cy@dee.example", date(2026, 11, day)) for day in (1, 2)]
    found = proposed(root, reading(*two, met("Ann", date(2026, 11, 1))))
    assert found.days == ()
    assert found.strangers == (("cy@dee.example", 2), ("Ann", 1))


def test_a_name_that_two_contacts_have_means_neither(root: Path) -> None:
    (root / "People/Ann Lee 2.md").write_text("---\ntype: person\nname: Ann Lee\n---\n", "utf-8")
    assert proposed(root, reading(met("Ann Lee", date(2026, 11, 1)))).days == ()


def test_days_of_somebody_new_wait_for_their_note(root: Path) -> None:
    read = reading(contact("Bo Chen", ("email", "bo@chen.example")), met("bo@chen.example", date(2026, 11, 1)))
    note = review(root, read)
    mark(note, "bo@chen.example", " ")
    assert apply_note(root).imported.days == 0
    mark(note, "bo@chen.example", "x")
    assert apply_note(root).imported.days == 1
