"""`Facts to check`: what the notes say and nobody has confirmed for long, and what they lack."""

from pnm_vault.insights.remembering.facts import Dated, FactsToCheck, FactToCheck, Hole, Sign
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, handful, place
from pnm_vault.review.wording import month, plain

_LABELS = {
    **{"email": "e-mail", "time_zone": "time zone", "asks": "looks for", "offers": "can help with"},
}
_SIGNS = {
    Sign.CONFIRMED: "last confirmed {}",
    Sign.NOTED: "noted {}",
    Sign.TOLD: "last told of {}",
    Sign.CREATED: "in the note since {}",
}
# A line names so many contacts; more would be a list of duties.
_NAMED = 3


def facts_context(facts: FactsToCheck, hidden: frozenset[str]) -> Context:
    """Return what `facts` shows: facts of this month, then what the notes of the closest contacts lack."""
    shown = [one for one in facts.facts if one.path not in hidden]
    return {
        "month": month(facts.month),
        "items": [fact_item(one) for one in shown],
        "holes": [_hole(one, hidden) for one in facts.holes if not hidden.issuperset(path for path, _ in one.contacts)],
    }


def fact_digest(path: str, kind: str, item: str) -> str:
    """Return what a fact is known by on its line: the note, the field, and of several asks or offers the words."""
    return digest_of_item(path, kind, item)


def fact_label(kind: str) -> str:
    """Return what a field is called before its words: `role`, `looks for`."""
    return _LABELS.get(kind, kind)


def dated_words(last: Dated | None) -> str:
    """Return when a fact was last known to be so, in words: `last confirmed 2024-02`."""
    if last is None:
        return "never dated"
    return _SIGNS[last.sign].format(last.day.isoformat()[: 7 if last.month else 10])


def fact_item(found: FactToCheck) -> Context:
    """Return what a line about a fact shows."""
    fact = found.fact
    return {
        "contact": place(found.path, found.name),
        "label": fact_label(fact.kind),
        "text": plain(fact.text),
        "dated": dated_words(found.last),
        "proof": place(found.path, found.name) | {"line": fact.line, "text": plain(fact.text)},
        "key": raw_key(
            "fact",
            fact_digest(found.path, fact.kind, fact.text if fact.item else ""),
            day_text(found.last.day if found.last is not None else None),
        ),
    }


def _hole(hole: Hole, hidden: frozenset[str]) -> Context:
    contacts = [place(path, name) for path, name in hole.contacts if path not in hidden]
    return {"what": hole.what} | handful(contacts[:_NAMED], len(contacts) - _NAMED)
