"""Who probably know each other already: the pairs to ask about today, and the lines that prove what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pnm_vault.insights.introducing.acquaintance_proofs import Notes, notes_asked, notes_telling, prove
from pnm_vault.insights.introducing.acquainted import (
    MOST,
    Acquainted,
    AcquaintedAnswer,
    Proved,
    choose_acquainted,
    likely_acquainted,
)
from pnm_vault.insights.introducing.introductions import introductions_under_way
from pnm_vault.notes.rules import build_rules
from pnm_vault.pipeline.knowledge import interests_of
from pnm_vault.pipeline.questions.introducing import PAIRS_FOR_EACH
from pnm_vault.pipeline.shelf import plain
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.insights.introducing.acquainted import Acquaintance
    from pnm_vault.pipeline.session import Session

STATE = "acquainted"
# With few ties recorded the likeliest alone are asked about.
FEW = 5


def answer_acquainted(session: Session, limit: int, *, for_page: bool = False) -> AcquaintedAnswer:
    """Give at most `limit` pairs, best first; `for_page` as a review note shows them."""
    likely = _likely(session, limit)
    under_way = introductions_under_way(session.picture().follow_ups)
    most = min(limit, FEW) if for_page and not likely.structure else limit
    pairs = choose_acquainted(likely.pairs, most, session.today, under_way, for_page=for_page)
    notes = _notes(session, pairs)
    proved = tuple([Proved(pair, prove(pair, notes)) for pair in pairs])
    return AcquaintedAnswer(proved, likely.found, likely.contacts, likely.recorded, likely.structure)


def _likely(session: Session, limit: int) -> Acquainted:
    """Give the pairs to choose from, kept as long as nothing they rest on changes; for a long list made anew."""
    known = session.known()  # looks at the vault, so that what is kept stands
    keep = PAIRS_FOR_EACH * limit <= MOST and not session.supposing
    kept = session.answer_kept(STATE, Acquainted) if keep else None
    if kept is not None and kept.holds_on(session.today):
        return kept
    interests = {path: interests_of(profile) for path, profile in session.profiles().items()}
    most = max(MOST, PAIRS_FOR_EACH * limit)
    found = likely_acquainted(plain(session.table("belongings")), plain(known), interests, session.today, most)
    if keep:
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(found)})
    return found


def _notes(session: Session, pairs: Sequence[Acquaintance]) -> Notes:
    """Gather the notes in which proofs may stand. Lines are not kept, for they move with every edit above them."""
    index = session.index()
    asked = {path for pair in pairs for path in notes_asked(pair)}
    read = {path: read_note(session.root, path) for path in asked if path in index.contacts}
    texts = {path: _with_plain_ends(note.text) for path, note in read.items() if note is not None}
    notes = Notes(index, session.notes(sorted(asked)), texts, build_rules(session.settings).spellings)
    more = {path for pair in pairs for path in notes_telling(pair, notes)}
    return replace(notes, indexed={**notes.indexed, **session.notes(sorted(more - asked))}) if more else notes


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
