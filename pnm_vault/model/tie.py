"""One tie between the owner and a contact, reduced to what every question asks of it."""

from datetime import date

from pnm_vault.model.contact import Cadence, Status
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source

_ACTIVE = Status.ACTIVE  # looking a member up costs as much as all the rest of `is_open`


class Tie(Row, frozen=True):
    """The owner's tie to one contact as of one day; only contact days up to that day count.

    `days` is the number of contact days, `first` and `last` the first and last of them (None: no contact recorded),
    `proof` the line that proves `last`. `log_gap` is the shrinkable mean of ln(gap in days) over the tie's own gaps,
    recent gaps weighing more, with `weight` the sum of those weights (0: no gap yet).
    `decayed` is sum over contact days of 2^-((last - day)/half-life): the strength on the day `last`.
    `gaps` is their number and `log_gap_sum` the plain sum of ln(gap) over them.
    `spread` is the variance of ln(gap), weighted as their mean is; `burstiness` says how uneven the gaps are (None: too
    few). `last_from` is who began what there was on the day `last`, where all that says so agrees, and `answerable`
    is True when that was writing, which one answers. `from_me` and `from_them` count contact days begun by either.
    `met` is the day since which they know each other, for a tie with one contact day that is new by all that is known.
    `season` is a line among the newest that tells of a change in their life (moved, a new job), dated `season_day`.
    `channel` is how they are usually in touch (None: nothing says how).
    `planned` is the first day after today with a planned interaction. `cadence` is the contact's own field.

    Source: Jin, Girvan & Newman 2001 (Phys. Rev. E 64:046132) for exponential decay of ties.
    """

    path: str
    name: str
    category: str | None
    circles: tuple[str, ...]
    tags: tuple[str, ...]
    priority: int | None
    closeness: int | None
    cadence: Cadence | None
    next_contact: date | None
    status: Status
    private: bool
    suggest: bool
    days: int
    first: date | None
    last: date | None
    proof: Source | None
    planned: date | None
    log_gap: float
    weight: float
    decayed: float
    gaps: int = 0
    log_gap_sum: float = 0.0
    spread: float = 0.0
    burstiness: float | None = None
    last_from: Direction = Direction.UNKNOWN
    answerable: bool = False
    from_me: int = 0
    from_them: int = 0
    met: date | None = None
    season: Source | None = None
    season_day: date | None = None
    channel: Channel | None = None

    @property
    def is_open(self) -> bool:
        """Whether the contact may be named and suggested: active, not private, not `suggest: never`."""
        return self.suggest and not self.private and self.status is _ACTIVE
