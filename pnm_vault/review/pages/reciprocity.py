"""`Giving and receiving`: whom to answer, whom to tell how it went, for whom to do something, whom to thank."""

from collections.abc import Iterable

from pnm_vault.insights.helping.reciprocity import Deed, Reciprocity, Turn
from pnm_vault.insights.introducing.referrals import ThanksDue
from pnm_vault.model.settings import Settings
from pnm_vault.review.pages.introductions import thanks_item
from pnm_vault.review.pages.parts import Context, handful, place, proof_of
from pnm_vault.review.reciprocity_words import SECTIONS, deed_words, next_words
from pnm_vault.review.wording import plain, stem

MOST_DEEDS = 3


def reciprocity_context(
    found: Reciprocity | None, thanks: Iterable[ThanksDue], settings: Settings, hidden: frozenset[str]
) -> Context:
    """Return what `reciprocity` shows: the sections that have anybody, and thanks; `found` None: nothing was asked."""
    lines = settings.review.lines
    sections: list[Context] = []
    lists = (("asked", found.asked), ("tell", found.tell), ("give", found.give)) if found is not None else ()
    for name, turns in lists:
        title, hint = SECTIONS[name]
        shown = [turn for turn in turns if turn.path not in hidden]
        if shown:
            items = [_item(turn, name == "give", hidden) for turn in shown[:lines]]
            section: Context = {"name": name, "title": title, "hint": hint}
            sections.append(section | handful(items, len(shown) - len(items)))
    unsaid = [thanks_item(one) for one in thanks if hidden.isdisjoint((one.by, one.contact))]
    return {"sections": sections, "thanks": handful(unsaid[:lines], len(unsaid) - lines)}


def _item(turn: Turn, with_next: bool, hidden: frozenset[str]) -> Context:
    lead, text, source = next_words(turn)
    return {
        "contact": place(turn.path, turn.name),
        "deeds": [_deed(one, hidden) for one in turn.deeds[-MOST_DEEDS:]],
        "lead": lead if with_next else "",
        "text": text if with_next else "",
        "proof": proof_of(source, stem(turn.path), hidden) if with_next else None,
    }


def _deed(deed: Deed, hidden: frozenset[str]) -> Context:
    source = deed.source
    return {
        "day": deed.day.isoformat(),
        "kind": deed.kind.value,
        "way": deed.way.value,
        "words": deed_words(deed),
        "text": plain(source.text),
        "proof": proof_of(source, stem(source.path), hidden),
    }
