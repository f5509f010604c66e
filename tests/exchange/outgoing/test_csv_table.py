"""The table of contacts: nothing in it runs, and nothing is lost."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from pnm_vault.exchange.outgoing.csv_table import COLUMNS, guard, table_of
from pnm_vault.model.contact import Cadence, ImportantDate
from pnm_vault.model.settings import FIELDS
from tests.exchange.outgoing.made_contacts import RELATED, UNHURRIED, contacts, exported, texts


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_a_row_says_what_the_note_says() -> None:
    one = replace(
        exported(
            aliases=("Annie", "A"),
            phones=("+351 555",),
            cadence=Cadence(30, latest=90),
            dates=(ImportantDate("birthday", 2, 29, None, 1), ImportantDate("name day", 1, 3, 2001, 2)),
            private=True,
        ),
        knows=RELATED[:1],
        last_contact=date(2026, 1, 2),
    )
    [row] = rows_of(table_of([one]))
    assert {name: value for name, value in row.items() if value} == {
        "name": "Ann Lee",
        "aliases": "Annie; A",
        "phone": "'+351 555",
        "birthday": "02-29",
        "important_dates": "name day 2001-01-03",
        "cadence": "30..90",
        "last_contact": "2026-01-02",
        "knows": "Bo; Chen",
        "status": "active",
        "private": "true",
        "uid": one.uid,
        "path": "Ann Lee.md",
    }


def test_columns_are_named_after_fields() -> None:
    assert set(COLUMNS) - set(FIELDS) == {"path"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＠x"])
def test_what_would_be_a_formula_is_text(text: str) -> None:
    assert guard(text) == f"'{text}"


@given(texts)
def test_taking_one_apostrophe_away_gives_the_text_back(text: str) -> None:
    guarded = guard(text)
    assert guarded.removeprefix("'") == text or guarded == text
    assert guarded[:1] not in set("=+-@\t\r")
    assert (guarded[:1] == "'") == (guarded != text)


@UNHURRIED
@given(contacts)
def test_every_table_is_read_back_whole(one: Any) -> None:
    content = table_of([one, one])
    first, second = rows_of(content)
    assert first == second
    assert list(first) == list(COLUMNS)
    assert not any(cell[:1] in set("=+-@\t\r") for cell in first.values() if cell)
