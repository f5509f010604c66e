"""Opening the vault for a command, with a progress bar while a first index is built."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.terminal import Progress, plain

if TYPE_CHECKING:
    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.questions.meaning import Model


@contextmanager
def open_vault(
    invocation: Invocation, *, force: bool = False, on_loss: Callable[[str], None] | None = None
) -> Iterator[Session]:
    """Open the vault that the shared options name. `force` and `on_loss` are those of `pipeline.open_session`.

    Raises:
        PnmError: there is no vault, its settings have faults, it is busy, or it looks empty.
    """
    from pnm_vault import pipeline

    with (
        Progress(sys.stderr, shown=not invocation.quiet) as progress,
        pipeline.open_session(
            invocation.vault, invocation.today, progress=progress, force=force, on_loss=on_loss
        ) as session,
    ):
        yield session


def read_vault(invocation: Invocation) -> AbstractContextManager[Session]:
    """Open the vault for a command that only answers: where it looks empty, from what is there, with a warning.

    Raises:
        PnmError: there is no vault, or its settings have faults.
    """
    return open_vault(invocation, on_loss=lambda loss: warn(f"pnm: {loss}; this is what is there."))


def model_for(invocation: Invocation, session: Session) -> Model | None:
    """Load the model of the extra `[semantic]`; where there is none, say why, once for each vault."""
    from pnm_vault.pipeline.questions import meaning

    found = meaning.find_meaning()
    if trouble := meaning.untold(session, found):
        say(invocation, trouble)
    return found.model


def all_problems(session: Session) -> tuple[Problem, ...]:
    """Give every problem of the vault, those of its own templates included, by path and line."""
    from pnm_vault.vault.templates import find_templates

    found = (*session.picture().problems, *find_templates(session.root, session.settings).problems)
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.code)))


def finish_interrupted(root: str, invocation: Invocation) -> None:
    """Finish what a killed command had begun, and say so."""
    from pnm_vault import pipeline

    if recovered := pipeline.finish_interrupted(root):
        from pnm_vault.cli.undo import say_recovered

        say_recovered(invocation, recovered)


def say(invocation: Invocation, message: str) -> None:
    """Print a message to standard error, unless `--quiet`."""
    if not invocation.quiet:
        click.echo(plain(message), err=True)


def warn(message: str) -> None:
    """Print to standard error what could not be done: a command that fails says why, `--quiet` or not."""
    click.echo(plain(message), err=True)


def count(number: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun: `1 note`, `2 notes`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
