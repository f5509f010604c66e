import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from pnm_vault.insights.catching_up.agenda import Agenda
from pnm_vault.insights.catching_up.reconnect import Reconnect
from pnm_vault.insights.catching_up.stale import CadenceRule, Label, StaleContact
from pnm_vault.insights.introducing.introductions import Gain, Introduction, Reason
from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.insights.remembering.follow_ups import FollowUps
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.model.source import Source
from pnm_vault.review.item_key import digest_of_item, raw_key, without_key
from pnm_vault.review.pages import Answers, build_pages
from pnm_vault.review.pages.agenda import agenda_context
from pnm_vault.review.pages.dates import dates_context
from pnm_vault.review.pages.follow_ups import follow_ups_context
from pnm_vault.review.pages.introductions import introductions_context
from pnm_vault.review.pages.parts import Context, remembered
from pnm_vault.review.pages.problems import problems_context
from pnm_vault.review.render import render

ANN = "People/Ann Lee.md"
BO = "People/Bo Chen.md"
NONE: frozenset[str] = frozenset()
LAST = date(2026, 8, 14)


def tie(name: str, label: Label, **changes: Any) -> StaleContact:
    fields: dict[str, Any] = {
        "score": 0.5,
        "since": 101,
        "last": LAST,
        "proof": Source("Daily/2026-08-14.md", 3, "- lunch"),
        "gap": 14,
        "rule": CadenceRule.CONTACT,
        "rhythm": None,
        "due": date(2026, 8, 28),
        "snoozed": False,
        "planned": None,
        "private": False,
        "reasons": (),
    }
    return StaleContact(f"People/{name}.md", name, label, **(fields | changes))


def empty() -> Answers:
    agenda = Agenda(date(2026, 11, 23), (), 0, (), 0, (), 0, (), 0, (), 0)
    return Answers(date(2026, 11, 23), agenda, Reconnect(), (), FollowUps((), (), (), ()), (), ())


def test_the_notes_in_the_review_folder(answers: Answers) -> None:
    built = build_pages(answers, Settings())
    assert [(page.name, page.path) for page in built] == [
        ("agenda", "Reviews/Agenda.md"),
        ("reconnect", "Reviews/Reconnect.md"),
        ("mentoring", "Reviews/Mentoring.md"),
        ("introductions", "Reviews/Introductions.md"),
        ("acquainted", "Reviews/Probably acquainted.md"),
        ("help", "Reviews/Help for what I need.md"),
        ("needs", "Reviews/What I can do for whom.md"),
        ("reciprocity", "Reviews/Giving and receiving.md"),
        ("network", "Reviews/Network.md"),
        ("capital", "Reviews/Social capital.md"),
        ("questions", "Reviews/Five questions.md"),
        ("plan", "Reviews/Plan for the quarter.md"),
        ("follow-ups", "Reviews/Follow-ups.md"),
        ("dates", "Reviews/Dates ahead.md"),
        ("facts", "Reviews/Facts to check.md"),
        ("events", "Reviews/Events and communities.md"),
        ("problems", "Reviews/Vault problems.md"),
    ]
    root = build_pages(answers, Settings(review=ReviewSettings(folder="/")))
    assert root[0].path == "Agenda.md"


def test_contexts_are_plain_data(answers: Answers) -> None:
    for page in build_pages(answers, Settings()):
        assert json.loads(json.dumps(page.context)) == page.context


def test_the_agenda_leaves_private_contacts_out_everywhere() -> None:
    hidden = frozenset({ANN})
    source = Source("Daily/2026-11-02.md", 4, "x")
    shared = FollowUp(source, "Invite both", None, None, "", (ANN, BO))
    own = FollowUp(Source(ANN, 4, "x"), "Call", None, None, "", (BO,))
    pair = Introduction(ANN, "Ann", BO, "Bo", 0.5, Gain.BOTH, ())
    ahead = DateAhead(LAST, "birthday", ANN, "Ann", None, False, source)
    problem = Problem(ANN, 1, Severity.ERROR, "x", "y")
    agenda = Agenda(
        date(2026, 11, 23),
        (tie("Ann Lee", Label.DUE), tie("Pia", Label.DUE, private=True)),
        2,
        (shared, own),
        2,
        (ahead,),
        1,
        (pair,),
        1,
        (problem,),
        4,
    )
    context: Any = agenda_context(agenda, Settings(), hidden, {}, {})
    for part in ("reconnect", "follow_ups", "dates", "introductions"):
        assert context[part] == {"items": [], "more": 0}
    assert context["problems"] == {"items": [], "more": 3}


