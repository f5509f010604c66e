"""What became of the marks on review notes, told in the terminal and in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.opening import count, say, warn
from pnm_vault.cli.undo import say_recovered

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.answers import Answered


def say_answers(invocation: Invocation, answered: Answered, *, written: bool = True) -> None:
    """Tell what was carried out and how to take it back, and which marks wait for a note that is being edited.

    Those that were refused are faults, told with the others. `written` False: it was a dry run.
    """
    say_recovered(invocation, answered.written.recovered)
    done = [one for one in answered.outcomes if not one.reason]
    if done:
        say(invocation, f"{'Carried out' if written else 'Would carry out'} {count(len(done), 'mark')}:")
        for one in done:
            say(invocation, f"  {one.said}{'' if one.news else ', as it is written already'}")
        if written and answered.written.operation:
            again = f", {answered.operations} times" if answered.operations > 1 else ""
            say(invocation, f"To take it back: pnm undo{again}")
    for one in answered.outcomes:
        if one.waits:
            warn(f"a mark on {one.page} waits for the next run: {one.reason}")


def say_moved(invocation: Invocation, moved: Mapping[str, int]) -> None:
    """Tell of lines that their owner wrote inside our part of a review note."""
    for path, lines in moved.items():
        stand = "stands" if lines == 1 else "stand"
        say(invocation, f"{count(lines, 'line')} that you wrote into {path} {stand} at its end now.")


def answer_values(answered: Answered | None) -> list[dict[str, Any]]:
    """Give what became of each mark, for documents."""
    outcomes = answered.outcomes if answered is not None else ()
    return [
        {
            "path": one.page,
            "mark": one.answer.box,
            "item": one.answer.key.kind,
            "done": one.said or None,
            "reason": one.reason or None,
            "waits": one.waits,
            "news": one.news,
            "notes": list(one.paths),
        }
        for one in outcomes
    ]
