"""The hidden key at the end of a line that can be answered: what the line is about, and which words on it are ours.

A comment such as `<!-- pnm:contact 7k2m9x4q 2026-06-02 97.3fa9c.x0b1d -->` ends our part of the line; what stands
behind it is the owner's. It holds the kind of the item, a digest of what it is about, what it was like when the line
was written (`since`), and our words counted and summed up, so that words typed in between are told from ours without
anything else being kept: any machine that has the note can read it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from pnm_vault.blake import blake2b
from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

# The last contact, the day or the like that an item stands for, where it has none.
NO_SINCE = "-"

# How many signs a line of ours may have, and how many may be typed between them.
MOST_OURS = 1_500
MOST_TYPED = 1_000

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
# The letters for ten bits, the lower five first: a page has a thousand sums.
_TWO = tuple([low + high for high in _ALPHABET for low in _ALPHABET])
_TARGET_LENGTH = 8  # 40 bits: among ten thousand contacts two of the same are one in twenty thousand vaults
_SUM_LENGTH = 5
_KINDS = "contact|follow-up|date|introduction|promise|fact|community|acquaintance|step|thanks|help|need|resource|double"
# The blanks before it are taken from the first one only: else a long run of them is gone through once for each.
_KEY = rf"(?:(?<![ \t])[ \t]++)?<!-- pnm:({_KINDS}) ([0-9a-z]{{8}}) ([0-9-]{{1,10}})"
_RAW = pattern_of(rf"{_KEY} -->")
_SEALED = pattern_of(rf"{_KEY} ([0-9]{{1,4}})\.([0-9a-z]{{5}})\.([0-9a-z]{{5}}((?:\.[0-9a-z]{{5}}){{0,40}})) -->")
_BOX = pattern_of(r"[ ]{0,3}[-*+] (?:\[([^\]\n])\]|\(([^)\n])\))(?=\s|\Z)[ ]?")
# The target of a link counts as one sign, what it shows as its letters, and its end as one sign.
_LINK = pattern_of(r"(\[\[[^\[\]|\n]{0,600}\|?)([^\[\]\n]{0,400})(\]\])")
_TARGET, _CLOSE = "\0", "\1"


class ItemKey(Row, frozen=True):
    """What a line is about: `target` is the digest of a path, or of whatever else tells the item from all others.

    `since` is a day (`2026-06-02`) or `-`; it changes once the item has been dealt with.
    """

    kind: str
    target: str
    since: str


class Seal(Row, frozen=True):
    """Our words of a line: how many signs, the sum of these, that of every letter, and the sums of the lines below.

    The target of a link counts as one sign, since it changes when a note is renamed.
    """

    length: int
    signs: str
    letters: str
    below: tuple[str, ...]


class Parted(Row, frozen=True):
    """The words of a line: ours, and what was typed in one place between them.

    `relinked`: our words are the same, but a link on the line leads elsewhere than when it was written.
    """

    ours: str
    typed: str
    relinked: bool


class ItemLine(Row, frozen=True):
    """A line with a key: the sign in its box, the words before the key and behind it."""

    box: str
    words: str
    key: ItemKey
    seal: Seal | None
    tail: str


def digest_of_item(*parts: str) -> str:
    """Return a short digest of what an item is about; the same on every machine, however it stores accents in names."""
    return _digest(normalize("NFC", "\n".join(parts)), _TARGET_LENGTH)


def raw_key(kind: str, target: str, since: str) -> str:
    """Return the key as a context holds it, for the filter `key` of the templates."""
    return f"{kind} {target} {since or NO_SINCE}"


def comment_of(raw: str) -> str:
    """Return the comment of a key as a context holds it; empty for anything else."""
    comment = f"<!-- pnm:{raw} -->"
    return comment if _RAW.fullmatch(comment) else ""


def sealed_comment(key: ItemKey, words: str, below: Sequence[str]) -> str:
    """Return the comment for a line of ours with these words, and these lines of ours below it."""
    signs = _signs(words)
    sums = ".".join([_sum(signs), _sum(words), *[sum_of(line) for line in below]])
    return f"<!-- pnm:{key.kind} {key.target} {key.since} {len(signs)}.{sums} -->"


def read_item(line: str) -> ItemLine | None:
    """Read a line with a key, as a template made it or as it stands in a note; None for any other line."""
    begin = _first_key(line)
    if begin < 0:
        return None
    box = _BOX.match(line)
    sealed = _SEALED.search(line, begin)
    found = sealed or _RAW.search(line, begin)
    if box is None or found is None:
        return None
    key = ItemKey(found[1], found[2], found[3])
    seal = None
    if sealed is not None:
        letters, *below = sealed[6].split(".")
        seal = Seal(int(sealed[4]), sealed[5], letters, tuple(below))
    words = line[box.end() : max(found.start(), box.end())].rstrip()
    return ItemLine(box[1] or box[2], words, key, seal, line[found.end() :].rstrip())


def without_key(line: str) -> str:
    """Return a line without any key on it."""
    begin = _first_key(line)
    return line if begin < 0 else (line[:begin] + _RAW.sub("", _SEALED.sub("", line[begin:]))).rstrip()


def _first_key(line: str) -> int:
    """Give where what may be the first key of a line begins, with the blanks before it; -1 where there is none.

    Finding that takes a hundredth of what a pattern takes that is tried at every letter.
    """
    found = line.find("<!-- pnm:")
    return found if found < 0 else len(line[:found].rstrip(" \t"))


def count_typed(words: str, seal: Seal) -> int:
    """Count the signs on a line beyond our own."""
    return len(_signs(words)) - seal.length


def part_words(words: str, seal: Seal) -> Parted | None:
    """Part the words of a line into ours and the owner's; None when that cannot be told."""
    pieces = _pieces(words)
    signs = _signs(words)
    more = len(signs) - seal.length
    # What is longer was not written by us; the work grows with the square of the length.
    tries = range(seal.length, -1, -1) if more >= 0 and seal.length <= MOST_OURS and more <= MOST_TYPED else ()
    for at in tries:
        if _sum(signs[:at] + signs[at + more :]) == seal.signs:
            ours = "".join(pieces[:at] + pieces[at + more :]).rstrip()
            return Parted(ours, "".join(pieces[at : at + more]).strip(), _sum(ours) != seal.letters)
    return None


