"""`pnm init`: adopt a folder of notes: look, say what was found, write a commented pnm.toml. Changes no note."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import say
from pnm_vault.cli.terminal import open_screen, plain, print_lines
from pnm_vault.errors import SettingsError, VaultNotFoundError

if TYPE_CHECKING:
    from pnm_vault.notes.survey import Survey


def _fields(root: str, survey: Survey, text: str, written: bool) -> dict[str, Any]:
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
    }


@command("init", "pnm init", "pnm init ~/Notes --dry-run")
@click.argument("folder", required=False, type=click.Path())
@click.option("--dry-run", "-n", is_flag=True, help="Write nothing; print the pnm.toml that would be written.")
@click.pass_obj
def init(invocation: Invocation, folder: str | None, dry_run: bool) -> None:
    """Survey FOLDER (else --vault, else the current folder) and write its pnm.toml."""
    from pnm_vault.model.plan import Create, Plan
    from pnm_vault.notes.survey_words import describe, setting_remarks
    from pnm_vault.pipeline import survey_vault
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
    text = render_settings(survey.suggested, setting_remarks(survey))
    if not dry_run:
        report = apply(root, Plan((Create(SETTINGS_FILE, text.encode()),)))
        for path, reason in report.skipped:
            raise SettingsError(f"{path} was not written: {reason}.")
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("init", invocation.today or clock.today(), _fields(root, survey, text, not dry_run))
    elif dry_run:
        for sentence in describe(survey):
            say(invocation, sentence)
        click.echo("\n".join(plain(line) for line in text.splitlines()))
    else:
        print_lines([plain(sentence) for sentence in describe(survey)], open_screen(invocation.color))
        where = "" if root == os.path.realpath(".") else f" --vault {root}"
        say(invocation, f"Wrote {SETTINGS_FILE}; no note was changed. Next: pnm regenerate{where}")
