"""Property types for Obsidian: which type a property of contacts has, as far as every note of the vault agrees.

A type holds for the whole vault. Obsidian warns at every value that does not fit, so a property whose values are of
several forms gets no type.

Source: Obsidian Help, Properties; the names of the types are those that Obsidian writes into `types.json` itself.
"""

from collections.abc import Iterable, Mapping

from pnm_vault.notes.obsidian.habits import Habits, Shapes

FILE = "types.json"
KEY = "types"

DATE, LIST, CHECKBOX, TEXT = "date", "multitext", "checkbox", "text"

_TYPES: Mapping[str, str] = {
    "last_contact": DATE,
    "next_contact": DATE,
    "snooze": DATE,
    "birthday": DATE,
    "anniversary": DATE,
    "met_on": DATE,
    "circles": LIST,
    "interests": LIST,
    "asks": LIST,
    "offers": LIST,
    "knows": LIST,
    "introduced_by": LIST,
    "archived": CHECKBOX,
    "private": CHECKBOX,
    "phone": TEXT,  # else a number without a plus sign loses its zeros
}
# These get their type before any note has them; so does what the templates write for events and introductions.
_ALWAYS = frozenset({"last_contact", "snooze", "birthday", "circles", "asks", "offers", "private"})
_OTHER_TYPES = {"attendees": LIST, "date": DATE, "between": LIST}


def types_for(habits: Habits) -> Mapping[str, str]:
    """Give the types of properties by their spellings: those with which no value in the vault is at odds."""
    wanted = {
        key: kind
        for field, kind in _TYPES.items()
        if field in habits.spelled or field in _ALWAYS
        for key in habits.spellings(field)
    }
    return {
        key: kind for key, kind in {**wanted, **_OTHER_TYPES}.items() if fits(habits.shapes.get(key, Shapes()), kind)
    }


def fits(shapes: Shapes, kind: str) -> bool:
    """Tell whether every value of a property is of a type."""
    fitting = {
        DATE: shapes.days,
        LIST: shapes.lists,
        CHECKBOX: shapes.truths,
        TEXT: shapes.texts,
    }
    return fitting[kind] == shapes.filled


def missing_types(present: Iterable[str], wanted: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out what has a type already: Obsidian does not tell names apart by case."""
    there = {name.lower() for name in present}
    return {name: kind for name, kind in wanted.items() if name.lower() not in there}
