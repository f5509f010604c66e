"""What to have in mind before a talk, part by part."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pnm_vault.insights.briefing.aged import AGED, FORGOTTEN, aged_matters, day_in, noted_on
from pnm_vault.insights.briefing.brief import (
    Brief,
    Common,
    Evidence,
    Question,
    build_brief,
    last_conversations,
    unanswered,
    without_names,
)
from pnm_vault.insights.briefing.news import MOST_NEWS, news_for
from pnm_vault.insights.briefing.telling import Line, Telling, stems_in, takes_up
from pnm_vault.insights.remembering.promises import WAITED_FOR, open_promises, promises_in
from pnm_vault.model.contact import Contact, ImportantDate, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Origin
from pnm_vault.model.picture import ContactDates
from pnm_vault.model.source import Source

TODAY = date(2026, 11, 23)
NAMES = ("Ann Lee", "Ann")


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def line(text: str, days: int = 10, number: int = 7, path: str = "Ann.md") -> Line:
    return Line(ago(days), path, number, text)


def tell(text: str, days: int = 10, number: int = 7, *, alone: bool = True, bare: bool = False) -> Telling:
    lines = [line(part, days, number + place) for place, part in enumerate(text.split("\n"))]
    return Telling(ago(days), Channel.NOTE, tuple(lines), alone, bare=bare)


def promised(*tellings: Telling, settled: tuple[str, ...] = ()) -> list[tuple[bool, str]]:
    return [(one.mine, one.said.text) for one in open_promises(promises_in(tellings, NAMES, settled), TODAY)]


# Words


def test_links_count_by_what_the_reader_sees() -> None:
    assert stems_in("saw [[Contacts/Bob Moss|Bob]] with moths") == {"saw", "bob", "moth"}
    assert stems_in("[[Contacts/Owls]]") == stems_in("owl")


def test_half_of_the_words_take_up_a_line() -> None:
    wanted = frozenset({"paper", "moth", "trap", "night"})
    assert takes_up(wanted, [frozenset({"moth", "trap"})])
    assert not takes_up(wanted, [frozenset({"moth"})])
    assert not takes_up(frozenset(), [frozenset(), frozenset({"moth"})])


# Conversations


def test_conversations_are_those_of_the_last_three_days_newest_first() -> None:
    told = [tell("a", 90, 1), tell("b", 30, 2), tell("c", 20, 3), tell("d", 10, 4), tell("e\nf", 10, 8)]
    assert [one.lines[0].text for one in last_conversations(told)] == ["e", "d", "c", "b"]


def test_a_property_is_no_conversation_and_takes_no_day() -> None:
    told = [tell("b", 30, 2), tell("last_contact: 2026-11-13", 10, 1, bare=True)]
    assert [one.lines[0].text for one in last_conversations(told)] == ["b"]


def test_a_line_within_a_fuller_telling_is_told_once() -> None:
    whole, part = tell("a\nb", 10, 1), tell("b", 9, 2)
    assert last_conversations([whole, part]) == (whole,)


# Promises


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("I will send the paper on moths", True),
        ("coffee; I'll bring the map", True),
        ("I’m going to ask Rosa", True),
        ("I promised a map", True),
        ("I said I'd bring the map", True),
        ("2026-11-13: Promised to send the map", True),
        ("tea, will bring the map", True),
        ("she will introduce me to Rosa", False),
        ("They'll send the papers", False),
        ("He promised a map", False),
        ("Ann will ask her sister", False),
        ("[[Ann Lee]] is going to ask", False),
        ("he said he'd ask around", False),
    ],
)
def test_a_promise_of_either_side(text: str, mine: bool) -> None:
    said = text.removeprefix("2026-11-13: ")
    assert promised(tell(text)) == [(mine, said.partition("; ")[2] or said)]


@pytest.mark.parametrize(
    "text",
    [
        "I will not send it",
        "she will be forty",
        'she said "I will send it"',
        "will be fun",
        "her will was read",
        "the paper will follow",
        "Bob will ask",
        "I thought about it",
        "",
    ],
)
def test_what_is_no_promise(text: str) -> None:
    assert promised(tell(text)) == []


def test_where_several_took_part_she_is_nobody() -> None:
    assert promised(tell("she will send the map", alone=False)) == []
    assert promised(tell("Ann will send the map", alone=False)) == [(False, "Ann will send the map")]


def test_only_the_sentence_is_quoted() -> None:
    assert promised(tell("Tea at 5.30. I will send the map v1.2. She laughed.")) == [(True, "I will send the map v1.2")]


def test_a_promise_that_a_later_day_takes_up_is_kept() -> None:
    said = tell("I will send the map", 20, 1)
    assert promised(said, tell("sent her the map", 10, 2)) == []
    assert promised(said, tell("sent her the map", 20, 2)) == [(True, "I will send the map")]  # the same day
    assert promised(said, tell("rain", 10, 2)) == [(True, "I will send the map")]
    assert promised(said, settled=("Send Ann the map",)) == []


def test_a_promise_without_words_of_its_own_ends_with_the_next_talk() -> None:
    assert promised(tell("I will do it", 20, 1)) == [(True, "I will do it")]
    assert promised(tell("I will do it", 20, 1), tell("rain", 10, 2)) == []


def test_after_a_year_nobody_waits() -> None:
    assert promised(tell("I will send the map", WAITED_FOR)) != []
    assert promised(tell("I will send the map", WAITED_FOR + 1)) == []


def test_the_newest_promise_comes_first() -> None:
    found = promised(tell("I will send maps", 20, 1), tell("I will bring owls", 10, 9), tell("I will cook", 10, 2))
    assert [text for _, text in found] == ["I will cook", "I will bring owls", "I will send maps"]


def test_contacts_without_a_name_promise_nothing() -> None:
    assert promises_in([tell("[[]] will send")], ()) == ()


# What has aged


def test_a_day_in_the_words() -> None:
    assert day_in("job search (2025-09-12)", TODAY) == date(2025, 9, 12)
    assert day_in("job search since 2025-09", TODAY) == date(2025, 9, 1)
    assert day_in("from 2027-03-01", TODAY) is None
    assert day_in("2025-13 or 2025-02-30 or 12025-01-01", TODAY) is None


def aged(*asks: str, told: tuple[Telling, ...] = ()) -> list[str]:
    said = [Statement(text, 20 + place) for place, text in enumerate(asks)]
    return [f"{one.line} {one.text}" for one in aged_matters("Ann.md", said, told, TODAY)]


def test_an_ask_ages_from_when_it_was_noted_last() -> None:
    ask = Statement("job search", 20)
    assert noted_on(ask, [], TODAY) is None
    assert noted_on(ask, [tell("the job search drags on", 400), tell("rain", 10)], TODAY) == ago(400)
    assert aged("job search", told=(tell("the job search drags on", AGED),)) == ["20 job search"]
    assert aged("job search", told=(tell("the job search drags on", AGED - 1),)) == []
    assert aged("job search") == []
    assert aged("job search (2025-09-12)", told=(tell("rain", 1),)) == ["20 job search (2025-09-12)"]


def test_an_old_line_about_what_was_under_way() -> None:
    assert aged(told=(tell("she is looking for a flat", AGED),)) == ["7 she is looking for a flat"]
    assert aged(told=(tell("she is looking for a flat", AGED - 1),)) == []
    assert aged(told=(tell("she is looking for a flat", FORGOTTEN + 1),)) == []
    assert aged(told=(tell("she has a flat", AGED),)) == []
    assert aged(told=(tell('"it wants to go left"', AGED),)) == []


def test_what_a_later_line_takes_up_has_not_aged() -> None:
    old = tell("she is looking for a flat", 300, 1)
    assert aged(told=(old, tell("found a flat", 20, 2))) == []


def test_a_dinner_in_a_town_takes_up_no_search_there() -> None:
    old = tell("looking for a flat in Porto", 300, 1)
    assert aged(told=(old, tell("dinner in Porto", 20, 2))) == ["1 looking for a flat in Porto"]


def test_an_old_line_about_an_ask_is_told_once() -> None:
    assert aged("a flat", told=(tell("looking for a flat", 300),)) == ["20 a flat"]


def test_the_newest_three_old_lines_count() -> None:
    told = tuple(
        tell(f"starting {word}", 200 + place, place) for place, word in enumerate(["abbey", "bread", "cello", "dance"])
    )
    assert aged(told=told) == ["0 starting abbey", "1 starting bread", "2 starting cello"]


# What there is to tell


def news(*journal: Line, about: tuple[str, ...] = ("moth trapping", "a flat in Porto")) -> list[tuple[str, str]]:
    said = [Statement(text, 30 + place) for place, text in enumerate(about)]
    return [(one.said.text, " ".join(one.terms)) for one in news_for(said, journal, NAMES)]


def test_a_line_that_touches_an_interest() -> None:
    assert news(line("a moth on the lamp", 3)) == []  # half of the interest, and a short word
    assert news(line("seven moths on the trap", 3)) == [("seven moths on the trap", "moth trapping")]
    assert news(line("trapping season", 3), about=("moth trapping",)) == [("trapping season", "trapping")]


def test_a_place_or_a_name_is_no_news() -> None:
    assert news(line("dinner in Porto")) == []
    assert news(line("Ann and Lee"), about=("Ann Lee",)) == []
    assert news(line("Monday again"), about=("mondays",)) == []


def test_a_common_word_is_no_news() -> None:
    many = [line(f"letterpress again, number{place}", place + 1, place + 1) for place in range(4)]
    assert news(*many, about=("letterpress",)) == []
    assert len(news(*many[:3], about=("letterpress",))) == 3


def test_the_rarest_words_come_first_then_the_newest_lines() -> None:
    journal = [line("letterpress", 9, 1), line("letterpress", 3, 2), line("bookbinding", 20, 3)]
    found = news_for([Statement("letterpress", 1), Statement("bookbinding", 2)], journal, NAMES)
    assert [one.said.line for one in found] == [3, 2, 1]


def test_there_are_five_at_most() -> None:
    words = ["letterpress", "bookbinding", "beekeeping", "calligraphy", "astronomy", "gardening"]
    journal = [line(word, place + 1, place + 1) for place, word in enumerate(words)]
    assert len(news(*journal, about=tuple(words))) == MOST_NEWS


def test_private_matters_are_the_owners_own() -> None:
    assert news(line("a new therapist, round the corner"), about=("a therapist",)) != []


# The whole


def entry(days: int, text: str = "tea", number: int = 7, origin: Origin = Origin.LOG) -> Interaction:
    return Interaction(ago(days), Source("Ann.md", number, text), origin)


def build(evidence: Evidence) -> Brief:
    return build_brief(evidence, TODAY, 30)


def test_nothing_noted_is_said_to_be_little() -> None:
    found = build(Evidence(ContactRecord(Contact("Ann.md", "Ann Lee"))))
    assert found.says_little
    assert (found.last, found.proof) == (None, None)
    assert found.unanswered == tuple(Question)


def test_a_day_to_come_is_no_last_contact() -> None:
    record = ContactRecord(Contact("Ann.md", "Ann Lee"), (entry(3), entry(-1, "lunch", 8)))
    assert build(Evidence(record)).last == ago(3)


def test_a_line_proves_the_last_contact_before_a_property() -> None:
    told = (entry(3, "last_contact: x", 2, Origin.FIELD), entry(3, "tea", 9))
    assert build(Evidence(ContactRecord(Contact("Ann.md", "Ann Lee"), told))).proof == Source("Ann.md", 9, "tea")


def test_follow_ups_stand_by_urgency_and_undated_before_later() -> None:
    def task(text: str, days: int | None) -> FollowUp:
        due = None if days is None else TODAY + timedelta(days=days)
        return FollowUp(Source("Ann.md", 1, text), text, due, None, "", ("Ann.md",))

    tasks = (task("later", 30), task("undated", None), task("soon", 2), task("was due", -2))
    found = build(Evidence(ContactRecord(Contact("Ann.md", "Ann Lee"), follow_ups=tasks)))
    assert [one.text for one in found.follow_ups] == ["was due", "soon", "undated", "later"]


def test_each_question_is_answered_by_what_answers_it() -> None:
    said = (Statement("x", 1),)
    full = Contact("Ann.md", "Ann", interests=said, they_know=said, learning=said, offers=said)
    assert unanswered(ContactRecord(full, knows=("Bob.md",))) == ()
    assert unanswered(ContactRecord(full)) == (Question.WHO_THEY_KNOW,)
    assert unanswered(ContactRecord(full, introduced_by=("Bob.md",))) == ()
    favour = Contact("Ann.md", "Ann", favours=(Favour("soup", False, None, 3),))
    assert unanswered(ContactRecord(favour)) == tuple(Question)[:4]


@pytest.mark.parametrize(
    ("contact", "given", "expected"),
    [
        (Contact("Ann.md", "Ann"), (False,), True),
        (Contact("Ann.md", "Ann"), (False, True), False),
        (Contact("Ann.md", "Ann"), (True,), False),
        (Contact("Ann.md", "Ann"), (), False),
        (Contact("Ann.md", "Ann", category="family"), (False,), False),
        (Contact("Ann.md", "Ann", closeness=5), (False,), False),
        (Contact("Ann.md", "Ann", closeness=4), (False,), True),
    ],
)
def test_a_favour_of_ones_own_is_next_only_after_one_received(
    contact: Contact, given: tuple[bool, ...], expected: bool
) -> None:
    favours = tuple(Favour(f"x{place}", one, ago(place), place + 1) for place, one in enumerate(given))
    record = ContactRecord(replace(contact, favours=favours))
    found = build(Evidence(record, favours=tuple(Source("Ann.md", one.line) for one in favours)))
    assert found.give_next is expected


def test_favours_come_newest_first_undated_last() -> None:
    favours = (Favour("a", True, None, 1), Favour("b", True, ago(9), 2), Favour("c", False, ago(3), 3))
    record = ContactRecord(Contact("Ann.md", "Ann", favours=favours))
    found = build(Evidence(record, favours=tuple(Source("Ann.md", one.line) for one in favours)))
    assert [favour.text for favour, _ in found.favours] == ["c", "b", "a"]


def test_those_met_together_last_come_first() -> None:
    common = tuple(
        Common(f"{name}.md", name, day, Source("x.md"))
        for name, day in (("zoe", None), ("Bob", None), ("Cy", ago(90)), ("Di", ago(3)))
    )
    found = build(Evidence(ContactRecord(Contact("Ann.md", "Ann")), common=common))
    assert [one.name for one in found.common] == ["Di", "Cy", "Bob", "zoe"]


def test_dates_are_looked_for_as_far_as_asked() -> None:
    dates = (ContactDates("Ann.md", "Ann", False, (ImportantDate("birthday", 12, 23, None, 4, "12-23"),)),)
    evidence = Evidence(ContactRecord(Contact("Ann.md", "Ann")), dates=dates)
    assert len(build_brief(evidence, TODAY, 30).dates) == 1
    assert build_brief(evidence, TODAY, 29).dates == ()


def test_nothing_is_asked_of_the_dead() -> None:
    favours = (Favour("soup", False, ago(400), 3),)
    contact = Contact("Ann.md", "Ann Lee", asks=(Statement("letterpress (2025-01-02)", 4),), favours=favours)
    told = (tell("I will send the map; she is looking for a flat", 300),)
    evidence = Evidence(ContactRecord(contact), told, (line("letterpress"),), favours=(Source("Ann.md", 3),))
    alive = build(evidence)
    assert all((alive.promises, alive.aged, alive.news, alive.give_next, alive.unanswered))
    gone = build(replace(evidence, record=ContactRecord(replace(contact, status=Status.DECEASED))))
    assert (gone.promises, gone.aged, gone.news, gone.give_next, gone.unanswered) == ((), (), (), False, ())
    assert (gone.conversations, gone.asks, gone.favours) == (alive.conversations, alive.asks, alive.favours)


def test_lines_that_name_somebody_private_are_left_out() -> None:
    told = tell("tea\nwith [[People/Zoe Moss|Z.]]\n[z](People/Zoe%20Moss.md)\nand ZOE MOSS\nzoe", 3, 1)
    elsewhere = Telling(ago(3), Channel.NOTE, (line("tea", 3, 1, "People/Zoe Moss.md"),))
    follow = FollowUp(Source("Ann.md", 9, "x"), "x", None, None, "", ("Ann.md", "People/Zoe Moss.md"))
    common = Common("People/Zoe Moss.md", "Zoe Moss", None, Source("Ann.md", 3))
    asks = (Statement("a flat with Zoe Moss", 2), Statement("a flat", 3))
    found = Brief("Ann.md", "Ann", conversations=(told, elsewhere), follow_ups=(follow,), common=(common,), asks=asks)
    left = without_names(found, ("Zoe Moss", " "), frozenset({"People/Zoe Moss.md"}))
    assert [[one.text for one in telling.lines] for telling in left.conversations] == [["tea", "zoe"]]
    assert (left.follow_ups, left.common, left.asks) == ((), (), (asks[1],))
    assert without_names(found, (), frozenset()) == found
