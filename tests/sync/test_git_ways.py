"""Every way in which git brings two versions of a note together, set up as `pnm git setup` does it."""

import os
import subprocess
import time
import unicodedata
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.pipeline.checking import check_vault
from tests.gits import git, keep, needs_git
from tests.vaults import EXAMPLE_DAY, FIGURE

pytestmark = [needs_git, pytest.mark.usefixtures("own_git")]

TOP = "---\ntype: contact\nrole: nurse\nlast_contact: 2026-09-01\n---\n# Ann Lee\n\n## Log\n\n"
ANN = f"{TOP}- 2026-09-01: tea\n"
HERE = f"{TOP}- 2026-11-23: lunch\n- 2026-09-01: tea\n"
THERE = f"{TOP}- 2026-11-23: a long call\n- 2026-09-01: tea\n"
BOTH = f"{TOP}- 2026-11-23: a long call\n- 2026-11-23: lunch\n- 2026-09-01: tea\n"
PATH = "People/Ann Lee.md"


def set_up(folder: Path) -> Path:
    assert program.run(["--vault", str(folder), "--quiet", "git", "setup"]) == 0
    return folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A vault with one contact, set up."""
    root = tmp_path / "here"
    (root / "People").mkdir(parents=True)
    (root / "pnm.toml").write_text("")
    (root / PATH).write_text(ANN)
    git(root, "init", "--quiet")
    keep(set_up(root), "the vault")
    return root


def clone(here: Path, *words: str, name: str = "there") -> Path:
    there = here.parent / name
    git(here, "clone", "--quiet", *words, here.as_uri(), str(there))
    return set_up(there)


def write(root: Path, text: str, path: str = PATH) -> None:
    (root / path).write_text(text)
    keep(root, "a line more")


def read(root: Path, path: str = PATH) -> str:
    return (root / path).read_text()


@pytest.mark.parametrize(
    "way", ["merge", "rebase", "rebase --apply", "cherry-pick", "stash", "am", "squash", "autostash"]
)
def test_the_same_comes_out_of_each(here: Path, way: str) -> None:
    there = clone(here)
    write(here, HERE)
    if way == "stash":
        (there / PATH).write_text(THERE)
        git(there, "stash", "--quiet")
        git(there, "pull", "--quiet")
        git(there, "stash", "pop", "--quiet")
    elif way == "autostash":
        (there / PATH).write_text(THERE)
        git(there, "pull", "--quiet", "--rebase", "--autostash")
    else:
        write(there, THERE)
        git(there, "fetch", "--quiet")
        if way == "am":
            patch = git(here, "format-patch", "-1", "--stdout")
            (there.parent / "patch").write_text(patch)
            git(there, "am", "--quiet", "--3way", str(there.parent / "patch"))
        else:
            words = {"merge": ["merge", "--no-edit"], "squash": ["merge", "--squash"]}.get(way, way.split())
            git(there, *words, "origin/main")
    assert read(there) == BOTH
    assert not git(there, "diff", "--name-only", "--diff-filter=U")


def test_a_revert_of_an_older_line_keeps_the_newer_one(here: Path) -> None:
    write(here, HERE)
    write(here, BOTH)
    git(here, "revert", "--no-edit", "HEAD~1")
    assert read(here) == THERE


def test_in_a_second_working_tree(here: Path) -> None:
    git(here, "worktree", "add", "--quiet", "-b", "other", "../other")
    other = here.parent / "other"
    write(here, HERE)
    write(other, THERE)
    git(other, "merge", "--quiet", "--no-edit", "main")
    assert read(other) == BOTH


def test_in_a_submodule(here: Path) -> None:
    outer = here.parent / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet")
    git(outer, "submodule", "--quiet", "add", here.as_uri(), "notes")
    keep(outer, "with notes")
    inner = set_up(outer / "notes")
    write(here, HERE)
    write(inner, THERE)
    git(inner, "pull", "--quiet", "--no-rebase", "--no-edit")
    assert read(inner) == BOTH
    assert git(outer, "status", "--porcelain") == " M notes\n"


def test_in_a_shallow_clone(here: Path) -> None:
    for at in range(3):
        write(here, ANN.replace("tea", f"tea and {at}"))
    write(here, ANN)
    there = clone(here, "--depth", "1")
    write(here, HERE)
    write(there, THERE)
    git(there, "pull", "--quiet", "--no-rebase", "--no-edit")
    assert read(there) == BOTH
    assert git(there, "rev-parse", "--is-shallow-repository") == "true\n"


def test_a_shallow_clone_that_shares_no_commit_merges_as_if_both_had_made_the_note(here: Path) -> None:
    there = clone(here, "--depth", "1")
    write(there, THERE)
    write(here, HERE)
    write(here, HERE.replace("lunch", "a good lunch"))
    git(there, "fetch", "--quiet", "--depth", "1")
    git(there, "merge", "--no-edit", "--allow-unrelated-histories", "origin/main")
    assert read(there) == f"{TOP}- 2026-11-23: a good lunch\n- 2026-11-23: a long call\n- 2026-09-01: tea\n"


def test_a_vault_in_a_folder_of_the_repository(here: Path) -> None:
    (here / "vault").mkdir()
    for name in ("People", "pnm.toml", ".gitattributes", ".gitignore"):
        git(here, "mv", name, f"vault/{name}")
    keep(here, "moved")
    there = here.parent / "there"
    git(here, "clone", "--quiet", ".", str(there))
    set_up(there / "vault")
    write(here, HERE, f"vault/{PATH}")
    write(there, THERE, f"vault/{PATH}")
    git(there, "pull", "--quiet", "--no-rebase", "--no-edit")
    assert read(there, f"vault/{PATH}") == BOTH


def clashes(root: Path) -> list[str]:
    return [one.path for one in check_vault(str(root), EXAMPLE_DAY).problems if one.code == "name-clash"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "ann lee"),
        (unicodedata.normalize("NFC", "José Sá"), unicodedata.normalize("NFD", "José Sá")),
    ],
    ids=["case", "accents"],
)
class TestNamesThatDifferByLittle:
    """Such names are two files here, and one file on other systems: pnm lists them, and git keeps both."""

    def test_both_machines_make_the_note(self, here: Path, one: str, other: str) -> None:
        (here / PATH).unlink()
        keep(here, "nobody yet")
        there = clone(here)
        (here / "People").mkdir(exist_ok=True)
        (there / "People").mkdir(exist_ok=True)
        for root, name, text in ((here, one, HERE), (there, other, THERE)):
            write(root, text, f"People/{name}.md")
        if len(list({path.name for root in (here, there) for path in (root / "People").iterdir()})) < 2:
            pytest.skip("this disk gives both names one form")
        git(there, "pull", "--quiet", "--no-rebase", "--no-edit")
        if len(list((there / "People").iterdir())) < 2:
            pytest.skip("this disk does not tell the two names apart")
        assert {read(there, f"People/{name}.md") for name in (one, other)} == {HERE, THERE}
        assert clashes(there)

    def test_one_gives_the_other_name_and_the_other_writes(self, here: Path, one: str, other: str) -> None:
        (here / PATH).rename(here / "People" / "x.md")
        (here / "People" / "x.md").rename(here / "People" / f"{one}.md")
        keep(here, "its name")
        there = clone(here)
        git(here, "mv", f"People/{one}.md", "People/x.md")
        git(here, "mv", "People/x.md", f"People/{other}.md")
        write(here, HERE, f"People/{other}.md")
        write(there, THERE, f"People/{one}.md")
        git(there, "pull", "--quiet", "--no-rebase", "--no-edit")
        assert [path.name for path in (there / "People").iterdir()] == [f"{other}.md"]
        assert read(there, f"People/{other}.md") == BOTH
        assert not clashes(there)


def test_a_long_history_costs_no_more_than_a_short_one(tmp_path: Path) -> None:
    """Of 2,000 commits each added a line to the log. What merging takes is told, not judged: machines differ."""
    root = tmp_path / "long"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch=main")
    (root / "pnm.toml").write_text("")
    history = made_history(2000)
    subprocess.run(["git", "-C", str(root), "fast-import", "--quiet"], input=history, check=True)
    git(root, "reset", "--quiet", "--hard", "main")
    keep(set_up(root), "set up")
    for branch, line in (("other", "a call"), ("main", "lunch")):
        git(root, "checkout", "--quiet", *(["-b"] if branch == "other" else []), branch)
        text = read(root, "Ann.md").replace("## Log\n\n", f"## Log\n\n- 2026-11-23: {line}\n")
        write(root, text, "Ann.md")
    before = time.perf_counter()
    git(root, "merge", "--quiet", "--no-edit", "other")
    took = (time.perf_counter() - before) * 1000
    print(f"{FIGURE}a merge of one note with 2,000 commits and 2,000 log lines behind it: {took:.0f} ms, git included")
    text = read(root, "Ann.md")
    assert text.partition("## Log\n\n")[2].startswith("- 2026-11-23: a call\n- 2026-11-23: lunch\n")
    assert text.count("\n- 2") == 2002


def made_history(commits: int) -> bytes:
    """Give a history for `git fast-import` in which each commit adds a line to a note's log."""
    lines: list[str] = []
    parts: list[str] = []
    for at in range(commits):
        day = date(2021, 1, 1) + timedelta(at)
        lines.insert(0, f"- {day}: talk number {at}\n")
        text = "---\ntype: contact\n---\n# Ann\n\n## Log\n\n" + "".join(lines)
        parts.append(
            f"commit refs/heads/main\ncommitter Nora <nora@example.org> {1_600_000_000 + at} +0000\n"
            f"data 1\nx\nM 100644 inline Ann.md\ndata {len(text)}\n{text}\n"
        )
    return "".join(parts).encode()


@pytest.mark.skipif(
    not os.environ.get("PNM_OLD_GIT"), reason="PNM_OLD_GIT names no folder with the program of an older git"
)
def test_an_older_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git had another way of merging up to 2.33 (`recursive`); the driver is called all the same."""
    monkeypatch.setenv("PATH", os.environ["PNM_OLD_GIT"] + os.pathsep + os.environ["PATH"])
    print(f"{FIGURE}tried with {git(here, '--version').strip()} too")
    there = clone(here)
    git(here, "mv", PATH, "People/Ann Bell.md")
    write(here, HERE, "People/Ann Bell.md")
    write(there, THERE)
    assert program.run(["--vault", str(there), "--today", "2026-11-23", "sync", "--no-push"]) == 0
    assert read(there, "People/Ann Bell.md") == BOTH