def test_a_problem_that_names_a_private_note_is_left_out() -> None:
    hidden = frozenset({ANN})
    told = Problem(BO, 0, Severity.WARNING, "same-name", f"“Ann” is also the name of {ANN}: merge the two notes.")
    other = Problem(
        BO, 0, Severity.WARNING, "same-name", "“Bo” is also the name of People/Bo 2.md: merge the two notes."
    )
    context: Any = problems_context((told, other), Settings(), hidden)
    assert context["total"] == 1
    assert "Bo 2" in context["sections"][0]["items"][0]["message"]


def test_a_conflict_copy_of_a_private_note_is_left_out() -> None:
    name = f"{ANN[:-3]}.sync-conflict-20261018-093012-K7Q2ABC.md"
    told = tuple([Problem(path, 0, Severity.WARNING, "conflict-copy", "copy") for path in (name, "People/B 2.md")])
    context: Any = problems_context(told, Settings(), frozenset({ANN}))
    assert context["total"] == 1


@pytest.mark.parametrize("place", ["first", "second"])
def test_other_pages_leave_private_contacts_out(place: str) -> None:
    hidden = frozenset({ANN if place == "first" else BO})
    pair = Introduction(ANN, "Ann", BO, "Bo", 0.5, Gain.BOTH, ())
    group = (FollowUp(Source("D.md", 4, "x"), "Invite", None, None, "", (ANN, BO)),)
    assert introductions_context((pair,), Settings(), hidden)["items"] == []
    assert follow_ups_context(FollowUps(group, group, group, group), Settings(), hidden, {})["total"] == 0
    ahead = DateAhead(LAST, "birthday", next(iter(hidden)), "X", None, False, Source("D.md", 1, "x"))
    assert dates_context((ahead,), Settings(), hidden)["total"] == 0
    private = DateAhead(LAST, "birthday", "People/P.md", "P", None, True, Source("D.md", 1, "x"))
    assert dates_context((private,), Settings(), NONE)["total"] == 0
    problem = Problem(next(iter(hidden)), 1, Severity.ERROR, "x", "y")
    assert problems_context((problem,), Settings(), hidden)["total"] == 0


def test_follow_ups_show_names_and_read_as_text() -> None:
    item = FollowUp(
        Source("Daily/2026-11-02.md", 4, "x"), "Ask [[Ann Lee|Ann]]", date(2026, 12, 1), None, "", (ANN, BO)
    )
    context: Any = follow_ups_context(FollowUps((), (item,), (), ()), Settings(), NONE, {ANN: "Ann M. Lee"})
    assert context["sections"] == [
        {
            "label": "this-week",
            "title": "The next seven days",
            "items": [
                {
                    "text": "Ask Ann",
                    "due": "2026-12-01",
                    "start": "",
                    "recurrence": "",
                    "contacts": [{"path": ANN, "name": "Ann M. Lee"}, {"path": BO, "name": "Bo Chen"}],
                    "proof": {"path": "Daily/2026-11-02.md", "name": "2026-11-02", "line": 4, "text": "x"},
                    "key": raw_key("follow-up", digest_of_item("Daily/2026-11-02.md", "x"), "2026-12-01"),
                }
            ],
            "more": 0,
        }
    ]


