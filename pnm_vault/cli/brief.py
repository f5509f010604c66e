"""`pnm brief`: what to have in mind before a talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import read_vault
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from datetime import date

    from pnm_vault.insights.briefing.brief import Brief
    from pnm_vault.insights.briefing.telling import Line
    from pnm_vault.model.source import Source
    from pnm_vault.pipeline import Session


def _brief_lines(brief: Brief, today: date, screen: Screen) -> list[str]:
    from pnm_vault.review.briefing import TOO_LITTLE, brief_sections, last_words
    from pnm_vault.review.wording import plain

    lines = [screen.heading(brief.name), "  " + screen.style(brief.path, "dim"), f"  {last_words(brief, today)}"]
    if brief.says_little and brief.unanswered:
        lines += ["", f"  {TOO_LITTLE}"]
    for section in brief_sections(brief, today):
        rows = [
            [
                *([Cell(plain(row.lead))] if any(one.lead for one in section.rows) else []),
                Cell(plain(row.text)),
                Cell(_place(row.proof), "dim"),
            ]
            for row in section.rows
        ]
        lines += ["", screen.heading(section.title), *screen.table(rows)]
    return lines


def _place(proof: Source | None) -> str:
    if proof is None:
        return ""
    return f"{proof.path}:{proof.line}" if proof.line else proof.path


def _line_value(line: Line) -> dict[str, Any]:
    return {"day": line.day.isoformat(), "source": {"path": line.path, "line": line.line, "text": line.text}}


def _brief_fields(session: Session, brief: Brief) -> dict[str, Any]:
    from pnm_vault.cli import document

    private = document.private_contacts(session)
    return {
        "path": brief.path,
        "name": brief.name,
        "last_contact": document.day_value(brief.last),
        "proof": document.source_value(brief.proof),
        "conversations": [
            {
                "day": telling.day.isoformat(),
                "channel": telling.channel.value,
                "title": telling.title or None,
                "cut": telling.cut,
                "lines": [{"path": line.path, "line": line.line, "text": line.text} for line in telling.lines],
            }
            for telling in brief.conversations
        ],
        "promises": [{"mine": one.mine, **_line_value(one.said)} for one in brief.promises],
        "follow_ups": [document.follow_up_value(one, session.name_of, private) for one in brief.follow_ups],
        "asks": [{"text": ask.text, "path": brief.path, "line": ask.line} for ask in brief.asks],
        "aged": [_line_value(line) for line in brief.aged],
        "news": [
            {
                **_line_value(one.said),
                "about": {"text": one.about.text, "path": brief.path, "line": one.about.line},
                "terms": list(one.terms),
            }
            for one in brief.news
        ],
        "common": [
            {
                **document.contact_value(one.path, one.name),
                "together": document.day_value(one.together),
                "private": one.path in private,
                "source": document.source_value(one.proof),
            }
            for one in brief.common
        ],
        "dates": [document.date_value(one) for one in brief.dates],
        "favours": [
            {
                "text": favour.text,
                "kind": favour.kind.value,
                "way": favour.way.value,
                "given": favour.given and not favour.asked,
                "day": document.day_value(favour.day),
                "source": document.source_value(proof),
            }
            for favour, proof in brief.favours
        ],
        "give_next": brief.give_next,
        "unanswered": [question.value for question in brief.unanswered],
    }


@command("brief", "pnm brief Ada Lovelace", "pnm brief Ada --markdown")
@click.argument("name", nargs=-1, required=True, shell_complete=complete_name)
@click.option("--markdown", is_flag=True, help="Print it as Markdown to paste into a note.")
@click.pass_obj
def brief(invocation: Invocation, name: tuple[str, ...], markdown: bool) -> None:
    """Print what to have in mind before a talk; several words are one name."""
    if markdown and invocation.json:
        raise click.UsageError("--markdown and --json cannot be used together.")
    with read_vault(invocation) as session:
        path = choose_contact(session, " ".join(name))
        found = session.brief(path)
        if invocation.json:
            from pnm_vault.cli.document import print_document

            print_document("brief", session.today, _brief_fields(session, found))
            return
        if markdown:
            from pnm_vault.insights.briefing.brief import without_names
            from pnm_vault.pipeline.questions.briefing import private_names
            from pnm_vault.review.briefing import brief_markdown

            shown = without_names(found, *private_names(session, path))
            click.echo(brief_markdown(shown, session.today), nl=False)
            return
        screen = open_screen(invocation.color)
        print_lines(_brief_lines(found, session.today, screen), screen)
