"""Every question that the review notes answer, asked of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.agenda import build_agenda
from pnm_vault.insights.dates import dates_ahead
from pnm_vault.insights.follow_ups import sort_follow_ups
from pnm_vault.insights.introductions import without_private
from pnm_vault.insights.referrals import thanks_due
from pnm_vault.insights.stale import rank_stale
from pnm_vault.review.pages import Answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline.session import Session


def answer_all(session: Session, told: Iterable[Problem]) -> tuple[Answers, frozenset[str], Mapping[str, str]]:
    """Answer all questions of the review notes; `told` are problems met on the way to them.

    Also gives the paths of private contacts, whom no review note shows, and the names of all contacts by path.
    """
    picture, settings, today = session.picture(), session.settings, session.today
    ties = picture.network.ties
    hidden = frozenset([tie.path for tie in ties if tie.private])
    # The notes of their introductions bear their names.
    told_of = [row.path for row in session.table("introductions").values() if not hidden.isdisjoint(row.pair)]
    hidden = hidden.union(told_of)
    private = frozenset([tie.name for tie in ties if tie.private])
    stale = rank_stale(picture.network, settings, today, waiting=True)
    follow_ups = sort_follow_ups(picture.follow_ups, today)
    ahead = dates_ahead(picture.dates, today, settings.review.dates_ahead)
    introductions = without_private(session.introductions(settings.review.introductions), private)
    problems = (*picture.problems, *told)
    agenda = build_agenda(stale, follow_ups, ahead, introductions, problems, settings, today, hidden)
    answers = Answers(
        today=today,
        agenda=agenda,
        stale=stale,
        introductions=introductions,
        follow_ups=follow_ups,
        dates=ahead,
        problems=problems,
        under_way=session.introductions_under_way(),
        thanks=thanks_due(session.table("referrals"), ties, picture.follow_ups, today),
    )
    return answers, hidden, {tie.path: tie.name for tie in ties}
