"""`Mentoring`: the pairs, what they want to reach, what was said last and what to bring next."""

from collections.abc import Sequence

from pnm_vault.insights.catching_up.tie_facts import usually
from pnm_vault.insights.mentoring import MentoringGroup, MentoringPair, Part
from pnm_vault.model.source import Source
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of, remembered
from pnm_vault.review.wording import plain, stem

_WORDS = {
    Part.MENTEE: ("Mentees", "What they want to reach, and what you can bring when you meet."),
    Part.MENTOR: ("Mentors", "What you learn from them, and what you can bring when you meet."),
    Part.BOTH: ("Learning together", "In your circle *mentoring*; neither note says who mentors whom."),
}


@remembered
def mentoring_context(
    groups: Sequence[MentoringGroup], your_goals: Sequence[Source], hidden: frozenset[str]
) -> Context:
    """Return what `mentoring` shows: the pairs by side, in the order given; the owner's own goals for the mentors."""
    sections: list[Context] = []
    for group in groups:
        title, hint = _WORDS[group.side]
        items = [_item(pair, hidden) for pair in group.pairs if pair.path not in hidden]
        goals = _said(your_goals, hidden) if group.side is Part.MENTOR else []
        section: Context = {"side": str(group.side), "title": title, "hint": hint, "your_goals": goals}
        sections.append(section | handful(items, group.more))
    return {"total": sum([len(group.pairs) + group.more for group in groups]), "sections": sections}


def _item(pair: MentoringPair, hidden: frozenset[str]) -> Context:
    rhythm = ""
    if pair.rhythm is not None and pair.low is not None and pair.high is not None:
        rhythm = f"usually {usually(pair.rhythm, pair.low, pair.high)}"
    elif pair.last is not None:
        rhythm = "too few sessions yet for a rhythm"
    return {
        "contact": place(pair.path, pair.name),
        "rhythm": rhythm,
        "last": day_text(pair.last),
        "proof": proof_of(pair.proof, day_text(pair.last), hidden),
        "planned": day_text(pair.planned),
        "asked": day_text(pair.asked),
        "due": day_text(pair.due),
        "goals": _said(pair.goals, hidden),
        "told": _said(pair.told, hidden),
        "yours": _said(pair.yours, hidden),
        "theirs": _said(pair.theirs, hidden),
        "bring": _said(pair.bring, hidden),
        "lessons": _said(pair.lessons, hidden),
        "key": raw_key("contact", digest_of_item(pair.path), day_text(pair.since)),
    }


def _said(sources: Sequence[Source], hidden: frozenset[str]) -> list[Context]:
    """Return lines with their proof; those in a private contact's note are left out."""
    proofs = [(one, proof_of(one, stem(one.path), hidden)) for one in sources]
    return [{"text": plain(one.text), "proof": proof} for one, proof in proofs if proof is not None]
