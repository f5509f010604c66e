"""`pnm watch`: keep the review notes up to date while their owner writes."""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, say
from pnm_vault.cli.terminal import Progress, escape_json, plain

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.watching import WatchRun


def run_line(run: WatchRun) -> str:
    """Say in one line what a run saw and wrote."""
    seen = [f"{count(run.changed, 'note')} changed"] if run.changed else []
    seen += [f"{count(run.removed, 'note')} gone"] if run.removed else []
    wrote = f"wrote {', '.join(run.written)}" if run.written else "review notes unchanged"
    return plain(f"{', '.join(seen)}; {wrote}" if seen else wrote)


def _json_line(run: WatchRun) -> str:
    import json

    fields = {
        "changed": run.changed,
        "removed": run.removed,
        "written": list(run.written),
        "skipped": [{"path": path, "reason": reason} for path, reason in run.skipped],
        "fault": run.fault or None,
    }
    return escape_json(json.dumps(fields, ensure_ascii=False))


class _StopRequest:
    """Remembers that Ctrl-C or SIGTERM asked to stop. A second Ctrl-C interrupts at once."""

    def __init__(self) -> None:
        self.made = False

    def __call__(self) -> bool:
        return self.made

    def note(self, _number: int, _frame: FrameType | None) -> None:
        self.made = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def listen(self) -> None:
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, self.note)


@command("watch", "pnm watch", "pnm watch --vault ~/Notes --quiet")
@click.pass_obj
def watch(invocation: Invocation) -> None:
    """Write the review notes at every change."""
    from pnm_vault import pipeline
    from pnm_vault.pipeline.watching import watch as keep_watching

    gc.enable()  # unlike the other commands, this one lives long
    stop = _StopRequest()
    stop.listen()
    progress = Progress(sys.stderr, shown=not invocation.quiet)

    def open_vault() -> Session:
        session = pipeline.open_session(invocation.vault, invocation.today, progress=progress)
        say(invocation, f"Watching {session.root}; Ctrl-C stops.")
        return session

    def on_run(run: WatchRun) -> None:
        if invocation.json:
            click.echo(_json_line(run), color=True)
        elif run.written or (invocation.verbose and not run.fault):
            click.echo(run_line(run))
        for path, reason in run.skipped:
            say(invocation, f"not written: {path}: {reason}")
        if run.fault:
            click.echo(plain(f"pnm: {run.fault}"), err=True)
            if run.trace and invocation.verbose:
                click.echo("\n".join(plain(line) for line in run.trace.splitlines()), err=True)

    with progress:
        keep_watching(open_vault, on_run, lambda sentence: say(invocation, sentence), stop)
