"""Long silences that ended: what a tie that was picked up again was like before cannot be seen in it any more."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.tie import Tie
from pnm_vault.network.rhythm import burstiness, episode_gaps, log_gap, spread_of
from pnm_vault.network.strength import decayed

# From so many days on a silence is a long one.
LONG = 365
# What a tie was like shows in its newest days.
MOST_DAYS = 80


def days_with_silence(record: ContactRecord) -> tuple[date, ...] | None:
    """Return the newest contact days, those to come included, where a year or longer lies between two; else None."""
    told = record.interactions
    # Most logs are shorter than that, or have one line.
    if len(told) < 2 or (told[-1].day - told[0].day).days < LONG:
        return None
    days = tuple(dict.fromkeys([one.day for one in told]))[-MOST_DAYS:]
    numbers = [day.toordinal() for day in days]
    return days if max([after - before for before, after in pairwise(numbers)], default=0) >= LONG else None


def days_before(days: Sequence[date], first: date, today: date) -> Sequence[date]:
    """Return the days before the long silence that ended between two days, both included; nothing where none did."""
    if not days or days[-1] < first:
        return ()
    for at in range(len(days) - 1, 0, -1):
        if days[at] < first:
            break
        if days[at] <= today and (days[at] - days[at - 1]).days >= LONG:
            return days[:at]
    return ()


def tie_before(tie: Tie, days: Sequence[date], half_life: float) -> Tie:
    """Make the tie as it was with only these contact days, sorted and distinct; its properties are those of now."""
    between = episode_gaps(days)
    mean, weight, total = log_gap(between)
    return replace(
        tie,
        days=len(days),
        first=days[0],
        last=days[-1],
        log_gap=mean,
        weight=weight,
        decayed=decayed(days, half_life),
        gaps=len(between),
        log_gap_sum=total,
        spread=spread_of(between, mean),
        burstiness=burstiness(between),
    )
