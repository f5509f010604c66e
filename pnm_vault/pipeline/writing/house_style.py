"""How the notes of a vault are written, from a sample of its contacts: what a new line or property should look like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pnm_vault.index.names import note_key
from pnm_vault.notes.edit import LogStyle, TaskForm, detect_style, detect_task_form
from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import Rules, build_rules
from pnm_vault.notes.values.field_value import usual_key
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# So many notes settle what is usual; to read them costs about as much as to start Python.
SAMPLE = 200


class HouseStyle:
    """The habits of a vault, asked of the contacts that lie nearest to `near`; read once, and only when asked."""

    def __init__(self, session: Session, near: str = "") -> None:
        self._session = session
        self._folder = near.rpartition("/")[0]
        self._keys: dict[str, str] = {}
        self.rules: Rules = build_rules(session.settings)

    @cached_property
    def _texts(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[tuple[str, str]]:
        paths = sorted(self._session.index().contacts)
        near = [path for path in paths if path.rpartition("/")[0] == self._folder]
        far = [path for path in paths if path.rpartition("/")[0] != self._folder]
        for path in (*near, *far)[:SAMPLE]:
            note = read_note(self._session.root, path)
            if note is not None and note.text:
                yield path, note.text

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        return tuple(read_frontmatter(path, text) for path, text in self._texts)

    @cached_property
    def log(self) -> LogStyle:
        """Give the form of logs."""
        return detect_style(self._texts)

    @cached_property
    def tasks(self) -> TaskForm:
        """Give the form of tasks with dates: that of every follow-up in the vault, wherever it stands."""
        follow_ups = self._session.picture().follow_ups
        return detect_task_form(f"- [ ] {follow_up.source.text}" for follow_up in follow_ups)

    def key(self, name: str) -> str:
        """Give the usual spelling of a field; where no note has it, the settings' own, else the canonical name."""
        if name not in self._keys:
            self._keys[name] = self._usual(name)
        return self._keys[name]

    def _usual(self, name: str) -> str:
        usual = usual_key(name, self._blocks, self.rules.spellings)
        own = self._session.settings.fields.get(name, ())
        return own[0] if usual == name and own else usual


def link_to(session: Session, path: str, shown: str = "") -> str:
    """Write a link to a note: by its name, with the folder where another note has that name too; `shown` is its text.

    The note may be one that is still to be made.
    """
    others = [other for other in session.index().names.get(note_key(path), ()) if other != path]
    stem = path.removesuffix(".md")
    name = stem.rpartition("/")[2]
    target = stem if others else name
    shown = shown or name
    return f"[[{target}]]" if shown == target else f"[[{target}|{shown}]]"
