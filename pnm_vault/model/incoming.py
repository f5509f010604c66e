"""What a file from elsewhere tells: contacts and days of contact, not yet compared with the vault."""

from datetime import date

from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row


class Stated(Row, frozen=True):
    """One value of one field of an incoming contact.

    `field` is a canonical field name of docs/note-format.md (`email`, `phone`, `organisation`, `birthday`, ...), `text`
    the value as a note would have it (a birthday as `1980-04-15`, or `--04-15` where the year is not known). `label` is
    what the source calls this value (`work`, `home`, `_$!<Other>!$_` as `other`), empty for none. `line` counts from 1
    in the source; 0: not known.
    """

    field: str
    text: str
    label: str = ""
    line: int = 0


class Photo(Row, frozen=True):
    """A picture that came with a contact: its bytes, and the ending that they themselves tell (`jpg`, `png`, ...)."""

    ending: str
    content: bytes


class IncomingContact(Record, frozen=True):
    """One contact as a file tells it.

    `format` is the name of the file's format (`vcard`, `google`, `linkedin`, ...), `file` the file as the user named
    it, `line` where the contact begins in it (from 1). `key` is what the source itself knows them by and is the same in
    its later exports (a vCard's UID, a profile's address), empty where it has nothing of the kind. `stated` are in the
    order of the source; no two of them are the same. `words` is free text about them. `revised` is the day from which
    the whole entry is, None where the source does not tell. `kept` are the lines of a vCard, unfolded, that mean
    nothing here and are handed back when it is exported again.
    """

    format: str
    file: str
    line: int
    name: str
    key: str = ""
    stated: tuple[Stated, ...] = ()
    words: str = ""
    revised: date | None = None
    private: bool = False
    photo: Photo | None = None
    kept: tuple[str, ...] = ()

    def texts(self, field: str) -> tuple[str, ...]:
        """Give all values of a field, in the order of the source."""
        return tuple([one.text for one in self.stated if one.field == field])


class Participant(Row, frozen=True):
    """Somebody who took part, by what the source tells of them; e-mail and address in lower case, empty for unknown."""

    name: str = ""
    email: str = ""
    url: str = ""


class IncomingInteraction(Record, frozen=True):
    """One occasion on which the owner was in touch with others, the owner left out of `participants` (one or more).

    `key` is the same for the same occasion in later exports (an event's UID with its day, a message's id). `subject` is
    one line, for the owner to know it by; it may be empty. `direction` is `from-me` where the owner wrote or invited.
    """

    format: str
    file: str
    line: int
    day: date
    channel: Channel
    participants: tuple[Participant, ...]
    direction: Direction = Direction.UNKNOWN
    subject: str = ""
    key: str = ""


class Incoming(Record, frozen=True):
    """All that one file tells, in its order. `problems` name what could not be read: its path is the file's.

    `skipped` counts entries that were left out on purpose, each reason in words with its number (`cancelled`: 3).
    """

    contacts: tuple[IncomingContact, ...] = ()
    interactions: tuple[IncomingInteraction, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()


class Owner(Record, frozen=True):
    """Who the owner of the vault is, for files that tell of the owner as of anybody else.

    `emails` and `urls` (profiles) are in lower case, `names` as written; from `Me.md`.
    """

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
