"""What either side said they would do, and no later line tells of."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pnm_vault.insights.telling import Line, Telling, stems_in, takes_up, unquoted
from pnm_vault.model.record import Row

# What was said longer ago than this, nobody waits for any more.
WAITED_FOR = 365

# Nothing is promised with `I will not`, and nothing to be done with `she will be 40`.
_NO_ACT = r"(?!\s+(?:not|never|be|have|see|know|need)\b)"
_MINE = re.compile(
    rf"\b(?:I['’]ll|I will|I(?:['’]m| am) going to|I (?:have )?promised|I said (?:that )?I(?:['’]d| would))\b{_NO_ACT}"
    r"|\bI said yes to\b"
    # A log is its owner's: a verb without a subject is what they did.
    rf"|(?:\A|[:,;—–-]\s+|\A[*_]+)(?:[Pp]romised (?:to|that|h(?:er|im)|them)\b|[Ww]ill\b{_NO_ACT})"
)
_THEIRS = (
    r"(?:['’]ll| will|(?:['’]s| is| are|['’]re) going to| (?:has |have )?promised"
    rf"| said (?:s?he|they)(?:['’]d| would))\b{_NO_ACT}"
)
_SENTENCE = re.compile(r"[^.!?;]+(?:[.!?;]+(?!\s|\Z)[^.!?;]*)*")


class Promise(Row, frozen=True):
    """Something that one side said they would do: `mine` when the owner did. `said` holds the sentence."""

    mine: bool
    said: Line


def open_promises(
    tellings: Sequence[Telling], names: Iterable[str], settled: Iterable[str], today: date
) -> tuple[Promise, ...]:
    """Return what was promised within a year and is still open as far as the notes say, the newest first.

    `names` are those by which the contact is called; `settled` texts that stand for a promise elsewhere (follow-ups). A
    promise that a line of a later day takes up is taken for kept. Where several took part, `she` is nobody.
    """
    theirs = _theirs(names)
    alone = re.compile(rf"\b(?:[Ss]he|[Hh]e|[Tt]hey){_THEIRS}")
    written = [stems_in(text) for text in settled]
    told = [(telling.day, stems_in(line.text)) for telling in tellings for line in telling.lines]
    names_stems = stems_in(" ".join(names))
    found: dict[tuple[str, int, str], Promise] = {}
    for telling in tellings:
        if not 0 <= (today - telling.day).days <= WAITED_FOR:
            continue
        for line in telling.lines:
            for sentence in _SENTENCE.findall(line.text):
                heard = unquoted(sentence)
                mine = _MINE.search(heard) is not None
                if not mine and not (theirs.search(heard) or (telling.alone and alone.search(heard))):
                    continue
                stems = stems_in(heard) - names_stems
                later = [other for day, other in told if day > telling.day]
                if takes_up(stems, [*later, *written]) or (later and not stems):
                    continue
                said = Line(telling.day, line.path, line.line, sentence.strip())
                found.setdefault((line.path, line.line, said.text), Promise(mine, said))
    return tuple(sorted(found.values(), key=lambda one: (-one.said.day.toordinal(), one.said.path, one.said.line)))


def _theirs(names: Iterable[str]) -> re.Pattern[str]:
    called = "|".join(re.escape(name) for name in sorted(set(names)) if name)
    # Nobody's name: the pattern then fits nothing.
    return re.compile(rf"(?<!\w)(?:\[\[)?(?:{called or '(?!)'})(?:\]\])?{_THEIRS}")
