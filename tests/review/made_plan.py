"""A quarter's plan with everything that its note can show."""

from datetime import date

from pnm_vault.insights.capital.quarter_plan import GoalPlan, PlannedStep, QuarterPlan, Step, Touched
from pnm_vault.insights.looking_back.periods import PeriodKind, period_around
from tests.review.made_help import ANN, BO, helper


def quarter_plan() -> QuarterPlan:
    who = ((ANN, "Ann Lee"), (BO, "Bo Chen"))
    steps = (
        PlannedStep(Step.RENEW, 30, helper()),
        PlannedStep(Step.ASK, 15, helper(helped=True)),
        PlannedStep(Step.INTRODUCTION, 15, helper(BO, "Bo Chen", (ANN, "Ann Lee"))),
        PlannedStep(Step.CIRCLE, 60, touched=Touched("Groups/Sea.md", "Sea", people=who)),
        PlannedStep(
            Step.EVENT, 60, touched=Touched("Events/Sail.md", "Sail", ("*knots*", "sea"), who[:1], date(2026, 12, 3))
        ),
    )
    goals = (GoalPlan("to *sing*", 8, steps, 2), GoalPlan("a boat", 9))
    return QuarterPlan(period_around(PeriodKind.QUARTER, date(2026, 11, 23)), "Me.md", goals, 480, 180)
