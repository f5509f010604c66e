"""Where everything on the map lies, in whole numbers.

The owner is in the middle. The distance of a contact is what the tie means; the direction is that of the circle, whose
sector is the wider the more contacts it has. Nothing is drawn by lot and nothing settles step by step: the same network
gives the same map on every machine, and a change moves little of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import gcd, isqrt

from pnm_vault.insights.social_map import OTHERS, MapContact, SocialMap
from pnm_vault.model.record import Record, Row
from pnm_vault.review.pictures.compass import TURN, point_at
from pnm_vault.review.pictures.text_width import cut_to, text_width

NAME_SIZE = 15
CIRCLE_SIZE = 16
DOT = 6
RING = 10
# Nobody stands nearer to the middle, where the owner is.
INNER = 74
_LEAST_RADIUS = 250
# So much room for each contact with its name, and more for long names.
_ROOM = 8000
_NAME_MOST = 190
_CIRCLE_MOST = 220
# What a bubble needs beside its names: a sector counts it as so many contacts.
_BUBBLE_SHARE = 6
_BUBBLE_MOST = 70
# The least standing that a tie can have (see `network.strength.standings`).
_LEAST = 200
_GAP = 3
_CELL = 48

Box = tuple[int, int, int, int]


class Spot(Row, frozen=True):
    """A contact's dot and name; `shown` is empty where there was no room, `x` and `y` are those of its base line."""

    at: tuple[int, int]
    shown: str
    x: int
    y: int
    anchor: str


class Sector(Row, frozen=True):
    """A circle's part of the turn (steps) with its name outside the rim; `bubble` is middle and radius, or None."""

    circle: int
    start: int
    stop: int
    shown: str
    x: int
    y: int
    anchor: str
    bubble: tuple[int, int, int] | None


class Layout(Record, frozen=True):
    """The map around the point 0, 0. `spots` are in the order of the contacts; `box` holds everything.

    `seats` are those of `seats_of`.
    """

    radius: int
    seats: Mapping[int, int]
    spots: tuple[Spot, ...]
    sectors: tuple[Sector, ...]
    box: Box


