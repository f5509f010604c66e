"""Which vault a command is about."""

import os
from collections.abc import Mapping

from pnm_vault.errors import VaultNotFoundError

SETTINGS_FILE = "pnm.toml"
OBSIDIAN_FOLDER = ".obsidian"


def find_vault(option: str | None, environ: Mapping[str, str], cwd: str) -> str:
    """Give the absolute real path of the vault.

    `--vault` decides, else `PNM_VAULT`; an empty value counts as not given. Otherwise it is the nearest folder, from
    `cwd` upwards, that holds `pnm.toml` or `.obsidian/`.

    Raises:
        VaultNotFoundError: the folder named is not there, or none was found.
    """
    if option:
        return _named(option, "--vault", cwd)
    if environ.get("PNM_VAULT"):
        return _named(environ["PNM_VAULT"], "PNM_VAULT", cwd)
    folder = os.path.realpath(cwd)
    while True:
        if os.path.isfile(os.path.join(folder, SETTINGS_FILE)) or os.path.isdir(os.path.join(folder, OBSIDIAN_FOLDER)):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            raise VaultNotFoundError(
                f"No vault was found in {cwd} or any folder above it.",
                "Go to your vault, name it with --vault FOLDER, or make this folder one with `pnm init`.",
            )
        folder = above


def _named(value: str, named_by: str, cwd: str) -> str:
    path = os.path.join(cwd, os.path.expanduser(value))
    if "\0" not in path and os.path.isdir(path):
        return os.path.realpath(path)
    fault = "is a file, not a folder" if "\0" not in path and os.path.exists(path) else "does not exist"
    raise VaultNotFoundError(
        f"The vault named by {named_by}, {value!r}, {fault}.",
        "Check the path, or name another folder with --vault FOLDER.",
    )
