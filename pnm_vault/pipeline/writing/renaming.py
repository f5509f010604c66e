"""`pnm rename`: another name or place for a contact's note, and every link of the vault follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import normalize

from pnm_vault.errors import PnmError
from pnm_vault.index.names import fold, link_key, note_key
from pnm_vault.index.relink import plan_renaming
from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited, add_to_property, safe_stem, set_property
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.values.field_value import key_in
from pnm_vault.pipeline.writing.carry_out import BadValueError, Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.pipeline.writing.link_following import count_cards, count_links, relink, relink_canvases
from pnm_vault.vault.patterns import Ignored
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.user_check import mode_of
from pnm_vault.vault.walk import walk

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_BOM = b"\xef\xbb\xbf"


class Renamed(Record, frozen=True):
    """What was renamed, and what was done.

    `name` is what the contact is called now. `links` counts those that were rewritten, `notes` are the notes and
    canvases that hold them, the renamed one under its old path. `remarks` say, a sentence each, what was left as it is.
    """

    old: str
    new: str
    name: str
    links: int
    notes: tuple[str, ...]
    remarks: tuple[str, ...]
    written: Written


def rename_contact(
    session: Session, path: str, name: str, words: Sequence[str], *, alias: bool = False, dry_run: bool = False
) -> Renamed:
    """Give the note of a contact another name, or with folders in `name` another place; see `carry_out`.

    With `alias`, the old name becomes an alias.

    Raises:
        BadValueError: the name cannot be that of a file, or the place is not in the vault.
        PnmError: there is a note of this name already.
    """
    new = _new_path(session, path, name)
    following = _Following(session, path, new, alias)
    modes = {new: mode_of(session.root, path)}
    written = carry_out(session, following.plan, words, dry_run=dry_run, modes=modes)
    return Renamed(path, new, following.name, following.links, following.notes, following.remarks, written)


def _new_path(session: Session, path: str, name: str) -> str:
    """Say where the note goes: a bare name stays in its folder; the spelling of folders is that of those there are."""
    typed = name.replace("\\", "/")
    *above, last = typed.removeprefix("./").split("/")
    stem = safe_stem(last.removesuffix(".md"))
    if not isinstance(stem, str):
        raise BadValueError(stem.message)
    folder = path.rpartition("/")[0]
    if "/" in typed:
        if ".." in above:
            raise BadValueError("A note stays in its vault: name the folder from there, as in Family/Ann Lee.")
        folder = _folder(session, [part for part in above if part not in ("", ".")])
    new = f"{folder}/{stem}.md" if folder else f"{stem}.md"
    return path if normalize("NFC", new) == normalize("NFC", path) else new


def _folder(session: Session, parts: Sequence[str]) -> str:
    there = {fold(above): above for path in walk(session.root).notes for above in _folders_above(path)}
    folder = ""
    for part in parts:
        below = f"{folder}/{part}" if folder else part
        if fold(below) not in there:
            safe = safe_stem(part)
            if not isinstance(safe, str):
                raise BadValueError(f"The folder {safe.message}")
            below = f"{folder}/{safe}" if folder else safe
        folder = there.get(fold(below), below)
    return folder


def _folders_above(path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


class _Following:
    """The plan by which a vault follows a note to its new path; what it found is known once it was made."""

    def __init__(self, session: Session, old: str, new: str, alias: bool) -> None:
        self.session = session
        self.old = old
        self.new = new
        self.alias = alias
        self.rules = build_rules(session.settings)
        self.name = ""
        self.links = 0
        self.notes: tuple[str, ...] = ()
        self.remarks: tuple[str, ...] = ()

    def plan(self) -> Plan:
        """Look at every note as it is now, and say what has to change."""
        listing = walk(self.session.root)
        if self.old not in listing.notes:
            raise PnmError(f"{self.old} is no longer there.", "Look whether it was moved or renamed, then try again.")
        if self.new in self.session.page_paths:
            raise PnmError(f"{self.new} is the place of a review note.", "Give another name or folder.")
        self._refuse_clash(listing.notes)
        remarks = [f"{place} could not be looked into: links there stay as they are." for place in listing.unseen]
        renaming = plan_renaming(listing.notes, self.old, self.new)
        edits: dict[str, list[Edit]] = {self.old: []}
        page_paths = self.session.page_paths
        links: dict[str, int] = {}
        for path in listing.notes:
            if path not in page_paths and (count := count_links(self.session.root, renaming, path, remarks)):
                edits.setdefault(path, []).append(relink(renaming))
                links[path] = count
        edits[self.old] += self._own_edits()
        before = read_bytes(self.session.root, self.old) or b""
        come, others, go = self._moved(before, plan_edits(self.session.root, edits))
        canvases = relink_canvases(self.session.root, renaming, remarks)
        others += canvases
        remarks += self._read_anew(come.content.removeprefix(_BOM).decode(errors="replace"))
        remarks += [] if self.alias else self._named_without_link()
        self.links = sum(links.values()) + sum(count_cards(renaming, step) for step in canvases)
        self.notes = (*sorted(links), *[step.path for step in canvases])
        self.remarks = tuple(remarks)
        # The new note comes first and the old one goes last, so that one of both is there at every moment. Where both
        # can be the same file to the system, the old one has to go first.
        alike = _look_alike(self.old, self.new)
        return Plan() if self.old == self.new else Plan((go, *others, come) if alike else (come, *others, go))

    def _refuse_clash(self, paths: Mapping[str, object]) -> None:
        for path in paths:
            if path != self.old and _look_alike(path, self.new):
                raise PnmError(f"There is a note at {path} already.", "Give another name or folder.")

    def _named_without_link(self) -> list[str]:
        """Tell of properties that name the contact by the file's name alone, which lead nowhere from now on."""
        key = note_key(self.old)
        if key == note_key(self.new):
            return []
        told = []
        for path, indexed in self.session.notes(self.session.index().mentions.get(key, ())).items():
            contact = indexed.note.contact
            links = (
                *indexed.note.attendees,
                *(contact.knows if contact else ()),
                *(contact.introduced_by if contact else ()),
            )
            line = next((link.line for link in links if link.plain and link_key(link.target) == key), 0)
            if line:
                told.append(f"{path}:{line} names {_stem(self.old)} without a link: --alias keeps that working.")
        return told

    def _own_edits(self) -> list[Edit]:
        """Change what the note says of its own name: a `name` that was that of the file, and the aliases."""
        old, new = _stem(self.old), _stem(self.new)

        def rename(path: str, text: str) -> Edited:
            block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
            key = key_in(block, "name", "name", self.rules.spellings)
            if key is None or block.values[key].value != old:
                return Edited(text)
            return set_property(path, text, key, new)

        def keep(path: str, text: str) -> Edited:
            block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
            style = HouseStyle(self.session, path)
            key = key_in(block, "aliases", "aliases", self.rules.spellings) or style.key("aliases")
            return add_to_property(path, text, key, (old,))

        return [rename, keep] if self.alias and fold(old) != fold(new) else [rename]

    def _moved(self, before: bytes, plan: Plan) -> tuple[Create, list[Create | Replace | Remove], Remove]:
        """Part a plan into the note at its new path, the other notes, and the note at its old path."""
        own = next((step for step in plan.steps if step.path == self.old), None)
        if isinstance(own, Replace):
            before = own.expected
        content = own.content if isinstance(own, Replace) else before
        others = [step for step in plan.steps if step.path != self.old]
        return Create(self.new, content), others, Remove(self.old, before)

    def _read_anew(self, text: str) -> list[str]:
        """Read the note as it will be: what the contact is called then, and what still tells of the old name."""
        note = parse_note(self.new, text, self.rules)
        self.name = note.contact.name if note.contact is not None else note.title
        remarks = []
        ignored = Ignored(self.session.settings.vault.ignore)
        if note.contact is None or any(place in ignored for place in (self.new, *_folders_above(self.new))):
            remarks.append(f"{self.new} counts as no contact there.")
        if _stem(self.old) == _stem(self.new):
            return remarks
        if self.name == self.session.name_of(self.old):
            remarks.append(f"The note says that they are called {self.name}: pnm set changes that.")
        for section in scan_note(self.new, text).sections:
            if section.level == 1 and section.title == _stem(self.old):
                remarks.append(f"The heading on line {section.line} still says {section.title}.")
        return remarks


def _look_alike(path: str, other: str) -> bool:
    """Tell whether some systems cannot tell two paths apart."""
    return fold(path) == fold(other) or normalize("NFC", path).casefold() == normalize("NFC", other).casefold()


def _stem(path: str) -> str:
    return path.rpartition("/")[2][: -len(".md")]
