"""Which notes there are: one quick look at every folder, no file opened."""

import os
import stat
import sys
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import msgpack

from pnm_vault.errors import VaultNotFoundError
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.vault.patterns import Ignored
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import NOT_A_FILE, reason

Stamp = tuple[int, int, int]
"""What tells that a file was touched: mtime in nanoseconds, size in bytes, inode (0 on Windows). Compare with `!=`."""

RACY_NS = 2_000_000_000
"""A file changed less than this before it was read may change again without a new time stamp (FAT counts in 2 s)."""

_SUFFIXES = (".md", ".MD", ".Md", ".mD")
_HOUSEKEEPING = ("~$", "~syncthing~", "___jb_")  # Office, Syncthing, JetBrains; others' names do not end in .md
_NEVER_NOTES = frozenset({"node_modules"})
_GIT_REPORT = "conflict-files-obsidian-git.md"  # written into the vault's root by the obsidian-git plugin

_SF_DATALESS = 0x40000000  # macOS, sys/stat.h: the content is in the cloud and opening the file would fetch it
_WINDOWS_RECALL = 0x00400000 | 0x00001000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, FILE_ATTRIBUTE_OFFLINE
_MOUNT_POINT = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT: a junction

_PLATFORM: str = sys.platform
_CLOUD_FLAGS = _PLATFORM in ("darwin", "win32")  # where a note's stat must be asked about eviction

# An open folder is asked for notes by their names alone, which are found sooner than whole paths. Not on Windows.
_BY_NUMBER = os.scandir in os.supports_fd


