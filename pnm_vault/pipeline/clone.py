"""What the clone that a vault lies in is like, for `pnm doctor`: it is of one machine, so that no review note tells."""

from __future__ import annotations

import os

from pnm_vault.errors import PnmError
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.model.settings import Settings
from pnm_vault.sync.git.driver import DRIVER_KEY, program_of
from pnm_vault.sync.git.place import find_repository
from pnm_vault.sync.git.program import Git
from pnm_vault.sync.git.under_way import find_under_way
from pnm_vault.vault.read import read_bytes

_ATTRIBUTES = ".gitattributes"


class Clone(Record, frozen=True):
    """What git says about a vault.

    `merge` is what the attributes ask for where notes are merged (`pnm`, `unspecified`, `union`); `driver` is None
    where this clone has none, else the interpreter in it, empty for a driver of somebody else's. `ignored`: the review
    notes are left out of version control. `autocrlf` is that setting, empty for none. `trouble` says why git could not
    be asked; the others are then not known. `under_way` is what git is in the middle of, empty for nothing.
    """

    repository: str
    merge: str = ""
    driver: str | None = None
    ignored: bool = False
    autocrlf: str = ""
    trouble: str = ""
    under_way: str = ""

    @property
    def merges(self) -> str:
        """Say in a word how notes are merged here: `pnm`, `text`, `other`, `no driver` or `driver gone`."""
        if self.merge != "pnm":
            return "text" if self.merge in ("unspecified", "set") else "other"
        if self.driver is None:
            return "no driver"
        return "driver gone" if self.driver and not os.path.exists(self.driver) else "pnm"


def look_at_clone(root: str, settings: Settings) -> Clone | None:
    """Ask git about the vault; None where it lies in no repository."""
    repository = find_repository(root)
    if repository is None:
        return None
    under_way = find_under_way(repository)
    at = under_way.what if under_way is not None else ""
    git = Git(repository)
    start = f"{repository.vault}/" if repository.vault else ""
    page = f"{start}{settings.review.folder}/Agenda.md"
    try:
        driver = git.setting(DRIVER_KEY)
        return Clone(
            repository.top,
            merge=git.attribute("merge", (f"{start}x.md",))[0],
            driver=None if driver is None else program_of(driver) or "",
            ignored=git.leaves_out(page),
            autocrlf=git.setting("core.autocrlf") or "",
            under_way=at,
        )
    except PnmError as error:
        return Clone(repository.top, trouble=error.message, under_way=at)


def clone_problems(root: str, clone: Clone | None) -> tuple[Problem, ...]:
    """Say what this clone lacks of what its attributes ask for: git says nothing of it and merges lines of text."""
    if clone is None or clone.trouble or clone.merges not in ("no driver", "driver gone"):
        return ()
    if clone.merges == "no driver":
        message = "Notes are to be merged by pnm, but this clone has no driver for it: run `pnm git setup` here."
        return (_warn(root, "git-driver-missing", message),)
    message = f"Notes are to be merged by pnm, but {clone.driver} is gone: run `pnm git setup` here once more."
    return (_warn(root, "git-driver-gone", message),)


def _warn(root: str, code: str, message: str) -> Problem:
    return Problem(_ATTRIBUTES, _line_in_attributes(root), Severity.WARNING, code, message)


def _line_in_attributes(root: str) -> int:
    lines = (read_bytes(root, _ATTRIBUTES) or b"").decode(errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if "merge=pnm" in line.split()), 0)
