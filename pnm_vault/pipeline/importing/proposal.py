"""What files from elsewhere would change in the vault: pure, from what they tell, what notes say and what came before.

Three values decide about a field: what the note says, what was imported last, and what comes now. What the owner wrote,
changed or took out since the last import is never ticked to be replaced; a job or a place of living is always asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from pnm_vault.index.lookup import loosen
from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import Incoming, IncomingContact, Stated
from pnm_vault.model.record import Record
from pnm_vault.pipeline.importing.items import Change, Double, NewContact, Proposal
from pnm_vault.pipeline.importing.ledger import Known, Ledger, digest_of_value
from pnm_vault.pipeline.importing.resolving import Groups, Resolved
from pnm_vault.pipeline.importing.standing import (
    ASKED,
    FIELDS,
    LISTS,
    is_said,
    normal,
    spelled_as,
    values_of,
    written_value,
)
from pnm_vault.review.escape import one_line
from pnm_vault.review.item_key import digest_of_item

# Where the words of a contact come from that no field of a note holds.
_OWN_FIELDS = frozenset({*FIELDS, "name", "first_name", "last_name", "uid"})

# What programs call an address where its owner said nothing of their own.
_USUAL_WORDS = (
    "home work mobile cell iphone apple watch other main pref internet voice office business personal private school "
    "knows friend friends contact acquaintance x msg text video"
)
_LONGEST = 100_000
_CONNECTIONS = "linkedin"
_USUAL = frozenset(_USUAL_WORDS.split())


class Grounds(Record, frozen=True):
    """What a proposal is made from besides the files.

    `known` are by path the contacts whom each knows, in both directions; `texts` the notes' texts by path, of those of
    whom a file tells words or brings a picture; `days` the day (ISO) of each file by its name, where it is known.
    `photos`: pictures are wanted.
    """

    contacts: Mapping[str, Contact]
    ledger: Ledger
    known: Mapping[str, tuple[str, ...]] = {}
    texts: Mapping[str, str] = {}
    days: Mapping[str, str] = {}
    photos: bool = False


def words_of(one: IncomingContact) -> tuple[str, ...]:
    """Give what an entry tells and no field holds, line by line: its words, and what a note has only once."""
    seen: set[str] = set()
    more: list[str] = []
    for stated in one.stated:
        if not one_line(stated.text):
            continue  # nothing that could be seen
        if stated.field not in _OWN_FIELDS or (stated.field not in LISTS and stated.field in seen - {"organisation"}):
            more.append(f"{(stated.label or stated.field).replace('_', ' ').capitalize()}: {stated.text}")
        elif _labelled(stated):
            more.append(f"{stated.label.capitalize()}: {stated.text}")
        seen.add(stated.field)
    lines = [one_line(line, _LONGEST) for line in (*one.words.splitlines(), *more)]
    return tuple([line for line in lines if line])


def _labelled(stated: Stated) -> bool:
    """Tell whether a source has a word of its owner's for a value, which a property of a note has no place for."""
    if stated.field not in ("email", "phone", "knows") or spelled_as(stated):
        return False
    return not _USUAL.issuperset(loosen(stated.label).split())


def propose_contacts(
    incoming: Sequence[Incoming], resolved: Sequence[Resolved], grounds: Grounds, groups: Groups
) -> Proposal:
    """Say which contacts are new, what changes in notes that are there, and who may be a double of whom.

    `resolved` are the entries of all files in their order. Days of contact are proposed apart (`days.propose_days`).
    """
    work = _Work(grounds)
    for one in resolved:
        work.take(one)
    news = tuple(sorted(work.joined(groups), key=lambda one: (one.contact.name.casefold(), one.key)))
    changes = tuple(
        sorted(work.changes.values(), key=lambda one: (grounds.contacts[one.path].name.casefold(), one.path))
    )
    doubles = tuple(sorted(work.doubles.values(), key=lambda one: (one.contact.name.casefold(), one.key)))
    left: dict[str, int] = {}
    for words, number in (*[pair for each in incoming for pair in each.skipped], *work.left.items()):
        left[words] = left.get(words, 0) + number
    touched = {change.path for change in changes}
    same = len({one.path for one in resolved if one.path} - touched)
    hidden = [change.key for change in changes if grounds.contacts[change.path].private]
    hidden += [one.key for one in news if one.contact.private]
    hidden += [
        one.key
        for one in doubles
        if one.contact.private or any(grounds.contacts[seen.path].private for seen in one.seen)
    ]
    return Proposal(
        news=news,
        changes=changes,
        doubles=doubles,
        found={one.source: one.path for one in resolved if one.path},
        entries={one.source: one.entry for one in resolved},
        same=same,
        hidden=frozenset(hidden),
        left=tuple(sorted(left.items())),
        problems=tuple([problem for each in incoming for problem in each.problems]),
    )


