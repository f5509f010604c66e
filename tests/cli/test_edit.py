"""`pnm edit`: the note, the line, the wait, and what becomes of the editor's exit code."""

import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.place_to_edit import line_to_edit
from tests.vaults import EXAMPLE_DAY

MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN = "People/Ann Lee.md"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Ann\n\n## Log\n- 2026-10-01: tea\n- 2026-09-01: call\n", 4),
        ("# Ann\r\n\r\n## Log\r\n- 2026-09-01: tea\r\n- 2026-10-01: call\r\n", 5),
        ("# Ann\n\n## Log\n- 2027-01-01: planned\n- 2026-10-01: tea\n- 2026-10-01: and a walk\n", 5),
        ("# Ann\n\n## Log\n- 2027-01-01: planned\n", 4),
        ("# Ann\n\n## Log\n\n## Other\ntext\n", 4),
        ("\ufeff---\ntype: person\n---\n# Ann\n\ntext\u2028more\n", 6),
        ("# Ann", 1),
        ("", 1),
        ("<<<<<<< HEAD\n", 1),
    ],
)
def test_the_line_is_that_of_the_newest_entry_or_where_it_would_go(make_vault: MakeVault, text: str, line: int) -> None:
    root = make_vault({ANN: text})
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert line_to_edit(session, ANN) == line


@pytest.mark.skipif(sys.platform == "win32", reason="the editor is a script of a shell")
@pytest.mark.parametrize(("code", "exit_code"), [(0, 0), (1, 1), (42, 1)])
def test_the_note_is_opened_at_its_line(
    make_vault: MakeVault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    code: int,
    exit_code: int,
) -> None:
    root = make_vault({ANN: "# Ann\n\n## Log\n- 2026-10-01: tea\n"})
    (tmp_path / "my tools").mkdir()
    editor = tmp_path / "my tools" / "vim"
    editor.write_text(f'#!/bin/sh\necho "$@"\nexit {code}\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"{shlex.quote(str(editor))} -R")
    assert program.run(["--vault", str(root), "edit", "ann", "lee"]) == exit_code
    said = capfd.readouterr()
    assert said.out == f"-R +4 {os.path.realpath(root)}/{ANN}\n"
    assert said.err == (f"pnm: The editor {editor} ended with exit code {code}.\n" if code else "")
    monkeypatch.setenv("VISUAL", "none-such")
    assert program.run(["--vault", str(root), "edit", "ann"]) == 1
    assert "'none-such' that VISUAL names was not found" in capfd.readouterr().err
