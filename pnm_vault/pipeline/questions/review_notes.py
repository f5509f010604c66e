"""Every question that the review notes answer, asked of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.insights.capital.quarter_plan import QuarterPlan
from pnm_vault.insights.capital.social_capital import SocialCapital
from pnm_vault.insights.catching_up.agenda import build_agenda
from pnm_vault.insights.catching_up.reconnect import Reconnect
from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.gathering.gatherings import Gatherings
from pnm_vault.insights.gathering.meetings import new_acquaintances
from pnm_vault.insights.helping.needs import NeedsRadar
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.insights.introducing.acquainted import AcquaintedAnswer, without_private_terms
from pnm_vault.insights.introducing.introductions import without_private
from pnm_vault.insights.introducing.referrals import thanks_due
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.synergy import Synergy
from pnm_vault.insights.remembering.dates import DateAhead, by_the_owners_clock, dates_ahead
from pnm_vault.insights.remembering.facts import FactsToCheck
from pnm_vault.insights.remembering.follow_ups import sort_follow_ups
from pnm_vault.insights.remembering.gifts import gifts_ahead
from pnm_vault.insights.remembering.promises import promises_of_all
from pnm_vault.model.review_notes import wanted_notes
from pnm_vault.pipeline.pictures import pictures_shown
from pnm_vault.pipeline.questions.capital import answer_capital
from pnm_vault.pipeline.questions.circle_notes import circles_shown
from pnm_vault.pipeline.questions.facts import answer_facts
from pnm_vault.pipeline.questions.five_questions import answer_five_of_few
from pnm_vault.pipeline.questions.gatherings import answer_gatherings
from pnm_vault.pipeline.questions.helping import answer_own_help
from pnm_vault.pipeline.questions.looking_back import looks_back
from pnm_vault.pipeline.questions.mentoring import who_mentors_whom
from pnm_vault.pipeline.questions.network_state import answer_network, needs_and_synergy
from pnm_vault.pipeline.questions.plan import plan_of
from pnm_vault.pipeline.questions.ranking import who_waits
from pnm_vault.pipeline.questions.reciprocity import what_to_do_next
from pnm_vault.pipeline.questions.reconnecting import whom_to_reconnect
from pnm_vault.pipeline.questions.talks import talks_with
from pnm_vault.review.pages import Answers
from pnm_vault.review.pages.acquainted import PAIRS_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline.session import Session


def answer_all(session: Session, told: Iterable[Problem]) -> tuple[Answers, frozenset[str], Mapping[str, str]]:
    """Answer all questions of the review notes that are wanted; `told` are problems met on the way to them.

    What no such note shows is not asked, and has the answer that means nothing. Also gives the paths of private
    contacts, whom no review note shows, and the names of all contacts by path.
    """
    picture, settings, today = session.picture(), session.settings, session.today
    wanted = wanted_notes(settings.review.notes)

    def on(*names: str) -> bool:
        """Tell whether an answer stands on any of the notes that are wanted."""
        return not wanted.isdisjoint(names)

    network = picture.network
    ties = network.ties
    hidden = frozenset(network.private)
    # The notes of their introductions bear their names.
    told_of = [row.path for row in session.table("introductions").values() if not hidden.isdisjoint(row.pair)]
    hidden = hidden.union(told_of)
    private = frozenset(network.private.values())
    stale = who_waits(session)
    unnamed = PrivateNames(private)
    follow_ups = sort_follow_ups([one for one in picture.follow_ups if not unnamed.are_in(one.text)], today)
    dates, reach = picture.dates, settings.review.dates_ahead
    found = session.asked_again("dates ahead", (dates, today, reach), lambda: dates_ahead(dates, today, reach))
    ahead = _by_the_owners_clock(session, found)
    suggested = session.introductions(settings.review.introductions) if on("agenda", "introductions") else ()
    introductions = without_private(suggested, private)
    acquainted = AcquaintedAnswer()
    if on("acquainted", "network"):
        acquainted = session.acquainted(PAIRS_SHOWN, for_page=True)
        acquainted = replace(acquainted, pairs=without_private_terms(acquainted.pairs, private))
    problems = (*picture.problems, *told)
    promises = promises_of_all(session.table("promises"), today) if on("follow-ups") else ()
    agenda = build_agenda(stale, follow_ups, ahead, introductions, problems, settings, today, hidden, picture.network)
    gifts = session.table("gifts")
    mentoring, your_goals = who_mentors_whom(session, hidden, private) if on("mentoring") else ((), ())
    needs, synergy = needs_and_synergy(session, unnamed) if on("needs", "network") else (NeedsRadar(), Synergy())
    own_help = answer_own_help(session, unnamed) if on("help", "capital", "plan") else OwnHelp()
    gatherings = Gatherings()
    if on("events", "plan"):
        gatherings = answer_gatherings(session, stale=stale, hidden=hidden, unnamed=unnamed)
    this_week = [tie.path for tie in agenda.reconnect]
    answers = Answers(
        today=today,
        agenda=agenda,
        reconnect=whom_to_reconnect(session, stale, hidden) if on("reconnect") else Reconnect(),
        introductions=introductions,
        follow_ups=follow_ups,
        dates=ahead,
        problems=problems,
        mentoring=mentoring,
        your_goals=your_goals,
        talks=talks_with(session, this_week, hidden) if on("agenda") else {},
        promises=tuple([one for one in promises if not unnamed.are_in(one.said.text)]),
        gifts=session.asked_again(
            "gifts ahead",
            (dates, gifts, today, settings.review.gift_days, private),
            lambda: gifts_ahead(dates, gifts, today, settings.review.gift_days, unnamed),
        )
        if on("dates")
        else (),
        met=new_acquaintances(picture.network, session.table("first_meetings"), picture.follow_ups, today, unnamed)
        if on("follow-ups")
        else (),
        facts=answer_facts(session, private) if on("facts") else FactsToCheck(),
        gatherings=gatherings,
        periods=looks_back(session),
        acquainted=acquainted,
        under_way=session.introductions_under_way() if on("agenda", "introductions") else (),
        thanks=thanks_due(session.table("referrals"), ties, picture.follow_ups, today)
        if on("introductions", "reciprocity")
        else (),
        own_help=own_help,
        needs=needs,
        reciprocity=what_to_do_next(session, unnamed) if on("reciprocity") else None,
        pictures=pictures_shown(session),
        network=answer_network(session, private) if on("network") else NetworkState(),
        synergy=synergy,
        capital=answer_capital(session, unnamed, own_help) if on("capital") else SocialCapital(),
        five=answer_five_of_few(session, this_week, hidden, unnamed) if on("questions") else (),
        plan=plan_of(session, own_help, gatherings, stale) if on("plan") else QuarterPlan(),
        circles=circles_shown(session, stale),
    )
    return answers, hidden, network.names


def _by_the_owners_clock(session: Session, dates: Iterable[DateAhead]) -> tuple[DateAhead, ...]:
    """Add when the day of somebody far away begins for the owner, where both say in which time zone they live."""
    me, zones = session.picture().me, session.table("zones")
    if me is None or me.time_zone is None or not zones:
        return tuple(dates)
    from pnm_vault.vault.zones import start_of_day

    here = me.time_zone
    return tuple(
        [
            by_the_owners_clock(one, start_of_day(one.day, zones[one.path], here)) if one.path in zones else one
            for one in dates
        ]
    )
