"""How much two statements are about the same thing: asks and offers by their words, interests by how rare they are."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
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
# Sharing a word of a longer interest is half of sharing the interest, of two longer interests a quarter.
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


class MutualHelp:
    """The asks and offers of all profiles, asked about by position. Those in the same words are compared once."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._count = len(profiles)
        asks, offers = _Sayings(), _Sayings()
        for place, profile in enumerate(profiles):
            asks.add(place, profile.asks)
            offers.add(place, profile.offers)
        used = asks.used + offers.used
        said = asks.number + offers.number
        rarity = {stem: log(1 + said / number) for stem, number in used.items()}
        most = min(COMMON, max(COMMON_LEAST, int(COMMON_SHARE * said)))
        telling = {stem for stem, number in offers.used.items() if number <= most}
        self._asks, self._offers = asks, offers
        self._alike = _compare(asks.weigh(rarity), offers.weigh(rarity), telling)

    def pairs(self, each: int) -> set[tuple[int, int]]:
        """Return pairs of positions (lower first) of which one can help the other, `each` at most for every ask.

        The best offers come first; of equal ones those whose position follows the asking contact's, so that not
        everybody is sent to the same few.
        """
        found: set[tuple[int, int]] = set()
        for saying, alike in enumerate(self._alike):
            best = sorted(alike, key=lambda offer: (-alike[offer], offer))
            for asker in self._asks.holders[saying]:
                left = each
                for offer in best:
                    holders = self._offers.holders[offer]
                    start = bisect_right(holders, asker)
                    near = (holders[start:] + holders[:start])[:left]
                    found.update([(asker, other) if asker < other else (other, asker) for other in near])
                    left -= len(near)
                    if left <= 0:
                        break
        return {pair for pair in found if pair[0] != pair[1]}

    def likeness(self, asker: int, offerer: int) -> float:
        """Return how well the best offer of one fits an ask of the other, 0.2 to 1; 0 when none does."""
        asks = self._asks.of.get(asker)
        offers = self._offers.of.get(offerer) if asks else None
        if not asks or not offers:
            return 0.0
        best = 0.0
        for ask, _ in asks:
            alike = self._alike[ask]
            for offer, _ in offers:
                if offer in alike and alike[offer] > best:
                    best = alike[offer]
        return best

    def help(self, asker: int, offerer: int) -> Help | None:
        """Return the ask and the offer that fit best, the first ones of equals; None when none do."""
        best: Help | None = None
        for ask, asked in self._asks.of.get(asker, ()):
            for offer, offered in self._offers.of.get(offerer, ()):
                likeness = self._alike[ask].get(offer, 0.0)
                if likeness > (best.likeness if best is not None else 0.0):
                    stems = {word.stem for word in words_of(offered.text)}
                    terms = tuple([word.shown for word in words_of(asked.text) if word.stem in stems])
                    best = Help(asked, offered, likeness, terms)
        return best


class _Sayings:
    """Statements by what they say: `words` and `holders` by number of the saying, `of` by position of the profile."""

    def __init__(self) -> None:
        self.words: list[tuple[Word, ...]] = []
        self.holders: list[list[int]] = []
        self.of: dict[int, list[tuple[int, Statement]]] = {}
        self.used: Counter[str] = Counter()
        self.number = 0
        self._numbers: dict[str, int] = {}

    def add(self, place: int, statements: Sequence[Statement]) -> None:
        for statement in statements:
            words = words_of(statement.text)
            if not words:
                continue
            key = " ".join([f"@{word.stem}" if word.place else word.stem for word in words])
            saying = self._numbers.setdefault(key, len(self.words))
            if saying == len(self.words):
                self.words.append(words)
                self.holders.append([])
            if not self.holders[saying] or self.holders[saying][-1] != place:
                self.holders[saying].append(place)
            self.of.setdefault(place, []).append((saying, statement))
            self.number += 1
            self.used.update([word.stem for word in words])

    def weigh(self, rarity: Mapping[str, float]) -> list[dict[str, float]]:
        """Return the weights of each saying's words, a vector of length 1."""
        return [
            _unit({word.stem: rarity[word.stem] * (PLACE_WEIGHT if word.place else 1) for word in words})
            for words in self.words
        ]


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum([weight * weight for weight in weights.values()]))
    return {stem: weight / length for stem, weight in weights.items()}


def _compare(
    asks: Sequence[dict[str, float]], offers: Sequence[dict[str, float]], telling: set[str]
) -> list[dict[int, float]]:
    """Return, for each ask, the likeness of the offers about the same thing: the cosine over the telling words.

    Source: Salton & Buckley 1988 (Term-weighting approaches in automatic text retrieval, Information Processing &
    Management 24:513-523).
    """
    postings: dict[str, list[tuple[int, float]]] = {stem: [] for stem in telling}
    for number, offer in enumerate(offers):
        for stem, weight in offer.items():
            if stem in telling:
                postings[stem].append((number, weight))
    found: list[dict[int, float]] = []
    for ask in asks:
        cosine: dict[int, float] = {}
        for stem, weight in ask.items():
            for number, other in postings.get(stem, ()):
                cosine[number] = cosine.get(number, 0.0) + weight * other
        # Six digits: logarithms differ in the last ones from one machine to the next.
        alike = {number: min(1.0, round(value, 6)) for number, value in cosine.items()}
        found.append({number: value for number, value in alike.items() if value >= ALIKE})
    return found


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

        An interest held by n weighs 1 / ln n, half of it for either side where it is only a word of a longer one.

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
            (self._weights[feature] * PART ** ((mine[feature][1] != feature) + (yours[feature][1] != feature)), feature)
            for feature in mine.keys() & yours.keys()
        ]
        if len(both) < 2:
            return both
        both.sort(key=lambda entry: (-entry[0], -entry[1].count(" "), entry[1]))
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
