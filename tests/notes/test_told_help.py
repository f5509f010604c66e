"""Asks and offers in log lines."""

from datetime import date

import pytest

from pnm_vault.model.contact import Contact, Statement
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.notes.text.told_help import told_asks, told_offers


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("coffee; she's looking for a React developer.", ("a React developer",)),
        ("Looking for a flat in Graz, with a bath", ("a flat in Graz, with a bath",)),
        ("call: still searching for a beekeeper; rain", ("a beekeeper",)),
        ("lunch, needs a plumber before May, and I said yes", ("a plumber before May",)),
        ("asked whether I know a notary. Long walk.", ("a notary",)),
        ("They are now in need of two violins", ("two violins",)),
        ("he asked if anybody knows of a van. He is looking for a job too", ("a job too", "a van")),
        ("I am looking for a flat", ()),
        ("we're looking for a boat", ()),
        ("her brother is looking for a job", ()),
        ("no longer looking for a flat", ()),
        ("she is not looking for a job", ()),
        ("found the flat she was looking for", ()),
        ("looking for my keys all day", ()),
        ("needs to sleep", ()),
        ("needs it badly", ()),
        ("nobody needs a plumber", ()),
        ("looking for", ()),
    ],
)
def test_asks(words: str, asks: tuple[str, ...]) -> None:
    assert told_asks(words) == asks
    assert all(ask in words for ask in asks)


@pytest.mark.parametrize(
    ("words", "offers"),
    [
        ("call; can help with tax returns.", ("tax returns",)),
        ("she could also help with grant applications", ("grant applications",)),
        ("happy to help with posters, and I thanked her", ("posters",)),
        ("offered to look over contracts of beginners", ("look over contracts of beginners",)),
        ("lunch. He offers to take children sailing", ("take children sailing",)),
        ("offered to drive me to Graz", ()),
        ("offered to lend us the van", ()),
        ("I can help with the tax return", ()),
        ("I offered to help with the move", ()),
        ("her sister can help with maths", ()),
        ("can help with it", ()),
    ],
)
def test_offers(words: str, offers: tuple[str, ...]) -> None:
    assert told_offers(words) == offers


def read(text: str) -> Contact:
    contact = parse_note("People/Ann.md", text, Rules()).contact
    assert contact is not None
    return contact


def test_a_told_ask_has_the_day_and_the_line_of_its_log_line() -> None:
    contact = read(
        "# Ann\n\n## Log\n- 2026-08-08: tea; she is looking for a website\n- 2026-05-01: can help with posters\n"
    )
    assert contact.asks == (Statement("a website", 4, date(2026, 8, 8)),)
    assert contact.offers == (Statement("posters", 5, date(2026, 5, 1)),)


def test_of_one_ask_told_twice_the_newest_counts_and_a_listed_one_stays() -> None:
    log = "## Log\n- 2026-05-01: looking for a website\n- 2026-08-08: looking for a website\n"
    assert read(log).asks == (Statement("a website", 3, date(2026, 8, 8)),)
    assert read(f"## Looking For\n- A website\n\n{log}").asks == (Statement("A website", 2),)
    assert read(f"---\nasks: [A website]\n---\n{log}").asks == (Statement("A website", 2),)


def test_undated_and_struck_lines_and_lists_of_facts_tell_nothing() -> None:
    assert read("She is looking for a website.\n").asks == ()
    assert read("## Log\n- ~~2026-05-01: looking for a website~~\n").asks == ()
    assert read("## Gift ideas\n- 2026-05-01: looking for a website\n").asks == ()


def test_the_date_of_an_item_is_the_day_on_which_it_was_said() -> None:
    contact = read("## Looking For\n- 2025-01-10: a piano teacher\n- [[2025-02-01]] a boat\n- 2026\n- 3 chairs\n")
    assert contact.asks == (
        Statement("a piano teacher", 2, date(2025, 1, 10)),
        Statement("a boat", 3, date(2025, 2, 1)),
        Statement("2026", 4),
        Statement("3 chairs", 5),
    )
