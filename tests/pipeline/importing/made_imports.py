"""Entries of files from elsewhere, made for tests, and what a vault makes of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pnm_vault.model.incoming import Incoming, IncomingContact, IncomingInteraction, Participant, Stated
from pnm_vault.model.note import Channel, Direction
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.importing.applying import Imported
from pnm_vault.pipeline.importing.items import Proposal
from pnm_vault.pipeline.importing.look import Look, Options, Reading, look
from pnm_vault.pipeline.importing.reviewing import (
    Applied,
    apply_at_once,
    apply_review,
    kept_for,
    note_path,
    ticks_of,
    write_review,
)
from pnm_vault.pipeline.session import Session

TODAY = date(2026, 11, 23)
FILE = "contacts.vcf"

Said = tuple[str, str]


def contact(name: str, *said: Said, key: str = "", words: str = "", day: date | None = None) -> IncomingContact:
    """Make an entry; `said` are fields with their values, several of one field where there are."""
    stated = tuple([Stated(field, text) for field, text in said])
    return IncomingContact("vcard", FILE, 1, name, key or name.lower(), stated, words, day)


def met(
    name: str,
    day: date,
    channel: Channel = Channel.MEETING,
    subject: str = "",
    direction: Direction = Direction.UNKNOWN,
) -> IncomingInteraction:
    """Make an occasion with one who took part; a name with an @ is an address."""
    who = Participant("", name) if "@" in name else Participant(name)
    kind = "mail" if channel is Channel.EMAIL else "icalendar"
    return IncomingInteraction(kind, "calendar.ics", 1, day, channel, (who,), direction, subject)


def reading(
    *entries: IncomingContact | IncomingInteraction, day: str = "2026-11-20", options: Options | None = None
) -> Reading:
    """Make what was read of one file, written on a day."""
    contacts = tuple([one for one in entries if isinstance(one, IncomingContact)])
    interactions = tuple([one for one in entries if isinstance(one, IncomingInteraction)])
    incoming = (Incoming(contacts, interactions),)
    return Reading(incoming, ((FILE, "vCard"),), "0" * 32, {FILE: day}, options or Options())


def session_of(root: Path, today: date = TODAY) -> Session:
    """Open a vault; the caller closes it."""
    return open_session(str(root), today)


def proposed(root: Path, read: Reading) -> Proposal:
    """Say what an import would do."""
    with session_of(root) as session:
        return look(session, read).proposal


def looked(root: Path, read: Reading) -> Look:
    """Hold what was read against the vault."""
    with session_of(root) as session:
        return look(session, read)


def import_all(root: Path, read: Reading, *keys: str, today: date = TODAY) -> Imported:
    """Carry out what is ticked, or the items with these keys."""
    with session_of(root, today) as session:
        seen = look(session, read)
        return apply_at_once(session, read, seen, frozenset(keys) or seen.proposal.sensible, ("import", "--yes"))


def review(root: Path, read: Reading) -> Path:
    """Write the review note and give its place."""
    with session_of(root) as session:
        write_review(session, read, look(session, read))
        return root / note_path(session)


def apply_note(root: Path, read: Reading | None = None) -> Applied:
    """Carry out what is ticked in the review note, of what is kept or was read again."""
    with session_of(root) as session:
        ticks = ticks_of(session)
        return apply_review(session, read or kept_for(session, ticks), ticks, ("import", "--apply"))


def mark(note: Path, text: str, sign: str) -> None:
    """Set a sign into the box of the first line with a text."""
    lines = note.read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if text in line and line.startswith("- ["))
    lines[at] = f"- [{sign}]{lines[at][5:]}"
    note.write_text("\n".join(lines), "utf-8")


def notes(root: Path) -> dict[str, bytes]:
    """Give every file of the vault but review notes, by its path."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and "Reviews" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def fields_of(changes: Sequence[object]) -> list[tuple[str, str, str, bool]]:
    """Give of each change its field, what it takes the place of, the new value, and whether it is ticked."""
    return [(one.field, one.old, one.new, one.ticked) for one in changes]  # type: ignore[attr-defined]
