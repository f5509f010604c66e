"""Whether enough is written down of who knows whom."""

import pytest

from pnm_vault.network.coverage import Coverage, coverage_of


@pytest.mark.parametrize(
    ("contacts", "recorded", "enough"),
    [
        (0, 0, False),
        (9, 9, False),
        (10, 1, False),
        (10, 2, True),
        (11, 2, False),
        (15, 3, True),
        (10_000, 1_999, False),
    ],
)
def test_ten_contacts_and_a_fifth_of_them(contacts: int, recorded: int, enough: bool) -> None:
    assert Coverage(contacts, recorded).is_enough is enough


def test_contacts_who_know_somebody_are_counted() -> None:
    assert coverage_of(("a", "b", "c"), {"a": ("b",), "b": (), "z": ("a",)}) == Coverage(3, 1)