def test_dates_are_grouped_by_month() -> None:
    def on(day: date) -> DateAhead:
        return DateAhead(day, "birthday", ANN, "Ann", 40, False, Source(ANN, 5, "birthday: 1986-11-28"))

    days = (on(date(2026, 11, 28)), on(date(2026, 12, 1)), on(date(2026, 12, 2)))
    context: Any = dates_context(days, Settings(review=ReviewSettings(lines=2)), NONE)
    assert [(section["title"], len(section["items"])) for section in context["sections"]] == [
        ("November 2026", 1),
        ("December 2026", 1),
    ]
    assert (context["total"], context["more"], context["days"]) == (3, 1, 30)
    assert context["sections"][0]["items"][0]["weekday"] == "Saturday"


def test_problems_go_from_worst_to_mildest_and_stop_at_200() -> None:
    problems = tuple(
        Problem(f"N{number:03}.md", 1, severity, "x", "y")
        for number in reversed(range(150))
        for severity in (Severity.INFO, Severity.ERROR)
    )
    context: Any = problems_context(problems, Settings(), NONE)
    errors, infos = context["sections"]
    assert (errors["severity"], len(errors["items"]), errors["more"]) == ("error", 150, 0)
    assert (infos["severity"], len(infos["items"]), infos["more"]) == ("info", 50, 100)
    assert errors["items"][0]["note"]["path"] == "N000.md"
    assert context["total"] == 300


def test_introductions_bring_the_lines_that_prove_them() -> None:
    proofs = (Source(ANN, 9, "a **React** developer"), Source("Me.md", 2, "x"), Source("Secret.md", 1, "x"))
    reason = Reason("ask meets offer", "Ann looks for what Bo offers", ("react",), proofs)
    pair = Introduction(ANN, "Ann", BO, "Bo", 0.5, Gain.FIRST, (reason,))
    settings = Settings(review=ReviewSettings(introductions=2))
    context: Any = introductions_context((pair,) * 5, settings, frozenset({"Secret.md"}))
    assert (len(context["items"]), context["more"]) == (2, 3)
    assert context["items"][0]["gain"] == "a favour to Ann"
    assert context["items"][0]["reasons"][0]["proofs"] == [
        {"path": ANN, "name": "Ann", "line": 9, "text": "a React developer"},
        {"path": "Me.md", "name": "Me", "line": 2, "text": "x"},
    ]


def without_keys(text: str) -> list[str]:
    return [without_key(line) for line in text.split("\n")]


def test_the_notes_as_they_are_read(answers: Answers, templates: Mapping[str, str]) -> None:
    texts = {page.name: render(page.name, page.context, templates) for page in build_pages(answers, Settings())}
    ann = "[[People/Ann Lee|Ann Lee]]"
    lines = without_keys(texts["agenda"])
    assert lines[:6] == ["# Agenda", "", "**Week of Monday 2026-11-23**", "", "## Catch up with", ""]
    said = "coffee by the river with Bo ([[Daily/2026-08-14|2026-08-14, line 3]])"
    assert lines[6:26] == [
        "About 130 of your 120 minutes this week: 60 for whom to catch up with, 10 for follow-ups, 30 for talks that"
        " are planned, 30 for talks that you had.",
        "",
        f"- [ ] {ann} · monthly (your cadence), usually every 3 months · last on [[Daily/2026-08-14|2026-08-14]]"
        " · planned for 2026-12-04 · they wrote last · new: follow up before it fades"
        " · perhaps a new season ([[People/Ann Lee|Ann Lee]])",
        f"    - Last, 2026-08-14: {said}",
        f"    - You said you would, 2026-08-14: {said}",
        f"    - They said they would, 2026-08-14: {said}",
        f"    - Worth asking after, noted 2026-08-14: {said}",
        f"    - They look for, 2026-08-14: {said}",
        f"    - You could tell them (coffee by the river with Bo, moths), 2026-08-14: {said}",
        "    - You both know [[People/Bo Chen|Bo Chen]], last together on 2026-08-14 ([[People/Bo Chen|Bo Chen]])",
        "",
        "11 more wait for next week: [[Reviews/Reconnect|Reconnect]].",
        "",
        "Your cadences ask for about 9 hours a week; you have 2 hours. With these lines under `[cadence]` in `pnm.toml`"
        " it would be about 100 minutes:",
        "",
        '- "book club" = "quarterly" · the circle book club: 12 contacts, about 2 hours less a week',
        '- friend = "quarterly" · the category friend: 1 contact, about 6 minutes less a week',
        "",
        "## Follow-ups",
        "",
    ]
    assert (
        f"- [ ] Send Ann the draft · {ann} · due 2026-12-01 · not before 2026-11-20 · repeats: every week"
        " · from [[Daily/2026-11-02|2026-11-02]]"
    ) in lines
    assert f"- [ ] 2026-11-28 (Saturday) · {ann} · birthday, turns 40 · from [[Events/Party|Party]]" in lines
    pair = f"- [ ] {ann} and [[People/Bo Chen|Bo Chen]]"
    reason = "Ann Lee looks for what Bo Chen offers: react"
    assert f"{pair} · {reason}" in lines
    lines_behind = without_keys(texts["introductions"])
    start = lines_behind.index(f"{pair} · both gain")
    assert lines_behind[start + 1] == (
        f"    - {reason} ([[People/Ann Lee|Ann Lee, line 9]], [[People/Bo Chen|Bo Chen, line 7]])"
    )
    assert (
        "- [[People/Bo Chen|Bo Chen]], line 12: The list “x: \\[” does not end; close the bracket. `yaml-syntax`"
        in lines
    )
    assert [line for line in texts["reconnect"].split("\n") if line.startswith("## ")] == [
        "## Slipping",
        "## Due",
        "## Dormant: one for this month",
        "## No contact recorded",
    ]
    assert "- [ ] [[People/New|New]] · monthly (your cadence)" in without_keys(texts["reconnect"])
    for text in texts.values():
        assert text.endswith("\n") and not text.endswith("\n\n")
        assert "\n\n\n" not in text and " \n" not in text


