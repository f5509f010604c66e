"""What stands below a contact on the Agenda: what the tie says, and what to open with."""

from collections.abc import Mapping

from pnm_vault.insights.briefing.openers import Opener, Opening
from pnm_vault.insights.catching_up.expectation import CadenceRule, about
from pnm_vault.insights.catching_up.stale import StaleContact
from pnm_vault.insights.catching_up.tie_facts import Side, TieFacts
from pnm_vault.model.record import Record
from pnm_vault.review.pages.parts import Context, place, proof_of
from pnm_vault.review.wording import plain, stem

# A habit that is about the wish need not be told beside it.
APART = 1.3

_TURNS = {Side.YOU: "they wrote last", Side.THEM: "you wrote last"}
_LEADS: Mapping[Opening, str] = {
    Opening.LAST: "Last",
    Opening.YOURS: "You said you would",
    Opening.THEIRS: "They said they would",
    Opening.AGED: "Worth asking after",
    Opening.ASK: "They look for",
    Opening.NEWS: "You could tell them",
    Opening.COMMON: "You both know",
}


class Talk(Record, frozen=True):
    """What there is to say to one contact; `facts` None for one who was never in touch."""

    facts: TieFacts | None = None
    openers: tuple[Opener, ...] = ()


def talk_context(tie: StaleContact, talk: Talk, hidden: frozenset[str]) -> Context:
    """Return what the line of a contact says beyond its cadence, and the lines below it."""
    facts = talk.facts or TieFacts()
    return {
        "usually": _usually(tie, facts),
        "turn": "" if facts.turn is None else _TURNS[facts.turn],
        "fading": facts.fading,
        "season": proof_of(facts.season, stem(facts.season.path), hidden) if facts.season is not None else None,
        "openers": [_opener_context(opener, hidden) for opener in talk.openers],
    }


def _usually(tie: StaleContact, facts: TieFacts) -> str:
    if facts.rhythm is None or tie.rule is CadenceRule.RHYTHM:
        return ""
    is_apart = facts.rhythm >= APART * tie.gap or tie.gap >= APART * facts.rhythm
    return f"usually {about(facts.rhythm)}" if is_apart else ""


def _opener_context(opener: Opener, hidden: frozenset[str]) -> Context:
    is_common = opener.kind is Opening.COMMON
    return {
        "kind": str(opener.kind),
        "lead": _LEADS[opener.kind],
        "day": "" if opener.day is None else opener.day.isoformat(),
        "terms": [plain(term) for term in opener.terms],
        "contact": place(opener.contact, opener.text) if is_common else None,
        "text": "" if is_common else plain(opener.text),
        "proof": proof_of(opener.proof, stem(opener.proof.path), hidden),
    }
