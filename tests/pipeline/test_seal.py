"""The seal of a look: a vault that looks as it did when all of it was known is compared with it as a whole."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.pipeline import Session, open_session
from pnm_vault.pipeline.changes import Changes

DAY = date(2026, 11, 23)
OLD = 1_700_000_000
MakeVault = Callable[[dict[str, str | bytes]], Path]


def put(path: Path, text: str, seconds: int = OLD) -> None:
    """Write into the very same file, and date it."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (seconds, seconds))


def look(root: Path) -> Changes:
    with open_session(str(root), DAY) as session:
        return session.refresh()


class ComparedError(Exception):
    """A look was compared note by note."""


def is_sealed(root: Path) -> bool:
    """Tell whether the next look compares the whole alone, and not note by note and name by name."""

    def compare(*_: object) -> Changes:
        raise ComparedError

    with open_session(str(root), DAY) as session, pytest.MonkeyPatch.context() as watched:
        watched.setattr("pnm_vault.pipeline.session.compare", compare)
        try:
            session.refresh()
        except ComparedError:
            return False
    return True


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    root = make_vault({"People/Ann.md": "- 2026-05-04: tea\n", "People/Bob.md": "- 2026-06-07: tea\n"})
    for path in root.rglob("*.md"):
        os.utime(path, (OLD, OLD))
    return root


def test_what_was_taken_in_is_sealed_at_once(root: Path) -> None:
    assert look(root).changed == ("People/Ann.md", "People/Bob.md")
    assert is_sealed(root)
    put(root / "People/Ann.md", "- 2026-05-04: cake\n", OLD + 1)
    assert not is_sealed(root)
    assert look(root).changed == ("People/Ann.md",)
    assert is_sealed(root)


@pytest.mark.parametrize("change", ["size", "time", "inode", "name", "new", "gone", "folder"])
def test_anything_that_moves_breaks_the_seal(root: Path, change: str) -> None:
    look(root)
    ann = root / "People/Ann.md"
    if change == "size":
        put(ann, "- 2026-05-04: coffee\n")
    elif change == "time":
        os.utime(ann, (OLD + 1, OLD + 1))
    elif change == "inode":
        put(root / "other", "- 2026-05-04: tea\n")
        (root / "other").replace(ann)
    elif change == "name":
        ann.rename(root / "People/Anna.md")
    elif change == "new":
        put(root / "Cy.md", "x\n")
    elif change == "gone":
        ann.unlink()
    else:
        (root / "People").rename(root / "Persons")
    with open_session(str(root), DAY, force=True) as session:
        changes = session.refresh()
    assert changes.changed or changes.removed


def test_a_note_changed_just_now_keeps_the_look_from_being_sealed(root: Path) -> None:
    """What its time stamp does not tell is seen by reading it once more."""
    ann = root / "People/Ann.md"
    ann.write_text("- 2026-05-04: pie\n", encoding="utf-8")
    stamp = ann.stat().st_mtime_ns
    look(root)
    assert not is_sealed(root)
    ann.write_text("- 2026-05-05: pie\n", encoding="utf-8")
    os.utime(ann, ns=(stamp, stamp))
    assert look(root).changed == ("People/Ann.md",)


def test_what_was_put_back_as_it_was_is_seen(root: Path) -> None:
    """A note that was taken in by a glance is another one than the last look at everything found."""
    ann = root / "People/Ann.md"
    look(root)
    with open_session(str(root), DAY) as session:
        session.refresh()
        put(ann, "- 2026-05-04: pie\n", OLD + 1)
        assert session.refresh(("People/Ann.md",)).changed == ("People/Ann.md",)
        put(ann, "- 2026-05-04: tea\n")
        assert session.refresh().changed == ("People/Ann.md",)
        put(ann, "- 2026-05-04: pie\n", OLD + 1)
        assert session.refresh(("People/Ann.md",)).changed == ("People/Ann.md",)
    put(ann, "- 2026-05-04: tea\n")
    assert look(root).changed == ("People/Ann.md",)


def test_a_look_by_another_process_is_not_taken_for_ones_own(root: Path) -> None:
    """What stands in memory is compared with the seal that was kept with it."""
    ann = root / "People/Ann.md"
    look(root)
    with open_session(str(root), DAY) as session:
        session.refresh()
        put(ann, "- 2026-05-04: pie\n", OLD + 1)
        look(root)
        assert session.refresh().changed == ("People/Ann.md",)


def test_names_that_clash_are_told_at_every_look(root: Path) -> None:
    put(root / "People/ann.md", "x\n")
    if len(os.listdir(root / "People")) == 2:
        pytest.skip("this disk cannot tell them apart")

    def told(session: Session) -> list[str]:
        session.refresh()
        return [problem.code for problem in session.seen_problems()]

    for _ in range(3):
        with open_session(str(root), DAY) as session:
            assert told(session) == ["name-clash"] * 2
            assert told(session) == ["name-clash"] * 2
    (root / "People/ann.md").unlink()
    look(root)
    assert is_sealed(root)
    # A review note takes part in clashes too, although its stamp has no say.
    (root / "Reviews").mkdir()
    put(root / "Reviews/agenda.md", "x\n")
    look(root)
    assert is_sealed(root)
    put(root / "Reviews/Agenda.md", "x\n")
    with open_session(str(root), DAY) as session:
        assert told(session) == ["name-clash"] * 2


def test_a_link_that_leads_nowhere_is_told_under_a_seal(root: Path) -> None:
    look(root)
    assert is_sealed(root)
    os.symlink(root / "nothing.md", root / "Link.md")
    with open_session(str(root), DAY) as session:
        session.refresh()
        assert [problem.code for problem in session.seen_problems()] == ["symlink-broken"]


def test_a_folder_that_is_closed_for_a_moment_forgets_nobody(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root / "Cy.md", "x\n")
    look(root)
    real = os.scandir

    def scandir(folder: str | int) -> object:
        if os.path.samefile(folder, root / "People"):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    with monkeypatch.context() as shut:
        shut.setattr(os, "scandir", scandir)
        assert look(root) == Changes((), ())
        assert not is_sealed(root)
    assert is_sealed(root)


def test_a_name_that_is_no_text_is_told_at_every_look(root: Path) -> None:
    try:
        (root / "x\udcff.md").write_bytes(b"x\n")
    except OSError:
        pytest.skip("this disk takes no such name")
    for _ in range(2):
        with open_session(str(root), DAY) as session:
            session.refresh()
            assert [problem.code for problem in session.seen_problems()] == ["name-not-utf8"]
            assert session.note_paths() == ("People/Ann.md", "People/Bob.md")


def test_what_is_written_to_review_notes_needs_no_new_seal(root: Path) -> None:
    for _ in range(2):
        with open_session(str(root), DAY) as session:
            session.regenerate()
    agenda = root / "Reviews/Agenda.md"
    os.utime(agenda, (OLD, OLD))
    assert is_sealed(root)
    with open_session(str(root), DAY) as session:
        session.refresh()
        assert session.page_stamps["Reviews/Agenda.md"][0] == OLD * 10**9
