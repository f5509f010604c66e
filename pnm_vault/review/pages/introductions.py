"""`Introductions`: pairs who may be glad to meet."""

from collections.abc import Iterable

from pnm_vault.insights.introductions import Introduction
from pnm_vault.model.settings import Settings
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, handful, place, proof_of
from pnm_vault.review.wording import gain_words, plain, stem


def introductions_context(pairs: Iterable[Introduction], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `introductions` shows: suggested pairs, best first, with reasons and the lines that prove them."""
    shown = [pair for pair in pairs if pair.first not in hidden and pair.second not in hidden]
    limit = settings.review.introductions
    items = [introduction_item(pair, hidden) for pair in shown[:limit]]
    return handful(items, len(shown) - len(items))


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
