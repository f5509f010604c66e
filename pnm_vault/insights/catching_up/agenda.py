"""This week on one page."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pnm_vault.insights.catching_up.demand import Demand, week_demand
from pnm_vault.insights.catching_up.stale import Label, StaleContact
from pnm_vault.insights.catching_up.week_plan import WeekTime, plan_week
from pnm_vault.insights.introducing.introductions import Introduction
from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.insights.remembering.follow_ups import FollowUps
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import Network
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.notes.conflict_copies import base_paths

_WAITING = frozenset((Label.DUE, Label.OVERDUE, Label.SLIPPING))
_WORST_FIRST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

# The codes whose message names a second note.
_NAME_OTHER_NOTES = frozenset(("ambiguous-link", "same-name", "shared-alias", "possible-copy", "name-clash"))


class Agenda(Row, frozen=True):
    """A handful of each, with how many there are in all. `week` is the Monday of the week that holds today.

    `unrecorded` counts those of whom no contact is recorded yet, so that nobody can say when their turn is.
    `time` says where the minutes of the week go, None where the settings name none; `demand` is there when the cadences
    ask for more than that.
    """

    week: date
    reconnect: tuple[StaleContact, ...]
    reconnect_total: int
    follow_ups: tuple[FollowUp, ...]
    follow_ups_total: int
    dates: tuple[DateAhead, ...]
    dates_total: int
    introductions: tuple[Introduction, ...]
    introductions_total: int
    problems: tuple[Problem, ...]
    problems_total: int
    time: WeekTime | None = None
    demand: Demand | None = None
    unrecorded: int = 0


def build_agenda(
    stale: Sequence[StaleContact],
    follow_ups: FollowUps,
    dates: Sequence[DateAhead],
    introductions: Sequence[Introduction],
    problems: Sequence[Problem],
    settings: Settings,
    today: date,
    hidden: frozenset[str] = frozenset(),
    network: Network | None = None,
) -> Agenda:
    """Pick `settings.review.items` of each for the page, in the order given; nothing about `hidden` contacts is on it.

    Follow-ups are those overdue, then those of the next 7 days; problems come worst first. To catch up with are ties
    that are due, overdue or slipping and at most one that is dormant. The totals count all that there is to choose
    from, dormant ties included. The review notes hide private contacts; the terminal shows them.

    Where the settings name minutes for a week and `network` is given, the time decides whom to catch up with (see
    `week_plan.plan_week`).
    """
    items = settings.review.items
    due = [item for item in (*follow_ups.overdue, *follow_ups.this_week) if not _concerns(item, hidden)]
    first_due = _spread(due, items)
    waiting = [tie for tie in stale if _is_open(tie, hidden)]
    reconnect, time, demand = _reconnect(waiting, items), None, None
    if network is not None and settings.time.minutes_per_week is not None:
        reconnect, time = plan_week(waiting, network, settings, len(first_due), today, hidden)
        demand = week_demand(network, settings, hidden)
    ahead = [item for item in dates if item.path not in hidden]
    pairs = [pair for pair in introductions if pair.first not in hidden and pair.second not in hidden]
    faults = sorted(
        (problem for problem in problems if not tells_of(problem, hidden)),
        key=lambda problem: (_WORST_FIRST[problem.severity], problem.path, problem.line, problem.code),
    )
    return Agenda(
        week=today - timedelta(days=today.weekday()),
        reconnect=reconnect,
        reconnect_total=len(waiting),
        follow_ups=first_due,
        follow_ups_total=len(due),
        dates=tuple(ahead[:items]),
        dates_total=len(ahead),
        introductions=tuple(pairs[:items]),
        introductions_total=len(pairs),
        problems=tuple(faults[:items]),
        problems_total=len(faults),
        time=time,
        demand=demand if demand is not None and demand.is_too_much else None,
        unrecorded=sum([tie.label is Label.NEVER and not tie.snoozed and tie.path not in hidden for tie in stale]),
    )


def tells_of(problem: Problem, hidden: frozenset[str]) -> bool:
    """Tell whether a problem is in the note of a hidden contact or a copy of it, or names that note."""
    if problem.path in hidden:
        return True
    if problem.code == "conflict-copy" and not hidden.isdisjoint(base_paths(problem.path)):
        return True
    return problem.code in _NAME_OTHER_NOTES and any(path in problem.message for path in hidden)


def _concerns(item: FollowUp, hidden: frozenset[str]) -> bool:
    return item.source.path in hidden or not hidden.isdisjoint(item.contacts)


def _is_open(tie: StaleContact, hidden: frozenset[str]) -> bool:
    waiting = tie.label in _WAITING or tie.label is Label.DORMANT
    return waiting and not tie.snoozed and tie.path not in hidden


def _spread(due: Sequence[FollowUp], items: int) -> tuple[FollowUp, ...]:
    """Pick so many follow-ups in the order given, one for each contact before a second one for anybody."""
    if len(due) <= items:
        return tuple(due)
    seen: set[str] = set()
    firsts: list[int] = []
    seconds: list[int] = []
    for place, item in enumerate(due):
        (seconds if seen.issuperset(item.contacts) else firsts).append(place)
        seen.update(item.contacts)
    return tuple([due[place] for place in sorted((firsts + seconds)[:items])])


def _reconnect(waiting: Iterable[StaleContact], items: int) -> tuple[StaleContact, ...]:
    chosen: list[StaleContact] = []
    has_dormant = False
    for tie in waiting:
        if has_dormant and tie.label is Label.DORMANT:
            continue
        if len(chosen) >= items:
            break
        has_dormant = has_dormant or tie.label is Label.DORMANT
        chosen.append(tie)
    return tuple(chosen)
