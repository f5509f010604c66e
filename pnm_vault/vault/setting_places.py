"""How the folders that `pnm.toml` names go together, and whether they are there."""

import os
from collections.abc import Callable, Iterator, Mapping

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.settings import Settings
from pnm_vault.vault.find import SETTINGS_FILE
from pnm_vault.vault.patterns import Ignored, is_pattern

Values = Mapping[str, Mapping[str, object]]
"""The settings that a file has, by section and key."""

_DEFAULTS = Settings()


def find_conflicts(values: Values) -> Iterator[tuple[tuple[str, str], str]]:
    """Give the faults of settings that are good one by one but not together: section and key, and what is wrong.

    Only what cannot have been meant is a fault: review notes written among the contacts, or where nothing is looked at.
    """
    vault, review = values["vault"], values["review"]
    folder = str(review.get("folder", _DEFAULTS.review.folder))
    own_templates = str(review.get("templates", _DEFAULTS.review.templates))
    others = [("vault", key, other) for key in ("contacts", "templates", "meetings") for other in _each(vault, key)]
    for section, key, other in (*others, ("review", "templates", own_templates)):
        # Review notes may lie in a folder that holds meetings too: those are known by a day and by who was there.
        if _lies_in(other, folder) or (key != "meetings" and _lies_in(folder, other)):
            place = ("review", "folder") if "folder" in review else (section, key)
            yield (
                place,
                f"review.folder ({folder}) and {section}.{key} ({other}) must lie apart: nothing but pnm's own notes "
                "is kept in the review folder",
            )
    if entry := _left_out(f"{folder}/any.md", vault):
        yield (
            ("vault", "ignore"),
            f"vault.ignore ({entry}) leaves out the review folder ({folder}), which pnm has to look at: take it out "
            "there; review notes are never taken for notes of yours",
        )


def find_doubts(root: str, values: Values, line_of: Callable[[str, str], int]) -> Iterator[Problem]:
    """Give what doctor should say about the folders and notes that the settings name."""
    for section, key, name in _named(values):
        if not _is_there(root, name, exact=key == "ignore"):
            what = (
                "note" if key in ("me", "synonyms", "resources") else "folder or note" if key == "ignore" else "folder"
            )
            message = f"{section}.{key} names {name}, but there is no such {what}: correct the name, or take it out."
            yield _doubt(line_of(section, key), "setting-not-there", message)
        elif key not in ("ignore", "templates") and (entry := _left_out(name, values["vault"])):
            message = f"{section}.{key} names {name}, but vault.ignore ({entry}) leaves it out: take it out of one."
            yield _doubt(line_of(section, key), "setting-left-out", message)
        elif key == "contacts" and (form := _template_folder_of(name, values["vault"])):
            message = (
                f"{section}.{key} names {name}, but vault.templates ({form}) makes templates of all notes there: "
                "take it out of one."
            )
            yield _doubt(line_of(section, key), "setting-left-out", message)


def _named(values: Values) -> Iterator[tuple[str, str, str]]:
    vault = values["vault"]
    for key in ("contacts", "ignore", "templates", "daily_folder", "meetings", "me"):
        for name in _each(vault, key):
            if name and not (key == "ignore" and is_pattern(name)):
                yield "vault", key, name
    for name in _each(values["review"], "templates"):
        yield "review", "templates", name
    for key in ("synonyms", "resources"):
        for name in _each(values["matching"], key):
            if name:
                yield "matching", key, name


def _each(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, ())
    return value if isinstance(value, tuple) else (str(value),)


def _lies_in(folder: str, other: str) -> bool:
    """Tell whether `folder` is `other` or lies in it. Case does not count: it does not where notes are told apart."""
    return f"{folder}/".casefold().startswith(f"{other}/".casefold())


def _left_out(path: str, vault: Mapping[str, object]) -> str:
    """Give the entry of `ignore` that leaves out a path, or something that it lies in; nothing where none does."""
    ignored = Ignored(_each(vault, "ignore"))
    parts = path.split("/")
    meant = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return next((ignored.entry_for(one) for one in meant if one in ignored), "")


def _template_folder_of(folder: str, vault: Mapping[str, object]) -> str:
    return next((form for form in _each(vault, "templates") if _lies_in(folder, form)), "")


def _is_there(root: str, path: str, *, exact: bool) -> bool:
    """Tell whether a folder or note is there, as it is compared elsewhere: `exact`, or without regard to case."""
    folders = [root]
    for part in path.split("/"):
        folders = [
            os.path.join(folder, name)
            for folder in folders
            for name in _names_in(folder)
            if name == part or (not exact and name.casefold() == part.casefold())
        ]
    return bool(folders)


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _doubt(line: int, code: str, message: str) -> Problem:
    return Problem(SETTINGS_FILE, line, Severity.WARNING, code, message)
