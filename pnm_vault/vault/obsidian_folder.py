"""Obsidian's own folder in a vault, which may be called otherwise, and what its settings say about writing there."""

import os
from collections.abc import Sequence

import msgspec

from pnm_vault.model.record import Record
from pnm_vault.vault.find import OBSIDIAN_FOLDER
from pnm_vault.vault.read import read_bytes, real_path_inside
from pnm_vault.vault.setting_values import folder_inside

# What Obsidian writes into its folder when a vault is first opened; other programs' hidden folders have neither.
_SIGNS = ("app.json", "core-plugins.json")


class ObsidianFolder(Record, frozen=True):
    """What Obsidian's folder says.

    `path` is vault-relative, empty when there is none; `inside` is False when it really lies outside of the vault.
    `templates` is the folder of the plugin Templates, empty when none is set. `off` names those of Obsidian's own
    plugins that are switched off, of those that it says anything about.
    """

    path: str = ""
    inside: bool = True
    templates: str = ""
    off: tuple[str, ...] = ()


def read_obsidian_folder(root: str) -> ObsidianFolder:
    """Find the folder (`.obsidian`, else the first of another name that looks like it) and read what is of use."""
    path = _find(root)
    if not path:
        return ObsidianFolder()
    templates = _read(root, f"{path}/templates.json")
    plugins = _read(root, f"{path}/core-plugins.json")
    return ObsidianFolder(
        path,
        real_path_inside(root, path) is not None,
        _folder(templates.get("folder")) if isinstance(templates, dict) else "",
        _off(plugins),
    )


def name_beside(root: str, path: str) -> str:
    """Give the path of what lies at a path, or beside it under a name that some systems take for the same; or empty."""
    folder, _, name = path.rpartition("/")
    try:
        names = sorted(os.listdir(os.path.join(root, folder)))
    except OSError:
        return ""
    same = [other for other in names if other.casefold() == name.casefold()]
    found = name if name in same else next(iter(same), "")
    return f"{folder}/{found}".lstrip("/") if found else ""


def _find(root: str) -> str:
    if os.path.isdir(os.path.join(root, OBSIDIAN_FOLDER)):
        return OBSIDIAN_FOLDER
    try:
        hidden = sorted([name for name in os.listdir(root) if name.startswith(".")])
    except OSError:
        return ""
    return next((name for name in hidden if _has_all(os.path.join(root, name), _SIGNS)), "")


def _has_all(folder: str, names: Sequence[str]) -> bool:
    return all(os.path.isfile(os.path.join(folder, name)) for name in names)


def _off(plugins: object) -> tuple[str, ...]:
    """Read which are off: until 1.7 the file listed those that are on, since then each has a yes or no."""
    wanted = ("bases", "templates")
    if isinstance(plugins, dict):
        return tuple([name for name in wanted if plugins.get(name) is False])
    if isinstance(plugins, list):
        return tuple([name for name in wanted if name not in plugins])
    return ()


def _read(root: str, path: str) -> object:
    try:
        return msgspec.json.decode((read_bytes(root, path) or b"null").removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _folder(value: object) -> str:
    try:
        return folder_inside(value.strip().lstrip("/")) if isinstance(value, str) else ""
    except ValueError:
        return ""
