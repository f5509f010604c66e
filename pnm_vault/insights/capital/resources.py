"""Which resources contacts give access to, by their own words: found once for each contact, whatever the day."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from pnm_vault.insights.capital.default_resources import DEFAULT_RESOURCES
from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.insights.comparing.words import Word, every_word_of, words_of
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.resource import Resource
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.notes.text.resources import read_resource

# The heading below which fields of work stand, in any case.
FIELDS = "fields of work"


class Via(StrEnum):
    """In what a contact's words were found, the best first. An interest alone is no resource, but may lead to one."""

    OFFERS = "offers"
    ROLE = "role"
    INTERESTS = "interests"


class Held(Row, frozen=True):
    """A resource, by its place in the list, with the words of the contact that say so."""

    resource: int
    via: Via
    text: str


class Reaches(Row, frozen=True):
    """What one contact gives access to; `fields` are fields of work, by their place in that list."""

    held: tuple[Held, ...] = ()
    fields: tuple[int, ...] = ()


class Told(Record, frozen=True):
    """What contacts say of themselves, by path: of those of whom a review note may speak."""

    roles: Mapping[str, str]
    workplaces: Mapping[str, Sequence[str]]
    profiles: Mapping[str, Profile]


class ResourceList(Record, frozen=True):
    """What is asked about. `own`: the resources are the owner's list, and not the one that comes with pnm."""

    resources: tuple[Resource, ...]
    fields: tuple[Resource, ...]
    own: bool = False


def resource_list(own: Iterable[Resource]) -> ResourceList:
    """Give the owner's list; what has no line in it, resources or fields of work, comes from the built-in one."""
    built_in = _built_in()
    told = tuple(own)
    resources = tuple([one for one in told if one.part.casefold() != FIELDS])
    fields = tuple([one for one in told if one.part.casefold() == FIELDS])
    return ResourceList(resources or built_in.resources, fields or built_in.fields, bool(resources))


class ResourceFinder:
    """Finds what of a list a contact's words tell.

    A line of the list is found where all words of one of its phrases stand in what somebody says, or where both speak
    of the same group of synonyms: the words of `pnm who`, and nothing less. What is about health, faith and the like is
    no resource; a field of work names nobody, so there it counts.
    """

    def __init__(self, asked: ResourceList, own: tuple[SynonymGroup, ...]) -> None:
        self._resources = _Lines(asked.resources, build_synonyms(own), guarded=True)
        self._fields = _Lines(asked.fields, build_synonyms(own, guarded=False), guarded=False)

    def reaches(self, role: str, workplaces: Sequence[str], profile: Profile | None) -> Reaches | None:
        """Say what a contact gives access to; None for nothing."""
        offers = [one.text for one in profile.offers] if profile is not None else []
        interests = [one.text for one in profile.interests] if profile is not None else []
        said = ((Via.OFFERS, offers), (Via.ROLE, [role] if role else []), (Via.INTERESTS, interests))
        held: dict[int, Held] = {}
        for via, texts in said:
            for text in texts:
                for number in self._resources.told_by(text):
                    held.setdefault(number, Held(number, via, text))
        work = [*said[1][1], *workplaces]
        fields = sorted({number for text in work for number in self._fields.told_by(text)})
        return Reaches(tuple([held[number] for number in sorted(held)]), tuple(fields)) if held or fields else None

    def fields_of(self, text: str) -> tuple[int, ...]:
        """Give the fields of work that a text is about."""
        return tuple(sorted(self._fields.told_by(text)))


def find_reaches(finder: ResourceFinder, paths: Iterable[str], told: Told) -> dict[str, Reaches]:
    """Say what each of these contacts gives access to; those who give none are left out."""
    found: dict[str, Reaches] = {}
    for path in sorted(paths):
        reaches = finder.reaches(told.roles.get(path, ""), told.workplaces.get(path, ()), told.profiles.get(path))
        if reaches is not None:
            found[path] = reaches
    return found


class _Lines:
    """The phrases of a list, made ready to be found in what somebody says."""

    def __init__(self, lines: Sequence[Resource], synonyms: Synonyms, *, guarded: bool) -> None:
        self._synonyms = synonyms
        self._guarded = guarded
        self._told: dict[str, frozenset[int]] = {}
        self._by_stem: dict[str, list[tuple[frozenset[str], int]]] = {}
        self._by_group: dict[int, set[int]] = {}
        for number, line in enumerate(lines):
            for phrase in line.words:
                self._add(number, self._words(phrase))

    def told_by(self, text: str) -> frozenset[int]:
        """Give the lines, by number, that a text tells: found once, as many contacts say the same."""
        told = self._told.get(text)
        if told is None:
            told = self._told[text] = frozenset(self._find(text))
        return told

    def _find(self, text: str) -> set[int]:
        words = self._words(text)
        stems = frozenset([word.stem for word in words])
        found = {number for stem in stems for needed, number in self._by_stem.get(stem, ()) if needed <= stems}
        for concept in self._synonyms.concepts_of(words):
            found |= self._by_group.get(concept.group, set())
        return found

    def _add(self, number: int, words: Sequence[Word]) -> None:
        stems = frozenset([word.stem for word in words])
        if not stems:
            return
        self._by_stem.setdefault(min(stems), []).append((stems, number))
        for concept in self._synonyms.concepts_of(words):
            if stems == frozenset(concept.stems):
                self._by_group.setdefault(concept.group, set()).add(number)

    def _words(self, text: str) -> tuple[Word, ...]:
        return words_of(text) if self._guarded else every_word_of(text)


@lru_cache(maxsize=1)
def _built_in() -> ResourceList:
    part = ""
    found: list[Resource] = []
    for number, line in enumerate(DEFAULT_RESOURCES.split("\n")):
        if line.startswith("## "):
            part = line[3:]
        elif line:
            read = read_resource(line[2:], number, part)
            assert isinstance(read, Resource)
            found.append(read)
    fields = tuple([one for one in found if one.part.casefold() == FIELDS])
    return ResourceList(tuple([one for one in found if one not in fields]), fields)
