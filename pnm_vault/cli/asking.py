"""Questions to whoever sits at the terminal: one key is an answer, and without an answer nothing is done.

Questions go to standard error, so that what a command prints can still be piped on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.terminal import Cell, open_screen, plain

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session

# One key each for as many candidates as anybody looks through; `q` and the letters of other answers are not among them.
CHOICE_KEYS = "123456789abcdefghijklm"
NONE_KEYS = ("\r", "\n", "q", "\x1b", "\x04", "")

_typed: list[str] = []


def may_ask() -> bool:
    """Tell whether somebody is there who can be asked: a terminal on both sides, and neither --no-input nor --json."""
    context = click.get_current_context(silent=True)
    invocation = context.find_object(Invocation) if context is not None else None
    if invocation is None or invocation.no_input or invocation.json:
        return False
    return at_terminal()


def at_terminal() -> bool:
    """Tell whether somebody types into this command and sees its messages."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def pose(question: str) -> None:
    """Print a question. What was typed before it could be read is no answer to it."""
    if sys.stdin.isatty():
        _typed.clear()
        if sys.platform == "win32":
            import msvcrt

            while msvcrt.kbhit():
                msvcrt.getwch()
        else:
            import termios

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    click.echo(plain(question) + " ", nl=False, err=True)


def read_key() -> str:
    """Wait for one key, without Enter: a character, or Escape for it and for every key of more than one character.

    Empty at the end of input.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
    """
    if not _typed:
        sys.stderr.flush()
        _typed.extend(_keys_of(_read_raw()))
    return _typed.pop(0)


def _read_raw() -> str:
    if sys.platform == "win32":
        try:
            return click.getchar()
        except EOFError:
            return ""
    else:
        import termios
        import tty

        # Not click's own: that throws away what is typed between the question and its being ready.
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSADRAIN)
            return os.read(terminal, 64).decode(sys.stdin.encoding, "replace")
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _keys_of(text: str) -> list[str]:
    """Part what was read into keys: an arrow or function key comes as Escape and more."""
    return ["\x1b"] if text.startswith(("\x1b", "\x00", "\xe0")) else list(text) or [""]


def ask_key(question: str, keys: Mapping[str, str]) -> str:
    """Ask until one of `keys` is pressed, or none of them is meant; give the key, empty for none.

    `keys` maps each to the word that is shown once it was chosen.
    """
    pose(question)
    while True:
        try:
            key = read_key()
        except KeyboardInterrupt:
            click.echo(err=True)
            raise
        key = key if key in keys else key.lower()
        if key in keys:
            click.echo(plain(keys[key]), err=True)
            return key
        if key in NONE_KEYS:
            click.echo("none", err=True)
            return ""


def ask_line(question: str) -> str:
    """Ask for a line of text, which begins with what was typed ahead; empty for none."""
    click.echo(plain(question) + " ", nl=False, err=True)
    ahead, ended, rest = "".join(_typed).replace("\r", "\n").partition("\n")
    _typed[:] = rest
    click.echo(plain(ahead), nl=bool(ended), err=True)
    try:
        return (ahead if ended else ahead + sys.stdin.readline()).strip()
    except UnicodeDecodeError:
        return ""


def ask_contact(session: Session, question: str, paths: Sequence[str], others: Mapping[str, str] | None = None) -> str:
    """Ask which contact is meant: give the path, or the key of one of the `others`; empty for none.

    `others` maps further keys to what they mean. The contacts come the likeliest first, each with what tells it apart.
    """
    shown = session.likeliest(paths)[: len(CHOICE_KEYS)]
    others = others or {}
    screen = open_screen(None, sys.stderr)
    rows = [[Cell(key, "bold"), *told_apart(session, path)] for key, path in zip(CHOICE_KEYS, shown, strict=False)]
    lines = [plain(question), *screen.table(rows)]
    if len(shown) < len(paths):
        lines.append(f"  and {len(paths) - len(shown)} more, for whom a full name or a path is needed")
    lines += [f"  {screen.style(key, 'bold')}  {screen.style(meaning, '')}" for key, meaning in others.items()]
    click.echo("\n".join(lines), err=True, color=screen.color)
    keys = {key: session.name_of(path) for key, path in zip(CHOICE_KEYS, shown, strict=False)}
    several = f"1-{CHOICE_KEYS[len(shown) - 1]}" if len(shown) > 1 else "1" if shown else ""
    choices = ", ".join(filter(None, (several, *others)))
    chosen = ask_key(f"{choices}, or Enter for none:", {**keys, **others})
    return shown[CHOICE_KEYS.index(chosen)] if chosen in keys else chosen


def told_apart(session: Session, path: str) -> list[Cell]:
    """Give a contact's name and what tells it from others: category, organisation or circle, last contact, path."""
    indexed = session.notes((path,)).get(path)
    contact = indexed.note.contact if indexed is not None else None
    if contact is None:
        return [Cell(session.name_of(path)), Cell(""), Cell(""), Cell(path, "dim")]
    belongs = contact.organisations[:1] or contact.circles[:1]
    words = filter(None, (contact.category, *belongs, "private" if contact.private else ""))
    facts = ", ".join(dict.fromkeys(words))
    last = next((tie.last for tie in session.picture().network.ties if tie.path == path), None)
    return [Cell(contact.name), Cell(facts), Cell(f"last contact {last}" if last else ""), Cell(path, "dim")]
