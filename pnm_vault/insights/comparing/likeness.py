"""How much two statements are about the same thing: asks and offers by their words, interests by how rare they are.

Words count in full, phrases of one group of synonyms for four fifths, words spelled nearly alike for half or less.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import log, sqrt
from typing import TypeAlias

from pnm_vault.insights.comparing.near_words import NearWords
from pnm_vault.insights.comparing.synonyms import Synonyms
from pnm_vault.insights.comparing.words import Word, phrase_of, words_of
from pnm_vault.model.contact import Statement
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Row

# Asks and offers less alike than this have one common word among many others.
ALIKE = 0.2
# Another phrase of the same meaning counts for less than the same one.
SYNONYM = 0.8
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

    def __init__(self, profiles: Sequence[Profile], synonyms: Synonyms, meant: Mapping[tuple[str, str], float]) -> None:
        asks, offers = _Sayings(), _Sayings()
        for place, profile in enumerate(profiles):
            asks.add(place, profile.asks)
            offers.add(place, profile.offers)
        used = asks.used() + offers.used()
        said = asks.number + offers.number
        rarity = {stem: log(1 + said / number) for stem, number in used.items()}
        most = min(COMMON, max(COMMON_LEAST, int(COMMON_SHARE * said)))
        self._asks, self._offers = asks, offers
        self._alike, self._terms = _Comparison(offers, rarity, most, synonyms).with_all(asks)
        for (ask, offer), likeness in meant.items():
            one, two = asks.by_text.get(ask), offers.by_text.get(offer)
            if one is not None and two is not None:
                self._alike[one][two] = max(likeness, self._alike[one].get(two, 0.0))

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

    def asks(self, place: int) -> bool:
        """Tell whether somebody looks for anything."""
        return place in self._asks.of

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
                    stems = {word.stem for word in words_of(offered.text)} | self._terms.get((ask, offer), frozenset())
                    terms = tuple([word.shown for word in words_of(asked.text) if word.stem in stems])
                    best = Help(asked, offered, likeness, terms)
        return best


class _Sayings:
    """Statements by what they say: `words` and `holders` by number of the saying, `of` by position of the profile."""

    def __init__(self) -> None:
        self.words: list[tuple[Word, ...]] = []
        self.by_text: dict[str, int] = {}
        self.holders: list[list[int]] = []
        self.of: dict[int, list[tuple[int, Statement]]] = {}
        self.number = 0
        self._numbers: dict[str, int] = {}
        self._times: list[int] = []
        self._empty: set[str] = set()

    def add(self, place: int, statements: Sequence[Statement]) -> None:
        for statement in statements:
            saying = self.by_text.get(statement.text)
            if saying is None:
                saying = self._read(statement.text)
                if saying is None:
                    continue
            holders = self.holders[saying]
            if not holders or holders[-1] != place:
                holders.append(place)
            self.of.setdefault(place, []).append((saying, statement))
            self.number += 1
            self._times[saying] += 1

    def _read(self, text: str) -> int | None:
        """Give the number of a saying in these words, met for the first time; None where nothing can be compared."""
        words = () if text in self._empty else words_of(text)
        if not words:
            self._empty.add(text)
            return None
        key = " ".join([f"@{word.stem}" if word.place else word.stem for word in words])
        saying = self.by_text[text] = self._numbers.setdefault(key, len(self.words))
        if saying == len(self.words):
            self.words.append(words)
            self.holders.append([])
            self._times.append(0)
        return saying

    def used(self) -> Counter[str]:
        """Return how many statements use a word, by its stem."""
        found: Counter[str] = Counter()
        for words, times in zip(self.words, self._times, strict=True):
            for word in words:
                found[word.stem] += times
        return found

    def weigh(self, rarity: Mapping[str, float]) -> list[dict[str, float]]:
        """Return the weights of each saying's words, a vector of length 1."""
        return [
            _unit({word.stem: rarity[word.stem] * (PLACE_WEIGHT if word.place else 1) for word in words})
            for words in self.words
        ]


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum([weight * weight for weight in weights.values()]))
    return {stem: weight / length for stem, weight in weights.items()}


