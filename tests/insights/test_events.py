"""Whom one knows at an event ahead, whom to meet and why, and who waits for a word after it."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.gathering.communities import CommunityStanding, community_standings
from pnm_vault.insights.gathering.events import Circle, choose_ahead, choose_been, look_ahead, look_back
from pnm_vault.insights.gathering.gatherings import GatheringNotes, Gatherings, build_gatherings
from pnm_vault.model.contact import Cadence, Contact, Statement, Status
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.gathering import CommunityNote, EventNote, Visits
from pnm_vault.model.occasion import Standing, Visit
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from tests.made_ties import bare_tie

TODAY = date(2026, 11, 23)
ANN, BO, CY, DI = (f"People/{name}.md" for name in ("Ann Lee", "Bo Chen", "Cy Dee", "Di Fox"))


def tie(path: str, last: date | None = date(2026, 6, 1), days: int = 4, **more: Any) -> Tie:
    fields: dict[str, Any] = {
        "name": path[7:-3],
        "days": 0 if last is None else days,
        "first": last,
        "last": last,
        "proof": Source(path, 9, "- a line") if last else None,
        "decayed": 1.0,
    }
    return bare_tie(path, **(fields | more))


def profile(path: str, asks: str = "", offers: str = "", interests: str = "") -> Profile:
    def said(text: str) -> tuple[Statement, ...]:
        return (Statement(text, 5),) if text else ()

    return Profile(path, path[7:-3], (), (), said(interests), said(offers), said(asks))


def circle(*ties: Tie, **more: Any) -> Circle:
    fields: dict[str, Any] = {"profiles": {}, "known": {}, "places": {}}
    return Circle(network=Network(ties=tuple(ties)), ties={one.path: one for one in ties}, **(fields | more))


def event(day: date, end: date | None = None, *, path: str = "Events/Boats.md", **more: Any) -> EventNote:
    return EventNote(path, path[7:-3], day, end or day, **more)


def test_ahead_is_what_has_not_ended_and_begins_within_the_days() -> None:
    begun, near, far = event(date(2026, 11, 20), TODAY), event(date(2026, 12, 1)), event(date(2027, 3, 1))
    over, off = event(date(2026, 11, 22)), event(date(2026, 12, 2), standing=Standing.OFF)
    assert choose_ahead((far, near, off, over, begun), TODAY, 60) == (begun, near)
    assert choose_been((far, near, off, over, begun), TODAY) == (over,)
    assert choose_been((replace(over, standing=Standing.DONE), event(date(2026, 11, 8))), TODAY) == ()
    assert choose_been((event(date(2026, 11, 9)),), TODAY) == (event(date(2026, 11, 9)),)


def test_whom_one_knows_there_and_who_lives_there() -> None:
    here = event(date(2026, 12, 1), attendees=(BO,), expected=(ANN,), place="Graz, town hall")
    places = {CY: "graz", DI: "Graz, Austria", ANN: "Graz"}
    found = look_ahead(here, circle(*map(tie, (ANN, BO, CY, DI)), places=places), TODAY)
    assert [one.path for one in found.there] == [ANN, BO]
    assert [one.path for one in found.in_town] == [CY, DI]


def test_the_list_of_a_town_is_cut_and_says_so() -> None:
    paths = [f"People/P{number}.md" for number in range(8)]
    found = look_ahead(
        event(date(2026, 12, 1), place="Graz"), circle(*map(tie, paths), places=dict.fromkeys(paths, "Graz")), TODAY
    )
    assert (len(found.in_town), found.in_town_more) == (5, 3)


def test_whom_to_meet_and_why() -> None:
    here = event(
        date(2026, 12, 1),
        expected=(ANN, BO, CY, DI),
        wanted=(Statement("[[Di Fox]]: the oars", 12), Statement("a sailmaker", 13)),
        sought=((DI, 12),),
    )
    me = Contact("Me.md", "Me", asks=(Statement("somebody who repairs wooden boats", 3),))
    ties = (tie(ANN), tie(BO, None), tie(CY, date(2026, 5, 1), days=1), tie(DI))
    profiles = {ANN: profile(ANN, offers="repairs of wooden boats"), CY: profile(CY, offers="tax returns")}
    found = look_ahead(here, circle(*ties, profiles=profiles, me=me), TODAY)
    assert [one.contact.path for one in found.to_meet] == [DI, ANN, BO, CY]
    assert [reason.text for one in found.to_meet for reason in one.reasons] == [
        "You wrote: “[[Di Fox]]: the oars”.",
        "You are looking for “somebody who repairs wooden boats”; Ann Lee offers “repairs of wooden boats”.",
        "No contact is recorded yet.",
        "You have been in touch on one day so far, 2026-05-01.",
    ]
    assert found.to_meet[1].reasons[0].proofs == (
        Source("Me.md", 3, "somebody who repairs wooden boats"),
        Source(ANN, 5, "repairs of wooden boats"),
    )
    assert found.wanted == (Statement("a sailmaker", 13),)


def test_who_is_long_silent_is_worth_meeting_who_is_well_known_needs_no_line() -> None:
    here = event(date(2026, 12, 1), attendees=(ANN, BO))
    found = look_ahead(here, circle(tie(ANN, date(2023, 1, 2)), tie(BO), dormant={ANN}), TODAY)
    assert [(one.contact.path, one.reasons[0].text) for one in found.to_meet] == [
        (ANN, "You have not been in touch since 2023-01-02.")
    ]


def test_whom_to_introduce_are_two_who_will_both_be_there() -> None:
    profiles = {
        ANN: profile(ANN, asks="a letterpress printer"),
        BO: profile(BO, offers="letterpress printing"),
        CY: profile(CY, offers="letterpress printing"),
    }
    ties = tuple(map(tie, (ANN, BO, CY)))
    here = event(date(2026, 12, 1), attendees=(ANN, BO))
    found = look_ahead(here, circle(*ties, profiles=profiles), TODAY)
    assert [(pair.first, pair.second) for pair in found.introductions] == [(ANN, BO)]
    known = look_ahead(here, circle(*ties, profiles=profiles, known={ANN: (BO,), BO: (ANN,)}), TODAY)
    assert known.introductions == ()


def test_nobody_dead_private_or_asking_for_silence_is_shown() -> None:
    here = event(date(2026, 12, 1), attendees=(ANN, BO, CY), wanted=(Statement("ask Bo Chen", 4),))
    ties = (tie(ANN, None, status=Status.DECEASED), tie(BO, None, private=True), tie(CY, None, suggest=False))
    found = look_ahead(here, circle(*ties, hidden={BO}, unnamed=PrivateNames(["Bo Chen"])), TODAY)
    assert ([one.path for one in found.there], found.to_meet, found.wanted) == ([CY], (), ())


@pytest.mark.parametrize(
    ("change", "waits"),
    [
        ({}, True),
        ({"last": date(2026, 11, 15)}, False),
        ({"planned": date(2026, 12, 1)}, False),
        ({"next_contact": date(2026, 12, 1)}, False),
        ({"next_contact": date(2026, 11, 20)}, True),
        ({"cadence": Cadence(None)}, False),
        ({"cadence": Cadence(30)}, True),
        ({"status": Status.ARCHIVED}, False),
        ({"suggest": False}, False),
    ],
)
def test_who_was_there_waits_for_a_word_until_there_is_one(change: dict[str, Any], waits: bool) -> None:
    been = event(date(2026, 11, 13), date(2026, 11, 14), attendees=(ANN,))
    one = tie(ANN, **({"last": date(2026, 11, 14)} | change))
    assert bool(look_back(been, circle(one), TODAY).waiting) == waits


def test_a_follow_up_due_after_the_event_is_word_enough() -> None:
    been = event(date(2026, 11, 14), attendees=(ANN, BO), expected=(CY,))
    ties = (tie(ANN, date(2026, 11, 14)), tie(BO, date(2026, 11, 14)), tie(CY))
    tasks = [FollowUp(Source(ANN, 3, "x"), "x", day, None, "", (who,)) for day, who in (
        (date(2026, 11, 17), ANN), (date(2026, 11, 2), BO), (None, BO)
    )]  # fmt: skip
    found = look_back(been, circle(*ties, follow_ups=tasks), TODAY)
    assert ([one.path for one in found.waiting], [one.path for one in found.expected]) == ([BO], [CY])


def build(events: tuple[EventNote, ...], around: Circle, communities: tuple[CommunityNote, ...] = ()) -> Gatherings:
    notes = GatheringNotes({one.path: one for one in events}, {one.path: one for one in communities}, {})
    return build_gatherings(notes, around, TODAY, 60)


def test_a_title_that_names_a_private_contact_is_not_shown() -> None:
    dinner = event(date(2026, 12, 1), path="Events/Dinner with Bo.md", attendees=(BO,))
    around = circle(tie(BO, private=True))
    assert len(build((dinner,), around).ahead) == 1
    assert build((dinner,), replace(around, hidden={BO}, unnamed=PrivateNames(["Bo Chen"]))) == Gatherings()
    club = CommunityNote("Communities/Friends of Bo Chen.md", "Friends of Bo Chen")
    assert build((), replace(around, hidden={BO}, unnamed=PrivateNames(["Bo Chen"])), (club,)).communities == ()


def standing(community: CommunityNote, visits: dict[str, Visits] | None = None, **more: Any) -> CommunityStanding:
    [found] = community_standings([community], visits or {}, {ANN: tie(ANN)}, {}, TODAY, **more)
    return found


def choir(**more: Any) -> CommunityNote:
    fields: dict[str, Any] = {"members": (ANN,), "listed": 3, "rhythm": "weekly", "days": 7}
    return CommunityNote("Communities/Choir.md", "Choir", **(fields | more))


def test_communities_of_one_name_come_in_the_order_of_their_paths() -> None:
    first, second = (CommunityNote(f"{folder}/Choir.md", "Choir", days=7) for folder in ("Clubs", "Old"))
    for given in ([first, second], [second, first]):
        found = community_standings(given, {}, {}, {}, TODAY)
        assert [one.community.path for one in found] == ["Clubs/Choir.md", "Old/Choir.md"]


def test_the_newest_visit_counts_wherever_it_stands() -> None:
    own = (Visit(date(2026, 11, 3), 9, "2026-11-03: sang"), Visit(date(2026, 10, 1), 8, "x"))
    told = {
        "Daily/2026-11-10.md": Visits(date(2026, 11, 10), (("Communities/Choir.md", 4, "sang"),)),
        "Daily/2026-11-12.md": Visits(date(2026, 11, 12), (("Communities/Other.md", 4, "x"),)),
    }
    found = standing(choir(visits=own), told)
    assert (found.last, found.proof) == (date(2026, 11, 10), Source("Daily/2026-11-10.md", 4, "sang"))
    assert (found.due, found.is_due(TODAY)) == (date(2026, 11, 17), True)
    assert standing(choir(visits=own)).proof == Source("Communities/Choir.md", 9, "2026-11-03: sang")


def test_what_is_planned_is_not_due() -> None:
    own = (Visit(date(2026, 12, 1), 9, "x"), Visit(date(2026, 10, 1), 8, "x"))
    found = standing(choir(visits=own))
    assert (found.planned, found.last, found.is_due(TODAY)) == (date(2026, 12, 1), date(2026, 10, 1), False)


@pytest.mark.parametrize(
    ("more", "due", "is_due"),
    [
        ({"visits": ()}, None, True),
        ({"visits": (), "days": None}, None, False),
        ({"days": 0}, None, False),
        ({"days": None}, None, False),
        ({"days": 30}, date(2026, 12, 3), False),
        ({"next_visit": date(2026, 11, 20)}, date(2026, 11, 20), True),
        ({"next_visit": date(2027, 1, 1)}, date(2027, 1, 1), False),
        ({"next_visit": date(2026, 10, 1)}, date(2026, 11, 10), True),
        ({"days": 10**8}, None, False),
    ],
)
def test_when_to_look_in_again(more: dict[str, Any], due: date | None, is_due: bool) -> None:
    found = standing(choir(**({"visits": (Visit(date(2026, 11, 3), 9, "x"),)} | more)))
    assert (found.due, found.is_due(TODAY)) == (due, is_due)


def test_a_hidden_member_is_not_among_them() -> None:
    assert standing(choir(), hidden={ANN}).members == ()
    assert [one.path for one in standing(choir()).members] == [ANN]
