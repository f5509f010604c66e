"""What the notes of events and communities say of themselves, links not yet resolved."""

from datetime import date
from enum import StrEnum

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.record import Record, Row


class Standing(StrEnum):
    """Where an event stands by its owner's word: still to be thought of, called off or not gone to, or dealt with."""

    OPEN = "open"
    OFF = "off"
    DONE = "done"


class Occasion(Record, frozen=True):
    """What the note of a gathering says besides its days and attendees.

    `expected` are those who are said to come: that alone is no contact. `wanted` are the owner's words about whom to
    meet there and what for, verbatim parts of their lines. `communities` are links to those that hold it.
    """

    place: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
    expected: tuple[Link, ...] = ()
    wanted: tuple[Statement, ...] = ()
    communities: tuple[Link, ...] = ()
    standing: Standing = Standing.OPEN


class Visit(Row, frozen=True):
    """A day on which the owner was there, with the line (from 1) that says so and a verbatim part of it."""

    day: date
    line: int
    text: str


class Community(Record, frozen=True):
    """What the note of a community says: who belongs to it, when it meets, and when the owner was last there.

    `rhythm` is in the owner's words, `days` what they come to (None: not said, or not to be read; 0: no reminder).
    `last_visit` is a property; visits that the note's log tells of are among the note's entries.
    `next_visit`: no reminder before that day.
    """

    members: tuple[Link, ...] = ()
    rhythm: str = ""
    days: int | None = None
    last_visit: Visit | None = None
    next_visit: date | None = None
    place: str = ""
    topics: tuple[str, ...] = ()
    url: str = ""
