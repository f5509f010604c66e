"""Which phrases of a statement mean about the same as those of another: the built-in groups and the owner's own."""

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

from pnm_vault.insights.comparing.default_synonyms import DEFAULT_SYNONYMS
from pnm_vault.insights.comparing.words import Word, every_word_of, words_of
from pnm_vault.model.record import Row
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.notes.text.synonyms import read_group

# So many phrases of a group are added to a text before its meaning is compared.
PHRASES_ADDED = 5


class Concept(Row, frozen=True):
    """A group of synonyms that a statement speaks of, by its number, with the stems of the phrase that says so."""

    group: int
    stems: tuple[str, ...]


class Synonyms:
    """Groups of phrases, each a group of its own: that two share a word does not make the others of them alike."""

    def __init__(self, groups: Iterable[Sequence[str]], *, guarded: bool) -> None:
        self._groups: dict[tuple[str, ...], list[int]] = {}
        self._phrases: dict[int, tuple[str, ...]] = {}
        self._stems: set[str] = set()
        self._longest = 0
        for number, phrases in enumerate(groups):
            keys = [_key(every_word_of(phrase)) for phrase in phrases]
            # A group with a word that is too private for a reason is so as a whole, in every language.
            if guarded and any(key and not words_of(phrase) for key, phrase in zip(keys, phrases, strict=True)):
                continue
            self._phrases[number] = tuple(phrases)
            for key in dict.fromkeys(keys):
                if key:
                    self._groups.setdefault(key, []).append(number)
                    self._stems.update(key)
                    self._longest = max(self._longest, len(key))

    def stems_of(self, groups: Container[int]) -> frozenset[str]:
        """Return the stems of all phrases of some groups."""
        return frozenset([stem for key, of in self._groups.items() for stem in key if any(one in groups for one in of)])

    def with_phrases(self, text: str, words: Sequence[Word]) -> str:
        """Return a text of these words, followed by a few phrases of each group that it speaks of."""
        groups = dict.fromkeys([concept.group for concept in self.concepts_of(words)])
        return " ".join([text, *[phrase for group in groups for phrase in self._phrases[group][:PHRASES_ADDED]]])

    def concepts_of(self, words: Sequence[Word]) -> tuple[Concept, ...]:
        """Return the groups that a statement of these words speaks of, in the order of the words.

        A phrase is found when its words stand together, in any order, filler between them left out. A shorter phrase
        inside a longer one says nothing by itself: a sound engineer is no engineer.
        """
        stems = [word.stem for word in words]
        if self._stems.isdisjoint(stems):
            return ()
        # Most words are in no phrase, and no phrase is longer than those that are and stand side by side.
        known = [place for place, stem in enumerate(stems) if stem in self._stems]
        found: list[tuple[int, Concept]] = []
        taken: set[int] = set()
        for length in range(min(self._longest, len(known)), 0, -1):
            covered: set[int] = set()
            for start, end in zip(known, known[length - 1 :], strict=False):
                if end - start >= length:
                    continue
                place = range(start, start + length)
                groups = self._groups.get(tuple(sorted(stems[start : start + length])))
                if groups is None or (length < self._longest and not taken.isdisjoint(place)):
                    continue
                covered.update(place)
                found += [(start, Concept(group, tuple(stems[start : start + length]))) for group in groups]
            taken |= covered
        return tuple([concept for _, concept in sorted(found, key=lambda entry: (entry[0], entry[1].group))])


@lru_cache(maxsize=4)
def build_synonyms(own: tuple[SynonymGroup, ...] = (), *, guarded: bool = True) -> Synonyms:
    """Join the built-in groups, less what `own` cuts, with the owner's.

    `guarded` leaves out groups about health, faith and the like: what they have in common is no reason to be told to
    others. Without it they are for the owner alone.
    """
    cut = {_key(every_word_of(phrase)) for group in own if group.cut for phrase in group.phrases}
    kept = [
        tuple([phrase for phrase in group if _key(every_word_of(phrase)) not in cut]) for group in _built_in_groups()
    ]
    return Synonyms([*kept, *[group.phrases for group in own if not group.cut]], guarded=guarded)


@lru_cache(maxsize=1)
def _built_in_groups() -> tuple[tuple[str, ...], ...]:
    read = [read_group(line, 1) for line in DEFAULT_SYNONYMS.strip().splitlines()]
    return tuple([group.phrases for group in read if isinstance(group, SynonymGroup)])


def _key(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(sorted([word.stem for word in words]))
