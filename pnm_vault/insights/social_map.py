"""The contacts around the owner as a map shows them: who is near, in which circle, who knows whom and links circles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pnm_vault.insights.looking_back.attention import circles_of, circles_that_matter
from pnm_vault.model.contact import Contact
from pnm_vault.model.record import Record, Row
from pnm_vault.model.tie import Tie
from pnm_vault.network.linking import sole_links
from pnm_vault.network.strength import standings

# So many circles can still be told apart by colour and form; whoever is in none of them is among the others.
MOST_CIRCLES = 14
# A circle of one contact is no circle on a map.
LEAST_MEMBERS = 2
OTHERS = -1
# Up to so many contacts are drawn by themselves. Of more only those nearest are, about as many as anybody can keep up
# with (Hill & Dunbar 2003), and all others as one bubble for each circle.
MOST_DRAWN = 500
NEAREST = 150


class MapCircle(Row, frozen=True):
    """A circle with the number of its contacts; `unnamed` of them are not drawn by themselves."""

    name: str
    contacts: int
    unnamed: int


class MapContact(Row, frozen=True):
    """A contact drawn by itself. `circle` is a position among the circles of the map, OTHERS for none of them.

    `standing` is what the tie means to the owner, 200 to 1000 (see `network.strength.standings`). `links` names pairs
    of circles that nobody else links by what is recorded.
    """

    path: str
    name: str
    circle: int
    standing: int
    links: tuple[tuple[str, str], ...] = ()


class SocialMap(Record, frozen=True):
    """The owner's contacts on a day.

    `circles` are those that matter first, then the larger ones. `contacts` are in the order of standing, nearest first;
    `ties` pairs of positions in them who know each other. `total` counts all contacts, `others` those in none of the
    circles, of whom `others_unnamed` are not drawn by themselves. `near` says for two circles (positions, OTHERS
    included) how much links them.
    """

    circles: tuple[MapCircle, ...] = ()
    contacts: tuple[MapContact, ...] = ()
    ties: tuple[tuple[int, int], ...] = ()
    total: int = 0
    others: int = 0
    others_unnamed: int = 0
    near: Mapping[tuple[int, int], int] = {}


def is_on_map(tie: Tie) -> bool:
    """Tell whether a contact is on pictures: nobody private, archived, deceased or with `suggest: never`."""
    return tie.is_open


class _Shown(Record, frozen=True):
    """A contact on the map; `circles` are spelled by what they are case-folded."""

    tie: Tie
    circles: Mapping[str, str]
    standing: int


def draw_map(
    ties: Iterable[Tie],
    known: Mapping[str, Sequence[str]],
    matters: Sequence[str],
    half_life: float,
    limit: int | None = None,
    circle: str | None = None,
) -> SocialMap:
    """Return the map of all contacts that are on pictures; `known` gives by path whom a contact knows.

    `matters` are the circles that the owner named, in their order. `limit` draws so many contacts by themselves.
    With `circle` (case-folded) only those in it and whom they know are on the map.
    """
    shown = _nearest_first(ties, matters, half_life)
    if circle is not None:
        shown = _around_circle(shown, known, circle)
    circles = circle_names([one.circles for one in shown], matters)
    place = {name.casefold(): at for at, name in enumerate(circles)}
    own = [_places(one.circles, place, circle) for one in shown]
    if limit is None:
        limit = len(shown) if len(shown) <= MOST_DRAWN else NEAREST
    pairs = _pairs([one.tie.path for one in shown], known)
    links = _links_of(own, pairs, circles)
    home = [groups[0] if groups else OTHERS for groups in own]
    total, named = Counter(home), Counter(home[:limit])
    return SocialMap(
        circles=tuple([MapCircle(name, total[at], total[at] - named[at]) for at, name in enumerate(circles)]),
        contacts=tuple(
            [
                MapContact(one.tie.path, one.tie.name, home[at], one.standing, links.get(at, ()))
                for at, one in enumerate(shown[:limit])
            ]
        ),
        ties=tuple([pair for pair in pairs if pair[1] < limit]),
        total=len(shown),
        others=total[OTHERS],
        others_unnamed=total[OTHERS] - named[OTHERS],
        near=_nearness(own, home, pairs),
    )


def _nearest_first(ties: Iterable[Tie], matters: Sequence[str], half_life: float) -> list[_Shown]:
    shown = [tie for tie in ties if is_on_map(tie)]
    wanted = {name.casefold() for name in matters}
    found = [
        _Shown(tie, circles_of(tie, wanted), round(1000 * share))
        for tie, share in zip(shown, standings(shown, half_life), strict=True)
    ]
    return sorted(found, key=lambda one: (-one.standing, one.tie.name.casefold(), one.tie.path))


def _around_circle(shown: Sequence[_Shown], known: Mapping[str, Sequence[str]], circle: str) -> list[_Shown]:
    inside = {one.tie.path for one in shown if circle in one.circles}
    near = inside.union(*[known.get(path, ()) for path in inside])
    return [one for one in shown if one.tie.path in near]


def _places(circles: Mapping[str, str], place: Mapping[str, int], foremost: str | None) -> tuple[int, ...]:
    """Give the positions of a contact's circles, as their note lists them, but the one in question first."""
    return tuple([place[key] for key in sorted(circles, key=lambda key: key != foremost) if key in place])


