"""Words spelled nearly alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.comparing.near_words import COMPOUND, DICE, LEAST_LETTERS, TYPO, NearWords, _trigrams


@pytest.mark.parametrize(
    ("word", "other", "counts"),
    [
        ("acountant", "accountant", TYPO),
        ("developper", "developer", TYPO),
        ("jurnalist", "journalist", TYPO),
        ("journalism", "journalist", TYPO),
        ("beekeping", "beekeeping", TYPO),
        ("fahrrad", "fahrradmechaniker", COMPOUND),
        ("fahrradmechaniker", "fahrrad", COMPOUND),
        ("statistics", "biostatistics", COMPOUND),
        ("newspaper", "paper", 0.0),  # five letters are too few for a part
        ("organ", "organisation", 0.0),
        ("nurse", "nursery", 0.0),
        ("composer", "compost", 0.0),
        ("contract", "contrast", 0.0),
        ("physio", "physics", 0.0),
        ("art", "arts", 0.0),
        ("biologist", "mbiologist", 0.0),  # another first letter
    ],
)
def test_near(word: str, other: str, counts: float) -> None:
    assert NearWords([other]).near(word).get(other, 0.0) == counts


def test_a_word_is_not_near_itself() -> None:
    assert NearWords(["accountant"]).near("accountant") == {}


@given(
    st.lists(st.text("abc", min_size=LEAST_LETTERS, max_size=9), max_size=30), st.text("abc", min_size=5, max_size=9)
)
def test_looking_up_finds_what_comparing_each_would(words: list[str], word: str) -> None:
    near = NearWords(words)
    found = {other for other, counts in near.near(word).items() if counts == TYPO}
    mine = _trigrams(word)
    wanted = {
        other
        for other in set(words) - {word}
        if other[0] == word[0] and 2 * len(mine & _trigrams(other)) > DICE * (len(mine) + len(_trigrams(other)))
    }
    assert found <= wanted
    assert len(found) == min(len(wanted), 8)
