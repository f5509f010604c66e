"""One file's bytes to text, with everything that may be wrong with them."""

import os
import stat

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.vault.folder import close

MAX_BYTES = 2 * 1024 * 1024

# No link at the last part of the path, and no waiting for the other end of a pipe. Neither flag exists on Windows.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class SourceFile(Row, frozen=True):
    """What was read of one note.

    `text` has no byte order mark (`bom` says whether there was one) and keeps its own line ends.
    """

    path: str
    text: str
    bom: bool = False
    problems: tuple[Problem, ...] = ()


def read_note(root: str, path: str) -> SourceFile | None:
    """Read a note; None when it is no longer there. Never raises for what the file holds or is."""
    try:
        handle = os.open(f"{root}/{path}", _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _unread(path, _open_fault(root, path, error))
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            return _unread(path, _fault(path, Severity.WARNING, "not-a-file", NOT_A_FILE))
        raw = _read_all(handle, state.st_size)
    except OSError as error:
        return _unread(path, _fault(path, Severity.ERROR, "unreadable", f"This note cannot be read: {reason(error)}."))
    finally:
        close(handle)
    if len(raw) > MAX_BYTES:
        return _cut(path, raw)
    return decode(path, raw)


def read_bytes(root: str, path: str) -> bytes | None:
    """Give the whole content of a file of the vault; None when there is none that can be read.

    A symbolic link is followed as long as it stays in the vault. A file of more than 2 MB counts as unreadable.
    """
    real = real_path_inside(root, path)
    if real is None:
        return None
    try:
        handle = os.open(real, _FLAGS)
    except OSError:
        return None
    try:
        state = os.fstat(handle)
        content = _read_all(handle, state.st_size) if stat.S_ISREG(state.st_mode) else b""
    except OSError:
        return None
    finally:
        close(handle)
    return content if stat.S_ISREG(state.st_mode) and len(content) <= MAX_BYTES else None


def real_path_inside(root: str, path: str) -> str | None:
    """Give the real path of what a vault-relative path means, every link followed; None when it leads out of the vault.

    `root` is a real path. What does not exist yet has a real path too.
    """
    if "\0" in path or os.path.isabs(path):
        return None
    real = os.path.realpath(os.path.join(root, path))
    return real if real.startswith(root.rstrip(os.sep) + os.sep) else None


NOT_A_FILE = "This is not an ordinary file (a pipe, socket or device), so it is left alone."


def reason(error: OSError) -> str:
    """Say why the system refused something, in its own words without number and path."""
    return (error.strerror or error.__class__.__name__).lower()


def decode(path: str, raw: bytes) -> SourceFile:
    """Make text of a note's bytes, with a problem for every way in which they are not plain UTF-8."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _decode_leniently(path, raw, error)
    bom = text.startswith("\ufeff")
    if bom:
        text = text[1:]
    if "\0" in text:
        return _without_nul(path, text, bom)
    return SourceFile(path, text, bom)


def _read_all(handle: int, size: int) -> bytes:
    """Read to the end of the file or one byte past the limit, whichever comes first."""
    limit = MAX_BYTES + 1
    raw = os.read(handle, min(size + 1, limit))
    if len(raw) == size:  # the usual case: one call, and the byte asked for past the end did not come
        return raw
    parts = [raw]
    have = len(raw)
    while raw and have < limit:
        raw = os.read(handle, min(65536, limit - have))
        parts.append(raw)
        have += len(raw)
    return b"".join(parts)


def _decode_leniently(path: str, raw: bytes, error: UnicodeDecodeError) -> SourceFile:
    encoding = _UTF16.get(raw[:2])
    if encoding is not None:
        text = raw[2:].decode(encoding, errors="replace").replace("\0", "\ufffd")
        message = "This note is in UTF-16. It was read, but Obsidian cannot read it: save it as UTF-8."
        return SourceFile(path, text, True, (_fault(path, Severity.WARNING, "utf-16", message),))
    line = _line_at(raw[: error.start])
    message = "This note is not valid UTF-8 from here on; the bytes in question were read as \ufffd. Save it as UTF-8."
    decoded = decode(path, raw.decode(errors="replace").encode())
    problem = _fault(path, Severity.WARNING, "not-utf8", message, line)
    return SourceFile(path, decoded.text, decoded.bom, (problem, *decoded.problems))


def _without_nul(path: str, text: str, bom: bool) -> SourceFile:
    """Replace NUL by U+FFFD (CommonMark 0.31, section 2.3); a file of nothing else is what a power cut leaves."""
    if not text.strip("\0"):
        message = "This note holds nothing but NUL bytes: its text was lost. Restore it from a backup or its history."
        return SourceFile(path, "", bom, (_fault(path, Severity.ERROR, "nul-bytes", message),))
    line = _line_at(text[: text.index("\0")].encode())
    message = "This note holds NUL bytes, the first on this line; they were read as \ufffd. Remove them."
    problem = _fault(path, Severity.WARNING, "nul-bytes", message, line)
    return SourceFile(path, text.replace("\0", "\ufffd"), bom, (problem,))


def _cut(path: str, raw: bytes) -> SourceFile:
    """Keep the whole lines within the limit."""
    kept = raw[: raw.rfind(b"\n", 0, MAX_BYTES) + 1]
    lines = kept.count(b"\n")
    message = f"This note is larger than {MAX_BYTES // (1024 * 1024)} MB; only its first {lines} lines were read."
    decoded = decode(path, kept)
    problem = _fault(path, Severity.WARNING, "note-too-large", message)
    return SourceFile(path, decoded.text, decoded.bom, (problem, *decoded.problems))


def _line_at(before: bytes) -> int:
    """Give the line number of what comes after `before`, counting LF, CR LF and lone CR as one line end each."""
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _open_fault(root: str, path: str, error: OSError) -> Problem:
    """Say why a note could not be opened: a symbolic link (ELOOP), a socket (ENXIO), a folder, or no permission."""
    try:
        mode = os.lstat(f"{root}/{path}").st_mode
    except OSError:
        mode = 0
    if stat.S_ISLNK(mode):
        message = "This is a symbolic link, so it is not read. Put the note itself here."
        return _fault(path, Severity.INFO, "symlink-skipped", message)
    if mode and not stat.S_ISREG(mode):
        return _fault(path, Severity.WARNING, "not-a-file", NOT_A_FILE)
    return _fault(path, Severity.ERROR, "unreadable", f"This note cannot be read: {reason(error)}.")


def _unread(path: str, problem: Problem) -> SourceFile:
    return SourceFile(path, "", False, (problem,))


def _fault(path: str, severity: Severity, code: str, message: str, line: int = 0) -> Problem:
    return Problem(path, line, severity, code, message)
