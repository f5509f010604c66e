"""`pnm triage`: the contacts that nothing is said about yet, one key each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import open_vault, say
from pnm_vault.cli.terminal import Cell, open_screen, print_lines
from pnm_vault.cli.written import dry_run_option

if TYPE_CHECKING:
    from pnm_vault.model.contact import Contact
    from pnm_vault.model.tie import Tie
    from pnm_vault.pipeline import Session


def _value(tie: Tie, contact: Contact | None) -> dict[str, Any]:
    from pnm_vault.cli.document import day_value

    how_met = contact.how_met or contact.where_met if contact is not None else None
    return {
        "path": tie.path,
        "name": tie.name,
        "private": tie.private,
        "inbox": tie.status.value == "inbox",
        "last_contact": day_value(tie.last),
        "organisations": list(contact.organisations) if contact is not None else [],
        "how_met": how_met.text if how_met else None,
    }


def _list(invocation: Invocation, session: Session, found: Sequence[Tie]) -> None:
    notes = session.notes([tie.path for tie in found])
    contacts = {path: one.note.contact for path, one in notes.items()}
    if invocation.json:
        from pnm_vault.cli.document import print_document

        rows = [_value(tie, contacts.get(tie.path)) for tie in found]
        print_document("triage", session.today, {"contacts": rows, "total": len(rows)})
        return
    screen = open_screen(invocation.color)
    print_lines(screen.table([_row(tie, contacts.get(tie.path)) for tie in found], indent=""), screen)
    if not found:
        say(invocation, "Nobody waits: every contact has a category or a circle, and nobody is in the inbox.")


def _row(tie: Tie, contact: Contact | None) -> list[Cell]:
    work = ", ".join(contact.organisations[:1]) if contact is not None else ""
    last = f"last contact {tie.last}" if tie.last else "no contact recorded"
    waits = ", in the inbox" if tie.status.value == "inbox" else ""
    return [Cell(tie.name), Cell(work), Cell(last + waits), Cell(tie.path, "dim")]


def _called(contact: Contact | None, words: Sequence[str]) -> bool:
    """Tell whether each word stands in what the note says about who somebody is."""
    if contact is None:
        return False
    told = (contact.name, *contact.aliases, contact.category, *contact.circles, *contact.tags, contact.role)
    text = "\n".join(filter(None, (*told, *contact.organisations, contact.place, contact.path))).casefold()
    return all(word.casefold() in text for word in words)


@command("triage", "pnm triage", 'pnm triage "Mill Ltd"', "pnm triage --list", "pnm triage --json")
@click.argument("words", nargs=-1)
@click.option("--list", "only_list", is_flag=True, help="List the contacts that wait; ask nothing.")
@dry_run_option
@click.pass_obj
def triage(invocation: Invocation, words: tuple[str, ...], only_list: bool, dry_run: bool) -> None:
    """Walk through the contacts in the inbox or without a category or circle, one key each.

    With WORDS only those whose name, organisation, role, place, circles or folder hold them all.
    """
    from pnm_vault.cli.triage_walk import Walk
    from pnm_vault.insights.unclassified import find_unclassified

    if not (only_list or invocation.json or may_ask()):
        raise click.UsageError("This asks one key after the other, so it wants a terminal; --list lists who waits.")
    with open_vault(invocation) as session:
        found = find_unclassified(session.picture().network.ties)
        if words:
            notes = session.notes([tie.path for tie in found])
            found = tuple([tie for tie in found if _called(notes[tie.path].note.contact, words)])
        if only_list or invocation.json or not found:
            _list(invocation, session, found)
            return
        walk = Walk(session, invocation, [tie.path for tie in found], dry_run)
        try:
            walk.go()
        finally:
            walk.sum_up()
