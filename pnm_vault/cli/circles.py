"""`pnm circles`: all circles and organisations, and groups that might be circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.network_state.suggested import Suggested

_ABSENT = "pip install 'pnm-vault[graphs]' adds groups that might be circles."


@command("circles", "pnm circles", "pnm circles --json")
@click.pass_obj
def circles(invocation: Invocation) -> None:
    """Print all circles and organisations, then groups who know each other and might be a circle."""
    from pnm_vault.pipeline.questions.circle import all_groups
    from pnm_vault.pipeline.questions.suggested_circles import suggest_circles

    with read_vault(invocation) as session:
        groups, found = all_groups(session), suggest_circles(session)
    if invocation.json:
        from pnm_vault.cli.document import contact_value, print_document

        shown = () if found is None else found.circles
        document = {
            "groups": [{"name": one.name, "kind": one.kind.value, "contacts": len(one.members)} for one in groups],
            "agreement": None if found is None else found.agreement,
            "suggested": [
                {"name": one.name, "members": [contact_value(member.path, member.name) for member in one.members]}
                for one in shown
            ],
        }
        print_document("circles", session.today, document)
        return
    screen = open_screen(invocation.color)
    rows = [[Cell(one.name, "bold"), Cell(one.kind.value), Cell(count(len(one.members), "contact"))] for one in groups]
    lines = screen.table(rows)
    if found is not None and found.circles:
        lines += ["", screen.heading("Might be circles")]
        for one in found.circles:
            names = ", ".join([member.name for member in one.members])
            lines += screen.wrapped(f"{one.name}: {names}" if one.name else names, "  - ")
    print_lines(lines, screen)
    say(invocation, _ABSENT if found is None else _why(found))


def _why(found: Suggested) -> str:
    """Say what the suggestions rest on, or why there are none."""
    if found.agreement is None:
        of = f"{found.recorded} of {count(found.contacts, 'contact')}"
        return f"Who knows whom is recorded for {of}, too few to suggest circles."
    if found.circles:
        return f"Ten ways to split those who know each other agree by {found.agreement:.2f} (1: the same)."
    return "Those who know each other are in circles that you named, or fall into no groups that stand."
