"""What was understood of one vCard, while it is being read, and what is handed back as it came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pnm_vault.exchange.incoming.cards.lines import Param, Property
from pnm_vault.exchange.incoming.cards.values import label_of, preference_of
from pnm_vault.exchange.outgoing.exported import one_line, without_controls
from pnm_vault.model.incoming import Photo, Stated
from pnm_vault.model.record import Row

MAX_VALUE = 1000  # characters of a value of a field; a longer one is no e-mail address, and goes into the words
MAX_KEPT_LINE = 4000
MAX_KEPT = 64_000
MAX_STATED = 2000

# Fields whose label is half of what they say: one day may be two anniversaries.
_TOLD_APART = frozenset(["important_dates", "knows"])
_NO_PERSONS = {
    "org": "an organisation",
    "organization": "an organisation",
    "location": "a place",
    "application": "a program",
    "device": "a device",
}


class Address(Row, frozen=True):
    """A postal address in its seven parts, and which of several it is: what it is called, and its place among them."""

    parts: tuple[str, ...]
    label: str
    preference: int
    line: int


class CardDraft:
    """What was understood of one card so far."""

    def __init__(self, line: int) -> None:
        """Begin with nothing; `line` is where the card begins."""
        self.line = line
        self.names: list[str] = []
        self.parts: tuple[str, ...] = ("",) * 5
        self.key = ""
        self.no_category = False
        self.kind = ""
        self.members: list[str] = []
        self.stated: dict[tuple[str, str, str], tuple[int, Stated]] = {}
        self.fields: set[str] = set()
        self.notes: dict[str, None] = {}
        self.words: dict[str, None] = {}
        self.roles: list[Property] = []
        self.addresses: list[Address] = []
        self.related: list[tuple[str, str, Property]] = []
        self.labels: dict[str, str] = {}
        self.taken_groups: set[str] = set()
        self.unknown: list[Property] = []
        self.revised: date | None = None
        self.private = False
        self.photo: Photo | None = None
        self.faults: list[tuple[int, str]] = []

    def state(self, field: str, text: str, one: Property, label: str | None = None) -> None:
        """Note a value of a field, once; one that is too long for a field goes into the words."""
        if not text:
            return
        if len(text) > MAX_VALUE or len(self.stated) >= MAX_STATED:
            self.add_words(field.replace("_", " ").capitalize(), text)
            return
        called = label_of(one, self.labels) if label is None else label
        key = (field, text, called if field in _TOLD_APART else "")
        self.stated.setdefault(key, (preference_of(one), Stated(field, text, called, one.line)))
        self.fields.add(field)

    def texts(self, field: str) -> tuple[str, ...]:
        """Give the values of a field so far."""
        return tuple([text for known, text, _ in self.stated if known == field])

    def add_words(self, label: str, text: str) -> None:
        """Note what has no field, under its name, once."""
        if text:
            self.words[f"{label}: {text}"] = None


# What one property says: it is noted in the draft. False: it was not understood, and is kept.
Meaning = Callable[[CardDraft, Property], bool | None]


def kind_of_other(draft: CardDraft) -> str:
    """Say what a card is of when it is of no contact, empty for a contact.

    Programs that know companies only as cards without a name of a person write the company's name twice.
    """
    if draft.kind in _NO_PERSONS:
        return _NO_PERSONS[draft.kind]
    nameless = not any(draft.parts) and draft.kind != "individual"
    shown = {name.casefold() for name in draft.names}
    of_firm = {text.casefold() for text in draft.texts("organisation")}
    return "an organisation" if nameless and of_firm and shown <= of_firm else ""


def kept_lines(draft: CardDraft) -> tuple[tuple[str, ...], int]:
    """Give the lines to hand back when the contact is exported, and the number of those that are too long for it.

    Groups are numbered anew under names that no export uses, so that they cannot meet those of other lines.
    """
    groups: dict[str, str] = {}
    kept: dict[str, None] = {}
    size = dropped = 0
    for one in draft.unknown:
        if len(one.value) > MAX_KEPT_LINE or size > MAX_KEPT:
            dropped += 1
            continue
        group = groups.setdefault(one.group, f"kept{len(groups) + 1}.") if one.group else ""
        line = group + one.name + "".join(map(_param, one.params)) + ":" + _one_value(one)
        size += len(line)
        kept[line] = None
    return tuple(kept), dropped


def _param(pair: Param) -> str:
    key, value = pair
    if key == "CHARSET" or (key == "ENCODING" and value.upper() not in ("B", "BASE64")):
        return ""  # it was decoded
    text = one_line(value).replace('"', "'")
    return f';{key}="{text}"' if set(text) & set(",:;") else f";{key}={text}"


def _one_value(one: Property) -> str:
    text = without_controls(one.value)
    if one.old:  # where a backslash before an n is just that
        text = text.replace("\\n", "\\\\n").replace("\\N", "\\\\N")
    return text.replace("\n", "\\n")
