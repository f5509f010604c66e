"""Looking back over a month, a quarter or a year: every question about it, asked of the same contact days."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain

from msgspec import field
from msgspec.structs import replace

from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.catching_up.expectation import expectations_for
from pnm_vault.insights.looking_back.attention import Attention, attention_to
from pnm_vault.insights.looking_back.capacity import Capacity, capacity_of
from pnm_vault.insights.looking_back.comings import (
    Arrival,
    Counted,
    Silence,
    Then,
    arrivals,
    came_back,
    gone_quiet,
    log_began,
    silences_ended,
    tie_then,
)
from pnm_vault.insights.looking_back.day_log import DayLog
from pnm_vault.insights.looking_back.doings import Doings, doings_of
from pnm_vault.insights.looking_back.periods import Period, PeriodKind, period_before
from pnm_vault.insights.looking_back.promises_kept import KeptPromise, kept_promises
from pnm_vault.insights.looking_back.signature import Signature, signature_of
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.record import Record, Row
from pnm_vault.model.settings import CadenceSettings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.build import own_pace
from pnm_vault.notes.text.links import find_links

# Of one contact day, or one contact on a day, there is no most.
BUSY = 2
MOST_OFTEN = 5
# Of more contacts than this the lines are not read for a review note: that would take seconds, at every change.
MANY_CONTACTS = 400
# With fewer days of contact there is too little to keep a note about for ever.
ENOUGH_FOR_NOTE = 5


class Newcomer(Row, frozen=True):
    """A contact who came in on `day`, how they met in the words of their note, and who introduced them (paths)."""

    path: str
    name: str
    day: date
    how: Statement | None
    by: tuple[str, ...]


class Often(Row, frozen=True):
    """A contact with the number of contact days."""

    path: str
    name: str
    days: int


class PeriodReview(Record, frozen=True):
    """A period as the notes tell of it. Where the evidence is too little, a field is empty or None.

    `until` is the last day that counts: the end of the period, or today while it runs. `began` is the day on which the
    log begins (see `comings.log_began`). `days` are days of contact: each contact counts once a day; `on_days`
    the days with any. `busiest_week` is its Monday. `unread`: the lines were not read, so that `kept` and `doings` are
    empty. `names` are those of all contacts mentioned, by path.
    """

    period: Period
    until: date
    began: date | None = None
    days: int = 0
    contacts: int = 0
    on_days: int = 0
    came: tuple[Newcomer, ...] = ()
    quiet: tuple[Silence, ...] = ()
    back: tuple[Silence, ...] = ()
    longest: Silence | None = None
    attention: Attention = Attention()
    capacity: Capacity | None = None
    kept: tuple[KeptPromise, ...] = ()
    doings: Doings = Doings()
    unread: bool = False
    often: tuple[Often, ...] = ()
    busiest_day: tuple[date, int] | None = None
    busiest_week: tuple[date, int] | None = None
    signature: Signature | None = None
    names: Mapping[str, str] = {}

    @property
    def so_far(self) -> bool:
        """Tell whether the period was still running."""
        return self.until < self.period.last


class Evidence(Record, frozen=True):
    """What a review is made of, as of today: ties and day logs of all contacts that it may speak of.

    `records` gives the records of contacts by path; of more than `most_read` in one period it is not asked (None: of
    any number). `unnamed` are names (case-folded) that must not be said, `untold` notes that must not be shown: a line
    with one of these names, or in one of these notes, is left out. `counted` remembers ties as they were, from one
    review to the next.
    """

    ties: tuple[Tie, ...]
    logs: Mapping[str, DayLog]
    me: Contact | None
    cadence: CadenceSettings
    records: Callable[[Iterable[str]], Mapping[str, ContactRecord]]
    most_read: int | None = None
    unnamed: tuple[str, ...] = ()
    untold: frozenset[str] = frozenset()
    counted: Counted = field(default_factory=dict)


class _Lines(Record, frozen=True):
    """What the lines of a period tell, as far as they were read."""

    came: tuple[Newcomer, ...]
    kept: tuple[KeptPromise, ...] = ()
    doings: Doings = Doings()
    unread: bool = False


def review_period(evidence: Evidence, period: Period, today: date) -> PeriodReview:
    """Look back over a period that has begun; days after `today` are plans and do not count.

    What the owner states (circles, cadences, closeness) is as it is now; everything else as it was on the last day.
    """
    last = min(period.last, today)
    thens = _thens(evidence, period.first, last)
    counts = {then.tie.path: len(then.inside) for then in thens if then.inside}
    began = log_began(Counter(chain.from_iterable([then.days for then in thens])))
    expectations = expectations_for(evidence.cadence, own_pace([then.tie for then in thens])[1])
    ended = silences_ended(thens)
    days = Counter(chain.from_iterable([then.inside for then in thens]))
    lines = _read(evidence, arrivals(thens, period.first, last, began), counts, period.first, last)
    review = PeriodReview(
        period=period,
        until=last,
        began=began,
        days=sum(counts.values()),
        contacts=len(counts),
        on_days=len(days),
        came=lines.came,
        quiet=gone_quiet(thens, period.first, last, expectations),
        back=came_back(ended, thens, expectations, evidence.counted),
        longest=ended[0] if ended else None,
        attention=attention_to(
            [then.tie for then in thens if then.inside or then.tie.status is Status.ACTIVE], counts, evidence.me
        ),
        capacity=_capacity(thens, period.first, last, began),
        kept=lines.kept,
        doings=lines.doings,
        unread=lines.unread,
        often=_often(thens),
        busiest_day=_busiest(days),
        busiest_week=_busiest(_by_week(days)),
        signature=_signature(evidence, period, counts, last),
    )
    names = {then.tie.path: then.tie.name for then in thens}
    return replace(review, names={path: names[path] for path in _mentioned(review) if path in names})


def _thens(evidence: Evidence, first: date, last: date) -> list[Then]:
    """Give the ties that were known by the day `last`, as they were then."""
    logs, until = evidence.logs, last.toordinal()
    thens = [tie_then(tie, logs[tie.path], first, last, evidence.counted) for tie in evidence.ties if tie.path in logs]
    return [then for then in thens if then.days or 0 < then.log.met <= until]


def _read(evidence: Evidence, new: tuple[Arrival, ...], counts: Mapping[str, int], first: date, last: date) -> _Lines:
    """Read the lines of everybody who was in touch or came in."""
    wanted = dict.fromkeys([*counts, *[one.path for one in new]])
    if evidence.most_read is not None and len(wanted) > evidence.most_read:
        return _Lines(tuple([Newcomer(one.path, one.name, one.day, None, ()) for one in new]), unread=True)
    records = evidence.records(wanted)
    told = [records[path] for path in sorted(records)]
    kept = [one for record in told for one in kept_promises(record, first, last)]
    doings = doings_of(told, first, last)
    return _Lines(
        tuple([_newcomer(one, records.get(one.path), evidence) for one in new]),
        tuple(
            sorted(
                [one for one in kept if _may_be_told(evidence, one.said) and _may_be_told(evidence, one.by)],
                key=lambda one: (_order(one.by), _order(one.said), one.path),
            )
        ),
        replace(
            doings,
            done=tuple([one for one in doings.done if _may_be_told(evidence, one.source)]),
            introduced=tuple([one for one in doings.introduced if _may_be_told(evidence, one.source)]),
        ),
    )


def _order(line: Line) -> tuple[date, str, int, str]:
    return line.day, line.path, line.line, line.text


def _newcomer(new: Arrival, record: ContactRecord | None, evidence: Evidence) -> Newcomer:
    how = None if record is None else record.contact.how_met
    if how is not None and not _may_be_told(evidence, Source(new.path, how.line, how.text)):
        how = None
    by = () if record is None else tuple([path for path in record.introduced_by if path not in evidence.untold])
    return Newcomer(new.path, new.name, new.day, how, by)


def _may_be_told(evidence: Evidence, told: Source | Line) -> bool:
    if told.path in evidence.untold:
        return False
    if not evidence.unnamed:
        return True
    said = "\n".join((told.path, told.text, *find_links(told.text))).casefold()
    return not any(name in said for name in evidence.unnamed)


def _capacity(thens: Iterable[Then], first: date, last: date, began: date | None) -> Capacity | None:
    """Count the ties alive; of those that left, whoever has `suggest: never` is counted and not named."""
    active = {then.tie.path: then for then in thens if then.tie.status is Status.ACTIVE}
    capacity = capacity_of({path: then.days for path, then in active.items()}, first, last, began)
    if capacity is None:
        return None
    return replace(capacity, went=tuple([path for path in capacity.went if active[path].tie.suggest]))


def _often(thens: Iterable[Then]) -> tuple[Often, ...]:
    """Give those with the most contact days inside; of one day alone there is no most."""
    seen = [Often(then.tie.path, then.tie.name, len(then.inside)) for then in thens if len(then.inside) >= BUSY]
    return tuple(sorted(seen, key=lambda one: (-one.days, one.name.casefold(), one.path))[:MOST_OFTEN])


def _by_week(days: Mapping[int, int]) -> Mapping[int, int]:
    """Add days up by their Mondays: ordinal 1 of the calendar is one."""
    weeks: Counter[int] = Counter()
    for day, count in days.items():
        weeks[max(1, day - (day - 1) % 7)] += count
    return weeks


def _busiest(days: Mapping[int, int]) -> tuple[date, int] | None:
    """Give the day with the most, the first of several; None where none stands out from the others."""
    ranked = sorted(days.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) < BUSY or ranked[0][1] < BUSY or ranked[0][1] == ranked[1][1]:
        return None
    return date.fromordinal(ranked[0][0]), ranked[0][1]


def _signature(evidence: Evidence, period: Period, counts: Mapping[str, int], last: date) -> Signature | None:
    """Compare a whole year with the one before."""
    before = period_before(period) if period.kind is PeriodKind.YEAR and last == period.last else None
    if before is None:
        return None
    earlier = _thens(evidence, before.first, before.last)
    return signature_of(counts, {then.tie.path: len(then.inside) for then in earlier if then.inside})


def _mentioned(review: PeriodReview) -> set[str]:
    """Name the contacts (paths) that a review speaks of without their name beside."""
    told = (*review.doings.done, *review.doings.introduced)
    found = {path for one in told for path in one.contacts}
    found.update(path for one in review.came for path in one.by)
    found.update((*review.attention.near, *review.attention.far))
    if review.capacity is not None:
        found.update((*review.capacity.came, *review.capacity.went))
    if review.signature is not None:
        found.update((*review.signature.ranks, *review.signature.ranks_before))
    return found
