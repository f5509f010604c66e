"""The state of the network at the end of a month, with the trend up to it. No number stands for the whole."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from math import exp2, fsum, log

from msgspec.structs import replace

from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.looking_back.attention import Attention, attention_to, circles_that_matter
from pnm_vault.insights.looking_back.capacity import Capacity, capacity_of
from pnm_vault.insights.looking_back.comings import log_began
from pnm_vault.insights.looking_back.day_log import up_to
from pnm_vault.insights.looking_back.periods import Period, PeriodKind, last_complete, period_before
from pnm_vault.insights.network_state.standing import (
    MOST_NAMED,
    YEAR,
    LoneLink,
    Named,
    Standing,
    is_counted,
    lone_links,
    standing_of,
)
from pnm_vault.insights.network_state.structure import Structure, met_among, structure_of
from pnm_vault.insights.network_state.trend import QUARTERS_SHOWN, Quarter, quarters_of
from pnm_vault.model.contact import Contact
from pnm_vault.model.record import Record
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.coverage import ENOUGH_CONTACTS, Coverage
from pnm_vault.network.rhythm import episode_gaps_of
from pnm_vault.network.strength import half_life_of

Days = Mapping[str, Sequence[int]]


class NetworkState(Record, frozen=True):
    """The network as it was on the day `until` (the last of a month), as far as contact goes; None: nothing to tell.

    Of `contacts` there are `recorded` of whom it is written down that they know another one; who knows whom is as of
    now. `structure` is None where that is too little. `came` and `went` are a few of those that `capacity` counts, of
    the three months up to `until`. `quarters` are up to twelve that are over, the oldest first; `capacity` itself has
    none. `circles` of `attention` are all, the most days first; those of `lone` hang by one
    contact.
    """

    until: date | None = None
    contacts: int = 0
    recorded: int = 0
    standing: Standing = Standing()
    capacity: Capacity | None = None
    quarters: tuple[Quarter, ...] = ()
    came: tuple[Named, ...] = ()
    went: tuple[Named, ...] = ()
    attention: Attention = Attention()
    lone: tuple[LoneLink, ...] = ()
    structure: Structure | None = None

    @property
    def is_small(self) -> bool:
        """Whether there are too few contacts to speak of a network."""
        return self.contacts < ENOUGH_CONTACTS


def month_end(today: date) -> date | None:
    """Return the day as of which contact is told of: the last of the month that is over; None where there is none."""
    month = last_complete(PeriodKind.MONTH, today)
    return None if month is None else month.last


def state_of(
    ties: Sequence[Tie],
    days: Days,
    known: Mapping[str, Sequence[str]],
    me: Contact | None,
    today: date,
    unnamed: PrivateNames = NOBODY,
) -> NetworkState:
    """Say what the network is like. `days` are the contact days of each contact (sorted ordinals, plans included).

    `ties` are those of all contacts; private ones, those of whom nothing is to be suggested and those who are not
    active take no part. No circle is told of whose name holds one of the names `unnamed`. Contact counts up to the end
    of the month before `today`, so that a note about it stays as it is until the next one begins.
    """
    inside = [_without_circles(tie, unnamed) for tie in ties if is_counted(tie)]
    met = met_among({tie.path for tie in inside}, known)
    coverage = Coverage(len(inside), len(set(met).union(*met.values())))
    until = month_end(today)
    if until is None or coverage.contacts < ENOUGH_CONTACTS:
        return NetworkState(until, coverage.contacts, coverage.recorded)
    last = until.toordinal()
    told = {tie.path: tuple(up_to(days.get(tie.path, ()), last)) for tie in inside}
    began = log_began(Counter(chain.from_iterable(told.values())))
    old_enough = began is not None and last - began.toordinal() >= YEAR
    in_year = {path: len(own) - bisect_right(own, last - YEAR) for path, own in told.items()}
    wanted = frozenset([name.casefold() for name in circles_that_matter(me)])
    names = {tie.path: Named(tie.path, tie.name) for tie in inside}
    capacity = capacity_of(told, _three_months(until), until, began, QUARTERS_SHOWN)
    return NetworkState(
        until,
        coverage.contacts,
        coverage.recorded,
        standing=standing_of(inside, told, until) if old_enough else Standing(),
        capacity=None if capacity is None else replace(capacity, quarters=(), came=(), went=()),
        quarters=() if capacity is None else quarters_of(capacity.quarters, told),
        came=() if capacity is None else tuple([names[path] for path in capacity.came[:MOST_NAMED]]),
        went=() if capacity is None else tuple([names[path] for path in capacity.went[:MOST_NAMED]]),
        attention=_attention(inside, in_year, me, unnamed),
        lone=lone_links(inside, told, wanted, until) if old_enough else (),
        structure=structure_of(inside, met, strengths_of(told, until), wanted) if coverage.is_enough else None,
    )


def _attention(ties: Sequence[Tie], days: Mapping[str, int], me: Contact | None, unnamed: PrivateNames) -> Attention:
    found = attention_to(ties, days, me)
    matters = tuple([name for name in found.matters if not unnamed.are_in(name)])
    # Without its line, which is another one whenever something is written above.
    proof = None if found.proof is None else Source(found.proof.path)
    return replace(found, matters=matters, proof=proof, near=(), far=())


def strengths_of(days: Days, until: date) -> dict[str, float]:
    """Return the strength of each tie on a day, by contact days up to it, with the half-life that these give.

    Source: see `network.strength`; what was said of closeness plays no part, since this is about what one invests.
    """
    last = until.toordinal()
    paced = [episode_gaps_of(own) for own in days.values() if len(own) > 2]
    settled = [gaps for gaps in paced if len(gaps) > 1]
    half_life = half_life_of(fsum([fsum(map(log, gaps)) for gaps in settled]), sum(map(len, settled)))
    left = {day: exp2((day - last) / half_life) for day in set(chain.from_iterable(days.values()))}
    return {path: fsum(map(left.__getitem__, own)) for path, own in days.items()}


def _without_circles(tie: Tie, unnamed: PrivateNames) -> Tie:
    if not unnamed or not any(unnamed.are_in(circle) for circle in tie.circles):
        return tie
    return replace(tie, circles=tuple([circle for circle in tie.circles if not unnamed.are_in(circle)]))


def _three_months(until: date) -> date:
    """Return the first day of the three months up to the last day of one."""
    month: Period | None = Period(PeriodKind.MONTH, until.replace(day=1), until)
    first = until.replace(day=1)
    for _ in range(2):
        month = None if month is None else period_before(month)
        first = first if month is None else month.first
    return first
