"""Whom to catch up with, in groups: what is new, what is slipping, what is late, and a few that went dormant."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from pnm_vault.insights.catching_up.dormant import DormantPick, is_dormant
from pnm_vault.insights.catching_up.stale import KIN, Label, StaleContact, is_asked, rank_stale
from pnm_vault.insights.catching_up.tie_facts import Side, TieFacts, facts_of, fading_ties
from pnm_vault.model.note import Direction
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network.strength import standing_by_path, was_strong


class Group(StrEnum):
    """A group of ties, in the order in which a word may still do most."""

    NEW = "new"
    SLIPPING = "slipping"
    OVERDUE = "overdue"
    DUE = "due"
    DORMANT = "dormant"
    NEVER = "no contact recorded"


_GROUPS = {Label.OVERDUE: Group.OVERDUE, Label.DUE: Group.DUE, Label.NEVER: Group.NEVER}


class Reconnection(Row, frozen=True):
    """A tie with what is known of it; `pick` says why, of the dormant ties, it is this one."""

    stale: StaleContact
    facts: TieFacts
    pick: DormantPick | None = None

    @property
    def waits_for_them(self) -> bool:
        """Tell whether the next word is theirs."""
        return self.facts.turn is Side.THEM


class ReconnectGroup(Row, frozen=True):
    """One group of at most so many ties; `more` are left out."""

    group: Group
    ties: tuple[Reconnection, ...]
    more: int = 0


class Reconnect(Record, frozen=True):
    """All groups that have ties, in order; `total` counts those shown and left out."""

    groups: tuple[ReconnectGroup, ...] = ()

    @property
    def total(self) -> int:
        """Count the ties of all groups."""
        return sum([len(group.ties) + group.more for group in self.groups])


def group_ties(
    stale: Sequence[StaleContact],
    network: Network,
    picks: Sequence[DormantPick],
    settings: Settings,
    today: date,
    hidden: frozenset[str] = frozenset(),
) -> Reconnect:
    """Put everybody who waits for a word into their group, at most `settings.review.lines` in each.

    New are ties with one contact day (see `fading_ties`), the oldest first. Slipping are those who were strong and have
    been silent for more than four gaps; who was not is overdue, however late. Of the dormant, silent for eight gaps and
    a year, only `picks` are shown and the others counted, unless the owner asked for a reminder by its day. Each group
    is in the order of `stale`; ties of whom a word is awaited come after the others.

    Source: Burt 2000 (Decay functions, Social Networks 22:1-28) for new ties; for dormant ones see `pick_dormant`.
    """
    ties = network.by_path
    fading = fading_ties(network, today)
    picked = {pick.path: pick for pick in picks}
    groups: dict[Group, list[StaleContact]] = {group: [] for group in Group}
    groups[Group.NEW] = [one for one in _new(network, fading, settings, today) if is_shown(one, hidden)]
    others = 0
    for one in stale:
        if one.snoozed or one.path in fading or not is_shown(one, hidden):
            continue
        group = _group_of(one, ties[one.path], network.mean_log_gap)
        if group is Group.DORMANT and (one.path not in picked or one.planned is not None):
            others += 1
        elif group is not None:
            groups[group].append(one)
    order = {path: place for place, path in enumerate(picked)}
    groups[Group.DORMANT].sort(key=lambda one: order[one.path])
    found: list[ReconnectGroup] = []
    for group, members in groups.items():
        # Whose turn it is needs no more than the tie: it is asked of all, the other facts of those shown.
        members.sort(key=lambda one: _waits_for_them(ties[one.path]))
        shown = members[: settings.review.lines]
        more = len(members) - len(shown) + (others if group is Group.DORMANT else 0)
        if members or more:
            told = [
                Reconnection(
                    one,
                    facts_of(ties[one.path], network, today, fading=one.path in fading),
                    picked.get(one.path) if group is Group.DORMANT else None,
                )
                for one in shown
            ]
            found.append(ReconnectGroup(group, tuple(told), more))
    return Reconnect(tuple(found))


def is_shown(stale: StaleContact, hidden: frozenset[str]) -> bool:
    """Tell whether a tie may stand on a review note."""
    return not stale.private and stale.path not in hidden


def _new(network: Network, fading: frozenset[str], settings: Settings, today: date) -> list[StaleContact]:
    """Rank the new ties, who may well be in rhythm; the oldest of them first."""
    if not fading:
        return []
    ties, standing = network.by_path, standing_by_path(network)
    chosen = sorted(fading)
    part = replace(
        network, ties=tuple([ties[path] for path in chosen]), standings=tuple([standing[path] for path in chosen])
    )
    return sorted(rank_stale(part, settings, today), key=lambda one: (one.last or today, one.name.casefold(), one.path))


def _group_of(one: StaleContact, tie: Tie, mean_log_gap: float) -> Group | None:
    if one.label in (Label.SLIPPING, Label.DORMANT):
        is_long = is_dormant(one.since or 0, one.gap, tie.category == KIN, one.latest)
        if is_long and not is_asked(one):
            return Group.DORMANT
        return Group.SLIPPING if was_strong(tie, mean_log_gap) else Group.OVERDUE
    return _GROUPS.get(one.label)


def _waits_for_them(tie: Tie) -> bool:
    return tie.answerable and tie.last_from is Direction.FROM_ME