class _Work:
    """The entries of all files, one after the other."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.news: dict[str, NewContact] = {}
        self.changes: dict[str, Change] = {}
        self.doubles: dict[str, Double] = {}
        self.left: dict[str, int] = {}
        self.names = {loosen(name) for one in grounds.contacts.values() for name in values_of(one, "aliases")}

    def leave(self, why: str) -> None:
        self.left[why] = self.left.get(why, 0) + 1

    def take(self, one: Resolved) -> None:
        """Propose what is to be done about one entry."""
        known = self.grounds.ledger.get(one.source, Known(one.source))
        if not one.entry.name.strip():
            self.leave("without a name")
        elif one.path:
            for change in self._changes(one, known):
                if change.key in known.refused:
                    self.leave("not wanted, as you said")
                else:
                    self.changes.setdefault(change.key, change)
        elif one.seen:
            double = Double(digest_of_item("same", one.source), one.source, one.entry, one.seen)
            if double.key in known.refused:
                self.leave("not wanted, as you said")
            else:
                self.doubles.setdefault(double.key, double)
        else:
            self._take_new(one, known)

    def _take_new(self, one: Resolved, known: Known) -> None:
        key = digest_of_item("new", one.source)
        if key in known.refused:
            self.leave("not wanted, as you said")
            return
        why = ""
        if one.gone:
            why = "imported once, and the note is gone since"
        elif "@" in one.entry.name:
            why = "an address without a name"
        elif known.open:
            why = "left open by an earlier import"
        elif loosen(one.entry.name) in self.names and not (one.decided or known.other):
            why = "a contact of this name is there"
        new = NewContact(key, (one.source,), one.entry, not why, why)
        self.news[key] = _join(self.news[key], new) if key in self.news else new

    def joined(self, groups: Groups) -> Iterator[NewContact]:
        """Give the new contacts, those who are surely the same as one."""
        news = tuple(self.news.values())
        alike = groups([one.contact for one in news])
        first_of = {number: group[0] for group in alike.groups for number in group}
        joined: dict[int, NewContact] = {}
        for number, one in enumerate(news):
            at = first_of.get(number, number)
            joined[at] = _join(joined[at], one) if at in joined else one
        for number, other in alike.likely:
            first, second = sorted((first_of.get(number, number), first_of.get(other, other)))
            if first != second and joined[second].ticked:
                why = f"may be {joined[first].contact.name}, who is new as well"
                joined[second] = replace(joined[second], ticked=False, why=why)
        return iter(joined.values())

    def _changes(self, one: Resolved, known: Known) -> Iterator[Change]:
        contact = self.grounds.contacts[one.path]
        revised = one.entry.revised
        day = revised.isoformat() if revised else self.grounds.days.get(one.entry.file, "")
        acquainted = tuple(
            [
                self.grounds.contacts[path].name
                for path in self.grounds.known.get(one.path, ())
                if path in self.grounds.contacts
            ]
        )
        asked = _Asked(one, contact, known, day, acquainted)
        seen: set[str] = set()
        for stated in _known_before(one.entry).stated:
            if stated.field in FIELDS and (stated.field in LISTS or stated.field not in seen - {"organisation"}):
                seen.add(stated.field)
                yield from self._told(asked.of(stated))
        yield from asked.alias()
        if one.entry.private:
            yield from self._told(asked.of(Stated("private", "true")))
        text = loosen(self.grounds.texts.get(one.path, ""))
        lines = [line for line in words_of(one.entry) if loosen(line) not in text]
        if lines:
            yield from asked.words("\n".join(lines))
        if one.entry.photo is not None and self.grounds.photos and "photo:" not in text:
            yield from asked.other("photo", f"picture.{one.entry.photo.ending}")

    def _told(self, change: Change | str | None) -> Iterator[Change]:
        if isinstance(change, str):
            self.leave(change)
        elif change is not None:
            yield change


class _Asked:
    """What one entry says of one contact, held against what the note says and what came last."""

    def __init__(
        self, one: Resolved, contact: Contact, known: Known, day: str, acquainted: tuple[str, ...] = ()
    ) -> None:
        self.one = one
        self.contact = contact
        self.known = known
        self.day = day
        self.acquainted = acquainted

    def of(self, stated: Stated) -> Change | str | None:
        """Give the change that one value means; words where it is left out for a reason, None for nothing to do."""
        field, new = stated.field, written_value(stated)
        has = values_of(self.contact, field)
        if is_said(field, new, has if field != "knows" else (*has, *self.acquainted)):
            return None
        last = self.known.said.get(field, ())
        came_before = digest_of_value(normal(field, new)) in last
        older = bool(self.day and self.known.day and self.day < self.known.day)
        if came_before:
            return None  # the source says what it said; the owner has it otherwise
        if older:
            return "older than what is known"
        if field in LISTS:
            return self._change(field, new, label=stated.label)
        old = ", ".join(has)
        if not has:
            why = "you took out what was imported" if last else ""
            return self._change(field, new, ticked=not why, why=why, label=stated.label)
        if self.day and self._confirmed(field) > self.day:
            return "older than what is known"
        untouched = all(digest_of_value(normal(field, value)) in last for value in has)
        if field in ASKED:
            why = "changed" if untouched else "your note says otherwise"
            return self._change(field, new, old=old, ticked=False, why=why)
        return self._change(field, new, old=old, ticked=untouched, why="" if untouched else "your note says otherwise")

    def alias(self) -> Iterator[Change]:
        """Propose the name as another one where it has a word that the contact's names have not."""
        words = set(loosen(self.one.entry.name).replace(",", " ").split())
        names = [set(loosen(name).split()) for name in values_of(self.contact, "aliases")]
        last = self.known.said.get("aliases", ())
        came_before = digest_of_value(normal("aliases", self.one.entry.name)) in last
        if not came_before and not any(words <= name or name <= words for name in names):
            yield self._change("aliases", self.one.entry.name, ticked=False, why="another name than in your note")

    def words(self, text: str) -> Iterator[Change]:
        """Propose words that the note does not have, unless they came before."""
        if digest_of_value(normal("words", text)) not in self.known.said.get("words", ()):
            fresh = [
                line
                for line in text.split("\n")
                if digest_of_value(normal("words", line)) not in self.known.said.get("words", ())
            ]
            if fresh:
                yield self._change("words", "\n".join(fresh))

    def other(self, field: str, new: str) -> Iterator[Change]:
        """Propose what the note lacks and what never came before."""
        if digest_of_value(normal(field, new)) not in self.known.said.get(field, ()):
            yield self._change(field, new)

    def _change(
        self, field: str, new: str, *, old: str = "", ticked: bool = True, why: str = "", label: str = ""
    ) -> Change:
        path = self.one.path
        key = digest_of_item("set", path, field, normal(field, new))
        return Change(key, path, self.one.source, field, new, old, label, ticked, why)

    def _confirmed(self, field: str) -> str:
        """Give the day (ISO) on which the owner last knew a field to be so, empty for none."""
        days = [one.day.isoformat() for one in self.contact.confirmed if one.kind in (field, "") and not one.gone]
        return max(days, default="")


