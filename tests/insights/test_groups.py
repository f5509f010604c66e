"""Small gatherings: what must hold of every one of them, and a table laid by hand."""

from collections.abc import Mapping
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.introducing.group_search import Pool, find_groups, is_sound, score_of
from pnm_vault.insights.introducing.groups import Group, GroupEvidence, GroupsAnswer, GroupWish, suggest_groups
from pnm_vault.insights.introducing.matching import candidate_pairs
from pnm_vault.model.contact import Apart, Statement, Status
from pnm_vault.model.picture import Network, Profile
from pnm_vault.model.tie import Tie

TODAY = date(2026, 11, 23)
WISH = GroupWish(limit=3)
Crowd = Mapping[str, tuple[str, tuple[str, ...]]]


def tie(name: str, circle: str = "", **changes: object) -> Tie:
    made = Tie(
        f"{name}.md", name, None, (circle,) if circle else (), (), None, 4, None, None, Status.ACTIVE, False, True,
        1, date(2026, 11, 1), date(2026, 11, 1), None, None, 0.0, 0.0, 1.0,
    )  # fmt: skip
    return replace(made, **changes)


def profile(name: str, circle: str = "", interests: tuple[str, ...] = (), apart: tuple[Apart, ...] = ()) -> Profile:
    liked = tuple([Statement(text, line) for line, text in enumerate(interests, 5)])
    return Profile(f"{name}.md", name, (circle,) if circle else (), (), liked, (), (), apart)


def evidence(
    people: Crowd,
    knows: tuple[tuple[str, str], ...] = (),
    place: str = "Ghent",
    **changes: object,
) -> GroupEvidence:
    """Lay out people by name with their circle and interests, all of them in one place."""
    ties = tuple([tie(name, circle) for name, (circle, _) in sorted(people.items())])
    known: dict[str, tuple[str, ...]] = {}
    for one, two in knows:
        known[f"{one}.md"] = (*known.get(f"{one}.md", ()), f"{two}.md")
        known[f"{two}.md"] = (*known.get(f"{two}.md", ()), f"{one}.md")
    profiles = {f"{name}.md": profile(name, circle, liked) for name, (circle, liked) in people.items() if liked}
    found = GroupEvidence(
        network=Network(ties),
        places={one.path: place for one in ties if place},
        profiles=profiles,
        known=known,
        candidates=candidate_pairs(tuple(profiles.values()), known),
    )
    return replace(found, **changes)


def asked(told: GroupEvidence, wish: GroupWish = WISH) -> GroupsAnswer:
    return suggest_groups(told, wish, build_synonyms(()), TODAY)


def names(group: Group) -> str:
    return " ".join([guest.name for guest in group.guests])


# Two couples who know each other, with an interest across either time; and somebody who shares nothing.
TABLE: Crowd = {
    "Ann": ("choir", ("tram history",)),
    "Bo": ("choir", ("koji",)),
    "Cy": ("rowing", ("tram history",)),
    "Di": ("rowing", ("koji",)),
    "Eve": ("chess", ("moths",)),
}
COUPLES = (("Ann", "Bo"), ("Cy", "Di"))


def test_a_table_laid_by_hand() -> None:
    [group] = asked(evidence(TABLE, COUPLES)).groups
    assert names(group) == "Ann Bo Cy Di"
    assert (group.place, group.circles) == ("Ghent", ("choir", "rowing"))
    told = [(reason.first, reason.second, reason.kind) for reason in group.reasons]
    assert told == [
        ("Ann.md", "Cy.md", "common ground"),
        ("Bo.md", "Di.md", "common ground"),
        ("Ann.md", "Bo.md", "know each other"),
        ("Cy.md", "Di.md", "know each other"),
    ]
    assert group.reasons[0].text == "Ann and Cy share a rare interest: “tram history”."
    assert [(proof.path, proof.line, proof.text) for proof in group.reasons[0].proofs] == [
        ("Ann.md", 5, "tram history"),
        ("Cy.md", 5, "tram history"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        evidence({name: TABLE[name] for name in ("Ann", "Bo", "Cy")}, (("Ann", "Bo"),)),  # too few
        evidence({name: ("choir", liked) for name, (_, liked) in TABLE.items()}, COUPLES),  # one circle
        evidence({name: ("", liked) for name, (_, liked) in TABLE.items()}, COUPLES),  # none recorded
        evidence(TABLE, tuple(combinations(("Ann", "Bo", "Cy", "Di"), 2))),  # all know each other
        evidence(TABLE, (*COUPLES[:1], ("Cy", "Zoe"))),  # Cy knows somebody, and would know nobody there
        evidence(TABLE, COUPLES, declined=frozenset({("Ann.md", "Cy.md")})),
        evidence(TABLE, COUPLES, places={"Ann.md": "Ghent", "Bo.md": "Ghent", "Cy.md": "Ghent", "Di.md": "Pula"}),
    ],
)
def test_no_table(told: GroupEvidence) -> None:
    assert asked(told).groups == ()


