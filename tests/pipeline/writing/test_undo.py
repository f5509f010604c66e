"""Taking back: which operation, and what stands in the way."""

import os
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.pipeline.writing.undo import operations, undo
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.write_user import apply_user


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "b.md").write_bytes(b"old b")
    (root / "c.md").write_bytes(b"old c")
    return Path(os.path.realpath(root))


STEPS = (Create("a.md", b"a"), Replace("b.md", b"new b", b"old b"), Remove("c.md", b"old c"))
OLD = {"b.md": b"old b", "c.md": b"old c"}
NEW = {"a.md": b"a", "b.md": b"new b"}


def tree(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


def change(root: Path, *steps: Create | Replace | Remove) -> int:
    done = apply_user(str(root), Plan(steps), ("log",), at_once=[step.path for step in steps])
    assert done.report.skipped == ()
    return done.operation


def test_the_way_back_is_the_last_change_first(root: Path) -> None:
    change(root, *STEPS)
    seen = undo(str(root), dry_run=True)
    assert seen.plan == Plan((Create("c.md", b"old c"), Replace("b.md", b"old b", b"new b"), Remove("a.md", b"a")))
    assert (seen.number, tree(root)) == (0, NEW)
    done = undo(str(root))
    assert (done.operation.number, done.number, done.plan) == (1, 2, seen.plan)
    assert (done.report.created, done.report.replaced, done.report.removed) == (("c.md",), ("b.md",), ("a.md",))
    assert tree(root) == OLD


def test_undo_after_undo_goes_further_back(root: Path) -> None:
    change(root, Replace("b.md", b"one", b"old b"))
    change(root, Replace("b.md", b"two", b"one"))
    assert [undo(str(root)).operation.number for _ in range(2)] == [2, 1]
    assert tree(root) == OLD
    with pytest.raises(PnmError, match="nothing to take back"):
        undo(str(root))
    assert [(one.number, one.state, one.undoes) for one in operations(str(root))] == [
        (4, "done", 1),
        (3, "done", 2),
        (2, "undone", 0),
        (1, "undone", 0),
    ]


def test_an_undo_can_be_undone_by_its_number(root: Path) -> None:
    change(root, *STEPS)
    number = undo(str(root)).number
    assert undo(str(root), number).number == 3
    assert tree(root) == NEW
    with pytest.raises(PnmError, match="Number 2 is taken back already"):
        undo(str(root), 2)
    assert undo(str(root)).operation.number == 1
    assert tree(root) == OLD


def test_what_nobody_remembers(root: Path) -> None:
    for dry_run in (True, False):
        with pytest.raises(PnmError, match="nothing to take back"):
            undo(str(root), dry_run=dry_run)
        with pytest.raises(PnmError, match="of the number 9"):
            undo(str(root), 9, dry_run=dry_run)
    change(root, *STEPS)
    undo(str(root))
    with pytest.raises(PnmError, match="Number 1 is taken back already"):
        undo(str(root), 1)


def test_a_note_that_changed_since_keeps_all_from_being_taken_back(root: Path) -> None:
    change(root, *STEPS)
    (root / "b.md").write_bytes(b"edited")
    (root / "c.md").write_bytes(b"made anew")
    for dry_run in (True, False):
        done = undo(str(root), dry_run=dry_run)
        assert done.refused == (("c.md", "it was changed since"), ("b.md", "it was changed since"))
        assert (done.plan, done.number) == (Plan((Remove("a.md", b"a"),)), 0)
        assert tree(root) == {"a.md": b"a", "b.md": b"edited", "c.md": b"made anew"}
    done = undo(str(root), partial=True)
    assert done.report.removed == ("a.md",)
    assert tree(root) == {"b.md": b"edited", "c.md": b"made anew"}
    assert [one.state for one in operations(str(root))] == ["done", "undone"]


def test_a_new_note_that_was_edited_is_not_removed(root: Path) -> None:
    change(root, STEPS[0])
    (root / "a.md").write_bytes(b"a and more")
    assert undo(str(root), partial=True).refused == (("a.md", "it was changed since"),)
    assert tree(root)["a.md"] == b"a and more"


def test_a_note_that_is_gone_or_no_file_any_more(root: Path) -> None:
    change(root, STEPS[1])
    (root / "b.md").unlink()
    assert undo(str(root)).refused == (("b.md", "it is no longer there"),)
    (root / "b.md").mkdir()
    assert undo(str(root)).refused == (("b.md", "it cannot be read"),)


def test_what_is_as_it_was_already_needs_nothing(root: Path) -> None:
    change(root, *STEPS)
    (root / "b.md").write_bytes(b"old b")
    (root / "a.md").unlink()
    done = undo(str(root))
    assert (done.refused, done.plan) == ((), Plan((Create("c.md", b"old c"),)))
    assert tree(root) == OLD
    change(root, Replace("b.md", b"new b", b"old b"))
    (root / "b.md").write_bytes(b"old b")
    done = undo(str(root))
    assert (done.refused, done.plan, done.number) == ((), Plan(), 0)


def test_a_text_that_the_journal_lost(root: Path) -> None:
    change(root, STEPS[1])
    Path(Journal(str(root)).folder, "contents", digest_of(b"old b").hex()).write_bytes(b"damaged")
    assert undo(str(root)).refused == (("b.md", "its old text is no longer in the undo journal"),)
    assert tree(root)["b.md"] == b"new b"


def test_an_interrupted_operation_is_finished_first_and_then_taken_back(root: Path) -> None:
    Journal(str(root)).begin(Plan(STEPS), ("rename", "x"))
    (root / "a.md").write_bytes(b"a")
    for name in ("b.md", "c.md"):
        os.utime(root / name, (1_000_000, 1_000_000))
    done = undo(str(root))
    assert [(one.words, one.finished) for one in done.recovered] == [(("rename", "x"), ("b.md", "c.md"))]
    assert done.operation.words == ("rename", "x")
    assert tree(root) == OLD


def test_an_undo_that_stops_in_the_middle_can_be_given_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(root, *STEPS)
    with monkeypatch.context() as patch:

        def fail(*_: object) -> bool:
            raise OSError(28, "No space left on device")

        patch.setattr("pnm_vault.vault.user_file.exchange", fail)
        done = undo(str(root))
    assert done.report.created == ("c.md",)
    assert dict(done.report.skipped) == {
        "b.md": "the disk is full",
        "a.md": "not started, because b.md could not be changed",
    }
    assert [(one.number, one.state) for one in operations(str(root))] == [(2, "partial"), (1, "done")]
    done = undo(str(root))
    assert done.operation.number == 1
    assert tree(root) == OLD
    assert [(one.number, one.state) for one in operations(str(root))] == [(3, "done"), (2, "partial"), (1, "undone")]
