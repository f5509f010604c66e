"""One file of the vault after reading: what kind of note it is and what it states, links not yet resolved."""

from datetime import date
from enum import StrEnum

from pnm_vault.model.contact import Contact, Link, Statement
from pnm_vault.model.introduction import Introduction
from pnm_vault.model.occasion import Community, Occasion
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row
from pnm_vault.model.resource import Resource
from pnm_vault.model.synonym import SynonymGroup


class NoteKind(StrEnum):
    """What a note is for. Only `contact` notes are contacts; `other` notes still carry tasks and links."""

    CONTACT = "contact"
    DAILY = "daily"
    MEETING = "meeting"
    CALL = "call"
    EVENT = "event"
    COMMUNITY = "community"
    INTRODUCTION = "introduction"
    ME = "me"
    SYNONYMS = "synonyms"
    RESOURCES = "resources"
    TEMPLATE = "template"
    INDEX = "index"
    GENERATED = "generated"
    CONFLICT_COPY = "conflict-copy"
    OTHER = "other"


class Sign(StrEnum):
    """By what a note was recognised as a contact's: the first of these that holds, in this order."""

    TYPE = "type"
    TAG = "tag"
    NAME = "name"
    FOLDER = "folder"
    LINK = "link"


class Channel(StrEnum):
    """How people were in touch; `note` when nothing says how."""

    MEETING = "meeting"
    CALL = "call"
    VIDEO = "video"
    MESSAGE = "message"
    EMAIL = "email"
    LETTER = "letter"
    EVENT = "event"
    NOTE = "note"


class Direction(StrEnum):
    """Who started it, where the words say so."""

    FROM_ME = "from-me"
    FROM_THEM = "from-them"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Which kind of line an interaction was read from."""

    LOG = "log"
    FIELD = "field"
    DAILY = "daily"
    MEETING = "meeting"
    TASK = "task"


class Entry(Row, frozen=True):
    """A dated line that is contact with somebody.

    `text` is a verbatim part of line `line` (white space cut, at most 200 characters). `own` is True when it is contact
    with the contact in whose note it stands. `targets` are links to the others it is contact with, as written.
    `channel` and `direction` are None where nobody has asked yet: the words of `text` from index `words` on tell them
    (`notes.text.channels.read_how`).
    """

    day: date
    line: int
    text: str
    origin: Origin
    channel: Channel | None = Channel.NOTE
    direction: Direction | None = Direction.UNKNOWN
    own: bool = False
    targets: tuple[str, ...] = ()
    words: int = 0


class Task(Row, frozen=True):
    """An open task, or a follow-up field, that may concern contacts.

    `text` is the task without box, dates and markers. `source_text` is a verbatim part of its line. `due` falls back
    to the scheduled day. `own` is True when it stands in a contact's own note. `targets` are its links, as written.
    """

    line: int
    text: str
    source_text: str
    due: date | None = None
    start: date | None = None
    recurrence: str = ""
    own: bool = False
    targets: tuple[str, ...] = ()


class ParsedNote(Record, frozen=True):
    """All that one file gives.

    `sign` says by what a contact note was recognised; None for other notes.
    `title` is the file's stem. `aliases` are other names that links may use. `contact` is set for contact notes and for
    nothing else. `day` is the note's own day (daily, meeting, call and event notes); `end` an event's last day.
    `attendees` are the people that a meeting, call or event note names in its fields, else in its text.
    `gist` are the first lines of what a meeting or call note tells, tasks and attendees left out.
    `occasion` is what such a note says besides; `community` is set for the notes of communities and for nothing else.
    `statements` of a `Me.md` note (asks, offers, interests) are kept as a contact record in `me`, the groups of the
    note of synonyms in `synonyms`, the lines of the note of resources in `resources`. `introduction` is set
    for notes of introductions.
    """

    path: str
    kind: NoteKind
    title: str
    aliases: tuple[str, ...] = ()
    contact: Contact | None = None
    me: Contact | None = None
    day: date | None = None
    end: date | None = None
    entries: tuple[Entry, ...] = ()
    tasks: tuple[Task, ...] = ()
    attendees: tuple[Link, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()
    sign: Sign | None = None
    gist: tuple[Statement, ...] = ()
    occasion: Occasion | None = None
    community: Community | None = None
    introduction: Introduction | None = None
    synonyms: tuple[SynonymGroup, ...] = ()
    resources: tuple[Resource, ...] = ()
