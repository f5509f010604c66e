"""How wide a text may become: a bound, as nobody knows with which letters it will be drawn."""

from bisect import bisect_right

# Letters of DejaVu Sans, wider than those that most systems draw with, in hundredths of their height.
_GROUPS = {
    28: "ijl '",
    30: "IJ",
    33: ",.",
    34: "/:;\\|",
    36: "f-",
    40: "()[]t!",
    42: "r",
    46: '"',
    50: "*_`",
    53: "sz?",
    56: "cL",
    59: "Fkvxy",
    63: "PTYaoeSbdghnpqu",
    64: "$0123456789{}",
    69: "AVBRXZK",
    71: "C",
    75: "UHN",
    79: "DGOQ&",
    84: "w#+<=>^~",
    86: "M",
    100: "mW%@",
}
_WIDTH = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_BOLD = 112


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """Return the width in whole units, rounded up, of a line of text in letters of `size` units."""
    hundredths = sum([_WIDTH.get(letter) or _other(ord(letter)) for letter in text])
    if bold:
        hundredths = hundredths * _BOLD // 100
    return -(-hundredths * size // 100)


def _other(code: int) -> int:
    """Return the width of a letter that is not in the table: by its script, and for a few scripts too much."""
    if 0x300 <= code < 0x370 or 0x200B <= code < 0x2010 or 0xFE00 <= code < 0xFE10:
        return 0  # marks above and below letters, joiners, choices of form
    if code < 0x1100:
        return 80
    return 70 if 0x1E00 <= code < 0x2000 else 110


def cut_to(text: str, width: int, size: int, *, bold: bool = False) -> str:
    """Return the text, cut and with an ellipsis at its end where it would be wider than `width`."""
    if text_width(text, size, bold=bold) <= width:
        return text
    ends = range(1, len(text) + 1)
    # A name of ten thousand letters must not be measured ten thousand times.
    kept = bisect_right(ends, width, key=lambda end: text_width(f"{text[:end]}…", size, bold=bold))
    return f"{text[:kept].rstrip()}…"
