"""`pnm plan`: what to do this quarter for the goals of the owner's own note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.capital.quarter_plan import PlannedStep, QuarterPlan, Step, Touched


@command("plan", "pnm plan", "pnm plan --json")
@click.pass_obj
def plan(invocation: Invocation) -> None:
    """Print for each of your goals which ties to renew, whom to ask, and where to go until the quarter ends."""
    from pnm_vault.pipeline.questions.plan import answer_plan

    with read_vault(invocation) as session:
        found = answer_plan(session)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("plan", session.today, _fields(found))
        return
    screen = open_screen(invocation.color)
    print_lines(_lines(found, screen), screen)
    if not found.goals:
        say(
            invocation,
            f"Your own note names no goal. Write into {found.me or 'Me.md'} what you want to reach (`goals`).",
        )


def _lines(found: QuarterPlan, screen: Screen) -> list[str]:
    from pnm_vault.review.wording import plain

    if not found.goals or found.period is None:
        return []
    time = "" if found.budget is None else f", about {found.taken} of {found.budget} minutes"
    lines = [screen.heading(f"{found.period.title}{time}")]
    for goal in found.goals:
        place = screen.style(f"{found.me}:{goal.line}", "dim")
        lines += ["", f"  {screen.style(plain(goal.text), 'bold')}  {place}"]
        if not goal.steps:
            lines.append("    " + screen.style("nobody in your notes leads there yet", "dim"))
        else:
            lines += screen.table([_row(one) for one in goal.steps], indent="    ")
        if goal.left_out:
            lines.append("    " + screen.style(f"{goal.left_out} more, for which the time does not last", "dim"))
    return lines


def _row(one: PlannedStep) -> list[Cell]:
    from pnm_vault.insights.helping.own_help import proof_of_fit
    from pnm_vault.review.pages.help import SAYS
    from pnm_vault.review.pages.plan import TITLES
    from pnm_vault.review.wording import plain

    title = Cell(TITLES[one.step])
    if one.helper is not None:
        row, proof = one.helper.reached, proof_of_fit(one.helper)
        name = f"{row.name}, through {row.via[1]}" if row.via is not None else row.name
        place = f"{proof.path}:{proof.line}" if proof.line else proof.path
        return [title, Cell(name), Cell(f"{SAYS[one.helper.fit.holding]} {plain(proof.text)}"), Cell(place, "dim")]
    touched = one.touched
    assert touched is not None
    return [title, Cell(touched.title), Cell(_why(touched, one.step)), Cell(touched.path, "dim")]


def _why(touched: Touched, step: Step) -> str:
    from pnm_vault.insights.capital.quarter_plan import Step

    by = "" if step is Step.EVENT else "by "
    said = [f"{by}{touched.day}"] if touched.day is not None else []
    said += [f"about {', '.join(touched.words)}"] if touched.words else []
    said += [f"there: {', '.join([name for _, name in touched.people])}"] if touched.people else []
    return "; ".join(said)


def _fields(found: QuarterPlan) -> dict[str, Any]:
    period = found.period
    return {
        "quarter": period.key if period is not None else None,
        "until": period.last.isoformat() if period is not None else None,
        "budget_minutes": found.budget,
        "taken_minutes": found.taken,
        "goals": [
            {
                "text": goal.text,
                "source": {"path": found.me, "line": goal.line, "text": goal.text},
                "steps": [_step_value(one) for one in goal.steps],
                "left_out": goal.left_out,
            }
            for goal in found.goals
        ],
    }


def _step_value(one: PlannedStep) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value, source_value
    from pnm_vault.insights.helping.own_help import proof_of_fit

    helper, touched = one.helper, one.touched
    via = helper.reached.via if helper is not None else None
    return {
        "step": one.step.value,
        "minutes": one.minutes,
        "contact": contact_value(helper.reached.path, helper.reached.name) if helper is not None else None,
        "via": contact_value(*via) if via is not None else None,
        "last_contact": day_value(helper.reached.last) if helper is not None else None,
        "source": source_value(proof_of_fit(helper)) if helper is not None else None,
        "path": touched.path if touched is not None else None,
        "title": touched.title if touched is not None else None,
        "day": day_value(touched.day) if touched is not None else None,
        "about": list(touched.words) if touched is not None else [],
        "people": [contact_value(*person) for person in touched.people] if touched is not None else [],
    }
