"""Answers about help: one line in one note, once, whatever comes back; and it answers what it is about."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_answers import DAY, mark, run, settled, text
from tests.vaults import regenerate

MakeVault = Callable[[dict[str, str | bytes]], Path]
HELP, NEEDS = "Help for what I need", "What I can do for whom"
ANN, BOB = "People/Ann Lee.md", "People/Bob Ray.md"
FILES: dict[str, str | bytes] = {
    "Me.md": "---\ntype: me\nasks: [\"looking for a 'loud', red [[Boats|boat]]\"]\noffers: [a piano]\n---\n",
    ANN: "---\ntype: person\nno_reminder: birthday\n---\n## Can Help With\n- a red boat\n\n## Log\n- 2026-11-01: tea\n",
    BOB: "---\r\ntype: person\r\n---\r\n## Asks\r\n- a piano, quietly\r\n\r\n## Log\r\n- 2026-11-02: tea\r\n",
}
SAID = "a 'loud', red boat"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    root = make_vault(FILES)
    regenerate(root, DAY)
    return settled(root)


def changed(root: Path, path: str) -> tuple[list[str], list[str]]:
    """Give the lines of a note that are gone, and those that are new."""
    before, after = (one.replace("\r", "").split("\n") for one in (str(FILES[path]), text(root, path)))
    return [one for one in before if one not in after], [one for one in after if one and one not in before]


CASES = [
    (HELP, "Ann Lee", "x", "", ANN, [], [f"- 2026-11-23: asked for help with {SAID}"]),
    (
        HELP,
        "Ann Lee",
        "x",
        "yesterday: she looks",
        ANN,
        [],
        [f"- 2026-11-22: asked for help with {SAID}: she looks"],
    ),
    (HELP, "Ann Lee", ">", "", ANN, [], ["## Follow-ups", f"- [ ] Ask for help with {SAID} 📅 2026-11-30"]),
    (HELP, "Ann Lee", ">", "2027-01-14", ANN, [], ["## Follow-ups", f"- [ ] Ask for help with {SAID} 📅 2027-01-14"]),
    (
        HELP,
        "Ann Lee",
        "-",
        "",
        ANN,
        ["no_reminder: birthday"],
        ["no_reminder: [birthday, asking for a loud red boat]"],
    ),
    (NEEDS, "Bob Ray", "x", "", BOB, [], ["- 2026-11-23: gave: help with a piano, quietly"]),
    (NEEDS, "Bob Ray", "x", "2026-11-20", BOB, [], ["- 2026-11-20: gave: help with a piano, quietly"]),
    (NEEDS, "Bob Ray", ">", "", BOB, [], ["## Follow-ups", "- [ ] Help with a piano, quietly 📅 2026-11-30"]),
    (NEEDS, "Bob Ray", "-", "", BOB, [], ["no_reminder:", "  - help with a piano quietly"]),
]


@pytest.mark.parametrize(("page", "item", "sign", "words", "path", "gone", "new"), CASES)
def test_what_an_answer_writes(
    vault: Path, page: str, item: str, sign: str, words: str, path: str, gone: list[str], new: list[str]
) -> None:
    """Carried out; again and again without effect, also when the old page comes back days later; and taken back."""
    before = {name: text(vault, name) for name in FILES}
    mark(vault, page, item, sign, words)
    ticked = text(vault, f"Reviews/{page}.md")
    done = run(vault)
    assert (done.faults, [one.reason for one in done.outcomes]) == ((), [""])
    assert changed(vault, path) == (gone, new)
    after = {name: text(vault, name) for name in FILES}
    assert [name for name in FILES if after[name] != before[name]] == [path]
    assert f"|{item}]] · " not in text(vault, f"Reviews/{page}.md")
    for later in (0, 2):
        (vault / f"Reviews/{page}.md").write_text(ticked, encoding="utf-8")
        again = run(vault, DAY + timedelta(later))
        assert {name: text(vault, name) for name in FILES} == after
        assert not [one.reason for one in again.outcomes if one.reason]
    undo(str(vault))
    assert {name: text(vault, name) for name in FILES} == before


@pytest.mark.parametrize(
    ("page", "item", "change", "reason"),
    [
        (HELP, "Ann Lee", ("Me.md", "boat", "kite"), "no note says this any more"),
        (NEEDS, "Bob Ray", (BOB, "piano", "harp"), "no note says this any more"),
    ],
)
def test_words_that_were_changed_meanwhile_are_refused(
    vault: Path, page: str, item: str, change: tuple[str, str, str], reason: str
) -> None:
    path, old, new = change
    (vault / path).write_bytes(text(vault, path).replace(old, new).encode())
    before = text(vault, ANN), text(vault, BOB)
    mark(vault, page, item, "x")
    [outcome] = run(vault).outcomes
    assert reason in outcome.reason
    assert (text(vault, ANN), text(vault, BOB)) == before


@pytest.mark.parametrize(
    ("sign", "words", "reason"), [("x", "tomorrow: ask", "still to come"), (">", "soonish", "names no day")]
)
def test_days_that_make_no_sense_are_refused(vault: Path, sign: str, words: str, reason: str) -> None:
    for page, item in ((HELP, "Ann Lee"), (NEEDS, "Bob Ray")):
        mark(vault, page, item, sign, words)
    outcomes = run(vault).outcomes
    assert [reason in one.reason for one in outcomes] == [True, True]


def test_a_pair_begins_an_introduction(make_vault: MakeVault) -> None:
    root = make_vault({**FILES, "People/Cy.md": "---\ntype: person\nasks: a red boat\n---\n"})
    regenerate(root, DAY)
    mark(root, NEEDS, "could meet", "x")
    assert [one.reason for one in run(root).outcomes] == [""]
    assert (root / "Introductions/Ann Lee and Cy.md").exists()
    assert "could meet" not in text(root, f"Reviews/{NEEDS}.md")
