"""What a reader has found in a file so far: entries, problems and counts, each bounded.

Readers of tables and of other tools' exports fill a `Draft` for each contact and hand it to the `Reading`, so that all
of them clean, drop and count alike.
"""

from datetime import date

from pnm_vault.exchange.outgoing.exported import one_line, without_controls
from pnm_vault.model.incoming import Incoming, IncomingContact, IncomingInteraction, Owner, Participant, Photo, Stated
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Problem, Severity

MAX_PROBLEMS = 50
MAX_TEXT = 2_000  # characters of one value; what is longer is free text
MAX_SUBJECT = 500

NAMELESS = "without a name"
ORGANISATION = "an organisation"
OWNER = "your own card"
EMPTY = "nothing in it"
TWICE = "the same entry again"


class Draft:
    """What has been read of one contact: values in the order of the source, none of them twice, and lines of words."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.key = ""
        self.private = False
        self.revised: date | None = None
        self.photo: Photo | None = None
        self._stated: dict[tuple[str, str, str], Stated] = {}
        self._words: list[str] = []

    def state(self, field: str, text: str, label: str = "") -> None:
        """Add a value; a blank one says nothing, and one that is too long for a field goes to the words."""
        text, label = one_line(text), one_line(label)
        if not text:
            return
        if len(text) > MAX_TEXT or len(label) > MAX_TEXT:
            self.tell(label or field, text)
            return
        known = self._stated.setdefault((field, text, ""), Stated(field, text, label, self.line))
        if label and known.label != label:  # the same value under another name is told once, but knows two relations
            if not known.label or field not in ("knows", "important_dates"):
                return
            self._stated.setdefault((field, text, label), Stated(field, text, label, self.line))

    def tell(self, label: str, text: str) -> None:
        """Add what has no field, as a line `Label: text`; without a label its own lines as they are."""
        text = without_controls(text).strip() if not label else one_line(text)
        if text:
            self._words.append(f"{one_line(label)}: {text}" if label else text)

    def texts(self, field: str) -> list[str]:
        """Give the values of a field so far."""
        return [one.text for one in self._stated.values() if one.field == field]

    def contact(self, format_: str, file: str, name: str) -> IncomingContact:
        """Give the contact."""
        return IncomingContact(
            format=format_,
            file=file,
            line=self.line,
            name=one_line(name),
            key=one_line(self.key),
            stated=tuple(self._stated.values()),
            words="\n".join(self._words),
            revised=self.revised,
            private=self.private,
            photo=self.photo,
        )

    def is_blank(self) -> bool:
        """Tell whether nothing was read."""
        return not self._stated and not self._words


class Reading:
    """All that has been found in a file so far. `format_` and `file` are as in `IncomingContact`."""

    def __init__(self, format_: str, file: str, owner: Owner) -> None:
        self.format = format_
        self.file = file
        self.owner = owner
        self._contacts: list[IncomingContact] = []
        self._interactions: list[IncomingInteraction] = []
        self._problems: list[Problem] = []
        self._more: list[int] = []
        self._skipped: dict[str, int] = {}
        self._said: set[IncomingContact] = set()

    def warn(self, line: int, message: str) -> None:
        """Say what of an entry could not be read: `message` is one sentence; of very many the first ones are told."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem(self.file, line, Severity.WARNING, "bad-import-entry", message))
        else:
            self._more.append(line)

    def fail(self, message: str, line: int = 0) -> Incoming:
        """Give what a file that cannot be read at all tells: one Problem."""
        return Incoming(problems=(Problem(self.file, line, Severity.ERROR, "bad-import-file", message),))

    def skip(self, reason: str, number: int = 1) -> None:
        """Count entries that are left out on purpose."""
        self._skipped[reason] = self._skipped.get(reason, 0) + number

    def take(self, draft: Draft, name: str) -> None:
        """Add a contact; left out with a count are the owner, entries without a name, and the very same entry again."""
        contact = draft.contact(self.format, self.file, name)
        if not contact.name:
            if draft.is_blank():
                self.skip(EMPTY)
            else:
                self.skip(ORGANISATION if contact.texts("organisation") else NAMELESS)
        elif self._is_owner(contact):
            self.skip(OWNER)
        elif (bare := _without_lines(contact)) in self._said:
            self.skip(TWICE)
        else:
            self._said.add(bare)
            self._contacts.append(contact)

    def meet(
        self,
        line: int,
        day: date,
        channel: Channel,
        participants: tuple[Participant, ...],
        direction: Direction = Direction.UNKNOWN,
        subject: str = "",
        key: str = "",
    ) -> None:
        """Add an occasion."""
        subject = one_line(subject)
        subject = f"{subject[: MAX_SUBJECT - 1].rstrip()}…" if len(subject) > MAX_SUBJECT else subject
        self._interactions.append(
            IncomingInteraction(
                self.format, self.file, line, day, channel, participants, direction, subject, one_line(key)
            )
        )

    def is_owner(self, name: str, url: str = "") -> bool:
        """Tell whether somebody is the owner: by a profile if the owner has one on the same site, else by name."""
        bare = profile(url)
        same_site = [one for one in map(profile, self.owner.urls) if one.partition("/")[0] == bare.partition("/")[0]]
        if bare and same_site:
            return bare in same_site
        return bool(name) and name.casefold() in {one.casefold() for one in self.owner.names}

    def incoming(self) -> Incoming:
        """Give all of it."""
        problems = self._problems
        if self._more:
            message = f"{len(self._more)} more entries have faults like these: correct the first ones and look again."
            problems = [
                *problems,
                Problem(self.file, min(self._more), Severity.WARNING, "bad-import-entry", message),
            ]
        return Incoming(tuple(self._contacts), tuple(self._interactions), tuple(problems), tuple(self._skipped.items()))

    def _is_owner(self, contact: IncomingContact) -> bool:
        """Tell whether a contact is the owner: a shared address makes nobody so whose name is another.

        A page alone does not either where the owner's name is not known: it may be that of a firm.
        """
        owner = self.owner
        names = {one.casefold() for one in owner.names}
        by_email = not {text.casefold() for text in contact.texts("email")}.isdisjoint(owner.emails)
        by_page = not {profile(text) for text in contact.texts("url")}.isdisjoint(map(profile, owner.urls))
        return contact.name.casefold() in names and (by_email or by_page) if names else by_email


def profile(url: str) -> str:
    """Give the address of a page or profile in the form that is compared: without scheme, `www.`, query and last `/`.

    Source: LinkedIn's exports, which write the same profile with and without them.
    """
    bare = url.strip().casefold().partition("?")[0].partition("#")[0]
    return bare.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _without_lines(contact: IncomingContact) -> IncomingContact:
    bare = tuple([Stated(one.field, one.text, one.label) for one in contact.stated])
    return IncomingContact(
        contact.format, contact.file, 0, contact.name, contact.key, bare, contact.words, private=contact.private
    )
