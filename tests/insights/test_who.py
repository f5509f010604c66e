"""Who can help: what counts, in which block, and what is shown of it."""

from datetime import date, timedelta
from math import log

import pytest

from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.helping.who import Evidence, Field, Question, WhoAnswer, WhoRow, texts_to_compare, who_can_help
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.picture import Network
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

TODAY = date(2026, 11, 23)


def contact(name: str, **said: object) -> Contact:
    offers = said.pop("offers", ())
    assert isinstance(offers, tuple)
    statements = tuple(Statement(text, 20 + place) for place, text in enumerate(offers))
    return Contact(f"{name}.md", name, offers=statements, **said)  # type: ignore[arg-type]


def tie(one: Contact, days: int, gap: float = 3.0, closeness: int | None = None) -> Tie:
    """Make a tie of so many contact days, the last one yesterday; none at all for 0."""
    last = TODAY - timedelta(1) if days else None
    proof = Source(one.path, 30, "coffee") if days else None
    return Tie(
        one.path, one.name, one.category, one.circles, (), None, closeness, None, None, one.status, one.private, True,
        days, last, last, proof, None, gap, float(max(0, days - 1)), float(days),
    )  # fmt: skip


def ask(
    question: Question,
    *people: tuple[Contact, int],
    texts: dict[str, str] | None = None,
    known: dict[str, tuple[str, ...]] | None = None,
    gap: float = 3.0,
) -> WhoAnswer:
    evidence = [Evidence(one, (texts or {}).get(one.name, "")) for one, _ in people]
    network = Network(tuple(tie(one, days, gap) for one, days in sorted(people, key=lambda pair: pair[0].path)))
    paths: dict[str, tuple[str, ...]] = {}
    for name, others in (known or {}).items():
        for other in others:
            for path, knows in ((f"{name}.md", f"{other}.md"), (f"{other}.md", f"{name}.md")):
                paths[path] = tuple(sorted({*paths.get(path, ()), knows}))
    return who_can_help(question, evidence, network, paths, build_synonyms(guarded=False))


def names(rows: tuple[WhoRow, ...]) -> list[str]:
    return [row.name for row in rows]


def test_strong_ties_weak_ties_and_those_one_step_away() -> None:
    said = ("climate journalism",)
    near, far, new = contact("Ann", offers=said), contact("Bob", offers=said), contact("Cy", offers=said)
    answer = ask(Question("climate journalism"), (near, 9), (far, 1), (new, 0), known={"Cy": ("Ann", "Bob")})
    assert (names(answer.strong), names(answer.weak), names(answer.one_step)) == (["Ann"], ["Bob"], ["Cy"])
    assert answer.one_step[0].via == ("Ann.md", "Ann")
    assert answer.one_step[0].last is None
    assert answer.strong[0].last == TODAY - timedelta(1)


def test_somebody_without_contact_whom_nobody_knows_is_a_weak_tie() -> None:
    answer = ask(Question("bees"), (contact("Cy", offers=("bees",)), 0))
    assert names(answer.weak) == ["Cy"]


def test_weak_ties_with_a_few_mutual_contacts_come_first() -> None:
    said = ("bees",)
    people = [(contact(name, offers=said), 1) for name in ("Ann", "Bob")]
    others = [(contact(f"Other {number}"), 1) for number in range(12)]
    many = tuple(one.name for one, _ in others)
    answer = ask(Question("bees"), *people, *others, known={"Bob": many[:3], "Ann": many})
    assert [(row.name, row.mutual, row.worth_a_message) for row in answer.weak] == [
        ("Bob", 3, True),
        ("Ann", 12, False),
    ]
    assert answer.weak[0].score == pytest.approx(answer.weak[1].score * 1.25, abs=1e-3)


@pytest.mark.parametrize(("mutual", "worth"), [(1, False), (2, True)])
def test_mutual_contacts_add_nothing_where_little_is_recorded_of_who_knows_whom(mutual: int, worth: bool) -> None:
    """Two of fourteen contacts with a tie are too few; three are enough."""
    people = [(contact(name, offers=("bees",)), 1) for name in ("Ann", "Bob")]
    others = [(contact(f"Other {number}"), 1) for number in range(12)]
    known = {"Bob": tuple([one.name for one, _ in others[:mutual]])}
    found = {row.name: row for row in ask(Question("bees"), *people, *others, known=known).weak}
    assert (found["Bob"].mutual, found["Bob"].worth_a_message) == (mutual, worth)
    assert (found["Bob"].score > found["Ann"].score) is worth


def test_an_offer_counts_three_times_a_role_two_times_and_text_once() -> None:
    people = [
        (contact("Ann", offers=("bees",)), 1),
        (contact("Bob", role="bees"), 1),
        (contact("Cy"), 1),
    ]
    answer = ask(Question("bees"), *people, texts={"Bob": "role: bees", "Cy": "---\nx: bees\n---\n- saw his bees"})
    assert [(row.name, row.reasons[0].field) for row in answer.weak] == [
        ("Ann", Field.OFFERS),
        ("Bob", Field.ABOUT),
        ("Cy", Field.TEXT),
    ]
    best = answer.weak[0].score
    assert [row.score for row in answer.weak] == pytest.approx([best, best * 2 / 3, best / 3], abs=1e-4)
    assert answer.weak[1].reasons[0].proof == Source("Bob.md", 1, "bees")
    assert answer.weak[2].reasons[0].proof == Source("Cy.md", 4, "saw his bees")


