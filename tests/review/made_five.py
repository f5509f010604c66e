"""The five questions with everything that their note can show."""

from pnm_vault.insights.briefing.brief import Question
from pnm_vault.insights.briefing.five_questions import Acquainted, FiveAnswers
from pnm_vault.model.source import Source
from tests.review.made_help import ANN, BO


def five() -> tuple[FiveAnswers, ...]:
    known = (Acquainted(BO, "Bo Chen", Source(ANN, 4, "Bo Chen")), Acquainted(BO, "Bo Chen", Source(BO)))
    said = (Source(ANN, 7, "a [[flat]] in *Porto*"), Source("Daily/2026-10-02.md", 3, "lent me the van"))
    answers = dict.fromkeys(list(Question)[1:], said)
    return (
        FiveAnswers(ANN, "Ann Lee", known, 2, {**answers, Question.LEARNING: ()}, (Question.LEARNING,)),
        FiveAnswers(BO, "Bo Chen", open=tuple(Question)),
    )
