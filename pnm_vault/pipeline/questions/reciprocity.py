"""What the owner could do next for those who helped, asked of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.reciprocity import giving_and_receiving
from pnm_vault.pipeline.shelf import plain

if TYPE_CHECKING:
    from pnm_vault.insights.helping.reciprocity import Reciprocity
    from pnm_vault.pipeline.session import Session


def what_to_do_next(session: Session, unnamed: PrivateNames = NOBODY) -> Reciprocity:
    """Say whom to answer, whom to tell how it went, and for whom to do something; no line says one of `unnamed`."""
    rows = plain(session.table("exchanges"))  # asked once for each tie, which a stored table is slow at
    return giving_and_receiving(rows, session.picture().network, session.today, unnamed)
