"""Facts below headings, inline fields, introductions and favours."""

from datetime import date

import pytest

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.favour import Favour
from pnm_vault.model.note import Entry, Origin
from pnm_vault.model.settings import Settings
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.text.headings import assign_roles
from pnm_vault.notes.text.lines import scan
from pnm_vault.notes.text.sections import MAX_ITEMS, MAX_STATEMENT, Facts, read_sections
from pnm_vault.notes.values.field_names import SPELLINGS
from pnm_vault.notes.values.inline_fields import read_inline_fields

DAY = date(2026, 8, 14)


def _facts(body: str, own: dict[str, str] | None = None) -> Facts:
    found = scan(body, 1)
    assign_roles(found.sections, {**SPELLINGS, **(own or {})})
    return read_sections(found, body)


def _fields(body: str) -> list[tuple[str, str, int]]:
    found = scan(body, 1)
    assign_roles(found.sections, SPELLINGS)
    fields = read_inline_fields(found, SPELLINGS, body)
    lines = body.split("\n")
    assert all(one.source_text in lines[one.node.line - 1] for one in fields)
    return [(one.key, str(one.node.value), one.node.line) for one in fields]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Looking For", "asks"), ("Needs", "asks"), ("Asks", "asks"), ("Goals", "asks"), ("Challenges", "asks"),
        ("Wants help with", "asks"), ("How I Can Help Them", "asks"), ("I'm useful to them for", "asks"),
        ("Can Help With", "offers"), ("Offers", "offers"), ("Expertise", "offers"), ("Expertise & Skills", "offers"),
        ("Skills", "offers"), ("How They Can Help Me", "offers"), ("I'd tap them for", "offers"),
        ("🎁 Can help with:", "offers"),
        ("Interests & Hobbies", "interests"), ("Topics of Interest", "interests"), ("Interests", "interests"),
        ("What they know about me", "they_know"), ("Knows about me", "they_know"),
        ("What we learn together", "learning"), ("Learning together", "learning"),
        ("What we learned together", "learning"),
    ],
)  # fmt: skip
def test_lists(heading: str, role: str) -> None:
    facts = _facts(f"## {heading}\nprose\n- first\n  - nested\n* second **bold**\n1. third\n## Else\n- no")
    expected = [Statement("first", 3), Statement("nested", 4), Statement("second **bold**", 5), Statement("third", 6)]
    assert facts.list_of(role) == expected
    for other in {"asks", "offers", "interests", "they_know", "learning"} - {role}:
        assert facts.list_of(other) == []


def test_own_spellings_work_as_headings() -> None:
    assert _facts("## Sucht gerade\n- Boot", {"suchtgerade": "asks"}).asks == [Statement("Boot", 2)]


def test_deeper_headings_belong_to_the_list() -> None:
    assert _facts("## Goals\n### This year\n- a\n### Log\n- b").asks == [Statement("a", 3)]


@pytest.mark.parametrize(
    "item",
    [
        "-",
        "- ",
        "- -",
        "- TBD",
        "- ...",
        "- …",
        "- {{name}}",
        "- <% tp.file.title %>",
        "- _None yet._",
        "- n/a",
        "- **-**",
        "- %% x %%",
    ],
)
def test_items_that_say_nothing(item: str) -> None:
    assert _facts(f"## Looking For\n{item}").asks == []


def test_tasks_are_no_items() -> None:
    assert _facts("## Goals\n- [ ] run\n- [x] swim").asks == []


def test_what_is_struck_through_as_a_whole_is_no_item() -> None:
    body = (
        "---\ntype: person\nasks: ['~~a tent~~', a stove]\n---\n"
        "## Asks\n- ~~a boat~~\n- ~~a van~~ a bicycle\n- 2026-02-01: ~~a car~~\n"
    )
    contact = parse_note("Ann.md", body, build_rules(Settings())).contact
    assert contact is not None
    assert [ask.text for ask in contact.asks] == ["a stove", "~~a van~~ a bicycle"]


def test_statements_are_verbatim() -> None:
    body = "## Skills\n- `Python` and C ^block-1\n- boats %%maybe%% and bees\n- plain %%end%%\n- <!-- a --> late"
    assert [one.text for one in _facts(body).offers] == ["`Python` and C", "boats", "plain", "late"]


def test_statements_are_bounded() -> None:
    facts = _facts("## Skills\n" + "- " + "x" * 500 + "\n" + "- a\n" * 500)
    assert len(facts.offers) == MAX_ITEMS
    assert facts.offers[0].text == "x" * MAX_STATEMENT


