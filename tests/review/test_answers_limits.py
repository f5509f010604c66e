"""How much is tried to tell words typed into a line from ours: enough for anybody's, and never without end."""

import pytest

from pnm_vault.review import answers
from pnm_vault.review.answers import read_answers
from pnm_vault.review.item_key import (
    MOST_OURS,
    MOST_TYPED,
    ItemKey,
    digest_of_item,
    part_words,
    read_item,
    sealed_comment,
)

KEY = ItemKey("contact", digest_of_item("People/Ann.md"), "2026-08-01")
LINKED = "[[People/Ann|Ann]] · monthly · due 2026-09-01"


def line(words: str, typed: str = "", at: int = 0, box: str = "x") -> str:
    """Give a line of ours into which something was typed."""
    return f"- [{box}] {words[:at]}{typed}{words[at:]} {sealed_comment(KEY, words, ())}"


def parted(words: str, typed: str, at: int) -> tuple[str, str] | None:
    item = read_item(line(words, typed, at))
    assert item is not None
    assert item.seal is not None
    found = part_words(item.words, item.seal)
    return None if found is None else (found.ours, found.typed)


@pytest.mark.parametrize("length", [1, 2, MOST_OURS])
def test_words_typed_anywhere_into_a_line_are_told_from_ours(length: int) -> None:
    words = "ab" * (length // 2) + "c" * (length % 2)
    for at in {0, length // 2, length}:
        assert parted(words, "XY", at) == (words, "XY")
    assert parted(words, "", 0) == (words, "")


def test_a_line_that_is_longer_than_any_of_ours_is_not_taken_apart() -> None:
    assert parted("a" * (MOST_OURS + 1), "X", 0) is None
    assert parted("a" * (MOST_OURS + 1), "", 0) is None


def test_as_much_may_be_typed_as_fits_and_no_more() -> None:
    assert parted(LINKED, "X" * MOST_TYPED, 30) == (LINKED, "X" * MOST_TYPED)
    assert parted(LINKED, "X" * (MOST_TYPED + 1), 30) is None


def test_a_line_that_lost_some_of_our_words_is_not_taken_apart() -> None:
    item = read_item(line(LINKED).replace("monthly", "weekly"))
    assert item is not None
    assert item.seal is not None
    assert part_words(item.words, item.seal) is None


def test_a_line_without_words_is_an_item() -> None:
    item = read_item(f"- [x] {sealed_comment(KEY, '', ())} tea")
    assert item is not None
    assert (item.box, item.words, item.tail) == ("x", "", " tea")


def test_what_is_tried_on_one_page_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that nobody typed into cost nothing of it; beyond the end a line is kept as it stands."""
    cost = (len("[[") + len("Ann") + len("]]") + len(LINKED)) * len(LINKED)
    monkeypatch.setattr(answers, "_MOST_WORK", 2 * cost)
    page = [line(LINKED)] * 50 + [line(LINKED, " tea ", 25)] * 10 + [line(LINKED)] * 50
    found = read_answers("\n".join(page), frozenset()).answers
    assert [one.ours for one in found[:50]] == [LINKED] * 50
    assert [one.ours for one in found[60:]] == [LINKED] * 50
    told = [one.typed for one in found[50:60]]
    assert 2 <= told.count("tea") < 10
    assert told == sorted(told, reverse=True)
    assert all(" tea " in one.whole and one.ours is None for one in found[50:60] if one.typed != "tea")
