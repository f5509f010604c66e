"""Which two notes of a vault are likely those of one contact."""

from collections.abc import Collection, Mapping
from datetime import date

from pnm_vault.insights.identity.evidence import Evidence, Reason
from pnm_vault.insights.identity.trait_book import TraitBook
from pnm_vault.insights.identity.traits import traits_of
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source


class Double(Row, frozen=True):
    """Two contacts, by their paths, who may be one: `kept` is the one of whom more is known, whose note would stay.

    `private`: one of them is to be named on no review note.
    """

    kept: str
    other: str
    kept_name: str
    other_name: str
    evidence: Evidence
    private: bool = False


class Proved(Record, frozen=True):
    """A reason with the lines of both notes in which it is written, as far as it is in words."""

    reason: Reason
    proofs: tuple[Source, ...]


class FoundDouble(Record, frozen=True):
    """Two notes of one contact, probably, with what speaks for it and what against."""

    double: Double
    reasons: tuple[Proved, ...]
    against: tuple[Proved, ...]


def find_doubles(
    records: Mapping[str, ContactRecord], apart: Collection[frozenset[str]], only: str | None = None
) -> tuple[Double, ...]:
    """Find the pairs of contacts who may be one, the surest first; with `only` (a path) those of one contact.

    `apart` are pairs that are two by the owner's word. Those who know each other are two as well.
    """
    book = TraitBook.of({path: traits_of(record.contact) for path, record in records.items()})
    return tuple(
        [
            _double(records[pair.one], records[pair.other], pair.evidence)
            for pair in book.pairs(only)
            if frozenset((pair.one, pair.other)) not in apart and pair.other not in records[pair.one].knows
        ]
    )


def _double(one: ContactRecord, other: ContactRecord, evidence: Evidence) -> Double:
    kept, rest = sorted((one, other), key=_standing)
    return Double(
        kept.contact.path,
        rest.contact.path,
        kept.contact.name,
        rest.contact.name,
        evidence,
        kept.contact.private or rest.contact.private,
    )


def _standing(record: ContactRecord) -> tuple[int, date, int, str]:
    """Sort the note first that has more to tell: more days of contact, older, with a longer name."""
    contact = record.contact
    return -len(record.interactions), contact.created or date.max, -len(contact.name), contact.path
