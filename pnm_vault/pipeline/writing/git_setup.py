"""Setting up a clone: what git is told about the vault, planned as data, written by `apply_user`, taken away again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from pnm_vault.errors import PnmError
from pnm_vault.model.plan import Create, Plan, Remove, Replace
from pnm_vault.model.record import Record, Row
from pnm_vault.sync.git.driver import DRIVER_KEY, NAME, NAME_KEY, driver_line, program_of
from pnm_vault.sync.git.hook_files import place_hook, read_hook
from pnm_vault.sync.git.hooks import HOOKS, hook_line, hook_text, is_ours
from pnm_vault.sync.git.marked_lines import ChangedByHandError, add_lines, has_lines, take_lines
from pnm_vault.sync.git.place import Repository, find_repository
from pnm_vault.sync.git.program import Git
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.recover import Recovery
from pnm_vault.vault.write_user import apply_user

ATTRIBUTES, IGNORE = ".gitattributes", ".gitignore"
NOTES_LINE = "*.md merge=pnm"
# Each line of the list of imports stands for itself; of two for one entry the newer counts.
IMPORTS_LINE = "/.pnm/*.jsonl merge=union"
# Each line with the names that it is about: where patterns of the owner's decide all of these, it is not needed.
IGNORED = {
    ".obsidian/workspace*.json": (".obsidian/workspace.json", ".obsidian/workspace-mobile.json"),
    ".trash/": (".trash/x.md",),
    "/conflict-files-obsidian-git.md": ("conflict-files-obsidian-git.md",),
    "*.md.orig": ("x.md.orig",),
    ".pnm-*.tmp": (".pnm-1-2.tmp",),
}
_LINES = {ATTRIBUTES: (NOTES_LINE, IMPORTS_LINE), IGNORE: tuple(IGNORED)}
_BY_HAND = "{} was changed between the lines that pnm wrote; it stays as it is. Put it right by hand."

Agree = Callable[[str], bool]


class SettingChange(Row, frozen=True):
    """A setting of the clone to change: `before` and `after` are values, None: it is not set."""

    name: str
    before: str | None
    after: str | None


class HookChange(Row, frozen=True):
    """A hook to write or to take away: its name, its path, and contents; None: no file."""

    name: str
    path: str
    before: bytes | None
    after: bytes | None


class SetupPlan(Record, frozen=True):
    """What setting up a clone changes. `files` lie in the vault; `left` are sentences on what stays to be done."""

    repository: Repository
    files: Plan = Plan()
    settings: tuple[SettingChange, ...] = ()
    hooks: tuple[HookChange, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is as it should be."""
        return not (self.files.steps or self.settings or self.hooks)


class SetUp(Record, frozen=True):
    """What was done. `operation` is the number under which `pnm undo` knows the files, 0 for none."""

    plan: SetupPlan
    operation: int = 0
    recovered: tuple[Recovery, ...] = ()
    failed: tuple[str, ...] = ()


def repository_of(root: str) -> Repository:
    """Give the repository that a vault lies in.

    Raises:
        PnmError: there is none.
    """
    repository = find_repository(root)
    if repository is None:
        raise PnmError(f"{root} lies in no git repository.", "Make it one with `git init`, or clone yours.")
    return repository


def plan_setup(root: str, review_folder: str, agree: Agree, *, hooks: bool, python: str = sys.executable) -> SetupPlan:
    """Plan what a clone lacks; nothing for what is there already, in whatever words.

    `agree` is asked before anything of the owner's is overruled: a question for yes or no.

    Raises:
        PnmError: the vault is in no repository, or git cannot be asked.
    """
    repository = repository_of(root)
    git = Git(repository)
    left: list[str] = []
    steps = [
        *_with_lines(root, ATTRIBUTES, _attributes_wanted(git, review_folder, agree, left), left),
        *_with_lines(root, IGNORE, _ignored_wanted(git), left),
    ]
    left += _kept_all_the_same(git)
    settings = _driver_wanted(git, python, agree, left)
    changes = _hooks_wanted(git, python, left) if hooks else ()
    return SetupPlan(repository, Plan(tuple(steps)), settings, changes, tuple(left))


def plan_removal(root: str) -> SetupPlan:
    """Plan to take away what `plan_setup` wrote, and nothing that anybody changed since.

    Raises:
        PnmError: as `plan_setup`.
    """
    repository = repository_of(root)
    git = Git(repository)
    left: list[str] = []
    steps: list[Replace | Remove] = []
    for path, known in _LINES.items():
        content = read_bytes(root, path)
        if content is None or not has_lines(content):
            continue
        try:
            after = take_lines(content, known)
        except ChangedByHandError:
            left.append(_BY_HAND.format(path))
            continue
        steps.append(Remove(path, content) if after is None else Replace(path, after, content))
    settings = _own_settings(git, left)
    return SetupPlan(repository, Plan(tuple(steps)), settings, tuple(_own_hooks(git)), tuple(left))


def carry_out_setup(root: str, plan: SetupPlan, words: Sequence[str]) -> SetUp:
    """Do what was planned: files of the vault first, all of them or none, then the settings, then the hooks.

    Raises:
        PnmError: a file was changed meanwhile or cannot be written, and nothing was done; or git failed.
        VaultBusyError: another process is writing to this vault.
    """
    paths = {step.path for step in plan.files.steps}
    done = apply_user(root, plan.files, words, at_once=paths)
    if done.report.skipped:
        lines = [f"{path} was not changed: {why}." for path, why in done.report.skipped]
        raise PnmError("\n".join(lines), "Nothing else was changed either; look at it, then try again.")
    git = Git(plan.repository)
    for change in plan.settings:
        if change.after is None:
            git.unset(change.name)
        else:
            git.set(change.name, change.after)
    failed: list[str] = []
    for hook in plan.hooks:
        try:
            if not place_hook(hook.path, hook.before, hook.after):
                failed.append(f"The hook {hook.name} was changed at this very moment; it stays as it is.")
        except OSError as error:
            failed.append(f"The hook {hook.name} cannot be changed: {(error.strerror or 'no reason given').lower()}.")
    return SetUp(plan, done.operation, done.recovered, tuple(failed))


