"""`pnm questions`: five questions about a tie, what the notes answer, and what to ask next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import read_vault
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.briefing.five_questions import FiveAnswers
    from pnm_vault.model.source import Source


@command("questions", "pnm questions Ada Lovelace", "pnm questions", "pnm questions Ada --json")
@click.argument("name", nargs=-1, shell_complete=complete_name)
@click.pass_obj
def questions(invocation: Invocation, name: tuple[str, ...]) -> None:
    """Print what your notes answer about a contact, and what to ask next; several words are one name.

    Without a name it is about a few of the closest.
    """
    from pnm_vault.pipeline.questions.five_questions import answer_five, answer_five_of_few

    with read_vault(invocation) as session:
        if name:
            found: tuple[FiveAnswers, ...] = (answer_five(session, choose_contact(session, " ".join(name))),)
        else:
            found = answer_five_of_few(session, ())
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("questions", session.today, {"contacts": [_fields(one) for one in found]})
        return
    screen = open_screen(invocation.color)
    lines: list[str] = []
    for one in found:
        lines += [*([""] if lines else []), *_lines(one, screen)]
    print_lines(lines, screen)


def _lines(one: FiveAnswers, screen: Screen) -> list[str]:
    from pnm_vault.insights.briefing.brief import Question
    from pnm_vault.review.briefing import QUESTIONS
    from pnm_vault.review.pages.questions import TITLES
    from pnm_vault.review.wording import plain

    lines = [screen.heading(one.name), "  " + screen.style(one.path, "dim")]

    def block(title: str, rows: list[list[Cell]]) -> None:
        if rows:
            lines.extend(["", f"  {screen.style(title, 'bold')}", *screen.table(rows, indent="    ")])

    block(
        TITLES[Question.WHO_THEY_KNOW], [[Cell(other.name), Cell(_place(other.proof), "dim")] for other in one.common]
    )
    if one.common_more:
        lines.append("    " + screen.style(f"and {one.common_more} more", "dim"))
    for question, sources in one.answers.items():
        block(TITLES[question], [[Cell(plain(source.text)), Cell(_place(source), "dim")] for source in sources])
    block("Next to ask", [[Cell(QUESTIONS[question])] for question in one.open])
    return lines


def _place(source: Source) -> str:
    return f"{source.path}:{source.line}" if source.line else source.path


def _fields(one: FiveAnswers) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, source_value

    return {
        **contact_value(one.path, one.name),
        "common": [
            {**contact_value(other.path, other.name), "source": source_value(other.proof)} for other in one.common
        ],
        "common_more": one.common_more,
        "answers": [
            {"question": question.value, "sources": [source_value(source) for source in sources]}
            for question, sources in one.answers.items()
        ],
        "open": [question.value for question in one.open],
    }
