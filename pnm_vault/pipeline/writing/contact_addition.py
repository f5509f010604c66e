"""What is known of a contact, added to the note that is there: only what it does not say yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pnm_vault.index.lookup import loosen
from pnm_vault.index.names import note_key
from pnm_vault.model.contact import Contact
from pnm_vault.model.plan import Replace
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited, add_to_property, set_property
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.field_value import key_in
from pnm_vault.pipeline.writing.carry_out import Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.contact_note import Value
from pnm_vault.pipeline.writing.house_style import HouseStyle

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_LISTS = frozenset({"aliases", "circles", "email", "phone", "url"})


class Added(Record, frozen=True):
    """What was added to the note at `path`, now `text`. `kept` are fields of which it says something else already."""

    path: str
    text: str
    kept: tuple[str, ...]
    written: Written


def add_to_contact(
    session: Session, path: str, name: str, fields: Mapping[str, Value], words: Sequence[str], *, dry_run: bool = False
) -> Added:
    """Add `fields` (by canonical names) to a contact, and `name` as an alias where it is another; see `carry_out`.

    Lists get what they lack. A field of one value is set where the note has none; else it stays as it is.
    """
    contact = session.notes((path,))[path].note.contact
    assert contact is not None
    style = HouseStyle(session, path)
    has = _said(contact)
    more = {field: _lacking(value, has[field]) for field, value in fields.items()}
    known = map(loosen, (contact.name, note_key(path), *contact.aliases))
    more["aliases"] = () if loosen(name) in known else (name,)
    kept = tuple(field for field, values in more.items() if values and has.get(field) and field not in _LISTS)
    edits = [_edit(style, field, values) for field, values in more.items() if values and field not in kept]
    written = carry_out(session, lambda: plan_edits(session.root, {path: edits}), words, dry_run=dry_run)
    after = [step.content.decode() for step in written.plan.steps if isinstance(step, Replace)]
    return Added(path, after[0] if after else "", kept, written)


def _said(contact: Contact) -> dict[str, tuple[str, ...]]:
    return {
        "category": (contact.category,) if contact.category else (),
        "circles": contact.circles,
        "organisation": contact.organisations,
        "role": (contact.role,) if contact.role else (),
        "email": contact.emails,
        "phone": contact.phones,
        "url": contact.urls,
    }


def _lacking(value: Value, has: Sequence[str]) -> tuple[str, ...]:
    """Give those of some values that are not there yet; case and spaces do not matter."""
    there = {"".join(one.casefold().split()) for one in has}
    values = (value,) if isinstance(value, str) else value
    return tuple(one for one in values if "".join(one.casefold().split()) not in there)


def _edit(style: HouseStyle, field: str, values: tuple[str, ...]) -> Edit:
    def edit(path: str, text: str) -> Edited:
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        key = key_in(block, field, field, style.rules.spellings) or style.key(field)
        there = key in block.values and bool(block.values[key].value)
        if there or len(values) > 1 or field in ("aliases", "circles"):
            return add_to_property(path, text, key, values)
        return set_property(path, text, key, values[0])

    return edit
