"""What the Mentoring note is made of, asked of one session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.mentoring import mentoring_groups
from pnm_vault.model.source import Source
from pnm_vault.pipeline.shelf import plain
from pnm_vault.review.wording import stem

if TYPE_CHECKING:
    from collections.abc import Collection

    from pnm_vault.insights.mentoring import MentoringGroup
    from pnm_vault.pipeline.session import Session


def who_mentors_whom(
    session: Session, hidden: frozenset[str], private: Collection[str]
) -> tuple[tuple[MentoringGroup, ...], tuple[Source, ...]]:
    """Give the mentoring pairs by side and the owner's own goals; no line names one of the contacts in `private`.

    `hidden` are their paths.
    """
    picture = session.picture()
    unnamed = PrivateNames((*private, *map(stem, hidden)))

    def is_clear(source: Source) -> bool:
        # The name of a meeting's note may hold the name of who was there, and a link shows it.
        return source.path not in hidden and not unnamed.are_in(f"{source.path}\n{source.text}")

    table, network, settings, today = session.table("mentoring"), picture.network, session.settings, session.today
    rows = plain(table)  # asked once for each tie, which a stored table is slow at
    follow_ups = [one for one in picture.follow_ups if hidden.isdisjoint(one.contacts)] if rows else []
    promises = session.table("promises") if rows else {}
    # Of the network only these ties are read, and the owner's pace.
    ties = [network.by_path.get(path) for path in rows]
    groups = session.asked_again(
        "mentoring",
        (table, promises, ties, follow_ups, network.mean_log_gap, settings, today, hidden, frozenset(private)),
        lambda: mentoring_groups(rows, network, follow_ups, settings, today, is_clear, promises),
    )
    me = picture.me
    goals = [] if me is None else [Source(me.path, goal.line, goal.text) for goal in me.goals]
    return groups, tuple([goal for goal in goals if is_clear(goal)])
