"""`pnm who`: which contacts can help with something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, model_for, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.helping.who import WhoAnswer, WhoReason, WhoRow
    from pnm_vault.model.source import Source

LIMIT = 5
_LEADS = {"offers": "offers", "about": "is or likes", "text": "noted"}
_NO_ASKS = (
    "Say what help you are looking for, or write into {} what you look for (`asks`) and what you want to reach "
    "(`goals`): without words `pnm who` answers these."
)
_NOBODY = (
    "Nobody here fits that. What would help to record: what contacts can help with (`offers`, or a heading "
    "`## Can Help With`), their `role`, and words of your own for the same thing in the note of synonyms."
)


def _row_lines(row: WhoRow, screen: Screen) -> list[str]:
    from pnm_vault.review.wording import plain

    marks = [f"last in touch {row.last}" if row.last else "no contact recorded"]
    if row.proof is not None and row.proof.line:
        marks[0] += f" ({row.proof.path}:{row.proof.line})"
    if row.via is not None:
        marks.append(f"known by {row.via[1]}")
    elif row.mutual and not row.somebody:
        marks.append(count(row.mutual, "mutual contact"))
    if row.worth_a_message:
        marks.append("worth a message")
    if row.private:
        marks.append("private")
    name = f"Through {row.name}" if row.somebody else row.name
    lines = [f"  {screen.style(name, 'bold')}  {screen.style(', '.join(marks), 'dim')}"]
    cells = [
        [Cell(f"{_LEADS[reason.field.value]}:"), Cell(plain(reason.proof.text)), Cell(_place(reason.proof), "dim")]
        for reason in row.reasons
    ]
    return [*lines, *screen.table(cells, indent="    ")]


def _place(source: Source) -> str:
    return f"{source.path}:{source.line}" if source.line else source.path


def _answer_lines(answer: WhoAnswer, limit: int, screen: Screen) -> list[str]:
    blocks = (("Strong ties", answer.strong), ("Weak ties", answer.weak), ("One step away", answer.one_step))
    lines: list[str] = []
    for title, rows in blocks:
        if rows:
            lines += [*([""] if lines else []), screen.heading(title)]
            lines += [line for row in rows[:limit] for line in _row_lines(row, screen)]
            if len(rows) > limit:
                lines.append("  " + screen.style(f"and {len(rows) - limit} more", "dim"))
    return lines


def _row_value(row: WhoRow) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value, source_value

    return {
        "path": row.path,
        "name": row.name,
        "private": row.private,
        "score": row.score,
        "last_contact": day_value(row.last),
        "proof": source_value(row.proof),
        "mutual_contacts": row.mutual,
        "worth_a_message": row.worth_a_message,
        "somebody_else": row.somebody,
        "via": contact_value(*row.via) if row.via else None,
        "reasons": [_reason_value(reason) for reason in row.reasons],
    }


def _reason_value(reason: WhoReason) -> dict[str, Any]:
    from pnm_vault.cli.document import source_value

    return {"field": reason.field.value, "terms": list(reason.terms), "source": source_value(reason.proof)}


def _blocks_value(answer: WhoAnswer, limit: int) -> dict[str, Any]:
    blocks = {"strong": answer.strong, "weak": answer.weak, "one_step": answer.one_step}
    return {name: [_row_value(row) for row in rows[:limit]] for name, rows in blocks.items()}


def _answer_own(invocation: Invocation, limit: int) -> None:
    from pnm_vault.insights.helping.who import WhoAnswer
    from pnm_vault.pipeline.questions.who import ask_own

    with read_vault(invocation) as session:
        me = session.picture().me
        path = me.path if me is not None else session.settings.vault.me
        goals = {(goal.text, goal.line) for goal in me.goals} if me is not None else set()
        asked = ask_own(session, model_for(invocation, session) if me is not None and me.asks else None)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        values = [
            {"text": ask.text, "line": ask.line, "goal": (ask.text, ask.line) in goals, **_blocks_value(answer, limit)}
            for ask, answer in asked
        ]
        question = dict.fromkeys(("text", "can", "near", "category", "circle"), "")
        none: dict[str, Any] = _blocks_value(WhoAnswer(), limit)
        print_document("who", session.today, {"question": question, **none, "asks": values})
        return
    if not asked:
        say(invocation, _NO_ASKS.format(path))
        return
    screen = open_screen(invocation.color)
    for number, (ask, answer) in enumerate(asked):
        place = screen.style(f"{path}:{ask.line}", "dim")
        print_lines([*([""] if number else []), f"{screen.style(ask.text, 'bold')}  {place}"], screen)
        lines = _answer_lines(answer, limit, screen) or ["Nobody here says so yet."]
        print_lines([f"  {line}" if line else "" for line in lines], screen)


@command(
    "who",
    "pnm who climate journalism",
    "pnm who --can 'fix a bicycle' --near Graz",
    "pnm who statistics --category mentor --json",
    "pnm who",
)
@click.argument("text", nargs=-1)
@click.option("--can", metavar="TEXT", default="", help="Look only at what contacts offer.")
@click.option("--near", metavar="PLACE", default="", help="Only in this place, or in a circle named after it.")
@click.option("--category", metavar="CATEGORY", default="", help="Only contacts of this category.")
@click.option("--circle", metavar="CIRCLE", default="", help="Only contacts of this circle.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=LIMIT, help="At most this many in each block; else 5."
)
@click.pass_obj
def who(
    invocation: Invocation, text: tuple[str, ...], can: str, near: str, category: str, circle: str, limit: int
) -> None:
    """Print who can help, each with the lines that say so.

    Without any word or option it is asked for each of the asks and goals of your own note.
    """
    from pnm_vault.insights.comparing.words import words_asked_for
    from pnm_vault.insights.helping.who import Question
    from pnm_vault.pipeline.questions.who import ask_who

    said = " ".join(text)
    if said and can:
        raise click.UsageError("Give either TEXT or --can, not both.")
    if not (said or can or near or category or circle):
        _answer_own(invocation, limit)
        return
    if (said or can) and not words_asked_for(said or can):
        raise click.UsageError(f"“{said or can}” holds no word that could be looked for.")
    question = Question(said, can, near, category, circle)
    with read_vault(invocation) as session:
        answer = ask_who(session, question, model_for(invocation, session) if said or can else None)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        asked = {"text": said, "can": can, "near": near, "category": category, "circle": circle}
        print_document("who", session.today, {"question": asked, **_blocks_value(answer, limit), "asks": []})
        return
    screen = open_screen(invocation.color)
    print_lines(_answer_lines(answer, limit, screen), screen)
    if not (answer.strong or answer.weak or answer.one_step):
        say(invocation, _NOBODY)
