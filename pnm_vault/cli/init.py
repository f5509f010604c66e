"""`pnm init`: adopt a folder of notes: look, say what was found, write a commented pnm.toml. Changes no note.

Where Obsidian has opened the folder it offers what `pnm obsidian` writes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import ask_key, may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.obsidian import tell_installed
from pnm_vault.cli.opening import count, say
from pnm_vault.cli.terminal import open_screen, plain, print_lines
from pnm_vault.errors import SettingsError, VaultNotFoundError

if TYPE_CHECKING:
    from pnm_vault.notes.survey import Survey
    from pnm_vault.pipeline.writing.obsidian_files import Installed


def _fields(root: str, survey: Survey, text: str, written: bool, installed: Installed | None) -> dict[str, Any]:
    vault = survey.suggested.vault
    return {
        "vault": root,
        "written": written,
        "notes": survey.notes,
        "contacts": survey.contacts,
        "contact_folders": list(vault.contacts),
        "daily_folder": vault.daily_folder,
        "daily_format": vault.daily_format,
        "daily_notes": survey.daily_notes,
        "meeting_folders": list(vault.meetings),
        "template_folders": list(vault.templates),
        "me": survey.me or None,
        "fields": [
            {"spelling": use.spelling, "canonical": use.canonical or None, "notes": use.notes} for use in survey.fields
        ],
        "settings": text,
        "obsidian": None if installed is None else list(installed.written.changed),
    }


def _wants_obsidian(root: str, asked: bool | None) -> bool:
    """Tell whether the files for Obsidian are wanted: as was said on the command line, else as is answered; y is usual.

    Nobody is asked where there is no folder of Obsidian's.
    """
    from pnm_vault.vault.obsidian_folder import read_obsidian_folder

    if asked is not None or not may_ask() or not read_obsidian_folder(root).path:
        return bool(asked)
    keys = {"y": "yes", "\r": "yes", "\n": "yes", "n": "no"}
    question = "Also add a base of your contacts, templates, property types and a snippet for Obsidian? (Y/n)"
    return ask_key(question, keys) in ("y", "\r", "\n")


def _install(invocation: Invocation, root: str) -> Installed:
    from pnm_vault.pipeline import open_session
    from pnm_vault.pipeline.writing.obsidian_files import PARTS, install

    with open_session(root, invocation.today) as session:
        return install(session, PARTS, ("obsidian",))


def _notes(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        return ()
    from pnm_vault.vault.setting_values import note_words

    try:
        return note_words([word for said in value for word in said.split(",")])
    except ValueError as error:
        raise click.BadParameter(f"It {error}.") from error


def _complete_note(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from pnm_vault.model.review_notes import ALL, CHOSEN, FEW

    return [name for name in (ALL, FEW, *CHOSEN) if name.startswith(incomplete.casefold())]


def _say_notes(invocation: Invocation, words: tuple[str, ...]) -> None:
    """Say how many review notes there will be, and where the others are to be had."""
    from pnm_vault.model.review_notes import CHOSEN, wanted_notes

    wanted = len(wanted_notes(words))
    if wanted < len(CHOSEN):
        more = len(CHOSEN) - wanted
        say(
            invocation,
            f"It asks for {count(wanted, 'review note')}; under `notes` it names {more} more to choose from.",
        )


@command("init", "pnm init", "pnm init ~/Notes --dry-run", "pnm init --notes few --notes network")
@click.argument("folder", required=False, type=click.Path())
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print the pnm.toml that would be written.")
@click.option(
    "--obsidian/--no-obsidian",
    default=None,
    help="Also write what `pnm obsidian` writes, or do not ask. Else asked in a terminal where Obsidian is in use.",
)
@click.option(
    "--notes",
    multiple=True,
    callback=_notes,
    shell_complete=_complete_note,
    metavar="NAME",
    help="Which review notes you want: all, few (as without this), or a name; may be given more than once.",
)
@click.pass_obj
def init(
    invocation: Invocation, folder: str | None, dry_run: bool, obsidian: bool | None, notes: tuple[str, ...]
) -> None:
    """Survey FOLDER (else --vault, else the current folder) and write its pnm.toml."""
    from msgspec.structs import replace

    from pnm_vault.model.plan import Create, Plan
    from pnm_vault.notes.survey_words import setting_remarks
    from pnm_vault.pipeline import notes_to_begin_with, survey_vault
    from pnm_vault.vault import clock
    from pnm_vault.vault.config import render_settings
    from pnm_vault.vault.find import SETTINGS_FILE
    from pnm_vault.vault.write import apply

    root = os.path.realpath(os.path.expanduser(folder or invocation.vault or "."))
    if not os.path.isdir(root):
        raise VaultNotFoundError(f"{root} is not a folder.", "Name the folder that holds your notes.")
    if not dry_run and os.path.lexists(os.path.join(root, SETTINGS_FILE)):
        remedy = "Edit it, or see with `pnm init --dry-run` what would be suggested today."
        raise SettingsError(f"{os.path.join(root, SETTINGS_FILE)} is there already and stays as it is.", remedy)
    survey = survey_vault(root)
    suggested = survey.suggested
    notes = notes or notes_to_begin_with(root, suggested)
    settings = replace(suggested, review=replace(suggested.review, notes=notes))
    text = render_settings(settings, setting_remarks(survey))
    if not dry_run:
        report = apply(root, Plan((Create(SETTINGS_FILE, text.encode()),)))
        for path, reason in report.skipped:
            raise SettingsError(f"{path} was not written: {reason}.")
    if not invocation.json:
        _tell(invocation, survey, text, dry_run)
        _say_notes(invocation, notes)
    installed = _install(invocation, root) if not dry_run and _wants_obsidian(root, obsidian) else None
    if invocation.json:
        from pnm_vault.cli.document import print_document

        fields = _fields(root, survey, text, not dry_run, installed) | {"review_notes": list(notes)}
        print_document("init", invocation.today or clock.today(), fields)
    elif installed is not None:
        tell_installed(invocation, installed)
    if dry_run and obsidian:
        say(invocation, "Without --dry-run the files for Obsidian would follow: see `pnm obsidian --dry-run`.")
    if not invocation.json and not dry_run:
        where = "" if root == os.path.realpath(".") else f" --vault {root}"
        say(invocation, f"Next: pnm regenerate{where}")


def _tell(invocation: Invocation, survey: Survey, text: str, dry_run: bool) -> None:
    """Say what was found, and print the settings or say that they were written."""
    from pnm_vault.notes.survey_words import describe
    from pnm_vault.vault.find import SETTINGS_FILE

    if dry_run:
        for sentence in describe(survey):
            say(invocation, sentence)
        click.echo("\n".join(plain(line) for line in text.splitlines()))
        return
    print_lines([plain(sentence) for sentence in describe(survey)], open_screen(invocation.color))
    say(invocation, f"Wrote {SETTINGS_FILE}; no note was changed.")
