"""Which content from a vault its owner has vouched for: kept outside every vault, so that sync cannot grant it."""

import os

from pnm_vault.errors import PnmError
from pnm_vault.vault.places import digest_of, state_folder, vault_id
from pnm_vault.vault.read import reason


def is_trusted(root: str, path: str, content: bytes) -> bool:
    """Tell whether this very content at this vault-relative path of this vault was trusted."""
    return os.path.isfile(_mark(root, path, content))


def trust(root: str, path: str, content: bytes) -> None:
    """Trust this content at this path, in the place of whatever was trusted there before.

    Raises:
        PnmError: it cannot be remembered.
    """
    distrust(root, path)
    mark = _mark(root, path, content)
    try:
        os.makedirs(os.path.dirname(mark), mode=0o700, exist_ok=True)
        handle = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, f"{path}\n".encode(errors="replace"))  # for people who look into the folder
        finally:
            os.close(handle)
    except OSError as error:
        raise PnmError(f"This cannot be remembered: {reason(error)}.", f"Look at {_folder(root)}.") from error


def distrust(root: str, path: str) -> None:
    """Trust nothing at this path any more.

    Raises:
        PnmError: what was trusted cannot be taken away.
    """
    folder = _folder(root)
    start = _place(path) + "-"
    try:
        for name in os.listdir(folder):
            if name.startswith(start):
                os.unlink(os.path.join(folder, name))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise PnmError(f"Trust cannot be taken back: {reason(error)}.", f"Look at {folder}.") from error


def _folder(root: str) -> str:
    return os.path.join(state_folder(), "trust", vault_id(root))


def _place(path: str) -> str:
    return digest_of(os.fsencode(path)).hex()


def _mark(root: str, path: str, content: bytes) -> str:
    """Give the file whose presence says yes: there is nothing in it that could be damaged or misread."""
    import hashlib

    # What is trusted may be made by a stranger, so the fingerprint must be one that cannot be forged.
    return os.path.join(_folder(root), f"{_place(path)}-{hashlib.sha256(content).hexdigest()}")
