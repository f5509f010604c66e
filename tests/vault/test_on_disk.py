"""The folders of the tests may lie in memory (tests/scratch.py): here notes are changed on the disk of this machine."""

import os
import tempfile
from pathlib import Path

import pytest

from pnm_vault.model.plan import Plan
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import user_file
from pnm_vault.vault.write_user import apply_user
from tests.vault.test_write_user_faults import AFTER, BEFORE, PATHS, STEPS, make_vault, tree
from tests.vaults import regenerate, reviews


@pytest.mark.parametrize("exchanging", [True, False])
def test_notes_are_changed_and_given_back(monkeypatch: pytest.MonkeyPatch, exchanging: bool) -> None:
    """Nothing is left out: what is written is synced, and put in place by both ways that there are."""
    monkeypatch.setattr(user_file, "_SOON_SECONDS", 0.0)
    if not exchanging:
        monkeypatch.setattr(user_file, "exchange", lambda *_: False)
    with tempfile.TemporaryDirectory() as top:
        monkeypatch.setenv("PNM_STATE", top)
        root = make_vault(Path(top))
        done = apply_user(str(root), Plan(STEPS), ("log",), at_once=PATHS)
        assert done.report.skipped == ()
        assert tree(root) == AFTER
        undone = undo(str(root))
        assert (undone.refused, undone.report.skipped) == ((), ())
        assert tree(root) == BEFORE


def test_review_notes_and_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as top:
        monkeypatch.setenv("PNM_CACHE", os.path.join(top, "cache"))
        root = Path(top) / "vault"
        (root / ".obsidian").mkdir(parents=True)
        (root / "Ann Lee.md").write_text("---\ntype: person\ncadence: 30\n---\n## Log\n- 2026-08-01: tea\n")
        made = regenerate(root)
        assert made.report.created
        before = reviews(root)
        again = regenerate(root)
        assert (again.report.created, again.report.replaced) == ((), ())
        assert reviews(root) == before
