"""`pnm find`: where words stand in the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.pipeline.questions.finding import FoundNote

LINES_SHOWN = 3


def _found_lines(notes: Sequence[FoundNote], screen: Screen) -> list[str]:
    lines: list[str] = []
    for note in notes:
        mark = "  " + screen.style("(private)", "dim") if note.private else ""
        lines.append(screen.heading(note.name) + mark)
        shown = sorted(note.found.lines[:LINES_SHOWN], key=lambda line: line.line)
        lines += screen.table([[Cell(line.text), Cell(f"{note.path}:{line.line}", "dim")] for line in shown])
        if not shown:
            lines.append("  " + screen.style(note.path, "dim"))
        if len(note.found.lines) > LINES_SHOWN:
            more = f"and {count(len(note.found.lines) - LINES_SHOWN, 'more line')}"
            lines.append("  " + screen.style(more, "dim"))
    return lines


def _note_value(note: FoundNote) -> dict[str, Any]:
    return {
        "path": note.path,
        "name": note.name,
        "contact": note.is_contact,
        "private": note.private,
        "lines": [{"line": line.line, "text": line.text} for line in sorted(note.found.lines, key=lambda it: it.line)],
    }


@command("find", "pnm find grey rope", "pnm find '\"grey rope\" Tomaž' --json")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", default=20, help="At most this many notes; else 20.")
@click.pass_obj
def find(invocation: Invocation, text: tuple[str, ...], limit: int) -> None:
    """Print the notes that hold all the words; "words in double quotes" are looked for as they stand."""
    from pnm_vault.insights.helping.finding import read_query
    from pnm_vault.pipeline.questions.finding import find_notes

    terms = read_query(" ".join(text))
    if not terms:
        raise click.UsageError("There is no word to look for.")
    with read_vault(invocation) as session:
        notes = find_notes(session, terms)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        shown = [_note_value(note) for note in notes[:limit]]
        print_document("find", session.today, {"terms": list(terms), "total": len(notes), "notes": shown})
        return
    screen = open_screen(invocation.color)
    print_lines(_found_lines(notes[:limit], screen), screen)
    if not notes:
        say(invocation, f"No note holds {' and '.join(f'“{term}”' for term in terms)}.")
    elif len(notes) > limit:
        say(invocation, f"{count(len(notes) - limit, 'more note')}; a higher --limit shows them.")
