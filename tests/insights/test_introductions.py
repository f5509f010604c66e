"""Who should meet whom, why, and who should not."""

from collections.abc import Mapping
from datetime import date
from math import log

import pytest
from msgspec.structs import replace

from pnm_vault.insights.introducing.introductions import (
    Gain,
    Introduction,
    introductions_under_way,
    suggest_introductions,
)
from pnm_vault.insights.introducing.matching import Candidate, Reason, candidate_pairs, choose_pairs
from pnm_vault.model.contact import Apart, Statement, Status
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.source import Source
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.model.tie import Tie
from pnm_vault.network.coverage import Coverage

TODAY = date(2026, 11, 23)


def said(texts: tuple[str, ...], line: int) -> tuple[Statement, ...]:
    return tuple(Statement(text, line + place) for place, text in enumerate(texts))


def make(
    name: str,
    asks: tuple[str, ...] = (),
    offers: tuple[str, ...] = (),
    interests: tuple[str, ...] = (),
    circles: tuple[str, ...] = (),
    organisations: tuple[str, ...] = (),
) -> Profile:
    path = f"{name}.md"
    return Profile(path, name, circles, organisations, said(interests, 30), said(offers, 20), said(asks, 10))


def tie(name: str, closeness: int | None = None) -> Tie:
    return Tie(
        f"{name}.md", name, None, (), (), None, closeness, None, None, Status.ACTIVE, False, True,
        0, None, None, None, None, 0.0, 0.0, 0.0,
    )  # fmt: skip


def find(*profiles: Profile, known: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Candidate, ...]:
    return candidate_pairs(profiles, known or {})


def names(pairs: tuple[Candidate, ...] | tuple[Introduction, ...]) -> list[tuple[str, str]]:
    return [(pair.first_name, pair.second_name) for pair in pairs]


def test_an_ask_meets_an_offer() -> None:
    ann, bob = make("Ann", asks=("a flat in Porto",)), make("Bob", offers=("Flats in Porto",))
    assert find(bob, ann) == (
        Candidate(
            "Ann.md",
            "Ann",
            "Bob.md",
            "Bob",
            0.24,  # 0.3 x 1 / 1.25: no circles are recorded
            Gain.FIRST,
            (
                Reason(
                    "help",
                    "Ann is looking for “a flat in Porto”; Bob offers “Flats in Porto”.",
                    ("flat", "porto"),
                    (Source("Ann.md", 10, "a flat in Porto"), Source("Bob.md", 20, "Flats in Porto")),
                ),
            ),
        ),
    )


def test_the_second_may_be_the_one_who_gains() -> None:
    (pair,) = find(make("Ann", offers=("beehives",)), make("Bob", asks=("a beehive",)))
    assert pair.gain is Gain.SECOND
    assert pair.reasons[0].text == "Bob is looking for “a beehive”; Ann offers “beehives”."


def test_two_who_help_each_other_gain_most() -> None:
    pairs = find(
        make("Ann", asks=("piano lessons",), offers=("tax returns",)),
        make("Bob", asks=("my tax return",), offers=("piano lessons",)),
        make("Cy", offers=("piano lessons",)),
    )
    assert [(pair.second_name, pair.gain, pair.benefit) for pair in pairs] == [
        ("Bob", Gain.BOTH, 0.64),  # (0.5 + 0.3) / 1.25
        ("Cy", Gain.FIRST, 0.24),
    ]
    assert [reason.proofs[0].path for reason in pairs[0].reasons] == ["Ann.md", "Bob.md"]


def test_the_likeness_is_the_cosine_of_rare_words() -> None:
    # Two statements, {piano, lesson} and {piano, tuner, brass}: a shared word weighs ln(1 + 2/2), another ln(1 + 2/1).
    (pair,) = find(make("Ann", asks=("piano lessons",)), make("Bob", offers=("piano tuner and brass",)))
    shared, own = log(2), log(3)
    cosine = shared**2 / ((shared**2 + own**2) ** 0.5 * (shared**2 + 2 * own**2) ** 0.5)
    assert pair.benefit == pytest.approx(0.3 * cosine / 1.25, abs=1e-6)


def test_the_place_alone_is_no_match() -> None:
    assert find(make("Ann", asks=("a dentist in Lisbon",)), make("Bob", offers=("surf spots in Lisbon",))) == ()
    assert len(find(make("Ann", asks=("a dentist, Lisbon",)), make("Bob", offers=("surf, Lisbon",)))) == 1


