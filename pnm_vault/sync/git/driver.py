"""The setting by which git calls pnm to merge a note. Pure."""

import shlex

from pnm_vault.patterns import pattern_of

NAME_KEY, DRIVER_KEY = "merge.pnm.name", "merge.pnm.driver"
NAME = "pnm: notes merged by what their lines mean"

_CALL = "-P -m pnm_vault git merge-driver %O %A %B %L %P"
_PROGRAM = pattern_of(r"if ('(?:[^']|'\"'\"')*'|[^\s']+) -P -c ")


def driver_line(python: str) -> str:
    """Give the driver for an interpreter, as git hands it to a shell.

    The interpreter's whole path is in it, since programs with windows, which start git too, rarely have the PATH of a
    terminal. Where pnm is no longer there, or ends otherwise than with 0 (merged) or 1 (in conflict), git's own merging
    takes its place, conflict markers and all: git takes any other end for a conflict too, and what lies there then is
    our side, as if nothing had come from the other. `-P` keeps Python from loading a module that lies in the vault.

    Source: git, Documentation/gitattributes.txt, Defining a custom merge driver.
    """
    program = quoted(python).replace("%", "%%")
    plain = "git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B"
    tried = f"if {program} -P -c 'import pnm_vault' 2>/dev/null; then {program} {_CALL}; code=$?; else code=127; fi"
    return f"{tried}; [ $code -le 1 ] && exit $code; {plain}"


def program_of(driver: str) -> str | None:
    """Give the interpreter in a driver that `driver_line` made; None for a driver of somebody else's."""
    found = _PROGRAM.match(driver)
    if found is None:
        return None
    python = shlex.split(found[1])[0].replace("%%", "%")
    return python if driver == driver_line(python) else None


def quoted(python: str) -> str:
    """Quote a path for a shell; on Windows too git's shell is one of Unix."""
    return shlex.quote(python)
