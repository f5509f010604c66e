"""`pnm new`: a note for somebody who has none yet, where the others lie and as they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.lookup import loosen
from pnm_vault.index.name_book import NameBook
from pnm_vault.index.names import fold
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.edit import safe_stem
from pnm_vault.notes.signature import Signature
from pnm_vault.pipeline.writing.carry_out import BadValueError, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.contact_note import Value, write_contact

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

FOLDER = "People"

# From so much likeness on, two names are taken for one with a slip of the pen (`Katja Novak`, `Katia Novak`).
_ALIKE = 0.9


class Doubt(Row, frozen=True):
    """Why the contact at `path` may be the one for whom a note is wanted, in a sentence."""

    path: str
    why: str


class Newcomer(Record, frozen=True):
    """A note to be made. `doubts` say why there may be such a contact already.

    `remarks` are sentences for the user about its template.
    """

    name: str
    path: str
    text: str
    doubts: tuple[Doubt, ...] = ()
    remarks: tuple[str, ...] = ()


class Created(Record, frozen=True):
    """Who was made a note for, and what was done."""

    newcomer: Newcomer
    written: Written


def create_contact(
    session: Session,
    name: str,
    words: Sequence[str],
    *,
    category: str = "",
    circles: Sequence[str] = (),
    folder: str | None = None,
    signature: Signature | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Created:
    """Make a note for a new contact; see `carry_out`.

    Raises:
        PnmError: there is likely such a contact already (not with `force`), or a note of this name.
        BadValueError: the name cannot be that of a file.
    """
    book = NameBook(session.index())
    newcomer = draft_contact(
        session, book, name, category=category, circles=circles, folder=folder, signature=signature
    )
    if newcomer.doubts and not force:
        raise PnmError(
            "\n".join(doubt.why for doubt in newcomer.doubts),
            "Add to that note, or give --force if this is somebody else.",
        )
    written = carry_out(
        session, lambda: plan_edits(session.root, {}, {newcomer.path: newcomer.text}), words, dry_run=dry_run
    )
    return Created(newcomer, written)


def draft_contact(
    session: Session,
    book: NameBook,
    name: str,
    *,
    category: str = "",
    circles: Sequence[str] = (),
    folder: str | None = None,
    signature: Signature | None = None,
) -> Newcomer:
    """Say which note would be made. `folder` None: where most contacts lie.

    Raises:
        PnmError: a note lies at that path already.
        BadValueError: the name cannot be that of a file.
    """
    path = path_for(session, name, folder)
    taken = taken_by(session, path)
    if taken:
        raise PnmError(f"There is a note at {taken} already.", "Give another name, or another --folder.")
    text, remarks = write_contact(session, path, name, known_fields(category, circles, signature))
    return Newcomer(name, path, text, find_doubts(session, book, name, signature), remarks)


def path_for(session: Session, name: str, folder: str | None) -> str:
    """Say where the note of a new contact goes. `folder` None: where most contacts lie.

    Raises:
        BadValueError: the name cannot be that of a file.
    """
    stem = safe_stem(name)
    if not isinstance(stem, str):
        raise BadValueError(stem.message)
    where = contact_folders(session)(stem) if folder is None else folder.replace("\\", "/").strip("/")
    return f"{where}/{stem}.md" if where and where != "." else f"{stem}.md"


def taken_by(session: Session, path: str) -> str:
    """Give the note that lies at a path already, in whatever case and form of letters; empty for none."""
    wanted = fold(path)
    return next((other for paths in session.index().names.values() for other in paths if fold(other) == wanted), "")


def known_fields(category: str, circles: Sequence[str], signature: Signature | None) -> dict[str, Value]:
    """Give what is known of a new contact as properties, by their canonical names; only those that say something."""
    said = signature or Signature()
    fields: dict[str, Value] = {
        "category": category,
        "circles": tuple(circles),
        "organisation": said.organisation,
        "role": said.role,
        "email": _one_or_list(said.emails),
        "phone": _one_or_list(said.phones),
        "url": _one_or_list(said.urls),
    }
    return {field: value for field, value in fields.items() if value}


def _one_or_list(values: tuple[str, ...]) -> str | tuple[str, ...]:
    return values[0] if len(values) == 1 else values


def contact_folders(session: Session) -> Callable[[str], str]:
    """Give what says, by the stem of a new contact's note, in which folder it goes: where most contacts lie.

    Where there are none yet, it is the folder that the settings name.
    """
    named = session.settings.vault.contacts
    folders = Counter(path.rpartition("/")[0] for path in session.index().contacts)
    if not folders:
        return lambda _: named[0].strip("/") if named else FOLDER
    most = min(folders, key=lambda folder: (-folders[folder], folder))
    above, _, letter = most.rpartition("/")
    if above and len(letter) == 1 and letter.isalpha():
        return _lettered(most, [path for path in session.index().contacts if path.startswith(f"{most}/")])
    return lambda _: most


def _lettered(folder: str, paths: Sequence[str]) -> Callable[[str], str]:
    """Choose among folders with a letter each: by the last name where these paths are sorted so, else by the first."""
    above, _, letter = folder.rpartition("/")
    stems = [path.rpartition("/")[2].removesuffix(".md") for path in paths]
    by_last = sum(loosen(one.split()[-1])[:1] == letter.lower() for one in stems)
    by_first = sum(loosen(one)[:1] == letter.lower() for one in stems)

    def choose(stem: str) -> str:
        own = loosen(stem.split()[-1] if by_last > by_first else stem)[:1]
        return f"{above}/{own.upper() if letter.isupper() else own}" if own.isalpha() else folder

    return choose


def find_doubts(session: Session, book: NameBook, name: str, signature: Signature | None) -> tuple[Doubt, ...]:
    """Find the contacts that are likely the same as a new one: by name, alias or e-mail, sorted by path."""
    doubts = {path: f"{session.name_of(path)} is a contact already: {path}" for path in book.exactly(name)}
    for path in book.of_these_words(name):
        doubts.setdefault(path, f"{session.name_of(path)} may be the same: {path}")
    wanted = loosen(name)
    for near in session.suggest_names(name):
        if SequenceMatcher(None, loosen(near), wanted).ratio() >= _ALIKE:
            for path in book.exactly(near):
                doubts.setdefault(path, f"{near} may be the same: {path}")
    if signature is not None and signature.emails:
        known = {email.casefold() for email in signature.emails}
        for path, indexed in session.notes(tuple(session.index().contacts)).items():
            contact = indexed.note.contact
            shared = [email for email in (contact.emails if contact else ()) if email.casefold() in known]
            if shared:
                doubts.setdefault(path, f"{session.name_of(path)} has the address {shared[0]}: {path}")
    return tuple(Doubt(path, doubts[path]) for path in sorted(doubts))
