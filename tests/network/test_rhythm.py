"""Contact days, gaps and what they lead one to expect, against values worked out by hand."""

from datetime import date, timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.network.rhythm import contact_days, episodes, expected_gap, gap_range, gaps, log_gap

TODAY = date(2026, 11, 23)


def days(*ages: int) -> tuple[date, ...]:
    """Give days so many days before today, in the order given."""
    return tuple(TODAY - timedelta(days=age) for age in ages)


def test_contact_days_count_once_and_in_order() -> None:
    assert contact_days(days(3, 10, 3, 0), TODAY) == days(10, 3, 0)


def test_a_day_after_today_is_a_plan() -> None:
    assert contact_days(days(-1, 0, -400), TODAY) == days(0)
    assert contact_days((), TODAY) == ()


def test_gaps_are_between_days_oldest_first() -> None:
    assert gaps(days(40, 10, 9)) == (30, 1)
    assert gaps(days(5)) == ()
    assert gaps(()) == ()


def test_a_conference_week_is_one_episode_in_a_sparse_log() -> None:
    # Gaps 100, 1, 3, 60, 20, 90: the median is 40.
    assert episodes(days(274, 174, 173, 170, 110, 90, 0)) == days(274, 174, 110, 90, 0)


def test_three_days_are_one_episode_and_four_are_two() -> None:
    assert episodes(days(100, 50, 47, 0)) == days(100, 50, 0)
    assert episodes(days(100, 50, 46, 0)) == days(100, 50, 46, 0)


def test_a_dense_log_keeps_every_day() -> None:
    assert episodes(days(30, 17, 15, 2, 0)) == days(30, 17, 15, 2, 0)  # gaps 13, 2, 13, 2: median 7.5
    assert episodes(days(30, 2)) == days(30, 2)


@pytest.mark.parametrize(("middle", "merged"), [(14, True), (13, False)])
def test_sparse_begins_at_a_median_gap_of_14_days(middle: int, merged: bool) -> None:
    log_days = days(20 + middle + 2, 20 + middle, 20, 0)  # gaps 2, middle, 20
    assert (len(episodes(log_days)) == 3) is merged


def test_few_days_are_their_own_episodes() -> None:
    assert episodes(()) == ()
    assert episodes(days(4)) == days(4)


def test_the_last_gap_weighs_most() -> None:
    # Gaps 10, 20, 40 (the last): weights 0.64, 0.8, 1.
    mean, weight = log_gap(days(70, 60, 40, 0))
    assert weight == pytest.approx(2.44)
    assert mean == pytest.approx((0.64 * log(10) + 0.8 * log(20) + log(40)) / 2.44)


def test_one_gap_is_its_own_mean_and_none_has_no_weight() -> None:
    assert log_gap(days(30, 0)) == (log(30), 1.0)
    assert log_gap(days(0)) == (0.0, 0.0)
    assert log_gap(()) == (0.0, 0.0)


def test_without_own_gaps_a_tie_is_like_all_others() -> None:
    assert expected_gap(0.0, 0.0, log(30)) == pytest.approx(30)


def test_own_gaps_are_drawn_towards_the_owners_mean() -> None:
    assert expected_gap(log(100), 1.5, log(25)) == pytest.approx(50)  # equal weights: the geometric mean
    assert expected_gap(log(100), 3.0, log(25), k0=0.0) == pytest.approx(100)


def test_the_range_is_a_factor_of_the_usual_error_either_way() -> None:
    shortest, longest = gap_range(24)
    assert (round(shortest, 1), round(longest, 1)) == (9.8, 59.0)


@given(st.lists(st.integers(0, 2000), min_size=2, max_size=12, unique=True), st.floats(0, 7))
def test_the_expected_gap_lies_between_the_ties_own_mean_and_the_owners(ages: list[int], mean: float) -> None:
    own, weight = log_gap(contact_days(days(*ages), TODAY))
    expected = expected_gap(own, weight, mean)
    assert exp(min(own, mean)) * 0.999 <= expected <= exp(max(own, mean)) * 1.001


@given(st.lists(st.integers(-50, 2000), max_size=12))
def test_episodes_are_contact_days_and_begin_with_the_first(ages: list[int]) -> None:
    known = contact_days(days(*ages), TODAY)
    found = episodes(known)
    assert set(found) <= set(known)
    assert found[:1] == known[:1]
    assert list(found) == sorted(found)
