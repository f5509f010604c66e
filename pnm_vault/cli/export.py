"""`pnm export`: contacts and days for other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import count, open_vault, read_vault, say, warn
from pnm_vault.errors import PnmError, UnknownContactError

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.exporting.files import Written
    from pnm_vault.pipeline.exporting.forms import Export

_FORMS = ("vcard", "ics", "csv", "json", "graphml")


def _print_content(content: bytes) -> None:
    """Print to standard output: the very bytes to a pipe or file, to a terminal what it cannot act upon."""
    from pnm_vault.cli.terminal import plain

    stream = getattr(sys.stdout, "buffer", None)
    if stream is not None and not sys.stdout.isatty():
        sys.stdout.flush()
        stream.write(content)
        stream.flush()
        return
    for line in content.decode(errors="replace").removesuffix("\n").split("\n"):
        click.echo(plain(line.removesuffix("\r")), color=True)


def _tell_written(invocation: Invocation, output: str, export: Export, written: Written, folder: bool) -> None:
    if invocation.json:
        return
    if folder:
        told = (
            (len(written.created), "new"),
            (len(written.replaced), "changed"),
            (len(written.unchanged), "as before"),
            (len(written.removed), "removed"),
        )
        parts = ", ".join([f"{number} {word}" for number, word in told if number])
        say(invocation, f"{count(export.contacts, 'contact')} in {output}: {parts or 'nothing to write'}.")
    elif written.unchanged:
        say(invocation, f"{output} is as it should be: {count(export.contacts, 'contact')}.")
    elif not written.left:
        say(invocation, f"Wrote {count(export.contacts, 'contact')} to {output}.")


def _print_document(session: Session, form: str, output: str, export: Export, written: Written) -> None:
    from pnm_vault.cli.document import print_document

    fields = {
        "form": form,
        "output": output,
        "contacts": export.contacts,
        "created": list(written.created),
        "replaced": list(written.replaced),
        "removed": list(written.removed),
        "unchanged": list(written.unchanged),
        "left": [{"path": path, "reason": why} for path, why in written.left],
        "left_out": [{"path": path, "reason": why} for path, why in export.left_out],
    }
    print_document("export", session.today, fields)


@command(
    "export",
    "pnm export vcard -o contacts.vcf",
    "pnm export vcard -o ~/contacts/ --circle choir",
    "pnm export ics -o days.ics",
    "pnm export csv 'Ada Lovelace' Bo",
    "pnm export graphml --query letterpress > network.graphml",
)
@click.argument("form", metavar="FORMAT", type=click.Choice(_FORMS))
@click.argument("name", nargs=-1, shell_complete=complete_name)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(),
    default="",
    help="Write to this file; of vCards one each into a folder, if PATH is one or ends with a slash.",
)
@click.option("--circle", metavar="CIRCLE", default="", help="Only contacts of this circle.")
@click.option("--category", metavar="CATEGORY", default="", help="Only contacts of this category.")
@click.option("--query", metavar="WORDS", default="", help="Only contacts whose own note holds all these words.")
@click.option("--private", is_flag=True, help="Private contacts too, even if not named.")
@click.option(
    "--vcard", "card_version", type=click.Choice(("3.0", "4.0")), default="3.0", help="Version of vCards; else 3.0."
)
@click.option("--bom", is_flag=True, help="Begin a table with a byte order mark, by which Excel knows UTF-8.")
@click.option("--force", is_flag=True, help="Write over files that pnm did not write, or that were changed since.")
@click.pass_obj
def export(
    invocation: Invocation,
    /,
    form: str,
    name: tuple[str, ...],
    output: str,
    circle: str,
    category: str,
    query: str,
    private: bool,
    card_version: str,
    bom: bool,
    force: bool,
) -> None:
    """Print the export, or write it; every NAME is one contact."""
    from pnm_vault.insights.helping.finding import read_query
    from pnm_vault.pipeline.exporting.choice import Choice, choose
    from pnm_vault.pipeline.exporting.files import write_export
    from pnm_vault.pipeline.exporting.forms import Form, build_export
    from pnm_vault.pipeline.importing.ledger import card_uids, kept_lines
    from pnm_vault.pipeline.importing.ledger_files import load_ledger
    from pnm_vault.vault.export_files import is_folder

    folder = is_folder(output)
    if folder and form != "vcard":
        raise click.UsageError("Only vCards go into a folder; give -o the name of a file.")
    if invocation.json and not output:
        raise click.UsageError("With --json, which says what was written, give -o; 'pnm export json' prints contacts.")
    terms = read_query(query)
    if query and not terms:
        raise click.UsageError(f"“{query}” holds no word that could be looked for.")
    # What is written may be carried on to a phone: there a vault that looks empty is a reason to stop.
    with open_vault(invocation) if output else read_vault(invocation) as session:
        named = tuple([choose_contact(session, one) for one in name])
        chosen = choose(session, Choice(named, circle, category, terms, private))
        if not chosen.paths:
            raise UnknownContactError("No contact fits what you asked for; nothing was written.")
        ledger, _ = load_ledger(session)
        made = build_export(session, Form(form, card_version, bom), chosen, kept_lines(ledger), card_uids(ledger))
        for path, why in made.left_out:
            warn(f"pnm: {path} was left out: {why}.")
        if not output:
            _print_content(made.content)
        else:
            written = write_export(output, made.cards if folder else made.content, force=force, spared=made.spared)
            if invocation.json:
                _print_document(session, form, output, made, written)
            _tell_written(invocation, output, made, written, folder)
            for path, why in written.left:
                warn(f"pnm: {path} was left as it is: {why}.")
    if made.left_out or (output and written.left):
        raise PnmError("Not everything was exported.")
