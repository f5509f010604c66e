"""Reconnect and Mentoring from notes to page: stable through the month, made anew when what they tell changes."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.insights.catching_up import dormant
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import reconnecting
from pnm_vault.pipeline.questions.reconnecting import dormant_picks
from pnm_vault.vault.cache import Cache
from tests.pipeline.writing.test_answers import mark, run
from tests.vaults import reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
CONFIG = '[vault]\ncontacts = ["People"]\n'


def contact(*days: str, fields: str = "cadence: monthly") -> str:
    return f"---\n{fields}\n---\n" + "".join([f"- {day}: tea\n" for day in days])


def monthly(first: date, count: int) -> list[str]:
    return [str(first + timedelta(days=30 * number)) for number in range(count)]


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    people: dict[str, str | bytes] = {
        "People/Strong.md": contact(*monthly(date(2023, 1, 1), 12), fields="circles: [choir]"),
        "People/Else.md": contact("2023-05-01", fields="cadence: monthly\ncircles: [theatre]\nrole: director"),
        **{f"People/Crowd{n}.md": contact("2024-01-01", fields="cadence: monthly\ncircles: [choir]") for n in range(5)},
        "People/Now.md": contact(*monthly(date(2026, 1, 1), 11), fields="circles: [choir]"),
        "pnm.toml": CONFIG,
    }
    root = make_vault(people)
    run(root, DAY)
    return root


def picked(root: Path) -> list[str]:
    """Name the dormant ties on the note."""
    part = reviews(root)["Reconnect.md"].decode().partition("## Dormant")[2].partition("\n## ")[0]
    return [line.partition("|")[2].partition("]]")[0] for line in part.split("\n") if line.startswith("- [ ]")]


def left_out(root: Path) -> int:
    part = reviews(root)["Reconnect.md"].decode().partition("## Dormant")[2].partition("\n## ")[0]
    return int(part.partition("… and ")[2].partition(" ")[0] or 0)


def test_the_picks_are_kept_until_something_that_they_were_drawn_by_moves(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    def watched(*drawn_by: Any) -> Any:
        drawn.append(1)
        return dormant.pick_dormant(*drawn_by)

    monkeypatch.setattr(reconnecting, "pick_dormant", watched)

    def times_after(name: str, text: str, day: date = date(2026, 11, 28)) -> int:
        write(vault, {f"People/{name}.md": text})
        drawn.clear()
        with open_session(str(vault), day) as session:
            kept = dormant_picks(session)
        times = len(drawn)
        with open_session(str(vault), day, cache=Cache.empty) as session:
            assert kept == dormant_picks(session)
        return times

    now, strong = monthly(date(2026, 1, 1), 11), monthly(date(2023, 1, 1), 12)
    choir = "circles: [choir]"
    assert times_after("Now", contact(*now, fields=choir)) == 1
    assert times_after("Now", contact(*now, "2026-11-27", fields=choir)) == 0
    assert times_after("Now", contact(*now, "2026-11-27", fields="circles: [theatre]")) == 1
    assert times_after("New", contact("2026-11-20", fields=choir)) == 1
    assert times_after("New", contact("2026-11-21", fields=choir)) == 0
    assert times_after("Strong", contact(*strong, "2026-11-20", fields=choir)) == 1
    assert times_after("Strong", contact(*strong, "2026-11-21", fields=choir)) == 0
    assert times_after("Strong", contact(*strong, "2026-11-21", fields=f"{choir}\ncadence: none")) == 1
    assert times_after("Else", contact("2023-05-02", fields="circles: [theatre]\nrole: director")) == 1
    assert times_after("Else", contact("2023-05-02", fields="circles: [theatre]\nrole: baker")) == 1
    assert times_after("Else", contact("2023-05-02", fields="circles: [theatre]\nrole: baker"), date(2026, 12, 1)) == 1


def test_three_are_picked_and_the_others_counted(vault: Path) -> None:
    assert picked(vault)[:2] == ["Strong", "Else"]
    assert (len(picked(vault)), left_out(vault)) == (3, 4)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(("sign", "words"), [("x", "a long call"), (">", "")])
def test_an_answer_leaves_its_place_empty_until_the_next_month(vault: Path, place: int, sign: str, words: str) -> None:
    before = picked(vault)
    name = before[place]
    mark(vault, "Reconnect", f"|{name}]]", sign, words)
    run(vault)
    rest = [one for one in before if one != name]
    assert picked(vault) == rest
    for later in (1, 4, 7):
        run(vault, DAY + timedelta(days=later))
        assert picked(vault) == rest
    run(vault, date(2026, 12, 1))
    assert len(picked(vault)) == 3
    assert name not in picked(vault)


def test_a_no_makes_room_for_another(vault: Path) -> None:
    before = picked(vault)
    mark(vault, "Reconnect", f"|{before[2]}]]", "-")
    run(vault)
    assert picked(vault)[:2] == before[:2]
    assert len(picked(vault)) == 3
    assert before[2] not in picked(vault)


def test_without_the_cache_the_picks_are_the_same(vault: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mark(vault, "Reconnect", "|Strong]]", "x")
    run(vault)
    page = reviews(vault)["Reconnect.md"]
    monkeypatch.setenv("PNM_CACHE", str(tmp_path / "another"))
    run(vault)
    assert reviews(vault)["Reconnect.md"] == page


def test_a_role_alone_makes_the_note_anew(vault: Path) -> None:
    assert b"as director: may know" in reviews(vault)["Reconnect.md"]
    write(vault, {"People/Else.md": contact("2023-05-01", fields="cadence: monthly\ncircles: [theatre]\nrole: dean")})
    run(vault)
    assert b"as dean: may know" in reviews(vault)["Reconnect.md"]


class TestMentoring:
    """What the note takes from other notes."""

    @pytest.fixture
    def pair(self, make_vault: MakeVault) -> Path:
        root = make_vault(
            {
                "People/Ann.md": "---\ncategory: mentee\ngoals: [a first talk, meet Cleo Ray]\n---\n"
                "- 2026-10-01: our hour\n",
                "People/Cleo Ray.md": "---\nprivate: true\ncategory: mentor\n---\n- 2026-10-01: tea\n",
                "Meetings/2026-10-01 Hour.md": "---\npeople: ['[[Ann]]']\n---\n- she wants to write\n- with Cleo Ray\n",
                "Meetings/2026-10-01 Cleo Ray.md": "---\npeople: ['[[Ann]]']\n---\n- about bread\n",
                "Me.md": "---\ntype: me\ngoals: [to sing, to forget Cleo Ray]\n---\n",
                "pnm.toml": f'{CONFIG}meetings = ["Meetings"]\n',
            }
        )
        run(root)
        return root

    def page(self, root: Path) -> str:
        return reviews(root)["Mentoring.md"].decode()

    def test_meetings_and_goals_and_nobody_private(self, pair: Path) -> None:
        page = self.page(pair)
        assert "Goal: a first talk" in page
        assert "Last time: she wants to write ([[Meetings/2026-10-01 Hour|2026-10-01 Hour, line 4]])" in page
        assert "Cleo" not in page

    @pytest.mark.parametrize(
        ("path", "text", "told"),
        [
            ("Meetings/2026-10-01 Hour.md", "---\npeople: ['[[Ann]]']\n---\n- she wrote it\n", "she wrote it"),
            ("People/Ann.md", "---\ncategory: mentee\n---\n- 2026-10-02: learned to wait\n", "learned to wait"),
            ("Me.md", "---\ntype: me\ngoals: [to swim]\n---\n", "to swim"),
        ],
    )
    def test_a_change_of_words_alone_makes_it_anew(self, pair: Path, path: str, text: str, told: str) -> None:
        write(pair, {"People/Bo.md": "---\ncategory: mentor\n---\n- 2026-10-01: our hour\n"})
        run(pair)
        assert told not in self.page(pair)
        write(pair, {path: text})
        run(pair)
        assert told in self.page(pair)
        with open_session(str(pair), DAY, force=True) as session:
            assert session.regenerate(write=False).changes == ()

    def test_a_tick_logs_as_elsewhere(self, pair: Path) -> None:
        mark(pair, "Mentoring", "|Ann]]", "x", "yesterday: our hour, the outline")
        run(pair)
        assert "- 2026-11-22: our hour, the outline\n" in (pair / "People/Ann.md").read_text()
        assert "last session [[People/Ann|2026-11-22]]" in self.page(pair)
