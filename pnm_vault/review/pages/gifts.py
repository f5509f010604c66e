"""For which dates it is time to think of a gift, on the note `Dates ahead`."""

from collections.abc import Iterable

from pnm_vault.insights.remembering.gifts import GiftAhead
from pnm_vault.model.source import Source
from pnm_vault.review.pages.dates import is_private
from pnm_vault.review.pages.parts import Context, place, proof_of
from pnm_vault.review.wording import milestone, plain, stem, weekday


def gifts_context(gifts: Iterable[GiftAhead], hidden: frozenset[str]) -> Context:
    """Return what `dates` shows of gifts, the nearest date first."""
    return {"gifts": [_item(one, hidden) for one in gifts if not is_private(one.ahead, hidden)]}


def _item(gift: GiftAhead, hidden: frozenset[str]) -> Context:
    ahead = gift.ahead
    return {
        "day": ahead.day.isoformat(),
        "weekday": weekday(ahead.day),
        "occasion": milestone(ahead.label, ahead.turns),
        "contact": place(ahead.path, ahead.name),
        "ideas": [
            {"text": plain(one.text), "proof": proof_of(Source(ahead.path, one.line, one.text), ahead.name, hidden)}
            for one in gift.ideas
        ],
        "given": [
            {
                "text": plain(one.text),
                "day": one.day.isoformat(),
                "proof": proof_of(one.proof, stem(one.proof.path), hidden),
            }
            for one in gift.given
            if one.proof.path not in hidden
        ],
    }
