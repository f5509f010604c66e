"""Which notes are likely those of one contact, and where that is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pnm_vault.index.names import resolve
from pnm_vault.insights.identity.doubles import Double, FoundDouble, Proved, find_doubles
from pnm_vault.insights.identity.evidence import Reason
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.source import Source
from pnm_vault.vault.read import read_bytes

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.review.pages.parts import Context


def find_duplicates(session: Session, path: str | None = None) -> tuple[Double, ...]:
    """Find the pairs of notes that are likely those of one contact, the surest first; with a path those of that one."""
    records = session.records(session.index().contacts)
    return find_doubles(records, told_apart(session, records.values()), path)


def duplicates_shown(session: Session) -> Context:
    """Give what the note about them shows, without private contacts."""
    from pnm_vault.review.pages.duplicates import MOST_PAIRS, duplicates_context

    hidden = frozenset(session.picture().network.private)
    found = [one for one in find_duplicates(session) if not one.private]
    return duplicates_context(prove(session, found[:MOST_PAIRS]), hidden, max(0, len(found) - MOST_PAIRS))


def told_apart(session: Session, records: Iterable[ContactRecord]) -> set[frozenset[str]]:
    """Give the pairs of contacts who are two by their notes' word (`not_same_as`)."""
    index, today = session.index(), session.today
    apart = set()
    for record in records:
        contact = record.contact
        for one in contact.not_same_as:
            if one.until is None or one.until > today:
                found = resolve(one.target, contact.path, index.names, index.aliases).path
                if found is not None:
                    apart.add(frozenset((contact.path, found)))
    return apart


def prove(session: Session, doubles: Iterable[Double]) -> tuple[FoundDouble, ...]:
    """Look up in the notes where the reasons are written."""
    texts: dict[str, list[str]] = {}

    def lines_of(path: str) -> list[str]:
        if path not in texts:
            texts[path] = (read_bytes(session.root, path) or b"").decode(errors="replace").splitlines()
        return texts[path]

    def proved(double: Double, reason: Reason) -> Proved:
        # The values are those of the pair in path order.
        sides = zip(sorted((double.kept, double.other)), (reason.one, reason.other), strict=True)
        found = [_source_of(path, lines_of(path), value) for path, value in sides if value]
        return Proved(reason, tuple([source for source in found if source is not None]))

    return tuple(
        [
            FoundDouble(
                double,
                tuple([proved(double, reason) for reason in double.evidence.reasons]),
                tuple([proved(double, reason) for reason in double.evidence.against]),
            )
            for double in doubles
        ]
    )


def _source_of(path: str, lines: list[str], value: str) -> Source | None:
    """Find the first line that has a value; None where none has it as it stands."""
    wanted = value.casefold()
    for number, line in enumerate(lines, 1):
        if wanted in line.casefold():
            return Source(path, number, line.strip()[:200])
    return None
