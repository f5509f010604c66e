"""What the review notes are called and where they lie."""

from collections.abc import Mapping
from datetime import date

from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings

# Template name to title, which is the file's name; the order in which the notes are written and listed.
PAGES: Mapping[str, str] = {
    "agenda": "Agenda",
    "reconnect": "Reconnect",
    "introductions": "Introductions",
    "acquainted": "Probably acquainted",
    "follow-ups": "Follow-ups",
    "dates": "Dates ahead",
    "problems": "Vault problems",
}


class Place(Row, frozen=True):
    """A review note's vault-relative path and its title."""

    path: str
    title: str


def page_places(settings: Settings, today: date) -> dict[str, Place]:
    """Return where each review note lies on a day, by template name, in writing order."""
    folder = settings.review.folder.strip("/")
    inside = f"{folder}/" if folder else ""
    return {name: Place(f"{inside}{title}.md", title) for name, title in PAGES.items()}
