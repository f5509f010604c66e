"""Who probably knows whom, from notes to the review note: proofs, what stays unsaid, and what is kept between runs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.insights.comparing.shared_values import Common
from pnm_vault.insights.introducing.acquainted import AcquaintedAnswer, likely_acquainted
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions import acquaintances
from tests.vaults import regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
PAGE = "Probably acquainted.md"


def contact(*fields: str, body: str = "") -> str:
    return "\n".join(("---", "type: person", *fields, "---", body, ""))


def ask(root: Path, limit: int = 50, day: date = DAY) -> AcquaintedAnswer:
    with open_session(str(root), day) as session:
        return session.acquainted(limit)


def told(answer: AcquaintedAnswer, first: str, second: str) -> dict[Common, list[tuple[str, int, str]]]:
    """Give the proofs of what two have in common, by kind."""
    one = next(one for one in answer.pairs if {one.pair.first_name, one.pair.second_name} == {first, second})
    return {
        term.kind: [(proof.path, proof.line, proof.text) for proof in proofs]
        for term, proofs in zip(one.pair.terms, one.proofs, strict=True)
    }


def with_others(files: dict[str, str]) -> dict[str, str | bytes]:
    """Add contacts who know each other two by two, so that acquaintances count."""
    return {**files, **{f"P/N{at}.md": contact(f'knows: "[[N{at ^ 1}]]"') for at in range(10)}}


def test_every_kind_of_proof(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "P/Ann.md": contact("circles:", "  - choir", "  - Small Lab", "employer: Mill", "met_at: the harbour"),
            "P/Bob.md": contact("circles: [small lab]", "met_at: The Harbour", body="Work:: mill").replace(
                "\n", "\r\n"
            ),
            "P/Cy.md": contact(
                'introduced_by: "[[Dee]]"', "interests: [x, oboe]", 'where_met: "[[Fair]]"', "city: Pisa"
            ),
            "P/Dee.md": contact("city: Pisa"),
            "P/Eve.md": contact('introduced_by: ["[[Dee]]"]', "interests:", "  - Oboes", "city: Pisa, Italy"),
            "Events/Fair.md": "---\ntype: event\ndate: 2026-05-01\nattendees: ['[[Eve]]']\n---\n",
            **{f"P/Nobody {at}.md": contact() for at in range(9)},
        }
    )
    answer = ask(root)
    assert told(answer, "Ann", "Bob") == {
        Common.CIRCLE: [("P/Ann.md", 5, "- Small Lab"), ("P/Bob.md", 3, "circles: [small lab]")],
        Common.ORGANISATION: [("P/Ann.md", 6, "employer: Mill"), ("P/Bob.md", 6, "Work:: mill")],
        Common.MET_AT: [("P/Ann.md", 7, "met_at: the harbour"), ("P/Bob.md", 4, "met_at: The Harbour")],
    }
    assert told(answer, "Cy", "Eve") == {
        Common.INTRODUCED_BY: [
            ("P/Cy.md", 3, 'introduced_by: "[[Dee]]"'),
            ("P/Eve.md", 3, 'introduced_by: ["[[Dee]]"]'),
        ],
        Common.EVENT: [("P/Cy.md", 5, 'where_met: "[[Fair]]"'), ("Events/Fair.md", 0, "")],
        Common.INTEREST: [("P/Cy.md", 4, "interests: [x, oboe]"), ("P/Eve.md", 5, "- Oboes")],
    }


def test_what_proves_a_tie(make_vault: MakeVault) -> None:
    """The line in either note, else the meeting that both took part in."""
    root = make_vault(
        with_others(
            {
                "P/Ann.md": contact('knows: ["[[Zoe]]"]'),
                "P/Bob.md": contact(),
                "P/Cy.md": contact(body="## Log\n- 2026-03-01: introduced her to [[Zoe]]"),
                "P/Dee.md": contact(),
                "P/Zoe.md": contact("knows:", '  - "[[Dee]]"'),
                "M/Lunch.md": "---\ntype: meeting\ndate: 2026-04-01\nattendees: ['[[Bob]]', '[[Zoe]]']\n---\n",
            }
        )
    )
    answer = ask(root)
    ann, dee = ("P/Ann.md", 3, 'knows: ["[[Zoe]]"]'), ("P/Zoe.md", 4, '- "[[Dee]]"')
    cy = ("P/Cy.md", 5, "- 2026-03-01: introduced her to [[Zoe]]")
    assert told(answer, "Ann", "Bob") == {Common.ACQUAINTANCE: [ann, ("M/Lunch.md", 0, "")]}
    assert told(answer, "Cy", "Dee") == {Common.ACQUAINTANCE: [cy, dee]}


@pytest.mark.parametrize("mark", ["private: true", "suggest: never", "deceased: 2026-01-01", "status: archived"])
def test_who_is_never_suggested(make_vault: MakeVault, mark: str) -> None:
    """Nor named, but for the archived, who are somebody's acquaintance still."""
    files = {
        "P/Ann.md": contact("circles: [Lab]", 'knows: "[[Zoe]]"'),
        "P/Bob.md": contact("circles: [Lab]", 'knows: "[[Zoe]]"'),
        "P/Zoe.md": contact("circles: [Lab]"),
    }
    root = make_vault(with_others(files))
    assert {Common.ACQUAINTANCE, Common.CIRCLE} == told(ask(root), "Ann", "Bob").keys()
    (root / "P/Zoe.md").write_text(contact("circles: [Lab]", mark), encoding="utf-8")
    assert (Common.ACQUAINTANCE in told(ask(root), "Ann", "Bob")) is (mark == "status: archived")
    (root / "P/Bob.md").write_text(contact("circles: [Lab]", mark), encoding="utf-8")
    assert all("Bob" not in (one.pair.first_name, one.pair.second_name) for one in ask(root).pairs)


