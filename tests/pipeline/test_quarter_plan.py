"""The quarter's plan from notes to steps: what each goal gets, within the time, and nobody who is to be left alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.insights.capital.quarter_plan import QuarterPlan
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions.plan import answer_plan
from tests.vaults import EXAMPLE_DAY, regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
NOTES: dict[str, str | bytes] = {
    "Me.md": "---\ntype: me\ngoals: [sail to Istria, play the accordion]\n---\n",
    "People/Ann.md": "---\ntype: person\ncadence: monthly\noffers: [sail to Istria]\n---\n## Log\n- 2026-05-01: tea\n",
    "People/Bo.md": "---\ntype: person\ncadence: yearly\noffers: [sailing lessons]\n---\n## Log\n- 2026-11-01: tea\n",
    "People/Cy.md": '---\ntype: person\noffers: [a sailing boat]\nknows: "[[Bo]]"\n---\n',
    "People/Di.md": "---\ntype: person\ncadence: yearly\noffers: [accordion lessons]\n---\n## Log\n- 2026-11-02: tea\n",
    "Communities/Sea.md": "---\ntype: community\nmembers: ['[[Bo]]']\n---\n",
    "Events/Regatta.md": "---\ntype: event\nstart: 2026-12-05\ntopics: [sailing]\n---\n",
    "Events/Ball.md": "---\ntype: event\nstart: 2026-12-06\ntopics: [waltz]\n---\n",
    "Events/Later.md": "---\ntype: event\nstart: 2027-01-05\ntopics: [sailing]\n---\n",
}


def plan(root: Path, day: date = EXAMPLE_DAY) -> QuarterPlan:
    with open_session(str(root), day) as session:
        return answer_plan(session)


def steps(found: QuarterPlan) -> list[list[tuple[str, str]]]:
    return [
        [
            (one.step.value, one.helper.reached.name if one.helper else one.touched.title if one.touched else "")
            for one in goal.steps
        ]
        for goal in found.goals
    ]


def test_each_kind_of_step(make_vault: MakeVault) -> None:
    found = plan(make_vault(NOTES))
    assert steps(found) == [
        [("renew", "Ann"), ("ask", "Bo"), ("introduction", "Cy"), ("circle", "Sea"), ("event", "Regatta")],
        [("ask", "Di")],
    ]
    assert (found.budget, found.period.key if found.period else "") == (None, "2026-Q4")
    [_, _, _, circle, event] = found.goals[0].steps
    assert circle.touched and circle.touched.people == (("People/Bo.md", "Bo"),)
    assert event.touched and event.touched.words == ("sailing",)


def test_the_goals_take_turns_for_as_long_as_the_time_lasts(make_vault: MakeVault) -> None:
    root = make_vault(NOTES)
    # Twice 60 minutes are two talks over tea: one for each goal.
    (root / "pnm.toml").write_text("[time]\nminutes_per_week = 60\n", "utf-8")
    found = plan(root)
    assert steps(found) == [[("renew", "Ann")], [("ask", "Di")]]
    assert (found.budget, found.taken, [goal.left_out for goal in found.goals]) == (120, 120, [4, 0])


def test_it_stays_the_same_while_nothing_happens(make_vault: MakeVault) -> None:
    root = make_vault(NOTES)
    regenerate(root)
    before = reviews(root)["Plan for the quarter.md"]
    regenerate(root, date(2026, 11, 30))
    assert reviews(root)["Plan for the quarter.md"] == before


@pytest.mark.parametrize("field", ["private: true", "suggest: never", "status: archived", "status: deceased"])
def test_who_is_left_alone(make_vault: MakeVault, field: str) -> None:
    bo = str(NOTES["People/Bo.md"]).replace("type: person", f"type: person\n{field}")
    root = make_vault({**NOTES, "People/Bo.md": bo})
    found = plan(root)
    assert "Bo" not in [name for goal in steps(found) for _, name in goal]
    assert not any(one.touched and one.touched.people for goal in found.goals for one in goal.steps)
    regenerate(root)
    assert b"Bo" not in reviews(root)["Plan for the quarter.md"].replace(b"Book", b"")


def test_no_goals_no_plan(make_vault: MakeVault) -> None:
    assert plan(make_vault({**NOTES, "Me.md": "---\ntype: me\nasks: [a boat]\n---\n"})).goals == ()
