"""How the time that there is and the time that the cadences ask for are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pnm_vault.cli.opening import count
from pnm_vault.cli.terminal import Cell, Screen
from pnm_vault.insights.catching_up.demand import WORTH_A_LINE
from pnm_vault.review.wording import setting_line, time_words

if TYPE_CHECKING:
    from pnm_vault.insights.catching_up.demand import Askers, Demand
    from pnm_vault.insights.catching_up.week_plan import WeekTime

_HINT = "Say how many you have: minutes_per_week under [time] in pnm.toml."


def demand_words(demand: Demand) -> str:
    """Say in a sentence what the cadences ask for, and what there is."""
    asked = f"Your cadences ask for about {time_words(demand.minutes)} a week"
    return f"{asked}." if demand.budget is None else f"{asked}; you have {time_words(demand.budget)}."


def demand_lines(demand: Demand, screen: Screen, every_group: bool) -> list[str]:
    """Lay out what the cadences ask for, by circle and category, and which of them could go to quarterly.

    Without `every_group` those that ask for next to nothing are added up.
    """
    lines = [demand_words(demand)]
    if demand.budget is None:
        lines.append(_HINT)
    shown = [one for one in demand.groups if every_group or one.minutes >= WORTH_A_LINE]
    rest = demand.groups[len(shown) :]
    rows = [[Cell(_called(one), "bold"), Cell(count(one.contacts, "contact")), _weekly(one.minutes)] for one in shown]
    if rest:
        together = sum([one.contacts for one in rest])
        minutes = sum([one.minutes for one in rest])
        rows.append([Cell("the others"), Cell(count(together, "contact")), _weekly(minutes)])
    if rows:
        lines += ["", screen.heading("Where it goes"), *screen.table(rows)]
    if demand.relief and demand.after is not None:
        rows = [
            [Cell(setting_line(one.name), "bold"), Cell(f"{count(one.contacts, 'contact')}, {_less(one)}")]
            for one in demand.relief
        ]
        left = time_words(demand.after)
        lines += ["", screen.heading(f"Under [cadence] in pnm.toml, for about {left} a week"), *screen.table(rows)]
    return lines


def week_words(time: WeekTime) -> str:
    """Say in a line how much of a week's minutes is taken."""
    return f"about {time.used} of your {time.budget} minutes this week, follow-ups and talks counted"


def time_value(time: WeekTime | None) -> dict[str, int] | None:
    """Give where the minutes of a week go; None as null."""
    if time is None:
        return None
    return {
        "minutes_per_week": time.budget,
        "reconnect": time.chosen,
        "follow_ups": time.follow_ups,
        "planned": time.planned,
        "had": time.had,
        "waiting": time.waits,
    }


def demand_value(demand: Demand | None) -> dict[str, Any] | None:
    """Give what the cadences ask for; None as null."""
    if demand is None:
        return None
    return {
        "minutes_per_week": demand.budget,
        "asked": round(demand.minutes, 1),
        "groups": [_group_value(one) for one in demand.groups],
        "quarterly": [{**_group_value(one), "setting": setting_line(one.name)} for one in demand.relief],
        "asked_then": None if demand.after is None else round(demand.after, 1),
    }


def _called(group: Askers) -> str:
    return group.name or "neither circle nor category"


def _weekly(minutes: float) -> Cell:
    return Cell(f"about {time_words(minutes)} a week")


def _less(group: Askers) -> str:
    return f"about {time_words(group.minutes)} less"


def _group_value(group: Askers) -> dict[str, Any]:
    return {
        "name": group.name,
        "circle": group.circle,
        "contacts": group.contacts,
        "minutes": round(group.minutes, 1),
    }
