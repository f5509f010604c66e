"""How the network moved over the quarters of up to three years, as far as the log goes back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from pnm_vault.insights.looking_back.capacity import Alive
from pnm_vault.insights.looking_back.periods import PeriodKind, period_around
from pnm_vault.model.record import Row

# Three years: the time after which a tie without contact is called dormant.
QUARTERS_SHOWN = 12
# A year beside the one before: one quarter beside the next says as much about the season as about the ties.
YEAR_OF_QUARTERS = 4
# What moved by less than a fifth, or by fewer than three, moved by nothing that is worth a sentence.
_SHARE, _LEAST = 0.2, 3


class Quarter(Row, frozen=True):
    """A quarter that is over: the ties alive at its end with those who came and went, and its days of contact."""

    alive: Alive
    days: int


class Change(Row, frozen=True):
    """What one number became within a year; `moved` tells whether by enough to say so."""

    before: int
    after: int

    @property
    def moved(self) -> bool:
        """Whether it is another one by a fifth of what it was, and by three at least."""
        change = abs(self.after - self.before)
        return change >= _LEAST and change >= _SHARE * self.before


def quarters_of(alive: Sequence[Alive], days: Mapping[str, Sequence[int]]) -> tuple[Quarter, ...]:
    """Add to the ties alive at the ends of quarters the days of contact of each, one for each contact and day.

    `days` are the contact days of each contact (sorted ordinals).
    """
    told = Counter(chain.from_iterable(days.values()))
    found: list[Quarter] = []
    for one in alive:
        quarter = period_around(PeriodKind.QUARTER, one.until)
        found.append(
            Quarter(one, sum([told[day] for day in range(quarter.first.toordinal(), one.until.toordinal() + 1)]))
        )
    return tuple(found)


def change_of_alive(quarters: Sequence[Quarter]) -> Change | None:
    """Compare the ties alive at the end of the last quarter with those a year before; None with too few quarters."""
    if len(quarters) <= YEAR_OF_QUARTERS:
        return None
    return Change(quarters[-1 - YEAR_OF_QUARTERS].alive.alive, quarters[-1].alive.alive)


def change_of_days(quarters: Sequence[Quarter]) -> Change | None:
    """Compare the days of contact of the last four quarters with the four before; None with too few quarters."""
    if len(quarters) < 2 * YEAR_OF_QUARTERS:
        return None
    counts = [one.days for one in quarters]
    return Change(sum(counts[-2 * YEAR_OF_QUARTERS : -YEAR_OF_QUARTERS]), sum(counts[-YEAR_OF_QUARTERS:]))
