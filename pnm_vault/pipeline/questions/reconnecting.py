"""What the Reconnect note is made of, and the dormant ties of the month, asked of one session.

The dormant ties are kept: they are chosen as of the first of the month, so that hardly anything that is logged in it
moves them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.catching_up.dormant import ACTIVE, DormantPick, pick_dormant
from pnm_vault.insights.catching_up.reconnect import Reconnect, group_ties
from pnm_vault.model.record import Row
from pnm_vault.network.silences import LONG, days_before, tie_before
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.model.picture import Network
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

STATE = "dormant picks"


class _Kept(Row, frozen=True):
    """The picks; `key` stands for the day, the settings and the owner's pace."""

    key: bytes
    picks: tuple[DormantPick, ...]


def whom_to_reconnect(session: Session, stale: Sequence[StaleContact], hidden: frozenset[str]) -> Reconnect:
    """Put those who wait for a word into groups; `stale` are they, best to reconnect with first."""
    network = session.picture().network
    return group_ties(stale, network, dormant_picks(session), session.settings, session.today, hidden)


def dormant_picks(session: Session) -> tuple[DormantPick, ...]:
    """Give the dormant ties that are picked for this month, answered ones included."""
    network, settings = session.picture().network, session.settings
    pace = (network.half_life, network.mean_log_gap)
    key = digest_of(msgspec.msgpack.encode((session.today, settings.review.dormant, settings.cadence, pace)))
    kept = None if session.supposing else session.answer_kept(STATE, _Kept)
    if kept is not None and kept.key == key:
        return kept.picks
    woken, senior = _woken(session, network), session.table("senior_roles")
    picks = pick_dormant(network, settings, session.today, woken, senior)
    if not session.supposing:
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(_Kept(key, picks))})
    return picks


def picks_that_stand(stored: bytes | None, before: Knowledge, after: Knowledge) -> dict[str, bytes]:
    """Give what has to be kept so that the picks are drawn anew where an update may change them."""
    return {STATE: b""} if stored and _may_differ(before, after) else {}


def _may_differ(before: Knowledge, after: Knowledge) -> bool:
    if before.tables["senior_roles"] is not after.tables["senior_roles"]:
        return True
    today = after.rows.today
    first = today.replace(day=1)
    old_silences, silences = before.tables["silences"], after.tables["silences"]
    for path, days in moved_between(old_silences, silences).items() if old_silences is not silences else ():
        old = old_silences.get(path)
        if days_before(old or (), first, today) != days_before(days or (), first, today):
            return True
    old_ties, ties = before.rows.ties, after.rows.ties
    moved = moved_between(old_ties, ties) if old_ties is not ties else {}
    return any(_drawn_by(old_ties.get(path), first) != _drawn_by(tie, first) for path, tie in moved.items())


def _drawn_by(tie: Tie | None, first: date) -> object:
    """Give what the draw reads of a tie: all of one that has long been silent, of any other hardly its days.

    What those who were woken in the month were like before is told by their silences.
    """
    if tie is None or tie.last is None or tie.last <= first - timedelta(days=LONG):
        return tie
    is_active = tie.last >= first - timedelta(days=ACTIVE) and (tie.first or first) < first
    stated = (tie.name, tie.circles, tie.tags, tie.category, tie.closeness, tie.cadence, tie.next_contact)
    return (is_active, *stated, tie.status, tie.private, tie.suggest)


def _woken(session: Session, network: Network) -> dict[str, Tie]:
    """Give the ties, as they were when the month began, of those whose long silence ended since."""
    first, today = session.today.replace(day=1), session.today
    heard = [(path, days) for path, days in session.table("silences").items() if days[-1] >= first]
    ended = {path: before for path, days in heard if (before := days_before(days, first, today))}
    if not ended:
        return {}
    ties = network.by_path
    return {path: tie_before(ties[path], days, network.half_life) for path, days in ended.items() if path in ties}
