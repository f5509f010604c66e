"""Marks on the line of a community, carried out in its note."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.pipeline.test_answers_killed import settle
from tests.vaults import regenerate, write

DAY = date(2026, 11, 23)
PAGE = "Reviews/Events and communities.md"
CHOIR = (
    "---\ntype: community\nmembers: ['[[Ann]]']\ncadence: weekly # Tuesdays\n---\n"
    "# Choir\n\n## Log\n- 2026-11-03: sang\n"
)


@pytest.fixture
def root(make_vault: Callable[[dict[str, str | bytes]], Path]) -> Path:
    vault = make_vault({"People/Ann.md": "---\ntype: person\n---\n", "Communities/Choir.md": CHOIR})
    regenerate(vault, DAY)
    return vault


def mark(root: Path, sign: str, words: str = "") -> str:
    """Mark the choir's line, carry it out and give its note."""
    page = (root / PAGE).read_text("utf-8").split("\n")
    at = next(at for at, line in enumerate(page) if "Communities/Choir|" in line)
    page[at] = page[at].replace("- [ ]", f"- [{sign}]") + (f" {words}" if words else "")
    write(root, {PAGE: "\n".join(page)})
    settle(root)
    regenerate(root, DAY)
    settle(root)
    text = (root / "Communities/Choir.md").read_text("utf-8")
    assert regenerate(root, DAY).answered is None
    return text


def test_a_tick_is_a_visit_today(root: Path) -> None:
    assert mark(root, "x") == CHOIR.replace("- 2026-11-03", "- 2026-11-23: was there\n- 2026-11-03")


def test_words_and_a_day_go_with_it(root: Path) -> None:
    text = mark(root, "x", "saturday: a wedding, four encores")
    assert "- 2026-11-21: a wedding, four encores\n" in text


def test_later_asks_for_no_reminder_before_a_day(root: Path) -> None:
    assert mark(root, ">", "january") == CHOIR.replace("Tuesdays\n", "Tuesdays\nnext_visit: 2027-01-01\n")
    assert "next 2027-01-01" in (root / PAGE).read_text("utf-8")


def test_later_without_words_is_one_rhythm(root: Path) -> None:
    assert "next_visit: 2026-11-30\n" in mark(root, ">")


def test_no_ends_the_reminders_under_the_key_that_the_note_has(root: Path) -> None:
    assert mark(root, "-") == CHOIR.replace("cadence: weekly", "cadence: none")


def test_a_community_that_is_gone_is_said_to_be(root: Path) -> None:
    page = (root / PAGE).read_text("utf-8").replace("- [ ]", "- [x]")
    (root / "Communities/Choir.md").unlink()
    write(root, {PAGE: page})
    settle(root)
    done = regenerate(root, DAY)
    assert done.answered is not None
    assert [one.reason for one in done.outcomes] == ["there is no such community any more."]


def test_a_mark_follows_a_community_that_was_renamed(root: Path) -> None:
    page = (root / PAGE).read_text("utf-8").replace("- [ ]", "- [x]").replace("Communities/Choir|", "Communities/Chor|")
    (root / "Communities/Choir.md").rename(root / "Communities/Chor.md")
    write(root, {PAGE: page})
    settle(root)
    regenerate(root, DAY)
    assert "- 2026-11-23: was there\n" in (root / "Communities/Chor.md").read_text("utf-8")
