"""The quarter's plan for the owner's goals, asked of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.capital.quarter_plan import PlanGround, QuarterPlan, plan_quarter
from pnm_vault.insights.catching_up.stale import Label
from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.pipeline.questions.gatherings import answer_gatherings
from pnm_vault.pipeline.questions.helping import answer_own_help, help_found
from pnm_vault.pipeline.questions.ranking import who_waits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.insights.gathering.gatherings import Gatherings
    from pnm_vault.insights.helping.own_help import OwnHelp
    from pnm_vault.pipeline.session import Session

_WAITING = frozenset((Label.DUE, Label.OVERDUE, Label.SLIPPING, Label.DORMANT))


def answer_plan(session: Session) -> QuarterPlan:
    """Plan the quarter of the session's day; nothing of private contacts."""
    private = session.picture().network.private
    hidden, unnamed = frozenset(private), PrivateNames(private.values())
    stale = who_waits(session)
    gatherings = answer_gatherings(session, stale=stale, hidden=hidden, unnamed=unnamed)
    return plan_of(session, answer_own_help(session, unnamed), gatherings, stale)


def plan_of(
    session: Session,
    own_help: OwnHelp,
    gatherings: Gatherings,
    stale: Sequence[StaleContact],
) -> QuarterPlan:
    """Plan it from what is at hand: who can help the owner, events and communities, the ties as ranked."""
    waiting: Collection[str] = frozenset([one.path for one in stale if one.label in _WAITING])
    ground = PlanGround(
        network=session.picture().network,
        own_help=own_help,
        help_found=help_found(session),
        gatherings=gatherings,
        waiting=waiting,
        synonyms=session.own_synonyms(),
        time=session.settings.time,
        today=session.today,
    )
    return plan_quarter(ground)
