"""Introductions under way: what comes next, when it is time, and how they weigh on new suggestions."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pnm_vault.insights.introducing.introductions import Gain, suggest_introductions
from pnm_vault.insights.introducing.introductions_under_way import (
    UnderWay,
    due_introductions,
    introductions_in_progress,
    readiness,
    told_pairs,
)
from pnm_vault.insights.introducing.matching import Candidate
from pnm_vault.model.contact import Status
from pnm_vault.model.introduction import IntroductionRow
from pnm_vault.model.picture import Network
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from pnm_vault.review.introduction_words import tick_words, under_way_words

TODAY = date(2026, 11, 23)
RULES = build_rules(Settings())


def tie(name: str, status: Status = Status.ACTIVE) -> Tie:
    return Tie(
        f"{name}.md", name, None, (), (), None, None, None, None, status, False, True,
        0, None, None, None, None, 0.0, 0.0, 0.0,
    )  # fmt: skip


TIES = (tie("Ann"), tie("Bo"), tie("Cy"))


def row(*steps: str, head: str = "", second: str = "Bo", path: str = "Introductions/Two.md") -> IntroductionRow:
    body = "".join(f"- {step}\n" for step in steps)
    text = f"---\ntype: introduction\nbetween: [Ann, {second}]\n{head}---\n## Steps\n{body}"
    found = parse_note(path, text, RULES).introduction
    assert found is not None
    return IntroductionRow(path, "Two", "Ann.md", f"{second}.md", found)


def only(*steps: str, head: str = "", today: date = TODAY) -> UnderWay | None:
    found = introductions_in_progress([row(*steps, head=head)], TIES, today)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("steps", "words", "tick", "due"),
    [
        (("2026-11-20: idea",), "an idea since 2026-11-20; now ask Ann", "you asked Ann", "2026-11-23"),
        (("2026-11-20: asked Ann",), "you asked Ann on 2026-11-20; waiting for Ann", "Ann said yes", "2026-11-27"),
        (
            ("2026-11-02: asked Ann", "2026-11-04: Ann said yes"),
            "Ann said yes on 2026-11-04; now ask Bo",
            "you asked Bo",
            "2026-11-11",
        ),
        (
            ("2026-11-02: asked Ann", "2026-11-03: asked Bo", "2026-11-04: Bo said yes"),
            "Bo said yes, you asked Ann on 2026-11-02; waiting for Ann",
            "Ann said yes",
            "2026-11-09",
        ),
        (
            ("2026-11-02: asked both",),
            "you asked Ann and Bo on 2026-11-02; waiting for Ann and Bo",
            "Ann and Bo said yes",
            "2026-11-09",
        ),
        (
            ("2026-11-10: both said yes",),
            "both said yes on 2026-11-10; now introduce them",
            "you introduced them",
            "2026-11-12",
        ),
        (
            ("2026-11-10: made",),
            "you introduced them on 2026-11-10; from 2026-12-08 on ask how it went",
            "they met",
            "2026-12-08",
        ),
        (("2026-11-10: met",), "they met on 2026-11-10; now thank them both", "you thanked them", "2026-11-10"),
        ((), "an idea; now ask Ann", "you asked Ann", None),
    ],
)
def test_what_comes_next(steps: tuple[str, ...], words: str, tick: str, due: str | None) -> None:
    found = only(*steps)
    assert found is not None
    assert under_way_words(found) == words
    assert tick_words(found.next, found.names) == tick
    assert found.due == (date.fromisoformat(due) if due else None)


@pytest.mark.parametrize("words", ["thanked", "Ann said no", "lapsed", "declined"])
def test_what_has_come_to_its_end(words: str) -> None:
    assert only("2026-11-09: idea", f"2026-11-10: {words}") is None


def test_it_is_time_on_the_day_itself() -> None:
    one = row("2026-11-20: idea")
    for today, due in ((date(2026, 11, 22), 0), (date(2026, 11, 23), 1)):
        assert len(due_introductions(introductions_in_progress([one], TIES, today), today)) == due


def test_what_stood_still_has_lapsed_and_later_nothing_is_said() -> None:
    day = date(2026, 6, 1)
    step = f"{day}: asked Ann"
    last, lapsed = (only(step, today=day + timedelta(days)) for days in (59, 60))
    assert last is not None
    assert not last.lapsed
    assert lapsed is not None
    assert lapsed.lapsed
    words = "you asked Ann on 2026-06-01, and nothing since; if it is still a good idea, ask Ann again"
    assert under_way_words(lapsed) == words
    assert due_introductions([lapsed], day + timedelta(60)) == ()
    assert only(step, today=day + timedelta(180)) is None
    assert only(f"{day}: made", today=day + timedelta(179)) is not None
    assert only(f"{day}: met", today=day + timedelta(60)) is None


def test_put_off() -> None:
    found = only("2026-11-02: idea", head="not_before: 2026-12-01\n")
    assert found is not None
    assert found.due == date(2026, 12, 1)
    earlier = only("2026-11-20: asked Ann", head="not_before: 2026-11-10\n")
    assert earlier is not None
    assert earlier.due == date(2026, 11, 27)


def test_a_step_that_lies_ahead_is_a_plan() -> None:
    found = only("2026-11-02: asked Ann", "2026-12-04: Ann said yes")
    assert found is not None
    assert under_way_words(found) == "you asked Ann on 2026-11-02; waiting for Ann"


def test_a_status_alone_counts() -> None:
    found = only(head="status: asked Bo\n")
    assert found is not None
    assert under_way_words(found) == "you asked Bo; waiting for Bo"
    half = only("2026-12-04: met", head="status: both agreed\n")
    assert half is not None
    assert under_way_words(half) == "both said yes; now introduce them"


def test_an_open_follow_up_says_so_once() -> None:
    made = row("2026-10-01: made")
    [quiet] = introductions_in_progress([made], TIES, TODAY, {made.path})
    assert quiet.reminded
    assert due_introductions([quiet], TODAY) == ()


def test_nobody_archived_or_gone() -> None:
    ties = (tie("Ann"), tie("Bo", Status.ARCHIVED))
    assert introductions_in_progress([row("2026-11-20: idea")], ties, TODAY) == ()
    assert introductions_in_progress([row("2026-11-20: idea")], ties[:1], TODAY) == ()


def test_order() -> None:
    rows = [
        row("2026-11-20: idea", path="Introductions/B.md"),
        row("2026-11-20: idea", path="Introductions/A.md"),
        row("2026-11-01: idea", path="Introductions/C.md"),
        row("2026-08-01: idea", path="Introductions/D.md"),
    ]
    assert [one.path[-4] for one in introductions_in_progress(rows, TIES, TODAY)] == ["C", "A", "B", "D"]


def test_who_was_asked_of_late_is_suggested_half_as_readily() -> None:
    asked, made = row("2026-11-02: asked Ann"), row("2026-10-02: made", second="Cy")
    assert readiness([asked], TODAY) == {"Ann.md": 0.5, "Bo.md": 1.0}
    assert readiness([asked, made], TODAY) == {"Ann.md": 0.25, "Bo.md": 1.0, "Cy.md": 0.5}
    assert readiness([made], date(2026, 12, 30)) == {"Ann.md": 0.5, "Cy.md": 0.5}
    assert readiness([made], date(2026, 12, 31)) == {"Ann.md": 1.0, "Cy.md": 1.0}


def test_how_it_went_weighs_a_little() -> None:
    good = row("2026-01-02: made", head="outcome: good, they pair\n")
    bad = row("2026-01-02: Ann said no", second="Cy")
    assert readiness([good], TODAY) == {"Ann.md": 1.1, "Bo.md": 1.1}
    assert readiness([bad], TODAY) == {"Ann.md": 0.9, "Cy.md": 1.0}
    assert readiness([good] * 9, TODAY)["Ann.md"] == 1.2
    assert readiness([good, bad], TODAY)["Ann.md"] == 1.0


def pair(first: str, second: str, benefit: float) -> Candidate:
    return Candidate(f"{first}.md", first, f"{second}.md", second, benefit, Gain.BOTH, ())


def test_a_pair_with_a_note_is_not_suggested_whatever_became_of_it() -> None:
    pairs = (pair("Ann", "Bo", 0.5), pair("Ann", "Cy", 0.4))
    for steps in (("2026-11-02: idea",), ("2020-01-01: declined",), ("2026-11-02: lapsed",)):
        found = suggest_introductions(Network(TIES), pairs, 9, TODAY, told_pairs([row(*steps)]))
        assert [(one.first_name, one.second_name) for one in found] == [("Ann", "Cy")]


def test_the_load_moves_a_pair_down_the_list() -> None:
    pairs = (pair("Ann", "Bo", 0.5), pair("Bo", "Cy", 0.4))
    plain = suggest_introductions(Network(TIES), pairs, 9, TODAY)
    loaded = suggest_introductions(Network(TIES), pairs, 9, TODAY, (), {"Ann.md": 0.5})
    assert [one.second_name for one in plain] == ["Bo", "Cy"]
    assert [one.second_name for one in loaded] == ["Cy", "Bo"]
    assert loaded[1].score == round(plain[0].score / 2, 4)
    most = suggest_introductions(Network(TIES), (replace(pairs[0], benefit=1.0),), 1, TODAY, (), {"Ann.md": 9.0})
    assert most[0].score <= 1
