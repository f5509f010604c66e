"""Files from elsewhere read: which format each is of, and what it tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.exchange.incoming.formats import FORMATS, HEAD, reader_of, recognise
from pnm_vault.model.incoming import Incoming, Owner
from pnm_vault.model.problem import Severity
from pnm_vault.model.record import Record
from pnm_vault.vault.import_files import ImportFile, digest_of_files, find_files

if TYPE_CHECKING:
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.pipeline.session import Session

# These tell of occasions up to a day, and the owner may leave some of them out.
_TABLES = frozenset({"csv", "pnm", "google", "outlook", "linkedin"})
_OF_DAYS = frozenset({"icalendar", "mail"})


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
    owner = owner_of(session)
    found: list[tuple[str, Incoming]] = []
    files: list[tuple[str, str]] = []
    cards: list[tuple[str, bytes]] = []
    digests: list[bytes] = []
    days: dict[str, str] = {}
    unknown: list[str] = []
    for one in _files(named):
        kind = asked.format or _format_of(one)
        if not kind:
            unknown.append(one.name)
            continue
        files.append((one.name, FORMATS[kind].words))
        if one.day is not None:
            days[one.name] = one.day.isoformat()
        digests.append(one.content if one.content is not None else one.name.encode(errors="surrogateescape"))
        if kind == "vcard" and one.content is not None:
            cards.append((one.name, one.content))
        else:
            found.append((one.name, _read(session, kind, one, owner, asked)))
        if progress is not None:
            progress(len(files), len(files) + 1)
    if cards:
        from pnm_vault.exchange.incoming.vcard import read_cards

        # Cards name each other, and a folder has each in a file of its own.
        found.insert(0, (cards[0][0], read_cards(cards, owner)))
    if not files:
        known = ", ".join([form.words for form in FORMATS.values()])
        raise PnmError(f"{unknown[0] if unknown else named[0]} is of no format that is known here.", f"Known: {known}.")
    incoming = tuple([one for _, one in found])
    _refuse_broken(incoming)
    shown = tuple(files) if len(files) <= 5 else tuple(_by_format(named, files))
    return Read(incoming, shown, digest_of_files(digests), days)


def _files(named: Sequence[str]) -> Iterable[ImportFile]:
    for one in named:
        yield from find_files(one)


def _by_format(named: Sequence[str], files: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    words = ", ".join(dict.fromkeys([form for _, form in files]))
    return [(", ".join(named), f"{len(files)} files: {words}")]


def _format_of(one: ImportFile) -> str:
    if one.content is None:
        return "mail"
    return recognise(one.name.replace("\\", "/").rpartition("/")[2], one.content[:HEAD])


def _read(session: Session, kind: str, one: ImportFile, owner: Owner, asked: Asked) -> Incoming:
    if asked.mapping and kind in _TABLES and one.content is not None:
        from pnm_vault.exchange.incoming.any_csv import read_mapped

        return read_mapped(one.content, one.name, owner, asked.mapping)
    assert one.content is not None
    return reader_of(kind).read(one.content, one.name, owner)


def _refuse_broken(incoming: Sequence[Incoming]) -> None:
    """Stop where a file could not be read at all: what is written of the others would hide it."""
    broken = [problem for one in incoming for problem in one.problems if problem.severity is Severity.ERROR]
    if broken:
        lines = [f"{one.path}{f':{one.line}' if one.line else ''}: {one.message}" for one in broken[:10]]
        raise PnmError("\n".join(lines), "Nothing was written. Export the file again, or leave it out.")
