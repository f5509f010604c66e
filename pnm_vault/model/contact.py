"""A contact: everything that one note says about one person."""

from datetime import date
from enum import StrEnum

from pnm_vault.model.favour import Favour
from pnm_vault.model.record import Record, Row


class Status(StrEnum):
    """Whether a contact takes part in the network.

    One in the `inbox` came in with many others and waits to be looked at: it is there to be found, and nothing is said
    about it unasked.
    """

    ACTIVE = "active"
    INBOX = "inbox"
    ARCHIVED = "archived"
    DECEASED = "deceased"


class Link(Row, frozen=True):
    """A link as it was written: the target without heading, block or display text, and its line (0: unknown).

    `target` is percent-decoded and NFC-normalised. A plain name in a relation field (`knows: Ann Lee`) counts as a link
    too, but need not lead anywhere: `plain` is True for it.
    """

    target: str
    line: int = 0
    plain: bool = False


class Statement(Row, frozen=True):
    """One thing that a note says about its contact, in the user's words, with its line (from 1).

    `day` is the day on which it was said, None where the line does not tell.
    """

    text: str
    line: int
    day: date | None = None


class Apart(Row, frozen=True):
    """Somebody with whom this contact is not to be suggested: `target` is a link as written.

    `until` None means never; else it may be suggested again from that day on.
    """

    target: str
    until: date | None = None


class Cadence(Row, frozen=True):
    """How often the owner wishes to be in touch.

    `days` is the wished gap in days (> 0); None means never remind (`cadence: none`). `latest` is the gap that should
    not be passed (> `days`); None where only one was written.
    """

    days: int | None
    line: int = 0
    latest: int | None = None


class ImportantDate(Row, frozen=True):
    """A date that comes back every year.

    `label` is `birthday`, `anniversary` or the user's own word. `year` is None when it is not known.
    29 February is kept as written; a year without it celebrates on 28 February. `text` is a verbatim part of its line.
    """

    label: str
    month: int
    day: int
    year: int | None
    line: int
    text: str = ""


class CalledOff(Row, frozen=True):
    """A task of the contact's own note that was called off on a day: its words without dates."""

    text: str
    day: date
    line: int


class Confirmed(Row, frozen=True):
    """A fact of a contact's note that its owner knew to be so on a day, as its property `confirmed` says.

    `kind` is the canonical name of a field (`role`, `place`, `asks`), empty for all facts of the note; `text` says
    which of several asks or offers is meant, empty for all. `month`: only the month of `day` is known. `gone`: on that
    day it was not so any more.
    """

    kind: str
    text: str
    day: date
    month: bool = False
    gone: bool = False


class Contact(Record, frozen=True):
    """Everything that one contact's own note states about them. None or an empty tuple: the note does not say.

    `path` is vault-relative with `/`. `category` is one of friend, family, colleague, classmate, mentor, mentee,
    acquaintance, or the user's own word in lower case. `priority` is 1 (high) to 3 (low); `closeness` is 1 (distant)
    to 5 (closest). `next_contact` is the day on which the owner wants to be reminded (the later of
    next contact and snooze).
    `knows` and `introduced_by` are links as written. `suggest` is False for `suggest: never`. `private` contacts appear
    in no review note. `apart` are those to whom they are not to be introduced, `strangers` those of whom the owner does
    not want to be asked whether they know each other, `no_reminder` the labels of important dates (case-folded) of
    which the owner wants no reminder. `asks` holds needs, goals and challenges as well: all that
    somebody could help with; `goals` are those of them that are goals; `offers` is what they can help with. `created`
    is the day on which the note was made, by its property of that name. `circle_order` are the circles that matter
    to the owner, in their order, each with what they wrote behind it (`Me.md`). `uid` is what an address book knows
    them by; `last_name` is set where the note gives it apart. `not_same_as` are those whom the owner knows to be
    somebody else, however alike they look.
    """

    path: str
    name: str
    aliases: tuple[str, ...] = ()
    category: str | None = None
    circles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priority: int | None = None
    closeness: int | None = None
    cadence: Cadence | None = None
    next_contact: date | None = None
    next_contact_line: int = 0
    organisations: tuple[str, ...] = ()
    role: str | None = None
    place: str | None = None
    time_zone: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    dates: tuple[ImportantDate, ...] = ()
    how_met: Statement | None = None
    where_met: Statement | None = None
    met_on: date | None = None
    introduced_by: tuple[Link, ...] = ()
    knows: tuple[Link, ...] = ()
    interests: tuple[Statement, ...] = ()
    offers: tuple[Statement, ...] = ()
    asks: tuple[Statement, ...] = ()
    goals: tuple[Statement, ...] = ()
    they_know: tuple[Statement, ...] = ()
    learning: tuple[Statement, ...] = ()
    gift_ideas: tuple[Statement, ...] = ()
    favours: tuple[Favour, ...] = ()
    status: Status = Status.ACTIVE
    private: bool = False
    suggest: bool = True
    apart: tuple[Apart, ...] = ()
    no_reminder: tuple[str, ...] = ()
    called_off: tuple[CalledOff, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    created: date | None = None
    circle_order: tuple[Statement, ...] = ()
    strangers: tuple[Apart, ...] = ()
    uid: str | None = None
    last_name: str | None = None
    not_same_as: tuple[Apart, ...] = ()
