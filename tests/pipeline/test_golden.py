"""The review notes of the example vault on its own day, word for word."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.obsidian_files import BASE, install
from tests.vaults import EXAMPLE_DAY, regenerate, reviews

GOLDEN = Path(__file__).parents[1] / "golden"
BASE_GOLDEN = Path(__file__).parents[1] / "golden_obsidian" / "Contacts.base"
NOTES = (
    "Agenda.md",
    "Dates ahead.md",
    "Events and communities.md",
    "Facts to check.md",
    "Five questions.md",
    "Follow-ups.md",
    "Giving and receiving.md",
    "Help for what I need.md",
    "Introductions.md",
    "Mentoring.md",
    "Months/2026-10 in review.md",
    "Network.md",
    "Plan for the quarter.md",
    "Probably acquainted.md",
    "Quarters/2026-Q3 in review.md",
    "Reconnect.md",
    "Social capital.md",
    "Vault problems.md",
    "What I can do for whom.md",
)


def test_every_note(example: Path) -> None:
    done = regenerate(example)
    found = reviews(example)
    if os.environ.get("PNM_ACCEPT"):
        for name, content in found.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(content)
    assert tuple(found) == NOTES
    assert done.report.created == tuple(f"Reviews/{name}" for name in found) or len(done.report.created) == len(NOTES)
    for name in NOTES:
        assert found[name].decode() == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_the_base_for_obsidian(example: Path) -> None:
    with open_session(str(example), EXAMPLE_DAY) as session:
        install(session, (BASE,), ("obsidian",))
    found = (example / "Contacts.base").read_bytes()
    if os.environ.get("PNM_ACCEPT"):
        BASE_GOLDEN.write_bytes(found)
    assert found.decode() == BASE_GOLDEN.read_text(encoding="utf-8")


def test_again_on_the_same_day_nothing_changes(example: Path) -> None:
    regenerate(example)
    before = reviews(example)
    stamps = {path: path.stat().st_mtime_ns for path in (example / "Reviews").rglob("*")}
    again = regenerate(example)
    assert again.changes == ()
    assert again.unchanged == len(NOTES)
    assert {path: path.stat().st_mtime_ns for path in (example / "Reviews").rglob("*")} == stamps
    assert reviews(example) == before


def test_nothing_but_the_review_notes_is_written(example: Path) -> None:
    def contents() -> dict[str, bytes]:
        return {
            str(path.relative_to(example)): path.read_bytes()
            for path in example.rglob("*")
            if path.is_file() and path.relative_to(example).parts[0] != "Reviews"
        }

    before = contents()
    regenerate(example)
    assert contents() == before


def test_without_the_cache_the_same_bytes_come_out(
    example: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    regenerate(example)
    first = reviews(example)
    monkeypatch.setenv("PNM_CACHE", str(tmp_path / "another-cache"))
    assert regenerate(example).changes == ()
    assert reviews(example) == first


def test_going_through_the_days_one_by_one_is_the_same_as_looking_once(example: Path) -> None:
    for days in range(-3, 1):
        regenerate(example, EXAMPLE_DAY + timedelta(days))
    assert {name: content.decode() for name, content in reviews(example).items()} == {
        name: (GOLDEN / name).read_text(encoding="utf-8") for name in NOTES
    }


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/Los_Angeles", "LANG": "de_DE.UTF-8", "PYTHONUTF8": "0"},
    ],
)
def test_hash_seed_time_zone_and_locale_do_not_show(example: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    own = {"PNM_CACHE": str(tmp_path / "c"), "PNM_STATE": str(tmp_path / "s"), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "pnm_vault", "--vault", str(example), "--today", "2026-11-23", "regenerate"]
    subprocess.run(command, env={**own, **environment}, check=True, capture_output=True)
    for name in NOTES:
        assert reviews(example)[name].decode() == (GOLDEN / name).read_text(encoding="utf-8"), name
