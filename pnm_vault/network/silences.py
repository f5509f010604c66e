"""Long silences that ended: what a tie that was picked up again was like before cannot be seen in it any more."""

from datetime import date
from itertools import pairwise

from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.record import Row

# From so many days on a silence is a long one.
LONG = 365


class Silence(Row, frozen=True):
    """The days between which there was no contact, both days of contact themselves."""

    since: date
    until: date


def long_silences(record: ContactRecord) -> tuple[Silence, ...] | None:
    """Return the silences of a year or longer between two contact days, days to come included; None for none."""
    told = record.interactions
    # Most logs are shorter than that, or have one line.
    if len(told) < 2 or (told[-1].day - told[0].day).days < LONG:
        return None
    days = [one.day for one in told]
    found = tuple([Silence(before, after) for before, after in pairwise(days) if (after - before).days >= LONG])
    return found or None
