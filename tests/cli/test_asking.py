"""Questions at a terminal: what is asked, which key answers, and that nothing is done without an answer."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import asking
from tests.cli.conftest import Type
from tests.cli.test_capture import DAY, everything

MakeVault = Callable[[dict[str, str | bytes]], Path]
VAULT: dict[str, str | bytes] = {
    "People/Ada Lovelace.md": "---\ncategory: mentor\ncompany: Mill Ltd\n---\n## Log\n- 2026-09-20: tea\n",
    "People/Ada Yonath.md": "---\nalias: Prof Y\nprivate: true\n---\n## Log\n- 2026-11-20: tea\n- 2026-11-10: tea\n",
    "People/Bo Lund.md": "# Bo\n",
}


def test_the_likeliest_contact_comes_first_and_one_key_chooses(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    assert typed(root, "2", "log", "tea with Ada") == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[:4] == [
        "More than one contact is called “Ada”:",
        "  1  Ada Yonath    private           last contact 2026-11-20  People/Ada Yonath.md",
        "  2  Ada Lovelace  mentor, Mill Ltd  last contact 2026-09-20  People/Ada Lovelace.md",
        "1-2, or Enter for none: Ada Lovelace",
    ]
    assert "- 2026-11-23: tea with Ada\n" in (root / "People/Ada Lovelace.md").read_text("utf-8")
    assert "2026-11-23" not in (root / "People/Ada Yonath.md").read_text("utf-8")


@pytest.mark.parametrize("key", ["\r", "\n", "q", "Q", "\x1b", "\x04", "x7q"])
@pytest.mark.parametrize("words", [["log", "tea with Ada"], ["set", "ada", "cadence", "30"], ["snooze", "ada", "may"]])
def test_without_an_answer_nothing_is_done(make_vault: MakeVault, typed: Type, key: str, words: list[str]) -> None:
    root = make_vault(VAULT)
    before = everything(root)
    assert typed(root, key, *words) == 7
    assert everything(root) == before


def test_a_name_that_stands_twice_is_asked_once(make_vault: MakeVault, typed: Type) -> None:
    root = make_vault(VAULT)
    assert typed(root, "1", "log", "tea with Ada and Bo, and @ada again") == 0
    assert "tea with Ada" in (root / "People/Ada Yonath.md").read_text("utf-8")


def test_an_unknown_name_may_be_a_slip_or_somebody_new(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    assert typed(root, "1", "log", "tea with Bo Lunt") == 0
    assert "1  Bo Lund" in capsys.readouterr().err
    assert "tea with Bo Lunt" in (root / "People/Bo Lund.md").read_text("utf-8")
    assert typed(root, "n", "log", "lunch with Cy Ode") == 0
    assert "  n  make a note for Cy Ode\n" in capsys.readouterr().err
    assert "lunch with Cy Ode" in (root / "People/Cy Ode.md").read_text("utf-8")
    assert typed(root, "\r", "log", "lunch with Dee Fox") == 7


def test_whoever_looks_somebody_up_is_asked_too(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(VAULT)
    assert typed(root, "2", "show", "ada") == 0
    assert capsys.readouterr().out.startswith("Ada Lovelace\n")
    assert typed(root, "1", "show", "Bo", "Lunt") == 0
    assert capsys.readouterr().out.startswith("Bo Lund\n")
    assert typed(root, "1", "log", "--with", "ada", "tea") == 0


@pytest.mark.parametrize("option", ["--no-input", "--json"])
def test_nothing_is_asked_where_that_is_not_wanted(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    root = make_vault(VAULT)
    for words in (["log", "tea with Ada"], ["show", "ada"], ["log", "tea with Cy Ode"]):
        assert typed(root, "", option, *words) == 7
        assert "1-2" not in capsys.readouterr().err


def test_nothing_is_asked_while_lines_are_read(
    make_vault: MakeVault, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(VAULT)
    monkeypatch.setattr("sys.stdin", io.StringIO("tea with Ada\n"))
    assert typed(root, "", "log", "-") == 7


def test_candidates_cannot_speak_to_the_terminal(
    make_vault: MakeVault, typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = '---\nname: "Ada \\e[2J"\ncompany: "x\\e]0;y"\n---\n'
    root = make_vault({"People/a1.md": evil, "People/a2.md": evil})
    assert typed(root, "q", "show", "ada") == 7
    assert typed(root, "q", "log", "tea with Ada") == 7
    assert "\x1b" not in capsys.readouterr().err


def test_keys_and_lines_that_are_typed_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    read = iter(["ab", "\x1b[A", "", "é", "\x1bOP"])
    monkeypatch.setattr(asking, "_read_raw", lambda: next(read))
    monkeypatch.setattr(asking, "_typed", [])
    assert [asking.read_key() for _ in range(6)] == ["a", "b", "\x1b", "", "é", "\x1b"]
    asking._typed.extend("choir\rfx")
    assert asking.ask_line("circle?") == "choir"
    assert asking._typed == ["f", "x"]
    monkeypatch.setattr("sys.stdin", io.StringIO("rst\nsecond\n"))
    asking._typed[:] = "fi"
    assert asking.ask_line("circle?") == "first"
    assert asking._typed == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_in_a_real_terminal(make_vault: MakeVault) -> None:
    """One key without Enter; Ctrl-C leaves everything as it was, the terminal too."""
    import pexpect

    root = make_vault(VAULT)
    before = everything(root)
    words = ["-m", "pnm_vault", "--vault", str(root), "--today", DAY, "log", "tea with Ada"]
    stopped = pexpect.spawn(sys.executable, words, timeout=60, encoding="utf-8")
    stopped.expect_exact("Enter for none: ")
    stopped.sendintr()
    stopped.expect(pexpect.EOF)
    stopped.close()
    assert stopped.exitstatus == 130
    assert everything(root) == before
    answered = pexpect.spawn(sys.executable, words, timeout=60, encoding="utf-8")
    answered.expect_exact("Enter for none: ")
    answered.send("1")
    answered.expect_exact("To take it back: pnm undo")
    answered.expect(pexpect.EOF)
    answered.close()
    assert answered.exitstatus == 0
    assert "tea with Ada" in (root / "People/Ada Yonath.md").read_text("utf-8")
