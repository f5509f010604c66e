"""The small pieces that the items of the review notes are made of."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import ParamSpec

from pnm_vault.model.source import Source
from pnm_vault.review.wording import plain

Context = dict[str, object]
Given = ParamSpec("Given")


def remembered(shows: Callable[Given, Context]) -> Callable[Given, Context]:
    """Let what a page shows be given again as long as all that it is made of is equal to that of the last time.

    For pages with many lines: of the pages that a watch makes a save changes a few. What is given must not be changed.
    """
    last: list[tuple[object, Context]] = []

    @wraps(shows)
    def show(*args: Given.args, **kwargs: Given.kwargs) -> Context:
        given = (args, kwargs)
        if not last or last[0][0] != given:
            last[:] = [(given, shows(*args, **kwargs))]
        return last[0][1]

    return show


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
