"""What the Reconnect note is made of, and the dormant ties of the month, asked of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.catching_up.dormant import DormantPick, pick_dormant
from pnm_vault.insights.catching_up.reconnect import Reconnect, group_ties
from pnm_vault.network.silences import days_before, tie_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.model.picture import Network
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.session import Session


def whom_to_reconnect(session: Session, stale: Sequence[StaleContact], hidden: frozenset[str]) -> Reconnect:
    """Put those who wait for a word into groups; `stale` are they, best to reconnect with first."""
    network = session.picture().network
    return group_ties(stale, network, dormant_picks(session), session.settings, session.today, hidden)


def dormant_picks(session: Session) -> tuple[DormantPick, ...]:
    """Give the dormant ties that are picked for this month, answered ones included."""
    network = session.picture().network
    woken, senior = _woken(session, network), session.table("senior_roles")
    return pick_dormant(network, session.settings, session.today, woken, senior)


def _woken(session: Session, network: Network) -> dict[str, Tie]:
    """Give the ties, as they were when the month began, of those whose long silence ended since."""
    first, today = session.today.replace(day=1), session.today
    heard = [(path, days) for path, days in session.table("silences").items() if days[-1] >= first]
    ended = {path: before for path, days in heard if (before := days_before(days, first, today))}
    if not ended:
        return {}
    ties = network.by_path
    return {path: tie_before(ties[path], days, network.half_life) for path, days in ended.items() if path in ties}
