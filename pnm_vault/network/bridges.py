"""Who holds the contacts together, the owner aside: parts of the network, and contacts without whom one would fall off.

Contacts are positions; `tied` is that of `network.ego`. All of it takes one walk along the ties.
"""

from collections.abc import Iterator, Sequence

from pnm_vault.model.record import Row

# A larger part is no circle any more, and its contacts are not named.
MOST_IN_PART = 40

Tied = Sequence[frozenset[int]]


class Cut(Row, frozen=True):
    """A contact without whom contacts would be tied to the others by nobody, and those parts, each sorted.

    The largest part is taken to be the others, and is not among them; of equal ones it is that of the lowest position.
    """

    contact: int
    parts: tuple[tuple[int, ...], ...]


class _Walk:
    """A walk through one component: contacts in the order met, with what is below each of them."""

    def __init__(self, tied: Tied, start: int) -> None:
        self.order = [start]
        self.number = {start: 0}
        self.above: dict[int, int] = {}
        self.low = {start: 0}
        self.end: dict[int, int] = {}
        number, low, above = self.number, self.low, self.above
        stack: list[tuple[int, Iterator[int]]] = [(start, iter(tied[start]))]
        while stack:
            place, ways = stack[-1]
            upper, lowest = above.get(place), low[place]
            for other in ways:
                met = number.get(other)
                if met is None:
                    number[other] = low[other] = len(number)
                    self.order.append(other)
                    above[other] = place
                    stack.append((other, iter(tied[other])))
                    break
                if met < lowest and other != upper:
                    lowest = met
            else:
                stack.pop()
                self.end[place] = len(number)
                if upper is not None and lowest < low[upper]:
                    low[upper] = lowest
            low[place] = min(low[place], lowest)


def components(tied: Tied) -> tuple[tuple[int, ...], ...]:
    """Return the parts that are tied within and not to each other, the largest first, then by position; each sorted."""
    parts: list[tuple[int, ...]] = []
    met: set[int] = set()
    for start in range(len(tied)):
        if start in met:
            continue
        part, reached = {start}, {start}
        while reached:
            reached = set().union(*[tied[place] for place in reached]) - part
            part |= reached
        met |= part
        parts.append(tuple(sorted(part)))
    return tuple(sorted(parts, key=lambda part: (-len(part), part)))


def cuts(tied: Tied, least: int = 2) -> tuple[Cut, ...]:
    """Return the contacts without whom `least` others or more would fall off, by position, with those who would.

    Parts of more than 40 are left out.

    Source: Tarjan 1972 (Depth-first search and linear graph algorithms, SIAM Journal on Computing 1:146-160).
    """
    found: list[Cut] = []
    for walk in _walks(tied):
        below: dict[int, list[int]] = {}
        holding: set[int] = set()
        for place, upper in walk.above.items():
            below.setdefault(upper, []).append(place)
            if walk.low[place] >= walk.number[upper]:
                holding.add(upper)
        for place in holding:  # without any other nobody falls off
            parts = _parts(walk, place, below[place])
            kept = sorted([part for part in parts if least <= len(part) <= MOST_IN_PART])
            if kept:
                found.append(Cut(place, tuple(kept)))
    return tuple(sorted(found, key=lambda cut: cut.contact))


def _parts(walk: _Walk, place: int, below: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the parts that a component falls into without one contact, the largest left out."""
    number, end = walk.number, walk.end
    is_root = place not in walk.above
    off = [child for child in below if is_root or walk.low[child] >= number[place]]
    spans = [[(number[child], end[child])] for child in off]
    if not is_root:
        # What is above and beside, with those below who have another way there.
        held = [(number[child], end[child]) for child in below if child not in off]
        spans.append([(0, number[place]), *held, (end[place], len(walk.order))])
    if len(spans) < 2:
        return []
    sizes = [sum([stop - start for start, stop in part]) for part in spans]
    most = max(sizes)
    listed = [
        tuple(sorted([one for start, stop in part for one in walk.order[start:stop]]))
        for part, size in zip(spans, sizes, strict=True)
        if size < most or size <= MOST_IN_PART
    ]
    largest = [part for part in listed if len(part) == most]
    if largest:
        listed.remove(min(largest))
    return listed


def _walks(tied: Tied) -> Iterator[_Walk]:
    met: set[int] = set()
    for start in range(len(tied)):
        if start not in met:
            walk = _Walk(tied, start)
            met.update(walk.order)
            yield walk
