"""Answers to what either side said they would do: settled once, in the right note, and not a byte more."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pnm_vault.pipeline.writing.undo import undo
from tests.pipeline.writing.test_answers import ANN, BOB, DAY, mark, run, settled, text
from tests.vaults import regenerate, reviews

MakeVault = Callable[[dict[str, str | bytes]], Path]
DAILY = "Daily/2026-11-19.md"
MAP = "I'll send her the old map (by tram)"
LOG = f"- 2026-11-10: tea. {MAP}. Ann will ask her aunt about the piano."
FILES: dict[str, str | bytes] = {
    ANN: f"---\ncadence: 365\n---\n# Ann\n\n## Log\r\n{LOG}\n",
    BOB: "---\ncadence: 365\n---\n- [ ] write to Bob\n\n## Log\n- 2026-10-02: lunch; he will find the spare key\n",
    DAILY: "- dinner with [[Ann Lee]] and [[Bob Ray]]. I promised to print the photographs.\n",
    "pnm.toml": '[vault]\ncontacts = ["People"]\n',
}
AUNT, KEY = "Ann will ask her aunt about the piano", "he will find the spare key"
PHOTOGRAPHS = "I promised to print the photographs"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    root = make_vault(FILES)
    regenerate(root, DAY)
    return settled(root)


def added(root: Path, path: str) -> list[str]:
    before = str(FILES[path]).replace("\r", "").split("\n")
    return [line for line in text(root, path).replace("\r", "").split("\n") if line and line not in before]


def shown(root: Path) -> list[str]:
    page = text(root, "Reviews/Follow-ups.md").partition("## You said")[2]
    return [line.partition(" · ")[0].removeprefix("- [ ] ") for line in page.split("\n") if line.startswith("- [ ]")]


CASES = [
    ("old map", "x", "", ANN, ["## Follow-ups", f"- [x] {MAP} ✅ 2026-11-23"]),
    ("old map", "x", "2026-11-20", ANN, ["## Follow-ups", f"- [x] {MAP} ✅ 2026-11-20"]),
    ("old map", "x", "✅ 2026-11-21", ANN, ["## Follow-ups", f"- [x] {MAP} ✅ 2026-11-21"]),
    (
        "old map",
        "x",
        "yesterday: she laughed +buy stamps",
        ANN,
        ["- 2026-11-22: she laughed", "## Follow-ups", f"- [x] {MAP} ✅ 2026-11-22", "- [ ] buy stamps"],
    ),
    ("old map", ">", "", ANN, ["## Follow-ups", f"- [ ] {MAP} 📅 2026-11-30"]),
    (
        "old map",
        ">",
        "march, ask for the address first",
        ANN,
        ["## Follow-ups", f"- [ ] {MAP} 📅 2027-03-01", "- [ ] ask for the address first 📅 2027-03-01"],
    ),
    ("old map", "-", "", ANN, ["## Follow-ups", f"- [-] {MAP} ❌ 2026-11-23"]),
    ("her aunt", "x", "", ANN, ["## Follow-ups", f"- [x] {AUNT} ✅ 2026-11-23"]),
    ("spare key", "x", "", BOB, ["- [x] " + KEY + " ✅ 2026-11-23"]),
    ("spare key", "-", "", BOB, ["- [-] " + KEY + " ❌ 2026-11-23"]),
    ("photographs", "x", "", ANN, ["## Follow-ups", f"- [x] {PHOTOGRAPHS} (with [[Bob Ray]]) ✅ 2026-11-23"]),
    ("photographs", ">", "friday", ANN, ["## Follow-ups", f"- [ ] {PHOTOGRAPHS} (with [[Bob Ray]]) 📅 2026-11-27"]),
    ("photographs", "-", "", ANN, ["## Follow-ups", f"- [-] {PHOTOGRAPHS} (with [[Bob Ray]]) ❌ 2026-11-23"]),
]


def test_what_is_open_stands_on_the_note(vault: Path) -> None:
    page = reviews(vault)["Follow-ups.md"].decode()
    assert shown(vault) == [PHOTOGRAPHS, MAP, AUNT, KEY]
    assert "[[People/Ann Lee|Ann Lee]], [[People/Bob Ray|Bob Ray]] · said on [[Daily/2026-11-19|2026-11-19]]" in page
    assert page.index("You said you would") < page.index(PHOTOGRAPHS) < page.index("They said they would")


@pytest.mark.parametrize(("item", "sign", "words", "path", "lines"), CASES)
def test_what_an_answer_writes(vault: Path, item: str, sign: str, words: str, path: str, lines: list[str]) -> None:
    """Carried out; again and again without effect, also when the old page comes back days later; and taken back."""
    before = {name: text(vault, name) for name in FILES}
    was = shown(vault)
    mark(vault, "Follow-ups", item, sign, words)
    ticked = text(vault, "Reviews/Follow-ups.md")
    done = run(vault)
    assert (done.faults, [one.reason for one in done.outcomes]) == ((), [""])
    assert sorted(added(vault, path)) == sorted(lines)
    after = {name: text(vault, name) for name in FILES}
    assert [name for name in FILES if after[name] != before[name]] == [path]
    # Nothing that stood there is gone.
    left = after[path].split("\n")
    assert [line for line in before[path].split("\n") if line and line not in left] == []
    assert shown(vault) == [one for one in was if item not in one]
    assert run(vault).outcomes == ()
    for later in (0, 2):
        (vault / "Reviews/Follow-ups.md").write_text(ticked, encoding="utf-8")
        again = run(vault, DAY + timedelta(later))
        assert {name: text(vault, name) for name in FILES} == after
        assert [one.reason for one in again.outcomes] == [""]
    undo(str(vault))
    assert {name: text(vault, name) for name in FILES} == before
    regenerate(vault, DAY)
    assert shown(vault) == was


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("tomorrow: sent", "2026-11-24 is still to come"),
        ("2026-11-09: sent", "2026-11-09 is before it was said"),
        ("2026-02-30: sent", "is no day of the calendar"),
    ],
)
def test_a_day_on_which_it_cannot_have_been_kept_is_refused(vault: Path, words: str, reason: str) -> None:
    mark(vault, "Follow-ups", "old map", "x", words)
    [outcome] = run(vault).outcomes
    assert reason in outcome.reason
    assert text(vault, ANN) == FILES[ANN]
    assert f"--> {words}\n    - Not carried out: " in text(vault, "Reviews/Follow-ups.md")


def test_words_that_were_changed_since_are_not_guessed(vault: Path) -> None:
    mark(vault, "Follow-ups", "old map", "x")
    (vault / ANN).write_bytes(str(FILES[ANN]).replace("old map", "new map").encode())
    [outcome] = run(vault).outcomes
    assert outcome.reason.startswith("these words are no longer in your notes")
    assert "- [x]" not in text(vault, ANN)


def test_a_line_that_links_somebody_else_now_is_refused(vault: Path) -> None:
    mark(vault, "Follow-ups", "old map", "x")
    page = vault / "Reviews/Follow-ups.md"
    lines = page.read_text("utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith("- [x]"))
    lines[at] = lines[at].replace("[[People/Ann Lee|Ann Lee]]", "[[People/Bob Ray|Ann Lee]]")
    page.write_text("\n".join(lines), "utf-8")
    [outcome] = run(vault).outcomes
    assert "another contact" in outcome.reason
    assert (text(vault, ANN), text(vault, BOB)) == (FILES[ANN], FILES[BOB])


def test_what_a_line_tells_of_meanwhile_is_written_no_second_time(vault: Path) -> None:
    mark(vault, "Follow-ups", "old map", "x")
    new = str(FILES[ANN]) + "- 2026-11-22: the map went by tram\n"
    (vault / ANN).write_bytes(new.encode())
    [outcome] = run(vault).outcomes
    assert (outcome.reason, outcome.news) == ("", False)
    assert text(vault, ANN) == new


def test_the_same_words_of_another_year_are_a_promise_of_their_own(make_vault: MakeVault) -> None:
    log = "- 2026-11-10: I'll bring walnuts\n- 2025-10-10: I'll bring walnuts\n- [x] I'll bring walnuts ✅ 2025-10-12\n"
    root = make_vault({**FILES, ANN: f"# Ann\n## Log\n{log}"})
    regenerate(root, DAY)
    assert "I'll bring walnuts" in shown(root)
    mark(root, "Follow-ups", "walnuts", "x")
    run(root)
    assert text(root, ANN) == f"# Ann\n## Log\n{log}- [x] I'll bring walnuts ✅ 2026-11-23\n"
    assert "I'll bring walnuts" not in shown(root)


def test_private_contacts_are_neither_listed_nor_named(make_vault: MakeVault) -> None:
    log = "## Log\n- 2026-11-10: I'll bring walnuts\n- 2026-11-11: I'll send [[Cy Poe]] the key\n"
    root = make_vault(
        {
            "People/Ann Lee.md": log,
            "People/Cy Poe.md": f"---\nprivate: true\n---\n{log}",
            "People/Old.md": f"---\nstatus: archived\n---\n{log}",
            "People/Alone.md": f"---\nsuggest: never\n---\n{log}",
            "Daily/2026-11-12.md": "- [[Ann Lee]] and [[Cy Poe]] here: I'll cook for them\n",
            "pnm.toml": FILES["pnm.toml"],
        }
    )
    regenerate(root, DAY)
    page = text(root, "Reviews/Follow-ups.md")
    assert shown(root) == ["I'll bring walnuts"]
    assert "Cy" not in page and "Old" not in page and "Alone" not in page
