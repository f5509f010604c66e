"""`pnm set`, `pnm snooze` and `pnm link`: a property of a contact's note, under the key that the note has for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from pnm_vault.index.names import resolve
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.edit import Edited, add_to_property, remove_from_property, remove_property, set_property
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.block import Block
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.merge_marks import conflicting_key
from pnm_vault.notes.values.day_words import coming_day
from pnm_vault.notes.values.field_names import CANONICAL_FIELDS, canonical_field
from pnm_vault.notes.values.field_value import LISTS, FieldValue, ValueFault, holds_list, items_of, key_in, read_value
from pnm_vault.pipeline.writing.carry_out import BadValueError, Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


class How(StrEnum):
    """What is done with a property."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"
    CLEAR = "clear"


class Setting(Row, frozen=True):
    """One change of one field as it was typed; `typed` is empty to clear it."""

    field: str
    typed: str = ""
    how: How = How.SET


class FieldSet(Record, frozen=True):
    """Which key got which value (None: it was taken away), and what was done."""

    path: str
    key: str
    value: FieldValue | None
    written: Written


def set_field(
    session: Session,
    path: str,
    field: str,
    typed: str,
    words: Sequence[str],
    *,
    how: How = How.SET,
    dry_run: bool = False,
) -> FieldSet:
    """Set, add to, take from or clear the field of a contact; see `carry_out`.

    Raises:
        BadValueError: no field is spelled so, or its reader would make nothing of the value.
    """
    change = _change(session, path, Setting(field, typed, how))
    written = carry_out(session, lambda: plan_edits(session.root, {path: [change.edit]}), words, dry_run=dry_run)
    return FieldSet(path, change.key, change.value, written)


def set_fields(
    session: Session, settings: Mapping[str, Sequence[Setting]], words: Sequence[str], *, dry_run: bool = False
) -> Written:
    """Change fields of several contacts, by path, all of them or none; see `carry_out`.

    Raises:
        BadValueError: no field is spelled so, or its reader would make nothing of the value.
    """
    edits = {path: [_change(session, path, one).edit for one in wanted] for path, wanted in settings.items()}
    return carry_out(session, lambda: plan_edits(session.root, edits), words, dry_run=dry_run)


def _change(session: Session, path: str, setting: Setting) -> FieldChange:
    """Look up what a field is called.

    Raises:
        BadValueError: no field is spelled so, or it holds one value and is used as a list.
    """
    style = HouseStyle(session, path)
    field, how = setting.field, setting.how
    name = canonical_field(field, style.rules.spellings)
    if name is None:
        near = get_close_matches(field.lower(), CANONICAL_FIELDS, n=3, cutoff=0.5)
        remedy = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else "docs/note-format.md lists the fields; others are yours to edit."
        )
        raise BadValueError(f"pnm reads no field called {field}.", remedy)
    if how in (How.ADD, How.REMOVE) and name not in LISTS:
        raise BadValueError(f"{name} holds one value, not a list.", "Leave out --add and --remove.")
    return FieldChange(session, style, name, field, setting.typed, how)


def snooze(session: Session, path: str, when: str, words: Sequence[str], *, dry_run: bool = False) -> FieldSet:
    """Ask for no reminder about a contact before a day; see `carry_out`.

    Raises:
        BadValueError: the day cannot be read, or lies behind.
    """
    day = coming_day(when, session.today)
    if day is None:
        raise BadValueError(
            f"“{when}” is no day ahead that can be read.", "Write 2 weeks, friday, march, 14 jan or 2027-01-14."
        )
    change = FieldChange(session, HouseStyle(session, path), "next_contact", "next_contact", day.isoformat(), How.SET)
    written = carry_out(session, lambda: plan_edits(session.root, {path: [change.edit]}), words, dry_run=dry_run)
    return FieldSet(path, change.key, day, written)


def link_contacts(
    session: Session, first: str, second: str, words: Sequence[str], *, one_way: bool = False, dry_run: bool = False
) -> Written:
    """Write into the notes of two contacts that they know each other, or with `one_way` only into that of the first.

    A note that says so already, however it is spelled, stays as it is; see `carry_out`.

    Raises:
        BadValueError: both are the same contact.
    """
    if first == second:
        raise BadValueError(f"Both names are those of {session.name_of(first)}.", "Name two contacts.")
    sides = ((first, second),) if one_way else ((first, second), (second, first))
    edits = {path: [acquaint(session, HouseStyle(session, path), path, other)] for path, other in sides}
    return carry_out(session, lambda: plan_edits(session.root, edits), words, dry_run=dry_run)


