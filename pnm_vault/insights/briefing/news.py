"""What happened in the owner's own journal that a contact would like to hear."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from pnm_vault.insights.briefing.telling import Line, stems_in
from pnm_vault.insights.comparing.likeness import RARE_LEAST, RARE_SHARE
from pnm_vault.insights.comparing.words import Word, every_word_of, stem_of
from pnm_vault.model.contact import Statement
from pnm_vault.model.record import Row

MOST_NEWS = 5
# One word of a long statement says something only when it is a long one: `letterpress` does, `sun` does not; of half a
# statement it need not be as long.
LONG_WORD = 7
SHORT_WORD = 5
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday birthday january february march april june july august "
    "september october november december"
)
_CALENDAR = frozenset(map(stem_of, _DAYS.split()))


class News(Row, frozen=True):
    """A line of the journal with the interest or ask that it touches; `terms` are words of the latter."""

    said: Line
    about: Statement
    terms: tuple[str, ...]


def news_for(statements: Sequence[Statement], journal: Iterable[Line], names: Iterable[str]) -> tuple[News, ...]:
    """Return the lines of the journal that share a rare word with one of the statements, five at most.

    The rarest words come first, then the newest lines. A word is rare that at most 5 % of the lines hold, or three.
    Together they are most of the statement, or one of them is long. A place is no news, and neither is a day of the
    week or the contact's own name.

    Source: Sparck Jones 1972 (A statistical interpretation of term specificity and its application in retrieval,
    Journal of Documentation 28:11-21) for the weight of a rare word.
    """
    lines = [(line, stems_in(line.text)) for line in journal]
    count = Counter([stem for _, stems in lines for stem in stems])
    most = max(RARE_LEAST, int(RARE_SHARE * len(lines)))
    own = stems_in(" ".join(names))
    rare = {stem for stem, number in count.items() if number <= most} - own - _CALENDAR
    wanted = [(said, every_word_of(said.text)) for said in statements]
    found: list[tuple[float, News]] = []
    for line, stems in lines:
        best: tuple[float, News] | None = None
        for said, words in wanted:
            shared = [word for word in words if word.stem in stems and word.stem in rare and not word.place]
            if not _tells(shared, words):
                continue
            # Six digits: logarithms differ in the last ones from one machine to the next.
            weight = round(sum([log(1 + len(lines) / count[word.stem]) for word in shared]), 6)
            if best is None or weight > best[0]:
                best = (weight, News(line, said, tuple([word.shown for word in shared])))
        if best is not None:
            found.append(best)
    found.sort(key=lambda one: (-one[0], -one[1].said.day.toordinal(), one[1].said.path, one[1].said.line))
    return tuple([news for _, news in found[:MOST_NEWS]])


def _tells(shared: Sequence[Word], words: Sequence[Word]) -> bool:
    """Tell whether the shared words say enough of a statement."""
    longest = max([len(word.shown) for word in shared], default=0)
    return 2 * len(shared) > len(words) or longest >= (SHORT_WORD if 2 * len(shared) == len(words) else LONG_WORD)
