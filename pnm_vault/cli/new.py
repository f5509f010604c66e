"""`pnm new`: a note for a new contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.asking import ask_contact, may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import open_vault, say
from pnm_vault.cli.written import dry_run_option, read_stdin, tell_written, written_fields
from pnm_vault.errors import PnmError, UnknownContactError

if TYPE_CHECKING:
    from pnm_vault.notes.signature import Signature
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.carry_out import Written
    from pnm_vault.pipeline.writing.contact_addition import Added


def _twins(session: Session, name: str, signature: Signature | None) -> list[str]:
    from pnm_vault.index.name_book import NameBook
    from pnm_vault.pipeline.writing.new_contact import find_doubts

    return [doubt.path for doubt in find_doubts(session, NameBook(session.index()), name, signature)]


def _choose_twin(session: Session, name: str, folder: str | None, twins: list[str], add: bool) -> str:
    """Say which of the contacts that are likely the same to add to: its path; empty to make a note all the same.

    Raises:
        PnmError: several may be the same and nobody says which, or none was chosen.
    """
    from pnm_vault.pipeline.writing.new_contact import path_for, taken_by

    if add and len(twins) == 1:
        return twins[0]
    if not may_ask():
        raise UnknownContactError(f"More than one contact is likely the same as {name}.", "\n".join(twins))
    free = not add and not taken_by(session, path_for(session, name, folder))
    others = {"n": f"make a new note for {name} all the same"} if free else {}
    chosen = ask_contact(session, "There is likely a note already. Add to the one of:", twins, others)
    if not chosen:
        raise PnmError("No note was chosen.", "Nothing was done.")
    return "" if chosen == "n" else chosen


def _tell_added(invocation: Invocation, session: Session, added: Added) -> None:
    name = session.name_of(added.path)
    if invocation.json:
        _print_document(session, added.written, added.path, name, added.text, True)
        return
    for field in added.kept:
        say(invocation, f"The note says something else for {field}: that stays.")
    tell_written(invocation, added.written, f"Added to the note of {name}.")


def _print_document(session: Session, written: Written, path: str, name: str, text: str, added: bool) -> None:
    from pnm_vault.cli.document import print_document

    fields = {"path": path, "name": name, "text": text, "added": added}
    print_document("new", session.today, {**written_fields(written), **fields})


@command(
    "new",
    "pnm new Ada Lovelace --category mentor --circle choir",
    "pnm new - < signature.txt",
    "xclip -o | pnm new Ada Lovelace - --add",
)
@click.argument("name", nargs=-1, required=True)
@click.option("--category", default="", metavar="WORD", help="What they are to you: friend, mentor, ...")
@click.option("--circle", "circles", multiple=True, metavar="WORD", help="A circle; may be given more than once.")
@click.option("--folder", metavar="FOLDER", help="Where the note goes; else where most contacts lie.")
@click.option("--add", is_flag=True, help="Add what is new to the contact that is likely the same, if there is one.")
@click.option("--force", is_flag=True, help="Make it although there is likely such a contact already.")
@dry_run_option
@click.pass_obj
def new(
    invocation: Invocation,
    name: tuple[str, ...],
    category: str,
    circles: tuple[str, ...],
    folder: str | None,
    add: bool,
    force: bool,
    dry_run: bool,
) -> None:
    """Make a note for NAME; `-` at the end reads a signature or business card from standard input."""
    from pnm_vault.notes.signature import read_signature
    from pnm_vault.pipeline.writing.contact_addition import add_to_contact
    from pnm_vault.pipeline.writing.new_contact import create_contact, known_fields

    signature = read_signature(read_stdin()) if name[-1] == "-" else None
    called = " ".join(name[:-1] if signature else name) or (signature.name if signature else "")
    if not called:
        raise click.UsageError("The signature does not begin with a name: give one before the -.")
    invocation.no_input = invocation.no_input or name[-1] == "-"
    with open_vault(invocation) as session:
        words = ("new", *name)
        twins = _twins(session, called, signature) if (add or may_ask()) and not force else []
        twin = _choose_twin(session, called, folder, twins, add) if twins else ""
        if twin:
            fields = known_fields(category, circles, signature)
            added = add_to_contact(session, twin, called, fields, words, dry_run=dry_run)
            _tell_added(invocation, session, added)
            return
        made = create_contact(
            session,
            called,
            words,
            category=category,
            circles=circles,
            folder=folder,
            signature=signature,
            force=force or bool(twins),
            dry_run=dry_run,
        )
    newcomer = made.newcomer
    if invocation.json:
        _print_document(session, made.written, newcomer.path, called, newcomer.text, False)
        return
    for remark in newcomer.remarks:
        say(invocation, remark)
    tell_written(invocation, made.written, f"Made a note for {called}.")
