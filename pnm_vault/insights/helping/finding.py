"""Where words stand in the notes, whatever their case and accents."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pnm_vault.model.contact import Statement
from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

# What is shown of a long line, and how much of it stands before the first word that was looked for.
SHOWN = 200
BEFORE = 40
_QUOTES = str.maketrans("“”„«»", '"""""')
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
# Whole texts are folded: all but these few letters in one go.
_FOREIGN = pattern_of(r"[^\x00-\x7f]+")


class FoundIn(Row, frozen=True):
    """What one note says of the words: lines with the part to show, best first; `closest` words in a single line.

    `named` counts those that stand in the name of the note.
    """

    lines: tuple[Statement, ...]
    named: int
    closest: int


def fold_text(text: str) -> str:
    """Fold case, accents and typographic letters; lines stay lines."""
    lowered = text.lower()
    return lowered if lowered.isascii() else _FOREIGN.sub(_folded, lowered)


def _folded(found: re.Match[str]) -> str:
    return _plain(found[0])


@lru_cache(maxsize=4096)
def _plain(letters: str) -> str:
    plain = unicodedata.normalize("NFKD", letters.casefold())
    return "".join([letter for letter in plain if not unicodedata.combining(letter)]).translate(_LETTERS)


def read_query(text: str) -> tuple[str, ...]:
    """Split a query into what must be found, folded: words, and phrases in double quotes as a whole."""
    terms: list[str] = []
    for place, part in enumerate(fold_text(text.translate(_QUOTES)).split('"')):
        terms += [" ".join(part.split())] if place % 2 else part.split()
    return tuple(dict.fromkeys([term for term in terms if term]))


def find_in(name: str, text: str, terms: Sequence[str]) -> FoundIn | None:
    """Find all `terms` in a note's name and text; None when one is in neither.

    The lines with the most of them come first, then in the order of the note. A phrase must stand in one line.
    """
    title = fold_text(name)
    folded = fold_text(text)
    if not all(term in folded or term in title for term in terms):
        return None
    if "\r" in text:
        text, folded = [one.replace("\r\n", "\n").replace("\r", "\n") for one in (text, folded)]
    found: list[tuple[int, int]] = []
    met: set[str] = {term for term in terms if term in title}
    named = len(met)
    for number, line in enumerate(folded.split("\n")):
        here = [term for term in terms if term in line]
        if here:
            found.append((-len(here), number))
            met.update(here)
    if len(met) < len(terms):
        return None
    found.sort()
    lines = text.split("\n")
    said = [Statement(_around(lines[number], terms), number + 1) for _, number in found]
    return FoundIn(tuple(said), named, -found[0][0] if found else 0)


def _around(line: str, terms: Sequence[str]) -> str:
    """Return a verbatim part of a line around the first of the terms in it."""
    line = line.strip()
    if len(line) <= SHOWN:
        return line
    folded = fold_text(line)
    first = min([at for term in terms if (at := folded.find(term)) >= 0], default=0)
    # Folding may lengthen a line by a letter here and there; what is shown before the word covers that.
    start = max(0, min(first - BEFORE, len(line) - SHOWN))
    start = line.rfind(" ", 0, start) + 1 if start else 0
    return line[start : start + SHOWN].strip()
