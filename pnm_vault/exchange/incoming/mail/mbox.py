"""A mailbox in one file, cut into the headers of its messages; bodies are passed over.

Source: RFC 4155, but for what begins a message: an unescaped line of a letter may begin with `From `, and some programs
leave the empty line before a message out. So a message begins at such a line where a header field comes right after.
"""

from collections.abc import Iterable, Iterator

from pnm_vault.patterns import pattern_of

LONGEST_HEADER = 256 * 1024
"""Bytes of a header that are looked at; what comes after them is passed over."""

_START = b"\nFrom "
_FIELD = pattern_of(r"(?:>From |[!-9;-~]{1,100}[ \t]*:)")
_LONGEST_START = 1_000  # bytes of the line that begins a message


def is_mbox(head: bytes) -> bool:
    """Tell whether a file that begins so is a mailbox."""
    first, found, after = head[: 2 * _LONGEST_START].lstrip(b"\r\n").partition(b"\n")
    return first.startswith(b"From ") and bool(found) and _is_field(after[:_LONGEST_START])


def header_blocks(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the header of each message with the line of its file on which the message begins.

    `chunks` are the file's bytes in pieces of any length. No more is held than one of them and one header.
    """
    window = _Window(chunks)
    while window.skip_to_start():
        line = window.line
        start = window.take_line()
        if len(start) < _LONGEST_START and _is_field(window.ahead(_LONGEST_START)):
            yield line, window.header()


class _Window:
    """What is held of the file, beginning at a line end (before the first line one is put). Mutable."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = b"\n"
        self._at = 0
        self.line = 1

    def skip_to_start(self) -> bool:
        """Go on to the next line that begins as a message does; False at the end."""
        while True:
            found = self._held.find(_START, self._at)
            if found >= 0:
                self._go(found)
                return True
            # Whatever could be the beginning of `\nFrom ` stays.
            self._go(max(len(self._held) - len(_START) + 1, self._at))
            if not self._more():
                return False

    def take_line(self) -> bytes:
        """Give the line ahead, at most as much of it as can begin a message, and go to its end."""
        end = self._find(b"\n", self._at + 1, _LONGEST_START)
        line = self._held[self._at + 1 : end]
        self._go(end)
        return line

    def ahead(self, length: int) -> bytes:
        """Give what comes after the line end."""
        while len(self._held) - self._at - 1 < length and self._more():
            pass
        return self._held[self._at + 1 : self._at + 1 + length]

    def header(self) -> bytes:
        """Give all up to the next empty line, and go there."""
        start = self._at
        while True:
            limit = self._at + LONGEST_HEADER
            end = _end_of_header(self._held, start, limit)
            if end < limit and end < len(self._held):
                break
            kept = len(self._held) - self._at
            if kept > LONGEST_HEADER or not self._more():
                break
            start = max(kept - 2, 0)
        header = self._held[self._at + 1 : end + 1]
        self._go(end)
        return header

    def _find(self, what: bytes, start: int, within: int) -> int:
        while True:
            found = self._held.find(what, start, start + within)
            if found >= 0:
                return found
            if len(self._held) >= start + within:
                return start + within
            start -= self._at
            if not self._more():
                return len(self._held)
            start += self._at

    def _go(self, to: int) -> None:
        self.line += self._held.count(b"\n", self._at, to)
        self._at = to

    def _more(self) -> bool:
        """Let go of what was passed and hold the next piece too; False where there is none."""
        chunk = next(self._chunks, None)
        self._held = self._held[self._at :] + (chunk or b"")
        self._at = 0
        return chunk is not None


def _end_of_header(held: bytes, start: int, limit: int) -> int:
    """Find the line end before the next empty line; the limit, or the end of what is held, where there is none."""
    end = held.find(b"\n\n", start, limit)
    other = held.find(b"\n\r\n", start, end if end >= 0 else limit)
    return other if other >= 0 else end if end >= 0 else min(limit, len(held))


def _is_field(line: bytes) -> bool:
    return _FIELD.match(line.decode("latin-1")) is not None
