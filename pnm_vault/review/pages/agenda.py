"""`Agenda`: this week on one page."""

from collections.abc import Mapping, Sequence

from pnm_vault.insights.catching_up.agenda import Agenda, tells_of
from pnm_vault.insights.catching_up.demand import Demand
from pnm_vault.insights.catching_up.week_plan import WeekTime
from pnm_vault.insights.introducing.introductions_under_way import UnderWay
from pnm_vault.model.settings import Settings
from pnm_vault.review.pages.dates import date_item, is_private
from pnm_vault.review.pages.follow_ups import concerns, follow_up_item
from pnm_vault.review.pages.introductions import introduction_item, under_way_item
from pnm_vault.review.pages.parts import Context, handful
from pnm_vault.review.pages.problems import problem_item
from pnm_vault.review.pages.reconnect import is_shown, reconnect_item
from pnm_vault.review.pages.talk import Talk, talk_context
from pnm_vault.review.wording import setting_line, time_words


def agenda_context(
    agenda: Agenda,
    settings: Settings,
    hidden: frozenset[str],
    names: Mapping[str, str],
    talks: Mapping[str, Talk],
    steps: Sequence[UnderWay] = (),
) -> Context:
    """Return what `agenda` shows: a handful of each, with how many there are beyond.

    `steps` are the introductions under way for which it is time.
    """
    reconnect = [
        reconnect_item(stale, hidden) | talk_context(stale, talks.get(stale.path, Talk()), hidden)
        for stale in agenda.reconnect
        if is_shown(stale, hidden)
    ]
    follow_ups = [
        follow_up_item(follow_up, names) for follow_up in agenda.follow_ups if not concerns(follow_up, hidden)
    ]
    dates = [date_item(ahead, hidden) for ahead in agenda.dates if not is_private(ahead, hidden)]
    introductions = [
        introduction_item(pair, hidden)
        for pair in agenda.introductions
        if pair.first not in hidden and pair.second not in hidden
    ]
    begun = [under_way_item(one) for one in steps if hidden.isdisjoint((one.first, one.second))]
    items = settings.review.items
    problems = [problem_item(problem) for problem in agenda.problems if not tells_of(problem, hidden)]
    return {
        "week": agenda.week.isoformat(),
        "week_title": f"Week of Monday {agenda.week.isoformat()}",
        "reconnect": handful(reconnect, agenda.reconnect_total - len(agenda.reconnect)),
        "unrecorded": agenda.unrecorded,
        "time": _time_context(agenda.time),
        "demand": _demand_context(agenda.demand),
        "follow_ups": handful(follow_ups, agenda.follow_ups_total - len(agenda.follow_ups)),
        "dates": handful(dates, agenda.dates_total - len(agenda.dates)),
        "steps": handful(begun[:items], len(begun) - items),
        "introductions": handful(introductions, agenda.introductions_total - len(agenda.introductions)),
        "problems": handful(problems, agenda.problems_total - len(agenda.problems)),
    }


def _time_context(time: WeekTime | None) -> Context | None:
    if time is None:
        return None
    parts = (
        ("whom to catch up with", time.chosen),
        ("follow-ups", time.follow_ups),
        ("talks that are planned", time.planned),
        ("talks that you had", time.had),
    )
    return {
        "budget": time.budget,
        "used": time.used,
        "parts": [{"what": what, "minutes": minutes} for what, minutes in parts if minutes],
    }


def _demand_context(demand: Demand | None) -> Context | None:
    if demand is None:
        return None
    return {
        "asked": time_words(demand.minutes),
        "budget": time_words(demand.budget or 0),
        "after": "" if demand.after is None else time_words(demand.after),
        "relief": [
            {
                "name": group.name,
                "circle": group.circle,
                "contacts": group.contacts,
                "saved": time_words(group.minutes),
                "setting": setting_line(group.name),
            }
            for group in demand.relief
        ],
    }
