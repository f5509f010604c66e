"""The formats that can be read from elsewhere, and which of them a file is of; a format's module loads when needed."""

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from pnm_vault.model.incoming import Incoming, Owner
from pnm_vault.model.record import Row

HEAD = 65_536
"""How much of a file is looked at to tell its format."""


class Format(Row, frozen=True):
    """A format: what it is called to the user, and the module here that reads it."""

    words: str
    module: str


# The order in which a file is asked.
FORMATS: Mapping[str, Format] = {
    "vcard": Format("vCard", "cards.vcard"),
    "icalendar": Format("iCalendar", "calendars.icalendar"),
    "monica": Format("Monica", "trackers.monica"),
    "friends": Format("friends", "trackers.friends"),
    "notes": Format("notes", "trackers.contact_notes"),
    "linkedin": Format("LinkedIn", "tables.linkedin"),
    "pnm": Format("a table by pnm", "tables.our_csv"),
    "google": Format("Google Contacts", "tables.google_csv"),
    "outlook": Format("Outlook", "tables.outlook_csv"),
    "csv": Format("a table", "tables.any_csv"),
    "mail": Format("mail", "mail.messages"),
}


class Reader(Protocol):
    """What the module of each format offers; nothing of it raises for what a file holds."""

    def recognises(self, name: str, head: bytes) -> bool:
        """Tell whether a file (its base name and beginning) is of this format."""
        ...

    def read(self, content: bytes, file: str, owner: Owner) -> Incoming:
        """Read a file, called `file` by its user."""
        ...


def reader_of(name: str) -> Reader:
    """Give the reader of a format.

    Raises:
        KeyError: there is no such format.
    """
    return cast("Reader", import_module(f"pnm_vault.exchange.incoming.{FORMATS[name].module}"))


def recognise(name: str, head: bytes) -> str:
    """Say of which format a file is, by its base name and beginning; empty for none."""
    return next((one for one in FORMATS if reader_of(one).recognises(name, head)), "")