def test_how_we_met_with_labels() -> None:
    facts = _facts(
        "## How We Met\n- **Date:** 2026-08-14\n- **Context**: over a boiler\n- Where: Ghent\n- Introduced by: "
        "[[Bob]], Sue\n- {{more}}"
    )
    assert facts.met_on == DAY
    assert facts.how_met == Statement("over a boiler", 3)
    assert facts.where_met == Statement("Ghent", 4)
    assert facts.introduced_by == [Link("Bob", 5), Link("Sue", 5, True)]
    assert facts.entries == [Entry(DAY, 2, "**Date:** 2026-08-14", Origin.FIELD, own=True)]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Over a boiler.\n\nMore.", "Over a boiler."),
        ("- Over a boiler", "Over a boiler"),
        ("- Date: first day of school", "first day of school"),
        ("- Date: first day of school\n- Context: a boiler", "a boiler"),
        ("- Note to self: a boiler", "Note to self: a boiler"),
        ("- Context:\n- a boiler", "a boiler"),
    ],
)
def test_how_we_met_in_words(text: str, how: str) -> None:
    facts = _facts(f"## How we met\n{text}")
    assert facts.how_met is not None
    assert facts.how_met.text == how
    assert facts.met_on is None


def test_how_we_met_with_a_day_in_front() -> None:
    facts = _facts("## How We Met\n2026-08-14: over a boiler")
    assert (facts.met_on, facts.how_met) == (DAY, Statement("2026-08-14: over a boiler", 2))


def test_where_we_met() -> None:
    assert _facts("## Where we met\nGhent").where_met == Statement("Ghent", 2)


@pytest.mark.parametrize(
    "heading",
    ["Relationships", "People", "Knows", "Family", "Mutual connections", "Introduced me to", "I introduced them to"],
)
def test_whom_they_know(heading: str) -> None:
    items = "- [[Bob]] - co-founder of [[Acme]] #friend\n- Sisters: [[Cleo]] and [[Dee]]\n- Nobody\n- [[2026-08-14]]"
    body = f"## {heading}\n{items}"
    assert _facts(body).knows == [Link("Bob", 2), Link("Cleo", 3), Link("Dee", 3)]


def test_introduced_by_as_a_heading() -> None:
    assert _facts("## Introduced by\n[[Bob]]").introduced_by == [Link("Bob", 2)]


@pytest.mark.parametrize(
    ("line", "knows", "by"),
    [
        ("- 2026-08-14: introduced me to [[Bob]] and [[Cleo]]", ["Bob", "Cleo"], []),
        ("Introduced me to: [[Bob]]", ["Bob"], []),
        ("I introduced them to [[Bob]] at [[Conf]]", ["Bob"], []),
        ("I introduced him and his brother to [[Bob]]", ["Bob"], []),
        ("introduced him to [[Bob]]", ["Bob"], []),
        ("Introduced by [[Bob]]", [], ["Bob"]),
        ("introduced through [[Bob]]", [], ["Bob"]),
        ("[[Bob]] introduced us", [], ["Bob"]),
        ("[[Bob]] introduced me to her", [], ["Bob"]),
        ("[[Bob]] introduced us to the crew", [], []),
        ("never introduced, [[Bob]] says", [], []),
    ],
)
def test_introductions_on_any_line(line: str, knows: list[str], by: list[str]) -> None:
    facts = _facts(f"# Ann\n{line}")
    assert [link.target for link in facts.knows] == knows
    assert [link.target for link in facts.introduced_by] == by


@pytest.mark.parametrize(
    ("item", "favour"),
    [
        ("- 2026-08-14 received: soup", Favour("soup", False, DAY, 2)),
        ("- 2026-08-14 given: a lift", Favour("a lift", True, DAY, 2)),
        ("- Given: a lift", Favour("a lift", True, None, 2)),
        ("- **Received:** soup", Favour("soup", False, None, 2)),
        ("- → a lift", Favour("a lift", True, None, 2)),
        ("- <- soup", Favour("soup", False, None, 2)),
        ("- 2026-08-14: helped me move", Favour("move", False, DAY, 2)),
        ("- she lent me the van", Favour("she lent me the van", False, None, 2)),
        ("- 2026-08-14: for the form, I helped a bit", Favour("for the form, I helped a bit", True, DAY, 2)),
    ],
)
def test_favours(item: str, favour: Favour) -> None:
    assert _facts(f"## Favours\n{item}\n- TBD\n- unclear\n\ntext").favours == [favour]


def test_favours_below_two_headings() -> None:
    facts = _facts("## Favours\n### Given\n- a lift\n### Received\n- 2026-08-14: soup")
    assert facts.favours == [Favour("a lift", True, None, 3), Favour("soup", False, DAY, 5)]


