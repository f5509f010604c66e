"""`Introductions`: those under way, and pairs who may be glad to meet."""

from collections.abc import Iterable

from pnm_vault.insights.introducing.introductions import Introduction
from pnm_vault.insights.introducing.introductions_under_way import UnderWay
from pnm_vault.insights.introducing.referrals import ThanksDue
from pnm_vault.model.introduction import Act, Progress, Stand
from pnm_vault.model.settings import Settings
from pnm_vault.review.introduction_words import tick_words, under_way_words
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, day_text, handful, place, proof_of, remembered
from pnm_vault.review.wording import gain_words, plain, stem


@remembered
def introductions_context(
    pairs: Iterable[Introduction],
    settings: Settings,
    hidden: frozenset[str],
    under_way: Iterable[UnderWay] = (),
    thanks: Iterable[ThanksDue] = (),
) -> Context:
    """Return what `introductions` shows: those under way, thanks to be said, suggested pairs with their reasons."""
    shown = [pair for pair in pairs if pair.first not in hidden and pair.second not in hidden]
    limit = settings.review.introductions
    items = [introduction_item(pair, hidden) for pair in shown[:limit]]
    begun = [under_way_item(one) for one in under_way if hidden.isdisjoint((one.first, one.second))]
    unsaid = [thanks_item(one) for one in thanks if hidden.isdisjoint((one.by, one.contact))]
    lines = settings.review.lines
    return {
        **handful(items, len(shown) - len(items)),
        "under_way": handful(begun[:lines], len(begun) - lines),
        "thanks": handful(unsaid[:lines], len(unsaid) - lines),
    }


def thanks_item(one: ThanksDue) -> Context:
    """Return what a line about thanks shows: who introduced whom to the owner, and when they met."""
    return {
        "by": place(one.by, one.by_name),
        "contact": place(one.contact, one.contact_name),
        "met": one.met.isoformat(),
        "proof": proof_of(one.proof, one.contact_name, frozenset()),
        "key": raw_key("thanks", thanks_digest(one.by, one.contact), one.met.isoformat()),
    }


def thanks_digest(by: str, contact: str) -> str:
    """Return what a line about thanks is known by."""
    return digest_of_item("thanks", by, contact)


def under_way_item(one: UnderWay) -> Context:
    """Return what a line about an introduction under way shows. A tick on it says that the next step is done."""
    return {
        "note": place(one.path, f"{one.first_name} and {one.second_name}"),
        "first": place(one.first, one.first_name),
        "second": place(one.second, one.second_name),
        "status": one.stand.progress.value,
        "since": day_text(one.since),
        "due": day_text(one.due),
        "text": under_way_words(one),
        "tick": tick_words(one.next, one.names),
        "obvious": not one.next.waiting and one.next.act is not Act.MET,
        "proof": proof_of(one.proof, one.title, frozenset()),
        "key": raw_key("step", step_digest(one.path, one.stand), day_text(one.since)),
    }


def step_digest(path: str, stand: Stand) -> str:
    """Return what a line about an introduction is known by: its note, and where it stands."""
    sides = (stand.asked, stand.agreed) if stand.progress is Progress.ASKED else ()
    return digest_of_item(path, stand.progress.value, *["".join(map(str, side)) for side in sides])


def introduction_item(pair: Introduction, hidden: frozenset[str]) -> Context:
    """Return what a suggested pair shows, reasons and proofs included."""
    names = {pair.first: pair.first_name, pair.second: pair.second_name}
    reasons: list[Context] = []
    for reason in pair.reasons:
        proofs = (proof_of(source, names.get(source.path) or stem(source.path), hidden) for source in reason.proofs)
        reasons.append(
            {
                "kind": reason.kind,
                "text": plain(reason.text),
                "terms": list(reason.terms),
                "proofs": [proof for proof in proofs if proof is not None],
            }
        )
    return {
        "first": place(pair.first, pair.first_name),
        "second": place(pair.second, pair.second_name),
        "gain": gain_words(pair),
        "reasons": reasons,
        "key": raw_key("introduction", digest_of_item(pair.first, pair.second), ""),
    }
