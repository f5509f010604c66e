"""The state of the network: what is told, from which evidence on, and of whom nothing is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.network_state.standing import Named, is_counted
from pnm_vault.insights.network_state.state import NetworkState, month_end, state_of, strengths_of
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from tests.made_ties import bare_tie

TODAY = date(2026, 11, 23)
UNTIL = date(2026, 10, 31)
LAST = UNTIL.toordinal()


def tie(name: str, *circles: str, **changes: Any) -> Tie:
    return bare_tie(f"{name}.md", name, circles=circles, **changes)


# Two circles of five and two contacts in none; Eve alone knows somebody of the other circle.
CHOIR = [tie(name, "choir") for name in ("Ann", "Bea", "Cy", "Di", "Eve")]
LAB = [tie(name, "Lab") for name in ("Fay", "Gil", "Hal", "Ida", "Jo")]
TIES = [*CHOIR, *LAB, tie("Kim"), tie("Lou")]
KNOWN = {
    "Ann.md": ["Bea.md", "Cy.md"],
    "Bea.md": ["Cy.md", "Eve.md"],
    "Eve.md": ["Fay.md"],
    "Fay.md": ["Gil.md", "Hal.md"],
    "Gil.md": ["Hal.md"],
}
# A week of days a month for two years with Ann; once a month with the others of the choir, once a year with the rest.
DAYS: dict[str, Sequence[int]] = {
    "Ann.md": [LAST - day for day in range(730, -30, -7)],
    **{f"{name}.md": [LAST - day for day in range(730, 0, -30)] for name in ("Bea", "Cy", "Di", "Eve")},
    **{f"{name}.md": [LAST - 700, LAST - 200] for name in ("Fay", "Gil", "Hal")},
    "Ida.md": [LAST - 1200],
    "Jo.md": [LAST - 400],
}


def state(ties: Sequence[Tie] = TIES, today: date = TODAY, **changes: Any) -> NetworkState:
    given_: dict[str, Any] = {"days": DAYS, "known": KNOWN, "me": None} | changes
    return state_of(ties, today=today, **given_)


def test_contacts_lie_in_layers_by_their_days_in_the_year() -> None:
    found = state().standing
    assert [(layer.days, layer.count) for layer in found.layers] == [(52, 1), (12, 5), (2, 5), (1, 8)]
    assert found.layers[0].named == (Named("Ann.md", "Ann"),)
    assert [one.name for one in found.layers[1].named] == ["Bea", "Cy", "Di", "Eve"]
    assert (found.silent, found.dormant, found.never) == (2, 1, 2)


def test_at_the_edges_of_a_year_and_of_three() -> None:
    ties = [*TIES, tie("Max"), tie("Ned")]
    found = state(ties, days={**DAYS, "Max.md": [LAST - 364], "Ned.md": [LAST - 365]}).standing
    assert (found.layers[-1].count, found.silent) == (9, 3)
    dormant = state(ties, days={**DAYS, "Max.md": [LAST - 3 * 365], "Ned.md": [LAST - 3 * 365 + 1]}).standing
    assert dormant.dormant == 2  # Ida and Max


def test_ties_alive_and_their_trend() -> None:
    found = state()
    assert found.capacity is not None
    assert (found.capacity.now.until, found.capacity.now.alive) == (UNTIL, 5)
    assert found.capacity.now.since == date(2026, 8, 1)
    assert found.capacity.quarters == ()
    assert found.capacity.now.went == len(found.went) == 0


def test_as_many_quarters_as_the_log_tells_of_and_three_years_at_most() -> None:
    found = state().quarters
    assert [one.alive.until for one in found[-2:]] == [date(2026, 6, 30), date(2026, 9, 30)]
    assert len(found) == 7  # the log begins with Jo, 1 November 2024 as the first of many days
    long = {path: [LAST - day for day in range(2000, 0, -30)] for path in DAYS}
    assert len(state(days=long).quarters) == 12
    assert state(days={path: days[-2:] for path, days in long.items()}).quarters == ()


def test_days_of_a_quarter_are_counted_from_its_first_to_its_last() -> None:
    edges = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1)]
    days = {**DAYS, "Kim.md": [day.toordinal() for day in edges]}
    more = [two.days - one.days for one, two in zip(state().quarters, state(days=days).quarters, strict=True)]
    assert more[-2:] == [1, 2]


def test_what_the_owner_wrote_matters_is_kept_but_for_names_of_private_contacts() -> None:
    said = tuple([Statement(text, line) for line, text in enumerate(("Lab: first", "Friends of Zed", "choir"), 7)])
    found = state(me=Contact("Me.md", "Me", circle_order=said), unnamed=PrivateNames(["Zed"])).attention
    assert found.matters == ("Lab", "choir")
    assert found.proof == Source("Me.md")


def test_circles_by_contacts_and_by_days() -> None:
    found = state().attention
    assert [(one.name, one.contacts) for one in found.circles] == [("choir", 0.5), ("Lab", 0.5)]
    assert found.variety == 2.0
    assert found.variety_of_days is not None
    assert found.variety_of_days < 1.2


def test_a_circle_hangs_by_the_one_who_was_met_in_the_year() -> None:
    assert state().lone == ()
    days = {**DAYS, "Gil.md": [LAST - 400], "Hal.md": [LAST - 365]}
    [lone] = state(days=days).lone
    assert (lone.circle, lone.contact.name, lone.last) == ("Lab", "Fay", date.fromordinal(LAST - 200))
    assert [one.name for one in lone.others] == ["Gil", "Hal", "Ida", "Jo"]
    two = [one for one in TIES if one.name in ("Fay", "Gil") or "Lab" not in one.circles]
    assert state([*two, tie("Max"), tie("Ned")], days=days).lone == ()  # a circle of two is none to lose


def test_how_contacts_are_tied() -> None:
    found = state().structure
    assert found is not None
    assert (found.contacts, found.ties, found.pairs, found.parts) == (7, 8, 21, (7,))
    assert found.effective_size == round(7 - 16 / 7, 2)
    assert found.constraint is None  # seven of whom anything is recorded are too few for that
    assert {one.contact.name: [other.name for other in one.cut_off] for one in found.bridges} == {
        "Bea": ["Ann", "Cy"],
        "Eve": ["Fay", "Gil", "Hal"],
        "Fay": ["Gil", "Hal"],
    }
    assert [one.circles for one in found.bridges if one.contact.name == "Eve"] == [("Lab",)]
    assert found.mixing is not None
    assert (found.mixing.within, found.mixing.across) == (7, 1)
    [held] = found.held
    assert (held.first, held.second, held.sizes, held.ties) == ("choir", "Lab", (4, 3), 1)


def test_by_whom_most_goes() -> None:
    known = {**KNOWN, "Di.md": ["Ida.md"], "Jo.md": ["Kim.md"], "Lou.md": ["Kim.md"]}
    found = state(known=known).structure
    assert found is not None
    assert found.constraint is not None
    assert found.depends[0].contact.name == "Ann"
    assert found.depends[0].share > found.depends[0].contact_share > 0.4
    assert sum([one.share for one in found.depends]) <= 1


def test_below_the_evidence_nothing_is_said() -> None:
    nine = state(TIES[:9])
    assert (nine.contacts, nine.structure, nine.standing.layers, nine.capacity) == (9, None, (), None)
    assert nine.is_small
    few = state(known={"Ann.md": ["Bea.md"]})
    assert (few.recorded, few.structure) == (2, None)
    assert few.capacity is not None
    assert state(known={"Ann.md": ["Bea.md"], "Cy.md": ["Di.md"]}).structure is not None  # four of twelve
    young = state(days={path: [day for day in own if day > LAST - 300] for path, own in DAYS.items()})
    assert (young.standing.layers, young.lone) == ((), ())


def test_who_takes_no_part() -> None:
    away = [
        tie("Pip", "choir", private=True),
        tie("Ray", suggest=False),
        tie("Sue", status=Status.ARCHIVED),
        tie("Tom", status=Status.DECEASED),
    ]
    assert not any(map(is_counted, away))
    known = {**KNOWN, "Pip.md": ["Ann.md", "Jo.md"], "Ann.md": ["Bea.md", "Cy.md", "Pip.md", "Tom.md"]}
    assert state([*TIES, *away], known=known, days={**DAYS, "Pip.md": [LAST]}) == state()


def test_a_circle_with_a_private_name_is_not_told_of() -> None:
    ties = [replace(one, circles=("friends of Pip Moss",)) if one in CHOIR else one for one in TIES]
    assert "Moss" in str(state(ties))
    assert "Moss" not in str(state(ties, unnamed=PrivateNames(["Pip Moss"])))


def test_days_of_the_running_month_change_nothing() -> None:
    later = {path: [*own, LAST + 3, LAST + 9] for path, own in DAYS.items()}
    assert state(days=later) == state()
    assert state(today=date(2026, 11, 1)) == state()
    assert state(today=date(2026, 12, 1)).until == date(2026, 11, 30)
    assert month_end(date.min) is None
    assert state(today=date.min).until is None


def test_strength_fades_and_rests_on_days_alone() -> None:
    found = strengths_of({"A.md": [LAST], "B.md": [LAST - 90], "C.md": []}, UNTIL)
    assert found == {"A.md": 1.0, "B.md": 0.5, "C.md": 0.0}


def test_the_order_of_notes_does_not_show() -> None:
    shuffled = {path: list(reversed(others)) for path, others in reversed(KNOWN.items())}
    assert state(known=shuffled, days=dict(reversed(DAYS.items()))) == state()