def acquaint(session: Session, style: HouseStyle, path: str, other: str) -> Edit:
    """Write into the note at `path` that its contact knows `other`, unless it says so, however it is spelled."""
    change = FieldChange(session, style, "knows", "knows", link_to(session, other), How.ADD)

    def edit(path: str, text: str) -> Edited:
        contact = parse_note(path, text, change.style.rules).contact
        index = session.index()
        known = [
            resolve(link.target, path, index.names, index.aliases).path for link in (contact.knows if contact else ())
        ]
        return Edited(text) if other in known else change.edit(path, text)

    return edit


class FieldChange:
    """One change of one field; `key` and `value` are known once it was planned."""

    def __init__(self, session: Session, style: HouseStyle, name: str, field: str, typed: str, how: How) -> None:
        self.session = session
        self.style = style
        self.name = name
        self.field = field
        self.typed = typed
        self.how = how
        self.key = ""
        self.value: FieldValue | None = None

    def edit(self, path: str, text: str) -> Edited:
        """Change the property in the text of a note."""
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        self.key = self._key(block)
        if self.how is How.CLEAR:
            return remove_property(path, text, self.key) if self.key in block.values else Edited(text)
        try:
            edited = self._edited(path, text, block)
        except ValueFault as fault:
            raise BadValueError(f"{self.key}: {fault}") from None
        if edited.text is None:
            return edited
        problem = self._not_as_meant(path, text, edited.text)
        if problem is not None:
            return Edited(None, problem)
        return self._settled(path, edited, block) if self.how is How.SET else edited

    def _settled(self, path: str, edited: Edited, block: Block) -> Edited:
        """Take away what a merge kept as a second version of the property: now its owner has said what it is."""
        for key in block.values:
            if edited.text is not None and conflicting_key(key, block.values) == self.key:
                edited = remove_property(path, edited.text, key)
        return edited

    def _key(self, block: Block) -> str:
        spellings = self.style.rules.spellings
        found = key_in(block, self.name, self.field, spellings)
        if found is None and self.name == "next_contact":
            found = key_in(block, "snooze", "snooze", spellings)
        return found or self.style.key(self.name)

    def _edited(self, path: str, text: str, block: Block) -> Edited:
        if self.how is How.SET:
            value = read_value(self.name, self.typed, self.session.today, as_list=holds_list(block, self.key))
            self.value = self._linked(value)
            return set_property(path, text, self.key, self.value)
        items = self._linked_items(items_of(self.name, self.typed))
        self.value = items
        act = add_to_property if self.how is How.ADD else remove_from_property
        return act(path, text, self.key, items)

    def _linked(self, value: FieldValue) -> FieldValue:
        if self.name not in ("knows", "introduced_by"):
            return value
        items = self._linked_items(value if isinstance(value, tuple) else (str(value),))
        return items if isinstance(value, tuple) else items[0]

    def _linked_items(self, items: tuple[str, ...]) -> tuple[str, ...]:
        """Write contacts that are named as links to their notes."""
        if self.name not in ("knows", "introduced_by"):
            return items
        found = [(item, self.session.find_contacts(item) if "[[" not in item else ()) for item in items]
        return tuple([link_to(self.session, paths[0]) if len(paths) == 1 else item for item, paths in found])

    def _not_as_meant(self, path: str, before: str, after: str) -> Problem | None:
        """Say what the reader of the field has against the new value."""
        was, now = parse_note(path, before, self.style.rules), parse_note(path, after, self.style.rules)
        known = {(problem.code, problem.message) for problem in was.problems}
        for problem in now.problems:
            if (problem.code, problem.message) not in known:
                return problem
        day = now.contact.next_contact if now.contact is not None else None
        if self.name == "next_contact" and isinstance(self.value, date) and day is not None and day > self.value:
            line = now.contact.next_contact_line if now.contact is not None else 0
            message = f"Another property there asks to wait until {day}: change that one, or take it away."
            return Problem(path, line, Severity.WARNING, "edit-unproved", message)
        return None
