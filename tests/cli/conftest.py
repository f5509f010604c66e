"""Somebody at a terminal."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import asking
from pnm_vault.cli import main as program
from tests.cli.test_capture import DAY

Type = Callable[..., int]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Type:
    """Run a command as if somebody sat at a terminal and pressed these keys."""
    monkeypatch.setattr(asking, "at_terminal", lambda: True)

    def run(root: Path, keys: str, *words: str) -> int:
        monkeypatch.setattr(asking, "_typed", list(keys))
        code = program.run(["--vault", str(root), "--today", DAY, *words])
        assert not asking._typed
        return code

    return run
