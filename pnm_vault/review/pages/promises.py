"""What either side said they would do, on the note `Follow-ups`."""

from collections.abc import Iterable, Mapping

from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.remembering.promises import OpenPromise
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, handful, place, proof_of
from pnm_vault.review.wording import plain, stem


def promises_context(
    promises: Iterable[OpenPromise], settings: Settings, hidden: frozenset[str], names: Mapping[str, str]
) -> Context:
    """Return what `follow-ups` shows of promises: those of the owner, then those of the others, the newest first."""
    shown = [one for one in promises if one.said.path not in hidden and hidden.isdisjoint(one.contacts)]
    groups = (
        ("mine", "You said you would", [one for one in shown if one.mine]),
        ("theirs", "They said they would", [one for one in shown if not one.mine]),
    )
    sections = [
        {"label": label, "title": title}
        | handful([_item(one, names) for one in group[: settings.review.lines]], len(group) - settings.review.lines)
        for label, title, group in groups
        if group
    ]
    return {"promises": sections}


def promise_digest(said: Line) -> str:
    """Return what a promise is known by on its line: its note and its words."""
    return digest_of_item(said.path, said.text)


def _item(promise: OpenPromise, names: Mapping[str, str]) -> Context:
    said = promise.said
    source = Source(said.path, said.line, said.text)
    return {
        "text": plain(said.text),
        "day": said.day.isoformat(),
        "contacts": [place(path, names.get(path) or stem(path)) for path in promise.contacts],
        "proof": proof_of(source, said.day.isoformat(), frozenset()),
        "key": raw_key("promise", promise_digest(said), said.day.isoformat()),
    }
