"""What the review notes are called and where they lie."""

from collections.abc import Mapping

from pnm_vault.model.settings import Settings

# Template name to file name; the order in which the notes are written and listed.
PAGES: Mapping[str, str] = {
    "agenda": "Agenda.md",
    "reconnect": "Reconnect.md",
    "introductions": "Introductions.md",
    "follow-ups": "Follow-ups.md",
    "dates": "Dates ahead.md",
    "problems": "Vault problems.md",
}


def page_path(name: str, settings: Settings) -> str:
    """Return the vault-relative path of a review note."""
    folder = settings.review.folder.strip("/")
    return f"{folder}/{PAGES[name]}" if folder else PAGES[name]
