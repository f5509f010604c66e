"""Words that are spelled nearly alike: typos, other endings, and compounds with one of their parts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

# Shorter words have too few groups of three letters to tell a typo from another word.
LEAST_LETTERS = 5
# They begin with the same letter, where typos are rare: that leaves a tenth of the words to compare with.
# More than this share of their groups of three letters is in common. "composer" and "compost" have two thirds.
DICE = 2 / 3
TYPO = 0.5
# A word that begins or ends with another, such as Fahrradmechaniker with Fahrrad: the part and the rest so long at
# least, for "organ" is no part of an organisation, nor "nurse" of a nursery.
PART_LETTERS = 6
REST_LETTERS = 3
COMPOUND = 0.4
# The rarest trigrams of a word are looked up first; after so many words the rest are too common to tell anything.
MOST_LOOKED_AT = 100
MOST_NEAR = 8


class NearWords:
    """The words of one vocabulary, asked for those that are spelled nearly like another one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._found: dict[str, Mapping[str, float]] = {}
        self._words = {word: _trigrams(word) for word in words if len(word) >= LEAST_LETTERS}
        self._count = Counter([trigram for trigrams in self._words.values() for trigram in trigrams])
        self._holders: dict[str, list[str]] = {}
        for word, trigrams in self._words.items():
            for trigram in self._telling(trigrams):
                self._holders.setdefault(word[0] + trigram, []).append(word)
        self._beginnings: dict[str, list[str]] = {}
        self._ends: dict[str, list[str]] = {}
        for word in self._words:
            for length in range(PART_LETTERS, len(word) - REST_LETTERS + 1):
                self._beginnings.setdefault(word[:length], []).append(word)
                self._ends.setdefault(word[-length:], []).append(word)

    def near(self, word: str) -> Mapping[str, float]:
        """Return the words of the vocabulary nearly like `word`, itself left out, and how much each counts (0 to 1)."""
        if len(word) < LEAST_LETTERS:
            return {}
        if word not in self._found:
            self._found[word] = self._look_for(word)
        return self._found[word]

    def _look_for(self, word: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        for other in (*self._beginnings.get(word, ()), *self._ends.get(word, ())):
            found[other] = COMPOUND
        for length in range(PART_LETTERS, len(word) - REST_LETTERS + 1):
            for part in (word[:length], word[-length:]):
                if part in self._words:
                    found[part] = COMPOUND
        trigrams = _trigrams(word)
        sharing = (other for trigram in self._telling(trigrams) for other in self._holders.get(word[0] + trigram, ()))
        for other in dict.fromkeys(islice(sharing, MOST_LOOKED_AT)):
            others = self._words[other]
            if 2 * len(trigrams & others) > DICE * (len(trigrams) + len(others)):
                found[other] = TYPO
        found.pop(word, None)
        if len(found) > MOST_NEAR:
            return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_NEAR])
        return found

    def _telling(self, trigrams: frozenset[str]) -> list[str]:
        """Return the rarest of a word's trigrams, so many that two words nearly alike share at least one of them.

        They share more than a third of the trigrams of both, so more than half of those of either: of the rarer half
        of each, one is shared. Source: Chaudhuri, Ganti & Kaushik 2006 (A primitive
        operator for similarity joins in data cleaning, ICDE) for prefixes in one order of rarity.
        """
        ordered = sorted(trigrams, key=lambda trigram: (self._count[trigram], trigram))
        return ordered[: len(ordered) - len(ordered) // 2]


def _trigrams(word: str) -> frozenset[str]:
    """Return the groups of three letters of a word with a mark at either end."""
    marked = f"^{word}$"
    return frozenset([marked[at : at + 3] for at in range(len(marked) - 2)])
