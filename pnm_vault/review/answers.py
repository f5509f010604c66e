"""What the owner wrote into our part of a review note: marks, words beside them, and lines of their own."""

from enum import StrEnum

from msgspec.structs import replace

from pnm_vault.model.record import Row
from pnm_vault.review.item_key import ItemKey, Parted, Seal, count_typed, part_words, read_item, sum_of, without_key

# How much may be tried on one page to tell words that were typed between ours; forged seals can ask for any amount.
_MOST_WORK = 50_000_000

_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Mark(StrEnum):
    """What a sign in a box means."""

    NONE = " "
    DONE = "x"
    LATER = ">"
    NO = "-"
    OTHER = "?"


_MARKS = {" ": Mark.NONE, "☐": Mark.NONE, ">": Mark.LATER, "-": Mark.NO}
_MARKS |= dict.fromkeys("xX✓✔☑", Mark.DONE)


class Answer(Row, frozen=True):
    """One line as its owner left it.

    `box` is the sign in the box; `ours` are our own words, None when they cannot be told from the owner's any more, and
    then `whole` is all that stands there. `typed` was typed between our words, `tail` behind them; `below` are the
    owner's lines under it, as they stand there. `relinked`: see `Parted`.
    """

    key: ItemKey
    box: str
    ours: str | None
    typed: str
    tail: str
    below: tuple[str, ...]
    whole: str
    relinked: bool = False

    @property
    def mark(self) -> Mark:
        """Say what the sign in the box means."""
        return _MARKS.get(self.box, Mark.OTHER)

    @property
    def is_blank(self) -> bool:
        """Tell whether the owner left no trace on the line."""
        told = self.mark is Mark.NONE and self.ours is not None and not self.relinked
        return told and not (self.typed or self.tail.strip() or self.below)


class PageAnswers(Row, frozen=True):
    """Everything of the owner's in our part of a review note, in the order in which it stands there.

    `strays` are their own lines, which belong to no item.
    """

    answers: tuple[Answer, ...] = ()
    strays: tuple[str, ...] = ()


def read_answers(body: str, manifest: frozenset[str] | None) -> PageAnswers:
    """Read our part of a review note (LF line ends); lines on which the owner left no trace are left out.

    `manifest` holds the sums of our lines that are no items; None: it is not known, and all such lines are taken to be
    ours. Marks of a merge conflict are nobody's.
    """
    reader = _Reader(manifest)
    for line in body.split("\n"):
        reader.take(line.rstrip("\r"))
    reader.close()
    return PageAnswers(tuple(reader.answers), tuple(reader.strays))


class _Reader:
    """Goes through the lines of a page. The item in hand ends with the next line that is not indented."""

    def __init__(self, manifest: frozenset[str] | None) -> None:
        self.manifest = manifest
        self.answers: list[Answer] = []
        self.strays: list[str] = []
        self.item: Answer | None = None
        self.ours_below: list[str] = []
        self.below: list[str] = []
        self.gap = False
        self.work = 0

    def take(self, line: str) -> None:
        if not line.strip():
            self.gap = True
            return
        if self.item is not None and line[0] in " \t":
            self._take_below(line)
        else:
            self._take_line(line)
        self.gap = False

    def _take_below(self, line: str) -> None:
        known = sum_of(line)
        if known in self.ours_below:
            self.ours_below.remove(known)
        elif not line.lstrip().startswith(_CONFLICT):
            self.below.append(line.rstrip())

    def _take_line(self, line: str) -> None:
        found = read_item(line)
        if found is not None and found.seal is not None:
            self.close()
            parted = self._part(found.words, found.seal)
            ours, typed, relinked = (parted.ours, parted.typed, parted.relinked) if parted else (None, "", False)
            self.item = Answer(found.key, found.box, ours, typed, found.tail, (), line, relinked)
            self.ours_below = list(found.seal.below)
            return
        self.close()
        bare = without_key(line)
        if line.startswith(_CONFLICT) or self.manifest is None or sum_of(bare) in self.manifest:
            return
        if self.gap and self.strays and self.strays[-1]:
            self.strays.append("")
        self.strays.append(bare)

    def _part(self, words: str, seal: Seal) -> Parted | None:
        if count_typed(words, seal) > 0:
            self.work += seal.length * len(words)
            if self.work > _MOST_WORK:
                return None
        return part_words(words, seal)

    def close(self) -> None:
        """Let go of the item in hand."""
        if self.item is not None:
            answer = replace(self.item, below=tuple(self.below))
            if not answer.is_blank:
                self.answers.append(replace(answer, whole=without_key(answer.whole)))
        self.item = None
        self.ours_below = []
        self.below = []
