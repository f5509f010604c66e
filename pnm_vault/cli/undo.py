"""`pnm undo`: take back what a command changed in your notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, open_vault, say
from pnm_vault.cli.terminal import Cell, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.model.plan import Plan
    from pnm_vault.pipeline.writing.undo import Undone
    from pnm_vault.vault.journal import Operation
    from pnm_vault.vault.recover import Recovery

_DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}
_CHANGES = {"create": "created", "replace": "changed", "remove": "removed"}
_STATES = {
    "done": "",
    "undone": "taken back",
    "partial": "stopped in the middle",
    "intended": "interrupted",
}


def say_recovered(invocation: Invocation, recovered: tuple[Recovery, ...]) -> None:
    """Tell what was made of earlier runs that had been killed."""
    for each in recovered:
        if each.finished:
            said = f"finished what `{_command_of(each.words)}` had begun when it was interrupted"
            say(invocation, f"{said}: {', '.join(each.finished)}")
        for path, reason in each.left:
            say(invocation, f"left as it is: {path}: {reason}")
        for text in each.kept:
            say(invocation, text)


def _command_of(words: tuple[str, ...]) -> str:
    return " ".join(("pnm", *words))


def _print_diff(plan: Plan, invocation: Invocation) -> None:
    from pnm_vault.review.diff import diff_plan

    screen = open_screen(invocation.color)
    lines = []
    for line in diff_plan(plan).splitlines():
        headline = line.startswith(("+++ ", "--- "))
        lines.append(screen.style(line, "bold" if headline else _DIFF_STYLES.get(line[:1], "")))
    print_lines(lines, screen)


def _operation_value(operation: Operation) -> dict[str, Any]:
    from pnm_vault.vault.journal import time_text

    return {
        "number": operation.number,
        "time": time_text(operation),
        "command": list(operation.words),
        "state": operation.state,
        "undoes": operation.undoes or None,
        "notes": [{"path": one.path, "change": _CHANGES[one.kind]} for one in operation.changes],
    }


def _list(found: tuple[Operation, ...], invocation: Invocation) -> None:
    from pnm_vault.vault.journal import time_text

    screen = open_screen(invocation.color)
    rows = []
    for one in found:
        state = _STATES[one.state]
        if one.undoes and not state:
            state = f"took back number {one.undoes}"
        paths = [change.path for change in one.changes]
        notes = paths[0] if len(paths) == 1 else count(len(paths), "note")
        shown = time_text(one)[:16].replace("T", " ")
        rows.append([Cell(str(one.number)), Cell(shown), Cell(_command_of(one.words)), Cell(notes), Cell(state, "dim")])
    print_lines(screen.table(rows, indent=""), screen)
    if not found:
        say(invocation, "No command has changed your notes in the last 30 days.")


def _skipped(done: Undone) -> list[tuple[str, str]]:
    return [*done.refused, *done.report.skipped]


def _say_outcome(done: Undone, invocation: Invocation, partial: bool) -> None:
    report = done.report
    parts = [
        f"{len(paths)} {word}"
        for word, paths in (
            ("restored", report.replaced),
            ("brought back", report.created),
            ("removed", report.removed),
        )
        if paths
    ]
    name = f"number {done.operation.number}, `{_command_of(done.operation.words)}`"
    if parts:
        say(invocation, f"Took back {name}: {', '.join(parts)}. `pnm undo {done.number}` does it again.")
    elif done.refused and done.plan.steps and not partial:
        say(invocation, f"Nothing was taken back of {name}; --partial takes back the other notes.")
    elif not _skipped(done):
        say(invocation, f"Every note is already as it was before {name}.")
    else:
        say(invocation, f"Nothing was taken back of {name}.")


@command("undo", "pnm undo --dry-run", "pnm undo", "pnm undo --list")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--list", "listing", is_flag=True, help="List what can be taken back; change nothing.")
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print what would change as a diff.")
@click.option("--partial", is_flag=True, help="Go on although some of the notes were changed since.")
@click.pass_context
def undo(ctx: click.Context, number: int | None, listing: bool, dry_run: bool, partial: bool) -> None:
    """Take back operation NUMBER, or the last one."""
    from pnm_vault.pipeline.writing import undo as history

    invocation = ctx.find_object(Invocation) or Invocation()
    with open_vault(invocation) as session:
        root, today = session.root, session.today
    if listing:
        found = history.operations(root)
        if invocation.json:
            from pnm_vault.cli.document import print_document

            print_document("undo", today, {"operations": [_operation_value(one) for one in found]})
        else:
            _list(found, invocation)
        return
    words = ("undo",) if number is None else ("undo", str(number))
    done = history.undo(root, number, dry_run=dry_run, partial=partial, words=words)
    say_recovered(invocation, done.recovered)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        report = done.report
        fields = {
            "written": bool(done.number),
            "operation": _operation_value(done.operation),
            "number": done.number or None,
            "changed": [step.path for step in done.plan.steps],
            "restored": list(report.replaced),
            "brought_back": list(report.created),
            "removed": list(report.removed),
            "skipped": [{"path": path, "reason": reason} for path, reason in _skipped(done)],
        }
        print_document("undo", today, fields)
    elif dry_run:
        _print_diff(done.plan, invocation)
    for path, reason in _skipped(done):
        say(invocation, f"not taken back: {path}: {reason}")
    if not dry_run and not invocation.json:
        _say_outcome(done, invocation, partial)
    if _skipped(done):
        ctx.exit(1)
