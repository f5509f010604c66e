"""What the contact days say, held against rhythms that were put in, bounds by hand, and one more day."""

from datetime import date, timedelta
from itertools import pairwise
from math import log
from random import Random

import pytest
from msgspec.structs import replace

from pnm_vault.insights.catching_up.stale import Label, rank_stale
from pnm_vault.insights.catching_up.tie_facts import (
    Manner,
    Side,
    TieFacts,
    facts_for,
    in_words,
    lasting,
    tie_facts,
    usually,
)
from pnm_vault.model.contact import Cadence
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.settings import Settings
from tests.network.made_logs import TODAY, burst_gaps, days_of, lognormal_gaps, network_of, record_of

RHYTHMS = {"week": 7, "month": 30, "half": 180}
OLD = record_of("Old", days_of([400, 400], 5))


def facts(record: ContactRecord, *others: ContactRecord) -> TieFacts:
    return tie_facts(network_of(record, OLD, *others), TODAY)[record.contact.path]


def said_of(found: TieFacts) -> tuple[str, ...]:
    return tuple([in_words(one) for one in found.reasons])


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class TestMadeLogs:
    """A hundred contacts of each of three rhythms."""

    def made(self, seed: int) -> tuple[list[ContactRecord], dict[str, int]]:
        chance = Random(seed)
        records, truth = [], {}
        for kind, median in RHYTHMS.items():
            for number in range(100):
                gaps = lognormal_gaps(chance, median, 12)
                record = record_of(f"{kind}{number}", days_of(gaps[:-1], 0))
                records.append(record)
                truth[record.contact.path] = gaps[-1]
        return records, truth

    def test_the_expected_gap_is_near_what_was_put_in(self) -> None:
        records, _ = self.made(1)
        found = tie_facts(network_of(*records), TODAY)
        for kind, median in RHYTHMS.items():
            # 11 gaps with sigma 0.6 and fading weights count as about 5: an error of 0.27 in ln, drawn to the middle.
            errors = [abs(log((found[f"People/{kind}{n}.md"].rhythm or 1) / median)) for n in range(100)]
            assert sum(errors) / 100 < 0.45, kind
            assert max(errors) < 1.3, kind

    def test_about_half_of_the_next_gaps_lie_in_the_range(self) -> None:
        records, truth = self.made(2)
        found = tie_facts(network_of(*records), TODAY)
        within = [(found[path].low or 0) <= gap <= (found[path].high or 0) for path, gap in truth.items()]
        assert 0.4 <= sum(within) / len(within) <= 0.75

    def test_a_year_of_half_gaps_each_is_labelled_in_order(self) -> None:
        records, _ = self.made(3)
        network = network_of(*records)
        order = list(Label)
        seen = [
            {entry.path: order.index(entry.label) for entry in rank_stale(network, Settings(), TODAY + timedelta(days))}
            for days in (0, 30, 120, 400)
        ]
        assert all(now[path] <= then[path] for now, then in pairwise(seen) for path in now)

    def test_the_silent_are_the_more_at_risk(self) -> None:
        chance = Random(4)
        alive = [record_of(f"a{n}", days_of(lognormal_gaps(chance, 30, 20), 10)) for n in range(40)]
        silent = [record_of(f"s{n}", days_of(lognormal_gaps(chance, 30, 20), 300)) for n in range(40)]
        found = tie_facts(network_of(*alive, *silent), TODAY)
        worst_alive = max(found[one.contact.path].risk for one in alive)
        assert all(found[one.contact.path].risk > worst_alive for one in silent)

    def test_even_gaps_and_bursts_are_told_and_chance_is_not(self) -> None:
        chance = Random(5)
        assert facts(record_of("Ann", days_of([30, 31, 29, 30, 32, 28, 30, 30], 3))).manner is Manner.EVEN
        assert facts(record_of("Ann", days_of(burst_gaps(chance, 300, 4), 3))).manner is Manner.BURSTS
        assert facts(record_of("Ann", days_of([30] * 6, 3))).manner is None  # seven occasions: too little
        quiet = [
            facts(record_of("Ann", days_of([max(4, round(chance.expovariate(1 / 60))) for _ in range(15)], 3))).manner
            for _ in range(60)
        ]
        assert quiet.count(None) > 40


