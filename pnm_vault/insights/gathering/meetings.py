"""Whom the owner met for the first time a few days ago, and what to open with."""

from collections.abc import Iterable, Mapping
from datetime import date

from pnm_vault.insights.catching_up.tie_facts import fading_ties
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.model.contact import Statement
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source

# A word counts most within days of the first meeting; after two weeks it is any other catching up.
AFTER_MEETING = 14


class FirstMeeting(Row, frozen=True):
    """What a note says of how somebody was met, and what they looked for or offered then."""

    how: Statement | None
    where: Statement | None
    asks: tuple[Statement, ...]
    offers: tuple[Statement, ...]


class Acquaintance(Row, frozen=True):
    """Somebody new: met on `day`, as `proof` says; `told` is what the note adds. `last` is the one contact day."""

    path: str
    name: str
    day: date
    last: date
    proof: Source | None
    told: FirstMeeting


def first_meeting_of(record: ContactRecord) -> FirstMeeting | None:
    """Return what is known of the first meeting of a contact with one day of contact; None for all others."""
    entries = record.interactions
    if not entries or entries[0].day != entries[-1].day:
        return None
    contact = record.contact
    return FirstMeeting(contact.how_met, contact.where_met, contact.asks, contact.offers)


def new_acquaintances(
    network: Network,
    told: Mapping[str, FirstMeeting],
    follow_ups: Iterable[FollowUp],
    today: date,
    unnamed: PrivateNames = NOBODY,
) -> tuple[Acquaintance, ...]:
    """Return whom the owner met within 14 days and has not been in touch with since, the newest first.

    Left out: those for whom something is to be done anyway. Whoever was only one of many at an event is in it when by
    all that is known the tie is new.

    Source: Burt 2000 (Decay functions, Social Networks 22:1-28): new ties fade fastest.
    """
    new = fading_ties(network, today)
    meant = {path for follow_up in follow_ups for path in follow_up.contacts} if new else set()
    found = [
        Acquaintance(tie.path, tie.name, tie.met, tie.last, tie.proof, _told(told[tie.path], unnamed))
        for tie in network.met
        if tie.path in new and tie.path in told and tie.path not in meant and not tie.private
        if tie.met is not None and tie.last is not None and (today - tie.met).days <= AFTER_MEETING
    ]
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.path)))


def _told(told: FirstMeeting, unnamed: PrivateNames) -> FirstMeeting:
    """Leave out words that name somebody private."""

    def clear(statements: Iterable[Statement | None]) -> list[Statement]:
        return [one for one in statements if one is not None and not unnamed.are_in(one.text)]

    how, where = clear([told.how]), clear([told.where])
    return FirstMeeting(
        how[0] if how else None, where[0] if where else None, tuple(clear(told.asks)), tuple(clear(told.offers))
    )
