"""Setting up clones of many shapes, and leaving them as they were."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.pipeline.writing.git_setup import (
    ATTRIBUTES,
    IGNORE,
    IGNORED,
    NOTES_LINE,
    SetUp,
    carry_out_setup,
    plan_removal,
    plan_setup,
)
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.sync.git.driver import DRIVER_KEY, NAME_KEY, driver_line
from pnm_vault.sync.git.hooks import HOOKS, hook_line, hook_text
from tests.gits import begin, git, keep, needs_git
from tests.vaults import write

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

Shape = Callable[[Path], Path]


def at_the_top(folder: Path) -> Path:
    return begin(folder)


def in_a_folder(folder: Path) -> Path:
    vault = folder / "It's my vault"
    vault.mkdir()
    begin(folder)
    return vault


def in_a_worktree(folder: Path) -> Path:
    (folder / "main").mkdir()
    begin(folder / "main")
    git(folder / "main", "worktree", "add", "--quiet", "../side", "-b", "side")
    return folder / "side"


def in_a_submodule(folder: Path) -> Path:
    for name in ("inner", "outer"):
        (folder / name).mkdir()
        begin(folder / name)
    git(folder / "outer", "submodule", "--quiet", "add", str(folder / "inner"), "vault")
    return folder / "outer" / "vault"


SHAPES = [at_the_top, in_a_folder, in_a_worktree, in_a_submodule]


def never(question: str) -> bool:
    raise AssertionError(question)


def set_up(
    vault: Path, *, hooks: bool = True, agree: Callable[[str], bool] = never, python: str = sys.executable
) -> SetUp:
    root = os.path.realpath(vault)
    return carry_out_setup(root, plan_setup(root, "Reviews", agree, hooks=hooks, python=python), ("git", "setup"))


def leave(vault: Path) -> SetUp:
    root = os.path.realpath(vault)
    return carry_out_setup(root, plan_removal(root), ("git", "setup", "--undo"))


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Give every file with its mode; of a git folder what setting up may touch."""
    found = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        in_git = ".git" in parts and not ({"config", "hooks", "info"} & set(parts))
        if path.is_file() and not in_git:
            found["/".join(parts)] = (path.read_bytes(), path.stat().st_mode)
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_set_up_once_and_left_as_it_was(shape: Shape, tmp_path: Path) -> None:
    vault = shape(tmp_path)
    before = everything(tmp_path)
    done = set_up(vault)
    assert done.plan.left == done.failed == ()
    assert NOTES_LINE in (vault / ATTRIBUTES).read_text()
    assert git(vault, "check-attr", "merge", "a.md").endswith("merge: pnm\n")
    assert git(vault, "check-attr", "merge", "Reviews/Months/a b.md").endswith("merge: pnm\n")
    assert git(vault, "config", DRIVER_KEY).strip() == driver_line(sys.executable)
    after = everything(tmp_path)
    assert set_up(vault).plan.is_empty
    assert everything(tmp_path) == after
    done = leave(vault)
    assert done.plan.left == done.failed == ()
    assert everything(tmp_path) == before
    assert leave(vault).plan.is_empty


@pytest.mark.parametrize("shape", SHAPES)
def test_only_notes_of_the_vault_are_concerned(shape: Shape, tmp_path: Path) -> None:
    vault = shape(tmp_path)
    set_up(vault)
    assert git(vault, "check-attr", "merge", "photo.jpg").endswith("merge: unspecified\n")
    if shape is in_a_folder:
        assert git(tmp_path, "check-attr", "merge", "README.md").endswith("merge: unspecified\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"*.jpg -text\n", b"*.jpg -text", b"*.jpg -text\r\n# mine\r\n", b"\xef\xbb\xbf# mine\n\n\n", b"caf\xe9\n"],
)
def test_files_that_are_there_keep_every_byte(content: bytes, tmp_path: Path) -> None:
    vault = begin(tmp_path)
    write(vault, {ATTRIBUTES: content, IGNORE: content})
    set_up(vault, hooks=False)
    for name in (ATTRIBUTES, IGNORE):
        assert (vault / name).read_bytes().startswith(content)
    assert git(vault, "check-attr", "merge", "a.md").endswith("merge: pnm\n")
    git(vault, "check-ignore", "--no-index", ".obsidian/workspace.json", ".trash/a.md", "People/.pnm-note-3-4-5.tmp")
    leave(vault)
    assert {(vault / name).read_bytes() for name in (ATTRIBUTES, IGNORE)} == {content}


