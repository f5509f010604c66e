"""Which two contacts probably know each other already, so that it is worth writing down."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from msgspec.structs import replace

from pnm_vault.index.names import fold, link_key, note_key
from pnm_vault.insights.comparing.shared_values import Common, SharedValues, Term
from pnm_vault.insights.introducing.matching import is_meant
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.network.acquaintance import CommonNetwork
from pnm_vault.network.belongings import Belongings
from pnm_vault.network.coverage import Coverage

# How many pairs are kept: enough for every list that is usually asked for.
MOST = 1_000
TERMS_SHOWN = 3
_ORDER = {kind: at for at, kind in enumerate(Common)}
# For a review note: as much as sharing a group of a dozen (1 / ln 12), and nobody more than twice.
PROBABLE = 0.4
MOST_EACH = 2


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
    themselves: likeness alone says little of who has met (docs/DECISIONS.md).
    """
    paths = sorted(belongings)
    people = [belongings[path] for path in paths]
    places = {path: place for place, path in enumerate(paths)}
    ties = [
        (place, places[other]) for place, path in enumerate(paths) for other in known.get(path, ()) if other in places
    ]
    recorded = len(set(chain.from_iterable(ties)))
    structure = Coverage(len(people), recorded).is_enough
    shared = SharedValues(paths, people, interests, today)
    network = CommonNetwork(len(people), ties if structure else (), shared.values())
    vetoed = _vetoed(paths, people)
    never = {pair for pair, until in vetoed.items() if until is None}
    open_to = [place for place, one in enumerate(people) if one.active]
    terms = _Terms(network, paths, people, shared)
    ranked, found = network.rank(open_to, most, never if structure else never.union(map(_in_order, ties)))
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
    return Acquainted(today, tuple(pairs), found, len(people), recorded, structure, shared.next_event)


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


class _Terms:
    """What two have in common, put into words."""

    def __init__(
        self, network: CommonNetwork, paths: Sequence[str], people: Sequence[Belongings], shared: SharedValues
    ) -> None:
        self._network = network
        self._paths = paths
        self._people = people
        self._words = shared.words()

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


def _in_order(pair: tuple[int, int]) -> tuple[int, int]:
    return pair if pair[0] <= pair[1] else (pair[1], pair[0])


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
