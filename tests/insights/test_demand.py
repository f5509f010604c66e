"""What the cadences ask for in a week: sums by hand, and which circles could do with less."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.insights.catching_up.demand import Askers, Demand, week_demand
from pnm_vault.model.contact import Cadence, Status
from pnm_vault.model.note import Channel
from pnm_vault.model.picture import Network
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from tests.examples import examples
from tests.insights.made_weeks import network, tie, wishes

MEETING, MESSAGE = Channel.MEETING, Channel.MESSAGE


def demand(wanted: Settings, *ties: Tie, hidden: frozenset[str] = frozenset()) -> Demand:
    return week_demand(network(*ties), wanted, hidden)


def members(circle: str, count: int, closeness: int = 2, **changes: Any) -> list[Tie]:
    return [tie(f"{circle} {number}", circles=(circle,), closeness=closeness, **changes) for number in range(count)]


def test_nobody_asks_for_nothing() -> None:
    assert demand(wishes(60)) == Demand(0.0, 60)
    assert not demand(wishes(0)).is_too_much


def test_the_sum_of_minutes_by_seven_days_to_the_gap() -> None:
    ties = [
        tie("Ann", cadence=Cadence(7, 1)),  # 30 a week
        tie("Bo", cadence=Cadence(14, 1), channel=MEETING),  # 60 every other week
        tie("Cy", channel=None, category="friend"),  # 20 in 60 days: 2 1/3
        tie("None", cadence=Cadence(None, 1)),
        tie("Gone", status=Status.ARCHIVED, cadence=Cadence(7, 1)),
        tie("Zora", suggest=False),
        tie("Wish", suggest=False, cadence=Cadence(70, 1)),  # 3 a week
        tie("Hush", private=True, cadence=Cadence(7, 1)),
    ]
    found = demand(wishes(None), *ties, hidden=frozenset(("Hush.md",)))
    assert found.minutes == pytest.approx(30 + 30 + 7 / 3 + 3)
    assert [(one.name, one.circle, one.contacts, round(one.minutes, 2)) for one in found.groups] == [
        ("", False, 3, 63.0),
        ("friend", False, 1, 2.33),
    ]
    assert not found.is_too_much


def test_a_contact_counts_in_the_first_circle() -> None:
    ties = [tie("Ann", circles=("Choir", "Work")), tie("Bo", circles=("choir",)), tie("Cy", circles=("Work",))]
    found = demand(wishes(None, default=7), *ties)
    assert found.groups == (Askers("Choir", True, 2, 60.0), Askers("Work", True, 1, 30.0))


def test_within_a_quarter_more_nothing_is_said() -> None:
    assert demand(wishes(24, {"choir": 7}), *members("choir", 1)).relief == ()  # 30 of 24
    assert demand(wishes(23, {"choir": 7}), *members("choir", 1)).relief != ()


def test_one_circle() -> None:
    found = demand(wishes(60, {"choir": 7}), *members("choir", 4))
    assert found.minutes == 120
    ((group,), after) = found.relief, found.after
    assert (group.name, group.circle, group.contacts) == ("choir", True, 4)
    assert group.minutes == pytest.approx(120 - 4 * 30 * 7 / 91)
    assert after == pytest.approx(4 * 30 * 7 / 91)


def test_as_few_as_suffice_and_of_these_the_one_that_means_least() -> None:
    ties = [*members("climbing", 4, 3), *members("choir", 4, 2), *members("chess", 1, 1), *members("dear", 4, 4)]
    wanted = wishes(330, {"climbing": 7, "choir": 7, "chess": 7, "dear": 7})  # 390 are asked for
    assert [one.name for one in demand(wishes(320, dict(wanted.cadence.by)), *ties).relief] == []  # 1.22 times
    found = demand(wishes(300, dict(wanted.cadence.by)), *ties)
    assert [one.name for one in found.relief] == ["choir"]  # chess would not suffice, climbing means more
    found = demand(wishes(200, dict(wanted.cadence.by)), *ties)
    assert [one.name for one in found.relief] == ["choir", "climbing"]
    assert found.after is not None
    assert found.after <= 200


def test_where_nothing_suffices_what_would_be_left_is_said() -> None:
    found = demand(wishes(10, {"choir": 7}), *members("choir", 2), *[tie("Ann", cadence=Cadence(7, 1))])
    assert [one.name for one in found.relief] == ["choir"]
    assert found.after == pytest.approx(30 + 2 * 30 * 7 / 91)


@pytest.mark.parametrize(
    "near",
    [
        {"category": "family"},
        {"closeness": 5},
        {"closeness": None, "days": 12, "weight": 4.0, "log_gap": 1.2},  # heard of about weekly
    ],
)
def test_no_circle_with_family_or_the_nearest_in_it(near: dict[str, Any]) -> None:
    ties = [*members("choir", 3), tie("Near", circles=("choir",), **near)]
    assert demand(wishes(30, {"choir": 7}), *ties).relief == ()
    # With a cadence of their own the line does not speak to them.
    own = [*members("choir", 3), tie("Near", circles=("choir",), cadence=Cadence(7, 1), **near)]
    assert [one.contacts for one in demand(wishes(30, {"choir": 7}), *own).relief] == [3]


def test_family_is_no_group() -> None:
    assert demand(wishes(5), *[tie(f"N{one}", category="family") for one in range(9)]).relief == ()


def test_a_category_is_asked_where_there_is_no_circle() -> None:
    ties = [tie(f"N{one}", category="friend", closeness=2) for one in range(20)]  # 20 x 30 x 7 / 60 = 70
    (group,) = demand(wishes(50), *ties).relief
    assert (group.name, group.circle, group.contacts) == ("friend", False, 20)


def test_a_line_for_a_category_does_not_move_who_has_a_wish_for_a_circle() -> None:
    ties = [tie("Ann", category="friend", closeness=2), *members("choir", 3, category="friend")]
    found = demand(wishes(10, {"choir": 7}, default=7), *ties)
    moved = {one.name: one.contacts for one in found.relief}
    assert moved == {"choir": 3, "friend": 1}


def test_a_shorter_wish_for_another_circle_stays() -> None:
    ties = [tie("Ann", circles=("choir", "neighbours"), closeness=2)]
    found = demand(wishes(10, {"choir": 14, "neighbours": 7}), *ties)
    assert [one.name for one in found.relief] == ["neighbours"]  # leaves every two weeks for the choir


def test_a_circle_called_default_is_no_line_of_its_own() -> None:
    assert demand(wishes(10), *members("default", 9, cadence=None, days=9, weight=4.0, log_gap=2.5)).relief == ()


names = st.sampled_from(["choir", "work", "chess", "sea"])
ties_of = st.lists(
    st.tuples(
        st.lists(names, max_size=2, unique=True).map(tuple),
        st.sampled_from(["friend", "family", None]),
        st.sampled_from([1, 2, 3, 5]),
        st.sampled_from([None, Cadence(7, 1)]),
        st.sampled_from([MEETING, MESSAGE, None]),
    ),
    max_size=8,
).map(
    lambda many: [
        tie(f"N{at}", circles=circles, category=category, closeness=closeness, cadence=cadence, channel=channel)
        for at, (circles, category, closeness, cadence, channel) in enumerate(many)
    ]
)
lines = st.dictionaries(names, st.sampled_from([7, 14, 30, 91, 0]), max_size=4)


@settings(deadline=None, max_examples=examples(150))
@given(ties_of, lines, st.integers(1, 200), st.randoms(use_true_random=False))
def test_the_lines_do_what_is_said_of_them(
    ties: list[Tie], by: dict[str, int], budget: int, order: random.Random
) -> None:
    """Written into the settings they leave so much as was said, whatever the order of the ties."""
    found = demand(wishes(budget, by), *ties)
    shuffled = list(ties)
    order.shuffle(shuffled)
    assert week_demand(Network(tuple(shuffled)), wishes(budget, by)) == found
    assert sum([group.minutes for group in found.groups]) == pytest.approx(found.minutes)
    if found.relief:
        then = demand(wishes(budget, by | {one.name: 91 for one in found.relief}), *ties)
        assert then.minutes == pytest.approx(found.after)
        assert then.minutes < found.minutes


@settings(deadline=None, max_examples=60)
@given(ties_of, lines, st.integers(0, 200), st.integers(1, 100))
def test_more_time_never_asks_for_more_lines(ties: list[Tie], by: dict[str, int], budget: int, more: int) -> None:
    less, much = demand(wishes(budget, by), *ties), demand(wishes(budget + more, by), *ties)
    assert much.minutes == less.minutes
    assert len(much.relief) <= len(less.relief)
