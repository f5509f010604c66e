"""How much time the cadences ask for in a week, where it goes, and which circles could do with less."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum

from msgspec.structs import replace

from pnm_vault.insights.catching_up.expectation import CadenceRule, Expectations, expectations_for
from pnm_vault.insights.catching_up.week_plan import minutes_for
from pnm_vault.model.contact import Status
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import CadenceSettings, Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network.layers import layer_of
from pnm_vault.network.rhythm import own_gap
from pnm_vault.network.strength import standings_in

KIN = "family"
INNER = 1
QUARTERLY = 91
# A quarter more than there is comes and goes with one busy week, and takes no new settings.
TOO_MUCH = 1.25
# Whoever has to change more lines than this changes the minutes rather.
MOST_GROUPS = 6
# For less than five minutes a week no line is worth writing.
WORTH_A_LINE = 5
# Only of those that ask for most is it worked out to the minute what a change would give.
MOST_TRIED = 24


class Askers(Row, frozen=True):
    """A circle, or a category (`circle` False; an empty name: neither), with contacts and minutes a week."""

    name: str
    circle: bool
    contacts: int
    minutes: float


class Demand(Record, frozen=True):
    """What all cadences together ask for, in minutes a week.

    `groups` say where it goes, each contact in the first circle, else in the category; the most comes first.
    `relief` are the groups that could go to quarterly, the one that means least first, each with the contacts that
    would be asked for less often and the minutes that it would give back; empty while the demand is within bounds, or
    where no group can be asked. `after` is what would be left of the demand.
    """

    minutes: float
    budget: int | None
    groups: tuple[Askers, ...] = ()
    relief: tuple[Askers, ...] = ()
    after: float | None = None

    @property
    def is_too_much(self) -> bool:
        """Whether there is less time than the cadences ask for, beyond what evens out."""
        return self.budget is not None and self.minutes > TOO_MUCH * self.budget


class _Asked(Row, frozen=True):
    """One tie that has a cadence: minutes each time, gap in days, how much it means; `fixed` by the note's own word."""

    tie: Tie
    minutes: int
    gap: int
    standing: float
    fixed: bool

    def weekly(self, gap: int) -> float:
        return self.minutes * 7 / gap


class _Offer(Row, frozen=True):
    """What a group's move to quarterly would give, and how much its contacts mean to the owner on the mean."""

    key: str
    group: Askers
    standing: float


def week_demand(network: Network, settings: Settings, hidden: frozenset[str] = frozenset()) -> Demand:
    """Return what the cadences ask for: the sum over all ties of minutes x 7 / gap; `hidden` contacts left out.

    Groups are looked for once the demand is more than 1.25 times the minutes that there are: as few as bring it down to
    these, and of those the ones whose ties mean least (the mean of `network.strength.standings`). What a move gives is
    worked out by the rules themselves: a shorter wish for another circle of a contact stays, and so does a cadence in
    the contact's own note. A group is never named when family, or a tie of the inner layer, would be asked for less
    often by it, nor one that gives back less than five minutes a week. All of it is our own convention.
    """
    asked = [one for one in _asked(network, settings) if one.tie.path not in hidden]
    minutes = fsum([one.weekly(one.gap) for one in asked])
    demand = Demand(minutes=minutes, budget=settings.time.minutes_per_week, groups=_groups(asked))
    if demand.budget is None or not demand.is_too_much:
        return demand
    members = _members(asked)
    cadence, pace = settings.cadence, network.mean_log_gap
    offers = [
        offer
        for key in _most_asking(members)
        if (offer := _offer(key, members[key], _quarterly(cadence, [key]), pace)) is not None
    ]
    chosen, after = _choose(offers, minutes, demand.budget, members, cadence, pace)
    return replace(demand, relief=tuple([offer.group for offer in chosen]), after=after)


def _asked(network: Network, settings: Settings) -> Iterator[_Asked]:
    expectations = expectations_for(settings.cadence, network.mean_log_gap)
    for tie, standing in zip(network.ties, standings_in(network), strict=True):
        if tie.status is Status.ACTIVE and (tie.suggest or tie.cadence is not None):
            expectation = expectations.of(tie)
            if expectation is not None:
                fixed = expectation.rule is CadenceRule.CONTACT
                yield _Asked(tie, minutes_for(tie, settings.time.minutes), expectation.gap, standing, fixed)


def _groups(asked: Iterable[_Asked]) -> tuple[Askers, ...]:
    found: dict[tuple[bool, str], list[_Asked]] = {}
    for one in asked:
        circle = bool(one.tie.circles)
        name = one.tie.circles[0] if circle else one.tie.category or ""
        found.setdefault((circle, _key(name)), []).append(one)
    groups = [
        Askers(_name(key, circle, members), circle, len(members), fsum([one.weekly(one.gap) for one in members]))
        for (circle, key), members in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: (-round(group.minutes, 6), group.name, group.circle)))


def _key(name: str) -> str:
    """Give a name as `[cadence]` has it."""
    return name.casefold().lstrip("#")


