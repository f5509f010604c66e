"""Marks on introductions carried out: a suggestion becomes a note, a line under way takes its next step; once each."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_answers import mark, run, settled, text
from tests.vaults import regenerate

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAY = date(2026, 11, 23)
ANN, BOB = "People/Ann Lee.md", "People/Bob Ray.md"
MADE, TWO = "Introductions/Bob Ray and Ann Lee.md", "Introductions/Two.md"
FILES: dict[str, str | bytes] = {
    ANN: "---\ntype: person\nasks: [a flat in Porto]\n---\n# Ann\n\n## Log\n- 2026-08-01: tea\n",
    BOB: "---\ntype: person\noffers: [flats in Porto]\n---\n# Bob\n\n## Log\n- 2026-08-02: lunch\n",
}


def two(*steps: str) -> dict[str, str | bytes]:
    lines = "".join(f"- {step}\n" for step in steps)
    head = '---\ntype: introduction\nbetween: ["[[Ann Lee]]", "[[Bob Ray]]"]\n---\n'
    return {**FILES, TWO: f"{head}# Two\n\n## Steps\n\n{lines}"}


def made(make_vault: MakeVault, files: dict[str, str | bytes] = FILES) -> Path:
    root = make_vault(files)
    regenerate(root, DAY)
    return settled(root)


def notes(root: Path) -> dict[str, str]:
    found = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.md")}
    return {path: said for path, said in found.items() if not path.startswith("Reviews/")}


def added(root: Path, files: dict[str, str | bytes], path: str) -> list[str]:
    before = str(files[path]).split("\n")
    return [line for line in text(root, path).split("\n") if line and line not in before]


@pytest.mark.parametrize("page", ["Introductions", "Agenda"])
def test_a_ticked_suggestion_becomes_a_note(make_vault: MakeVault, page: str) -> None:
    root = made(make_vault)
    before = notes(root)
    mark(root, page, "Bob Ray", "x", "they like the sea by friday\n    - [ ] look for the map")
    ticked = text(root, f"Reviews/{page}.md")
    [outcome] = run(root).outcomes
    assert outcome.said == f"Ann Lee and Bob Ray: an introduction under way, in {MADE}"
    note = text(root, MADE)
    # Who does the favour is asked first.
    assert note.startswith('---\ntype: introduction\nbetween:\n  - "[[Bob Ray]]"\n  - "[[Ann Lee]]"\n')
    assert "\n- 2026-11-23: idea: they like the sea\n" in note
    assert "\nnot_before: 2026-11-27\n" in note
    assert added(root, FILES, ANN) == ["## Follow-ups", "- [ ] look for the map"]
    assert "an idea since 2026-11-23; from 2026-11-27 on ask Bob Ray" in text(root, "Reviews/Introductions.md")
    assert "[x]" not in text(root, f"Reviews/{page}.md")
    after = notes(root)
    for later in (0, 2):
        (root / f"Reviews/{page}.md").write_text(ticked, encoding="utf-8")
        [again] = run(root, DAY + timedelta(later)).outcomes
        assert (again.reason, again.news) == ("", False)
        assert notes(root) == after
        assert "they like the sea" not in text(root, f"Reviews/{page}.md")
    undo(str(root))
    assert notes(root) == before


def test_ticked_on_two_pages_it_is_one_note_and_no_word_is_lost(make_vault: MakeVault) -> None:
    root = made(make_vault)
    mark(root, "Introductions", "Bob Ray", "x", "they like the sea")
    mark(root, "Agenda", "Bob Ray", "x", "both swim")
    assert [one.reason for one in run(root).outcomes] == ["", ""]
    said = text(root, MADE) + text(root, "Reviews/Introductions.md") + text(root, "Reviews/Agenda.md")
    assert said.count("they like the sea") == said.count("both swim") == 1
    assert len(list((root / "Introductions").iterdir())) == 1


def test_a_note_of_that_name_is_never_written_over(make_vault: MakeVault) -> None:
    root = made(make_vault, {**FILES, MADE: "mine\n"})
    mark(root, "Introductions", "Ann Lee", "x")
    [outcome] = run(root).outcomes
    assert outcome.reason.startswith(f"There is a note at {MADE} already.")
    assert text(root, MADE) == "mine\n"


def test_where_no_note_can_be_made_the_mark_stays_with_the_reason(make_vault: MakeVault) -> None:
    root = made(make_vault)
    (root / "Introductions").write_bytes(b"a file where the folder would be")
    mark(root, "Introductions", "Bob Ray", "x", "they like the sea")
    [outcome] = run(root).outcomes
    assert outcome.reason
    assert "they like the sea" in text(root, "Reviews/Introductions.md")
    (root / "Introductions").unlink()
    assert [one.reason for one in run(root).outcomes] == [""]
    assert "- 2026-11-23: idea: they like the sea" in text(root, MADE)


def test_a_dry_run_makes_no_note(make_vault: MakeVault) -> None:
    root = made(make_vault)
    mark(root, "Introductions", "Bob Ray", "x")
    settled(root)
    before = notes(root)
    shown = regenerate(root, DAY, look_only=True)
    assert notes(root) == before
    assert MADE in [change.path for change in shown.changes]
    [page] = [change.after for change in shown.changes if change.path == "Reviews/Introductions.md"]
    assert "an idea since 2026-11-23" in page


STEPS = [
    (("2026-11-20: idea",), "x", "", ["- 2026-11-23: asked [[Ann Lee]]"], "asked"),
    (("2026-11-20: idea",), "x", "yesterday: at the lake", ["- 2026-11-22: asked [[Ann Lee]]: at the lake"], "asked"),
    (("2026-11-20: asked Ann",), "x", "gladly", ["- 2026-11-23: [[Ann Lee]] said yes: gladly"], "asked"),
    (("2026-11-20: Ann said yes",), "x", "✅ 2026-11-21", ["- 2026-11-21: asked [[Bob Ray]]"], "asked"),
    (("2026-11-20: asked both",), "x", "", ["- 2026-11-23: [[Ann Lee]] and [[Bob Ray]] said yes"], "both agreed"),
    (("2026-11-20: asked both",), "x", "Bob, gladly", ["- 2026-11-23: [[Bob Ray]] said yes: Bob, gladly"], "asked"),
    (("2026-11-20: met",), "x", "", ["- 2026-11-23: thanked"], "thanked"),
    (("2026-11-20: asked Ann",), "-", "too busy", ["- 2026-11-23: [[Ann Lee]] said no: too busy"], "declined"),
    (("2026-11-20: asked both",), "-", "Bob", ["- 2026-11-23: [[Bob Ray]] said no: Bob"], "declined"),
    (("2026-11-20: asked both",), "-", "", ["- 2026-11-23: declined"], "declined"),
    (("2026-11-20: idea",), "-", "", ["- 2026-11-23: lapsed"], "lapsed"),
    (("2026-11-20: both said yes",), "-", "", ["- 2026-11-23: lapsed"], "lapsed"),
    (("2026-11-20: idea",), ">", "", ["not_before: 2026-12-07"], ""),
    (("2026-11-20: idea",), ">", "march", ["not_before: 2027-03-01"], ""),
]


@pytest.mark.parametrize(("steps", "sign", "words", "lines", "status"), STEPS)
def test_what_a_mark_writes(
    make_vault: MakeVault, steps: tuple[str, ...], sign: str, words: str, lines: list[str], status: str
) -> None:
    """Once, also when the old page comes back days later; and taken back."""
    files = two(*steps)
    root = made(make_vault, files)
    before = notes(root)
    mark(root, "Introductions", "Introductions/Two", sign, words)
    ticked = text(root, "Reviews/Introductions.md")
    done = run(root)
    assert [one.reason for one in done.outcomes] == [""]
    assert sorted(added(root, files, TWO)) == sorted([*lines, *([f"status: {status}"] if status else [])])
    after = notes(root)
    who = [ANN if "Ann" in line else BOB for line in lines if " said no" in line]
    assert [path for path in FILES if after[path] != before[path]] == who
    for later in (0, 2):
        (root / "Reviews/Introductions.md").write_text(ticked, encoding="utf-8")
        assert [one.reason for one in run(root, DAY + timedelta(later)).outcomes] == [""]
        assert notes(root) == after
    undo(str(root))
    assert notes(root) == before


def test_made_by_a_tick_is_all_that_the_command_does(make_vault: MakeVault) -> None:
    files = two("2026-11-20: both said yes")
    root = made(make_vault, files)
    mark(root, "Introductions", "Introductions/Two", "x", "yesterday: by mail")
    ticked = text(root, "Reviews/Introductions.md")
    assert [one.reason for one in run(root).outcomes] == [""]
    assert added(root, files, ANN) == ['knows: ["[[Bob Ray]]"]', "- 2026-11-22: introduced to [[Bob Ray]]"]
    assert added(root, files, BOB) == ['knows: ["[[Ann Lee]]"]', "- 2026-11-22: introduced to [[Ann Lee]]"]
    task = "- [ ] Ask [[Ann Lee]] and [[Bob Ray]] how it went 📅 2026-12-20"
    assert added(root, files, TWO) == ["status: made", "- 2026-11-22: made: by mail", "## Follow-ups", task]
    after = notes(root)
    for later in (0, 9):
        (root / "Reviews/Introductions.md").write_text(ticked, encoding="utf-8")
        run(root, DAY + timedelta(later))
        assert notes(root) == after


def test_a_note_that_somebody_is_editing_gets_its_part_later(make_vault: MakeVault) -> None:
    files = two("2026-11-20: both said yes")
    root = made(make_vault, files)
    mark(root, "Introductions", "Introductions/Two", "x")
    (root / "People/.Ann Lee.md.swp").write_bytes(b"")
    assert [one.waits for one in run(root).outcomes] == [True]
    assert text(root, ANN) == FILES[ANN]
    assert "- [x] [[Introductions/Two" in text(root, "Reviews/Introductions.md")
    (root / "People/.Ann Lee.md.swp").unlink()
    assert [one.reason for one in run(root, DAY + timedelta(1)).outcomes] == [""]
    assert "- 2026-11-23: introduced to [[Bob Ray]]" in text(root, ANN)
    assert text(root, BOB).count("introduced to") == text(root, TWO).count("made") - 1 == 1
    assert "[x]" not in text(root, "Reviews/Introductions.md")


@pytest.mark.parametrize(
    ("steps", "sign", "words", "reason"),
    [
        (("2026-11-20: idea",), "x", "2026-02-30", "“2026-02-30” is no day"),
        (("2026-11-20: idea",), "x", "tomorrow: ring her", "2026-11-24 is still to come"),
        (("2026-11-20: idea",), ">", "soonish", "“soonish” names no day ahead"),
        (("2026-11-20: asked Ann",), "x", "she said no", "a no is marked with - in the box"),
    ],
)
def test_what_cannot_be_carried_out(
    make_vault: MakeVault, steps: tuple[str, ...], sign: str, words: str, reason: str
) -> None:
    root = made(make_vault, two(*steps))
    before = notes(root)
    mark(root, "Introductions", "Introductions/Two", sign, words)
    [outcome] = run(root).outcomes
    assert reason in outcome.reason
    assert notes(root) == before
    assert words in text(root, "Reviews/Introductions.md")


def test_a_step_taken_back_by_hand_leaves_the_mark_with_its_reason(make_vault: MakeVault) -> None:
    root = made(make_vault, two("2026-11-20: both said yes"))
    mark(root, "Introductions", "Introductions/Two", "x")
    (root / TWO).write_bytes(str(two("2026-11-20: idea")[TWO]).encode())
    [outcome] = run(root).outcomes
    assert outcome.reason == "this introduction stands elsewhere by now: see its note."


def test_private_contacts_are_on_no_page(make_vault: MakeVault) -> None:
    files = {**two("2026-11-20: idea"), ANN: "---\ntype: person\nprivate: true\n---\n"}
    root = made(make_vault, files)
    (root / "Introductions/Ann Lee and Bob.md").write_bytes(
        b"---\nbetween: [Ann Lee, Bob Ray]\nstatus: met\n---\n- 2026-11-20: asked her\n- 2026-11-20: idea\n"
    )
    run(root)
    assert "Under way" not in text(root, "Reviews/Introductions.md")
    assert "Ann Lee" not in "".join(path.read_text("utf-8") for path in (root / "Reviews").iterdir())


THANKS: dict[str, str | bytes] = {
    ANN: "---\ntype: person\n---\n# Ann\n\n## Log\n- 2026-01-01: tea\n",
    BOB: '---\ntype: person\nintroduced_by: "[[Ann Lee]]"\n---\n# Bob\n\n## Log\n- 2026-10-09: lunch\n',
}


@pytest.mark.parametrize(
    ("sign", "words", "lines"),
    [
        ("x", "", ["- 2026-11-23: thanked for introducing [[Bob Ray]]"]),
        ("x", "yesterday: a cake", ["- 2026-11-22: thanked for introducing [[Bob Ray]]: a cake"]),
        (">", "", ["## Follow-ups", "- [ ] Thank them for introducing [[Bob Ray]] 📅 2026-11-30"]),
        (">", "friday", ["## Follow-ups", "- [ ] Thank them for introducing [[Bob Ray]] 📅 2026-11-27"]),
        ("-", "", ["no_reminder:", "  - thanks for Bob Ray"]),
    ],
)  # fmt: skip
def test_thanks(make_vault: MakeVault, sign: str, words: str, lines: list[str]) -> None:
    root = made(make_vault, THANKS)
    before = notes(root)
    mark(root, "Introductions", "Thank [[", sign, words)
    ticked = text(root, "Reviews/Introductions.md")
    assert [one.reason for one in run(root).outcomes] == [""]
    assert added(root, THANKS, ANN) == lines
    assert "Thank [[" not in text(root, "Reviews/Introductions.md")
    after = notes(root)
    for later in (0, 0 if sign == ">" else 2):
        (root / "Reviews/Introductions.md").write_text(ticked, encoding="utf-8")
        assert [one.reason for one in run(root, DAY + timedelta(later)).outcomes] == [""]
        if not words or later == 0:
            assert notes(root) == after
    undo(str(root))
    assert notes(root) == before


def test_the_agenda_shows_a_step_from_its_day_on_and_nothing_of_private_contacts(make_vault: MakeVault) -> None:
    root = made(make_vault, two("2026-11-22: idea"))

    def on_agenda(days: int) -> bool:
        regenerate(root, DAY + timedelta(days))
        return "## Introductions under way\n\n- [ ] [[Introductions/Two|" in text(root, "Reviews/Agenda.md")

    assert [on_agenda(days) for days in (0, 1, 2)] == [False, False, True]
    (root / ANN).write_text("---\ntype: person\nprivate: true\n---\n", "utf-8")
    assert not on_agenda(2)
