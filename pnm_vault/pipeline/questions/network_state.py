"""The state of the network at the end of the month, kept between runs as long as nothing of it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.needs import NeedsRadar, needs_radar
from pnm_vault.insights.looking_back.attention import circles_that_matter, proof_of_order
from pnm_vault.insights.looking_back.day_log import days_of, first_difference
from pnm_vault.insights.network_state.standing import is_counted
from pnm_vault.insights.network_state.state import NetworkState, month_end, state_of
from pnm_vault.insights.network_state.synergy import Synergy, synergy_of
from pnm_vault.model.record import Row
from pnm_vault.pipeline.questions.helping import help_found, needs_ground
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

STATE = "network state"


class _Kept(Row, frozen=True):
    """What was found as of the day `until` (an ordinal; 0: none); `key` stands for what is no contact's."""

    key: bytes
    until: int
    found: NetworkState


def answer_network(session: Session, private: Collection[str]) -> NetworkState:
    """Say what the network is like, without the names `private`."""
    picture, until = session.picture(), month_end(session.today)
    order = proof_of_order(picture.me)
    said = (until, circles_that_matter(picture.me), order and order.path, sorted(private))
    key = digest_of(msgspec.msgpack.encode(said))
    kept = None if session.supposing else session.answer_kept(STATE, _Kept)
    if kept is not None and kept.key == key:
        return kept.found
    days = {path: days_of(log) for path, log in session.table("days").items()}
    known = dict(session.known().items())
    unnamed = PrivateNames(private)
    found = state_of(picture.network.ties, days, known, picture.me, session.today, unnamed)
    if not session.supposing:
        fresh = _Kept(key, 0 if until is None else until.toordinal(), found)
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(fresh)})
    return found


def answer_synergy(session: Session, unnamed: PrivateNames = NOBODY) -> Synergy:
    """Say what the private and the professional side have for each other; nothing of private contacts."""
    return needs_and_synergy(session, unnamed)[1]


def needs_and_synergy(session: Session, unnamed: PrivateNames = NOBODY) -> tuple[NeedsRadar, Synergy]:
    """Say what contacts look for, and what of it crosses from one side to the other, gathering the ground once."""
    found, ground = help_found(session), needs_ground(session, unnamed)
    return needs_radar(found, ground), synergy_of(found, ground, session.picture().network.by_path)


def network_that_stands(stored: bytes | None, before: Knowledge, after: Knowledge) -> dict[str, bytes]:
    """Give what has to be kept so that the state is worked out anew where an update may change it.

    A day of contact in the running month does not: contact is told up to the end of the month before.
    """
    return {STATE: b""} if stored and _may_differ(stored, before, after) else {}


def _may_differ(stored: bytes, before: Knowledge, after: Knowledge) -> bool:
    if before.rows.known is not after.rows.known:
        return True
    old_ties = before.rows.ties
    for path, tie in moved_between(old_ties, after.rows.ties).items():
        if _stated(old_ties.get(path)) != _stated(tie):
            return True
    until = msgspec.msgpack.decode(stored, type=_Kept).until
    old_days = before.tables["days"]
    for path, log in moved_between(old_days, after.tables["days"]).items():
        first = first_difference(old_days.get(path), log)
        if first is not None and first <= until:
            return True
    return False


def _stated(tie: Tie | None) -> tuple[object, ...] | None:
    """Give what the state of the network reads of a tie beside its days; None for one that takes no part."""
    return None if tie is None or not is_counted(tie) else (tie.name, tie.category, tie.circles)
