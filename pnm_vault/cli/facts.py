"""`pnm facts`: what the notes say and nobody has confirmed for long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.remembering.facts import FactsToCheck


@command("facts", "pnm facts", "pnm facts --json")
@click.pass_obj
def facts(invocation: Invocation) -> None:
    """Print the facts to check this month, then what the notes of the closest contacts lack."""
    from pnm_vault.insights.remembering.facts import facts_to_check

    with read_vault(invocation) as session:
        most = session.settings.review.facts
        found = facts_to_check(
            session.table("facts"), session.table("uses"), session.picture().network, session.today, most
        )
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("facts", session.today, _fields(found))
        return
    screen = open_screen(invocation.color)
    print_lines(_lines(found, screen), screen)
    if not found.facts:
        say(invocation, "No fact to look over this month.")


def _lines(found: FactsToCheck, screen: Screen) -> list[str]:
    from pnm_vault.review.pages.facts import dated_words, fact_label
    from pnm_vault.review.wording import plain

    rows = [
        [
            Cell(one.name, "bold"),
            Cell(fact_label(one.fact.kind)),
            Cell(plain(one.fact.text)),
            Cell(dated_words(one.last)),
            Cell(f"{one.path}:{one.fact.line}" if one.fact.line else one.path, "dim"),
        ]
        for one in found.facts
    ]
    lines = screen.table(rows, indent="")
    if found.holes:
        lacking = [[Cell(f"no {one.what}"), Cell(", ".join([name for _, name in one.contacts]))] for one in found.holes]
        lines += [*([""] if lines else []), screen.heading("What the notes of your closest lack")]
        lines += screen.table(lacking)
    return lines


def _fields(found: FactsToCheck) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value

    return {
        "month": found.month.isoformat(),
        "facts": [
            {
                **contact_value(one.path, one.name),
                "field": one.fact.kind,
                "text": one.fact.text,
                "line": one.fact.line or None,
                "last": day_value(one.last.day if one.last else None),
                "sign": one.last.sign.value if one.last else None,
                "month_only": one.last.month if one.last else None,
            }
            for one in found.facts
        ],
        "lacking": [
            {"what": one.what, "contacts": [contact_value(path, name) for path, name in one.contacts]}
            for one in found.holes
        ],
    }
