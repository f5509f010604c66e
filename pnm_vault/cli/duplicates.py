"""`pnm duplicates`: which notes are likely those of one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.pipeline.questions.duplicates import FoundDouble, Proved

PAIRS = 20


@command("duplicates", "pnm duplicates", 'pnm duplicates "Ann Lee"')
@click.argument("name", required=False, shell_complete=complete_name)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=PAIRS, help="At most this many pairs; else 20."
)
@click.pass_obj
def duplicates(invocation: Invocation, name: str | None, limit: int) -> None:
    """List notes that are likely those of one contact, or of NAME alone, the surest first."""
    from pnm_vault.pipeline.questions.duplicates import find_duplicates, prove

    with read_vault(invocation) as session:
        path = choose_contact(session, name) if name else None
        found = find_duplicates(session, path)
        shown = prove(session, found[:limit])
    if invocation.json:
        from pnm_vault.cli.document import print_document

        pairs = [_value(one) for one in shown]
        print_document("duplicates", session.today, {"total": len(found), "pairs": pairs})
        return
    screen = open_screen(invocation.color)
    print_lines((line for one in shown for line in _lines(one, screen)), screen)
    if not found:
        say(invocation, "No two notes look like those of one contact.")
        return
    if len(found) > len(shown):
        say(invocation, f"{count(len(found) - len(shown), 'more pair')}: --limit {len(found)} shows all.")
    say(invocation, "One contact: pnm merge KEEP OTHER. Two: pnm set NAME not_same_as NAME.")


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
