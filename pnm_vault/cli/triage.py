"""`pnm triage`: the contacts that nothing is said about yet, one key each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pnm_vault.cli.asking import ask_line, may_ask, pose, read_key
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, open_vault, say, warn
from pnm_vault.cli.terminal import Cell, open_screen, plain, print_lines
from pnm_vault.cli.written import dry_run_option, tell_written
from pnm_vault.errors import PnmError

if TYPE_CHECKING:
    from pnm_vault.model.contact import Contact
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline import Session

_CATEGORY_KEYS = {
    "f": "friend",
    "a": "family",
    "w": "colleague",
    "k": "classmate",
    "m": "mentor",
    "e": "mentee",
    "n": "acquaintance",
}
_ACTION_KEYS = {
    "c": "circle ...",
    "p": "priority ...",
    "x": "never remind",
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
            free = (key for key in (*letters, *"123456789") if key not in keys and key not in _ACTION_KEYS)
            if key := next(free, None):
                keys[key] = word
    return keys


class _Answer(NamedTuple):
    """What was done about the contact at `path`: a field that got a value, empty for one that was skipped.

    `operation` is what `pnm undo` knows it by, 0 where nothing was written.
    """

    path: str
    field: str = ""
    value: str = ""
    operation: int = 0


class _Walk:
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
            key = key if key in self.keys or key in _ACTION_KEYS else key.lower()
            click.echo(plain(self.keys.get(key) or _ACTION_KEYS.get(key, "")), err=True)
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
            self._set(path, "category", self.keys[key])
        elif key == "c":
            self._ask_circle(path)
        elif key == "p":
            return self._ask_priority(path, shown)
        elif key == "x":
            self._set(path, "cadence", "never")
        elif key == "s":
            self.answers.append(_Answer(path))
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

    def _set(self, path: str, field: str, typed: str, *, add: bool = False, stay: bool = False) -> None:
        from pnm_vault.pipeline.writing.field_setting import How, set_field

        words = ("triage", self.session.name_of(path), field, typed)
        how = How.ADD if add else How.SET
        done = set_field(self.session, path, field, typed, words, how=how, dry_run=self.dry_run)
        if self.dry_run:
            tell_written(self.invocation, done.written, "")
        self.answers.append(_Answer(path, field, typed, done.written.operation))
        self.at += 0 if stay else 1

    def _ask_circle(self, path: str) -> None:
        known: dict[str, int] = {}
        for tie in self.session.picture().network.ties:
            for circle in tie.circles:
                known[circle] = known.get(circle, 0) + 1
        usual = sorted(known, key=lambda circle: (-known[circle], circle))[:_SHOWN_CIRCLES]
        examples = f" ({', '.join(usual)})" if usual else ""
        typed = ask_line(f"  which circle{examples}?")
        if typed:
            self._set(path, "circles", typed, add=True)

    def _ask_priority(self, path: str, shown: int) -> int:
        click.echo("  1 high, 2 or 3 low? ", nl=False, err=True)
        key = read_key()
        click.echo(key if key in ("1", "2", "3") else "none", err=True)
        if key in ("1", "2", "3"):
            self._set(path, "priority", key, stay=True)
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
                raise PnmError(f"{last.path} was changed since, so it stays as it is.")
            self.session.refresh()
        self.answers.pop()
        self.at = self.paths.index(last.path)
        if last.field:
            say(self.invocation, f"  taken back: {last.field} {last.value}")

    def _show(self, path: str) -> None:
        contact = self.session.record(path).contact
        tie = next((tie for tie in self.session.picture().network.ties if tie.path == path), None)
        place = self.screen.style(f"{self.at + 1} of {len(self.paths)}", "dim")
        lines = ["", f"{self.screen.heading(contact.name)}  {place}", f"  {self.screen.style(path, 'dim')}"]
        lines += [f"  {self.screen.style(fact, '')}" for fact in known_facts(contact, tie)]
        click.echo("\n".join(lines), err=True, color=self.screen.color)

    def _tell_keys(self) -> None:
        for keys in (self.keys, _ACTION_KEYS):
            row = [f"{self.screen.style(key, 'bold')} {self.screen.style(said, '')}" for key, said in keys.items()]
            click.echo("   ".join(row), err=True, color=self.screen.color)

    def sum_up(self) -> None:
        """Say what was answered, and how to take it back."""
        done = {answer.path for answer in self.answers if answer.field not in ("", "priority")}
        click.echo(err=True)
        say(self.invocation, f"{count(len(done), 'contact')} classified, {len(self.paths) - len(done)} left.")
        if any(answer.operation for answer in self.answers):
            say(self.invocation, "To take it back: pnm undo, once for each answer")


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


def _value(tie: Tie, contact: Contact | None) -> dict[str, Any]:
    from pnm_vault.cli.document import day_value

    how_met = contact.how_met or contact.where_met if contact is not None else None
    return {
        "path": tie.path,
        "name": tie.name,
        "private": tie.private,
        "last_contact": day_value(tie.last),
        "organisations": list(contact.organisations) if contact is not None else [],
        "how_met": how_met.text if how_met else None,
    }


def _list(invocation: Invocation, session: Session, found: Sequence[Tie]) -> None:
    notes = session.notes([tie.path for tie in found])
    contacts = {path: one.note.contact for path, one in notes.items()}
    if invocation.json:
        from pnm_vault.cli.document import print_document

        rows = [_value(tie, contacts.get(tie.path)) for tie in found]
        print_document("triage", session.today, {"contacts": rows, "total": len(rows)})
        return
    screen = open_screen(invocation.color)
    print_lines(screen.table([_row(tie, contacts.get(tie.path)) for tie in found], indent=""), screen)
    if not found:
        say(invocation, "Every contact has a category or a circle.")


def _row(tie: Tie, contact: Contact | None) -> list[Cell]:
    work = ", ".join(contact.organisations[:1]) if contact is not None else ""
    last = f"last contact {tie.last}" if tie.last else "no contact recorded"
    return [Cell(tie.name), Cell(work), Cell(last), Cell(tie.path, "dim")]


@command("triage", "pnm triage", "pnm triage --list", "pnm triage --json")
@click.option("--list", "only_list", is_flag=True, help="List the contacts that wait; ask nothing.")
@dry_run_option
@click.pass_obj
def triage(invocation: Invocation, only_list: bool, dry_run: bool) -> None:
    """Walk through the contacts without a category or circle, one key each."""
    from pnm_vault.insights.unclassified import find_unclassified

    if not (only_list or invocation.json or may_ask()):
        raise click.UsageError("This asks one key after the other, so it wants a terminal; --list lists who waits.")
    with open_vault(invocation) as session:
        found = find_unclassified(session.picture().network.ties)
        if only_list or invocation.json or not found:
            _list(invocation, session, found)
            return
        walk = _Walk(session, invocation, [tie.path for tie in found], dry_run)
        try:
            walk.go()
        finally:
            walk.sum_up()
