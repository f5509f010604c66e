"""Which unit of an older text became which of a newer one: the same, or changed."""

from collections import Counter
from collections.abc import Sequence

from pnm_vault.patterns import pattern_of
from pnm_vault.sync.merge.align import Match, align
from pnm_vault.sync.merge.tasks import identity_of
from pnm_vault.sync.merge.units import Kind, Unit

# Between two units that are the same, so many may be compared with each other.
_MOST_PAIRS = 2_500
_WORD = pattern_of(r"\w+")
_TEXT = frozenset([Kind.PLAIN, Kind.HEADING])


def pair(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Map units of `old` to those of `new` that they became, rising in both; what has no counterpart is left out."""
    matches = align([unit.lines for unit in old], [unit.lines for unit in new])
    pairs = dict(matches)
    at = left = 0
    for one, other in [*matches, (len(old), len(new))]:
        if one > at and other > left:
            for match in _changed(old[at:one], new[left:other]):
                pairs[at + match[0]] = left + match[1]
        at, left = one + 1, other + 1
    return dict(sorted(pairs.items()))


def _changed(old: Sequence[Unit], new: Sequence[Unit]) -> list[Match]:
    """Match what was changed between two anchors, by how much of its words is left."""
    kinds = [unit.kind for unit in old]
    if kinds == [unit.kind for unit in new] and _TEXT.issuperset(kinds):
        return [(at, at) for at in range(len(old))]
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    scores = [[likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at in range(len(old) - 1, -1, -1):
        for left in range(len(new) - 1, -1, -1):
            score = scores[at][left]
            both = score + best[at + 1][left + 1] if score else 0.0
            best[at][left] = max(both, best[at + 1][left], best[at][left + 1])
    return _walk(scores, best)


def _walk(scores: list[list[float]], best: list[list[float]]) -> list[Match]:
    found: list[Match] = []
    at = left = 0
    while at < len(scores) and left < len(scores[at]):
        score = scores[at][left]
        if score and best[at][left] == score + best[at + 1][left + 1]:
            found.append((at, left))
            at, left = at + 1, left + 1
        elif best[at][left] == best[at + 1][left]:
            at += 1
        else:
            left += 1
    return found


def likeness(one: Unit, other: Unit) -> float:
    """Say how surely one unit is the other one, changed: 0 for not at all."""
    if one.kind is not other.kind or not one.lines or not other.lines:
        return 0.0
    if one.kind is Kind.TASK and identity_of(one.lines[0]) == identity_of(other.lines[0]):
        return 3.0
    words, others = _words_of(one), _words_of(other)
    total = words.total() + others.total()
    # Dice 1945, words counted as often as they stand there.
    shared = 2 * (words & others).total() / total if total else 0.0
    if one.kind is Kind.TASK and min(words.total(), others.total()) > 1 and (words <= others or others <= words):
        return 1.0 + shared  # told at more or less length
    if one.kind is Kind.ENTRY:
        same_day = one.day == other.day
        return shared + same_day if shared >= (0.4 if same_day else 0.8) else 0.0
    return shared if shared >= (0.5 if one.kind in _TEXT else 0.6) else 0.0


def _words_of(unit: Unit) -> Counter[str]:
    text = identity_of(unit.lines[0]) if unit.kind is Kind.TASK else " ".join(unit.lines)
    words = _WORD.findall(text)[:400]
    # The day of an entry is compared as such.
    return Counter([word for word in words if not word.isdigit()] if unit.kind is Kind.ENTRY else words)
