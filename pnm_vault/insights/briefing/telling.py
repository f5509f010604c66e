"""The lines of notes in full, with their day and place; and the words by which one line takes up another."""

from collections.abc import Iterable
from datetime import date

from pnm_vault.insights.comparing.words import every_word_of
from pnm_vault.model.note import Channel
from pnm_vault.model.record import Row
from pnm_vault.notes.text.log import leading_day
from pnm_vault.notes.text.tables import cells_of
from pnm_vault.patterns import pattern_of

# Of a link the reader sees what stands behind the bar, else the name of the note.
_LINK = pattern_of(r"\[\[(?:[^\[\]|/]{0,200}[|/]){0,9}([^\[\]|/]{0,200})\]\]")

_BOX = pattern_of(r"\A\[.\] +")

# In quotation marks `I` is somebody else, and a wish may be a joke.
# A line that was cut may have lost the end of one.
_QUOTED = pattern_of(r"“[^”]*(?:”|\Z)|\"[^\"]*(?:\"|\Z)|„[^“”]*(?:[“”]|\Z)|«[^»]*(?:»|\Z)")


class Line(Row, frozen=True):
    """One line of a note, in the words of its owner: `text` is found verbatim in line `line` of `path`."""

    day: date
    path: str
    line: int
    text: str


class Telling(Row, frozen=True):
    """What one place tells of contact on one day: the line that says so, then what hangs on it.

    `alone` is False where others took part, so that `she` may be any of them. `title` is the name of the meeting, call
    or event note that it is. `bare`: a property or a list of attendees that says no more than that there was contact.
    `cut`: the note tells more. `ticked`: it is a task that was done.
    """

    day: date
    channel: Channel
    lines: tuple[Line, ...]
    alone: bool = True
    title: str = ""
    bare: bool = False
    cut: bool = False
    ticked: bool = False


def undated(line: Line) -> str:
    """Return a line without its box, and without the day that it begins with, where that is its own.

    The cells of a row of a table are parted by dots.
    """
    text = _BOX.sub("", line.text)
    if text.startswith("|"):
        text = " · ".join([cell for cell in cells_of(text) if cell])
    found = leading_day(text)
    if found is None or found[0] != line.day:
        return text
    return text[found[1] :].lstrip(" \t:—–=-|,*_·") or text


def stems_in(text: str) -> frozenset[str]:
    """Return the words of a line that can be compared, those of private matters too; neither places nor link targets.

    A dinner in Porto takes up no search for a flat in Porto.
    """
    return frozenset([word.stem for word in every_word_of(_LINK.sub(r" \1 ", text)) if not word.place])


def takes_up(stems: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    """Tell whether one of `others` shares half of the words of `stems`, one at least."""
    return any(2 * len(stems & other) >= max(len(stems), 1) for other in others if stems & other)


def unquoted(text: str) -> str:
    """Return a line without what stands in quotation marks."""
    return _QUOTED.sub("", text)
