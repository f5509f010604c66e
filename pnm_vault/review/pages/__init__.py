"""What stands on each review note, as plain data for its template.

A context holds dictionaries, lists, texts, whole numbers and None only: nothing in it can be called, and it can be
sent to another process as JSON. Days are texts (`2026-11-28`); no day is told as a distance from today, so that a note
stays the same until something happens. `docs/templates.md` lists every key.

Private contacts appear on no page. The answers mark them, `hidden` (contact paths) covers what carries no mark.
"""

from collections.abc import Mapping
from datetime import date

from pnm_vault.insights.briefing.five_questions import FiveAnswers
from pnm_vault.insights.capital.quarter_plan import QuarterPlan
from pnm_vault.insights.capital.social_capital import SocialCapital
from pnm_vault.insights.catching_up.agenda import Agenda
from pnm_vault.insights.catching_up.reconnect import Reconnect
from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.gathering.gatherings import Gatherings
from pnm_vault.insights.gathering.meetings import Acquaintance
from pnm_vault.insights.helping.needs import NeedsRadar
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.insights.helping.reciprocity import Reciprocity
from pnm_vault.insights.introducing.acquainted import AcquaintedAnswer
from pnm_vault.insights.introducing.introductions import Introduction
from pnm_vault.insights.introducing.introductions_under_way import UnderWay, due_introductions
from pnm_vault.insights.introducing.referrals import ThanksDue
from pnm_vault.insights.looking_back.period_review import PeriodReview
from pnm_vault.insights.mentoring import MentoringGroup
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.synergy import Synergy
from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.insights.remembering.facts import FactsToCheck
from pnm_vault.insights.remembering.follow_ups import FollowUps
from pnm_vault.insights.remembering.gifts import GiftAhead
from pnm_vault.insights.remembering.promises import OpenPromise
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Row
from pnm_vault.model.review_notes import CHOSEN, wanted_notes
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.review.page_names import CIRCLE, Place, linked_places, period_place
from pnm_vault.review.pages.acquainted import acquainted_context
from pnm_vault.review.pages.agenda import agenda_context
from pnm_vault.review.pages.capital import capital_context
from pnm_vault.review.pages.dates import dates_context
from pnm_vault.review.pages.events import events_context
from pnm_vault.review.pages.facts import facts_context
from pnm_vault.review.pages.follow_ups import follow_ups_context
from pnm_vault.review.pages.gifts import gifts_context
from pnm_vault.review.pages.help import help_context
from pnm_vault.review.pages.introductions import introductions_context
from pnm_vault.review.pages.meetings import meetings_context
from pnm_vault.review.pages.mentoring import mentoring_context
from pnm_vault.review.pages.needs import needs_context
from pnm_vault.review.pages.network import network_context
from pnm_vault.review.pages.parts import Context
from pnm_vault.review.pages.period import period_context
from pnm_vault.review.pages.plan import plan_context
from pnm_vault.review.pages.problems import problems_context
from pnm_vault.review.pages.promises import promises_context
from pnm_vault.review.pages.questions import questions_context
from pnm_vault.review.pages.reciprocity import reciprocity_context
from pnm_vault.review.pages.reconnect import reconnect_context
from pnm_vault.review.pages.talk import Talk
from pnm_vault.review.wording import stem


class PageContext(Row, frozen=True):
    """A review note before rendering: the template's name (`agenda`), the note's path, what the template is given."""

    name: str
    path: str
    context: Context


class Answers(Row, frozen=True):
    """All that the review notes are made of. `your_goals` are the owner's own, as `Me.md` tells them.

    `talks` is by contact path what there is to say to those whom the agenda names.

    `periods` are what the notes that look back show, by template name (`month`), where there is something to tell.
    `pictures` is what the note about the pictures shows; empty where there is no such note to be kept.
    `circles` are what the notes about circles and organisations show, by the path of each that is there.
    `duplicates` is what the note about notes of one contact shows; empty where that note is left as it is.
    """

    today: date
    agenda: Agenda
    reconnect: Reconnect
    introductions: tuple[Introduction, ...]
    follow_ups: FollowUps
    dates: tuple[DateAhead, ...]
    problems: tuple[Problem, ...]
    mentoring: tuple[MentoringGroup, ...] = ()
    your_goals: tuple[Source, ...] = ()
    talks: Mapping[str, Talk] = {}
    promises: tuple[OpenPromise, ...] = ()
    facts: FactsToCheck = FactsToCheck()
    met: tuple[Acquaintance, ...] = ()
    gifts: tuple[GiftAhead, ...] = ()
    gatherings: Gatherings = Gatherings()
    periods: Mapping[str, Context] = {}
    acquainted: AcquaintedAnswer = AcquaintedAnswer()
    under_way: tuple[UnderWay, ...] = ()
    thanks: tuple[ThanksDue, ...] = ()
    own_help: OwnHelp = OwnHelp()
    needs: NeedsRadar = NeedsRadar()
    reciprocity: Reciprocity | None = None
    pictures: Mapping[str, object] = {}
    network: NetworkState = NetworkState()
    synergy: Synergy = Synergy()
    capital: SocialCapital = SocialCapital()
    five: tuple[FiveAnswers, ...] = ()
    plan: QuarterPlan = QuarterPlan()
    circles: Mapping[str, Context] = {}
    duplicates: Mapping[str, object] = {}


