"""`pnm met` with somebody at the terminal who can say whom a name means."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Type

PERSON = "---\ntype: person\n---\n"
NOTES: dict[str, str | bytes] = {
    "People/Bo Chen.md": PERSON,
    "People/Katja Novak.md": PERSON,
    "Home/Max Muster.md": PERSON,
    "Work/Max Muster.md": PERSON,
    "Events/Fair 2026.md": "---\ntype: event\ndate: 2026-11-20\n---\n",
    "Events/Fair 2025.md": "---\ntype: event\ndate: 2025-11-20\n---\n",
}


@pytest.fixture
def root(make_vault: Callable[[dict[str, str | bytes]], Path]) -> Path:
    return make_vault(NOTES)


def test_one_key_says_whom_a_name_means(root: Path, typed: Type) -> None:
    assert typed(root, "2", "met", "Fair 2026", "Max Muster") == 0
    assert "met at" in (root / "Work/Max Muster.md").read_text()
    assert (root / "Home/Max Muster.md").read_text() == PERSON


def test_somebody_who_may_be_known_is_asked_about(root: Path, typed: Type) -> None:
    assert typed(root, "n", "met", "Fair 2026", "Katia Novak") == 0
    assert (root / "People/Katia Novak.md").exists()
    assert typed(root, "1", "met", "Fair 2026", "Katja Nowak") == 0
    assert "met at" in (root / "People/Katja Novak.md").read_text()


def test_nobody_chosen_is_left_out(root: Path, typed: Type, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(root, "\r", "met", "Fair 2026", "Max Muster") == 7
    assert "more than one contact is called so" in capsys.readouterr().err


def test_one_key_says_which_event_is_meant(root: Path, typed: Type) -> None:
    assert typed(root, "2", "met", "fair", "Eve Fox") == 0
    assert "met at [[Fair 2026]]" in (root / "People/Eve Fox.md").read_text()
    assert typed(root, "\r", "met", "fair", "Eve Fox") == 7
