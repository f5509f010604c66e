"""Which two contacts probably know each other already, so that it is worth writing down."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from pnm_vault.index.names import fold, link_key, note_key
from pnm_vault.insights.matching import is_meant
from pnm_vault.insights.words import phrase_of, tells_private, words_of
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.network.acquaintance import CommonNetwork, Value
from pnm_vault.network.belongings import Belongings
from pnm_vault.notes.values.names import shown_text

# How many pairs are kept: enough for every list that is usually asked for.
MOST = 1_000
# With fewer contacts, or ties recorded for a smaller share of them, what is missing would be taken for a structure.
ENOUGH_CONTACTS = 10
ENOUGH_RECORDED = 0.2
# What two have in common without having met for it: the same town, the same interest.
SLIGHT = 0.5
TERMS_SHOWN = 3
# For a review note: as much as sharing a group of a dozen (1 / ln 12), and nobody more than twice.
PROBABLE = 0.4
MOST_EACH = 2


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
_ORDER = {kind: at for at, kind in enumerate(Common)}


class Term(Row, frozen=True):
    """One thing that two contacts have in common, with its part of the sum.

    `text` is a name, or the words of the first one's note; `path` the note of the acquaintance, introducer or event.
    """

    kind: Common
    text: str
    path: str = ""
    weight: float = 0.0


class Acquaintance(Row, frozen=True):
    """Two contacts (paths and names in path order) who may know each other.

    `score` and its parts are those of `network.acquaintance.Likely`. `terms` are the two or three that
    weigh most. `until`: the owner does not want to be asked before that day.
    """

    first: str
    first_name: str
    second: str
    second_name: str
    score: float
    adamic_adar: float
    pagerank: float | None
    terms: tuple[Term, ...]
    until: date | None = None


class Acquainted(Record, frozen=True):
    """The pairs that most likely know each other, best first, then by path.

    `found` is how many there are in all. Of `contacts` that take part, `recorded` have a tie to another one; where
    these are too few, `structure` is False, and acquaintances in common play no part. `day` is that of the answer; on
    `until` an event begins that may change it.
    """

    day: date
    pairs: tuple[Acquaintance, ...] = ()
    found: int = 0
    contacts: int = 0
    recorded: int = 0
    structure: bool = False
    until: date | None = None

    def holds_on(self, today: date) -> bool:
        """Tell whether the answer is the same on another day."""
        return self.day <= today and (self.until is None or today < self.until)


def likely_acquainted(
    belongings: Mapping[str, Belongings],
    known: Mapping[str, Sequence[str]],
    interests: Mapping[str, Sequence[str]],
    today: date,
    most: int = MOST,
) -> Acquainted:
    """Find the `most` pairs that probably know each other; see `network.acquaintance` for the formulas.

    Not those who do by any note (`known`, contact paths by contact path), nor those of whom the owner does not want to
    be asked. Words about private matters say nothing here. Towns and interests count half, and never bring up a pair by
    themselves: people of one interest are the ones who have not met (Kossinets & Watts 2009, Origins of homophily in an
    evolving social network, American Journal of Sociology 115:405-450).
    """
    paths = sorted(belongings)
    people = [belongings[path] for path in paths]
    places = {path: place for place, path in enumerate(paths)}
    ties = {
        (min(place, places[other]), max(place, places[other]))
        for place, path in enumerate(paths)
        for other in known.get(path, ())
        if other in places
    }
    recorded = len({place for tie in ties for place in tie})
    structure = len(people) >= ENOUGH_CONTACTS and recorded >= ENOUGH_RECORDED * len(people)
    held = _Held(paths, people, interests, today)
    network = CommonNetwork(len(people), ties if structure else (), held.values())
    vetoed = _vetoed(paths, people)
    never = {pair for pair, until in vetoed.items() if until is None}
    open_to = [place for place, one in enumerate(people) if one.active]
    terms = _Terms(network, paths, people, held)
    ranked, found = network.rank(open_to, most, never if structure else never | ties)
    pairs = [
        Acquaintance(
            paths[one.first],
            people[one.first].name,
            paths[one.second],
            people[one.second].name,
            round(one.score, 6),
            round(one.adamic_adar, 6),
            one.pagerank,
            terms.of(one.first, one.second),
            vetoed.get((one.first, one.second)),
        )
        for one in ranked
    ]
    return Acquainted(today, tuple(pairs), found, len(people), recorded, structure, held.next_event)


class Proved(Row, frozen=True):
    """A pair with what proves each of its terms, in their order: lines, or notes as a whole."""

    pair: Acquaintance
    proofs: tuple[tuple[Source, ...], ...]


class AcquaintedAnswer(Record, frozen=True):
    """The pairs to ask the owner about, best first. The other fields are those of `Acquainted`."""

    pairs: tuple[Proved, ...] = ()
    found: int = 0
    contacts: int = 0
    recorded: int = 0
    structure: bool = False


def choose_acquainted(
    pairs: Iterable[Acquaintance],
    limit: int,
    today: date,
    under_way: Collection[tuple[str, str]] = (),
    *,
    for_page: bool = False,
) -> tuple[Acquaintance, ...]:
    """Take the first `limit` pairs, without those put off to a day after `today` and those about to be introduced.

    `for_page`: only what is probable, and nobody more than twice.
    """
    chosen: list[Acquaintance] = []
    times: dict[str, int] = {}
    for pair in pairs:
        if len(chosen) >= limit:
            break
        if (pair.until is not None and pair.until > today) or (pair.first, pair.second) in under_way:
            continue
        if for_page:
            often = max(times.get(pair.first, 0), times.get(pair.second, 0))
            if pair.adamic_adar < PROBABLE or often >= MOST_EACH:
                continue
        for path in (pair.first, pair.second):
            times[path] = times.get(path, 0) + 1
        chosen.append(pair)
    return tuple(chosen)


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


def without_private_terms(pairs: Iterable[Proved], private: frozenset[str]) -> tuple[Proved, ...]:
    """Leave out terms in which one of the names in `private` is said, and pairs of which nothing is left."""
    kept: list[Proved] = []
    for one in pairs:
        told = [
            (term, proofs)
            for term, proofs in zip(one.pair.terms, one.proofs, strict=True)
            if not any(name in said for name in private for said in (term.text, *[proof.text for proof in proofs]))
        ]
        if told:
            pair = replace(one.pair, terms=tuple([term for term, _ in told]))
            kept.append(Proved(pair, tuple([proofs for _, proofs in told])))
    return tuple(kept)


class _Held:
    """Who holds which value on one day, in whose words. `next_event` is the first day on which there will be more."""

    def __init__(
        self, paths: Sequence[str], people: Sequence[Belongings], interests: Mapping[str, Sequence[str]], today: date
    ) -> None:
        self._names = {path: one.name for path, one in zip(paths, people, strict=True)}
        self._found: dict[tuple[Common, str], dict[int, Term]] = {}
        self.next_event = min([day for one in people for day, _ in one.events if day > today], default=None)
        past = {path for one in people for day, path in one.events if day <= today}
        self._titles: dict[str, list[str]] = {}
        for path in sorted(past):
            self._titles.setdefault(note_key(path), []).append(path)
        for place, (path, one) in enumerate(zip(paths, people, strict=True)):
            for kind, names in ((Common.ORGANISATION, one.organisations), (Common.CIRCLE, one.circles)):
                for name in names:
                    # One key for both kinds: what is work to one is a circle to another.
                    self._add(place, Common.CIRCLE, word_key(name), Term(kind, name))
            for day, event in one.events:
                if day <= today:
                    self._add_event(place, event)
            self._add_meeting(place, shown_text(one.where_met))
            for by in one.introduced_by:
                if by in self._names:
                    term = Term(Common.INTRODUCED_BY, self._names[by], by)
                    self._found.setdefault((Common.INTRODUCED_BY, by), {})[place] = term
            town = town_of(one.place)
            self._add(place, Common.PLACE, word_key(town), Term(Common.PLACE, town))
            for interest in interests.get(path, ()):
                self._add(place, Common.INTEREST, phrase_of(words_of(interest)), Term(Common.INTEREST, interest))

    def _add(self, place: int, kind: Common, key: str, term: Term) -> None:
        """Note that somebody holds a value, in the first words that they have for it; nothing about private matters."""
        if key and not tells_private(term.text):
            self._found.setdefault((kind, key), {}).setdefault(place, term)

    def _add_event(self, place: int, path: str) -> None:
        title = path.rpartition("/")[2].removesuffix(".md")
        self._add(place, Common.EVENT, path, Term(Common.EVENT, title, path))

    def _add_meeting(self, place: int, where: str) -> None:
        """Note where somebody was met: at an event that has a note, else in these words."""
        events = self._titles.get(word_key(where), ())
        if len(events) == 1:
            self._add_event(place, events[0])
        else:
            self._add(place, Common.MET_AT, word_key(where), Term(Common.MET_AT, where))

    def values(self) -> list[Value]:
        """Give what more than one holds, in the order of their keys."""
        self._found = {key: self._found[key] for key in sorted(self._found) if len(self._found[key]) > 1}
        return [
            Value(tuple(sorted(holders)), SLIGHT if kind in _SLIGHT else 1.0, kind not in _SLIGHT)
            for (kind, _), holders in self._found.items()
        ]

    def words(self) -> list[dict[int, Term]]:
        """Give the values by who holds them, in the order of `values`."""
        return list(self._found.values())


class _Terms:
    """What two have in common, put into words."""

    def __init__(self, network: CommonNetwork, paths: Sequence[str], people: Sequence[Belongings], held: _Held) -> None:
        self._network = network
        self._paths = paths
        self._people = people
        self._words = held.words()

    def of(self, first: int, second: int) -> tuple[Term, ...]:
        """Return what weighs most, three at most; whoever introduced both is not named as an acquaintance too."""
        terms = [self._term(node, first, second, weight) for weight, node in self._network.common(first, second)]
        introducers = {term.path for term in terms if term.kind is Common.INTRODUCED_BY}
        told = [term for term in terms if term.kind is not Common.ACQUAINTANCE or term.path not in introducers]
        told.sort(key=lambda term: (-term.weight, _ORDER[term.kind], term.text, term.path))
        return tuple(told[:TERMS_SHOWN])

    def _term(self, node: int, first: int, second: int, weight: float) -> Term:
        weight = round(weight, 6)
        if node < len(self._paths):
            return Term(Common.ACQUAINTANCE, self._people[node].name, self._paths[node], weight)
        one, other = self._words[node - len(self._paths)][first], self._words[node - len(self._paths)][second]
        return replace(other if one.kind is Common.CIRCLE else one, text=one.text, weight=weight)


def _vetoed(paths: Sequence[str], people: Sequence[Belongings]) -> dict[tuple[int, int], date | None]:
    """Return the pairs (lower position first) not to ask about: until that day, None for good."""
    wishes = [(place, apart) for place, one in enumerate(people) for apart in (*one.apart, *one.strangers)]
    called: dict[str, list[int]] = {}
    for place, one in enumerate(people if wishes else ()):
        for key in {fold(one.name), note_key(paths[place])}:
            called.setdefault(key, []).append(place)
    found: dict[tuple[int, int], date | None] = {}
    for place, apart in wishes:
        for other in called.get(link_key(apart.target.lstrip("/")), ()):
            if other != place and is_meant(apart.target, paths[other], people[other].name):
                pair = (min(place, other), max(place, other))
                had = found.get(pair, date.min)
                found[pair] = None if had is None or apart.until is None else max(had, apart.until)
    return found
