"""What every writing command says in the end: the diff of a dry run, what was written, and how to take it back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.opening import say
from pnm_vault.cli.regenerate import diff_lines
from pnm_vault.cli.terminal import open_screen, print_lines
from pnm_vault.cli.undo import say_recovered
from pnm_vault.model.plan import Create
from pnm_vault.pipeline.regenerate import FileDiff

if TYPE_CHECKING:
    from pnm_vault.model.plan import Plan
    from pnm_vault.pipeline.writing.carry_out import Written

MAX_STDIN = 100_000


def dry_run_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option of all writing commands."""
    return click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print what would change as a diff.")(
        function
    )


def read_stdin() -> str:
    """Read what was piped or pasted in."""
    return sys.stdin.read(MAX_STDIN)


def written_fields(written: Written) -> dict[str, Any]:
    """Give the keys that the documents of all writing commands have."""
    return {
        "written": bool(written.report.created or written.report.replaced),
        "changed": list(written.changed),
        "operation": written.operation or None,
    }


def tell_written(invocation: Invocation, written: Written, sentence: str) -> None:
    """Print the diff of a dry run; else say what was done, in which notes, and how to take it back."""
    say_recovered(invocation, written.recovered)
    if not written.plan.steps:
        say(invocation, "That is written there already; nothing was changed.")
        return
    if written.dry_run:
        print_plan(invocation, written.plan)
        return
    say(invocation, sentence)
    for step in written.plan.steps:
        say(invocation, f"  {'new: ' if isinstance(step, Create) else ''}{step.path}")
    say_undo(invocation)


def print_diffs(invocation: Invocation, changes: Iterable[FileDiff]) -> None:
    """Print what a dry run would change."""
    screen = open_screen(invocation.color)
    print_lines((line for change in changes for line in diff_lines(change, screen)), screen)


def print_plan(invocation: Invocation, plan: Plan) -> None:
    """Print what carrying out a plan would change."""
    changes = []
    for step in plan.steps:
        before = getattr(step, "expected", b"")
        after = getattr(step, "content", b"")
        changes.append(FileDiff(step.path, before.decode(errors="replace"), after.decode(errors="replace")))
    print_diffs(invocation, changes)


def say_undo(invocation: Invocation) -> None:
    """Say how to take back what was done."""
    say(invocation, "To take it back: pnm undo")
