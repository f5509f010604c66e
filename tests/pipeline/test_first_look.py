"""A first look that another process has a part in gives what one process gives."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.pipeline import knowledge, open_session, side_by_side
from pnm_vault.pipeline.tables import CONTACT_TABLES, TABLES, ContactTable
from pnm_vault.vault.cache import Cache

EXAMPLE = str(Path(__file__).parents[2] / "example_vault")
TODAY = date(2026, 11, 23)
forks = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks safely")


class WrongError(Exception):
    """Our own mistake in making a row."""


@pytest.fixture(autouse=True)
def a_child_for_any_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the tables made by a child however few the contacts."""
    monkeypatch.setattr(knowledge, "WORTH_A_CHILD", 1)
    monkeypatch.setattr(side_by_side, "can_fork", lambda: sys.platform.startswith("linux"))
    monkeypatch.setattr(side_by_side, "processors", lambda: 2)


def all_that_is_known() -> tuple[object, ...]:
    """Look at the example vault for the first time, and give what that says and keeps."""
    with open_session(EXAMPLE, TODAY, cache=Cache.empty) as session:
        picture = session.picture()
        tables = {name: dict(session.table(name)) for name in TABLES}
        kept = {name: dict(session.shelf.table(name)) for name in TABLES}
        assert tables == kept
        return picture, tables, dict(session.cache.facts(None))


def exchange_row(monkeypatch: pytest.MonkeyPatch, row: Callable[[ContactRecord], Any]) -> None:
    monkeypatch.setitem(CONTACT_TABLES, "roles", ContactTable(str, row))


@pytest.mark.parametrize("without", ["need", "fork"])
def test_a_child_makes_the_same_tables(monkeypatch: pytest.MonkeyPatch, without: str) -> None:
    beside = all_that_is_known()
    if without == "need":
        monkeypatch.setattr(knowledge, "WORTH_A_CHILD", 1_000_000)
    else:
        monkeypatch.setattr(side_by_side, "can_fork", lambda: False)
    assert all_that_is_known() == beside


@forks
def test_rows_are_made_by_the_child_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    exchange_row(monkeypatch, lambda record: str(os.getpid()))
    with open_session(EXAMPLE, TODAY, cache=Cache.empty) as session:
        makers = set(session.table("roles").values())
    assert len(makers) == 1
    assert makers != {str(os.getpid())}


@forks
def test_what_a_child_leaves_undone_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = os.getpid()

    def die(record: ContactRecord) -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return record.contact.name

    exchange_row(monkeypatch, die)
    with open_session(EXAMPLE, TODAY, cache=Cache.empty) as session:
        assert dict(session.table("roles")) == dict(session.index().contacts)


def test_a_mistake_of_ours_is_one_here_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(record: ContactRecord) -> str:
        raise WrongError(record.contact.name)

    exchange_row(monkeypatch, fail)
    with pytest.raises(WrongError), open_session(EXAMPLE, TODAY, cache=Cache.empty) as session:
        session.picture()


@forks
def test_an_error_here_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has nobody to work for any more."""
    begun: list[int] = []
    real = os.fork

    def fork() -> int:
        child = real()
        if child:
            begun.append(child)
        return child

    def fail(*given: object, **named: object) -> None:
        raise WrongError

    monkeypatch.setattr(os, "fork", fork)
    monkeypatch.setattr(knowledge, "update_rows", fail)
    with pytest.raises(WrongError), open_session(EXAMPLE, TODAY, cache=Cache.empty) as session:
        session.picture()
    (child,) = begun
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_further_change_is_made_to_what_the_child_gave(make_vault: Callable[..., Path]) -> None:
    """The tables of a first look are exchanged and kept as any others."""
    root = make_vault({"People/Ann.md": "---\ncity: Graz\n---\n", "People/Bob.md": "---\ncity: Rome\n---\n"})
    with open_session(str(root), TODAY) as session:
        session.picture()
        (root / "People/Ann.md").write_text("---\ncity: Linz\n---\n", encoding="utf-8")
        session.refresh()
        assert dict(session.table("places")) == {"People/Ann.md": "Linz", "People/Bob.md": "Rome"}
    with open_session(str(root), TODAY) as session:
        assert dict(session.table("places")) == {"People/Ann.md": "Linz", "People/Bob.md": "Rome"}
