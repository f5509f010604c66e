"""`pnm review`: looking back over a month, a quarter or a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.note_written import note_value, tell_written
from pnm_vault.cli.opening import open_vault, read_vault
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.cli.written import dry_run_option

if TYPE_CHECKING:
    from datetime import date

    from pnm_vault.insights.looking_back.period_review import PeriodReview
    from pnm_vault.insights.looking_back.periods import Period
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.look_writing import LookWritten
    from pnm_vault.review.period_words import PeriodRow, PeriodSection

_KINDS = ("month", "quarter", "year")
_FORMS = {"month": "2026-10", "quarter": "2026-Q3", "year": "2025"}


def _chosen(kind: str, text: str | None, today: date) -> Period:
    """Give the period that was named; without a name the last one that is over."""
    from pnm_vault.insights.looking_back.periods import PeriodKind, last_complete, parse_period, period_around

    wanted = PeriodKind(kind)
    running = period_around(wanted, today)
    if text is None:
        return last_complete(wanted, today) or running
    found = parse_period(text)
    if found is None or found.kind is not wanted:
        raise click.UsageError(f"{text!r} is not a {kind}: write it as {_FORMS[kind]}.")
    if found.first > today:
        raise click.UsageError(f"{found.title} has not begun: the last {kind} to look back on is {running.key}.")
    return found


def _lines(review: PeriodReview, limit: int, screen: Screen) -> list[str]:
    from pnm_vault.review.period_words import opening_words, period_sections, period_title

    lines = [screen.heading(period_title(review)), *screen.wrapped(opening_words(review), "  ")]
    for section in period_sections(review, limit):
        lines += ["", screen.heading(section.title)]
        for sentence in section.sentences:
            lines += screen.wrapped(sentence, "  ")
        lines += screen.table(_cells(section))
    return lines


def _cells(section: PeriodSection) -> list[list[Cell]]:
    from pnm_vault.review.wording import plain

    rows = section.rows
    leads, names = any(row.lead for row in rows), any(row.contacts for row in rows)
    texts, places = any(row.text for row in rows), any(row.proof for row in rows)
    return [
        [
            *([Cell(row.lead)] if leads else []),
            *([Cell(", ".join([name for _, name in row.contacts]), "bold")] if names else []),
            *([Cell(plain(row.text))] if texts else []),
            *([Cell(_place(row), "dim")] if places else []),
        ]
        for row in rows
    ]


def _place(row: PeriodRow) -> str:
    if row.proof is None:
        return ""
    return f"{row.proof.path}:{row.proof.line}" if row.proof.line else row.proof.path


@command("review", "pnm review month", "pnm review quarter 2026-Q3 --markdown", "pnm review month 2026-08 --write")
@click.argument("kind", type=click.Choice(_KINDS), metavar="KIND")
@click.argument("period", required=False)
@click.option("--markdown", is_flag=True, help="Print it as Markdown to paste into a note, without private contacts.")
@click.option("--write", is_flag=True, help="Make the note about that period, or bring it up to date.")
@dry_run_option
@click.pass_obj
def review(invocation: Invocation, kind: str, period: str | None, markdown: bool, write: bool, dry_run: bool) -> None:
    """Look back over a period, or write its note."""
    if markdown and (invocation.json or write):
        raise click.UsageError("--markdown cannot be used together with --json or --write.")
    if dry_run and not write:
        raise click.UsageError("--dry-run is about --write.")
    if write:
        _write(invocation, kind, period, dry_run)
        return
    from pnm_vault.pipeline.questions.looking_back import look_back

    with read_vault(invocation) as session:
        chosen = _chosen(kind, period, session.today)
        if invocation.json:
            _print_json(session, chosen)
            return
        found = look_back(session, chosen, private=not markdown)
        limit = session.settings.review.lines
        if markdown:
            from pnm_vault.review.period_words import period_markdown

            click.echo(period_markdown(found, limit), nl=False)
        else:
            screen = open_screen(invocation.color)
            print_lines(_lines(found, limit, screen), screen)


def _write(invocation: Invocation, kind: str, period: str | None, dry_run: bool) -> None:
    """Write the note about a period; exit code 1 where it had to be left alone."""
    from pnm_vault.pipeline.writing.look_writing import write_look

    with open_vault(invocation) as session:
        chosen = _chosen(kind, period, session.today)
        written = write_look(session, chosen, dry_run=dry_run)
        if invocation.json:
            _print_json(session, chosen, written)
        else:
            nothing = f"No contact is noted in {chosen.title}: there is nothing to write."
            tell_written(invocation, written, dry_run, nothing)
    if written.problems or written.report.skipped:
        click.get_current_context().exit(1)


def _print_json(session: Session, period: Period, written: LookWritten | None = None) -> None:
    from pnm_vault.cli.document import print_document, private_contacts
    from pnm_vault.cli.period_document import period_fields
    from pnm_vault.pipeline.questions.looking_back import look_back

    found = look_back(session, period, private=True)
    fields = period_fields(found, session.name_of, private_contacts(session))
    print_document("review", session.today, {**fields, "note": written and note_value(written)})
