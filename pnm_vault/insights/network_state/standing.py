"""How many contacts there are, how often there was contact with them, and which circle hangs by one of them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from math import inf

from pnm_vault.insights.looking_back.attention import circles_of
from pnm_vault.model.record import Row
from pnm_vault.model.tie import Tie

YEAR = 365
# At least so many days of contact in a year: weekly, monthly, twice, once.
OFTEN = (52, 12, 2, 1)
# A tie that was silent for so long is dormant by the usual definition.
DORMANT_DAYS = 3 * YEAR
# In a smaller circle it is no wonder that only one of them was met.
LEAST_IN_CIRCLE = 3
MOST_NAMED = 6


class Named(Row, frozen=True):
    """A contact by path and name."""

    path: str
    name: str


class Layer(Row, frozen=True):
    """How many contacts had at least `days` days of contact in the year, a few of them by name.

    `count` takes in those of the layers above; `named` are the first of those who are in none, the most days first.
    """

    days: int
    count: int
    named: tuple[Named, ...]
    more: int = 0


class Standing(Row, frozen=True):
    """Contacts by how often there was contact in the year up to a day. Empty `layers`: the log is too young to say.

    `silent` had contact before that year alone, `dormant` of them none in three years; `never` had none.
    """

    layers: tuple[Layer, ...] = ()
    silent: int = 0
    dormant: int = 0
    never: int = 0


class LoneLink(Row, frozen=True):
    """A circle in which there was contact with one alone in the year; `last` is the last day, `others` a few more."""

    circle: str
    contact: Named
    last: date
    others: tuple[Named, ...]
    more: int = 0


def is_counted(tie: Tie) -> bool:
    """Tell whether a contact is part of the network that is told of: active, not private, not `suggest: never`."""
    return tie.is_open


def standing_of(ties: Iterable[Tie], days: Mapping[str, Sequence[int]], until: date) -> Standing:
    """Lay the ties into layers, by days of contact up to `until` (sorted ordinals by path).

    Source: Zhou, Sornette, Hill & Dunbar 2005 (Discrete hierarchical organization of social group sizes, Proceedings of
    the Royal Society B 272:439-444) for cumulative layers; Sutcliffe, Dunbar, Binder & Arrow 2012 (Relationships and
    the social brain, British Journal of Psychology 103:149-168) for the contact that goes with each: a description, not
    a target. Levin, Walter & Murnighan 2011 (Dormant ties, Organization Science 22:923-939) for the three years.
    """
    last = until.toordinal()
    often: list[tuple[int, Tie]] = []
    silent = dormant = never = 0
    for tie in ties:
        own = days.get(tie.path, ())
        count = len(own) - bisect_right(own, last - YEAR)
        if count:
            often.append((count, tie))
        elif own:
            silent += 1
            dormant += last - own[-1] >= DORMANT_DAYS
        else:
            never += 1
    layers: list[Layer] = []
    for least, above in zip(OFTEN, (inf, *OFTEN), strict=False):
        new = [(-count, tie.name.casefold(), tie.path, tie.name) for count, tie in often if least <= count < above]
        inside = len(new) + (layers[-1].count if layers else 0)
        named = tuple([Named(path, name) for _, _, path, name in nsmallest(MOST_NAMED, new)])
        layers.append(Layer(least, inside, named, max(0, len(new) - MOST_NAMED)))
    return Standing(tuple(layers), silent, dormant, never)


def lone_links(
    ties: Iterable[Tie], days: Mapping[str, Sequence[int]], wanted: Iterable[str], until: date
) -> tuple[LoneLink, ...]:
    """Find the circles of three or more in which one contact alone was in touch in the year up to `until`, by name.

    `wanted` are categories that count as circles, case-folded; see `looking_back.attention`.
    """
    after, names = until.toordinal() - YEAR, frozenset(wanted)
    members: dict[str, list[Tie]] = {}
    near: dict[str, list[Tie]] = {}
    for tie in ties:
        is_near = bool((own := days.get(tie.path)) and own[-1] > after)
        for key in circles_of(tie, names):
            members.setdefault(key, []).append(tie)
            if is_near:
                near.setdefault(key, []).append(tie)
    found: list[LoneLink] = []
    for key, inside in sorted(members.items()):
        if len(inside) < LEAST_IN_CIRCLE or len(near.get(key, ())) != 1:
            continue
        one = near[key][0]
        others = sorted([tie for tie in inside if tie is not one], key=lambda tie: (tie.name.casefold(), tie.path))
        named = tuple([Named(tie.path, tie.name) for tie in others[:MOST_NAMED]])
        last = date.fromordinal(days[one.path][-1])
        circle = usual_spelling(Counter([circles_of(tie, names)[key] for tie in inside]))
        found.append(LoneLink(circle, Named(one.path, one.name), last, named, max(0, len(others) - MOST_NAMED)))
    return tuple(found)


def usual_spelling(spellings: Counter[str]) -> str:
    """Return the spelling used most; of equals the first in the alphabet."""
    return min(spellings, key=lambda name: (-spellings[name], name))
