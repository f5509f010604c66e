"""Templates for Obsidian's own plugin Templates: a contact, an event, an introduction, as pnm itself begins such notes.

Obsidian puts the title and the day in. The form of the day is written out, as the plugin's own may be set to another,
and a placeholder among the properties stands in quotes: without them Obsidian's editor may change it.

Source: Obsidian Help, Templates.
"""

from collections.abc import Mapping

from pnm_vault.model.note import NoteKind
from pnm_vault.notes.obsidian.habits import Habits, Shapes
from pnm_vault.notes.obsidian.property_types import LIST, fits
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.patterns import pattern_of

FOLDER = "Templates"
NAMES: Mapping[NoteKind, str] = {
    NoteKind.CONTACT: "Contact.md",
    NoteKind.EVENT: "Event.md",
    NoteKind.INTRODUCTION: "Introduction.md",
}

_DAY = "{{date:YYYY-MM-DD}}"
_PLACEHOLDER = pattern_of(r"\{\{[^{}\n]{0,80}\}\}|<%[^%\n]{0,200}%>")
_LONGEST = 20_000


def write_templates(habits: Habits, event_keys: Mapping[str, str]) -> Mapping[NoteKind, str]:
    """Write the text of each template. `event_keys` maps fields of events to how the vault spells them."""
    return {
        NoteKind.CONTACT: _contact(habits),
        NoteKind.EVENT: _event(event_keys),
        NoteKind.INTRODUCTION: _introduction(),
    }


def kind_made_by(text: str, rules: Rules) -> NoteKind:
    """Tell what kind of note comes of a template, wherever it lies, once its placeholders are filled in."""
    filled = _PLACEHOLDER.sub("x", text[:_LONGEST])
    return parse_note("x.md", filled, rules).kind


def _contact(habits: Habits) -> str:
    # The property that tells contacts here, so that the base finds those made of the template too.
    mark, value = habits.types[0] if habits.types else ("type", "person")
    lines = [f"{mark}:", f'  - "{value}"'] if value.startswith("[[") else [f"{mark}: {value}"]
    for field in ("category", "circles", "cadence", "birthday", "last_contact", "asks", "offers"):
        key = habits.key(field)
        is_list = field in ("circles", "asks", "offers") and fits(habits.shapes.get(key, Shapes()), LIST)
        lines.append(f"{key}:{' []' if is_list else ''}")
    return _note(lines, "")


def _event(keys: Mapping[str, str]) -> str:
    day, attendees = keys.get("date", "date"), keys.get("attendees", "attendees")
    return _note(["type: event", f'{day}: "{_DAY}"', f"{attendees}: []"], "")


def _introduction() -> str:
    return _note(["type: introduction", "between: []", "why:"], f"\n## Steps\n\n- {_DAY}: idea\n")


def _note(properties: list[str], body: str) -> str:
    block = "\n".join(properties)
    return f"---\n{block}\n---\n# {{{{title}}}}\n{body}"