def sum_of(line: str) -> str:
    """Return the sum by which a line of ours is known again."""
    return _sum(_signs(line.strip()))


def links_in(words: str) -> list[str]:
    """Return the links of a line as they are written."""
    return [match[0] for match in _LINK.finditer(words)]


def _pieces(words: str) -> list[str]:
    """Take a text apart so that each piece is what one sign stands for."""
    pieces: list[str] = []
    at = 0
    for match in _LINK.finditer(words):
        pieces += [*words[at : match.start()], match[1], *match[2], match[3]]
        at = match.end()
    return [*pieces, *words[at:]]


# What stands on a page is summed up when the page is read, when it is made anew, and at the next change once more; most
# of it stays the same. So the sums of the last few pages are kept.
@lru_cache(maxsize=4096)
def _signs(words: str) -> str:
    return _LINK.sub(_shown_sign, words) if "[[" in words else words


def _shown_sign(link: re.Match[str]) -> str:
    return f"{_TARGET}{link[2]}{_CLOSE}"


@lru_cache(maxsize=4096)
def _sum(signs: str) -> str:
    return _digest(signs, _SUM_LENGTH)


def _digest(text: str, length: int) -> str:
    """Give a sum of a text in so many letters, eight at most."""
    number = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return (_TWO[number & 1023] + _TWO[number >> 10 & 1023] + _TWO[number >> 20 & 1023] + _TWO[number >> 30 & 1023])[
        :length
    ]
