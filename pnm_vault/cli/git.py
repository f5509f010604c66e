"""`pnm git ...`: what keeps a vault whole that git carries between machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from pnm_vault.cli.invocation import PnmCommand

# Each command below `git`: the module that holds it, its function, its sentence. Printed without importing any.
GIT_COMMANDS = {
    "setup": ("git_setup", "setup", "Set up this clone: how git merges notes, and what it leaves alone."),
    "resolve": ("git_resolve", "resolve", "Merge notes that git left in conflict, or with the markers of a merge."),
    "hook": ("git_hook", "hook", "Do what a hook is for; git calls it."),
    "merge-driver": ("git_merge", "merge_driver", "Merge one note three ways; git calls it."),
}

# Those that nobody types.
_HIDDEN = frozenset({"hook", "merge-driver"})


class GitGroup(PnmCommand, click.Group):
    """The commands below `git`; imports the module of the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands that are typed."""
        return [name for name in GIT_COMMANDS if name not in _HIDDEN]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one command, or None."""
        entry = GIT_COMMANDS.get(cmd_name)
        if entry is None:
            return None
        from importlib import import_module

        found = getattr(import_module(f"pnm_vault.cli.{entry[0]}"), entry[1])
        assert isinstance(found, click.Command)
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands first, the options after them."""
        self.format_commands(ctx, formatter)
        PnmCommand.format_options(self, ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing any."""
        rows = [(name, GIT_COMMANDS[name][2]) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


def git_command(name: str, *examples: str) -> Callable[[Callable[..., Any]], PnmCommand]:
    """Make a function a command below `pnm git`, with examples for its help text."""

    def decorate(function: Callable[..., Any]) -> PnmCommand:
        sentence, hidden = GIT_COMMANDS[name][2], name in _HIDDEN
        made = click.command(name, cls=PnmCommand, examples=examples, sentence=sentence, hidden=hidden)(function)
        assert isinstance(made, PnmCommand)
        return made

    return decorate


git = GitGroup("git", examples=("pnm git setup --dry-run", "pnm git setup --hooks", "pnm git resolve"))
