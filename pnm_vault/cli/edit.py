"""`pnm edit`: a contact's note in the owner's editor."""

import os

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import open_vault
from pnm_vault.errors import PnmError


@command("edit", "pnm edit Ada Lovelace", "EDITOR='code --wait' pnm edit ada")
@click.argument("name", nargs=-1, required=True, shell_complete=complete_name)
@click.pass_obj
def edit(invocation: Invocation, name: tuple[str, ...]) -> None:
    """Open the note of NAME in the editor that VISUAL or EDITOR names, and wait for it; several words are one name."""
    from pnm_vault.pipeline.writing.place_to_edit import line_to_edit

    with open_vault(invocation) as session:
        path = choose_contact(session, " ".join(name))
        line = line_to_edit(session, path)
        called = session.name_of(path)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("edit", session.today, {"path": path, "name": called, "line": line})
        return
    from pnm_vault.vault.editor import command_line, find_editor, run_editor

    words = command_line(find_editor(os.environ), os.path.join(session.root, *path.split("/")), line)
    code = run_editor(words)
    if code:
        how = f"with exit code {code}" if code > 0 else f"by signal {-code}"
        raise PnmError(f"The editor {words[0]} ended {how}.")
