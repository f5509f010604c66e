"""What the owner meant to do, sorted by when it is due."""

from collections.abc import Iterable
from datetime import date

from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.record import Row

WEEK = 7


class FollowUps(Row, frozen=True):
    """Follow-ups by when they are due: before today, within the next 7 days (today included), later, without a date.

    Each group is sorted by due day, then path, then line. One that may not start yet is in `later`.
    """

    overdue: tuple[FollowUp, ...]
    this_week: tuple[FollowUp, ...]
    later: tuple[FollowUp, ...]
    undated: tuple[FollowUp, ...]


def sort_follow_ups(follow_ups: Iterable[FollowUp], today: date) -> FollowUps:
    """Sort follow-ups into groups by when they are due; in `later`, one without a due day stands at its start."""
    day = today.toordinal()
    overdue: list[FollowUp] = []
    this_week: list[FollowUp] = []
    later: list[FollowUp] = []
    undated: list[FollowUp] = []
    for item in follow_ups:
        if item.start is not None and item.start > today:
            later.append(item)
        elif item.due is None:
            undated.append(item)
        elif item.due < today:
            overdue.append(item)
        elif item.due.toordinal() < day + WEEK:
            this_week.append(item)
        else:
            later.append(item)
    return FollowUps(
        overdue=tuple(sorted(overdue, key=_by_day)),
        this_week=tuple(sorted(this_week, key=_by_day)),
        later=tuple(sorted(later, key=_by_day)),
        undated=tuple(sorted(undated, key=_by_place)),
    )


def _by_day(item: FollowUp) -> tuple[date, str, int, str]:
    return item.due or item.start or date.max, *_by_place(item)


def _by_place(item: FollowUp) -> tuple[str, int, str]:
    return item.source.path, item.source.line, item.text
