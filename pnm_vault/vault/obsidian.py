"""What Obsidian's own settings say, as far as pnm can use it. They are not ours: anything odd is left out."""

import msgspec

from pnm_vault.model.settings import ObsidianSettings
from pnm_vault.vault.find import OBSIDIAN_FOLDER
from pnm_vault.vault.read import read_bytes

_DAILY = f"{OBSIDIAN_FOLDER}/daily-notes.json"
_PERIODIC = f"{OBSIDIAN_FOLDER}/plugins/periodic-notes/data.json"
_TEMPLATES = f"{OBSIDIAN_FOLDER}/templates.json"
_TEMPLATER = f"{OBSIDIAN_FOLDER}/plugins/templater-obsidian/data.json"
_APP = f"{OBSIDIAN_FOLDER}/app.json"
_PLUGINS = f"{OBSIDIAN_FOLDER}/community-plugins.json"
OBSIDIAN_FILES = (_DAILY, _PERIODIC, _TEMPLATES, _TEMPLATER, _PLUGINS)


def read_obsidian(root: str) -> ObsidianSettings:
    """Read `.obsidian/`. The Periodic Notes plugin, where it makes the daily notes, goes before the built-in one.

    What a plugin left behind that is on no longer does not count. A configuration folder of another name is not looked
    for.
    """
    plugins = _sequence(_read(root, _PLUGINS))
    periodic = _periodic(root) if "periodic-notes" in plugins else {}
    daily = periodic or _mapping(root, _DAILY)
    templates = [_folder(_mapping(root, _TEMPLATES).get("folder"))]
    if "templater-obsidian" in plugins:
        templates.append(_folder(_mapping(root, _TEMPLATER).get("templates_folder")))
    return ObsidianSettings(
        daily=bool(periodic) or any(isinstance(daily.get(key), str) for key in ("folder", "format")),
        daily_folder=_folder(daily.get("folder")),
        daily_format=_text(daily.get("format")),
        templates=tuple(dict.fromkeys(folder for folder in templates if folder)),
        daily_template=_note(daily.get("template")),
    )


def attachment_folder(root: str, note: str) -> str:
    """Say into which folder Obsidian puts what is attached to a note (a path): by default the vault's own, empty."""
    said = _text(_mapping(root, _APP).get("attachmentFolderPath"))
    if said != "." and not said.startswith("./"):
        return _folder(said)
    beside = note.rpartition("/")[0]
    inside = _folder(said.removeprefix(".").strip("/"))
    return f"{beside}/{inside}".strip("/")


def _periodic(root: str) -> dict[str, object]:
    daily = _mapping(root, _PERIODIC).get("daily")
    return daily if isinstance(daily, dict) and daily.get("enabled") is True else {}


def _read(root: str, path: str) -> object:
    raw = read_bytes(root, path)
    try:
        return msgspec.json.decode((raw or b"null").removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _mapping(root: str, path: str) -> dict[str, object]:
    found = _read(root, path)
    return found if isinstance(found, dict) else {}


def _sequence(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _note(value: object) -> str:
    path = _folder(value)
    return path if not path or path.lower().endswith(".md") else f"{path}.md"


def _folder(value: object) -> str:
    from pnm_vault.vault.setting_values import folder_inside

    try:
        return folder_inside(_text(value).lstrip("/"))
    except ValueError:
        return ""
