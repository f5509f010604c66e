"""Everything that the whole vault says about one contact."""

from pnm_vault.model.contact import Contact
from pnm_vault.model.event import Event
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.record import Record


class ContactRecord(Record, frozen=True):
    """One contact with what other notes say about them, links resolved.

    `interactions` are sorted by day, path and line, planned ones included. `knows` and `introduced_by` are sorted
    contact paths; `knows` holds both directions. `events` are sorted by day and path.
    """

    contact: Contact
    interactions: tuple[Interaction, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    knows: tuple[str, ...] = ()
    introduced_by: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
