"""The property that says when a fact was last known to be so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.contact import Confirmed
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.values.confirmed import FACT_FIELDS, confirmed_text, parse_confirmed

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("role 2026-11-23", Confirmed("role", "", DAY)),
        ("role: 2026-11-23", Confirmed("role", "", DAY)),
        ("Role  [[2026-11-23]]", Confirmed("role", "", DAY)),
        ("job_title 2024-02", Confirmed("role", "", date(2024, 2, 1), month=True)),
        ("city (2024-02)", Confirmed("place", "", date(2024, 2, 1), month=True)),
        ("e-mail 2024-02", Confirmed("email", "", date(2024, 2, 1), month=True)),
        ("2024-02", Confirmed("", "", date(2024, 2, 1), month=True)),
        ("role no longer 2026-11-23", Confirmed("role", "", DAY, gone=True)),
        ("asks a flat in Porto 2026-11-23", Confirmed("asks", "a flat in Porto", DAY)),
        ("asks: by 2027-01-01 a flat 2026-11-23", Confirmed("asks", "by 2027-01-01 a flat", DAY)),
        ("role", None),
        ("no longer 2026-11-23", None),
        ("role 2026-13", None),
        ("birthday 2026-11-23", None),
        ("", None),
    ],
)
def test_what_a_text_says(text: str, meant: Confirmed | None) -> None:
    assert parse_confirmed(text) == meant


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=9)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)


@given(st.sampled_from(FACT_FIELDS), TEXTS.filter(lambda text: text.strip(" :(") == text), st.dates(), st.booleans())
def test_what_is_written_is_read(kind: str, text: str, day: date, gone: bool) -> None:
    if text.endswith("no longer"):
        return
    assert parse_confirmed(confirmed_text(kind, text, day, gone=gone)) == Confirmed(kind, text, day, gone=gone)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    parse_confirmed(text)


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    text = "---\ntype: person\nconfirmed: [role 2024-02, soon]\ncreated: 2024-01-06T10:00\n---\n"
    note = parse_note("Ann.md", text, Rules())
    assert note.contact is not None
    assert (note.contact.confirmed, note.contact.created) == (
        (Confirmed("role", "", date(2024, 2, 1), month=True),),
        date(2024, 1, 6),
    )
    assert [(one.line, one.code) for one in note.problems] == [(3, "bad-date")]


def test_a_mere_yes_dates_nothing_and_is_no_problem() -> None:
    note = parse_note("Ann.md", "---\ntype: person\nconfirmed: true\n---\n", Rules())
    assert note.contact is not None and (note.contact.confirmed, note.problems) == ((), ())
