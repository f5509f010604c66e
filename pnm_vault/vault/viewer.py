"""The program with which the system shows a picture."""

import os
import subprocess
import sys
from collections.abc import Mapping

from pnm_vault.errors import PnmError
from pnm_vault.vault.editor import find_program

_PLATFORM: str = sys.platform


def open_in_viewer(path: str, environ: Mapping[str, str]) -> None:
    """Open a file (its whole path) as a double click would; gives control back at once.

    Raises:
        PnmError: the system has no program for that, or it cannot be started.
    """
    if sys.platform == "win32":  # pragma: no cover - the system's own call, which is nowhere else
        os.startfile(path)  # noqa: S606
        return
    name = "open" if _PLATFORM == "darwin" else "xdg-open"
    program = find_program(name, environ)
    if program is None:
        raise PnmError(f"There is no program {name} to open the picture with.", f"Open it yourself: {path}")
    try:
        # In a session of its own: the viewer stays when the terminal is closed.
        viewer = subprocess.Popen(
            (program, path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        viewer.returncode = 0  # nobody waits for it, and nobody is to be warned that it goes on
    except OSError as error:
        raise PnmError(f"{program} cannot be started: {error}.", f"Open it yourself: {path}") from error
