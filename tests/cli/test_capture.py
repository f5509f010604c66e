"""The commands that write notes: what is typed, what is said, what lies in the vault after, and the way back."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from tests.cli.test_json import check

DAY = "2026-11-23"
MakeVault = Callable[[dict[str, str | bytes]], Path]
VAULT: dict[str, str | bytes] = {
    "People/Ada Lovelace.md": "---\ncadence: 30\n---\n## Log\n- 2026-09-20: tea\n- [ ] lend her the map\n",
    "People/Ada Yonath.md": "---\naliases: [Professor Y]\n---\n",
    "People/Bo Lund.md": "# Bo\n",
}
WRITING = [
    ["log", "yesterday: coffee with Bo and @professor y +send slides by friday"],
    ["set", "bo", "cadence", "6", "weeks"],
    ["set", "bo", "circles", "--add", "choir, lab"],
    ["snooze", "bo", "2", "weeks"],
    ["done", "lend", "map"],
    ["rename", "bo", "Bo Berg", "--alias"],
    ["link", "bo", "professor y"],
    ["merge", "bo", "professor y", "--yes"],
    ["new", "Cy", "Ode", "--category", "friend", "--circle", "choir"],
]


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", DAY, *words])


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_written_said_and_taken_back(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert on(root, *words, "--dry-run") == 0
    shown = capsys.readouterr()
    assert everything(root) == before
    assert shown.out.startswith(("--- ", "rename from "))
    assert on(root, *words) == 0
    after = everything(root)
    assert after != before
    assert capsys.readouterr().err.endswith("To take it back: pnm undo\n")
    added = [line for line in shown.out.splitlines() if line.startswith("+") and not line.startswith("+++")]
    text = "".join(content.decode() for content in after.values())
    assert all(line[1:] in text for line in added)
    assert on(root, "undo") == 0
    assert everything(root) == before


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_every_key_of_the_documents_is_documented(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    root = make_vault(VAULT)
    for more in (["--dry-run"], []):
        assert on(root, "--json", *words, *more) == 0
        document = json.loads(capsys.readouterr().out)
        check(words[0], document)
        assert document["written"] == (not more)
        assert (document["operation"] is None) == bool(more)
        assert document["changed"]


def test_what_is_quiet_and_what_is_not(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)
    assert on(root, "log", "-q", "coffee with Bo") == 0
    assert capsys.readouterr() == ("", "")
    assert on(root, "log", "coffee with Bo") == 0
    assert capsys.readouterr().err == "That is written there already; nothing was changed.\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["log", "tea with Ada"], 7, "More than one contact is called “Ada”"),
        (["log", "tea with Zoe"], 7, "There is no contact called “Zoe”."),
        (["log", "tea"], 7, "No contact is named here."),
        (["log", "10/11: tea with Bo"], 2, "“10/11” is no day"),
        (["log", "--with", "nobody", "tea"], 7, "There is no contact called “nobody”."),
        (["log"], 2, "Missing argument 'TEXT...'"),
        (["set", "bo", "cadence"], 2, "Give a VALUE, or --clear."),
        (["set", "bo", "cadence", "--clear", "30"], 2, "--clear takes no VALUE."),
        (["set", "bo", "cadence", "often"], 2, "write days (30), a word (monthly)"),
        (["set", "bo", "shoe size", "44"], 2, "no field called shoe size"),
        (["set", "zoe", "cadence", "30"], 7, "There is no contact called “zoe”."),
        (["snooze", "bo", "soon"], 2, "is no day ahead"),
        (["done", "nothing like it"], 7, "There is no open follow-up like “nothing like it”."),
        (["new", "Bo", "Lund"], 1, "There is a note at People/Bo Lund.md already."),
        (["new", "Professor", "Y"], 1, "Ada Yonath is a contact already"),
        (["new", "a/b"], 2, "a file name or a link cannot hold"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert on(root, *words) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""
    assert everything(root) == before


def test_contacts_may_be_named_beside_the_text(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    assert on(root, "log", "--with", "People/Ada Yonath.md", "--with", "bo", "tea", "and", "cake") == 0
    for name in ("Ada Yonath", "Bo Lund"):
        assert "- 2026-11-23: tea and cake\n" in (root / f"People/{name}.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "favours"),
    [
        ("tea with Bo, gave: a lift; got: soup", [("a lift", True), ("soup", False)]),
        ("tea with Bo, offered to look at my CV", [("offered to look at my CV", False)]),
        ("Bo: lent me the van", [("lent me the van", False)]),
        ("tea with Bo, gave him feedback on the draft", [("gave him feedback on the draft", True)]),
        ("Bo: recommended Dr. Vidal to me", [("recommended Dr. Vidal to me", False)]),
        ("tea with Bo, introduced me to [[Ada Yonath]]", [("introduced me to [[Ada Yonath]]", False)]),
    ],
)
@pytest.mark.parametrize("into", ["contacts", "daily"])
def test_favours_are_logged_and_listed(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], text: str, favours: list[tuple[str, bool]], into: str
) -> None:
    """In a daily note only a contact whom the line links counts, so the other one loses its brackets there."""
    root = make_vault(VAULT)
    assert on(root, "log", text, "--into", into) == 0
    capsys.readouterr()
    assert on(root, "show", "bo", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    told = [(one["text"].replace("[[", "").replace("]]", ""), one["given"]) for one in shown["favours"]]
    assert told == [(words.replace("[[", "").replace("]]", ""), mine) for words, mine in favours]
    where = "People/Bo Lund.md" if into == "contacts" else "2026-11-23.md"
    assert {one["path"] for one in shown["favours"]} == {where}
    assert {one["day"] for one in shown["favours"]} == {DAY}


def test_who_was_introduced_is_known_from_then_on(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({**VAULT, "People/Bo Lund.md": "## Log\n- 2026-01-01: introduced me to [[Ada Yonath]]\n"})
    assert on(root, "log", "Bo: introduced me to [[Ada Yonath]] and [[Ada Lovelace]]") == 0
    capsys.readouterr()
    assert on(root, "show", "bo", "--json") == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["knows"]] == ["Ada Lovelace", "Ada Yonath"]


def test_lines_come_from_standard_input(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(VAULT)
    monkeypatch.setattr("sys.stdin", io.StringIO("yesterday: tea with Bo\n\nBo: rang\n"))
    assert on(root, "log", "-") == 0
    text = (root / "People/Bo Lund.md").read_text("utf-8")
    assert "- 2026-11-23: rang\n- 2026-11-22: tea with Bo\n" in text


def test_a_signature_comes_from_standard_input(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(VAULT)
    card = "Cy Ode\nEngineer at Example GmbH\n+49 555 012345\ncy@example.org\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(card))
    assert on(root, "new", "-") == 0
    assert (root / "People/Cy Ode.md").read_text("utf-8") == (
        "---\norganisation: Example GmbH\nrole: Engineer\nemail: cy@example.org\n"
        'phone: "+49 555 012345"\n---\n# Cy Ode\n'
    )
    monkeypatch.setattr("sys.stdin", io.StringIO("cy@example.org\n"))
    assert on(root, "new", "-") == 2


def test_text_cannot_speak_to_the_terminal(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({**VAULT, "People/Odd \x1b[2J.md": "# \u202e\n"})
    for words in (
        ["log", "tea\x1b[2J with Bo \u202e"],
        ["done", "\x1b[2J"],
        ["set", "bo", "role", "\x1b[2Jx"],
        ["snooze", "bo", "\x1b"],
        ["rename", "bo", "\x1b[2J"],
        ["rename", "bo", "Bo \u202e"],
        ["rename", "odd", "Even", "-n"],
        ["link", "odd", "bo", "-n"],
    ):
        on(root, *words)
        shown = capsys.readouterr()
        assert "\x1b" not in shown.out + shown.err
        assert "\u202e" not in shown.out + shown.err


def test_an_editor_has_the_note_open(make_vault: MakeVault) -> None:
    root = make_vault({**VAULT, "People/.Bo Lund.md.swp": b"vim"})
    assert on(root, "log", "tea with Bo") == 0
    assert "tea with Bo" in (root / "People/Bo Lund.md").read_text("utf-8")
