"""`pnm snooze`: no reminder about a contact before a day."""

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import open_vault
from pnm_vault.cli.set import field_fields
from pnm_vault.cli.written import dry_run_option, tell_written


@command("snooze", 'pnm snooze "Ada Lovelace" 2 weeks', "pnm snooze ada march", "pnm snooze ada 2027-01-14")
@click.argument("name", shell_complete=complete_name)
@click.argument("when", nargs=-1, required=True)
@dry_run_option
@click.pass_obj
def snooze(invocation: Invocation, name: str, when: tuple[str, ...], dry_run: bool) -> None:
    """Ask for no reminder about NAME before WHEN."""
    from pnm_vault.pipeline.writing import field_setting

    with open_vault(invocation) as session:
        path = choose_contact(session, name)
        words = ("snooze", name, *when)
        done = field_setting.snooze(session, path, " ".join(when), words, dry_run=dry_run)
        called = session.name_of(path)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("snooze", session.today, field_fields(done, called))
        return
    tell_written(invocation, done.written, f"{called}: no reminder before {done.value:%A}, {done.value}.")
