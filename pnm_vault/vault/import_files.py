"""Files from elsewhere as they lie on the disk: read only, within bounds, never through links that lead elsewhere."""

import os
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime

from pnm_vault.errors import PnmError
from pnm_vault.model.record import Record
from pnm_vault.vault.mailboxes import is_maildir
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import reason

# An address book of 10,000 contacts with their pictures is about half of that.
MAX_FILE = 200 * 1024 * 1024
MAX_FILE_TOLD = "200 MB"
MAX_ALL = 1024 * 1024 * 1024
MAX_FILES = 50_000
MAX_DEPTH = 6
HEAD = 65_536
_ENDINGS = (".vcf", ".vcard", ".csv", ".tsv", ".ics", ".ical", ".eml", ".json", ".md", ".mbox")
_ARCHIVE = ".zip"


class ImportFile(Record, frozen=True):
    """A file to import. `name` is how its user would name it, `day` the day on which it was written last.

    `content` is None where it is to be read bit by bit: an mbox of `size` bytes or a Maildir at `place`. It is empty
    where the file was left unread, `too_large`: a folder of downloads holds all sorts of archives.
    """

    name: str
    content: bytes | None
    place: str = ""
    size: int = 0
    day: date | None = None
    too_large: bool = False


def find_files(named: str) -> Iterator[ImportFile]:
    """Read the file that was named, or all that may be of a format in a folder or zip archive; `-` is standard input.

    Raises:
        PnmError: there is none, it cannot be read, or it is larger than any address book.
    """
    if named == "-":
        content = sys.stdin.buffer.read(MAX_FILE + 1)
        _refuse_large("standard input", len(content))
        yield from _unpacked("-", content, None)
        return
    try:
        state = os.stat(named)
    except OSError as error:
        raise PnmError(
            f"{named} cannot be read: {reason(error)}.", "Give the file that the other program wrote."
        ) from error
    if stat.S_ISDIR(state.st_mode):
        if is_maildir(named):
            yield ImportFile(named, None, os.path.realpath(named), 0, _day(state))
            return
        yield from _of_folder(named)
        return
    if not stat.S_ISREG(state.st_mode):
        raise PnmError(f"{named} is not an ordinary file.")
    if is_mbox(named):
        yield ImportFile(named, None, os.path.realpath(named), state.st_size, _day(state))
        return
    _refuse_large(named, state.st_size)
    yield from _unpacked(named, _read(named), _day(state))


def is_mbox(file: str) -> bool:
    """Tell whether a file is an mbox, by how it begins."""
    try:
        with open(file, "rb") as opened:
            return opened.read(5) == b"From "
    except OSError:
        return False


def _of_folder(named: str) -> Iterator[ImportFile]:
    found = 0
    size = 0
    for folder, folders, names in os.walk(named, followlinks=False):
        inside = os.path.relpath(folder, named)
        depth = 0 if inside == "." else inside.count(os.sep) + 1
        folders[:] = sorted(
            one
            for one in folders
            if not one.startswith(".") and depth < MAX_DEPTH and not os.path.islink(os.path.join(folder, one))
        )
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.startswith(".") or not name.lower().endswith((*_ENDINGS, _ARCHIVE)):
                continue
            state = os.lstat(path)
            if not stat.S_ISREG(state.st_mode):
                continue
            is_archive = name.lower().endswith(_ARCHIVE)
            found += 1
            if is_archive and state.st_size > MAX_FILE:
                yield ImportFile(path, b"", "", state.st_size, _day(state), too_large=True)
                continue
            size += 0 if is_mbox(path) else state.st_size
            if found > MAX_FILES or size > MAX_ALL:
                raise PnmError(f"{named} holds more than any address book.", "Give the files in parts.")
            if is_mbox(path):
                yield ImportFile(path, None, os.path.realpath(path), state.st_size, _day(state))
                continue
            _refuse_large(path, state.st_size)
            if is_archive:
                yield from _unpacked(path, _read(path), _day(state))
            else:
                yield ImportFile(path, _read(path), "", state.st_size, _day(state))
    if not found:
        raise PnmError(f"In {named} is no file that could be imported.", f"Endings looked for: {' '.join(_ENDINGS)}")


def _unpacked(named: str, content: bytes, day: date | None) -> Iterator[ImportFile]:
    """Give the file, or those of an archive that may be of a format."""
    if content[:4] != b"PK\x03\x04":
        yield ImportFile(named, content, "", len(content), day)
        return
    import io
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [
                one for one in archive.infolist() if one.filename.lower().endswith(_ENDINGS) and not one.is_dir()
            ]
            if len(members) > MAX_FILES or sum([one.file_size for one in members]) > MAX_ALL:
                raise PnmError(f"{named} holds more than any address book.", "Unpack it and give the files in parts.")
            left = MAX_ALL
            for one in sorted(members, key=lambda member: member.filename):
                _refuse_large(one.filename, one.file_size)
                with archive.open(one) as member:
                    # What an archive says of its own sizes need not be so.
                    unpacked = member.read(MAX_FILE + 1)
                _refuse_large(one.filename, len(unpacked))
                left -= len(unpacked)
                if left < 0:
                    raise PnmError(f"{named} unpacks to more than any address book.", "Unpack it yourself.")
                yield ImportFile(f"{named}/{one.filename}", unpacked, "", len(unpacked), day)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise PnmError(
            f"{named} is an archive that cannot be unpacked.", "Download it again, or unpack it yourself."
        ) from error


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as opened:
            return opened.read(MAX_FILE + 1)
    except OSError as error:
        raise PnmError(f"{path} cannot be read: {reason(error)}.") from error


def _refuse_large(name: str, size: int) -> None:
    if size > MAX_FILE:
        raise PnmError(f"{name} is larger than {MAX_FILE_TOLD}.", "Export it in parts.")


def _day(state: os.stat_result) -> date:
    return datetime.fromtimestamp(state.st_mtime, UTC).date()


def digest_of_files(files: list[bytes]) -> str:
    """Give what a set of contents is known by."""
    return digest_of(b"".join([digest_of(one) for one in files])).hex()
