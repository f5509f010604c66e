"""The hidden key: what is ours on a line is told from what was typed, wherever it was typed, by the line alone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.review.item_key import (
    ItemKey,
    Parted,
    Seal,
    comment_of,
    digest_of_item,
    part_words,
    raw_key,
    read_item,
    sealed_comment,
    sum_of,
    without_key,
)
from tests.examples import examples

KEY = ItemKey("contact", digest_of_item("People/Ann Lee.md"), "2026-06-02")
OURS = "[[People/Ann Lee|Ann Lee]] · monthly · last contact [[People/Ann Lee|2026-06-02]] · due 2026-07-02"


def sealed(words: str, below: tuple[str, ...] = ()) -> Seal:
    item = read_item(f"- [ ] {words} {sealed_comment(KEY, words, below)}")
    assert item is not None and item.seal is not None
    return item.seal


def test_a_line_and_all_that_is_on_it() -> None:
    comment = sealed_comment(KEY, OURS, ("    - why",))
    item = read_item(f"- [x] {OURS} {comment} coffee  ")
    assert item is not None
    assert (item.box, item.words, item.key, item.tail) == ("x", OURS, KEY, " coffee")
    assert item.seal == sealed(OURS, ("    - why",))
    assert item.seal is not None and item.seal.below == (sum_of("\t- why  "),)
    assert without_key(f"- [x] {OURS} {comment} coffee") == f"- [x] {OURS} coffee"


@pytest.mark.parametrize("opening", ["- [x]", "* [x]", "+ [x]", "  - [x]", "- (x)"])
def test_boxes_of_every_form(opening: str) -> None:
    item = read_item(f"{opening} {OURS} {sealed_comment(KEY, OURS, ())}")
    assert item is not None and (item.box, item.words) == ("x", OURS)


@pytest.mark.parametrize(
    "line",
    [
        "",
        OURS,
        f"- [x] {OURS}",
        f"{OURS} {sealed_comment(KEY, OURS, ())}",
        f"- {OURS} {sealed_comment(KEY, OURS, ())}",
        f"    - [x] {OURS} {sealed_comment(KEY, OURS, ())}",
        "- [ ] a <!-- pnm:contact short 2026-06-02 3.aaaaa -->",
        "- [ ] a <!-- pnm:person 7k2m9x4q 2026-06-02 3.aaaaa -->",
        "<!-- pnm:begin agenda format=1 -->",
    ],
)
def test_other_lines_have_no_key(line: str) -> None:
    assert read_item(line) is None


def test_a_key_as_a_template_gets_it() -> None:
    raw = raw_key("date", digest_of_item("a.md", "birthday"), "")
    item = read_item(f"- [ ] birthday {comment_of(raw)}")
    assert item is not None and item.seal is None and item.key.since == "-"


@pytest.mark.parametrize(
    "raw", ["", "x", "contact 7k2m9x4q", "contact 7k2m9x4q - --> <script>", "contact 7k2m9x4q -\n"]
)
def test_nothing_else_becomes_a_comment(raw: str) -> None:
    assert comment_of(raw) == ""


def test_a_digest_is_the_same_everywhere() -> None:
    assert digest_of_item("People/Ann Lee.md") == digest_of_item("People/Ann Lee.md") != digest_of_item("People/Ann.md")
    assert digest_of_item("a", "b") != digest_of_item("ab")
    assert digest_of_item("Žoë\ud800") and digest_of_item("People/Ann Lee.md") == "1j0tk0e1"


def test_a_line_of_any_length_takes_no_time() -> None:
    long = "a" * 9_000
    assert part_words(f"{OURS} {long}", sealed(OURS)) is None
    assert part_words(long, sealed(long)) is None
    words = f"{OURS} {'b' * 900}"
    assert part_words(words, sealed(OURS)) == Parted(OURS, "b" * 900, False)


def test_a_renamed_link_is_still_ours() -> None:
    renamed = OURS.replace("People/Ann Lee|", "Friends/Ann Poe|")
    assert part_words(renamed, sealed(OURS)) == Parted(renamed, "", True)
    assert part_words(f"{renamed} coffee", sealed(OURS)) == Parted(renamed, "coffee", True)
    assert part_words(f"{OURS} [[Bob]]", sealed(OURS)) == Parted(OURS, "[[Bob]]", False)


def test_what_a_link_shows_is_no_name_of_a_note() -> None:
    parted = part_words(OURS.replace("|Ann Lee", "|Ann, my Lee"), sealed(OURS))
    assert parted is not None and parted.typed == ", my"


def test_what_was_changed_in_two_places_cannot_be_told() -> None:
    assert part_words(OURS.replace("monthly", "yearly"), sealed(OURS)) is None
    assert (
        part_words(OURS.replace("monthly", "weekly, I think, monthly").replace("due", "due on"), sealed(OURS)) is None
    )
    assert part_words(OURS[:-3], sealed(OURS)) is None


LINKS = [match.span() for match in re.finditer(r"\[\[.*?\]\]", OURS)]
OUTSIDE = [at for at in range(len(OURS) + 1) if not any(start < at < stop for start, stop in LINKS)]
words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="[]"), max_size=40)


@settings(deadline=None, max_examples=examples(300))
@given(typed=words, at=st.sampled_from(OUTSIDE))
def test_words_typed_in_one_place_are_told_from_ours(typed: str, at: int) -> None:
    parted = part_words((OURS[:at] + typed + OURS[at:]).rstrip(), sealed(OURS))
    assert parted is not None and (parted.ours, parted.relinked) == (OURS, False)
    # Where the signs around it are the same as its own, it may as well begin a sign earlier or later.
    assert sorted("".join(parted.typed.split())) == sorted("".join(typed.split()))
