"""Many notes to one consistent whole, brought up to date note by note.

Building from nothing and updating after a change are the same function, so that they cannot disagree: an index is
built by updating an empty one with every note.
"""

from collections.abc import Callable, Iterable, Mapping, Set

from msgspec import field

from pnm_vault.index.contribution import Contribution, contribution, linked_by, links_beside, sought_links
from pnm_vault.index.names import link_key, note_key
from pnm_vault.model.note import ParsedNote
from pnm_vault.model.record import Record


class Index(Record, frozen=True):
    """The tables that links are resolved by. All tuples are sorted.

    `names` maps a file-name key to the notes of that name; `aliases` another name to the contacts that go by it;
    `mentions` a link's key to the notes that link by it; `contacts` a contact's path to their name; `told_by` a contact
    to the other notes that say something about them; `communities` the note of a community to its title.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    told_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    communities: Mapping[str, str] = field(default_factory=dict)


class IndexedNote(Record, frozen=True):
    """A note and what it adds to the whole."""

    note: ParsedNote
    contribution: Contribution


class IndexUpdate(Record, frozen=True):
    """A new index and what changed on the way.

    `notes` holds every note whose content or whose links' meaning changed; `removed` the notes that are gone;
    `touched` the contacts about whom anything may have changed, those gone included. Of these `restated` are those
    whose own note says something else about them now, `reacquainted` those who may know other contacts now.
    """

    index: Index
    notes: Mapping[str, IndexedNote] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()
    restated: frozenset[str] = frozenset()
    reacquainted: frozenset[str] = frozenset()


_NOTHING: Set[str] = frozenset()

Load = Callable[[Iterable[str]], Mapping[str, IndexedNote]]


def update_index(index: Index, changed: Mapping[str, ParsedNote], removed: Iterable[str], load: Load) -> IndexUpdate:
    """Bring `index` up to date with `changed` notes (new ones included) and `removed` paths.

    `load` gives notes indexed before, by path, and leaves out those it does not know; it is asked only for notes that a
    change concerns. A table in which nothing changes stays the same object.
    """
    gone = frozenset(removed)
    first_look = not index.names  # every note has a name, so nothing is known of any
    if first_look:
        index = Index()  # plain tables instead of stored ones, which answer more slowly
    before = {} if first_look else dict(load((*changed, *gone)))
    names, aliases, mentions = _Lists(index.names), _Lists(index.aliases), _Lists(index.mentions)
    called: dict[str, str | None] = {}
    gathered: dict[str, str | None] = {}
    for path in {**before, **changed}:
        old = before[path].note if path in before else None
        new = changed.get(path)
        names.exchange(_own_key(old), _own_key(new), path)
        aliases.exchange(alias_keys(old), alias_keys(new), path)
        mentions.exchange(mention_keys(old), mention_keys(new), path)
        if _name(old) != _name(new):
            called[path] = _name(new)
        if _community(old) != _community(new):
            gathered[path] = _community(new)
    contacts, communities = _renamed(index.contacts, called), _renamed(index.communities, gathered)
    tables = Index(names.finish(), aliases.finish(), mentions.finish(), contacts, index.told_by, communities)
    relinked: tuple[str, ...] = ()  # at a first look every note is in `changed`
    if not first_look:
        moved = names.moved() | aliases.moved() | _turned(called, before) | {note_key(path) for path in gathered}
        relinked = _concerned(tables, moved, before, changed)
        before |= load(relinked)
    return _tell(tables, before, {**{path: before[path].note for path in relinked if path in before}, **changed}, gone)


def _tell(
    tables: Index, before: Mapping[str, IndexedNote], notes: Mapping[str, ParsedNote], gone: frozenset[str]
) -> IndexUpdate:
    """Resolve the links of `notes` again and note for each contact who tells of them."""
    told_by = _Lists(tables.told_by)
    touched: set[str] = set()
    restated: set[str] = set()
    reacquainted: set[str] = set()
    indexed: dict[str, IndexedNote] = {}
    for path in {**before, **notes}:
        old, note = before.get(path), notes.get(path)
        new = (
            None
            if note is None
            else contribution(note, tables.names, tables.aliases, tables.contacts, tables.communities)
        )
        about_old = old.contribution.contacts if old is not None else _NOTHING
        about_new = new.contacts if new is not None else _NOTHING
        knew, knows = old.contribution.knows if old else (), new.knows if new else ()
        if knew != knows:
            reacquainted.update(*knew, *knows)
        was = old.note.contact if old is not None else None
        now = note.contact if note is not None else None
        if was is not None or now is not None:
            touched.add(path)
            if was != now:
                restated.add(path)
        touched |= about_old
        touched |= about_new
        told_by.exchange(about_old - {path}, about_new - {path}, path)
        if note is not None and new is not None:
            indexed[path] = IndexedNote(note, new)
    index = Index(tables.names, tables.aliases, tables.mentions, tables.contacts, told_by.finish(), tables.communities)
    return IndexUpdate(index, indexed, gone, frozenset(touched), frozenset(restated), frozenset(reacquainted))


def _concerned(
    tables: Index, keys: set[str], before: Mapping[str, IndexedNote], changed: Mapping[str, ParsedNote]
) -> tuple[str, ...]:
    """Name the notes, beyond the changed ones, whose links may mean something else now that `keys` moved."""
    found = {path for key in keys for path in tables.mentions.get(key, ())}
    return tuple(sorted(found - changed.keys() - before.keys()))


def _turned(called: Mapping[str, str | None], before: Mapping[str, IndexedNote]) -> set[str]:
    """Name the keys of notes that became a contact or ceased to be one."""
    return {
        note_key(path)
        for path, name in called.items()
        if path in before and (before[path].note.contact is None) != (name is None)
    }


def _renamed(contacts: Mapping[str, str], called: Mapping[str, str | None]) -> Mapping[str, str]:
    if not called:
        return contacts
    names = dict(contacts)
    for path, name in called.items():
        if name is None:
            names.pop(path, None)
        else:
            names[path] = name
    return names


def _name(note: ParsedNote | None) -> str | None:
    return note.contact.name if note is not None and note.contact is not None else None


def _community(note: ParsedNote | None) -> str | None:
    return note.title if note is not None and note.community is not None else None


def _own_key(note: ParsedNote | None) -> Set[str]:
    return _NOTHING if note is None else {note_key(note.path)}


def alias_keys(note: ParsedNote | None) -> Set[str]:
    """Give the keys of a contact's other names: aliases, the full name, and the file name without a leading `@`."""
    contact = note.contact if note is not None else None
    if note is None or contact is None:
        return _NOTHING
    own = note_key(note.path)
    keys = {link_key(contact.name), own.removeprefix("@")}
    if contact.aliases or note.aliases:
        keys.update(map(link_key, (*contact.aliases, *note.aliases)))
    keys.discard(own)
    keys.discard("")
    return keys


