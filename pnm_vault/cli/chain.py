"""`pnm chain`: through whom you came to know somebody, and whom they brought to you."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import read_vault
from pnm_vault.cli.terminal import Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.introducing.referrals import Referral
    from pnm_vault.pipeline import Session


def _lines(session: Session, referrals: Sequence[Referral], words: str, screen: Screen) -> Iterator[str]:
    for one in referrals:
        name = screen.style(session.name_of(one.path), "bold")
        place = f"{one.proof.path}:{one.proof.line}" if one.proof.line else one.proof.path
        again = " (as above)" if one.again else ""
        yield f"{'  ' * one.depth}{words} {name}{again}  {screen.style(place, 'dim')}"


def _value(session: Session, one: Referral) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, source_value

    return {
        **contact_value(one.path, session.name_of(one.path)),
        "of": one.of,
        "depth": one.depth,
        "again": one.again,
        "proof": source_value(one.proof),
    }


@command("chain", 'pnm chain "Ada Lovelace"', "pnm chain ada --json")
@click.argument("name", nargs=-1, required=True, shell_complete=complete_name)
@click.pass_obj
def chain(invocation: Invocation, name: tuple[str, ...]) -> None:
    """Show who introduced NAME to you, who introduced them, and so on; and whom NAME introduced to you."""
    from pnm_vault.pipeline.questions.chains import trace_chain

    with read_vault(invocation) as session:
        path = choose_contact(session, " ".join(name))
        found = trace_chain(session, path)
        called = session.name_of(path)
        if invocation.json:
            from pnm_vault.cli.document import contact_value, print_document

            sides = {"back": found.back, "forward": found.forward}
            values = {side: [_value(session, one) for one in ones] for side, ones in sides.items()}
            print_document("chain", session.today, {"contact": contact_value(path, called), **values})
            return
        screen = open_screen(invocation.color)
        lines = [screen.style(called, "bold")]
        lines += _lines(session, found.back, "through", screen)
        lines += [] if found.back else ["  nobody is named who introduced you"]
        lines += _lines(session, found.forward, "brought you", screen)
    print_lines(lines, screen)
