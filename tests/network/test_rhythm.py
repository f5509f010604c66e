"""Gaps between contact days and what they lead one to expect, against values worked out by hand."""

import random
from datetime import date, timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.network.rhythm import (
    burstiness,
    episode_gaps,
    expected_gap,
    gaps,
    log_gap,
    own_gap,
    spread_of,
    usual_range,
)

TODAY = date(2026, 11, 23)


def days(*ages: int) -> tuple[date, ...]:
    """Give days so many days before today, in the order given."""
    return tuple(TODAY - timedelta(days=age) for age in ages)


def test_gaps_are_between_days_oldest_first() -> None:
    assert gaps(days(40, 10, 9)) == (30, 1)
    assert gaps(days(5)) == ()
    assert gaps(()) == ()


def test_a_conference_week_is_one_episode_in_a_sparse_log() -> None:
    # Gaps 100, 1, 3, 60, 20, 90: the median is 40.
    assert episode_gaps(days(274, 174, 173, 170, 110, 90, 0)) == (100, 64, 20, 90)


def test_three_days_are_one_episode_and_four_are_two() -> None:
    assert episode_gaps(days(100, 50, 47, 0)) == (50, 50)
    assert episode_gaps(days(100, 50, 46, 0)) == (50, 4, 46)


def test_a_dense_log_keeps_every_gap() -> None:
    assert episode_gaps(days(30, 17, 15, 2, 0)) == (13, 2, 13, 2)  # median 7.5
    assert episode_gaps(days(30, 2)) == (28,)


@pytest.mark.parametrize(("middle", "merged"), [(14, True), (13, False)])
def test_sparse_begins_at_a_median_gap_of_14_days(middle: int, merged: bool) -> None:
    log_days = days(20 + middle + 2, 20 + middle, 20, 0)  # gaps 2, middle, 20
    assert episode_gaps(log_days) == ((middle + 2, 20) if merged else (2, middle, 20))


def test_an_episode_that_still_goes_on_has_no_gap_after_it() -> None:
    assert episode_gaps(days(60, 30, 2, 0)) == (30, 28)
    assert episode_gaps(days(4)) == ()
    assert episode_gaps(()) == ()


def test_the_first_days_of_an_acquaintance_are_no_rhythm() -> None:
    """Three messages within a week of having met do not mean that a day without one is long."""
    first_week = log_gap(gaps(days(5, 4, 1, 0)))
    assert own_gap(4, *first_week[:2], mean_log_gap=first_week[0]) is None
    month = log_gap(gaps(days(28, 19, 9, 0)))
    assert own_gap(4, *month[:2], mean_log_gap=month[0]) == 9
    assert own_gap(4, *log_gap((9, 9, 9))[:2], mean_log_gap=log(9)) is None
    daily = log_gap((1,) * 28)
    assert own_gap(29, *daily[:2], mean_log_gap=0.0) == 1


def test_the_last_gap_weighs_most() -> None:
    # Gaps 10, 20, 40 (the last): weights 0.64, 0.8, 1.
    mean, weight, total = log_gap((10, 20, 40))
    assert weight == pytest.approx(2.44)
    assert mean == pytest.approx((0.64 * log(10) + 0.8 * log(20) + log(40)) / 2.44)
    assert total == pytest.approx(log(8000))


def test_one_gap_is_its_own_mean_and_none_has_no_weight() -> None:
    assert log_gap((30,)) == (log(30), 1.0, log(30))
    assert log_gap(()) == (0.0, 0.0, 0.0)


def test_without_own_gaps_a_tie_is_like_all_others() -> None:
    assert expected_gap(0.0, 0.0, log(30)) == pytest.approx(30)


def test_own_gaps_are_drawn_towards_the_owners_mean() -> None:
    assert expected_gap(log(100), 1.5, log(25)) == pytest.approx(50)  # equal weights: the geometric mean
    assert expected_gap(log(100), 3.0, log(25), k0=0.0) == pytest.approx(100)


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=12), st.floats(0, 7))
def test_the_expected_gap_lies_between_the_ties_own_mean_and_the_owners(between: list[int], mean: float) -> None:
    own, weight, _ = log_gap(between)
    expected = expected_gap(own, weight, mean)
    assert exp(min(own, mean)) * 0.999 <= expected <= exp(max(own, mean)) * 1.001


@given(st.lists(st.integers(0, 2000), max_size=12, unique=True))
def test_episodes_cover_the_time_from_the_first_day_to_the_start_of_the_last(ages: list[int]) -> None:
    known = days(*sorted(ages, reverse=True))
    found = episode_gaps(known)
    assert all(gap > 0 for gap in found)
    assert sum(found) <= sum(gaps(known))
    assert len(found) <= len(gaps(known))


def test_the_spread_is_a_weighted_variance_of_the_logarithms() -> None:
    # Gaps 10, 40: weights 0.8 and 1, mean (0.8 ln 10 + ln 40) / 1.8; they are ln 4 apart.
    mean, _, _ = log_gap((10, 40))
    assert spread_of((10, 40), mean) == pytest.approx(0.8 * 1 / 1.8**2 * log(4) ** 2)
    assert spread_of((30, 30, 30), log(30)) == pytest.approx(0.0)
    assert spread_of((), 0.0) == 0.0


def test_the_range_of_a_tie_without_gaps_is_that_of_all() -> None:
    factor = exp(0.674 * 1.2**0.5)  # 2.09
    assert usual_range(100, 0.0, 0.0) == (round(100 / factor), round(100 * factor)) == (48, 209)
    assert usual_range(1, 0.0, 0.0) == (1, 2)


def test_more_even_gaps_make_the_range_narrower() -> None:
    # Variance (0 + 1.5 x 1.2) / (3 + 1.5) = 0.4.
    assert usual_range(100, 0.0, 3.0) == (round(100 / exp(0.674 * 0.4**0.5)), round(100 * exp(0.674 * 0.4**0.5)))
    wide, narrow = usual_range(100, 2.0, 4.0), usual_range(100, 0.1, 4.0)
    assert wide[0] < narrow[0] < 100 < narrow[1] < wide[1]


def test_burstiness_at_its_ends() -> None:
    assert burstiness((30,) * 7) == pytest.approx(-1.0)
    # One gap holds nearly all the time: sigma / mu is nearly sqrt(n - 1), the largest there is.
    assert burstiness((1, 1, 1, 1, 1, 1, 1, 10**9)) == pytest.approx(1.0, abs=1e-3)
    assert burstiness((30,) * 6) is None


def test_burstiness_by_hand() -> None:
    # Gaps 1 and 7 have mean 4 and sigma 3, so r = 0.75; n = 8.
    r = 0.75
    expected = (3 * r - 7**0.5) / ((3 - 2) * r + 7**0.5)
    assert burstiness((1, 7) * 4) == pytest.approx(expected)


def test_gaps_by_chance_are_not_bursty_on_average() -> None:
    chance = random.Random(7)
    found = [burstiness([max(1, round(chance.expovariate(1 / 300))) for _ in range(20)]) for _ in range(400)]
    assert abs(sum(one for one in found if one is not None) / 400) < 0.05
