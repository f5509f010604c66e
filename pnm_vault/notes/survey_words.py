"""What a survey found, in sentences: for who reads them, and for the comments of the `pnm.toml` that is suggested."""

from collections.abc import Mapping

from pnm_vault.model.settings import ReviewSettings
from pnm_vault.notes.survey import OTHER_REVIEW_FOLDER, FieldUse, Survey


def describe(survey: Survey) -> tuple[str, ...]:
    """Say in plain sentences what was found."""
    said = [f"{_count(survey.notes, 'note')}, {_count(survey.contacts, 'contact')} among them."]
    said += [f"Contacts live in {row.folder}/ ({row.found} of {row.notes} notes)." for row in survey.contact_folders]
    if survey.scattered:
        where = "elsewhere" if survey.contact_folders else "in several places"
        said.append(f"{_count(survey.scattered, 'contact')} {where}, recognised by type, tag or an @ before the name.")
    said += [
        f"{row.folder}/ looks like contacts too: {row.found} of {row.notes} notes have an e-mail, birthday or the like."
        for row in survey.likely
    ]
    if not survey.contacts and not survey.likely:
        said.append(
            "No contacts yet: take in the address book that you have (pnm import), make a first note (pnm new NAME), "
            "give a note of yours the property `type: person`, or name your contact folder in pnm.toml."
        )
    said += _describe_places(survey)
    known = [use for use in survey.fields if use.canonical]
    unknown = [use for use in survey.fields if not use.canonical]
    if known:
        shown = ", ".join(
            use.spelling if use.spelling == use.canonical else f"{use.spelling} (read as {use.canonical})"
            for use in known[:12]
        )
        said.append(f"Fields understood: {shown}{_more(known, 12)}.")
    if unknown:
        shown = ", ".join(use.spelling for use in unknown[:8])
        said.append(f"Fields left alone, because their meaning is not known: {shown}{_more(unknown, 8)}.")
    return tuple(said)


def setting_remarks(survey: Survey) -> Mapping[str, str]:
    """Say by `section.key` why a setting is suggested, for the comments of `pnm.toml`."""
    contacts = [f"{row.folder}/ holds {row.found} of them" for row in survey.contact_folders]
    contacts += [f"{row.folder}/ holds {row.found} notes that look like contacts" for row in survey.likely]
    remarks = {}
    if contacts:
        remarks["vault.contacts"] = f"Found: {'; '.join(contacts)}."
    if survey.daily_by_obsidian:
        remarks["vault.daily_folder"] = "Found in Obsidian's own settings."
    elif survey.daily_notes:
        remarks["vault.daily_folder"] = f"Found: {_count(survey.daily_notes, 'note')} named as days."
    if survey.suggested.review.folder == OTHER_REVIEW_FOLDER:
        remarks["review.folder"] = f"{ReviewSettings().folder}/ holds notes of yours."
    if survey.meetings:
        remarks["vault.meetings"] = f"Found: {'; '.join(f'{row.found} in {row.folder}/' for row in survey.meetings)}."
    return remarks


def _describe_places(survey: Survey) -> list[str]:
    vault = survey.suggested.vault
    said = []
    if survey.daily_notes or survey.daily_by_obsidian:
        where = f"in {vault.daily_folder}/" if vault.daily_folder else "at the top of the vault"
        told = ", as Obsidian's own settings say" if survey.daily_by_obsidian else ""
        said.append(f"{_count(survey.daily_notes, 'daily note')} {where} named {vault.daily_format}{told}.")
    said += [f"Meeting notes live in {row.folder}/ ({row.found} of {row.notes} notes)." for row in survey.meetings]
    if survey.templates:
        said.append(
            f"Templates live in {', '.join(f'{folder}/' for folder in survey.templates)}; they are no contacts."
        )
    if survey.me:
        said.append(f"{survey.me} is your own note.")
    return said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _more(rows: list[FieldUse], shown: int) -> str:
    return f" and {len(rows) - shown} more" if len(rows) > shown else ""
