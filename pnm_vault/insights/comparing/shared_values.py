"""What contacts have in common by what is written of them, and how it is said."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from pnm_vault.index.names import fold, note_key
from pnm_vault.insights.comparing.words import phrase_of, tells_private, words_of
from pnm_vault.model.record import Row
from pnm_vault.network.acquaintance import Value
from pnm_vault.network.belongings import Belongings
from pnm_vault.notes.values.names import shown_text

# What two have in common without having met for it: the same town, the same interest.
SLIGHT = 0.5


class Common(StrEnum):
    """What two contacts may have in common."""

    ACQUAINTANCE = "acquaintance"
    INTRODUCED_BY = "introduced by"
    EVENT = "event"
    ORGANISATION = "organisation"
    CIRCLE = "circle"
    MET_AT = "met at"
    PLACE = "place"
    INTEREST = "interest"


_SLIGHT = frozenset((Common.PLACE, Common.INTEREST))


class Term(Row, frozen=True):
    """One thing that two contacts have in common, with its part of the sum.

    `text` is a name, or the words of the first one's note; `path` the note of the acquaintance, introducer or event.
    """

    kind: Common
    text: str
    path: str = ""
    weight: float = 0.0


def say_common(term: Term) -> str:
    """Say in one sentence what two contacts have in common."""
    sentences = {
        Common.ACQUAINTANCE: f"Both know {term.text}.",
        Common.INTRODUCED_BY: f"{term.text} introduced both to you.",
        Common.EVENT: f"Both were at {term.text}.",
        Common.ORGANISATION: f"Both are at {term.text}.",
        Common.CIRCLE: f"Both are in “{term.text}”.",
        Common.MET_AT: f"You met both at “{term.text}”.",
        Common.PLACE: f"Both live in {term.text}.",
        Common.INTEREST: f"Both care about “{term.text}”.",
    }
    return sentences[term.kind]


def word_key(text: str) -> str:
    """Return the form in which the words of two notes are compared."""
    return " ".join(fold(text).split()).strip(" .,;")


def town_of(place: str) -> str:
    """Return the town of a place: what stands before the first comma."""
    return place.partition(",")[0].strip()


class SharedValues:
    """Who holds which value on one day, in whose words; contacts are given by position.

    Circles and workplaces of one name are one value, and so are an event with a note and a place of meeting of that
    name. `next_event` is the first day on which there will be more.
    """

    def __init__(
        self, paths: Sequence[str], people: Sequence[Belongings], interests: Mapping[str, Sequence[str]], today: date
    ) -> None:
        self._today = today
        self._names = {path: one.name for path, one in zip(paths, people, strict=True)}
        self._found: dict[tuple[Common, str], dict[int, Term]] = {}
        self._nowhere: dict[int, Term] = {}
        # By kind and words: who holds what they say, and the term for it. The same words come up often.
        self._said: dict[Common, dict[str, tuple[dict[int, Term], Term]]] = {kind: {} for kind in Common}
        self.next_event = min([day for one in people for day, _ in one.events if day > today], default=None)
        self._titles: dict[str, list[str]] = {}
        for path in sorted({path for one in people for day, path in one.events if day <= today}):
            self._titles.setdefault(note_key(path), []).append(path)
        for place, (path, one) in enumerate(zip(paths, people, strict=True)):
            self._add_belongings(place, one)
            for interest in interests.get(path, ()):
                self._add(place, Common.INTEREST, interest)
        self._found = {key: self._found[key] for key in sorted(self._found) if len(self._found[key]) > 1}

    def _add_belongings(self, place: int, one: Belongings) -> None:
        for name in one.organisations:
            self._add(place, Common.ORGANISATION, name)
        for name in one.circles:
            self._add(place, Common.CIRCLE, name)
        for day, event in one.events:
            if day <= self._today:
                self._add(place, Common.EVENT, event)
        if one.where_met:
            self._add_meeting(place, shown_text(one.where_met))
        for by in one.introduced_by:
            if by in self._names:
                self._add(place, Common.INTRODUCED_BY, by)
        if town := town_of(one.place):
            self._add(place, Common.PLACE, town)

    def _add(self, place: int, kind: Common, said: str) -> None:
        """Note that somebody holds a value, in the first words that they have for it."""
        known = self._said[kind].get(said)
        if known is None:
            known = self._said[kind][said] = self._value(kind, said)
        known[0].setdefault(place, known[1])

    def _value(self, kind: Common, said: str) -> tuple[dict[int, Term], Term]:
        """Return who holds what these words say, and the term for it; for words about private matters it is nothing."""
        term = Term(kind, said)
        if kind is Common.INTRODUCED_BY:
            term, key = Term(kind, self._names[said], said), said
        elif kind is Common.EVENT:
            title = said.rpartition("/")[2].removesuffix(".md")
            term, key = Term(kind, title, said), said if _key(title) else ""
        elif kind is Common.INTEREST:
            key = phrase_of(words_of(said))
        else:
            key = _key(said)
        # One key for both kinds: what is work to one is a circle to another.
        group = Common.CIRCLE if kind is Common.ORGANISATION else kind
        return self._found.setdefault((group, key), {}) if key else self._nowhere, term

    def _add_meeting(self, place: int, where: str) -> None:
        """Note where somebody was met: at an event that has a note, else in these words."""
        events = self._titles.get(word_key(where), ())
        if len(events) == 1:
            self._add(place, Common.EVENT, events[0])
        else:
            self._add(place, Common.MET_AT, where)

    def values(self) -> list[Value]:
        """Give what more than one contact holds, in a fixed order."""
        return [
            Value(tuple(sorted(holders)), SLIGHT if kind in _SLIGHT else 1.0, kind not in _SLIGHT)
            for (kind, _), holders in self._found.items()
        ]

    def words(self) -> list[dict[int, Term]]:
        """Give the values by who holds them, in the order of `values`."""
        return list(self._found.values())


def _key(text: str) -> str:
    """Return what words are compared by; nothing for words about private matters."""
    return "" if tells_private(text) else word_key(text)
