"""What contacts look for, the oldest first: what the owner can do about it, whom they could meet, what is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from math import sqrt

from msgspec.structs import replace

from pnm_vault.insights.briefing.telling import stems_in, takes_up
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.help_found import Fit, HelpFound, Holding, Need, NeedFound
from pnm_vault.insights.helping.help_words import SPARED_NEED, TO_HELP, AskedRow, meant_to, spares
from pnm_vault.insights.introducing.introductions_under_way import stand_on
from pnm_vault.insights.introducing.matching import is_meant
from pnm_vault.insights.remembering.facts import ContactFacts, Fact, FactToCheck, last_known
from pnm_vault.model.contact import Contact
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.introduction import IntroductionRow, Progress
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.ranks import FLOOR

# So many lines of each sort: the note is to be read in one go, and taken up one by one.
MOST_YOURS, MOST_OTHERS, MOST_NOBODY, MOST_OLD = 6, 6, 5, 4
# Nobody is sent more people than this at once.
MOST_EACH = 2

_ENDED = (Progress.DECLINED, Progress.LAPSED)


class NeedShown(Row, frozen=True):
    """A need of a contact; `proof` is its line, `day` when it was said first, None where nothing tells."""

    path: str
    name: str
    text: str
    proof: Source
    day: date | None = None


class YourNeed(Row, frozen=True):
    """A need that the owner can help with: by an offer of theirs, else (`interest`) by what they care about."""

    need: NeedShown
    said: str
    proof: Source
    interest: bool = False


class MeetNeed(Row, frozen=True):
    """A need that another contact can help with; `more` counts further ones who could."""

    need: NeedShown
    path: str
    name: str
    offer: str
    proof: Source
    more: int = 0


class NeedsRadar(Record, frozen=True):
    """What contacts look for, in four lists, each the oldest first with how many there are beyond.

    `nobody` are those that nobody here has an answer for, `old` those that grew too old to be matched. `any_asks` tells
    whether any contact looks for anything, `has_offers` whether `Me.md` says what the owner has to give.
    """

    yours: tuple[YourNeed, ...] = ()
    others: tuple[MeetNeed, ...] = ()
    nobody: tuple[NeedShown, ...] = ()
    old: tuple[FactToCheck, ...] = ()
    more_yours: int = 0
    more_others: int = 0
    more_nobody: int = 0
    more_old: int = 0
    any_asks: bool = False
    has_offers: bool = False


class Limits(Row, frozen=True):
    """How many lines of each list."""

    yours: int = MOST_YOURS
    others: int = MOST_OTHERS
    nobody: int = MOST_NOBODY
    old: int = MOST_OLD


class NeedsGround(Record, frozen=True):
    """What decides on a day what is said of a need. Mappings are by contact path.

    `named` are the ties to contacts of whom something may be said.

    `taken` are pairs (in path order) that were introduced, or are to be. `readiness` are factors of introductions.
    """

    me: Contact | None
    named: Mapping[str, Tie]
    profiles: Mapping[str, Profile]
    needs: Mapping[str, tuple[Need, ...]]
    facts: Mapping[str, ContactFacts]
    asked: Mapping[str, AskedRow]
    known: Mapping[str, Sequence[str]]
    introductions: Iterable[IntroductionRow]
    taken: Collection[tuple[str, str]]
    readiness: Mapping[str, float]
    standing: Mapping[str, float]
    follow_ups: Mapping[str, tuple[FollowUp, ...]]
    today: date
    unnamed: PrivateNames = NOBODY


def needs_radar(found: HelpFound, ground: NeedsGround, limits: Limits | None = None) -> NeedsRadar:
    """Sort what contacts look for into what the owner can do, whom they could meet, what nobody has, what is old.

    Left out are needs for which an introduction is under way or was made, those that an open follow-up means to help
    with, and those of which no reminder is wanted (`no_reminder: help with ...`). Whom they could meet follows the
    rules of introductions: nobody private, vetoed, known to each other or introduced before, and nobody more than
    twice. The best offer comes first, times the root of the owner's standing with whoever makes it, as for
    introductions.
    """
    return _Radar(ground).sort(found, limits or Limits())


class _Radar:
    """Goes through the needs once, the oldest first."""

    def __init__(self, ground: NeedsGround) -> None:
        self.ground = ground
        self.sent: dict[str, int] = {}
        self.worth: dict[str, float] = {}
        self.known: dict[str, Collection[str]] = {}
        self.told: dict[str, list[IntroductionRow]] = {}
        for row in ground.introductions:
            for path in row.pair:
                self.told.setdefault(path, []).append(row)

    def sort(self, found: HelpFound, limits: Limits) -> NeedsRadar:
        """Put every need into one of the lists, or into none."""
        needs = [self._without_names(one) for one in found.needs]
        waiting = [
            (one, need, self._fits(one, found.apart) if one.yours is None else [])
            for one in needs
            if (need := self._shown(one)) and not self._is_seen_to(one)
        ]
        # Of those said at the same time, or at no known one, the best answer comes first.
        waiting.sort(key=lambda entry: (entry[1].day or date.max, -self._best(entry[0], entry[2]), entry[1].path))
        yours: list[YourNeed] = []
        others: list[MeetNeed] = []
        nobody: list[NeedShown] = []
        for one, need, fits in waiting:
            if one.yours is not None:
                yours.append(self._yours(need, one.yours))
            elif (meets := self._meets(need, fits)) is not None:
                others.append(meets)
            elif not fits:
                nobody.append(need)
        old = [fact for path, text in found.old if (fact := self._old(path, text)) is not None]
        me = self.ground.me
        return NeedsRadar(
            tuple(yours[: limits.yours]),
            tuple(others[: limits.others]),
            tuple(nobody[: limits.nobody]),
            tuple(old[: limits.old]),
            max(0, len(yours) - limits.yours),
            max(0, len(others) - limits.others),
            max(0, len(nobody) - limits.nobody) + found.beyond,
            max(0, len(old) - limits.old),
            any_asks=bool(found.needs or found.old or self.ground.needs),
            has_offers=me is not None and bool(me.offers),
        )

    def _without_names(self, one: NeedFound) -> NeedFound:
        """Leave out the owner's own words where they name somebody who is not to be named."""
        named = one.yours is not None and self.ground.unnamed.are_in(one.yours.text)
        return replace(one, yours=None) if named else one

    def _shown(self, one: NeedFound) -> NeedShown | None:
        tie = self.ground.named.get(one.path)
        need = next((need for need in self.ground.needs.get(one.path, ()) if need.text == one.text), None)
        if tie is None or need is None or self.ground.unnamed.are_in(one.text):
            return None
        return NeedShown(one.path, tie.name, need.text, Source(one.path, need.line, need.text), need.day)

    def _is_seen_to(self, one: NeedFound) -> bool:
        """Tell whether something is done about a need already, or nothing is to be said of it."""
        if spares(self.ground.asked.get(one.path), SPARED_NEED, one.text):
            return True
        if meant_to(self.ground.follow_ups.get(one.path, ()), TO_HELP, one.text) is not None:
            return True
        fitting = {fit.path for fit in one.others}
        rows = self.told.get(one.path, ())
        stems = stems_in(one.text) if rows else frozenset[str]()
        for row in rows:
            if stand_on(row, self.ground.today)[0].progress in _ENDED:
                continue
            other = row.second if row.first == one.path else row.first
            said = [row.introduction.why, *[step.text for step in row.introduction.steps]]
            if other in fitting or takes_up(stems, [stems_in(text) for text in said]):
                return True
        if not self.ground.taken:
            return False
        return any(_pair(one.path, path) in self.ground.taken and not self._ended(one.path, path) for path in fitting)

    def _ended(self, first: str, second: str) -> bool:
        rows = [row for row in self.told.get(first, ()) if second in row.pair]
        return bool(rows) and all(stand_on(row, self.ground.today)[0].progress in _ENDED for row in rows)

    def _yours(self, need: NeedShown, fit: Fit) -> YourNeed:
        me = self.ground.me
        said = () if me is None else (*me.offers, *me.interests)
        line = next((one.line for one in said if one.text == fit.text), 0)
        return YourNeed(need, fit.text, Source(fit.path, line, fit.text), fit.holding is Holding.INTERESTS)

    def _fits(self, one: NeedFound, apart: Collection[str]) -> list[Fit]:
        """Give those who may meet the contact about it, the best first."""
        fits = [fit for fit in one.others if self._may_meet(one.path, fit, apart)]
        return sorted(fits, key=lambda fit: (-fit.likeness * self._worth(fit.path), fit.path))

    def _best(self, one: NeedFound, fits: Sequence[Fit]) -> float:
        if one.yours is not None:
            return one.yours.likeness
        best = next(iter(fits), None)
        return round(best.likeness * self._worth(best.path), 6) if best is not None else 0.0

    def _meets(self, need: NeedShown, fits: Sequence[Fit]) -> MeetNeed | None:
        """Choose whom to send the contact to; None where all of them are sent enough already."""
        for place, fit in enumerate(fits):
            if self.sent.get(fit.path, 0) < MOST_EACH:
                self.sent[fit.path] = self.sent.get(fit.path, 0) + 1
                profile = self.ground.profiles[fit.path]
                line = next((offer.line for offer in profile.offers if offer.text == fit.text), 0)
                proof = Source(fit.path, line, fit.text)
                return MeetNeed(need, fit.path, profile.name, fit.text, proof, len(fits) - place - 1)
        return None

    def _worth(self, path: str) -> float:
        if path not in self.worth:
            self.worth[path] = sqrt(self.ground.standing.get(path, FLOOR)) * self.ground.readiness.get(path, 1.0)
        return self.worth[path]

    def _may_meet(self, asker: str, fit: Fit, apart: Collection[str]) -> bool:
        ground = self.ground
        if fit.path not in ground.named or ground.unnamed.are_in(fit.text):
            return False
        if asker not in self.known:
            self.known[asker] = ground.known.get(asker, ())
        if fit.path in self.known[asker] or _pair(asker, fit.path) in ground.taken:
            return False
        return not (asker in apart or fit.path in apart) or not self._are_apart(asker, fit.path)

    def _are_apart(self, first: str, second: str) -> bool:
        one, two = self.ground.profiles.get(first), self.ground.profiles.get(second)
        if one is None or two is None:
            return True
        entries = [entry for entry in one.apart if is_meant(entry.target, two.path, two.name)]
        entries += [entry for entry in two.apart if is_meant(entry.target, one.path, one.name)]
        return any(entry.until is None or entry.until > self.ground.today for entry in entries)

    def _old(self, path: str, text: str) -> FactToCheck | None:
        """Give an old need as a fact to check; None where it was put off already."""
        tie, facts = self.ground.named.get(path), self.ground.facts.get(path)
        fact = next((one for one in facts.facts if _is(one, text)), None) if facts is not None else None
        if tie is None or fact is None or fact.meant or self.ground.unnamed.are_in(text):
            return None
        return FactToCheck(path, tie.name, fact, last_known(fact, self.ground.today))


def _is(fact: Fact, text: str) -> bool:
    return fact.kind == "asks" and fact.text == text


def _pair(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first < second else (second, first)
