"""A handful of things to open a talk with, out of all that there is to have in mind before it."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum

from pnm_vault.insights.briefing.brief import Brief
from pnm_vault.insights.briefing.telling import Line, undated
from pnm_vault.insights.remembering.promises import Promise
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source

MOST = 5


class Opening(StrEnum):
    """What sort of thing it is, the most wanted first."""

    LAST = "last"
    YOURS = "yours"
    THEIRS = "theirs"
    AGED = "aged"
    ASK = "ask"
    NEWS = "news"
    COMMON = "common"


class Opener(Row, frozen=True):
    """One thing to open with. `text` are the words of the note on the line of `proof`; of a common contact, the name.

    `day` is the day of the talk, promise or news, or the one on which it was noted last; of a common contact that of
    the newest meeting of all three. `contact` is the path of the common contact, `terms` are the words that news touch.
    """

    kind: Opening
    text: str
    proof: Source
    day: date | None = None
    contact: str = ""
    terms: tuple[str, ...] = ()


def openers(brief: Brief) -> tuple[Opener, ...]:
    """Return at most five things to open with: one of each sort, no line twice."""
    chosen: list[Opener] = []
    seen: set[tuple[str, int]] = set()
    for opener in _one_of_each(brief):
        place = (opener.proof.path, opener.proof.line)
        # A common contact is known by the link; the line is only its proof.
        if opener.kind is Opening.COMMON or place not in seen:
            chosen.append(opener)
            seen.add(place)
    return tuple(chosen[:MOST])


def _one_of_each(brief: Brief) -> Iterator[Opener]:
    for telling in brief.conversations[:1]:
        yield _said(Opening.LAST, _telling_most(telling.lines))
    for mine, kind in ((True, Opening.YOURS), (False, Opening.THEIRS)):
        yield from [_promised(kind, one) for one in brief.promises if one.mine is mine][:1]
    yield from [_said(Opening.AGED, line) for line in brief.aged[:1]]
    yield from [Opener(Opening.ASK, ask.text, Source(brief.path, ask.line)) for ask in brief.asks[:1]]
    for news in brief.news[:1]:
        said = news.said
        yield Opener(Opening.NEWS, said.text, Source(said.path, said.line), said.day, "", news.terms)
    for common in brief.common[:1]:
        proof = Source(common.proof.path, common.proof.line)
        yield Opener(Opening.COMMON, common.name, proof, common.together, common.path)


def _telling_most(lines: Sequence[Line]) -> Line:
    """Give the first line that says more than its day: a heading may be the day alone."""
    return next((line for line in lines if any(map(str.isalpha, undated(line)))), lines[0])


def _said(kind: Opening, line: Line) -> Opener:
    return Opener(kind, undated(line), Source(line.path, line.line), line.day)


def _promised(kind: Opening, promise: Promise) -> Opener:
    return _said(kind, promise.said)
