"""`pnm merge`: two notes of one contact become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.asking import ask_key, may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import count, open_vault, say
from pnm_vault.cli.terminal import plain
from pnm_vault.cli.written import dry_run_option, print_diffs, say_undo, written_fields

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.contact_merging import MergedContacts


@command("merge", 'pnm merge "Robert Marsh" "Bob Marsh"', 'pnm merge "Robert Marsh" "Bob Marsh" --dry-run')
@click.argument("keep", shell_complete=complete_name)
@click.argument("other", shell_complete=complete_name)
@click.option("-y", "--yes", is_flag=True, help="Do it without asking; without a terminal it does not ask anyway.")
@dry_run_option
@click.pass_obj
def merge(invocation: Invocation, keep: str, other: str, yes: bool, dry_run: bool) -> None:
    """Put everything of the note of OTHER into the note of KEEP, redirect all links, and remove the note of OTHER."""
    from pnm_vault.pipeline.writing.contact_merging import merge_contacts

    words = ("merge", keep, other)
    with open_vault(invocation) as session:
        kept, goes = choose_contact(session, keep), choose_contact(session, other)
        if not yes and not dry_run and may_ask():
            _tell_plan(merge_contacts(session, kept, goes, words, dry_run=True))
            if ask_key("Merge them? y or n:", {"y": "yes", "n": "no"}) != "y":
                say(invocation, "Nothing was changed.")
                return
        done = merge_contacts(session, kept, goes, words, dry_run=dry_run)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        fields = {
            **written_fields(done.written),
            "path": done.kept,
            "removed_path": done.other,
            "name": done.name,
            "aliases": list(done.aliases),
            "links": done.links,
            "notes": list(done.notes),
            "conflicts": list(done.conflicts),
            "remarks": list(done.remarks),
        }
        print_document("merge", session.today, fields)
        return
    _tell(invocation, done)


def _tell_plan(planned: MergedContacts) -> None:
    """Say what would come together, before it is asked whether it shall."""
    lines = [f"{planned.other} goes into {planned.kept}, and is removed; pnm undo brings it back."]
    if planned.aliases:
        lines.append(f"Also known as: {', '.join(planned.aliases)}.")
    if planned.links:
        lines.append(f"{count(planned.links, 'link')} in {count(len(planned.notes), 'note')} will follow.")
    for line in (*lines, *planned.conflicts, *planned.remarks):
        click.echo(plain(line), err=True)


def _tell(invocation: Invocation, done: MergedContacts) -> None:
    from pnm_vault.pipeline.run import diff_of

    if done.written.dry_run:
        print_diffs(invocation, map(diff_of, done.written.plan.steps))
    else:
        links = f"; {count(done.links, 'link')} in {count(len(done.notes), 'note')} followed" if done.links else ""
        say(invocation, f"{done.name}: {done.other} is a part of {done.kept} now{links}.")
        for path in done.notes:
            say(invocation, f"  {path}")
    for line in (*done.conflicts, *done.remarks):
        say(invocation, line)
    if not done.written.dry_run:
        say_undo(invocation)
