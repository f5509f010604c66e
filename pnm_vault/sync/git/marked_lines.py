"""Lines of ours in a file of somebody else's (`.gitignore`, `.gitattributes`): told apart, and taken away to the byte.

Pure: bytes in, bytes out.
"""

from collections.abc import Collection, Sequence

_BEGIN = b"# Written by `pnm git setup`; `pnm git setup --undo` takes it away."
# What stood above had no line end, and gets its old form back.
_BEGIN_JOINED = b"# Written by `pnm git setup`, with the line end above; `pnm git setup --undo` takes it away."
_END = b"# That is all of pnm."


class ChangedByHandError(Exception):
    """Somebody wrote between our two marks, or took one of them away."""


def add_lines(content: bytes | None, lines: Sequence[str]) -> bytes:
    """Put lines between our marks, which come last where there are none yet; None: there is no file.

    They take the line ends of the file's first line.

    Raises:
        ChangedByHandError: one of the marks is gone, or there are several.
    """
    new = [line.encode() for line in lines]
    text = content or b""
    if (place := _place(text)) is not None:
        at = place[1]
        end = _line_end(text)
        return text[:at] + b"".join(line + end for line in new) + text[at:]
    end = _line_end(text)
    joined = content is not None and not text.endswith(b"\n")
    block = [_BEGIN_JOINED if joined else _BEGIN, *new, _END]
    return text + (end if joined else b"") + b"".join(line + end for line in block)


def take_lines(content: bytes, known: Collection[str]) -> bytes | None:
    """Take our marks and what is between them away; None: nothing but that was in the file, which was ours.

    Raises:
        ChangedByHandError: a line between them is none of `known`, or one of the marks is gone.
    """
    place = _place(content)
    if place is None:
        return content
    start, at, stop = place
    lines = content[start:at].splitlines()
    if not {line.decode(errors="replace") for line in lines[1:]} <= set(known):
        raise ChangedByHandError
    above, below = content[:start], content[stop:]
    if lines[0] == _BEGIN_JOINED:
        # What somebody wrote below since then must not join the line above.
        end = b"\r\n" if content.startswith(lines[0] + b"\r\n", start) else b"\n"
        return above + below if below else above.removesuffix(end)
    return above + below or None


def has_lines(content: bytes | None) -> bool:
    """Tell whether lines of ours are in a file, or what was made of them."""
    return any(line in (_BEGIN, _BEGIN_JOINED, _END) for line in (content or b"").splitlines())


def _place(content: bytes) -> tuple[int, int, int] | None:
    """Give where our block begins, where its last mark begins, and where it ends."""
    if not has_lines(content):
        return None
    begins: list[int] = []
    ends: list[tuple[int, int]] = []
    offset = 0
    for line in content.splitlines(keepends=True):
        bare = line.rstrip(b"\r\n")
        if bare in (_BEGIN, _BEGIN_JOINED):
            begins.append(offset)
        elif bare == _END:
            ends.append((offset, offset + len(line)))
        offset += len(line)
    if len(begins) != 1 or len(ends) != 1 or begins[0] > ends[0][0]:
        raise ChangedByHandError
    return begins[0], *ends[0]


def _line_end(content: bytes) -> bytes:
    first = content.partition(b"\n")
    return b"\r\n" if first[1] and first[0].endswith(b"\r") else b"\n"
