"""Names within a sentence: exact ones before parts, and every contact that a part fits."""

import pytest

from pnm_vault.index.build import Index
from pnm_vault.index.name_book import NameBook
from pnm_vault.notes.capture import Named

BOOK = NameBook(
    Index(
        contacts={
            "People/Ann Lee.md": "Ann Lee",
            "People/Ann Ode.md": "Ann Ode",
            "People/@Zoë.md": "Zoë Ünal",
            "Work/ann.md": "Anna Leeds",
            "Family/Ann Lee.md": "Ann Lee",
            "People/Jo Ann Poe.md": "Jo Ann Poe",
        },
        aliases={"maestro": ("People/@Zoë.md",), "zoë": ("People/@Zoë.md",)},
    )
)
LEES = ("Family/Ann Lee.md", "People/Ann Lee.md")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ann Lee", Named(LEES, True)),
        ("ann", Named(("Work/ann.md",), True)),  # a file name is a name
        ("People/Ann Lee", Named(("People/Ann Lee.md",), True)),
        ("people/ann lee.md", Named(("People/Ann Lee.md",), True)),
        ("./People/Ann Lee.md", Named(("People/Ann Lee.md",), True)),
        ("Maestro", Named(("People/@Zoë.md",), True)),
        ("zoe", Named(("People/@Zoë.md",), True)),
        ("ünal", Named(("People/@Zoë.md",), False)),
        ("Ann O.", Named(("People/Ann Ode.md",), False)),
        ("Lee", Named(LEES, False)),
        ("jo", Named(("People/Jo Ann Poe.md",), False)),
        ("JAP", Named(("People/Jo Ann Poe.md",), False)),
        ("ZÜ", Named(("People/@Zoë.md",), False)),
        ("jap", None),
        ("An", None),
        ("Nowhere/Ann Lee", None),
        ("", None),
        ("@", None),
    ],
)
def test_who_is_meant(text: str, named: Named | None) -> None:
    assert BOOK.resolve(text) == named


def test_who_is_called_exactly_so() -> None:
    assert BOOK.exactly("ANN  LEE") == LEES
    assert BOOK.exactly("maestro") == ("People/@Zoë.md",)
    assert BOOK.exactly("Ann") == ("Work/ann.md",)
    assert BOOK.exactly("Lee") == ()


def test_words_in_any_order() -> None:
    assert BOOK.of_these_words("Lee, Ann") == LEES
    assert BOOK.of_these_words("Ann") == ()
