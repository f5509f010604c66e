"""A rename killed at each step: no note is lost or torn, the next run finishes it, and undo gives the same bytes back.

The kills happen in a process of their own, with one thread, which forks a process for each.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import user_file
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.write_user import finish_interrupted
from tests.pipeline.writing.test_renaming import AFTER, ANN, MOSS, VAULT, as_bytes, rename, tree
from tests.vaults import FIGURE, REPOSITORY, write

CALM = 1_000_000
CALLS = ("exchange", "link", "unlink", "replace")
SETTINGS: dict[str, str | bytes] = {".obsidian/app.json": "{}"}

START = """
import os, sys
sys.path[:0] = [sys.argv[2]]
from pathlib import Path
from pnm_vault.vault import user_file
from tests.parts import get_ready_to_fork
from tests.pipeline.writing import test_renaming_killed as killed

user_file._SOON_SECONDS = user_file._KEEP_SECONDS = 0.0
os.fsync = lambda handle: None  # a kill does not lose what the system has taken
get_ready_to_fork()
print(getattr(killed, sys.argv[3])(Path(sys.argv[1]), *sys.argv[4:]))
"""


def killed(act: Callable[[], object], name: str, number: int) -> bool:
    """Do something in a process that ends before the n-th call of a function; tells whether it came to that."""
    child = os.fork()
    if child == 0:
        place: Any = user_file if name == "exchange" else os
        real, calls = getattr(place, name), [0]

        def last(*given: Any, **named: Any) -> Any:
            calls[0] += 1
            if calls[0] == number:
                os._exit(9)
            return real(*given, **named)

        setattr(place, name, last)
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def make(top: Path, files: dict[str, str | bytes]) -> Path:
    os.environ["PNM_STATE"], os.environ["PNM_CACHE"] = str(top / "state"), str(top / "cache")
    root = Path(os.path.realpath(top)) / "v"
    write(root, {**SETTINGS, **files})
    return root


def calm_down(root: Path) -> None:
    """Let every note be as if it had been saved long ago."""
    for note in root.rglob("*.*"):
        os.utime(note, (CALM, CALM))


def text_after(path: str, new: str) -> str | bytes:
    text = AFTER[path]
    assert isinstance(text, str)
    return text.replace("Ann Moss", new).replace("Ann%20Moss", new.replace(" ", "%20"))


def try_each_step(top: Path, new: str) -> int:
    goal = f"People/{new}.md"
    before = as_bytes({**SETTINGS, **VAULT})
    after = as_bytes({path: text_after(path, new) for path in AFTER if path != MOSS})
    points = 0
    for name in CALLS:
        for number in range(1, 200):
            root = make(top / f"{name}{number}", VAULT)
            if not killed(partial(rename, root, new), name, number):
                break
            points += 1
            found = tree(root)
            if new != "ann lee":  # where only the case changes, there may be a moment with the journal alone
                assert ANN in found or goal in found
                assert found.get(goal) in (None, as_bytes(AFTER)[MOSS])
            assert all(found[path] in (before[path], after[path]) for path in after)
            calm_down(root)
            assert [one.left for one in finish_interrupted(str(root)) if one.left] == []
            found = tree(root)
            assert (goal in found) != (ANN in found)
            if goal not in found:
                assert found == before
                rename(root, new)
            found = tree(root)
            assert found == {**as_bytes(SETTINGS), **after, goal: found[goal]}
            assert Journal(str(root)).pending() == ()
            undo(str(root))
            assert tree(root) == before
    return points


class Blind:
    """Functions of `os` as they are where names that differ by case alone are one name."""

    def __init__(self, top: str) -> None:
        self.top = top
        seeing = ("open", "stat", "lstat", "unlink", "access")
        self.real = {name: getattr(os, name) for name in (*seeing, "link", "replace")}
        blind = {name: self._seeing(name) for name in seeing}
        for name, function in {**blind, "link": self._link, "replace": self._replace}.items():
            setattr(os, name, function)

    def actual(self, path: Any, folder: int | None) -> Any:
        """Give the name under which the system finds a path."""
        path = os.fspath(path) if isinstance(path, os.PathLike) else path
        if not isinstance(path, str) or (folder is None and not path.startswith(self.top)):
            return path
        above, name = os.path.split(path)
        try:
            names = os.listdir(folder if folder is not None else above)
        except OSError:
            return path
        twin = next((other for other in names if other.casefold() == name.casefold()), name)
        return path if name in names else os.path.join(above, twin)

    def _seeing(self, name: str) -> Callable[..., Any]:
        def call(path: Any, *given: Any, **named: Any) -> Any:
            return self.real[name](self.actual(path, named.get("dir_fd")), *given, **named)

        return call

    def _link(self, old: Any, new: Any, *, src_dir_fd: Any = None, dst_dir_fd: Any = None, **named: Any) -> None:
        new = self.actual(new, dst_dir_fd)
        self.real["link"](self.actual(old, src_dir_fd), new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def _replace(self, old: Any, new: Any, *, src_dir_fd: Any = None, dst_dir_fd: Any = None) -> None:
        new = self.actual(new, dst_dir_fd)
        self.real["replace"](self.actual(old, src_dir_fd), new, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)


def try_where_case_does_not_matter(top: Path) -> int:
    Blind(os.path.realpath(top))
    plain: dict[str, str | bytes] = {ANN: "no name in here\n", "x.md": "[[Ann Lee]]\n"}
    renamed = as_bytes({**SETTINGS, "People/ann lee.md": "no name in here\n", "x.md": "[[ann lee]]\n"})
    before = as_bytes({**SETTINGS, **plain})
    points = 0
    for name in CALLS:
        for number in range(200):  # 0: not killed at all
            root = make(top / f"{name}{number}", plain)
            assert os.stat(root / "People/ANN LEE.md")
            if number and not killed(partial(rename, root, "ann lee"), name, number):
                break
            points += 1
            calm_down(root)
            finish_interrupted(str(root))
            if ANN in tree(root):
                assert tree(root) == before
                rename(root, "ann lee")
            assert tree(root) == renamed
            try:
                rename(root, "/X", old="People/ann lee.md")
            except PnmError as refusal:
                assert "already" in refusal.message
            undo(str(root))
            assert tree(root) == before
            undo(str(root), Journal(str(root)).operations()[-1].number)
            assert tree(root) == renamed
    return points


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize(
    ("what", "given", "least"),
    [
        ("try_each_step", ["Ann Moss"], 20),
        ("try_each_step", ["ann lee"], 20),
        pytest.param(
            "try_where_case_does_not_matter",
            [],
            10,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="other systems have such disks of their own"),
        ),
    ],
)
def test_killed_at_each_step(tmp_path: Path, what: str, given: list[str], least: int) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, str(tmp_path), str(REPOSITORY), what, *given],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    print(f"{FIGURE}kills survived by a rename: {done.stdout.strip()}")
    assert int(done.stdout) >= least
