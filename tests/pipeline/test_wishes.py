"""What a note asks not to be told: dates that were seen to, reminders and introductions that are not wanted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from pnm_vault.insights.remembering.dates import dates_ahead
from pnm_vault.pipeline import open_session

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ANN = "People/Ann Lee.md"
BORN = "---\ntype: person\nbirthday: 1986-12-01\nanniversary: 2010-12-05\n---\n"


def labels(root: Path) -> list[str]:
    with open_session(str(root), DAY) as session:
        return [found.label for found in dates_ahead(session.picture().dates, DAY, 30)]


def test_a_line_that_begins_with_the_date_has_seen_to_it(make_vault: MakeVault) -> None:
    root = make_vault({ANN: BORN + "## Log\n- 2026-11-20: talked about her birthday\n"})
    assert labels(root) == ["birthday", "anniversary"]
    (root / ANN).write_text(BORN + "## Log\n- 2026-11-21: Birthday: sent flowers\n", encoding="utf-8")
    assert labels(root) == ["anniversary"]


def test_no_reminder_of_a_date(make_vault: MakeVault) -> None:
    root = make_vault({ANN: BORN.replace("type", "no_reminder: [Birthday]\ntype")})
    assert labels(root) == ["anniversary"]
    (root / ANN).write_text(BORN.replace("type", "no_reminder: birthday, anniversary\ntype"), encoding="utf-8")
    assert labels(root) == []


def test_no_introduction_to_somebody(make_vault: MakeVault) -> None:
    asks = "---\ntype: person\nasks: [a flat in Porto]\nno_introduction: {}\n---\n"
    root = make_vault({"People/Bob.md": "---\ntype: person\noffers: [flats in Porto]\n---\n"})

    def suggested(wish: str, day: date = DAY) -> int:
        (root / ANN).write_text(asks.format(wish), encoding="utf-8")
        with open_session(str(root), day) as session:
            return len(session.introductions(5))

    assert suggested("[]") == 1
    assert suggested("'[[Bob]]'") == 0
    assert suggested("['[[Cy]]', '[[People/Bob|Bob]]']") == 0
    assert suggested("['[[Bob]] until 2026-12-01']") == 0
    assert suggested("['[[Bob]] until 2026-12-01']", date(2026, 12, 1)) == 1
