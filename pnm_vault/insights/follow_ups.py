"""What the owner meant to do, sorted by when it is due."""

from collections.abc import Iterable
from datetime import date

from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.record import Row


class FollowUps(Row, frozen=True):
    """Follow-ups by when they are due: before today, within the next 7 days (today included), later, without a date.

    Each group is sorted by due day, then path, then line. One that may not start yet is in `later`.
    """

    overdue: tuple[FollowUp, ...]
    this_week: tuple[FollowUp, ...]
    later: tuple[FollowUp, ...]
    undated: tuple[FollowUp, ...]


def sort_follow_ups(follow_ups: Iterable[FollowUp], today: date) -> FollowUps:
    """Stand-in."""
    raise NotImplementedError
