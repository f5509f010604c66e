"""What the Mentoring note is made of, asked of one session, and kept between runs as long as nothing of it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.mentoring import MentoringGroup, mentoring_groups
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.pipeline.shelf import moved_between, plain
from pnm_vault.review.wording import stem
from pnm_vault.vault.places import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from pnm_vault.pipeline.knowledge import Knowledge
    from pnm_vault.pipeline.session import Session

STATE = "mentoring pairs"


class _Kept(Row, frozen=True):
    """The pairs; `key` stands for the day, the settings, the owner's pace and what must not be said."""

    key: bytes
    groups: tuple[MentoringGroup, ...]


def who_mentors_whom(
    session: Session, hidden: frozenset[str], private: Collection[str]
) -> tuple[tuple[MentoringGroup, ...], tuple[Source, ...]]:
    """Give the mentoring pairs by side and the owner's own goals; no line names one of the contacts in `private`.

    `hidden` are their paths.
    """
    picture, settings, today = session.picture(), session.settings, session.today
    unnamed = PrivateNames((*private, *map(stem, hidden)))

    def is_clear(source: Source) -> bool:
        # The name of a meeting's note may hold the name of who was there, and a link shows it.
        return source.path not in hidden and not unnamed.are_in(f"{source.path}\n{source.text}")

    said = (today, settings.review.lines, settings.cadence, picture.network.mean_log_gap)
    key = digest_of(msgspec.msgpack.encode((said, sorted(hidden), unnamed.folded)))
    kept = None if session.supposing else session.answer_kept(STATE, _Kept)
    if kept is None or kept.key != key:
        rows = plain(session.table("mentoring"))  # asked once for each tie, which a stored table is slow at
        follow_ups = [one for one in picture.follow_ups if hidden.isdisjoint(one.contacts)] if rows else []
        promises = session.table("promises") if rows else {}
        groups = mentoring_groups(rows, picture.network, follow_ups, settings, today, is_clear, promises)
        kept = _Kept(key, groups)
        if not session.supposing:
            session.cache.commit({}, {STATE: msgspec.msgpack.encode(kept)})
    me = picture.me
    goals = [] if me is None else [Source(me.path, goal.line, goal.text) for goal in me.goals]
    return kept.groups, tuple([goal for goal in goals if is_clear(goal)])


def mentoring_that_stands(stored: bytes | None, before: Knowledge, after: Knowledge) -> dict[str, bytes]:
    """Give what has to be kept so that the pairs are put together anew where an update may change one of them."""
    return {STATE: b""} if stored and _may_differ(before, after) else {}


def _may_differ(before: Knowledge, after: Knowledge) -> bool:
    """Tell whether a row, a tie, a follow-up or a promise of a mentor or mentee is another one."""
    rows = before.tables["mentoring"]
    if rows is not after.tables["mentoring"]:
        return True
    moved = [*moved_between(before.rows.ties, after.rows.ties)]
    moved += moved_between(before.tables["promises"], after.tables["promises"])
    old = before.rows.follow_ups
    for path, tasks in moved_between(old, after.rows.follow_ups).items():
        moved += [contact for task in (*(old.get(path) or ()), *(tasks or ())) for contact in task.contacts]
    return any(path in rows for path in moved)
