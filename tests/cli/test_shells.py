"""Completion: the scripts, the answers, and names that try to be commands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.cli import shells
from pnm_vault.cli.commands import COMMANDS
from tests.vaults import regenerate

NAMES = ("Ada Lovelace", "Adam $(touch OOPS)", "Grace Hopper", "Seán O'Brien", "Zed\x1b[2J")


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pnm_vault.pipeline.contact_names", lambda _vault: NAMES)


def ask(
    shell: str, words: str, at: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(at))
    capsys.readouterr()
    assert shells.answer(program.make_group(), f"{shell}_complete") == 0
    return capsys.readouterr().out.splitlines()


def test_commands_complete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("bash", "pnm ", 1, monkeypatch, capsys) == [f"plain,{name}" for name in COMMANDS]
    assert ask("bash", "pnm introductions", 1, monkeypatch, capsys) == ["plain,introductions"]


def test_options_complete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("bash", "pnm stale --l", 2, monkeypatch, capsys) == ["plain,--label", "plain,--limit"]
    assert ask("bash", "pnm --vau", 1, monkeypatch, capsys) == ["plain,--vault"]


@pytest.mark.usefixtures("names")
def test_names_complete_without_regard_to_case(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("bash", "pnm show ada", 2, monkeypatch, capsys) == [
        "plain,Ada\\ Lovelace",
        "plain,Adam\\ \\$\\(touch\\ OOPS\\)",
    ]
    assert ask("bash", "pnm show gr", 2, monkeypatch, capsys) == ["plain,Grace\\ Hopper"]


def test_events_and_communities_complete(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    regenerate(example)
    monkeypatch.chdir(example)
    assert ask("bash", "pnm met slow", 2, monkeypatch, capsys) == ["plain,Slow\\ Data\\ Evening\\ 2026"]
    assert ask("bash", "pnm met wh", 2, monkeypatch, capsys) == ["plain,White\\ Clogs"]


def test_circles_complete(example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    regenerate(example)
    monkeypatch.chdir(example)
    assert ask("bash", "pnm map --circle CH", 3, monkeypatch, capsys) == ["plain,choir"]


@pytest.mark.usefixtures("names")
def test_a_name_completes_word_by_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("bash", "pnm show Ada Lo", 3, monkeypatch, capsys) == ["plain,Lovelace"]


@pytest.mark.usefixtures("names")
def test_a_name_with_controls_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("bash", "pnm show Ze", 2, monkeypatch, capsys) == [""]


@pytest.mark.usefixtures("names")
def test_inside_quotes_only_harmless_names_are_offered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask("bash", 'pnm show "Ad', 2, monkeypatch, capsys) == ["plain,Ada Lovelace", ""]


@pytest.mark.usefixtures("names")
def test_powershell_gets_names_in_quotes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("powershell", "pnm show Se", 2, monkeypatch, capsys) == ["'Seán O''Brien'", "Seán O'Brien"]
    assert ask("powershell", "pnm sta", 1, monkeypatch, capsys) == ["stale", "stale"]
    assert ask("powershell", "pnm follow", 1, monkeypatch, capsys) == ["follow-ups", "follow-ups"]


@pytest.mark.parametrize("shell", shells.SHELLS)
def test_every_shell_has_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "_PNM_COMPLETE" in script
    assert f"{shell}_complete" in script
    assert shells.answer(program.make_group(), f"{shell}_source") == 0
    assert capsys.readouterr().out == script


def test_an_unknown_shell_gets_no_answer() -> None:
    assert shells.answer(program.make_group(), "tcsh_complete") == 1


def test_trouble_in_the_vault_gives_no_answer_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_vault: str | None) -> tuple[str, ...]:
        raise OSError("gone")

    monkeypatch.setattr("pnm_vault.pipeline.contact_names", broken)
    monkeypatch.setenv("COMP_WORDS", "pnm show a")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert shells.answer(program.make_group(), "bash_complete") == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs Bash and a terminal")
def test_bash_quotes_a_name_that_would_be_a_command(tmp_path: Path) -> None:
    """A contact called `$(touch OOPS)` must not run when its name is completed and the line entered."""
    import pexpect

    fake = tmp_path / "pnm"
    fake.write_text(
        f"#!{sys.executable}\nimport os, sys\n"
        "from pnm_vault import pipeline\n"
        "from pnm_vault.cli import main\n"
        "pipeline.contact_names = lambda vault: ('Adam $(touch OOPS)',)\n"
        "if '_PNM_COMPLETE' in os.environ: main.main()\n"
        "else: print('GOT', sys.argv[1:])\n"
    )
    fake.chmod(0o755)
    script = subprocess.run(
        [sys.executable, "-m", "pnm_vault", "completion", "bash"], capture_output=True, text=True, check=True
    ).stdout
    (tmp_path / "complete.sh").write_text(script)
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PS1": "> ", "INPUTRC": "/dev/null"}
    shell = pexpect.spawn(
        "bash", ["--norc", "--noprofile"], cwd=str(tmp_path), env=environ, encoding="utf-8", timeout=20
    )
    try:
        shell.sendline("source ./complete.sh; echo rea''dy")
        shell.expect("ready")
        shell.send("pnm show Ad\t")
        shell.expect("OOPS")
        shell.expect_exact("\\) ")
        shell.sendline("")
        shell.expect_exact("GOT ['show', 'Adam $(touch OOPS)']")
    finally:
        shell.close(force=True)
    assert not (tmp_path / "OOPS").exists()
