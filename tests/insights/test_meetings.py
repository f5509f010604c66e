"""Whom the owner met a few days ago: only new ties, only with nothing since, and not when something is planned."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.insights.gathering.meetings import AFTER_MEETING, new_acquaintances
from pnm_vault.pipeline import open_session
from tests.pipeline.writing.test_answers import mark, run, settled, text
from tests.vaults import regenerate

MakeVault = Callable[[dict[str, str | bytes]], Path]
TODAY = date(2026, 11, 23)
OLD = "---\ntype: person\n---\n- 2025-01-02: tea\n- 2025-06-02: tea\n"


def ann(day: date, more: str = "") -> str:
    return (
        "---\ntype: person\nhow_met: on the tram\nasks: [a winch, a flat]\noffers: [a lift]\n---\n"
        f"# Ann\n\n## Log\n- {day}: talked about winches\n{more}"
    )


def found(root: Path) -> list[tuple[str, date]]:
    with open_session(str(root), TODAY) as session:
        picture = session.picture()
        told = session.table("first_meetings")
        met = new_acquaintances(picture.network, told, picture.follow_ups, TODAY)
    return [(one.path, one.day) for one in met]


@pytest.mark.parametrize(("days", "there"), [(0, True), (AFTER_MEETING, True), (AFTER_MEETING + 1, False)])
def test_for_two_weeks(make_vault: MakeVault, days: int, there: bool) -> None:
    day = TODAY - timedelta(days)
    assert found(make_vault({"Ann.md": ann(day), "Bob.md": OLD})) == ([("Ann.md", day)] if there else [])


@pytest.mark.parametrize(
    "more",
    [
        "- 2026-11-21: wrote to her\n",
        "- [ ] send her the drawing\n",
        "- 2026-12-01: lunch\n",
    ],
)
def test_what_takes_somebody_off(make_vault: MakeVault, more: str) -> None:
    day = date(2026, 11, 18)
    assert found(make_vault({"Ann.md": ann(day), "Bob.md": OLD})) != []
    assert found(make_vault({"Ann.md": ann(day, more), "Bob.md": OLD})) == []


@pytest.mark.parametrize("field", ["private: true", "suggest: never", "cadence: none", "category: family"])
def test_who_is_left_out(make_vault: MakeVault, field: str) -> None:
    text = ann(date(2026, 11, 18)).replace("type: person", f"type: person\n{field}")
    assert found(make_vault({"Ann.md": text, "Bob.md": OLD})) == []


def test_in_a_log_that_has_just_begun_nobody_is_new(make_vault: MakeVault) -> None:
    assert found(make_vault({"Ann.md": ann(date(2026, 11, 18))})) == []


def test_a_tick_is_a_word_and_takes_the_line_off(make_vault: MakeVault) -> None:
    root = make_vault({"Ann.md": ann(date(2026, 11, 18)), "Bob.md": OLD})
    regenerate(root, TODAY)
    settled(root)
    page = text(root, "Reviews/Follow-ups.md")
    line = next(line for line in page.split("\n") if "met on" in line)
    assert line.startswith(
        "- [ ] [[Ann]] · met on [[Ann|2026-11-18]] · on the tram · looks for: a winch · can help with: a lift <!--"
    )
    mark(root, "Follow-ups", "met on", "x", "sent her a postcard")
    assert [one.reason for one in run(root).outcomes] == [""]
    assert "- 2026-11-23: sent her a postcard" in text(root, "Ann.md")
    assert "met on" not in text(root, "Reviews/Follow-ups.md")
