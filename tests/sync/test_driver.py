"""The driver line in real merges, with a stand-in for the interpreter."""

import sys
from pathlib import Path

import pytest

from pnm_vault.sync.git.driver import DRIVER_KEY, driver_line, program_of
from tests.gits import begin, git, needs_git, part

unix = pytest.mark.skipif(sys.platform == "win32", reason="a stand-in for Python as a shell script")


@pytest.mark.parametrize(
    "python",
    [
        "/usr/bin/python3",
        "/home/Nora B/it's 100%/bin/python",
        '/a$(reboot)`x`"y"/python',
        "C:\\Users\\Nora\\python.exe",
    ],
)
def test_the_interpreter_is_found_in_the_line_again(python: str) -> None:
    assert program_of(driver_line(python)) == python


@pytest.mark.parametrize("driver", ["", "pnm git merge-driver %O %A %B", driver_line("/x") + " ", "if x; then y; fi"])
def test_lines_of_others_are_none_of_ours(driver: str) -> None:
    assert program_of(driver) is None


def stand_in(folder: Path, script: str) -> str:
    python = folder / "it's 5% python"
    python.write_text(f'#!/bin/sh\nif [ "$2" = -c ]; then exit 0; fi\n{script}\n')
    python.chmod(0o755)
    return str(python)


@pytest.fixture
def root(tmp_path: Path, own_git: None) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    begin(root)
    (root / ".gitattributes").write_text("*.md merge=pnm\n")
    part(root, "People/Ann O'Lee & co.md", "base\n", "ours\n", "theirs\n")
    return root


@unix
@needs_git
def test_git_calls_it_with_the_three_versions_and_the_path(root: Path, tmp_path: Path) -> None:
    script = (
        'cat "$6" "$7" "$8" >"$0.saw"; echo "$9 ${10}" >>"$0.saw"; echo "$1 $2 $3 $4 $5" >>"$0.saw"; echo done >"$7"'
    )
    python = stand_in(tmp_path, script)
    git(root, "config", DRIVER_KEY, driver_line(python))
    git(root, "merge", "--no-edit", "other")
    note = root / "People" / "Ann O'Lee & co.md"
    assert note.read_text() == "done\n"
    saw = Path(f"{python}.saw").read_text()
    assert saw == "base\nours\ntheirs\n7 People/Ann O'Lee & co.md\n-P -m pnm_vault git merge-driver\n"


@unix
@needs_git
def test_where_it_says_conflict_git_says_so(root: Path, tmp_path: Path) -> None:
    git(root, "config", DRIVER_KEY, driver_line(stand_in(tmp_path, 'echo both >"$7"; exit 1')))
    git(root, "merge", "other", fails=True)
    assert (root / "People" / "Ann O'Lee & co.md").read_text() == "both\n"
    assert "UU" in git(root, "status", "--porcelain")


@needs_git
@unix
@pytest.mark.parametrize("script", ["", "#!/bin/sh\nexit 1\n", "exit 70", "exit 2", "kill -9 $$"])
def test_where_pnm_is_gone_or_crashes_git_merges_as_ever(root: Path, tmp_path: Path, script: str) -> None:
    """Not one line of the other side may be lost for want of a program."""
    python = str(tmp_path / "nowhere")
    if script.startswith("#!"):
        Path(python).write_text(script)  # a Python without pnm
        Path(python).chmod(0o755)
    elif script:
        python = stand_in(tmp_path, script)
    git(root, "config", DRIVER_KEY, driver_line(python))
    git(root, "merge", "other", fails=True)
    note = root / "People" / "Ann O'Lee & co.md"
    assert note.read_text() == "<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n"
    assert "UU" in git(root, "status", "--porcelain")


@needs_git
def test_where_pnm_is_gone_what_is_no_conflict_merges(tmp_path: Path, own_git: None) -> None:
    begin(tmp_path)
    (tmp_path / ".gitattributes").write_text("*.md merge=pnm\n")
    part(tmp_path, "a.md", "1\n2\n3\n4\n5\n", "0\n1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n")
    git(tmp_path, "config", DRIVER_KEY, driver_line("/nowhere/python"))
    git(tmp_path, "merge", "--no-edit", "other")
    assert (tmp_path / "a.md").read_text() == "0\n1\n2\n3\n4\n5\n6\n"
