"""What stands on the Mentoring note."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pnm_vault.insights.mentoring import MentoringGroup, MentoringPair, Part
from pnm_vault.model.source import Source
from pnm_vault.review.item_key import digest_of_item, raw_key, without_key
from pnm_vault.review.pages.mentoring import mentoring_context
from pnm_vault.review.pages.reconnect import reconnect_item
from pnm_vault.review.render import render
from tests.review.conftest import stale

NONE: frozenset[str] = frozenset()
ANN = "People/Ann.md"
LAST = date(2026, 10, 28)
ALL = MentoringPair(
    path=ANN,
    name="Ann Lee",
    side=Part.MENTEE,
    since=date(2026, 11, 20),
    last=LAST,
    proof=Source("Meetings/M.md", 7, "x"),
    rhythm=35,
    low=21,
    high=56,
    asked=date(2026, 11, 25),
    goals=(Source(ANN, 5, "a **first** talk"),),
    told=(Source("Meetings/M.md", 7, "She cut the letter"),),
    yours=(Source(ANN, 9, "I'll ask [[Bo Chen|Bo]]"),),
    theirs=(Source(ANN, 9, "she will write"),),
    bring=(Source("D.md", 3, "the book"),),
    lessons=(Source(ANN, 8, "to wait"),),
)


def test_the_note_as_it_is_read(templates: Mapping[str, str]) -> None:
    mentor = MentoringPair("People/Bo.md", "Bo Chen", Part.MENTOR, last=LAST, due=date(2026, 12, 1))
    groups = (MentoringGroup(Part.MENTEE, (ALL,)), MentoringGroup(Part.MENTOR, (mentor,)))
    goals = (Source("Me.md", 8, "to sing"),)
    page = {"title": "Mentoring", "pages": {"agenda": {"path": "Reviews/Agenda.md", "name": "Agenda"}}}
    text = render("mentoring", page | mentoring_context(groups, goals, NONE), templates)
    lines = [without_key(line) for line in text.split("\n")]
    assert lines[lines.index("## Mentees") :] == [
        "## Mentees",
        "",
        "What they want to reach, and what you can bring when you meet.",
        "",
        "- [ ] [[People/Ann|Ann Lee]] · usually every 5 weeks (3 to 8) · last session [[Meetings/M|2026-10-28]]"
        " · you asked to be reminded on 2026-11-25",
        "    - Goal: a first talk ([[People/Ann|Ann, line 5]])",
        "    - Last time: She cut the letter ([[Meetings/M|M, line 7]])",
        "    - You said: I'll ask Bo ([[People/Ann|Ann, line 9]])",
        "    - They said: she will write ([[People/Ann|Ann, line 9]])",
        "    - To bring: the book ([[D|D, line 3]])",
        "    - Learned: to wait ([[People/Ann|Ann, line 8]])",
        "",
        "## Mentors",
        "",
        "What you learn from them, and what you can bring when you meet.",
        "",
        "What you want to reach yourself:",
        "",
        "- to sing ([[Me|Me, line 8]])",
        "",
        "- [ ] [[People/Bo|Bo Chen]] · too few sessions yet for a rhythm · last session 2026-10-28 · due 2026-12-01",
        "",
        "[[Reviews/Agenda|Agenda]]",
        "",
    ]


def test_a_tick_means_the_same_as_on_reconnect() -> None:
    context: Any = mentoring_context((MentoringGroup(Part.MENTEE, (ALL,)),), (), NONE)
    key = context["sections"][0]["items"][0]["key"]
    assert key == raw_key("contact", digest_of_item(ANN), "2026-11-20")
    assert key == reconnect_item(stale(ANN, "Ann Lee", last=date(2026, 11, 20)), NONE)["key"]


def test_a_line_in_a_private_note_is_left_out() -> None:
    group = MentoringGroup(Part.MENTEE, (ALL,))
    meeting: Any = mentoring_context((group,), (), frozenset({"Meetings/M.md"}))
    item = meeting["sections"][0]["items"][0]
    assert (item["proof"], item["last"], item["told"]) == (None, "2026-10-28", [])
    assert mentoring_context((group,), (), frozenset({ANN}))["sections"][0]["items"] == []  # type: ignore[index]


def test_many_pairs_are_counted() -> None:
    context: Any = mentoring_context((MentoringGroup(Part.MENTEE, (ALL,) * 2, 3),), (), NONE)
    assert (context["total"], len(context["sections"][0]["items"]), context["sections"][0]["more"]) == (5, 2, 3)


def test_an_empty_note_says_how_to_begin(templates: Mapping[str, str]) -> None:
    page = {"title": "Mentoring", "pages": {"agenda": {"path": "Reviews/Agenda.md", "name": "Agenda"}}}
    text = render("mentoring", page | mentoring_context((), (), NONE), templates)
    assert "No mentoring pair yet." in text
    assert "- [ ]" not in text
