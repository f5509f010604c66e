"""The settings as they were read last time: to load what reads and checks them takes longer than a start."""

import os
from contextlib import suppress

from msgspec import DecodeError, msgpack

from pnm_vault.model.settings import Settings
from pnm_vault.vault.find import SETTINGS_FILE
from pnm_vault.vault.obsidian import OBSIDIAN_FILES
from pnm_vault.vault.places import cache_folder, digest_of, program_stamp, vault_id
from pnm_vault.vault.read import read_bytes

_DIGEST = 16


def settings_of(root: str, *, kept: bool = True) -> Settings:
    """Give the settings that are in force; those kept in the cache folder where they were made of the same texts.

    `kept` False: they are read from the texts, and nothing is written.

    Raises:
        SettingsError: as `vault.config.effective_settings`, which reads them otherwise.
    """
    place = os.path.join(cache_folder(), f"{vault_id(root)}.settings")
    source = _source(root) if kept else b""
    if source and (found := _kept(place, source)) is not None:
        return found
    from pnm_vault.vault.config import effective_settings

    settings = effective_settings(root)
    if source and source == _source(root):
        _keep(place, source, settings)
    return settings


def _source(root: str) -> bytes:
    """Give a digest of all that the settings are made of, this program too; empty where it cannot be told."""
    try:
        with open(f"{root}/{SETTINGS_FILE}", "rb") as file:
            own: bytes | None = file.read()
    except FileNotFoundError:
        own = None
    except OSError:
        return b""
    texts = (own, *(read_bytes(root, name) for name in OBSIDIAN_FILES))
    return digest_of(msgpack.encode((program_stamp(), texts)))


def _kept(place: str, source: bytes) -> Settings | None:
    try:
        with open(place, "rb") as file:
            content = file.read()
    except OSError:
        return None
    made_of, proof, said = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST], content[2 * _DIGEST :]
    # A file of which only a part was written is none.
    if made_of != source or proof != digest_of(said):
        return None
    try:
        return msgpack.decode(said, type=Settings)
    except DecodeError:
        return None


def _keep(place: str, source: bytes, settings: Settings) -> None:
    said = msgpack.encode(settings)
    with suppress(OSError):
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        number = os.open(place, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with open(number, "wb") as file:
            file.write(source + digest_of(said) + said)
