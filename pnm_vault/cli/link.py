"""`pnm link`: two contacts know each other."""

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import open_vault
from pnm_vault.cli.written import dry_run_option, tell_written, written_fields


@command("link", 'pnm link "Ada Lovelace" bob', "pnm link ada bob --one-way")
@click.argument("first", shell_complete=complete_name)
@click.argument("second", shell_complete=complete_name)
@click.option("--one-way", is_flag=True, help="Write it into the note of FIRST alone.")
@dry_run_option
@click.pass_obj
def link(invocation: Invocation, first: str, second: str, one_way: bool, dry_run: bool) -> None:
    """Write into the notes of FIRST and SECOND that they know each other."""
    from pnm_vault.pipeline.writing.field_setting import link_contacts

    with open_vault(invocation) as session:
        one, other = choose_contact(session, first), choose_contact(session, second)
        words = ("link", first, second, *(["--one-way"] if one_way else []))
        written = link_contacts(session, one, other, words, one_way=one_way, dry_run=dry_run)
        names = session.name_of(one), session.name_of(other)
    if invocation.json:
        from pnm_vault.cli.document import contact_value, print_document

        contacts = [contact_value(one, names[0]), contact_value(other, names[1])]
        print_document("link", session.today, {**written_fields(written), "contacts": contacts, "one_way": one_way})
        return
    said = f"{names[0]} knows {names[1]}." if one_way else f"{names[0]} and {names[1]} know each other."
    tell_written(invocation, written, said)
