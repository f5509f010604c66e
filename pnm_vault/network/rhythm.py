"""How often two people are in touch: contact days, the gaps between them and what they lead one to expect."""

from collections.abc import Sequence
from datetime import date
from math import exp, fsum, log, sqrt
from operator import sub

# The last gap weighs 1, the one before 0.8, and so on: rhythms drift.
FADING = 0.8
# The owner's mean counts as much as one and a half gaps of the tie's own.
PRIOR_WEIGHT = 1.5
# What ln(gap) varies by where a tie says nothing of its own: the error of the next gap on the Enron and CollegeMsg data
# is 0.9 in the mean (measured), which is a standard deviation of 1.1.
PRIOR_SPREAD = 1.2
# The middle half of a normal distribution ends so many standard deviations from its mean.
HALF = 0.674
# Fewer contact days, or days so close together that they make fewer than three gaps (weights 1 + 0.8 + 0.64), say
# nothing about a rhythm.
ENOUGH_DAYS = 4
ENOUGH_WEIGHT = 2.4
# Nor do days that fit into less than four weeks: the messages that follow a first meeting are no pace to keep up.
ENOUGH_SPAN = 28
# Between these a tie is neither: Enron ties have quartiles 0.04, 0.20 and 0.35 (measured).
EVEN_BELOW = -0.3
BURSTS_ABOVE = 0.4
# Eight occasions make seven gaps: fewer say nothing about how even they are.
GAPS_FOR_MANNER = 7
SPARSE_MEDIAN = 14
EPISODE = 3


def gaps(days: Sequence[date]) -> tuple[int, ...]:
    """Return the gaps in days between sorted, distinct days, oldest first: one fewer than there are days."""
    return _gaps([day.toordinal() for day in days])


def episode_gaps(days: Sequence[date]) -> tuple[int, ...]:
    """Return the gaps between the first days of the episodes in sorted, distinct contact days, oldest first.

    In a sparse log (median gap of 14 days or more) contact days at most 3 days after the one before belong to the same
    episode, so that a week at a conference is one occasion. In a denser log every day is an episode.
    """
    return episode_gaps_of([day.toordinal() for day in days])


def episode_gaps_of(ordinals: Sequence[int]) -> tuple[int, ...]:
    """Return the same of days given as ordinals."""
    between = _gaps(ordinals)
    if not between or min(between) > EPISODE or _median(between) < SPARSE_MEDIAN:
        return between
    found: list[int] = []
    since = 0
    for gap in between:
        since += gap
        if gap > EPISODE:
            found.append(since)
            since = 0
    return tuple(found)


def log_gap(gaps: Sequence[int]) -> tuple[float, float, float]:
    """Return the weighted mean of ln(gap in days), the sum of the weights, and the plain sum of ln(gap).

    `gaps` come oldest first. A gap weighs 0.8 to the power of its age, counted in gaps (the last gap: 1). Three zeros
    when there is no gap.
    """
    if not gaps:
        return 0.0, 0.0, 0.0
    weighted = weight = 0.0
    logs = list(map(log, gaps))
    for value in logs:  # oldest first: each step fades what came before
        weighted = weighted * FADING + value
        weight = weight * FADING + 1.0
    return weighted / weight, weight, fsum(logs)


def expected_gap(log_gap: float, weight: float, mean_log_gap: float, k0: float = PRIOR_WEIGHT) -> float:
    """Return the next gap to expect, in days: the tie's own mean of ln(gap) drawn towards the owner's.

    `mean_log_gap` counts as `k0` gaps: with no gap of its own (`weight` 0) a tie is expected to be like all the others.

    Source: our own estimator in the manner of empirical Bayes shrinkage; on the Enron and CollegeMsg data its error was
    smaller than that of the tie's median, the tie's mean and the owner's median alike (measured).
    """
    return exp((weight * log_gap + k0 * mean_log_gap) / (weight + k0))


def own_gap(days: int, log_gap: float, weight: float, mean_log_gap: float) -> int | None:
    """Return the expected gap in whole days, 1 or more; None below the evidence for a rhythm of the tie's own.

    Evidence is four days with as many gaps of the mean length as reach over four weeks.
    """
    if days < ENOUGH_DAYS or weight <= ENOUGH_WEIGHT or (days - 1) * exp(log_gap) < ENOUGH_SPAN - 0.5:
        return None
    return max(1, round(expected_gap(log_gap, weight, mean_log_gap)))


def spread_of(gaps: Sequence[int], log_gap: float) -> float:
    """Return the weighted variance of ln(gap in days) about its weighted mean, weighted as in `log_gap`; 0 for none."""
    weighted = weight = 0.0
    for gap in gaps:
        weighted = weighted * FADING + (log(gap) - log_gap) ** 2
        weight = weight * FADING + 1.0
    return weighted / weight if weight else 0.0


def usual_range(gap: float, spread: float, weight: float) -> tuple[int, int]:
    """Return between how many days about half of the next gaps lie, around an expected gap; both are 1 or more.

    The tie's own variance is drawn towards that of all ties as its mean is, so that few gaps give a wide range.
    """
    factor = exp(HALF * sqrt((weight * spread + PRIOR_WEIGHT * PRIOR_SPREAD) / (weight + PRIOR_WEIGHT)))
    return max(1, round(gap / factor)), max(1, round(gap * factor))


def burstiness(gaps: Sequence[int]) -> float | None:
    """Return how uneven the gaps are: -1 all alike, 0 as chance has it, 1 in bursts; None for fewer than 7.

    Source: Kim & Jo 2016 (Measuring burstiness for finite event sequences, Phys. Rev. E 94:032311). Their n events lie
    on a circle and have n gaps; so n is the number of gaps here.
    """
    count = len(gaps)
    if count < GAPS_FOR_MANNER:
        return None
    mean = sum(gaps) / count
    ratio = sqrt(fsum([(gap - mean) ** 2 for gap in gaps]) / count) / mean
    more, fewer = sqrt(count + 1), sqrt(count - 1)
    return (more * ratio - fewer) / ((more - 2) * ratio + fewer)


def _gaps(ordinals: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(sub, ordinals[1:], ordinals))


def _median(values: Sequence[int]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