@pytest.mark.parametrize(
    "change",
    [
        {"private": True},
        {"status": Status.ARCHIVED},
        {"status": Status.DECEASED},
        {"suggest": False},
        {"last": None},
        {"closeness": 1},
    ],
)
def test_who_is_not_asked(change: dict[str, object]) -> None:
    told = evidence(TABLE, COUPLES)
    ties = tuple([replace(one, **change) if one.name == "Di" else one for one in told.network.ties])
    assert asked(replace(told, network=Network(ties))).groups == ()


@pytest.mark.parametrize(("until", "is_kept"), [(None, True), (date(2026, 11, 24), True), (TODAY, False)])
def test_two_who_are_to_be_kept_apart(until: date | None, is_kept: bool) -> None:
    told = evidence(TABLE, COUPLES)
    ann = profile("Ann", "choir", ("tram history",), (Apart("[[Di]]".strip("[]"), until),))
    found = asked(replace(told, profiles={**told.profiles, "Ann.md": ann}))
    assert (found.groups == ()) is is_kept


def test_places_that_are_not_known_count_where_most_are_not() -> None:
    told = evidence(TABLE, COUPLES, place="")
    [group] = asked(told).groups
    assert (group.place, names(group)) == ("", "Ann Bo Cy Di")
    known = {f"{name}.md": f"Town {name}" for name in TABLE}
    assert asked(replace(told, places={path: known[path] for path in ("Ann.md", "Eve.md")})).groups == ()
    others = {f"X{place}": ("chess", ("moths",)) for place in range(5)}
    more = evidence({**TABLE, **others}, COUPLES, place="")
    assert asked(replace(more, places={f"X{place}.md": "Pula" for place in range(5)})).groups == ()


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        (("Ghent, Belgium", "Ghent", "ghent, Belgium", "Ghent"), "Ghent"),
        (("Muggia, Karst, Italy", "Opicina, Karst, Italy", "Duino, Karst, Italy", "Muggia, Karst, Italy"), "Karst"),
        (("Ghent, Belgium", "Liège, Belgium", "Ghent, Belgium", "Liège, Belgium"), None),
    ],
)  # fmt: skip
def test_near_each_other(places: tuple[str, ...], shown: str | None) -> None:
    told = evidence(TABLE, COUPLES, places={f"{name}.md": there for name, there in zip(TABLE, places, strict=False)})
    assert [group.place for group in asked(told).groups] == ([shown] if shown else [])


def test_what_was_asked_for() -> None:
    told = evidence(TABLE, COUPLES)
    assert len(asked(told, replace(WISH, near="ghe")).groups) == 1
    assert asked(told, replace(WISH, near="Pula")).groups == ()
    assert len(asked(told, replace(WISH, near="choir")).groups) == 0  # two of the choir are no table
    assert len(asked(told, replace(WISH, about="the history of trams")).groups) == 1
    assert asked(told, replace(WISH, about="moths")).groups == ()
    assert asked(told, replace(WISH, size=5)).groups == ()
    assert len(asked(told, replace(WISH, size=4)).groups) == 1


def test_what_is_recorded() -> None:
    found = asked(replace(evidence(TABLE, COUPLES), places={"Ann.md": "Ghent"}))
    counts = (found.guests, found.placed, found.circled, found.profiled, found.acquainted)
    assert counts == (5, 1, 5, 5, 4)


