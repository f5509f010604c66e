"""Which pairs of contacts have something for each other, whatever the day and however close the owner is to them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from heapq import heapify, heappop, heappush

from msgspec.structs import replace

from pnm_vault.index.names import fold
from pnm_vault.insights.briefing.aged import day_in
from pnm_vault.insights.comparing.likeness import CommonGround, Help, MutualHelp, Shared
from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.model.contact import Apart, Statement
from pnm_vault.model.picture import Profile
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.network.coverage import Coverage

# How many pairs are kept, and of those at most so many with the same contact: enough for every list that is asked for.
MOST = 1000
MOST_EACH = 8
# What is looked at in a vault of thousands: so many offers for an ask, and so many pairs for the sake of shared
# interests alone, those of the rarest interests first.
MOST_OFFERS = 12
MOST_BY_INTEREST = 3_000
# The weights of mutual help, of the better of the two favours and of common ground.
MUTUAL, FAVOUR, GROUND = 0.5, 0.3, 0.2
BRIDGE = 1.25
# Colleagues have probably met without anybody's help.
COLLEAGUES = 0.5
INTERESTS_SHOWN = 2
SHOWN_LENGTH = 120
PROOF_LENGTH = 200
# An ask that is 18 months old has been answered or given up, more often than not: it is asked about, not matched.
ASK_LASTS = timedelta(days=548)
_ASKING = ("is looking for ", "looking for ", "is searching for ", "searching for ", "seeking ", "needs ", "wants ")
_OFFERING = ("can offer ", "offers ", "offering ")


class Gain(StrEnum):
    """Who gains from an introduction."""

    BOTH = "both gain"
    FIRST = "a favour to the first"
    SECOND = "a favour to the second"
    COMMON_GROUND = "common ground"


class Reason(Row, frozen=True):
    """Why two contacts should meet.

    `kind` is `help` or `common ground`. `text` is for the owner, `terms` are the shared words, `proofs` the lines on
    both sides: of help, who asks comes first.
    """

    kind: str
    text: str
    terms: tuple[str, ...]
    proofs: tuple[Source, ...]


class Candidate(Row, frozen=True):
    """Two contacts (in path order) who would gain from meeting, by what they say alone. `benefit` is 0 to 1.

    `until`: the owner does not want to hear of it before that day.
    """

    first: str
    first_name: str
    second: str
    second_name: str
    benefit: float
    gain: Gain
    reasons: tuple[Reason, ...]
    until: date | None = None


class Choice(Row, frozen=True):
    """Pairs to choose introductions from. They are the same on all days from `since` on and before `until`.

    `coverage` is how far it was written down who knows whom.
    """

    since: date
    until: date
    pairs: tuple[Candidate, ...]
    coverage: Coverage = Coverage(0, 0)

    def stands_on(self, day: date) -> bool:
        """Tell whether they are the pairs of a day."""
        return self.since <= day < self.until

    def stands_among(self, contacts: int) -> bool:
        """Tell whether they are the pairs of a vault of so many contacts, of whom those knew each other as now."""
        return Coverage(contacts, self.coverage.recorded).is_enough is self.coverage.is_enough


def candidate_pairs(
    profiles: Sequence[Profile],
    known: Mapping[str, Sequence[str]],
    most: int = MOST,
    own: tuple[SynonymGroup, ...] = (),
    today: date | None = None,
    meant: Mapping[tuple[str, str], float] | None = None,
    *,
    structure: bool = True,
) -> tuple[Candidate, ...]:
    """Find the `most` pairs that would gain most from meeting, best first, then by path; not those who know each other.

    Nor those whom the owner wants to keep apart for good. `own` are the owner's synonyms, beside the built-in ones.
    Asks made 18 months before `today` or earlier do not count any more; with None all do, and those of no known day.
    `meant` says of an ask and an offer how alike they are in meaning, where that is known. `structure`: enough is
    recorded to tell who has no acquaintance in common; without it no pair is a bridge.

    benefit = (0.5 R + 0.3 max + 0.2 C) x bridge / 1.25, where `max` is the better of the two favours (the likeness of
    ask and offer, 0 to 1), R their harmonic mean (0 when only one side gains) and C = s / (1 + s) for the summed
    weights s of the rare interests in common. `bridge` is 1.25 for two whose circles are recorded and differ and who
    have no acquaintance in common. Half of it for two of the same organisation. The weights are our own convention.

    Source: Pizzato, Rej, Chung, Koprinska & Kay 2010 (RECON: a reciprocal recommender for online dating, RecSys) for
    the harmonic mean; Granovetter 1973 (The strength of weak ties, American Journal of Sociology 78:1360-1380) and Burt
    2004 (Structural holes and good ideas, American Journal of Sociology 110:349-399) for bridges.
    """
    ordered = sorted([_with_fresh_asks(profile, today) for profile in profiles], key=lambda profile: profile.path)
    matching = _Matching(ordered, known, build_synonyms(own), meant or {}, structure=structure)
    pairs = matching.help.pairs(MOST_OFFERS) | matching.ground.pairs(MOST_BY_INTEREST)
    # A pair stands where its benefit would be if it were a bridge, until it comes up: most never do.
    waiting = [(-matching.benefit_at_most(first, second), first, second) for first, second in pairs]
    heapify(waiting)
    chosen: list[Candidate] = []
    taken = [0] * len(ordered)
    while waiting and len(chosen) < most:
        negative, first, second = heappop(waiting)
        if taken[first] >= MOST_EACH or taken[second] >= MOST_EACH or matching.acquainted(first, second):
            continue
        benefit = matching.benefit(first, second)
        if benefit < -negative:
            heappush(waiting, (-benefit, first, second))
            continue
        apart = matching.apart(first, second)
        if any(one.until is None for one in apart):
            continue
        taken[first] += 1
        taken[second] += 1
        until = max([one.until for one in apart if one.until], default=None)
        chosen.append(matching.candidate(first, second, benefit, until))
    return tuple(chosen)


def choose_pairs(
    profiles: Sequence[Profile],
    known: Mapping[str, Sequence[str]],
    own: tuple[SynonymGroup, ...],
    today: date,
    coverage: Coverage,
) -> Choice:
    """Find the usual number of pairs, with the days around `today` on which they are the same."""
    ends = [day + ASK_LASTS for profile in profiles for ask in profile.asks if (day := asked_on(ask)) is not None]
    since = max([end for end in ends if end <= today], default=date.min)
    until = min([end for end in ends if end > today], default=date.max)
    pairs = candidate_pairs(profiles, known, own=own, today=today, structure=coverage.is_enough)
    return Choice(since, until, pairs, coverage)


def _with_fresh_asks(profile: Profile, today: date | None) -> Profile:
    if today is None or not profile.asks:
        return profile
    asks = tuple([ask for ask in profile.asks if (day := asked_on(ask)) is None or day + ASK_LASTS > today])
    return profile if len(asks) == len(profile.asks) else replace(profile, asks=asks)


def asked_on(ask: Statement) -> date | None:
    """Return the day of an ask: that of its line, else the last one that its words name."""
    return ask.day or (day_in(ask.text, date.max) if "-" in ask.text else None)


class _Matching:
    """All that is asked about two profiles, given by their positions (first < second)."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        known: Mapping[str, Sequence[str]],
        synonyms: Synonyms,
        meant: Mapping[tuple[str, str], float],
        *,
        structure: bool,
    ) -> None:
        self.profiles = profiles
        self._structure = structure
        self.help = MutualHelp(profiles, synonyms, meant)
        self.ground = CommonGround(profiles, synonyms)
        places = {profile.path: place for place, profile in enumerate(profiles)}
        self._known: dict[int, set[str]] = {}
        for path, others in known.items():
            here = places.get(path)
            if here is not None:
                self._known.setdefault(here, set()).update(others)
            for other in others:
                there = places.get(other)
                if there is not None:
                    self._known.setdefault(there, set()).add(path)

    def acquainted(self, first: int, second: int) -> bool:
        return self.profiles[second].path in self._known.get(first, ())

    def benefit_at_most(self, first: int, second: int) -> float:
        return round(self._gain(first, second), 6)

    def benefit(self, first: int, second: int) -> float:
        benefit = self._gain(first, second)
        if not self._is_bridge(first, second):
            benefit /= BRIDGE
        one, two = self.profiles[first].organisations, self.profiles[second].organisations
        if one and two and not _folded(one).isdisjoint(_folded(two)):
            benefit *= COLLEAGUES
        return round(benefit, 6)

    def _gain(self, first: int, second: int) -> float:
        one = self.help.likeness(first, second) if self.help.asks(first) else 0.0
        two = self.help.likeness(second, first) if self.help.asks(second) else 0.0
        mutual = 2 * one * two / (one + two) if one and two else 0.0
        common = self.ground.weight(first, second)
        return MUTUAL * mutual + FAVOUR * max(one, two) + GROUND * common / (1 + common)

    def apart(self, first: int, second: int) -> list[Apart]:
        """Give what either note says about not introducing these two."""
        one, two = self.profiles[first], self.profiles[second]
        found = [apart for apart in one.apart if is_meant(apart.target, two.path, two.name)]
        return found + [apart for apart in two.apart if is_meant(apart.target, one.path, one.name)]

    def candidate(self, first: int, second: int, benefit: float, until: date | None) -> Candidate:
        one, two = self.profiles[first], self.profiles[second]
        to_first, to_second = self.help.help(first, second), self.help.help(second, first)
        reasons: list[tuple[float, Reason]] = []
        if to_first is not None:
            reasons.append((-to_first.likeness, _help_reason(one, two, to_first)))
        if to_second is not None:
            reasons.append((-to_second.likeness, _help_reason(two, one, to_second)))
        reasons.sort(key=lambda entry: entry[0])
        shared = self.ground.shared(first, second)[:INTERESTS_SHOWN]
        told = (*[reason for _, reason in reasons], *[_ground_reason(one, two, interest) for interest in shared])
        return Candidate(one.path, one.name, two.path, two.name, benefit, _gain(to_first, to_second), told, until)

    def _is_bridge(self, first: int, second: int) -> bool:
        mine, yours = self.profiles[first].circles, self.profiles[second].circles
        if not self._structure or not mine or not yours or not _folded(mine).isdisjoint(_folded(yours)):
            return False
        one, two = self._known.get(first), self._known.get(second)
        return one is None or two is None or one.isdisjoint(two)


