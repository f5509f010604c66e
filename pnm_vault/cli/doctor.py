"""`pnm doctor`: what was understood, what was ambiguous, what was ignored, and every problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, open_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines
from pnm_vault.model.problem import Problem, Severity

if TYPE_CHECKING:
    from pnm_vault.pipeline import Census, Session

_SEVERITY_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_SHOWN_IGNORED = 10


def problem_line(found: Problem, screen: Screen) -> str:
    """Lay out a problem as `path:line: severity: message [code]`, as editors and compilers know it."""
    severity = screen.style(found.severity.value, _SEVERITY_STYLES[found.severity])
    where = f"{found.path}:{found.line}"
    return (
        f"{screen.style(where, 'bold')}: {severity}: {screen.style(found.message, '')} [{screen.style(found.code, '')}]"
    )


def _understood_lines(session: Session, census: Census, screen: Screen, verbose: bool) -> list[str]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(census.by_kind.items()))
    lines = [
        f"vault: {screen.style(session.root, '')}",
        f"notes: {census.notes} ({screen.style(kinds, '')})",
        f"contacts: {census.contacts}",
        f"unresolved links: {census.unresolved_links}",
        f"ignored: {count(len(census.ignored), 'file')}",
    ]
    shown = census.ignored if verbose else census.ignored[:_SHOWN_IGNORED]
    lines += [f"  {screen.style(path, '')}: {screen.style(reason, 'dim')}" for path, reason in shown]
    if len(shown) < len(census.ignored):
        lines.append(screen.style(f"  and {len(census.ignored) - len(shown)} more: pnm doctor -v", "dim"))
    return lines


@command("doctor", "pnm doctor", "pnm doctor --strict --quiet", "pnm doctor --json")
@click.option("--strict", is_flag=True, help="Exit with 1 when there is an error among the problems.")
@click.pass_context
def doctor(ctx: click.Context, strict: bool) -> None:
    """Print what was understood, then every problem."""
    invocation = ctx.find_object(Invocation) or Invocation()
    with open_vault(invocation) as session:
        problems = session.picture().problems
        census = session.census()
        if invocation.json:
            from pnm_vault.cli.document import print_document, problem_value

            fields = {
                "vault": session.root,
                "notes": census.notes,
                "contacts": census.contacts,
                "by_kind": dict(sorted(census.by_kind.items())),
                "unresolved_links": census.unresolved_links,
                "ignored": [{"path": path, "reason": reason} for path, reason in census.ignored],
                "problems": [problem_value(found) for found in problems],
            }
            print_document("doctor", session.today, fields)
        else:
            screen = open_screen(invocation.color)
            lines = [] if invocation.quiet else [*_understood_lines(session, census, screen, invocation.verbose), ""]
            print_lines([*lines, *(problem_line(found, screen) for found in problems)], screen)
    errors = sum(found.severity is Severity.ERROR for found in problems)
    if not invocation.json:
        say(invocation, f"{count(len(problems), 'problem')}, {count(errors, 'error')} among them.")
    if strict and errors:
        ctx.exit(1)