def lay_out(social: SocialMap) -> Layout:
    """Lay out a map; names do not overlap, and those for which there is no room are left out."""
    members: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(social.contacts):
        members[one.circle].append(at)
    unnamed = {at: circle.unnamed for at, circle in enumerate(social.circles)} | {OTHERS: social.others_unnamed}
    order = [circle for circle in circles_around(social) if members[circle] or unnamed[circle]]
    reach = max(_LEAST_RADIUS, isqrt(len(social.contacts) * _ROOM * 7 // 22))
    # Bubbles have the outermost ring, and those who are drawn all the room inside it.
    radius = reach + 2 * _bubble_size(max(unnamed.values())) + 16 if any(unnamed.values()) else reach
    least = min([one.standing for one in social.contacts], default=_LEAST) if radius > reach else _LEAST
    ground = _Ground()
    ground.take((-INNER + 26, -INNER + 26, INNER - 26, INNER - 26))
    sectors = _sectors(social, order, {circle: len(members[circle]) for circle in order}, unnamed, radius, ground)
    places = _directions(social, order, members, {one.circle: one for one in sectors})
    spots = tuple(
        [
            _spot(one, places[at], _distance(one.standing, min(least, 999), reach - 8), reach, ground)
            for at, one in enumerate(social.contacts)
        ]
    )
    return Layout(radius, seats_of(social), spots, tuple(sectors), ground.extent(radius))


def seats_of(social: SocialMap) -> dict[int, int]:
    """Return the seat of each circle around the map, from which it has its colour: neighbours have different ones."""
    return {circle: seat for seat, circle in enumerate(circles_around(social)[:-1])} | {OTHERS: OTHERS}


def circles_around(social: SocialMap) -> list[int]:
    """Order the circles so that those with much between them are neighbours; whoever is in none comes last."""
    left = list(range(len(social.circles)))
    order: list[int] = left[:1]
    left = left[1:]
    while left:
        last = order[-1]
        best = max(left, key=lambda one: (social.near.get((min(one, last), max(one, last)), 0), -one))
        left.remove(best)
        order.append(best)
    return [*order, OTHERS]


def _sectors(
    social: SocialMap,
    order: Sequence[int],
    sizes: dict[int, int],
    unnamed: dict[int, int],
    radius: int,
    ground: "_Ground",
) -> list[Sector]:
    """Share out the turn, with a little room between two circles."""
    weights = [2 + max(2, sizes[circle]) + (_BUBBLE_SHARE if unnamed[circle] else 0) for circle in order]
    total = sum(weights) or 1
    sectors: list[Sector] = []
    before = 0
    for circle, weight in zip(order, weights, strict=True):
        start, stop = TURN * before // total, TURN * (before + weight) // total
        before += weight
        bubble = _bubble(unnamed[circle], (start + stop) // 2, radius) if unnamed[circle] else None
        if bubble is not None:
            x, y, size = bubble
            ground.take((x - size - 2, y - size - 2, x + size + 2, y + size + 2))
        name = social.circles[circle].name if circle != OTHERS else "other circles or none"
        if len(order) > 1 or circle != OTHERS:
            sectors.append(_named(circle, start + 12, max(start + 13, stop - 12), name, radius, bubble, ground))
        else:
            sectors.append(Sector(circle, start, stop, "", 0, 0, "middle", bubble))
    return sectors


def _bubble(count: int, middle: int, radius: int) -> tuple[int, int, int]:
    size = _bubble_size(count)
    return (*point_at(middle, radius - size - 8), size)


def _bubble_size(count: int) -> int:
    return min(_BUBBLE_MOST, 10 + 2 * isqrt(count))


def _named(
    circle: int, start: int, stop: int, name: str, radius: int, bubble: tuple[int, int, int] | None, ground: "_Ground"
) -> Sector:
    """Put the name of a circle outside the rim, further out where another one is in its way."""
    shown = cut_to(name, _CIRCLE_MOST, CIRCLE_SIZE, bold=True)
    width = text_width(shown, CIRCLE_SIZE, bold=True)
    middle = (start + stop) // 2
    for further in range(12):
        x, y = point_at(middle, radius + 20 + further * 14)
        sideways = abs(x) * 4 > radius
        anchor = ("start" if x > 0 else "end") if sideways else "middle"
        left = x if anchor == "start" else x - width if anchor == "end" else x - width // 2
        y += CIRCLE_SIZE // 2 - 3 if sideways else (0 if y < 0 else CIRCLE_SIZE - 4)
        box = (left - _GAP, y - CIRCLE_SIZE, left + width + _GAP, y + 5)
        if ground.is_free(box):
            break
    ground.take(box)
    return Sector(circle, start, stop, shown, x, y, anchor, bubble)


def _directions(
    social: SocialMap, order: Sequence[int], members: dict[int, list[int]], sectors: dict[int, Sector]
) -> dict[int, tuple[int, int, int]]:
    """Give each contact a direction with that of its sector's edges: whoever knows the neighbours stands near them."""
    seat = {circle: at for at, circle in enumerate(order)}
    lean: dict[int, int] = defaultdict(int)
    for pair in social.ties:
        for one, other in (pair, pair[::-1]):
            here, there = seat[social.contacts[one].circle], seat[social.contacts[other].circle]
            if here != there:
                lean[one] += 1 if 2 * ((there - here) % len(order)) <= len(order) else -1
    places: dict[int, tuple[int, int, int]] = {}
    for circle, sector in sectors.items():
        own = _spread(members[circle])
        own.sort(key=lambda at: (lean[at] > 0) - (lean[at] < 0))
        width = sector.stop - sector.start
        for slot, at in enumerate(own):
            places[at] = (sector.start + (2 * slot + 1) * width // (2 * len(own)), sector.start, sector.stop)
    return places


def _spread(members: Sequence[int]) -> list[int]:
    """Reorder contacts (nearest first) by steps of the golden ratio: neighbours then stand at different distances."""
    count = len(members)
    step = max(1, count * 618 // 1000)
    while gcd(step, count) > 1:
        step += 1
    seats = [0] * count
    for rank, at in enumerate(members):
        seats[rank * step % count] = at
    return seats


def _distance(standing: int, least: int, reach: int) -> int:
    """Return how far from the middle a standing is: equal areas for equal shares, as there is more room outside."""
    return isqrt(INNER**2 + (reach**2 - INNER**2) * (1000 - standing) // (1000 - least))


def _spot(one: MapContact, place: tuple[int, int, int], wanted: int, radius: int, ground: "_Ground") -> Spot:
    """Find room for a dot and its name: `place` is its direction with the edges of its sector."""
    bold = bool(one.links)
    shown = cut_to(one.name, _NAME_MOST, NAME_SIZE, bold=bold)
    width = text_width(shown, NAME_SIZE, bold=bold)
    size = RING if bold else DOT
    for within in (radius, 2 * radius):  # better a little aside than across the rim
        for step, distance in _moves(place, wanted, radius):
            x, y = point_at(step, distance)
            dot = (x - size - 1, y - size - 1, x + size + 1, y + size + 1)
            if not ground.is_free(dot):
                continue
            for left, base, anchor in _sides(x, y, width, size):
                box = (left - _GAP, base - NAME_SIZE + 1, left + width + _GAP, base + 4)
                if _reach(box) <= within**2 and ground.is_free(box):
                    ground.take(dot)
                    ground.take(box)
                    near = left if anchor == "start" else left + width if anchor == "end" else left + width // 2
                    return Spot((x, y), shown, near, base, anchor)
    x, y = point_at(place[0], wanted)
    ground.take((x - size, y - size, x + size, y + size))
    return Spot((x, y), "", x, y, "middle")


def _reach(box: Box) -> int:
    """Return the square of the distance of the corner that is furthest from the middle."""
    left, top, right, bottom = box
    return max(left**2, right**2) + max(top**2, bottom**2)


def _moves(place: tuple[int, int, int], wanted: int, radius: int) -> Iterator[tuple[int, int]]:
    """Give places near the wanted one, the nearest first; all inside the sector, and at about the same distance.

    Further in than out, as those who crowd are at the rim.
    """
    middle, start, stop = place
    stride = max(1, TURN * 10 // (7 * max(wanted, INNER)))
    reach = (stop - start) // stride + 1
    for far in range(reach):
        for aside in (0, -1, 1, -2, 2, -3, -4, -5, -6, -8):
            distance = wanted + aside * 12
            if INNER <= distance <= radius:
                for step in {middle + far * stride: 0, middle - far * stride: 0}:
                    if start <= step <= stop:
                        yield step, distance


def _sides(x: int, y: int, width: int, size: int) -> Iterator[tuple[int, int, str]]:
    """Give left edge, base line and anchor of a name beside, below or above its dot; outwards first."""
    right, left = (x + size + 5, y + 5, "start"), (x - size - 5 - width, y + 5, "end")
    yield from (right, left) if x >= 0 else (left, right)
    yield x - width // 2, y + size + NAME_SIZE, "middle"
    yield x - width // 2, y - size - 6, "middle"


class _Ground:
    """What is taken of the plane: boxes, found by the cells of a grid that they touch."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._extent: Box = (0, 0, 0, 0)

    def is_free(self, box: Box) -> bool:
        """Tell whether a box overlaps none that is taken."""
        left, top, right, bottom = box
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells_of(box)
            for other in self._cells.get(cell, ())
        )

    def take(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells_of(box):
            self._cells[cell].append(box)
        old = self._extent
        self._extent = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))

    def extent(self, radius: int) -> Box:
        """Give the box around everything that was taken and a circle in the middle."""
        left, top, right, bottom = self._extent
        rim = radius + 10
        return min(left, -rim), min(top, -rim), max(right, rim), max(bottom, rim)


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = [edge // _CELL for edge in box]
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row
