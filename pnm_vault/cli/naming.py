"""Whom a name on the command line means: chosen among several, completed by the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.asking import ask_contact, may_ask
from pnm_vault.errors import UnknownContactError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pnm_vault.pipeline import Session


def choose_contact(session: Session, query: str) -> str:
    """Give the path of the one contact that answers to a name; ask where several do and somebody is there to say which.

    Raises:
        UnknownContactError: nobody does (with near misses), or several do (with their paths), or none was chosen.
    """
    found = session.find_contacts(query)
    if len(found) == 1:
        return found[0]
    near = () if found else session.suggest_names(query)
    if may_ask() and (found or near):
        question = f"More than one contact answers to “{query}”:" if found else f"There is no contact called “{query}”:"
        candidates = found or tuple(dict.fromkeys(path for name in near for path in session.find_contacts(name)))
        chosen = ask_contact(session, question, candidates)
        if not chosen:
            raise UnknownContactError("No contact was chosen.", "Nothing was done.")
        return chosen
    if found:
        rows = "\n".join(f"{session.name_of(path)}  ({path})" for path in session.likeliest(found)[:10])
        more = f"\nand {len(found) - 10} more" if len(found) > 10 else ""
        raise UnknownContactError(
            f"More than one contact answers to “{query}”: give a full name or a path.", rows + more
        )
    remedy = (
        f"Did you mean {' or '.join(near[:3])}?"
        if near
        else "pnm stale --all lists contacts; pnm doctor says what counts."
    )
    raise UnknownContactError(f"There is no contact called “{query}”.", remedy)


def complete_name(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a contact."""
    from pnm_vault.cli.shells import complete_contact

    return complete_contact(ctx, param, incomplete)
