"""A fact of a contact's note dated anew, said to be gone, or given other words, in the properties where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.insights.remembering.facts import Fact
from pnm_vault.notes.edit import Edited, add_to_property, remove_from_property, set_property
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.block import Block, Node, texts_of
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.confirmed import confirmed_text, fact_field, parse_confirmed
from pnm_vault.notes.values.field_names import canonical_field
from pnm_vault.notes.values.field_value import WORD_LISTS, key_in
from pnm_vault.pipeline.writing.field_setting import FieldChange, How

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.carry_out import Edit
    from pnm_vault.pipeline.writing.house_style import HouseStyle


class FactEdits:
    """The edits of one fact. Where the note says of it something newer than `since`, an answer was carried out before.

    `since` None: the line showed no day.
    """

    def __init__(self, session: Session, style: HouseStyle, fact: Fact, since: date | None) -> None:
        self._session = session
        self._style = style
        self._fact = fact
        self._since = since or date.min

    def confirm(self, day: date, *, gone: bool = False) -> Edit:
        """Write on which day it was so, or was not so any more, in place of what was said of that before."""

        def edit(path: str, text: str) -> Edited:
            if self._is_newer(path, text):
                return Edited(text)
            return self._dated(path, text, self._fact.text, day, gone=gone)

        return edit

    def replace(self, words: str, day: date) -> Edit:
        """Write what it is now, and that this was so on a day.

        Raises:
            PnmError: when the note is edited: where the words stand cannot be told, or they are no value of the field.
        """

        def edit(path: str, text: str) -> Edited:
            if self._is_newer(path, text):
                return Edited(text)
            changed = self._reworded(path, text, words)
            return changed if changed.text is None else self._dated(path, changed.text, words, day)

        return edit

    def take_out(self, day: date) -> Edit:
        """Take an ask or an offer out of the list that holds it; of one in the text write that it is so no longer."""

        def edit(path: str, text: str) -> Edited:
            found = self._find_item(_block(path, text))
            if found is None:
                if self._is_newer(path, text):
                    return Edited(text)
                return self._dated(path, text, self._fact.text, day, gone=True)
            key, item, whole = found
            return set_property(path, text, key, None) if whole else remove_from_property(path, text, key, (item,))

        return edit

    def _is_newer(self, path: str, text: str) -> bool:
        contact = parse_note(path, text, self._style.rules).contact
        return any(
            one.day > self._since
            for one in (contact.confirmed if contact is not None else ())
            if one.kind == self._fact.kind and self._is_ours(one.text)
        )

    def _is_ours(self, words: str) -> bool:
        return not self._fact.item or words.casefold() == self._fact.text.casefold()

    def _dated(self, path: str, text: str, words: str, day: date, *, gone: bool = False) -> Edited:
        change = FieldChange(self._session, self._style, "confirmed", "confirmed", "", How.ADD)
        change.typed = confirmed_text(self._fact.kind, words if self._fact.item else "", day, gone=gone)
        added = change.edit(path, text)
        if added.text is None:
            return added
        node = _block(path, added.text).values[change.key]
        said = [str(one.value) for one in texts_of(node)]
        old = [one for one in said if one != change.typed and self._speaks_of_it(one)]
        return remove_from_property(path, added.text, change.key, tuple(old)) if old else added

    def _speaks_of_it(self, said: str) -> bool:
        found = parse_confirmed(said)
        return found is not None and found.kind == self._fact.kind and self._is_ours(found.text)

    def _reworded(self, path: str, text: str, words: str) -> Edited:
        block = _block(path, text)
        if self._fact.item:
            key, item, whole = self._item_in(path, block)
            if whole:
                return set_property(path, text, key, words)
            removed = remove_from_property(path, text, key, (item,))
            return removed if removed.text is None else add_to_property(path, removed.text, key, (words,))
        found = {
            name: key
            for key, node in block.values.items()
            if node.value and fact_field(key) == self._fact.kind
            for name in [canonical_field(key, self._style.rules.spellings) or ""]
        }
        if not found:
            raise PnmError("this stands in the text of the note: change it there, then tick the line.")
        if len(found) > 1 or _is_several(self._fact.kind, block.values[next(iter(found.values()))]):
            raise PnmError("the note says this in more than one place: change it there, then tick the line.")
        [(name, key)] = found.items()
        if key_in(block, name, name, self._style.rules.spellings) != key:
            raise PnmError(f"the note says this under {key}: change it there, then tick the line.")
        return FieldChange(self._session, self._style, name, name, words, How.SET).edit(path, text)

    def _item_in(self, path: str, block: Block) -> tuple[str, str, bool]:
        found = self._find_item(block)
        if found is None:
            line = f", line {self._fact.line}" if self._fact.line else ""
            raise PnmError(f"this stands in the text of the note ({path}{line}): change it there.")
        return found

    def _find_item(self, block: Block) -> tuple[str, str, bool] | None:
        """Give the property that holds an ask or offer, its text there, and whether that is all of the property."""
        for key, node in block.values.items():
            if canonical_field(key, self._style.rules.spellings) == self._fact.kind:
                for one in texts_of(node):
                    if str(one.value).strip() == self._fact.text:
                        return key, str(one.value), isinstance(node.value, str)
        return None


def _block(path: str, text: str) -> Block:
    return read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_several(kind: str, node: Node) -> bool:
    return len(texts_of(node)) > 1 or (kind in WORD_LISTS and "," in str(node.value))
