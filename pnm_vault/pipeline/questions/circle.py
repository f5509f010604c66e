"""A circle or an organisation, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.looking_back.attention import circles_that_matter
from pnm_vault.insights.looking_back.day_log import days_of
from pnm_vault.insights.network_state.circle import Group, GroupView, groups_among, view_group
from pnm_vault.network.strength import standing_by_path

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


def all_groups(session: Session) -> list[Group]:
    """Give all circles, then all organisations, by name."""
    picture = session.picture()
    organisations = {path: one.organisations for path, one in session.table("belongings").items() if one.organisations}
    wanted = frozenset([name.casefold() for name in circles_that_matter(picture.me)])
    return groups_among(picture.network.ties, organisations, wanted)


def look_at(session: Session, group: Group) -> GroupView:
    """Say who is in a group, when there was contact last, what they have for each other and whom they know outside."""
    network = session.picture().network
    standing = standing_by_path(network)
    logs = session.table("days")
    days = {path: days_of(logs[path]) for path in group.members if path in logs}
    ties = network.by_path
    known = dict(session.known().items())
    return view_group(group, ties, standing, days, known, session.profiles(), session.today)
