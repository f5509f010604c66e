"""`pnm watch`: keep the review notes up to date while their owner writes."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, finish_interrupted, say
from pnm_vault.cli.terminal import Progress, escape_json, plain

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.watching import StopRequest, WatchRun

# Files are being put in their places as long as these modules are at work; that takes moments, and is not broken off.
_WRITING = frozenset({"pnm_vault.vault.write", "pnm_vault.vault.write_user"})


def run_line(run: WatchRun) -> str:
    """Say in one line what a run saw and wrote."""
    seen = [f"{count(run.changed, 'note')} changed"] if run.changed else []
    seen += [f"{count(run.removed, 'note')} gone"] if run.removed else []
    told = [f"wrote {', '.join(run.written)}"] if run.written else []
    told += [f"took away {', '.join(run.taken_away)}"] if run.taken_away else []
    wrote = "; ".join(told) or "review notes unchanged"
    return plain(f"{', '.join(seen)}; {wrote}" if seen else wrote)


def _json_line(run: WatchRun) -> str:
    import json

    from pnm_vault.cli.answers import answer_values
    from pnm_vault.cli.document import problem_value

    fields = {
        "changed": run.changed,
        "removed": run.removed,
        "written": list(run.written),
        "taken_away": list(run.taken_away),
        "ended": list(run.ended),
        "skipped": [{"path": path, "reason": reason} for path, reason in run.skipped],
        "faults": [problem_value(fault) for fault in run.faults],
        "error": run.error or None,
        "settled": run.settled,
        "answers": answer_values(run.answered),
        "moved": [{"path": path, "lines": lines} for path, lines in run.moved.items()],
    }
    return escape_json(json.dumps(fields, ensure_ascii=False))


def _listen(stop: StopRequest) -> None:
    """Let Ctrl-C and SIGTERM ask to stop. A second Ctrl-C interrupts whatever is going on."""
    watching = os.getpid()

    def heard(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if os.getpid() != watching:
            # In a process that was forked to read notes: end it as if nobody listened.
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.ask(break_off=not _is_writing(frame))

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, heard)


def _is_writing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_globals.get("__name__") in _WRITING:
            return True
        frame = frame.f_back
    return False


def _tell(run: WatchRun, invocation: Invocation) -> None:
    if invocation.json:
        click.echo(_json_line(run), color=True)
    elif run.written or run.taken_away or (invocation.verbose and (run.changed or run.removed)):
        click.echo(run_line(run))
    if (run.answered is not None or run.moved) and not invocation.json:
        from pnm_vault.cli.answers import say_answers, say_moved

        if run.answered is not None:
            say_answers(invocation, run.answered)
        say_moved(invocation, run.moved)
    if (run.taken_away or run.ended) and not invocation.json:
        from pnm_vault.cli.regenerate import say_ended

        say_ended(invocation, run.taken_away, run.ended)
    for path, reason in run.skipped:
        say(invocation, f"not written: {path}: {reason}")
    for fault in run.faults:
        say(invocation, f"{fault.path}:{fault.line}: {fault.severity.value}: {fault.message} [{fault.code}]")
    for number, line in enumerate(run.error.splitlines()):
        click.echo(plain(f"  {line}" if number else f"pnm: {line}"), err=True)
    if run.trace and invocation.verbose:
        click.echo("\n".join(plain(line) for line in run.trace.splitlines()), err=True)
    if run.settled:
        say(invocation, "That is settled; the review notes are kept up to date again.")


@command("watch", "pnm watch", "pnm watch --vault ~/Notes --quiet")
@click.pass_obj
def watch(invocation: Invocation) -> None:
    """Write the review notes at every change."""
    from pnm_vault import pipeline
    from pnm_vault.pipeline.watching import StopRequest
    from pnm_vault.pipeline.watching import watch as keep_watching

    gc.enable()  # unlike the other commands, this one lives long
    stop = StopRequest()
    _listen(stop)
    progress = Progress(sys.stderr, shown=not invocation.quiet)

    def open_vault() -> Session:
        session = pipeline.open_session(invocation.vault, invocation.today, progress=progress)
        finish_interrupted(session.root, invocation)
        return session

    with progress:
        keep_watching(
            open_vault,
            lambda run: _tell(run, invocation),
            lambda sentence: say(invocation, sentence),
            stop,
            follow_clock=invocation.today is None,
            on_ready=gc.freeze,  # no collection amid a save has to go through all that was loaded
        )
