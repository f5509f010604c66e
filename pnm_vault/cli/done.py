"""`pnm done`: tick a follow-up in the note where it stands."""

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import open_vault
from pnm_vault.cli.written import dry_run_option, tell_written, written_fields
from pnm_vault.review.wording import plain


@command("done", "pnm done send Ada the plan", "pnm done 'People/Ada.md:12'")
@click.argument("follow_up", nargs=-1, required=True, metavar="FOLLOW-UP...")
@dry_run_option
@click.pass_obj
def done(invocation: Invocation, follow_up: tuple[str, ...], dry_run: bool) -> None:
    """Tick FOLLOW-UP: its words, or its path:line."""
    from pnm_vault.pipeline.writing.task_done import tick_follow_up

    with open_vault(invocation) as session:
        ticked = tick_follow_up(session, " ".join(follow_up), ("done", *follow_up), dry_run=dry_run)
        if invocation.json:
            from pnm_vault.cli.document import day_value, follow_up_value, print_document, private_contacts

            entry = follow_up_value(ticked.follow_up, session.name_of, private_contacts(session))
            fields = {"follow_up": entry, "next_day": day_value(ticked.next_day)}
            print_document("done", session.today, {**written_fields(ticked.written), **fields})
            return
    coming = f" It comes back on {ticked.next_day:%A}, {ticked.next_day}." if ticked.next_day else ""
    tell_written(invocation, ticked.written, f"Done: {plain(ticked.follow_up.text)}.{coming}")
