"""What stands on the Reconnect note."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from pnm_vault.insights.catching_up.dormant import DormantPick, Draw
from pnm_vault.insights.catching_up.reconnect import Group, Reconnect, ReconnectGroup, Reconnection
from pnm_vault.insights.catching_up.stale import CadenceRule, Label, StaleContact
from pnm_vault.insights.catching_up.tie_facts import Manner, Side, TieFacts, Told, Topic
from pnm_vault.model.source import Source
from pnm_vault.review.item_key import without_key
from pnm_vault.review.pages.reconnect import reconnect_context, reconnect_item
from pnm_vault.review.render import render

NONE: frozenset[str] = frozenset()
LAST = date(2026, 8, 14)
PROOF = Source("Daily/2026-08-14.md", 3, "- lunch")


def tie(name: str = "Ann", **changes: Any) -> StaleContact:
    fields: dict[str, Any] = {
        **{"label": Label.DUE, "score": 0.5, "since": 101, "last": LAST, "proof": PROOF, "gap": 14},
        **{"rule": CadenceRule.CONTACT, "rhythm": None, "due": date(2026, 8, 28), "snoozed": False, "planned": None},
        **{"private": False, "reasons": ()},
    }
    return StaleContact(f"People/{name}.md", name, **(fields | changes))


def item(facts: TieFacts, hidden: frozenset[str] = NONE, pick: DormantPick | None = None, **changes: Any) -> Any:
    group = ReconnectGroup(Group.DUE, (Reconnection(tie(**changes), facts, pick),))
    context: Any = reconnect_context(Reconnect((group,)), hidden)
    return context["sections"][0]["items"][0]


def why(facts: TieFacts, **changes: Any) -> list[str]:
    return [reason["text"] for reason in item(facts, **changes)["why"]]


def test_a_wish_and_the_rhythm_are_both_told() -> None:
    facts = TieFacts(rhythm=35, low=21, high=56)
    assert item(facts)["cadence"] == "every 2 weeks (your cadence)"
    assert why(facts) == ["Usually every 5 weeks (3 to 8)."]


def test_a_rhythm_alone_stands_on_the_line() -> None:
    facts = TieFacts(rhythm=35, low=21, high=56, manner=Manner.BURSTS)
    assert item(facts, rule=CadenceRule.RHYTHM)["cadence"] == "usually every 5 weeks (3 to 8), in bursts"
    assert why(facts, rule=CadenceRule.RHYTHM) == []


def test_too_little_is_not_talked_about() -> None:
    assert why(TieFacts()) == []


def test_who_is_awaited_stands_on_the_line_and_whose_word_is_next_below_it() -> None:
    theirs = TieFacts(turn=Side.THEM, reasons=(Told(Topic.TURN, "You wrote last: the next word is theirs.", PROOF),))
    assert item(theirs)["waiting"] is True
    assert why(theirs) == []
    yours = TieFacts(turn=Side.YOU, reasons=(Told(Topic.TURN, "Ann wrote last: the next word is yours.", PROOF),))
    assert item(yours)["waiting"] is False
    # The line links the last contact already.
    assert item(yours)["why"] == [{"text": "Ann wrote last: the next word is yours.", "proof": None}]


def test_a_season_brings_its_line() -> None:
    season = Told(Topic.SEASON, "A new season.", Source("People/Ann.md", 8, "- moved to Porto"))
    reason = item(TieFacts(reasons=(season,)))["why"][0]
    assert reason["proof"] == {"path": "People/Ann.md", "name": "Ann", "line": 8, "text": "- moved to Porto"}
    assert item(TieFacts(reasons=(season,)), frozenset({"People/Ann.md"}))["why"][0]["proof"] is None


def test_the_reason_of_a_pick_comes_first() -> None:
    pick = DormantPick("People/Ann.md", Draw.LOT, "Drawn by lot for this month.")
    facts = TieFacts(rhythm=35, low=21, high=56)
    assert why(facts, pick=pick)[0] == "Drawn by lot for this month."


def test_a_proof_in_a_private_note_is_not_linked() -> None:
    found = reconnect_item(tie(), frozenset({"Daily/2026-08-14.md"}))
    assert (found["proof"], found["last"]) == (None, "2026-08-14")


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, ""),
        ({"due": None}, ""),
        ({"due": date(2026, 11, 1)}, "2026-11-01"),
        ({"last": None, "due": date(2026, 11, 1)}, "2026-11-01"),
    ],
)
def test_a_day_that_the_owner_named_is_told_apart(changes: dict[str, Any], asked: str) -> None:
    assert reconnect_item(tie(**changes), NONE)["asked"] == asked


def test_the_note_as_it_is_read(templates: Mapping[str, str]) -> None:
    season = Told(Topic.SEASON, "A new season more than drift.", Source("People/Ann.md", 8, "- moved"))
    facts = TieFacts(rhythm=35, low=21, high=56, turn=Side.THEM, reasons=(season,))
    pick = DormantPick("People/Bo.md", Draw.LOT, "Drawn by lot for this month.")
    bo = tie("Bo", due=date(2026, 8, 28))
    groups = (
        ReconnectGroup(Group.SLIPPING, (Reconnection(tie(), facts), Reconnection(tie("Eve"), TieFacts()))),
        ReconnectGroup(Group.DORMANT, (Reconnection(bo, TieFacts(), pick),), 7),
    )
    page = {"title": "Reconnect", "pages": {"agenda": {"path": "Reviews/Agenda.md", "name": "Agenda"}}}
    text = render("reconnect", page | reconnect_context(Reconnect(groups), NONE), templates)
    ours = "every 2 weeks (your cadence) · last contact [[Daily/2026-08-14|2026-08-14]] · due 2026-08-28"
    lines = [without_key(line) for line in text.split("\n")]
    assert lines[lines.index("## Slipping") :] == [
        "## Slipping",
        "",
        "You were much in touch, and it has been quiet for a good while. A short hello is enough.",
        "",
        f"- [ ] [[People/Ann|Ann]] · {ours} · waiting for them: you wrote last",
        "    - Usually every 5 weeks (3 to 8).",
        "    - A new season more than drift. ([[People/Ann|Ann, line 8]])",
        f"- [ ] [[People/Eve|Eve]] · {ours}",
        "",
        "## Dormant: one for this month",
        "",
        "Long out of touch, and often glad to hear from you out of the blue.",
        "",
        f"- [ ] [[People/Bo|Bo]] · {ours.removesuffix(' · due 2026-08-28')}",
        "    - Drawn by lot for this month.",
        "",
        "… and 7 more: `pnm stale --label dormant`",
        "",
        "[[Reviews/Agenda|Agenda]]",
        "",
    ]


def test_no_pick_and_only_a_count(templates: Mapping[str, str]) -> None:
    context: Any = reconnect_context(Reconnect((ReconnectGroup(Group.DORMANT, (), 2),)), NONE)
    assert (context["total"], context["sections"][0]["title"]) == (2, "Dormant")