def _pairs(paths: Sequence[str], known: Mapping[str, Sequence[str]]) -> list[tuple[int, int]]:
    """Give who know each other, by position, each pair once."""
    at_path = {path: at for at, path in enumerate(paths)}
    found: set[tuple[int, int]] = set()
    for at, path in enumerate(paths):
        others = [at_path[one] for one in known.get(path, ()) if one in at_path]
        found.update([(min(at, other), max(at, other)) for other in others if other != at])
    return sorted(found)


def circles_on_map(ties: Iterable[Tie], me: Contact | None) -> dict[str, str]:
    """Return all circles that contacts on the map are in, as written, by name case-folded."""
    wanted = {name.casefold() for name in circles_that_matter(me)}
    found: dict[str, str] = {}
    for tie in ties:
        if is_on_map(tie):
            for key, name in circles_of(tie, wanted).items():
                found.setdefault(key, name)
    return found


def circle_names(names: Iterable[Mapping[str, str]], matters: Sequence[str]) -> tuple[str, ...]:
    """Return the circles to show: those that matter first, in their order, then those with more contacts, by name.

    `names` gives for each contact its circles, spelled by what they are case-folded.
    """
    sizes: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for own in names:
        for key, name in own.items():
            sizes[key] += 1
            spelled.setdefault(key, Counter())[name] += 1
    order = {name.casefold(): at for at, name in enumerate(matters)}
    enough = [key for key, size in sizes.items() if size >= LEAST_MEMBERS]
    enough.sort(key=lambda key: (order.get(key, len(order)), -sizes[key], key))
    written = {name.casefold(): name for name in reversed(matters)}
    return tuple(
        [written.get(key) or min(spelled[key], key=lambda name: (-spelled[key][name], name)) for key in enough]
    )[:MOST_CIRCLES]


def _links_of(
    own: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]], circles: Sequence[str]
) -> dict[int, tuple[tuple[str, str], ...]]:
    links: dict[int, tuple[tuple[str, str], ...]] = {}
    for one in sole_links({at: frozenset(groups) for at, groups in enumerate(own)}, pairs):
        links[one.contact] = (*links.get(one.contact, ()), (circles[one.first], circles[one.second]))
    return links


def _nearness(
    own: Sequence[Sequence[int]], home: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], int]:
    """Count ties between circles, and contacts in two of them twice."""
    near: Counter[tuple[int, int]] = Counter()
    for groups in own:
        for first in groups:
            for second in groups:
                if first < second:
                    near[first, second] += 2
    for one, other in pairs:
        first, second = sorted((home[one], home[other]))
        if first != second:
            near[first, second] += 1
    return dict(near)
