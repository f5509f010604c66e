from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.looking_back.attention import attention_to, circle_in, circles_that_matter, hill_number
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from tests.made_ties import bare_tie


def tie(name: str, *circles: str, **changes: Any) -> Tie:
    return bare_tie(f"{name}.md", name, circles=circles, **changes)


def owner(*order: str, circles: tuple[str, ...] = ()) -> Contact:
    return Contact("Me.md", "Me", circles=circles, circle_order=tuple(Statement(one, 9) for one in order))


def test_hill_number_by_hand() -> None:
    assert hill_number([]) == 0
    assert hill_number([0, 0]) == 0
    assert hill_number([7]) == pytest.approx(1)
    assert hill_number([2, 2, 2, 2]) == pytest.approx(4)
    # exp(-(3/4 ln 3/4 + 1/4 ln 1/4)) = 4 / 3^(3/4)
    assert hill_number([3, 1]) == pytest.approx(4 / 3**0.75)
    assert hill_number([3, 1, 0]) == pytest.approx(4 / 3**0.75)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_hill_number_lies_between_one_and_the_number_of_parts(amounts: list[float]) -> None:
    assert 1 - 1e-9 <= hill_number(amounts) <= len(amounts) + 1e-9
    assert hill_number(amounts) == pytest.approx(hill_number([3 * amount for amount in amounts[::-1]]))


def test_a_contact_of_two_circles_counts_half_in_each() -> None:
    ties = [tie("Ann", "choir", "family"), tie("Bo", "Choir"), tie("Cy"), tie("Di", "family")]
    found = attention_to(ties, {"Ann.md": 4, "Bo.md": 6, "Cy.md": 5}, None)
    assert (found.days, found.without) == (15, 5)
    # The spelling that most contacts have, the first of several in the alphabet.
    assert [(one.name, one.days, one.attention, one.contacts) for one in found.circles] == [
        ("Choir", 8.0, 0.8, 0.5),
        ("family", 2.0, 0.2, 0.5),
    ]
    assert found.variety is None


@given(
    st.lists(st.sets(st.sampled_from("abcd"), max_size=3), min_size=1, max_size=15),
    st.lists(st.integers(0, 9), min_size=15, max_size=15),
)
def test_shares_add_up(circles: list[set[str]], days: list[int]) -> None:
    ties = [tie(f"p{number}", *sorted(own)) for number, own in enumerate(circles)]
    found = attention_to(ties, {one.path: count for one, count in zip(ties, days, strict=False)}, None)
    if found.circles:
        assert sum(one.attention for one in found.circles) == pytest.approx(1, abs=1e-3)
        assert sum(one.contacts for one in found.circles) == pytest.approx(1, abs=1e-3)
        assert sum(one.days for one in found.circles) == pytest.approx(found.days - found.without, abs=0.1)


def test_too_little_is_not_shared_out() -> None:
    ties = [tie("Ann", "choir"), tie("Bo", "family")]
    assert attention_to(ties, {"Ann.md": 9}, None).circles == ()
    assert attention_to(ties, {"Ann.md": 10}, None).circles != ()
    assert attention_to(ties[:1], {"Ann.md": 99}, None).circles == ()


def test_variety_by_contacts_and_by_days() -> None:
    ties = [tie(f"p{number}", "ab"[number % 2]) for number in range(10)]
    found = attention_to(ties, {"p0.md": 12}, None)
    assert found.variety == 2.0
    assert found.variety_of_days == 1.0
    assert attention_to(ties[:9], {"p0.md": 12}, None).variety is None


def test_a_category_counts_as_a_circle_where_the_owner_names_it() -> None:
    ties = [tie("Ann", category="family"), tie("Bo", "choir")]
    days = {"Ann.md": 5, "Bo.md": 5}
    assert attention_to(ties, days, None).circles == ()
    found = attention_to(ties, days, owner("Family: my people", "choir"))
    assert [(one.name, one.attention) for one in found.circles] == [("Family", 0.5), ("choir", 0.5)]
    assert found.proof == Source("Me.md", 9, "Family: my people")


def test_only_a_list_of_what_matters_says_what_comes_first() -> None:
    assert circles_that_matter(None) == ()
    assert circles_that_matter(owner(circles=("choir", "family"))) == ("choir", "family")
    assert attention_to([], {}, owner(circles=("choir",))).proof is None
    assert circles_that_matter(owner("family", "", "family: again")) == ("family",)


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        ("family: more telephone", "family"),
        ("physio school", "physio school"),
        ("[[Groups/Choir|the choir]] - Tuesdays", "the choir"),
        ("**climbing** (Thursdays)", "climbing"),
        ("#work — as little as can be", "work"),
        (": nothing", ""),
    ],
)
def test_a_circle_is_what_an_item_begins_with(text: str, circle: str) -> None:
    assert circle_in(Statement(text, 1)) == circle


def test_near_is_who_was_marked_so() -> None:
    ties = [
        tie("Ann", closeness=4),
        tie("Bo", priority=1),
        tie("Cy", closeness=3, priority=2),
        tie("Di", closeness=5, status=Status.DECEASED),
        tie("Ed", priority=1, suggest=False),
    ]
    found = attention_to(ties, {"Ann.md": 1}, None)
    assert (found.near, found.far) == (("Ann.md",), ("Bo.md",))


def test_the_section_is_read_with_its_lines() -> None:
    text = "---\ntype: me\ncircles: [work]\n---\n# Me\n\n## Circles that matter\n- family: first\n- [ ] \n- choir\n"
    me = parse_note("Me.md", text, build_rules(Settings())).me
    assert me is not None
    assert me.circle_order == (Statement("family: first", 8), Statement("choir", 10))
    assert circles_that_matter(me) == ("family", "choir")
