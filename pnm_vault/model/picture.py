"""What the insights read: the whole vault on one day, reduced to rows."""

from collections.abc import Mapping

from msgspec import field

from pnm_vault.model.contact import Contact, ImportantDate, Statement
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row
from pnm_vault.model.tie import Tie


class Profile(Row, frozen=True):
    """What a contact brings to an introduction. Only contacts that may be suggested have one."""

    path: str
    name: str
    circles: tuple[str, ...]
    organisations: tuple[str, ...]
    interests: tuple[Statement, ...]
    offers: tuple[Statement, ...]
    asks: tuple[Statement, ...]


class ContactDates(Row, frozen=True):
    """The important dates of one contact."""

    path: str
    name: str
    private: bool
    dates: tuple[ImportantDate, ...]


class Network(Record, frozen=True):
    """The owner's ego network on one day, as far as single ties go.

    `ties` are sorted by path. `half_life` is in days (decay of strength); `mean_log_gap` is the mean of ln(gap in days)
    over all gaps of all ties. Both are rounded to two significant digits so that they move rarely.
    """

    ties: tuple[Tie, ...] = ()
    half_life: float = 90.0
    mean_log_gap: float = 3.4


class Picture(Record, frozen=True):
    """Everything the insights need. All tuples are sorted by path, then line.

    `known` maps a contact path to the sorted paths of contacts who know each other for certain (`knows` on either side,
    a small meeting together, introduced by the owner before). `me` is what `Me.md` says about the owner.
    """

    network: Network = Network()
    follow_ups: tuple[FollowUp, ...] = ()
    dates: tuple[ContactDates, ...] = ()
    profiles: tuple[Profile, ...] = ()
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    me: Contact | None = None
