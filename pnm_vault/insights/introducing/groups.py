"""Small gatherings that would cross circles: who, where, and why each of them would be glad to meet another one there.

The measure is that of introductions: what people ask for, offer and care about, how well the owner can vouch, and that
circles meet which do not meet by themselves (Granovetter 1973, The strength of weak ties, American Journal of Sociology
78:1360-1380; Burt 2004, Structural holes and good ideas, American Journal of Sociology 110:349-399). What is known of
who knows whom is kept in mind as well: nobody sits among strangers alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from math import log, sqrt

from pnm_vault.index.lookup import loosen
from pnm_vault.insights.comparing.synonyms import Synonyms
from pnm_vault.insights.comparing.words import every_word_of, phrase_of, words_of
from pnm_vault.insights.introducing.group_search import Pool, find_groups
from pnm_vault.insights.introducing.matching import BRIDGE, GROUND, Candidate, Reason, is_meant
from pnm_vault.model.contact import Statement
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.strength import standings_in

SIZES = (5, 6, 4)
SMALLEST, LARGEST = 4, 6
# Whoever means less to the owner than this hardly expects to be asked to dinner.
WARM = 0.3
# Those of whom no place is known are brought together only where that is so of more than half.
MOSTLY = 0.5
# An interest that more than a quarter of those around share, or more than thirty, says too little of two of them.
COMMON_SHARE = 0.25
COMMON_LEAST, COMMON_MOST = 3, 30
# What the question is about counts so many times.
ABOUT = 2.0
VARIETY = 0.7
MOST_EACH = 2
SHOWN = 120
PROOF = 200


class GroupReason(Row, frozen=True):
    """Why two of a group, by their paths in path order. `kind` is `help`, `common ground` or `know each other`."""

    first: str
    second: str
    kind: str
    text: str
    proofs: tuple[Source, ...]


class Guest(Row, frozen=True):
    """One of a group. `circle` is the circle they stand for; empty: none is recorded."""

    path: str
    name: str
    circle: str


class Group(Row, frozen=True):
    """A gathering: the guests by path, where (empty: not known), the circles that it crosses, by name.

    `score` orders groups, 0 to 1. Reasons for which they should meet come before those who know each other.
    """

    place: str
    guests: tuple[Guest, ...]
    circles: tuple[str, ...]
    score: float
    reasons: tuple[GroupReason, ...]


class GroupsAnswer(Record, frozen=True):
    """Groups, best first, and how many `guests` could come.

    Of so many of these a place is recorded, a circle, something that they ask for, offer or like, and an acquaintance.
    """

    groups: tuple[Group, ...] = ()
    guests: int = 0
    placed: int = 0
    circled: int = 0
    profiled: int = 0
    acquainted: int = 0


class GroupEvidence(Record, frozen=True):
    """What groups are made of: `places` and `profiles` by contact path, `known` whom somebody knows, by path.

    `candidates` are pairs who would gain from meeting, `declined` pairs (in path order) of whom one said no.
    """

    network: Network
    places: Mapping[str, str]
    profiles: Mapping[str, Profile]
    known: Mapping[str, Sequence[str]]
    candidates: Sequence[Candidate]
    declined: Collection[tuple[str, str]] = frozenset()


class GroupWish(Row, frozen=True):
    """What is asked for. `size` None: five, else six or four. `near` and `about` empty: anywhere, about anything."""

    limit: int
    size: int | None = None
    near: str = ""
    about: str = ""


def suggest_groups(evidence: GroupEvidence, wish: GroupWish, synonyms: Synonyms, today: date) -> GroupsAnswer:
    """Suggest gatherings, best first; nobody is in more than two of them.

    A group has four to six guests of one place (or region), and of at least two circles. Everybody shares with one of
    the others an interest, has something for them, or knows them; at least every second one has such a reason to meet
    somebody whom they do not know. Not all know each other, but whoever is recorded to know somebody knows one of the
    others. Nobody is asked whom the owner cannot vouch for (standing below 0.3), and no two who are to be kept apart.

    The score is the mean over all pairs of what the two have for each other (see `matching.candidate_pairs`; an
    interest that few of a place share counts 0.2 s / (1 + s) with s = ln(1 + people / holders)) times sqrt(p q), the
    owner's standing with both; those who know each other count nothing. Which groups make the list is decided one by
    one, with a loss for guests who are on it already.

    Source: Carbonell & Goldstein 1998 (The use of MMR, diversity-based reranking, SIGIR) for the list.
    """
    ties = _could_come(evidence)
    found = _Table(evidence, synonyms, wish, today)
    answer = GroupsAnswer(
        guests=len(ties),
        placed=len([tie for tie in ties if tie.path in evidence.places]),
        circled=len([tie for tie in ties if tie.circles]),
        profiled=len([tie for tie in ties if tie.path in evidence.profiles]),
        acquainted=len([tie for tie in ties if evidence.known.get(tie.path)]),
    )
    groups: dict[tuple[str, ...], Group] = {}
    for place, around in _places(ties, evidence.places, wish.near):
        pool = found.pool(around)
        for members, score in find_groups(pool, (wish.size,) if wish.size else SIZES):
            guests = tuple([around[member] for member in members])
            paths = tuple([guest.path for guest in guests])
            if paths not in groups:
                groups[paths] = _group(place, guests, score)
    chosen = _varied(sorted(groups.values(), key=_best_first), wish.limit)
    told = [_with_reasons(group, found) for group in chosen]
    return GroupsAnswer(tuple(told), *[getattr(answer, name) for name in GroupsAnswer.__struct_fields__[1:]])


def _could_come(evidence: GroupEvidence) -> list[Tie]:
    standings = standings_in(evidence.network)
    return [
        tie
        for tie, standing in zip(evidence.network.ties, standings, strict=True)
        if standing >= WARM and tie.last is not None and tie.is_open
    ]


def _places(ties: Sequence[Tie], places: Mapping[str, str], near: str) -> Iterable[tuple[str, list[Tie]]]:
    """Give those who live in one place, or in one region, where four or more do; the places by name."""
    if near:
        wanted = f" {loosen(near)}"
        there = [tie for tie in ties if any(wanted in f" {loosen(word)}" for word in _whereabouts(tie, places))]
        spelled = Counter([part for tie in there for part in _parts(tie, places) if wanted in f" {loosen(part)}"])
        # As the notes write it, where they do.
        name = min(spelled, key=lambda part: (-spelled[part], part), default=near)
        return [(name, there)] if len(there) >= SMALLEST else []
    shown: dict[str, Counter[str]] = {}
    around: dict[str, list[Tie]] = {}
    unknown: list[Tie] = []
    for tie in ties:
        parts = _parts(tie, places)
        # City, region, country: of two parts the second may be a country, which is no place to meet in.
        keys = [part for part in (parts[:1] if len(parts) < 3 else parts[:2]) if part]
        for key in dict.fromkeys(keys):
            around.setdefault(loosen(key), []).append(tie)
            shown.setdefault(loosen(key), Counter())[key] += 1
        if not keys:
            unknown.append(tie)
    found = [(min(shown[key], key=lambda part: (-shown[key][part], part)), around[key]) for key in sorted(around)]
    if len(unknown) > MOSTLY * len(ties):
        found.append(("", unknown))
    return [(place, people) for place, people in found if len(people) >= SMALLEST]


def _parts(tie: Tie, places: Mapping[str, str]) -> list[str]:
    return [part.strip() for part in places.get(tie.path, "").split(",")]


def _whereabouts(tie: Tie, places: Mapping[str, str]) -> tuple[str, ...]:
    return (places.get(tie.path, ""), *tie.circles)


class _Table:
    """What any two have for each other, looked up once."""

    def __init__(self, evidence: GroupEvidence, synonyms: Synonyms, wish: GroupWish, today: date) -> None:
        self.evidence = evidence
        self.today = today
        self.standing = dict(
            zip([tie.path for tie in evidence.network.ties], standings_in(evidence.network), strict=True)
        )
        self.pairs = {
            (one.first, one.second): one for one in evidence.candidates if one.until is None or one.until <= today
        }
        self.later = {(one.first, one.second) for one in evidence.candidates} - self.pairs.keys()
        self.ground: dict[tuple[str, str], tuple[Statement, Statement]] = {}
        self._stems, self._groups = _topic(wish.about, synonyms)
        self._synonyms = synonyms

    def pool(self, around: Sequence[Tie]) -> Pool:
        """Lay out what those around have for each other, by position."""
        evidence = self.evidence
        at = {tie.path: place for place, tie in enumerate(around)}
        worth = self._shared(around, at)
        for pair, candidate in self.pairs.items():
            first, second = at.get(pair[0], -1), at.get(pair[1], -1)
            if first >= 0 and second >= 0:
                worth[first, second] = max(candidate.benefit, worth.get((first, second), 0.0))
        knows = [frozenset([at[one] for one in evidence.known.get(tie.path, ()) if one in at]) for tie in around]
        apart = self._apart(around, at)
        values: dict[tuple[int, int], float] = {}
        seeds: list[tuple[int, int]] = []
        for (first, second), benefit in sorted(worth.items()):
            if second in knows[first] or (first, second) in apart:
                continue
            one, two = around[first].path, around[second].path
            is_about = not self._stems or self._is_about(one, two)
            vouch = sqrt(self.standing[one] * self.standing[two])
            values[first, second] = round(benefit * vouch * (ABOUT if self._stems and is_about else 1.0), 6)
            if is_about:
                seeds.append((first, second))
        return Pool(
            circles=tuple([frozenset(map(loosen, tie.circles)) for tie in around]),
            knows=tuple(knows),
            outgoing=tuple([bool(evidence.known.get(tie.path)) for tie in around]),
            values=values,
            seeds=tuple(sorted(seeds, key=lambda pair: (-values[pair], pair))),
            apart=apart,
        )

    def _shared(self, around: Sequence[Tie], at: Mapping[str, int]) -> dict[tuple[int, int], float]:
        """Give what an interest that few of those around share is worth, for each two who share it."""
        holders: dict[str, dict[int, Statement]] = {}
        for tie in around:
            profile = self.evidence.profiles.get(tie.path)
            for interest in profile.interests if profile is not None else ():
                if phrase := phrase_of(words_of(interest.text)):
                    holders.setdefault(phrase, {}).setdefault(at[tie.path], interest)
        found: dict[tuple[int, int], float] = {}
        most = min(COMMON_MOST, max(COMMON_LEAST, int(COMMON_SHARE * len(around))))
        for phrase in sorted(holders):
            held = holders[phrase]
            if not 2 <= len(held) <= most:
                continue
            weight = log(1 + len(around) / len(held))
            for first, second in combinations(sorted(held), 2):
                bridge = not around[first].circles or not around[second].circles
                bridge = bridge or not set(around[first].circles).isdisjoint(around[second].circles)
                worth = GROUND * weight / (1 + weight) / (BRIDGE if bridge else 1.0)
                if worth > found.get((first, second), 0.0):
                    found[first, second] = worth
                    self.ground[around[first].path, around[second].path] = (held[first], held[second])
        return found

    def _apart(self, around: Sequence[Tie], at: Mapping[str, int]) -> frozenset[tuple[int, int]]:
        """Give the pairs that are not to meet: as either note says, or as one of them said."""
        pairs = [*self.evidence.declined, *self.later]
        found = {(at[one], at[two]) for one, two in pairs if one in at and two in at}
        for place, tie in enumerate(around):
            profile = self.evidence.profiles.get(tie.path)
            for apart in profile.apart if profile is not None else ():
                if apart.until is None or apart.until > self.today:
                    meant = [other for other, one in enumerate(around) if is_meant(apart.target, one.path, one.name)]
                    found.update([(min(place, other), max(place, other)) for other in meant])
        return frozenset(found)

    def _is_about(self, first: str, second: str) -> bool:
        reasons = self.reasons(first, second)
        for words in [every_word_of(text) for reason in reasons for text in (reason.text, " ".join(reason.terms))]:
            if any(word.stem in self._stems for word in words):
                return True
            if any(concept.group in self._groups for concept in self._synonyms.concepts_of(words)):
                return True
        return False

    def reasons(self, first: str, second: str) -> tuple[Reason, ...]:
        """Give what two have for each other, with its proofs."""
        pair = self.pairs.get((first, second))
        found = pair.reasons if pair is not None else ()
        shared = self.ground.get((first, second))
        if shared is None or any(reason.kind == "common ground" for reason in found):
            return found
        one, two = (self.evidence.profiles[path].name for path in (first, second))
        proofs = [
            Source(path, said.line, said.text[:PROOF].strip())
            for path, said in zip((first, second), shared, strict=True)
        ]
        text = f"{one} and {two} share an interest: “{shared[0].text[:SHOWN].strip()}”."
        return (*found, Reason("common ground", text, (), tuple(proofs)))


def _topic(about: str, synonyms: Synonyms) -> tuple[frozenset[str], frozenset[int]]:
    words = every_word_of(about)
    return frozenset([word.stem for word in words]), frozenset([one.group for one in synonyms.concepts_of(words)])


def _group(place: str, guests: Sequence[Tie], score: float) -> Group:
    people = tuple([Guest(guest.path, guest.name, guest.circles[0] if guest.circles else "") for guest in guests])
    circles = {loosen(guest.circle): guest.circle for guest in people if guest.circle}
    return Group(place, people, tuple([circles[key] for key in sorted(circles)]), score, ())


def _with_reasons(group: Group, table: _Table) -> Group:
    told: list[GroupReason] = []
    known: list[GroupReason] = []
    for first, second in combinations(group.guests, 2):
        if second.path in table.evidence.known.get(first.path, ()):
            text = f"{first.name} and {second.name} know each other."
            known.append(GroupReason(first.path, second.path, "know each other", text, ()))
            continue
        for reason in table.reasons(first.path, second.path):
            told.append(GroupReason(first.path, second.path, reason.kind, reason.text, reason.proofs))
    return Group(group.place, group.guests, group.circles, group.score, (*told, *known))


def _best_first(group: Group) -> tuple[float, tuple[str, ...]]:
    return -group.score, tuple([guest.path for guest in group.guests])


def _varied(groups: Sequence[Group], limit: int) -> list[Group]:
    """Choose one by one what is best after its loss for guests who are on the list; nobody more than twice."""
    best = groups[0].score if groups and groups[0].score > 0 else 1.0
    left = [(group, {guest.path for guest in group.guests}) for group in groups]
    chosen: list[tuple[Group, set[str]]] = []
    taken: Counter[str] = Counter()
    while left and len(chosen) < limit:
        left = [one for one in left if all(taken[path] < MOST_EACH for path in one[1])]
        if not left:
            break
        losses = [max([len(paths & had) / len(paths | had) for _, had in chosen], default=0.0) for _, paths in left]
        values = [
            VARIETY * group.score / best - (1 - VARIETY) * loss for (group, _), loss in zip(left, losses, strict=True)
        ]
        place = max(range(len(left)), key=lambda number: (values[number], -number))
        one = left.pop(place)
        chosen.append(one)
        taken.update(one[1])
    return [group for group, _ in chosen]