def test_no_review_note_names_a_private_contact(make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "P/Ann.md": contact("circles: [Zoe Ash's friends]", "org: [Mill]"),
            "P/Bob.md": contact("circles: [Zoe Ash's friends]", "org: [Mill]"),
            "P/Cy.md": contact("circles: [Zoe Ash's friends]"),
            "P/Zoe Ash.md": contact("private: true", "circles: [Zoe Ash's friends]", "org: [Mill]"),
        }
    )
    regenerate(root, DAY)
    page = reviews(root)[PAGE].decode()
    assert "[[P/Ann|Ann]] and [[P/Bob|Bob]]" in page
    assert "Both are at Mill." in page
    assert "Zoe" not in page


def test_with_little_recorded_the_five_likeliest(make_vault: MakeVault) -> None:
    root = make_vault({f"P/N{at}.md": contact(f"circles: [c{at // 2}]") for at in range(20)})
    regenerate(root, DAY)
    page = reviews(root)[PAGE].decode()
    assert page.count("\n- [ ]") == 5
    assert "recorded for 0 of 20 contacts" in page
    assert len(ask(root).pairs) == 10


def test_an_open_follow_up_about_an_introduction_keeps_them_apart(make_vault: MakeVault) -> None:
    root = make_vault(with_others(TWO))
    assert len(ask(root).pairs) == 1
    (root / "P/Cy.md").write_text(contact(body="- [ ] Introduce [[Ann]] and [[Bob]]"), encoding="utf-8")
    assert ask(root).pairs == ()


TWO = {"P/Ann.md": contact("circles: [Lab]"), "P/Bob.md": contact("circles: [Lab]")}

CHANGES = [
    ("a log line", contact("circles: [Lab]", body="## Log\n- 2026-11-20: tea"), False),
    ("a property above", contact("role: baker", "circles: [Lab]"), False),
    ("an offer", contact("circles: [Lab]", "offers: [bread]"), False),
    ("the same interest on another line", contact("asks: [flour]", "circles: [Lab]", "interests: [oboe]"), True),
    ("another circle", contact("circles: [Lab, Mill]"), True),
    ("somebody they know", contact("circles: [Lab]", 'knows: "[[N3]]"'), True),
    ("whom not to be asked about", contact("circles: [Lab]", 'no_acquaintance: "[[Bob]]"'), True),
    ("private", contact("circles: [Lab]", "private: true"), True),
]


@pytest.mark.parametrize(("change", "anew"), [change[1:] for change in CHANGES], ids=[change[0] for change in CHANGES])
def test_what_is_worked_out_anew(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, change: str, anew: bool
) -> None:
    """And the proofs move with the lines all the same."""
    root = make_vault(with_others(TWO))
    regenerate(root, DAY)
    asked: list[object] = []
    work_out = likely_acquainted

    def counted(*words: object) -> object:
        asked.append(words)
        return work_out(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(acquaintances, "likely_acquainted", counted)
    (root / "P/Ann.md").write_text(change, encoding="utf-8")
    regenerate(root, DAY)
    assert bool(asked) is anew
    if not anew:
        ((proofs),) = told(ask(root), "Ann", "Bob").values()
        line = change.split("\n").index("circles: [Lab]") + 1
        assert proofs[0] == ("P/Ann.md", line, "circles: [Lab]")
    asked.clear()
    regenerate(root, date(2026, 11, 24))
    assert not asked


def test_an_interest_that_only_moves_changes_nothing(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(with_others({**TWO, "P/Ann.md": contact("interests: [oboe]")}))
    before = ask(root)

    def refuse(*_: object) -> None:
        raise AssertionError("worked out anew")

    monkeypatch.setattr(acquaintances, "likely_acquainted", refuse)
    (root / "P/Ann.md").write_text(contact("role: baker", "interests: [oboe]", "offers: [bread]"), encoding="utf-8")
    assert ask(root) == before


def test_an_event_that_has_come_is_worked_out_anew(make_vault: MakeVault) -> None:
    event = "---\ntype: event\ndate: 2026-12-01\nattendees: ['[[Ann]]', '[[Bob]]']\n---\n"
    root = make_vault(with_others({"P/Ann.md": contact(), "P/Bob.md": contact(), "Fair.md": event}))
    days = (DAY, date(2026, 12, 1), DAY)
    assert [len(ask(root, day=day).pairs) for day in days] == [0, 1, 0]
