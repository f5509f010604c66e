"""Ways to somebody in whole vaults: whom words mean, what leads there, what proves it, and what a draft names."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.insights.introducing.ways_in import Basis
from pnm_vault.model.source import Source
from pnm_vault.pipeline import Session, open_session
from pnm_vault.pipeline.questions.ways_in import PathAnswer, answer_path, is_name, is_part_of_name
from pnm_vault.vault.trust import trust

MakeVault = Callable[[dict[str, str | bytes]], Path]
Ask = Callable[..., PathAnswer]
TODAY = date(2026, 11, 23)
LOG = "\n## Log\n- 2026-11-02: tea\n- 2026-10-02: tea\n"


@pytest.fixture
def ask(make_vault: MakeVault) -> Iterator[Ask]:
    """Ask for a contact (a path of a note that is there) or for words, in a vault of these notes."""
    sessions: list[Session] = []

    def asked(notes: dict[str, str | bytes], said: str, **options: str) -> PathAnswer:
        sessions.append(open_session(str(make_vault(notes)), TODAY))
        path = said if said in notes else None
        return answer_path(sessions[-1], said, path, 3, **options)

    yield asked
    for session in sessions:
        session.__exit__(None, None, None)


def named(answer: PathAnswer) -> list[str]:
    return [" ".join([step.name or "?" for step in way.steps]) for way in answer.found.ways]


def last(answer: PathAnswer, place: int = 0) -> tuple[Basis, tuple[Source, ...]]:
    step = answer.found.ways[place].steps[-1]
    return step.basis, step.proofs


def test_each_step_is_proved_by_its_line(ask: Ask) -> None:
    answer = ask(
        {
            "People/Ann.md": "# Ann\r\n\r\n## Log\r\n- 2026-11-02: tea\r\n- 2026-10-02: tea\r\n",
            "People/Bob.md": "---\ncompany: Acme\nfriends:\n  - '[[Ann]]'\n---\nBob.\n",
            "People/Cy.md": "---\ncompany:\n  - Acme\n---\nCy.\n",
        },
        "People/Cy.md",
    )
    assert named(answer) == ["Bob Cy"]
    assert last(answer) == (
        Basis.WORK,
        (Source("People/Bob.md", 2, "company: Acme"), Source("People/Cy.md", 3, "- Acme")),
    )
    assert answer.drafts[0].startswith("Dear Bob,\n\nI would like to get to know Cy.\nDo you know each other?")


def test_two_in_between(ask: Ask) -> None:
    """Bob was never met and counts 0.36; Ann, the only one who was, all; a tie 0.5 as few are recorded."""
    answer = ask(
        {
            "People/Ann.md": "---\ncloseness: 5\n---\n" + LOG,
            "People/Bob.md": "---\nknows: '[[Ann]]'\n---\nBob.\n",
            "People/Cy.md": "---\nknows: '[[Bob]]'\n---\nCy.\n",
        },
        "People/Cy.md",
        why="a workshop to rent",
    )
    assert named(answer) == ["Ann Bob Cy"]
    steps = answer.found.ways[0].steps
    assert [step.likelihood for step in steps] == [1.0, 0.5, 0.5]
    assert [step.proofs[0] for step in steps] == [
        Source("People/Ann.md", 6, "2026-11-02: tea"),
        Source("People/Bob.md", 2, "knows: '[[Ann]]'"),
        Source("People/Cy.md", 2, "knows: '[[Bob]]'"),
    ]
    draft = answer.drafts[0]
    assert "The reason: a workshop to rent." in draft
    assert "I believe you know Bob, who may be able to help. Would you ask Bob" in draft


PEOPLE: dict[str, str | bytes] = {"People/Ann.md": "Ann." + LOG, "People/Cy.md": "Cy.\n"}


def test_a_meeting_of_both(ask: Ask) -> None:
    meeting = "---\ntype: meeting\ndate: 2026-05-04\nattendees: ['[[Ann]]', '[[Cy]]']\n---\nWe planned.\n"
    answer = ask({**PEOPLE, "Meetings/2026-05-04 Plan.md": meeting}, "People/Ann.md")
    assert (named(answer), [one.well for one in answer.found.known]) == ([], [True])
    answer = ask({**PEOPLE, "Meetings/2026-05-04 Plan.md": meeting}, "People/Cy.md")
    proof = Source("Meetings/2026-05-04 Plan.md", 4, "attendees: ['[[Ann]]', '[[Cy]]']")
    assert (named(answer), last(answer)) == (["Ann Cy"], (Basis.KNOWS, (proof,)))
    assert "I would like to be back in touch with Cy." in answer.drafts[0]


def test_a_line_about_both_in_a_daily_note(ask: Ask) -> None:
    answer = ask({**PEOPLE, "Daily/2026-05-04.md": "- supper with [[Ann]] and [[Cy]]\n"}, "People/Cy.md")
    assert last(answer)[0] is Basis.TOGETHER
    assert last(answer)[1][0].path == "Daily/2026-05-04.md"


@pytest.mark.parametrize(
    ("note", "path", "basis", "proof"),
    [
        ("---\nknows: [Vesna Kralj]\n---\n", "People/Ann.md", Basis.KNOWS, (2, "knows: [Vesna Kralj]")),
        ("---\nknows: '[[Vesna Kralj]]'\n---\n", "People/Ann.md", Basis.KNOWS, (2, "knows: '[[Vesna Kralj]]'")),
        ("Ann. Her aunt is Vesna Kralj. Rain.\n", "People/Ann.md", Basis.NAMED, (1, "Her aunt is Vesna Kralj.")),
    ],
)
def test_a_name_without_a_note(ask: Ask, note: str, path: str, basis: Basis, proof: tuple[int, str]) -> None:
    answer = ask({"People/Ann.md": note, "People/Bob.md": "Bob, and a Vesna.\n"}, "vesna kralj")
    assert named(answer) == ["Ann ?"]
    assert last(answer) == (basis, (Source(path, *proof),))
    assert "I would like to get in touch with vesna kralj." in answer.drafts[0]


def test_a_meeting_with_somebody_without_a_note(ask: Ask) -> None:
    meeting = "---\ntype: meeting\ndate: 2026-05-04\nattendees: ['[[Ann]]', '[[Vesna Kralj]]']\n---\nWe planned.\n"
    answer = ask({"People/Ann.md": "Ann.\n", "Meetings/2026-05-04 Plan.md": meeting}, "Vesna Kralj")
    assert last(answer)[0] is Basis.TOGETHER
    assert last(answer)[1][0].path == "Meetings/2026-05-04 Plan.md"
    assert "Vesna Kralj" in last(answer)[1][0].text


def test_a_line_of_a_daily_note_that_names_somebody(ask: Ask) -> None:
    day = "- tea with [[Ann]], who sings with Vesna Kralj\n- [ ] tell [[Ann]] of Vesna Kralj\n"
    answer = ask({"People/Ann.md": "Ann.\n", "Daily/2026-05-04.md": day}, "Vesna Kralj")
    assert last(answer)[0] is Basis.NAMED
    assert last(answer)[1][0].path == "Daily/2026-05-04.md"
    assert last(answer)[1][0].line == 1


def test_who_fits_is_asked_for_before_any_line_of_text(ask: Ask) -> None:
    notes: dict[str, str | bytes] = {
        "People/Ann.md": "Ann. Her cousin is at Acme." + LOG,
        "People/Bob.md": "---\ncompany: Acme\nknows: '[[Ann]]'\n---\nBob.\n",
    }
    answer = ask(notes, "Acme")
    assert named(answer) == ["Ann Bob"]
    assert [(one.trait.value, one.proof.line) for one in answer.found.ways[0].reasons] == [("organisation", 2)]
    assert "around for “Acme”, and thought of Bob." in answer.drafts[0]


def test_names_and_parts_of_names(make_vault: MakeVault) -> None:
    root = make_vault({"People/Arthur Dent.md": "---\naliases: [Monkeyman]\n---\n", "People/Ann.md": "Ann.\n"})
    with open_session(str(root), TODAY) as session:
        whole = ("arthur", "Dent Arthur", "monkeyman", "People/Ann.md", "People/Ann")
        assert [is_name(session, said) for said in whole] == [True] * len(whole)
        assert [is_name(session, said) for said in ("art", "Arthur Conan", "Bob")] == [False] * 3
        assert [is_part_of_name(session, said) for said in ("art", "Bob")] == [True, False]


@pytest.mark.parametrize("said", ["status: deceased", "suggest: never"])
def test_to_whom_no_way_is_wanted(ask: Ask, said: str) -> None:
    with pytest.raises(PnmError, match="Cy"):
        ask({"People/Cy.md": f"---\n{said}\n---\n"}, "People/Cy.md")


@pytest.mark.parametrize("private", ["Ann", "Bob", "Cy Twombly"])
def test_a_draft_names_no_private_contact(ask: Ask, private: str) -> None:
    """Private ones are on the way all the same: only the owner looks."""
    knows = {"Ann": "", "Bob": "knows: '[[Ann]]'", "Cy Twombly": "knows: '[[Bob]]'"}
    notes: dict[str, str | bytes] = {
        f"People/{name}.md": f"---\ncloseness: {5 if name == 'Ann' else 1}\nprivate: {name == private}\n{known}\n---\n"
        for name, known in knows.items()
    }
    answer = ask(notes, "People/Cy Twombly.md")
    assert named(answer) == ["Ann Bob Cy Twombly"]
    assert answer.drafts == ("",)


@pytest.mark.parametrize(("why", "drafted"), [("cy twombly sent me", False), ("Cy sent me", True)])
def test_a_reason_that_names_a_private_contact_makes_no_draft(ask: Ask, why: str, drafted: bool) -> None:
    notes: dict[str, str | bytes] = {
        "People/Ann.md": "Ann.\n",
        "People/Bob.md": "---\nknows: '[[Ann]]'\n---\n",
        "People/Cy Twombly.md": "---\nprivate: true\n---\n",
    }
    assert bool(ask(notes, "People/Bob.md", why=why).drafts[0]) is drafted


def test_the_words_of_the_draft_are_the_owners_to_change(make_vault: MakeVault) -> None:
    own = "Hi {{ first.called }}, {{ target.name }} please! {{ me }}"
    root = make_vault(
        {
            "Me.md": "---\ntype: me\nname: Olga Ray\n---\n",
            "People/Ann Lee.md": "Ann.\n",
            "People/Cy.md": "---\nknows: '[[Ann Lee]]'\n---\n",
            "Templates/pnm/notes/asking.md.j2": own,
        }
    )

    def answered() -> PathAnswer:
        with open_session(str(root), TODAY) as session:
            return answer_path(session, "Cy", "People/Cy.md", 3)

    before = answered()
    assert before.drafts[0].startswith("Dear Ann,")
    assert "not trusted" in before.remarks[0]
    trust(str(root), "Templates/pnm/notes/asking.md.j2", own.encode())
    assert answered().drafts == ("Hi Ann, Cy please! Olga Ray",)


def test_a_faulty_template_is_told_with_its_line(make_vault: MakeVault) -> None:
    own = "{{ nothing.here }}"
    root = make_vault(
        {
            "People/Ann.md": "Ann.\n",
            "People/Cy.md": "---\nknows: '[[Ann]]'\n---\n",
            "Templates/pnm/notes/asking.md.j2": own,
        }
    )
    trust(str(root), "Templates/pnm/notes/asking.md.j2", own.encode())
    with open_session(str(root), TODAY) as session, pytest.raises(PnmError, match=r"asking\.md\.j2:1: "):
        answer_path(session, "Cy", "People/Cy.md", 3)
