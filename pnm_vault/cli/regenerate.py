"""`pnm regenerate`: write the review notes anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, finish_interrupted, open_vault, say, warn
from pnm_vault.cli.terminal import Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.pipeline.regenerate import FileDiff, Regenerated

_DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def diff_lines(change: FileDiff, screen: Screen) -> list[str]:
    """Lay out one note's change as a unified diff."""
    from pnm_vault.model.plan import Create, Plan, Remove, Replace
    from pnm_vault.review.diff import diff_plan

    after = change.after.encode("utf-8", "surrogateescape")
    before = change.before.encode("utf-8", "surrogateescape")
    step: Create | Replace | Remove = Create(change.path, after)
    if before:
        step = Replace(change.path, after, before) if after else Remove(change.path, before)
    lines = []
    for line in diff_plan(Plan((step,))).splitlines():
        headline = line.startswith(("+++ ", "--- "))
        lines.append(screen.style(line, "bold" if headline else _DIFF_STYLES.get(line[:1], "")))
    return lines


def _print_diffs(done: Regenerated, invocation: Invocation) -> None:
    screen = open_screen(invocation.color)
    print_lines((line for change in done.changes for line in diff_lines(change, screen)), screen)


def say_ended(invocation: Invocation, removed: Sequence[str], ended: Sequence[str]) -> None:
    """Tell of review notes that are wanted no more: those `removed`, and those that stay for what is in them."""
    if removed:
        whom = "that one" if len(removed) == 1 else "those removed"
        say(invocation, f"`notes` in pnm.toml asks no more for {whom}; naming them there brings them back.")
    for path in ended:
        say(invocation, f"{path} is asked for no more; it stays for what you wrote in it.")


def _report(done: Regenerated, invocation: Invocation) -> None:
    report = done.report
    parts = [
        f"{len(paths)} {word}"
        for word, paths in (
            ("created", report.created),
            ("replaced", report.replaced),
            ("removed", report.removed),
        )
        if paths
    ]
    if done.unchanged or not parts:
        parts.append(f"{done.unchanged} unchanged")
    say(invocation, f"Review notes of {count(done.contacts, 'contact')}: {', '.join(parts)}.")
    if done.problems:
        say(invocation, f"{count(done.problems, 'problem')} in the vault; pnm doctor lists them.")
    say_ended(invocation, report.removed, done.ended)


@command("regenerate", "pnm regenerate", "pnm regenerate --dry-run", "pnm regenerate --check --quiet")
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print what would change as a diff.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when something would change.")
@click.option("--force", is_flag=True, help="Go on although most contacts are gone, or git is amid a merge.")
@click.pass_context
def regenerate(ctx: click.Context, dry_run: bool, check: bool, force: bool) -> None:
    """Carry out what you marked on the review notes, then write them, or with an option only plan all that."""
    invocation = ctx.find_object(Invocation) or Invocation()
    writes = not (dry_run or check)
    with open_vault(invocation, force=force) as session:
        if writes:
            finish_interrupted(session.root, invocation)
        done = session.regenerate(write=writes)
    report = done.report
    if invocation.json:
        from pnm_vault.cli.answers import answer_values
        from pnm_vault.cli.document import print_document, problem_value

        fields = {
            "written": writes,
            "changed": [change.path for change in done.changes],
            "created": list(report.created),
            "replaced": list(report.replaced),
            "removed": list(report.removed),
            "unchanged": done.unchanged,
            "skipped": [{"path": path, "reason": reason} for path, reason in report.skipped],
            "faults": [problem_value(found) for found in done.faults],
            "answers": answer_values(done.answered),
            "operation": (done.answered.written.operation or None) if done.answered is not None else None,
            "moved": [{"path": path, "lines": lines} for path, lines in done.moved.items()],
            "ended": list(done.ended),
            "contacts": done.contacts,
            "problems": done.problems,
        }
        print_document("regenerate", session.today, fields)
    elif writes:
        if invocation.verbose:
            for path in (*report.created, *report.replaced, *report.removed):
                say(invocation, path)
        _report(done, invocation)
    else:
        if dry_run:
            _print_diffs(done, invocation)
        for change in done.changes if check and not dry_run else ():
            say(invocation, f"would change: {change.path}")
        if not done.changes:
            say(invocation, "Nothing would change.")
    if not invocation.json and (done.answered is not None or done.moved):
        from pnm_vault.cli.answers import say_answers, say_moved

        if done.answered is not None:
            say_answers(invocation, done.answered, written=writes)
        say_moved(invocation, done.moved if writes else {})
    for path in done.unsettled:
        warn(f"marks on {path}, if there are any, wait for the next run: it could not be read")
    for path, reason in report.skipped:
        warn(f"not written: {path}: {reason}")
    for fault in done.faults:
        warn(f"{fault.path}:{fault.line}: {fault.severity.value}: {fault.message} [{fault.code}]")
    waiting = any(one.waits for one in done.outcomes)
    if (check and done.changes) or report.skipped or done.faults or waiting or done.unsettled:
        ctx.exit(1)
