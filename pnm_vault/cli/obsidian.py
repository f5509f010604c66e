"""`pnm obsidian`: files that make a vault at home in Obsidian; none that is there is overwritten."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, open_vault, say
from pnm_vault.cli.undo import say_recovered, undo
from pnm_vault.cli.written import dry_run_option, tell_written, written_fields

if TYPE_CHECKING:
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.obsidian_files import Installed

PARTS = ("base", "templates", "types", "snippet")


def _read_parts(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    if value is None:
        return PARTS
    parts = [part.strip().lower() for part in value.split(",") if part.strip()]
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        raise click.BadParameter(f"{value!r} is none of {', '.join(PARTS)}, or several of them with commas.")
    return tuple(dict.fromkeys(parts))


def installed_fields(installed: Installed) -> dict[str, Any]:
    """Give the keys that describe what was written."""
    dressed = [step.path for step in installed.dressed.steps]
    return {**written_fields(installed.written), "review_notes": dressed, "remarks": list(installed.remarks)}


def tell_installed(invocation: Invocation, installed: Installed) -> None:
    """Say what was written, and what was left as it is."""
    if installed.written.plan.steps:
        tell_written(invocation, installed.written, "Written for Obsidian:")
    else:
        say_recovered(invocation, installed.written.recovered)
        say(invocation, "There is nothing to add; no file was written.")
    dressed = len(installed.dressed.steps)
    if dressed:
        would = "would get" if installed.written.dry_run else "got"
        say(invocation, f"{count(dressed, 'review note')} {would} the class of the snippet.")
    for remark in installed.remarks:
        say(invocation, remark)


def _take_back(ctx: click.Context, invocation: Invocation, session: Session, dry_run: bool) -> None:
    """Take the class from the review notes, then hand on to `pnm undo` with what this command wrote last.

    Raises:
        PnmError: there is nothing of either.
    """
    from pnm_vault.errors import PnmError
    from pnm_vault.pipeline.writing.carry_out import Written
    from pnm_vault.pipeline.writing.obsidian_files import Installed
    from pnm_vault.pipeline.writing.review_class import plan_class, write_class
    from pnm_vault.pipeline.writing.undo import operations
    from pnm_vault.vault.journal import DONE, PARTIAL

    ours = [
        one.number
        for one in operations(session.root)
        if one.words[:1] == ("obsidian",) and one.state in (DONE, PARTIAL) and not one.undoes
    ]
    plan, remarks = plan_class(session, give=False)
    if not (ours or plan.steps):
        raise PnmError(
            "There is nothing of `pnm obsidian` to take back.", "`pnm undo --list` shows what is remembered."
        )
    if not dry_run:
        remarks += write_class(session, plan)
    for remark in remarks:
        say(invocation, remark)
    if plan.steps:
        would = "would lose" if dry_run else "lost"
        say(invocation, f"{count(len(plan.steps), 'review note')} {would} the class of the snippet.")
    if ours:
        ctx.invoke(undo, number=ours[0], listing=False, dry_run=dry_run, partial=False)
    elif invocation.json:
        _print_document(session, installed_fields(Installed(Written(), remarks, plan)), PARTS)


def _needs_yes(session: Session, yes: bool) -> bool:
    from pnm_vault.vault.obsidian_folder import read_obsidian_folder

    return not yes and not read_obsidian_folder(session.root).path


def _tell_what_yes_would_do(invocation: Invocation, session: Session, installed: Installed) -> None:
    say(invocation, f"{session.root} has no .obsidian folder: Obsidian has not opened it yet.")
    say(invocation, "With --yes these would be written all the same:")
    for path in installed.written.changed:
        say(invocation, f"  {path}")


def _print_document(session: Session, fields: dict[str, Any], parts: Collection[str]) -> None:
    from pnm_vault.cli.document import print_document

    print_document("obsidian", session.today, {"parts": list(parts), **fields})


@command(
    "obsidian", "pnm obsidian --dry-run", "pnm obsidian", "pnm obsidian --only base,templates", "pnm obsidian --undo"
)
@click.option(
    "--only",
    "parts",
    metavar="PARTS",
    callback=_read_parts,
    help=f"Only these, with commas between them: {', '.join(PARTS)}.",
)
@click.option("--enable-snippet", is_flag=True, help="Also turn the CSS snippet on in Obsidian's appearance.json.")
@click.option("--yes", "-y", is_flag=True, help="Go on although Obsidian has not opened this vault yet.")
@click.option("--undo", "take_back", is_flag=True, help="Take back what this command wrote last.")
@dry_run_option
@click.pass_context
def obsidian(
    ctx: click.Context, parts: tuple[str, ...], enable_snippet: bool, yes: bool, take_back: bool, dry_run: bool
) -> None:
    """Write what is missing; a file that is there stays as it is."""
    from pnm_vault.pipeline.writing.obsidian_files import install

    invocation = ctx.find_object(Invocation) or Invocation()
    if enable_snippet and "snippet" not in parts:
        raise click.UsageError("--enable-snippet turns the snippet on, so it needs that part.")
    with open_vault(invocation) as session:
        if take_back:
            _take_back(ctx, invocation, session, dry_run)
            return
        waits = _needs_yes(session, yes)
        words = ("obsidian", *(["--enable-snippet"] if enable_snippet else []))
        installed = install(session, parts, words, enable_snippet=enable_snippet, dry_run=dry_run or waits)
    if invocation.json:
        _print_document(session, installed_fields(installed), parts)
    elif waits and not dry_run:
        _tell_what_yes_would_do(invocation, session, installed)
    else:
        tell_installed(invocation, installed)
    if waits and not dry_run:
        ctx.exit(1)
