"""The note Network: what its lines say."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from pnm_vault.insights.looking_back.capacity import Alive
from pnm_vault.insights.looking_back.periods import PeriodKind, period_around, period_before
from pnm_vault.insights.network_state.state import NetworkState
from pnm_vault.insights.network_state.synergy import Synergy
from pnm_vault.insights.network_state.trend import Quarter
from pnm_vault.review.network_words import network_sections
from pnm_vault.review.pages.network import network_context
from tests.review.conftest import acquainted
from tests.review.made_network import FULL, NEED, UNTIL

NOTHING = Synergy()


def said(state: NetworkState, synergy: Synergy = NOTHING) -> dict[str, list[str]]:
    context: Any = network_context(state, synergy, acquainted().pairs, frozenset())
    return {
        section["name"]: [
            *section["sentences"],
            *[
                " · ".join(
                    [
                        part
                        for part in (
                            item["lead"],
                            ", ".join([one["name"] for one in item["contacts"]]),
                            item["text"],
                            ", ".join([one["name"] for one in item["others"]]),
                            item["tail"],
                        )
                        if part
                    ]
                )
                for item in section["items"]
            ],
        ]
        for section in context["sections"]
    }


def test_all_that_it_can_say() -> None:
    found = said(FULL, Synergy((NEED,), (), 1))
    assert list(found) == ["ties", "trend", "attention", "lone", "cohesion", "bridges", "circles", "synergy"]
    assert found["ties"][1:] == [
        "about every month or more often: 9 · Ann, Bo · and 7 more",
        "twice or more: 40",
        "once or more: 46",
        "silent for a year or longer: 4, of these 1 for three years or longer",
        "no contact noted: 3",
    ]
    assert found["trend"][1:] == [
        "came in · Ann · and 9 more",
        "went quiet · Bo",
        "end of 2026-Q2: 34 alive; 61 days of contact in it",
        "end of 2026-Q3: 24 alive, 6 came in, 16 went quiet; 1 day of contact in it",
    ]
    assert found["attention"][0].endswith(
        "as varied as 6.2 equal ones, by days of contact in the year up to 2026-10-31 as 2.0."
    )
    assert found["attention"][-1] == "more contacts than days, lab: 10 % of your days, 30 % of your contacts"
    assert found["lone"] == [
        "theatre · Ann · the only one you were in touch with in the year, on 2026-10-25; not with · Bo · and 2 more"
    ]
    assert "1 tie between them, 6 % of 435 pairs" in found["cohesion"][1]
    assert found["bridges"] == [
        "Ann · without whom nobody you know would link these with the others · Bo · and 7 more · lab",
        "and 2 more",
        "Bo · stands between others who do not know each other, between their own circle and another, "
        "between two circles that are not theirs (pairs: 4.5)",
    ]
    assert found["circles"][2:] == [
        "no tie recorded between choir (5) and lab (4): they meet in you alone",
        "and 1 more pair of circles",
        "one tie alone between choir (5) and press (3)",
    ]
    assert found["synergy"] == [
        "for work, from private life · Ann · looks for a van · Bo · offers a van",
        "for work, from private life, 1 more",
    ]


def quarters(*numbers: tuple[int, int]) -> tuple[Quarter, ...]:
    """Quarters up to the third of 2026 by the ties alive at their ends and their days of contact."""
    found: list[Quarter] = []
    period = period_around(PeriodKind.QUARTER, date(2026, 9, 30))
    for alive, days in reversed(numbers):
        found.append(Quarter(Alive(period.last, alive), days))
        before = period_before(period)
        assert before is not None
        period = before
    return tuple(reversed(found))


def test_only_what_changed_within_a_year_is_a_sentence() -> None:
    def changes(*numbers: tuple[int, int]) -> list[str]:
        return said(replace(FULL, quarters=quarters(*numbers)))["trend"][1 : -len(numbers) - 2]

    assert changes(*[(20, 40)] * 12) == []
    assert changes(*[(20, 40)] * 4, (30, 90)) == ["At the end of 2026-Q3 30 ties were alive, a year before 20."]
    assert changes(*[(20, 40)] * 3, (30, 90)) == []
    assert changes(*[(20, 40)] * 4, *[(22, 30)] * 4) == [
        "The four quarters up to 2026-Q3 had 120 days of contact, the four before 160."
    ]


def test_the_order_that_the_owner_wrote_is_told_beside_that_of_the_days_where_they_differ() -> None:
    told = "the circles that matter, in your order: "

    def order(*matters: str, proved: bool = True) -> list[str]:
        proof = FULL.attention.proof if proved else None
        attention = replace(FULL.attention, matters=matters, proof=proof)
        return [line for line in said(replace(FULL, attention=attention))["attention"] if line.startswith(told)]

    assert order("lab", "C") == [f"{told}lab, c · by days: 20 % c, 10 % lab"]
    assert order("c", "lab") == order("lab") == order("lab", "choir") == order("lab", "c", proved=False) == []


def test_beside_every_number_about_ties_stands_of_how_many_they_are_recorded() -> None:
    assert said(FULL)["cohesion"][0].startswith("Who knows whom is recorded for 30 of 53 contacts")
    assert said(NetworkState(UNTIL, 53, 9))["record"][0].startswith("Who knows whom is recorded for 9 of 53 contacts")


def test_too_little_to_tell() -> None:
    assert list(said(NetworkState())) == ["record"]
    found = said(NetworkState(None, 9, 3))["record"]
    assert found[0].startswith("With fewer than ten contacts")
    assert any("may know each other" in line for line in found)


def test_lines_have_their_proof_unless_it_is_hidden() -> None:
    def proofs(hidden: frozenset[str]) -> list[Any]:
        context: Any = network_context(FULL, Synergy((NEED,)), (), hidden)
        [item] = context["sections"][-1]["items"]
        return [item["proof"] and item["proof"]["line"], item["other_proof"] and item["other_proof"]["line"]]

    assert proofs(frozenset()) == [7, 9]
    assert proofs(frozenset({"Bo.md"})) == [7, None]


def test_no_word_is_a_grade() -> None:
    words = str(network_sections(FULL, Synergy((NEED,)))).casefold()
    for grade in ("score", "good", "better", "should", "neglect", "weak", "poor", "owe"):
        assert grade not in words
