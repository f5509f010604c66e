"""What two contacts may have in common by what is written of them: groups, work, where they were met and live."""

from datetime import date

from pnm_vault.index.contribution import SMALL_MEETING
from pnm_vault.model.contact import Apart, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import NoteKind
from pnm_vault.model.record import Row


class Belongings(Row, frozen=True):
    """What one contact belongs to, in the words of their note; contacts and events by path.

    `active` is False for archived contacts, who are suggested to nobody and yet are somebody's acquaintance. `events`
    are those where people need not have met each other, with their day. `apart` are those to whom they are not to be
    introduced, `strangers` those whom they are not to be asked about, as links written in their note.
    """

    name: str
    active: bool = True
    circles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    where_met: str = ""
    place: str = ""
    introduced_by: tuple[str, ...] = ()
    events: tuple[tuple[date, str], ...] = ()
    apart: tuple[Apart, ...] = ()
    strangers: tuple[Apart, ...] = ()


def belongings_of(record: ContactRecord) -> Belongings | None:
    """Give what a contact belongs to; None for those who take no part: private, `suggest: never`, or deceased."""
    contact = record.contact
    if contact.private or not contact.suggest or contact.status is Status.DECEASED:
        return None
    return Belongings(
        contact.name,
        contact.status is Status.ACTIVE,
        contact.circles,
        contact.organisations,
        contact.where_met.text if contact.where_met is not None else "",
        contact.place or "",
        record.introduced_by,
        _events(record) if record.events else (),
        contact.apart,
        contact.strangers,
    )


def _events(record: ContactRecord) -> tuple[tuple[date, str], ...]:
    """Leave out small meetings: whoever took part in one is known to know the others."""
    return tuple(
        [
            (event.day, event.path)
            for event in record.events
            if event.kind is NoteKind.EVENT or len(event.attendees) > SMALL_MEETING
        ]
    )
