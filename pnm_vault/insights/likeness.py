"""How much two statements are about the same thing: asks and offers by their words, interests by how rare they are."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from math import log, sqrt
from typing import TypeAlias

from pnm_vault.insights.words import Word, phrase_of, words_of
from pnm_vault.model.contact import Statement
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Row

# Asks and offers less alike than this have one common word among many others.
ALIKE = 0.2
# A name after `in` or `near` weighs half on either side, so that it never makes a match on its own.
PLACE_WEIGHT = 0.5
# A word that more statements than this use says too little, and would cost too much.
COMMON = 200
COMMON_SHARE = 0.2
COMMON_LEAST = 10
# An interest is rare when 2 or more, and at most 3 or 5 % of all that have a profile, hold it.
RARE_LEAST = 3
RARE_SHARE = 0.05
# Sharing a word of a longer interest is half of sharing the interest.
PART = 0.5

_Features: TypeAlias = dict[str, tuple[Statement, str]]


class Help(Row, frozen=True):
    """An ask of one contact that an offer of another may answer, `likeness` 0.2 to 1; `terms` are words of the ask."""

    ask: Statement
    offer: Statement
    likeness: float
    terms: tuple[str, ...]


class Shared(Row, frozen=True):
    """A rare interest that two contacts share. `weight` is more the fewer contacts hold it."""

    first: Statement
    second: Statement
    weight: float
    terms: tuple[str, ...]


class _Said(Row, frozen=True):
    """One ask or offer: whose it is (position among the profiles), its words, their weights as a vector of length 1."""

    owner: int
    statement: Statement
    words: tuple[Word, ...]
    weights: dict[str, float]


def find_help(profiles: Sequence[Profile]) -> dict[tuple[int, int], Help]:
    """Find, for each asking and each offering contact, the ask and the offer that fit best.

    Keys are positions in `profiles`: who asks, who offers. The likeness is the cosine of the words, weighted by how few
    asks and offers use them.

    Source: Salton & Buckley 1988 (Term-weighting approaches in automatic text retrieval, Information Processing &
    Management 24:513-523).
    """
    told = [
        (owner, statement, words_of(statement.text))
        for owner, profile in enumerate(profiles)
        for statement in (*profile.asks, *profile.offers)
    ]
    used = Counter([word.stem for _, _, words in told for word in words])
    rarity = {stem: log(1 + len(told) / count) for stem, count in used.items()}
    asks: list[_Said] = []
    offers: list[_Said] = []
    for owner, profile in enumerate(profiles):
        asks.extend(_weigh(owner, profile.asks, rarity))
        offers.extend(_weigh(owner, profile.offers, rarity))
    postings = _postings(offers, min(COMMON, max(COMMON_LEAST, int(COMMON_SHARE * len(told)))))
    found: dict[tuple[int, int], tuple[float, _Said, _Said]] = {}
    for ask in asks:
        for place, likeness in _alike(ask, postings).items():
            offer = offers[place]
            pair = (ask.owner, offer.owner)
            if likeness >= ALIKE and ask.owner != offer.owner and (pair not in found or likeness > found[pair][0]):
                found[pair] = (likeness, ask, offer)
    return {pair: _help(*best) for pair, best in found.items()}


def _weigh(owner: int, statements: Sequence[Statement], rarity: dict[str, float]) -> list[_Said]:
    said: list[_Said] = []
    for statement in statements:
        words = words_of(statement.text)
        weights = {word.stem: rarity[word.stem] * (PLACE_WEIGHT if word.place else 1) for word in words}
        if weights:
            length = sqrt(sum([weight * weight for weight in weights.values()]))
            said.append(_Said(owner, statement, words, {stem: weight / length for stem, weight in weights.items()}))
    return said


def _postings(offers: Sequence[_Said], most: int) -> dict[str, list[tuple[int, float]]]:
    postings: dict[str, list[tuple[int, float]]] = {}
    for place, offer in enumerate(offers):
        for stem, weight in offer.weights.items():
            postings.setdefault(stem, []).append((place, weight))
    return {stem: entries for stem, entries in postings.items() if len(entries) <= most}


def _alike(ask: _Said, postings: dict[str, list[tuple[int, float]]]) -> dict[int, float]:
    """Return the likeness of an ask to each offer that is about alike, by the offer's position."""
    likeness: dict[int, float] = {}
    for stem, weight in ask.weights.items():
        for place, other in postings.get(stem, ()):
            likeness[place] = likeness.get(place, 0.0) + weight * other
    # Six digits: logarithms differ in the last ones from one machine to the next.
    return {place: round(value, 6) for place, value in likeness.items() if value > ALIKE - 1e-6}


