"""What was read for a review of an import, kept in the state folder until it is applied or another one is reviewed."""

import os
from contextlib import suppress

from pnm_vault.errors import PnmError
from pnm_vault.vault.places import state_folder, vault_id
from pnm_vault.vault.write import why_of


def keep_reading(root: str, digest: str, content: bytes) -> None:
    """Keep the reading of a vault's review, in the place of an earlier one.

    Raises:
        PnmError: it cannot be kept.
    """
    folder = _folder(root)
    path = os.path.join(folder, digest)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        temporary = f"{path}.{os.getpid()}.tmp"
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        os.replace(temporary, path)
        for name in os.listdir(folder):
            if name != digest:
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))
    except OSError as error:
        raise PnmError(f"What was read cannot be kept for --apply: {why_of(error)}.", f"Look at {folder}.") from error


def kept_reading(root: str, digest: str) -> bytes | None:
    """Give the reading of this digest; None where it is not on this machine."""
    if not digest.isalnum():
        return None
    try:
        with open(os.path.join(_folder(root), digest), "rb") as file:
            return file.read()
    except OSError:
        return None


def _folder(root: str) -> str:
    return os.path.join(state_folder(), "imports", vault_id(root))
