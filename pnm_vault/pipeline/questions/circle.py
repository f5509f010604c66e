"""A circle or an organisation, by name: what the command prints, and what its note tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.helping.needs import Limits, MeetNeed, needs_radar
from pnm_vault.insights.looking_back.attention import circles_that_matter
from pnm_vault.insights.looking_back.day_log import days_of
from pnm_vault.insights.network_state.circle import Group, GroupKind, GroupView, groups_among, view_group
from pnm_vault.insights.network_state.group_review import GroupGround, GroupReview, review_group
from pnm_vault.network.strength import standing_by_path
from pnm_vault.pipeline.questions.helping import help_found, needs_ground

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pnm_vault.insights.helping.help_found import HelpFound, NeedFound
    from pnm_vault.pipeline.session import Session


def all_groups(session: Session) -> list[Group]:
    """Give all circles, then all organisations, by name."""
    ties, wanted = session.picture().network.ties, _categories_meant(session)
    organisations = {path: one.organisations for path, one in session.table("belongings").items() if one.organisations}
    return groups_among(ties, organisations, wanted)


def some_groups(
    session: Session, is_meant: Callable[[GroupKind, str], bool], kinds: Collection[GroupKind]
) -> list[Group]:
    """Give those among all groups of `kinds` that are meant, by their kind and name, without gathering the others."""
    ties = session.picture().network.ties
    named = {name for tie in ties for name in tie.circles} | {tie.category for tie in ties if tie.category}
    circles = {name for name in named if is_meant(GroupKind.CIRCLE, name.removeprefix("#"))}
    firms = {}
    if GroupKind.ORGANISATION in kinds:
        told = {path: one.organisations for path, one in session.table("belongings").items() if one.organisations}
        meant = {name for names in told.values() for name in names if is_meant(GroupKind.ORGANISATION, name)}
        firms = {path: names for path, names in told.items() if not meant.isdisjoint(names)}
    some = [tie for tie in ties if tie.path in firms or tie.category in circles or not circles.isdisjoint(tie.circles)]
    groups = groups_among(some, firms, _categories_meant(session))
    return [group for group in groups if is_meant(group.kind, group.name)]


def _categories_meant(session: Session) -> frozenset[str]:
    """Give the categories that are circles too, by what the owner wrote matters."""
    return frozenset([name.casefold() for name in circles_that_matter(session.picture().me)])


def look_at(session: Session, group: Group) -> GroupView:
    """Say who is in a group, when there was contact last, what they have for each other and whom they know outside."""
    network = session.picture().network
    standing = standing_by_path(network)
    logs = session.table("days")
    days = {path: days_of(logs[path]) for path in group.members if path in logs}
    ties = network.by_path
    known = dict(session.known().items())
    return view_group(group, ties, standing, days, known, session.profiles(), session.today)


def review_of(session: Session, groups: Sequence[Group]) -> list[GroupReview]:
    """Say what the notes about these groups tell, gathering the ground once and only what they are about."""
    ties = session.picture().network.ties
    members = frozenset([path for group in groups for path in group.members])
    others = who_is_around(session, members)
    logs, known, profiles = session.table("days"), session.known(), session.profiles()
    ground = GroupGround(
        ties={tie.path: tie for tie in ties if tie.path in members or tie.path in others},
        days={path: days_of(logs[path]) for path in members if path in logs},
        known={path: known[path] for path in members.union(others) if path in known},
        profiles={path: profiles[path] for path in members if path in profiles},
        events=tuple(session.table("events").values()),
        communities=tuple(session.table("gathered").values()),
        unnamed=PrivateNames([tie.name for tie in ties if tie.private]),
    )
    meets = _meets(session, groups, ground.unnamed)
    return [review_group(group, ground, met, session.today) for group, met in zip(groups, meets, strict=True)]


def who_is_around(session: Session, members: frozenset[str]) -> frozenset[str]:
    """Give the contacts outside whom these contacts know, or who know one of them."""
    known = session.known()
    found = {other for path in members for other in known.get(path, ())}
    found.update([path for path, theirs in known.items() if not members.isdisjoint(theirs)])
    return frozenset(found - members)


def _meets(session: Session, groups: Sequence[Group], unnamed: PrivateNames) -> list[Sequence[MeetNeed]]:
    """Say who of each group could help whom of it, by the rules of the note on what contacts look for."""
    found = help_found(session)
    needs = [_needs_inside(group, found) for group in groups]
    if not any(needs):
        return [()] * len(groups)
    # Whoever says it best comes first: how much the owner has to do with them moves with every contact of anybody.
    ground = replace(needs_ground(session, unnamed), standing={})
    return [
        needs_radar(replace(found, needs=own, old=()), ground, Limits(others=len(own))).others if own else ()
        for own in needs
    ]


def _needs_inside(group: Group, found: HelpFound) -> tuple[NeedFound, ...]:
    """Give what members look for that others of them have."""
    inside = frozenset(group.members)
    own = [
        replace(one, yours=None, others=tuple([fit for fit in one.others if fit.path in inside]))
        for one in found.needs
        if one.path in inside
    ]
    return tuple([one for one in own if one.others])