class _Comparison:
    """All offers, made ready to be compared with asks.

    Source: Salton & Buckley 1988 (Term-weighting approaches in automatic text retrieval, Information Processing &
    Management 24:513-523) for the cosine over rare words. What is alike and not the same adds to it: the weight of the
    phrase on either side, times what such a likeness counts, each word once.
    """

    def __init__(self, offers: "_Sayings", rarity: Mapping[str, float], most: int, synonyms: Synonyms) -> None:
        self.rarity, self.synonyms = rarity, synonyms
        self.offers = offers.weigh(rarity)
        telling = {stem for stem, number in offers.used().items() if number <= most}
        self.postings: dict[str, list[tuple[int, float]]] = {stem: [] for stem in telling}
        for number, offer in enumerate(self.offers):
            for stem, weight in offer.items():
                if stem in telling:
                    self.postings[stem].append((number, weight))
        self.speaking: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
        for number, words in enumerate(offers.words):
            for concept in synonyms.concepts_of(words):
                self.speaking.setdefault(concept.group, []).append((number, concept.stems))
        self.speaking = {group: said for group, said in self.speaking.items() if len(said) <= most}
        self.stems = {word.shown: word.stem for words in offers.words for word in words if word.stem in telling}
        self.near = NearWords(self.stems)

    def with_all(self, asks: "_Sayings") -> tuple[list[dict[int, float]], dict[tuple[int, int], frozenset[str]]]:
        """Return, for each ask, the likeness of the offers about the same thing.

        Also the stems of an ask that are alike and not the same as those of an offer, by both numbers.
        """
        found: list[dict[int, float]] = []
        terms: dict[tuple[int, int], frozenset[str]] = {}
        for number, (words, ask) in enumerate(zip(asks.words, asks.weigh(self.rarity), strict=True)):
            cosine: dict[int, float] = {}
            for stem, weight in ask.items():
                for offer, other in self.postings.get(stem, ()):
                    cosine[offer] = cosine.get(offer, 0.0) + weight * other
            for offer, gains in self._likenesses(words, ask).items():
                gained, stems = _best_gains(gains)
                cosine[offer] = cosine.get(offer, 0.0) + gained
                terms[number, offer] = stems
            # Six digits: logarithms differ in the last ones from one machine to the next.
            alike = {offer: min(1.0, round(value, 6)) for offer, value in cosine.items() if value > ALIKE - 1e-6}
            found.append({offer: value for offer, value in alike.items() if value >= ALIKE})
        return found, terms

    def _likenesses(self, words: Sequence[Word], ask: Mapping[str, float]) -> "dict[int, list[_Gain]]":
        """Return, by offer, what phrases and words that are alike and not the same may add."""
        gains: dict[int, list[_Gain]] = {}
        for concept in self.synonyms.concepts_of(words):
            mine = _length(ask, concept.stems)
            for offer, stems in self.speaking.get(concept.group, ()):
                yours = self.offers[offer]
                same = sum([ask[stem] * yours[stem] for stem in concept.stems if stem in stems])
                gain = SYNONYM * mine * _length(yours, stems) - same
                if gain > 0:
                    gains.setdefault(offer, []).append((gain, concept.stems, stems))
        for word in words:
            for shown, strength in self.near.near(word.shown).items():
                stem = self.stems[shown]
                for offer, weight in self.postings[stem] if stem not in ask else ():
                    if word.stem not in self.offers[offer]:
                        gain = strength * ask[word.stem] * weight
                        gains.setdefault(offer, []).append((gain, (word.stem,), (stem,)))
        return gains


_Gain: TypeAlias = tuple[float, tuple[str, ...], tuple[str, ...]]


def _best_gains(gains: "list[_Gain]") -> tuple[float, frozenset[str]]:
    """Sum what likenesses add, the greatest first, no word of either side twice; also the ask's stems they rest on."""
    mine: set[str] = set()
    yours: set[str] = set()
    total = 0.0
    for gain, stems, others in sorted(gains, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if mine.isdisjoint(stems) and yours.isdisjoint(others):
            total += gain
            mine.update(stems)
            yours.update(others)
    return total, frozenset(mine)


def _length(weights: Mapping[str, float], stems: Sequence[str]) -> float:
    return sqrt(sum([weights[stem] ** 2 for stem in stems]))


class CommonGround:
    """The rare interests of all profiles, by phrase, word and meaning, asked about by position."""

    def __init__(self, profiles: Sequence[Profile], synonyms: Synonyms) -> None:
        interests = _Interests(synonyms)
        held = [interests.features_of(profile) for profile in profiles]
        count = Counter([feature for features in held for feature in features])
        interests.add_near(held, count)
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
            words = words_of(mine[feature][0].text)
            terms = tuple([word.shown for word in words if word.stem in stems]) or tuple([word.shown for word in words])
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


class _Interests:
    """What interests say, worked out once for each text: many contacts have the same."""

    def __init__(self, synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        self._said: dict[str, tuple[tuple[Word, ...], tuple[tuple[str, str], ...]]] = {}

    def features_of(self, profile: Profile) -> _Features:
        """Return the phrases, words and meanings of a profile's interests, each with its statement and its phrase."""
        features: _Features = {}
        for statement in profile.interests:
            for feature, phrase in self._read(statement.text)[1]:
                features.setdefault(feature, (statement, phrase))
        return features

    def _read(self, text: str) -> tuple[tuple[Word, ...], tuple[tuple[str, str], ...]]:
        """Return the words of an interest, and its features with the phrase of which each is a part.

        A meaning is the number of its group after a `~`; an interest that it is all of has it for its phrase.
        """
        said = self._said.get(text)
        if said is None:
            words = words_of(text)
            phrase = phrase_of(words)
            features = dict.fromkeys([phrase, *[word.stem for word in words]] if words else (), phrase)
            for concept in self._synonyms.concepts_of(words):
                meaning = f"~{concept.group}"
                features.setdefault(meaning, meaning if len(concept.stems) == len(words) else phrase)
            said = self._said[text] = (words, tuple(features.items()))
        return said

    def add_near(self, held: Sequence[_Features], count: Counter[str]) -> None:
        """Let a word that a single contact uses count for those spelled nearly like it, as a part of an interest.

        A typo is seldom made twice; and words in use are left to mean what they mean. `count` is brought up to date.
        """
        single = {feature for feature, number in count.items() if number == 1}
        if not single:
            return
        stems = {word.shown: word.stem for words, _ in self._said.values() for word in words}
        near = NearWords(stems)
        for features in held:
            for stem in sorted(single.intersection(features)):
                statement, phrase = features[stem]
                for word in self._read(statement.text)[0]:
                    for other in near.near(word.shown) if word.stem == stem else ():
                        if stems[other] not in features:
                            features[stems[other]] = (statement, phrase)
                            count[stems[other]] += 1
