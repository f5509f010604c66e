"""What the owner's contacts can bring about: each resource with who has it, what rests on one alone, and the gaps."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from heapq import nsmallest

from pnm_vault.insights.capital.access import Access, GoalStanding, access_of, goal_standings
from pnm_vault.insights.capital.resources import Reaches, ResourceFinder, ResourceList, Via
from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.help_found import HelpFound
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.model.contact import Contact, Statement
from pnm_vault.model.picture import ContactDates, Network, Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.resource import Resource
from pnm_vault.model.source import Source
from pnm_vault.network.strength import standing_by_path

# Somebody is warm with whom there was contact within a year. A convention of ours: long enough for a yearly cadence.
WARM_DAYS = 365
MOST_SHOWN = 3
# With less than that, gaps say more about the notes than about the contacts.
LEAST_TOLD = 10


class Holder(Row, frozen=True):
    """A contact who has a resource: the words that say so, and the last contact with its line (None: none recorded)."""

    path: str
    name: str
    via: Via
    said: Source
    last: date | None
    proof: Source | None
    warm: bool


class ResourceStanding(Record, frozen=True):
    """One resource: a few of those who have it, the best first, with how many there are and how many of them are warm.

    `perhaps` only care about it. `asked` is the line of the owner's own note that asks for it.
    """

    resource: Resource
    holders: tuple[Holder, ...] = ()
    count: int = 0
    warm: int = 0
    perhaps: tuple[Holder, ...] = ()
    asked: Source | None = None

    @property
    def single(self) -> Holder | None:
        """Give the one on whom it rests alone; None where there are more, or none."""
        return self.holders[0] if self.count == 1 else None


class SocialCapital(Record, frozen=True):
    """All resources in the order of the list, by what of the contacts they are known, and how goals stand.

    `told` counts the contacts who say what they offer or do, `of` all of whom a note may speak. `enough`: they say
    enough for a gap to mean anything. `me` is the path of the owner's own note, empty without one.
    """

    resources: tuple[ResourceStanding, ...] = ()
    told: int = 0
    of: int = 0
    me: str = ""
    own: bool = False
    access: Access = Access()
    goals: tuple[GoalStanding, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether so many contacts say what they offer or do that a gap means something."""
        return self.told >= LEAST_TOLD

    @property
    def gaps(self) -> tuple[ResourceStanding, ...]:
        """Give the resources that nobody has."""
        return tuple([one for one in self.resources if not one.count]) if self.enough else ()


class HeldBy(Row, frozen=True):
    """A contact (path) who has a resource, or cares about it, with the words that say so."""

    path: str
    via: Via
    text: str


class CapitalBasis(Record, frozen=True):
    """What is the same whatever the day and whoever was called since: it changes when words about contacts do.

    `held` names by the place of a resource in its list all who have it; where nobody has, those who care about it.
    `told`, `of` and `access` are as in `SocialCapital`.
    """

    held: Mapping[int, tuple[HeldBy, ...]] = {}
    told: int = 0
    of: int = 0
    access: Access = Access()


class CapitalWords(Record, frozen=True):
    """What the basis is made of. Mappings are by contact path; `birthdays` are the important dates.

    `shown` are the paths of contacts of whom a note may speak, `goals` those of the owner.
    """

    reaches: Mapping[str, Reaches]
    profiles: Mapping[str, Profile]
    places: Mapping[str, str]
    birthdays: Sequence[ContactDates]
    shown: Collection[str]
    goals: Sequence[Statement]
    unnamed: PrivateNames = NOBODY


class CapitalGround(Record, frozen=True):
    """What decides on a day what is said. Mappings are by contact path."""

    network: Network
    me: Contact | None
    profiles: Mapping[str, Profile]
    own_help: OwnHelp
    help_found: HelpFound
    today: date
    unnamed: PrivateNames = NOBODY


