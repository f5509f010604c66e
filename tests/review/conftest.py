import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.insights.agenda import Agenda
from pnm_vault.insights.dates import DateAhead
from pnm_vault.insights.follow_ups import FollowUps
from pnm_vault.insights.introductions import Gain, Introduction, Reason
from pnm_vault.insights.stale import CadenceRule, Label, StaleContact
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.source import Source
from pnm_vault.review.pages import Answers

ANN = "People/Ann Lee.md"
BO = "People/Bo Chen.md"

# What the built-in templates themselves may put on a line.
_OUR_LINK = re.compile(r"(?<!\\)\[\[[^\[\]|#^\\<>%`{}*~$:\n]+(?:\|[^\[\]|^\\<>`{}*~$\n]+)?\]\]")
_OUR_CODE = re.compile(r"(?<!\\)`[^`$=\\\n][^`\\\n]*`")
_OUR_START = re.compile(r"^(?: *- \[ \] | *- |#{1,2} |> |\*\*)")
_OUR_KEY = re.compile(r" <!-- pnm:(?:contact|follow-up|date|introduction|step|thanks) [0-9a-z]{8} [0-9-]{1,10} -->$")
_RAW = ("<%", "%>", "{{", "}}", "{%", "%%", "::", "==", "~~", "```", "<!--", "![", "[^", "\r", "\u2028", "\u202e")
_ACTIVE = re.compile(
    r"[\[\]`<*~$^{}|]|(?:^|[\s(])#[^\s#]|(?<!\w)_|_(?!\w)|&(?:#|[A-Za-z]\w*;)|^[-+>=](?: |$)|^\d+[.)](?: |$)"
    r"|^---|^===|\\$"
)
_SCHEME = re.compile(r"(?i)(?:javascript|vbscript|data|file|obsidian):\S|(?<!http)(?<!https)://")


@pytest.fixture(scope="session")
def templates() -> Mapping[str, str]:
    folder = Path(__file__).parents[2] / "templates"
    return {
        os.path.relpath(file, folder).replace(os.sep, "/"): file.read_text("utf-8") for file in folder.rglob("*.j2")
    }


@pytest.fixture(scope="session")
def live() -> Callable[[str], list[str]]:
    """Everything in a page that could act and that our templates did not put there; read without our escaping code."""

    def find(text: str) -> list[str]:
        found = []
        for line in text.split("\n"):
            rest = (
                _OUR_CODE.sub("code", _OUR_LINK.sub("link", _OUR_KEY.sub("", line)))
                .removesuffix("**")
                .replace("[!tip]", "")
                .replace("&#58;", "")
                .replace("&lt;", "")
            )
            found += [f"{mark!r} in {line!r}" for mark in _RAW if mark in rest]
            rest = _OUR_START.sub("", re.sub(r"\\[!-/:-@\[-`{-~]", "x", rest))
            found += [f"{match[0]!r} in {line!r}" for match in (*_ACTIVE.finditer(rest), *_SCHEME.finditer(rest))]
        return found

    return find


def stale(path: str = ANN, name: str = "Ann Lee", label: Label = Label.DUE, **changes: object) -> StaleContact:
    fields: dict[str, object] = {
        "score": 0.5,
        "since": 101,
        "last": date(2026, 8, 14),
        "proof": Source("Daily/2026-08-14.md", 3, "- lunch with [[Ann Lee]]"),
        "gap": 30,
        "rule": CadenceRule.CONTACT,
        "rhythm": None,
        "due": date(2026, 9, 13),
        "snoozed": False,
        "planned": None,
        "private": False,
        "reasons": ("You wish to talk monthly.",),
    }
    return StaleContact(path, name, label, **(fields | changes))  # type: ignore[arg-type]


def follow_up(text: str = "Send [[Ann Lee|Ann]] the **draft**", path: str = "Daily/2026-11-02.md") -> FollowUp:
    return FollowUp(Source(path, 4, f"- [ ] {text}"), text, date(2026, 12, 1), date(2026, 11, 20), "every week", (ANN,))


def birthday(private: bool = False) -> DateAhead:
    source = Source("Events/Party.md", 5, "Ann turns 40")
    return DateAhead(date(2026, 11, 28), "birthday", ANN, "Ann Lee", 40, private, source)


def pair(second: str = BO) -> Introduction:
    proofs = (Source(ANN, 9, "a React developer"), Source(BO, 7, "frontend in React"))
    reason = Reason("ask meets offer", "Ann Lee looks for what Bo Chen offers: react", ("react",), proofs)
    return Introduction(ANN, "Ann Lee", second, "Bo Chen", 0.5, Gain.BOTH, (reason,))


def problem(severity: Severity = Severity.ERROR, line: int = 12, path: str = BO) -> Problem:
    return Problem(path, line, severity, "yaml-syntax", "The list `x: [` does not end; close the bracket.")


@pytest.fixture
def answers() -> Answers:
    agenda = Agenda(
        week=date(2026, 11, 23),
        reconnect=(stale(planned=date(2026, 12, 4)),),
        reconnect_total=12,
        follow_ups=(follow_up(),),
        follow_ups_total=3,
        dates=(birthday(),),
        dates_total=2,
        introductions=(pair(),),
        introductions_total=4,
        problems=(problem(),),
        problems_total=5,
    )
    ties = tuple(
        stale(f"People/{name}.md", name, label)
        for name, label in (
            ("Di", Label.DORMANT),
            ("Due", Label.DUE),
            ("Sam", Label.SLIPPING),
            ("Ivy", Label.IN_RHYTHM),
        )
    )
    never = stale("People/New.md", "New", Label.NEVER, last=None, proof=None, due=None)
    return Answers(
        today=date(2026, 11, 23),
        agenda=agenda,
        stale=(*ties, never),
        introductions=(pair(),),
        follow_ups=FollowUps((follow_up(),), (), (), (follow_up("Call back"),)),
        dates=(birthday(),),
        problems=(problem(Severity.WARNING), problem(), problem(Severity.INFO, 0)),
    )
