"""Names of any order, script and spelling are read into words that can be compared."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pnm_vault.insights.identity.latin import latin_of, spelling_key
from pnm_vault.insights.identity.name_likeness import Likeness, compare_names, is_common
from pnm_vault.insights.identity.names import read_name, read_names
from pnm_vault.insights.identity.short_forms import names_meant


def alike(one: str, other: str) -> Likeness:
    return compare_names(read_names(one), read_names(other)).likeness


def said(one: str, other: str) -> str:
    return compare_names(read_names(one), read_names(other)).words


@pytest.mark.parametrize(
    ("text", "given_name", "family"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("Lee, Ann", "Ann", "Lee"),
        ("van den Bergh, Pieter", "Pieter", "Bergh"),
        ("Dr. med. Ann Lee, MD, PhD", "med.", "Lee"),
        ("Prof. Ann Lee", "Ann", "Lee"),
        ("Ann Lee Jr.", "Ann", "Lee"),
        ("Wang Wei", "Wei", "Wang"),
        ("Wei Wang", "Wei", "Wang"),
        ("Nguyen Thi Lan", "Thi", "Nguyen"),
        ("@Ann Lee", "Ann", "Lee"),
        ("Ann", "Ann", "Ann"),
    ],
)
def test_given_and_family_name(text: str, given_name: str, family: str) -> None:
    name = read_name(text.lstrip("@"))
    assert name is not None
    assert (name.given.written, name.family.written) == (given_name, family)


@pytest.mark.parametrize(("text", "generation"), [("A Lee Sr.", 1), ("A Lee, Jr.", 2), ("A Lee III", 3), ("A Lee", 0)])
def test_generations(text: str, generation: int) -> None:
    name = read_name(text)
    assert name is not None
    assert name.generation == generation


def test_a_name_at_birth_and_one_in_quotes_are_names_too() -> None:
    assert [[word.written for word in name.words] for name in read_names("Ilse Adler (née Rossi)")] == [
        ["Ilse", "Adler"],
        ["Ilse", "Rossi"],
    ]
    assert [[word.written for word in name.words] for name in read_names("William “Buzz” Marsh")] == [
        ["William", "Marsh"],
        ["Buzz", "Marsh"],
    ]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Ann Lee", "ann lee", Likeness.SAME),
        ("Ann Lea Marsh", "Marsh Lea Ann", Likeness.ORDER),
        ("Jürgen Kräutler", "Juergen Kraeutler", Likeness.SPELLING),
        ("Bob Marsh", "Robert Marsh", Likeness.SHORT),
        ("Clara Adler", "Clara Jo Adler", Likeness.MIDDLE),
        ("A. Marsh", "Ann Marsh", Likeness.INITIALS),
        ("Ann Thackeray", "Ann Thackray", Likeness.TYPO),
        ("Ann", "Ann", Likeness.SINGLE),
        ("Ann", "Ann Lee", Likeness.PART),
        ("Ann Lee", "Tom Lee", Likeness.SAME_FAMILY),
        ("Ann Lee", "Ann Marsh", Likeness.SAME_GIVEN),
        ("John A Carver", "John B Carver", Likeness.OTHER_MIDDLE),
        ("Ann Lee", "Tom Marsh", Likeness.DIFFERENT),
        ("", "Tom Marsh", Likeness.UNKNOWN),
    ],
)
def test_how_two_names_are_alike(one: str, other: str, likeness: Likeness) -> None:
    assert alike(one, other) is likeness
    assert alike(other, one) is likeness


def test_it_is_said_in_words() -> None:
    assert said("Bob Marsh", "Robert Marsh") == "Bob is a usual short form of Robert, and both are Marsh"
    assert said("Bob Marsh", "Rob Marsh") == "Bob and Rob are forms of one name, and both are Marsh"
    assert said("A. Marsh", "Ann Marsh") == "A. may stand for Ann, and both are Marsh"
    assert said("Ann Lee", "Tom Lee") == "different first names: Ann, Tom"


def test_a_usual_first_name_with_a_usual_last_name_is_common() -> None:
    common = [read_name(name) for name in ("Ana Silva", "John Smith", "Wei Wang", "Thomas Müller")]
    rare = [read_name(name) for name in ("Ana Quendler", "Zebulon Smith")]
    assert all(name is not None and is_common(name) for name in common)
    assert not any(name is not None and is_common(name) for name in rare)


def test_short_forms_of_several_names() -> None:
    assert names_meant(spelling_key("sasha")) == {spelling_key("aleksandr"), spelling_key("aleksandra")}
    assert names_meant(spelling_key("bob")) == {"robert"}
    assert not names_meant("harbour")


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Straße", "strasse"), ("Łódź", "lodz"), ("Щукин", "shchukin"), ("Γιώργος", "giorgos"), ("山田", "山田")],
)
def test_latin(text: str, latin: str) -> None:
    assert latin_of(text) == latin


@given(st.text(max_size=200), st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_is_too_odd(one: str, other: str) -> None:
    assert alike(one, other) is alike(other, one)
