"""Many notes to one consistent whole, brought up to date note by note.

Building from nothing and updating after a change are the same function, so that they cannot disagree: an index is
built by updating an empty one with every note.
"""

from collections.abc import Callable, Iterable, Mapping

from msgspec import field

from pnm_vault.index.contribution import Contribution, contribution, linked_by
from pnm_vault.index.names import link_key, note_key
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.record import Record


class Index(Record, frozen=True):
    """The tables that links are resolved by. All tuples are sorted.

    `names` maps a file-name key to the notes of that name; `aliases` another name to the contacts that go by it;
    `mentions` a link's key to the notes that link by it; `contacts` a contact's path to their name; `told_by` a contact
    to the other notes that say something about them.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    told_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class IndexedNote(Record, frozen=True):
    """A note and what it adds to the whole."""

    note: ParsedNote
    contribution: Contribution


class IndexUpdate(Record, frozen=True):
    """A new index and what changed on the way.

    `notes` holds every note whose content or whose links' meaning changed; `removed` the notes that are gone;
    `touched` the contacts about whom anything may have changed, those gone included.
    """

    index: Index
    notes: Mapping[str, IndexedNote]
    removed: frozenset[str]
    touched: frozenset[str]


Load = Callable[[Iterable[str]], Mapping[str, IndexedNote]]


def update_index(index: Index, changed: Mapping[str, ParsedNote], removed: Iterable[str], load: Load) -> IndexUpdate:
    """Bring `index` up to date with `changed` notes (new ones included) and `removed` paths.

    `load` gives notes indexed before, by path, and leaves out those it does not know; it is asked only for notes that a
    change concerns.
    """
    gone = frozenset(removed)
    before = dict(load((*changed, *gone))) if index.names else {}
    names, aliases, mentions = _Lists(index.names), _Lists(index.aliases), _Lists(index.mentions)
    contacts = dict(index.contacts)
    for path, old in before.items():
        names.take(note_key(path), path)
        aliases.take_all(alias_keys(old.note), path)
        mentions.take_all(mention_keys(old.note), path)
        contacts.pop(path, None)
    for path, note in changed.items():
        names.add(note_key(path), path)
        aliases.add_all(alias_keys(note), path)
        mentions.add_all(mention_keys(note), path)
        if note.contact is not None:
            contacts[path] = note.contact.name
    tables = Index(names.finish(), aliases.finish(), mentions.finish(), contacts, index.told_by)
    relinked = _concerned(tables, names.moved() | aliases.moved() | _turned(index, contacts, before), before, changed)
    before |= load(relinked)
    return _tell(tables, before, {**{path: before[path].note for path in relinked if path in before}, **changed}, gone)


def _tell(
    tables: Index, before: Mapping[str, IndexedNote], notes: Mapping[str, ParsedNote], gone: frozenset[str]
) -> IndexUpdate:
    """Resolve the links of `notes` again and note for each contact who tells of them."""
    told_by = _Lists(tables.told_by)
    touched: set[str] = set()
    for path, old in before.items():
        about = old.contribution.contacts
        touched |= about
        if old.note.contact is not None:
            touched.add(path)
        told_by.take_all(about - {path}, path)
    indexed: dict[str, IndexedNote] = {}
    for path, note in notes.items():
        added = contribution(note, tables.names, tables.aliases, tables.contacts)
        indexed[path] = IndexedNote(note, added)
        about = added.contacts
        about.discard(path)
        if about:
            told_by.add_all(about, path)
            touched |= about
        if note.contact is not None:
            touched.add(path)
    index = Index(tables.names, tables.aliases, tables.mentions, tables.contacts, told_by.finish())
    return IndexUpdate(index, indexed, gone, frozenset(touched))


def _concerned(
    tables: Index, keys: set[str], before: Mapping[str, IndexedNote], changed: Mapping[str, ParsedNote]
) -> tuple[str, ...]:
    """Name the notes, beyond the changed ones, whose links may mean something else now that `keys` moved."""
    if not before and len(changed) == sum(len(paths) for paths in tables.names.values()):
        return ()  # built from nothing: every note is in `changed`
    found = {path for key in keys for path in tables.mentions.get(key, ())}
    return tuple(sorted(found - changed.keys() - before.keys()))


def _turned(index: Index, contacts: Mapping[str, str], before: Mapping[str, IndexedNote]) -> set[str]:
    """Name the keys of notes that became a contact or ceased to be one."""
    return {note_key(path) for path in before if (path in index.contacts) != (path in contacts)}


def alias_keys(note: ParsedNote) -> tuple[str, ...]:
    """Give the keys of a contact's other names: aliases, the full name, and the file name without a leading `@`."""
    contact = note.contact
    if contact is None:
        return ()
    own = note_key(note.path)
    keys = {link_key(contact.name), own.removeprefix("@")}
    if contact.aliases or note.aliases:
        keys.update(map(link_key, (*contact.aliases, *note.aliases)))
    return tuple(keys - {own, ""})


def mention_keys(note: ParsedNote) -> set[str]:
    """Give the keys of all links by which the note says something about a contact."""
    keys: set[str] = set()
    for entry in note.entries:
        if entry.targets or "[[" in entry.text:
            keys.update(map(link_key, linked_by(entry)))
    for task in note.tasks:
        keys.update(map(link_key, task.targets))
    for link in note.attendees:
        keys.add(link_key(link.target))
    if note.contact is not None:
        for link in (*note.contact.knows, *note.contact.introduced_by):
            keys.add(link_key(link.target))
    return keys


class _Lists:
    """A mapping from a key to a sorted tuple of paths, being changed."""

    __slots__ = ("base", "edits")

    def __init__(self, base: Mapping[str, tuple[str, ...]]) -> None:
        self.base = base
        self.edits: dict[str, set[str]] = {}

    def add(self, key: str, path: str) -> None:
        found = self.edits.get(key)
        if found is None:
            self.edits[key] = {path, *self.base[key]} if key in self.base else {path}
        else:
            found.add(path)

    def take(self, key: str, path: str) -> None:
        found = self.edits.get(key)
        if found is None:
            found = self.edits[key] = set(self.base.get(key, ()))
        found.discard(path)

    def add_all(self, keys: Iterable[str], path: str) -> None:
        for key in keys:
            self.add(key, path)

    def take_all(self, keys: Iterable[str], path: str) -> None:
        for key in keys:
            self.take(key, path)

    def moved(self) -> set[str]:
        return {key for key, paths in self.edits.items() if paths != set(self.base.get(key, ()))}

    def finish(self) -> Mapping[str, tuple[str, ...]]:
        if not self.edits:
            return self.base
        merged = dict(self.base)
        for key, paths in self.edits.items():
            if paths:
                merged[key] = tuple(sorted(paths)) if len(paths) > 1 else tuple(paths)
            else:
                merged.pop(key, None)
        return merged
