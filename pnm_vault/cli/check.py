"""`pnm check`: whether everything is in order, proved by looking at all of it anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.doctor import problem_line
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, say
from pnm_vault.cli.terminal import Progress, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.pipeline.checking import Checked

_INDEX_WORDS = {
    "equal": "what is kept of them is the same",
    "different": "what is kept of them is not the same",
    "none": "nothing is kept of them yet",
    "unreadable": "what is kept of them cannot be read",
}


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def _proved(checked: Checked) -> list[str]:
    notes = f"{count(checked.notes, 'note')} read anew, {_INDEX_WORDS[checked.index.value]}"
    pages = "review notes not compared" if checked.pages is None else f"{count(checked.pages, 'review note')} made anew"
    damaged = any(found.code == "journal-damaged" for found in checked.problems)
    size = f" ({_size(checked.journal_size)})" if checked.operations else ""
    journal = f"undo journal of {count(checked.operations, 'operation')}{size} {'not ' if damaged else ''}whole"
    lines = [f"{notes}; {pages}; {journal}."]
    if checked.writer is not None:
        process = f" (process {checked.writer})" if checked.writer else ""
        lines.append(f"Another pnm{process} is writing to this vault just now.")
    return lines


@command("check", "pnm check", "pnm check --quiet || echo look at it", "pnm check --json")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Print every fault, then what was proved."""
    from pnm_vault.pipeline.checking import check_vault

    invocation = ctx.find_object(Invocation) or Invocation()
    with Progress(sys.stderr, shown=not invocation.quiet) as progress:
        checked = check_vault(invocation.vault, invocation.today, progress)
    if invocation.json:
        from pnm_vault.cli.document import print_document, problem_value

        fields = {
            "vault": checked.root,
            "notes": checked.notes,
            "contacts": checked.contacts,
            "index": checked.index.value,
            "review_notes": checked.pages,
            "operations": checked.operations,
            "journal_bytes": checked.journal_size,
            "being_written": checked.writer is not None,
            "writer": checked.writer or None,
            "problems": [problem_value(found) for found in checked.problems],
        }
        print_document("check", checked.today, fields)
    else:
        screen = open_screen(invocation.color)
        print_lines([problem_line(found, screen) for found in checked.problems], screen)
        for line in _proved(checked):
            say(invocation, line)
        found = len(checked.problems)
        say(invocation, f"{count(found, 'problem')}." if found else "All is in order.")
    if checked.problems:
        ctx.exit(1)
