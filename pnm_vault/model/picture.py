"""What the insights read: the whole vault on one day, reduced to rows."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from pnm_vault.model.contact import Apart, Contact, ImportantDate, Statement, Status
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row
from pnm_vault.model.tie import Tie


class Profile(Row, frozen=True):
    """What a contact brings to an introduction. Only contacts that may be suggested have one.

    `apart` names those to whom they are not to be introduced, as links written in their note.
    """

    path: str
    name: str
    circles: tuple[str, ...]
    organisations: tuple[str, ...]
    interests: tuple[Statement, ...]
    offers: tuple[Statement, ...]
    asks: tuple[Statement, ...]
    apart: tuple[Apart, ...] = ()


class ContactDates(Row, frozen=True):
    """The important dates of one contact of which a reminder is wanted.

    `kept` pairs the label of a date (case-folded) with a day on which its owner noted that they had seen to it
    (`- 2026-11-23: birthday: sent flowers`).
    """

    path: str
    name: str
    private: bool
    dates: tuple[ImportantDate, ...]
    kept: tuple[tuple[str, date], ...] = ()


class Network(Record, frozen=True, dict=True, gc=True):
    """The owner's ego network on one day, as far as single ties go.

    `ties` are sorted by path. `half_life` is in days (decay of strength); `mean_log_gap` is the mean of ln(gap in days)
    over all gaps of all ties. Both are rounded to two significant digits so that they move rarely. `standings` say how
    much each tie means to the owner (0.2 to 1, in the order of `ties`); empty: not worked out yet.
    """

    ties: tuple[Tie, ...] = ()
    half_life: float = 90.0
    mean_log_gap: float = 3.4
    standings: tuple[float, ...] = ()

    # A dozen questions look ties up, and going through thousands takes its time: so each is worked out once.
    @cached_property
    def by_path(self) -> Mapping[str, Tie]:
        """Give the ties by contact path, in their order."""
        return {tie.path: tie for tie in self.ties}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Give by contact path where in `ties` the tie stands."""
        return {tie.path: place for place, tie in enumerate(self.ties)}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Give the names of all contacts by path."""
        return {tie.path: tie.name for tie in self.ties}

    @cached_property
    def private(self) -> Mapping[str, str]:
        """Give the names of private contacts by path, in the order of the ties."""
        return {tie.path: tie.name for tie in self.ties if tie.private}

    @cached_property
    def active(self) -> frozenset[str]:
        """Give the paths of contacts that are neither archived nor deceased."""
        active = Status.ACTIVE  # looking a member up costs as much as all the rest
        return frozenset([tie.path for tie in self.ties if tie.status is active])

    @cached_property
    def standing(self) -> Mapping[str, float]:
        """Give the `standings` by contact path; ask `network.strength.standing_by_path`, which works them out first."""
        return dict(zip(self.by_path, self.standings, strict=True))

    @cached_property
    def open_ties(self) -> Mapping[str, Tie]:
        """Give by contact path the ties of active contacts who may be suggested and are not private."""
        return {tie.path: tie for tie in self.ties if tie.is_open}

    @cached_property
    def met(self) -> tuple[Tie, ...]:
        """Give the ties that may be new: those of which it is known since when they are."""
        return tuple([tie for tie in self.ties if tie.met is not None])

    @cached_property
    def began(self) -> date | None:
        """Give the first contact day of all; None without any."""
        return min([tie.first for tie in self.ties if tie.first is not None], default=None)


class Picture(Record, frozen=True):
    """Everything that the daily questions need. All tuples are sorted by path, then line.

    `me` is what `Me.md` says about the owner.
    """

    network: Network = Network()
    follow_ups: tuple[FollowUp, ...] = ()
    dates: tuple[ContactDates, ...] = ()
    problems: tuple[Problem, ...] = ()
    me: Contact | None = None
