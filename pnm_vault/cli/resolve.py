"""`pnm resolve`: conflict copies of sync services, merged back into their notes."""

from __future__ import annotations

import os

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.mending import agreement, mending_fields, say_unwritten, tell, writes
from pnm_vault.cli.opening import open_vault

_NOTHING = "There are no conflict copies."


def _in_vault(root: str, path: str) -> str:
    """Give a path as seen from the vault, where it leads there from the current folder; else as it was typed."""
    real = os.path.realpath(path)
    inside = real.startswith(root.rstrip(os.sep) + os.sep)
    return os.path.relpath(real, root).replace(os.sep, "/") if inside else path.replace(os.sep, "/")


@command("resolve", "pnm resolve --dry-run", "pnm resolve", "pnm resolve --yes")
@click.argument("paths", nargs=-1, metavar="PATH...", type=click.Path())
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print what would change as a diff.")
@click.option("--yes", "-y", is_flag=True, help="Write without a question.")
@click.pass_context
def resolve(ctx: click.Context, paths: tuple[str, ...], dry_run: bool, yes: bool) -> None:
    """Merge all conflict copies, or those at PATH, into the notes that they are versions of."""
    from pnm_vault.pipeline.writing.copy_merging import merge_copies
    from pnm_vault.pipeline.writing.mending import carry_out_mendings

    invocation = ctx.find_object(Invocation) or Invocation()
    with open_vault(invocation) as session:
        named = tuple([_in_vault(session.root, path) for path in paths])
        found = merge_copies(session, named, agreement(invocation, yes=yes, dry_run=dry_run))
        written = None
        if writes(invocation, yes=yes, dry_run=dry_run) and found.agreed:
            written = carry_out_mendings(session, found, ("resolve", *named))
        today = session.today
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("resolve", today, mending_fields(found, written))
    else:
        say_unwritten(found)
    if code := tell(invocation, found, written, _NOTHING):
        ctx.exit(code)
