"""Files from elsewhere read: which format each is of, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.exchange.incoming.formats import FORMATS, HEAD, reader_of, recognise
from pnm_vault.exchange.incoming.mail.mbox import header_blocks, is_mbox
from pnm_vault.model.incoming import Incoming, Owner
from pnm_vault.model.problem import Severity
from pnm_vault.model.record import Record
from pnm_vault.vault.import_files import MAX_FILE_TOLD, ImportFile, digest_of_files, find_files
from pnm_vault.vault.read import reason
from pnm_vault.vault.zones import find_zone

if TYPE_CHECKING:
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.pipeline.session import Session

_TABLES = frozenset({"csv", "pnm", "google", "outlook", "linkedin"})
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


class Asked(Record, frozen=True):
    """What was asked of the files: `format` (empty: told by their content), columns of a table to fields, a first day.

    `exclude` are addresses and names of calendars of which nothing is wanted.
    """

    format: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    exclude: tuple[str, ...] = ()


class Read(Record, frozen=True):
    """What was read. `files` pairs each as it was named with the words for its format; `days` is the day of each.

    `digest` tells whether the same was read.
    """

    incoming: tuple[Incoming, ...]
    files: tuple[tuple[str, str], ...]
    digest: str
    days: Mapping[str, str]


def owner_of(session: Session) -> Owner:
    """Say who the owner is, by `Me.md`."""
    me = session.picture().me
    if me is None:
        return Owner()
    names = tuple(dict.fromkeys([name for name in (me.name, *me.aliases) if name and name != "Me"]))
    return Owner(names, tuple([one.casefold() for one in me.emails]), tuple([one.casefold() for one in me.urls]))


def read_files(session: Session, named: Sequence[str], asked: Asked, progress: Progress | None = None) -> Read:
    """Read all files that were named, folders and archives with all that is in them.

    Raises:
        PnmError: there is no such file, nobody knows its format, or nothing could be read of it.
    """
    work = _Work(session, asked, progress)
    for name in named:
        for one in find_files(name):
            work.take(one)
    incoming = work.incoming()
    if not work.files and work.too_large:
        first = work.too_large[0]
        raise PnmError(f"{first} is larger than {MAX_FILE_TOLD}.", "Unpack it and give the folder or the files.")
    if not work.files:
        known = ", ".join([form.words for form in FORMATS.values()])
        first = work.unknown[0] if work.unknown else named[0]
        raise PnmError(f"{first} is of no format that is known here.", f"Known: {known}.")
    _refuse_broken(incoming)
    large = f"archives of more than {MAX_FILE_TOLD}"
    left = (("files of no known format", len(work.unknown)), (large, len(work.too_large)))
    if skipped := tuple([one for one in left if one[1]]):
        incoming = (*incoming, Incoming(skipped=skipped))
    return Read(incoming, _shown(named, work.files), digest_of_files(work.digests), work.days)


def _shown(named: Sequence[str], files: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    if len(files) <= 5:
        return tuple(files)
    words = ", ".join(dict.fromkeys([form for _, form in files]))
    return ((", ".join(named), f"{len(files)} files: {words}"),)


class _Work:
    """The files of one run, one after the other."""

    def __init__(self, session: Session, asked: Asked, progress: Progress | None) -> None:
        self.session = session
        self.asked = asked
        self.progress = progress
        self.owner = owner_of(session)
        self.exclude = (*session.settings.incoming.exclude, *asked.exclude)
        self.files: list[tuple[str, str]] = []
        self.found: list[Incoming] = []
        self.cards: list[tuple[str, bytes]] = []
        self.messages: list[tuple[str, bytes]] = []
        self.digests: list[bytes] = []
        self.days: dict[str, str] = {}
        self.unknown: list[str] = []
        self.too_large: list[str] = []

    def take(self, one: ImportFile) -> None:
        """Read one file, or keep it until all of its kind are there."""
        if one.too_large:
            self.too_large.append(one.name)
            return
        base = one.name.replace("\\", "/").rpartition("/")[2]
        kind = "mail" if one.content is None else self.asked.format or recognise(base, one.content[:HEAD])
        if not kind:
            self.unknown.append(one.name)
            return
        self.files.append((one.name, FORMATS[kind].words))
        if one.day is not None:
            self.days[one.name] = one.day.isoformat()
        if one.content is None:
            self.digests.append(f"{one.name} {one.size}".encode(errors="surrogateescape"))
            self.found.append(self._mailbox(one))
            return
        self.digests.append(one.content)
        if kind == "vcard":
            self.cards.append((one.name, one.content))
        elif kind == "mail" and is_mbox(one.content[:HEAD]):
            self.found.append(self._mail(header_blocks([one.content]), one.name))
        elif kind == "mail":
            self.messages.append((one.name, one.content))
        else:
            self.found.append(self._read(kind, one.name, one.content))

    def incoming(self) -> tuple[Incoming, ...]:
        """Give what all files tell."""
        if self.cards:
            from pnm_vault.exchange.incoming.cards.vcard import read_cards

            # Cards name each other, and a folder has each in a file of its own.
            self.found.insert(0, read_cards(self.cards, self.owner))
            self.cards = []
        if self.messages:
            headers = [(1, _END_OF_HEADER.split(content, 1)[0]) for _, content in self.messages]
            self.found.append(self._mail(headers, self.messages[0][0]))
            self.messages = []
        return tuple(self.found)

    def _read(self, kind: str, name: str, content: bytes) -> Incoming:
        if kind == "icalendar":
            from pnm_vault.exchange.incoming.calendars import icalendar

            return icalendar.read(
                content,
                name,
                self.owner,
                until=self.session.today,
                since=self.asked.since,
                exclude=self.exclude,
                zone_of=find_zone,
            )
        if self.asked.mapping and kind in _TABLES:
            from pnm_vault.exchange.incoming.tables.any_csv import read_mapped

            return read_mapped(content, name, self.owner, self.asked.mapping)
        return reader_of(kind).read(content, name, self.owner)

    def _mailbox(self, one: ImportFile) -> Incoming:
        from pnm_vault.vault.mailboxes import headers_in_maildir, pieces_of

        try:
            if one.size:
                return self._mail(header_blocks(self._told(pieces_of(one.place), one.size)), one.name)
            return self._mail(headers_in_maildir(one.place), one.name)
        except OSError as error:
            raise PnmError(f"{one.name} cannot be read: {reason(error)}.") from error

    def _mail(self, headers: Iterable[tuple[int, bytes]], name: str) -> Incoming:
        from pnm_vault.exchange.incoming.mail.messages import read_messages

        return read_messages(
            headers, name, self.owner, until=self.session.today, since=self.asked.since, exclude=self.exclude
        )

    def _told(self, pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
        """Give the pieces of a file, and tell how far it is read, in megabytes."""
        done = 0
        for piece in pieces:
            yield piece
            done += len(piece)
            if self.progress is not None:
                self.progress(done // 1_000_000, size // 1_000_000 + 1)


def _refuse_broken(incoming: Sequence[Incoming]) -> None:
    """Stop where a file could not be read at all: what is written of the others would hide it."""
    broken = [problem for one in incoming for problem in one.problems if problem.severity is Severity.ERROR]
    if broken:
        lines = [f"{one.path}{f':{one.line}' if one.line else ''}: {one.message}" for one in broken[:10]]
        raise PnmError("\n".join(lines), "Nothing was written. Export the file again, or leave it out.")