CIRCLES = ("choir", "rowing", "chess", "")
LIKED = ("tram history", "koji", "moths", "letterpress", "tape loops")
PEOPLE = tuple([f"P{place:02}" for place in range(14)])
crowds = st.fixed_dictionaries(
    {
        name: st.tuples(st.sampled_from(CIRCLES), st.lists(st.sampled_from(LIKED), max_size=2, unique=True).map(tuple))
        for name in PEOPLE
    }
)
links = st.lists(st.sampled_from(tuple(combinations(PEOPLE, 2))), max_size=14, unique=True).map(tuple)


@settings(max_examples=60, deadline=None)
@given(crowds, links, st.lists(st.sampled_from(tuple(combinations(PEOPLE, 2))), max_size=4))
def test_what_holds_of_every_group(
    people: Crowd,
    knows: tuple[tuple[str, str], ...],
    declined: list[tuple[str, str]],
) -> None:
    refused = frozenset([(f"{one}.md", f"{two}.md") for one, two in declined])
    told = evidence(people, knows, declined=refused)
    found = asked(told)
    assert list(found.groups) == list({names(group): group for group in found.groups}.values())
    seated = [guest.path for group in found.groups for guest in group.guests]
    assert all(seated.count(path) <= 2 for path in seated)
    circles = {one.path: set(one.circles) for one in told.network.ties}
    for group in found.groups:
        paths = [guest.path for guest in group.guests]
        assert 4 <= len(paths) <= 6
        assert paths == sorted(set(paths))
        pairs = list(combinations(paths, 2))
        assert refused.isdisjoint(pairs)
        assert any(circles[one] and circles[two] and circles[one].isdisjoint(circles[two]) for one, two in pairs)
        assert any(two not in told.known.get(one, ()) for one, two in pairs)
        for path in paths:
            known = told.known.get(path, ())
            assert not known or set(known) & set(paths)
            assert any(path in (reason.first, reason.second) for reason in group.reasons)
        assert len({(one.first, one.second) for one in group.reasons if one.proofs}) >= len(paths) // 2
        assert 0 < group.score <= 1


@settings(max_examples=40, deadline=None)
@given(crowds, links)
def test_other_names_and_another_order_change_nothing_else(people: Crowd, knows: tuple[tuple[str, str], ...]) -> None:
    told = evidence(people, knows)
    plain = [[guest.path for guest in group.guests] for group in asked(told).groups]
    backwards = evidence(dict(reversed(list(people.items()))), knows[::-1])
    assert asked(backwards) == asked(told)
    renamed = replace(
        told,
        network=Network(tuple([replace(one, name=f"Q{one.name}") for one in told.network.ties])),
        profiles={path: replace(one, name=f"Q{one.name}") for path, one in told.profiles.items()},
        candidates=[replace(one, first_name="Q", second_name="Q") for one in told.candidates],
    )
    assert [[guest.path for guest in group.guests] for group in asked(renamed).groups] == plain


def test_the_search_betters_what_it_grew() -> None:
    """From 0 and 1 the best neighbours one by one are 2 and 3, but 4 and 5 have more for each other."""
    values = {(0, 1): 0.9, (0, 2): 0.3, (1, 2): 0.3, (0, 3): 0.2, (4, 5): 0.8, (0, 4): 0.29, (0, 5): 0.28, (1, 4): 0.1}
    circles = tuple([frozenset({str(place % 2)}) for place in range(6)])
    pool = Pool(circles, (frozenset(),) * 6, (False,) * 6, values, ((0, 1),))
    [(members, score)] = list(find_groups(pool, (4,)))
    assert members == (0, 1, 4, 5)
    assert score == score_of(pool, members) == pytest.approx((0.9 + 0.8 + 0.29 + 0.28 + 0.1) / 6, abs=1e-6)
    assert is_sound(pool, members)
    assert not is_sound(replace(pool, apart=frozenset({(0, 4)})), members)
    assert not is_sound(replace(pool, outgoing=(True,) * 6), members)
    assert not is_sound(replace(pool, circles=(frozenset({"x"}),) * 6), members)
    assert not is_sound(replace(pool, values={(0, 1): 0.9, (4, 5): 0.8}), members)
