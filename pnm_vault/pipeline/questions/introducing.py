"""Whom to introduce: the pairs to choose from, kept between runs as long as nothing they rest on changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.introducing.introductions import introductions_under_way, suggest_introductions
from pnm_vault.insights.introducing.introductions_under_way import (
    introductions_in_progress,
    readiness,
    told_pairs,
)
from pnm_vault.insights.introducing.matching import MOST, Candidate, Choice, candidate_pairs, choose_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pnm_vault.insights.introducing.introductions import Introduction
    from pnm_vault.insights.introducing.introductions_under_way import UnderWay
    from pnm_vault.pipeline.questions.meaning import Model
    from pnm_vault.pipeline.session import Session

STATE = "candidates"
# How many pairs to choose from for each one that is asked for.
PAIRS_FOR_EACH = 4
# So many may be asked for of the pairs that are kept.
USUAL = MOST // PAIRS_FOR_EACH


def suggest(session: Session, limit: int, model: Model | None) -> tuple[Introduction, ...]:
    """Suggest introductions, best first; with a `model`, likeness in meaning counts too."""
    picture = session.picture()
    rows = tuple(session.table("introductions").values())
    taken = introductions_under_way(picture.follow_ups) | told_pairs(rows)
    ready = readiness(rows, session.today)
    pairs = pairs_to_choose_from(session, limit, model)
    return suggest_introductions(picture.network, pairs, limit, session.today, taken, ready)


def under_way(session: Session) -> tuple[UnderWay, ...]:
    """Give the introductions under way, those first for which it is time first."""
    picture = session.picture()
    rows = session.table("introductions").values()
    reminded = {one.source.path for one in picture.follow_ups}
    return introductions_in_progress(rows, picture.network.ties, session.today, reminded)


def pairs_to_choose_from(session: Session, limit: int = USUAL, model: Model | None = None) -> tuple[Candidate, ...]:
    """Give the pairs, best first, to choose `limit` introductions from; for a long list they are looked for anew."""
    known, coverage, own = session.known(), session.coverage(), session.own_synonyms()
    if model is not None or limit > USUAL or session.supposing:
        most = max(MOST, PAIRS_FOR_EACH * limit)
        meant = _meant(session, model)
        everybody = tuple(session.profiles().values())
        return candidate_pairs(everybody, known, most, own, session.today, meant, structure=coverage.is_enough)
    kept = session.answer_kept(STATE, Choice)
    if kept is None or not kept.stands_on(session.today) or not kept.stands_among(coverage.contacts):
        kept = choose_pairs(tuple(session.profiles().values()), known, own, session.today, coverage)
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(kept)})
    return kept.pairs


def _meant(session: Session, model: Model | None) -> Mapping[tuple[str, str], float]:
    if model is None:
        return {}
    from pnm_vault.pipeline.questions.meaning import alike_pairs

    profiles = session.profiles().values()
    asks = [ask.text for profile in profiles for ask in profile.asks]
    return alike_pairs(session, model, asks, [offer.text for profile in profiles for offer in profile.offers])
