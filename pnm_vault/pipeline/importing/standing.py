"""What a contact's note says of each field that an import may bring, and when two values say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pnm_vault.index.lookup import loosen
from pnm_vault.index.names import note_key
from pnm_vault.model.contact import Contact, ImportantDate, Status
from pnm_vault.model.incoming import Stated
from pnm_vault.notes.values.cadence import parse_cadences
from pnm_vault.notes.values.dates import parse_partial_date
from pnm_vault.notes.values.field_names import SPELLINGS, normal_key
from pnm_vault.patterns import pattern_of

_NUMBER_END = 9  # the last digits of a telephone number are the same with and without a country's or a trunk's prefix
_SCHEME = pattern_of(r"\A(?:https?://)?(?:www\.)?", re.I)
_DATES = ("birthday", "anniversary")
# Sentences: a table may have parted one in two.
_TOLD = frozenset({"how_met", "where_met", "interests", "offers", "asks", "goals", "gift_ideas"})


def _all(name: str) -> Callable[[Contact], tuple[str, ...]]:
    return lambda one: tuple([str(getattr(each, "text", each)) for each in getattr(one, name)])


def _one(name: str) -> Callable[[Contact], tuple[str, ...]]:
    def values(contact: Contact) -> tuple[str, ...]:
        value: Any = getattr(contact, name)
        return () if value is None else (str(getattr(value, "text", value)),)

    return values


def _links(name: str) -> Callable[[Contact], tuple[str, ...]]:
    return lambda one: tuple([note_key(link.target) for link in getattr(one, name)])


def _dated(label: str) -> Callable[[Contact], tuple[str, ...]]:
    return lambda one: tuple([written_date(day) for day in one.dates if day.label == label])


def _labels(one: Contact) -> tuple[str, ...]:
    """Give all that an address book has one kind of label for."""
    return (*one.circles, *one.tags, *([one.category] if one.category else []))


def _cadence(one: Contact) -> tuple[str, ...]:
    if one.cadence is None:
        return ()
    days = one.cadence.days
    return ("never" if days is None else str(days) + (f"..{one.cadence.latest}" if one.cadence.latest else ""),)


# Of these a change is always the owner's to decide: a wrong one is what makes a note useless before a talk.
_ASKED = {"organisation": _all("organisations"), "role": _one("role"), "place": _one("place")}
_SINGLES: Mapping[str, Callable[[Contact], tuple[str, ...]]] = {
    **{label: _dated(label) for label in _DATES},
    **{
        name: _one(name)
        for name in ("category", "time_zone", "priority", "closeness", "met_on", "how_met", "where_met", "next_contact")
    },
    "cadence": _cadence,
    "status": lambda one: (one.status.value,) if one.status is not Status.ACTIVE else (),
    "private": lambda one: ("true",) if one.private else (),
}
# Of these a contact has any number, and what a source adds leaves the others as they are.
_LISTS: Mapping[str, Callable[[Contact], tuple[str, ...]]] = {
    "aliases": lambda one: tuple(dict.fromkeys((one.name, note_key(one.path), *one.aliases))),
    "email": _all("emails"),
    "phone": _all("phones"),
    "url": _all("urls"),
    "circles": _labels,
    "tags": _labels,
    "knows": _links("knows"),
    "introduced_by": _links("introduced_by"),
    "important_dates": lambda one: tuple([f"{day.label}: {written_date(day)}" for day in one.dates]),
    **{name: _all(name) for name in ("interests", "offers", "asks", "goals", "gift_ideas")},
}
_VALUES = {**_ASKED, **_SINGLES, **_LISTS}

ASKED, SINGLES, LISTS, FIELDS = tuple(_ASKED), tuple(_SINGLES), tuple(_LISTS), tuple(_VALUES)


def values_of(contact: Contact, field: str) -> tuple[str, ...]:
    """Give what the note of a contact says of a field of `FIELDS`, in words; empty where it says nothing."""
    return _VALUES[field](contact)


def written_date(one: ImportantDate) -> str:
    """Write a date as a note has it: `1980-04-15`, or `--04-15` without a year."""
    return f"{one.year:04d}-{one.month:02d}-{one.day:02d}" if one.year else f"--{one.month:02d}-{one.day:02d}"


def written_value(stated: Stated) -> str:
    """Give a value as a note has it: a date of its own kind goes with its label."""
    if stated.field == "important_dates" and stated.label and parse_partial_date(stated.text):
        return f"{stated.label}: {stated.text}"
    return stated.text


def spelled_as(stated: Stated) -> str:
    """Give the key that says what a source says: `spouse` for whom they know as their spouse; empty for none."""
    known = stated.field == "knows" and SPELLINGS.get(normal_key(stated.label)) == "knows"
    return stated.label.casefold().replace(" ", "_") if known else ""


def normal(field: str, text: str) -> str:
    """Give the form in which two values of a field are compared."""
    if field == "email":
        return text.strip().casefold().removeprefix("mailto:")
    if field == "phone":
        digits = "".join(filter(str.isdigit, text))
        return digits[-_NUMBER_END:] or text.strip().casefold()
    if field == "url":
        return _SCHEME.sub("", text.strip()).casefold().rstrip("/")
    if field in _DATES:
        found = parse_partial_date(text)
        return "-".join(map(str, found)) if found else loosen(text)
    if field == "important_dates":
        label, _, day = text.rpartition(": ")
        return f"{loosen(label)}: {normal('birthday', day)}"
    if field == "cadence" and (wished := parse_cadences(text)) is not None:
        return f"{wished[0]}..{wished[1]}"
    return " ".join(loosen(text).split()) or text.strip()


def is_said(field: str, new: str, has: tuple[str, ...]) -> bool:
    """Tell whether a note that has these values says `new` already, or something more exact."""
    wanted = normal(field, new)
    known = {normal(field, one) for one in has}
    if wanted in known:
        return True
    if field in _DATES and wanted.endswith("-None"):
        # A day without its year is less than the day with it.
        return any(one.startswith(wanted.removesuffix("None")) for one in known)
    if field == "place":
        return any(set(re.findall(r"\w+", wanted)) <= set(re.findall(r"\w+", one)) for one in known)
    if field in _TOLD:
        return any(wanted in one for one in known)
    return False
