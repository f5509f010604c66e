"""The program itself: exit codes, messages, shared options on either side, quick start."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest

from pnm_vault import __version__
from pnm_vault.cli import main as program
from pnm_vault.cli.commands import COMMANDS, GROUPS
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.errors import (
    SettingsError,
    UnknownContactError,
    VaultBusyError,
    VaultLooksEmptyError,
    VaultNotFoundError,
)

Act = Callable[[Invocation], None]


@pytest.fixture
def stale_does(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], None]:
    """Let `pnm stale` do something else."""

    def set_action(act: Act) -> None:
        @command("stale")
        @click.pass_obj
        def stand_in(invocation: Invocation) -> None:
            act(invocation)

        monkeypatch.setattr("pnm_vault.cli.stale.stale", stand_in)

    return set_action


def raising(error: BaseException) -> Act:
    def act(_: Invocation) -> None:
        raise error

    return act


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("a"), 3),
        (VaultNotFoundError("a"), 4),
        (VaultLooksEmptyError("a"), 5),
        (VaultBusyError("a"), 6),
        (UnknownContactError("a"), 7),
        (ZeroDivisionError("a"), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_failure_has_its_exit_code(stale_does: Callable[[Act], None], error: BaseException, code: int) -> None:
    stale_does(raising(error))
    assert program.run(["stale"]) == code


def test_an_error_is_its_message_and_its_remedy(
    stale_does: Callable[[Act], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stale_does(raising(SettingsError("pnm.toml has 2 faults.\nline 1: one\x1b", "Mend them.")))
    program.run(["stale"])
    assert capsys.readouterr() == ("", "pnm: pnm.toml has 2 faults.\n  line 1: one^[\n  Mend them.\n")


def test_a_traceback_is_shown_only_when_asked_for(
    stale_does: Callable[[Act], None], capsys: pytest.CaptureFixture[str]
) -> None:
    stale_does(raising(ZeroDivisionError("oh")))
    assert program.run(["stale"]) == 70
    short = capsys.readouterr().err
    assert short.count("\n") == 1
    assert "-v" in short
    assert "ZeroDivisionError" in short
    assert program.run(["stale", "-v"]) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("before", [True, False])
def test_shared_options_count_on_either_side(stale_does: Callable[[Act], None], before: bool) -> None:
    seen: list[Invocation] = []
    stale_does(seen.append)
    options = ["--vault", "Notes", "--today", "2026-11-23", "--json", "--no-color", "-q", "-v"]
    assert program.run([*options, "stale"] if before else ["stale", *options]) == 0
    (said,) = seen
    assert (said.vault, said.today, said.json) == ("Notes", date(2026, 11, 23), True)
    assert (said.color, said.quiet, said.verbose) == (False, True, True)


def test_without_options_nothing_is_said(stale_does: Callable[[Act], None]) -> None:
    seen: list[Invocation] = []
    stale_does(seen.append)
    program.run(["stale"])
    said = seen[0]
    assert (said.vault, said.today, said.json) == (None, None, False)
    assert (said.color, said.quiet, said.verbose) == (None, False, False)


@pytest.mark.parametrize("text", ["2026-1-1", "20260101", "2026-W01-1", "01.02.2026", "today", "2026-02-30", ""])
def test_a_day_is_never_guessed(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["--today", text, "stale"]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


def test_an_unknown_command_names_its_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["stael"]) == 2
    assert "Did you mean stale or triage?" in capsys.readouterr().err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["--version"]) == 0
    assert capsys.readouterr().out == f"pnm {__version__}\n"
    assert program.run(["stale", "--version"]) == 0
    capsys.readouterr()
    assert program.run(["--help"]) == 0
    text = capsys.readouterr().out
    shown = text.partition("\nOptions:")[0]
    names = " ".join(GROUPS.values()).split()
    assert sorted(names) == sorted(COMMANDS)
    assert [line.split()[0] for line in shown.splitlines() if line[:2] == "  " and line[2:3].strip()][2:] == names
    assert [line for line in shown.splitlines() if line.endswith(":")] == [f"{heading}:" for heading in GROUPS]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_says_what_it_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run([name, "--help"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert COMMANDS[name][1] in text
    assert "Options of every command:" in text
    assert "Examples:" in text


def test_help_and_version_import_click_and_little_else() -> None:
    """Nothing of ours beyond the table of commands, and nothing heavy: asking for help must be quick."""
    code = (
        "import sys, click\nbefore = set(sys.modules)\n"
        "from pnm_vault.cli.main import run\n"
        "for words in (['--help'], ['--version']): assert run(words) == 0\n"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {name for name in done.stderr.split() if name.startswith("pnm_vault")}
    assert ours == {
        "pnm_vault",
        "pnm_vault.cli",
        "pnm_vault.cli.commands",
        "pnm_vault.cli.invocation",
        "pnm_vault.cli.main",
        "pnm_vault.errors",
    }
    assert not {"msgspec", "jinja2", "yaml", "watchdog", "sqlite3", "json", "asyncio"} & set(done.stderr.split())


def _loaded_by_next_regenerate(vault: Path, then: Callable[[], object] = lambda: None) -> set[str]:
    """Bring a vault up to date, do something to it, and name the modules that one run loads from then on."""
    words = ["--vault", str(vault), "--today", "2026-11-23", "-q", "regenerate"]
    for path in vault.rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # a note just written is looked into again
    for _ in range(2):
        assert program.run(words) == 0
    then()
    code = f"import sys\nfrom pnm_vault.cli.main import run\nassert run({words!r}) == 0\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_run_that_finds_nothing_changed_loads_no_question_and_no_page(example: Path) -> None:
    """Most runs of a watch or a hook are such: reading notes, answering and rendering take no part in them."""
    loaded = _loaded_by_next_regenerate(example)
    assert "pnm_vault.pipeline.regenerate" in loaded
    heavy = ("pnm_vault.insights.", "pnm_vault.network", "pnm_vault.notes", "pnm_vault.review.pages", "jinja2", "yaml")
    small = {"looking_back", "looking_back.periods"}
    allowed = {f"pnm_vault.insights.{name}" for name in small}
    assert not [name for name in loaded - allowed if name.startswith(heavy)]
    # The settings were read the last time, and nothing is written.
    assert not {"tomllib", "pnm_vault.vault.config", "pnm_vault.vault.setting_table", "pnm_vault.vault.lock"} & loaded
    assert len([name for name in loaded if name.startswith("pnm_vault")]) <= 50


def test_a_run_that_makes_no_page_loads_nothing_of_what_makes_and_writes_them(example: Path) -> None:
    def say_something() -> None:
        with (example / "Contacts/Aleksander Pirc.md").open("a", encoding="utf-8") as file:
            file.write("\nHer bicycle is green.\n")

    loaded = _loaded_by_next_regenerate(example, say_something)
    assert "pnm_vault.notes.parse" in loaded
    makes = {"pipeline.due_pages", "review.plan", "review.compose", "review.render", "vault.write", "vault.swap"}
    assert not {"jinja2", *(f"pnm_vault.{name}" for name in makes)} & loaded


def test_a_reader_that_leaves_early_is_met_with_silence() -> None:
    code = (
        "import sys\nfrom pnm_vault.cli import main\n"
        "sys.argv = ['pnm', 'completion', 'bash']\n"
        "import pnm_vault.cli.shells as shells\n"
        "shells.script = lambda *_: 'x' * 1_000_000\n"
        "main.main()"
    )
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=-1, stderr=-1, env=environ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (program.EXIT_BROKEN_PIPE, b"")


def _as_shell(words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    line = f'"{sys.executable}" -m pnm_vault {words}'
    return subprocess.run(["sh", "-c", line], capture_output=True, text=True, env={**kept, **environ})


@pytest.mark.skipif(sys.platform == "win32", reason="shells there cannot close a stream")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_no_fault(closed: str) -> None:
    done = _as_shell(f"--version {closed}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_an_answer_that_cannot_be_written_is_said() -> None:
    done = _as_shell("completion bash > /dev/full")
    assert (done.returncode, done.stderr) == (1, "pnm: The answer could not be written: No space left on device.\n")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are UTF-8 there in every locale")
def test_names_of_notes_are_utf_8_in_every_locale(make_vault: Callable[[dict[str, str | bytes]], Path]) -> None:
    root = make_vault({"People/Zoë Ünal.md": "- 2026-01-02: tea\n"})
    where = f"--vault '{root}' --today 2026-11-23"
    odd = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    plain = _as_shell(f"{where} stale --json", LC_ALL="C.UTF-8")
    assert "Zoë Ünal" in plain.stdout
    done = _as_shell(f"{where} stale --json", **odd)
    assert json.loads(done.stdout) == json.loads(plain.stdout)
    assert _as_shell(f"{where} show 'Zoë' -q", **odd).returncode == 0


def test_a_quiet_command_says_why_it_failed(
    make_vault: Callable[[dict[str, str | bytes]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({"People/Ann.md": "x\n", "Reviews/Agenda.md": "mine\n"})
    assert program.run(["--vault", str(root), "--today", "2026-11-23", "-q", "regenerate"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.rpartition(" ")[2] for line in err.splitlines()] == ["[review-not-ours]"]


def test_a_module_runs_as_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "pnm_vault", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"pnm {__version__}\n", "")


def test_every_option_has_a_sentence() -> None:
    group = program.make_group()
    context = click.Context(group)
    for name in COMMANDS:
        found: Any = group.get_command(context, name)
        for param in found.params:
            if isinstance(param, click.Option):
                assert param.help, (name, param.name)
                assert param.help.endswith((".", ")")), (name, param.name)