class Listing(Row, frozen=True):
    """Every note of the vault, by path in sorted order, with its stamp.

    `unseen` are notes, and folders (ending in `/`), that are there but could not be looked into: what is known about
    them is still the best there is. `ignored` pairs each folder or note that the settings leave out with the entry of
    `ignore` that says so.
    """

    notes: Mapping[str, Stamp]
    problems: tuple[Problem, ...] = ()
    unseen: tuple[str, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()


def walk(root: str, ignore: Sequence[str] = ()) -> Listing:
    """List the notes of a vault; see `look_around`.

    Raises:
        VaultNotFoundError: the vault's own folder cannot be listed.
    """
    return put_in_order(look_around(root, ignore))


def look_around(root: str, ignore: Sequence[str] = ()) -> Listing:
    """List the notes of a vault in the order of the disk, their names not yet compared; see `put_in_order`.

    Leaves out dot files and dot folders, other programs' temporary files, and what `ignore` names: a folder or note
    from the vault's root, or a pattern (`*`, `?`, `[...]`, `**` for any number of folders; without `/` it is compared
    with names at any depth). Links to folders are not followed.

    Raises:
        VaultNotFoundError: the vault's own folder cannot be listed.
    """
    walker = _Walker(root, ignore)
    pending = [""]
    while pending:
        pending += walker.look_into(pending.pop())
    walker.notes.pop(_GIT_REPORT, None)
    return Listing(walker.notes, _sorted(walker.problems), tuple(sorted(walker.unseen)), tuple(sorted(walker.ignored)))


def put_in_order(listing: Listing) -> Listing:
    """Sort the notes, take out those whose path is not UTF-8, and report names that some systems cannot keep apart."""
    notes = {path: listing.notes[path] for path in sorted(listing.notes)}
    found = _check_names(notes)
    return Listing(notes, _sorted([*listing.problems, *found]), listing.unseen, listing.ignored)


def seal_of(notes: Mapping[str, Stamp], beside: Collection[str]) -> bytes:
    """Give a digest of notes and their stamps, and of the names of those `beside`; empty where a name is not UTF-8.

    The disk lists a folder that nobody touched in the same order each time. Where it does not, or where something was
    touched, the digest is another one, and the notes have to be compared one by one.
    """
    try:
        return digest_of(msgpack.encode((notes, sorted(beside))))
    except UnicodeEncodeError:
        return b""


def stamp_of(root: str, path: str) -> Stamp | None:
    """Give the stamp of one note; None when it is not there, or is no file to be read."""
    try:
        state = os.lstat(f"{root}/{path}")
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(state.st_mode) or is_evicted(state):
        return None
    return (state.st_mtime_ns, state.st_size, state.st_ino)


def unsettled(notes: Mapping[str, Stamp], read_at_ns: int) -> Mapping[str, Stamp]:
    """Give the stamps to keep after reading, spoilt where the note was changed less than 2 s before it was read.

    Such a note may change again within the resolution of its time stamp, so that the next look must read it again.
    Source: git, Documentation/technical/racy-git.txt.
    """
    limit = read_at_ns - RACY_NS
    racy = {path: (-1, size, inode) for path, (mtime, size, inode) in notes.items() if mtime > limit}
    return {**notes, **racy} if racy else notes


class _Walker:
    """Gathers what the folders hold. Mutable, and gone when the walk is over."""

    def __init__(self, root: str, ignore: Sequence[str]) -> None:
        self.root = root
        self.notes: dict[str, Stamp] = {}
        self.problems: list[Problem] = []
        self.unseen: list[str] = []
        self.ignored: list[tuple[str, str]] = []
        self._left_out = Ignored(ignore)

    def look_into(self, prefix: str) -> list[str]:
        """Add the notes of one folder, and give the folders in it. `prefix` is empty or ends in `/`."""
        folders: list[str] = []
        try:
            if _BY_NUMBER:
                number = os.open(f"{self.root}/{prefix}", os.O_RDONLY | os.O_DIRECTORY)
                try:
                    self._list(number, prefix, folders)
                finally:
                    os.close(number)
            else:
                self._list(f"{self.root}/{prefix}", prefix, folders)
        except OSError as error:
            self._report_unreadable(prefix, error)
        return folders

    def _list(self, folder: int | str, prefix: str, folders: list[str]) -> None:
        notes, left_out, plain, regular = self.notes, self._left_out, not _CLOUD_FLAGS, stat.S_IFREG
        selective = bool(left_out)
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                # The usual case, a plain note, is decided here: everything in this branch is paid for by each note.
                if name.endswith(_SUFFIXES) and name[0] not in "._~" and plain:
                    path = prefix + name
                    if selective and path in left_out:
                        self._ignores(path)
                        continue
                    try:
                        state = entry.stat(follow_symlinks=False)
                    except OSError as error:
                        self._report_unstattable(path, error)
                        continue
                    if state.st_mode & 0o170000 == regular:
                        notes[path] = (state.st_mtime_ns, state.st_size, state.st_ino)
                        continue
                if self._is_folder(prefix + name, entry):
                    folders.append(f"{prefix}{name}/")

    def _is_folder(self, path: str, entry: os.DirEntry[str]) -> bool:
        """Take in one entry with all the care there is; True when it is a folder to look into."""
        name = entry.name
        if name[0] == ".":
            if name.endswith(".icloud"):
                self._add_stub(path, name)
            return False
        if entry.is_dir(follow_symlinks=False):
            usable = name not in _NEVER_NOTES and not _is_junction(entry) and not self._ignores(path)
            return usable and self._has_readable_name(path + "/")
        if entry.is_symlink():
            self._report_link(path, entry)
        elif name.endswith(_SUFFIXES) and not name.startswith(_HOUSEKEEPING) and not self._ignores(path):
            self._add_note(path, entry)
        return False

    def _add_note(self, path: str, entry: os.DirEntry[str]) -> None:
        try:
            state = entry.stat(follow_symlinks=False)
        except OSError as error:
            self._report_unstattable(path, error)
            return
        if not stat.S_ISREG(state.st_mode):
            self._report(path, Severity.WARNING, "not-a-file", NOT_A_FILE)
        elif is_evicted(state):
            self._report_evicted(path)
        else:
            self.notes[path] = (state.st_mtime_ns, state.st_size, state.st_ino)

    def _add_stub(self, path: str, name: str) -> None:
        """Note what `.NAME.md.icloud` stands for: a note whose content iCloud has taken off this disk."""
        note = name[1 : -len(".icloud")]
        if note.endswith(_SUFFIXES):
            self._report_evicted(path[: -len(name)] + note)

    def _ignores(self, path: str) -> bool:
        if path not in self._left_out:
            return False
        self.ignored.append((path, self._left_out.entry_for(path)))
        return True

    def _report_link(self, path: str, entry: os.DirEntry[str]) -> None:
        try:
            is_folder = entry.is_dir()
        except OSError:  # a loop of links
            is_folder = False
        if not is_folder and not path.endswith(_SUFFIXES):
            return
        if self._ignores(path):
            return
        target = os.path.realpath(f"{self.root}/{path}")
        inside = target.startswith(self.root.rstrip("/") + os.sep)
        if inside and not os.path.exists(target):
            message = "This is a symbolic link that leads nowhere. Remove it, or bring back what it pointed to."
            self._report(path, Severity.WARNING, "symlink-broken", message)
        elif inside:
            message = "This is a symbolic link, so it is not read. What it points to is in the vault and counts there."
            self._report(path, Severity.INFO, "symlink-skipped", message)
        else:
            message = (
                "This is a symbolic link that leads out of the vault, so it is not read. Move what it points to here."
            )
            self._report(path, Severity.WARNING, "symlink-outside", message)

    def _report_evicted(self, path: str) -> None:
        self.unseen.append(path)
        message = "This note is in the cloud only, so it was not opened. Download it to have it counted."
        self._report(path, Severity.INFO, "evicted", message)

    def _report_unstattable(self, path: str, error: OSError) -> None:
        if isinstance(error, FileNotFoundError):  # gone since the folder was listed
            return
        self.unseen.append(path)
        self._report(path, Severity.ERROR, "unreadable", f"This note cannot be looked at: {reason(error)}.")

    def _report_unreadable(self, prefix: str, error: OSError) -> None:
        if not prefix:
            raise VaultNotFoundError(
                f"The vault {self.root} cannot be listed: {reason(error)}.",
                "Check that the disk is there and that you may read the folder.",
            ) from error
        if isinstance(error, FileNotFoundError):
            return
        self.unseen.append(prefix)
        self._report(
            prefix.rstrip("/"), Severity.ERROR, "unreadable", f"This folder cannot be listed: {reason(error)}."
        )

    def _has_readable_name(self, path: str) -> bool:
        problem = None if path.isascii() else _name_problem(path)
        if problem:
            self.problems.append(problem)
        return problem is None

    def _report(self, path: str, severity: Severity, code: str, message: str) -> None:
        shown = path.encode(errors="backslashreplace").decode()
        self.problems.append(Problem(shown, 0, severity, code, message))


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.code)))


