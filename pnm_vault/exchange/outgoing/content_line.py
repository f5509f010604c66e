"""The lines that vCard and iCalendar are made of. Source: RFC 6350, section 3; RFC 5545, section 3.1."""

from pnm_vault.exchange.outgoing.exported import without_controls

_LIMIT = 75  # octets of a line, the line end left out
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", ";": "\\;", ",": "\\,"})


def escape(text: str) -> str:
    """Give a text as the value of a property, or as one part of a value with several."""
    return without_controls(text).translate(_ESCAPES)


def content_line(name: str, value: str) -> bytes:
    """Give one property, folded and ended: `name` with its group and parameters, `value` escaped already."""
    raw = f"{name}:{value}".encode()
    if len(raw) <= _LIMIT:
        return raw + b"\r\n"
    pieces = []
    start, room = 0, _LIMIT
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # within a character: some readers decode before they unfold
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, _LIMIT - 1
    return b"\r\n ".join([*pieces, raw[start:]]) + b"\r\n"
