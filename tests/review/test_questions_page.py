"""The note of the five questions: answers with their lines, and no more than two questions to ask next."""

from collections.abc import Mapping

import pytest

from pnm_vault.insights.briefing.five_questions import FiveAnswers
from pnm_vault.review.pages.questions import questions_context
from pnm_vault.review.render import Renderer
from tests.review.made_five import five
from tests.review.made_help import ANN, BO

PAGES = {"pages": {"agenda": {"path": "Reviews/agenda.md", "name": "agenda"}}}


def render(found: tuple[FiveAnswers, ...], templates: Mapping[str, str], hidden: frozenset[str] = frozenset()) -> str:
    return Renderer(templates).render("questions", {"title": "Five", **PAGES, **questions_context(found, hidden)})


def test_answers_with_their_lines_and_what_to_ask_next(templates: Mapping[str, str]) -> None:
    text = render(five(), templates)
    assert (
        "\n## [[People/Ann Lee|Ann Lee]]\n\n- Who knows both of you: [[People/Bo Chen|Bo Chen]] "
        "([[People/Ann Lee|line 4]]), [[People/Bo Chen|Bo Chen]], and 2 more\n"
        "- What you know of them: “a flat in \\*Porto\\*” ([[People/Ann Lee|line 7]]); “lent me the van” "
        "([[Daily/2026-10-02|line 3]])\n"
        "- What they know of you: "
    ) in text
    assert text.count("- Next to ask: ") == 1 + 2
    assert "- Next to ask: What could you learn together?\n" in text.partition("Bo Chen]]\n\n")[0]
    assert "Too little yet" in render((), templates)


@pytest.mark.parametrize("path", [ANN, BO])
def test_hidden_contacts_are_not_on_it(path: str, templates: Mapping[str, str]) -> None:
    assert path.removesuffix(".md") not in render(five(), templates, frozenset([path]))
