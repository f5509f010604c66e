"""Full-text search: every note is read, for reading all of them costs less than keeping an index of their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.insights.helping.finding import FoundIn, find_in
from pnm_vault.model.record import Record
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.pipeline.session import Session


class FoundNote(Record, frozen=True):
    """A note that holds all that was looked for. `is_contact`: it is a contact's own, `name` is then theirs."""

    path: str
    name: str
    is_contact: bool
    private: bool
    found: FoundIn


def find_notes(session: Session, terms: Sequence[str]) -> tuple[FoundNote, ...]:
    """Find the notes that hold all of `terms` (see `insights.helping.finding.read_query`).

    Contacts come first; among them those whose name it is, then those with the most in a single line, then by path.
    Review notes are left out: they only repeat.
    """
    private = session.picture().network.private
    contacts = session.index().contacts
    notes: list[FoundNote] = []
    for path in session.note_paths():
        source = read_note(session.root, path)
        if source is None:
            continue
        name = contacts.get(path)
        title = path.rpartition("/")[2].removesuffix(".md")
        found = find_in(title if name is None or name == title else f"{name} {title}", source.text, terms)
        if found is not None:
            notes.append(FoundNote(path, name or title, name is not None, path in private, found))
    return tuple(sorted(notes, key=_best_first))


def _best_first(note: FoundNote) -> tuple[bool, int, int, str]:
    return not note.is_contact, -note.found.named, -note.found.closest, note.path
