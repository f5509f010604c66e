"""Pasted signatures: what is said plainly is taken, the rest is left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.notes.signature import Signature, read_signature

CARD = """Best regards,
--
Dr. Ada Okonkwo
Head of Research, Falls Lab
University of Somewhere
Via Roma 12, 34121 Trieste
T: +39 040 555 0123 | M +39 340 555 0199
Fax: +39 040 555 0000
ada.okonkwo@example.org
www.example.org/ada
"""


def test_a_whole_signature() -> None:
    assert read_signature(CARD) == Signature(
        "Ada Okonkwo",
        ("ada.okonkwo@example.org",),
        ("+39 040 555 0123", "+39 340 555 0199"),
        ("www.example.org/ada",),
        "Head of Research",
        "Falls Lab",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jo Ann Poe\nSenior Engineer at Example GmbH\njo@example.org",
            Signature("Jo Ann Poe", ("jo@example.org",), role="Senior Engineer", organisation="Example GmbH"),
        ),
        ("Ludwig van der Berg | Director", Signature("Ludwig van der Berg")),
        ("Ann Lee\nNurse\nSt Mary Hospital", Signature("Ann Lee", role="Nurse", organisation="St Mary Hospital")),
        ("> *Ann Lee*\n> (555) 012-3456", Signature("Ann Lee", phones=("(555) 012-3456",))),
        ("Example Ltd\nann@example.org", Signature("", ("ann@example.org",), organisation="Example Ltd")),
        ("see you on 2026-11-20 at 12.11.2026", Signature()),
        ("Ann Lee\nSent from my phone", Signature("Ann Lee")),
        ("", Signature()),
    ],
)
def test_what_is_said_plainly(text: str, expected: Signature) -> None:
    assert read_signature(text) == expected


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=60)
def test_any_text_is_taken(text: str) -> None:
    found = read_signature(text)
    for said in (found.name, found.role, found.organisation, *found.emails, *found.phones, *found.urls):
        assert said in " ".join(text.split("\n")) or said in text
