"""SVG written by hand: a few shapes, whole numbers, and text that cannot act.

Every shape has its colour twice: as an attribute, for a reader without style sheets, and by a class, which the sheet
gives another colour where the reader prefers dark.
"""

from collections.abc import Iterable, Sequence

from pnm_vault.review.escape import one_line
from pnm_vault.review.pictures.palette import HUES, LIGHT, hue_of, is_pierced, style_sheet
from pnm_vault.review.pictures.text_width import text_width

LETTERS = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_FILLS = {
    "ground": LIGHT.ground,
    "ink": LIGHT.ink,
    "quiet": LIGHT.quiet,
    "faint": LIGHT.faint,
    "other": LIGHT.other,
    **{f"hue{at}": hue for at, hue in enumerate(HUES)},
}


def escaped(text: str) -> str:
    """Return text for the inside of an element or attribute: one line, no control character, nothing that acts."""
    return "".join([_SIGNS.get(letter, letter) for letter in one_line(text, 1000)])


def fill(name: str) -> str:
    """Return the two attributes that fill with a colour of the palette."""
    return f'class="{name}" fill="{_FILLS[name]}"'


def document(width: int, height: int, title: str, description: str, body: Iterable[str]) -> str:
    """Return a whole picture, with the words for those who cannot see it."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
            f' role="img" aria-labelledby="pnm-title pnm-words" font-family="{LETTERS}">',
            f'<title id="pnm-title">{escaped(title)}</title>',
            f'<desc id="pnm-words">{escaped(description)}</desc>',
            style_sheet(),
            f'<rect {fill("ground")} width="{width}" height="{height}"/>',
            *body,
            "</svg>",
            "",
        ]
    )


def text(x: int, y: int, words: str, anchor: str = "") -> str:
    """Return a line of text at its base line; size and colour are those of the group around it."""
    where = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x}" y="{y}"{where}>{escaped(words)}</text>'


def group(lines: Iterable[str], attributes: str) -> list[str]:
    """Return shapes as a group that share attributes; nothing for none."""
    inside = list(lines)
    return [f"<g {attributes}>", *inside, "</g>"] if inside else []


def dot(x: int, y: int, radius: int, seat: int, words: str = "") -> list[str]:
    """Return a dot in the colour of the circle of a seat; `words` show under a pointer."""
    told = f"<title>{escaped(words)}</title>" if words else ""
    shape = f'<circle {fill(hue_of(seat))} cx="{x}" cy="{y}" r="{radius}"'
    lines = [f"{shape}>{told}</circle>" if told else f"{shape}/>"]
    if is_pierced(seat):
        lines.append(f'<circle {fill("ink")} stroke="none" cx="{x}" cy="{y}" r="{max(1, radius // 3)}"/>')
    return lines


def sentences(lines: Sequence[str], x: int, y: int, step: int = 20, size: int = 13) -> list[str]:
    """Return lines of quiet text, one below the other."""
    written = [text(x, y + step * at, line) for at, line in enumerate(lines)]
    return group(written, f'{fill("quiet")} font-size="{size}"')


def wrapped(words: str, width: int, size: int) -> list[str]:
    """Break a sentence into lines of at most `width`."""
    lines: list[str] = []
    line = ""
    for word in one_line(words, 400).split(" "):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines
