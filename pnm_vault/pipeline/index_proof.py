"""Whether what is kept of a vault is what a first look gives: every note read anew, the whole built from nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from pnm_vault.insights.introducing.matching import Choice, choose_pairs
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record
from pnm_vault.network.coverage import Coverage
from pnm_vault.pipeline.changes import compare
from pnm_vault.pipeline.intake import parsed, read_notes, restore, store
from pnm_vault.pipeline.knowledge import INDEX_TABLES, ROW_TABLES, Knowledge
from pnm_vault.pipeline.shelf import Shelf
from pnm_vault.pipeline.tables import TABLES
from pnm_vault.vault import clock
from pnm_vault.vault.cache import Cache
from pnm_vault.vault.walk import walk

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# A note that is saved while it is compared differs until both have been looked at again.
TRIES = 3

_NEVER_SEEN = (-1, -1, -1)
_PLAIN_ROWS = ("today", "index_problems", "me", "half_life", "mean_log_gap")


class IndexProof(Record, frozen=True):
    """What differs between what is kept and a first look: by note, the tables; `whole` are those of no one note.

    `closed` are the problems of notes that could not be read just now, so that what is kept of them was believed.
    """

    notes: Mapping[str, frozenset[str]] = {}
    whole: frozenset[str] = frozenset()
    closed: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        """Tell whether nothing differs."""
        return not self.notes and not self.whole


class _FirstLook(Record, frozen=True):
    knowledge: Knowledge
    facts: Mapping[str, bytes]
    closed: tuple[Problem, ...]


def prove_index(session: Session, meanwhile: Callable[[], None]) -> IndexProof:
    """Compare what a session keeps, once it is up to date, with a first look at the same vault.

    `meanwhile` is called each time when other processors have begun to read notes, as this one has nothing to do then.
    """
    proof = _compare(session, meanwhile)
    for _ in range(TRIES - 1):
        if proof.holds:
            break
        changes = session.refresh()
        if not (changes.changed or changes.removed or changes.waiting):
            break
        proof = _compare(session, meanwhile)
    return proof


def _compare(session: Session, meanwhile: Callable[[], None]) -> IndexProof:
    session.picture()  # brings the rows to the day
    kept = session.cache.facts(None)
    told = Knowledge.stored(Shelf(session.cache), session.today, session.notes)
    wrong_pairs: set[str] = set()

    def look_at_the_rest() -> None:
        meanwhile()
        # By the rows that are kept: where these are right, the pairs made of them are.
        if (stored := session.cache.state("candidates")) and not _are_candidates(stored, told):
            wrong_pairs.add("candidates")

    first = _look_first(session, kept, look_at_the_rest)
    notes: dict[str, set[str]] = {}
    for path in kept.keys() | first.facts.keys():
        if not _says_the_same(kept.get(path), first.facts.get(path)):
            notes.setdefault(path, set()).add("notes")
    for names, one, other in (
        (INDEX_TABLES, told.index, first.knowledge.index),
        (ROW_TABLES, told.rows, first.knowledge.rows),
    ):
        for name in names:
            for path in _differing(name, dict(getattr(one, name)), dict(getattr(other, name))):
                notes.setdefault(path, set()).add(name)
    for name in TABLES:
        for path in _differing(name, dict(told.tables[name]), dict(first.knowledge.tables[name])):
            notes.setdefault(path, set()).add(name)
    rows = first.knowledge.rows
    whole = {name for name in _PLAIN_ROWS if getattr(told.rows, name) != getattr(rows, name)}
    if not notes:
        whole |= wrong_pairs
    differing = {path: frozenset(tables) for path, tables in sorted(notes.items())}
    return IndexProof(differing, frozenset(whole), first.closed)


def _look_first(session: Session, kept: Mapping[str, bytes], meanwhile: Callable[[], None]) -> _FirstLook:
    """Build the whole from nothing. Only of notes that cannot be looked into just now, what is `kept` is believed."""
    listing = walk(session.root, session.settings.vault.ignore)
    notes = {path: stamp for path, stamp in listing.notes.items() if path not in session.page_paths}
    seen = compare(dict.fromkeys(kept, _NEVER_SEEN), notes, listing.unseen, clock.now_ns())
    reading = read_notes(session.root, seen.changed, session.settings, session.progress)
    begun = tuple(islice(reading, 1))
    meanwhile()
    reads = {read.path: read for read in (*begun, *reading)}
    found = {path: parsed(read) for path, read in reads.items()}
    closed = [path for path, read in reads.items() if read.closed]
    problems = tuple([problem for path in closed for problem in found[path].problems])
    hidden = (kept.keys() - notes.keys() - set(seen.removed)) | set(seen.waiting) | (kept.keys() & set(closed))
    found.update({path: restore(kept[path]).note for path in hidden})
    stored = {path: read.note for path, read in reads.items() if path not in hidden}
    nothing = Knowledge.stored(Shelf(Cache.empty("", "")), session.today, lambda _: {})
    knowledge, indexed = nothing.updated(found, (), session.today)
    return _FirstLook(knowledge, {path: store(note, stored.get(path)) for path, note in indexed.items()}, problems)


def _says_the_same(kept: bytes | None, first: bytes | None) -> bool:
    if kept is None or first is None or kept == first:
        return kept == first
    return restore(kept) == restore(first)


def _differing(table: str, kept: Mapping[str, object], first: Mapping[str, object]) -> set[str]:
    """Name the notes about which a table says something else; tables by link are turned round."""
    keys = [key for key in kept.keys() | first.keys() if kept.get(key) != first.get(key)]
    if table not in ("names", "aliases", "mentions"):
        return set(keys)
    return {path for key in keys for path in _paths(kept.get(key)) ^ _paths(first.get(key))} or set(keys)


def _paths(value: object) -> set[str]:
    return set(value) if isinstance(value, tuple) else set()


def _are_candidates(stored: bytes, told: Knowledge) -> bool:
    """Tell whether kept pairs are those of a first look, on a day of those for which they were chosen."""
    kept = msgspec.msgpack.decode(stored, type=Choice)
    day = told.rows.today if kept.stands_on(told.rows.today) else kept.since
    own = tuple([group for _, groups in sorted(told.tables["synonyms"].items()) for group in groups])
    # They stand for any number of contacts that says the same of the structure.
    coverage = Coverage(kept.coverage.contacts, len(told.rows.known))
    return kept == choose_pairs(tuple(told.rows.profiles.values()), told.rows.known, own, day, coverage)
