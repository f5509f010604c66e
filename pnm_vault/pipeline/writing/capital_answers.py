"""What a mark on a gap of the note about social capital means: the owner's own note asks for it from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.pipeline.questions.capital import asked_about
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk
from pnm_vault.pipeline.writing.field_setting import How
from pnm_vault.pipeline.writing.meaning import Meaning
from pnm_vault.review.answers import Mark
from pnm_vault.review.pages.capital import resource_digest

if TYPE_CHECKING:
    from pnm_vault.review.answer_words import AnswerWords
    from pnm_vault.review.answers import Answer


def mean_resource(desk: AnswerDesk, _: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark means on a line that names a resource which nobody has; words come behind its name.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    listed = {resource_digest(one.text): one.text for one in asked_about(desk.session).resources}
    resource = listed.get(answer.key.target)
    if resource is None:
        raise PnmError("the list of resources does not have this line any more.")
    if answer.mark is not Mark.DONE:
        raise PnmError("a tick asks for it; what you do not need is taken out of the list of resources.")
    me = desk.picture.me
    if me is None:
        raise PnmError("there is no note of your own (Me.md) that could ask for it.")
    more = " ".join(words.text.split())
    ask = f"{resource}: {more}" if more else resource
    return Meaning(f"{me.path} asks for {ask}", ((me.path, desk.change(me.path, "asks", ask, How.ADD)),))
