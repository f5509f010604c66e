"""A folder of the vault held open while files in it are put in place, so that nobody can slip a link into its path."""

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from pnm_vault.patterns import pattern_of

_PLATFORM: str = sys.platform
_BINARY = getattr(os, "O_BINARY", 0)
_CLOEXEC = getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _CLOEXEC | _NO_LINK
_HAS_DIR_FD = os.open in os.supports_dir_fd
# What pnm writes into Obsidian's hidden folder, which may be called otherwise, where it is asked to.
_OBSIDIAN_FILE = pattern_of(r"\.(?!(?i:git)/)[^./\0][^/\0]*+/(?:types\.json|appearance\.json|snippets/pnm\.css)\Z")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
# What git reads is hidden, and pnm writes lines of its own into it where it is asked to.
_GIT_FILES = frozenset({".gitattributes", ".gitignore"})
# What pnm remembers of imports, in the vault so that it goes where the vault goes.
_OWN_FILE = pattern_of(r"\.pnm/imports(?:-[0-9]{1,2})?\.jsonl\Z")


class Refused(Exception):  # noqa: N818 - nothing went wrong: a step is not to be done, and this says why
    """A step of a plan is not carried out; the text is the reason, as words after the note's name."""


def parts_of(path: str) -> tuple[str, ...]:
    """Split a vault-relative path.

    Raises:
        Refused: it leads out of the vault, to a hidden name (but for git's own two, Obsidian's three and pnm's
            list of imports), or to a name that the system gives another meaning.
    """
    if path in _GIT_FILES:
        return (path,)
    parts = tuple(path.split("/"))
    for part in parts:
        if part in ("", "..") or "\0" in part:
            raise Refused("its path does not stay in the vault")
        if part.startswith(".") and not (_OBSIDIAN_FILE.match(path) or _OWN_FILE.match(path)):
            raise Refused("its path is hidden (a name begins with a dot)")
        if _PLATFORM == "win32" and not is_windows_name(part):
            raise Refused(f"Windows cannot have a file of the name {part!r}")
    return parts


def is_windows_name(name: str) -> bool:
    """Tell whether Windows can have a file of this name. Source: Microsoft, Naming Files, Paths, and Namespaces."""
    bad = any(letter in '<>:"\\|?*' or ord(letter) < 32 for letter in name)
    return not (bad or name[-1] in " ." or name.split(".")[0].rstrip().casefold() in _DEVICES)


class Folder:
    """One folder: every operation on a name in it goes through the open folder where the system can do that.

    `path` is its real path; `handle` is None on Windows, where names are whole paths. `grown` are the folders above it
    that got a new folder on the way here.
    """

    def __init__(self, path: str, handle: int | None, grown: tuple[str, ...] = ()) -> None:
        self.path = path
        self.handle = handle
        self.grown = grown

    def at(self, name: str) -> str:
        """Give the name in the form that goes with `handle`."""
        return name if self.handle is not None else os.path.join(self.path, name)

    def names(self) -> list[str]:
        """List the folder."""
        return os.listdir(self.path if self.handle is None else self.handle)

    def look(self, name: str) -> os.stat_result:
        """Ask what a name is, without following it."""
        return os.stat(self.at(name), dir_fd=self.handle, follow_symlinks=False)

    def read(self, name: str) -> bytes:
        """Read the whole content of a name that is no link."""
        handle = self.open(name, os.O_RDONLY)
        try:
            return read_whole(handle)
        finally:
            close(handle)

    def open(self, name: str, flags: int) -> int:
        """Open a name that is there and no link, without waiting for the other end of a pipe."""
        flags |= _CLOEXEC | _NO_LINK | _BINARY | getattr(os, "O_NONBLOCK", 0)
        return os.open(self.at(name), flags, dir_fd=self.handle)

    def copy_attributes(self, name: str, handle: int) -> None:
        """Give an open file the extended attributes of a file in the folder, as far as that is allowed."""
        if not hasattr(os, "listxattr"):  # pragma: no cover - only Linux lets Python ask
            return
        with suppress(OSError):
            model = self.open(name, os.O_RDONLY)
            try:
                for attribute in os.listxattr(model):
                    with suppress(OSError):
                        os.setxattr(handle, attribute, os.getxattr(model, attribute))
            finally:
                close(model)

    def make(self, name: str, mode: int) -> int:
        """Make a new file and give its handle for writing. Raises FileExistsError."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CLOEXEC | _NO_LINK | _BINARY
        return os.open(self.at(name), flags, mode, dir_fd=self.handle)

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, over whatever has that name."""
        os.replace(self.at(old), self.at(new), src_dir_fd=self.handle, dst_dir_fd=self.handle)

    def link(self, old: str, new: str) -> None:
        """Give a file a second name. Raises FileExistsError."""
        os.link(self.at(old), self.at(new), src_dir_fd=self.handle, dst_dir_fd=self.handle)

    def unlink(self, name: str) -> None:
        """Take a name away."""
        os.unlink(self.at(name), dir_fd=self.handle)

    def forget(self, name: str) -> None:
        """Take away a temporary file, if it is still there and can be."""
        with suppress(OSError):
            self.unlink(name)

    def twin_of(self, name: str) -> str | None:
        """Give a name in the folder that some systems would not tell from `name`, or that stands for it in iCloud."""
        wanted = _folded(name)
        for other in self.names():
            if _folded(other) == wanted or (other.endswith(".icloud") and _folded(other[1:-7]) == wanted):
                return other
        return None


@contextmanager
def open_folder(root: str, parts: Sequence[str], *, make: bool) -> Iterator[Folder]:
    """Open the folder at `parts` below the vault, one level after the other and never through a link.

    With `make`, levels that are missing are made, and taken away again when what is done in the folder fails.

    Raises:
        OSError: a level is missing, a file or a link, or may not be opened.
    """
    path = root
    made: list[str] = []
    handle = os.open(root, _FOLDER_FLAGS & ~_NO_LINK) if _HAS_DIR_FD else None
    try:
        for part in parts:
            path = os.path.join(path, part)
            try:
                if make:
                    os.mkdir(part if handle is not None else path, dir_fd=handle)
                    made.append(path)
            except FileExistsError:
                pass
            if handle is not None:
                inner = os.open(part, _FOLDER_FLAGS, dir_fd=handle)
                close(handle)
                handle = inner
        yield Folder(path, handle, tuple(os.path.dirname(folder) for folder in made))
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                os.rmdir(folder)
        raise
    finally:
        if handle is not None:
            close(handle)


def read_whole(handle: int) -> bytes:
    """Read an open file from where it stands to its end."""
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def close(handle: int) -> None:
    """Let go of what was only read: a failure to do so changes nothing."""
    with suppress(OSError):
        os.close(handle)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