def _known_before(one: IncomingContact) -> IncomingContact:
    """Take from a connection when and how you met: whom you know from elsewhere you met before you were connected."""
    if one.format != _CONNECTIONS:
        return one
    return replace(one, stated=tuple([stated for stated in one.stated if stated.field not in ("met_on", "how_met")]))


def _join(one: NewContact, other: NewContact) -> NewContact:
    """Make one contact of two entries about the same.

    The first gives single values where both do, and the name, unless it is a single word and the other one is more.
    """
    first, second = one.contact, other.contact
    if first.format != second.format:
        first, second = _known_before(first), _known_before(second)
    if " " not in first.name and " " in second.name:
        first = replace(first, name=second.name, stated=(*first.stated, Stated("aliases", first.name)))
    had = {(stated.field, normal(stated.field, written_value(stated))) for stated in first.stated}
    single = {stated.field for stated in first.stated if stated.field not in (*LISTS, "organisation")}
    stated = [
        each
        for each in second.stated
        if each.field not in single and (each.field, normal(each.field, written_value(each))) not in had
    ]
    if set(loosen(second.name).split()) != set(loosen(first.name).split()):
        stated.append(Stated("aliases", second.name))
    words = "\n".join(dict.fromkeys([*first.words.splitlines(), *second.words.splitlines()]))
    contact = replace(
        first,
        stated=(*first.stated, *stated),
        words=words,
        private=first.private or second.private,
        photo=first.photo or second.photo,
    )
    sources = tuple(dict.fromkeys((*one.sources, *other.sources)))
    return NewContact(one.key, sources, contact, one.ticked and other.ticked, one.why or other.why)
