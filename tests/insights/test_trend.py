"""The quarters of three years: what is counted, and what is a change worth a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.looking_back.capacity import Alive
from pnm_vault.insights.network_state.trend import (
    Change,
    Quarter,
    change_of_alive,
    change_of_days,
    quarters_of,
)

ENDS = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))


def of(*numbers: tuple[int, int]) -> list[Quarter]:
    return [Quarter(Alive(date(2026, 9, 30), alive), days) for alive, days in numbers]


@given(st.dictionaries(st.sampled_from("abc"), st.frozensets(st.integers(0, 272))))
def test_every_day_of_contact_is_in_one_quarter(drawn: dict[str, frozenset[int]]) -> None:
    first = date(2026, 1, 1)
    days = {path: sorted([first.toordinal() + day for day in own]) for path, own in drawn.items()}
    found = quarters_of([Alive(end, 0) for end in ENDS], days)
    assert sum([one.days for one in found]) == sum(map(len, days.values()))
    begins = (first, date(2026, 4, 1), date(2026, 7, 1))
    for one, begin, end in zip(found, begins, ENDS, strict=True):
        inside = range(begin.toordinal(), end.toordinal() + 1)
        assert one.days == len([day for own in days.values() for day in own if day in inside])


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(20, 24, True), (20, 23, False), (20, 16, True), (20, 17, False), (2, 4, False), (0, 3, True), (0, 0, False)],
)
def test_a_fifth_and_three_at_least_is_a_change(before: int, after: int, moved: bool) -> None:
    assert Change(before, after).moved is moved


def test_a_year_is_beside_the_one_before() -> None:
    assert change_of_alive(of(*[(1, 1)] * 4)) is None
    assert change_of_alive(of((7, 1), *[(1, 1)] * 3, (9, 1))) == Change(7, 9)
    assert change_of_days(of(*[(1, 1)] * 7)) is None
    assert change_of_days(of(*[(1, 100)], *[(1, 2)] * 4, *[(1, 5)] * 4)) == Change(8, 20)
