"""Whose calendar it is, where Me.md has no address."""

from collections import Counter
from collections.abc import Iterable

from pnm_vault.exchange.incoming.ical_events import Event
from pnm_vault.exchange.incoming.participants import address_of

_FEWEST = 3  # meetings by which it can be told


def owner_of(events: Iterable[Event], name: str) -> tuple[str, ...]:
    """Give the address of a calendar's owner, as far as the calendar tells; empty where it does not.

    Google names the calendar of somebody by their address. Else it is the one who is at every meeting to which somebody
    was invited, where there is just one of them.
    """
    if address := address_of(name):
        return (address,)
    meetings = 0
    present: Counter[str] = Counter()
    for event in events:
        invited = {guest.who.email for guest in event.guests if guest.who.email}
        if event.organiser is not None and event.organiser.email:
            invited.add(event.organiser.email)
        if len(invited) > 1:
            meetings += 1
            present.update(invited)
    always = [email for email, times in present.items() if times == meetings]
    return tuple(always) if meetings >= _FEWEST and len(always) == 1 else ()