def capital_basis(asked: ResourceList, finder: ResourceFinder, words: CapitalWords) -> CapitalBasis:
    """Gather by resource who has it, and whom the owner reaches."""
    reaches = {path: reach for path, reach in words.reaches.items() if path in words.shown}
    having: dict[int, list[HeldBy]] = {}
    caring: dict[int, list[HeldBy]] = {}
    for path, reach in reaches.items():
        for one in reach.held:
            if not words.unnamed.are_in(one.text):
                found = caring if one.via is Via.INTERESTS else having
                found.setdefault(one.resource, []).append(HeldBy(path, one.via, one.text))
    told = {path for path, reach in reaches.items() if reach.fields or _has(reach)}
    told.update([path for path, profile in words.profiles.items() if path in words.shown and profile.offers])
    access = access_of(
        asked.fields,
        finder,
        reaches,
        words.places,
        words.birthdays,
        words.shown,
        [goal for goal in words.goals if not words.unnamed.are_in(goal.text)],
    )
    held = {number: tuple(found) for number, found in (caring | having).items()}
    return CapitalBasis(held, len(told), len(words.shown), access)


def social_capital(asked: ResourceList, basis: CapitalBasis, ground: CapitalGround) -> SocialCapital:
    """Say of each resource who has it. There is no sum of it all: the parts are reached through different ties.

    Source: Van der Gaag & Snijders 2005 (see `default_resources`).
    """
    desk = _Desk(ground)
    resources = [
        desk.standing(line, basis.held.get(number, ()))
        for number, line in enumerate(asked.resources)
        if not ground.unnamed.are_in(line.text)
    ]
    return SocialCapital(
        tuple(resources),
        basis.told,
        basis.of,
        ground.me.path if ground.me is not None else "",
        asked.own,
        basis.access,
        goal_standings(ground.own_help, ground.help_found, desk.open),
    )


def _has(reach: Reaches) -> bool:
    return any(one.via is not Via.INTERESTS for one in reach.held)


class _Desk:
    """Lays out who has what, by how near they are to the owner."""

    def __init__(self, ground: CapitalGround) -> None:
        self.ground = ground
        self.open = ground.network.open_ties
        self.near = standing_by_path(ground.network)
        self.warm_since = ground.today - timedelta(WARM_DAYS)

    def holder(self, path: str, via: Via, text: str) -> Holder:
        """Lay out one contact with the line where their words stand."""
        tie, profile = self.open[path], self.ground.profiles.get(path)
        said = {
            Via.OFFERS: profile.offers if profile is not None else (),
            Via.INTERESTS: profile.interests if profile is not None else (),
        }
        line = next((one.line for one in said.get(via, ()) if one.text == text), 0)
        return Holder(path, tie.name, via, Source(path, line, text), tie.last, tie.proof, self._is_warm(path))

    def standing(self, resource: Resource, found: Sequence[HeldBy]) -> ResourceStanding:
        """Say who has one resource; only the few who are shown are laid out."""
        near, offers = self.near, Via.OFFERS
        # Those first who are warm, who offer it, who are near; hundreds may have one resource.
        ranked = [
            (not self._is_warm(one.path), one.via is not offers, -near[one.path], one.path, place)
            for place, one in enumerate(found)
        ]
        nearest = [found[place] for _, _, _, _, place in nsmallest(MOST_SHOWN, ranked)]
        best = tuple([self.holder(one.path, one.via, one.text) for one in nearest])
        asked = self._asked(resource)
        if found and found[0].via is Via.INTERESTS:
            return ResourceStanding(resource, (), 0, 0, best, asked)
        warm = len([one for one in ranked if not one[0]])
        return ResourceStanding(resource, best, len(found), warm, (), asked)

    def _is_warm(self, path: str) -> bool:
        last = self.open[path].last
        return last is not None and last > self.warm_since

    def _asked(self, resource: Resource) -> Source | None:
        """Give the line of the owner's own note that asks for a resource: that has all of its words."""
        me, stems = self.ground.me, _stems(resource.text)
        for ask in me.asks if me is not None and stems else ():
            if me is not None and stems <= _stems(ask.text) and not self.ground.unnamed.are_in(ask.text):
                return Source(me.path, ask.line, ask.text)
        return None


def _stems(text: str) -> frozenset[str]:
    return frozenset([word.stem for word in every_word_of(text)])
