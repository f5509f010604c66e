"""`Five questions`: about the contacts of the week and the closest, what the notes answer and what to ask next."""

from collections.abc import Sequence

from pnm_vault.insights.briefing.brief import Question
from pnm_vault.insights.briefing.five_questions import FiveAnswers
from pnm_vault.model.source import Source
from pnm_vault.review.briefing import MOST_QUESTIONS, QUESTIONS
from pnm_vault.review.pages.parts import Context, place
from pnm_vault.review.wording import plain, stem

TITLES = {
    Question.WHO_THEY_KNOW: "Who knows both of you",
    Question.WHAT_I_KNOW: "What you know of them",
    Question.WHAT_THEY_KNOW: "What they know of you",
    Question.LEARNING: "What you learn together",
    Question.BENEFIT: "How you benefit each other",
}


def questions_context(found: Sequence[FiveAnswers], hidden: frozenset[str]) -> Context:
    """Return what `questions` shows: each contact with the answered questions, and the next ones to ask."""
    return {"contacts": [_contact(one, hidden) for one in found if one.path not in hidden]}


def _contact(one: FiveAnswers, hidden: frozenset[str]) -> Context:
    answered = [
        {"title": TITLES[question], "items": [_answer(source) for source in sources if source.path not in hidden]}
        for question, sources in one.answers.items()
        if sources
    ]
    return {
        "contact": place(one.path, one.name),
        "common": [
            {"contact": place(other.path, other.name), "proof": _line_of(other.proof)}
            for other in one.common
            if other.path not in hidden
        ],
        "common_more": one.common_more,
        "answered": answered,
        "next": [QUESTIONS[question] for question in one.open[:MOST_QUESTIONS]],
        "more": max(0, len(one.open) - MOST_QUESTIONS),
    }


def _answer(source: Source) -> Context:
    return {"text": plain(source.text), "proof": _line_of(source)}


def _line_of(source: Source) -> Context:
    name = f"line {source.line}" if source.line else stem(source.path)
    return place(source.path, name) | {"line": source.line, "text": plain(source.text)}
