"""The hooks that `pnm git setup --hooks` writes, as text. Pure."""

from pnm_vault.sync.git.driver import quoted

BEFORE_COMMIT = "pre-commit"
AFTER = {
    "post-merge": "a merge",
    "post-checkout": "another branch was checked out",
    "post-rewrite": "a rebase",
}
HOOKS = (*AFTER, BEFORE_COMMIT)
# What git is about to end when it calls a hook, and has not put away yet.
ENDING = {"post-merge": ("MERGE_HEAD",), "post-rewrite": ("rebase-merge", "rebase-apply")}

_MARK = "# Written by `pnm git setup --hooks` for the vault {}; `pnm git setup --undo` takes it away."


def hook_text(name: str, python: str, vault: str) -> bytes:
    """Give a whole hook. `vault` is the vault's folder as seen from the top of the working tree; empty for the top."""
    if name == BEFORE_COMMIT:
        purpose = "Looks for errors in the notes that are about to be committed; `git commit --no-verify` passes it."
    else:
        purpose = f"Brings the review notes up to date after {AFTER[name]}; git goes on whatever comes of it."
    lines = ("#!/bin/sh", _mark(vault), f"# {purpose}", hook_line(name, python, vault))
    return "".join(f"{line}\n" for line in lines).encode()


def hook_line(name: str, python: str, vault: str) -> str:
    """Give the line that does it, for a hook that is there already. Where pnm is no longer there it does nothing."""
    program, folder = quoted(python), quoted(vault or ".")
    call = f"{program} -P -m pnm_vault --vault {folder} git hook {name}"
    call += " || exit 1" if name == BEFORE_COMMIT else ' "$@" || :'
    return f"if [ -d {folder} ] && {program} -P -c 'import pnm_vault' 2>/dev/null; then {call}; fi"


def is_ours(content: bytes, vault: str) -> bool:
    """Tell whether a hook is one that we wrote for this vault, for whatever interpreter, and nobody changed since."""
    lines = content.decode(errors="replace").splitlines()
    return len(lines) == 4 and lines[1] == _mark(vault) and " git hook " in lines[3]


def _mark(vault: str) -> str:
    return _MARK.format(quoted(vault or "."))
