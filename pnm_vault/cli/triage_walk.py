"""One walk through the contacts that nothing is said about yet: a key each, and what it does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from pnm_vault.cli.asking import ask_line, pose, read_key
from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.opening import count, say, warn
from pnm_vault.cli.terminal import open_screen, plain
from pnm_vault.cli.written import tell_written
from pnm_vault.errors import PnmError

if TYPE_CHECKING:
    from pnm_vault.model.contact import Contact
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.field_setting import Setting

_CATEGORY_KEYS = {
    "f": "friend",
    "a": "family",
    "w": "colleague",
    "k": "classmate",
    "m": "mentor",
    "e": "mentee",
    "n": "acquaintance",
}
ACTION_KEYS = {
    "c": "circle ...",
    "p": "priority ...",
    "x": "never remind",
    "i": "out of the inbox, as it is",
    "z": "archive",
    "*": "the last answer for all that are left",
    "s": "skip",
    "u": "undo",
    "o": "open in the editor",
    "q": "quit",
    "?": "help",
}
_END_OF_INPUT = ("", "\x04")
_SHOWN_CIRCLES = 8


def category_keys(own: Sequence[str]) -> dict[str, str]:
    """Give the category of each key: the usual seven, and own words by a letter of theirs or a digit."""
    keys = dict(_CATEGORY_KEYS)
    for word in own:
        if word not in keys.values():
            letters = [letter for letter in word.lower() if letter.isascii() and letter.isalpha()]
            free = (key for key in (*letters, *"123456789") if key not in keys and key not in ACTION_KEYS)
            if key := next(free, None):
                keys[key] = word
    return keys


class _Answer(NamedTuple):
    """What was done about the contacts at `paths`: what was set in their notes, nothing for one that was skipped.

    `operation` is what `pnm undo` knows it by, 0 where nothing was written.
    """

    paths: tuple[str, ...]
    settings: tuple[Setting, ...] = ()
    operation: int = 0


class Walk:
    """One walk through the contacts of `paths`: where it stands, and what was answered."""

    def __init__(self, session: Session, invocation: Invocation, paths: Sequence[str], dry_run: bool) -> None:
        import sys

        self.session = session
        self.invocation = invocation
        self.dry_run = dry_run
        self.paths = list(paths)
        self.at = 0
        self.answers: list[_Answer] = []
        self.screen = open_screen(invocation.color, sys.stderr)
        self.keys = category_keys(tuple(session.settings.categories))

    def go(self) -> None:
        """Show one contact after the other and do what each key asks for, until the last one or `q`."""
        self._tell_keys()
        shown = -1
        while self.at < len(self.paths):
            if self.paths[self.at] not in self.session.index().contacts:
                self.at += 1  # the note was removed or renamed meanwhile
                continue
            if shown != self.at:
                self._show(self.paths[self.at])
                shown = self.at
            pose("key, or ? for help:")
            key = read_key()
            key = key if key in self.keys or key in ACTION_KEYS else key.lower()
            click.echo(plain(self.keys.get(key) or ACTION_KEYS.get(key, "")), err=True)
            if key == "q" or key in _END_OF_INPUT:
                return
            try:
                shown = self._act(key, shown)
            except PnmError as error:
                warn(f"{error.message} {error.remedy}".strip())

    def _act(self, key: str, shown: int) -> int:
        """Do what a key asks for; give the place of the contact that is on the screen, -1 to show it again."""
        path = self.paths[self.at]
        if key in self.keys:
            self._answer([path], self._settings("category", self.keys[key]))
        elif key == "c":
            self._ask_circle(path)
        elif key == "p":
            return self._ask_priority(path, shown)
        elif key == "x":
            self._answer([path], self._settings("cadence", "never"))
        elif key == "i":
            self._leave_inbox(path)
        elif key == "z":
            self._answer([path], self._settings("status", "archived"))
        elif key == "*":
            return self._repeat(shown)
        elif key == "s":
            self.answers.append(_Answer((path,)))
            self.at += 1
        elif key == "u":
            self._undo()
            return -1
        elif key == "o":
            _open_editor(os.path.join(self.session.root, path))
            self.session.refresh()
            return -1
        else:
            self._tell_keys()
        return shown

    def _settings(self, field: str, typed: str, *, add: bool = False) -> tuple[Setting, ...]:
        from pnm_vault.pipeline.writing.field_setting import How, Setting

        return (Setting(field, typed, How.ADD if add else How.SET),)

    def _answer(self, paths: Sequence[str], settings: tuple[Setting, ...], *, stay: bool = False) -> None:
        """Write an answer into the notes; who got one waits in the inbox no longer, unless it stays on the screen."""
        from pnm_vault.pipeline.writing.field_setting import How, Setting, set_fields

        leave = () if stay or any(one.field == "status" for one in settings) else (Setting("status", how=How.CLEAR),)
        wanted = {path: (*settings, *(leave if self._in_inbox(path) else ())) for path in paths}
        name = self.session.name_of(paths[0]) if len(paths) == 1 else count(len(paths), "contact")
        words = ("triage", name, *[part for one in settings for part in (one.field, one.typed) if part])
        written = set_fields(self.session, wanted, words, dry_run=self.dry_run)
        if self.dry_run:
            tell_written(self.invocation, written, "")
        self.answers.append(_Answer(tuple(paths), settings, written.operation))
        self.at += 0 if stay else len(paths)

    def _in_inbox(self, path: str) -> bool:
        from pnm_vault.model.contact import Status

        return self.session.record(path).contact.status is Status.INBOX

    def _leave_inbox(self, path: str) -> None:
        from pnm_vault.pipeline.writing.field_setting import How, Setting

        if self._in_inbox(path):
            self._answer([path], (Setting("status", how=How.CLEAR),))
        else:
            warn("  It is not in the inbox.")

    def _repeat(self, shown: int) -> int:
        """Give everybody who is left the last answer, once that was agreed to; give the place on the screen."""
        last = next(
            (one for one in reversed(self.answers) if one.settings and one.settings[0].field != "priority"), None
        )
        known = self.session.index().contacts
        left = [path for path in self.paths[self.at :] if path in known]
        if last is None:
            warn("  There is no answer yet that could be given to all.")
            return shown
        said = ", ".join(f"{one.field} {one.typed}".strip() if one.typed else "as it is" for one in last.settings)
        click.echo(f"  {plain(said)} for all {count(len(left), 'contact')} that are left? y or n ", nl=False, err=True)
        agreed = read_key().lower() == "y"
        click.echo("yes" if agreed else "no", err=True)
        if agreed:
            self._answer(left, last.settings)
            self.at = len(self.paths)
        return shown

    def _ask_circle(self, path: str) -> None:
        known: dict[str, int] = {}
        for tie in self.session.picture().network.ties:
            for circle in tie.circles:
                known[circle] = known.get(circle, 0) + 1
        usual = sorted(known, key=lambda circle: (-known[circle], circle))[:_SHOWN_CIRCLES]
        examples = f" ({', '.join(usual)})" if usual else ""
        typed = ask_line(f"  which circle{examples}?")
        if typed:
            self._answer([path], self._settings("circles", typed, add=True))

    def _ask_priority(self, path: str, shown: int) -> int:
        click.echo("  1 high, 2 or 3 low? ", nl=False, err=True)
        key = read_key()
        click.echo(key if key in ("1", "2", "3") else "none", err=True)
        if key in ("1", "2", "3"):
            self._answer([path], self._settings("priority", key), stay=True)
        return shown

    def _undo(self) -> None:
        from pnm_vault.pipeline.writing.undo import undo

        if not self.answers:
            warn("  There is nothing to take back in this walk.")
            return
        last = self.answers[-1]
        if last.operation:
            undone = undo(self.session.root, last.operation)
            if undone.refused:
                raise PnmError(f"{undone.refused[0][0]} was changed since, so it stays as it is.")
            self.session.refresh()
        self.answers.pop()
        self.at = self.paths.index(last.paths[0])
        if last.settings:
            told = ", ".join(f"{one.field} {one.typed}".strip() for one in last.settings)
            say(self.invocation, f"  taken back: {told}{_of_many(last.paths)}")

    def _show(self, path: str) -> None:
        contact = self.session.record(path).contact
        tie = next((tie for tie in self.session.picture().network.ties if tie.path == path), None)
        place = self.screen.style(f"{self.at + 1} of {len(self.paths)}", "dim")
        lines = ["", f"{self.screen.heading(contact.name)}  {place}", f"  {self.screen.style(path, 'dim')}"]
        lines += [f"  {self.screen.style(fact, '')}" for fact in known_facts(contact, tie)]
        lines += [f"  {self.screen.style('in the inbox', 'dim')}"] if self._in_inbox(path) else []
        click.echo("\n".join(lines), err=True, color=self.screen.color)

    def _tell_keys(self) -> None:
        for keys in (self.keys, ACTION_KEYS):
            row = [f"{self.screen.style(key, 'bold')} {self.screen.style(said, '')}" for key, said in keys.items()]
            click.echo("   ".join(row), err=True, color=self.screen.color)

    def sum_up(self) -> None:
        """Say what was answered, and how to take it back."""
        given = (answer for answer in self.answers if answer.settings and answer.settings[0].field != "priority")
        done = {path for answer in given for path in answer.paths}
        click.echo(err=True)
        say(self.invocation, f"{count(len(done), 'contact')} classified, {len(self.paths) - len(done)} left.")
        if any(answer.operation for answer in self.answers):
            say(self.invocation, "To take it back: pnm undo, once for each answer")


def _of_many(paths: Sequence[str]) -> str:
    return f" for {count(len(paths), 'contact')}" if len(paths) > 1 else ""


def _open_editor(path: str) -> None:
    """Open a note in the user's editor and wait. No shell comes between: a note may be called anything.

    Raises:
        PnmError: there is no editor.
    """
    import shlex
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor.strip():
        raise PnmError("No editor is named.", "Name yours in VISUAL or EDITOR.")
    try:
        subprocess.call([*shlex.split(editor, posix=os.name == "posix"), path])
    except (OSError, ValueError) as error:
        raise PnmError(f"The editor {editor!r} cannot be started.", "Name yours in VISUAL or EDITOR.") from error


def known_facts(contact: Contact, tie: Tie | None) -> list[str]:
    """Give what is known of a contact, a line each: work, how you met, the last contact."""
    role = ", ".join(filter(None, (contact.role, *contact.organisations)))
    met = next((said.text for said in (contact.how_met, contact.where_met) if said), "")
    last = "no contact recorded"
    if tie is not None and tie.last is not None:
        proof = tie.proof.text if tie.proof is not None else ""
        last = f"last contact: {proof}" if f"{tie.last}" in proof else f"last contact {tie.last}: {proof}"
    return [fact for fact in (role, f"met: {met}" if met else "", last) if fact]
