"""Marks on review notes while somebody saves a contact's note between the plan and the write."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli.answers import say_answers
from pnm_vault.cli.invocation import Invocation
from pnm_vault.pipeline import answering, open_session
from pnm_vault.pipeline.writing import answers
from pnm_vault.pipeline.writing.carry_out import TRIES
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.write_user import UserReport, apply_user
from tests.pipeline import test_answers_killed as scene
from tests.vaults import EXAMPLE_DAY

COUNT = 3


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(scene, "COUNT", COUNT)
    return scene.make_vault(tmp_path)


def save_before_each_write(
    monkeypatch: pytest.MonkeyPatch, note: Path, times: int, save: Callable[[int], object]
) -> list[int]:
    """Let `save` change a note just before pnm writes, the first `times` times; gives a list that grows by each."""
    tries: list[int] = []

    def meanwhile(*given: object, **named: object) -> UserReport:
        tries.append(len(tries))
        if len(tries) <= times:
            save(len(tries))
            os.utime(note, (scene.CALM, scene.CALM))
        return apply_user(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(answers, "apply_user", meanwhile)
    return tries


def test_a_note_saved_in_between_is_planned_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = root / "People/C0.md"
    more = "a line of somebody's\n"
    tries = save_before_each_write(monkeypatch, note, 1, lambda _: note.write_bytes(note.read_bytes() + more.encode()))
    with open_session(str(root), EXAMPLE_DAY) as session:
        done = session.regenerate()
    assert len(tries) == 2
    assert [(one.reason, one.news) for one in done.outcomes] == [("", True)] * 2 * COUNT
    assert note.read_bytes().decode() == scene.wanted(0) + more
    note.write_bytes(scene.wanted(0).encode())
    scene.check_done(root, "saved once")
    assert done.answered is not None
    assert sorted(done.answered.written.report.replaced) == [f"People/C{number}.md" for number in range(COUNT)]


def test_what_took_two_tries_is_taken_back_by_two_undos(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = sorted((root / "People").glob("*.md"))
    before = {note: note.read_bytes() for note in notes}
    note, more = root / "People/C0.md", b"a line of somebody's\n"
    save_before_each_write(monkeypatch, note, 1, lambda _: note.write_bytes(note.read_bytes() + more))
    with open_session(str(root), EXAMPLE_DAY) as session:
        done = session.regenerate()
    assert done.answered is not None
    assert done.answered.operations == 2
    say_answers(Invocation(), done.answered)
    assert "To take it back: pnm undo, 2 times\n" in capsys.readouterr().err
    for _ in range(2):
        undone = undo(str(root))
        assert (undone.refused, undone.report.skipped) == ((), ())
    assert {one: one.read_bytes() for one in notes} == {**before, note: before[note] + more}


def test_a_note_saved_all_the_time_waits_and_keeps_nothing_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = root / "People/C0.md"
    tries = save_before_each_write(
        monkeypatch, note, 99, lambda time: note.write_bytes(scene.note(0).encode() + b"line %d\n" % time)
    )
    with open_session(str(root), EXAMPLE_DAY) as session:
        done = session.regenerate()
    assert len(tries) == TRIES
    waiting = [one for one in done.outcomes if one.reason]
    assert {one.reason for one in waiting} == {"People/C0.md: it was changed since it was read"}
    assert len(waiting) == 2 and all(one.waits for one in waiting)
    for number in range(1, COUNT):
        assert (root / f"People/C{number}.md").read_bytes().decode() == scene.wanted(number)
    page = (root / "Reviews/Reconnect.md").read_text("utf-8")
    assert "Not carried out" not in page  # it passes by itself
    assert page.count("- [x] ") == 1
    monkeypatch.setattr(answers, "apply_user", apply_user)
    note.write_bytes(scene.note(0).encode())
    scene.settle(root)
    scene.regenerate(root)
    scene.check_done(root, "afterwards")


def test_a_note_that_goes_after_the_look_is_said_to_be_gone(root: Path) -> None:
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        (root / "People/C0.md").unlink()
        done = session.regenerate(look=False)
    assert {one.reason for one in done.outcomes if one.reason} == {"People/C0.md cannot be read any more."}
    assert sum(bool(one.reason) for one in done.outcomes) == 2


@pytest.mark.parametrize("due", ["", " 📅 2026-11-24"])
def test_a_follow_up_put_off_is_put_off_once(root: Path, due: str) -> None:
    note = root / "People/C0.md"
    note.write_bytes(scene.note(0).replace("number 0", f"number 0{due}").encode())
    page = root / "Reviews/Follow-ups.md"
    for path in (page, root / "Reviews/Reconnect.md"):
        path.unlink()
    scene.settle(root)
    scene.regenerate(root)
    lines = page.read_bytes().decode().split("\n")
    at = next(at for at, line in enumerate(lines) if "People/C0|" in line and "- [ ]" in line)
    lines[at] = lines[at].replace("[ ]", "[>]") + " 2 weeks"
    for _ in range(2):  # the second time sync brought the old page back
        page.write_bytes("\n".join(lines).encode())
        scene.settle(root)
        scene.regenerate(root)
        text = note.read_bytes().decode()
        assert text == scene.note(0).replace("number 0", "number 0 📅 2026-12-07")


def test_marks_on_a_page_that_cannot_be_read_for_a_moment_wait(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = read_bytes
    monkeypatch.setattr(
        answering, "read_bytes", lambda top, path: None if path.endswith("Reconnect.md") else real(top, path)
    )
    with open_session(str(root), EXAMPLE_DAY) as session:
        done = session.regenerate()
    assert done.unsettled == ("Reviews/Reconnect.md",)
    assert len(done.outcomes) == COUNT
    assert (root / "Reviews/Reconnect.md").read_text("utf-8").count("- [x] ") == COUNT
    monkeypatch.setattr(answering, "read_bytes", real)
    scene.settle(root)
    scene.regenerate(root)
    scene.check_done(root, "read again")


def test_marks_in_a_folder_that_cannot_be_listed_for_a_moment_are_carried_out(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def scandir(folder: str | int) -> object:
        if os.path.samefile(folder, root / "Reviews"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), folder)
        return real(folder)

    with monkeypatch.context() as broken, open_session(str(root), EXAMPLE_DAY) as session:
        broken.setattr(os, "scandir", scandir)
        done = session.regenerate()
    assert [(one.reason, one.news) for one in done.outcomes] == [("", True)] * 2 * COUNT
    scene.settle(root)
    scene.regenerate(root)
    scene.check_done(root, "listed again")