class TestOneMoreDay:
    """What a further contact day changes, and in which way."""

    GAPS = (20, 40, 30, 25, 35)

    def test_it_lowers_the_risk_and_raises_the_strength(self) -> None:
        other = record_of("Bo", days_of([30] * 6, 20))
        before = facts(record_of("Ann", days_of(self.GAPS, 30)), other)
        after = facts(record_of("Ann", [*days_of(self.GAPS, 30), TODAY]), other)
        assert after.risk < before.risk
        assert (after.strength or 0) >= (before.strength or 0)

    @pytest.mark.parametrize(("silence", "shorter"), [(5, True), (200, False)])
    def test_a_short_last_gap_shortens_the_expected_one_and_a_long_one_lengthens_it(
        self, silence: int, shorter: bool
    ) -> None:
        before = facts(record_of("Ann", days_of(self.GAPS, silence))).rhythm
        after = facts(record_of("Ann", [*days_of(self.GAPS, silence), TODAY])).rhythm
        assert before is not None
        assert after is not None
        assert (after < before) is shorter
        assert after != before

    def test_it_brings_a_late_tie_into_rhythm(self) -> None:
        late = record_of("Ann", days_of(self.GAPS, 100))
        seen = record_of("Ann", [*days_of(self.GAPS, 100), TODAY])
        labels = [
            next(one.label for one in rank_stale(network_of(record, OLD), Settings(), TODAY) if one.name == "Ann")
            for record in (late, seen)
        ]
        assert labels == [Label.OVERDUE, Label.IN_RHYTHM]

    def test_it_takes_a_new_tie_off_the_list(self) -> None:
        assert facts(record_of("Ann", [ago(30)])).fading
        assert not facts(record_of("Ann", [ago(30), ago(3)])).fading


class TestTooLittle:
    """Below the evidence nothing is said."""

    def test_three_days_have_no_rhythm_range_or_layer(self) -> None:
        found = facts(record_of("Ann", days_of([30, 30], 3)))
        assert (found.rhythm, found.low, found.high, found.layer, found.manner) == (None,) * 5
        assert found.reasons == ()

    def test_a_tie_never_in_touch_has_no_facts(self) -> None:
        assert set(tie_facts(network_of(record_of("Ann", []), OLD), TODAY)) == {"People/Old.md"}

    def test_a_vault_without_contact(self) -> None:
        assert tie_facts(network_of(record_of("Ann", [])), TODAY) == {}


class TestLayers:
    """A written closeness wins; both are told where they are more than two layers apart."""

    @pytest.mark.parametrize(("gap", "layer"), [(7, 1), (30, 2), (150, 3), (360, 4)])
    def test_by_rhythm(self, gap: int, layer: int) -> None:
        crowd = [record_of(f"c{n}", days_of([gap] * 9, 1)) for n in range(30)]  # the owner's own pace is the same
        assert facts(crowd[0], *crowd[1:]).layer == layer

    @pytest.mark.parametrize(("closeness", "told"), [(5, True), (4, False), (3, False)])
    def test_by_closeness(self, closeness: int, told: bool) -> None:
        crowd = [record_of(f"c{n}", days_of([360] * 9, 1)) for n in range(30)]
        found = facts(record_of("Ann", days_of([360] * 9, 1), closeness=closeness), *crowd)
        assert (found.layer, found.layer_by_rhythm) == (6 - closeness, 4)
        assert (f"You wrote closeness {closeness}; you usually talk every year." in said_of(found)) is told


class TestTurn:
    """Who was last, and whose turn it is."""

    def last(self, channel: Channel, direction: Direction, name: str = "Ann") -> TieFacts:
        return facts(record_of(name, [ago(9), ago(3)], {ago(3): ("x", channel, direction)}))

    def test_they_wrote(self) -> None:
        found = self.last(Channel.EMAIL, Direction.FROM_THEM)
        assert (found.last_from, found.turn) == (Side.THEM, Side.YOU)
        assert said_of(found)[0] == "Ann wrote last: the next word is yours."

    def test_you_wrote(self) -> None:
        found = self.last(Channel.MESSAGE, Direction.FROM_ME)
        assert (found.last_from, found.turn) == (Side.YOU, Side.THEM)
        assert said_of(found)[0] == "You wrote last: the next word is theirs."

    def test_a_call_leaves_no_turn(self) -> None:
        found = self.last(Channel.CALL, Direction.FROM_THEM)
        assert (found.last_from, found.turn, found.reasons) == (Side.THEM, None, ())

    def test_nothing_said(self) -> None:
        assert self.last(Channel.MESSAGE, Direction.UNKNOWN).turn is None

    def began(self, mine: int, theirs: int, **known: object) -> TieFacts:
        days = [ago(30 * number + 1) for number in range(mine + theirs)]
        said = {
            day: ("x", Channel.CALL, Direction.FROM_ME if number < mine else Direction.FROM_THEM)
            for number, day in enumerate(days)
        }
        return facts(record_of("Ann", days, said, **known))

    def test_who_begins_is_told_from_where_chance_would_not_give_it(self) -> None:
        assert self.began(3, 0).starts is None
        found = self.began(4, 0)
        assert (found.starts, found.started) == (Side.YOU, (4, 0))
        assert "You began 4 of 4 times." in said_of(found)
        assert self.began(2, 7).starts is None
        assert "Ann began 8 of 10 times; the next first word could be yours." in said_of(self.began(2, 8))

    def test_no_accounts_are_kept_with_the_nearest(self) -> None:
        assert self.began(9, 0, category="family").starts is None
        assert self.began(9, 0, closeness=5).starts is None


