"""Before the review notes are made anew: which of them hold marks, and what becomes of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.pipeline.regenerate import is_as_left
from pnm_vault.review.page_names import page_places
from pnm_vault.vault.read import read_bytes

if TYPE_CHECKING:
    from pnm_vault.model.plan import Plan
    from pnm_vault.pipeline.regenerate import LastRun
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.answers import Answered
    from pnm_vault.review.answers import PageAnswers

# Whoever ticks a box may go on to write beside it: so long must a review note be left alone, in seconds.
ANSWER_QUIET = 5.0


def carry_out_marks(
    session: Session, last: LastRun | None, *, write: bool, settle: bool
) -> tuple[Answered | None, tuple[str, ...]]:
    """Carry out the marks on all review notes that changed since the last run; None when there are none.

    Also gives the paths of those that wait: that cannot be read at this moment, and with `settle` those that somebody
    is writing into.
    Without `write` the session only answers from then on as if they had been carried out.
    """
    found: dict[str, PageAnswers] = {}
    unsettled: list[str] = []
    for name, place in page_places(session.settings, session.today).items():
        path = place.path
        # A folder that cannot be listed at this moment shows none of its notes, and they can be read all the same.
        seen = path in session.page_stamps
        if seen and is_as_left(session, path, last):
            continue
        content = read_bytes(session.root, path)
        if content is None:
            if seen:  # it is there, but cannot be read at this moment
                unsettled.append(path)
            continue
        answers = _marked(content, name)
        if answers is None:
            continue
        if settle and _is_being_written(session, path):
            unsettled.append(path)
        else:
            found[path] = answers
    if not found:
        return None, tuple(unsettled)
    from pnm_vault.pipeline.writing.answers import carry_out_answers

    words = ("watch" if settle else "regenerate", "answers on review notes")
    answered = carry_out_answers(session, found, words, dry_run=not write)
    if not write:
        session.suppose(_contents(answered.written.plan))
    return answered, tuple(unsettled)


def _marked(content: bytes, name: str) -> PageAnswers | None:
    from pnm_vault.review.answers import Mark
    from pnm_vault.review.plan import answers_on

    answers = answers_on(content, name)
    return answers if any(one.mark is not Mark.NONE for one in answers.answers) else None


def _is_being_written(session: Session, path: str) -> bool:
    from pnm_vault.vault.editing import edited_recently

    return edited_recently(session.root, path, ANSWER_QUIET)


def _contents(plan: Plan) -> dict[str, bytes]:
    return {step.path: step.content for step in plan.steps if hasattr(step, "content")}
