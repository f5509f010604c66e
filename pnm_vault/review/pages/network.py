"""`Network`: what the network is like at the end of the month, with what it rests on."""

from collections.abc import Sequence

from pnm_vault.insights.introducing.acquainted import Proved
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.synergy import Synergy
from pnm_vault.model.source import Source
from pnm_vault.review.network_words import NetworkRow, coverage_words, network_sections
from pnm_vault.review.pages.parts import Context, day_text, place, proof_of
from pnm_vault.review.wording import stem


def network_context(state: NetworkState, synergy: Synergy, pairs: Sequence[Proved], hidden: frozenset[str]) -> Context:
    """Return what `network` shows: sections with sentences and lines; `pairs` are those that may be recorded next."""
    shown = [one for one in pairs if one.pair.first not in hidden and one.pair.second not in hidden]
    return {
        "until": day_text(None if state.is_small else state.until),
        "contacts": state.contacts,
        "recorded": state.recorded,
        "structure": state.structure is not None,
        "coverage": coverage_words(state),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "sentences": list(section.sentences),
                "items": [item_of(row, hidden) for row in section.rows],
            }
            for section in network_sections(state, synergy, shown)
        ],
    }


def item_of(row: NetworkRow, hidden: frozenset[str]) -> Context:
    """Return one line as the templates read it; no proof in a note of `hidden` is given."""
    return {
        "lead": row.lead,
        "contacts": [place(one.path, one.name) for one in row.contacts],
        "text": row.text,
        "proof": _proof(row.proof, hidden),
        "others": [place(one.path, one.name) for one in row.others],
        "tail": row.tail,
        "other_proof": _proof(row.other_proof, hidden),
    }


def _proof(source: Source | None, hidden: frozenset[str]) -> Context | None:
    return None if source is None else proof_of(source, stem(source.path), hidden)