def test_what_is_there_in_other_words_is_not_doubled(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    own = "/.obsidian/\n.trash\n**/*.orig\n!.pnm-*\nconflict-files*\n"
    others = "*.[mM][dD] merge=pnm\n.pnm/* merge=union\n"
    write(vault, {IGNORE: own, ATTRIBUTES: others})
    set_up(vault)
    assert (vault / IGNORE).read_text() == own
    assert (vault / ATTRIBUTES).read_text() == others


def test_what_stands_above_the_vault_counts_too(tmp_path: Path) -> None:
    vault = in_a_folder(tmp_path)
    write(tmp_path, {IGNORE: ".trash/\nworkspace*.json\n"})
    set_up(vault)
    text = (vault / IGNORE).read_text()
    assert ".trash/" not in text
    assert "workspace" not in text
    assert "*.md.orig" in text


def test_what_only_this_machine_ignores_does_not_count(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    write(vault, {".git/info/exclude": "*\n"})
    set_up(vault, hooks=False)
    assert all(line in (vault / IGNORE).read_text() for line in IGNORED)


def test_what_git_holds_already_is_told_and_stays(tmp_path: Path) -> None:
    vault = tmp_path
    write(vault, {".obsidian/workspace.json": "{}", ".obsidian/app.json": "{}", "a.md": "x"})
    begin(vault)
    [told] = set_up(vault).plan.left
    assert told.startswith(".obsidian/workspace.json is under version control")
    assert git(vault, "ls-files").split() == [".obsidian/app.json", ".obsidian/workspace.json", "a.md"]


def test_another_way_of_merging_is_asked_about(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    write(vault, {ATTRIBUTES: "*.md merge=union\n"})
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    done = set_up(vault, agree=refuse)
    assert "union" in asked[0]
    assert "union" in done.plan.left[0]
    assert (vault / ATTRIBUTES).read_text() == "*.md merge=union\n"
    assert set_up(vault, agree=lambda _: True).plan.left == ()
    assert git(vault, "check-attr", "merge", "a.md").endswith("merge: pnm\n")
    leave(vault)
    assert (vault / ATTRIBUTES).read_text() == "*.md merge=union\n"


def test_a_driver_of_the_same_name_is_asked_about(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    git(vault, "config", DRIVER_KEY, "mine %O %A %B")
    assert len(set_up(vault, agree=lambda _: False).plan.left) == 1
    assert git(vault, "config", DRIVER_KEY) == "mine %O %A %B\n"
    assert len(leave(vault).plan.left) == 1
    assert git(vault, "config", DRIVER_KEY) == "mine %O %A %B\n"
    assert set_up(vault, agree=lambda _: True).plan.left == ()
    assert git(vault, "config", DRIVER_KEY).strip() == driver_line(sys.executable)


def test_half_of_the_settings_is_taken_away_too(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    before = everything(tmp_path)
    set_up(vault)
    git(vault, "config", "--unset", DRIVER_KEY)
    leave(vault)
    assert everything(tmp_path) == before


def test_an_interpreter_that_moved_is_put_right_without_a_question(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    set_up(vault, python="/gone/python")
    done = set_up(vault)
    assert [change.name for change in done.plan.settings] == [DRIVER_KEY]
    assert [hook.name for hook in done.plan.hooks] == list(HOOKS)
    assert not done.plan.files.steps


def test_a_hook_that_is_there_stays_and_its_line_is_told(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    own = vault / ".git" / "hooks" / "post-merge"
    write(vault, {".git/hooks/post-merge": "#!/bin/sh\necho mine\n"})
    done = set_up(vault)
    assert own.read_text() == "#!/bin/sh\necho mine\n"
    assert [hook.name for hook in done.plan.hooks] == [name for name in HOOKS if name != "post-merge"]
    line = hook_line("post-merge", sys.executable, "")
    assert done.plan.left == (f"The hook post-merge was not written, as there is one already. Its line is: {line}",)
    write(vault, {".git/hooks/post-merge": f"#!/bin/sh\necho mine\n{line}\n"})
    assert set_up(vault).plan.left == ()
    leave(vault)
    assert own.read_text() == f"#!/bin/sh\necho mine\n{line}\n"


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_hook_that_cannot_be_read_is_somebody_elses(kind: str, tmp_path: Path) -> None:
    vault = begin(tmp_path)
    path = vault / ".git" / "hooks" / "pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.mkdir() if kind == "folder" else path.symlink_to("nowhere")
    assert len(set_up(vault).plan.left) == 1
    assert path.is_dir() if kind == "folder" else path.is_symlink()


@pytest.mark.parametrize("folder", [".githooks", "../all hooks"])
def test_a_folder_of_hooks_elsewhere_is_left_alone(folder: str, tmp_path: Path) -> None:
    """It belongs to a hook manager, is shared by way of the repository, or serves all repositories of this machine."""
    vault = tmp_path / "vault"
    vault.mkdir()
    begin(vault)
    git(vault, "config", "core.hooksPath", folder)
    before = everything(tmp_path)
    done = set_up(vault)
    assert len(done.plan.left) == len(HOOKS)
    assert all("Its line is: " in told for told in done.plan.left)
    assert not done.plan.hooks
    leave(vault)
    assert everything(tmp_path) == before


def test_hooks_are_programs_and_changed_ones_stay(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    set_up(vault)
    hook = vault / ".git" / "hooks" / "post-merge"
    assert hook.read_bytes() == hook_text("post-merge", sys.executable, "")
    assert os.access(hook, os.X_OK)
    hook.write_bytes(hook.read_bytes() + b"echo more\n")
    leave(vault)
    assert hook.exists()
    assert not (hook.parent / "pre-commit").exists()


def test_a_hook_for_another_vault_of_the_repository_stays(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    begin(tmp_path)
    set_up(one)
    before = (tmp_path / ".git" / "hooks" / "post-merge").read_bytes()
    done = set_up(other)
    assert len(done.plan.left) == len(HOOKS)
    assert (tmp_path / ".git" / "hooks" / "post-merge").read_bytes() == before


def test_lines_changed_by_hand_stay(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    set_up(vault)
    text = (vault / IGNORE).read_text().replace(".trash/\n", ".trash/\nsecret.md\n")
    (vault / IGNORE).write_text(text)
    assert set_up(vault).plan.is_empty
    done = leave(vault)
    assert done.plan.left == (
        ".gitignore was changed between the lines that pnm wrote; it stays as it is. Put it right by hand.",
    )
    assert (vault / IGNORE).read_text() == text
    assert not (vault / ATTRIBUTES).exists()


def test_a_line_taken_out_by_hand_is_no_hindrance(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    set_up(vault)
    (vault / IGNORE).write_text((vault / IGNORE).read_text().replace(".trash/\n", ""))
    leave(vault)
    assert not (vault / IGNORE).exists()


def test_the_journal_knows_the_files(tmp_path: Path) -> None:
    vault = begin(tmp_path)
    write(vault, {IGNORE: "mine\n"})
    done = set_up(vault, hooks=False)
    assert done.operation == 1
    taken = undo(os.path.realpath(vault), None, dry_run=False, partial=False, words=("undo",))
    assert not taken.refused
    assert (vault / IGNORE).read_text() == "mine\n"
    assert not (vault / ATTRIBUTES).exists()


def test_a_file_that_leads_out_of_the_vault_stops_everything(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    begin(vault)
    (tmp_path / "global").write_text("x\n")
    (vault / IGNORE).symlink_to("../global")
    with pytest.raises(PnmError, match=r"\.gitignore was not changed"):
        set_up(vault)
    assert (tmp_path / "global").read_text() == "x\n"
    assert not (vault / ATTRIBUTES).exists()
    assert DRIVER_KEY not in git(vault, "config", "--list")


def test_what_a_hook_of_another_repository_has_set_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, hooked = tmp_path / "vault", tmp_path / "hooked"
    for folder in (vault, hooked):
        folder.mkdir()
        begin(folder)
    before = everything(hooked)
    monkeypatch.setenv("GIT_DIR", str(hooked / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(hooked / ".git" / "index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(hooked))
    set_up(vault)
    assert everything(hooked) == before
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name)
    assert git(vault, "config", NAME_KEY)


def test_a_git_folder_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    git(tmp_path, "init", "--quiet", "--bare", "store.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "store.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(vault))
    set_up(vault)
    assert git(vault, "config", NAME_KEY)
    assert (tmp_path / "store.git" / "hooks" / "post-merge").exists()
    assert NOTES_LINE in (vault / ATTRIBUTES).read_text()
    leave(vault)
    assert not (tmp_path / "store.git" / "hooks" / "post-merge").exists()


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PnmError, match="lies in no git repository"):
        set_up(tmp_path)
    begin(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PnmError, match="no git on this machine"):
        set_up(tmp_path)


def test_a_clone_gets_the_files_and_lacks_the_driver(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    begin(first)
    set_up(first)
    keep(first, "set up")
    git(tmp_path, "clone", "--quiet", "first", "second")
    done = set_up(tmp_path / "second")
    assert not done.plan.files.steps
    assert [change.name for change in done.plan.settings] == [NAME_KEY, DRIVER_KEY]
