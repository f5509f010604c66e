"""What stands on each review note, as plain data for its template.

A context holds dictionaries, lists, texts, whole numbers and None only: nothing in it can be called, and it can be
sent to another process as JSON. Days are texts (`2026-11-28`); no day is told as a distance from today, so that a note
stays the same until something happens. `docs/templates.md` lists every key.

Private contacts appear on no page. The answers mark them, `hidden` (contact paths) covers what carries no mark.
"""

from collections.abc import Mapping
from datetime import date

from pnm_vault.insights.agenda import Agenda
from pnm_vault.insights.dates import DateAhead
from pnm_vault.insights.follow_ups import FollowUps
from pnm_vault.insights.introductions import Introduction
from pnm_vault.insights.introductions_under_way import UnderWay
from pnm_vault.insights.referrals import ThanksDue
from pnm_vault.insights.stale import StaleContact
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.review.page_names import Place, page_places
from pnm_vault.review.pages.agenda import agenda_context
from pnm_vault.review.pages.dates import dates_context
from pnm_vault.review.pages.follow_ups import follow_ups_context
from pnm_vault.review.pages.introductions import introductions_context
from pnm_vault.review.pages.parts import Context
from pnm_vault.review.pages.problems import problems_context
from pnm_vault.review.pages.reconnect import reconnect_context


class PageContext(Row, frozen=True):
    """A review note before rendering: the template's name (`agenda`), the note's path, what the template is given."""

    name: str
    path: str
    context: Context


class Answers(Row, frozen=True):
    """All that the review notes are made of. `stale` are all ties, best to reconnect with first."""

    today: date
    agenda: Agenda
    stale: tuple[StaleContact, ...]
    introductions: tuple[Introduction, ...]
    follow_ups: FollowUps
    dates: tuple[DateAhead, ...]
    problems: tuple[Problem, ...]
    under_way: tuple[UnderWay, ...] = ()
    thanks: tuple[ThanksDue, ...] = ()


def build_pages(
    answers: Answers,
    settings: Settings,
    hidden: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
) -> tuple[PageContext, ...]:
    """Return the review notes in writing order. `names` maps contact paths to names (else the file's name)."""
    known = {} if names is None else names
    contexts = {
        "agenda": agenda_context(answers.agenda, settings, hidden, known),
        "reconnect": reconnect_context(answers.stale, settings, hidden),
        "introductions": introductions_context(
            answers.introductions, settings, hidden, answers.under_way, answers.thanks
        ),
        "follow-ups": follow_ups_context(answers.follow_ups, settings, hidden, known),
        "dates": dates_context(answers.dates, settings, hidden),
        "problems": problems_context(answers.problems, settings, hidden),
    }
    places = page_places(settings, answers.today)
    return tuple([PageContext(name, places[name].path, _frame(name, places) | contexts[name]) for name in places])


def _frame(name: str, places: Mapping[str, Place]) -> Context:
    """Return what every template is given: its own title and where the other notes are."""
    pages = {page.replace("-", "_"): {"path": one.path, "name": one.title} for page, one in places.items()}
    return {"title": places[name].title, "pages": pages}
