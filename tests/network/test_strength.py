"""Strength that fades, its half-life and the owner's standing, against values worked out by hand."""

from datetime import date, timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.model.contact import Status
from pnm_vault.model.picture import Network
from pnm_vault.model.tie import Tie
from pnm_vault.network.strength import (
    decayed,
    half_life_of,
    mean_log_gap_of,
    nearest_first,
    percentiles,
    standing_by_path,
    standings,
)

TODAY = date(2026, 11, 23)


def make_tie(path: str, age: int | None, strength: float, closeness: int | None = None) -> Tie:
    last = None if age is None else TODAY - timedelta(days=age)
    return Tie(
        path=path,
        name=path,
        category=None,
        circles=(),
        tags=(),
        priority=None,
        closeness=closeness,
        cadence=None,
        next_contact=None,
        status=Status.ACTIVE,
        private=False,
        suggest=True,
        days=0 if age is None else 1,
        first=last,
        last=last,
        proof=None,
        planned=None,
        log_gap=0.0,
        weight=0.0,
        decayed=strength,
    )


def test_the_half_life_is_three_geometric_mean_gaps() -> None:
    assert half_life_of(log(10) + log(40), 2) == 60.0  # the geometric mean is 20


def test_the_half_life_is_90_days_without_gaps_and_3_at_least() -> None:
    assert half_life_of(0.0, 0) == 90.0
    assert half_life_of(0.0, 7) == 3.0  # every day


def test_the_half_life_has_two_significant_digits() -> None:
    assert half_life_of(log(41.2), 1) == 120.0  # 123.6
    assert half_life_of(log(1.17), 1) == 3.5  # 3.51


def test_the_mean_log_gap_has_two_significant_digits() -> None:
    assert mean_log_gap_of(0.0, 0) == 3.4
    assert mean_log_gap_of(log(10) + log(40), 2) == 3.0


def test_strength_halves_with_every_half_life() -> None:
    days = [TODAY - timedelta(days=age) for age in (60, 30, 0)]
    assert decayed(days, 30.0) == pytest.approx(1.75)
    assert decayed([], 30.0) == 0.0
    assert decayed([TODAY], 30.0) == 1.0


def test_percentiles_are_midranks_in_the_order_given() -> None:
    assert percentiles([5.0, 1.0, 5.0, 9.0]) == (0.5, 0.125, 0.5, 0.875)
    assert percentiles([2.0]) == (0.5,)
    assert percentiles([]) == ()


@given(st.lists(st.integers(0, 5), max_size=12))
def test_percentiles_are_what_counting_gives(values: list[int]) -> None:
    counted = [
        (sum(other < value for other in values) + sum(other == value for other in values) / 2) / len(values)
        for value in values
    ]
    assert percentiles([float(value) for value in values]) == pytest.approx(tuple(counted))


def test_standing_is_the_percentile_among_ties_with_contact() -> None:
    ties = [make_tie("a", 0, 4.0), make_tie("b", 0, 2.0), make_tie("c", None, 0.0), make_tie("d", 400, 2.0)]
    assert standings(ties, 90.0) == pytest.approx((5 / 6, 0.5, 0.2, 0.2))


def test_closeness_in_the_owners_words_wins() -> None:
    ties = [
        make_tie("a", 0, 4.0, closeness=1),
        make_tie("b", 900, 1.0, closeness=5),
        make_tie("c", None, 0.0, closeness=4),
    ]
    assert standings(ties, 90.0) == (0.2, 1.0, 0.8)


def test_long_silence_keeps_its_order() -> None:
    ties = [make_tie("a", 30_000, 1.0), make_tie("b", 29_999, 1.0), make_tie("c", 0, 1.0)]
    assert standings(ties, 3.0) == pytest.approx((0.2, 0.5, 5 / 6))


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), min_size=1, max_size=8))
def test_standing_follows_strength(ties: list[tuple[int, int]]) -> None:
    made = [make_tie(str(place), age, float(days)) for place, (age, days) in enumerate(ties)]
    found = standings(made, 90.0)
    strengths = [tie.decayed * 2.0 ** (-(TODAY - tie.last).days / 90.0) for tie in made if tie.last is not None]
    for one, mine in zip(found, strengths, strict=True):
        for other, yours in zip(found, strengths, strict=True):
            assert one >= other or mine < yours * exp(1e-9)


@given(st.lists(st.sampled_from([0.2, 0.5, 0.8999, 0.9, 0.95, 1.0]), max_size=12))
def test_the_nearest_come_first_then_by_path(shares: list[float]) -> None:
    ties = [make_tie(f"{place:02}", 0, 1.0) for place in range(len(shares))]
    found = list(nearest_first(Network(tuple(ties[::-1]), standings=tuple(shares[::-1]))))
    assert found == [path for _, path in sorted([(-share, tie.path) for tie, share in zip(ties, shares, strict=True)])]


def test_what_a_network_keeps_is_its_own() -> None:
    """A network made of another one, of a part of its ties or on another day, works everything out for itself."""
    ties = (make_tie("a", 0, 4.0), make_tie("b", 0, 2.0), make_tie("c", None, 0.0))
    whole = Network(ties, standings=standings(ties, 90.0))
    assert standing_by_path(whole) == standing_by_path(Network(ties)) == pytest.approx({"a": 0.75, "b": 0.25, "c": 0.2})
    assert (*whole.by_path, *whole.open_ties, whole.began, whole.met) == (*"abc", *"abc", TODAY, ())
    part = replace(whole, ties=ties[1:], standings=standings(ties[1:], 90.0))
    assert (*part.by_path, *part.open_ties, *standing_by_path(part).values()) == (*"bc", *"bc", 0.5, 0.2)
    assert whole == replace(whole)
