"""What was chosen of an import, carried out: all of it in one operation, or nothing; one undo takes it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.model.incoming import Photo
from pnm_vault.model.plan import Create, Plan, Replace
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import set_property
from pnm_vault.pipeline.importing.edits import change_edits, days_edit
from pnm_vault.pipeline.importing.items import Change, Days, NewContact, Proposal
from pnm_vault.pipeline.importing.ledger import Known, Ledger, ledger_places, write_ledger
from pnm_vault.pipeline.importing.ledger_files import load_ledger
from pnm_vault.pipeline.importing.new_notes import NewNotes
from pnm_vault.pipeline.importing.remembering import Outcome, Remembering
from pnm_vault.pipeline.writing.carry_out import Edit, Written, carry_out, edit_content
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.vault.obsidian import attachment_folder
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.user_check import is_there

if TYPE_CHECKING:
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.pipeline.session import Session


class Chosen(Record, frozen=True):
    """What is to be done of a proposal: keys of items. `refused` are not wanted, now or at any later import.

    `circle` is put into every new note; `inbox` marks them as still to be looked at; `photos` are taken along. `days`
    is the day of the facts of each file, by its name.
    """

    keys: frozenset[str]
    refused: frozenset[str] = frozenset()
    circle: str = ""
    inbox: bool = False
    photos: bool = False
    days: Mapping[str, str] = {}


class Imported(Record, frozen=True):
    """What was done. `created` and `changed` are paths, `days` counts days of contact that were written down.

    `refused` pairs what could not be written (a name or path) with the reason; `recorded`: the list of imports changed.
    """

    written: Written
    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    days: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    recorded: bool = False


def apply_items(
    session: Session,
    proposal: Proposal,
    chosen: Chosen,
    words: Sequence[str],
    *,
    decided: Mapping[str, str] | None = None,
    others: Mapping[str, tuple[str, ...]] | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> Imported:
    """Carry out the chosen items, and remember what came from where; see `carry_out`.

    An item that cannot be written (its note has a form that no edit is proved for) is left out and told; the others go
    on. `decided` says of entries whom they are about, as the owner did: a path, or empty for somebody else; `others`
    of these, who they are not.

    Raises:
        PnmError: a note cannot be written.
        VaultBusyError: another process is writing to this vault.
    """
    work = _Work(session, proposal, chosen, progress)

    def build() -> Plan:
        work.begin()
        work.take()
        ledger = _with_others(load_ledger(session)[0], others or {})
        outcome = Outcome(work.places, work.done, work.logged, bool(work.contents))
        remembering = Remembering(session, proposal, chosen.refused, chosen.days, outcome)
        return work.plan({**ledger, **remembering.remembered(ledger, decided or {})})

    written = carry_out(session, build, words, dry_run=dry_run)
    return Imported(
        written,
        tuple(work.new),
        tuple([path for path in work.contents if work.contents[path] != work.before[path]]),
        work.days,
        tuple(work.refused),
        any(step.path in ledger_places() for step in written.plan.steps),
    )


class _Work:
    """What is to be written, note by note; begun anew when a note was changed meanwhile."""

    def __init__(self, session: Session, proposal: Proposal, chosen: Chosen, progress: Progress | None) -> None:
        self.session = session
        self.proposal = proposal
        self.chosen = chosen
        self.progress = progress
        self.style = HouseStyle(session)
        self.photos = chosen.photos
        self.begin()

    def begin(self) -> None:
        """Forget what was planned."""
        self.new: dict[str, str] = {}
        self.before: dict[str, bytes] = {}
        self.contents: dict[str, bytes] = {}
        self.places: dict[str, str] = {}
        self.done: dict[str, set[str]] = {}
        self.logged: dict[str, dict[str, set[str]]] = {}
        self.pictures: dict[str, bytes] = {}
        self.refused: list[tuple[str, str]] = []
        self.days = 0

    def take(self) -> None:
        """Plan every chosen item."""
        keys = self.chosen.keys
        news = [one for one in self.proposal.news if one.key in keys]
        rest: list[Change | Days] = [one for one in self.proposal.changes if one.key in keys]
        rest += [one for one in self.proposal.days if one.key in keys]
        total = len(news) + len(rest)
        notes = NewNotes(self.session, circle=self.chosen.circle, inbox=self.chosen.inbox) if news else None
        for number, one in enumerate(news):
            if notes is not None:
                self._take_new(notes, one)
            self._tell(number, total)
        for number, item in enumerate(rest, len(news)):
            if isinstance(item, Change):
                self._take_change(item)
            else:
                self._take_days(item)
            self._tell(number, total)
        self._tell(total, total)

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total)

    def _take_new(self, notes: NewNotes, one: NewContact) -> None:
        try:
            path = notes.path(one.contact)
            text, refused = notes.text(path, one.contact, self.session.today)
        except PnmError as refusal:
            self.refused.append((one.contact.name, refusal.message.replace("\n", " ")))
            return
        self.new[path] = text
        self.places[one.key] = path
        self.refused += [(path, why) for why in refused]
        if self.photos and one.contact.photo is not None:
            self._attach(path, one.contact.photo)

    def _attach(self, path: str, photo: Photo) -> bool:
        """Put a picture beside the other attachments, and its link into the note's properties."""
        root = self.session.root
        folder = attachment_folder(root, path)
        stem = path.rpartition("/")[2].removesuffix(".md")
        for more in ("", *[f" {number}" for number in range(2, 100)]):
            name = f"{stem}{more}.{photo.ending}"
            place = f"{folder}/{name}" if folder else name
            if place not in self.pictures and not is_there(root, place):
                break
        link = f"[[{name}]]"
        if not self._edit(path, [lambda path, text: set_property(path, text, "photo", link)]):
            return False
        self.pictures[place] = photo.content
        return True

    def _take_change(self, change: Change) -> None:
        if change.field == "photo":
            photo = self.proposal.entries[change.source].photo
            if photo is not None and self._attach(change.path, photo):
                self.done.setdefault(change.source, set()).add(change.key)
            return
        if self._edit(change.path, change_edits(self.style, change, self.session.today)):
            self.done.setdefault(change.source, set()).add(change.key)

    def _take_days(self, item: Days) -> None:
        path = item.path or self.places.get(item.newcomer, "")
        if not path:
            return
        written: set[str] = set()
        if self._edit(path, [days_edit(self.style, item.channel, item.days, written)]):
            self.days += len(written)
            known = self.logged.setdefault(path, {})
            known.setdefault(item.channel.value, set()).update(written)

    def _edit(self, path: str, edits: Sequence[Edit]) -> bool:
        """Edit a note as the items before left it, wholly or not at all."""
        if path not in self.new and path not in self.contents:
            before = read_bytes(self.session.root, path)
            if before is None:
                raise PnmError(f"{path} cannot be read any more.", "Nothing was changed; try again in a moment.")
            self.before[path] = self.contents[path] = before
        try:
            if path in self.new:
                self.new[path] = edit_content(path, self.new[path].encode(), edits).decode()
                return True
            self.contents[path] = edit_content(path, self.contents[path], edits)
        except PnmError as refusal:
            why = refusal.message.replace("\n", " ").removeprefix(f"{path} stays as it is. ")
            if (path, why) not in self.refused:
                self.refused.append((path, why))
            return False
        return True

    def plan(self, ledger: Ledger) -> Plan:
        """Give the changes to all notes, and to the list of imports."""
        steps: list[Create | Replace] = [Create(path, text.encode()) for path, text in self.new.items()]
        steps += [Create(path, content) for path, content in self.pictures.items()]
        steps += [
            Replace(path, content, self.before[path])
            for path, content in self.contents.items()
            if content != self.before[path]
        ]
        wanted = write_ledger(ledger)
        for place in ledger_places():
            before = read_bytes(self.session.root, place)
            content = wanted.get(place, b"")
            if before is None and place in wanted:
                steps.append(Create(place, content))
            elif before is not None and before != content:
                steps.append(Replace(place, content, before))
        return Plan(tuple(steps))


def _with_others(ledger: Ledger, others: Mapping[str, tuple[str, ...]]) -> dict[str, Known]:
    """Give the ledger's entries after the owner said of some that they are nobody of those whom they may be."""
    found = dict(ledger)
    for source, paths in others.items():
        known = found.get(source) or Known(source)
        found[source] = replace(known, other=tuple(sorted({*known.other, *paths})))
    return found


def keys_of(proposal: Proposal, kinds: Collection[str]) -> frozenset[str]:
    """Give the keys of the items of some kinds: `new`, `updates` and `interactions`."""
    groups: dict[str, Sequence[NewContact | Change | Days]] = {
        "new": proposal.news,
        "updates": proposal.changes,
        "interactions": proposal.days,
    }
    return frozenset([one.key for kind, items in groups.items() if kind in kinds for one in items])
