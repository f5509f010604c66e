"""`Duplicates`: notes that are likely those of one contact, to be merged or to be told apart."""

from collections.abc import Sequence

from pnm_vault.insights.identity.doubles import FoundDouble, Proved
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.pages.parts import Context, place, proof_of
from pnm_vault.review.wording import plain

MOST_PAIRS = 200


def duplicates_context(found: Sequence[FoundDouble], hidden: frozenset[str], more: int = 0) -> Context:
    """Return what `duplicates` shows: pairs, the surest first, with what speaks for it and what against.

    `more` counts those that are left out.
    """
    shown = [one for one in found if not one.double.private and not {one.double.kept, one.double.other} & hidden]
    return {"items": [_item(one, hidden) for one in shown], "more": more}


def _item(one: FoundDouble, hidden: frozenset[str]) -> Context:
    double = one.double
    names = {double.kept: double.kept_name, double.other: double.other_name}
    return {
        "kept": place(double.kept, double.kept_name),
        "other": place(double.other, double.other_name),
        "verdict": double.evidence.verdict.value,
        "reasons": [_reason(proved, names, hidden) for proved in one.reasons],
        "against": [_reason(proved, names, hidden) for proved in one.against],
        "key": raw_key("double", digest_of_item(*sorted(names)), ""),
    }


def _reason(proved: Proved, names: dict[str, str], hidden: frozenset[str]) -> Context:
    found = (proof_of(source, names[source.path], hidden) for source in proved.proofs)
    return {
        "kind": proved.reason.about.value,
        "text": plain(proved.reason.words),
        "proofs": [proof for proof in found if proof is not None],
    }