def test_filler_alone_is_no_match() -> None:
    assert (
        find(make("Ann", asks=("help with finding work",)), make("Bob", offers=("can help anybody find work",))) == ()
    )


def test_an_opening_that_the_sentence_says_itself_is_not_repeated() -> None:
    (pair,) = find(make("Ann", asks=("Looking for a co-founder",)), make("Bob", offers=("Offers co-founder matching",)))
    assert pair.reasons[0].text == "Ann is looking for “a co-founder”; Bob offers “co-founder matching”."
    assert pair.reasons[0].proofs[0].text == "Looking for a co-founder"


def test_long_statements_are_cut_in_the_sentence_and_verbatim_in_the_proof() -> None:
    text = "a beehive " + "and honey " * 40
    (pair,) = find(make("Ann", asks=(text,)), make("Bob", offers=("beehive, honey",)))
    reason = pair.reasons[0]
    assert len(reason.text) < 200
    assert reason.text.count("…") == 1
    assert reason.proofs[0].text in text
    assert len(reason.proofs[0].text) <= 200


class TestCommonGround:
    """Interests that only few share."""

    def test_a_shared_interest(self) -> None:
        (pair,) = find(make("Ann", interests=("Rock climbing",)), make("Bob", interests=("rock climbing",)))
        weight = 1 / log(2)
        assert pair.gain is Gain.COMMON_GROUND
        assert pair.benefit == pytest.approx(0.2 * weight / (1 + weight) / 1.25, abs=1e-6)
        assert pair.reasons == (
            Reason(
                "common ground",
                "Ann and Bob share a rare interest: “Rock climbing”.",
                ("rock", "climbing"),
                (Source("Ann.md", 30, "Rock climbing"), Source("Bob.md", 30, "rock climbing")),
            ),
        )

    @pytest.mark.parametrize(("interest", "share"), [("climbing", 0.5), ("climbing walls", 0.25)])
    def test_a_word_of_a_longer_interest_is_worth_less(self, interest: str, share: float) -> None:
        (pair,) = find(make("Ann", interests=("ice climbing",)), make("Bob", interests=(interest,)))
        weight = share / log(2)
        assert pair.benefit == pytest.approx(0.2 * weight / (1 + weight) / 1.25, abs=1e-6)
        assert pair.reasons[0].text == f"Ann is interested in “ice climbing”, Bob in “{interest}”."
        assert pair.reasons[0].terms == ("climbing",)

    def test_three_may_share_it_and_four_may_not(self) -> None:
        holders = [make(name, interests=("bees",)) for name in ("Ann", "Bob", "Cy", "Di")]
        assert len(find(*holders[:3])) == 3
        assert find(*holders) == ()

    def test_one_in_twenty_may_share_it(self) -> None:
        others = [make(f"N{place:03}", interests=(f"hobby{place}",)) for place in range(96)]
        holders = [make(name, interests=("bees",)) for name in ("Ann", "Bob", "Cy", "Di")]
        assert len(find(*holders, *others)) == 6

    def test_a_second_interest_adds_and_two_are_told(self) -> None:
        mine = ("bees", "bookbinding", "gliding")
        one = find(make("Ann", interests=mine[:1]), make("Bob", interests=mine[:1]))[0]
        all_three = find(make("Ann", interests=mine), make("Bob", interests=mine))[0]
        assert all_three.benefit > one.benefit
        assert [reason.terms for reason in all_three.reasons] == [("bees",), ("bookbinding",)]

    def test_what_is_too_private_is_no_ground(self) -> None:
        assert find(make("Ann", interests=("Bible study",)), make("Bob", interests=("Bible study",))) == ()
        assert find(make("Ann", asks=("a therapist",)), make("Bob", offers=("therapist",))) == ()


