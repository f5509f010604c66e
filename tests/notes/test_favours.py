"""Favours that a log line tells of. One that is none is worse than one that was missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.notes.text.favours import SIGNS, told_favours


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("tea, gave: a lift to the airport", [("a lift to the airport", True)]),
        ("got: soup", [("soup", False)]),
        ("tea. Got: soup; gave: the map, twice; rain", [("soup", False), ("the map, twice", True)]),
        ("tea, favour given: a lift", [("a lift", True)]),
        ("tea — favor received: a ladder", [("a ladder", False)]),
        ("gave: helped me move", [("helped me move", True)]),
        ("coffee with Katja, offered to look at my CV", [("offered to look at my CV", False)]),
        (
            "coffee with Katja, and she offered to call her editor for me. Rain",
            [("offered to call her editor for me", False)],
        ),
        ("he offered me his desk", [("offered me his desk", False)]),
        ("tea; I offered to water their plants", [("I offered to water their plants", True)]),
        ("I introduced her to Bob", [("I introduced her to Bob", True)]),
        ("lunch, introduced me to [[Bob Ray]]", [("introduced me to [[Bob Ray]]", False)]),
        ("she lent me the van", [("she lent me the van", False)]),
        ("for the form, I helped a bit", [("for the form, I helped a bit", True)]),
    ],
)
def test_what_is_told(words: str, told: list[tuple[str, bool]]) -> None:
    assert [(one.text, one.given) for one in told_favours(words)] == told


@pytest.mark.parametrize(
    "words",
    [
        "coffee",
        "gave a talk",
        "got a letter",
        "got: ",
        "forgot: the map",
        "her brother offered to look at my CV",
        "Bob offered me a job",
        "her brother lent me the van",
        "the neighbours helped us",
        "offered to resign",
        "I offered to look at my CV",
        "tea, nobody offered to help me",
        "tea, she almost lent me the van",
        "she never helped me",
        "she didn't help, wouldn't have lent me a pen, I asked whether she could have lent me one",
        "coffee with Katja and Ruggero, offered to look at my CV",
        "coffee with [[Katja]] and [[Ruggero]], she offered to look at my CV",
        "dinner w/ Ann & Bob, offered me a desk",
        "she offered me a desk, and I offered her tea",
        "I introduced myself to her",
        "he helped me, I helped him",
    ],
)
def test_what_is_none(words: str) -> None:
    assert told_favours(words) == ()


@given(
    st.lists(st.sampled_from([*SIGNS, "me", "to", "I", "her", ",", ";", "with Ann and Bob", ":", "—", "not"])).map(
        " ".join
    )
)
def test_every_favour_is_told_in_the_line(words: str) -> None:
    for told in told_favours(words):
        assert told.text
        assert told.text in words
