"""A page with its keys, and with what its owner wrote into it put back where it belongs."""

from collections.abc import Mapping, Sequence

from pnm_vault.model.record import Row
from pnm_vault.review.answers import Answer, Mark, PageAnswers
from pnm_vault.review.item_key import ItemKey, ItemLine, links_in, read_item, sealed_comment, sum_of

WAITING = "## Not carried out yet"
_REASON = "    - Not carried out: {}"


class Composed(Row, frozen=True):
    """A page: its lines joined, the sums of those that are no items, and lines of the owner's that found no place."""

    text: str
    manifest: tuple[str, ...]
    strays: tuple[str, ...]


def compose(page: str, left: PageAnswers, reasons: Mapping[Answer, str], *, plain: bool) -> Composed:
    """Seal the keys of a rendered page (LF line ends), and put back what was not carried out.

    `left` is what the owner wrote and is to stay: words stay on the line of their item as long as it is on the page. A
    mark that could not be carried out stays with its reason; where its item is gone it goes to the end of the page.
    What fits nowhere is in `strays`. `plain`: the boxes are `( )`, which no task list of anybody's picks up.
    """
    composer = _Composer(left, reasons, plain)
    composer.take(page.split("\n"))
    composer.add_waiting()
    return Composed("\n".join(composer.lines).strip("\n"), tuple(composer.manifest), tuple(composer.strays))


class _Composer:
    def __init__(self, left: PageAnswers, reasons: Mapping[Answer, str], plain: bool) -> None:
        self.reasons = reasons
        self.plain = plain
        self.lines: list[str] = []
        self.manifest: dict[str, None] = {}
        self.strays: list[str] = list(left.strays)
        self.waiting: dict[tuple[str, str], list[Answer]] = {}
        for answer in left.answers:
            if answer.ours is None:
                self._stray(answer)
            else:
                self.waiting.setdefault(_identity(answer.key), []).append(answer)

    def take(self, lines: Sequence[str]) -> None:
        """Go through the lines of the page; what is indented below an item belongs to it."""
        at = 0
        while at < len(lines):
            item = read_item(lines[at])
            at += 1
            if item is None:
                self._plain_line(lines[at - 1])
                continue
            stop = at
            while stop < len(lines) and lines[stop][:1] in (" ", "\t") and lines[stop].strip():
                stop += 1
            self._item(item, lines[at:stop], self._fitting(item))
            at = stop

    def _fitting(self, item: ItemLine) -> list[Answer]:
        """Take the answers that stay on a line.

        Those into whose links somebody wrote are kept as they stand, and so are those whose line was about another
        contact: on this line they would mean what nobody marked.
        """
        fitting: list[Answer] = []
        for answer in self.waiting.pop(_identity(item.key), []):
            had, has = links_in(answer.ours or ""), links_in(item.words)
            # Renaming a note gives the very links that the page has now.
            if (answer.relinked and had != has) or (item.key.kind == "contact" and _first(had) != _first(has)):
                self._stray(answer)
            else:
                fitting.append(answer)
        return fitting

    def add_waiting(self) -> None:
        """Put the marks whose items are gone at the end; words without a mark find no place any more."""
        kept: list[Answer] = []
        for answer in [one for answers in self.waiting.values() for one in answers]:
            if answer.mark is Mark.NONE or answer.relinked:
                self._stray(answer)
            else:
                kept.append(answer)
        if not kept:
            return
        for line in ("", WAITING, ""):
            self._plain_line(line)
        for answer in kept:
            self._item(ItemLine(answer.box, answer.ours or "", answer.key, None, ""), (), [answer])

    def _plain_line(self, line: str) -> None:
        self.lines.append(line)
        if line.strip():
            self.manifest[sum_of(line)] = None

    def _item(self, item: ItemLine, ours_below: Sequence[str], answers: Sequence[Answer]) -> None:
        marked = [answer for answer in answers if answer.mark is not Mark.NONE]
        box = marked[0].box if marked else " "
        reasons = list(dict.fromkeys([self.reasons[answer] for answer in marked if answer in self.reasons]))
        below = [*ours_below, *[_REASON.format(reason) for reason in reasons]]
        comment = sealed_comment(item.key, item.words, below)
        opening = f"- ({box})" if self.plain else f"- [{box}]"
        tail = " ".join([words for answer in answers for words in (answer.typed, answer.tail.strip()) if words])
        self.lines.append(f"{opening} {item.words} {comment}{' ' if tail else ''}{tail}")
        self.lines += below
        for answer in answers:
            self.lines += answer.below

    def _stray(self, answer: Answer) -> None:
        self.strays.append(answer.whole)
        self.strays += answer.below
        reason = self.reasons.get(answer)
        if reason:
            self.strays.append(_REASON.format(reason))


def _first(links: Sequence[str]) -> str:
    """Give the target of the first link of a line, which is what the line is about."""
    return links[0].strip("[]").partition("|")[0] if links else ""


def _identity(key: ItemKey) -> tuple[str, str]:
    return key.kind, key.target