class TestBridges:
    """Circles, acquaintances and organisations."""

    def benefit(self, mine: Profile, yours: Profile, known: Mapping[str, tuple[str, ...]] | None = None) -> float:
        return find(mine, yours, known=known)[0].benefit

    def test_circles_that_differ_count_a_quarter_more(self) -> None:
        ann = make("Ann", asks=("a beehive",), circles=("Rowing",))
        assert self.benefit(ann, make("Bob", offers=("beehives",), circles=("choir",))) == 0.3
        assert self.benefit(ann, make("Bob", offers=("beehives",), circles=("choir", "ROWING"))) == 0.24

    def test_circles_that_are_not_recorded_do_not(self) -> None:
        assert self.benefit(make("Ann", asks=("a beehive",), circles=("x",)), make("Bob", offers=("beehives",))) == 0.24

    def test_a_common_acquaintance_is_a_bridge_already(self) -> None:
        ann = make("Ann", asks=("a beehive",), circles=("x",))
        bob = make("Bob", offers=("beehives",), circles=("y",))
        assert self.benefit(ann, bob, {"Cy.md": ("Ann.md", "Bob.md")}) == 0.24
        assert self.benefit(ann, bob, {"Cy.md": ("Ann.md",), "Di.md": ("Bob.md",)}) == 0.3

    def test_where_little_is_recorded_of_who_knows_whom_nobody_is_a_bridge(self) -> None:
        pair = (
            make("Ann", asks=("a beehive",), circles=("Rowing",)),
            make("Bob", offers=("beehives",), circles=("choir",)),
        )
        benefits = [candidate_pairs(pair, {}, structure=structure)[0].benefit for structure in (True, False)]
        assert benefits == [0.3, 0.24]
        chosen = [choose_pairs(pair, {}, (), TODAY, Coverage(10, recorded)) for recorded in (2, 1)]
        assert [choice.pairs[0].benefit for choice in chosen] == [0.3, 0.24]
        assert [[choice.stands_among(contacts) for contacts in (9, 10, 11)] for choice in chosen] == [
            [False, True, False],
            [True, True, True],
        ]

    def test_colleagues_count_half(self) -> None:
        ann = make("Ann", asks=("a beehive",), organisations=("Acme",))
        assert self.benefit(ann, make("Bob", offers=("beehives",), organisations=("ACME",))) == 0.12


@pytest.mark.parametrize("known", [{"Ann.md": ("Bob.md",)}, {"Bob.md": ("Ann.md",)}])
def test_those_who_know_each_other_are_left_out(known: Mapping[str, tuple[str, ...]]) -> None:
    profiles = (make("Ann", asks=("a beehive",)), make("Bob", offers=("beehives",)), make("Cy", offers=("a beehive",)))
    assert names(find(*profiles)) == [("Ann", "Bob"), ("Ann", "Cy")]
    assert names(find(*profiles, known=known)) == [("Ann", "Cy")]


def test_nobody_is_introduced_to_themselves() -> None:
    assert find(make("Ann", asks=("beehives",), offers=("beehives",), interests=("bees", "Bees"))) == ()


def test_the_best_so_many() -> None:
    ann = make("Ann", asks=("beehives",))
    others = [make(name, offers=("beehives",)) for name in ("Bob", "Cy", "Di")]
    assert names(candidate_pairs((ann, *others), {}, most=2)) == [("Ann", "Bob"), ("Ann", "Cy")]


def test_a_word_that_many_use_does_not_tell() -> None:
    asking = [make(f"A{place:03}", asks=("marketing",)) for place in range(60)]
    offering = [make(f"B{place:03}", offers=("marketing",)) for place in range(60)]
    assert find(*asking, *offering) == ()
    assert len(find(*asking[:5], *offering[:5])) == 25


def test_not_everybody_is_sent_to_the_same_few() -> None:
    spare = [make(f"C{place:03}", offers=(f"thing{place}",)) for place in range(400)]
    asking = [make(f"A{place:03}", asks=("beehives",)) for place in range(40)]
    offering = [make(f"B{place:03}", offers=("beehives",)) for place in range(40)]
    pairs = find(*asking, *offering, *spare)
    counts = [sum(name in (pair.first_name, pair.second_name) for pair in pairs) for name in ("A000", "B000", "B020")]
    assert max(counts) <= 8
    assert len({pair.second for pair in pairs}) >= 12


