"""Who came in, who has gone quiet and who came back within a period, by the contact days up to its end."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import sub
from typing import TypeAlias

from msgspec.structs import replace

from pnm_vault.insights.catching_up.expectation import Expectations
from pnm_vault.insights.catching_up.stale import KIN, Label, label_of
from pnm_vault.insights.catching_up.tie_facts import NEW_DAYS
from pnm_vault.insights.looking_back.day_log import DayLog, days_of, up_to
from pnm_vault.model.contact import Status
from pnm_vault.model.record import Record, Row
from pnm_vault.model.tie import Tie
from pnm_vault.network.rhythm import burstiness, episode_gaps_of, log_gap

# A silence shorter than this is nothing to tell, whatever the rhythm was.
LONG_SILENCE = 60
# Whoever was silent for so long has come back, whatever the rhythm was.
YEAR = 365
# With fewer days of contact in 90 days nobody is writing a log.
ENOUGH_DAYS = 10


# Ties as they were, by path and number of contact days: one period ends before another one begins.
Counted: TypeAlias = dict[tuple[str, int], Tie]


class Then(Record, frozen=True):
    """A tie as it was on a day: `days` are the contact days up to it, `inside` those of the period (ordinals).

    `tie` counts only `days`; all that the owner states (circles, cadence, closeness) is as it is now.
    """

    tie: Tie
    log: DayLog
    days: Sequence[int]
    inside: Sequence[int]


class Arrival(Row, frozen=True):
    """A contact who came in on `day`: the day they met by their note, else the first contact day."""

    path: str
    name: str
    day: date


class Silence(Row, frozen=True):
    """A time without contact after the day `since`; `until` is the day of contact that ended it (None: it goes on).

    `gap` is what was expected instead, in days; None: no matter.
    """

    path: str
    name: str
    since: date
    until: date | None = None
    gap: int | None = None

    @property
    def days(self) -> int:
        """Give its length; 0 while it goes on."""
        return 0 if self.until is None else (self.until - self.since).days


def tie_then(tie: Tie, log: DayLog, first: date, last: date, counted: Counted | None = None) -> Then:
    """Return a tie as it was on the day `last` of a period that begins with `first`; `counted` remembers it."""
    days = up_to(days_of(log), last.toordinal())
    inside = days[bisect_left(days, first.toordinal()) :]
    return Then(_tie_with(tie, days, counted), log, days, inside)


def _tie_with(tie: Tie, days: Sequence[int], counted: Counted | None) -> Tie:
    """Return a tie of which only the first of its contact days are known."""
    if tie.days == len(days):
        return tie
    if counted is None:
        return _counted(tie, days)
    known = counted.get((tie.path, len(days)))
    if known is None:
        known = counted[tie.path, len(days)] = _counted(tie, days)
    return known


def _counted(tie: Tie, days: Sequence[int]) -> Tie:
    between = episode_gaps_of(days)
    mean, weight, total = log_gap(between)
    return replace(
        tie,
        days=len(days),
        first=date.fromordinal(days[0]) if days else None,
        last=date.fromordinal(days[-1]) if days else None,
        log_gap=mean,
        weight=weight,
        gaps=len(between),
        log_gap_sum=total,
        burstiness=burstiness(between),
    )


def log_began(days: Mapping[int, int]) -> date | None:
    """Return the day from which on the log tells of what happens, given how many contacts each day (ordinal) tells of.

    That is the first day with which ten days of contact or more begin within 90; None where there is none. A day on
    which two met long ago, or a `last_contact`, stands alone before it.
    """
    ordered = sorted(days)
    count = end = 0
    for at, day in enumerate(ordered):
        while end < len(ordered) and ordered[end] < day + NEW_DAYS:
            count += days[ordered[end]]
            end += 1
        if count >= ENOUGH_DAYS:
            return date.fromordinal(day)
        count -= days[ordered[at]]
    return None


def arrivals(thens: Iterable[Then], first: date, last: date, began: date | None) -> tuple[Arrival, ...]:
    """Return who came in from `first` to `last`, by day and name. `began` is that of `log_began`.

    The day they met by their note decides; without it the first contact day, unless the note tells of an older tie
    (`closeness`, family, friend, classmate), all there is is a `last_contact`, or the log was younger than 90 days:
    everybody is new in a new log.

    Source: the rules of `network.starts.met_on` and `insights.catching_up.tie_facts.fading_ties`.
    """
    start = None if began is None else began.toordinal() + NEW_DAYS
    found: list[Arrival] = []
    for then in thens:
        day = then.log.met
        if not day and then.log.new and then.days and start is not None and then.days[0] >= start:
            day = then.days[0]
        if first.toordinal() <= day <= last.toordinal():
            found.append(Arrival(then.tie.path, then.tie.name, date.fromordinal(day)))
    return tuple(sorted(found, key=lambda one: (one.day, one.name.casefold(), one.path)))


def gone_quiet(thens: Iterable[Then], first: date, last: date, expectations: Expectations) -> tuple[Silence, ...]:
    """Return those whose silence became dormant from `first` to `last`, the earliest silence first.

    By the labels of `stale.label_of` with what was known on the day `last`. Kin never, nor those who are archived,
    deceased or never to be reminded of, nor those for whom the owner named a day to be reminded on.
    """
    found: list[Silence] = []
    for then in thens:
        tie = then.tie
        if tie.last is None or tie.category == KIN or tie.status is not Status.ACTIVE:
            continue
        if (tie.next_contact is not None and tie.next_contact > tie.last) or not (tie.suggest or tie.cadence):
            continue
        expectation = expectations.of(tie)
        if expectation is None:
            continue
        silence = last.toordinal() - then.days[-1]
        before = first.toordinal() - 1 - then.days[-1]
        gap, latest = expectation.gap, expectation.latest
        if _is_dormant(silence, gap, latest) and not _is_dormant(before, gap, latest):
            found.append(Silence(tie.path, tie.name, tie.last, None, gap))
    return tuple(sorted(found, key=lambda one: (one.since, one.name.casefold(), one.path)))


def _is_dormant(silence: int, gap: int, latest: int | None) -> bool:
    return label_of(silence, gap, False, latest) is Label.DORMANT


def silences_ended(thens: Iterable[Then]) -> tuple[Silence, ...]:
    """Return for each contact the longest silence of 60 days or more that a contact day inside ended, longest first."""
    found: list[Silence] = []
    for then in thens:
        days = then.days
        if not then.inside or len(days) < 2:
            continue
        before = max(0, len(days) - len(then.inside) - 1)
        # Of the time since two met that a note tells of later the log knows nothing: that is no silence.
        late = days[before:]
        if max(map(sub, late[1:], late)) < LONG_SILENCE:
            continue
        gaps = [(after - day, day, after) for day, after in pairwise(late) if day != then.log.met]
        length, since, until = max(gaps, default=(0, 0, 0))
        if length >= LONG_SILENCE:
            found.append(Silence(then.tie.path, then.tie.name, date.fromordinal(since), date.fromordinal(until)))
    return tuple(sorted(found, key=lambda one: (-one.days, one.name.casefold(), one.path)))


def came_back(
    ended: Iterable[Silence], thens: Iterable[Then], expectations: Expectations, counted: Counted | None = None
) -> tuple[Silence, ...]:
    """Return those silences after which somebody came back: dormant by what was known before, or a year long.

    Kin ties hardly fade, so that of them only the latter counts. `counted` remembers the ties as they were before.
    """
    by_path = {then.tie.path: then for then in thens}
    found: list[Silence] = []
    for silence in ended:
        then = by_path[silence.path]
        expectation = expectations.of(_tie_with(then.tie, up_to(then.days, silence.since.toordinal()), counted))
        gap = None if expectation is None else expectation.gap
        dormant = (
            expectation is not None
            and then.tie.category != KIN
            and _is_dormant(silence.days, expectation.gap, expectation.latest)
        )
        if dormant or silence.days >= YEAR:
            found.append(replace(silence, gap=gap))
    return tuple(found)