def is_evicted(state: os.stat_result) -> bool:
    """Tell whether a file's content is in the cloud only, so that opening it would fetch it or wait for ever.

    Sizes without blocks are no sign of it on Linux, where small files may live in the inode (btrfs, ext4 inline_data).
    """
    if getattr(state, "st_file_attributes", 0) & _WINDOWS_RECALL:
        return True
    if getattr(state, "st_flags", 0) & _SF_DATALESS:
        return True
    return _PLATFORM == "darwin" and state.st_blocks == 0 and state.st_size > 0


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Tell whether a folder is a Windows junction, which is a link although the system calls it a folder."""
    if _PLATFORM != "win32":
        return False
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _MOUNT_POINT


def _check_names(notes: dict[str, Stamp]) -> list[Problem]:
    """Take out notes whose path is not UTF-8, and report names that some systems cannot keep apart.

    All paths are looked at as one text first: in a vault without such names nothing is paid for each note.
    """
    joined = "\0".join(notes)
    problems: list[Problem] = []
    if not joined.isascii():
        try:
            joined.encode()
        except UnicodeEncodeError:
            found = [(path, problem) for path in notes if (problem := _name_problem(path))]
            for path, problem in found:
                del notes[path]
                problems.append(problem)
            joined = "\0".join(notes)
        joined = unicodedata.normalize("NFC", joined)
    folded = joined.casefold().split("\0") if notes else []
    if len(set(folded)) < len(folded):
        problems += _clashes(folded, notes)
    return problems


def _clashes(folded: list[str], notes: Mapping[str, Stamp]) -> list[Problem]:
    groups: dict[str, list[str]] = {}
    for key, path in zip(folded, notes, strict=True):
        groups.setdefault(key, []).append(path)
    message = "Another note's name differs only by case or by how accents are stored: {}. Some systems keep only one."
    return [
        Problem(
            path, 0, Severity.INFO, "name-clash", message.format(", ".join(other for other in group if other != path))
        )
        for group in groups.values()
        if len(group) > 1
        for path in group
    ]


def _name_problem(path: str) -> Problem | None:
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = os.fsencode(path).decode(errors="backslashreplace").rstrip("/")
        message = "This name is not valid UTF-8, so what it stands for is not read. Rename it."
        return Problem(shown, 0, Severity.WARNING, "name-not-utf8", message)
    return None
