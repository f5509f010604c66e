"""The owner's editor: which it is, how it is told a line, and the wait until it is done.

It comes from the environment and `PATH` alone. Neither the vault nor the current folder, which may be the vault, can
name one, and no shell is involved.
"""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pnm_vault.errors import PnmError
from pnm_vault.model.record import Record

_PLATFORM: str = sys.platform
_FALLBACKS = ("notepad",) if _PLATFORM == "win32" else ("vi", "nano")

# How editors are told a line, by their own manuals. Of others nobody knows, so they get the file alone.
_PLUS = frozenset(
    {
        *("vi", "vim", "nvim", "gvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "hx", "helix"),
        *("joe", "ne", "mg", "gedit"),
    }
)
_GOTO = frozenset({"code", "code-insiders", "codium", "cursor"})
_COLON = frozenset({"subl", "sublime_text", "zed", "zeditor"})
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("kate", "mate", "idea", "pycharm"), ("--line", "{}")),
    "notepad++": ("-n{}",),
}
# What the command interpreter of Windows, which runs scripts, would take for its own in a file's name.
_FOR_CMD = frozenset('&|<>^%"!')


class Editor(Record, frozen=True):
    """A program with the options that the owner gave it; `program` is its whole path."""

    program: str
    options: tuple[str, ...] = ()


def find_editor(environ: Mapping[str, str]) -> Editor:
    """Give the editor that VISUAL names, else EDITOR, else one that the system has.

    Raises:
        PnmError: there is none, or the one that is named is not there.
    """
    for variable in ("VISUAL", "EDITOR"):
        words = _words(environ.get(variable, "").strip(), variable)
        if words:
            program = find_program(words[0], environ)
            if program is None:
                raise PnmError(
                    f"The editor {words[0]!r} that {variable} names was not found.",
                    "Name one that is on your PATH, or its whole path.",
                )
            return Editor(program, words[1:])
    for name in _FALLBACKS:
        program = find_program(name, environ)
        if program is not None:
            return Editor(program)
    raise PnmError("No editor is set.", "Set VISUAL or EDITOR, for example: export EDITOR=nano")


def command_line(editor: Editor, path: str, line: int) -> tuple[str, ...]:
    """Give the program and its arguments for opening the file `path` (whole) at a line (from 1)."""
    # `vim.basic`, `Code.exe`
    stem = editor.program.replace("\\", "/").rpartition("/")[2].lower().partition(".")[0]
    start = (editor.program, *editor.options)
    if stem in _PLUS:
        return (*start, f"+{line}", path)
    if stem in _GOTO:
        return (*start, "--goto", f"{path}:{line}")
    if stem in _COLON:
        return (*start, f"{path}:{line}")
    return (*start, *[option.format(line) for option in _OPTIONS.get(stem, ())], path)


def run_editor(words: Sequence[str]) -> int:
    """Run an editor on the terminal of this process and wait for it; gives its exit code, negative for a signal.

    Raises:
        PnmError: it cannot be started.
    """
    if words[0].lower().endswith((".cmd", ".bat")) and _FOR_CMD & set("".join(words[1:])):
        raise PnmError(f"{words[0]} is a script, which would misread this file's name.", "Name an .exe in EDITOR.")
    with _left_to_the_editor():
        try:
            return subprocess.run(words, check=False).returncode
        except (OSError, ValueError) as error:
            raise PnmError(f"The editor {words[0]} cannot be started: {error}.") from error


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which uses it: it goes to every process of the terminal."""
    try:
        # A function rather than SIG_IGN, which the editor would inherit.
        before = signal.signal(signal.SIGINT, lambda *_: None)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _words(value: str, variable: str) -> tuple[str, ...]:
    """Part a setting into words as a shell would, without one; a path with spaces may also stand there bare."""
    if value and os.path.isabs(value) and os.path.isfile(value):
        return (value,)
    try:
        words = shlex.split(value, posix=_PLATFORM != "win32")
    except ValueError:
        raise PnmError(f"{variable} has a quote that is never closed: {value}") from None
    return tuple([word[1:-1] if word[:1] == word[-1:] == '"' and len(word) > 1 else word for word in words])


def find_program(name: str, environ: Mapping[str, str]) -> str | None:
    """Give the whole path of a program; folders of PATH that are not whole paths do not count."""
    name = os.path.expanduser(name)
    if os.path.dirname(name):
        return next(_runnable(name, environ), None) if os.path.isabs(name) else None
    for folder in environ.get("PATH", os.defpath).split(os.pathsep):
        if os.path.isabs(folder):
            for program in _runnable(os.path.join(folder, name), environ):
                return program
    return None


def _runnable(full: str, environ: Mapping[str, str]) -> Iterator[str]:
    endings = [""]
    if _PLATFORM == "win32" and not os.path.splitext(full)[1]:
        endings = environ.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").split(";")
    for ending in endings:
        if os.path.isfile(full + ending) and os.access(full + ending, os.X_OK):
            yield full + ending
