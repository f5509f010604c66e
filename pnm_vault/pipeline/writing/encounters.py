"""`pnm met`: those whom one met at an event, each with a line in the log and something to do within days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.lookup import loosen
from pnm_vault.index.name_book import NameBook
from pnm_vault.index.names import fold, resolve
from pnm_vault.model.contact import Contact, Status
from pnm_vault.model.note import NoteKind
from pnm_vault.model.plan import Plan
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.capture import Capture, Wish
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.pasted_names import LeftOut, Pasted, PastedNames
from pnm_vault.notes.signature import Signature
from pnm_vault.notes.text.links import find_links
from pnm_vault.notes.text.log import read_own_log
from pnm_vault.pipeline.writing.carry_out import Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.contact_note import write_contact
from pnm_vault.pipeline.writing.event_note import Occasioned, attend
from pnm_vault.pipeline.writing.field_setting import FieldChange, How
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to
from pnm_vault.pipeline.writing.log_capture import log_edit, task_edit
from pnm_vault.pipeline.writing.new_contact import find_doubts, known_fields, path_for, taken_by
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# A word within a few days, before a face is forgotten.
FOLLOW_UP_DAYS = 3


class Candidate(Row, frozen=True):
    """Whom a pasted name may mean: one path is sure unless `doubtful`; none: nobody who is known yet.

    `doubtful`: they are contacts of other names, which are likely the same.
    """

    pasted: Pasted
    paths: tuple[str, ...]
    doubtful: bool = False


class Encounter(Row, frozen=True):
    """Somebody whom one met. `fresh`: a note was made. `already`: their log says so for that day, so nothing was done.

    `said` is what was pasted beside the name. `follow_up` is False where none is wanted of this contact.
    """

    path: str
    name: str
    line: int
    said: str = ""
    fresh: bool = False
    already: bool = False
    follow_up: bool = True


class Met(Record, frozen=True):
    """What was understood and done. `due` is the day of the follow-ups, None for none. `remarks` are for the user."""

    occasion: Occasioned
    day: date
    due: date | None
    people: tuple[Encounter, ...]
    left_out: tuple[LeftOut, ...]
    written: Written
    remarks: tuple[str, ...] = ()


def know_names(session: Session, book: NameBook, pasted: PastedNames) -> tuple[Candidate, ...]:
    """Say whom each pasted name means, by name, alias, the words of the name in another order, or e-mail address."""
    addresses = _addresses(session) if any(one.emails for one in pasted.people) else {}
    return tuple([_candidate(session, book, one, addresses) for one in pasted.people])


def is_known(book: NameBook, name: str) -> bool:
    """Tell whether a text is the whole name of a contact."""
    named = book.resolve(name)
    return (named is not None and named.whole) or bool(book.of_these_words(name))


def _candidate(session: Session, book: NameBook, one: Pasted, addresses: Mapping[str, str]) -> Candidate:
    by_mail = {addresses[mail.casefold()] for mail in one.emails if mail.casefold() in addresses}
    named = book.resolve(one.name)
    paths = named.paths if named is not None else book.of_these_words(one.name)
    if len(paths) > 1 and len(by_mail & set(paths)) == 1:
        paths = tuple(by_mail & set(paths))
    if not paths:
        paths = tuple(sorted(by_mail))
    if paths:
        return Candidate(one, paths)
    doubts = find_doubts(session, book, one.name, None)
    return Candidate(one, tuple([doubt.path for doubt in doubts]), bool(doubts))


def _addresses(session: Session) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, indexed in session.notes(tuple(session.index().contacts)).items():
        contact = indexed.note.contact
        for mail in contact.emails if contact is not None else ():
            found[mail.casefold()] = path
    return found


def record_met(
    session: Session,
    occasion: Occasioned,
    candidates: Sequence[Candidate],
    left_out: Sequence[LeftOut],
    words: Sequence[str],
    *,
    day: date,
    due: date | None,
    meant: Mapping[str, str],
    new: Collection[str] = frozenset(),
    dry_run: bool = False,
) -> Met:
    """Write down whom one met at an event, all of it or nothing; see `carry_out`.

    Each gets a line in their log that links the event, and a follow-up due on `due`; who is nobody's name yet gets a
    note. All are added to the event's attendees; a community gets a line in its own log instead. `meant` says whom an
    unclear name means, `new` for which names a note is to be made although there is likely such a contact already.

    Raises:
        PnmError: an edit was refused, or a note cannot be written.
    """
    work = _Work(session, occasion, day, due, meant, new)
    for candidate in candidates:
        work.take(candidate)
    if not work.people:
        return Met(occasion, day, due, (), (*left_out, *work.left_out), Written(dry_run=dry_run))
    work.tell_event()

    def build() -> Plan:
        return plan_edits(session.root, work.edits, work.new_notes)

    written = carry_out(session, build, words, dry_run=dry_run)
    told = tuple(sorted((*left_out, *work.left_out), key=lambda one: one.line))
    return Met(occasion, day, due, tuple(work.people), told, written, tuple(dict.fromkeys(work.remarks)))


class _Work:
    """What is to be written, name by name."""

    def __init__(
        self,
        session: Session,
        occasion: Occasioned,
        day: date,
        due: date | None,
        meant: Mapping[str, str],
        new: Collection[str],
    ) -> None:
        self.session, self.occasion, self.day, self.due = session, occasion, day, due
        self.meant, self.sure = meant, new
        self.link = link_to(session, occasion.path)
        self.style = HouseStyle(session)
        self.edits: dict[str, list[Edit]] = {}
        self.new_notes: dict[str, str] = {occasion.path: occasion.text} if occasion.text else {}
        self.people: list[Encounter] = []
        self.left_out: list[LeftOut] = []
        self.remarks: list[str] = []

    def take(self, candidate: Candidate) -> None:
        """Plan one name, or leave it out and say why."""
        pasted = candidate.pasted
        chosen = self.meant.get(pasted.name)
        if chosen is not None:
            self._take_contact(chosen, pasted)
        elif pasted.name in self.sure or not candidate.paths:
            self._take_newcomer(pasted, sure=pasted.name in self.sure)
        elif candidate.doubtful:
            names = " or ".join([self.session.name_of(path) for path in candidate.paths[:3]])
            self._leave(pasted, f"may be {names}: give the name in full, or make a note with pnm new --force")
        elif len(candidate.paths) > 1:
            self._leave(pasted, f"more than one contact is called so: {', '.join(candidate.paths[:5])}")
        else:
            self._take_contact(candidate.paths[0], pasted)

    def _take_contact(self, path: str, pasted: Pasted) -> None:
        had = next((one for one in self.people if one.path == path), None)
        if had is not None:
            self._leave(pasted, f"{had.name} is there twice")
            return
        indexed = self.session.notes((path,)).get(path)
        contact = indexed.note.contact if indexed is not None else None
        said = _said(pasted, contact)
        follow_up = contact is None or (contact.suggest and contact.status is Status.ACTIVE)
        name = self.session.name_of(path)
        logged = self._logged(path)
        if logged:
            self.people.append(Encounter(path, name, pasted.line, said, already=True))
            if not any(pasted.said in line for line in logged):
                self.remarks.append(f"{name}: logged already, so these words were not written: {pasted.said}")
            return
        self.people.append(Encounter(path, name, pasted.line, said, follow_up=follow_up))
        self._log(path, said, pasted.said, follow_up=follow_up)

    def _take_newcomer(self, pasted: Pasted, *, sure: bool) -> None:
        if not (pasted.likely or sure):
            self._leave(pasted, "no contact is called so, and it is not written like a name")
            return
        try:
            path = path_for(self.session, pasted.name, None)
            taken = taken_by(self.session, path) or next((one for one in self.new_notes if fold(one) == fold(path)), "")
            if taken:
                self._leave(pasted, f"there is a note at {taken} already")
                return
            handles = tuple([url for url in pasted.urls if not url.startswith("@")])
            card = Signature(pasted.name, pasted.emails, (), handles, pasted.role, pasted.organisation)
            text, remarks = write_contact(self.session, path, pasted.name, known_fields("", (), card))
        except PnmError as refusal:
            self._leave(pasted, refusal.message.replace("\n", " "))
            return
        self.new_notes[path] = text
        self.remarks += remarks
        said = "; ".join(filter(None, (*[url for url in pasted.urls if url.startswith("@")], pasted.said)))
        self.people.append(Encounter(path, pasted.name, pasted.line, said, fresh=True))
        self.edits[path] = [
            FieldChange(self.session, self.style, "where_met", "where_met", self.link, How.SET).edit,
            FieldChange(self.session, self.style, "met_on", "met_on", self.day.isoformat(), How.SET).edit,
        ]
        self._log(path, said, pasted.said, follow_up=True)

    def _log(self, path: str, said: str, note: str, *, follow_up: bool) -> None:
        words = f"met at {self.link}" + (f": {said}" if said else "")
        edits = self.edits.setdefault(path, [])
        edits.append(log_edit(Capture(self.day, words, (path,)), self.style))
        if self.due is not None and follow_up:
            wish = Wish(f"Follow up after {self.link}" + (f": {note}" if note else ""), self.due)
            edits.append(task_edit(wish, "", self.style))

    def _logged(self, path: str) -> list[str]:
        """Give the lines of that day in a contact's log that link the event."""
        note = read_note(self.session.root, path)
        if note is None:
            return []
        found = scan_note(path, note.text)
        lines = [found.line(entry.line) for entry in read_own_log(path, found, []) if entry.day == self.day]
        return [line for line in lines if any(self._means_event(target, path) for target in find_links(line))]

    def _means_event(self, target: str, path: str) -> bool:
        index = self.session.index()
        return resolve(target, path, index.names, index.aliases).path == self.occasion.path

    def _leave(self, pasted: Pasted, why: str) -> None:
        beside = "; ".join(filter(None, (pasted.role, pasted.organisation, *pasted.emails, pasted.said)))
        self.left_out.append(LeftOut(pasted.line, f"{pasted.name} ({beside})" if beside else pasted.name, why))

    def tell_event(self) -> None:
        """Write those whom one met into the note of the event or community."""
        path = self.occasion.path
        if self.occasion.kind is not NoteKind.COMMUNITY:
            links = [(one.path, self._link(one)) for one in self.people]
            self.edits[path] = [attend(self.session, self.style.rules, links)]
            return
        fresh = [self._link(one) for one in self.people if not one.already]
        if fresh:
            *others, last = fresh
            words = f"met {', '.join(others)} and {last}" if others else f"met {last}"
            self.edits[path] = [log_edit(Capture(self.day, words, ()), self.style)]

    def _link(self, one: Encounter) -> str:
        return link_to(self.session, one.path)


def _said(pasted: Pasted, contact: Contact | None) -> str:
    """Give what was pasted beside the name of a contact and what the note does not say yet."""
    known = " ".join((contact.role or "", *contact.organisations, *contact.emails)) if contact is not None else ""
    known = loosen(known)
    beside = [one for one in (pasted.role, pasted.organisation) if one and loosen(one) not in known]
    job = " at ".join(beside) if len(beside) == 2 else "".join(beside)
    mails = [one for one in pasted.emails if loosen(one) not in known]
    handles = [one for one in pasted.urls if one.startswith("@")]
    return "; ".join(filter(None, (job, *mails, *handles, pasted.said)))
