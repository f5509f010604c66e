"""What became of one review note that its owner asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pnm_vault.cli.opening import say, warn

if TYPE_CHECKING:
    from pnm_vault.cli.invocation import Invocation
    from pnm_vault.pipeline.writing.look_writing import LookWritten


def tell_written(invocation: Invocation, written: LookWritten, dry_run: bool, nothing: str) -> None:
    """Say what became of a note, or show what would; `nothing` is said where there is nothing to tell."""
    from pnm_vault.model.plan import Create

    steps, left = written.plan.steps, written.report.skipped
    if dry_run:
        from pnm_vault.cli.written import print_diffs
        from pnm_vault.pipeline.run import diff_of

        print_diffs(invocation, map(diff_of, steps))
    elif written.nothing:
        say(invocation, nothing)
    elif steps and not left:
        say(invocation, f"{'New' if isinstance(steps[0], Create) else 'Brought up to date'}: {written.path}")
    elif not steps and not written.problems:
        say(invocation, f"{written.path} is as it should be; nothing was changed.")
    for problem in written.problems:
        warn(f"{problem.path}: {problem.message}")
    for path, reason in left:
        warn(f"{path}: {reason}")


def note_value(written: LookWritten) -> dict[str, Any]:
    """Give the JSON of what became of a note."""
    from pnm_vault.cli.document import problem_value

    return {
        "path": written.path,
        "written": bool(written.report.created or written.report.replaced),
        "problems": [problem_value(problem) for problem in written.problems],
    }
