"""`pnm git merge-driver`: what git runs for a note that both sides changed."""

from __future__ import annotations

import click

from pnm_vault.cli.git import git_command


@git_command("merge-driver", "pnm git merge-driver %O %A %B %L %P")
@click.argument("base", type=click.Path(), metavar="BASE")
@click.argument("ours", type=click.Path(), metavar="OURS")
@click.argument("theirs", type=click.Path(), metavar="THEIRS")
@click.argument("marker_size", metavar="SIZE", default="7")
@click.argument("path", metavar="PATH", default="")
def merge_driver(base: str, ours: str, theirs: str, marker_size: str, path: str) -> None:
    """Merge one note; the result replaces OURS."""
    raise SystemExit(2)
