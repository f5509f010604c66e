"""What a mark on a pair of contacts means: to be introduced, or known to each other."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from pnm_vault.errors import PnmError
from pnm_vault.model.contact import Apart, Contact
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk
from pnm_vault.pipeline.writing.field_setting import How, acquaint
from pnm_vault.pipeline.writing.house_style import link_to
from pnm_vault.pipeline.writing.introduction_answers import begin_introduction
from pnm_vault.pipeline.writing.meaning import Meaning, kept_words
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Answer, Mark

PUT_OFF_DAYS = 90
"""For how long a pair is put off where no day is said."""


class MarkedPair(NamedTuple):
    """The two contacts that a line links, in path order, and both names as one phrase."""

    first: str
    second: str
    names: str


def mean_introduction(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a pair to introduce means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    pair = pair_on(desk, page, answer)
    if answer.mark is Mark.DONE:
        return begin_introduction(desk.session, desk.style(pair.first), pair.first, pair.second, words, desk.begun)
    return mean_apart(desk, answer, words, pair, "no_introduction", "suggested")


def mean_acquaintance(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a pair who may know each other means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    pair = pair_on(desk, page, answer)
    first, second, names = pair
    if answer.mark is Mark.DONE:
        sides = ((first, second), (second, first))
        edits = [(path, acquaint(desk.session, desk.style(path), path, other)) for path, other in sides]
        return Meaning(f"{names}: know each other", tuple(edits), kept_words(names, words))
    return mean_apart(desk, answer, words, pair, "no_acquaintance", "asked", "do not know each other, ")


def mean_apart(
    desk: AnswerDesk, answer: Answer, words: AnswerWords, pair: MarkedPair, field: str, verb: str, never: str = ""
) -> Meaning:
    """Say what a mark means that keeps a pair away, for ever or for a while: it stands in `field` of the first note.

    `verb` is what does not happen any more, `never` what is said before it where that is for ever.
    """
    first, second, names = pair
    other = link_to(desk.session, second)
    if answer.mark is Mark.NO:
        change = desk.change(first, field, other, How.ADD)
        return Meaning(f"{names}: {never}not {verb} any more", ((first, change),), kept_words(names, words))
    day, rest, stays = desk.later(words)
    kept = kept_words(names, AnswerWords(rest, None, words.tasks))
    known = _kept_away(desk.session.record(first).contact, field)
    if not stays and any(desk.means(first, one.target, second) for one in known):
        return Meaning(f"{names}: not {verb} already", (), kept)
    day = day or desk.session.today + timedelta(PUT_OFF_DAYS)
    change = desk.change(first, field, f"{other} until {day}", How.ADD)
    return Meaning(f"{names}: not {verb} before {day}", ((first, change),), kept)


def _kept_away(contact: Contact, field: str) -> tuple[Apart, ...]:
    return {
        "no_introduction": contact.apart,
        "no_acquaintance": contact.strangers,
        "not_same_as": contact.not_same_as,
    }[field]


def pair_on(desk: AnswerDesk, page: str, answer: Answer) -> MarkedPair:
    """Give the two contacts that a line links.

    Raises:
        PnmError: it links fewer.
    """
    linked = desk.linked(page, answer, contacts_only=True)
    if len(linked) < 2:
        raise PnmError("the line no longer links two contacts.")
    first, second = sorted(linked[:2])
    return MarkedPair(first, second, f"{desk.session.name_of(first)} and {desk.session.name_of(second)}")
