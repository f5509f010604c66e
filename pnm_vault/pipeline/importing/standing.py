"""What a contact's note says of each field that an import may bring, and when two values say the same."""

from __future__ import annotations

import re

from pnm_vault.index.lookup import loosen
from pnm_vault.index.names import note_key
from pnm_vault.model.contact import Contact, ImportantDate, Status
from pnm_vault.notes.values.dates import parse_partial_date
from pnm_vault.patterns import pattern_of

# Of these a contact has any number, and what a source adds leaves the others as they are.
LISTS = ("aliases", "email", "phone", "url", "circles", "knows", "important_dates")
# Of these a change is always the owner's to decide: a wrong one is what makes a note useless before a talk.
ASKED = ("organisation", "role", "place")
SINGLES = (
    *("birthday", "anniversary", "category", "time_zone", "priority", "met_on", "how_met", "where_met"),
    *("status", "private"),
)
FIELDS = (*ASKED, *SINGLES, *LISTS)

_NUMBER_END = 9  # the last digits of a telephone number are the same with and without a country's or a trunk's prefix
_SCHEME = pattern_of(r"\A(?:https?://)?(?:www\.)?", re.I)


def values_of(contact: Contact, field: str) -> tuple[str, ...]:
    """Give what the note of a contact says of a field of `FIELDS`, in words; empty where it says nothing."""
    if field in ("birthday", "anniversary"):
        return tuple([written_date(one) for one in contact.dates if one.label == field])
    if field == "important_dates":
        return tuple([f"{one.label}: {written_date(one)}" for one in contact.dates])
    if field == "aliases":
        return tuple(dict.fromkeys((contact.name, note_key(contact.path), *contact.aliases)))
    if field == "knows":
        return tuple([note_key(link.target) for link in contact.knows])
    if field == "status":
        return (contact.status.value,) if contact.status is not Status.ACTIVE else ()
    if field == "private":
        return ("true",) if contact.private else ()
    told: dict[str, tuple[str, ...]] = {
        "organisation": contact.organisations,
        "email": contact.emails,
        "phone": contact.phones,
        "url": contact.urls,
        # An address book has one kind of label for all three.
        "circles": (*contact.circles, *contact.tags, *([contact.category] if contact.category else [])),
    }
    if field in told:
        return told[field]
    single = {
        "role": contact.role,
        "place": contact.place,
        "category": contact.category,
        "time_zone": contact.time_zone,
        "priority": contact.priority,
        "met_on": contact.met_on,
        "how_met": contact.how_met and contact.how_met.text,
        "where_met": contact.where_met and contact.where_met.text,
    }[field]
    return () if single is None else (str(single),)


def written_date(one: ImportantDate) -> str:
    """Write a date as a note has it: `1980-04-15`, or `--04-15` without a year."""
    return f"{one.year:04d}-{one.month:02d}-{one.day:02d}" if one.year else f"--{one.month:02d}-{one.day:02d}"


def normal(field: str, text: str) -> str:
    """Give the form in which two values of a field are compared."""
    if field == "email":
        return text.strip().casefold().removeprefix("mailto:")
    if field == "phone":
        digits = "".join(filter(str.isdigit, text))
        return digits[-_NUMBER_END:] if len(digits) >= _NUMBER_END else digits or text.strip().casefold()
    if field == "url":
        return _SCHEME.sub("", text.strip()).casefold().rstrip("/")
    if field in ("birthday", "anniversary"):
        found = parse_partial_date(text)
        return "-".join(map(str, found)) if found else loosen(text)
    if field == "important_dates":
        label, _, day = text.rpartition(": ")
        return f"{loosen(label)}: {normal('birthday', day)}"
    return " ".join(loosen(text).split()) or text.strip()


def is_said(field: str, new: str, has: tuple[str, ...]) -> bool:
    """Tell whether a note that has these values says `new` already, or something more exact."""
    wanted = normal(field, new)
    known = {normal(field, one) for one in has}
    if wanted in known:
        return True
    if field in ("birthday", "anniversary"):
        # A day without its year is less than the day with it.
        return any(one.startswith(wanted.removesuffix("None")) for one in known) if wanted.endswith("None") else False
    if field == "place":
        return any(set(re.findall(r"\w+", wanted)) <= set(re.findall(r"\w+", one)) for one in known)
    if field in ("how_met", "where_met"):
        return any(wanted in one for one in known)
    return False
