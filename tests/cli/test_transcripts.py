"""Transcripts: what is typed and what comes out, word for word, on a copy of the example vault.

A transcript is a text file in tests/transcripts: lines that begin with `$ pnm` are commands, what follows up to the
next one is the output (standard error too), and a last line `[exit 1]` the exit code when it is not 0.
`$ write PATH TEXT` puts a one-line note into the vault; `$ mark PATH TEXT SIGN WORDS` sets a sign into the box of the
first line with TEXT, as on a phone, and writes WORDS behind it; `$ lines PATH TEXT` prints the lines with TEXT;
`$ fetch FILE NAME` puts a file below tests into the vault's folder;
`$ git WORDS` runs git in the vault, and does not tell what it says; `$ git-fails WORDS` likewise, and git has to fail.
Other lines before the first command are remarks.

With PNM_REWRITE_TRANSCRIPTS=1 the files are written anew: read the difference before committing it.
"""

import contextlib
import io
import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from tests.gits import git

FOLDER = Path(__file__).parents[1] / "transcripts"
FETCHED = Path(__file__).parents[1]
WRITTEN = 1_795_000_000  # seconds: the day of a file that was fetched, 2026-11-18
REWRITE = os.environ.get("PNM_REWRITE_TRANSCRIPTS") == "1"


def mark(page: Path, text: str, sign: str, words: str) -> None:
    lines = page.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if text in line)
    lines[at] = lines[at].replace("[ ]", f"[{sign}]", 1) + (f" {words}" if words else "")
    page.write_text("\n".join(lines), "utf-8")


def play(line: str, vault: Path) -> str:
    """Run one line of a transcript and give its output."""
    name, *words = shlex.split(line)
    if name == "mark":
        mark(vault / words[0], *words[1:])
        return ""
    if name == "lines":
        return "".join([f"{one}\n" for one in (vault / words[0]).read_text("utf-8").splitlines() if words[1] in one])
    if name == "write":
        note = vault / words[0]
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(words[1] + "\n", encoding="utf-8")
        return ""
    if name == "fetch":
        (vault / words[1]).write_bytes((FETCHED / words[0]).read_bytes())
        os.utime(vault / words[1], (WRITTEN, WRITTEN))
        return ""
    if name in ("git", "git-fails"):
        git(vault, *words, fails=name == "git-fails")
        return ""
    assert name == "pnm", line
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard), contextlib.redirect_stderr(heard):
        code = program.run(words)
    said = heard.getvalue().replace(str(vault), "VAULT").replace(shlex.quote(sys.executable), "PYTHON")
    said = said.replace(os.sep, "/")
    if said and not said.endswith("\n"):
        said += "\n"
    return said + (f"[exit {code}]\n" if code else "")


def replay(text: str, vault: Path) -> str:
    """Run every command of a transcript; what was written by hand stays, what came out is put in anew."""
    out: list[str] = []
    started = False
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            started = True
            out += [line, play(line[2:], vault)]
        elif not started:
            out.append(line)
    return "".join(out)


@pytest.mark.usefixtures("own_git")
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path: Path, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    monkeypatch.setenv("NO_COLOR", "1")
    expected = path.read_text(encoding="utf-8")
    if "\n$ git " in expected and shutil.which("git") is None:
        pytest.skip("git is not installed here")
    found = replay(expected, Path(os.path.realpath(example)))
    if REWRITE:
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8")


def test_there_is_a_transcript_for_every_command() -> None:
    from pnm_vault.cli.commands import COMMANDS

    typed = {
        word
        for path in FOLDER.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("$ pnm ")
        for word in shlex.split(line)
    }
    # `watch` runs until it is stopped: it has tests of its own.
    assert set(COMMANDS) - typed <= {"watch"}
