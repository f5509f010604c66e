"""Laws of the insights: what waiting, order, names and acquaintance may change, and what they may not."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.catching_up.stale import Label, rank_stale
from pnm_vault.insights.catching_up.tie_facts import tie_facts
from pnm_vault.insights.comparing.words import words_of
from pnm_vault.insights.introducing.introductions import Introduction, candidate_pairs, suggest_introductions
from pnm_vault.insights.remembering.dates import dates_ahead
from pnm_vault.model.contact import Cadence, ImportantDate, Statement, Status
from pnm_vault.model.picture import ContactDates, Network, Profile
from pnm_vault.model.settings import CadenceSettings, Settings
from pnm_vault.model.tie import Tie
from pnm_vault.network.rhythm import burstiness, episode_gaps, log_gap
from pnm_vault.network.strength import decayed
from tests.made_ties import bare_tie

TODAY = date(2026, 11, 23)
HALF_LIFE = 90.0
LATER = {Label.IN_RHYTHM: 0, Label.DUE: 1, Label.OVERDUE: 2, Label.SLIPPING: 3, Label.DORMANT: 4}
SETTINGS = Settings(cadence=CadenceSettings(by={"rowing": 45, "mentor": 0}))


def tie_of(path: str, logged: list[date], today: date, **changes: Any) -> Tie:
    """Make the tie that a log of days makes on a day, plans included."""
    days = tuple(sorted({day for day in logged if day <= today}))
    mean, weight, _ = log_gap(episode_gaps(days))
    fields: dict[str, Any] = {
        "path": path,
        "name": path,
        "days": len(days),
        "first": days[0] if days else None,
        "last": days[-1] if days else None,
        "planned": min((day for day in logged if day > today), default=None),
        "log_gap": mean,
        "weight": weight,
        "decayed": decayed(days, HALF_LIFE),
    }
    return bare_tie(**(fields | changes))


logs = st.lists(st.integers(0, 900).map(lambda age: TODAY - timedelta(days=age)), max_size=6)
facts = st.fixed_dictionaries(
    {
        "category": st.sampled_from([None, "friend", "family", "mentor", "neighbour"]),
        "circles": st.sampled_from([(), ("Rowing",)]),
        "priority": st.sampled_from([None, 1, 2, 3]),
        "closeness": st.sampled_from([None, 1, 3, 5]),
        "cadence": st.sampled_from([None, Cadence(7), Cadence(200), Cadence(None)]),
        "next_contact": st.none() | st.integers(-60, 60).map(lambda ahead: TODAY + timedelta(days=ahead)),
        "status": st.sampled_from([Status.ACTIVE, Status.ACTIVE, Status.ARCHIVED]),
    }
)
ties = st.lists(st.tuples(logs, facts), max_size=6).map(
    lambda made: tuple(tie_of(f"{place}.md", log, TODAY, **known) for place, (log, known) in enumerate(made))
)


@given(ties, st.integers(0, 800))
@settings(deadline=None)
def test_one_more_day_of_waiting_is_one_more_day_overdue(known: tuple[Tie, ...], wait: int) -> None:
    network = Network(known)
    today = TODAY + timedelta(days=wait)
    now = {stale.path: stale for stale in rank_stale(network, SETTINGS, today)}
    then = {stale.path: stale for stale in rank_stale(network, SETTINGS, today + timedelta(days=1))}
    assert now.keys() == then.keys()
    for path, before in now.items():
        after = then[path]
        assert before.due == after.due
        assert before.reasons == after.reasons
        assert after.score >= before.score
        if before.since is not None and after.since is not None:
            assert after.since == before.since + 1
        if before.label in LATER and after.label in LATER:
            assert LATER[before.label] <= LATER[after.label]
        else:
            assert before.label is Label.NEVER


@given(ties, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_ties_changes_nothing(known: tuple[Tie, ...], chance: random.Random) -> None:
    mixed = list(known)
    chance.shuffle(mixed)
    assert rank_stale(Network(tuple(mixed)), SETTINGS, TODAY) == rank_stale(Network(known), SETTINGS, TODAY)


@given(ties)
@settings(deadline=None)
def test_a_name_changes_no_score(known: tuple[Tie, ...]) -> None:
    renamed = tuple(replace(tie, name=f"Somebody {99 - place}") for place, tie in enumerate(known))
    before = {stale.path: stale for stale in rank_stale(Network(known), SETTINGS, TODAY)}
    for stale in rank_stale(Network(renamed), SETTINGS, TODAY):
        assert replace(stale, name=before[stale.path].name) == before[stale.path]


@given(ties)
@settings(deadline=None)
def test_scores_are_from_0_to_1_and_fall(known: tuple[Tie, ...]) -> None:
    scores = [stale.score for stale in rank_stale(Network(known), SETTINGS, TODAY)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@given(logs, st.lists(st.integers(1, 400), min_size=1, max_size=4))
@settings(deadline=None)
def test_what_lies_ahead_is_no_contact(log: list[date], ahead: list[int]) -> None:
    plans = [TODAY + timedelta(days=days) for days in ahead]
    without, with_plans = tie_of("a.md", log, TODAY), tie_of("a.md", log + plans, TODAY)
    assert replace(with_plans, planned=None) == without
    (planned,) = rank_stale(Network((with_plans,)), SETTINGS, TODAY)
    (free,) = rank_stale(Network((without,)), SETTINGS, TODAY)
    assert (planned.last, planned.since, planned.label, planned.due) == (free.last, free.since, free.label, free.due)
    assert planned.planned == min(plans)
    assert planned.score <= free.score


@given(st.integers(1, 12), st.integers(1, 28), st.integers(0, 5000), st.integers(0, 400))
@settings(deadline=None)
def test_a_date_comes_up_once_a_year(month: int, day: int, later: int, ahead: int) -> None:
    today = TODAY + timedelta(days=later)
    found = dates_ahead(
        (ContactDates("a.md", "a", False, (ImportantDate("birthday", month, day, None, 1),)),), today, ahead
    )
    assert len(found) == 1 or ahead < 366
    for item in found:
        assert today <= item.day <= today + timedelta(days=ahead)
        assert (item.day.month, item.day.day) == (month, day)


TOPICS = (
    "bees",
    "old maps",
    "rock climbing",
    "a flat in Porto",
    "flats",
    "tax returns",
    "ice climbing",
    "my therapist",
)
statements = st.lists(st.sampled_from(TOPICS), max_size=2).map(
    lambda texts: tuple(Statement(text, 5 + place) for place, text in enumerate(texts))
)
groups = st.sampled_from([(), ("rowing",), ("choir",), ("rowing", "choir")])
profiles = st.lists(st.tuples(groups, groups, statements, statements, statements), max_size=7).map(
    lambda made: tuple(Profile(f"{place}.md", f"N{place}", *parts) for place, parts in enumerate(made))
)


def introduce(
    known: tuple[Profile, ...], acquainted: dict[str, tuple[str, ...]] | None = None
) -> tuple[Introduction, ...]:
    return suggest_introductions(Network(), candidate_pairs(known, acquainted or {}), 50, date(2026, 11, 23))


@given(profiles, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_profiles_changes_nothing(known: tuple[Profile, ...], chance: random.Random) -> None:
    mixed = list(known)
    chance.shuffle(mixed)
    assert introduce(tuple(mixed)) == introduce(known)


@given(profiles)
@settings(deadline=None)
def test_a_name_changes_no_introduction(known: tuple[Profile, ...]) -> None:
    renamed = tuple(replace(profile, name=f"Z{9 - place}") for place, profile in enumerate(known))
    found = [(pair.first, pair.second, pair.score, pair.gain) for pair in introduce(known)]
    assert [(pair.first, pair.second, pair.score, pair.gain) for pair in introduce(renamed)] == found


@given(profiles, st.data())
@settings(deadline=None)
def test_those_who_know_each_other_are_not_introduced(known: tuple[Profile, ...], data: st.DataObject) -> None:
    before = introduce(known)
    assume(before)
    pair = data.draw(st.sampled_from(before))
    after = introduce(known, {pair.second: (pair.first,)})
    assert (pair.first, pair.second) not in [(other.first, other.second) for other in after]


@given(profiles, st.data())
@settings(deadline=None)
def test_a_rare_interest_of_both_never_lowers_a_pair(known: tuple[Profile, ...], data: st.DataObject) -> None:
    assume(len(known) > 1)
    both = data.draw(st.lists(st.sampled_from(known), min_size=2, max_size=2, unique=True))
    pair = tuple(sorted([profile.path for profile in both]))
    rare = Statement("quetzal weaving", 99)
    richer = tuple([replace(one, interests=(*one.interests, rare)) if one.path in pair else one for one in known])

    def score(profiles: tuple[Profile, ...]) -> float:
        found = candidate_pairs(profiles, {}, len(known) ** 2)
        return next((one.benefit for one in found if (one.first, one.second) == pair), 0.0)

    assert score(richer) >= score(known)
    assert score(richer) > 0


@given(profiles)
@settings(deadline=None)
def test_every_introduction_is_proved_and_nobody_is_asked_too_often(known: tuple[Profile, ...]) -> None:
    said = {
        (profile.path, statement.line, statement.text)
        for profile in known
        for statement in (*profile.asks, *profile.offers, *profile.interests)
    }
    found = introduce(known)
    together = [path for pair in found for path in (pair.first, pair.second)]
    assert all(together.count(path) <= 2 for path in together)
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)
    for pair in found:
        assert pair.first < pair.second
        assert 0 < pair.score <= 1
        assert pair.reasons
        for reason in pair.reasons:
            assert {proof.path for proof in reason.proofs} == {pair.first, pair.second}
            assert all((proof.path, proof.line, proof.text) in said for proof in reason.proofs)
            assert "therapist" not in reason.text
            assert reason.terms


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_has_words(text: str) -> None:
    words = words_of(text)
    assert len({word.stem for word in words}) == len(words)
    assert all(word.stem and word.shown for word in words)


@given(st.lists(st.integers(1, 400), min_size=7, max_size=30))
def test_burstiness_lies_between_its_ends_and_knows_no_unit(between: list[int]) -> None:
    found, wider = burstiness(between), burstiness([7 * gap for gap in between])
    assert found is not None
    assert wider is not None
    assert -1.000001 <= found <= 1.000001
    assert abs(found - wider) < 1e-6


@given(ties, st.integers(0, 400))
@settings(deadline=None)
def test_more_silence_is_never_less_risk_and_moves_nobody_in_strength(known: tuple[Tie, ...], wait: int) -> None:
    network = Network(known, half_life=HALF_LIFE)
    now, then = tie_facts(network, TODAY), tie_facts(network, TODAY + timedelta(days=wait))
    assert now.keys() == then.keys()
    for path, facts in now.items():
        assert 0 < facts.risk <= then[path].risk <= 1
        assert facts.strength == then[path].strength


@given(logs.filter(bool), facts)
@settings(deadline=None)
def test_one_more_contact_day_is_less_risk(log: list[date], known: dict[str, Any]) -> None:
    def risk(days: list[date]) -> float:
        return tie_facts(Network((tie_of("Ann.md", days, TODAY, **known),)), TODAY)["Ann.md"].risk

    assume(TODAY not in log)
    assert risk([*log, TODAY]) < risk(log) or known["category"] == "family"
