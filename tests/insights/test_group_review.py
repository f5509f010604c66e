"""What a note about a circle tells: who is in it, who bridges to where, what belongs to it, and nobody private."""

from datetime import date

from msgspec.structs import replace

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.helping.needs import MeetNeed, NeedShown
from pnm_vault.insights.network_state.circle import Group, GroupKind
from pnm_vault.insights.network_state.group_review import (
    MOST_EVENTS,
    Bridge,
    GroupGround,
    GroupReview,
    Occasion,
    review_group,
)
from pnm_vault.insights.network_state.standing import Named
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.gathering import CommunityNote, EventNote
from pnm_vault.model.picture import Profile
from pnm_vault.model.source import Source
from tests.insights.test_network_state import tie

TODAY = date(2026, 11, 23)
END = date(2026, 10, 31).toordinal()
TIES = {
    one.path: one
    for one in (
        tie("Ann", "choir"),
        tie("Bea", "choir", "lab"),
        tie("Cy", "choir", private=True),
        tie("Di", "lab", "Opera"),
        tie("Eve"),
        tie("Fay", "lab", suggest=False),
        tie("Old", "lab", status=Status.ARCHIVED),
    )
}
CHOIR = Group(GroupKind.CIRCLE, "Choir", ("Ann.md", "Bea.md", "Cy.md"))
ANN, BEA, DI, EVE = [Named(f"{name}.md", name) for name in ("Ann", "Bea", "Di", "Eve")]
GROUND = GroupGround(TIES, {}, {}, {}, unnamed=PrivateNames(["Cy"]))


def looked(ground: GroupGround = GROUND, group: Group = CHOIR, meets: tuple[MeetNeed, ...] = ()) -> GroupReview:
    return review_group(group, ground, meets, TODAY)


def event(name: str, day: date, *names: str) -> EventNote:
    paths = tuple([f"{one}.md" for one in names])
    return EventNote(f"Events/{name}.md", name, day, day, attendees=paths[:1], expected=paths[1:])


def test_members_by_days_of_the_year_up_to_the_end_of_the_month() -> None:
    days = {"Ann.md": [END - 365, END, END + 1], "Bea.md": [END - 364, END - 1], "Cy.md": [END]}
    found = looked(replace(GROUND, days=days))
    assert [(one.contact.name, one.days) for one in found.members] == [("Bea", 2), ("Ann", 1)]
    assert found.until == date(2026, 10, 31)


def test_who_is_tied_to_whom_and_whom_nobody_else_connects() -> None:
    lab = Group(GroupKind.CIRCLE, "lab", ("Bea.md", "Di.md", "Fay.md"))
    found = looked(replace(GROUND, known={"Bea.md": ("Di.md",)}), lab)
    assert found.ties == ((BEA, DI),)
    assert [one.name for one in found.apart] == ["Fay"]
    assert found.recorded == 2
    assert looked(group=lab).apart == ()


def test_who_bridges_to_where() -> None:
    known = {"Ann.md": ("Di.md", "Eve.md", "Fay.md", "Old.md", "Cy.md"), "Di.md": ("Bea.md",), "Cy.md": ("Ann.md",)}
    assert looked(replace(GROUND, known=known)).bridges == (
        Bridge("lab", BEA, (DI,), True),
        Bridge("lab", ANN, (DI,)),
        Bridge("Opera", ANN, (DI,)),
        Bridge("Opera", BEA, (DI,)),
        Bridge("", ANN, (EVE,)),
    )


def test_no_word_names_somebody_private() -> None:
    said = (Statement("a walk with Cy", 3), Statement("a walk", 4))
    profiles = {"Ann.md": Profile("Ann.md", "Ann", (), (), (), said, said)}
    need = NeedShown("Ann.md", "Ann", "a walk", Source("Ann.md", 4, "a walk"))
    meets = tuple([MeetNeed(need, "Bea.md", "Bea", offer, Source("Bea.md", 5)) for offer in ("walks", "walks as Cy")])
    ground = replace(
        GROUND,
        profiles=profiles,
        events=(event("Cy sings", date(2026, 10, 1), "Ann", "Bea"),),
        communities=(CommunityNote("Friends of Cy.md", "Friends", ("Ann.md", "Bea.md")),),
    )
    found = looked(ground, meets=meets)
    assert [one.source.text for one in (*found.asks, *found.offers)] == ["a walk", "a walk"]
    assert [one.offer for one in found.meets] == ["walks"]
    assert (found.events, found.communities) == ((), ())
    assert "Cy" not in str(found)


def test_events_of_two_of_them_within_a_year_and_ahead() -> None:
    events = (
        event("Last year", date(2025, 11, 22), "Ann", "Bea"),
        event("A year ago", date(2025, 11, 23), "Ann", "Bea"),
        event("Alone", date(2026, 10, 1), "Ann", "Cy", "Di"),
        event("Ahead", date(2026, 12, 24), "Bea", "Ann"),
    )
    found = looked(replace(GROUND, events=events))
    assert [(one.note.name, one.members) for one in found.events] == [("Ahead", (ANN, BEA)), ("A year ago", (ANN, BEA))]
    many = [event(str(number), date(2026, 10, number), "Ann", "Bea") for number in range(1, MOST_EVENTS + 3)]
    newest = [one.note.name for one in looked(replace(GROUND, events=many)).events]
    assert newest == [str(number) for number in range(MOST_EVENTS + 2, 2, -1)]


def test_communities_of_its_name_or_with_two_of_them() -> None:
    communities = (
        CommunityNote("Two.md", "Two", ("Ann.md", "Bea.md")),
        CommunityNote("One.md", "One", ("Ann.md",)),
        CommunityNote("Choir.md", "choir"),
    )
    ground = replace(GROUND, communities=communities)
    named = Named("Two.md", "Two")
    assert looked(ground).communities == (Occasion(Named("Choir.md", "choir"), ()), Occasion(named, (ANN, BEA)))
    firm = Group(GroupKind.ORGANISATION, "Choir", ("Ann.md",))
    assert looked(ground, firm).communities == ()


def test_one_in_which_all_are_private_names_nobody() -> None:
    found = looked(group=Group(GroupKind.CIRCLE, "choir", ("Cy.md",)))
    assert (found.members, found.group.members) == ((), ())
