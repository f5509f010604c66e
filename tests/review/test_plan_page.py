"""The note of the quarter's plan: steps by kind under each goal, the time they take, and what is said without goals."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from pnm_vault.insights.capital.quarter_plan import QuarterPlan
from pnm_vault.review.pages.plan import plan_context
from pnm_vault.review.render import Renderer
from tests.review.made_help import ANN, BO
from tests.review.made_plan import quarter_plan

PAGES = {"pages": {name: {"path": f"Reviews/{name}.md", "name": name} for name in ("agenda", "help")}}


def render(found: QuarterPlan, templates: Mapping[str, str], hidden: frozenset[str] = frozenset()) -> str:
    return Renderer(templates).render("plan", {"title": "Plan", **PAGES, **plan_context(found, hidden)})


def test_steps_under_each_goal(templates: Mapping[str, str]) -> None:
    text = render(quarter_plan(), templates)
    assert "October to December 2026: for each goal" in text and "until 2026-12-31." in text
    assert "Two weeks of the quarter's minutes are for it, 480; this takes about 180." in text
    order = ["**Renew the tie**", "**Ask, since you are in touch**", "**Ask for an introduction**", "**Look in on**"]
    places = [text.index(words) for words in (*order, "**Go to**", "… and 2 more", "## a boat", "leads there yet")]
    assert places == sorted(places)
    assert text.count("<!-- pnm:help ") == text.count("- [ ] ") == 3
    assert "\n- [[Groups/Sea|Sea]] · [[People/Ann Lee|Ann Lee]] and [[People/Bo Chen|Bo Chen]] are there\n" in text
    assert (
        "\n- [[Events/Sail|Sail]] · 2026-12-03 · about “\\*knots\\*”, “sea” · [[People/Ann Lee|Ann Lee]] is there\n"
        in text
    )


def test_without_minutes_no_time_is_told_and_without_goals_what_to_write(templates: Mapping[str, str]) -> None:
    assert "minutes" not in render(replace(quarter_plan(), budget=None), templates)
    empty = render(QuarterPlan(), templates)
    assert "Write into Me.md what you want to reach (`goals`)" in empty and "- [ ]" not in empty


@pytest.mark.parametrize("path", [ANN, BO])
def test_hidden_contacts_are_not_on_it(path: str, templates: Mapping[str, str]) -> None:
    assert path.removesuffix(".md") not in render(quarter_plan(), templates, frozenset([path]))