def is_meant(target: str, path: str, name: str) -> bool:
    """Tell whether a link or name, as written, means this contact."""
    wanted = fold(target).removesuffix(".md").lstrip("/")
    return wanted == fold(name) or f"/{fold(path).removesuffix('.md')}".endswith(f"/{wanted}")


def _folded(words: Sequence[str]) -> frozenset[str]:
    return frozenset([word.casefold() for word in words])


def _gain(to_first: Help | None, to_second: Help | None) -> Gain:
    if to_first is not None and to_second is not None:
        return Gain.BOTH
    if to_first is not None:
        return Gain.FIRST
    return Gain.COMMON_GROUND if to_second is None else Gain.SECOND


def _help_reason(asking: Profile, offering: Profile, found: Help) -> Reason:
    asked, offered = _quoted(found.ask, _ASKING), _quoted(found.offer, _OFFERING)
    text = f"{asking.name} is looking for {asked}; {offering.name} offers {offered}."
    proofs = (_proof(asking, found.ask), _proof(offering, found.offer))
    return Reason("help", text, found.terms, proofs)


def quotes_of(reason: Reason) -> tuple[str, ...]:
    """Give the words of both sides, longer than the reason quotes them, in the order of its proofs."""
    openings = (_ASKING, _OFFERING) if reason.kind == "help" else ((), ())
    pairs = zip(reason.proofs, openings, strict=False)
    return tuple([_quoted(Statement(proof.text, proof.line), opening, PROOF_LENGTH) for proof, opening in pairs])


def _ground_reason(first: Profile, second: Profile, found: Shared) -> Reason:
    one, two = _quoted(found.first), _quoted(found.second)
    if one.casefold() == two.casefold():
        text = f"{first.name} and {second.name} share a rare interest: {one}."
    else:
        text = f"{first.name} is interested in {one}, {second.name} in {two}."
    return Reason("common ground", text, found.terms, (_proof(first, found.first), _proof(second, found.second)))


def _quoted(statement: Statement, openings: tuple[str, ...] = (), most: int = SHOWN_LENGTH) -> str:
    """Return a statement in quotation marks, short enough to read, without an opening that the sentence says itself."""
    text = statement.text.strip()
    lower = text.lower()
    for opening in openings:
        if lower.startswith(opening) and len(text) > len(opening):
            text = text[len(opening) :].lstrip()
            break
    if len(text) > most:
        text = text[: most - 1].rstrip() + "…"
    return f"“{text}”"


def _proof(profile: Profile, statement: Statement) -> Source:
    return Source(profile.path, statement.line, statement.text[:PROOF_LENGTH].strip())
