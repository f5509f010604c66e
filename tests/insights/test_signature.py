from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.looking_back.signature import divergence, signature_of


def test_divergence_by_hand() -> None:
    assert divergence([1.0], [1.0]) == 0
    assert divergence([0.5, 0.5], [0.5, 0.5]) == 0
    # Nothing in common is 1 bit: the ranks of the one are empty in the other.
    assert divergence([1.0, 0.0], [0.0, 1.0]) == pytest.approx(1)
    # H(3/4, 1/4) - (0 + 1) / 2
    mixed = -(0.75 * log2(0.75) + 0.25 * log2(0.25))
    assert divergence([1.0], [0.5, 0.5]) == pytest.approx(mixed - 0.5)
    assert divergence([1.0], [0.5, 0.5]) == pytest.approx(0.311278, abs=1e-6)


def spread(count: int, days: int) -> dict[str, int]:
    return {f"p{number:02}": days for number in range(count)}


def test_below_the_evidence_nothing_is_said() -> None:
    enough = spread(20, 5)
    assert signature_of(enough, enough) is not None
    assert signature_of(enough, spread(19, 6)) is None
    assert signature_of(spread(20, 4), enough) is None
    assert signature_of({}, enough) is None


def test_ranks_go_by_days_then_path() -> None:
    now = spread(20, 5) | {"p19": 9, "p07": 7}
    found = signature_of(now, spread(20, 5))
    assert found is not None
    assert found.ranks == ("p19", "p07", "p00", "p01", "p02")
    assert found.ranks_before == ("p00", "p01", "p02", "p03", "p04")
    assert found.top == round(31 / 106, 4)
    assert found.top_before == 0.25
    assert 0 < found.distance < 0.05


shares = st.lists(st.integers(1, 50), min_size=1, max_size=30).map(
    lambda counts: sorted([count / sum(counts) for count in counts], reverse=True)
)


@given(shares, shares)
def test_divergence_is_a_distance_between_0_and_1(one: list[float], other: list[float]) -> None:
    assert 0 <= divergence(one, other) <= 1
    assert divergence(one, other) == pytest.approx(divergence(other, one))
    assert divergence(one, one) == pytest.approx(0)


@given(st.permutations([f"p{number:02}" for number in range(20)]))
def test_other_people_on_the_same_ranks_are_the_same_signature(order: list[str]) -> None:
    days = [30, 20, 15, 10, 8, 7, 6, 5, 4, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1]
    found = signature_of(dict(zip(order, days, strict=True)), dict(zip(sorted(order), days, strict=True)))
    assert found is not None
    assert found.distance == 0
    assert set(found.ranks) == set(order[:5])
