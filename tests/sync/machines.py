"""Machines that share a vault by git: real clones, each with a day, a cache and an undo journal of its own.

A clone's merge driver is the one that `pnm git setup` sets, or one that asks the running process to merge, which saves
the start of a Python for every note.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.regenerate import Regenerated
from pnm_vault.sync.git.driver import driver_line
from pnm_vault.sync.git.merge_files import merge_files
from tests.gits import OWN_GIT

# Nothing that git does by itself from time to time, and no waiting for a disk.
_SETTINGS = {"gc.auto": "0", "maintenance.auto": "false", "core.fsync": "none", "rerere.enabled": "false"}


def scratch(name: str) -> Path:
    """Make a folder that lasts as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix=f"pnm-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class _Answering:
    """A thread that merges the notes of whatever git asks, by two pipes with names."""

    def __init__(self) -> None:
        folder = scratch("driver")
        self.asked, self.answered = folder / "asked", folder / "answered"
        os.mkfifo(self.asked)
        os.mkfifo(self.answered)
        threading.Thread(target=self._answer, daemon=True).start()

    def line(self) -> str:
        return f"printf '%s\\n' \"$PWD\" %O %A %B %L > {self.asked}; read code < {self.answered}; exit $code"

    def _answer(self) -> None:
        while True:
            where, *names, size = self.asked.read_text().split("\n")[:5]
            try:
                base, ours, theirs = [str(Path(where, name)) for name in names]
                code = merge_files(base, ours, theirs, int(size)).code
            except Exception:
                code = 99
            self.answered.write_text(f"{code}\n")


@cache
def quick_driver() -> str:
    """Give a driver that merges in this process."""
    return _Answering().line()


def begin_vault(folder: Path, files: dict[str, str], driver: str) -> Machine:
    """Make a vault under version control, set up so that git merges its notes by `driver`."""
    machine = Machine.__new__(Machine)
    machine.name, machine.place, machine.root, machine.kept = folder.name, folder.parent, folder, {}
    folder.mkdir(parents=True)
    machine.git("init", "--quiet", "--initial-branch=main", "--template=")
    for key, value in {**_SETTINGS, "merge.pnm.driver": driver}.items():
        machine.git("config", key, value)
    for path, text in files.items():
        machine.write(path, text)
    machine.commit()
    return machine


def real_driver() -> str:
    """Give the driver that `pnm git setup` sets."""
    return driver_line(sys.executable)


class Machine:
    """One clone, and what its owner does there."""

    def __init__(self, folder: Path, name: str, origin: Path, sees: int = 0) -> None:
        """Make a machine `name`. `sees`: of so many machines it reads the objects where they lie, to save the fetch."""
        self.root, self.name, self.place = folder / name, name, folder
        self.today = date(2026, 11, 23)
        self.stamp = 0
        self.kept: dict[str, str] = {}
        # A copy is a clone that costs less than one.
        shutil.copytree(origin, self.root, symlinks=True)
        self.sees = sees
        if sees:
            others = [f"{folder}/m{at}/.git/objects\n" for at in range(sees) if f"m{at}" != name]
            (self.root / ".git" / "objects" / "info").mkdir(exist_ok=True)
            (self.root / ".git" / "objects" / "info" / "alternates").write_text("".join(others))

    def git(self, *words: str, fine: bool = True) -> subprocess.CompletedProcess[str]:
        env = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        env |= {**OWN_GIT, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_EDITOR": "true", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120
        )
        assert not fine or done.returncode == 0, f"git {words}: {done.stdout}{done.stderr}"
        return done

    def notes(self) -> list[str]:
        """Give the contacts' notes by path."""
        return sorted(path.relative_to(self.root).as_posix() for path in (self.root / "People").glob("*.md"))

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def commit(self) -> None:
        if (files := self.files()) == self.kept:
            return
        self.kept = files
        self.git("add", "--all")
        done = self.git("commit", "--quiet", "-m", self.name, fine=False)
        assert not done.returncode or not self.git("status", "--porcelain").stdout, done.stderr

    def fetch(self, other: Machine) -> str:
        """Get another machine's commits, and give the newest."""
        if not self.sees:
            self.git("fetch", "--quiet", str(other.root), "main")
        return other.git("rev-parse", "main").stdout.strip()

    def merge(self, commit: str) -> list[str]:
        """Merge a commit and give what git lists as unmerged; nothing is decided: all that lies there is kept."""
        done = self.git("merge", "--quiet", "--no-edit", commit, fine=False)
        left: list[str] = []
        if done.returncode:
            left = self._left(done)
            self.git("add", "--all")
            self.git("commit", "--quiet", "--no-edit")
        self.kept = self.files()
        return left

    def rebase(self, commit: str) -> list[str]:
        """Put one's own commits upon a commit, and give what git listed as unmerged on the way."""
        left: list[str] = []
        done = self.git("rebase", "--quiet", commit, fine=False)
        while done.returncode:
            left += self._left(done)
            self.git("add", "--all")
            done = self.git("rebase", "--continue", fine=False)
        self.kept = self.files()
        return left

    def _left(self, done: subprocess.CompletedProcess[str]) -> list[str]:
        left = self.git("diff", "-z", "--name-only", "--diff-filter=U").stdout.split("\0")[:-1]
        assert left, f"git stopped and lists nothing: {done.stdout}{done.stderr}"
        return left

    def regenerate(self, today: date | None = None) -> Regenerated:
        os.environ["PNM_CACHE"] = str(self.place / f"{self.name}-cache")
        os.environ["PNM_STATE"] = str(self.place / f"{self.name}-state")
        self._age()
        with open_session(str(self.root), today or self.today, force=True) as session:
            return session.regenerate()

    def _age(self) -> None:
        """Let every note have been saved long ago, each at a time of its own: nobody is writing into it just now."""
        for path in self.root.rglob("*.md"):
            self.stamp += 1
            stamp = 1_700_000_000_000_000_000 + self.stamp * 1_000_000
            os.utime(path, ns=(stamp, stamp))

    def files(self) -> dict[str, str]:
        found = {path.relative_to(self.root).as_posix(): path for path in self.root.rglob("*.md")}
        return {name: found[name].read_bytes().decode() for name in sorted(found)}


def words_in(texts: Iterable[str]) -> set[str]:
    """Give the marked words (`lou12lou`) that occur in texts."""
    return {word for text in texts for word in re.findall(r"lou\d+lou", text)}
