"""Looking back over a month, a quarter or a year; what was seen is kept until something that it tells of changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.looking_back.day_log import DayLog, first_difference
from pnm_vault.insights.looking_back.period_review import (
    ENOUGH_FOR_NOTE,
    MANY_CONTACTS,
    Evidence,
    PeriodReview,
    review_period,
)
from pnm_vault.insights.looking_back.periods import Period, PeriodKind, last_complete
from pnm_vault.model.record import Row
from pnm_vault.pipeline.questions.names import names_of
from pnm_vault.pipeline.shelf import moved_between
from pnm_vault.review.pages.parts import Context
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

LOOKS = "looks"


class _Look(Row, frozen=True):
    """What a note that looks back shows, with a digest of what that rests on beside ties, days and lines.

    `days` are the days of contact up to the day `until`. Where they are too few for a note, nothing is shown.
    """

    key: bytes
    period: Period
    until: date
    days: int
    context: Context


def look_back(session: Session, period: Period, *, private: bool, most_read: int | None = None) -> PeriodReview:
    """Look back over a period that has begun, reading its lines unless more than `most_read` contacts are in it.

    Without `private`, private contacts are not counted, and no line that names one is told.
    """
    return review_period(_evidence(session, private, most_read), period, session.today)


def looks_back(session: Session) -> dict[str, Context]:
    """Give what the notes that look back show, by kind of period, where there are five days of contact or more.

    Private contacts are not in it. What was worked out before is taken as it was, as long as nothing of it changed:
    going through thousands of contacts takes longer than all else that one changed note asks for.
    """
    periods = [last_complete(PeriodKind(kind), session.today) for kind in session.settings.review.periods]
    wanted = [period for period in periods if period is not None]
    stored = b"" if session.supposing else session.cache.state(LOOKS)
    key = _key(session) if wanted else b""
    kept = {look.period: look for look in _decoded(stored) if look.key == key}
    if missing := [period for period in wanted if period not in kept]:
        evidence = _evidence(session, False, MANY_CONTACTS)
        kept |= {period: _look(session, evidence, period, key) for period in missing}
        if not session.supposing:
            session.cache.commit({}, {LOOKS: msgspec.msgpack.encode(tuple([kept[period] for period in wanted]))})
    return {period.kind.value: kept[period].context for period in wanted if kept[period].days >= ENOUGH_FOR_NOTE}


def _look(session: Session, evidence: Evidence, period: Period, key: bytes) -> _Look:
    from pnm_vault.review.pages.period import period_context

    review = review_period(evidence, period, session.today)
    shown = review.days >= ENOUGH_FOR_NOTE
    context = period_context(review, session.settings, evidence.untold) if shown else {}
    return _Look(key, period, review.until, review.days, context)


def looks_that_stand(stored: bytes | None, before: Knowledge, after: Knowledge) -> dict[str, bytes]:
    """Give what has to be kept so that only those looks stay that an update changes nothing of."""
    looks = _decoded(stored)
    if not looks:
        return {}
    since = changed_since(before, after)
    standing = tuple([look for look in looks if since is None or look.until.toordinal() < since])
    return {} if len(standing) == len(looks) else {LOOKS: msgspec.msgpack.encode(standing)}


def _decoded(stored: bytes | None) -> tuple[_Look, ...]:
    return msgspec.msgpack.decode(stored, type=tuple[_Look, ...]) if stored else ()


def changed_since(before: Knowledge, after: Knowledge) -> int | None:
    """Give the first day (an ordinal) that contacts tell of differently; 0: it is about all days; None: none is."""
    found: list[int] = []
    old_ties, ties = before.rows.ties, after.rows.ties
    if old_ties is not ties:
        for path, tie in moved_between(old_ties, ties).items():
            old = old_ties.get(path)
            if old is not None and tie is not None and _stated(old) != _stated(tie):
                return 0
    old_days, days = before.tables["days"], after.tables["days"]
    if old_days is not days:
        moved = moved_between(old_days, days)
        found += [day for path, log in moved.items() if (day := first_difference(old_days.get(path), log)) is not None]
    return min(found, default=None)


def _stated(tie: Tie) -> tuple[object, ...]:
    """Give what a look back reads of a tie beside its days."""
    return (
        tie.name,
        tie.category,
        tie.circles,
        tie.tags,
        tie.priority,
        tie.closeness,
        tie.cadence and (tie.cadence.days, tie.cadence.latest),
        tie.next_contact,
        tie.status,
        tie.private,
        tie.suggest,
    )


def _key(session: Session) -> bytes:
    """Give a digest of what is no contact's: the settings, the owner's circles, and who must not be named."""
    from pnm_vault.insights.looking_back.attention import circles_that_matter, proof_of_order

    picture = session.picture()
    order = (circles_that_matter(picture.me), proof_of_order(picture.me))
    private = list(picture.network.private.items())
    return digest_of(msgspec.msgpack.encode((session.settings.cadence, session.settings.review.lines, order, private)))


def _evidence(session: Session, private: bool, most_read: int | None) -> Evidence:
    picture = session.picture()
    ties = picture.network.ties
    hidden = frozenset[str]() if private else frozenset(picture.network.private)
    logs: Mapping[str, DayLog] = dict(session.table("days").items())
    return Evidence(
        ties=tuple([tie for tie in ties if tie.path not in hidden]),
        logs=logs,
        me=picture.me,
        cadence=session.settings.cadence,
        records=session.records,
        most_read=most_read,
        unnamed=tuple(sorted({name.casefold() for name in names_of(session, hidden) if name.strip()})),
        untold=hidden,
    )
