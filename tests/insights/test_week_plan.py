"""Whom a week has time for: minutes added up by hand."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.catching_up.stale import Label, StaleContact, rank_stale
from pnm_vault.insights.catching_up.week_plan import MOST, WeekTime, minutes_for, plan_week
from pnm_vault.model.contact import Cadence
from pnm_vault.model.note import Channel
from pnm_vault.model.picture import Network
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from tests.insights.made_weeks import MINUTES, MONDAY, THURSDAY, network, tie, waiting, wishes

CALL, MEETING, MESSAGE = Channel.CALL, Channel.MEETING, Channel.MESSAGE


def plan(
    budget: int,
    ties: Sequence[Tie],
    who: Sequence[StaleContact] | None = None,
    follow_ups: int = 0,
    today: date = MONDAY,
    hidden: frozenset[str] = frozenset(),
) -> tuple[list[str], WeekTime]:
    """Plan a week; without `who` everybody waits, in the order given."""
    order = [waiting(one.name) for one in ties] if who is None else who
    chosen, time = plan_week(order, network(*ties), wishes(budget), follow_ups, today, hidden)
    return [one.name for one in chosen], time


@pytest.mark.parametrize(
    ("channel", "minutes"), [(CALL, 30), (MEETING, 60), (Channel.VIDEO, 30), (Channel.EVENT, 50), (None, 20)]
)
def test_the_usual_channel_says_how_long_it_takes(channel: Channel | None, minutes: int) -> None:
    assert minutes_for(tie("Ann", channel=channel), MINUTES) == minutes


def test_every_channel_that_a_tie_can_have_has_its_minutes() -> None:
    for channel in Channel:
        if channel is not Channel.NOTE:
            assert minutes_for(tie("Ann", channel=channel), MINUTES) > 0


def test_what_fits_exactly_fits() -> None:
    ties = [tie("Ann"), tie("Bo"), tie("Cy")]
    assert plan(90, ties) == (["Ann", "Bo", "Cy"], WeekTime(90, chosen=90))
    assert plan(89, ties) == (["Ann", "Bo"], WeekTime(89, chosen=60, waits=1))


def test_who_does_not_fit_is_passed_over_and_a_message_still_fits() -> None:
    ties = [tie("Ann"), tie("Bo", channel=MEETING), tie("Cy"), tie("Di", channel=MESSAGE)]
    assert plan(70, ties) == (["Ann", "Cy", "Di"], WeekTime(70, chosen=70, waits=1))


def test_without_time_nobody_is_chosen_and_everybody_waits() -> None:
    assert plan(0, [tie("Ann"), tie("Bo")]) == ([], WeekTime(0, waits=2))


def test_nobody_waits() -> None:
    assert plan(60, []) == ([], WeekTime(60))


def test_follow_ups_and_the_talks_of_the_week_go_off_first() -> None:
    ties = [
        tie("Ann"),
        tie("Bo"),
        tie("Had", age=0, channel=MEETING),
        tie("Sunday", age=5, planned=MONDAY + timedelta(days=6)),
        tie("Next", age=5, planned=MONDAY + timedelta(days=7)),
        tie("Before", age=1),
    ]
    order = [waiting("Ann"), waiting("Bo")]
    found, time = plan(140, ties, order, follow_ups=2)
    assert (found, time) == (["Ann"], WeekTime(140, chosen=30, had=60, planned=30, follow_ups=20, waits=1))
    assert time.used == 140


def test_a_talk_that_is_planned_is_counted_once() -> None:
    ties = [tie("Ann", planned=THURSDAY), tie("Bo")]
    assert plan(60, ties) == (["Ann", "Bo"], WeekTime(60, chosen=30, planned=30))
    # Planned is planned, even where the week is full.
    assert plan(0, ties) == (["Ann"], WeekTime(0, planned=30, waits=1))


def test_whoever_was_met_together_takes_the_time_of_one() -> None:
    together = Source("Daily/2026-11-24.md", 3, "choir with [[Had]], [[Has]]")
    had = [tie("Had", age=-1, proof=together), tie("Has", age=-1, proof=together, channel=MEETING)]
    assert plan(200, had, [], today=THURSDAY)[1].had == 60
    apart = [had[0], replace(had[1], proof=replace(together, line=4))]
    assert plan(200, apart, [], today=THURSDAY)[1].had == 90
    # A meeting note may name each on a line of their own.
    meeting = [replace(one, proof=Source("Meetings/Choir.md", line, "x")) for line, one in enumerate(had)]
    assert plan(200, meeting, [], today=THURSDAY)[1].had == 60


def test_nothing_of_a_hidden_contact_is_counted() -> None:
    ties = [tie("Ann"), tie("Had", age=0), tie("Plan", planned=THURSDAY)]
    hidden = frozenset(("Had.md", "Plan.md"))
    assert plan(60, ties, [waiting("Ann")], hidden=hidden)[1] == WeekTime(60, chosen=30)


def test_one_dormant_contact_at_the_most_and_only_after_the_others() -> None:
    ties = [tie("Abe"), tie("Bo"), tie("Cy"), tie("Di")]
    order = [waiting("Abe", Label.DORMANT), waiting("Bo", Label.DORMANT), waiting("Cy"), waiting("Di")]
    assert plan(120, ties, order)[0] == ["Cy", "Di", "Abe"]
    assert plan(60, ties, order)[0] == ["Cy", "Di"]


def test_nobody_is_asked_for_more_than_twenty() -> None:
    found, time = plan(10_000, [tie(f"N{number:02}", channel=MESSAGE) for number in range(25)])
    assert (len(found), time.waits) == (MOST, 5)


def test_who_waited_on_monday_stays_before_who_comes_to_be_due() -> None:
    """By Thursday the weekly one is more at risk, but the week is planned."""
    slow = tie("Slow", age=61, cadence=Cadence(30, 1), closeness=1)
    quick = tie("Quick", age=4, cadence=Cadence(7, 1), closeness=5)
    everybody = network(slow, quick)
    for today, most_at_risk, chosen in (
        (MONDAY, ["Slow"], ["Slow"]),
        (THURSDAY, ["Quick", "Slow"], ["Slow"]),
        (MONDAY + timedelta(days=7), ["Quick", "Slow"], ["Quick"]),
    ):
        order = rank_stale(everybody, wishes(30), today, waiting=True)
        assert [one.name for one in order] == most_at_risk
        found, time = plan_week(order, everybody, wishes(30), 0, today)
        assert ([one.name for one in found], time.waits) == (chosen, len(order) - 1)


channels = st.sampled_from([*[channel for channel in Channel if channel is not Channel.NOTE], None])
labels = st.sampled_from([Label.DUE, Label.OVERDUE, Label.SLIPPING, Label.DORMANT])
weeks = st.lists(st.tuples(channels, labels), max_size=12)


def made(week: list[tuple[Channel | None, Label]]) -> tuple[list[Tie], list[StaleContact]]:
    ties = [tie(f"N{number:02}", channel=channel) for number, (channel, _) in enumerate(week)]
    return ties, [waiting(one.name, label) for one, (_, label) in zip(ties, week, strict=True)]


@settings(deadline=None)
@given(weeks, st.integers(0, 400), st.integers(0, 8))
def test_what_is_chosen_fits_and_everybody_is_counted(
    week: list[tuple[Channel | None, Label]], budget: int, follow_ups: int
) -> None:
    ties, order = made(week)
    found, time = plan(budget, ties, order, follow_ups)
    assert time.chosen == sum([minutes_for(one, MINUTES) for one in ties if one.name in found])
    assert time.chosen == 0 or time.used <= budget
    assert len(found) + time.waits == len(week)


@settings(deadline=None)
@given(weeks, st.integers(0, 400), st.integers(0, 60))
def test_more_time_never_takes_less_of_it_up(week: list[tuple[Channel | None, Label]], budget: int, more: int) -> None:
    """Not always more contacts: an hour for one who means much may take the place of two messages."""
    ties, order = made(week)
    less, much = plan(budget, ties, order), plan(budget + more, ties, order)
    assert much[1].chosen >= less[1].chosen
    # The first in whom the two differ is one for whom the time was too short.
    places = [one.name for one in sorted(order, key=lambda one: one.label is Label.DORMANT)]
    first = next((name for name in places if (name in less[0]) != (name in much[0])), None)
    assert first is None or first in much[0]


@settings(deadline=None)
@given(weeks, st.integers(0, 400), st.data())
def test_whoever_is_ticked_off_leaves_and_nobody_comes_or_goes(
    week: list[tuple[Channel | None, Label]], budget: int, data: st.DataObject
) -> None:
    ties, order = made(week)
    found, time = plan(budget, ties, order)
    ticked = [name for name in found if next(one for one in order if one.name == name).label is not Label.DORMANT]
    if not ticked:
        return
    who = data.draw(st.sampled_from(ticked))
    after = [
        replace(one, last=MONDAY, proof=Source(one.path, 9, "in touch")) if one.name == who else one for one in ties
    ]
    left, then = plan(budget, after, [one for one in order if one.name != who])
    assert left == [name for name in found if name != who]
    assert (then.waits, then.used) == (time.waits, time.used)


@settings(deadline=None)
@given(weeks, st.integers(0, 400), st.randoms(use_true_random=False))
def test_the_order_of_the_ties_does_not_show(
    week: list[tuple[Channel | None, Label]], budget: int, order: random.Random
) -> None:
    ties, who = made(week)
    shuffled = list(ties)
    order.shuffle(shuffled)
    given_so = [plan_week(who, Network(tuple(one)), wishes(budget), 0, THURSDAY) for one in (ties, shuffled)]
    assert given_so[0] == given_so[1]