def build_pages(
    answers: Answers,
    settings: Settings,
    hidden: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
) -> tuple[PageContext, ...]:
    """Return the review notes in writing order. `names` maps contact paths to names (else the file's name).

    There is no note about a period of which nothing is told, and none about pictures unless the owner asked for them.
    Of the others there are those that `review.notes` asks for.
    """
    known = {} if names is None else names
    contexts = {
        "agenda": agenda_context(
            answers.agenda,
            settings,
            hidden,
            known,
            answers.talks,
            due_introductions(answers.under_way, answers.today),
        ),
        "reconnect": reconnect_context(answers.reconnect, hidden),
        "mentoring": mentoring_context(answers.mentoring, answers.your_goals, hidden),
        "introductions": introductions_context(
            answers.introductions, settings, hidden, answers.under_way, answers.thanks
        ),
        "acquainted": acquainted_context(answers.acquainted, hidden),
        "help": help_context(answers.own_help, hidden),
        "needs": needs_context(answers.needs, hidden),
        "reciprocity": reciprocity_context(answers.reciprocity, answers.thanks, settings, hidden),
        "network": network_context(answers.network, answers.synergy, answers.acquainted.pairs, hidden)
        | {"picture": answers.pictures.get("network", 0)},
        "capital": capital_context(answers.capital, hidden),
        "questions": questions_context(answers.five, hidden),
        "plan": plan_context(answers.plan, hidden),
        "follow-ups": follow_ups_context(answers.follow_ups, settings, hidden, known)
        | meetings_context(answers.met, settings, hidden)
        | promises_context(answers.promises, settings, hidden, known),
        "dates": dates_context(answers.dates, settings, hidden) | gifts_context(answers.gifts, hidden),
        "facts": facts_context(answers.facts, hidden),
        "events": events_context(answers.gatherings, settings, hidden, known, answers.today),
        "problems": problems_context(answers.problems, settings, hidden),
    }
    wanted = wanted_notes(settings.review.notes)
    contexts = {name: context for name, context in contexts.items() if name in wanted or name not in CHOSEN}
    contexts |= answers.periods
    if answers.pictures:
        contexts["pictures"] = dict(answers.pictures)
    if answers.duplicates:
        contexts["duplicates"] = dict(answers.duplicates)
    unnamed = PrivateNames([known[path] for path in hidden if path in known])
    contexts = {name: _without_telling_names(context, unnamed) for name, context in contexts.items()}
    linked = linked_places(settings, answers.today)
    places = {name: one for name, one in linked.items() if name in contexts or not one.path}
    pages = [
        PageContext(name, one.path, _frame(name, places) | contexts[name]) for name, one in places.items() if one.path
    ]
    shown = {path: _without_telling_names(context, unnamed) for path, context in answers.circles.items()}
    return (*pages, *[_circle_page(path, context, places) for path, context in shown.items()])


def period_page(
    review: PeriodReview, settings: Settings, today: date, hidden: frozenset[str] = frozenset()
) -> PageContext:
    """Return the note about any period."""
    name = review.period.kind.value
    places = linked_places(settings, today) | {name: period_place(settings, review.period)}
    return PageContext(name, places[name].path, _frame(name, places) | period_context(review, settings, hidden))


def circle_page(path: str, context: Context, settings: Settings, today: date, unnamed: PrivateNames) -> PageContext:
    """Return the note about one circle or organisation, without proofs in notes called after one of `unnamed`."""
    return _circle_page(path, _without_telling_names(context, unnamed), linked_places(settings, today))


def _circle_page(path: str, context: Context, places: Mapping[str, Place]) -> PageContext:
    title = str(context["name"])
    return PageContext(CIRCLE, path, _frame(CIRCLE, {**places, CIRCLE: Place(path, title)}) | context)


def pictures_page(context: Context, settings: Settings, today: date) -> PageContext:
    """Return the note with the pictures."""
    places = linked_places(settings, today)
    return PageContext("pictures", places["pictures"].path, _frame("pictures", places) | context)


def duplicates_page(context: Context, settings: Settings, today: date) -> PageContext:
    """Return the note about notes that are likely those of one contact."""
    places = linked_places(settings, today)
    return PageContext("duplicates", places["duplicates"].path, _frame("duplicates", places) | context)


def _without_telling_names(context: Context, unnamed: PrivateNames) -> Context:
    """Leave out proofs in notes whose own name holds that of a private contact, as that of a meeting often does."""

    def kept(value: object) -> object:
        if isinstance(value, dict):
            if "line" in value and unnamed.are_in(stem(str(value.get("path", "")))):
                return None
            return {key: kept(one) for key, one in value.items()}
        return [one for one in map(kept, value) if one is not None] if isinstance(value, list) else value

    return {key: kept(value) for key, value in context.items()} if unnamed else context


def _frame(name: str, places: Mapping[str, Place]) -> Context:
    """Return what every template is given: its own title and where the other notes are, one made on request aside."""
    others = {page: one for page, one in places.items() if page != "duplicates"}
    pages = {page.replace("-", "_"): {"path": one.path, "name": one.title} for page, one in others.items()}
    return {"title": places[name].title, "pages": pages}
