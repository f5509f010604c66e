"""Layers, against the bounds of the literature."""

import pytest

from pnm_vault.network.layers import layer_of, layer_of_gap


@pytest.mark.parametrize(
    ("days", "layer"),
    [(1, 1), (7, 1), (8, 2), (31, 2), (32, 3), (183, 3), (184, 4), (366, 4), (367, 5), (10_000, 5)],
)
def test_by_the_days_between_contacts(days: int, layer: int) -> None:
    assert layer_of_gap(days) == layer


@pytest.mark.parametrize(
    ("closeness", "rhythm", "layer"),
    [(5, 400, 1), (1, 1, 5), (3, None, 3), (None, 30, 2), (None, None, None)],
)
def test_a_written_closeness_wins(closeness: int | None, rhythm: int | None, layer: int | None) -> None:
    assert layer_of(closeness, rhythm) == layer
