"""What `pnm resolve` and `pnm git resolve` have in common: the diff first, a question for each note, what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import ask_key, may_ask
from pnm_vault.cli.invocation import Invocation
from pnm_vault.cli.opening import say, warn
from pnm_vault.cli.undo import say_recovered
from pnm_vault.cli.written import print_diffs, say_undo
from pnm_vault.pipeline.regenerate import FileDiff

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.carry_out import Written
    from pnm_vault.pipeline.writing.mending import Mending, Mendings

_FROM = {
    "index": "from the versions that git holds",
    "history": "from the commits that were merged",
    "markers": "from what stands between the markers",
}


def agreement(invocation: Invocation, *, yes: bool, dry_run: bool) -> Callable[[Mending], bool]:
    """Give what decides of a note whether it is to be written: who sits at the terminal, else `yes`.

    Before a question and in a dry run the change is shown; likewise where nobody can be asked and nothing is written.
    """
    asks = may_ask() and not yes and not dry_run

    def agree(mending: Mending) -> bool:
        alone = mending.source == "alone"
        if invocation.json or (yes and not dry_run):
            return not alone
        _show(invocation, mending)
        if not asks:
            return dry_run and not alone
        question = f"Give {mending.copy} the name {mending.path}? (y/n)" if alone else "Write this? (y/n)"
        return ask_key(question, {"y": "yes", "n": "no"}) == "y"

    return agree


def writes(invocation: Invocation, *, yes: bool, dry_run: bool) -> bool:
    """Tell whether what was agreed to is to be written."""
    return not dry_run and (yes or may_ask()) and not (invocation.json and not yes)


def _show(invocation: Invocation, mending: Mending) -> None:
    if mending.source == "alone":
        say(invocation, f"{mending.copy}: there is no {mending.path} any more.")
        return
    where = f"{mending.copy} into {mending.path}" if mending.copy else f"{mending.path}, {_FROM[mending.source]}"
    say(invocation, f"{where}:")
    before = (mending.before or b"").decode(errors="replace")
    if mending.before != mending.after:
        print_diffs(invocation, [FileDiff(mending.path, before, mending.after.decode(errors="replace"))])
    else:
        say(invocation, "  nothing in it that the note has not; the copy goes.")


def tell(invocation: Invocation, found: Mendings, written: Written | None, nothing: str) -> int:
    """Say what was done and what is left to do; gives the exit code. `written` None: nothing was to be written."""
    if written is not None:
        say_recovered(invocation, written.recovered)
        _say_written(invocation, found)
        if written.operation:
            say_undo(invocation)
    elif not (found.agreed or found.declined or found.left):
        say(invocation, nothing)
    for mending in found.agreed:
        for conflict in mending.conflicts:
            warn(f"{mending.path}:{conflict.line}: {conflict.message}")
        if mending.remake:
            say(invocation, f"{mending.path} is a review note: `pnm regenerate` makes it anew.")
    for left in found.left:
        warn(f"{left.path} {left.reason}.")
    for mending in found.declined:
        if mending.source == "alone":
            warn(f"{mending.copy} stays: there is no {mending.path} any more. Rename it, or delete it.")
    return int(bool(found.left or found.declined or any(one.conflicts for one in found.agreed)))


def _say_written(invocation: Invocation, found: Mendings) -> None:
    for mending in found.agreed:
        if mending.source == "alone":
            say(invocation, f"{mending.copy} is {mending.path} now.")
        elif mending.copy:
            say(invocation, f"Merged: {mending.copy} into {mending.path}")
        else:
            say(invocation, f"Merged: {mending.path}, {_FROM[mending.source]}")


def mending_fields(found: Mendings, written: Written | None) -> dict[str, Any]:
    """Give the keys that the documents of both commands have."""
    agreed = {(one.path, one.copy) for one in found.agreed}
    return {
        "written": written is not None and bool(written.operation),
        "notes": [
            {
                "path": one.path,
                "copy": one.copy or None,
                "source": str(one.source),
                "merged": (one.path, one.copy) in agreed,
                "staged": one.path in found.staged,
                "conflicts": [{"line": each.line, "message": each.message} for each in one.conflicts],
            }
            for one in (*found.agreed, *found.declined)
        ],
        "left": [{"path": one.path, "reason": one.reason} for one in found.left],
        "operation": written.operation or None if written is not None else None,
    }


def say_unwritten(found: Mendings) -> None:
    """Say how to have written what was shown, where nobody could be asked."""
    shown = any(one.source != "alone" for one in found.declined)
    if shown and not may_ask():
        click.echo("Nothing was written; --yes writes it.", err=True)
