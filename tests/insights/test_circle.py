"""One circle or organisation: which one is meant, who is in it, and what is told of them."""

from datetime import date

import pytest

from pnm_vault.insights.network_state.circle import Group, GroupKind, groups_among, groups_called, view_group
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.picture import Profile
from tests.insights.test_network_state import tie

TODAY = date(2026, 11, 23)
LAST = TODAY.toordinal()
TIES = {
    one.path: one
    for one in (
        tie("Ann", "Choir", "lab"),
        tie("Bea", "choir", private=True),
        tie("Cy", "choir", category="family"),
        tie("Di", "lab"),
        tie("Old", "choir", status=Status.ARCHIVED),
    )
}
CHOIR = Group(GroupKind.CIRCLE, "Choir", ("Ann.md", "Bea.md", "Cy.md"))
LAB = Group(GroupKind.CIRCLE, "lab", ("Ann.md", "Di.md"))
FIRM = Group(GroupKind.ORGANISATION, "Lab Works", ("Cy.md", "Di.md"))


def groups() -> list[Group]:
    firms = {"Di.md": ("Lab Works", "Choir"), "Cy.md": ("lab works", "Lab Works"), "Old.md": ("Lab Works",)}
    return groups_among(TIES.values(), firms, frozenset({"family"}))


def test_circles_first_then_organisations_whatever_their_case() -> None:
    family = Group(GroupKind.CIRCLE, "family", ("Cy.md",))
    choir = Group(GroupKind.ORGANISATION, "Choir", ("Di.md",))
    assert groups() == [CHOIR, family, LAB, choir, Group(GroupKind.ORGANISATION, "lab works", FIRM.members)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("lab", ["lab"]),
        ("#LAB ", ["lab"]),
        ("cho", ["Choir"]),
        ("works", ["lab works"]),
        ("la", ["lab", "lab works"]),
        ("opera", []),
    ],
)
def test_which_one_a_name_means(query: str, names: list[str]) -> None:
    assert [group.name for group in groups_called(query, groups())] == names


def test_what_is_told_of_it() -> None:
    asks = (Statement("a pianist", 7),)
    profiles = {"Cy.md": Profile("Cy.md", "Cy", (), (), (), (Statement("a piano", 9),), asks)}
    days = {"Ann.md": [LAST - 365, LAST - 364, LAST, LAST + 1]}
    known = {"Ann.md": ("Bea.md", "Gone.md"), "Di.md": ("Cy.md", "Ann.md"), "Cy.md": ("Di.md",)}
    found = view_group(CHOIR, TIES, {"Ann.md": 0.5, "Cy.md": 0.9}, days, known, profiles, TODAY)
    assert [(one.contact.name, one.days, one.private) for one in found.members] == [
        ("Cy", 0, False),
        ("Ann", 2, False),
        ("Bea", 0, True),
    ]
    assert [(one.name, two.name) for one, two in found.ties] == [("Ann", "Bea")]
    assert [(one.contact.name, one.source.line) for one in found.asks] == [("Cy", 7)]
    assert [(one.contact.name, one.source.line) for one in found.offers] == [("Cy", 9)]
    assert [(one.contact.name, one.other.name, one.circles) for one in found.ways_out] == [
        ("Cy", "Di", ("lab",)),
        ("Ann", "Di", ("lab",)),
    ]


def test_nobody_knows_anybody() -> None:
    found = view_group(LAB, TIES, {}, {}, {}, {}, TODAY)
    assert (found.ties, found.ways_out, found.asks) == ((), (), ())
    assert [one.contact.name for one in found.members] == ["Ann", "Di"]
