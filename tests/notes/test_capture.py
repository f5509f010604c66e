"""One line of prose: who, when, what, and what next."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.note import Channel
from pnm_vault.notes.capture import Capture, Fault, Named, Wish, parse_capture
from tests.examples import examples

TODAY = date(2026, 11, 23)  # a Monday
ANN, BOB, MAY = "People/Ann Lee.md", "People/Bob Ray.md", "People/May Ode.md"
WHOLE = {"ann lee": (ANN,), "bob ray": (BOB,), "bobby": (BOB,), "may ode": (MAY,), "people/ann lee": (ANN,)}
PARTS = {"ann": (ANN,), "bob": (BOB,), "may": (MAY,), "lee": (ANN,), "al": (ANN,), "kim": (ANN, BOB)}


def resolve(name: str) -> Named | None:
    key = name.lower()
    if key in WHOLE:
        return Named(WHOLE[key], True)
    return Named(PARTS[key], False) if key in PARTS else None


def read(text: str) -> Capture:
    return parse_capture(text, TODAY, resolve)


@pytest.mark.parametrize(
    ("text", "contacts", "words"),
    [
        ("coffee with Ann", (ANN,), "coffee with Ann"),
        ("coffee with ann and @bobby, offered help", (ANN, BOB), "coffee with ann and bobby, offered help"),
        ("dinner with Ann, Bob and May", (ANN, BOB, MAY), "dinner with Ann, Bob and May"),
        ("dinner w/ Ann & Bob", (ANN, BOB), "dinner w/ Ann & Bob"),
        ("lunch with Ann Lee.", (ANN,), "lunch with Ann Lee."),
        ("lunch with [[People/Ann Lee|Ann]]", (ANN,), "lunch with [[People/Ann Lee|Ann]]"),
        (
            "lunch with Ann about [[Bob Ray]] and [[2026 plans]]",
            (ANN,),
            "lunch with Ann about [[Bob Ray]] and [[2026 plans]]",
        ),
        ("Ann: called about the flat", (ANN,), "called about the flat"),
        ("Ann, bob: tea", (ANN, BOB), "tea"),
        ("Ann told me about Bob", (ANN,), "Ann told me about Bob"),
        ("ann: hello", (ANN,), "hello"),
        ("Call: met Ann", (ANN,), "Call: met Ann"),
        ("Graz: tea with Ann", (ANN,), "Graz: tea with Ann"),
        ("Ann", (ANN,), "in touch"),
        ("@ann", (ANN,), "in touch"),
        ("called Ann about the flat", (ANN,), "called Ann about the flat"),
        ("called bobby, his back hurts", (BOB,), "called bobby, his back hurts"),
        ("met ann lee at the lake", (ANN,), "met ann lee at the lake"),
        ("letter from Bob Ray", (BOB,), "letter from Bob Ray"),
        ("in Graz May Ode sang", (MAY,), "in Graz May Ode sang"),
        ("talked with Ann, Graz was cold", (ANN,), "talked with Ann, Graz was cold"),
        ("talked with Ann. Bob was ill", (ANN,), "talked with Ann. Bob was ill"),
        ("talked with Ann and I left", (ANN,), "talked with Ann and I left"),
        ("wrote to AL", (ANN,), "wrote to AL"),
        ("walk with Ann, then beers with Bob", (ANN,), "walk with Ann, then beers with Bob"),
        ("walk with Ann and Ann Lee", (ANN,), "walk with Ann and Ann Lee"),
    ],
)
def test_who_was_there(text: str, contacts: tuple[str, ...], words: str) -> None:
    found = read(text)
    assert found == Capture(TODAY, words, contacts, found.channel, found.direction, mentions=found.mentions)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("coffee with Ann and @bobby, offered help", [("Ann", ANN), ("bobby", BOB)]),
        ("party, @ann was there, with Bob", [("ann", ANN), ("Bob", BOB)]),
        ("coffee with Ann yesterday, she sang", [("Ann", ANN)]),
        ("lunch with [[People/Ann Lee|Ann]]", [("[[People/Ann Lee|Ann]]", ANN)]),
        ("Ann: rang, tea with Bob", [("Bob", BOB)]),
        ("Ann told me about Bob", [("Ann", ANN)]),
        ("Ann", []),
    ],
)
def test_where_the_words_name_them(text: str, named: list[tuple[str, str]]) -> None:
    found = read(text)
    assert [(found.words[one.start : one.stop], one.path) for one in found.mentions] == named


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("coffee with Xavier", Fault("unknown", "Xavier")),
        ("coffee with Ann and Xavier Poe", Fault("unknown", "Xavier Poe")),
        ("coffee with Xavier, Ann and Bob", Fault("unknown", "Xavier")),
        ("coffee with Ann, Xavier and Bob", Fault("unknown", "Xavier")),
        ("coffee with Ann Poe", Fault("unknown", "Ann Poe")),
        ("coffee at noon @nobody", Fault("unknown", "nobody")),
        ("walk with Ann, saw @bob's dog", Fault("unknown", "bob's")),
        ("Xavier: told me that he met Bob", Fault("unknown", "Xavier")),
        ("coffee with Kim", Fault("ambiguous", "Kim", (ANN, BOB))),
        ("went for a walk", Fault("nobody", "went for a walk")),
        ("coffee with Ann's brother", Fault("nobody", "coffee with Ann's brother")),
        ("lunch with mum", Fault("nobody", "lunch with mum")),
        ("", Fault("nobody", "")),
    ],
)
def test_nobody_is_guessed(text: str, fault: Fault) -> None:
    assert read(text).faults == (fault,)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("coffee with Ann", "2026-11-23", "coffee with Ann"),
        ("yesterday: coffee with Ann", "2026-11-22", "coffee with Ann"),
        ("2 days ago coffee with Ann", "2026-11-21", "coffee with Ann"),
        ("last friday, coffee with Ann", "2026-11-20", "coffee with Ann"),
        ("on monday - coffee with Ann", "2026-11-16", "coffee with Ann"),
        ("2026-11-20: coffee with Ann", "2026-11-20", "coffee with Ann"),
        ("14 nov coffee with Ann", "2026-11-14", "coffee with Ann"),
        ("14 nov: Ann: coffee", "2026-11-14", "coffee"),
        ("coffee with Ann yesterday, she sang", "2026-11-22", "coffee with Ann, she sang"),
        ("Ann rang last night", "2026-11-22", "Ann rang"),
        ("Ann called on 14/11, she sang", "2026-11-14", "Ann called, she sang"),
        ("Ann told me that her dog died yesterday", "2026-11-23", "Ann told me that her dog died yesterday"),
        ("Ann sang last night", "2026-11-23", "Ann sang last night"),
        ("called Ann on friday", "2026-11-20", "called Ann"),
        ("tomorrow: lunch with Ann", "2026-11-24", "lunch with Ann"),
        ("sat with Ann", "2026-11-23", "sat with Ann"),
        ("may: coffee", "2026-11-23", "coffee"),
    ],
)
def test_when_it_was(text: str, day: str, words: str) -> None:
    found = read(text)
    assert (found.day.isoformat(), found.words, found.faults) == (day, words, ())


@pytest.mark.parametrize(
    ("text", "said"), [("10/11: tea with Ann", "10/11"), ("2026-02-30 tea with Ann", "2026-02-30")]
)
def test_a_day_of_two_meanings_is_not_guessed(text: str, said: str) -> None:
    assert read(text).faults == (Fault("bad-day", said),)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("tea with Ann +follow up in 2 weeks", (Wish("follow up", date(2026, 12, 7)),)),
        ("tea with Ann +in 2 weeks", (Wish("Follow up", date(2026, 12, 7)),)),
        (
            "tea with Ann +ask about the flat by friday +send slides",
            (Wish("ask about the flat", date(2026, 11, 27)), Wish("send slides", None)),
        ),
        ("tea with Ann +", ()),
        ("tea with Ann +1 for the idea, rang +49 555", ()),
    ],
)
def test_what_comes_next(text: str, wishes: tuple[Wish, ...]) -> None:
    found = read(text)
    assert found.wishes == wishes
    assert found.contacts == (ANN,)


def test_the_channel_is_told() -> None:
    assert read("coffee with Ann").channel is Channel.MEETING
    assert read("zoom with Ann").channel is Channel.VIDEO
    assert read("Ann: hm").channel is Channel.NOTE


def test_contacts_that_are_given_need_no_name_in_the_text() -> None:
    found = parse_capture("yesterday: coffee with Kim", TODAY, resolve, (MAY, MAY))
    assert found == Capture(date(2026, 11, 22), "coffee with Kim", (MAY,), Channel.MEETING)


def test_the_longest_name_wins() -> None:
    table = {"ann": (ANN,), "ann lee": (BOB,), "ann lee may": (MAY,)}
    found = parse_capture(
        "tea with Ann Lee May", TODAY, lambda name: Named(table[name.lower()], True) if name.lower() in table else None
    )
    assert found.contacts == (MAY,)


TEXTS = st.lists(
    st.sampled_from(
        ["with", "Ann", "bob", "@may", "Kim", ",", ":", "and", "yesterday", "+x", "[[Ann Lee]]", "@", "é.", "'"]
    ),
    max_size=8,
).map(" ".join)


@given(st.one_of(TEXTS, st.text(max_size=60)))
@settings(deadline=None, max_examples=examples(200))
def test_any_text_is_taken(text: str) -> None:
    found = read(text)
    assert found.contacts or found.faults
    assert found.words
    assert "\n" not in found.words
    ends = [place for one in found.mentions for place in (one.start, one.stop)]
    assert ends == sorted(ends)
    assert {one.path for one in found.mentions} <= set(found.contacts)
    for one in found.mentions:
        named = found.words[one.start : one.stop]
        assert named == named.strip()
        assert named
