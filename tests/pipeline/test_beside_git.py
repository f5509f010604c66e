"""The review notes amid what git does: real repositories, real conflicts."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.errors import GitUnderWayError
from pnm_vault.pipeline import beside_git, open_session
from pnm_vault.pipeline import watching as watching_room
from pnm_vault.sync.git.under_way import UnderWay
from pnm_vault.vault import clock
from tests.gits import begin, git, keep, needs_git, part
from tests.pipeline.test_watch import Inside, hurry
from tests.vaults import EXAMPLE_DAY, regenerate, reviews

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

MakeVault = Callable[[dict[str, str | bytes]], Path]


def contact(role: str, *log: str) -> str:
    lines = "".join(f"- {line}\n" for line in log)
    return f"---\ntype: contact\ncadence: 30\nrole: {role}\nlast_contact: 2026-09-01\n---\n\n## Log\n\n{lines}"


@pytest.fixture
def parted(make_vault: MakeVault) -> Path:
    """A vault of which two machines changed the same line of the same note."""
    root = make_vault({"pnm.toml": "", "People/Ben.md": contact("baker", "2026-08-01 Call")})
    begin(root)
    part(root, "People/Ann.md", contact("a"), contact("b"), contact("c"))
    return root


def state(root: Path) -> str:
    return git(root, "status", "--porcelain", "-z")


def test_it_makes_nothing_amid_a_merge_and_goes_on_after(parted: Path) -> None:
    git(parted, "merge", "other", fails=True)
    before = state(parted)
    with pytest.raises(GitUnderWayError, match="in the middle of a merge"):
        regenerate(parted)
    assert state(parted) == before
    git(parted, "merge", "--abort")
    assert regenerate(parted).report.created


def test_what_it_says_and_the_exit_code(parted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(parted, "rebase", "other", fails=True)
    assert program.run(["--vault", str(parted), "regenerate"]) == 8
    said = capsys.readouterr().err
    assert said.startswith("pnm: Git is in the middle of a rebase, so the review notes were left as they are.\n")
    assert "git rebase --continue" in said


def test_a_dry_run_and_force_go_on(parted: Path) -> None:
    git(parted, "merge", "other", fails=True)
    assert regenerate(parted, look_only=True).changes
    assert regenerate(parted, force=True).report.created


def test_commands_that_answer_go_on(parted: Path) -> None:
    git(parted, "merge", "other", fails=True)
    assert program.run(["--vault", str(parted), "--today", "2026-11-23", "stale"]) == 0


def test_a_mark_waits_with_the_review_notes(make_vault: MakeVault) -> None:
    root = make_vault({"pnm.toml": "", "People/Ben.md": contact("baker", "2026-08-01 Call")})
    begin(root)
    regenerate(root)
    keep(root, "review notes")
    part(root, "People/Ann.md", contact("a"), contact("b"), contact("c"))
    git(root, "merge", "other", fails=True)
    page = root / "Reviews" / "Reconnect.md"
    page.write_bytes(page.read_bytes().replace(b"- [ ] ", b"- [x] ", 1))
    marked = page.read_bytes()
    assert b"- [x]" in marked
    with pytest.raises(GitUnderWayError):
        regenerate(root)
    assert page.read_bytes() == marked
    git(root, "checkout", "--ours", "People/Ann.md")
    keep(root, "merged")
    done = regenerate(root)
    assert [one.page for one in done.outcomes] == ["Reviews/Reconnect.md"]


def test_it_lets_a_moment_of_git_pass(parted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = parted / ".git" / "index.lock"
    lock.touch()
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        lock.unlink(missing_ok=True)

    monkeypatch.setattr(clock, "sleep", sleep)
    assert regenerate(parted).report.created
    assert len(slept) == 1


def test_a_lock_that_a_crash_left_keeps_nobody_waiting(parted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = parted / ".git" / "index.lock"
    lock.touch()
    long_ago = time.time() - 3600
    os.utime(lock, (long_ago, long_ago))
    monkeypatch.setattr(clock, "sleep", lambda _: pytest.fail("it waited"))
    assert regenerate(parted).report.created


def test_a_lock_that_stays_is_waited_for_no_longer_than_two_seconds(
    parted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (parted / ".git" / "index.lock").touch()
    monkeypatch.setattr(beside_git, "PATIENCE", 0.1)
    assert regenerate(parted).report.created


def test_the_watch_waits_without_a_word_and_goes_on(parted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)
    monkeypatch.setattr(watching_room, "GIT_PAUSE", 0.1)
    git(parted, "merge", "other", fails=True)
    asked: list[str] = []

    def ask(root: str) -> UnderWay | None:
        asked.append(root)
        return beside_git.git_under_way(root)

    monkeypatch.setattr(watching_room, "git_under_way", ask)
    inside = Inside(parted, monkeypatch)
    inside.thread.start()
    try:
        inside.until(lambda: len(asked) >= 3)
        assert (inside.runs, inside.looks, reviews(parted)) == ([], [], {})
        git(parted, "merge", "--abort")
        inside.until(lambda: bool(inside.runs))
        assert inside.errors() == []
        assert reviews(parted)
    finally:
        inside.stop.ask(break_off=False)
        inside.thread.join(30)


def test_a_merge_that_left_markers_in_a_note_costs_no_fact_of_the_first_side(make_vault: MakeVault) -> None:
    root = make_vault({"pnm.toml": ""})
    begin(root)
    base, ours, theirs = (
        contact(role, *log, "2026-01-05 Walk")
        for role, log in (("a", ()), ("b", ("2026-06-10 Call",)), ("c", ("2026-07-10 Coffee", "2026-06-10 Call")))
    )
    part(root, "People/Ann.md", base, ours, theirs)
    git(root, "merge", "other", fails=True)
    keep(root, "with markers")
    assert (root / "People" / "Ann.md").read_text().count("<<<<<<< ") == 2
    with open_session(str(root), EXAMPLE_DAY) as session:
        record = session.record("People/Ann.md")
    assert record.contact.role == "b"
    assert [one.day.isoformat() for one in record.interactions if 1 < one.day.month < 9] == [
        "2026-06-10",
        "2026-07-10",
    ]
    regenerate(root)
    assert b"A merge left a conflict here" in reviews(root)["Vault problems.md"]


def test_marks_on_both_sides_of_a_review_note_in_conflict_are_carried_out(example: Path) -> None:
    """Where there is no driver (a phone, a program of its own) git merges review notes as lines of text."""
    begin(example)
    regenerate(example)
    keep(example, "review notes")
    git(example, "checkout", "--quiet", "-b", "other")
    page = example / "Reviews" / "Agenda.md"
    for branch, day, nth in (("other", 25, 1), ("main", 24, 0)):
        git(example, "checkout", "--quiet", branch)
        regenerate(example, EXAMPLE_DAY.replace(day=day))
        lines = page.read_text("utf-8").splitlines()
        at = [at for at, line in enumerate(lines) if "<!-- pnm:contact " in line][nth]
        lines[at] = lines[at].replace("- [ ]", "- [x]") + f" a word on {branch}"
        page.write_text("\n".join([*lines, ""]), "utf-8")
        keep(example, branch)
    git(example, "merge", "other", fails=True)
    keep(example, "merged, with whatever markers there are")
    text = page.read_text("utf-8")
    assert "<!-- pnm:end" in text.partition("<<<<<<< ")[2].partition(">>>>>>> ")[0]
    done = regenerate(example, EXAMPLE_DAY.replace(day=26))
    assert [one.reason for one in done.outcomes] == ["", ""]
    assert not [fault for fault in done.faults if fault.path == "Reviews/Agenda.md"]
    notes = [(example / one.paths[0]).read_text("utf-8") for one in done.outcomes]
    assert [("a word on main" in note, "a word on other" in note) for note in notes] == [(True, False), (False, True)]
    made = page.read_bytes()
    page.unlink()
    regenerate(example, EXAMPLE_DAY.replace(day=26))
    assert made == page.read_bytes()