def test_favours_told_in_the_log() -> None:
    body = (
        "## Log\n- 2026-08-14: she helped me move\n- 2026-08-15: I helped with the form\n- helped me\n"
        "- 2026-08-16: helped\n"
        "- 2026-08-17: he helped me, I helped him\n## Goals\n- 2026-08-18: helped me"
    )
    assert _facts(body).favours == [
        Favour("she helped me move", False, DAY, 2),
        Favour("I helped with the form", True, date(2026, 8, 15), 3),
    ]


def test_labels_in_the_log() -> None:
    body = "## Log\n- 2026-08-14: tea, gave: a lift; got: soup\n- gave: no day\n## Plans\n- 2026-08-15: gave: x\n"
    assert _facts(body).favours == [Favour("a lift", True, DAY, 2), Favour("soup", False, DAY, 2)]


def test_a_favour_is_told_once() -> None:
    facts = _facts("## Log\n- 2026-08-14: lent me the van\n## Favours\n- 2026-08-14 received: the van")
    assert facts.favours == [Favour("the van", False, DAY, 4)]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Birthday:: 1980-04-05", [("Birthday", "1980-04-05")]),
        ("- Birthday:: 1980-04-05", [("Birthday", "1980-04-05")]),
        ("**Birthday**:: 1980-04-05", [("Birthday", "1980-04-05")]),
        ("at [company:: Acme] in [city:: Graz]", [("company", "Acme"), ("city", "Graz")]),
        ("works (company:: [[Acme]])", [("company", "[[Acme]]")]),
        ("last_contact:: 2026-08-14", [("last_contact", "2026-08-14")]),
        ("**Last Contact:** [[2026-08-14]]", [("Last Contact", "[[2026-08-14]]")]),
        ("**Email**: ann@example.org", [("Email", "ann@example.org")]),
        ("__City:__ **Graz**", [("City", "Graz")]),
        ("- Met: Ghent, 2010", [("Met", "Ghent, 2010")]),
        ("- Email: ann@example.org", [("Email", "ann@example.org")]),
        ("| Last chat | 2026-08-14 |", [("Last chat", "2026-08-14")]),
        ("| **City** | Graz |", [("City", "Graz")]),
        ("- Work: on a boat", []),
        ("Email: ann@example.org", []),
        ("**Name:** Bob", []),
        ("**Unknown:** x", []),
        ("**City:**", []),
        ("std::vector", []),
        ("a | b | c", []),
        ("| a | b | c |", []),
        ("- [ ] call [due:: 2026-08-14]", []),
        ("`Birthday:: 1980-04-05`", []),
    ],
)
def test_inline_fields(line: str, fields: list[tuple[str, str]]) -> None:
    assert _fields(f"# Ann\n\n{line}") == [(key, value, 3) for key, value in fields]


def test_details_below_their_heading() -> None:
    body = "## Contact Details\nPhone: 555 0104\n- Work: Acme\n| City | Graz |\n## Else\n- Email: a@b.org\nPhone: 1"
    assert _fields(body) == [("Phone", "555 0104", 2), ("Work", "Acme", 3), ("City", "Graz", 4)]


def test_a_contact_table() -> None:
    rows = "| key | value |\n|-----|-------|\n| Last chat | 2026-08-14 |\n| Friends | [[Bob]] [[Sue]] |"
    body = f"/---contact---/\n{rows}\n/---contact---/"
    assert _fields(body) == [("Last chat", "2026-08-14", 4), ("Friends", "[[Bob]] [[Sue]]", 5)]


def test_lines_of_a_talk_are_no_details() -> None:
    assert _fields("## Log\n### 2026-08-14\n**Where:** Graz\n**City:** Graz\n") == []
    assert _fields("### 2026-08-14\n**City:** Graz\n- Met: x") == []


def test_inline_fields_are_bounded() -> None:
    assert len(_fields("City:: Graz\n" * 1000)) == 200


def test_goals_are_asks_as_well() -> None:
    note = (
        "---\ntype: person\ngoals: [a first talk]\nasks: a desk\n---\n## Goals\n- to swim\n## Looking For\n- a boat\n"
    )
    contact = parse_note("People/Ann.md", note, build_rules(Settings())).contact
    assert contact is not None
    assert contact.goals == (Statement("a first talk", 3), Statement("to swim", 7))
    assert contact.asks == (
        Statement("a first talk", 3),
        Statement("a desk", 4),
        Statement("to swim", 7),
        Statement("a boat", 9),
    )
