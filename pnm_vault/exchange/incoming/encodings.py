"""The text of a file whose encoding nobody tells, and whether it is text at all."""

MAX_BYTES = 200_000_000
"""A file that is larger than this is not read: it is all held in memory, and no address book is as large."""

HEAD = 65_536
"""By how many bytes or characters a file is known."""

_NOT_TEXT = tuple(map(chr, (*range(9), *range(14, 26), 28, 29, 30)))


def decode(content: bytes, cut: bool = False) -> str | None:
    """Give the text of a file, or None for what is none.

    Known by a byte order mark or by what is valid: UTF-8 and UTF-16; else Shift_JIS where that gives Japanese syllables
    and Windows-1252 where it does not: old exports do not say. `cut`: the end may be in the middle of a character.
    """
    if cut:
        content = content[: len(content) - len(content) % 2] if _is_utf16(content) else content
    if content.startswith(b"\xef\xbb\xbf"):
        text = content[3:].decode("utf-8", "replace")
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    elif _is_utf16(content):
        text = content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace")
    else:
        text = _decode_unmarked(content, cut)
    if cut:
        text = text.removesuffix("\ufffd")
    look = text[:HEAD]
    odd = sum(map(look.count, _NOT_TEXT)) if not look.isprintable() else 0
    return None if odd * 100 > len(look) else text


def _is_utf16(content: bytes) -> bool:
    """Tell by the NUL bytes whether this is UTF-16 without a mark: every other one of a Latin header."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    look = content[:200]
    if len(look) < 4 or b"\x00" not in look:
        return False
    half = len(look) // 2
    evens, odds = look[::2].count(0), look[1::2].count(0)
    return (evens >= half * 0.9 and odds == 0) or (odds >= half * 0.9 and evens == 0)


def _decode_unmarked(content: bytes, cut: bool) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if cut and error.start >= len(content) - 3 and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8")
    japanese = content[: len(content) - 1] if cut else content
    try:
        text = japanese.decode("cp932", "strict")
    except UnicodeDecodeError:
        text = ""
    if sum("\u3041" <= letter <= "\u30fe" for letter in text[:HEAD]) > 2:
        return text
    return content.decode("cp1252", "replace")
