"""The text of a new contact's note: what its template makes, with the properties as the vault spells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.model.note import NoteKind
from pnm_vault.notes.edit import Edited, add_to_property, set_property
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.values.field_names import normal_key
from pnm_vault.notes.values.field_value import LISTS, holds_list, key_in
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.review.render import TemplateProblem
from pnm_vault.vault.templates import NOTES, SUFFIX, TemplateSet, find_templates

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

TEMPLATE = f"{NOTES}contact{SUFFIX}"

Value = str | tuple[str, ...]

_REPAIR = "Nothing was made. Repair the template, or take it out of the vault."


def write_contact(session: Session, path: str, name: str, fields: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
    """Give the text of the note at `path`, and what the user should know of its template, a sentence each.

    `fields` are properties by their canonical names.

    Raises:
        PnmError: the template is wrong, or makes no contact's note.
        BadValueError: a value cannot be written.
    """
    templates = find_templates(session.root, session.settings)
    text = fill_contact(HouseStyle(session, path), path, render_contact(session, templates, name, fields), fields)
    place = f"{session.settings.review.templates}/{TEMPLATE}"
    return text, tuple(f"{one.path}: {one.message}" for one in templates.problems if one.path == place)


def render_contact(session: Session, templates: TemplateSet, name: str, given: Mapping[str, Value]) -> str:
    """Make the note from its template. Of the properties it gets what it may show in the text, escaped."""
    shown = dict.fromkeys(("category", "organisation", "role"), "") | dict(given)
    lists = {field: list(_items(given.get(field, ()))) for field in ("circles", "email", "phone", "url")}
    context = {"title": name, "today": session.today.isoformat(), **shown, **lists}
    try:
        return session.render(TEMPLATE.removesuffix(SUFFIX), context, templates)
    except TemplateProblem as problem:
        place = problem.as_problem(session.settings.review.templates)
        raise PnmError(f"{place.path}:{place.line}: {problem.message}", _REPAIR) from problem


def _items(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def fill_contact(style: HouseStyle, path: str, text: str, fields: Mapping[str, Value]) -> str:
    """Put properties into the text of a new contact's note: under the keys that it has, else as the vault spells them.

    Values never pass through a template on their way here, so that none can act as YAML.

    Raises:
        PnmError: the note would be none of a contact, or its properties cannot be read.
        BadValueError: a value cannot be written.
    """
    block = read_frontmatter(path, text)
    if block.problems:
        raise PnmError(f"{TEMPLATE} makes properties that cannot be read: {block.problems[0].message}", _REPAIR)
    for field, value in fields.items():
        key = key_in(block, field, field, style.rules.spellings) or style.key(field)
        text = _with(path, text, key, value, add=holds_list(block, key) and field in LISTS)
    says_its_kind = any(normal_key(key) == "type" for key in read_frontmatter(path, text).values)
    if not says_its_kind and parse_note(path, text, style.rules).kind is not NoteKind.CONTACT:
        text = _with(path, text, "type", "person")
    if parse_note(path, text, style.rules).kind is not NoteKind.CONTACT:
        raise PnmError(f"What {TEMPLATE} makes is no contact's note: it would be read as something else.", _REPAIR)
    return text


def _with(path: str, text: str, key: str, value: Value, *, add: bool = False) -> str:
    edited: Edited = add_to_property(path, text, key, _items(value)) if add else set_property(path, text, key, value)
    if edited.text is None:
        assert edited.problem is not None
        raise BadValueError(f"{key}: {edited.problem.message}")
    return edited.text
