"""Groups of synonyms: what is built in, what the owner adds and cuts, and what does not follow."""

import pytest

from pnm_vault.insights.comparing.default_synonyms import DEFAULT_SYNONYMS
from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.notes.text.synonyms import read_group

LINES = DEFAULT_SYNONYMS.strip().splitlines()


def shared(synonyms: Synonyms, first: str, second: str) -> set[int]:
    one, two = [{concept.group for concept in synonyms.concepts_of(every_word_of(text))} for text in (first, second)]
    return one & two


@pytest.mark.parametrize("line", LINES)
def test_a_built_in_line_is_a_group_of_words_that_count(line: str) -> None:
    group = read_group(line, 1)
    assert isinstance(group, SynonymGroup)
    keys = [tuple(sorted([word.stem for word in every_word_of(phrase)])) for phrase in group.phrases]
    assert all(keys), group
    assert len(set(keys)) > 1


def test_there_are_enough_built_in_groups() -> None:
    assert 150 <= len(LINES) <= 250


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("looking for a React developer", "front-end engineer"),
        ("a developer who knows React", "frontend developer at a bank"),
        ("somebody for my tax return", "I am a Steuerberaterin"),
        ("a loan of a removal van, moving house in May", "Umzugswagen"),
        ("bike repair", "Fahrradmechaniker"),
        ("a flat in Graz", "a room to rent"),
        ("joiner", "built-in shelves"),
    ],
)
def test_phrases_of_one_group_are_found(first: str, second: str) -> None:
    assert shared(build_synonyms(), first, second)


def test_groups_do_not_chain() -> None:
    own = (SynonymGroup(("bank", "shore"), 1), SynonymGroup(("bank", "lender"), 2))
    synonyms = build_synonyms(own)
    assert shared(synonyms, "bank", "shore")
    assert shared(synonyms, "bank", "lender")
    assert not shared(synonyms, "shore", "lender")


def test_a_longer_phrase_wins_over_a_shorter_one_inside_it() -> None:
    synonyms = build_synonyms()
    assert shared(synonyms, "engineer", "Maschinenbau")
    assert not shared(synonyms, "sound engineer", "Maschinenbau")
    assert shared(synonyms, "sound engineer", "live recording")


def test_the_owner_adds_and_cuts() -> None:
    assert not shared(build_synonyms(), "caulking", "boat repair")
    own = (SynonymGroup(("caulking", "boat repair"), 1), SynonymGroup(("joiner",), 2, True))
    synonyms = build_synonyms(own)
    assert shared(synonyms, "caulking", "boat repair")
    assert shared(build_synonyms(), "joiner", "carpenter")
    assert not shared(synonyms, "joiner", "carpenter")
    assert shared(synonyms, "cabinet maker", "carpenter")


def test_a_group_about_health_is_for_the_owner_alone() -> None:
    assert shared(build_synonyms(guarded=False), "physiotherapist", "Krankengymnastik")
    assert not shared(build_synonyms(), "physiotherapist", "Krankengymnastik")
    own = (SynonymGroup(("Kneipp", "physiotherapy"), 1),)
    assert not shared(build_synonyms(own), "Kneipp", "physiotherapy")
