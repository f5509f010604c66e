"""A gathering with a note of its own: a meeting, a call, a conference, a party."""

from datetime import date

from pnm_vault.model.contact import Statement
from pnm_vault.model.note import NoteKind
from pnm_vault.model.record import Row


class Event(Row, frozen=True):
    """One meeting, call or event note. `day` to `end`, both inclusive. `attendees` are contact paths, sorted.

    `gist` are the first lines of a meeting's or call's text.
    """

    path: str
    title: str
    kind: NoteKind
    day: date
    end: date
    attendees: tuple[str, ...]
    gist: tuple[Statement, ...] = ()
