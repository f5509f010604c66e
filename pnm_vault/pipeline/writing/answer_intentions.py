"""What a mark on a review note means: edits of notes, and one sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk, since_of
from pnm_vault.pipeline.writing.capital_answers import mean_resource
from pnm_vault.pipeline.writing.double_answers import mean_double
from pnm_vault.pipeline.writing.help_answers import mean_help, mean_need
from pnm_vault.pipeline.writing.in_touch_answers import mean_community, mean_contact
from pnm_vault.pipeline.writing.introduction_answers import mean_step
from pnm_vault.pipeline.writing.meaning import Meaning
from pnm_vault.pipeline.writing.memory_answers import mean_fact, mean_promise
from pnm_vault.pipeline.writing.pair_answers import mean_acquaintance, mean_introduction
from pnm_vault.pipeline.writing.task_answers import mean_date, mean_follow_up
from pnm_vault.pipeline.writing.thanks_answers import mean_thanks, thanks_by_digest
from pnm_vault.review.answer_words import AnswerWords, words_of
from pnm_vault.review.answers import Answer, Mark

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


class Intentions:
    """What marks mean in one vault on one day."""

    def __init__(self, session: Session) -> None:
        self._desk = AnswerDesk(session)

    def of(self, page: str, answer: Answer) -> Meaning:
        """Say what an answer on the review note `page` means.

        Raises:
            PnmError: nothing that can be carried out; the message says why.
        """
        if answer.mark is Mark.OTHER:
            raise PnmError(f"“{answer.box}” is no answer: x is done, > is later, - is no.")
        if answer.ours is None:
            raise PnmError("this line was changed so that your words cannot be told from the rest.")
        kinds = {
            "contact": mean_contact,
            "follow-up": mean_follow_up,
            "date": mean_date,
            "introduction": mean_introduction,
            "promise": mean_promise,
            "fact": mean_fact,
            "community": mean_community,
            "acquaintance": mean_acquaintance,
            "step": _mean_step,
            "thanks": _mean_thanks,
            "help": mean_help,
            "need": mean_need,
            "resource": mean_resource,
            "double": mean_double,
        }
        return kinds[answer.key.kind](self._desk, page, answer, words_of(answer))


def _mean_step(desk: AnswerDesk, _: str, answer: Answer, words: AnswerWords) -> Meaning:
    found = desk.steps.get(answer.key.target)
    if found is None:
        raise PnmError("there is no note of this introduction any more, or it is not between two contacts.")
    row, stood = found
    return mean_step(desk.session, desk.style(row.first), row, stood, answer.mark, words)


def _mean_thanks(desk: AnswerDesk, _: str, answer: Answer, words: AnswerWords) -> Meaning:
    found = thanks_by_digest(desk.session).get(answer.key.target)
    if found is None:
        raise PnmError("the note of the contact does not say any more who introduced them to you.")
    return mean_thanks(desk.session, desk.style(found[0]), found, since_of(answer), answer.mark, words)
