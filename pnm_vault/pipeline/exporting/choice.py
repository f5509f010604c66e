"""Which contacts are exported, and what of them is not said since it names a private contact that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pnm_vault.index.lookup import loosen
from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.record import Record
from pnm_vault.pipeline.questions.names import names_of

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

Told = TypeVar("Told")

# What a contact is called stays, whatever others are called.
_OWN_NAMES = frozenset({"path", "name", "aliases", "uid", "last_name"})


class Choice(Record, frozen=True):
    """What was asked for: all that is given must fit. `paths` are contacts that were named; empty: any.

    `circle` and `category` are whole words, case and accents aside; `terms` must all stand in the contact's own note.
    Private contacts are exported when they were named, or when `private` is True.
    """

    paths: tuple[str, ...] = ()
    circle: str = ""
    category: str = ""
    terms: tuple[str, ...] = ()
    private: bool = False


class Chosen(Record, frozen=True):
    """The contacts to export (paths, sorted), and the names of the private ones that stay out."""

    paths: tuple[str, ...]
    untold: frozenset[str]
    names: PrivateNames


def choose(session: Session, choice: Choice) -> Chosen:
    """Find the contacts that a choice means; archived and deceased ones are contacts as others are."""
    named = frozenset(choice.paths)
    found = None
    if choice.terms:
        from pnm_vault.pipeline.questions.finding import find_notes

        found = {note.path for note in find_notes(session, choice.terms)}
    ties = session.picture().network.ties
    paths = tuple(
        [
            tie.path
            for tie in ties
            if (not named or tie.path in named)
            and (not tie.private or choice.private or tie.path in named)
            and (found is None or tie.path in found)
            and (not choice.category or loosen(choice.category) == loosen(tie.category or ""))
            and (not choice.circle or loosen(choice.circle) in map(loosen, tie.circles))
        ]
    )
    untold = frozenset([tie.path for tie in ties if tie.private and not choice.private]) - frozenset(paths)
    return Chosen(paths, untold, PrivateNames(names_of(session, untold)))


def told_of(record: ContactRecord, chosen: Chosen) -> ContactRecord:
    """Give a record without every part that names a private contact which stays out: a line, a statement, a link."""
    if not chosen.untold:
        return record
    contact = record.contact
    kept = {
        field: told(getattr(contact, field), chosen.names)
        for field in contact.__struct_fields__
        if field not in _OWN_NAMES
    }
    return ContactRecord(
        msgspec.structs.replace(contact, **kept),
        told(record.interactions, chosen.names),
        told(record.follow_ups, chosen.names),
        tuple([path for path in record.knows if path not in chosen.untold]),
        tuple([path for path in record.introduced_by if path not in chosen.untold]),
        told(record.events, chosen.names),
    )


def told(value: Told, names: PrivateNames) -> Told:
    """Give a value, None when it names one of them; of a tuple, the items that do not."""
    if isinstance(value, tuple):
        return tuple([one for one in value if not _names_one(one, names)])  # type: ignore[return-value]
    return None if _names_one(value, names) else value  # type: ignore[return-value]


def _names_one(value: Any, names: PrivateNames) -> bool:
    if isinstance(value, str):
        return names.are_in(value)
    if isinstance(value, tuple):
        return any(_names_one(one, names) for one in value)
    if isinstance(value, msgspec.Struct):
        return any(_names_one(getattr(value, field), names) for field in value.__struct_fields__)
    return False
