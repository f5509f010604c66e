"""Who was met a few days ago, on the note `Follow-ups`."""

from collections.abc import Iterable

from pnm_vault.insights.gathering.meetings import Acquaintance
from pnm_vault.model.settings import Settings
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, handful, place, proof_of
from pnm_vault.review.wording import plain


def meetings_context(met: Iterable[Acquaintance], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `follow-ups` shows of new acquaintances, the newest first."""
    shown = [one for one in met if one.path not in hidden]
    limit = settings.review.lines
    return {"met": handful([_item(one, hidden) for one in shown[:limit]], len(shown) - limit)}


def openers(met: Acquaintance) -> tuple[str, ...]:
    """Return what there is to open with, as plain text: how and where they met, what they look for or offer."""
    told = met.told
    found = [one.text for one in (told.how, told.where) if one is not None]
    found += [f"looks for: {one.text}" for one in told.asks[:1]]
    found += [f"can help with: {one.text}" for one in told.offers[:1]]
    return tuple([plain(text) for text in found])


def _item(met: Acquaintance, hidden: frozenset[str]) -> Context:
    return {
        "contact": place(met.path, met.name),
        "day": met.day.isoformat(),
        "openers": list(openers(met)),
        "proof": proof_of(met.proof, met.day.isoformat(), hidden),
        "key": raw_key("contact", digest_of_item(met.path), met.last.isoformat()),
    }
