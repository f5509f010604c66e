"""What either side said they would do and a line of a later day tells of."""

from datetime import date

from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.remembering.promises import WAITED_FOR, promises_of
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.record import Row


class KeptPromise(Row, frozen=True):
    """Something that was said and later taken up: `mine` when the owner said it, `by` the line that tells of it."""

    path: str
    name: str
    mine: bool
    said: Line
    by: Line


def kept_promises(record: ContactRecord, first: date, last: date) -> tuple[KeptPromise, ...]:
    """Return the promises that a line from `first` to `last` is the first to take up, by that day, path and line.

    A promise counts for a year, as in `insights.remembering.promises`.
    """
    contact = record.contact
    found = [
        KeptPromise(contact.path, contact.name, one.mine, one.said, one.kept)
        for one in promises_of(record) or ()
        if one.kept is not None and first <= one.kept.day <= last and (one.kept.day - one.said.day).days <= WAITED_FOR
    ]
    return tuple(sorted(found, key=lambda one: (one.by.day, one.by.path, one.by.line, one.said.line, one.said.text)))
