"""Who waits for a word today, kept for the day: of thousands of ties most are at rest, and one change moves one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.catching_up.expectation import Expectation, expectations_for
from pnm_vault.insights.catching_up.stale import Ranking
from pnm_vault.model.record import Row
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

# Under these names the cache keeps who waits, and whose tie moved since that was found.
FOUND, MOVED = "waiting", "waiting-moved"
# With more ties moved than this it is found anew.
MANY = 200

_encode = msgspec.msgpack.encode


class _Kept(Row, frozen=True):
    """Who waits, by contact path, with the place in `expected` of what is expected of the tie.

    `key` stands for the day, the settings and the owner's pace.
    """

    key: bytes
    expected: tuple[Expectation, ...]
    waiting: dict[str, int]


def who_waits(session: Session) -> tuple[StaleContact, ...]:
    """Rank those who wait for a word, best to reconnect with first."""
    network, cadence = session.picture().network, session.settings.cadence
    ranking: Ranking = session.memory.setdefault("ranking", Ranking())
    key = digest_of(_encode((session.today, cadence, network.mean_log_gap)))
    kept = None if session.supposing else session.answer_kept(FOUND, _Kept)
    if kept is not None and kept.key == key:
        stored = session.cache.state(MOVED)
        moved = msgspec.msgpack.decode(stored, type=list[str]) if stored else []
        known = {path: kept.expected[place] for path, place in kept.waiting.items()}
        return ranking.rank(network, session.settings, session.today, known, moved)
    ranked = ranking.rank(network, session.settings, session.today)
    if not session.supposing:
        expectations = expectations_for(cadence, network.mean_log_gap)
        places: dict[Expectation, int] = {}
        waiting: dict[str, int] = {}
        for one in ranked:
            expected = expectations.of_today(network.by_path[one.path])
            if expected is not None:
                waiting[one.path] = places.setdefault(expected, len(places))
        session.cache.commit({}, {FOUND: _encode(_Kept(key, tuple(places), waiting)), MOVED: b""})
    return ranked


def waiting_that_stands(
    found: bytes | None, moved: bytes | None, before: Knowledge, after: Knowledge
) -> dict[str, bytes]:
    """Give what has to be kept so that of every tie that an update moves it is found anew whether it waits."""
    if not found:
        return {}
    paths = moved_between(before.rows.ties, after.rows.ties).keys()
    if not paths:
        return {}
    known = paths | set(msgspec.msgpack.decode(moved, type=list[str]) if moved else ())
    return {MOVED: _encode(sorted(known))} if len(known) <= MANY else {FOUND: b"", MOVED: b""}