class TestNew:
    """Follow up before it fades."""

    def test_at_the_edges(self) -> None:
        assert facts(record_of("Ann", [ago(89)])).fading
        assert not facts(record_of("Ann", [ago(90)])).fading
        assert said_of(facts(record_of("Ann", [TODAY]))) == ("New since 2026-11-23: follow up before it fades.",)

    def test_everybody_is_new_in_a_new_log(self) -> None:
        young = network_of(record_of("Ann", [ago(30)]), record_of("Bo", days_of([20], 3)))
        assert not tie_facts(young, TODAY)["People/Ann.md"].fading

    def test_what_the_owner_settled(self) -> None:
        assert not facts(record_of("Ann", [ago(30)], cadence=Cadence(None))).fading
        assert not facts(record_of("Ann", [ago(30)], cadence=Cadence(200))).fading
        assert not facts(record_of("Ann", [ago(30)], next_contact=TODAY + timedelta(days=1))).fading
        assert facts(record_of("Ann", [ago(30)], next_contact=TODAY)).fading
        assert not facts(record_of("Ann", [ago(30)], suggest=False)).fading
        assert not facts(record_of("Ann", [ago(30), TODAY + timedelta(days=9)])).fading  # planned


class TestSeason:
    """A change that the notes tell of is not drift."""

    def quiet(self, silence: int, text: str, place: int = -1) -> TieFacts:
        days = days_of([30] * 8, silence)
        said = {days[place]: (text, Channel.NOTE, Direction.UNKNOWN)}
        return facts(record_of("Ann", days, said))

    def test_a_silence_that_begins_with_a_move(self) -> None:
        found = self.quiet(200, "farewell, she moved to Porto")
        assert found.season is not None
        assert found.season.text == f"- {ago(200)}: farewell, she moved to Porto"
        assert "your note tells of a change (People/Ann.md:17)" in " ".join(said_of(found))

    def test_no_silence_no_word(self) -> None:
        assert self.quiet(20, "farewell, she moved to Porto").season is None

    def test_a_move_long_before_explains_nothing(self) -> None:
        assert self.quiet(200, "she moved to Porto", place=-4).season is None
        assert self.quiet(200, "she moved to Porto", place=-2).season is not None


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 0, "about a day"),
        (1, 1, "about a day"),
        (3, 13, "3 to 13 days"),
        (14, 14, "about 2 weeks"),
        (10, 89, "1 to 13 weeks"),
        (28, 90, "1 to 3 months"),
        (300, 729, "10 to 24 months"),
        (730, 730, "about 2 years"),
        (30, 4000, "1 to 11 years"),
    ],
)
def test_a_length_of_time_in_words(low: int, high: int, words: str) -> None:
    assert lasting(low, high) == words


@pytest.mark.parametrize(
    ("rhythm", "low", "high", "words"),
    [
        (35, 21, 56, "every 5 weeks (3 to 8)"),
        (1, 1, 2, "every day (1 to 2)"),
        (9, 5, 20, "every 9 days (5 to 20)"),
        (30, 15, 62, "every 4 weeks (2 to 9)"),
        (61, 10, 130, "every 2 months (1 to 4)"),
        (180, 175, 185, "every 6 months"),
        (365, 200, 700, "every year (1 to 2)"),
    ],
)
def test_a_rhythm_with_its_range_in_the_same_unit(rhythm: int, low: int, high: int, words: str) -> None:
    assert usually(rhythm, low, high) == words


def test_kin_do_not_fade_by_silence() -> None:
    days = days_of([30] * 6, 900)
    kin, friend = record_of("Kin", days, category="family"), record_of("Ann", days, category="friend")
    found = tie_facts(network_of(kin, friend), TODAY)
    fresh = tie_facts(network_of(record_of("Kin", days_of([30] * 6, 0))), TODAY)
    assert found["People/Kin.md"].risk == pytest.approx(fresh["People/Kin.md"].risk)
    assert found["People/Ann.md"].risk > 0.99


def test_the_facts_of_a_few_are_those_among_all_but_for_strength() -> None:
    network = network_of(OLD, *[record_of(f"N{age}", days_of([30] * 5, age)) for age in (1, 40, 400)])
    everybody = tie_facts(network, TODAY)
    few = ["People/N40.md", "People/Old.md", "People/Nobody.md"]
    assert facts_for(network, few, TODAY) == {path: replace(everybody[path], strength=None) for path in few[:2]}


def test_reasons_say_the_same_tomorrow() -> None:
    chance = Random(6)
    records = [record_of(f"a{n}", days_of(lognormal_gaps(chance, 40, 12), 3 * n)) for n in range(40)]
    network = network_of(*records)
    today, tomorrow = tie_facts(network, TODAY), tie_facts(network, TODAY + timedelta(days=1))
    assert [found.reasons for found in today.values()] == [found.reasons for found in tomorrow.values()]


def test_order_of_strength_stays_while_all_are_silent() -> None:
    chance = Random(7)
    records = [record_of(f"a{n}", days_of(lognormal_gaps(chance, 40, 12), 3 * n)) for n in range(40)]
    network = network_of(*records)
    strengths = [[one.strength for one in tie_facts(network, TODAY + timedelta(days)).values()] for days in (0, 1, 700)]
    assert strengths[0] == strengths[1] == strengths[2]
