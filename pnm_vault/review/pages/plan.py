"""`Plan for the quarter`: for each goal of the owner whom to turn to, where to go, and what time that takes."""

from itertools import groupby

from pnm_vault.insights.capital.quarter_plan import GoalPlan, PlannedStep, QuarterPlan, Step, Touched
from pnm_vault.review.pages.help import helper_item
from pnm_vault.review.pages.parts import Context, day_text, place
from pnm_vault.review.wording import plain, stem

TITLES = {
    Step.RENEW: "Renew the tie",
    Step.ASK: "Ask, since you are in touch",
    Step.INTRODUCTION: "Ask for an introduction",
    Step.CIRCLE: "Look in on",
    Step.EVENT: "Go to",
}


def plan_context(found: QuarterPlan, hidden: frozenset[str]) -> Context:
    """Return what `plan` shows: the quarter with its minutes, and for each goal the steps by kind."""
    period = found.period
    return {
        "me": found.me,
        "quarter": period.title if period is not None else "",
        "until": day_text(period.last if period is not None else None),
        "budget": found.budget,
        "taken": found.taken,
        "goals": [_goal(one, found.me, hidden) for one in found.goals],
    }


def _goal(one: GoalPlan, me: str, hidden: frozenset[str]) -> Context:
    blocks = []
    for step, members in groupby(one.steps, key=lambda planned: planned.step):
        items = [item for planned in members if (item := _item(planned, one.text, hidden)) is not None]
        if items:
            blocks.append({"name": step.value, "title": TITLES[step], "items": items})
    return {
        "text": plain(one.text),
        "proof": place(me, f"{stem(me)}, line {one.line}") | {"line": one.line, "text": plain(one.text)},
        "blocks": blocks,
        "left_out": one.left_out,
    }


def _item(planned: PlannedStep, goal: str, hidden: frozenset[str]) -> Context | None:
    if planned.helper is not None:
        row = planned.helper.reached
        if row.path in hidden or (row.via is not None and row.via[0] in hidden):
            return None
        return helper_item(planned.helper, goal, hidden) | {"minutes": planned.minutes}
    touched = planned.touched
    if touched is None or touched.path in hidden:
        return None
    day = day_text(touched.day)
    when = {"day": day, "due": ""} if planned.step is Step.EVENT else {"day": "", "due": day}
    return _touched(touched, planned.minutes, hidden) | when


def _touched(one: Touched, minutes: int, hidden: frozenset[str]) -> Context:
    return {
        "place": place(one.path, one.title),
        "words": [plain(word) for word in one.words],
        "people": [place(*person) for person in one.people if person[0] not in hidden],
        "minutes": minutes,
    }
