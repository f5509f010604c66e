"""What `pnm export csv` wrote comes back as the fields of the notes that it was made of."""

import csv
import io
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.exchange.incoming.tables.day_cells import written
from pnm_vault.exchange.incoming.tables.our_csv import read, recognises
from pnm_vault.exchange.outgoing.csv_table import table_of
from pnm_vault.exchange.outgoing.exported import Exported, one_line, without_controls
from pnm_vault.model.contact import Cadence, ImportantDate, Statement, Status
from pnm_vault.model.incoming import IncomingContact, Owner, Participant
from tests.exchange.outgoing.made_contacts import RELATED, contacts, exported

MANY = {
    "aliases": "aliases",
    "circles": "circles",
    "organisation": "organisations",
    "email": "emails",
    "phone": "phones",
    "url": "urls",
}


def back(one: Exported) -> IncomingContact:
    [contact] = read(table_of([one]), "contacts.csv", Owner()).contacts
    return contact


def test_everything_comes_back() -> None:
    one = replace(
        exported(
            "=Ann Lee",
            aliases=("Annie", "'A"),
            circles=("choir",),
            phones=("+351 555",),
            cadence=Cadence(30, latest=90),
            dates=(ImportantDate("birthday", 2, 29, None, 1), ImportantDate("name day", 1, 3, 2001, 2)),
            interests=(Statement("old maps", 3),),
            met_on=date(2020, 1, 2),
            status=Status.ARCHIVED,
            private=True,
        ),
        knows=RELATED[2:],
        last_contact=date(2026, 1, 2),
    )
    found = read(table_of([one]), "contacts.csv", Owner())
    [contact] = found.contacts
    assert (contact.name, contact.key, contact.private, contact.words) == ("=Ann Lee", one.uid, True, "")
    assert [(said.field, said.text, said.label) for said in contact.stated] == [
        ("aliases", "Annie", ""),
        ("aliases", "'A", ""),
        ("circles", "choir", ""),
        ("phone", "+351 555", ""),
        ("birthday", "--02-29", ""),
        ("important_dates", "2001-01-03", "name day"),
        ("cadence", "30..90", ""),
        ("met_on", "2020-01-02", ""),
        ("knows", "Eve", ""),
        ("interests", "old maps", ""),
        ("status", "archived", ""),
    ]
    [met] = found.interactions
    assert (met.day, met.participants) == (date(2026, 1, 2), (Participant("=Ann Lee"),))


def bare(text: str) -> str:
    return one_line(text)


@given(contacts)
def test_export_and_import_give_the_same_fields(one: Exported) -> None:
    """But for `; ` within a value, which is what divides several of them."""
    contact = back(one)
    given_: Any = one.contact
    assert contact.name == bare(given_.name)
    for field, own in MANY.items():
        values = [bare(part) for text in getattr(given_, own) for part in without_controls(text).split("; ")]
        assert list(contact.texts(field)) == list(dict.fromkeys(value for value in values if value))
    for field in ("category", "role", "place", "time_zone"):
        assert list(contact.texts(field)) == [text for text in [bare(getattr(given_, field) or "")] if text]
    for label in ("birthday", "anniversary"):
        day = next((day for day in given_.dates if day.label == label), None)
        year = None if day is None or day.year == 1604 else day.year  # by which address books mean no year
        assert contact.texts(label) == (() if day is None else (written(day.month, day.day, year),))


def test_a_table_that_went_through_a_spreadsheet_of_another_country_is_read() -> None:
    one = exported(dates=(ImportantDate("birthday", 4, 3, 1980, 1),), goals=(Statement("a garden", 1),), private=True)
    one = replace(one, contact=replace(one.contact, asks=(Statement("a garden", 1), Statement("seeds", 2))))
    out = io.StringIO(newline="")
    changed = {"1980-04-03": "03.04.1980", "true": "WAHR"}
    for row in csv.reader(io.StringIO(table_of([one]).decode(), newline="")):
        csv.writer(out, delimiter=";").writerow([changed.get(cell, cell) for cell in row])
    [contact] = read(out.getvalue().encode("cp1252"), "contacts.csv", Owner()).contacts
    assert (contact.texts("birthday"), contact.private) == (("1980-04-03",), True)
    assert (contact.texts("asks"), contact.texts("goals")) == (("seeds",), ("a garden",))


@given(st.lists(contacts, max_size=4))
def test_a_table_of_ours_is_known(those: list[Exported]) -> None:
    assert recognises("any", table_of(those)[:65_536])
