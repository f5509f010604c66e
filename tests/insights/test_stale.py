"""Where a tie stands, by which rule, and what comes first."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.catching_up.expectation import Expectations, about
from pnm_vault.insights.catching_up.stale import CadenceRule, Label, StaleContact, label_of, rank_stale
from pnm_vault.model.contact import Cadence, Status
from pnm_vault.model.picture import Network
from pnm_vault.model.settings import CadenceSettings, Settings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from tests.made_ties import bare_tie

TODAY = date(2026, 11, 23)


def make_tie(path: str = "Ann.md", age: int | None = None, **changes: Any) -> Tie:
    """Make a tie last in touch `age` days ago."""
    last = None if age is None else TODAY - timedelta(days=age)
    fields: dict[str, Any] = {
        "path": path,
        "name": path.removesuffix(".md"),
        "days": 0 if last is None else 1,
        "first": last,
        "last": last,
        "proof": None if last is None else Source(path, 7, "lunch"),
        "decayed": 0.0 if last is None else 1.0,
    }
    return bare_tie(**(fields | changes))


def rank(*ties: Tie, by: Mapping[str, int] | None = None, default: int | None = None) -> tuple[StaleContact, ...]:
    return rank_stale(Network(ties), Settings(cadence=CadenceSettings(default=default, by=by or {})), TODAY)


def only(tie: Tie, by: Mapping[str, int] | None = None, default: int | None = None) -> StaleContact:
    (found,) = rank(tie, by=by, default=default)
    return found


def rhythmic(days: int, **changes: Any) -> Tie:
    """Make a tie whose gaps make `days` of the mean of all, 3.4, which counts as one gap and a half."""
    return make_tie(age=1, days=4, weight=2.5, log_gap=(4 * log(days) - 1.5 * 3.4) / 2.5, **changes)


@pytest.mark.parametrize(
    ("silence", "label"),
    [
        (0, Label.IN_RHYTHM),
        (9, Label.IN_RHYTHM),
        (10, Label.DUE),
        (19, Label.DUE),
        (20, Label.OVERDUE),
        (39, Label.OVERDUE),
        (40, Label.SLIPPING),
        (80, Label.SLIPPING),
        (81, Label.DORMANT),
    ],
)
def test_the_edges_of_the_labels(silence: int, label: Label) -> None:
    assert label_of(silence, 10) is label
    assert only(make_tie(age=silence, cadence=Cadence(10))).label is label


def test_family_is_never_more_than_overdue() -> None:
    late = only(make_tie(age=9000, category="family"))
    assert late.label is Label.OVERDUE
    assert late.score == 0.3333  # alone: half of all, 0.5, times 2/3
    assert only(make_tie(age=59, category="family")).label is Label.DUE


def test_everything_about_one_contact() -> None:
    assert only(make_tie(age=45, cadence=Cadence(30))) == StaleContact(
        path="Ann.md",
        name="Ann",
        label=Label.DUE,
        score=0.2642,  # 0.5 x (log2(1.5) + 1) / 3
        since=45,
        last=date(2026, 10, 9),
        proof=Source("Ann.md", 7, "lunch"),
        gap=30,
        rule=CadenceRule.CONTACT,
        rhythm=None,
        due=date(2026, 11, 8),
        snoozed=False,
        planned=None,
        private=False,
        reasons=("You wished for every 30 days.",),
    )


def test_the_due_day_is_the_first_day_that_is_due() -> None:
    on_the_day = only(make_tie(age=30, cadence=Cadence(30)))
    assert (on_the_day.due, on_the_day.label) == (TODAY, Label.DUE)


@pytest.mark.parametrize(
    "tie",
    [
        make_tie(age=900, status=Status.ARCHIVED),
        make_tie(age=900, status=Status.DECEASED),
        make_tie(age=900, cadence=Cadence(None)),
        make_tie(age=900, cadence=Cadence(0)),
    ],
)
def test_who_is_left_out(tie: Tie) -> None:
    assert rank(tie) == ()


def test_private_contacts_are_in_it_and_marked() -> None:
    assert only(make_tie(age=1, private=True)).private


def test_never_to_be_suggested_means_no_reminder_but_one_asked_for() -> None:
    assert rank(make_tie(age=1, suggest=False)) == ()
    assert only(make_tie(age=1, suggest=False, cadence=Cadence(14))).gap == 14


class TestRules:
    """The nearest rule wins."""

    def test_own_cadence_first(self) -> None:
        found = only(make_tie(category="friend", cadence=Cadence(14)), by={"friend": 7}, default=5)
        assert (found.gap, found.rule) == (14, CadenceRule.CONTACT)

    def test_settings_before_rhythm(self) -> None:
        found = only(rhythmic(20, category="friend"), by={"friend": 25})
        assert (found.gap, found.rule, found.rhythm) == (25, CadenceRule.SETTINGS, 20)
        assert found.reasons == ("You wished for every 25 days for friends.",)

    def test_circle_before_category_before_tag_before_layer(self) -> None:
        tie = make_tie(category="friend", circles=("Rowing",), tags=("#VIP",), closeness=5)
        by = {"layer-1": 30, "vip": 40, "friend": 55, "rowing": 75}
        for name in ("rowing", "friend", "vip", "layer-1"):
            assert only(tie, by=by).gap == by.pop(name)
        assert only(tie).gap == 60
        assert only(tie, by={"vip": 40}).reasons[1:] == ("You wished for every 40 days for “vip”.",)

    def test_of_several_of_one_kind_the_shortest(self) -> None:
        tie = make_tie(circles=("Rowing", "Choir"), tags=("a/b",))
        assert only(tie, by={"rowing": 45, "choir": 50}).gap == 45
        assert only(tie, by={"a": 20, "a/b": 50}).gap == 50  # its own tag is nearer than the one above

    def test_a_layer_by_closeness_else_by_rhythm(self) -> None:
        by = {"layer-2": 9, "layer-4": 90}
        assert only(make_tie(closeness=4), by=by).gap == 9
        assert only(rhythmic(30), by=by).gap == 9
        assert only(rhythmic(30, closeness=2), by=by).gap == 90
        assert only(make_tie(), by=by).gap == 180

    def test_case_does_not_matter(self) -> None:
        assert only(make_tie(circles=("STRASSE",)), by={"straße": 12}).gap == 12

    def test_a_nested_tag_belongs_to_its_parents(self) -> None:
        assert only(make_tie(tags=("work/acme/old",)), by={"work": 33}).gap == 33
        assert only(make_tie(tags=("workshop",)), by={"work": 33}).gap == 180

    def test_0_in_the_settings_is_never(self) -> None:
        assert rank(make_tie(category="colleague"), by={"colleague": 0}) == ()
        assert rank(make_tie(category="colleague", tags=("x",)), by={"colleague": 30, "x": 0}) == ()
        assert only(make_tie(category="colleague", cadence=Cadence(9)), by={"colleague": 0}).gap == 9

    def test_rhythm_before_the_default_and_the_category(self) -> None:
        found = only(rhythmic(35, category="friend"), default=100)
        assert (found.gap, found.rule, found.rhythm) == (35, CadenceRule.RHYTHM, 35)
        assert found.reasons == ("You usually talk about every 5 weeks.",)

    def test_three_contact_days_are_no_rhythm(self) -> None:
        assert only(make_tie(age=1, days=3, weight=1.8, log_gap=2.0)).rhythm is None

    def test_four_days_of_one_week_are_no_rhythm(self) -> None:
        assert only(make_tie(age=1, days=4, weight=1.0, log_gap=5.0)).rule is CadenceRule.DEFAULT

    def test_the_owners_default_before_the_category(self) -> None:
        found = only(make_tie(category="friend"), default=100)
        assert (found.gap, found.rule) == (100, CadenceRule.DEFAULT)
        assert found.reasons[-1] == "You wished for every 100 days for everybody else."
        assert rank(make_tie(category="friend"), default=0) == ()

    def test_the_category_before_the_last_resort(self) -> None:
        found = only(make_tie(category="friend"))
        assert (found.gap, found.rule, found.reasons[-1]) == (
            60,
            CadenceRule.CATEGORY,
            "As for friends: every 60 days.",
        )
        found = only(make_tie(category="neighbour"))
        assert (found.gap, found.rule, found.reasons[-1]) == (
            180,
            CadenceRule.DEFAULT,
            "As for everybody: every 180 days.",
        )


class TestLatest:
    """A limit that the owner set beside the wish."""

    @pytest.mark.parametrize(
        ("silence", "label"),
        [
            (29, Label.IN_RHYTHM),
            (30, Label.DUE),
            (89, Label.DUE),
            (90, Label.OVERDUE),
            (179, Label.OVERDUE),
            (180, Label.SLIPPING),
            (360, Label.SLIPPING),
            (361, Label.DORMANT),
        ],
    )
    def test_the_edges(self, silence: int, label: Label) -> None:
        found = only(make_tie(age=silence, cadence=Cadence(30, latest=90)))
        assert (found.label, found.gap, found.latest) == (label, 30, 90)

    def test_lateness_is_two_thirds_at_the_latest_and_full_at_twice_that(self) -> None:
        scores = [
            only(make_tie(age=age, cadence=Cadence(30, latest=90), closeness=5)).score for age in (30, 52, 90, 180, 900)
        ]
        # 52 is halfway from 30 to 90 by ratio: 30 x sqrt(3).
        assert scores == [0.3333, pytest.approx(0.5, abs=0.001), 0.6667, 1.0, 1.0]

    def test_twice_the_wish_is_the_latest_where_none_is_said(self) -> None:
        for age in (10, 30, 31, 45, 59, 60, 61, 119, 120, 239, 240, 241):
            plain, said = make_tie(age=age, cadence=Cadence(30)), make_tie(age=age, cadence=Cadence(30, latest=60))
            assert (only(plain).label, only(plain).score) == (only(said).label, only(said).score), age

    def test_in_the_settings(self) -> None:
        wished = CadenceSettings(by={"rowing": 30}, latest={"rowing": 91}, default=100, default_latest=400)
        ties = (make_tie("A.md", age=1, circles=("Rowing",)), make_tie("B.md", age=1))
        found = {one.name: one for one in rank_stale(Network(ties), Settings(cadence=wished), TODAY)}
        assert (found["A"].latest, found["B"].latest) == (91, 400)
        assert found["A"].reasons == ("You wished for every 30 days, 91 at the latest, for “rowing”.",)
        assert found["B"].reasons == ("You wished for every 100 days, 400 at the latest, for everybody else.",)
        assert only(make_tie(cadence=Cadence(1, latest=3))).reasons[-1] == "You wished for every day, 3 at the latest."


class TestBursts:
    """Of a tie in bursts a silence says little."""

    def test_half_as_long_again_is_waited(self) -> None:
        even, bursts = rhythmic(20, burstiness=0.4), rhythmic(20, burstiness=0.41)
        assert (only(even).gap, only(even).reasons) == (20, ("You usually talk about every 3 weeks.",))
        assert (only(bursts).gap, only(bursts).rhythm) == (30, 20)
        assert only(bursts).reasons == ("You usually talk about every 3 weeks, but in bursts.",)

    def test_a_wish_is_not_stretched(self) -> None:
        assert only(rhythmic(20, burstiness=0.9, cadence=Cadence(15))).gap == 15


class TestReasons:
    """Sentences for the owner."""

    def test_a_wish_that_differs_from_the_rhythm_by_more_than_twice(self) -> None:
        near, far = rhythmic(30, cadence=Cadence(15)), rhythmic(30, cadence=Cadence(14))
        assert only(near).rhythm == 30
        assert only(near).reasons == ("You wished for every 15 days.",)
        assert only(far).reasons == ("You wished for every 14 days.", "You usually talk about every 4 weeks.")
        often = only(rhythmic(30, cadence=Cadence(61)))
        assert often.reasons == ("You wished for every 61 days.", "You usually talk about every 4 weeks.")

    def test_never_recorded(self) -> None:
        found = only(make_tie(category="mentor"))
        assert (found.label, found.since, found.due, found.proof) == (Label.NEVER, None, None, None)
        assert found.reasons == ("No contact is recorded yet.", "As for mentors: every 60 days.")

    def test_every_day(self) -> None:
        assert only(make_tie(age=0, cadence=Cadence(1))).reasons == ("You wished for every day.",)

    def test_they_say_the_same_tomorrow(self) -> None:
        tie = make_tie(age=45, cadence=Cadence(30), planned=TODAY + timedelta(days=9))
        later = rank_stale(Network((tie,)), Settings(), TODAY + timedelta(days=1))
        assert later[0].reasons == only(tie).reasons

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (0.4, "every day"),
            (1, "every day"),
            (9, "every 9 days"),
            (10, "every week"),
            (35, "every 5 weeks"),
            (59, "every 8 weeks"),
            (60, "every 2 months"),
            (365, "every year"),
            (500, "every 16 months"),
            (1000, "every 3 years"),
        ],
    )
    def test_a_rhythm_in_words(self, days: float, words: str) -> None:
        assert about(days) == words


class TestNextContact:
    """The day on which the owner wants to be reminded."""

    def test_in_the_future_it_snoozes(self) -> None:
        found = only(make_tie(age=900, next_contact=TODAY + timedelta(days=1)))
        assert (found.label, found.score, found.snoozed) == (Label.IN_RHYTHM, 0.0, True)
        assert found.due == TODAY + timedelta(days=1)
        assert found.reasons[0] == "You asked to be reminded on 2026-11-24."

    def test_when_it_comes_it_is_due(self) -> None:
        found = only(make_tie(age=3, cadence=Cadence(30), next_contact=TODAY))
        assert (found.label, found.due, found.snoozed) == (Label.DUE, TODAY, False)
        assert found.score == 0.1667  # 0.5 x 1/3

    def test_a_gap_past_it_is_overdue(self) -> None:
        tie = make_tie(age=40, cadence=Cadence(30), next_contact=TODAY - timedelta(days=30))
        assert only(tie).label is Label.OVERDUE

    def test_silence_counts_on_while_it_snoozes(self) -> None:
        found = only(make_tie(age=300, cadence=Cadence(30), next_contact=TODAY - timedelta(days=1)))
        assert (found.label, found.due) == (Label.DORMANT, TODAY - timedelta(days=1))

    def test_contact_on_or_after_the_day_settles_it(self) -> None:
        for age in (3, 4):
            found = only(make_tie(age=3, cadence=Cadence(30), next_contact=TODAY - timedelta(days=age)))
            assert (found.label, found.due) == (Label.IN_RHYTHM, TODAY + timedelta(days=27))

    def test_before_any_contact(self) -> None:
        ahead = only(make_tie(next_contact=TODAY + timedelta(days=5)))
        assert (ahead.label, ahead.snoozed, ahead.score) == (Label.NEVER, True, 0.0)
        past = only(make_tie(next_contact=TODAY - timedelta(days=5)))
        assert (past.label, past.since, past.due) == (Label.DUE, None, TODAY - timedelta(days=5))
        assert past.reasons[:2] == ("You asked to be reminded on 2026-11-18.", "No contact is recorded yet.")


class TestScore:
    """Value at risk: importance times lateness."""

    def test_half_a_gap_is_no_risk(self) -> None:
        assert only(make_tie(age=15, cadence=Cadence(30), closeness=5)).score == 0.0
        assert only(make_tie(age=16, cadence=Cadence(30), closeness=5)).score > 0.0

    @pytest.mark.parametrize(("age", "score"), [(30, 0.3333), (60, 0.6667), (120, 1.0), (121, 1.0), (9000, 1.0)])
    def test_lateness(self, age: int, score: float) -> None:
        assert only(make_tie(age=age, cadence=Cadence(30), closeness=5)).score == score

    def test_closeness_and_priority(self) -> None:
        late = 9000
        assert only(make_tie(age=late, closeness=2)).score == 0.4
        assert only(make_tie(age=late, closeness=2, priority=1)).score == 0.7
        assert only(make_tie(age=late, closeness=2, priority=2)).score == 0.5
        assert only(make_tie(age=late, closeness=2, priority=3)).score == 0.3

    def test_a_wish_says_that_a_weak_tie_matters(self) -> None:
        strong = make_tie("Zoe.md", age=0, decayed=9.0)
        scores = {tie.path: tie.score for tie in rank(strong, make_tie(age=9000), make_tie("Bo.md", age=9000))}
        assert scores["Ann.md"] == scores["Bo.md"] == 0.3333
        scores = {tie.path: tie.score for tie in rank(strong, make_tie(age=9000, cadence=Cadence(90)))}
        assert scores["Ann.md"] == 0.5

    def test_a_close_friend_a_little_late_before_an_acquaintance_very_late(self) -> None:
        friend = make_tie("Zoe.md", age=90, category="friend", closeness=5)
        distant = make_tie("Abe.md", age=4000, category="acquaintance", closeness=1)
        assert [tie.name for tie in rank(distant, friend)] == ["Zoe", "Abe"]

    def test_dormant_gains_nothing_on_slipping_by_lateness_alone(self) -> None:
        slipping = make_tie("Abe.md", age=240, category="friend", closeness=3)
        dormant = make_tie("Bo.md", age=2400, category="friend", closeness=3)
        assert [(tie.name, tie.label, tie.score) for tie in rank(dormant, slipping)] == [
            ("Abe", Label.SLIPPING, 0.6),
            ("Bo", Label.DORMANT, 0.6),
        ]

    def test_a_plan_takes_most_of_it(self) -> None:
        found = only(make_tie(age=9000, closeness=5, planned=date(2026, 12, 1)))
        assert (found.score, found.planned, found.label) == (0.3, date(2026, 12, 1), Label.DORMANT)
        assert found.reasons[0] == "You have something planned for 2026-12-01."

    def test_never_recorded_is_as_late_as_just_due(self) -> None:
        assert only(make_tie(closeness=5)).score == 0.3333
        assert only(make_tie()).score == 0.0667

    def test_equal_scores_go_by_name_without_case_then_by_path(self) -> None:
        ties = [make_tie("b/x.md", name="bea"), make_tie("a/x.md", name="Bea"), make_tie("z.md", name="Abe")]
        assert [tie.path for tie in rank(*ties)] == ["z.md", "a/x.md", "b/x.md"]


def test_the_ends_of_the_calendar() -> None:
    assert only(make_tie(age=1, cadence=Cadence(10**12))).due == date.max
    tie = make_tie(last=date.max, days=1, decayed=1.0, cadence=Cadence(30))
    (found,) = rank_stale(Network((tie,)), Settings(), date.max)
    assert (found.due, found.since) == (date.max, 0)


@pytest.mark.parametrize("wanted", [None, -5, 0, 5, 40, 100])
@pytest.mark.parametrize("age", [None, 0, 29, 30, 31, 300])
def test_leaving_out_those_at_rest_leaves_out_nobody_who_waits(age: int | None, wanted: int | None) -> None:
    tie = make_tie(age=age, cadence=Cadence(30), next_contact=None if wanted is None else TODAY - timedelta(wanted))
    everybody = rank(tie)
    waiting = rank_stale(Network((tie,)), Settings(), TODAY, waiting=True)
    assert [one for one in everybody if one.label is not Label.IN_RHYTHM and not one.snoozed] == [
        one for one in waiting if not one.snoozed
    ]


@given(
    st.lists(
        st.builds(
            make_tie,
            age=st.one_of(st.none(), st.integers(0, 900)),
            days=st.integers(0, 6),
            weight=st.floats(0, 5),
            log_gap=st.floats(0, 9),
            burstiness=st.sampled_from([None, 0.1, 0.4, 0.41]),
            cadence=st.sampled_from(
                [None, Cadence(None), Cadence(0), Cadence(14), Cadence(4_000_000), Cadence(30, 40)]
            ),
            category=st.sampled_from([None, "", "friend", "Family", "pen pal"]),
            circles=st.sampled_from([(), ("Rowing",), ("choir", "rowing")]),
            tags=st.sampled_from([(), ("#vip/old",)]),
            closeness=st.sampled_from([None, 1, 5]),
        ),
        max_size=6,
    ),
    st.sampled_from([{}, {"rowing": 9}, {"rowing": 0, "choir": 8}, {"vip": 3, "friend": 50, "layer-1": 5}]),
    st.sampled_from([None, 0, 77]),
)
def test_what_is_remembered_of_ties_is_what_is_expected(
    ties: list[Tie], by: dict[str, int], default: int | None
) -> None:
    """All have the same path, as a contact has whose tie changes under a watch."""
    cadence = CadenceSettings(default=default, by=by)
    remembering = Expectations(cadence, 3.4)
    for tie in [*ties, *ties[::-1]]:
        expected = Expectations(cadence, 3.4).of(tie)
        assert remembering.gap_today(tie) == (None if expected is None else expected.gap)
        assert remembering.of_today(tie) == expected
