"""Five questions about a tie: each answered from fields and lines, or open; who is on the note and who is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.insights.briefing.brief import Question, unanswered
from pnm_vault.insights.briefing.five_questions import FiveAnswers
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions.five_questions import answer_five, answer_five_of_few
from tests.vaults import EXAMPLE_DAY, regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN = """---
type: person
knows: "[[Bo]]"
interests: [sailing]
offers: [a boat]
---
## They know
- that I cannot swim

## Learning
- knots

## Log
- 2026-11-01: gave: a lift to the harbour
"""
BO = "---\ntype: person\n---\n## Log\n- 2026-10-01: tea\n"


def answers(root: Path, path: str) -> FiveAnswers:
    with open_session(str(root), EXAMPLE_DAY) as session:
        return answer_five(session, path)


def texts(found: FiveAnswers) -> dict[Question, list[tuple[str, int]]]:
    return {question: [(one.text, one.line) for one in sources] for question, sources in found.answers.items()}


def test_each_question_is_answered_with_its_line(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN, "People/Bo.md": BO})
    found = answers(root, "People/Ann.md")
    assert [(one.name, one.proof.path, one.proof.line) for one in found.common] == [("Bo", "People/Ann.md", 3)]
    told = texts(found)
    assert told[Question.WHAT_I_KNOW] == [("sailing", 4)]
    assert told[Question.BENEFIT][0] == ("a boat", 5) and "lift to the harbour" in told[Question.BENEFIT][1][0]
    # Bo's own note says nothing of Ann, and yet both know each other: hers does.
    back = answers(root, "People/Bo.md")
    assert [(one.name, one.proof.path, one.proof.line) for one in back.common] == [("Ann", "People/Ann.md", 0)]
    assert back.open == tuple(Question)[1:]


def test_what_is_open_is_what_the_brief_finds_open(example: Path) -> None:
    with open_session(str(example), EXAMPLE_DAY) as session:
        for tie in session.picture().network.ties:
            found = answer_five(session, tie.path)
            if tie.status.value != "deceased":
                assert set(found.open) == set(unanswered(session.record(tie.path))), tie.path
            else:
                assert found.open == ()


def test_the_week_comes_first_then_the_closest(make_vault: MakeVault) -> None:
    near: dict[str, str | bytes] = {
        f"People/N{number}.md": BO.replace("person\n", f"person\ncloseness: {number % 5 + 1}\n") for number in range(9)
    }
    root = make_vault(near)
    with open_session(str(root), EXAMPLE_DAY) as session:
        chosen = [one.name for one in answer_five_of_few(session, ["People/N0.md"])]
    assert chosen == ["N0", "N4", "N3", "N8", "N2", "N7"]


@pytest.mark.parametrize(
    "field", ["private: true", "suggest: never", "status: archived", "status: deceased", "cadence: none"]
)
def test_who_is_left_alone(make_vault: MakeVault, field: str) -> None:
    root = make_vault({"People/Ann.md": ANN.replace("type: person", f"type: person\n{field}"), "People/Bo.md": BO})
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert [one.name for one in answer_five_of_few(session, ["People/Ann.md"])] == ["Bo"]


def test_nothing_of_a_private_contact_stands_on_the_note(make_vault: MakeVault) -> None:
    private = "---\ntype: person\nprivate: true\n---\n"
    ann = ANN.replace("[[Bo]]", "[[Zoe Hart]]").replace("[sailing]", "[sailing with Zoe Hart]")
    root = make_vault({"People/Ann.md": ann, "People/Zoe Hart.md": private})
    regenerate(root)
    page = reviews(root)["Five questions.md"].decode()
    assert "Ann" in page and "Zoe" not in page
    # What must not be said is no open question.
    assert "Who do they know" not in page and "care about just now" not in page
    assert [one.name for one in answers(root, "People/Ann.md").common] == ["Zoe Hart"]


def test_what_only_this_note_shows_is_noticed_whoever_was_asked_about_since(make_vault: MakeVault) -> None:
    people: dict[str, str | bytes] = {f"People/N{number}.md": BO for number in range(9)}
    root = make_vault(
        {"People/Ann.md": ANN.replace("person\n", "person\ncloseness: 5\n"), "People/Bo.md": BO, **people}
    )
    regenerate(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        answer_five_of_few(session, [f"People/N{number}.md" for number in range(9)])
    ann = root / "People/Ann.md"
    ann.write_text(ann.read_text(encoding="utf-8").replace("I cannot swim", "I swim by now"), encoding="utf-8")
    regenerate(root)
    assert "that I swim by now" in reviews(root)["Five questions.md"].decode()


def test_what_is_supposed_is_answered_and_not_kept(make_vault: MakeVault) -> None:
    """What is only supposed is answered of the notes as they would be, and nothing of it is kept."""
    root = make_vault({"People/Ann.md": ANN, "People/Bo.md": BO})
    regenerate(root)
    told = (root / "People/Ann.md").read_text(encoding="utf-8").replace("I cannot swim", "I swim by now")
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        session.suppose({"People/Ann.md": told.encode()})
        [ann] = [one for one in answer_five_of_few(session, ["People/Ann.md"]) if one.name == "Ann"]
    assert ("that I swim by now", 8) in texts(ann)[Question.WHAT_THEY_KNOW]


def test_a_contact_called_as_a_private_one_is_shown_without_the_line(make_vault: MakeVault) -> None:
    """A proof in a note whose name holds that of a private contact is left out, here and among facts; no note fails."""
    ann = ANN.replace("type: person", "type: person\nrole: baker")
    root = make_vault(
        {"People/Ann.md": ann, "People/Bo.md": BO, "Old/Ann.md": "---\ntype: person\nprivate: true\n---\n"}
    )
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert session.regenerate().faults == ()
    assert {"Five questions.md", "Facts to check.md"} <= reviews(root).keys()
