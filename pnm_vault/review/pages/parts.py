"""The small pieces that the items of the review notes are made of."""

from collections.abc import Sequence
from datetime import date

from pnm_vault.model.source import Source
from pnm_vault.review.wording import plain

Context = dict[str, object]


def handful(items: Sequence[Context], more: int = 0) -> Context:
    """Return a list as templates read it, with how many there are beyond."""
    return {"items": list(items), "more": max(0, more)}


def place(path: str, name: str) -> Context:
    """Return what the `link` filter makes a link of."""
    return {"path": path, "name": name}


def proof_of(source: Source | None, name: str, hidden: frozenset[str]) -> Context | None:
    """Return the line that proves something, None when it stands in a private contact's note."""
    if source is None or source.path in hidden:
        return None
    return place(source.path, name) | {"line": source.line, "text": plain(source.text)}


def day_text(day: date | None) -> str:
    """Return a day as text, empty for None."""
    return "" if day is None else day.isoformat()
