"""`pnm merge`: two notes of one contact become one, every link of the vault follows, and one undo brings both back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.names import fold, resolve
from pnm_vault.index.relink import Renaming, plan_merging
from pnm_vault.model.contact import Contact
from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited, add_to_property, remove_from_property, rewrite_links
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.properties.block import texts_of
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.text.links import find_links
from pnm_vault.notes.text.merge_marks import conflicting_key
from pnm_vault.notes.values.field_value import key_in
from pnm_vault.pipeline.writing.carry_out import BadValueError, Edit, Written, carry_out, edit_content, plan_edits
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.pipeline.writing.link_following import count_cards, count_links, relink, relink_canvases
from pnm_vault.sync.merge.uniting import Joining, clashing_ids, unite_notes
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.walk import walk

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_BOM = "\ufeff"
_GIVEN_ONCE_TEXT = "role place category priority closeness cadence time_zone how_met where_met uid"
_GIVEN_ONCE = tuple(_GIVEN_ONCE_TEXT.split())


class MergedContacts(Record, frozen=True):
    """What was merged, or with a dry run would be.

    `aliases` are the names that the kept note got. `links` counts those that were rewritten in `notes` (canvases
    among them). `conflicts` name, a sentence each, single values of which both stand in the note now; `remarks` what
    was left as it is.
    """

    kept: str
    other: str
    name: str
    aliases: tuple[str, ...]
    links: int
    notes: tuple[str, ...]
    conflicts: tuple[str, ...]
    remarks: tuple[str, ...]
    written: Written


def merge_contacts(
    session: Session, kept: str, other: str, words: Sequence[str], *, dry_run: bool = False, patient: bool = False
) -> MergedContacts:
    """Put all that the note `other` says into the note `kept`, let links follow, and remove `other`; see `carry_out`.

    Raises:
        BadValueError: both are the same note.
        PnmError: one of the two is gone, or cannot be put together with the other; nothing was changed.
    """
    if kept == other:
        raise BadValueError(f"{kept} is the one note that both names mean.")
    merging = _Merging(session, kept, other)
    written = carry_out(session, merging.plan, words, dry_run=dry_run, patient=patient)
    return MergedContacts(
        kept,
        other,
        merging.contact(kept).name,
        merging.aliases,
        merging.links,
        merging.notes,
        merging.conflicts,
        merging.remarks,
        written,
    )


class _Merging:
    """The plan by which two notes become one; what it found is known once it was made."""

    def __init__(self, session: Session, kept: str, other: str) -> None:
        self.session = session
        self.kept = kept
        self.other = other
        self.rules = build_rules(session.settings)
        self.contacts: Mapping[str, Contact] = {
            path: record.contact for path, record in session.records((kept, other)).items()
        }
        self.aliases: tuple[str, ...] = ()
        self.links = 0
        self.notes: tuple[str, ...] = ()
        self.conflicts: tuple[str, ...] = ()
        self.remarks: tuple[str, ...] = ()

    def contact(self, path: str) -> Contact:
        """Give the contact of one of the two notes.

        Raises:
            PnmError: the note is no contact's.
        """
        if path not in self.contacts:
            raise PnmError(f"{path} is no contact any more.", "Look whether it was moved or renamed, then try again.")
        return self.contacts[path]

    def plan(self) -> Plan:
        """Look at every note as it is now, and say what has to change."""
        listing = walk(self.session.root)
        for path in (self.kept, self.other):
            if path not in listing.notes:
                raise PnmError(f"{path} is no longer there.", "Look whether it was moved or renamed, then try again.")
        remarks = [f"{place} could not be looked into: links there stay as they are." for place in listing.unseen]
        renaming = plan_merging(listing.notes, self.other, self.kept)
        edits: dict[str, list[Edit]] = {self.kept: []}
        links: dict[str, int] = {}
        for path in listing.notes:
            if path not in self.session.page_paths and (
                count := count_links(self.session.root, renaming, path, remarks)
            ):
                links[path] = count
                if path != self.other:
                    edits.setdefault(path, []).append(relink(renaming))
        gone, text = self._other_text(renaming)
        self.aliases = self._new_names()
        edits[self.kept] = [self._no_longer_apart, *edits[self.kept], self._unite(text), *self._alias_edits()]
        steps = plan_edits(self.session.root, edits).steps
        canvases = relink_canvases(self.session.root, renaming, remarks)
        self.links = sum(links.values()) + sum(count_cards(renaming, step) for step in canvases)
        self.notes = (*sorted(path for path in links if path != self.other), *[step.path for step in canvases])
        self.conflicts = self._conflicts(steps)
        self.remarks = (*remarks, *self._part_remarks(text, steps, links))
        # The note that goes is removed last, so that all it says is somewhere at every moment.
        first = [step for step in steps if step.path == self.kept]
        rest = [step for step in steps if step.path != self.kept]
        return Plan((*first, *rest, *canvases, Remove(self.other, gone)))

    def _other_text(self, renaming: Renaming) -> tuple[bytes, str]:
        """Give the note that goes as it is on the disk, and its text as it has to be in the other one's place."""
        content = read_bytes(self.session.root, self.other)
        if content is None:
            raise PnmError(f"{self.other} cannot be read any more.", "Look whether it was moved, then try again.")

        def follow(path: str, text: str) -> Edited:
            return rewrite_links(path, text, partial(renaming.rewritten, path))

        after = edit_content(self.other, content, (self._no_longer_apart, follow))
        return content, after.decode().removeprefix(_BOM)

    def _no_longer_apart(self, path: str, text: str) -> Edited:
        """Take out that each of the two is not the same as the other one."""
        block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
        key = key_in(block, "not_same_as", "not_same_as", self.rules.spellings)
        if key is None:
            return Edited(text)
        index, pair = self.session.index(), {self.kept, self.other}
        values = [str(node.value) for node in texts_of(block.values[key])]
        gone = [
            value
            for value in values
            for target in find_links(value) or (value,)
            if resolve(target, path, index.names, index.aliases).path in pair
        ]
        return remove_from_property(path, text, key, gone) if gone else Edited(text)

    def _unite(self, other: str) -> Edit:
        kept, goes = self.contact(self.kept), self.contact(self.other)
        names = tuple(dict.fromkeys((*_names_of(kept), *_names_of(goes))))
        joining = Joining(names, _stated_once(kept), goes.private and not kept.private)

        def edit(path: str, text: str) -> Edited:
            return unite_notes(path, text, other, joining)

        return edit

    def _new_names(self) -> tuple[str, ...]:
        """Give the names of the note that goes by which the kept one is not known yet."""
        kept, goes = self.contact(self.kept), self.contact(self.other)
        known = {fold(name) for name in _names_of(kept)}
        own = dict.fromkeys((goes.name, _stem(self.other)))
        return tuple([name for name in own if fold(name) not in known])

    def _alias_edits(self) -> list[Edit]:
        if not self.aliases:
            return []

        def add(path: str, text: str) -> Edited:
            block = read_frontmatter(path, text.replace("\r\n", "\n").replace("\r", "\n"))
            key = key_in(block, "aliases", "aliases", self.rules.spellings)
            key = key or HouseStyle(self.session, path).key("aliases")
            return add_to_property(path, text, key, self.aliases)

        return [add]

    def _conflicts(self, steps: Iterable[Create | Replace | Remove]) -> tuple[str, ...]:
        """Name what stands there twice now and did not before."""
        for step in steps:
            if step.path == self.kept and isinstance(step, Replace):
                before, after = (self._told_twice(content) for content in (step.expected, step.content))
                return tuple([message for message in after if message not in before])
        return ()

    def _told_twice(self, content: bytes) -> list[str]:
        """Say of which properties there is a second version; the first may stand in the text."""
        text = content.decode(errors="replace").removeprefix(_BOM)
        keys = read_frontmatter(self.kept, text.replace("\r\n", "\n").replace("\r", "\n")).values
        found = []
        for key in keys:
            bare = key.rpartition("conflict")[0][:-1]
            first = conflicting_key(key, {**keys, bare: None})
            if first is not None:
                where = "" if first in keys else " (in its text)"
                found.append(f"The two notes differ in {first}: the kept one counts{where}, the other says {key} now.")
        return found

    def _part_remarks(self, text: str, steps: Iterable[Create | Replace | Remove], links: Iterable[str]) -> list[str]:
        """Tell of links to parts of the note that goes which lead to another part now, or to none."""
        kept = read_bytes(self.session.root, self.kept) or b""
        after = next((step.content for step in steps if isinstance(step, Replace) and step.path == self.kept), kept)
        new_ids = clashing_ids(kept.decode(errors="replace"), text)
        gone = _headings(self.other, text) - _headings(self.kept, after.decode(errors="replace"))
        remarks = []
        for path in links:
            found = (read_bytes(self.session.root, path) or b"").decode(errors="replace")
            for had, new in new_ids.items():
                if _leads_to_part(found, f"^{had}"):
                    remarks.append(f"{path} links the block ^{had}, of which there were two: one is ^{new} now.")
            for title in sorted(gone):
                if _leads_to_part(found, title):
                    remarks.append(f"{path} links the heading “{title}”, which is a part of another one now.")
        return remarks


def _headings(path: str, text: str) -> frozenset[str]:
    return frozenset([section.title for section in scan_note(path, text).sections if section.level])


def _leads_to_part(text: str, part: str) -> bool:
    """Tell whether a text has a link to a heading or block of this name."""
    return any(f"#{part}{end}" in text for end in ("]", "|", "\\|"))


def _stated_once(contact: Contact) -> tuple[str, ...]:
    """Name the fields given once that a contact's note states anywhere."""
    return tuple([field for field in _GIVEN_ONCE if getattr(contact, field) is not None])


def _names_of(contact: Contact) -> tuple[str, ...]:
    return (contact.name, _stem(contact.path), *contact.aliases)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")
