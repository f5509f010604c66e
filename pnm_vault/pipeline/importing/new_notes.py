"""The notes of new contacts: where they lie, what they are called, and what is in them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.index.lookup import loosen
from pnm_vault.index.names import fold
from pnm_vault.model.incoming import IncomingContact
from pnm_vault.notes.edit import safe_stem
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.importing.edits import field_edit, words_edit
from pnm_vault.pipeline.importing.proposal import words_of
from pnm_vault.pipeline.importing.standing import LISTS, SINGLES, normal, spelled_as, written_value
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.contact_note import Value, fill_contact, render_contact
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to
from pnm_vault.pipeline.writing.new_contact import contact_folders, path_for
from pnm_vault.review.escape import one_line
from pnm_vault.vault.templates import find_templates

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_NO_NAME = pattern_of(r'[<>:"/\\|?*#^\[\]%\x00-\x1f\x7f]+')
_LONGEST_NAME = 100
# These are no text: they are written as what they are, a day or a yes, by the edits that check them.
_TYPED = (*SINGLES, "place", "role")
INBOX = "inbox"


class NewNotes:
    """Makes the notes of one import, one after the other; `taken` are their paths and those of all notes, folded."""

    def __init__(self, session: Session, *, circle: str = "", inbox: bool = False) -> None:
        self.session = session
        self.circle = circle
        self.inbox = inbox
        self.style = HouseStyle(session)
        self.templates = find_templates(session.root, session.settings)
        self.taken = {fold(path) for path in session.note_paths()}
        self.folder = contact_folders(session)

    def path(self, one: IncomingContact) -> str:
        """Give a free path for the note of a contact: with what tells them apart where the name is taken.

        Raises:
            BadValueError: nothing of the name can be that of a file.
        """
        stem = name_for_file(one.name)
        beside = [*one.texts("organisation")[:1], *one.texts("place")[:1], *map(str, range(2, 100))]
        for more in ("", *[name_for_file(text) for text in beside]):
            path = self._place(f"{stem} ({more})" if more else stem)
            if fold(path) not in self.taken:
                self.taken.add(fold(path))
                return path
        raise BadValueError(f"{stem}: there are too many notes of this name.")

    def _place(self, stem: str) -> str:
        return path_for(self.session, stem, self.folder(stem) or ".")

    def text(self, path: str, one: IncomingContact, today: date) -> tuple[str, tuple[str, ...]]:
        """Give the text of the note at `path`, and what could not be written, a sentence each.

        Raises:
            PnmError: the template is wrong, or makes no contact's note.
        """
        fields = self._fields(one)
        refused: list[str] = []
        name = one_line(one.name)
        last = next((one_line(text) for text in one.texts("last_name")), "")
        last = "" if name.endswith(last) else last
        if last or name != path.rpartition("/")[2].removesuffix(".md"):
            # A last name by itself would be taken for the whole of it.
            fields = {"name": name, **({"last_name": last} if last else {}), **fields}
        text = fill_contact(self.style, path, render_contact(self.session, self.templates, name, fields), fields)
        text = text if text.endswith("\n") else f"{text}\n"
        if one.private:
            text = self._private(path, text, today)
        edits = []
        for field in _TYPED:
            values = one.texts(field)[:1] if field != "private" else ()
            edits += [field_edit(self.style, field, value, today) for value in values]
        words = list(words_of(one))
        if words:
            edits.append(words_edit(words))
        for edit in edits:
            edited = edit(path, text)
            if edited.text is None:
                refused.append(edited.problem.message if edited.problem else "")
            else:
                text = edited.text
        if self.inbox:
            text = fill_contact(self.style, path, text, {"status": INBOX})
        return text, tuple(refused)

    def _private(self, path: str, text: str, today: date) -> str:
        """Mark a note as private; without the mark it is not made."""
        marked = field_edit(self.style, "private", "true", today)(path, text)
        if marked.text is None:
            raise BadValueError(f"{one_line(path)}: it could not be marked as private.")
        return marked.text

    def _fields(self, one: IncomingContact) -> dict[str, Value]:
        fields: dict[str, list[str]] = {}
        for stated in one.stated:
            if stated.field not in (*LISTS, "organisation", "uid"):
                continue
            text = one_line(written_value(stated), 500)
            key = spelled_as(stated) or stated.field
            if stated.field == "knows":
                found = self.session.find_contacts(text) if "[[" not in text else ()
                text = (
                    link_to(self.session, found[0])
                    if len(found) == 1 and _is_name(self.session, found[0], text)
                    else text
                )
            if text and normal(stated.field, text) not in [normal(stated.field, had) for had in fields.get(key, ())]:
                fields.setdefault(key, []).append(text)
        if self.circle and self.circle not in fields.get("circles", ()):
            fields.setdefault("circles", []).append(self.circle)
        always = ("aliases", "circles", "tags", "interests", "knows", "important_dates")
        return {key: tuple(values) if len(values) > 1 or key in always else values[0] for key, values in fields.items()}


def _is_name(session: Session, path: str, text: str) -> bool:
    return loosen(session.name_of(path)) == loosen(text)


def name_for_file(name: str) -> str:
    """Give what of a name can be that of a file: signs that a link or a system cannot have are left out.

    Raises:
        BadValueError: nothing is left of it.
    """
    stem = " ".join(_NO_NAME.sub(" ", one_line(name, _LONGEST_NAME)).split()).strip(". ~-")
    made = safe_stem(stem) if stem else stem
    if not isinstance(made, str) or not made:
        # The rest of what a file's name must not be is rare: letters, digits and simple signs are always right.
        made = safe_stem(" ".join(re.sub(r"[^\w.,'() -]+", " ", stem).split()).strip(". ")) if stem else stem
    if not isinstance(made, str) or not made:
        raise BadValueError(f"{one_line(name, 80) or 'A name'} cannot be the name of a note.")
    return made
