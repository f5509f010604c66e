"""`pnm git resolve`: what git's merging left in notes where no driver of ours saw it."""

from __future__ import annotations

import click

from pnm_vault.cli.git import git_command
from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.mending import agreement, mending_fields, say_unwritten, tell, writes
from pnm_vault.cli.opening import open_vault, say

_NOTHING = "No note is in conflict, and no markers of a merge stand in any."


@git_command("resolve", "pnm git resolve --dry-run", "pnm git resolve", "pnm git resolve --yes")
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print what would change as a diff.")
@click.option("--yes", "-y", is_flag=True, help="Write without a question.")
@click.pass_context
def resolve(ctx: click.Context, dry_run: bool, yes: bool) -> None:
    """Merge notes of a merge under way, and notes with the markers of one that is over."""
    from pnm_vault.pipeline.beside_git import git_under_way
    from pnm_vault.pipeline.writing.git_resolving import find_mendings, stage
    from pnm_vault.pipeline.writing.mending import carry_out_mendings

    invocation = ctx.find_object(Invocation) or Invocation()
    with open_vault(invocation) as session:
        found = find_mendings(session, agreement(invocation, yes=yes, dry_run=dry_run))
        written = None
        if writes(invocation, yes=yes, dry_run=dry_run) and found.agreed:
            written = carry_out_mendings(session, found, ("git", "resolve"))
            stage(session.root, found)
        root, today = session.root, session.today
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("git resolve", today, mending_fields(found, written))
    else:
        say_unwritten(found)
    code = tell(invocation, found, written, _NOTHING)
    if not code and not dry_run and (under_way := git_under_way(root)) is not None:
        say(invocation, f"Git is in the middle of {under_way.what}. {under_way.remedy}")
    if code:
        ctx.exit(code)
