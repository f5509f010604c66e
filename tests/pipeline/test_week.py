"""The Agenda with a time budget, from the settings to the page."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.vaults import EXAMPLE_DAY, regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]


def contact(*log: str, private: bool = False) -> str:
    lines = "".join([f"- {line}\n" for line in log])
    return f"---\ncadence: monthly\ncircles: [rowing]\n{'private: true' if private else ''}\n---\n{lines}"


VAULT: dict[str, str | bytes] = {
    "pnm.toml": "[time]\nminutes_per_week = 70\n[review]\nbriefs = false\n",
    "People/Ann.md": contact("2026-08-01: call", "2026-07-01: call"),
    "People/Bo.md": contact("2026-08-11: lunch", "2026-07-11: lunch"),
    "People/Cy.md": contact("2026-09-11: call", "2026-08-11: call"),
    "People/Di.md": contact("2026-09-20: mail"),
    "People/Hush.md": contact("2026-11-23: lunch", private=True),
}


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    made = make_vault(VAULT)
    for path in made.rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # nobody is writing into them
    regenerate(made)
    return made


def agenda(root: Path) -> str:
    return reviews(root)["Agenda.md"].decode()


def names(root: Path) -> list[str]:
    lines = agenda(root).partition("## Catch up with")[2].partition("## Follow-ups")[0].split("\n")
    return [line.partition("|")[2].partition("]]")[0] for line in lines if line.startswith("- [ ] ")]


def tick(root: Path, name: str, words: str = "") -> None:
    page = root / "Reviews/Agenda.md"
    lines = page.read_text("utf-8").split("\n")
    at = next(number for number, one in enumerate(lines) if f"|{name}]] ·" in one)
    lines[at] = lines[at].replace("[ ]", "[x]", 1) + words
    page.write_text("\n".join(lines), "utf-8")


def test_who_fits_and_who_waits(root: Path) -> None:
    assert sorted(names(root)) == ["Ann", "Cy"]
    assert "About 60 of your 70 minutes this week: 60 for whom to catch up with." in agenda(root)
    assert "2 more wait for next week: [[Reviews/Reconnect|Reconnect]]." in agenda(root)


def test_whoever_is_ticked_off_makes_room_for_nobody(root: Path) -> None:
    tick(root, "Ann", " call about the boat")
    regenerate(root)
    assert names(root) == ["Cy"]
    assert "About 60 of your 70 minutes this week: 30 for whom to catch up with, 30 for talks that you had." in agenda(
        root
    )
    tick(root, "Cy")
    regenerate(root, EXAMPLE_DAY + timedelta(days=2))
    assert names(root) == []
    assert "This week has no time for more." in agenda(root)
    assert "2 more wait for next week" in agenda(root)
    regenerate(root, EXAMPLE_DAY + timedelta(days=7))
    assert len(names(root)) == 1


def test_nothing_changes_within_the_week_because_days_pass(root: Path) -> None:
    first = agenda(root)
    for days in range(1, 7):
        regenerate(root, EXAMPLE_DAY + timedelta(days=days))
        assert agenda(root) == first


def test_without_a_budget_the_list_is_as_long_as_it_was(root: Path) -> None:
    (root / "pnm.toml").write_text("[review]\nbriefs = false\n")
    regenerate(root)
    assert sorted(names(root)) == ["Ann", "Bo", "Cy", "Di"]
    assert "minutes" not in agenda(root)


def test_no_minutes_at_all(root: Path) -> None:
    (root / "pnm.toml").write_text("[time]\nminutes_per_week = 0\n")
    regenerate(root)
    assert names(root) == []
    assert "4 more wait for next week" in agenda(root)
    # Of the private contact's lunch nothing is told.
    assert "About 0 of your 0 minutes this week." in agenda(root)


def test_a_circle_that_asks_for_more_than_there_is_is_named_with_its_line(root: Path) -> None:
    settings = "[time]\nminutes_per_week = 30\n[cadence]\nrowing = 7\n"
    for name in ("Ann", "Bo", "Cy", "Di"):
        note = root / f"People/{name}.md"
        note.write_text(note.read_text("utf-8").replace("cadence: monthly\n", "closeness: 2\n"), "utf-8")
    (root / "pnm.toml").write_text(settings)
    regenerate(root)
    asked = "Your cadences ask for about 2.5 hours a week; you have 30 minutes."
    assert f"{asked} With this line under `[cadence]` in `pnm.toml` it would be about 10 minutes:" in agenda(root)
    assert '- rowing = "quarterly" · the circle rowing: 4 contacts, about 2 hours less a week' in agenda(root)
    (root / "pnm.toml").write_text(settings.replace("rowing = 7", 'rowing = "quarterly"'))
    regenerate(root)
    assert "Your cadences" not in agenda(root)


@pytest.mark.parametrize("day", [EXAMPLE_DAY, date(2026, 11, 29), date(2026, 11, 30)])
def test_going_there_day_by_day_is_the_same_as_looking_once(root: Path, make_vault: MakeVault, day: date) -> None:
    for days in range((day - EXAMPLE_DAY).days + 1):
        regenerate(root, EXAMPLE_DAY + timedelta(days=days))
    before = agenda(root)
    (root / "Reviews/Agenda.md").unlink()
    regenerate(root, day)
    assert agenda(root) == before
