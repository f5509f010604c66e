"""Mailboxes, wherever they lie: read in pieces, and never written, locked or marked as read.

The mailbox module of the standard library makes an index of the whole file first, splits it at lines that begin no
message, and may write when it is closed.
"""

import os
import stat
from collections.abc import Iterator

from pnm_vault.vault.folder import close

_PIECE = 1024 * 1024
LONGEST_HEADER = 256 * 1024
_DEEPEST = 8  # folders within each other
# No link at the last part of the path, and no waiting for the other end of a pipe. Neither flag exists on Windows.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_ENDS = (b"\n\n", b"\n\r\n")
# What a letter of a file's name says is told to the reader as a label of Gmail says it.
_FLAG_LABELS = {"D": b"Draft", "T": b"Trash"}


def pieces_of(path: str) -> Iterator[bytes]:
    """Give the bytes of a file in pieces of a megabyte, in their order.

    Raises:
        OSError: it cannot be read, or is no ordinary file.
    """
    handle = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError("not an ordinary file")
        while piece := os.read(handle, _PIECE):
            yield piece
    finally:
        close(handle)


def is_maildir(path: str) -> bool:
    """Tell whether a folder is a Maildir, or holds some: those are known by their folders `cur` and `new`."""
    return next(_maildirs(path), None) is not None


def headers_in_maildir(path: str) -> Iterator[tuple[int, bytes]]:
    """Give the header of every message of a Maildir and of the folders in it, each with line 0, by folder and name.

    The header begins with a line `X-GM-LABELS:` that says in which folder a message lies and whether it is a draft or
    in the trash. A message that cannot be read has no header. Links are not followed, and `tmp` is not looked into.

    Raises:
        OSError: a folder cannot be listed.
    """
    for folder, labels in _maildirs(path):
        for part in ("cur", "new"):
            for name in sorted(os.listdir(os.path.join(folder, part))):
                if not name.startswith("."):
                    yield 0, _labelled(_header_of(os.path.join(folder, part, name)), [*labels, *_flags(name)])


def _maildirs(path: str, depth: int = 0) -> Iterator[tuple[str, list[bytes]]]:
    """Give each folder that is a Maildir with the labels that its name stands for: that of the outermost is none."""
    with os.scandir(path) as entries:
        folders = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    if "cur" in folders and "new" in folders:
        # Maildir++ has `.Archive.Sent` for Sent in Archive.
        name = os.path.basename(path).strip(".").rpartition(".")[2]
        yield path, [os.fsencode(name)] if depth else []
    for name in folders:
        if name not in ("cur", "new", "tmp") and depth < _DEEPEST:
            yield from _maildirs(os.path.join(path, name), depth + 1)


def _header_of(path: str) -> bytes:
    try:
        handle = os.open(path, _FLAGS)
    except OSError:  # renamed by a mail program since it was listed, or not ours to read
        return b""
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return b""
        header = b""
        while len(header) < LONGEST_HEADER and (piece := os.read(handle, 8192)):
            header += piece
            if any(end in header for end in _ENDS):
                break
    except OSError:
        return b""
    finally:
        close(handle)
    ends = [end for end in map(header.find, _ENDS) if end >= 0]
    return header[: min([*(end + 1 for end in ends), LONGEST_HEADER])]


def _flags(name: str) -> list[bytes]:
    """Read what a message's name says of it: letters behind `:2,`, on Windows behind `!2,` or `;2,`."""
    flags = name.rpartition("2,")[2] if name.rpartition("2,")[0][-1:] in (":", "!", ";") else ""
    return [_FLAG_LABELS[flag] for flag in flags if flag in _FLAG_LABELS]


def _labelled(header: bytes, labels: list[bytes]) -> bytes:
    if not labels or not header:
        return header
    return b"X-GM-LABELS: " + b",".join(labels).replace(b"\n", b" ") + b"\n" + header
