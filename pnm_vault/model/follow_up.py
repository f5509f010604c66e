"""Something the owner means to do, concerning one or more contacts."""

from datetime import date

from pnm_vault.model.record import Row
from pnm_vault.model.source import Source


class FollowUp(Row, frozen=True):
    """An open task or follow-up field with the contacts it concerns (sorted paths, at least one).

    `due` None means no date was given. `start`: not before that day. `recurrence` is the user's own words.
    """

    source: Source
    text: str
    due: date | None
    start: date | None
    recurrence: str
    contacts: tuple[str, ...]
