"""A tie made of made logs: every formula of the engine worked out by hand, and what one more contact day changes."""

from datetime import date, timedelta
from math import exp, exp2, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.index.build import Index, IndexUpdate
from pnm_vault.insights.catching_up.expectation import CadenceRule
from pnm_vault.insights.catching_up.stale import Label, label_of, rank_stale
from pnm_vault.insights.catching_up.tie_facts import tie_facts
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.settings import Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network.build import Rows, update_rows
from pnm_vault.network.rhythm import burstiness, expected_gap, log_gap, own_gap
from pnm_vault.network.silences import tie_before
from pnm_vault.network.strength import STRONG, decayed, strength_on, was_strong
from tests.network.made_logs import TODAY, burst_gaps, days_of, lognormal_gaps, network_of, record_of

ORDER = [Label.IN_RHYTHM, Label.DUE, Label.OVERDUE, Label.SLIPPING, Label.DORMANT]


def as_of(record: ContactRecord, day: date) -> Tie:
    """Make one tie as of a day with a half-life of 90 days."""
    known = {record.contact.path: record}
    rows = update_rows(Rows(day), IndexUpdate(Index(), touched=frozenset(known)), known, lambda: known)
    days = sorted({one.day for one in record.interactions if one.day <= day})
    return replace(rows.ties[record.contact.path], decayed=decayed(days, 90.0))


def made(gaps: list[int], silence: int = 0, **known: object) -> Tie:
    """Make one tie as of today with a half-life of 90 days."""
    return as_of(record_of("Ann", days_of(gaps, silence), **known), TODAY)  # type: ignore[arg-type]


class TestByHand:
    """Oracles."""

    def test_a_tie_with_gaps_of_30_30_60(self) -> None:
        tie = made([30, 30, 60], 45)
        assert (tie.days, tie.gaps) == (4, 3)
        assert tie.first == TODAY - timedelta(days=165)
        assert tie.last == TODAY - timedelta(days=45)
        # Weights 0.64, 0.8 and 1, the newest last.
        assert tie.weight == pytest.approx(2.44)
        assert tie.log_gap == pytest.approx((0.64 * log(30) + 0.8 * log(30) + log(60)) / 2.44)
        assert tie.log_gap_sum == pytest.approx(log(30 * 30 * 60))
        # On its last day: days 0, 60, 90 and 120 before it, each halved every 90.
        assert tie.decayed == pytest.approx(1 + 2 ** (-60 / 90) + 2 ** (-90 / 90) + 2 ** (-120 / 90))
        assert strength_on(tie, 90.0, TODAY) == pytest.approx(tie.decayed * 2 ** (-45 / 90))
        assert tie.burstiness is None

    def test_the_rhythm_of_its_own(self) -> None:
        mean, weight, _ = log_gap((30, 30, 60))
        wanted = exp((2.44 * mean + 1.5 * log(30)) / 3.94)
        assert own_gap(4, mean, weight, log(30)) == round(wanted) == 36
        assert own_gap(3, mean, weight, log(30)) is None
        # Two gaps (weight 1.8) are too few, however many days there were.
        assert own_gap(9, *log_gap((30, 60))[:2], log(30)) is None

    def test_strength_of_a_tie_never_in_touch(self) -> None:
        assert strength_on(made([], 0), 90.0, TODAY) == 1.0
        assert strength_on(as_of(record_of("Ann", []), TODAY), 90.0, TODAY) == 0.0

    def test_strong_is_four_days_at_the_owners_pace_over_three_months(self) -> None:
        assert pytest.approx(1 + 2 ** (-1 / 3) + 2 ** (-2 / 3) + 2**-1) == STRONG
        # A half-life of 90 is a pace of 30 days.
        assert was_strong(made([30, 30, 30], 900), log(30))
        assert not was_strong(made([31, 31, 31], 0), log(30))
        assert not was_strong(made([29, 30, 30], 0), log(30))  # 89 days
        assert not was_strong(made([40, 50, 40], 0), log(30))
        assert was_strong(made([400], 0, closeness=4), log(30))
        assert not was_strong(made([30] * 9, 0, closeness=3), log(30))

    def test_a_tie_as_it_was_before_its_last_days(self) -> None:
        record = record_of("Ann", days_of([30, 40, 400, 3], 5))
        before = as_of(record, TODAY - timedelta(days=100))
        days = [one.day for one in record.interactions[:3]]
        assert tie_before(as_of(record, TODAY), days, 90.0) == replace(
            before, proof=as_of(record, TODAY).proof, planned=None
        )


