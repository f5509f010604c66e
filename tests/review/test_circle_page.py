"""The note about one circle or organisation: what its lines say, and where it lies."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from pnm_vault.insights.network_state.circle import Group, GroupKind
from pnm_vault.insights.network_state.group_review import GroupMember, GroupReview
from pnm_vault.insights.network_state.standing import Named
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.review.circle_places import circle_place
from pnm_vault.review.circle_words import MOST_MEMBERS, group_opening, group_sections, next_steps, to_record
from pnm_vault.review.network_words import NetworkRow
from pnm_vault.review.page_names import circle_key, circle_notes, circle_title
from pnm_vault.review.pages.circle import circle_context, with_catch_up
from tests.review.conftest import stale
from tests.review.made_circle import ANN, BO, CY, FULL, NEED

SETTINGS = Settings()


def words(row: NetworkRow) -> str:
    names = [", ".join([one.name for one in named]) for named in (row.contacts, row.others)]
    return " · ".join([part for part in (row.lead, names[0], row.text, names[1], row.tail) if part])


def said(review: GroupReview) -> dict[str, list[str]]:
    return {one.name: [*one.sentences, *map(words, one.rows)] for one in group_sections(review)}


def test_all_that_it_can_say() -> None:
    plain = replace(
        FULL,
        asks=(replace(FULL.asks[0], source=replace(FULL.asks[0].source, text="a van")),),
        meets=(replace(NEED, need=replace(NEED.need, text="a van"), offer="vans"),),
    )
    found = said(plain)
    assert list(found) == ["members", "asks", "offers", "ties", "bridges", "occasions"]
    assert found["members"] == [
        "Ann Lee · close, by your own word, about every week or more often, last contact 2026-11-03",
        "Bo Chen · 1 day in the year, last contact 2026-01-02",
        "Cy · no contact noted",
    ]
    assert found["asks"] == ["Ann Lee · a van · Cy · offers vans"]
    assert found["ties"] == [
        "1 of 3 pairs are known to know each other; whom they know at all is recorded for 2 of 3 contacts. "
        "A tie that nobody wrote down looks like a gap.",
        "Ann Lee · knows · Bo Chen",
        "Cy · whom nobody else here is known to know: "
        "as far as your notes tell, you alone connect this one with the others",
    ]
    assert found["bridges"][1:] == [
        "to lab · Bo Chen · is in it too",
        "to contacts in no circle · Cy · knows · 0, 1, 2, 3, 4, 5, 6, 7 · and 1 more",
    ]
    assert found["bridges"][0].endswith("Ann Lee · is in it too, and knows · Bo Chen")
    assert found["occasions"] == ["community · Choir", "2026-12-03 · Boats · with · Ann Lee, Bo Chen"]


def test_what_is_next() -> None:
    [step] = next_steps(replace(FULL, meets=(NEED, NEED)))
    assert (step.first, step.second) == (ANN, CY)
    assert to_record(FULL) == ""
    assert "pnm link" in to_record(replace(FULL, ties=()))
    assert to_record(replace(FULL, ties=(), members=FULL.members[:1])) == ""


def test_those_are_named_for_catching_up_whose_day_came_first_and_nobody_private_or_outside() -> None:
    waiting = [
        stale(BO.path, "Bo Chen", due=date(2026, 11, 1)),
        stale(ANN.path, "Ann Lee", due=date(2026, 10, 1)),
        stale(CY.path, "Cy", private=True),
        stale("People/Di.md", "Di"),
    ]
    context: Any = with_catch_up(circle_context(FULL, "choir"), waiting)
    assert [item["contact"]["name"] for item in context["catch_up"]] == ["Ann Lee", "Bo Chen"]
    assert "members" not in context


def test_nobody_is_in_it() -> None:
    empty = GroupReview(Group(GroupKind.ORGANISATION, "Acme", ()))
    assert group_opening(empty) == "An organisation nobody is in now."
    assert said(empty) == {}
    assert to_record(empty) == ""


def test_of_hundreds_the_first_are_named() -> None:
    many = tuple([GroupMember(Named(f"{at}.md", str(at)), 1) for at in range(MOST_MEMBERS + 5)])
    found = said(GroupReview(Group(GroupKind.CIRCLE, "all", ()), members=many))["members"]
    assert (len(found), found[-1]) == (MOST_MEMBERS + 1, "and 5 more")


def test_no_word_is_a_grade() -> None:
    told = (str(group_sections(replace(FULL, asks=(), offers=()))) + group_opening(FULL)).casefold()
    for grade in ("score", "good", "better", "should", "neglect", "weak", "poor", "owe"):
        assert grade not in told


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("choir", "Reviews/Circles/choir (circle).md"),
        ("a/b: [c]|d?", "Reviews/Circles/a-b- -c--d- (circle).md"),
        ("CON.", "Reviews/Circles/CON (circle).md"),
        ("...", "Reviews/Circles/- (circle).md"),
        ("Cafe\u0301", "Reviews/Circles/Caf\u00e9 (circle).md"),
        ("x\u202e\ny", "Reviews/Circles/x y (circle).md"),
    ],
)
def test_where_it_lies(name: str, path: str) -> None:
    found = circle_place(SETTINGS, "circle", name)
    assert (found.path, found.title) == (path, name)
    assert circle_notes(SETTINGS, [path]) == {path}


def test_its_name_is_never_too_long_for_a_file() -> None:
    path = circle_place(SETTINGS, "organisation", "\N{SEEDLING}" * 300).path
    assert len(path.rpartition("/")[2].encode()) < 255


def test_which_notes_are_of_circles() -> None:
    paths = ["Reviews/Circles/choir (circle).md", "Reviews/Circles/Acme (organisation).md"]
    others = ["Reviews/Circles/choir.md", "choir (circle).md", "Reviews/Agenda.md", "Reviews/Circles/x (circle) 2.md"]
    assert circle_notes(SETTINGS, [*paths, *others]) == frozenset(paths)
    assert circle_notes(Settings(review=ReviewSettings(folder="")), ["Circles/a (circle).md"])
    assert [circle_title(path) for path in paths] == ["choir", "Acme"]
    assert circle_key(paths[0]) == circle_key("reviews/circles/CHOIR (circle).md")
