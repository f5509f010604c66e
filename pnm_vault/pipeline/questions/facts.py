"""The facts to check of the month, kept between runs as long as nothing that they were chosen by moves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.remembering.facts import FactsToCheck, facts_to_check, use_before
from pnm_vault.model.record import Row
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

STATE = "facts to check"


class _Kept(Row, frozen=True):
    """What was found; it is the same on all days from `since` on and before `until`.

    `key` stands for the month, how many were wanted and what must not be said.
    """

    key: bytes
    since: date
    until: date
    found: FactsToCheck


def answer_facts(session: Session, private: Collection[str]) -> FactsToCheck:
    """Choose the facts to check; none whose words hold one of the names `private`."""
    most = session.settings.review.facts
    today = session.today
    key = digest_of(msgspec.msgpack.encode((today.replace(day=1), most, sorted(private))))
    kept = None if session.supposing else session.answer_kept(STATE, _Kept)
    if kept is not None and kept.key == key and kept.since <= today < kept.until:
        return kept.found
    facts, uses, network = session.table("facts"), session.table("uses"), session.picture().network
    found = facts_to_check(facts, uses, network, today, most, PrivateNames(private))
    if not session.supposing:
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(_Kept(key, today, found.until(today), found))})
    return found


def facts_that_stand(stored: bytes | None, before: Knowledge, after: Knowledge) -> dict[str, bytes]:
    """Give what has to be kept so that the facts are chosen anew where an update may change the choice.

    A day of contact hardly ever does: what counts is the year before the month.
    """
    return {STATE: b""} if stored and _may_differ(before, after) else {}


def _may_differ(before: Knowledge, after: Knowledge) -> bool:
    if before.tables["facts"] is not after.tables["facts"]:
        return True
    first = after.rows.today.replace(day=1)
    old_uses, old_ties = before.tables["uses"], before.rows.ties
    for path, use in moved_between(old_uses, after.tables["uses"]).items():
        old = old_uses.get(path)
        if old is None or use is None or use_before(old, first) != use_before(use, first):
            return True
    for path, tie in moved_between(old_ties, after.rows.ties).items():
        old = old_ties.get(path)
        if old is None or tie is None or (old.name, old.private) != (tie.name, tie.private):
            return True
    return False
