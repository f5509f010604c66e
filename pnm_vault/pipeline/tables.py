"""Further tables that the questions read: each row made of one contact's record or of one note, kept between runs.

A row is made anew only when what it is made of changed, so it may depend on nothing else: not on the day, not on the
settings, not on other rows. What is asked on a day is worked out from the rows on that day.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pnm_vault.index.build import IndexedNote
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.record import Record
from pnm_vault.model.synonym import SynonymGroup


class ContactTable(Record, frozen=True):
    """A table by contact path: the type of its rows, and how one is made; None for a contact that has none."""

    form: Any
    row: Callable[[ContactRecord], Any]


class NoteTable(Record, frozen=True):
    """A table by note path: the type of its rows, and how one is made; None for a note that has none."""

    form: Any
    row: Callable[[IndexedNote], Any]


CONTACT_TABLES: Mapping[str, ContactTable] = {}
NOTE_TABLES: Mapping[str, NoteTable] = {
    "synonyms": NoteTable(tuple[SynonymGroup, ...], lambda indexed: indexed.note.synonyms or None),
}
TABLES = (*CONTACT_TABLES, *NOTE_TABLES)


def form_of(name: str) -> Any:
    """Give the type of a table's rows."""
    return CONTACT_TABLES[name].form if name in CONTACT_TABLES else NOTE_TABLES[name].form
