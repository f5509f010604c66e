"""What one note says about contacts once its links are resolved."""

from collections.abc import Container, Mapping
from types import MappingProxyType

from pnm_vault.index.names import Certainty, Resolution, link_key, resolve
from pnm_vault.model.contact import Link
from pnm_vault.model.event import Event
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.introduction import Progress
from pnm_vault.model.note import Entry, NoteKind, ParsedNote, Task
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.model.source import Source
from pnm_vault.notes.text.links import find_links
from pnm_vault.patterns import holds_any

GATHERINGS = frozenset({NoteKind.MEETING, NoteKind.CALL, NoteKind.EVENT})

# Up to this many people, everybody at a meeting has met everybody; at a conference they have not.
SMALL_MEETING = 8

# From here on the two of an introduction know each other.
HAVE_MET = frozenset({Progress.MADE, Progress.MET, Progress.THANKED})

# Words of a log line that tells of an introduction, made or refused: either way the pair is not suggested again.
# In lower case, not as a pattern: five searches for a word take a tenth of the time.
INTRODUCED = ("introduc", "vorgestellt", "présent", "presenté", "apresent")


NO_COMMUNITIES: Mapping[str, str] = MappingProxyType({})


class Contribution(Record, frozen=True):
    """What one note adds to the whole beyond the log of its own contact. Contacts are named by path; pairs are sorted.

    `knows` are pairs who know each other (or were introduced); `introduced_by` pairs a contact with whoever introduced
    them. `expected` are those who are said to come to an event, `members` those who belong to a community, neither of
    which is contact; both are sorted. `sought` are those whom the owner would like to meet at an event, each with the
    line that says so. `visited` are the communities that a note with a day of its own links, each with the first line
    that does and a verbatim part of it (0 and empty where only the note as a whole tells of it). `problems` are those
    of the note itself and of its links. `between` are the two whom the note of an
    introduction is about, in its order; empty for any other note.
    """

    interactions: tuple[tuple[str, Interaction], ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    knows: tuple[tuple[str, str], ...] = ()
    introduced_by: tuple[tuple[str, str], ...] = ()
    event: Event | None = None
    problems: tuple[Problem, ...] = ()
    expected: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    visited: tuple[tuple[str, int, str], ...] = ()
    sought: tuple[tuple[str, int], ...] = ()
    between: tuple[str, ...] = ()

    @property
    def contacts(self) -> set[str]:
        """Name every contact that this note says something about."""
        found = {path for path, _ in self.interactions}
        for follow_up in self.follow_ups:
            found.update(follow_up.contacts)
        for pair in self.knows:
            found.update(pair)
        if self.event is not None:
            found.update(self.event.attendees)
        found.update(self.between)
        return found


class _Resolver:
    """Resolves the links of one note, remembering the problems met on the way."""

    __slots__ = ("aliases", "contacts", "names", "note", "problems", "reported", "seen")

    def __init__(
        self,
        note: ParsedNote,
        names: Mapping[str, tuple[str, ...]],
        aliases: Mapping[str, tuple[str, ...]],
        contacts: Container[str],
    ) -> None:
        self.note = note
        self.names = names
        self.aliases = aliases
        self.contacts = contacts
        self.problems: list[Problem] = []
        self.seen: dict[str, Resolution] = {}
        self.reported: set[str] = set()

    def contact(self, target: str, line: int, relation: bool = False) -> str | None:
        """Give the contact that a link means; None when it means none. Links in relation fields must lead somewhere."""
        found = self.seen.get(target)
        if found is None:
            if "/" not in target and len(paths := self.names.get(link_key(target), ())) == 1:
                # What `resolve` would say of nearly every link, without a record of it.
                return paths[0] if paths[0] in self.contacts else None
            found = self.seen[target] = resolve(target, self.note.path, self.names, self.aliases)
        if found.certainty is not Certainty.EXACT and target not in self.reported:
            self._report(target, line, found, relation)
        return found.path if found.path in self.contacts else None

    def _report(self, target: str, line: int, found: Resolution, relation: bool) -> None:
        if found.certainty is Certainty.AMBIGUOUS and any(path in self.contacts for path in found.candidates):
            self.reported.add(target)
            among = " or ".join(found.candidates[:3])
            message = f"“{target}” can mean {among}: write the folder into the link, [[Folder/Name]]."
            self.problems.append(Problem(self.note.path, line, Severity.WARNING, "ambiguous-link", message))
        elif found.certainty is Certainty.UNRESOLVED and relation:
            self.reported.add(target)
            message = f"No note is called “{target}”: correct the name, or make a note for this contact."
            self.problems.append(Problem(self.note.path, line, Severity.INFO, "unresolved-link", message))


def contribution(
    note: ParsedNote,
    names: Mapping[str, tuple[str, ...]],
    aliases: Mapping[str, tuple[str, ...]],
    contacts: Container[str],
    communities: Mapping[str, str] = NO_COMMUNITIES,
) -> Contribution:
    """Resolve the links of `note` and say what it adds about contacts.

    `contacts` and `communities` hold the paths of all contacts and of the notes of communities.
    """
    resolver = _Resolver(note, names, aliases, contacts)
    interactions: list[tuple[str, Interaction]] = []
    knows: set[tuple[str, str]] = set()
    own = note.path if note.contact is not None else None
    for entry in note.entries:
        if own is None or entry.targets or not entry.own:  # not `is_own`: most entries are, and a call costs more
            _add_entry(own, entry, resolver, interactions)
        if "[[" in entry.text and note.introduction is None and (introduced := _introduced(entry)):
            knows.update(_introduced_pairs(own, entry, introduced, resolver))
    follow_ups = tuple([found for task in note.tasks if (found := _follow_up(note, task, resolver)) is not None])
    event = _event(note, resolver)
    if event is not None and event.kind is not NoteKind.EVENT and len(event.attendees) <= SMALL_MEETING:
        knows.update(_pairs(event.attendees))
    between = _between(note, resolver) if note.introduction is not None else ()
    if note.introduction is not None and note.introduction.stand.progress in HAVE_MET:
        knows.update(_pairs(tuple(sorted(between))))
    introduced_by: tuple[tuple[str, str], ...] = ()
    if note.contact is not None and (note.contact.knows or note.contact.introduced_by):
        introducers = _related(note.contact.introduced_by, resolver, note.path)
        introduced_by = tuple((note.path, other) for other in sorted(introducers))
        for other in _related(note.contact.knows, resolver, note.path) | introducers:
            knows.add((note.path, other) if note.path < other else (other, note.path))
    return Contribution(
        interactions=tuple(interactions),
        follow_ups=follow_ups,
        knows=tuple(sorted(knows)),
        introduced_by=introduced_by,
        event=event,
        expected=_plain(note.occasion.expected, resolver) if note.occasion is not None else (),
        members=_plain(note.community.members, resolver) if note.community is not None else (),
        visited=_visited(note, names, aliases, communities) if communities and note.day is not None else (),
        sought=_sought(note, resolver) if note.occasion is not None else (),
        problems=(*note.problems, *resolver.problems),
        between=between,
    )


def is_own(note: ParsedNote, entry: Entry) -> bool:
    """Tell whether an entry is contact with the note's own contact and nobody else, so that no link decides it."""
    return entry.own and not entry.targets and note.contact is not None


def own_interactions(note: ParsedNote) -> list[Interaction]:
    """Give the interactions that a contact's own note logs with them alone."""
    return [_interaction(note.path, entry) for entry in note.entries if is_own(note, entry)]


def _add_entry(own: str | None, entry: Entry, resolver: _Resolver, interactions: list[tuple[str, Interaction]]) -> None:
    who = [own] if entry.own and own is not None else []
    for target in entry.targets:
        path = resolver.contact(target, entry.line)
        if path is not None and path not in who:
            who.append(path)
    source = resolver.note.path
    if not who:
        return
    if len(who) == 1:
        interactions.append((who[0], _interaction(source, entry)))
        return
    who.sort()
    for path in who:
        company = tuple(other for other in who if other != path)
        interactions.append((path, _interaction(source, entry, company)))


def _introduced_pairs(
    own: str | None, entry: Entry, introduced: tuple[str, ...], resolver: _Resolver
) -> list[tuple[str, str]]:
    named = {resolver.contact(target, entry.line) for target in introduced}
    named.add(own)
    return _pairs(tuple(sorted(path for path in named if path is not None)))


def linked_by(entry: Entry) -> tuple[str, ...]:
    """Give the links by which `entry` may say something about a contact."""
    if "[[" not in entry.text:
        return entry.targets
    return (*entry.targets, *_introduced(entry))


def _introduced(entry: Entry) -> tuple[str, ...]:
    return find_links(entry.text) if tells_of_introduction(entry.text) else ()


def tells_of_introduction(text: str) -> bool:
    """Tell whether words are about introducing somebody."""
    return holds_any(text.lower(), INTRODUCED)


def _interaction(path: str, entry: Entry, company: tuple[str, ...] = ()) -> Interaction:
    source = Source(path, entry.line, entry.text)
    return Interaction(entry.day, source, entry.origin, entry.channel, entry.direction, company, entry.words)


def _follow_up(note: ParsedNote, task: Task, resolver: _Resolver) -> FollowUp | None:
    who = {note.path} if task.own and note.contact is not None else set()
    for target in task.targets:
        if (path := resolver.contact(target, task.line)) is not None:
            who.add(path)
    if not who:
        return None
    source = Source(note.path, task.line, task.source_text)
    return FollowUp(source, task.text, task.due, task.start, task.recurrence, tuple(sorted(who)))


def _event(note: ParsedNote, resolver: _Resolver) -> Event | None:
    if note.kind not in GATHERINGS or note.day is None:
        return None
    attendees = sorted(_related(note.attendees, resolver, ""))
    return Event(note.path, note.title, note.kind, note.day, note.end or note.day, tuple(attendees), note.gist)


def _between(note: ParsedNote, resolver: _Resolver) -> tuple[str, ...]:
    """Give the two contacts of an introduction; none where the links lead to fewer."""
    assert note.introduction is not None
    targets, line = note.introduction.between, note.introduction.line
    found = [resolver.contact(target, line, relation=True) for target in targets]
    paths = tuple(dict.fromkeys([path for path in found if path is not None]))
    if len(paths) == len(targets):
        return paths
    if not resolver.problems:
        message = "An introduction is between two contacts, and these are not two: correct the links in between."
        resolver.problems.append(Problem(note.path, line, Severity.WARNING, "introduction-between", message))
    return ()


def _related(links: tuple[Link, ...], resolver: _Resolver, own: str) -> set[str]:
    found = {resolver.contact(link.target, link.line, relation=not link.plain) for link in links}
    return {path for path in found if path is not None and path != own}


def _plain(links: tuple[Link, ...], resolver: _Resolver) -> tuple[str, ...]:
    """Give the contacts among those whom a note lists; a name that is nobody's yet is no fault."""
    found = {resolver.contact(link.target, link.line) for link in links}
    return tuple(sorted(path for path in found if path is not None))


def _sought(note: ParsedNote, resolver: _Resolver) -> tuple[tuple[str, int], ...]:
    found = [(resolver.contact(target, line), line) for target, line in sought_links(note)]
    return tuple(dict.fromkeys([(path, line) for path, line in found if path is not None]))


def sought_links(note: ParsedNote) -> list[tuple[str, int]]:
    """Give the links in what the owner wrote about whom to meet at an event, with their lines."""
    wanted = note.occasion.wanted if note.occasion is not None else ()
    return [(target, one.line) for one in wanted if "[[" in one.text for target in find_links(one.text)]


def _visited(
    note: ParsedNote,
    names: Mapping[str, tuple[str, ...]],
    aliases: Mapping[str, tuple[str, ...]],
    communities: Mapping[str, str],
) -> tuple[tuple[str, int, str], ...]:
    found: dict[str, int] = {}
    for link, line in links_beside(note):
        path = resolve(link, note.path, names, aliases).path if names.get(link_key(link)) else None
        if path is not None and path in communities:
            found.setdefault(path, line)
    if not found:
        return ()
    texts = {entry.line: entry.text for entry in note.entries}
    return tuple([(path, line, texts[line]) if texts.get(line) else (path, 0, "") for path, line in found.items()])


def links_beside(note: ParsedNote) -> list[tuple[str, int]]:
    """Give the links by which a note with a day of its own may tell of a visit, with their lines."""
    if note.day is None:
        return []
    stated = note.occasion.communities if note.occasion is not None else ()
    return [(link.target, link.line) for link in (*note.links, *stated)]


def _pairs(paths: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(first, second) for at, first in enumerate(paths) for second in paths[at + 1 :]]
