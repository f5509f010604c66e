"""A date of somebody far away says when it begins for the owner, and never by the machine's own zone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session
from tests.vaults import regenerate

MakeVault = Callable[[dict[str, str | bytes]], Path]


def ann(zone: str) -> str:
    return f"---\ntype: person\nbirthday: 11-29\ntime_zone: {zone}\n---\n"


def line_of(root: Path) -> str:
    regenerate(root, date(2026, 11, 23))
    page = (root / "Reviews/Dates ahead.md").read_text("utf-8")
    return next(line for line in page.split("\n") if "[[Ann]]" in line).partition(" <!--")[0]


@pytest.mark.parametrize(
    ("home", "zone", "said"),
    [
        ("Europe/Rome", "Pacific/Auckland", " · their day begins on Saturday 2026-11-28 at 12:00 for you"),
        ("Europe/Rome", "America/Lima", " · their day begins on Sunday 2026-11-29 at 06:00 for you"),
        ("Europe/Rome", "Europe/Helsinki", ""),
        ("Europe/Rome", "somewhere", ""),
        ("somewhere", "Pacific/Auckland", ""),
    ],
)
def test_when_their_day_begins(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, home: str, zone: str, said: str
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    root = make_vault({"Me.md": f"---\ntime_zone: {home}\n---\n", "Ann.md": ann(zone)})
    assert line_of(root) == f"- [ ] 2026-11-29 (Sunday) · [[Ann]] · birthday{said}"


def test_without_a_zone_of_the_owners_nothing_is_said(make_vault: MakeVault) -> None:
    assert "begins" not in line_of(make_vault({"Ann.md": ann("Pacific/Auckland")}))


def test_a_zone_that_is_none_is_a_problem_at_its_line(make_vault: MakeVault) -> None:
    root = make_vault({"Me.md": "---\ntime_zone: here\n---\n", "Ann.md": ann("CET+1"), "Bo.md": ann("CET")})
    with open_session(str(root), date(2026, 11, 23)) as session:
        found = [(one.path, one.line, one.code) for one in session.picture().problems]
        assert found == [("Ann.md", 4, "bad-time-zone"), ("Me.md", 2, "bad-time-zone")]
        session.suppose({"Ann.md": ann("CET+2").encode(), "Me.md": b"---\ntime_zone: Europe/Rome\n---\n"})
        (told,) = session.picture().problems
    assert told.message == "CET+2 is no time zone that is known: write its name, such as Europe/Rome."
