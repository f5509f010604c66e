"""Which words of a statement are compared."""

import pytest

from pnm_vault.insights.comparing.words import Word, phrase_of, stem_of, words_asked_for, words_of


@pytest.mark.parametrize(
    "alike",
    [
        ("flat", "flats", "Flats"),
        ("company", "companies"),
        ("climb", "climbs", "climbing", "climber", "climbers"),
        ("design", "designer", "designing", "designed"),
        ("invest", "investor", "investors", "investing", "investment"),
        ("translate", "translation", "translator", "translating"),
        ("photograph", "photographer", "photography"),
        ("running", "runner", "runners"),
        ("train", "trains"),
        ("training", "trainings", "trainer", "trainers"),
        ("brother", "brothers"),
        ("hike", "hiking", "hiked", "hikes"),
        ("code", "coding"),
        ("mentor", "mentors", "mentoring", "mentorship"),
        ("child", "children"),
        ("São", "Sao", "SÃO", "sa\u0303o"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
    ],
)
def test_forms_of_one_word(alike: tuple[str, ...]) -> None:
    assert len({stem_of(word) for word in alike}) == 1


@pytest.mark.parametrize(
    "different",
    [
        ("car", "care"),
        ("part", "party"),
        ("business", "busy", "bus"),
        ("c", "c++", "c#"),
        ("letter", "let"),
        ("plane", "plan"),
        ("paper", "pap"),
        ("mother", "moth"),
        ("trailer", "trail"),
        ("training", "train"),
        ("recording", "record"),
        ("engineer", "engine"),
        ("butter", "but"),
        ("king", "k"),
        ("need", "ne"),
        ("analysis", "analyse"),
    ],
)
def test_words_that_only_look_alike(different: tuple[str, ...]) -> None:
    assert len({stem_of(word) for word in different}) == len(different)


def stems(text: str) -> list[str]:
    return [word.stem for word in words_of(text)]


def test_filler_is_left_out() -> None:
    assert stems("Looking for somebody who can help me with the garden") == ["garden"]
    assert stems("Ich suche eine Wohnung mit Garten") == ["wohnung", "garten"]
    assert stems("Someone to talk to") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the loan of a van", ["loan", "van"]),
        ("Their hats, knitted", ["hat", "knit"]),
        ("Old vans", ["van"]),
        ("taart van appels", ["taart", "appel"]),
        ("der ein Auto hat", ["auto"]),
        ("ich bin Gärtner in den Alpen", ["gartn", "alpen"]),
        ("van", []),
    ],
)
def test_filler_that_names_a_thing_counts_behind_an_article_and_in_the_plural(text: str, words: list[str]) -> None:
    assert stems(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("van", ["van"]),
        ("Teachers", ["teach"]),
        ("a teacher or an expert, teaching", ["teach", "expert"]),
        ("an event at the weekend", ["event", "weekend"]),
        ("maths teacher", ["math"]),
        ("Running", ["running"]),
        ("who can help me", []),
    ],
)
def test_a_question_of_filler_alone_is_about_what_it_names(text: str, words: list[str]) -> None:
    assert [word.stem for word in words_asked_for(text)] == words


def test_how_a_thing_feels_is_filler() -> None:
    """Else dry humour would have dry-stone walling as its counterpart."""
    assert {one.stem for one in words_of("dry humour")}.isdisjoint({one.stem for one in words_of("dry-stone walling")})


def test_every_word_once_in_order() -> None:
    assert stems("boats, sails, boat") == ["boat", "sail"]
    assert phrase_of(words_of("Rock climbing")) == "rock climb"
    assert phrase_of(()) == ""


def test_marks_that_belong_to_a_name() -> None:
    assert stems("C++, C# and fish+chips #garden") == ["c++", "c#", "fish", "chip", "garden"]


def test_a_name_after_in_is_a_place() -> None:
    assert words_of("a flat in New York near parks") == (
        Word("flat", "flat", False),
        Word("york", "york", True),
        Word("park", "parks", False),
    )
    assert [word.place for word in words_of("Porto in winter")] == [False, False]


@pytest.mark.parametrize(
    "text",
    [
        "a good oncologist",
        "living with Depression",
        "Her pregnancy",
        "rebuilding the church organ",
        "the Socialist party",
        "LGBTQ choir",
        "trans support group",
        "Ramadan recipes",
    ],
)
def test_what_is_too_private_has_no_words(text: str) -> None:
    assert words_of(text) == ()


@pytest.mark.parametrize(
    "text", ["data", "first aid", "party planning", "career transition", "bike race", "operations"]
)
def test_what_is_not_private(text: str) -> None:
    assert words_of(text) != ()


def test_odd_texts() -> None:
    assert words_of("") == words_of("!!! --- 7 x") == ()
    assert stems("木工 和 园艺") == ["木工", "园艺"]
    assert stems("a#" * 5000) == ["a#"]
