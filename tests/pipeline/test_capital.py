"""Social capital from notes to answers: who has what, who is not named, what a tick writes, when it is found anew."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.insights.capital import resources, social_capital
from pnm_vault.insights.capital.default_resources import DEFAULT_RESOURCES
from pnm_vault.insights.capital.resources import ResourceFinder, resource_list
from pnm_vault.insights.capital.social_capital import ResourceStanding, SocialCapital
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import capital
from pnm_vault.pipeline.questions.capital import answer_capital
from pnm_vault.vault.cache import Cache
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
LIST = """---
type: resources
---
## Hands
- lend a boat: boat, moving house
- mend a roof: roofer
- the press: reporter
"""
ME = "---\ntype: me\ngoals: [a boat of my own]\n---\n"


def contact(*lines: str) -> str:
    return "\n".join(["---", "type: person", *lines, "---", ""])


def answer(root: Path, day: date = EXAMPLE_DAY) -> SocialCapital:
    with open_session(str(root), day) as session:
        return answer_capital(session)


def said(root: Path) -> dict[str, ResourceStanding]:
    return {one.resource.text: one for one in answer(root).resources}


def names(one: ResourceStanding) -> list[str]:
    return [holder.name for holder in one.holders]


def test_offers_and_roles_count_and_an_interest_alone_does_not(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "Resources.md": LIST,
            "People/Ann.md": contact("offers: [moving a house with my boat]", "last_contact: 2026-11-01"),
            "People/Bo.md": contact("role: roofer", "last_contact: 2020-01-01"),
            "People/Cy.md": contact("interests: [old boats]"),
        }
    )
    found = said(root)
    boat, roof, press = found["lend a boat"], found["mend a roof"], found["the press"]
    assert (names(boat), boat.count, boat.warm, boat.single) == (["Ann"], 1, 1, boat.holders[0])
    assert (boat.holders[0].said.line, boat.holders[0].said.text) == (3, "moving a house with my boat")
    assert (names(roof), roof.count, roof.warm, roof.holders[0].warm) == (["Bo"], 1, 0, False)
    assert (press.count, press.perhaps) == (0, ())


def test_the_edge_of_warm_is_a_year(make_vault: MakeVault) -> None:
    root = make_vault({"Resources.md": LIST, "People/Ann.md": contact("offers: [a boat]", "last_contact: 2025-11-24")})
    assert said(root)["lend a boat"].warm == 1
    assert {one.warm for one in answer(root, date(2026, 11, 24)).resources} == {0}


@pytest.mark.parametrize("field", ["private: true", "suggest: never", "status: archived", "status: deceased"])
def test_who_is_left_alone(make_vault: MakeVault, field: str) -> None:
    root = make_vault({"Resources.md": LIST, "People/Ann.md": contact("offers: [a boat]", "role: roofer", field)})
    assert not any(one.count for one in answer(root).resources)
    regenerate(root)
    assert b"Ann" not in reviews(root)["Social capital.md"]


def test_the_name_of_a_private_contact_stands_nowhere(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "Resources.md": LIST + "- what Ann Lee knows: tea\n",
            "Me.md": "---\ntype: me\nasks: [mend a roof for Ann Lee]\ngoals: [a boat with Ann Lee]\n---\n",
            "People/Ann Lee.md": contact("private: true"),
            "People/Bo.md": contact("offers: [a boat of Ann Lee]"),
            **{f"People/C{number}.md": contact("role: baker", "offers: [bread]") for number in range(12)},
        }
    )
    regenerate(root)
    page = reviews(root)["Social capital.md"]
    assert b"mend a roof" in page and b"Ann Lee" not in page


def test_what_is_about_health_is_no_resource_but_a_field_of_work(make_vault: MakeVault) -> None:
    nurse = {f"People/C{number}.md": contact("role: physician") for number in range(12)}
    root = make_vault({"Resources.md": LIST + "- somebody medical: physician\n", **nurse})
    found = answer(root)
    assert not any(one.count for one in found.resources)
    assert [(one.label, one.count) for one in found.access.fields.largest] == [("health care", 12)]


def test_no_gap_and_no_share_where_too_few_say_anything(make_vault: MakeVault) -> None:
    def people(number: int) -> dict[str, str | bytes]:
        return {f"People/C{place}.md": contact("role: baker", "city: Graz") for place in range(number)}

    few, enough = answer(make_vault(people(9))), answer(make_vault(people(10)))
    assert (few.gaps, few.access.places.enough, few.access.fields.enough) == ((), False, False)
    assert enough.gaps and enough.access.places.enough and enough.access.fields.enough


def test_where_it_looks_back_and_ahead(make_vault: MakeVault) -> None:
    people: dict[str, str | bytes] = {f"People/C{number}.md": contact("role: baker") for number in range(10)}
    people |= {"People/Ann.md": contact("role: energy consultant"), "Me.md": ME.replace("a boat of my own", "energy")}
    found = answer(make_vault(people))
    assert [(one.label, one.count) for one in found.access.back] == [("food, farming and animals", 10)]
    [goal] = found.goals
    assert (goal.there, goal.of, [way.reached.name for way in goal.ways]) == (1, 11, ["Ann"])


def test_a_tick_asks_for_it(make_vault: MakeVault) -> None:
    people = {f"People/C{number}.md": contact("role: baker") for number in range(10)}
    root = make_vault({"Me.md": ME, **people})
    regenerate(root)
    page = root / "Reviews" / "Social capital.md"
    page.write_text(page.read_text("utf-8").replace("- [ ] find a flat", "- [x] find a flat"), "utf-8")
    os.utime(root / "Me.md", (1, 1))  # else it is being edited just now
    regenerate(root)
    assert (root / "Me.md").read_text("utf-8") == ME.replace("own]\n", "own]\nasks: [find a flat]\n")
    assert "- find a flat · asked for in [[Me|Me, line " in page.read_text("utf-8")
    regenerate(root)
    assert (root / "Me.md").read_text("utf-8").count("find a flat") == 1


def test_what_is_kept_is_what_would_be_found(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({"Resources.md": LIST, "People/Ann.md": contact("offers: [a boat]"), "People/Bo.md": contact()})
    looked_at: list[str] = []
    find = resources.find_reaches

    def watched(finder: ResourceFinder, paths: Any, told: Any) -> Any:
        looked_at.extend(sorted(paths))
        return find(finder, paths, told)

    monkeypatch.setattr(capital, "find_reaches", watched)
    assert names(said(root)["lend a boat"]) == ["Ann"]
    looked_at.clear()
    assert names(said(root)["lend a boat"]) == ["Ann"]
    assert looked_at == []
    write(root, {"People/Bo.md": contact("role: roofer")})
    assert names(said(root)["mend a roof"]) == ["Bo"]
    assert looked_at == ["People/Bo.md"]
    write(root, {"People/Ann.md": contact("offers: [a bus]")})
    assert said(root)["lend a boat"].count == 0
    (root / "People/Bo.md").unlink()
    assert said(root)["mend a roof"].count == 0
    write(root, {"Resources.md": LIST.replace("boat,", "bus,")})
    assert names(said(root)["lend a boat"]) == ["Ann"]
    (root / "Resources.md").unlink()
    assert "lend a boat" not in said(root)


def test_who_has_what_is_gathered_again_when_anything_of_it_moves(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day of contact moves nothing; a town, a birthday, a goal, a name not to be said and who is left alone do."""
    people: dict[str, str | bytes] = {f"People/C{place}.md": contact("role: baker") for place in range(10)}
    ann = ("offers: [a boat]", "city: Graz", "birthday: 1980-02-03")
    root = make_vault({"Resources.md": LIST, "Me.md": ME, "People/Ann.md": contact(*ann), **people})
    gathered: list[int] = []
    gather = social_capital.capital_basis

    def watched(*made_of: Any) -> Any:
        gathered.append(1)
        return gather(*made_of)

    monkeypatch.setattr(capital, "capital_basis", watched)
    assert answer(root) == answer(root)
    assert len(gathered) == 1
    write(root, {"People/C1.md": contact("role: baker", "last_contact: 2026-11-20")})
    write(root, {"People/Ann.md": contact(*ann, "last_contact: 2026-11-20")})
    [boat] = said(root)["lend a boat"].holders
    assert (boat.warm, boat.said.line, len(gathered)) == (True, 3, 1)
    changes: tuple[dict[str, str | bytes], ...] = (
        {"People/Ann.md": contact(*ann).replace("Graz", "Linz")},
        {"People/Ann.md": contact(*ann).replace("1980", "1970")},
        {"Me.md": ME.replace("a boat of my own", "bread")},
        {"People/C1.md": contact("role: baker", "private: true")},
        {"People/Ann.md": contact("suggest: never", *ann)},
    )
    for changed in changes:
        before = len(gathered)
        write(root, changed)
        kept = answer(root)
        assert len(gathered) == before + 1, changed
        with open_session(str(root), EXAMPLE_DAY, cache=Cache.empty) as session:
            assert kept == answer_capital(session)


def test_a_list_with_fields_alone_keeps_the_resources_that_come_with_pnm() -> None:
    built_in = resource_list(())
    assert len(built_in.resources) == 28 and len(built_in.fields) == 14 and not built_in.own
    only_fields = resource_list(built_in.fields[:1])
    assert (only_fields.resources, only_fields.fields) == (built_in.resources, built_in.fields[:1])


def test_who_heads_a_firm_runs_a_business(make_vault: MakeVault) -> None:
    root = make_vault({"People/Bo.md": contact("role: CEO")})
    assert names(said(root)["start or run a business"]) == ["Bo"]


def test_every_word_of_the_built_in_resources_can_be_found() -> None:
    """A word that is filler or too private alone would never be."""
    built_in = resource_list(())
    finder = ResourceFinder(built_in, ())
    for number, line in enumerate(built_in.resources):
        for word in line.words:
            assert number in finder._resources.told_by(word), word
    for number, line in enumerate(built_in.fields):
        for word in line.words:
            assert number in finder.fields_of(word), word
    assert len(DEFAULT_RESOURCES.strip().splitlines()) == 28 + 14 + 5 + 4
