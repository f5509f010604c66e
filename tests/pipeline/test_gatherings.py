"""Events and communities through the whole pipeline: what stands on the note, and what makes it change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session
from tests.vaults import regenerate, write

DAY = date(2026, 11, 23)
PAGE = "Reviews/Events and communities.md"
NOTES: dict[str, str | bytes] = {
    "Me.md": "---\nasks: [somebody who repairs wooden boats]\n---\n",
    "People/Ann Lee.md": "---\ntype: person\noffers: [repairs of wooden boats]\n---\n"
    "## Log\n- 2026-08-01: tea\n- 2026-05-01: tea\n",
    "People/Bo Chen.md": "---\ntype: person\ncity: Graz\n---\n- 2026-10-01: letter\n",
    "People/Nadia Furian.md": "---\ntype: person\nprivate: true\ncity: Graz\noffers: [boats]\n---\n- 2026-11-19: tea\n",
    "Events/Boats.md": "---\ntype: event\ndate: 2026-12-01\nplace: Graz\n"
    "expected: ['[[Ann Lee]]', '[[Nadia Furian]]']\n---\n"
    "## Whom to meet\n- [[Nadia Furian]] for the key\n- [[Ann Lee]] and a sailmaker\n",
    "Events/Evening.md": "---\ntype: event\ndate: 2026-11-20\nattendees: ['[[Bo Chen]]', '[[Nadia Furian]]']\n---\n",
    "Communities/Choir.md": "---\ntype: community\nmembers: ['[[Ann Lee]]', '[[Nadia Furian]]']\nrhythm: weekly\n---\n",
    "Daily/2026-11-17.md": "- [[Choir]], the low notes\n",
}  # fmt: skip


@pytest.fixture
def root(make_vault: Callable[[dict[str, str | bytes]], Path]) -> Path:
    return make_vault(NOTES)


def page(root: Path, day: date = DAY) -> str:
    regenerate(root, day)
    return (root / PAGE).read_text("utf-8")


def test_what_stands_on_the_note(root: Path) -> None:
    text = page(root)
    for words in (
        "Tuesday, 2026-12-01 · Graz\n",
        "- [[People/Ann Lee|Ann Lee]] · last contact [[People/Ann Lee|2026-08-01]]\n",
        "**Also in Graz**\n\n- [[People/Bo Chen|Bo Chen]]",
        "You are looking for “somebody who repairs wooden boats”; Ann Lee offers “repairs of wooden boats”.",
        "You wrote: “Ann Lee and a sailmaker”.",
        "- [ ] [[People/Bo Chen|Bo Chen]] · last contact [[Events/Evening|2026-11-20]]",
        "last visit [[Daily/2026-11-17|2026-11-17]] · next 2026-11-24",
    ):
        assert words in text
    assert "Nadia" not in text


def test_a_member_or_somebody_expected_is_not_met_by_that(root: Path) -> None:
    with open_session(str(root), DAY) as session:
        record = session.record("People/Ann Lee.md")
    assert [entry.day for entry in record.interactions] == [date(2026, 5, 1), date(2026, 8, 1)]
    assert record.events == ()


def test_the_note_follows_each_of_those_it_speaks_of(root: Path) -> None:
    before = page(root)
    write(
        root, {"People/Ann Lee.md": str(NOTES["People/Ann Lee.md"]).replace("repairs of wooden boats", "lifts to town")}
    )
    assert "Ann Lee offers" not in page(root)
    write(root, {"People/Ann Lee.md": NOTES["People/Ann Lee.md"]})
    assert page(root) == before
    write(root, {"Daily/2026-11-21.md": "An hour with the [[Choir]].\n"})
    assert "last visit [[Daily/2026-11-21|2026-11-21]]" in page(root)
    (root / "Daily/2026-11-21.md").unlink()
    write(root, {"People/Bo Chen.md": str(NOTES["People/Bo Chen.md"]) + "- 2026-11-22: thanked him\n"})
    assert "- [ ] [[People/Bo Chen|Bo Chen]]" not in page(root)


def test_from_day_to_day_only_what_has_a_cause_changes(root: Path) -> None:
    assert page(root, date(2026, 11, 22)) == page(root, DAY)
    assert page(root, DAY) != page(root, date(2026, 11, 24))  # the choir is due


def test_a_vault_without_any_says_how_to_begin(make_vault: Callable[[dict[str, str | bytes]], Path]) -> None:
    text = page(make_vault({"People/Ann.md": "---\ntype: person\n---\n"}))
    assert "No event in the next 60 days." in text
    assert "None has a note yet." in text


def test_no_event_ahead_where_the_settings_look_no_days_ahead(root: Path) -> None:
    write(root, {"pnm.toml": "[review]\nevents_ahead = 3\n"})
    assert "No event in the next 3 days." in page(root)
