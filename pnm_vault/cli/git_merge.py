"""`pnm git merge-driver`: what git runs for a note that both sides changed."""

from __future__ import annotations

import click

from pnm_vault.cli.git import git_command


@git_command("merge-driver", "pnm git merge-driver %O %A %B %L %P")
@click.argument("base", type=click.Path(), metavar="BASE")
@click.argument("ours", type=click.Path(), metavar="OURS")
@click.argument("theirs", type=click.Path(), metavar="THEIRS")
@click.argument("size", type=click.IntRange(1, 1000), metavar="SIZE", default=7)
@click.argument("path", metavar="PATH", default="")
@click.pass_context
def merge_driver(ctx: click.Context, base: str, ours: str, theirs: str, size: int, path: str) -> None:
    """Merge one note; the result replaces OURS."""
    from pnm_vault.cli.terminal import plain
    from pnm_vault.sync.git.merge_files import merge_files

    try:
        done = merge_files(base, ours, theirs, size)
    except OSError as error:
        from pnm_vault.errors import PnmError

        raise PnmError(f"{path or ours} could not be merged: {error.strerror}.") from error
    for conflict in done.conflicts:
        click.echo(plain(f"{path or ours}:{conflict.line}: {conflict.message}"), err=True)
    if done.by_lines and done.code:
        click.echo(plain(f"{path or ours}: This was merged line by line, as git does without pnm."), err=True)
    if done.code:
        ctx.exit(done.code)


# Git gives the note's path as it is, and it may begin with a dash.
merge_driver.allow_interspersed_args = False
