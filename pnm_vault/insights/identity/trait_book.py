"""Whom somebody might be, out of many: looked up by what one of them would have in common, never one by one."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from pnm_vault.insights.identity.addresses import UrlKind, is_shared_mailbox
from pnm_vault.insights.identity.evidence import Evidence, compare
from pnm_vault.insights.identity.names import TYPO_LETTERS, PersonName, Word
from pnm_vault.insights.identity.traits import Traits
from pnm_vault.model.record import Row

# So many have a trait in common at most for it to be worth asking each of them; more have the firm's number.
MOST_SHARING = 200


class Match(Row, frozen=True):
    """Somebody of the book who may be the one asked for."""

    path: str
    evidence: Evidence


class Pair(Row, frozen=True):
    """Two of the book who may be the same; `one` sorts before `other`."""

    one: str
    other: str
    evidence: Evidence


class TraitBook:
    """Contacts by what they can be told by."""

    def __init__(self, traits: Mapping[str, Traits]) -> None:
        self._traits = {path: traits[path] for path in sorted(traits)}
        self._holders: dict[str, list[str]] = {}
        for path, one in self._traits.items():
            for key in (*_marks(one), *_shared_marks(one), *_initial_marks(one, asked=False)):
                self._holders.setdefault(key, []).append(path)

    @classmethod
    def of(cls, traits: Mapping[str, Traits]) -> "TraitBook":
        """Make a book of contacts by their paths."""
        return cls(traits)

    def near(self, traits: Traits) -> tuple[Match, ...]:
        """Give those who may be the same, the surest first, and by path among equals."""
        found = []
        for path in self._sharing(traits):
            evidence = compare(traits, self._traits[path])
            if evidence is not None:
                found.append(Match(path, evidence))
        return tuple(sorted(found, key=lambda match: (-match.evidence.score, match.path)))

    def pairs(self, of: str | None = None) -> tuple[Pair, ...]:
        """Give all pairs of the book who may be the same, the surest first; those of one path where it is given."""
        found = []
        for path in self._traits if of is None else (of,):
            for other in self._sharing(self._traits[path]):
                if path < other or (path != other and of is not None):
                    first, second = sorted((path, other))
                    if (evidence := compare(self._traits[first], self._traits[second])) is not None:
                        found.append(Pair(first, second, evidence))
        return tuple(sorted(found, key=lambda pair: (-pair.evidence.score, pair.one, pair.other)))

    def _sharing(self, traits: Traits) -> list[str]:
        """Give those with a mark in common, sorted; a mark that too many have tells nothing."""
        found: set[str] = set()
        # What a whole firm shares tells of those alone who have no name; others are found by theirs.
        shared = () if traits.names else _shared_marks(traits)
        for mark in (*_marks(traits), *shared, *_initial_marks(traits, asked=True)):
            holders = self._holders.get(mark, ())
            if len(holders) <= MOST_SHARING:
                found.update(holders)
        return sorted(found)


def _marks(traits: Traits) -> set[str]:
    """Give all marks of which two who may be the same have at least one in common."""
    marks = {f"u:{uid}" for uid in traits.uids}
    marks.update([f"e:{email.key}" for email in traits.emails if not is_shared_mailbox(email.key)])
    marks.update([f"p:{number.phone.key}" for number in traits.phones])
    marks.update([f"w:{page.key}" for page in traits.urls if page.kind is UrlKind.PROFILE])
    guessed = (traits.guessed,) if traits.guessed is not None else ()
    for name in (*traits.names, *guessed):
        marks.update(_name_marks(name))
        for day in traits.birthdays:
            if day.year:
                marks.update([f"b:{day.year}-{day.month}-{day.day}:{form}" for form in _forms(name.given)])
    return marks


def _shared_marks(traits: Traits) -> Iterator[str]:
    """Give the marks that many may have in common: an office's address, a firm's page."""
    for email in traits.emails:
        if is_shared_mailbox(email.key):
            yield f"e:{email.key}"
    for page in traits.urls:
        if page.kind is not UrlKind.PROFILE:
            yield f"w:{page.key}"


def _name_marks(name: PersonName) -> Iterator[str]:
    words = name.words
    if len(words) == 1:
        yield f"s:{words[0].key}"
        return
    yield f"l:{''.join(sorted(name.letters))}"
    for one, other in combinations(words, 2):
        yield from _pair_marks(one, other)


def _initial_marks(traits: Traits, asked: bool) -> Iterator[str]:
    """Give the marks by which a name with initials and a full one meet: each is looked for among the other kind.

    Names with initials meet each other as well; full names do not, by these: a last name with an initial has many.
    """
    guessed = (traits.guessed,) if traits.guessed is not None else ()
    for name in (*traits.names, *guessed):
        short = any(word.initial for word in name.words)
        kinds = ("full", "short") if asked and short else ("short",) if asked or short else ("full",)
        for at, word in enumerate(name.words):
            for to, other in enumerate(name.words):
                if at != to and not word.initial:
                    for kind in kinds:
                        yield f"{kind}:{word.key}:{other.parts[0][0]}"


def _pair_marks(one: Word, other: Word) -> Iterator[str]:
    """Give marks of two words of a name: as they sound, by what they are short for, and with a letter left out."""
    ones, others = _forms(one), _forms(other)
    for form in ones:
        for another in others:
            yield f"n:{_both(form, another)}"
    for word, forms in ((one, others), (other, ones)):
        if len(word.letters) >= TYPO_LETTERS:
            for left_out in _with_a_letter_less(word.letters):
                for form in forms:
                    yield f"t:{_both(left_out, form)}"


def _forms(word: Word) -> Iterable[str]:
    """Give the keys under which a word is found: its own, those of what it is short for, the parts of a double one."""
    if len(word.parts) == 1:
        return {word.key, *word.meant}
    return {word.key, *word.meant, *word.parts}


def _both(one: str, other: str) -> str:
    return f"{one} {other}" if one < other else f"{other} {one}"


def _with_a_letter_less(letters: str) -> set[str]:
    return {letters, *[letters[:at] + letters[at + 1 :] for at in range(len(letters))]}
