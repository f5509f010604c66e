"""What a mark on a pair of contacts means: to be introduced, or known to each other."""

from __future__ import annotations

from datetime import timedelta

from pnm_vault.errors import PnmError
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk
from pnm_vault.pipeline.writing.field_setting import How, acquaint
from pnm_vault.pipeline.writing.house_style import link_to
from pnm_vault.pipeline.writing.introduction_answers import begin_introduction
from pnm_vault.pipeline.writing.meaning import Meaning, kept_words
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Answer, Mark

INTRODUCTION_DAYS = 90
ACQUAINTANCE_DAYS = 90


def mean_introduction(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a pair to introduce means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    first, second, names = _pair(desk, page, answer)
    if answer.mark is Mark.DONE:
        return begin_introduction(desk.session, desk.style(first), first, second, words, desk.begun)
    other = link_to(desk.session, second)
    if answer.mark is Mark.NO:
        change = desk.change(first, "no_introduction", other, How.ADD)
        return Meaning(f"{names}: not suggested any more", ((first, change),), kept_words(names, words))
    day, rest, stays = desk.later(words)
    if not stays and any(desk.means(first, one.target, second) for one in desk.session.record(first).contact.apart):
        return Meaning(f"{names}: not suggested already", (), kept_words(names, AnswerWords(rest, None, words.tasks)))
    day = day or desk.session.today + timedelta(INTRODUCTION_DAYS)
    change = desk.change(first, "no_introduction", f"{other} until {day}", How.ADD)
    return Meaning(
        f"{names}: not suggested before {day}",
        ((first, change),),
        kept_words(names, AnswerWords(rest, None, words.tasks)),
    )


def mean_acquaintance(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a pair who may know each other means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    first, second, names = _pair(desk, page, answer)
    if answer.mark is Mark.DONE:
        sides = ((first, second), (second, first))
        edits = [(path, acquaint(desk.session, desk.style(path), path, other)) for path, other in sides]
        return Meaning(f"{names}: know each other", tuple(edits), kept_words(names, words))
    other = link_to(desk.session, second)
    if answer.mark is Mark.NO:
        change = desk.change(first, "no_acquaintance", other, How.ADD)
        return Meaning(
            f"{names}: do not know each other, not asked any more", ((first, change),), kept_words(names, words)
        )
    day, rest, stays = desk.later(words)
    kept = kept_words(names, AnswerWords(rest, None, words.tasks))
    strangers = desk.session.record(first).contact.strangers
    if not stays and any(desk.means(first, one.target, second) for one in strangers):
        return Meaning(f"{names}: not asked already", (), kept)
    day = day or desk.session.today + timedelta(ACQUAINTANCE_DAYS)
    change = desk.change(first, "no_acquaintance", f"{other} until {day}", How.ADD)
    return Meaning(f"{names}: not asked before {day}", ((first, change),), kept)


def _pair(desk: AnswerDesk, page: str, answer: Answer) -> tuple[str, str, str]:
    """Give the two contacts that a line links, in path order, and both names as one phrase."""
    linked = desk.linked(page, answer, contacts_only=True)
    if len(linked) < 2:
        raise PnmError("the line no longer links two contacts.")
    first, second = sorted(linked[:2])
    return first, second, f"{desk.session.name_of(first)} and {desk.session.name_of(second)}"