def _name(key: str, circle: bool, members: Iterable[_Asked]) -> str:
    """Give a group's name as it is written; of several spellings always the same one."""
    names = [name for one in members for name in (one.tie.circles if circle else [one.tie.category or ""])]
    return min([name for name in names if _key(name) == key], default=key)


def _members(asked: Sequence[_Asked]) -> dict[str, list[_Asked]]:
    """Give by name the ties to which a line of that name in `[cadence]` speaks; those with their own cadence left out.

    The names are the circles, and the categories of contacts without a circle. A line of such a name speaks to other
    contacts too: to those who have it for a tag, to nested circles, and to those of the category who have a circle.
    """
    wanted = {_key(name) for one in asked for name in one.tie.circles or (one.tie.category or "",)}
    wanted -= {"", "default"}
    found: dict[str, list[_Asked]] = {}
    for one in asked:
        if not one.fixed:
            for key in _names_of(one.tie) & wanted:
                found.setdefault(key, []).append(one)
    return found


def _names_of(tie: Tie) -> set[str]:
    found: set[str] = set()
    for name in (*tie.circles, tie.category or "", *tie.tags):
        key = _key(name)
        while key and key not in found:
            found.add(key)
            key = key.rpartition("/")[0]
    return found


def _most_asking(members: Mapping[str, Sequence[_Asked]]) -> list[str]:
    """Give the names that could give most: all above a quarter counted, whatever the rules would leave of it."""
    most = {
        key: round(fsum([one.weekly(one.gap) - one.weekly(QUARTERLY) for one in ties if one.gap < QUARTERLY]), 6)
        for key, ties in members.items()
    }
    return sorted([key for key in most if most[key] > 0], key=lambda key: (-most[key], key))[:MOST_TRIED]


def _quarterly(cadence: CadenceSettings, keys: Iterable[str]) -> CadenceSettings:
    changed = dict.fromkeys(keys, QUARTERLY)
    kept = {key: days for key, days in cadence.by.items() if _key(key) not in changed}
    return replace(cadence, by={**kept, **changed})


def _gaps(ties: Iterable[_Asked], cadence: CadenceSettings, pace: float) -> Iterator[tuple[_Asked, int]]:
    """Give each tie with the gap that other settings would give it; those that move."""
    expectations = Expectations(cadence, pace)
    for one in ties:
        expectation = expectations.of(one.tie)
        if expectation is not None and expectation.gap != one.gap:
            yield one, expectation.gap


def _offer(key: str, ties: Sequence[_Asked], cadence: CadenceSettings, pace: float) -> _Offer | None:
    moves = list(_gaps(ties, cadence, pace))
    slower = [one for one, gap in moves if gap > one.gap]
    saved = fsum([one.weekly(one.gap) - one.weekly(gap) for one, gap in moves])
    if not slower or saved < WORTH_A_LINE or any(_is_near(one.tie, pace) for one in slower):
        return None
    circle = any(_key(name) == key for one in ties for name in one.tie.circles)
    group = Askers(_name(key, circle, ties), circle, len(slower), saved)
    return _Offer(key, group, round(fsum([one.standing for one in slower]) / len(slower), 6))


def _is_near(tie: Tie, pace: float) -> bool:
    rhythm = own_gap(tie.days, tie.log_gap, tie.weight, pace)
    return tie.category == KIN or layer_of(tie.closeness, rhythm) == INNER


def _choose(
    offers: Sequence[_Offer],
    minutes: float,
    budget: int,
    members: Mapping[str, Sequence[_Asked]],
    cadence: CadenceSettings,
    pace: float,
) -> tuple[list[_Offer], float | None]:
    """Choose as few as bring the demand within the budget, else the six that give most; and say what is left of it."""
    chosen: list[_Offer] = []
    after: float | None = None
    for count in range(1, min(MOST_GROUPS, len(offers)) + 1):
        chosen = _least_missed(offers, count, minutes - budget)
        if sum([offer.group.minutes for offer in chosen]) < minutes - budget and count < min(MOST_GROUPS, len(offers)):
            continue
        # Together they may give less than one by one: who is in two of the circles is counted once.
        ties = {one.tie.path: one for offer in chosen for one in members[offer.key]}
        moves = _gaps(ties.values(), _quarterly(cadence, [offer.key for offer in chosen]), pace)
        after = minutes - fsum([one.weekly(one.gap) - one.weekly(gap) for one, gap in moves])
        if after <= budget:
            break
    return sorted(chosen, key=_least_first), after


def _least_missed(offers: Sequence[_Offer], count: int, wanted: float) -> list[_Offer]:
    """Take those that give most, then change each for one that means less where they still give what is wanted."""
    chosen = sorted(offers, key=lambda offer: (-round(offer.group.minutes, 6), offer.standing, offer.key))[:count]
    for offer in sorted(chosen, key=_least_first, reverse=True):
        rest = fsum([other.group.minutes for other in chosen if other is not offer])
        for other in sorted(offers, key=_least_first):
            if other is offer or other.standing >= offer.standing:
                break
            if other not in chosen and rest + other.group.minutes >= wanted:
                chosen[chosen.index(offer)] = other
                break
    return chosen


def _least_first(offer: _Offer) -> tuple[float, str]:
    return offer.standing, offer.key
