"""A handful to open with: one of each sort, no line twice, the most wanted first."""

from datetime import date

import pytest
from msgspec.structs import replace

from pnm_vault.insights.briefing.brief import Brief, Common
from pnm_vault.insights.briefing.news import News
from pnm_vault.insights.briefing.openers import MOST, Opener, Opening, openers
from pnm_vault.insights.briefing.telling import Line, Telling, undated
from pnm_vault.insights.remembering.promises import Promise
from pnm_vault.model.contact import Statement
from pnm_vault.model.note import Channel
from pnm_vault.model.source import Source

DAY = date(2026, 9, 14)


def line(text: str, number: int, day: date = DAY, path: str = "Ann.md") -> Line:
    return Line(day, path, number, text)


def told(*lines: Line) -> Telling:
    return Telling(DAY, Channel.CALL, lines)


ASK = Statement("a flat in Porto", 5)
FULL = Brief(
    path="Ann.md",
    name="Ann",
    last=DAY,
    conversations=(told(line("2026-09-14: she called", 20), line("about the flat", 21)), told(line("older", 12))),
    promises=(
        Promise(False, line("She will send the plan", 18)),
        Promise(True, line("I'll ask around", 17)),
        Promise(True, line("I'll call", 16)),
    ),
    asks=(ASK, Statement("a lamp", 6)),
    aged=(line("looking for a job", 9), line("thesis", 8)),
    news=(News(line("fourteen moths", 3, path="Daily/2026-11-05.md"), ASK, ("moths",)),),
    common=(Common("Bo.md", "Bo", DAY, Source("Meetings/x.md", 2)), Common("Cy.md", "Cy", None, Source("Cy.md", 4))),
)


def kinds(brief: Brief) -> list[str]:
    return [str(one.kind) for one in openers(brief)]


def test_one_of_each_and_five_at_the_most() -> None:
    assert openers(FULL) == (
        Opener(Opening.LAST, "she called", Source("Ann.md", 20), DAY),
        Opener(Opening.YOURS, "I'll ask around", Source("Ann.md", 17), DAY),
        Opener(Opening.THEIRS, "She will send the plan", Source("Ann.md", 18), DAY),
        Opener(Opening.AGED, "looking for a job", Source("Ann.md", 9), DAY),
        Opener(Opening.ASK, "a flat in Porto", Source("Ann.md", 5)),
    )
    assert len(openers(FULL)) == MOST


def test_what_comes_after_when_there_is_room() -> None:
    brief = replace(FULL, promises=(), aged=())
    assert openers(brief)[2:] == (
        Opener(Opening.NEWS, "fourteen moths", Source("Daily/2026-11-05.md", 3), DAY, "", ("moths",)),
        Opener(Opening.COMMON, "Bo", Source("Meetings/x.md", 2), DAY, "Bo.md"),
    )


def test_nothing_to_say_is_nothing_said() -> None:
    assert openers(Brief("Ann.md", "Ann")) == ()


def test_no_line_is_told_twice() -> None:
    promise = Promise(True, line("I'll ask around", 20))
    assert kinds(replace(FULL, promises=(promise,))) == ["last", "aged", "ask", "news", "common"]
    aged = line("a flat in Porto", 5)
    assert kinds(replace(FULL, promises=(), aged=(aged,))) == ["last", "aged", "news", "common"]
    common = Common("Bo.md", "Bo", DAY, Source("Ann.md", 20))
    assert "common" in kinds(replace(FULL, promises=(), common=(common,)))


def test_a_heading_that_is_the_day_alone_gives_way_to_what_stands_below() -> None:
    (last, *_) = openers(replace(FULL, conversations=(told(line("2026-09-14", 20), line("coffee", 21)),)))
    assert (last.text, last.proof.line) == ("coffee", 21)
    (last, *_) = openers(replace(FULL, conversations=(told(line("2026-09-14", 20)),)))
    assert last.text == "2026-09-14"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-09-14: coffee", "coffee"),
        ("[x] 2026-09-14 coffee", "coffee"),
        ("2026-09-13: coffee", "2026-09-13: coffee"),  # of another day, so that it says more
        ("coffee on 2026-09-14", "coffee on 2026-09-14"),
        ("| 2026-09-14 | Email | sent the [[Deck|slides]] |", "Email · sent the [[Deck|slides]]"),
    ],
)
def test_a_line_without_its_own_day(text: str, shown: str) -> None:
    assert undated(line(text, 1)) == shown
