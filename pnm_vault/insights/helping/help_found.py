"""Whose words answer the owner's asks, and whose answer the needs of contacts: by what they say, whatever the tie.

What is found is the same on many days and for any closeness, so that it can be kept; who is shown is decided on the
day, by `own_help` and `needs`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from pnm_vault.insights.briefing.telling import stems_in, takes_up
from pnm_vault.insights.comparing.likeness import Help, MutualHelp
from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.insights.comparing.words import tells_private
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.insights.helping.help_words import is_open
from pnm_vault.insights.introducing.matching import ASK_LASTS, asked_on
from pnm_vault.model.contact import Contact, Statement
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import Origin
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.notes.values.confirmed import asks_as_confirmed

# Of the owner's asks so many are looked at, with so many answers each; of the needs of contacts the oldest.
MOST_OWN = 30
MOST_ANSWERS = 200
MOST_NEEDS = 200
MOST_OFFERS = 12
MOST_OLD = 50


class Holding(StrEnum):
    """In what a contact may have an answer, the best first."""

    OFFERS = "offers"
    ROLE = "role"
    INTERESTS = "interests"


# What somebody offers is worth more than what they are, which is worth more than what they care about. A convention
# of ours, as in `insights.helping.who`.
WEIGHTS: Mapping[Holding, float] = {
    Holding.OFFERS: 1.0,
    Holding.ROLE: 2 / 3,
    Holding.INTERESTS: 1 / 3,
}


# Less than this, weighted, is no answer: of an interest it takes more than of an offer.
LEAST = 0.1


class Need(Row, frozen=True):
    """Something that a contact looks for. `day` is when it was said first, `sure` when it was last known to be so.

    None: nothing tells. `answered` is the line that tells that the owner helped with it since.
    """

    text: str
    line: int
    day: date | None = None
    sure: date | None = None
    answered: Source | None = None


class Fit(Row, frozen=True):
    """Words of somebody that may answer an ask: `likeness` is 0 to 1, `terms` are words of the ask.

    `path` is a contact's, that of `Me.md` for the owner.
    """

    path: str
    holding: Holding
    text: str
    likeness: float
    terms: tuple[str, ...] = ()


class NeedFound(Row, frozen=True):
    """A need of a contact (path and words), with what the owner has for it and what others have, best first."""

    path: str
    text: str
    yours: Fit | None = None
    others: tuple[Fit, ...] = ()


class HelpFound(Row, frozen=True):
    """What was found; it is the same on all days from `since` on and before `until`.

    `own` are the answers to the owner's asks, by their words. `needs` come the oldest first, those of no known day
    last; `beyond` counts those that were not looked at. `apart` are the contacts (paths) among all of these who are not
    to be introduced to somebody. `old` are needs (path and words) that grew too old to be matched, the oldest first.
    """

    since: date = date.min
    until: date = date.max
    own: Mapping[str, tuple[Fit, ...]] = {}
    needs: tuple[NeedFound, ...] = ()
    apart: frozenset[str] = frozenset()
    beyond: int = 0
    old: tuple[tuple[str, str], ...] = ()

    def stands_on(self, day: date) -> bool:
        """Tell whether it is what would be found on a day."""
        return self.since <= day < self.until


class Holdings(Record, frozen=True):
    """All that asks and offers are read from: the owner, and by contact path what each of them says."""

    me: Contact | None
    profiles: Mapping[str, Profile]
    roles: Mapping[str, str]
    needs: Mapping[str, tuple[Need, ...]]


def needs_of(record: ContactRecord) -> tuple[Need, ...] | None:
    """Return what a contact looks for; None where they look for nothing, or are to be left alone.

    A favour that the owner did, or a task that they ticked, answers it if it holds half of its words, and is no older.
    """
    contact = record.contact
    if not contact.asks or not is_open(contact):
        return None
    first = {(ask.text, ask.line): ask for ask in contact.asks}
    given = [(one.day, Source(one.path or contact.path, one.line, one.text)) for one in favours_of(record) if one.given]
    given += [(one.day, one.source) for one in record.interactions if one.origin is Origin.TASK]
    told = [(day, stems_in(source.text), source) for day, source in given]
    found: list[Need] = []
    for ask in asks_as_confirmed(contact):
        day = asked_on(first[ask.text, ask.line])
        stems = stems_in(ask.text) if told else frozenset[str]()
        answers = [
            source
            for on, words, source in told
            if (day is None or on is None or on >= day) and takes_up(stems, [words])
        ]
        found.append(Need(ask.text, ask.line, day, asked_on(ask), answers[-1] if answers else None))
    return tuple(found) or None


def find_help(
    holdings: Holdings,
    own: tuple[SynonymGroup, ...],
    today: date,
    meant: Mapping[tuple[str, str], float] | None = None,
) -> HelpFound:
    """Match the owner's asks with what contacts say, and what contacts look for with what the owner and others offer.

    The words are compared as for introductions (`insights.comparing`), with the owner's synonyms `own`; what is about
    health, faith and the like answers nothing. `meant` is likeness in meaning of an ask and an offer, where known. A
    need is too old to be matched 18 months after it was last known to be so.
    """
    words = _Words(build_synonyms(own), meant or {})
    needs = [
        (path, need)
        for path, told in holdings.needs.items()
        for need in told
        if need.answered is None and not tells_private(need.text)
    ]
    needs.sort(key=lambda one: (one[1].day or one[1].sure or date.max, one[0]))
    ends = [need.sure + ASK_LASTS for _, need in needs if need.sure is not None]
    fresh = [(path, need) for path, need in needs if need.sure is None or need.sure + ASK_LASTS > today]
    old = [(path, need.text) for path, need in needs if need.sure is not None and need.sure + ASK_LASTS <= today]
    yours = words.owners_answers(fresh, holdings.me)
    others = words.others_answers(fresh[:MOST_NEEDS], holdings.profiles)
    looked_at = [place for place in range(len(fresh)) if place < MOST_NEEDS or place in yours]
    found = [
        NeedFound(path, need.text, yours.get(place), others.get(place, ()))
        for place in looked_at
        for path, need in [fresh[place]]
    ]
    concerned = {fit.path for one in found for fit in one.others} | {one.path for one in found}
    profiles = holdings.profiles
    return HelpFound(
        apart=frozenset([path for path in concerned if path in profiles and profiles[path].apart]),
        since=max([end for end in ends if end <= today], default=date.min),
        until=min([end for end in ends if end > today], default=date.max),
        own=words.answers_for_owner(holdings),
        needs=tuple(found),
        beyond=len(fresh) - len(found),
        old=tuple(old[:MOST_OLD]),
    )


class _Words(Record, frozen=True):
    """By what texts are compared: synonyms, and likeness in meaning where it is known."""

    synonyms: Synonyms
    meant: Mapping[tuple[str, str], float]

    def answers_for_owner(self, holdings: Holdings) -> dict[str, tuple[Fit, ...]]:
        """Give, by the words of the owner's asks, what contacts have for them, best first."""
        asks = own_asks(holdings.me)[:MOST_OWN]
        if not asks:
            return {}
        asking = [_saying(asks=(ask,)) for ask in asks]
        held = list(_held(holdings))
        matching = MutualHelp([*asking, *[_saying(offers=said) for _, _, said in held]], self.synonyms, self.meant)
        found: dict[int, dict[tuple[str, Holding], Fit]] = {}
        for ask, place in sorted(matching.pairs(MOST_ANSWERS)):
            if ask < len(asks) <= place and (help_ := matching.help(ask, place)) is not None:
                path, holding, _ = held[place - len(asks)]
                fit = _fit(path, holding, help_)
                if fit.likeness >= LEAST:
                    found.setdefault(ask, {})[path, holding] = fit
        return {asks[ask].text: tuple(sorted(fits.values(), key=_best_first)) for ask, fits in found.items()}

    def owners_answers(self, needs: Sequence[tuple[str, Need]], me: Contact | None) -> dict[int, Fit]:
        """Give, by the place of a need, the best of what the owner offers or cares about."""
        if me is None or not needs:
            return {}
        held = [(Holding.OFFERS, me.offers), (Holding.INTERESTS, me.interests)]
        asking = [_saying(asks=(Statement(need.text, need.line),)) for _, need in needs]
        matching = MutualHelp([*asking, *[_saying(offers=said) for _, said in held]], self.synonyms, self.meant)
        found: dict[int, Fit] = {}
        for place in range(len(needs)):
            fits = [
                _fit(me.path, holding, help_)
                for at, (holding, _) in enumerate(held, len(needs))
                if (help_ := matching.help(place, at)) is not None
            ]
            best = min(fits, key=_best_first, default=None)
            if best is not None and best.likeness >= LEAST:
                found[place] = best
        return found

    def others_answers(
        self, needs: Sequence[tuple[str, Need]], profiles: Mapping[str, Profile]
    ) -> dict[int, tuple[Fit, ...]]:
        """Give, by the place of a need, what other contacts offer, best first."""
        by_contact: dict[str, list[int]] = {}
        for place, (path, _) in enumerate(needs):
            by_contact.setdefault(path, []).append(place)
        # A need stands where its contact does, so that of equal offers not everybody is sent to the same few.
        sayings: list[Profile] = []
        asking: dict[int, int] = {}
        offering: dict[int, str] = {}
        for path, profile in sorted(profiles.items()):
            for place in by_contact.get(path, ()):
                asking[len(sayings)] = place
                sayings.append(_saying(asks=(Statement(needs[place][1].text, needs[place][1].line),)))
            if profile.offers:
                offering[len(sayings)] = path
                sayings.append(_saying(offers=profile.offers))
        matching = MutualHelp(sayings, self.synonyms, self.meant)
        found: dict[int, list[Fit]] = {}
        for pair in sorted(matching.pairs(MOST_OFFERS)):
            for one, other in (pair, pair[::-1]):
                if one in asking and other in offering and offering[other] != needs[asking[one]][0]:
                    help_ = matching.help(one, other)
                    if help_ is not None:
                        found.setdefault(asking[one], []).append(_fit(offering[other], Holding.OFFERS, help_))
        return {place: tuple(sorted(fits, key=_best_first)) for place, fits in found.items()}


