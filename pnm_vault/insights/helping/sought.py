"""Whom some words mean: a workplace, a role, a place, a skill, or somebody of whom there is no note."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

from pnm_vault.index.lookup import loosen
from pnm_vault.insights.comparing.synonyms import Synonyms
from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.insights.helping.finding import fold_text
from pnm_vault.insights.helping.who import ASKING
from pnm_vault.model.contact import Contact, Statement
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.patterns import pattern_of

# Whoever fits in part only is better than nobody, down to half of the words.
ENOUGH = 0.5
REASONS_SHOWN = 3
_PROOF_LENGTH = 200
_NOTHING = r"(?!)"
_SENTENCE_END = pattern_of(r"(?<=[.!?;])[\"”»*_]*\s+")


class Trait(StrEnum):
    """What of a contact the words are found in, the most telling first."""

    ORGANISATION = "organisation"
    ROLE = "role"
    PLACE = "place"
    OFFERS = "offers"
    INTERESTS = "interests"
    CIRCLES = "circles"


class FitReason(Row, frozen=True):
    """A statement of a contact's note in which the words are found."""

    trait: Trait
    proof: Source


class Fit(Row, frozen=True):
    """A contact whom the words mean: `share` of them (0 to 1) is found in what the note states, as the reasons say."""

    path: str
    share: float
    reasons: tuple[FitReason, ...]


class Sought:
    """What is looked for, in words. Case, accents, endings and synonyms are seen through, as `pnm who` does."""

    def __init__(self, said: str, synonyms: Synonyms) -> None:
        self._synonyms = synonyms
        phrase = loosen(said)
        self._phrase = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)" if phrase else _NOTHING)
        words = every_word_of(said)
        # With filler in it (`Nobody Here`) the rest alone is no name.
        self._is_plain = bool(words) and len(words) == len(said.split())
        self._places = {word.stem: place for place, word in enumerate(words)}
        self._groups = {concept.group: concept.stems for concept in synonyms.concepts_of(words)}
        self._whole = frozenset(self._places.values())
        # What a text must hold to be worth a look at each of its lines: the beginning of a word, for endings change.
        self._beginnings = [stem[: max(3, len(stem) - 2)] for stem in self._places] or [fold_text(said.strip())]

    def fit(self, contact: Contact) -> Fit | None:
        """Tell how well a contact fits, by what the note states; None for one who does not."""
        found = [(self._match(statement.text), trait, statement) for trait, statement in _statements(contact)]
        found = [one for one in found if one[0] is not None]
        if not found:
            return None
        met: set[int] = set()
        reasons: list[FitReason] = []
        for match, trait, statement in sorted(found, key=lambda one: -len(one[0] or ())):
            assert match is not None
            if len(reasons) < REASONS_SHOWN and (not reasons or not met.issuperset(match)):
                reasons.append(FitReason(trait, _proof(contact.path, statement)))
                met |= match
        return Fit(contact.path, len(met) / len(self._whole) if self._whole else 1.0, tuple(reasons))

    def names(self, text: str) -> bool:
        """Tell whether a line or a link names what is looked for: all the words, no synonyms."""
        if self._phrase.search(loosen(text)):
            return True
        return self._is_plain and self._places.keys() <= {word.stem for word in every_word_of(text)}

    def lines_in(self, path: str, text: str, left_out: Collection[int] = ()) -> Iterator[Source]:
        """Give the lines below the properties of a note that name it.

        Not tasks, which are the owner's own; nor lines of somebody who looks for it, and those numbered in `left_out`.
        """
        folded = fold_text(text)
        if not all(beginning in folded for beginning in self._beginnings):
            return
        body = not folded.startswith("---")
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
            if not body:
                body = number > 1 and line.rstrip() in ("---", "...")
                continue
            shown = line.strip().lstrip("-*+> \t")
            if number not in left_out and not shown.startswith(("[ ]", "#")) and (said := self.told_in(shown)):
                yield Source(path, number, said)

    def told_in(self, line: str) -> str:
        """Give the sentence of a line that names it; empty where none does, or only as what somebody looks for."""
        if not self.names(line):
            return ""
        sentences = [one for one in _SENTENCE_END.split(line) if self.names(one)] or [line]
        told = [one for one in sentences if not ASKING.search(one)]
        return told[0][:_PROOF_LENGTH].rstrip() if told else ""

    def _match(self, text: str) -> frozenset[int] | None:
        """Return the words (by place) that a statement holds; None for none."""
        if self._phrase.search(loosen(text)):
            return self._whole
        words = every_word_of(text)
        found = {self._places[word.stem] for word in words if word.stem in self._places}
        if self._groups:
            for concept in self._synonyms.concepts_of(words):
                found.update([self._places[stem] for stem in self._groups.get(concept.group, ())])
        return frozenset(found) or None


def those_who_fit(sought: Sought, contacts: Iterable[Contact], least: float = 1.0) -> tuple[Fit, ...]:
    """Give the contacts who fit best, in the order given; nobody below the share `least`."""
    fits = [fit for contact in contacts if (fit := sought.fit(contact)) is not None]
    best = max([fit.share for fit in fits], default=0.0)
    return tuple([fit for fit in fits if fit.share == best]) if best >= least else ()


def with_lines(fit: Fit, lines: Sequence[str]) -> Fit:
    """Say of each reason in which of the note's lines it stands, where that is not known yet and can be told."""
    return Fit(fit.path, fit.share, tuple([FitReason(one.trait, _located(one.proof, lines)) for one in fit.reasons]))


def _located(proof: Source, lines: Sequence[str]) -> Source:
    if proof.line:
        return proof
    line = next((number for number, text in enumerate(lines, 1) if proof.text and proof.text in text), 0)
    return Source(proof.path, line, proof.text) if line else Source(proof.path)


def _proof(path: str, statement: Statement) -> Source:
    return Source(path, statement.line, statement.text[:_PROOF_LENGTH].strip())


def _statements(contact: Contact) -> Iterator[tuple[Trait, Statement]]:
    plain = (
        (Trait.ORGANISATION, contact.organisations),
        (Trait.ROLE, (contact.role,) if contact.role else ()),
        (Trait.PLACE, (contact.place,) if contact.place else ()),
        (Trait.CIRCLES, (*contact.circles, *contact.tags)),
    )
    for trait, texts in plain[:3]:
        yield from [(trait, Statement(text, 0)) for text in texts]
    yield from [(Trait.OFFERS, offer) for offer in contact.offers]
    yield from [(Trait.INTERESTS, interest) for interest in contact.interests]
    yield from [(Trait.CIRCLES, Statement(text, 0)) for text in plain[3][1]]