class TestSuggestions:
    """What makes the list."""

    def suggest(self, *profiles: Profile, ties: tuple[Tie, ...] = (), limit: int = 12) -> tuple[Introduction, ...]:
        return suggest_introductions(Network(ties), candidate_pairs(profiles, {}), limit, TODAY)

    def test_the_owner_must_be_able_to_vouch(self) -> None:
        profiles = (
            make("Ann", asks=("a beehive",)),
            make("Bob", offers=("beehives",)),
            make("Cy", offers=("beehive",)),
        )
        ties = (tie("Ann", 4), tie("Bob", 1), tie("Cy", 4))
        found = self.suggest(*profiles, ties=ties)
        assert [(pair.second_name, pair.score) for pair in found] == [("Cy", 0.192), ("Bob", 0.096)]
        assert found[0].reasons[0].kind == "help"
        assert found[0].gain is Gain.FIRST

    def test_without_a_tie_the_standing_is_the_least(self) -> None:
        (pair,) = self.suggest(make("Ann", asks=("a beehive",)), make("Bob", offers=("beehives",)))
        assert pair.score == 0.048

    def test_nobody_is_in_more_than_two(self) -> None:
        others = [make(name, offers=("beehives",)) for name in ("Bob", "Cy", "Di", "Ed")]
        assert len(self.suggest(make("Ann", asks=("a beehive",)), *others)) == 2

    def test_variety_before_a_second_one_for_the_same_contact(self) -> None:
        profiles = (
            make("Ann", asks=("a beehive",)),
            make("Bob", offers=("beehives",)),
            make("Cy", offers=("beehives",)),
            make("Di", asks=("old maps of Porto",)),
            make("Ed", offers=("old maps",)),
        )
        assert names(self.suggest(*profiles, limit=2)) == [("Ann", "Bob"), ("Di", "Ed")]
        assert names(self.suggest(*profiles)) == [("Ann", "Bob"), ("Ann", "Cy"), ("Di", "Ed")]

    def test_variety_of_topics(self) -> None:
        profiles = (
            make("Ann", asks=("a beehive",)),
            make("Bob", offers=("beehives",)),
            make("Cy", asks=("the beehive",)),
            make("Di", offers=("beehive",)),
            make("Ed", asks=("old maps",)),
            make("Flo", offers=("old maps",)),
        )
        first_two = self.suggest(*profiles, limit=2)
        assert ("Ed", "Flo") in names(first_two)

    def test_the_limit_and_no_limit_to_speak_of(self) -> None:
        profiles = (make("Ann", asks=("a beehive",)), make("Bob", offers=("beehives",)))
        assert self.suggest(*profiles, limit=0) == ()
        assert len(self.suggest(*profiles, limit=10**6)) == 1
        assert self.suggest() == ()

    def test_only_candidates_are_suggested(self) -> None:
        assert suggest_introductions(Network(), (), 5, TODAY) == ()


class TestApart:
    """Pairs that the owner does not want to hear of, now or ever."""

    def pair(self, *apart: Apart, on_second: bool = False) -> tuple[Profile, Profile]:
        ann, bob = make("Ann", asks=("a flat in Porto",)), make("Bob", offers=("Flats in Porto",))
        return (ann, replace(bob, apart=apart)) if on_second else (replace(ann, apart=apart), bob)

    def suggested(self, *profiles: Profile, today: date = TODAY) -> int:
        return len(suggest_introductions(Network(), candidate_pairs(profiles, {}), 5, today))

    @pytest.mark.parametrize("target", ["Bob", "bob", "/Bob.md"])
    def test_for_good(self, target: str) -> None:
        assert self.suggested(*self.pair(Apart(target))) == 0

    def test_it_counts_from_either_note(self) -> None:
        assert self.suggested(*self.pair(Apart("Ann"), on_second=True)) == 0

    def test_somebody_else_is_no_reason(self) -> None:
        assert self.suggested(*self.pair(Apart("Bobby"), Apart("People/Bob"))) == 1

    def test_until_a_day(self) -> None:
        pair = self.pair(Apart("Bob", date(2026, 12, 1)), Apart("Bob", date(2026, 12, 5)))
        assert self.suggested(*pair, today=date(2026, 12, 4)) == 0
        assert self.suggested(*pair, today=date(2026, 12, 5)) == 1

    def test_under_way(self) -> None:
        def task(text: str, *contacts: str) -> FollowUp:
            return FollowUp(Source("Ann.md", 3, text), text, None, None, "", contacts)

        both = ("Ann.md", "Bob.md")
        assert introductions_under_way([task("Introduce Ann and Bob", "Bob.md", "Ann.md")]) == {both}
        assert introductions_under_way([task("Call both", *both), task("Introduce them", "Ann.md")]) == frozenset()
        pairs = candidate_pairs(self.pair(), {})
        assert suggest_introductions(Network(), pairs, 5, TODAY, {both}) == ()