def test_a_rare_word_counts_more_than_a_common_one_and_words_may_stand_apart() -> None:
    people = [(contact(f"Common {number}", role="journalist"), 1) for number in range(3)]
    answer = ask(Question("climate journalist"), (contact("Ann", role="journalist", tags=("climate",)), 1), *people)
    assert names(answer.weak)[0] == "Ann"
    assert answer.weak[0].reasons[0].terms == ("climate",)
    share = log(2) / (log(2) + log(5))  # journalist: 4 of 4; climate: 1 of 4
    assert answer.weak[1].score / answer.weak[0].score == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize(
    ("question", "offer"),
    [
        ("a React developer", "front-end engineer"),
        ("acountant", "accountant, part-time"),
        ("Fahrrad", "Fahrradmechaniker"),
        ("physiotherapy", "Krankengymnastik on Fridays"),
    ],
)
def test_synonyms_near_spellings_and_private_words_are_found(question: str, offer: str) -> None:
    answer = ask(Question(can=question), (contact("Ann", offers=(offer,)), 1))
    [row] = answer.weak
    assert row.reasons[0].proof.text == offer
    assert row.reasons[0].terms


def test_below_the_threshold_there_is_nothing() -> None:
    people = [(contact(name, offers=("a lift",)), 1) for name in ("Ann", "Bob")]
    assert ask(Question("a lift to the airport with a piano and a bear"), *people) == WhoAnswer()
    text = {"Ann": "She likes the climate here."}
    assert ask(Question("climate journalism"), (contact("Ann"), 1), texts=text) == WhoAnswer()


def test_an_ask_is_no_offer_and_somebody_else_is_one_step_away() -> None:
    text = {
        "Ann": "- 2026-05-01: is looking for a plumber",
        "Bob": "- 2026-05-01: asked whether I know a plumber\n- [ ] send Bob a plumber",
        "Cy": "- 2026-05-01: her brother Jim is a plumber",
    }
    answer = ask(Question("plumber"), *[(contact(name), 9) for name in text], texts=text)
    assert (answer.strong, answer.weak) == ((), ())
    [row] = answer.one_step
    assert (row.name, row.somebody, row.reasons[0].proof.line) == ("Cy", True, 1)


def test_an_ask_in_a_list_is_no_offer_either() -> None:
    ann = contact("Ann", asks=(Statement("A plumber with patience", 2),))
    assert ask(Question("plumber"), (ann, 9), texts={"Ann": "## Asks\n- A plumber with patience"}) == WhoAnswer()


def test_filters() -> None:
    people = [
        (contact("Ann", place="Graz, Austria", category="mentor"), 1),
        (contact("Bob", circles=("Graz masters",)), 1),
        (contact("Cy", place="Trieste"), 1),
    ]
    assert names(ask(Question(near="graz"), *people).weak) == ["Ann", "Bob"]
    assert names(ask(Question(near="austria"), *people).weak) == ["Ann"]
    assert names(ask(Question(near="raz"), *people).weak) == []
    assert names(ask(Question(category="Mentor"), *people).weak) == ["Ann"]
    assert names(ask(Question(circle="graz MASTERS"), *people).weak) == ["Bob"]


def test_can_looks_at_offers_alone() -> None:
    people = [(contact("Ann", role="joiner"), 1), (contact("Bob", offers=("built-in shelves",)), 1)]
    assert names(ask(Question(can="joiner"), *people).weak) == ["Bob"]
    assert len(ask(Question("joiner"), *people).weak) == 2


def test_archived_and_deceased_contacts_are_left_out_and_private_ones_marked() -> None:
    said = ("bees",)
    people = [
        (contact("Ann", offers=said, status=Status.ARCHIVED), 1),
        (contact("Bob", offers=said, status=Status.DECEASED), 1),
        (contact("Cy", offers=said, private=True), 1),
    ]
    answer = ask(Question("bees"), *people)
    assert [(row.name, row.private) for row in answer.weak] == [("Cy", True)]


def test_family_is_near_however_rarely_they_talk() -> None:
    answer = ask(Question("bees"), (contact("Ann", offers=("bees",), category="family"), 1))
    assert names(answer.strong) == ["Ann"]


def test_the_order_of_what_is_given_does_not_matter() -> None:
    people = [(contact(name, offers=("bees",)), days) for name, days in (("Ann", 1), ("Bob", 3), ("Cy", 1))]
    assert ask(Question("bees"), *people) == ask(Question("bees"), *reversed(people))


def test_meaning_is_a_second_signal() -> None:
    ann, bob = contact("Ann", offers=("keeps an apiary",)), contact("Bob", offers=("drives a lorry",))
    evidence = [Evidence(ann), Evidence(bob)]
    assert texts_to_compare(Question("honey harvest"), evidence) == ["keeps an apiary", "drives a lorry"]
    network = Network((tie(ann, 1), tie(bob, 1)))

    meant = {"keeps an apiary": 0.45}
    answer = who_can_help(Question("honey harvest"), evidence, network, {}, build_synonyms(guarded=False), meant)
    [row] = answer.weak
    assert (row.name, row.reasons[0].terms, row.reasons[0].proof.text) == ("Ann", (), "keeps an apiary")
    without = who_can_help(Question("honey harvest"), evidence, network, {}, build_synonyms(guarded=False))
    assert without == WhoAnswer()


def test_a_question_of_filler_that_names_somebody_or_something_is_answered() -> None:
    ann, bob, cy = contact("Ann", role="piano teacher"), contact("Bob", offers=("the loan of a van",)), contact("Cy")
    people = ((ann, 9), (bob, 9), (cy, 9))
    assert names(ask(Question("teacher"), *people).strong) == ["Ann"]
    assert names(ask(Question("a van"), *people).strong) == ["Bob"]
    assert names(ask(Question("", can="van"), *people).strong) == ["Bob"]
    assert names(ask(Question("piano teacher"), *people).strong) == ["Ann"]
