"""`Probably acquainted`: pairs that may know each other already, to be recorded or not."""

from pnm_vault.insights.comparing.shared_values import say_common
from pnm_vault.insights.introducing.acquainted import AcquaintedAnswer, Proved
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, place, proof_of, remembered
from pnm_vault.review.wording import plain, stem

PAIRS_SHOWN = 12


@remembered
def acquainted_context(answer: AcquaintedAnswer, hidden: frozenset[str]) -> Context:
    """Return what `acquainted` shows: pairs, likeliest first, with what they have in common and where it is written."""
    shown = [one for one in answer.pairs if one.pair.first not in hidden and one.pair.second not in hidden]
    return {
        "contacts": answer.contacts,
        "recorded": answer.recorded,
        "structure": answer.structure,
        "items": [acquaintance_item(one, hidden) for one in shown],
    }


def acquaintance_item(one: Proved, hidden: frozenset[str]) -> Context:
    """Return what a pair shows, reasons and proofs included."""
    pair = one.pair
    names = {pair.first: pair.first_name, pair.second: pair.second_name}
    names |= {term.path: term.text for term in pair.terms if term.path}
    reasons: list[Context] = []
    for term, proofs in zip(pair.terms, one.proofs, strict=True):
        if term.path in hidden:
            continue
        found = (proof_of(source, names.get(source.path) or stem(source.path), hidden) for source in proofs)
        reasons.append(
            {
                "kind": str(term.kind),
                "text": plain(say_common(term)),
                "proofs": [proof for proof in found if proof is not None],
            }
        )
    return {
        "first": place(pair.first, pair.first_name),
        "second": place(pair.second, pair.second_name),
        "reasons": reasons,
        "key": raw_key("acquaintance", digest_of_item(pair.first, pair.second), ""),
    }
