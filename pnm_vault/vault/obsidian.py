"""What Obsidian's own settings say, as far as pnm can use it. They are not ours: anything odd is left out."""

import msgspec

from pnm_vault.model.record import Row
from pnm_vault.vault.find import OBSIDIAN_FOLDER
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.setting_table import folder_inside

_DAILY = f"{OBSIDIAN_FOLDER}/daily-notes.json"
_PERIODIC = f"{OBSIDIAN_FOLDER}/plugins/periodic-notes/data.json"
_TEMPLATES = f"{OBSIDIAN_FOLDER}/templates.json"
_APP = f"{OBSIDIAN_FOLDER}/app.json"
_PLUGINS = f"{OBSIDIAN_FOLDER}/community-plugins.json"
OBSIDIAN_FILES = (_DAILY, _PERIODIC, _TEMPLATES, _APP, _PLUGINS)


class ObsidianSettings(Row, frozen=True):
    """Folders are vault-relative with `/`; empty: not set. `ignore_filters` are as written, a path or a `/pattern/`.

    `daily_template` is the note that a new daily note is made from, with `.md`.
    """

    daily_folder: str = ""
    daily_format: str = ""
    templates_folder: str = ""
    ignore_filters: tuple[str, ...] = ()
    daily_template: str = ""


def read_obsidian(root: str) -> ObsidianSettings:
    """Read `.obsidian/`. The Periodic Notes plugin, where it makes the daily notes, goes before the built-in one.

    A configuration folder of another name is not looked for.
    """
    daily = _periodic(root) or _mapping(root, _DAILY)
    return ObsidianSettings(
        _folder(daily.get("folder")),
        _text(daily.get("format")),
        _folder(_mapping(root, _TEMPLATES).get("folder")),
        tuple(item for item in _sequence(_mapping(root, _APP).get("userIgnoreFilters")) if isinstance(item, str)),
        _note(daily.get("template")),
    )


def _periodic(root: str) -> dict[str, object]:
    daily = _mapping(root, _PERIODIC).get("daily")
    if not isinstance(daily, dict) or daily.get("enabled") is not True:
        return {}
    return daily if "periodic-notes" in _sequence(_read(root, _PLUGINS)) else {}


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
    try:
        return folder_inside(_text(value).lstrip("/"))
    except ValueError:
        return ""
