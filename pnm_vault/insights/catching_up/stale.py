"""Whom to catch up with: every tie with a cadence or a rhythm, the most at risk first."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from math import exp2, log, log2
from operator import is_

from pnm_vault.insights.catching_up.expectation import CadenceRule, Expectation, Expectations, expectations_for
from pnm_vault.model.contact import Status
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.strength import standings_in

__all__ = ["CadenceRule", "Label", "Ranking", "StaleContact", "is_asked", "label_of", "rank_stale"]

# Once four gaps long, silence puts no more at risk than it did: what decides from there on is how much the tie means.
SATURATION = 4
# A word that is planned takes most of the risk away, but plans fall through.
PLANNED = 0.3
# A cadence that the owner wrote for this one contact says that the tie means something.
WISHED = 0.5
# What a stated priority says the tie means; it is averaged with what closeness or strength says.
_PRIORITY = {1: 1.0, 2: 0.6, 3: 0.2}
# Kin ties hardly fade without contact: Roberts & Dunbar 2011 (The costs of family and friends, Evolution and Human
# Behavior 32:186-197). Silence alone never makes them more than overdue.
KIN = "family"
KIN_SATURATION = 2


class Label(StrEnum):
    """How a tie stands against its expected gap, by the ratio silence / gap."""

    IN_RHYTHM = "in rhythm"
    DUE = "due"
    OVERDUE = "overdue"
    SLIPPING = "slipping"
    DORMANT = "dormant"
    NEVER = "no contact recorded"


# Members looked up once: every look-up by name costs, and there are thousands of ties.
_IN_RHYTHM, _DUE, _OVERDUE, _SLIPPING, _DORMANT, _NEVER = Label
_OWN = CadenceRule.CONTACT
_ACTIVE = Status.ACTIVE


class StaleContact(Row, frozen=True):
    """One tie's standing on the day asked about.

    `score` is 0 to 1, higher means more at risk and more worth a word now. `since` is days since the last contact
    (None: no contact recorded). `gap` is the expected gap in days, `due` the day on which it ends (a later snooze
    wins), `latest` the gap that the owner does not want to be passed (None: twice the expected one). `snoozed` is True
    while `next_contact` lies in the future. `reasons` are short sentences for the owner, the first one fit to stand
    alone, without anything that changes from day to day.
    """

    path: str
    name: str
    label: Label
    score: float
    since: int | None
    last: date | None
    proof: Source | None
    gap: int
    rule: CadenceRule
    rhythm: int | None
    due: date | None
    snoozed: bool
    planned: date | None
    private: bool
    reasons: tuple[str, ...]
    latest: int | None = None


def rank_stale(network: Network, settings: Settings, today: date, *, waiting: bool = False) -> tuple[StaleContact, ...]:
    """Return where every tie stands today, the most at risk first, then by name (case-folded) and path.

    `waiting`: leave out ties in rhythm or snoozed, which no list of whom to catch up with shows.

    All contacts are in it but those archived or deceased and those never to be reminded of (`cadence: none`, 0 in the
    settings, `suggest: never` without a cadence of their own). A `next_contact` after the last contact is the due day,
    whatever the gap says: the tie is snoozed until then, and due from then on.

    The score is value at risk, importance x lateness: a close friend a little late comes before an acquaintance very
    late. Importance is the tie's standing (0.2 to 1; see `network.strength.standings`), 0.5 at least when the contact
    has a cadence of its own and no closeness, averaged with a stated priority (1, 2, 3 are 1, 0.6, 0.2). Lateness grows
    with the ratio silence / gap as (log2(ratio) + 1) / 3: 0 up to half a gap, 1/3 when due, 2/3 when overdue, 1 from
    four gaps on; for family it stays at 2/3. A contact never recorded is as late as one just due. Planned contact
    leaves 0.3 of the score, a snooze none. Both are our own convention.

    Source: Navarro, Miritello, Canales & Moro 2017 (Temporal patterns behind the strength of persistent ties, EPJ Data
    Science 6:31) for silence in units of the usual gap; Marsden & Campbell 1984 (Measuring tie strength, Social Forces
    63:482-501) for closeness before frequency.
    """
    expectations = expectations_for(settings.cadence, network.mean_log_gap)
    pairs = zip(network.ties, standings_in(network), strict=True)
    found = sorted(_ranked(enumerate(pairs), expectations, today, waiting))
    return tuple([stale for _, _, _, _, stale in found])


class Ranking:
    """Ranks those who wait for a word again and again, as `rank_stale` does: for a watch, in which few ties move.

    What was worked out is taken over for a tie that is the very same, as long as it means as much to the owner.
    """

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._ties: tuple[Tie, ...] = ()
        self._standings: tuple[float, ...] = ()
        self._waiting: dict[int, _Ranked] = {}

    def rank(
        self,
        network: Network,
        settings: Settings,
        today: date,
        known: Mapping[str, Expectation] | None = None,
        moved: Collection[str] = (),
    ) -> tuple[StaleContact, ...]:
        """Give what `rank_stale` gives of those who wait.

        `known` is by contact path what is expected of everybody who waits today, were it not for those whose tie
        `moved`. Without it, and at first, that is worked out.
        """
        ties, standings = network.ties, standings_in(network)
        key = (today, settings.cadence, network.mean_log_gap, len(ties))
        places: Iterable[int] = range(len(ties))
        if key != self._key and known is not None:
            unsure = frozenset(moved)
            self._waiting = _stood(enumerate(zip(ties, standings, strict=True)), known, unsure, today)
            places = [place for place, tie in enumerate(ties) if tie.path in unsure]
        elif key != self._key:
            self._waiting = {}
        else:
            others = {place for place, is_same in enumerate(map(is_, ties, self._ties)) if not is_same}
            restood = [place for place in self._waiting if standings[place] != self._standings[place]]
            places = others.union(restood)
            self._waiting = {place: one for place, one in self._waiting.items() if place not in places}
        expectations = expectations_for(settings.cadence, network.mean_log_gap)
        pairs = ((place, (ties[place], standings[place])) for place in places)
        self._waiting.update([(one[3], one) for one in _ranked(pairs, expectations, today, waiting=True)])
        self._key, self._ties, self._standings = key, ties, standings
        return tuple([stale for _, _, _, _, stale in sorted(self._waiting.values())])


# What ties are ranked by (score, name and path), their place among all, and where they stand.
_Ranked = tuple[float, str, str, int, StaleContact]


def _stood(
    pairs: Iterable[tuple[int, tuple[Tie, float]]],
    known: Mapping[str, Expectation],
    unsure: Collection[str],
    today: date,
) -> dict[int, _Ranked]:
    """Rank those of whom it is known that they wait, and what is expected of them; the `unsure` are left out."""
    day = today.toordinal()
    found: dict[int, _Ranked] = {}
    for place, (tie, standing) in pairs:
        if tie.path in known and tie.path not in unsure:
            stale = _stand(tie, standing, known[tie.path], day)
            found[place] = (-stale.score, tie.name.casefold(), tie.path, place, stale)
    return found


def _ranked(
    pairs: Iterable[tuple[int, tuple[Tie, float]]], expectations: Expectations, today: date, waiting: bool
) -> Iterator[_Ranked]:
    day = today.toordinal()
    for place, (tie, standing) in pairs:
        # `suggest: never` asks to be left alone; a cadence that the owner wrote is a wish of their own all the same.
        if tie.status is _ACTIVE and (tie.suggest or tie.cadence is not None):
            gap = expectations.gap_today(tie)
            if gap is None or (waiting and _is_at_rest(tie, gap, day)):
                continue  # most are at rest, and of these nothing else has to be worked out
            expectation = expectations.of_today(tie)
            if expectation is not None:
                stale = _stand(tie, standing, expectation, day)
                yield -stale.score, tie.name.casefold(), tie.path, place, stale


def _is_at_rest(tie: Tie, gap: int, day: int) -> bool:
    """Tell whether a tie is in rhythm, or snoozed, without working out anything else about it."""
    wanted = tie.next_contact
    if wanted is not None and (tie.last is None or wanted > tie.last):
        return wanted.toordinal() > day and tie.last is not None
    return tie.last is not None and day - tie.last.toordinal() < gap


def label_of(silence: int, gap: int, kin: bool = False, latest: int | None = None) -> Label:
    """Name a silence of so many days where `gap` are expected and `latest` not to be passed (None: twice the gap).

    In rhythm below one gap, due from one, overdue from the latest, slipping from two to four (inclusive) of the latest,
    dormant beyond: without a latest of its own from one, two, four and eight gaps.
    """
    if silence < gap:
        return _IN_RHYTHM
    if latest is None:
        latest = 2 * gap
    if silence < latest:
        return _DUE
    if silence < 2 * latest or kin:
        return _OVERDUE
    return _SLIPPING if silence <= 4 * latest else _DORMANT


def is_asked(stale: StaleContact) -> bool:
    """Tell whether the due day is one that the owner named, rather than the end of the expected gap."""
    return stale.due is not None and (stale.last is None or (stale.due - stale.last).days != stale.gap)


def _ratio(silence: int, gap: int, latest: int | None) -> float:
    """Return a silence in gaps, counted so that the latest limit is two of them."""
    if latest is None or silence <= gap:
        return silence / gap
    if silence >= latest:
        return 2 * silence / latest
    return exp2(log(silence / gap) / log(latest / gap))


def _stand(tie: Tie, standing: float, expectation: Expectation, day: int) -> StaleContact:
    gap, rule, rhythm, reasons = expectation.gap, expectation.rule, expectation.rhythm, expectation.reasons
    latest = expectation.latest
    last, planned, wanted = tie.last, tie.planned, tie.next_contact
    if wanted is not None and last is not None and wanted <= last:
        wanted = None
    since = due = None
    silence = gap
    if last is not None:
        since = silence = day - last.toordinal()
        try:
            due = last + expectation.step
        except OverflowError:
            due = date.max
    snoozed = False
    if wanted is not None:
        due = wanted
        past = day - wanted.toordinal()
        snoozed = past < 0
        silence = max(silence, gap + past)
    kin = tie.category == KIN
    if snoozed:
        label = _NEVER if last is None else _IN_RHYTHM
        score = 0.0
    else:
        label = _NEVER if due is None else label_of(silence, gap, kin, latest)
        score = _importance(tie, standing, rule) * _lateness(_ratio(silence, gap, latest), kin)
    if last is None or wanted is not None or planned is not None:
        score = score if planned is None else score * PLANNED
        reasons = _reasons(reasons, last, wanted, planned)
    # Four digits, as round() would give them at four times the cost.
    score = int(score * 10000 + 0.5) / 10000
    return StaleContact(
        tie.path,
        tie.name,
        label,
        score,
        since,
        last,
        tie.proof,
        gap,
        rule,
        rhythm,
        due,
        snoozed,
        planned,
        tie.private,
        reasons,
        latest,
    )


def _importance(tie: Tie, standing: float, rule: CadenceRule) -> float:
    if rule is _OWN and standing < WISHED and tie.closeness is None:
        standing = WISHED
    if tie.priority is None:
        return standing
    return (standing + _PRIORITY.get(tie.priority, standing)) / 2


def _lateness(ratio: float, kin: bool) -> float:
    if ratio <= 0.5:
        return 0.0
    if ratio >= KIN_SATURATION and (kin or ratio >= SATURATION):
        return 2 / 3 if kin else 1.0
    return (log2(ratio) + 1) / 3


def _reasons(
    expected: tuple[str, ...], last: date | None, wanted: date | None, planned: date | None
) -> tuple[str, ...]:
    first: list[str] = []
    if wanted is not None:
        first.append(f"You asked to be reminded on {wanted.isoformat()}.")
    if last is None:
        first.append("No contact is recorded yet.")
    if planned is not None:
        first.append(f"You have something planned for {planned.isoformat()}.")
    return (*first, *expected)
