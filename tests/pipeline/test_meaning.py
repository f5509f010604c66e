"""Likeness in meaning: a stand-in for the model tests every path, the model itself where it is installed."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.insights.comparing.synonyms import Synonyms, build_synonyms
from pnm_vault.insights.helping.who import Question
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import meaning
from pnm_vault.pipeline.questions.meaning import CUT, PACKAGE, Model, Saying, alike_pairs, alike_to, find_meaning
from pnm_vault.pipeline.questions.who import ask_who
from tests.insights.asks_and_offers import ASKS, OFFERS
from tests.vaults import EXAMPLE_DAY, FIGURE, regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
load_model = meaning.load_model  # the fixture of all tests takes it away

NOTES: dict[str, str | bytes] = {
    "People/Ann.md": "## Looking For\n- somebody to mend my bicycle\n",
    "People/Bob.md": "## Can Help With\n- fixing bikes on Saturdays\n- driving a lorry\n",
}


class StandIn:
    """A model that knows one thing; it counts how often it is asked."""

    def __init__(self, name: str = "stand-in 1") -> None:
        self.name = name
        self.asked = 0

    def alike(self, first: Sequence[Saying], second: Sequence[Saying], least: float) -> list[tuple[int, int, float]]:
        assert least == CUT
        self.asked += 1
        return [
            (one, two, 0.36)
            for one, (ask, _) in enumerate(first)
            for two, (offer, _) in enumerate(second)
            if "bicycle" in ask and "bikes" in offer
        ]


def test_texts_of_like_meaning_are_found_and_shown(make_vault: MakeVault) -> None:
    with open_session(str(make_vault(NOTES)), EXAMPLE_DAY) as session:
        [row] = ask_who(session, Question("mend a bicycle"), StandIn()).weak
        assert (row.name, row.reasons[0].proof.text) == ("Bob", "fixing bikes on Saturdays")
        [pair] = session.introductions(5, StandIn())
        assert pair.reasons[0].text == (
            "Ann is looking for “somebody to mend my bicycle”; Bob offers “fixing bikes on Saturdays”."
        )
        assert ask_who(session, Question("lorry of a bicycle"), None).weak[0].reasons[0].terms == ("lorry",)


def test_the_review_notes_go_by_words_alone(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(NOTES)
    monkeypatch.setattr(meaning, "load_model", StandIn)
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert session.introductions(5, StandIn())
    regenerate(root)
    assert b"bicycle" not in reviews(root)["Introductions.md"]


def test_pairs_are_kept_until_a_text_or_the_model_changes(make_vault: MakeVault) -> None:
    model, other = StandIn(), StandIn("stand-in 2")
    asks, offers = ["my bicycle", "a boat"], ["bikes"]
    with open_session(str(make_vault(NOTES)), EXAMPLE_DAY) as session:
        for _ in range(2):
            assert alike_pairs(session, model, asks, offers) == {("my bicycle", "bikes"): 0.36}
        assert alike_pairs(session, model, asks[::-1], offers) == {("my bicycle", "bikes"): 0.36}
        assert model.asked == 1
        alike_pairs(session, model, [*asks, "a bicycle"], offers)
        assert model.asked == 2
        alike_pairs(session, other, [*asks, "a bicycle"], offers)
        assert other.asked == 1


def test_a_private_statement_is_no_reason_by_meaning_either(make_vault: MakeVault) -> None:
    notes = {**NOTES, "People/Ann.md": "## Looking For\n- a bicycle for my therapy\n"}
    with open_session(str(make_vault(notes)), EXAMPLE_DAY) as session:
        assert session.introductions(5, StandIn()) == ()


def fail() -> Model | None:
    raise ImportError("libgomp.so.1: cannot open shared object file")


@pytest.mark.parametrize(
    ("load", "said"), [(lambda: None, "Words alone are compared."), (fail, "libgomp.so.1: cannot open")]
)
def test_without_the_model_words_answer_alone_and_one_line_says_so_once(
    make_vault: MakeVault,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    load: Callable[[], Model | None],
    said: str,
) -> None:
    root = make_vault(NOTES)
    monkeypatch.setattr(meaning, "load_model", load)
    heard = []
    for words in (["who", "lorry"], ["who", "lorry"], ["introductions"]):
        assert program.run(["--vault", str(root), "--today", "2026-11-23", *words]) == 0
        out, trouble = capsys.readouterr()
        assert words == ["introductions"] or "driving a lorry" in out
        heard.append(said in trouble)
    assert heard == [True, False, False]


def test_another_trouble_is_told_again(make_vault: MakeVault) -> None:
    with open_session(str(make_vault(NOTES)), EXAMPLE_DAY) as session:
        absent, failed = find_meaning(lambda: None), find_meaning(fail)
        told = [meaning.untold(session, found) != "" for found in (absent, absent, failed, failed, absent)]
        assert told == [True, False, True, False, True]
        assert meaning.untold(session, find_meaning(StandIn)) == ""


@pytest.mark.skipif(find_spec(PACKAGE) is None, reason="the extra [semantic] is not installed")
class TestInstalled:
    """The model itself. It must not go to the network: its package holds all that it needs."""

    def test_it_finds_what_shares_no_word(self, make_vault: MakeVault) -> None:
        found = find_meaning(load_model)
        assert found.model is not None, found.trouble
        with open_session(str(make_vault(NOTES)), EXAMPLE_DAY) as session:
            [row] = ask_who(session, Question("somebody to mend my bicycle"), found.model).weak
            assert row.reasons[0].proof.text == "fixing bikes on Saturdays"
            [pair] = session.introductions(5, found.model)
            assert pair.second_name == "Bob"

    def test_it_answers_the_same_however_it_is_asked(self) -> None:
        model = find_meaning(load_model).model
        assert model is not None
        asks = [(f"somebody to mend my bicycle {number}",) * 2 for number in range(600)]
        offers = [(text, text) for text in ("driving a lorry", "fixing bikes on Saturdays")]
        whole = model.alike(asks, offers, CUT)
        assert len(whole) > 512
        assert [entry[1:] for entry in whole if entry[0] == 599] == [
            entry[1:] for entry in model.alike(asks[599:], offers, CUT)
        ]
        assert model.alike([], offers, CUT) == model.alike(asks, [], CUT) == []

    def test_a_react_developer_is_a_front_end_engineer_by_meaning_and_no_actor(self, make_vault: MakeVault) -> None:
        model = find_meaning(load_model).model
        assert model is not None
        texts = ["front-end engineer", "actor who can react to anything"]
        found = alike_to(model, "looking for a React developer", texts, build_synonyms())
        assert list(found) == ["front-end engineer"]
        # The model alone does not know it: what the synonyms say of the two makes the difference.
        assert alike_to(model, "looking for a React developer", texts, Synonyms([], guarded=True)) == {}
        with open_session(str(make_vault(REACT)), EXAMPLE_DAY) as session:
            [pair] = session.introductions(5, model)
            assert (pair.first_name, pair.second_name) == ("Ann", "Bob")

    def test_how_many_pairs_are_right_and_how_many_are_found(self) -> None:
        model = find_meaning(load_model).model
        assert model is not None
        told = []
        for synonyms in (build_synonyms(), Synonyms([], guarded=True)):
            found = {(ask, offer) for ask in ASKS for offer in alike_to(model, ask, OFFERS, synonyms)}
            right = {(ask, offer) for ask, fits in ASKS.items() for offer in fits}
            told.append((len(found & right) / len(found), len(found & right) / len(right)))
        (precision, recall), (bare_precision, bare_recall) = told
        print(
            f"{FIGURE}likeness in meaning at {CUT}: {precision:.0%} of pairs right, {recall:.0%} of the right ones "
            f"found; without synonyms {bare_precision:.0%} and {bare_recall:.0%} "
            f"({len(ASKS)} asks, {len(OFFERS)} offers)"
        )
        assert precision >= 0.75 and recall >= 0.5
        assert precision >= bare_precision - 0.05 and recall > bare_recall


REACT: dict[str, str | bytes] = {
    "People/Ann.md": "## Looking For\n- looking for a React developer\n",
    "People/Bob.md": "---\noffers: front-end engineer\n---\n",
}


def test_a_react_developer_is_found_by_synonyms_without_the_model(make_vault: MakeVault) -> None:
    with open_session(str(make_vault(REACT)), EXAMPLE_DAY) as session:
        [pair] = session.introductions(5)
        assert (pair.first_name, pair.second_name) == ("Ann", "Bob")
        assert [row.name for row in ask_who(session, Question("React developer")).weak] == ["Bob"]
