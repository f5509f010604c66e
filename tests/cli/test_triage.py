"""`pnm triage`: who waits, one key each, and every answer on its own way back."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli.triage_walk import ACTION_KEYS, category_keys
from tests.cli.conftest import Type
from tests.cli.test_capture import DAY, everything, on
from tests.cli.test_json import check

MakeVault = Callable[[dict[str, str | bytes]], Path]
VAULT: dict[str, str | bytes] = {
    "pnm.toml": '[categories]\npal = "friend"\n',
    "People/Ada.md": "---\ncompany: Mill Ltd\n---\n## Log\n- 2026-11-20: tea\n",
    "People/Bo.md": "---\nhow_met: at the ferry\n---\n## Log\n- 2026-11-10: tea\n",
    "People/Cy.md": "# Cy\n",
    "People/Dee.md": "---\ncategory: friend\n---\n",
    "People/Eve.md": "---\ncircles: [choir]\n---\n",
    "People/Fay.md": "---\ncadence: never\n---\n",
    "People/Gil.md": "---\nstatus: archived\n---\n",
}


def head(root: Path, name: str) -> str:
    return (root / f"People/{name}.md").read_text("utf-8").partition("\n#")[0]


def test_who_waits(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)
    assert on(root, "triage", "--list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["Ada", "Bo", "Cy"]
    for words in (["triage", "--json"], ["triage", "--list", "--json"]):
        assert on(root, *words) == 0
        document = json.loads(capsys.readouterr().out)
        check("triage", document)
        assert [row["name"] for row in document["contacts"]] == ["Ada", "Bo", "Cy"]
        assert document["total"] == 3
    assert on(root, "doctor", "--json") == 0
    assert json.loads(capsys.readouterr().out)["unclassified"] == 3
    assert on(root, "doctor") == 0
    assert "contacts: 7 (3 without a category or circle: pnm triage)\n" in capsys.readouterr().out


def test_one_key_each(make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert typed(root, "p1fxm", "triage") == 0
    assert head(root, "Ada") == "---\ncompany: Mill Ltd\npriority: 1\ncategory: friend\n---"
    assert head(root, "Bo") == "---\nhow_met: at the ferry\ncadence: never\n---"
    assert head(root, "Cy") == "---\ncategory: mentor\n---"
    said = capsys.readouterr()
    assert said.out == ""
    assert "Ada  1 of 3\n  People/Ada.md\n  Mill Ltd\n  last contact: 2026-11-20: tea\n" in said.err
    assert "  met: at the ferry\n" in said.err
    assert said.err.endswith("\n3 contacts classified, 0 left.\nTo take it back: pnm undo, once for each answer\n")
    for _ in range(4):
        assert on(root, "undo") == 0
    assert everything(root) == before


def test_stopping_keeps_what_was_answered_and_u_takes_back(make_vault: MakeVault, typed: Type) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert typed(root, "fuuq", "triage") == 0
    assert everything(root) == before
    assert typed(root, "swusuap2uq", "triage") == 0
    assert head(root, "Ada") == "---\ncompany: Mill Ltd\n---"
    assert head(root, "Bo") == "---\nhow_met: at the ferry\ncategory: family\n---"
    assert head(root, "Cy") == "# Cy\n"
    assert typed(root, "\r\x1bz?1q", "triage") == 0
    assert "category: pal" not in head(root, "Ada")


def test_a_circle_is_typed(make_vault: MakeVault, typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(VAULT)
    asked: list[str] = []
    answers = iter(["", "choir, book club"])

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("pnm_vault.cli.triage_walk.ask_line", answer)
    assert typed(root, "ccq", "triage") == 0
    assert head(root, "Ada") == "---\ncompany: Mill Ltd\ncircles:\n  - choir\n  - book club\n---"
    assert asked == ["  which circle (choir)?"] * 2


def test_the_editor_gets_the_note_and_no_shell_its_name(
    make_vault: MakeVault, typed: Type, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    name = "$(echo Ada) `x` 'y"
    root = make_vault({f"People/{name}.md": "# Ada\n"})
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert typed(root, "oq", "triage") == 0
    assert "No editor is named. Name yours in VISUAL or EDITOR." in capfd.readouterr().err
    monkeypatch.setenv("EDITOR", str(root / "none"))
    assert typed(root, "oq", "triage") == 0
    assert "cannot be started" in capfd.readouterr().err
    script = root / "editor.py"
    script.write_text("import sys\nwith open(sys.argv[1], 'a') as note: note.write('more\\n')\n")
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{script}'")
    assert typed(root, "of", "triage") == 0
    assert (root / f"People/{name}.md").read_text("utf-8") == "---\ncategory: friend\n---\n# Ada\nmore\n"


INBOX: dict[str, str | bytes] = {
    "People/Ada.md": "---\nstatus: inbox\ncompany: Mill Ltd\ncategory: friend\n---\n## Log\n- 2026-01-20: tea\n",
    "People/Bo.md": "---\ncompany: Mill Ltd\nstatus: inbox\n---\n",
    "People/Cy.md": "---\nrole: Miller\nstatus: Inbox\n---\n# Cy\n",
    "People/Dee.md": "---\nstatus: inbox\narchived: true\n---\n",
    "People/Eve.md": "---\ncompany: Ferry\nstatus: inbox\n---\n",
}


def test_nothing_is_said_unasked_of_a_contact_in_the_inbox(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(INBOX)
    for words in (["stale"], ["dates"], ["introductions"], ["needs"], ["plan"]):
        assert on(root, *words, "--json") == 0
        assert not any(name in capsys.readouterr().out for name in ("Ada", "Bo", "Cy", "Dee", "Eve")), words
    assert on(root, "regenerate") == 0
    for page in (root / "Review").glob("*.md"):
        assert "Ada" not in page.read_text("utf-8"), page
    capsys.readouterr()
    assert on(root, "show", "Ada") == 0
    assert "inbox" in capsys.readouterr().out
    assert on(root, "who", "miller") == 0
    assert "Cy" in capsys.readouterr().out
    assert on(root, "find", "miller") == 0
    assert "Cy" in capsys.readouterr().out


def test_an_answer_takes_out_of_the_inbox(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(INBOX)
    before = everything(root)
    assert on(root, "triage", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    check("triage", document)
    assert [(row["name"], row["inbox"]) for row in document["contacts"]] == [
        *(("Ada", True), ("Bo", True), ("Cy", True), ("Eve", True)),
    ]
    assert typed(root, "iwp1zx", "triage") == 0
    assert head(root, "Ada") == "---\ncompany: Mill Ltd\ncategory: friend\n---"
    assert head(root, "Bo") == "---\ncompany: Mill Ltd\ncategory: colleague\n---\n"
    assert head(root, "Cy") == "---\nrole: Miller\nstatus: archived\npriority: 1\n---"
    assert head(root, "Eve") == "---\ncompany: Ferry\ncadence: never\n---\n"
    assert on(root, "triage", "--list") == 0
    assert capsys.readouterr().out == ""
    for _ in range(5):
        assert on(root, "undo") == 0
    assert everything(root) == before


def test_one_answer_for_all_that_are_left(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(INBOX)
    before = everything(root)
    assert typed(root, "*w*nq", "triage", "Mill", "ltd") == 0
    assert "There is no answer yet that could be given to all." in capsys.readouterr().err
    assert "status: inbox" in head(root, "Bo")
    assert on(root, "undo") == 0
    assert typed(root, "w*y", "triage") == 0
    said = capsys.readouterr().err
    assert "category colleague for all 3 contacts that are left? y or n yes" in said
    assert "4 contacts classified, 0 left." in said
    assert ["category: colleague" in head(root, name) for name in ("Ada", "Bo", "Cy", "Dee", "Eve")] == [
        *(True, True, True, False, True),
    ]
    assert on(root, "undo") == 0
    assert head(root, "Cy") == "---\nrole: Miller\nstatus: Inbox\n---"
    assert on(root, "undo") == 0
    assert everything(root) == before
    assert typed(root, "s*sss", "triage") == 0
    assert typed(root, "z*y", "triage", "mill") == 0
    assert everything(root) != before


def test_a_dry_run_walks_and_writes_nothing(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert typed(root, "fq", "triage", "-n") == 0
    assert everything(root) == before
    assert "+category: friend\n" in capsys.readouterr().out


def test_what_cannot_be_written_is_said_and_the_walk_goes_on(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({"People/Ada.md": "---\nbroken: yes\n# Ada\n", "People/Bo.md": "# Bo\n"})
    assert typed(root, "fsf", "triage") == 0
    said = capsys.readouterr().err
    assert "People/Ada.md:1 stays as it is." in said
    assert head(root, "Bo") == "---\ncategory: friend\n---"


def test_no_terminal_no_question(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)
    assert on(root, "triage") == 2
    assert "it wants a terminal; --list lists who waits" in capsys.readouterr().err


def test_with_nobody_waiting_there_is_nothing_to_ask(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({"People/Dee.md": "---\ncategory: friend\n---\n"})
    assert typed(root, "", "triage") == 0
    assert (
        capsys.readouterr().err
        == "Nobody waits: every contact has a category or a circle, and nobody is in the inbox.\n"
    )


def test_each_category_has_a_key_of_its_own() -> None:
    keys = category_keys(("pal", "friend", "pupil", "x", "ßß", "donor"))
    assert len(set(keys.values())) == len(keys)
    assert list(keys.values()) == [
        *("friend", "family", "colleague", "classmate", "mentor", "mentee", "acquaintance"),
        *("pal", "pupil", "x", "ßß", "donor"),
    ]
    assert keys.keys().isdisjoint(ACTION_KEYS)
    assert keys["l"] == "pal"
    assert keys["d"] == "donor"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_in_a_real_terminal(make_vault: MakeVault) -> None:
    import pexpect

    root = make_vault(VAULT)
    words = ["-m", "pnm_vault", "--vault", str(root), "--today", DAY, "triage"]
    walk = pexpect.spawn(sys.executable, words, timeout=60, encoding="utf-8")
    walk.expect_exact("? for help: ")
    walk.send("f")
    walk.expect_exact("2 of 3")
    walk.expect_exact("? for help: ")
    walk.send("c")
    walk.expect_exact("which circle (choir)? ")
    walk.sendline("quay")
    walk.expect_exact("3 of 3")
    walk.expect_exact("? for help: ")
    walk.sendintr()
    walk.expect_exact("2 contacts classified, 1 left.")
    walk.expect(pexpect.EOF)
    walk.close()
    assert walk.exitstatus == 130
    assert "category: friend" in head(root, "Ada")
    assert "circles:\n  - quay\n" in head(root, "Bo")
    assert head(root, "Cy") == "# Cy\n"
