"""Whom the owner reaches by field of work, place and generation, and how near their goals are."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pnm_vault.index.lookup import loosen
from pnm_vault.insights.capital.resources import Reaches, ResourceFinder
from pnm_vault.insights.helping.help_found import HelpFound
from pnm_vault.insights.helping.own_help import Helper, OwnHelp
from pnm_vault.model.contact import Statement
from pnm_vault.model.picture import ContactDates
from pnm_vault.model.record import Record, Row
from pnm_vault.model.resource import Resource

# Below this nothing is said of shares: of fewer, or of a small part of all, they mean little.
LEAST_KNOWN = 10
LEAST_SHARE = 0.2
MOST_SHARES = 6
# A field of work with at least this share of those whose work is known is one that the network looks back on, if no
# goal is about it. A convention of ours.
MUCH = 0.2
MOST_WAYS = 3


class Share(Row, frozen=True):
    """How many contacts are of one field, place or generation. `goals` are the owner's goals (words) about it."""

    label: str
    count: int
    goals: tuple[str, ...] = ()


class Shares(Row, frozen=True):
    """The largest shares first; `known` counts the contacts of whom the notes say it, `of` all."""

    known: int = 0
    of: int = 0
    largest: tuple[Share, ...] = ()
    more: int = 0

    @property
    def enough(self) -> bool:
        """Whether so much is known that shares mean something."""
        return self.known >= LEAST_KNOWN and self.known >= LEAST_SHARE * self.of


class Access(Row, frozen=True):
    """Whom the owner reaches, in three ways. `back`: large fields of work about which no goal is."""

    fields: Shares = Shares()
    places: Shares = Shares()
    generations: Shares = Shares()
    back: tuple[Share, ...] = ()


class GoalStanding(Record, frozen=True):
    """A goal of the owner (`line` of their note): how many of all contacts say something about it, and the ways in."""

    text: str
    line: int
    there: int
    of: int
    ways: tuple[Helper, ...] = ()


def access_of(
    fields: Sequence[Resource],
    finder: ResourceFinder,
    reaches: Mapping[str, Reaches],
    places: Mapping[str, str],
    birthdays: Iterable[ContactDates],
    shown: Collection[str],
    goals: Sequence[Statement],
) -> Access:
    """Count the contacts `shown` by field of work, place and the decade of their birth, and say how much is known.

    Who works in two fields counts in both.

    Source: Lin & Dumin 1986 (Access to occupations through social ties, Social Networks 8:365-385), without their
    ranking of positions.
    """
    about: dict[int, list[str]] = {}
    for goal in goals:
        for number in finder.fields_of(goal.text):
            about.setdefault(number, []).append(goal.text)
    working: dict[int, int] = {}
    known = 0
    for path, reach in reaches.items():
        if path in shown and reach.fields:
            known += 1
            for number in reach.fields:
                working[number] = working.get(number, 0) + 1
    of = len(shown)
    work = [Share(fields[number].text, count, tuple(about.get(number, ()))) for number, count in working.items()]
    by_field = _largest(work, known, of)
    much = [one for one in by_field.largest if one.count >= MUCH * known and not one.goals]
    return Access(
        by_field,
        _by_place(places, shown),
        _by_generation(birthdays, shown),
        tuple(much) if goals and by_field.enough else (),
    )


def goal_standings(own_help: OwnHelp, found: HelpFound, shown: Collection[str]) -> tuple[GoalStanding, ...]:
    """Say of each goal how many contacts do, offer or care about something of it, and who the ways in are."""
    standings: list[GoalStanding] = []
    for ask in own_help.asks:
        if ask.goal:
            there = {fit.path for fit in found.own.get(ask.text, ()) if fit.path in shown}
            ways = (*ask.strong, *ask.weak, *ask.one_step)[:MOST_WAYS]
            standings.append(GoalStanding(ask.text, ask.line, len(there), len(shown), ways))
    return tuple(standings)


def _by_place(places: Mapping[str, str], shown: Collection[str]) -> Shares:
    towns = Counter([place.partition(",")[0].strip() for path, place in places.items() if path in shown])
    counts: dict[str, int] = {}
    labels: dict[str, str] = {}
    for town, count in sorted(towns.items()):
        if key := loosen(town):
            counts[key] = counts.get(key, 0) + count
            labels.setdefault(key, town)
    shares = [Share(labels[key], count) for key, count in counts.items()]
    return _largest(shares, sum(counts.values()), len(shown))


def _by_generation(birthdays: Iterable[ContactDates], shown: Collection[str]) -> Shares:
    counts: dict[int, int] = {}
    for one in birthdays:
        years = [which.year for which in one.dates if which.label == "birthday" and which.year]
        if years and one.path in shown:
            decade = years[0] // 10 * 10
            counts[decade] = counts.get(decade, 0) + 1
    shares = [Share(f"{decade}s", count) for decade, count in sorted(counts.items())]
    return Shares(sum(counts.values()), len(shown), tuple(shares))


def _largest(shares: Iterable[Share], known: int, of: int) -> Shares:
    ranked = sorted(shares, key=lambda one: (-one.count, one.label.casefold(), one.label))
    return Shares(known, of, tuple(ranked[:MOST_SHARES]), len(ranked[MOST_SHARES:]))
