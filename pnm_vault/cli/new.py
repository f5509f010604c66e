"""`pnm new`: a note for a new contact."""

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import open_vault, say
from pnm_vault.cli.written import dry_run_option, read_stdin, tell_written, written_fields


@command(
    "new",
    "pnm new Ada Lovelace --category mentor --circle choir",
    "pnm new - < signature.txt",
    "xclip -o | pnm new Ada Lovelace -",
)
@click.argument("name", nargs=-1, required=True)
@click.option("--category", default="", metavar="WORD", help="What they are to you: friend, mentor, ...")
@click.option("--circle", "circles", multiple=True, metavar="WORD", help="A circle; may be given more than once.")
@click.option("--folder", metavar="FOLDER", help="Where the note goes; else where most contacts lie.")
@click.option("--force", is_flag=True, help="Make it although there is likely such a contact already.")
@dry_run_option
@click.pass_obj
def new(
    invocation: Invocation,
    name: tuple[str, ...],
    category: str,
    circles: tuple[str, ...],
    folder: str | None,
    force: bool,
    dry_run: bool,
) -> None:
    """Make a note for NAME; `-` at the end reads a signature or business card from standard input."""
    from pnm_vault.notes.signature import read_signature
    from pnm_vault.pipeline.writing.new_contact import create_contact

    signature = read_signature(read_stdin()) if name[-1] == "-" else None
    called = " ".join(name[:-1] if signature else name) or (signature.name if signature else "")
    if not called:
        raise click.UsageError("The signature does not begin with a name: give one before the -.")
    with open_vault(invocation) as session:
        made = create_contact(
            session,
            called,
            ("new", *name),
            category=category,
            circles=circles,
            folder=folder,
            signature=signature,
            force=force,
            dry_run=dry_run,
        )
    if invocation.json:
        from pnm_vault.cli.document import print_document

        fields = {"path": made.newcomer.path, "name": called, "text": made.newcomer.text}
        print_document("new", session.today, {**written_fields(made.written), **fields})
        return
    for remark in made.newcomer.remarks:
        say(invocation, remark)
    tell_written(invocation, made.written, f"Made a note for {called}.")
