"""What belongs to one meeting, who was there, and why an event is no contact."""

from collections.abc import Callable, Iterable
from datetime import datetime

from pnm_vault.exchange.incoming.calendars.events import Event, Guest
from pnm_vault.exchange.incoming.calendars.summary_names import names_in
from pnm_vault.exchange.incoming.exclusions import is_machine
from pnm_vault.exchange.incoming.participants import is_owner, once_each
from pnm_vault.model.incoming import Owner, Participant
from pnm_vault.model.record import Record

MOST_TOGETHER = 25
"""With more people than this, a meeting is not contact with each of them."""

_AWAY = frozenset(["DECLINED", "DELEGATED"])
_NOBODY = frozenset(["ROOM", "RESOURCE", "GROUP"])
_COMING = frozenset(["ACCEPTED", "TENTATIVE"])


class Meeting(Record, frozen=True):
    """An event, and those of its times that were changed afterwards.

    `event` is None where the calendar has nothing but such times. The latest version of each counts.
    """

    event: Event | None
    changed: tuple[Event, ...]


def meetings_of(events: Iterable[Event]) -> tuple[Meeting, ...]:
    """Put together by its UID what is one meeting, in the order of the file; without one, an event is one by itself."""
    versions: dict[str, dict[datetime | None, Event]] = {}
    for number, event in enumerate(events):
        known = versions.setdefault(event.uid or f"\0{number}", {})
        at = event.original.at if event.original is not None else None
        if at not in known or event.sequence >= known[at].sequence:
            known[at] = event
    return tuple([Meeting(known.pop(None, None), tuple(known.values())) for known in versions.values()])


def present_at(event: Event, owner: Owner, is_excluded: Callable[[str], bool]) -> tuple[tuple[Participant, ...], str]:
    """Say who was there besides the owner; with nobody, why the event is no contact."""
    reason = _reason_against(event, owner, is_excluded)
    if reason:
        return (), reason
    invited = [guest for guest in event.guests if guest.kind not in _NOBODY and not is_owner(owner, guest.who)]
    there = [guest.who for guest in invited if _was_there(guest)]
    organiser = event.organiser
    stayed_away = {guest.who.email for guest in invited if not _was_there(guest)}
    if organiser is not None and (not organiser.email or organiser.email not in stayed_away):
        there.insert(0, organiser)
    others = [one for one in there if not is_owner(owner, one) and not is_machine(one.email)]
    if not others and not invited:
        others = [Participant(name) for name in names_in(event.summary, owner.names)]
    present = once_each([one for one in others if not is_excluded(one.email or one.name)])
    if not present:
        return (), "excluded" if others else "with nobody else in them"
    return (present, "") if len(present) <= MOST_TOGETHER else ((), f"with more than {MOST_TOGETHER} others")


def _reason_against(event: Event, owner: Owner, is_excluded: Callable[[str], bool]) -> str:
    """Say why an event is no contact with anybody, whoever was invited.

    An invitation that nobody answered was not declined: many never answer, and go. But one that leaves the owner's time
    free is only for information.
    """
    mine = [guest for guest in event.guests if is_owner(owner, guest.who)]
    organised = event.organiser is not None and is_owner(owner, event.organiser)
    coming = organised or not event.guests or any(guest.answer in _COMING for guest in mine)
    if event.status == "CANCELLED":
        return "cancelled"
    if any(guest.answer in _AWAY for guest in mine):
        return "declined by you"
    if event.shown == "TRANSPARENT" and (event.start.whole_day or not coming):
        return "shown as free time"
    if event.organiser is not None and event.organiser.email and is_excluded(event.organiser.email):
        return "excluded"
    # Whoever is invited by the address of a group is not named.
    invited = organised or mine or any(guest.kind == "GROUP" for guest in event.guests)
    if owner.emails and event.organiser is not None and event.guests and not invited:
        return "between others, without you"
    return ""


def _was_there(guest: Guest) -> bool:
    return guest.answer not in _AWAY and guest.role != "NON-PARTICIPANT"
