"""`pnm rename`: another name or place for a contact's note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import count, open_vault, say
from pnm_vault.cli.terminal import plain
from pnm_vault.cli.written import dry_run_option, print_diffs, say_undo, written_fields
from pnm_vault.model.plan import Create, Replace
from pnm_vault.pipeline.regenerate import FileDiff

if TYPE_CHECKING:
    from pnm_vault.pipeline.writing.renaming import Renamed


def _diffs(done: Renamed) -> list[FileDiff]:
    """Show the renamed note as one note before and after."""
    old = {step.path: step.expected for step in done.written.plan.steps if not isinstance(step, Create)}
    return [
        FileDiff(
            done.new if step.path in (done.old, done.new) else step.path,
            old[done.old if step.path == done.new else step.path].decode(errors="replace"),
            step.content.decode(errors="replace"),
        )
        for step in done.written.plan.steps
        if isinstance(step, Create | Replace)
    ]


def _tell(invocation: Invocation, done: Renamed, called: str) -> None:
    if not done.written.plan.steps:
        say(invocation, "The note has that name already; nothing was changed.")
        return
    if done.written.dry_run:
        click.echo(plain(f"rename from {done.old}"))
        click.echo(plain(f"rename to {done.new}"))
        print_diffs(invocation, _diffs(done))
    else:
        links = f"; {count(done.links, 'link')} in {count(len(done.notes), 'note')} followed" if done.notes else ""
        say(invocation, f"{called}: {done.old} is {done.new} now{links}.")
        for path in done.notes:
            say(invocation, f"  {done.new if path == done.old else path}")
    for remark in done.remarks:
        say(invocation, remark)
    if not done.written.dry_run:
        say_undo(invocation)


@command(
    "rename",
    'pnm rename "Ann Lee" "Ann Moss" --alias',
    'pnm rename "Ann Lee" "Family/Ann Lee"',
)
@click.argument("name", shell_complete=complete_name)
@click.argument("new")
@click.option("--alias", is_flag=True, help="Keep the old name as an alias, so that it still finds them.")
@dry_run_option
@click.pass_obj
def rename(invocation: Invocation, name: str, new: str, alias: bool, dry_run: bool) -> None:
    """Rename the note of NAME to NEW: a name in the same folder, or FOLDER/NAME."""
    from pnm_vault.pipeline.writing.renaming import rename_contact

    with open_vault(invocation) as session:
        path = choose_contact(session, name)
        called = session.name_of(path)
        words = ("rename", name, new, *(["--alias"] if alias else []))
        done = rename_contact(session, path, new, words, alias=alias, dry_run=dry_run)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        fields = {
            **written_fields(done.written),
            "old_path": done.old,
            "path": done.new,
            "name": done.name,
            "links": done.links,
            "notes": list(done.notes),
            "remarks": list(done.remarks),
        }
        print_document("rename", session.today, fields)
        return
    _tell(invocation, done, called)