def sorted_asks(me: Contact) -> tuple[Statement, ...]:
    """Give what the owner looks for, then their goals, each in the order of the note and once."""
    goals = {(goal.text, goal.line) for goal in me.goals}
    asks = sorted(me.asks, key=lambda ask: (ask.text, ask.line) in goals)
    return tuple({ask.text: ask for ask in reversed(asks)}.values())[::-1]


def own_asks(me: Contact | None) -> tuple[Statement, ...]:
    """Give the same for a review note: nothing that is too private to be matched there."""
    return () if me is None else tuple([ask for ask in sorted_asks(me) if not tells_private(ask.text)])


def _held(holdings: Holdings) -> Iterator[tuple[str, Holding, tuple[Statement, ...]]]:
    for path in sorted({*holdings.profiles, *holdings.roles}):
        profile = holdings.profiles.get(path)
        if profile is not None and profile.offers:
            yield path, Holding.OFFERS, profile.offers
        if role := holdings.roles.get(path):
            yield path, Holding.ROLE, (Statement(role, 0),)
        if profile is not None and profile.interests:
            yield path, Holding.INTERESTS, profile.interests


def _saying(asks: tuple[Statement, ...] = (), offers: tuple[Statement, ...] = ()) -> Profile:
    return Profile("", "", (), (), (), offers, asks)


def _fit(path: str, holding: Holding, found: Help) -> Fit:
    return Fit(path, holding, found.offer.text, round(found.likeness * WEIGHTS[holding], 4), found.terms)


def _best_first(fit: Fit) -> tuple[float, str, str]:
    return -fit.likeness, fit.path, fit.holding
