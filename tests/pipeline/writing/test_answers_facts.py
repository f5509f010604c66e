"""Answers to facts: dated anew, put right or taken out, once, in the right note, and not a byte more."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_answers import ANN, BOB, DAY, mark, run, settled, text
from tests.vaults import regenerate

MakeVault = Callable[[dict[str, str | bytes]], Path]
ROLE, ASKS = "role: baker  # since the move", "asks: [a flat in Porto, a dentist]"
CONFIRMED = "confirmed: [role 2024-02, city 2023-11-02]"
FILES: dict[str, str | bytes] = {
    ANN: f"---\n{ROLE}\r\ncity: Graz\n{ASKS}\n{CONFIRMED}\n---\n# Ann\n\n## Log\n- 2026-02-01: tea\n",
    BOB: "---\norg: [Moor, Fen]\nemail: bob@example.org\nconfirmed: email 2020-01\n---\n# Bob\n\n## Looking For\n"
    "- a kayak\n\n## Log\n- 2026-02-02: tea\n",
    "pnm.toml": '[vault]\ncontacts = ["People"]\n',
}


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    """Two contacts, all of whose facts are on the note: as a rule they are two of each."""
    root = make_vault(FILES)
    regenerate(root, DAY)
    return settled(root)


@pytest.fixture(autouse=True)
def every_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pnm_vault.insights.remembering.facts.MOST_OF_ONE", 9)


def changed(root: Path, path: str) -> tuple[list[str], list[str]]:
    """Give the lines of a note that are gone, and those that are new."""
    before, after = (one.replace("\r", "").split("\n") for one in (str(FILES[path]), text(root, path)))
    return [one for one in before if one not in after], [one for one in after if one and one not in before]


def shown(root: Path) -> list[str]:
    page = text(root, "Reviews/Facts to check.md")
    return [line.partition("]] · ")[2].partition(" <!--")[0] for line in page.split("\n") if line.startswith("- [ ]")]


CASES = [
    ("role: baker", "x", "", ANN, [CONFIRMED], ["confirmed: [city 2023-11-02, role 2026-11-23]"]),
    ("role: baker", "x", "2026-11-20", ANN, [CONFIRMED], ["confirmed: [city 2023-11-02, role 2026-11-20]"]),
    (
        "role: baker",
        "x",
        "head baker",
        ANN,
        [ROLE, CONFIRMED],
        ["role: head baker  # since the move", "confirmed: [city 2023-11-02, role 2026-11-23]"],
    ),
    (
        "role: baker",
        "x",
        "yesterday: head baker +send flowers",
        ANN,
        [ROLE, CONFIRMED],
        [
            "role: head baker  # since the move",
            "confirmed: [city 2023-11-02, role 2026-11-22]",
            "## Follow-ups",
            "- [ ] send flowers",
        ],
    ),
    ("role: baker", "-", "", ANN, [CONFIRMED], ["confirmed: [city 2023-11-02, role no longer 2026-11-23]"]),
    ("role: baker", ">", "", ANN, [], ["## Follow-ups", "- [ ] Ask about role: baker 📅 2026-12-23"]),
    ("role: baker", ">", "friday", ANN, [], ["## Follow-ups", "- [ ] Ask about role: baker 📅 2026-11-27"]),
    (
        "place: Graz",
        "x",
        "Linz",
        ANN,
        ["city: Graz", CONFIRMED],
        ["city: Linz", "confirmed: [role 2024-02, place 2026-11-23]"],
    ),
    (
        "a flat in Porto",
        "x",
        "",
        ANN,
        [CONFIRMED],
        ["confirmed: [role 2024-02, city 2023-11-02, asks a flat in Porto 2026-11-23]"],
    ),
    (
        "a flat in Porto",
        "x",
        "a house in Porto",
        ANN,
        [ASKS, CONFIRMED],
        [
            "asks: [a dentist, a house in Porto]",
            "confirmed: [role 2024-02, city 2023-11-02, asks a house in Porto 2026-11-23]",
        ],
    ),
    ("a flat in Porto", "-", "", ANN, [ASKS], ["asks: [a dentist]"]),
    ("e-mail: bob", "x", "", BOB, ["confirmed: email 2020-01"], ["confirmed: [email 2026-11-23]"]),
    (
        "a kayak",
        "x",
        "",
        BOB,
        ["confirmed: email 2020-01"],
        ["confirmed: [email 2020-01, asks a kayak 2026-11-23]"],
    ),
    (
        "a kayak",
        "-",
        "",
        BOB,
        ["confirmed: email 2020-01"],
        ["confirmed: [email 2020-01, asks a kayak no longer 2026-11-23]"],
    ),
]


def test_what_is_old_stands_on_the_note(vault: Path) -> None:
    assert sorted(shown(vault)) == [
        "e-mail: bob@example.org · last confirmed 2020-01",
        "looks for: a dentist · never dated ([[People/Ann Lee|line 4]])",
        "looks for: a flat in Porto · never dated ([[People/Ann Lee|line 4]])",
        "looks for: a kayak · never dated ([[People/Bob Ray|line 9]])",
        "organisation: Moor, Fen · never dated",
        "place: Graz · last confirmed 2023-11-02",
        "role: baker · last confirmed 2024-02",
    ]


@pytest.mark.parametrize(("item", "sign", "words", "path", "gone", "new"), CASES)
def test_what_an_answer_writes(
    vault: Path, item: str, sign: str, words: str, path: str, gone: list[str], new: list[str]
) -> None:
    """Carried out; again and again without effect, also when the old page comes back days later; and taken back."""
    before = {name: text(vault, name) for name in FILES}
    was = shown(vault)
    mark(vault, "Facts to check", item, sign, words)
    ticked = text(vault, "Reviews/Facts to check.md")
    done = run(vault)
    assert (done.faults, [one.reason for one in done.outcomes]) == ((), [""])
    assert changed(vault, path) == (gone, new)
    after = {name: text(vault, name) for name in FILES}
    assert [name for name in FILES if after[name] != before[name]] == [path]
    assert shown(vault) == [one for one in was if item not in one]
    for later in (0, 2):
        (vault / "Reviews/Facts to check.md").write_text(ticked, encoding="utf-8")
        again = run(vault, DAY + timedelta(later))
        assert {name: text(vault, name) for name in FILES} == after
        # Of what stood in a list no trace is left to be known by.
        gone_for_good = "flat" in item and bool(words or sign == "-")
        assert [bool(one.reason) for one in again.outcomes] == [gone_for_good]
    undo(str(vault))
    assert {name: text(vault, name) for name in FILES} == before


@pytest.mark.parametrize(
    ("item", "sign", "words", "reason"),
    [
        ("Moor, Fen", "x", "Heath", "the note says this in more than one place"),
        ("a kayak", "x", "a canoe", "this stands in the text of the note (People/Bob Ray.md, line 9)"),
        ("e-mail", "x", "bob at home", "is no e-mail address"),
        ("role: baker", "x", "tomorrow: baker", "2026-11-24 is still to come"),
        ("role: baker", ">", "soonish", "“soonish” names no day ahead"),
    ],
)
def test_what_cannot_be_told_is_refused(vault: Path, item: str, sign: str, words: str, reason: str) -> None:
    mark(vault, "Facts to check", item, sign, words)
    [outcome] = run(vault).outcomes
    assert reason in outcome.reason
    assert {name: text(vault, name) for name in FILES} == FILES


def test_an_old_page_does_not_undo_what_was_written_since(vault: Path) -> None:
    mark(vault, "Facts to check", "role: baker", "x", "head baker")
    ticked = text(vault, "Reviews/Facts to check.md")
    run(vault)
    later = text(vault, ANN).replace("head baker", "miller")
    (vault / ANN).write_bytes(later.encode())
    (vault / "Reviews/Facts to check.md").write_text(ticked, encoding="utf-8")
    [outcome] = run(vault).outcomes
    assert (outcome.reason, outcome.news, text(vault, ANN)) == ("", False, later)


def test_ticking_pulls_in_no_others_before_the_next_month(vault: Path) -> None:
    (vault / "pnm.toml").write_text('[vault]\ncontacts = ["People"]\n[review]\nfacts = 2\n')
    regenerate(vault, DAY)
    two = shown(vault)
    assert len(two) == 2
    mark(vault, "Facts to check", two[0].partition(" · ")[0], "x")
    run(vault)
    for days in range(8):
        regenerate(vault, DAY + timedelta(days))
        assert shown(vault) == two[1:]
    regenerate(vault, DAY + timedelta(8))
    assert len(shown(vault)) == 2