def _with_lines(root: str, path: str, lines: Sequence[str], left: list[str]) -> tuple[Create | Replace, ...]:
    """Plan to put lines of ours into a file of the vault."""
    if not lines:
        return ()
    content = read_bytes(root, path)
    try:
        after = add_lines(content, lines)
    except ChangedByHandError:
        left.append(_BY_HAND.format(path))
        return ()
    return (Create(path, after) if content is None else Replace(path, after, content),)


def _attributes_wanted(git: Git, review_folder: str, agree: Agree, left: list[str]) -> tuple[str, ...]:
    names = (_from_top(git, "x.md"), _from_top(git, f"{review_folder}/x.md"))
    others = sorted(set(git.attribute("merge", names)) - {"pnm"})
    overruled = [value for value in others if value != "unspecified"]
    if overruled and not agree(f"Git merges notes by “{overruled[0]}” here. Let pnm merge them in its place?"):
        left.append(f"Notes are merged by “{overruled[0]}”: to let pnm do it, put `{NOTES_LINE}` into {ATTRIBUTES}.")
        return ()
    imports = git.attribute("merge", (_from_top(git, ".pnm/imports.jsonl"),))
    return (*((NOTES_LINE,) if others else ()), *((IMPORTS_LINE,) if set(imports) == {"unspecified"} else ()))


def _ignored_wanted(git: Git) -> tuple[str, ...]:
    """Give the lines about which no pattern in the repository says anything, neither yes nor no."""
    names = [_from_top(git, name) for about in IGNORED.values() for name in about]
    # What a file outside the working tree says (`core.excludesFile`, `info/exclude`) is not there in other clones.
    shared = {
        name
        for name, source in git.ignored_by(names).items()
        if not os.path.isabs(source) and os.path.basename(source) == IGNORE
    }
    return tuple(
        [line for line, about in IGNORED.items() if not shared.issuperset(_from_top(git, one) for one in about)]
    )


def _kept_all_the_same(git: Git) -> list[str]:
    """Say which files that change by themselves are under version control: a line in .gitignore does not end that."""
    kept = git.kept(_from_top(git, ".obsidian"), _from_top(git, ".trash"))
    start = _from_top(git, ".obsidian/workspace")
    loud = [path for path in kept if path.startswith((start, _from_top(git, ".trash/")))]
    return [f"{path} is under version control; `git rm --cached` ends that and leaves the file." for path in loud[:5]]


def _driver_wanted(git: Git, python: str, agree: Agree, left: list[str]) -> tuple[SettingChange, ...]:
    wanted = {NAME_KEY: NAME, DRIVER_KEY: driver_line(python)}
    present = git.setting(DRIVER_KEY)
    question = f"This clone has a merge driver “pnm” of other words: {present}. Put pnm's own in its place?"
    if present is not None and program_of(present) is None and not agree(question):
        left.append(f"{DRIVER_KEY} is not pnm's own; it stays as it is.")
        return ()
    return tuple(
        [
            SettingChange(name, before, after)
            for name, after in wanted.items()
            if (before := git.setting(name, local=True)) != after
        ]
    )


def _hooks_wanted(git: Git, python: str, left: list[str]) -> tuple[HookChange, ...]:
    folder, vault = git.hooks_folder(), git.repository.vault
    inside = os.path.realpath(folder).startswith(os.path.realpath(git.repository.common_dir) + os.sep)
    changes: list[HookChange] = []
    for name in HOOKS:
        path = os.path.join(folder, name)
        text = hook_text(name, python, vault)
        present = _present(path)
        if present == text:
            continue
        if inside and (present is None or is_ours(present, vault)):
            changes.append(HookChange(name, path, present, text))
        elif hook_line(name, python, vault).encode() not in (present or b""):
            where = "there is one already" if present is not None else f"git takes hooks from {folder}"
            left.append(f"The hook {name} was not written, as {where}. Its line is: {hook_line(name, python, vault)}")
    return tuple(changes)


def _own_settings(git: Git, left: list[str]) -> tuple[SettingChange, ...]:
    driver = git.setting(DRIVER_KEY, local=True)
    if driver is not None and program_of(driver) is None:
        left.append(f"{DRIVER_KEY} is not what pnm set; it stays as it is.")
        return ()
    found = [] if driver is None else [SettingChange(DRIVER_KEY, driver, None)]
    if git.setting(NAME_KEY, local=True) == NAME:
        found.append(SettingChange(NAME_KEY, NAME, None))
    return tuple(found)


def _own_hooks(git: Git) -> list[HookChange]:
    folder = git.hooks_folder()
    found = [(name, os.path.join(folder, name)) for name in HOOKS]
    present = [(name, path, _present(path)) for name, path in found]
    return [
        HookChange(name, path, content, None)
        for name, path, content in present
        if content is not None and is_ours(content, git.repository.vault)
    ]


def _present(path: str) -> bytes | None:
    try:
        return read_hook(path)
    except OSError:  # a folder, or nothing that we may read: somebody's, in any case
        return b""


def _from_top(git: Git, path: str) -> str:
    vault = git.repository.vault
    return f"{vault}/{path}" if vault else path
