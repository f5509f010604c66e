"""A field as somebody sets it: its key in the note, and the value as its reader takes it."""

from datetime import date

import pytest

from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.field_names import SPELLINGS
from pnm_vault.notes.values.field_value import FieldValue, ValueFault, items_of, key_in, read_value, usual_key

TODAY = date(2026, 11, 23)


def block(*lines: str) -> Block:
    return read_frontmatter("a.md", "\n".join(["---", *lines, "---", ""]))


@pytest.mark.parametrize(
    ("lines", "name", "typed", "key"),
    [
        (["frequency: 30"], "cadence", "cadence", "frequency"),
        (["frequency:", "Cadence: 30"], "cadence", "x", "Cadence"),
        (["frequency: 30", "Cadence: 30"], "cadence", "CADENCE", "Cadence"),
        (["frequency:"], "cadence", "cadence", "frequency"),
        (["spouse: Bob"], "knows", "knows", None),
        (["spouse: Bob"], "knows", "spouse", "spouse"),
        (["offer: tea"], "offers", "offers", "offer"),
        (["whatsapp: 1"], "phone", "phone", None),
        (["a: b"], "cadence", "cadence", None),
    ],
)
def test_under_which_key(lines: list[str], name: str, typed: str, key: str | None) -> None:
    assert key_in(block(*lines), name, typed, SPELLINGS) == key


def test_the_spelling_of_most_notes() -> None:
    blocks = [block("bday: 05-12"), block("DOB: 05-12"), block("DOB: 05-13"), block("a: b")]
    assert usual_key("birthday", blocks, SPELLINGS) == "DOB"
    assert usual_key("cadence", blocks, SPELLINGS) == "cadence"


@pytest.mark.parametrize(
    ("name", "typed", "as_list", "value"),
    [
        ("cadence", "30", False, 30),
        ("cadence", "every  6 weeks", False, "every 6 weeks"),
        ("cadence", "never", False, "never"),
        ("last_contact", "2026-11-20", False, date(2026, 11, 20)),
        ("last_contact", "friday", False, date(2026, 11, 20)),
        ("next_contact", "friday", False, date(2026, 11, 27)),
        ("next_contact", "2026-01-01", False, date(2026, 1, 1)),
        ("birthday", "1990-05-12", False, date(1990, 5, 12)),
        ("birthday", "May 12", False, "05-12"),
        ("birthday", "29 Feb", False, "02-29"),
        ("deceased", "2026-01-02", False, date(2026, 1, 2)),
        ("deceased", "yes", False, "yes"),
        ("private", "no", False, False),
        ("suggest", "yes", False, True),
        ("role", "nurse, on nights", False, "nurse, on nights"),
        ("tags", "a", False, ("a",)),
        ("email", "a@x.example", False, "a@x.example"),
        ("email", "a@x.example, b@x.example", False, ("a@x.example", "b@x.example")),
        ("email", "a@x.example", True, ("a@x.example",)),
        ("asks", "a flat, a cat", False, "a flat, a cat"),
        ("knows", "Ann, Bob", False, ("Ann", "Bob")),
        ("knows", "[[Ann Lee|Ann]], [[Bob]]", False, ("[[Ann Lee]]", "[[Bob]]")),
    ],
)
def test_what_is_written(name: str, typed: str, as_list: bool, value: FieldValue) -> None:
    found = read_value(name, typed, TODAY, as_list=as_list)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "typed", "as_list"),
    [("cadence", "often", False), ("cadence", " ", False), ("cadence", "30", True), ("birthday", "02-30", False)],
)
def test_what_no_reader_takes(name: str, typed: str, as_list: bool) -> None:
    with pytest.raises(ValueFault):
        read_value(name, typed, TODAY, as_list=as_list)


def test_items() -> None:
    assert items_of("circles", " a, b,,a ") == ("a", "b")
    assert items_of("asks", " a, b ") == ("a, b",)
    assert items_of("asks", " ") == ()
