"""For which dates it is time to think of a gift, and what is known of gifts."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.insights.remembering.gifts import GiftAhead, gifts_ahead
from pnm_vault.pipeline import open_session
from tests.vaults import regenerate

MakeVault = Callable[[dict[str, str | bytes]], Path]
TODAY = date(2026, 11, 23)


def ann(fields: str = "category: family", log: str = "", day: str = "12-05", body: str = "") -> str:
    return f"---\ntype: person\nbirthday: {day}\n{fields}\n---\n# Ann\n{body}\n## Log\n- 2026-01-02: tea\n{log}"


def found(root: Path, today: date = TODAY, days: int = 14) -> list[GiftAhead]:
    with open_session(str(root), today) as session:
        return list(gifts_ahead(session.picture().dates, session.table("gifts"), today, days))


@pytest.mark.parametrize(
    ("fields", "log", "there"),
    [
        ("category: family", "", True),
        ("closeness: 5", "", True),
        ("closeness: 4", "", False),
        ("gift_ideas: [a lamp]", "", True),
        ("gifts: a lamp", "", True),
        ("category: friend", "- 2025-12-04: gave: a lamp\n", True),
        ("category: friend", "- 2025-06-04: gave: a lamp\n", False),
        ("category: friend", "- 2025-12-05: birthday: sent flowers\n", True),
        ("category: family\nno_reminder: birthday", "", False),
        ("category: family\nstatus: archived", "", False),
        ("category: family", "- 2026-11-20: gave: a lamp\n", False),
        ("category: family", "- 2026-11-20: birthday: sent a lamp\n", False),
        ("category: family", "- 2026-09-20: gave: a lamp\n", True),
    ],
)
def test_for_whom(make_vault: MakeVault, fields: str, log: str, there: bool) -> None:
    assert bool(found(make_vault({"Ann.md": ann(fields, log)}))) is there


@pytest.mark.parametrize(("before", "there"), [(15, False), (14, True), (0, True)])
def test_from_the_lead_day_on(make_vault: MakeVault, before: int, there: bool) -> None:
    root = make_vault({"Ann.md": ann()})
    assert bool(found(root, date(2026, 12, 5) - timedelta(before))) is there
    assert found(root, date(2026, 12, 5), 0) == []


def test_over_the_end_of_the_year_and_on_a_leap_day(make_vault: MakeVault) -> None:
    root = make_vault({"Ann.md": ann(day="01-03"), "Bob.md": ann(day="2000-02-29")})
    assert [one.ahead.day for one in found(root, date(2026, 12, 30))] == [date(2027, 1, 3)]
    assert [one.ahead.day for one in found(root, date(2027, 2, 20))] == [date(2027, 2, 28)]


def test_what_is_told(make_vault: MakeVault) -> None:
    log = "- 2025-12-04: gave: a lamp\n- 2024-12-24: gave: chestnuts\n- 2025-06-01: gave: a lift\n"
    log += "- 2023-12-05: birthday: sent flowers\n- 2022-12-05: gave: a kite\n- 2021-12-05: gave: a comb\n"
    body = "\n## Gift ideas\n- a hammock\n- 2026-03-01: gloves\n"
    [gift] = found(make_vault({"Ann.md": ann(log=log, body=body)}))
    assert [one.text for one in gift.ideas] == ["a hammock", "2026-03-01: gloves"]
    assert [(one.day.year, one.text) for one in gift.given] == [
        (2025, "a lamp"),
        (2024, "chestnuts"),
        (2023, "sent flowers"),
    ]


def test_what_is_below_that_heading_is_no_contact(make_vault: MakeVault) -> None:
    root = make_vault({"Ann.md": ann(body="\n## Gift ideas\n- 2026-03-01: called it gloves\n")})
    with open_session(str(root), TODAY) as session:
        assert session.picture().network.ties[0].last == date(2026, 1, 2)


def test_the_note_names_nobody_private(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "Ann.md": ann("gift_ideas: [a lamp, a day with Cy Poe]"),
            "Cy Poe.md": ann("category: family\nprivate: true"),
        }
    )
    regenerate(root, TODAY)
    page = (root / "Reviews/Dates ahead.md").read_text("utf-8")
    assert "- [[Ann]] · 2026-12-05 (Saturday) · birthday · ideas: a lamp\n" in page
    assert "Cy" not in page
