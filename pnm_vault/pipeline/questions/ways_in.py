"""Who can introduce the owner to somebody: gathers what all notes say of it, asks, and looks up the proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.index.contribution import SMALL_MEETING
from pnm_vault.index.lookup import loosen
from pnm_vault.index.names import note_key
from pnm_vault.insights.comparing.shared_values import Common, Term
from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.helping.asked_lately import AskedLately, asked_lately
from pnm_vault.insights.helping.sought import ENOUGH, Fit, FitReason, Sought, those_who_fit, with_lines
from pnm_vault.insights.introducing.acquaintance_proofs import Notes, property_proof, tie_proof
from pnm_vault.insights.introducing.ways_in import (
    Basis,
    Ground,
    Named,
    WayIn,
    WaysIn,
    WayStep,
    find_ways,
    lines_together,
    may_be_asked,
)
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.note import NoteKind
from pnm_vault.model.record import Record
from pnm_vault.model.source import Source
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.text.lines import MAX_TEXT
from pnm_vault.pipeline.questions.asking_draft import draft_askings
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pnm_vault.index.build import IndexedNote
    from pnm_vault.pipeline.session import Session


class PathAnswer(Record, frozen=True):
    """The ways to the contact at `path`, or (None) to anybody whom `words` mean.

    `called` is the contact's name, or the words. For each way there is what the first on it was asked for of late, and
    a draft of the asking, empty where there must be none. `remarks` are sentences for the user about the template.
    """

    path: str | None
    words: str
    called: str
    found: WaysIn
    asked: tuple[tuple[AskedLately, ...], ...]
    drafts: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nobody was found."""
        return not (self.found.known or self.found.ways or self.found.unreached)


def answer_path(session: Session, said: str, path: str | None, most: int, why: str = "") -> PathAnswer:
    """Find at most `most` ways to the contact at `path`, else to anybody whom the words mean, each with a draft.

    Raises:
        PnmError: the contact has died, or their note asks for no introductions; or the template of drafts is wrong.
    """
    if path is not None:
        _refuse(session.record(path).contact)
    notes = _Notes(session)
    found = _ways_to_any(notes, said, most) if path is None else _ways_to(notes, path, most)
    words, called = (said, said) if path is None else ("", session.name_of(path))
    drafts, remarks = draft_askings(session, words, found, why)
    return PathAnswer(path, words, called, found, tuple(_asked_of_first(notes, found.ways)), drafts, remarks)


def _refuse(contact: Contact) -> None:
    if contact.status is Status.DECEASED:
        raise PnmError(f"{contact.name} has died ({contact.path}).")
    if not contact.suggest:
        raise PnmError(
            f"The note of {contact.name} asks for no introductions (suggest: never in {contact.path}).",
            "Take that out of the note first, if it is no longer so.",
        )


def is_part_of_name(session: Session, said: str) -> bool:
    """Tell whether words are a part of the name of any contact, the beginning of a word too."""
    return bool(session.find_contacts(said))


def is_name(session: Session, said: str) -> bool:
    """Tell whether words are the name of a contact, or whole words of one; a part of a word may mean something else."""
    index = session.index()
    found = session.find_contacts(said)
    if said in found or f"{said}.md" in found:
        return True
    words = set(loosen(said).split())
    names = [name for path in found for name in (index.contacts[path], note_key(path))]
    names += [alias for alias, paths in index.aliases.items() if not set(paths).isdisjoint(found)]
    return any(words <= set(loosen(name).split()) for name in names)


def _ways_to(notes: _Notes, path: str, most: int) -> WaysIn:
    """Find ways to the contact at `path`, private contacts included: only the owner asks."""
    return notes.proved(find_ways([Fit(path, 1.0, ())], notes.ground(), notes.session.today, most=most))


def _ways_to_any(notes: _Notes, said: str, most: int) -> WaysIn:
    """Find ways to anybody whom words mean: a workplace, role, place or skill, else a name of which there is no note.

    Whoever fits all of the words counts; where nobody does, those whose notes name it; else who fits half of them.
    """
    sought = Sought(said, build_synonyms(notes.session.own_synonyms(), guarded=False))
    open_ones = [one for _, one in sorted(notes.contacts.items()) if may_be_asked(one)]
    ends, named = those_who_fit(sought, open_ones), list[Named]()
    if not ends:
        named = list(notes.naming(sought, open_ones))
        ends = () if named else those_who_fit(sought, open_ones, ENOUGH)
    return notes.proved(find_ways(ends, notes.ground(), notes.session.today, named, most))


def _asked_of_first(notes: _Notes, ways: Sequence[WayIn]) -> Iterator[tuple[AskedLately, ...]]:
    """Give for each way what the first on it was asked for, or did for the owner, of late."""
    session = notes.session
    introductions = tuple(session.table("introductions").values())
    referrals = session.table("referrals")
    firsts = [way.steps[0].path for way in ways]
    records = session.records(firsts)
    for path in firsts:
        found = asked_lately(records[path], introductions, referrals, session.today)
        yield tuple([replace(one, proof=notes.quoted(one.proof)) for one in found])


