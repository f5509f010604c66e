"""What the review notes are called and where they lie."""

from collections.abc import Mapping
from datetime import date

from pnm_vault.insights.looking_back.periods import Period, PeriodKind, last_complete
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings

# Template name to title, which is the file's name; the order in which the notes are written and listed.
PAGES: Mapping[str, str] = {
    "agenda": "Agenda",
    "reconnect": "Reconnect",
    "mentoring": "Mentoring",
    "introductions": "Introductions",
    "acquainted": "Probably acquainted",
    "help": "Help for what I need",
    "needs": "What I can do for whom",
    "reciprocity": "Giving and receiving",
    "network": "Network",
    "capital": "Social capital",
    "questions": "Five questions",
    "plan": "Plan for the quarter",
    "follow-ups": "Follow-ups",
    "dates": "Dates ahead",
    "facts": "Facts to check",
    "events": "Events and communities",
    "pictures": "Pictures",
    "duplicates": "Duplicates",
    "problems": "Vault problems",
    "month": "Months",
    "quarter": "Quarters",
    "year": "Years",
}
"""Of the last three it is the folder: the note about a period is called after it, and stays when the next one ends."""


_KINDS = frozenset(PeriodKind)


class Place(Row, frozen=True):
    """A review note's vault-relative path and its title."""

    path: str
    title: str


def page_places(settings: Settings, today: date) -> dict[str, Place]:
    """Return where each review note lies on a day, by template name, in writing order.

    Of months, quarters and years it is the note about the last one that is over.
    """
    inside = _inside(settings)
    places = {name: Place(f"{inside}{title}.md", title) for name, title in PAGES.items() if name not in _KINDS}
    for kind in settings.review.periods:
        if (period := last_complete(PeriodKind(kind), today)) is not None:
            places[kind] = period_place(settings, period)
    return places


def period_place(settings: Settings, period: Period) -> Place:
    """Return where the note about a period lies: `Reviews/Months/2026-10 in review.md`, titled `October 2026`."""
    return Place(f"{_inside(settings)}{PAGES[period.kind]}/{period.key} in review.md", period.title)


def _inside(settings: Settings) -> str:
    folder = settings.review.folder.strip("/")
    return f"{folder}/" if folder else ""
