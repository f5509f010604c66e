"""Whose mailbox it is, where nobody said."""

from collections import Counter
from collections.abc import Iterable

from pnm_vault.exchange.incoming.exclusions import untagged
from pnm_vault.exchange.incoming.mail.headers import Heading
from pnm_vault.exchange.incoming.participants import has_whole_name

_MOST = 5


def owner_of(headings: Iterable[Heading], names: Iterable[str]) -> tuple[str, ...]:
    """Give the addresses of a mailbox's owner, as far as messages tell; empty where they do not.

    `names` are the owner's: whoever is written to or writes by one of them is the owner, and so is who wrote what lies
    among the sent. It is also the address at which more than half of all messages arrived that say where they did.
    """
    known_by = tuple(names)
    named: dict[str, None] = {}
    wrote: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    delivered = 0
    for heading in headings:
        if "sent" in heading.labels:
            wrote.update({untagged(one.email) for one in heading.senders})
        everybody = (*heading.senders, *heading.to, *heading.copied) if known_by else ()
        named |= {untagged(one.email): None for one in everybody if has_whole_name(one, known_by)}
        if heading.delivered:
            delivered += 1
            arrived.update({untagged(address) for address in heading.delivered})
    # A few others are among the sent of anybody who forwards mail by moving it; they wrote little of it.
    found = [address for address, times in _ordered(wrote)[:_MOST] if times * 10 >= max(wrote.values())]
    found += [address for address, times in _ordered(arrived)[:_MOST] if times * 2 > delivered]
    return tuple(dict.fromkeys([*named, *found]))


def _ordered(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