class _Notes:
    """All notes of the vault as indexed; texts are read one by one where they are asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._all: Mapping[str, IndexedNote] = session.notes(session.note_paths())
        self._texts: dict[str, str] = {}
        self.contacts: dict[str, Contact] = {
            path: indexed.note.contact for path, indexed in self._all.items() if indexed.note.contact is not None
        }
        told = [one for indexed in self._all.values() for one in indexed.contribution.interactions]
        self._together = lines_together(told, session.today)

    def ground(self) -> Ground:
        """Lay out what ways are found on."""
        network, known = self.session.picture().network, dict(self.session.known().items())
        return Ground(network, self.contacts, known, self._together)

    def naming(self, sought: Sought, among: Iterable[Contact]) -> Iterator[Named]:
        """Give the contacts whose notes, or lines about them, name what is looked for, each by the best that does."""
        elsewhere: dict[str, list[Source]] = {}
        talks: dict[str, Source] = {}
        for path, indexed in sorted(self._all.items()):
            for about, interaction in indexed.contribution.interactions:
                if interaction.source.path != about and len(interaction.company) < SMALL_MEETING:
                    elsewhere.setdefault(about, []).append(interaction.source)
            event = indexed.contribution.event
            if event is not None and event.kind is not NoteKind.EVENT and len(event.attendees) < SMALL_MEETING:
                line = next((link.line for link in indexed.note.attendees if sought.names(_shown(link.target))), None)
                if line is not None:
                    talks.update(dict.fromkeys(event.attendees, Source(path, line)))
        for contact in among:
            path = contact.path
            known = next((link.line for link in contact.knows if sought.names(_shown(link.target))), None)
            if known is not None:
                yield Named(path, Basis.KNOWS, Source(path, known))
            elif path in talks:
                yield Named(path, Basis.TOGETHER, talks[path])
            else:
                asks = frozenset([ask.line for ask in contact.asks])
                lines = [*sought.lines_in(path, self._text(path), asks)]
                lines += [
                    replace(one, text=said) for one in elsewhere.get(path, ()) if (said := sought.told_in(one.text))
                ]
                if lines:
                    yield Named(path, Basis.NAMED, lines[0])

    def proved(self, found: WaysIn) -> WaysIn:
        """Look up the lines that prove what is shown."""
        known = tuple([replace(one, reasons=self._located(one.path, one.reasons)) for one in found.known])
        ways: list[WayIn] = []
        for way in found.ways:
            steps = [way.steps[0]]
            steps += [self._proved(before, step) for before, step in zip(way.steps, way.steps[1:], strict=False)]
            ways.append(replace(way, steps=tuple(steps), reasons=self._located(way.steps[-1].path, way.reasons)))
        return replace(found, known=known, ways=tuple(ways))

    def _located(self, path: str, reasons: tuple[FitReason, ...]) -> tuple[FitReason, ...]:
        return with_lines(Fit(path, 1.0, reasons), self._text(path).split("\n")).reasons if reasons else ()

    def _proved(self, before: WayStep, step: WayStep) -> WayStep:
        if step.basis is Basis.KNOWS and not step.proofs:
            proof = tie_proof(before.path, step.path, self._about(before.path, step.path))
            if not proof.line:  # a meeting as a whole; a line of it says more
                proof = self._together.get(step.path, {}).get(before.path, proof)
            return replace(step, proofs=(proof,))
        if step.basis is Basis.WORK:
            notes, term = self._about(before.path, step.path), Term(Common.ORGANISATION, step.text)
            return replace(step, proofs=tuple([property_proof(path, term, notes) for path in (before.path, step.path)]))
        return replace(step, proofs=tuple([self.quoted(proof) for proof in step.proofs]))

    def quoted(self, proof: Source) -> Source:
        """Give a proof with the words of its line, where it has none yet."""
        lines = self._text(proof.path).split("\n")
        if proof.text or not 0 < proof.line <= len(lines):
            return proof if proof.text else Source(proof.path)
        return Source(proof.path, proof.line, lines[proof.line - 1].strip()[:MAX_TEXT].rstrip())

    def _about(self, first: str, second: str) -> Notes:
        """Gather the notes in which the proof of a tie may stand."""
        index, session = self.session.index(), self.session
        telling = {first, second} | (set(index.told_by.get(first, ())) & set(index.told_by.get(second, ())))
        indexed = {path: self._all[path] for path in telling if path in self._all}
        texts = {path: self._text(path) for path in (first, second)}
        return Notes(index, indexed, texts, build_rules(session.settings).spellings)

    def _text(self, path: str) -> str:
        if path not in self._texts:
            note = read_note(self.session.root, path)
            self._texts[path] = note.text.replace("\r\n", "\n").replace("\r", "\n") if note is not None else ""
        return self._texts[path]


def _shown(target: str) -> str:
    return target.rpartition("/")[2].removesuffix(".md")
