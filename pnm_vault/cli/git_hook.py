"""`pnm git hook`: what git calls; `pnm git setup --hooks` writes the hooks."""

from __future__ import annotations

import click

from pnm_vault.cli.git import git_command
from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.opening import count, open_vault, warn
from pnm_vault.errors import PnmError

_NAMES = ("post-merge", "post-checkout", "post-rewrite", "pre-commit")


@git_command("hook", "pnm git hook post-merge 0")
@click.argument("name", metavar="NAME", type=click.Choice(_NAMES))
@click.argument("words", metavar="WORDS", nargs=-1)
@click.pass_context
def hook(ctx: click.Context, name: str, words: tuple[str, ...]) -> None:
    """Do what the hook NAME is for; WORDS are what git hands to it."""
    invocation = ctx.find_object(Invocation) or Invocation()
    invocation.quiet = True
    if name == "pre-commit":
        _look_at_commit(ctx, invocation)
        return
    from pnm_vault.pipeline.git_hooks import calls_for_notes
    from pnm_vault.sync.git.hooks import ENDING

    try:
        with open_vault(invocation) as session:
            if calls_for_notes(session.root, name, list(words)):
                session.regenerate(ending=ENDING.get(name, ()))
    except PnmError as error:
        # Git has done its work, and that is what it was asked for.
        warn(f"pnm: the review notes were not made anew: {error.message.splitlines()[0]}")


def _look_at_commit(ctx: click.Context, invocation: Invocation) -> None:
    from pnm_vault.cli.doctor import problem_line
    from pnm_vault.cli.terminal import open_screen
    from pnm_vault.pipeline.git_hooks import faults_to_commit

    with open_vault(invocation) as session:
        faults = faults_to_commit(session.root, session.settings)
    screen = open_screen(invocation.color)
    for fault in faults:
        click.echo(problem_line(fault, screen), err=True)
    if faults:
        told = count(len(faults), "error")
        warn(f"pnm: {told} in what is about to be committed; `git commit --no-verify` commits all the same.")
        ctx.exit(1)
