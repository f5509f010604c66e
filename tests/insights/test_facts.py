"""Which facts come up for a check: the oldest and most used, chosen once a month; and what the notes lack."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.remembering.facts import (
    CLOSEST,
    MOST_OF_ONE,
    ContactFacts,
    Dated,
    Fact,
    FactsToCheck,
    FactUse,
    Sign,
    facts_of,
    facts_to_check,
    question_about,
    use_of,
)
from pnm_vault.model.contact import Confirmed, Contact, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.picture import Network
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

TODAY = date(2026, 11, 23)
FIRST = date(2026, 11, 1)


def tie(path: str, private: bool = False) -> Tie:
    name = path.removesuffix(".md")
    nothing = (None, (), (), None, None, None, None)
    return Tie(path, name, *nothing, Status.ACTIVE, private, True, 0, None, None, None, None, 0.0, 0.0, 0.0)


def network(*paths: str) -> Network:
    return Network(tuple([tie(path) for path in paths]))


def entry(text: str, day: date) -> Interaction:
    return Interaction(day, Source("Ann.md", 9, text), Origin.LOG)


def record(*entries: Interaction, tasks: tuple[str, ...] = (), **changes: object) -> ContactRecord:
    follow_ups = [FollowUp(Source("Ann.md", 3, one), one, None, None, "", ("Ann.md",)) for one in tasks]
    contact = Contact("Ann.md", "Ann", **changes)  # type: ignore[arg-type]
    return ContactRecord(contact, entries or (entry("tea", date(2026, 3, 2)),), tuple(follow_ups))


def shown(given: ContactRecord, today: date = TODAY) -> list[tuple[str, Dated | None]]:
    known, use = facts_of(given), use_of(given)
    assert known is not None and use is not None
    return [(one.fact.text, one.last) for one in check({"Ann.md": (known, use)}, network("Ann.md"), today, 9).facts]


def check(made: Mapping[str, tuple[ContactFacts, FactUse]], *given: Any) -> FactsToCheck:
    facts = {path: facts for path, (facts, _) in made.items()}
    return facts_to_check(facts, {path: use for path, (_, use) in made.items()}, *given)


def confirmed(kind: str, day: date, text: str = "", *, gone: bool = False) -> Confirmed:
    return Confirmed(kind, text, day, gone=gone)


@pytest.mark.parametrize("changes", [{"status": Status.ARCHIVED}, {"status": Status.DECEASED}, {"suggest": False}])
def test_of_some_nothing_is_asked(changes: dict[str, object]) -> None:
    assert facts_of(record(role="baker", **changes)) is None  # type: ignore[arg-type]


def test_a_fact_without_any_date_is_shown_as_such() -> None:
    assert shown(record(role="baker")) == [("baker", None)]


@pytest.mark.parametrize(
    ("given", "last"),
    [
        (
            record(role="baker", confirmed=(confirmed("role", date(2024, 2, 3)),)),
            Dated(date(2024, 2, 3), Sign.CONFIRMED),
        ),
        (record(role="baker", confirmed=(confirmed("", date(2024, 2, 3)),)), Dated(date(2024, 2, 3), Sign.CONFIRMED)),
        (record(role="baker", confirmed=(confirmed("place", date(2024, 2, 3)),)), None),
        (record(role="baker (2024-02)"), Dated(date(2024, 2, 1), Sign.NOTED, month=True)),
        (record(role="baker (since 2024-02-11)"), Dated(date(2024, 2, 11), Sign.NOTED)),
        (record(role="baker [confirmed:: 2024-02]"), Dated(date(2024, 2, 1), Sign.NOTED, month=True)),
        (record(role="baker (2024-13)"), None),
        (record(role="baker", created=date(2024, 2, 3)), Dated(date(2024, 2, 3), Sign.CREATED)),
        (record(entry("is a Baker now", date(2024, 2, 3)), role="baker"), Dated(date(2024, 2, 3), Sign.TOLD)),
        (record(entry("dinner in Graz", date(2024, 2, 3)), place="Graz"), None),
        (record(entry("a web of lies", date(2024, 2, 3)), organisations=("Web",)), None),
    ],
)
def test_by_what_a_fact_is_dated(given: ContactRecord, last: Dated | None) -> None:
    assert [found for _, found in shown(given)] == [last]


def test_asks_and_offers_are_facts_one_by_one() -> None:
    asks = (Statement("a flat", 4), Statement("a dentist", 5))
    told = (confirmed("asks", date(2026, 10, 2), "A flat"), confirmed("asks", date(2024, 1, 1), "a dentist"))
    assert [text for text, _ in shown(record(asks=asks, confirmed=told))] == ["a dentist"]
    assert shown(record(asks=asks, confirmed=(confirmed("asks", date(2026, 10, 2)),))) == []


def test_what_was_confirmed_within_half_a_year_needs_no_look() -> None:
    for days, texts in ((181, []), (182, ["baker"])):
        given = record(role="baker", confirmed=(confirmed("role", FIRST - timedelta(days)),))
        assert [text for text, _ in shown(given)] == texts


def test_somebody_new_has_no_old_facts() -> None:
    assert shown(record(entry("met her", date(2026, 9, 1)), role="baker")) == []


def test_what_is_not_so_any_more_and_what_is_asked_about_is_not_shown() -> None:
    assert shown(record(role="baker", confirmed=(confirmed("role", date(2025, 1, 1), gone=True),))) == []
    assert shown(record(role="baker", tasks=(question_about("role", "baker"),))) == []
    assert shown(record(role="baker", tasks=("Ask about baking",))) == [("baker", None)]


def facts(path: str, count: int, days: int = 3, closeness: int = 3) -> tuple[ContactFacts, FactUse]:
    stated = tuple([Fact("asks", f"{path} {number}", True, 4, ()) for number in range(count)])
    contact = tuple([FIRST.toordinal() - 10 * number for number in range(days, 0, -1)])
    return ContactFacts(stated, 1, ("birthday",)), FactUse(contact, closeness)


def test_the_most_used_come_first_two_of_each_and_active_ties_before_all() -> None:
    made = {
        "Far.md": facts("Far.md", 3, days=0, closeness=5),
        "Rare.md": facts("Rare.md", 3, days=1),
        "Often.md": facts("Often.md", 3, days=9),
    }
    found = check(made, network(*made), TODAY, 5).facts
    assert [one.path for one in found] == ["Often.md"] * MOST_OF_ONE + ["Rare.md"] * MOST_OF_ONE + ["Far.md"]
    assert check(made, network(*made), TODAY, 0).facts == ()


def test_private_contacts_are_left_out_of_both_lists() -> None:
    made = {"Ann.md": facts("Ann.md", 1), "Cy.md": facts("Cy.md", 1)}
    found = check(made, Network((tie("Ann.md"), tie("Cy.md", private=True))), TODAY, 9)
    assert {one.path for one in found.facts} == {"Ann.md"}
    assert [one.contacts for one in found.holes] == [(("Ann.md", "Ann"),)]


def test_holes_are_those_of_the_closest_active_ties() -> None:
    made = {f"{number:02}.md": facts("x", 0, days=1 + (number < CLOSEST)) for number in range(CLOSEST + 5)}
    made["Silent.md"] = facts("x", 0, days=0, closeness=5)
    [hole] = check(made, network(*made), TODAY, 9).holes
    assert (hole.what, len(hole.contacts), hole.contacts[0]) == ("birthday", CLOSEST, ("00.md", "00"))
    known = facts_of(record(place="Graz", emails=("a@example.org",), category="family"))
    assert known is not None and known.holes == ("birthday",)


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=8),
    st.sets(st.integers(0, 30), max_size=12),
    st.integers(0, 29),
    st.integers(0, 29),
)
def test_what_happens_in_a_month_only_takes_facts_off_its_list(
    counts: list[int], ticked: set[int], day: int, later: int
) -> None:
    made = {f"{number}.md": facts(f"{number}.md", count, days=number) for number, count in enumerate(counts)}
    ties = network(*made)
    before = check(made, ties, FIRST + timedelta(min(day, later)), 6).facts
    on = FIRST + timedelta(max(day, later))
    for number in ticked:
        if number < len(before):
            one = before[number]
            dated = (*one.fact.dated, Dated(FIRST + timedelta(max(day, later)), Sign.CONFIRMED))
            known, use = made[one.path]
            anew = [replace(fact, dated=dated) if fact == one.fact else fact for fact in known.facts]
            made[one.path] = replace(known, facts=tuple(anew)), replace(use, days=(*use.days, on.toordinal()))
    after = check(made, ties, on, 6).facts
    left = [(one.path, one.fact.text) for number, one in enumerate(before) if number not in ticked]
    assert [(one.path, one.fact.text) for one in after] == left


ahead = st.lists(st.dates(FIRST - timedelta(400), FIRST + timedelta(60)), max_size=3)


@given(st.lists(st.tuples(ahead, st.none() | st.dates(FIRST, FIRST + timedelta(40))), max_size=5), st.data())
def test_a_list_is_the_same_until_the_day_that_it_names(
    dates: list[tuple[list[date], date | None]], data: st.DataObject
) -> None:
    made = {}
    for number, (days, gone) in enumerate(dates):
        told = tuple([Dated(day, Sign.CONFIRMED) for day in sorted(days)])
        fact = Fact("role", f"work {number}", False, 5, told, gone)
        made[f"{number}.md"] = ContactFacts((fact,), 1, ()), FactUse((FIRST.toordinal() - 9,), 3)
    today = data.draw(st.dates(FIRST, FIRST + timedelta(29)))
    found = check(made, network(*made), today, 9)
    later = data.draw(st.dates(today, min(FIRST + timedelta(29), max(today, found.until(today) - timedelta(1)))))
    assert check(made, network(*made), later, 9) == found
