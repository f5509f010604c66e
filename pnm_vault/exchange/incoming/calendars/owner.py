"""Whose calendar it is, where Me.md has no address."""

from collections import Counter
from collections.abc import Iterable

from pnm_vault.exchange.incoming.calendars.events import Event
from pnm_vault.exchange.incoming.participants import address_of, has_whole_name

_FEWEST = 3  # meetings by which it can be told


def owner_of(events: Iterable[Event], name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give the addresses of a calendar's owner, as far as the calendar tells; empty where it does not.

    Google names the calendar of somebody by their address (`name`). Else it is whoever is invited by one of the owner's
    `names`, or the one who is at every meeting to which somebody was invited, where there is just one of them.
    """
    if address := address_of(name):
        return (address,)
    known_by = tuple(names)
    named: dict[str, None] = {}
    meetings = 0
    present: Counter[str] = Counter()
    for event in events:
        organiser = [event.organiser] if event.organiser is not None else []
        everybody = [*organiser, *(guest.who for guest in event.guests)]
        named |= {one.email: None for one in everybody if one.email and has_whole_name(one, known_by)}
        invited = {one.email for one in everybody if one.email}
        if len(invited) > 1:
            meetings += 1
            present.update(invited)
    if named:
        return tuple(named)
    always = [email for email, times in present.items() if times == meetings]
    return tuple(always) if meetings >= _FEWEST and len(always) == 1 else ()
