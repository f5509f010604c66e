"""`What I can do for whom`: what contacts look for, the oldest first, and who has something for it."""

from pnm_vault.insights.helping.needs import MeetNeed, NeedShown, NeedsRadar, YourNeed
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.facts import fact_item
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of, remembered
from pnm_vault.review.wording import plain, stem


@remembered
def needs_context(radar: NeedsRadar, hidden: frozenset[str]) -> Context:
    """Return what `needs` shows: what the owner can do, whom they could bring together, what is open, what is old."""
    yours = [_yours(one) for one in radar.yours if one.need.path not in hidden]
    others = [_meets(one, hidden) for one in radar.others if hidden.isdisjoint((one.need.path, one.path))]
    nobody = [_need(one) for one in radar.nobody if one.path not in hidden]
    old = [fact_item(one) for one in radar.old if one.path not in hidden]
    return {
        "yours": handful(yours, radar.more_yours),
        "others": handful(others, radar.more_others),
        "nobody": handful(nobody, radar.more_nobody),
        "old": handful(old, radar.more_old),
        "any_asks": radar.any_asks,
        "has_offers": radar.has_offers,
    }


def need_digest(path: str, need: str) -> str:
    """Return what a line is known by: who looks for something, and for what."""
    return digest_of_item("need", path, need)


def _need(one: NeedShown) -> Context:
    return {
        "contact": place(one.path, one.name),
        "text": plain(one.text),
        "since": day_text(one.day),
        "proof": place(one.path, one.name) | {"line": one.proof.line, "text": plain(one.text)},
        "key": raw_key("need", need_digest(one.path, one.text), day_text(one.day)),
    }


def _yours(one: YourNeed) -> Context:
    said = plain(one.said)
    mine = place(one.proof.path, f"{stem(one.proof.path)}, line {one.proof.line}")
    proof = mine | {"line": one.proof.line, "text": said}
    return _need(one.need) | {"said": said, "said_proof": proof, "interest": one.interest}


def _meets(one: MeetNeed, hidden: frozenset[str]) -> Context:
    first, second = sorted((one.need.path, one.path))
    return _need(one.need) | {
        "other": place(one.path, one.name),
        "offer": plain(one.offer),
        "offer_proof": proof_of(one.proof, one.name, hidden),
        "also": one.more,
        "key": raw_key("introduction", digest_of_item(first, second), ""),
    }
