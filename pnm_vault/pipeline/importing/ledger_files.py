"""The list of imports as it lies in the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.pipeline.importing.ledger import Ledger, ledger_places, read_ledger
from pnm_vault.vault.read import read_bytes

if TYPE_CHECKING:
    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline.session import Session


def load_ledger(session: Session) -> tuple[Ledger, tuple[Problem, ...]]:
    """Read the list of earlier imports, and what is wrong with it."""
    contents = {place: read_bytes(session.root, place) for place in ledger_places()}
    return read_ledger({place: content for place, content in contents.items() if content is not None})
