"""Who alone links two groups, by what is recorded of who knows whom and of who belongs to both; without the owner."""

from collections.abc import Iterable, Mapping

from pnm_vault.model.record import Row


class SoleLink(Row, frozen=True):
    """A contact without whom nothing recorded would link two groups, lower first."""

    contact: int
    first: int
    second: int


def sole_links(groups: Mapping[int, frozenset[int]], ties: Iterable[tuple[int, int]]) -> tuple[SoleLink, ...]:
    """Return those who alone link two groups, by contact and groups. `groups` are those of each contact.

    Two groups are linked by each contact who is in both and by each tie of which either end is in one of them. A group
    of one contact has nobody who would be cut off, so it does not count.

    Source: the bridge of Granovetter 1973 (The strength of weak ties, American Journal of Sociology 78:1360-1380), for
    groups instead of single contacts.
    """
    sizes: dict[int, int] = {}
    for own in groups.values():
        for group in own:
            sizes[group] = sizes.get(group, 0) + 1
    kept = {one: frozenset([group for group in own if sizes[group] > 1]) for one, own in groups.items()}
    alone: dict[tuple[int, int], set[int]] = {}
    for one, own in kept.items():
        for pair in [(a, b) for a in own for b in own if a < b]:
            _narrow(alone, pair, {one})
    for one, other in ties:
        for mine in kept.get(one, ()):
            for yours in kept.get(other, ()):
                if mine != yours:
                    _narrow(alone, (min(mine, yours), max(mine, yours)), {one, other})
    found = [SoleLink(one, *pair) for pair, left in alone.items() for one in left]
    return tuple(sorted(found, key=lambda link: (link.contact, link.first, link.second)))


def _narrow(alone: dict[tuple[int, int], set[int]], pair: tuple[int, int], carriers: set[int]) -> None:
    alone[pair] = alone[pair] & carriers if pair in alone else carriers
