"""Mail: who wrote to whom on which day, by the headers alone.

Contact is what one writes to a few: what a machine sent, what went to a list or to a crowd, and whoever stands in copy
is left out, and counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from pnm_vault.exchange.incoming.cards.cutting import file_problem
from pnm_vault.exchange.incoming.exclusions import exclusion_of, is_machine, untagged
from pnm_vault.exchange.incoming.mail.headers import Heading, kinds_of, read_header
from pnm_vault.exchange.incoming.mail.mbox import LONGEST_HEADER, header_blocks, is_mbox
from pnm_vault.exchange.incoming.mail.owner import owner_of
from pnm_vault.exchange.incoming.participants import guessed_owner, is_owner, once_each
from pnm_vault.model.incoming import Incoming, IncomingInteraction, Owner, Participant
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.patterns import pattern_of

FORMAT = "mail"
MOST_TOGETHER = 10
"""With more recipients than this, a mail is not contact with each of them."""

_NO_MESSAGE = "There is no message in this file."
_LOOKED_AT = 2_000  # messages by which an owner is found whose address nobody told
_FIRST_FIELD = pattern_of(r"[A-Za-z][A-Za-z0-9-]{0,60}:")
_SENDER = pattern_of(r"^From[ \t]*:", 2 | 8)
_OTHER = pattern_of(r"^(?:Date|To|Received|Message-ID|MIME-Version)[ \t]*:", 2 | 8)


def recognises(name: str, head: bytes) -> bool:
    """Tell whether a file is mail: one message (`.eml`), or a mailbox."""
    if is_mbox(head):
        return True
    header = _header(head).decode("latin-1")
    return bool(_FIRST_FIELD.match(header) and _SENDER.search(header) and _OTHER.search(header))


def read(
    content: bytes,
    file: str,
    owner: Owner,
    *,
    until: date,
    since: date | None = None,
    exclude: tuple[str, ...] = (),
) -> Incoming:
    """Read one message, or a mailbox that is small enough to be held; the arguments are those of `read_messages`."""
    headers = header_blocks([content]) if is_mbox(content[:LONGEST_HEADER]) else [(1, _header(content))]
    return read_messages(headers, file, owner, until=until, since=since, exclude=exclude)


def read_messages(
    headers: Iterable[tuple[int, bytes]],
    file: str,
    owner: Owner,
    *,
    until: date,
    since: date | None = None,
    exclude: tuple[str, ...] = (),
) -> Incoming:
    """Read the headers of many messages, each with its line (0: not known), up to and including the day `until`.

    All messages of one day between the same people in the same direction are one interaction. `since` is the first day
    that counts, None for all; `exclude` as `exclusions.exclusion_of` takes it. The messages are read one by one, and
    nothing is held of those that are left out.
    """
    folder = kinds_of([_folder(file)])
    read_ones: Iterator[tuple[int, Heading]] = iter(
        (line, _labelled(read_header(header), folder)) for line, header in headers
    )
    problems: tuple[Problem, ...] = ()
    if not owner.emails:
        first = list(islice(read_ones, _LOOKED_AT))
        found = owner_of([heading for _, heading in first], owner.names)
        if not any(heading.is_message for _, heading in first):
            return Incoming(problems=(file_problem(file, 0, _NO_MESSAGE),))
        problems = (guessed_owner(file, found, "nothing is read", Severity.ERROR),)
        if not found:
            return Incoming(problems=problems)
        owner, read_ones = Owner(owner.names, found, owner.urls), _again(first, read_ones)
    reading = _Reading(file, owner, until, since or date.min, exclude)
    for line, heading in read_ones:
        reading.take(line, heading)
    if not reading.messages:
        problems = (file_problem(file, 0, _NO_MESSAGE),)
    return reading.told(problems)


class _Reading:
    """Gathers what messages tell. Mutable, and gone when all are read."""

    def __init__(self, file: str, owner: Owner, until: date, since: date, exclude: tuple[str, ...]) -> None:
        self._file, self._owner = file, owner
        self._until, self._since, self._is_excluded = until, since, exclusion_of(exclude)
        self._found: dict[tuple[date, Channel, Direction, tuple[str, ...]], tuple[int, str]] = {}
        self._known: dict[str, Participant] = {}
        self._together: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._skipped: Counter[str] = Counter()
        self.messages = 0

    def take(self, line: int, heading: Heading) -> None:
        """Take what one message tells."""
        self.messages += heading.is_message
        reason = self._reason_against(heading)
        if reason or heading.day is None:
            self._skipped[reason] += 1
            return
        mine = any(is_owner(self._owner, one) for one in heading.senders)
        others = (heading.to or heading.copied) if mine else heading.senders
        others = tuple(one for one in others if not is_owner(self._owner, one))
        present = [one for one in once_each(others) if not self._is_excluded(one.email) and not is_machine(one.email)]
        if not present:
            reason = "to yourself" if mine and not others else "excluded"
            self._skipped[reason] += 1
            return
        channel = Channel.MESSAGE if "chat" in heading.labels else Channel.EMAIL
        direction = Direction.FROM_ME if mine else Direction.FROM_THEM
        emails = tuple(sorted(self._remember(one) for one in present))
        together = self._together.setdefault(emails, emails)  # held once, however many days they have
        self._found.setdefault((heading.day, channel, direction, together), (line, heading.subject))

    def told(self, problems: tuple[Problem, ...]) -> Incoming:
        """Give all that was gathered."""
        interactions = tuple(self._interactions())
        return Incoming((), interactions, problems, tuple(sorted(self._skipped.items())))

    def _interactions(self) -> Iterator[IncomingInteraction]:
        participants = {emails: tuple([self._known[email] for email in emails]) for emails in self._together}
        for (day, channel, direction, emails), (line, subject) in self._found.items():
            present = participants[emails]
            key = " ".join([FORMAT, day.isoformat(), channel, direction, *emails])
            yield IncomingInteraction(FORMAT, self._file, line, day, channel, present, direction, subject, key)

    def _remember(self, one: Participant) -> str:
        """Keep the fullest name of an address, and give the one text of it that is held."""
        known = self._known.get(one.email)
        if known is None or len(one.name) > len(known.name):
            self._known[one.email] = known = Participant(one.name, known.email if known is not None else one.email)
        return known.email

    def _reason_against(self, heading: Heading) -> str:
        """Say why a message is no contact; empty where it may be."""
        if not heading.is_message:
            return "no messages"
        for label, reason in (("spam", "spam"), ("trash", "in the trash"), ("draft", "drafts")):
            if label in heading.labels:
                return reason
        return self._reason_by_day(heading.day) or self._reason_by_senders(heading)

    def _reason_by_day(self, day: date | None) -> str:
        if day is None:
            return "without a day that can be"
        if day > self._until:
            return "dated later than today"
        return "before the day asked for" if day < self._since else ""

    def _reason_by_senders(self, heading: Heading) -> str:
        if heading.for_many:
            return "newsletters and lists"
        if heading.by_machine or not heading.senders or all(is_machine(one.email) for one in heading.senders):
            return "written by machines"
        everybody = {one.email for one in (*heading.to, *heading.copied) if not is_owner(self._owner, one)}
        if len(everybody) > MOST_TOGETHER:
            return f"to more than {MOST_TOGETHER}"
        if any(is_owner(self._owner, one) for one in heading.senders):
            return "" if everybody or heading.to or heading.copied else "to nobody who is named"
        if any(is_owner(self._owner, one) for one in heading.to):
            return ""
        if any(is_owner(self._owner, one) for one in heading.copied):
            return "to you in copy only"
        arrived = {untagged(address) for address in heading.delivered}
        return "" if arrived.intersection(self._owner.emails) else "to none of your addresses"


def _header(content: bytes) -> bytes:
    """Give what comes before the first empty line."""
    start = content[:LONGEST_HEADER].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    ends = [end for end in (start.find(b"\n\n"), start.find(b"\n\r\n"), start.find(b"\r\r")) if end >= 0]
    return start[: min(ends) + 1] if ends else start


def _folder(file: str) -> str:
    """Give the name of the folder that a mailbox is; a single message has one that says nothing."""
    name = file.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "" if name.lower().endswith(".eml") else name.removesuffix(".mbox")


def _labelled(heading: Heading, folder: frozenset[str]) -> Heading:
    """Say of a message too what the name of its folder says."""
    if folder <= heading.labels:
        return heading
    from msgspec.structs import replace

    return replace(heading, labels=heading.labels | folder)


def _again(first: list[tuple[int, Heading]], others: Iterator[tuple[int, Heading]]) -> Iterator[tuple[int, Heading]]:
    """Give those that were looked at already, and let go of them, then the others."""
    first.reverse()
    while first:
        yield first.pop()
    yield from others
