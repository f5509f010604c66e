"""Links to notes, in running text and in the values of fields."""

import pytest

from pnm_vault.model.contact import Link
from pnm_vault.notes.text.links import distinct_links, find_links, is_day_name, link_spans, split_link_values


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[[Ann Lee]]", ("Ann Lee",)),
        ("[[Ann Lee.md]]", ("Ann Lee",)),
        ("[[Ann Lee#Log|Ann]]", ("Ann Lee",)),
        ("[[Ann Lee#^block-1]]", ("Ann Lee",)),
        (r"| [[Ann Lee\|Ann]] |", ("Ann Lee",)),
        (r"[[Ann Lee#Log\|Ann]]", ("Ann Lee",)),
        ("[[People/Work/Ann.md|A]]", ("People/Work/Ann",)),
        (r"[[People\Ann]]", ("People/Ann",)),
        ("[[ Ann ]]", ("Ann",)),
        ("[[./Ann]] [[../Bob]]", ("./Ann", "../Bob")),
        ("[[Cafe\u0301]]", ("Caf\u00e9",)),
        ("[[Ann\u00a0Lee]]", ("Ann Lee",)),
        ("[[Dr. Who]]", ("Dr. Who",)),
        ("[[@Ann]]", ("@Ann",)),
        ("[[Ann]] and [[Bob]], [[Ann]]", ("Ann", "Bob")),
        ("[a](Ann.md)", ("Ann",)),
        ("[a](Ann)", ("Ann",)),
        ("[a](Ann%20Lee.md)", ("Ann Lee",)),
        ("[a](<Ann Lee.md>)", ("Ann Lee",)),
        ("[a](./Ann.md) [b](../x/Bob.md)", ("./Ann", "../x/Bob")),
        ("[a](Ann.md#Log)", ("Ann",)),
        ("[a](100%25%20Ann%23.md)", ("100% Ann#",)),
        ("[a](Ann%7CBob.md)", ("Ann|Bob",)),
        ("[a](Ann%20(Work).md)", ("Ann (Work)",)),
        ('[a](Ann.md "title")', ("Ann",)),
        ("[](Ann.md)", ("Ann",)),
        ("[a](%C3%A9.md)", ("é",)),
        ("[[a]](b.md)", ("a",)),
    ],
)
def test_links_to_notes(text: str, targets: tuple[str, ...]) -> None:
    assert find_links(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[]]",
        "[[#Heading]]",
        "[[#^block]]",
        "[[|Ann]]",
        "[a](#heading)",
        "[a]()",
        "![[Ann]]",
        "![a](Ann.md)",
        "[[picture.png]]",
        "[a](scan.PDF)",
        "[[Board.canvas]]",
        "[a](https://example.org/Ann)",
        "[a](obsidian://open?file=Ann)",
        "[a](mailto:ann@example.org)",
        "[a](//example.org)",
        "[[https://example.org]]",
        "[[Ann\nLee]]",
        "[[Ann",
        "Ann]]",
        "[a] (Ann.md)",
        "[ ] task",
    ],
)
def test_what_is_no_link_to_a_note(text: str) -> None:
    assert find_links(text) == ()


def test_spans_are_the_places_of_the_links() -> None:
    text = "with [[Ann|A]] and [b](Bob.md)!"
    assert [(target, text[start:end]) for target, start, end in link_spans(text)] == [
        ("Ann", "[[Ann|A]]"),
        ("Bob", "[b](Bob.md)"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ()),
        ("Bob", ("Bob",)),
        ("Bob, Sue; Ann Lee", ("Bob", "Sue", "Ann Lee")),
        ("Bob,, ,Bob", ("Bob",)),
        ("[[Bob]] [[Sue|S]]", ("Bob", "Sue")),
        ("[[Bob]], [[Sue]] and [[Ann]]", ("Bob", "Sue", "Ann")),
        ("[Bob](People/Bob.md)", ("People/Bob",)),
        ("[[Bob]] (brother)", ("Bob",)),
        ("[[Bob]], Sue Lee, [[Ann]]", ("Bob", "Sue Lee", "Ann")),
        ("Sue Lee, [[Bob]]", ("Sue Lee", "Bob")),
        ("sister of [[Bob]], a friend", ("Bob", "a friend")),
        ("https://example.org", ()),
        ("People/Bob.md", ("People/Bob",)),
    ],
)
def test_values_of_a_field(text: str, values: tuple[str, ...]) -> None:
    assert split_link_values(text) == values


def test_values_of_a_very_long_field() -> None:
    assert split_link_values("[[Bob]]" + "x" * 2_000_000) == ("Bob",)


def test_names_of_daily_notes() -> None:
    assert is_day_name("2026-08-14")
    assert is_day_name("Daily/2026/2026-08-14")
    assert not is_day_name("2026-08-14 Lunch")
    assert not is_day_name("Ann 2026-08-14")
    assert not is_day_name("Ann")


def test_each_target_once_with_its_first_line() -> None:
    assert distinct_links({3: ("B", "A"), 5: ("A", "C")}) == (Link("B", 3), Link("A", 3), Link("C", 5))
