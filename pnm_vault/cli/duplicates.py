"""`pnm duplicates`: which notes are likely those of one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import count, open_vault, read_vault, say, warn
from pnm_vault.cli.terminal import Screen, open_screen, print_lines
from pnm_vault.cli.written import dry_run_option, print_diffs

if TYPE_CHECKING:
    from pnm_vault.insights.identity.doubles import FoundDouble, Proved
    from pnm_vault.pipeline.writing.duplicates_writing import DuplicatesWritten

PAIRS = 20


@command("duplicates", "pnm duplicates", 'pnm duplicates "Ann Lee"')
@click.argument("name", required=False, shell_complete=complete_name)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=PAIRS, help="At most this many pairs; else 20."
)
@click.option("--review", is_flag=True, help="Make the review note Duplicates, on which a tick merges a pair.")
@dry_run_option
@click.pass_obj
def duplicates(invocation: Invocation, name: str | None, limit: int, review: bool, dry_run: bool) -> None:
    """List notes that are likely those of one contact, or of NAME alone, the surest first."""
    if dry_run and not review:
        raise click.UsageError("--dry-run is about --review.")
    if review:
        if name:
            raise click.UsageError("--review is about all contacts: leave out the name.")
        _write(invocation, dry_run)
        return
    from pnm_vault.pipeline.questions.duplicates import find_duplicates, prove

    with read_vault(invocation) as session:
        path = choose_contact(session, name) if name else None
        found = find_duplicates(session, path)
        shown = prove(session, found[:limit])
    if invocation.json:
        from pnm_vault.cli.document import print_document

        pairs = [_value(one) for one in shown]
        print_document("duplicates", session.today, {"total": len(found), "pairs": pairs, "note": None})
        return
    screen = open_screen(invocation.color)
    print_lines((line for one in shown for line in _lines(one, screen)), screen)
    if not found:
        say(invocation, "No two notes look like those of one contact.")
        return
    if len(found) > len(shown):
        say(invocation, f"{count(len(found) - len(shown), 'more pair')}: --limit {len(found)} shows all.")
    say(invocation, "One contact: pnm merge KEEP OTHER. Two: pnm set NAME not_same_as NAME.")


def _write(invocation: Invocation, dry_run: bool) -> None:
    """Write the review note; exit code 1 where it had to be left alone."""
    from pnm_vault.pipeline.writing.duplicates_writing import write_duplicates

    with open_vault(invocation) as session:
        written = write_duplicates(session, dry_run=dry_run)
    if invocation.json:
        from pnm_vault.cli.document import print_document, problem_value

        note = {
            "path": written.path,
            "written": bool(written.report.created or written.report.replaced),
            "problems": [problem_value(problem) for problem in written.problems],
        }
        print_document("duplicates", session.today, {"total": written.pairs, "pairs": [], "note": note})
    else:
        _tell(invocation, written, dry_run)
    if written.problems or written.report.skipped:
        click.get_current_context().exit(1)


def _tell(invocation: Invocation, written: DuplicatesWritten, dry_run: bool) -> None:
    from pnm_vault.pipeline.run import diff_of

    if dry_run:
        print_diffs(invocation, map(diff_of, written.plan.steps))
    elif not written.problems and not written.report.skipped:
        pairs = count(written.pairs, "pair")
        done = f"{pairs} on it" if written.plan.steps else f"{pairs} on it, as before"
        say(invocation, f"{written.path}: {done}. Tick those that are one contact, then run pnm regenerate.")
    for problem in written.problems:
        warn(f"{problem.path}: {problem.message}")
    for path, reason in written.report.skipped:
        warn(f"{path}: {reason}")


def _lines(one: FoundDouble, screen: Screen) -> list[str]:
    double = one.double
    names = f"{screen.style(double.kept_name, 'bold')} and {screen.style(double.other_name, 'bold')}"
    lines = [f"{names}: {double.evidence.verdict.value}"]
    lines.append(f"  {screen.style(f'{double.kept}, {double.other}', 'dim')}")
    for mark, proved in (*[("+", reason) for reason in one.reasons], *[("-", reason) for reason in one.against]):
        lines += screen.wrapped(f"{mark} {proved.reason.words}", "  ")
        if proved.proofs:
            places = ", ".join([f"{source.path}:{source.line}" for source in proved.proofs])
            lines.append(f"    {screen.style(places, 'dim')}")
    return lines


def _value(one: FoundDouble) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value

    double = one.double
    return {
        "kept": contact_value(double.kept, double.kept_name),
        "other": contact_value(double.other, double.other_name),
        "score": double.evidence.score,
        "verdict": double.evidence.verdict.value,
        "reasons": [_reason_value(reason) for reason in one.reasons],
        "against": [_reason_value(reason) for reason in one.against],
        "private": double.private,
    }


def _reason_value(proved: Proved) -> dict[str, Any]:
    from pnm_vault.cli.document import source_value

    return {
        "about": proved.reason.about.value,
        "text": proved.reason.words,
        "proofs": [source_value(source) for source in proved.proofs],
    }
