"""Pairs that are kept between runs are looked for anew on the day on which an ask grows too old, and on no other."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.insights.introducing import matching
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import introducing

MakeVault = Callable[[dict[str, str | bytes]], Path]


def test_an_ask_grows_too_old_overnight(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(
        {
            "People/Ann.md": "## Log\n- 2025-05-24: tea, looking for a beehive\n",
            "People/Bob.md": "## Can Help With\n- beehives\n",
        }
    )
    looked: list[date] = []
    original = matching.choose_pairs

    def watched(profiles: Any, known: Any, own: Any, today: date, coverage: Any) -> matching.Choice:
        looked.append(today)
        return original(profiles, known, own, today, coverage)

    monkeypatch.setattr(introducing, "choose_pairs", watched)

    def pairs(day: date) -> int:
        with open_session(str(root), day) as session:
            return len(session.introductions(5))

    days = [date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 21)]
    assert [pairs(day) for day in days] == [1, 1, 0, 0, 1]
    assert looked == [date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 21)]


def test_pairs_are_chosen_anew_when_the_notes_no_longer_tell_bridges(make_vault: MakeVault) -> None:
    """Two of ten contacts know each other: enough. Two of eleven are not, though no pair and no tie changed."""
    notes: dict[str, str | bytes] = {f"People/N{number}.md": "Tea.\n" for number in range(6)}
    notes["People/Ann.md"] = "---\ncircles: rowing\n---\n## Looking For\n- a beehive\n"
    notes["People/Bob.md"] = "---\ncircles: choir\n---\n## Can Help With\n- beehives\n"
    notes |= {"People/Cy.md": '---\nknows: "[[Di]]"\n---\n', "People/Di.md": "Tea.\n"}
    root = make_vault(notes)

    def score() -> float:
        with open_session(str(root), date(2026, 11, 23)) as session:
            return session.introductions(5)[0].score

    as_bridge = score()
    (root / "People/New.md").write_text("Tea.\n", encoding="utf-8")
    assert as_bridge == pytest.approx(1.25 * score(), abs=1e-3)
    (root / "People/New.md").unlink()
    assert score() == as_bridge


def test_an_old_ask_that_was_confirmed_since_is_matched_again(make_vault: MakeVault) -> None:
    ann = "---\ntype: person\nconfirmed: [{}]\n---\n## Asks\n- 2025-01-03: a beehive\n"
    for said, pairs in (
        ("role 2026-11-01", 0),
        ("asks a beehive 2026-11-01", 1),
        ("asks 2026-11", 1),
        ("asks a beehive 2026-10-01, asks a beehive no longer 2026-11-01", 0),
    ):
        notes: dict[str, str | bytes] = {"People/Ann.md": ann.format(said)}
        root = make_vault({**notes, "People/Bob.md": "## Can Help With\n- beehives\n"})
        with open_session(str(root), date(2026, 11, 23)) as session:
            assert len(session.introductions(5)) == pairs, said
