import tomllib
from datetime import date

import pytest

from pnm_vault.insights.catching_up.stale import CadenceRule
from pnm_vault.review.wording import (
    cadence_words,
    every,
    milestone,
    month,
    plain,
    quoted,
    setting_line,
    stem,
    time_words,
    weekday,
)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Send [[People/Ann Lee|Ann]] the **draft**", "Send Ann the draft"),
        ("Ask [[People/Ann Lee#Work]] and [[Bo Chen.md]]", "Ask Ann Lee and Bo Chen"),
        ("See [the paper](https://example.org/x) ![[pic.png]]", "See the paper pic.png"),
        ("Call %%private%% back ==soon==", "Call  back soon"),
        ("snake__case__name 2 ** 3 ** 4", "snakecasename 2 ** 3 ** 4"),
        ("[ ] box, [[]] and [x", "[ ] box, [[]] and [x"),
        ("[[#Heading]]", "#Heading"),
    ],
)
def test_plain_text_of_markdown(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize("char", list("[]|()%*_=~!\\` a"))
def test_plain_text_takes_no_long_time(char: str) -> None:
    assert len(plain("[[" + char * 20_000)) > 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "every day"),
        (2, "every 2 days"),
        (7, "weekly"),
        (10, "every 10 days"),
        (14, "every 2 weeks"),
        (30, "monthly"),
        (42, "every 6 weeks"),
        (60, "every 2 months"),
        (84, "every 84 days"),
        (90, "every 3 months"),
        (91, "every 3 months"),
        (180, "every 6 months"),
        (365, "yearly"),
        (730, "every 2 years"),
    ],
)
def test_gaps_in_the_words_people_use(days: int, words: str) -> None:
    assert every(days) == words


def test_a_cadence_says_where_it_comes_from() -> None:
    assert cadence_words(14, CadenceRule.CONTACT) == "every 2 weeks (your cadence)"
    assert cadence_words(24, CadenceRule.RHYTHM) == "about every 3 weeks (your rhythm)"
    assert {cadence_words(7, rule) for rule in CadenceRule} == {
        "weekly (your cadence)",
        "weekly (your settings)",
        "about weekly (your rhythm)",
        "weekly (usual for the category)",
        "weekly (default)",
    }


def test_days_and_dates() -> None:
    assert weekday(date(2026, 11, 23)) == "Monday"
    assert month(date(2026, 11, 23)) == "November 2026"
    assert stem("People/Ann Lee.md") == "Ann Lee"
    assert stem("pic.png") == "pic.png"
    assert milestone("birthday", 40) == "birthday, turns 40"
    assert milestone("birthday", None) == "birthday"
    assert milestone("name day", 0) == "name day"
    assert milestone("Anniversary", 1) == "Anniversary, 1 year"
    assert milestone("anniversary", 12) == "anniversary, 12 years"


def test_code_in_our_sentences_becomes_a_quotation() -> None:
    assert quoted("The list `x: [` does not end; see `y`.") == "The list “x: [” does not end; see “y”."
    assert quoted("one ` alone") == "one ` alone"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.2, "1 minute"),
        (1.4, "1 minute"),
        (7.4, "7 minutes"),
        (12, "10 minutes"),
        (13, "15 minutes"),
        (117.4, "115 minutes"),
        (117.5, "2 hours"),
        (135, "2.5 hours"),
        (160, "2.5 hours"),
        (540, "9 hours"),
        (6000, "100 hours"),
    ],
)
def test_a_length_of_time_in_words(minutes: float, words: str) -> None:
    assert time_words(minutes) == words


@pytest.mark.parametrize("name", ["Choir", "#book club", 'say "ah"', "back\\slash", "Ümläut", "a/b", "x = 1"])
def test_a_line_for_the_settings_is_read_as_meant(name: str) -> None:
    read = tomllib.loads(f"[cadence]\n{setting_line(name)}\n")
    assert read == {"cadence": {name.casefold().lstrip("#"): "quarterly"}}