def mention_keys(note: ParsedNote | None) -> Set[str]:
    """Give the keys of all links by which a note says something about a contact."""
    if note is None:
        return _NOTHING
    keys: set[str] = set()
    for entry in note.entries:
        if entry.targets or "[[" in entry.text:
            keys.update(map(link_key, linked_by(entry)))
    for task in note.tasks:
        if task.targets:
            keys.update(map(link_key, task.targets))
    for link in note.attendees:
        keys.add(link_key(link.target))
    if note.introduction is not None:
        keys.update(map(link_key, note.introduction.between))
    if note.contact is not None:
        for link in (*note.contact.knows, *note.contact.introduced_by):
            keys.add(link_key(link.target))
        return keys
    if note.day is not None:
        keys.update([link_key(target) for target, _ in links_beside(note)])
    if note.occasion is not None:
        keys.update([link_key(link.target) for link in note.occasion.expected])
        keys.update([link_key(target) for target, _ in sought_links(note)])
    if note.community is not None:
        keys.update([link_key(link.target) for link in note.community.members])
    return keys


class _Lists:
    """A mapping from a key to a sorted tuple of paths, being changed. The base is not looked at without need."""

    __slots__ = ("base", "edits")

    def __init__(self, base: Mapping[str, tuple[str, ...]]) -> None:
        self.base = base
        self.edits: dict[str, set[str]] = {}

    def exchange(self, old: Set[str], new: Set[str], path: str) -> None:
        """Take `path` from the keys that are only in `old` and add it to those that are only in `new`."""
        edits = self.edits
        if not old and not self.base:  # as for all of a first look
            for key in new:
                if key in edits:
                    edits[key].add(path)
                else:
                    edits[key] = {path}
            return
        for key in new:
            if key in old:
                continue
            if key in edits:
                edits[key].add(path)
            else:
                edits[key] = {path, *self.base.get(key, ())}
        for key in old:
            if key not in new:
                if key not in edits:
                    edits[key] = set(self.base.get(key, ()))
                edits[key].discard(path)

    def moved(self) -> set[str]:
        """Name the keys whose paths are not what they were."""
        return {key for key, paths in self.edits.items() if paths != set(self.base.get(key, ()))}

    def finish(self) -> Mapping[str, tuple[str, ...]]:
        """Give the mapping as it is now; the base itself when nothing moved."""
        if not self.edits:
            return self.base
        merged = dict(self.base)
        for key, paths in self.edits.items():
            if paths:
                merged[key] = tuple(sorted(paths)) if len(paths) > 1 else tuple(paths)
            else:
                merged.pop(key, None)
        return merged