class TestLikeWords:
    """Words that are not the same: synonyms and near spellings."""

    def test_a_synonym_answers_an_ask(self) -> None:
        ann = make("Ann", asks=("Looking for a React developer",))
        bob = make("Bob", offers=("front-end engineer", "apple trees"))
        (pair,) = find(ann, bob)
        assert pair.benefit == pytest.approx(0.3 * 0.8 / 1.25)
        (reason,) = pair.reasons
        assert reason.text == "Ann is looking for “a React developer”; Bob offers “front-end engineer”."
        assert reason.terms == ("react", "developer")

    def test_the_same_words_are_worth_more_than_a_synonym_and_never_more_than_one(self) -> None:
        same = find(make("Ann", asks=("a React developer",)), make("Bob", offers=("React developer",)))
        like = find(make("Ann", asks=("a React developer",)), make("Bob", offers=("Vue developer",)))
        assert same[0].benefit == pytest.approx(0.3 / 1.25)
        assert like[0].benefit == pytest.approx(0.3 * 0.8 / 1.25)

    def test_own_synonyms_add_and_cut(self) -> None:
        ann, bob = make("Ann", asks=("caulking",)), make("Bob", offers=("boat repair",))
        assert find(ann, bob) == ()
        own = (SynonymGroup(("caulking", "boat repair"), 1),)
        assert names(candidate_pairs((ann, bob), {}, own=own)) == [("Ann", "Bob")]
        ann, bob = make("Ann", asks=("a joiner",)), make("Bob", offers=("carpentry",))
        assert names(find(ann, bob)) == [("Ann", "Bob")]
        assert candidate_pairs((ann, bob), {}, own=(SynonymGroup(("joiner",), 1, True),)) == ()

    def test_a_typo_and_a_part_of_a_compound_count_less(self) -> None:
        (typo,) = find(make("Ann", asks=("an acountant",)), make("Bob", offers=("accountant",)))
        (part,) = find(make("Ann", asks=("Fahrrad",)), make("Bob", offers=("Fahrradständer",)))
        assert typo.benefit == pytest.approx(0.3 * 0.5 / 1.25)
        assert part.benefit == pytest.approx(0.3 * 0.4 / 1.25)
        assert typo.reasons[0].terms == ("acountant",)

    def test_nothing_private_by_a_synonym(self) -> None:
        assert find(make("Ann", asks=("Krankengymnastik",)), make("Bob", offers=("kinésithérapeute",))) == ()

    def test_interests_of_one_meaning_are_shared(self) -> None:
        (pair,) = find(make("Ann", interests=("beekeeping",)), make("Bob", interests=("Imker",)))
        assert pair.reasons[0].text == "Ann is interested in “beekeeping”, Bob in “Imker”."
        weight = 1 / log(2)
        assert pair.benefit == pytest.approx(0.2 * weight / (1 + weight) / 1.25, abs=1e-6)

    def test_a_typo_in_an_interest_is_half_of_it(self) -> None:
        (pair,) = find(make("Ann", interests=("cartogrraphy",)), make("Bob", interests=("cartography",)))
        assert pair.reasons[0].text == "Ann is interested in “cartogrraphy”, Bob in “cartography”."
        assert pair.reasons[0].terms == ("cartogrraphy",)


class TestOldAsks:
    """An ask of a known day counts for 18 months."""

    ASKED = date(2025, 5, 24)  # 548 days before 2026-11-23
    BOB = make("Bob", offers=("beehives",))

    def ann(self, text: str, day: date | None) -> Profile:
        return replace(make("Ann"), asks=(Statement(text, 10, day),))

    def pairs(self, profile: Profile, today: date = TODAY) -> int:
        return len(candidate_pairs((profile, self.BOB), {}, today=today))

    def test_an_ask_counts_until_it_is_18_months_old(self) -> None:
        assert self.pairs(self.ann("a beehive", self.ASKED)) == 0
        assert self.pairs(self.ann("a beehive", self.ASKED), date(2026, 11, 22)) == 1
        assert self.pairs(self.ann("a beehive", date(2025, 5, 25))) == 1

    def test_without_any_day_it_goes_on(self) -> None:
        assert self.pairs(self.ann("a beehive", None)) == 1

    def test_a_day_in_its_words_is_its_day(self) -> None:
        assert self.pairs(self.ann("a beehive (asked 2024-02-03)", None)) == 0
        assert self.pairs(self.ann("a beehive for 2027-02-03", None)) == 1

    def test_the_days_on_which_the_pairs_are_the_same(self) -> None:
        profiles = (self.ann("a beehive", self.ASKED), self.ann("honey", date(2026, 1, 1)), self.ann("wax", None))
        choice = choose_pairs(profiles, {}, (), TODAY, Coverage(2, 0))
        assert (choice.since, choice.until) == (TODAY, date(2027, 7, 3))
        choice = choose_pairs(profiles, {}, (), date(2026, 11, 22), Coverage(2, 0))
        assert (choice.since, choice.until) == (date.min, TODAY)
        assert choose_pairs((), {}, (), TODAY, Coverage(0, 0)).stands_on(TODAY)
