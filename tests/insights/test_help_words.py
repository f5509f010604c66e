"""Lines that say that the owner asked, and none that say that somebody else did; asks as they go on in a sentence."""

from datetime import date

import pytest

from pnm_vault.insights.helping.help_words import (
    SPARED_ASK,
    AskedRow,
    asked_for,
    asked_row,
    bare_words,
    label_for,
    open_role,
    spares,
)
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.source import Source

DAY = date(2026, 11, 8)


def record(*lines: str, **fields: object) -> ContactRecord:
    said = [Interaction(DAY, Source("Ann.md", at, line), Origin.LOG) for at, line in enumerate(lines, 5)]
    return ContactRecord(Contact("Ann.md", "Ann", **fields), tuple(said))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- 2026-11-08: asked for help with a piano tuner", "a piano tuner"),
        ("- 2026-11-08 asked for help with the move", "the move"),
        ("- [[2026-11-08]] — tea, asked her for help on the roof", "the roof"),
        ("| 2026-11-08 | I asked for help: a van |", "a van |"),
        ("- 2026-11-08: tea and asked for help with a van", "a van"),
        ("- 2026-11-08: she asked for help with her move", None),
        ("- 2026-11-08: Bob asked for help with a van", None),
        ("- 2026-11-08: asked for helpers", None),
        ("- 2026-11-08: asked how she is", None),
    ],
)
def test_who_asked(line: str, text: str | None) -> None:
    row = asked_row(record(line))
    assert [one.text for one in row.asked] == [text] if row is not None else text is None


def test_favours_received_count_and_labels_are_kept() -> None:
    given = Favour("a lift", given=True, day=DAY, line=3)
    got = Favour("a van", given=False, day=DAY, line=4)
    row = asked_row(record(favours=(given, got), no_reminder=("birthday", "asking for a van")))
    assert row is not None
    assert [(one.text, one.helped, one.source.line) for one in row.asked] == [("a van", True, 4)]
    assert row.spared == ("asking for a van",)
    assert asked_row(record("- 2026-11-08: tea", no_reminder=("birthday",))) is None


@pytest.mark.parametrize(
    ("ask", "bare"),
    [
        ("looking for a flat in Porto", "a flat in Porto"),
        ("is looking for  a flat", "a flat"),
        ("Needs a [[Vans|van]]", "a van"),
        ("help with my taxes", "my taxes"),
        ("somebody who needs a flat", "somebody who needs a flat"),
        ("looking for", "looking for"),
    ],
)
def test_an_ask_goes_on_in_a_sentence(ask: str, bare: str) -> None:
    assert bare_words(ask) == bare


def test_a_label_has_neither_marks_nor_commas_and_is_found_again() -> None:
    ask = 'To say "I", plainly: without [[Me|us]]'
    label = label_for(SPARED_ASK, ask)
    assert label == "asking for To say I plainly without us"
    assert spares(AskedRow(spared=(label.casefold(),)), SPARED_ASK, ask)
    assert not spares(AskedRow(spared=(label.casefold(),)), SPARED_ASK, "to say we")
    assert not spares(None, SPARED_ASK, ask)
    assert len(label_for(SPARED_ASK, "long words " * 60)) <= 111


def test_it_is_the_same_ask_with_half_of_its_words_and_not_before_its_day() -> None:
    row = asked_row(record("- 2026-11-08: asked for help with a piano tuner"))
    assert len(asked_for(row, "a piano tuner who climbs four floors", DAY)) == 1
    assert asked_for(row, "a piano tuner", date(2026, 11, 7)) == ()
    assert asked_for(row, "a boat", DAY) == asked_for(None, "a boat", DAY) == ()


def test_a_role_of_those_to_be_left_alone_is_none() -> None:
    assert open_role(record(role="tuner")) == "tuner"
    assert open_role(record()) is None
    for fields in ({"private": True}, {"suggest": False}, {"status": Status.ARCHIVED}, {"status": Status.DECEASED}):
        assert open_role(record(role="tuner", **fields)) is None