def test_nobody_is_said_to_wait_for_nothing_right_after_an_import(templates: Mapping[str, str]) -> None:
    """Of whom nothing is recorded nobody knows whose turn it is: that is another thing than a week without a turn."""
    agenda = Agenda(date(2026, 11, 23), (), 0, (), 0, (), 0, (), 0, (), 0, unrecorded=9)
    pages = build_pages(replace(empty(), agenda=agenda), Settings())
    text = next(render(page.name, page.context, templates) for page in pages if page.name == "agenda")
    assert "Of 9 of your contacts no contact is written down yet: [[Reviews/Reconnect|Reconnect]]" in text
    assert "Nobody is waiting" not in text


def test_empty_notes_say_something_kind(templates: Mapping[str, str]) -> None:
    texts = {page.name: render(page.name, page.context, templates) for page in build_pages(empty(), Settings())}
    assert "Nobody is waiting for a word. Enjoy the week." in texts["agenda"]
    assert "## Problems" not in texts["agenda"]
    assert "Nobody is waiting" in texts["reconnect"]
    assert "No introduction stands out yet." in texts["introductions"]
    assert "Nobody stands out" in texts["acquainted"]
    assert "Nothing is open." in texts["follow-ups"]
    assert "No date to remember in the next 30 days." in texts["dates"]
    assert "Every note reads well." in texts["problems"]
    assert not any("- [ ] " in text.replace("`- [ ] Send the book to Ann`", "") for text in texts.values())


def test_no_word_blames_anybody(answers: Answers, templates: Mapping[str, str]) -> None:
    rendered = "".join(render(page.name, page.context, templates) for page in build_pages(answers, Settings()))
    for word in ("neglect", "owe", "score", "grade", "fail", "should have", "days ago"):
        assert word not in rendered.casefold()


def test_what_a_page_shows_is_given_again_while_all_that_it_is_made_of_is_equal() -> None:
    made: list[tuple[str, ...]] = []

    @remembered
    def show(names: tuple[str, ...], most: int = 2) -> Context:
        made.append(names)
        return {"names": list(names[:most])}

    assert show(("Ann", "Bob")) is show(("Ann", "Bob"))
    assert show(("Ann", "Bob"), most=1) == {"names": ["Ann"]}
    assert show(("Ann", "Bob")) == {"names": ["Ann", "Bob"]}
    assert made == [("Ann", "Bob")] * 3