def _help(likeness: float, ask: _Said, offer: _Said) -> Help:
    terms = tuple([word.shown for word in ask.words if word.stem in offer.weights])
    return Help(ask.statement, offer.statement, min(1.0, likeness), terms)


class CommonGround:
    """The rare interests of all profiles, by phrase and by word, asked about by position."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        held = [_features(profile) for profile in profiles]
        count = Counter([feature for features in held for feature in features])
        most = min(COMMON, max(RARE_LEAST, int(RARE_SHARE * len(profiles))))
        self._weights = {feature: 1 / log(number) for feature, number in count.items() if 2 <= number <= most}
        self._rare = [
            {feature: said for feature, said in features.items() if feature in self._weights} for features in held
        ]

    def pairs(self, most: int) -> set[tuple[int, int]]:
        """Return pairs that share a rare interest, those of the rarest first, until there are `most` of them."""
        holders: dict[str, list[int]] = {}
        for place, features in enumerate(self._rare):
            for feature in features:
                holders.setdefault(feature, []).append(place)
        found: set[tuple[int, int]] = set()
        for _, feature in sorted([(len(places), feature) for feature, places in holders.items()]):
            found.update(combinations(holders[feature], 2))
            if len(found) >= most:
                break
        return found

    def weight(self, first: int, second: int) -> float:
        """Return the summed weight of what `shared` gives."""
        mine, yours = self._rare[first], self._rare[second]
        if mine.keys().isdisjoint(yours):
            return 0.0
        return sum([weight for weight, _ in self._choose(mine, yours)])

    def shared(self, first: int, second: int) -> tuple[Shared, ...]:
        """Return the rare interests that two share, the rarest first, each statement of either side once.

        An interest held by n weighs 1 / ln n, half of it when only a word of a longer statement is shared.

        Source: Adamic & Adar 2003 (Friends and neighbors on the Web, Social Networks 25:211-230); shared attributes as
        in Gong et al. 2014 (Joint link prediction and attribute inference using a social-attribute network, ACM TIST
        5:27).
        """
        mine, yours = self._rare[first], self._rare[second]
        found: list[Shared] = []
        for weight, feature in self._choose(mine, yours):
            stems = feature.split(" ")
            terms = tuple([word.shown for word in words_of(mine[feature][0].text) if word.stem in stems])
            found.append(Shared(mine[feature][0], yours[feature][0], weight, terms))
        return tuple(found)

    def _choose(self, mine: _Features, yours: _Features) -> list[tuple[float, str]]:
        both = [
            (self._weights[feature] * (1 if mine[feature][1] == yours[feature][1] else PART), feature)
            for feature in mine.keys() & yours.keys()
        ]
        if len(both) < 2:
            return both
        both.sort(key=lambda entry: (-entry[0], entry[1]))
        chosen: list[tuple[float, str]] = []
        used: set[tuple[bool, Statement]] = set()
        for weight, feature in both:
            one, other = (True, mine[feature][0]), (False, yours[feature][0])
            if one not in used and other not in used:
                used.update((one, other))
                chosen.append((weight, feature))
        return chosen


def _features(profile: Profile) -> _Features:
    """Return the phrases and the words of a profile's interests, each with its statement and that one's phrase."""
    features: _Features = {}
    for statement in profile.interests:
        words = words_of(statement.text)
        if words:
            said = (statement, phrase_of(words))
            for feature in (said[1], *[word.stem for word in words]):
                features.setdefault(feature, said)
    return features
