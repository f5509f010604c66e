"""The editor: which it is, how it is told a line, and that nothing in the vault or a file's name can run anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.vault.editor import Editor, command_line, find_editor, run_editor

posix = pytest.mark.skipif(sys.platform == "win32", reason="the paths are those of POSIX")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Make a folder with programs of these names."""
    folder = tmp_path / "my bin"
    folder.mkdir()
    for name in ("vim", "nano", "vi", "code", "plain.txt"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o644 if name == "plain.txt" else 0o755)
    return folder


@posix
@pytest.mark.parametrize(
    ("environ", "program", "options"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vim"}, "code", ("--wait",)),
        ({"VISUAL": " ", "EDITOR": "vim -c 'set ft=markdown'"}, "vim", ("-c", "set ft=markdown")),
        ({"EDITOR": "{bin}/nano"}, "nano", ()),
        ({"EDITOR": "'{bin}/nano' -w"}, "nano", ("-w",)),
        ({"EDITOR": "~/nano"}, "nano", ()),
        ({}, "vi", ()),
    ],
)
def test_which_editor_it_is(
    programs: Path, environ: dict[str, str], program: str, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(programs))
    given = {name: value.replace("{bin}", str(programs)) for name, value in environ.items()}
    found = find_editor({"PATH": f"/nowhere{os.pathsep}{programs}", **given})
    assert found == Editor(str(programs / program), options)


@posix
@pytest.mark.parametrize(
    "value", ["emacs", "plain.txt", "./vim", "my bin/vim", "{bin}/none", "vim 'open", "; vim", "$(vim)"]
)
def test_what_is_no_editor_is_said(programs: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(programs)
    with pytest.raises(PnmError, match="EDITOR"):
        find_editor({"PATH": str(programs), "EDITOR": value.replace("{bin}", str(programs))})


@posix
@pytest.mark.parametrize("path", ["", ".", ".:", "bin"])
def test_the_current_folder_brings_no_editor(programs: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be the vault, which is synced and shared."""
    monkeypatch.chdir(programs)
    (programs / "bin").symlink_to(programs)
    for environ in ({"PATH": path}, {"PATH": path, "EDITOR": "vim"}):
        with pytest.raises(PnmError, match=r"No editor is set|not found"):
            find_editor(environ)


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("/usr/bin/vi", ("+7", "/v/a b.md")),
        ("/usr/bin/vim.basic", ("+7", "/v/a b.md")),
        ("/usr/bin/nvim", ("+7", "/v/a b.md")),
        ("/usr/bin/nano", ("+7", "/v/a b.md")),
        ("/usr/bin/emacsclient", ("+7", "/v/a b.md")),
        ("/usr/bin/micro", ("+7", "/v/a b.md")),
        ("/usr/bin/kak", ("+7", "/v/a b.md")),
        ("/usr/bin/hx", ("+7", "/v/a b.md")),
        ("/usr/bin/code", ("--goto", "/v/a b.md:7")),
        ("C:\\Programs\\VS Code\\bin\\Code.cmd", ("--goto", "/v/a b.md:7")),
        ("/usr/bin/codium", ("--goto", "/v/a b.md:7")),
        ("/usr/bin/subl", ("/v/a b.md:7",)),
        ("/usr/bin/zed", ("/v/a b.md:7",)),
        ("/usr/bin/kate", ("--line", "7", "/v/a b.md")),
        ("C:\\Programs\\Notepad++\\notepad++.exe", ("-n7", "/v/a b.md")),
        ("C:\\Windows\\notepad.exe", ("/v/a b.md",)),
        ("/opt/my-editor", ("/v/a b.md",)),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(program: str, arguments: tuple[str, ...]) -> None:
    assert command_line(Editor(program, ("-x",)), "/v/a b.md", 7) == (program, "-x", *arguments)


@posix
def test_it_is_waited_for_and_no_shell_is_involved(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text('|'.join(sys.argv[2:])); sys.exit(3)"
    odd = "/v/$(touch x);`y` & 'z' \"q\".md"
    assert run_editor((sys.executable, "-c", script, str(out), odd)) == 3
    assert out.read_text() == odd


@posix
def test_ctrl_c_belongs_to_the_editor(tmp_path: Path) -> None:
    """Every process of a terminal gets it; pnm goes on waiting, and the editor has not lost its own way with it."""
    editor = (
        "import os, signal, time; assert signal.getsignal(signal.SIGINT) is signal.default_int_handler;"
        "os.kill(os.getppid(), signal.SIGINT); time.sleep(0.1)"
    )
    program = (
        "import signal, sys; from pnm_vault.vault.editor import run_editor;"
        f"code = run_editor((sys.executable, '-c', {editor!r}));"
        "print(code, signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == "0 True\n", done.stderr


def test_one_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(PnmError, match="cannot be started"):
        run_editor((str(tmp_path / "none"), "x"))
    with pytest.raises(PnmError, match="misread"):
        run_editor(("C:\\code.CMD", "--goto", "C:\\v\\a & calc.md:7"))
