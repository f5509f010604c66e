"""`pnm set`: one property of a contact's note."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import open_vault
from pnm_vault.cli.written import dry_run_option, tell_written, written_fields

if TYPE_CHECKING:
    from pnm_vault.notes.values.field_value import FieldValue
    from pnm_vault.pipeline.writing.field_setting import FieldSet


def value_text(value: FieldValue | None) -> str:
    """Give a value as people write it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _json_value(value: FieldValue | None) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def field_fields(done: FieldSet, name: str) -> dict[str, Any]:
    """Give the keys of a document about one property."""
    return {
        **written_fields(done.written),
        "path": done.path,
        "name": name,
        "key": done.key,
        "value": _json_value(done.value),
    }


@command(
    "set",
    'pnm set "Ada Lovelace" cadence "every 6 weeks"',
    "pnm set ada circles --add choir",
    "pnm set ada birthday 12-10",
    "pnm set ada cadence --clear",
)
@click.argument("name", shell_complete=complete_name)
@click.argument("field")
@click.argument("value", nargs=-1)
@click.option("--add", "how", flag_value="add", help="Add VALUE to a list.")
@click.option("--remove", "how", flag_value="remove", help="Take VALUE out of a list.")
@click.option("--clear", "how", flag_value="clear", help="Take the whole property away; there is no VALUE then.")
@dry_run_option
@click.pass_obj
def set(  # noqa: A001 - the name of the command
    invocation: Invocation, name: str, field: str, value: tuple[str, ...], how: str | None, dry_run: bool
) -> None:
    """Set FIELD in the note of NAME to VALUE; several words are one value."""
    from pnm_vault.pipeline.writing.field_setting import How, set_field

    kind = How(how or "set")
    typed = " ".join(value)
    if bool(typed) == (kind is How.CLEAR):
        raise click.UsageError("--clear takes no VALUE." if typed else "Give a VALUE, or --clear.")
    with open_vault(invocation) as session:
        path = choose_contact(session, name)
        words = ("set", name, field, *([f"--{how}"] if how else []), *value)
        done = set_field(session, path, field, typed, words, how=kind, dry_run=dry_run)
        called = session.name_of(path)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("set", session.today, field_fields(done, called))
        return
    sentence = {
        How.SET: f"{called}: {done.key} is {value_text(done.value)}.",
        How.ADD: f"{called}: added to {done.key}: {value_text(done.value)}.",
        How.REMOVE: f"{called}: taken out of {done.key}: {value_text(done.value)}.",
        How.CLEAR: f"{called}: {done.key} is taken away.",
    }[kind]
    tell_written(invocation, done.written, sentence)