class TestKnownRhythms:
    """What was put in comes out, within the error that so few gaps have."""

    @pytest.mark.parametrize("median", [7, 14, 30, 90, 180])
    @pytest.mark.parametrize("sigma", [0.2, 0.6])
    def test_the_expected_gap_is_within_its_error_band(self, median: int, sigma: float) -> None:
        chance = Random(median)
        errors = []
        for _ in range(200):
            mean, weight, _ = log_gap(lognormal_gaps(chance, median, 11, sigma))
            errors.append(log(expected_gap(mean, weight, log(median)) / median))
        # Eleven fading weights count as 8.5 equal gaps (their sum squared by the sum of their squares), drawn to the
        # middle by 1.5 of 6.1. Rounding of a week to whole days adds a little.
        band = sigma / 8.5**0.5 * 4.57 / 6.07
        assert abs(sum(errors) / 200) < 0.02 + 3 * band / 200**0.5
        spread = (sum([error * error for error in errors]) / 200) ** 0.5
        assert 0.75 * band < spread < 1.25 * band + 0.02

    @pytest.mark.parametrize("gap", [7, 30, 90])
    def test_labels_at_their_edges(self, gap: int) -> None:
        crowd = [record_of(f"c{n}", days_of([gap] * 9, 1)) for n in range(20)]

        def label(silence: int) -> Label:
            network = network_of(record_of("Ann", days_of([gap] * 9, silence)), *crowd)
            [entry] = [one for one in rank_stale(network, Settings(), TODAY) if one.name == "Ann"]
            assert entry.rule is CadenceRule.RHYTHM
            assert abs(entry.gap - gap) <= 1  # the owner's mean is kept to two digits
            return entry.label

        [one] = [one for one in rank_stale(network_of(*crowd), Settings(), TODAY) if one.name == "c0"]
        edges = [
            *((one.gap - 1, Label.IN_RHYTHM), (one.gap, Label.DUE), (2 * one.gap - 1, Label.DUE)),
            *((2 * one.gap, Label.OVERDUE), (4 * one.gap - 1, Label.OVERDUE), (4 * one.gap, Label.SLIPPING)),
            *((8 * one.gap, Label.SLIPPING), (8 * one.gap + 1, Label.DORMANT)),
        ]
        assert [(silence, label(silence)) for silence, _ in edges] == edges

    @pytest.mark.parametrize("seed", range(5))
    def test_burstiness_has_the_sign_of_what_was_put_in(self, seed: int) -> None:
        chance = Random(seed)
        even = burstiness(lognormal_gaps(chance, 30, 14, 0.1))
        bursts = burstiness(burst_gaps(chance, 200, 4))
        assert even is not None
        assert bursts is not None
        assert even < -0.5
        assert bursts > 0.2

    def test_ties_with_few_gaps_are_like_all_others(self) -> None:
        chance = Random(8)
        monthly = [record_of(f"m{n}", days_of(lognormal_gaps(chance, 30, 12), 0)) for n in range(60)]
        short = record_of("Ann", days_of([10, 10, 10], 0))
        rhythm = tie_facts(network_of(short, *monthly), TODAY)["People/Ann.md"].rhythm
        assert rhythm is not None
        assert 10 < rhythm < 30


ages = st.lists(st.integers(1, 1500), min_size=1, max_size=15, unique=True)


class TestOneMoreContactDay:
    """Metamorphic laws."""

    @given(ages, st.integers(0, 1500))
    def test_it_never_weakens_a_tie(self, log_ages: list[int], age: int) -> None:
        days = sorted({TODAY - timedelta(days=one) for one in log_ages})
        more = sorted({*days, TODAY - timedelta(days=age)})

        def strength(known: list[date]) -> float:
            return decayed(known, 90.0) * exp2(-(TODAY - known[-1]).days / 90.0)

        assert strength(more) >= strength(days) * (1 - 1e-12)
        if len(more) > len(days):
            added = exp2(-age / 90.0)
            assert strength(more) == pytest.approx(strength(days) + added)

    @given(ages, st.integers(1, 400), st.integers(0, 400))
    def test_less_silence_is_never_a_later_label(self, log_ages: list[int], gap: int, age: int) -> None:
        before = min(log_ages)
        after = min(before, age)
        assert ORDER.index(label_of(after, gap)) <= ORDER.index(label_of(before, gap))

    @given(st.lists(st.integers(5, 200), min_size=4, max_size=10))
    def test_a_gap_beyond_all_others_lengthens_the_rhythm_and_one_below_shortens_it(self, gaps: list[int]) -> None:
        mean, weight, _ = log_gap(gaps)
        owner = log(30)
        before = expected_gap(mean, weight, owner)
        for gap, longer in ((400, True), (1, False)):
            after = expected_gap(*log_gap([*gaps, gap])[:2], owner)
            assert (after > before) is longer

    @given(st.lists(st.integers(5, 200), min_size=3, max_size=10))
    def test_the_unit_of_time_does_not_matter(self, gaps: list[int]) -> None:
        mean, weight, _ = log_gap(gaps)
        tenfold, same, _ = log_gap([10 * gap for gap in gaps])
        assert same == weight
        assert expected_gap(tenfold, same, log(300)) == pytest.approx(10 * expected_gap(mean, weight, log(30)))
