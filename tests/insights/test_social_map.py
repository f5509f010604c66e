from collections.abc import Mapping
from datetime import date
from typing import Any

from pnm_vault.insights.social_map import (
    MOST_CIRCLES,
    MOST_DRAWN,
    NEAREST,
    OTHERS,
    SocialMap,
    circles_on_map,
    draw_map,
)
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.tie import Tie
from tests.insights.test_attention import tie


def met(name: str, *circles: str, strength: float = 1.0, **changes: Any) -> Tie:
    return tie(name, *circles, days=1, first=date(2026, 5, 1), last=date(2026, 5, 1), decayed=strength, **changes)


def draw(*ties: Tie, known: Mapping[str, tuple[str, ...]] | None = None, **more: Any) -> SocialMap:
    return draw_map(ties, known or {}, more.pop("matters", ()), 90.0, **more)


def test_the_nearest_stand_first_and_a_written_closeness_wins() -> None:
    drawn = draw(met("Far", strength=1), met("Near", strength=3), tie("Never"), tie("Close", closeness=5))
    assert [one.name for one in drawn.contacts] == ["Close", "Near", "Far", "Never"]
    assert [one.standing for one in drawn.contacts] == [1000, 750, 250, 200]


def test_nobody_private_archived_deceased_or_never_to_be_suggested_is_on_it() -> None:
    hidden = (
        met("Secret", "choir", private=True),
        met("Old", "choir", status=Status.ARCHIVED),
        met("Gone", "choir", status=Status.DECEASED),
        met("Never", "choir", suggest=False),
    )
    known = {"Ann.md": tuple(one.path for one in hidden), **{one.path: ("Ann.md",) for one in hidden}}
    drawn = draw(met("Ann", "choir"), *hidden, known=known)
    assert drawn == draw(met("Ann", "choir"))
    assert (drawn.total, drawn.ties, drawn.circles) == (1, (), ())
    assert circles_on_map(hidden, None) == {}


def test_circles_that_matter_come_first_then_larger_ones() -> None:
    ties = [met(f"W{at}", "work") for at in range(3)] + [met(f"C{at}", "Choir") for at in range(2)]
    drawn = draw(*ties, met("F", "karst"), met("K", category="family"), met("L", category="family"), matters=["Family"])
    assert [(one.name, one.contacts) for one in drawn.circles] == [("Family", 2), ("work", 3), ("Choir", 2)]
    assert drawn.others == 1
    assert [one.circle for one in drawn.contacts if one.name == "F"] == [OTHERS]


def test_of_many_circles_the_largest_are_told_apart() -> None:
    ties = [met(f"{circle}-{at}", f"c{circle:02}") for circle in range(30) for at in range(2 + (circle > 20))]
    drawn = draw(*ties)
    assert len(drawn.circles) == MOST_CIRCLES
    assert {f"c{circle:02}" for circle in range(21, 30)} <= {one.name for one in drawn.circles}
    assert drawn.total == sum(one.contacts for one in drawn.circles) + drawn.others


def test_of_many_contacts_only_the_nearest_are_drawn_by_themselves() -> None:
    ties = [met(f"C{at}", "choir" if at % 2 else "work", strength=1 + at) for at in range(MOST_DRAWN + 1)]
    assert len(draw(*ties[:-1]).contacts) == MOST_DRAWN
    drawn = draw(*ties)
    assert len(drawn.contacts) == NEAREST
    assert sum(one.unnamed for one in drawn.circles) == MOST_DRAWN + 1 - NEAREST
    assert drawn.contacts[0].name == f"C{MOST_DRAWN}"
    few = draw(*ties, limit=3)
    assert [one.name for one in few.contacts] == [f"C{MOST_DRAWN - back}" for back in range(3)]


def test_who_know_each_other_and_who_alone_links_circles() -> None:
    ties = [met("A", "choir"), met("B", "choir"), met("C", "work"), met("D", "work"), met("E")]
    drawn = draw(*ties, known={"B.md": ("C.md", "E.md"), "C.md": ("B.md",), "E.md": ("B.md",)})
    names = [one.name for one in drawn.contacts]
    assert {frozenset(names[at] for at in pair) for pair in drawn.ties} == {frozenset("BC"), frozenset("BE")}
    assert {one.name: one.links for one in drawn.contacts if one.links} == {
        "B": (("choir", "work"),),
        "C": (("choir", "work"),),
    }


def test_the_map_of_one_circle_has_its_contacts_and_whom_they_know() -> None:
    ties = [met("A", "work", "Choir"), met("B", "choir"), met("C", "work"), met("D", "work"), met("E")]
    drawn = draw(*ties, known={"B.md": ("C.md",), "C.md": ("B.md",)}, circle="choir")
    assert sorted(one.name for one in drawn.contacts) == ["A", "B", "C"]
    assert {one.name: drawn.circles[one.circle].name for one in drawn.contacts if one.name != "C"} == {
        "A": "Choir",
        "B": "Choir",
    }


def test_the_order_of_the_notes_changes_nothing() -> None:
    ties = [met(f"C{at}", *(("choir",) if at % 3 else ("work", "choir"))) for at in range(12)]
    known = {f"C{at}.md": (f"C{(at * 5) % 12}.md",) for at in range(12)}
    assert draw(*ties, known=known) == draw(*ties[::-1], known=dict(reversed(known.items())))


def test_all_circles_on_the_map_have_a_name_to_ask_for() -> None:
    me = Contact("Me.md", "Me", circles=("Family",))
    assert circles_on_map([met("A", "Choir"), met("B", category="family")], me) == {
        "choir": "Choir",
        "family": "family",
    }
