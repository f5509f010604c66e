"""The communities: who belongs to them, when the owner was last there, and whether it is time to look in again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.gathering.events import There, there_of
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.gathering import CommunityNote, Visits
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

MOST_SAID = 3


class Said(Row, frozen=True):
    """What a member looks for or offers."""

    member: There
    statement: Statement


class CommunityStanding(Record, frozen=True):
    """A community today. `members` are the contacts in it, by name.

    `last` is the newest day on which the owner was there, proved by `proof` (None: no visit recorded), `planned` the
    first day ahead on which a note tells of it. `due` is the day by which the rhythm asks for the next visit, or the
    one that the owner named; None without a rhythm or a visit. `asks` and `offers` are those of a few members.
    """

    community: CommunityNote
    members: tuple[There, ...] = ()
    last: date | None = None
    proof: Source | None = None
    planned: date | None = None
    due: date | None = None
    asks: tuple[Said, ...] = ()
    offers: tuple[Said, ...] = ()

    def is_due(self, today: date) -> bool:
        """Tell whether it is time to look in again."""
        if self.planned is not None:
            return False
        return self.due <= today if self.due is not None else self.last is None and bool(self.community.days)


def community_standings(
    communities: Iterable[CommunityNote],
    visits: Mapping[str, Visits],
    ties: Mapping[str, Tie],
    profiles: Mapping[str, Profile],
    today: date,
    hidden: Collection[str] = frozenset(),
    unnamed: PrivateNames = NOBODY,
) -> tuple[CommunityStanding, ...]:
    """Return how each community stands: those due first, by that day, then the others by name.

    `visits` are by the path of the note that tells of them; `hidden` contacts are left out, and so is what says one of
    the names `unnamed`. With a rhythm and no visit yet it is due.
    """
    told: dict[str, list[tuple[date, Source]]] = {}
    for path, note in visits.items():
        for community, line, text in note.communities:
            told.setdefault(community, []).append((note.day, Source(path, line, text)))
    found = []
    for one in communities:
        days = [*told.get(one.path, ()), *[(day.day, Source(one.path, day.line, day.text)) for day in one.visits]]
        found.append(_standing(one, days, ties, profiles, today, hidden, unnamed))
    return tuple(sorted(found, key=lambda one: _order(one, today)))


def _order(one: CommunityStanding, today: date) -> tuple[bool, date, str, str]:
    return (not one.is_due(today), one.due or date.max, one.community.title.casefold(), one.community.path)


def _standing(
    community: CommunityNote,
    days: Sequence[tuple[date, Source]],
    ties: Mapping[str, Tie],
    profiles: Mapping[str, Profile],
    today: date,
    hidden: Collection[str],
    unnamed: PrivateNames,
) -> CommunityStanding:
    past = [one for one in days if one[0] <= today]
    last = min(past, key=lambda one: (-one[0].toordinal(), one[1].path, one[1].line), default=None)
    planned = min([day for day, _ in days if day > today], default=None)
    members = [ties[path] for path in community.members if path in ties and path not in hidden]
    members = [tie for tie in members if tie.status is Status.ACTIVE]
    there = [there_of(tie) for tie in sorted(members, key=lambda tie: (tie.name.casefold(), tie.path))]
    known = [(one, profiles[one.path]) for one in there if one.path in profiles]
    asks = [Said(one, profile.asks[0]) for one, profile in known if profile.asks]
    offers = [Said(one, profile.offers[0]) for one, profile in known if profile.offers]
    return CommunityStanding(
        community=community,
        members=tuple(there),
        last=last[0] if last is not None else None,
        proof=last[1] if last is not None else None,
        planned=planned,
        due=_due(community, last[0] if last is not None else None, today),
        asks=_clear(asks, unnamed),
        offers=_clear(offers, unnamed),
    )


def _due(community: CommunityNote, last: date | None, today: date) -> date | None:
    if community.days == 0:
        return None
    wanted = community.next_visit
    if wanted is not None and (last is None or wanted > last):
        return wanted
    if community.days is None or last is None:
        return None
    try:
        return last + timedelta(community.days)
    except OverflowError:
        return None


def _clear(said: Iterable[Said], unnamed: PrivateNames) -> tuple[Said, ...]:
    return tuple([one for one in said if not unnamed.are_in(one.statement.text)][:MOST_SAID])
